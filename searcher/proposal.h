/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proposal: a range that stands for words of the query, before it is decided whether it is marked. */
#ifndef CHAJA_SEARCHER_PROPOSAL_H
#define CHAJA_SEARCHER_PROPOSAL_H

#include "base/arena.h"

struct proposal {
    uint32_t start, end;
    uint32_t first_word, last_word; /* of the query; MARK_NONE for phrases and prefixes */
    bool is_sure;                   /* else only if none of its words has a sure one in the text */
};

struct proposals {
    struct proposal *items;
    size_t n_items, capacity;
};

static inline void proposal_add(struct proposals *proposals, struct arena *arena, struct proposal proposal)
{
    *ARENA_PUSH(arena, proposals->items, proposals->n_items, proposals->capacity) = proposal;
}

#endif
