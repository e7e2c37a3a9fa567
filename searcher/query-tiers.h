/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-tiers: what a unit is put before others for, whatever it scores.
 *
 *   자동 미분   ->  units that hold both words before those that hold one
 *   자바       ->  the page named so, sections named so, 자바를 쓴다, and then 자바스크립트
 *
 * Tiers      (enum query_tier) each is a constant of its own, so that a unit in several stands before one in the highest of them alone.
 *            Two to four words as typed: all held. A lone word of Korean or Chinese, of MAX_LONE_CHARACTERS at most: it stands as
 *            a word of its own, or as its parts side by side (자동 미분 for 자동미분); it stands inside longer words, all its
 *            pairs of characters being there. A query that is nothing but words: a unit or page has that very name.
 * Whole      two characters as a word and as a piece of a word are one term; the odd wdf tells them apart (schema.h).
 * Cost       a term look-up a word and pair; no text is read.
 */
#ifndef CHAJA_SEARCHER_QUERY_TIERS_H
#define CHAJA_SEARCHER_QUERY_TIERS_H

#include "searcher/query-clause.h"

/* More than any score of a query of QUERY_MAX_TERMS terms. Tiers come in multiples of it, which add up. */
#define QUERY_TIER_WEIGHT 100000.0

enum query_tier {
    TIER_HOLDS_ALL = 1,
    TIER_WHOLE_WORD = 2,
    TIER_NAME = 4,     /* of the section or entry */
    TIER_PAGE_NAME = 8 /* a page beats a section of the same name elsewhere */
};

/* Queries that each weigh their tier. */
void query_push_tiers(struct query_maker *maker, const struct query_node *root, struct query_list *any);

#endif
