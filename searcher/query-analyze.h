/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-analyze: a query tree whose leaves are tokens, by the analyzers that made the index.
 *
 *   (text "PyTorch의 자동미분")  ->  word 0: pytorch, py, torch · word 1: 자동미분, 자동, 동미, 미분
 *
 * Input      a tree of query-parse. The whole query decides whose weights its Latin words take.
 * Output     a leaf for each TEXT, PHRASE and PREFIX node, in the order of the query. Words are numbered through the query.
 * Language   that of the query's letters: ko if it has Hangul, else zh if it has Han, else none.
 * Ownership  in `arena`. Errors none. Cost that of the analyzer: a few microseconds.
 */
#ifndef CHAJA_SEARCHER_QUERY_ANALYZE_H
#define CHAJA_SEARCHER_QUERY_ANALYZE_H

#include "analyzers/analyzer.h"
#include "searcher/query-compounds.h"
#include "searcher/query-parse.h"

struct query_leaf {
    const struct query_node *node;
    bool in_title;
    struct token_list tokens;         /* TEXT and PHRASE */
    struct query_compounds compounds; /* TEXT */
    struct text folded; /* PHRASE and PREFIX: as it would stand in folded text, white space as one space */
    uint32_t first_word, n_words;
};

struct analyzed_query {
    const struct query_tree *tree;
    enum language language;
    struct query_leaf *leaves;
    size_t n_leaves;
    uint32_t n_words;
};

void query_analyze(const struct query_tree *tree, struct analyzer *analyzer, struct arena *arena,
                   struct analyzed_query *ret);

/* The leaf of a node, or NULL if it has none. */
const struct query_leaf *analyzed_leaf(const struct analyzed_query *query, const struct query_node *node);

/* Whether white space stands before the word (numbered through the query) in the leaf's text. */
bool query_leaf_has_space_before(const struct query_leaf *leaf, uint32_t word);

/* One line a token: word, kind, term, weights. */
void analyzed_query_describe(const struct analyzed_query *query, struct buffer *out);

#endif
