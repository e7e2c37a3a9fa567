/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-make: the pieces a Xapian query is put together from, each kept until the query stands.
 *
 *   query_make_combined(maker, XC_AND, [자동, 미분])  ->  a query that the maker owns
 *
 * Ownership  what is made belongs to the maker and may be used in several places; query_maker_clear() frees it all but the root.
 * Errors     the first is kept in the maker; from then on everything made is NULL, and NULL made part of something gives NULL or is
 *            left out, so callers check once, at the end.
 */
#ifndef CHAJA_SEARCHER_QUERY_MAKE_H
#define CHAJA_SEARCHER_QUERY_MAKE_H

#include "searcher/query-expand.h"

/* Queries that belong to one operator; borrowed from the maker. */
struct query_list {
    struct xc_query **queries;
    size_t n, capacity;
};

struct query_maker {
    const struct expanded_query *expanded;
    struct analyzer *analyzer;
    struct arena *arena;
    struct query_list made;
    struct error *error;
    int failed; /* negative: `error` is filled */
};

/* Frees all but `kept`. */
void query_maker_clear(struct query_maker *maker, const struct xc_query *kept);

/* NULL is left out. */
void query_list_push(struct query_maker *maker, struct query_list *list, struct xc_query *query);

struct xc_query *query_make_term(struct query_maker *maker, enum schema_prefix prefix, struct text term);
struct xc_query *query_make_bits(struct query_maker *maker, enum schema_prefix prefix, struct text term,
                                 uint32_t bits);
struct xc_query *query_make_all(struct query_maker *maker);
struct xc_query *query_make_date_range(struct query_maker *maker, struct text since, struct text until);

/* A list of one is that query. */
struct xc_query *query_make_combined(struct query_maker *maker, enum xc_operator operation,
                                     const struct query_list *list);
struct xc_query *query_make_pair(struct query_maker *maker, enum xc_operator operation, struct xc_query *left,
                                 struct xc_query *right);
struct xc_query *query_make_scaled(struct query_maker *maker, struct xc_query *query, double factor);
struct xc_query *query_make_fixed(struct query_maker *maker, struct xc_query *query, double weight);

#endif
