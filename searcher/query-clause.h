/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-clause: what a unit must have for a clause of the query to hold in it.
 *
 *   자동미분  ->  자동미분 OR (자동 AND 동미 AND 미분)         lang:zh  ->  Lzh
 *
 * Holding    a unit holds a word that has its term, or all its bigrams, or all its parts, or (word*) one of its expansions; and what was
 *            typed without spaces also when it has all its pairs of characters (于香 inside 对于香港).
 * Phrases    are held by what has their bigrams and Latin words; whoever runs the query looks at the text, too.
 * Filters    several values of one field are alternatives, but tags and dates must all be there.
 * NULL       means that no unit has it, or that the maker has failed.
 */
#ifndef CHAJA_SEARCHER_QUERY_CLAUSE_H
#define CHAJA_SEARCHER_QUERY_CLAUSE_H

#include "searcher/query-compile.h"
#include "searcher/query-make.h"

struct xc_query *query_make_clause(struct query_maker *maker, const struct query_node *node);

/* Of one word of a leaf, numbered through the query. */
struct xc_query *query_make_holding(struct query_maker *maker, const struct expanded_leaf *leaf,
                                    uint32_t word);

/* What a unit must hold for a word as it was typed, between spaces; `*word` moves to the first word behind it. False when no unit holds it;
 * NULL when it asks nothing. */
bool query_make_typed(struct query_maker *maker, const struct expanded_leaf *leaf, uint32_t *word,
                      struct xc_query **ret);

/* All pairs of characters of the words [first, end), which were typed without a space. NULL: one is nowhere, or there are none, or a word is
 * Latin. */
struct xc_query *query_make_pairs(struct query_maker *maker, const struct expanded_leaf *leaf, uint32_t first,
                                  uint32_t end);

/* Question words, and single characters of Chinese and Korean, which may stand inside a longer word, are not asked of a unit. */
bool query_word_is_asked(const struct expanded_leaf *leaf, uint32_t word);

/* Its terms, weighed. */
void query_push_ranked(struct query_maker *maker, const struct expanded_leaf *leaf,
                       struct query_list *ranked);

/* The leaf of a node that has one. */
const struct expanded_leaf *query_leaf_of(const struct query_maker *maker, const struct query_node *node);

/* PREFIX_TITLE inside title:, else PREFIX_NONE. */
enum schema_prefix query_prefix_of(const struct expanded_leaf *leaf);

void query_push_tree_filters(struct query_maker *maker, const struct query_node *root,
                             struct query_list *filters);
void query_push_option_filters(struct query_maker *maker, const struct query_filters *options,
                               struct query_list *filters);

#endif
