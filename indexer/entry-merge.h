/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entry-merge: entries as they are found, and as units once those with one address are put together.
 *
 * Shapes     candidates are given in the order of the file, and units come out in the order of their first one.
 * Ownership  in the arena.
 */
#ifndef CHAJA_INDEXER_ENTRY_MERGE_H
#define CHAJA_INDEXER_ENTRY_MERGE_H

#include "indexer/sections.h"

struct entry_candidate {
    struct place place;
    struct text url, key;
    struct text *breadcrumbs;
    size_t n_breadcrumbs;
    struct text *tags;
    size_t n_tags;
    struct text date;
};

struct entry_candidates {
    struct entry_candidate *items;
    size_t n_items, capacity;
};

void entries_merge(const struct entry_candidates *candidates, enum language declared, enum language fallback,
                   struct arena *arena, struct unit_list *ret);

/* Names joined with " › ". */
struct text entry_category(const struct text *names, size_t n_names, struct arena *arena);

#endif
