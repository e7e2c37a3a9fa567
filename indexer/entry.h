/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entry: one link that stands in several places is one unit with all their names.
 *
 *   a.md "PyTorch 문서", b.md "Docs" (generic), c.md "PyTorch 文档"   ->   one unit "PyTorch 문서" with three places
 *
 * The places come from files that change one by one. A unit is made of its places alone, whether they stand in one file or in many, so
 * that it does not depend on the order in which files were read, nor on what once stood in them.
 *
 * Order      places by path, those of one file as they stand there.
 * Lead       the first place whose name says something, else the first: title, breadcrumbs, URL, language, path and line are its.
 * Shared     tags are those of all places, each once, without regard to ASCII case; texts too, as lines. The date is the lead's,
 *            else the first there is.
 * Limits     ENTRY_MAX_DISTINCT tags and texts, ENTRY_MAX_TEXT_BYTES of text, ENTRY_MAX_TITLE_BYTES of a name: what is more is left
 *            out of the unit (its places keep it, but for the name).
 * Ownership  the result shares texts with its inputs; lists are in `arena`.
 * Cost       linear in the places, and about 0.1 µs for each.
 */
#ifndef CHAJA_INDEXER_ENTRY_H
#define CHAJA_INDEXER_ENTRY_H

#include "indexer/sections.h"
#include "indexer/stored.h"

enum {
    ENTRY_MAX_DISTINCT = 256,
    ENTRY_MAX_TEXT_BYTES = 64000,
    ENTRY_MAX_TITLE_BYTES = 1000,
    ENTRY_MAX_CATEGORY_BYTES = 4000
};

/* ---- within a file ---- */

struct entry_candidate {
    struct place place;
    struct text key;
};

struct entry_candidates {
    struct entry_candidate *items; /* in the order of the file */
    size_t n_items, capacity;
};

/* Append a unit for each key, in the order of their first candidates. A place that says what another of its key and file says (of the
 * first 64) is left out. */
void entries_merge(const struct entry_candidates *candidates, struct arena *arena, struct unit_list *ret);

/* ---- across files ---- */

/* `known` without the places of file `path`, with those of `added` (which may be NULL: then the file has the link no more). False when
 * no place is left. */
bool entry_merge(const struct stored_unit *known, struct text path, const struct stored_unit *added,
                 struct arena *arena, struct stored_unit *ret);

/* ---- categories ---- */

/* Names joined with " › "; those that do not fit into ENTRY_MAX_CATEGORY_BYTES are left out at the end. */
struct text entry_category(const struct text *names, size_t n_names, struct arena *arena);

/* The names again; how many. */
size_t entry_split_category(struct text category, struct arena *arena, struct text **ret);

#endif
