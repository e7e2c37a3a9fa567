/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-make.h"

void query_list_push(struct query_maker *maker, struct query_list *list, struct xc_query *query)
{
    if (query != NULL)
        *ARENA_PUSH(maker->arena, list->queries, list->n, list->capacity) = query;
}

void query_maker_clear(struct query_maker *maker, const struct xc_query *kept)
{
    for (size_t i = 0; i < maker->made.n; i++)
        if (maker->made.queries[i] != kept)
            xc_query_free(maker->made.queries[i]);
}

/* Take over what a call of xapian-c made. */
static struct xc_query *keep(struct query_maker *maker, int result, struct xc_query *query,
                             const struct xc_error *xc_error)
{
    if (result < 0) {
        if (maker->failed == 0)
            maker->failed = error_from_xc(maker->error, xc_error);
        return NULL;
    }
    query_list_push(maker, &maker->made, query);
    return query;
}

struct xc_query *query_make_term(struct query_maker *maker, enum schema_prefix prefix, struct text term)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    int result = xc_query_term(schema_term(prefix, term, maker->arena), &query, &xc_error);
    return keep(maker, result, query, &xc_error);
}

struct xc_query *query_make_combined(struct query_maker *maker, enum xc_operator operation,
                                     const struct query_list *list)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    if (maker->failed < 0)
        return NULL;
    if (list->n == 1)
        return list->queries[0];
    int result = xc_query_combine(operation, (const struct xc_query *const *)list->queries, list->n, 0,
                                  &query, &xc_error);
    return keep(maker, result, query, &xc_error);
}

struct xc_query *query_make_pair(struct query_maker *maker, enum xc_operator operation, struct xc_query *left,
                                 struct xc_query *right)
{
    struct xc_query *both[] = {left, right};
    struct query_list list = {both, 2, 2};
    return left == NULL || right == NULL ? NULL : query_make_combined(maker, operation, &list);
}

struct xc_query *query_make_scaled(struct query_maker *maker, struct xc_query *query, double factor)
{
    struct xc_query *scaled = NULL;
    struct xc_error xc_error;
    if (query == NULL || factor == 1)
        return query;
    int result = xc_query_scale(query, factor, &scaled, &xc_error);
    return keep(maker, result, scaled, &xc_error);
}

struct xc_query *query_make_fixed(struct query_maker *maker, struct xc_query *query, double weight)
{
    struct xc_query *fixed = NULL;
    struct xc_error xc_error;
    if (query == NULL)
        return NULL;
    int result = xc_query_fixed(query, weight, &fixed, &xc_error);
    return keep(maker, result, fixed, &xc_error);
}

struct xc_query *query_make_all(struct query_maker *maker)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    int result = xc_query_all(&query, &xc_error);
    return keep(maker, result, query, &xc_error);
}

struct xc_query *query_make_date_range(struct query_maker *maker, struct text since, struct text until)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    struct text low = since.size > 0 ? since : TEXT("0000-00-00"),
                high = until.size > 0 ? until : TEXT("9999-99-99");
    int result = xc_query_value_range(SLOT_DATE, to_xc(low), to_xc(high), &query, &xc_error);
    return keep(maker, result, query, &xc_error);
}

struct xc_query *query_make_bits(struct query_maker *maker, enum schema_prefix prefix, struct text term,
                                 uint32_t bits)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    int result = xc_query_term_bits(schema_term(prefix, term, maker->arena), bits, &query, &xc_error);
    return keep(maker, result, query, &xc_error);
}
