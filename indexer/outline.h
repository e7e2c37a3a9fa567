/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outline: the blocks of a file as a tree of sections.
 *
 *   # A   글   ## B   ## C   글      ->  0 (the file, "A") · 1 "B" under 0 · 2 "C" under 0
 *
 * Input      blocks, and the title that front matter gives, or an empty text.
 * Title      of the file: front matter's; else the first heading, if none is above it in level; else the first of level
 *            1; else the first; else the name of the file (of its folder, for README and index).
 * Shapes     sections[0] is the file itself: its own blocks are those before the first heading. The heading that gives
 *            the title is not a section of its own when it comes first and is alone at its level: its blocks are the
 *            file's. Sections are in the order of the file, so a parent comes before its children.
 * Headings   the title of "TensorFlow - [Github](…) | [Home](…)" is TensorFlow: links with generic names at the end are
 *            cut. A heading in angle brackets (<초창기>) is a remark on the one before it, one level below it.
 * Anchors    as anchor.h makes them, in the order of the file, or the explicit id. A heading by looks only has none of
 *            its own and takes that of the one above.
 * Ownership  in `arena`, or views of the blocks.
 */
#ifndef CHAJA_INDEXER_OUTLINE_H
#define CHAJA_INDEXER_OUTLINE_H

#include "indexer/markdown.h"

struct outline_section {
    const struct block *heading; /* NULL for the file without a heading */
    struct text title;
    struct text anchor;
    size_t heading_index; /* of the block */
    size_t first, own_end,
        end; /* own blocks: [first, own_end); with those of the sections below: [first, end) */
    size_t parent;
    uint8_t level;
    bool is_remark;
    bool
        is_recurring; /* three sections or more of the file have this title: it says nothing of what stands below */
    size_t letters; /* of all blocks below, code counted as a third */
};

struct outline {
    const struct markdown *markdown;
    struct text title;
    bool is_title_given; /* by front matter or a heading, not by the name of the file */
    bool is_title_apart; /* the title is also the heading of one of several sections at the top */
    struct outline_section *sections;
    size_t n_sections;
};

void outline_make(const struct markdown *markdown, struct text title, struct text path, struct arena *arena,
                  struct outline *ret);

/* Letters of a block, code counted as a third. */
size_t outline_block_letters(const struct block *block);

/* The title of a heading without the generic links at its end. */
struct text outline_heading_title(const struct block *heading);

/* The section a block belongs to; `hint` is an index at or before it, so that a walk over all blocks is linear. */
size_t outline_section_of(const struct outline *outline, size_t block, size_t hint);

/* Titles above a section: the file's, then its parents' from the outside in, without repeating one. */
size_t outline_breadcrumbs(const struct outline *outline, size_t section, struct arena *arena,
                           struct text **ret);

#endif
