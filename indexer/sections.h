/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sections: an outline cut into units of readable length.
 *
 *   a chapter of 9,000 letters with three headings of 2,900  ->  its opening, and a unit for each heading
 *
 * Input      an outline; what the units share is filled in by the caller.
 * Cut        a section with all below it is one unit if it has at most UNIT_TARGET_LETTERS letters; else its own text
 *            is, and each section below is looked at in the same way. Own text that is too long is cut between blocks
 *            into parts of about the same length, and inside a block at a sentence end (a line end in code).
 * Empty      a heading without text is joined to the unit that follows (to the last one at the end of the file), as a
 *            SPAN_HEADING; one whose text is all in sections below it is in their breadcrumbs.
 *            A file without text is one unit if it gives its title.
 * Shapes     every block with text lies in exactly one unit (a block that was cut: in several that follow each other).
 * Ownership  in `arena`, or views of the outline.
 * Cost       linear.
 */
#ifndef CHAJA_INDEXER_SECTIONS_H
#define CHAJA_INDEXER_SECTIONS_H

#include "indexer/document.h"
#include "indexer/outline.h"

struct unit_list {
    struct unit *units;
    size_t n_units, capacity;
};

/* Append the section units. `declared` is the language the file says it is in. */
void sections_make(const struct outline *outline, enum language declared, struct arena *arena,
                   struct unit_list *ret);

#endif
