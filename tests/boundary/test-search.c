/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* A search over an open index, for one test. */
struct bench {
    struct xc_database *database;
    struct xc_search *search;
    struct xc_matches *matches;
};

static void bench_clear(struct bench *bench)
{
    xc_matches_close(bench->matches);
    xc_search_free(bench->search);
    xc_database_close(bench->database);
}

static struct bench bench_for(const char *path, struct xc_query *query)
{
    struct xc_error error;
    struct bench bench = {fixture_open(path), NULL, NULL};
    assert_works(xc_search_new(bench.database, &bench.search, &error));
    assert_works(xc_search_set_query(bench.search, query, &error));
    xc_query_free(query);
    return bench;
}

static void run(struct bench *bench, uint32_t offset, uint32_t limit, unsigned fetch)
{
    struct xc_error error;
    xc_matches_close(bench->matches);
    bench->matches = NULL;
    assert_works(xc_search_run(bench->search, offset, limit, 1000, fetch, &bench->matches, &error));
}

/* The ids of the page in order, with spaces between; the page is read to its end. */
static const char *ids_of(struct xc_matches *matches)
{
    static char ids[2000];
    struct xc_error error;
    struct xc_match match;
    size_t size = 0;
    ids[0] = '\0';
    while (assert_works(xc_matches_next(matches, &match, &error)) == 1)
        size += (size_t)snprintf(ids + size, sizeof ids - size, "%s%u", size > 0 ? " " : "", match.id);
    assert_int_equal(xc_matches_next(matches, &match, &error), 0);
    return ids;
}

static void test_matches_come_ranked_with_their_figures(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 30, "a");
    cleanup(bench_clear) struct bench bench =
        bench_for(fixture->path, combine(XC_OR, term("common"), combine(XC_AND, term("by3"), term("even"))));
    run(&bench, 0, 10, XC_FETCH_NONE);
    struct xc_match match;
    struct xc_totals totals;
    double weight = INFINITY;
    for (uint32_t rank = 0; rank < 10; rank++) {
        assert_int_equal(xc_matches_next(bench.matches, &match, &error), 1);
        assert_int_equal(match.rank, rank);
        assert_true(match.weight <= weight && match.weight > 0);
        assert_int_equal(match.percent == 100, rank < 5); /* 6 12 18 24 30 have it all */
        assert_int_equal(match.id % 6 == 0, rank < 5);
        assert_null(match.data.bytes);
        assert_int_equal(match.collapse_key.size, 0);
        weight = match.weight;
    }
    assert_int_equal(xc_matches_next(bench.matches, &match, &error), 0);
    assert_int_equal(xc_matches_size(bench.matches), 10);
    assert_int_equal(xc_matches_is_partial(bench.matches), 0);
    xc_matches_totals(bench.matches, &totals);
    assert_int_equal(totals.at_least, 30);
    assert_int_equal(totals.estimated, 30);
    assert_int_equal(totals.at_most, 30);
    assert_true(totals.max_attained > 0 && totals.max_attained <= totals.max_possible);

    run(&bench, 28, 10, XC_FETCH_NONE);
    assert_int_equal(xc_matches_size(bench.matches), 2);
    assert_int_equal(xc_matches_next(bench.matches, &match, &error), 1);
    assert_int_equal(match.rank, 28);
    run(&bench, 100, 10, XC_FETCH_NONE);
    assert_int_equal(xc_matches_size(bench.matches), 0);
    run(&bench, 0, 0, XC_FETCH_DATA);
    assert_int_equal(xc_matches_size(bench.matches), 0);
}

static void test_a_search_without_query_finds_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 3, "a");
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_search_freep) struct xc_search *search = NULL;
    cleanup(xc_matches_closep) struct xc_matches *matches = NULL;
    struct xc_term_weight figures;
    assert_works(xc_search_new(database, &search, &error));
    assert_works(xc_search_set_deadline_ms(search, 1000, &error));
    assert_works(
        xc_search_run(search, 0, 10, 0, XC_FETCH_DATA | XC_FETCH_VALUES | XC_FETCH_TERMS, &matches, &error));
    assert_int_equal(xc_matches_size(matches), 0);
    assert_fails(xc_matches_term_weight(matches, xc_text_of("a"), &figures, &error), XC_NOT_FOUND);
}

static void test_a_match_tells_its_data_values_and_terms(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 12, "a");
    cleanup(bench_clear) struct bench bench =
        bench_for(fixture->path, combine(XC_OR, term("odd"), combine(XC_OR, term("Q3"), term("by3"))));
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    const unsigned fetches[] = {XC_FETCH_NONE, XC_FETCH_DATA, XC_FETCH_VALUES, XC_FETCH_TERMS,
                                XC_FETCH_DATA | XC_FETCH_VALUES | XC_FETCH_TERMS};
    for (size_t i = 0; i < sizeof fetches / sizeof *fetches; i++) {
        cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
        struct xc_match match;
        struct xc_term name;
        run(&bench, 0, 5, fetches[i]);
        assert_int_equal(xc_matches_next(bench.matches, &match, &error), 1);
        assert_int_equal(match.id, 3);
        assert_int_equal(match.data.bytes != NULL, (fetches[i] & XC_FETCH_DATA) != 0);
        if (match.data.bytes != NULL)
            assert_true(
                text_starts_with(text_from(match.data.bytes, match.data.size), TEXT("document 3 a ")));
        assert_works(xc_match_data(bench.matches, 0, &buffer, &error));
        assert_true(text_starts_with(text_of(buffer.bytes), TEXT("document 3 a ")));
        assert_works(xc_match_value(bench.matches, 0, 0, &buffer, &error));
        assert_true(xc_number_unpack(xc_text_from(buffer.bytes, buffer.size)) == 3);
        assert_works(xc_match_value(bench.matches, 0, 1, &buffer, &error));
        assert_xc_text(buffer, "group3");
        assert_works(xc_match_value(bench.matches, 0, 9, &buffer, &error));
        assert_xc_text(buffer, "");
        assert_works(xc_match_terms(bench.matches, 0, &terms, &error));
        const char *const expected[] = {"Q3", "by3", "odd"};
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(xc_terms_next(terms, &name, &error), 1);
            assert_xc_text(name.name, expected[k]);
        }
        assert_int_equal(xc_terms_next(terms, &name, &error), 0);
        assert_fails(xc_match_data(bench.matches, 5, &buffer, &error), XC_ARGUMENT);
        assert_fails(xc_match_value(bench.matches, 5, 0, &buffer, &error), XC_ARGUMENT);
        assert_fails(xc_match_value(bench.matches, 0, UINT32_MAX, &buffer, &error), XC_ARGUMENT);
        assert_fails(xc_match_terms(bench.matches, UINT32_MAX, &terms, &error), XC_ARGUMENT);
    }
    struct xc_term_weight figures;
    assert_works(xc_matches_term_weight(bench.matches, xc_text_of("odd"), &figures, &error));
    assert_int_equal(figures.documents, 6);
    assert_true(figures.weight > 0);
    assert_fails(xc_matches_term_weight(bench.matches, xc_text_of("even"), &figures, &error), XC_NOT_FOUND);
}

static void test_orders(void **state)
{
    const struct {
        enum xc_sort sort;
        uint32_t slot;
        int ascending;
        const char *ids;
    } cases[] = {
        {XC_BY_RELEVANCE, 0, 0, "3 6 9 1 2 4 5 7 8"},
        {XC_BY_VALUE, 0, 1, "1 2 3 4 5 6 7 8 9"},
        {XC_BY_VALUE, 0, 0, "9 8 7 6 5 4 3 2 1"},
        {XC_BY_VALUE_THEN_RELEVANCE, 1, 1, "5 6 1 2 7 3 8 9 4"},
        {XC_BY_VALUE_THEN_RELEVANCE, 1, 0, "9 4 3 8 2 7 6 1 5"},
        {XC_BY_RELEVANCE_THEN_VALUE, 0, 0, "9 6 3 8 7 5 4 2 1"},
        {XC_BY_RELEVANCE_THEN_VALUE, 0, 1, "3 6 9 1 2 4 5 7 8"},
        {XC_BY_VALUE, 77, 1, "1 2 3 4 5 6 7 8 9"},
    };
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 9, "a");
    cleanup(bench_clear) struct bench bench =
        bench_for(fixture->path, combine(XC_AND_MAYBE, term("common"), term("by3")));
    const struct xc_weighting no_length = {XC_BM25, 1, 0, 1, 0, 0.5, 0};
    assert_works(xc_search_set_weighting(bench.search, &no_length, &error));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_works(
            xc_search_set_sort(bench.search, cases[i].sort, cases[i].slot, cases[i].ascending, &error));
        run(&bench, 0, 20, XC_FETCH_NONE);
        assert_string_equal(ids_of(bench.matches), cases[i].ids);
    }
    assert_fails(xc_search_set_sort(bench.search, (enum xc_sort)9, 0, 1, &error), XC_ARGUMENT);
    assert_fails(xc_search_set_sort(bench.search, XC_BY_VALUE, UINT32_MAX, 1, &error), XC_ARGUMENT);
}

static void test_collapsing_keeps_the_best_of_each(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 20, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    assert_works(xc_search_set_sort(bench.search, XC_BY_VALUE, 0, 1, &error));
    assert_works(xc_search_set_collapse(bench.search, 1, 1, &error));
    run(&bench, 0, 20, XC_FETCH_NONE);
    struct xc_match match;
    for (unsigned i = 0; i < 5; i++) {
        char group[16];
        assert_int_equal(xc_matches_next(bench.matches, &match, &error), 1);
        assert_int_equal(match.id, i + 1);
        assert_int_equal(match.collapse_count, 3);
        snprintf(group, sizeof group, "group%u", match.id % 5);
        assert_xc_text(match.collapse_key, group);
    }
    assert_int_equal(xc_matches_next(bench.matches, &match, &error), 0);
    assert_works(xc_search_set_collapse(bench.search, 1, 2, &error));
    run(&bench, 0, 20, XC_FETCH_NONE);
    assert_string_equal(ids_of(bench.matches), "1 2 3 4 5 6 7 8 9 10");
    assert_works(xc_search_set_collapse(bench.search, 0, 0, &error));
    run(&bench, 0, 20, XC_FETCH_NONE);
    assert_int_equal(xc_matches_size(bench.matches), 20);
    assert_fails(xc_search_set_collapse(bench.search, UINT32_MAX, 1, &error), XC_ARGUMENT);
}

static void test_weightings(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 20, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("by3"));
    const struct xc_weighting defaults = {XC_BM25, 1, 0, 1, 0.5, 0.5, 1},
                              plus = {XC_BM25_PLUS, 1, 0, 1, 0.5, 0.5, 1}, none = {.kind = XC_BOOL};
    struct xc_match plain, same, more, boolean;
    run(&bench, 0, 1, XC_FETCH_NONE);
    assert_int_equal(xc_matches_next(bench.matches, &plain, &error), 1);
    assert_works(xc_search_set_weighting(bench.search, &defaults, &error));
    run(&bench, 0, 1, XC_FETCH_NONE);
    assert_int_equal(xc_matches_next(bench.matches, &same, &error), 1);
    assert_true(plain.weight == same.weight);
    assert_works(xc_search_set_weighting(bench.search, &plus, &error));
    run(&bench, 0, 1, XC_FETCH_NONE);
    assert_int_equal(xc_matches_next(bench.matches, &more, &error), 1);
    assert_true(more.weight > plain.weight);
    assert_works(xc_search_set_weighting(bench.search, &none, &error));
    run(&bench, 0, 1, XC_FETCH_NONE);
    assert_int_equal(xc_matches_next(bench.matches, &boolean, &error), 1);
    assert_true(boolean.weight == 0);

    const struct xc_weighting wrong[] = {
        {XC_BM25, -1, 0, 1, 0.5, 0.5, 1},       {XC_BM25, 1, NAN, 1, 0.5, 0.5, 1},
        {XC_BM25, 1, 0, INFINITY, 0.5, 0.5, 1}, {XC_BM25, 1, 0, 1, 1.5, 0.5, 1},
        {XC_BM25, 1, 0, 1, 0.5, -0.5, 1},       {XC_BM25_PLUS, 1, 0, 1, 0.5, 0.5, -1},
        {.kind = (enum xc_weighting_kind)9},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_fails(xc_search_set_weighting(bench.search, &wrong[i], &error), XC_ARGUMENT);
}

static void test_scaled_and_fixed_weights(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 20, "a");
    struct xc_query *by3 = term("by3"), *twice = NULL, *fixed = NULL;
    assert_works(xc_query_scale(by3, 2, &twice, &error));
    assert_works(xc_query_fixed(by3, 7.25, &fixed, &error));
    cleanup(bench_clear) struct bench one = bench_for(fixture->path, by3);
    cleanup(bench_clear) struct bench two = bench_for(fixture->path, twice);
    cleanup(bench_clear) struct bench constant = bench_for(fixture->path, combine(XC_OR, fixed, term("Q2")));
    struct xc_match a, b;
    run(&one, 0, 1, XC_FETCH_NONE);
    run(&two, 0, 1, XC_FETCH_NONE);
    assert_int_equal(xc_matches_next(one.matches, &a, &error), 1);
    assert_int_equal(xc_matches_next(two.matches, &b, &error), 1);
    assert_true(fabs(a.weight * 2 - b.weight) < 1e-9);
    run(&constant, 0, 20, XC_FETCH_NONE);
    unsigned n_fixed = 0;
    while (xc_matches_next(constant.matches, &a, &error) == 1)
        if (a.id % 3 == 0) {
            assert_true(a.weight == 7.25);
            n_fixed++;
        }
    assert_int_equal(n_fixed, 6);
    assert_int_equal(xc_matches_size(constant.matches), 7);
}

static void test_a_page_too_far_out_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 2, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    struct xc_matches *matches = NULL;
    assert_fails(xc_search_run(bench.search, XC_MAX_PAGE_END, 1, 0, 0, &matches, &error), XC_LIMIT);
    assert_fails(xc_search_run(bench.search, UINT32_MAX, UINT32_MAX, 0, 0, &matches, &error), XC_LIMIT);
    assert_fails(xc_search_run(bench.search, 0, 1, 0, 64, &matches, &error), XC_ARGUMENT);
    assert_null(matches);
    run(&bench, XC_MAX_PAGE_END - 1, 1, XC_FETCH_NONE);
    assert_int_equal(xc_matches_size(bench.matches), 0);
}

/* ---- deciders ---- */

struct decider {
    unsigned n_calls, fail_until;
    enum xc_code code;
    struct timespec pause;
};

static int accept_even_numbers(void *context, const struct xc_candidate *candidate, struct xc_error *error)
{
    struct decider *decider = context;
    struct xc_buffer value = {0}, data = {0};
    char start[32];
    decider->n_calls++;
    int result = xc_candidate_value(candidate, 0, &value, error);
    if (result == 0)
        result = xc_candidate_data(candidate, &data, error);
    unsigned number = result == 0 ? (unsigned)xc_number_unpack(xc_text_from(value.bytes, value.size)) : 0;
    snprintf(start, sizeof start, "document %u ", xc_candidate_id(candidate));
    if (result == 0)
        result = number % 2 == 0 && strncmp(data.bytes, start, strlen(start)) == 0;
    xc_buffer_clear(&value);
    xc_buffer_clear(&data);
    return result;
}

static int fail_a_few_times(void *context, const struct xc_candidate *candidate, struct xc_error *error)
{
    struct decider *decider = context;
    (void)candidate;
    if (decider->n_calls++ >= decider->fail_until)
        return 1;
    error->code = decider->code;
    if (decider->code != XC_OK)
        snprintf(error->message, sizeof error->message, "the decider said no");
    return -1;
}

static int take_time(void *context, const struct xc_candidate *candidate, struct xc_error *error)
{
    struct decider *decider = context;
    (void)candidate, (void)error;
    decider->n_calls++;
    nanosleep(&decider->pause, NULL);
    return 1;
}

static void test_a_decider_chooses(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 9, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    struct decider decider = {0};
    const struct xc_weighting none = {.kind = XC_BOOL};
    assert_works(xc_search_set_weighting(bench.search, &none, &error));
    assert_works(xc_search_set_decider(bench.search, accept_even_numbers, &decider, &error));
    run(&bench, 0, 20, XC_FETCH_NONE);
    assert_string_equal(ids_of(bench.matches), "2 4 6 8");
    assert_int_equal(decider.n_calls, 9);
    assert_works(xc_search_set_decider(bench.search, NULL, NULL, &error));
    run(&bench, 0, 20, XC_FETCH_NONE);
    assert_int_equal(xc_matches_size(bench.matches), 9);
}

static void test_the_error_of_a_decider_comes_back(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 9, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    struct decider decider = {0, UINT32_MAX, XC_LIMIT, {0, 0}};
    assert_works(xc_search_set_decider(bench.search, fail_a_few_times, &decider, &error));
    assert_fails(xc_search_run(bench.search, 0, 5, 0, 0, &bench.matches, &error), XC_LIMIT);
    assert_string_equal(error.message, "the decider said no");
    assert_int_equal(decider.n_calls, 1);
    decider.code = XC_OK; /* filled no error */
    assert_fails(xc_search_run(bench.search, 0, 5, 0, 0, &bench.matches, &error), XC_CALLBACK);
    decider.fail_until = 0;
    run(&bench, 0, 5, XC_FETCH_NONE); /* the search is as good as before */
    assert_int_equal(xc_matches_size(bench.matches), 5);
}

static void test_a_run_is_tried_again_while_the_index_changes(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 9, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    struct decider decider = {0, XC_MAX_TRIES - 1, XC_CHANGED, {0, 0}};
    assert_works(xc_search_set_decider(bench.search, fail_a_few_times, &decider, &error));
    fixture_write(fixture->path, 10, 12, "a"); /* a try starts by reopening */
    run(&bench, 0, 20, XC_FETCH_NONE);
    assert_int_equal(xc_matches_size(bench.matches), 12);
    assert_int_equal(decider.n_calls, XC_MAX_TRIES - 1 + 12);

    decider = (struct decider){0, UINT32_MAX, XC_CHANGED, {0, 0}};
    struct xc_matches *matches = NULL;
    assert_fails(xc_search_run(bench.search, 0, 5, 0, 0, &matches, &error), XC_CHANGED);
    assert_int_equal(decider.n_calls, XC_MAX_TRIES);
    decider = (struct decider){0, UINT32_MAX, XC_CORRUPT, {0, 0}}; /* no newer state to try */
    assert_fails(xc_search_run(bench.search, 0, 5, 0, 0, &matches, &error), XC_CORRUPT);
    assert_int_equal(decider.n_calls, 1);
}

/* ---- deadlines ---- */

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void test_a_deadline_cuts_and_says_so(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 2000, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    struct decider decider = {0, 0, XC_OK, {0, 1000000}};
    assert_works(xc_search_set_decider(bench.search, take_time, &decider, &error));
    assert_works(xc_search_set_deadline_ms(bench.search, 30, &error));
    double start = now_ms();
    run(&bench, 0, 10, XC_FETCH_DATA);
    double took = now_ms() - start;
    assert_int_equal(xc_matches_is_partial(bench.matches), 1);
    assert_int_equal(xc_matches_size(bench.matches), 10); /* what was found until then */
    assert_in_range(decider.n_calls, 10, 200);
    assert_true(took >= 30);
    assert_works(xc_search_set_decider(bench.search, NULL, NULL, &error));
    assert_works(xc_search_set_deadline_ms(bench.search, 60000, &error));
    run(&bench, 0, 10, XC_FETCH_DATA);
    assert_int_equal(xc_matches_is_partial(bench.matches), 0);
}

enum { N_KINDS = 9 };

static struct xc_query *query_of_kind(int kind)
{
    struct xc_error error;
    struct xc_query *query = NULL, *inner = NULL;
    switch (kind) {
    case 0:
        return term("common");
    case 1:
        return combine(XC_OR, term("odd"), term("by3"));
    case 2:
        return combine(XC_AND, term("odd"), term("by3"));
    case 3:
        return combine(XC_PHRASE, term("common"), term("odd"));
    case 4:
        return combine(XC_AND_NOT, term("common"), term("by3"));
    case 5:
        return combine(XC_AND_MAYBE, term("even"), term("by3"));
    case 6:
        assert_works(xc_query_all(&query, &error));
        return query;
    case 7:
        assert_works(xc_query_wildcard(xc_text_of("Q1"), 50, XC_MOST_FREQUENT, XC_SYNONYM, &query, &error));
        return query;
    default:
        inner = combine(XC_OR, term("odd"), term("by3"));
        assert_works(xc_query_fixed(inner, 3, &query, &error));
        xc_query_free(inner);
        return query;
    }
}

static void test_a_deadline_that_is_kept_changes_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 300, "a");
    struct xc_writer *writer; /* gaps between the ids */
    assert_works(xc_writer_open(fixture->path, XC_OPEN, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    for (uint32_t id = 4; id < 300; id += 7)
        assert_works(xc_writer_remove_id(writer, id, &error));
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));
    for (int kind = 0; kind < N_KINDS; kind++) {
        cleanup(bench_clear) struct bench free_run = bench_for(fixture->path, query_of_kind(kind));
        cleanup(bench_clear) struct bench bounded = bench_for(fixture->path, query_of_kind(kind));
        struct xc_match a, b;
        struct xc_totals totals_a, totals_b;
        int more;
        assert_works(xc_search_set_deadline_ms(bounded.search, 60000, &error));
        run(&free_run, 0, 400, XC_FETCH_NONE);
        run(&bounded, 0, 400, XC_FETCH_NONE);
        assert_int_equal(xc_matches_is_partial(bounded.matches), 0);
        xc_matches_totals(free_run.matches, &totals_a);
        xc_matches_totals(bounded.matches, &totals_b);
        assert_int_equal(totals_a.estimated, totals_b.estimated);
        assert_int_equal(totals_a.at_least, totals_b.at_least);
        assert_int_equal(totals_a.at_most, totals_b.at_most);
        assert_true(totals_a.max_possible == totals_b.max_possible);
        assert_true(xc_matches_size(free_run.matches) > 0);
        while ((more = xc_matches_next(free_run.matches, &a, &error)) == 1) {
            assert_int_equal(xc_matches_next(bounded.matches, &b, &error), 1);
            assert_int_equal(a.id, b.id);
            assert_int_equal(a.percent, b.percent);
            assert_true(fabs(a.weight - b.weight) < 1e-12);
        }
        assert_int_equal(more, 0);
        assert_int_equal(xc_matches_next(bounded.matches, &b, &error), 0);
    }
}

/* ---- an index that changes ---- */

static void test_a_reader_left_behind_gets_changed_and_a_whole_page_stays(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    const unsigned n = 500;
    fixture_write(fixture->path, 1, n, "a");
    cleanup(bench_clear) struct bench lazy = bench_for(fixture->path, term("common"));
    cleanup(bench_clear) struct bench whole = bench_for(fixture->path, term("common"));
    run(&lazy, 0, n, XC_FETCH_NONE);
    run(&whole, 0, n, XC_FETCH_DATA | XC_FETCH_VALUES | XC_FETCH_TERMS);
    for (int commit = 0; commit < 5; commit++)
        fixture_write(fixture->path, 1, n, commit % 2 ? "odd" : "even");

    cleanup(buffer_free) struct xc_buffer buffer = {0};
    unsigned n_changed = 0;
    for (uint32_t rank = 0; rank < n; rank++) {
        cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
        if (xc_match_data(lazy.matches, rank, &buffer, &error) < 0) {
            assert_fails(-1, XC_CHANGED);
            n_changed++;
        } else {
            assert_true(text_starts_with(text_of(buffer.bytes), TEXT("document ")));
        }
        assert_works(xc_match_data(whole.matches, rank, &buffer, &error));
        assert_true(text_find(text_from(buffer.bytes, 20), TEXT(" a "), 0) != TEXT_NONE);
        assert_works(xc_match_value(whole.matches, rank, 1, &buffer, &error));
        assert_true(text_starts_with(text_of(buffer.bytes), TEXT("group")));
        assert_works(xc_match_terms(whole.matches, rank, &terms, &error));
    }
    assert_true(n_changed > 0);
    run(&lazy, 0, n, XC_FETCH_DATA); /* the same handles find their way to the newest state */
    struct xc_match match;
    while (assert_works(xc_matches_next(lazy.matches, &match, &error)) == 1)
        assert_true(text_find(text_from(match.data.bytes, 30), TEXT(" even "), 0) != TEXT_NONE);
}

struct rewriting {
    const char *path;
    volatile int stop;
    unsigned n_commits;
};

/* Plain calls: cmocka's checks are for the main thread. */
static void *rewrite_until_told(void *context)
{
    struct rewriting *rewriting = context;
    struct xc_error error;
    struct xc_writer *writer = NULL;
    if (xc_writer_open(rewriting->path, XC_OPEN, &writer, &error) < 0)
        return NULL;
    while (!__atomic_load_n(&rewriting->stop, __ATOMIC_RELAXED)) {
        char data[300];
        int size = snprintf(data, sizeof data, "generation %u", rewriting->n_commits);
        if (xc_writer_begin(writer, &error) < 0)
            break;
        for (unsigned i = 1; i <= 100; i++) {
            char unique[16];
            struct xc_document *document;
            snprintf(unique, sizeof unique, "Q%u", i);
            if (xc_document_new(&document, &error) < 0)
                break;
            xc_document_add_posting(document, xc_text_of("common"), 1, 1, &error);
            xc_document_set_data(document, xc_text_from(data, (size_t)size), &error);
            xc_writer_replace(writer, xc_text_of(unique), document, NULL, &error);
            xc_document_free(document);
        }
        if (xc_writer_commit(writer, &error) < 0)
            break;
        rewriting->n_commits++;
        nanosleep(&(struct timespec){0, 5000000}, NULL);
    }
    xc_writer_free(writer);
    return NULL;
}

static void test_pages_stay_whole_while_another_thread_commits(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 100, "a");
    cleanup(bench_clear) struct bench bench = bench_for(fixture->path, term("common"));
    run(&bench, 0, 1, XC_FETCH_NONE);
    struct rewriting rewriting = {fixture->path, 0, 0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, rewrite_until_told, &rewriting), 0);
    unsigned n_runs = 0, n_changed = 0, n_other = 0;
    bool all_same = true;
    for (double end = now_ms() + 1500; now_ms() < end; n_runs++) {
        struct xc_matches *matches = NULL;
        struct xc_match first, match;
        int result = xc_search_run(bench.search, 0, 100, 0, XC_FETCH_DATA, &matches, &error);
        if (result == 0 && xc_matches_next(matches, &first, &error) == 1 && first.data.size < 40)
            while (xc_matches_next(matches, &match, &error) == 1)
                all_same = all_same && match.data.size == first.data.size &&
                           memcmp(match.data.bytes, first.data.bytes, first.data.size) == 0;
        if (result < 0)
            *(error.code == XC_CHANGED ? &n_changed : &n_other) += 1;
        xc_matches_close(matches);
    }
    __atomic_store_n(&rewriting.stop, 1, __ATOMIC_RELAXED);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(n_other, 0);
    assert_true(n_changed * 20 <= n_runs); /* five tries can all be overtaken on a busy machine */
    assert_true(all_same);
    assert_true(n_runs > 10);
    assert_true(rewriting.n_commits > 3);
}

RUN_TESTS(with_folder(test_matches_come_ranked_with_their_figures),
          with_folder(test_a_search_without_query_finds_nothing),
          with_folder(test_a_match_tells_its_data_values_and_terms), with_folder(test_orders),
          with_folder(test_collapsing_keeps_the_best_of_each), with_folder(test_weightings),
          with_folder(test_scaled_and_fixed_weights), with_folder(test_a_page_too_far_out_is_refused),
          with_folder(test_a_decider_chooses), with_folder(test_the_error_of_a_decider_comes_back),
          with_folder(test_a_run_is_tried_again_while_the_index_changes),
          with_folder(test_a_deadline_cuts_and_says_so),
          with_folder(test_a_deadline_that_is_kept_changes_nothing),
          with_folder(test_a_reader_left_behind_gets_changed_and_a_whole_page_stays),
          with_folder(test_pages_stay_whole_while_another_thread_commits))
