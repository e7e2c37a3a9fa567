/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-compile: an expanded query as the query that Xapian runs.
 *
 *   자동 미분 lang:zh   ->   ((terms, weighed) OR 1000 for those that hold both words) FILTER Lzh
 *
 * Ranking    the weighted terms of all clauses that are not excluded, OR'ed with the tiers of query-tiers.h.
 * Required   +clauses, title: clauses and phrases, also inside brackets, and an OR that has one of these among its alternatives. A phrase
 *            is looked for by its bigrams and Latin words, and then in the stored text itself (compiled_query.phrases),
 *            since words may be cut otherwise inside another sentence; but not where it is one alternative beside words, nor
 *            inside excluded brackets: there its words together stand for it.
 * Filters    several values of one field are alternatives, but tags must all be there; -field:value excludes.
 * Nothing    a query with filters alone (its own, or those of the command line) matches all that they let through; one whose words are
 *            nowhere matches nothing, and so does an empty one without a filter.
 * Ownership  the Xapian query is freed by compiled_query_clear(); the rest lives in `arena`.
 */
#ifndef CHAJA_SEARCHER_QUERY_COMPILE_H
#define CHAJA_SEARCHER_QUERY_COMPILE_H

#include "searcher/query-expand.h"
#include "searcher/snippet.h"

/* What the command line or a page adds to every query. */
struct query_filters {
    enum language language;
    int kind; /* enum hit_kind, or -1 for both */
    const struct text *tags;
    size_t n_tags;
    struct text since, until; /* YYYY-MM-DD or empty, both included */
};

struct required_phrase {
    struct text folded;
    bool in_title, is_excluded;
    uint32_t row; /* of those of one row, which stand together, one is enough */
};

struct compiled_query {
    struct xc_query *query; /* NULL: nothing can match */
    bool is_ranked;
    struct required_phrase *phrases; /* to be found in the text of each match */
    size_t n_phrases;
    struct snippet_query snippet;
};

int query_compile(const struct expanded_query *expanded, const struct query_filters *filters,
                  struct analyzer *analyzer, struct arena *arena, struct compiled_query *ret,
                  struct error *error);
void compiled_query_clear(struct compiled_query *compiled);

/* Xapian's own description, and the phrases; for people, not for tests. */
int compiled_query_describe(const struct compiled_query *compiled, struct buffer *out, struct error *error);

#endif
