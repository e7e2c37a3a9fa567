/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

#include <math.h>

/* Runs over documents 1..30 and writes the ids found, in order of id, with spaces between. */
static const char *found_by(const struct fixture *fixture, struct xc_query *query)
{
    static char ids[400];
    struct xc_error error;
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_search_freep) struct xc_search *search = NULL;
    cleanup(xc_matches_closep) struct xc_matches *matches = NULL;
    const struct xc_weighting none = {.kind = XC_BOOL};
    struct xc_match match;
    size_t size = 0;
    ids[0] = '\0';
    assert_works(xc_search_new(database, &search, &error));
    assert_works(xc_search_set_query(search, query, &error));
    assert_works(xc_search_set_weighting(search, &none, &error));
    assert_works(xc_search_set_deadline_ms(search, 60000, &error));
    assert_works(xc_search_run(search, 0, 100, 100, XC_FETCH_NONE, &matches, &error));
    while (assert_works(xc_matches_next(matches, &match, &error)) == 1)
        size += (size_t)snprintf(ids + size, sizeof ids - size, "%s%u", size > 0 ? " " : "", match.id);
    xc_query_free(query);
    return ids;
}

static struct xc_text number(double value)
{
    static char packed[2][XC_NUMBER_BYTES];
    static unsigned turn;
    char *out = packed[turn++ % 2];
    return xc_text_from(out, xc_number_pack(value, out));
}

static void test_bits_of_a_count_choose_documents(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_query *query;
    struct xc_writer *writer;
    fixture_write(fixture->path, 1, 1, "a");
    assert_works(xc_writer_open(fixture->path, XC_CREATE_OR_OPEN, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    for (uint32_t wdf = 1; wdf <= 9; wdf++) {
        struct xc_document *document;
        uint32_t id;
        assert_works(xc_document_new(&document, &error));
        assert_works(xc_document_add_term(document, xc_text_of("flagged"), wdf, &error));
        assert_works(xc_writer_add(writer, document, &id, &error));
        xc_document_free(document);
    }
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));
    assert_works(xc_query_term_bits(xc_text_of("flagged"), 1, &query, &error));
    assert_string_equal(found_by(fixture, query), "2 4 6 8 10");
    assert_works(xc_query_term_bits(xc_text_of("flagged"), 6, &query, &error));
    assert_string_equal(found_by(fixture, query), "3 4 5 6 7 8");
    assert_works(xc_query_term_bits(xc_text_of("flagged"), 0, &query, &error));
    assert_string_equal(found_by(fixture, query), "");
    assert_works(xc_query_term_bits(xc_text_of("nowhere"), 1, &query, &error));
    assert_string_equal(found_by(fixture, query), "");
    assert_works(xc_query_term_bits(xc_text_of("flagged"), 1, &query, &error));
    assert_string_equal(found_by(fixture, combine(XC_AND, term("flagged"), query)), "2 4 6 8 10");
    assert_fails(xc_query_term_bits(xc_text_of(""), 1, &query, &error), XC_ARGUMENT);
}

static void test_operators_find_what_they_say(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_query *query;
    fixture_write(fixture->path, 1, 12, "a");
    assert_string_equal(found_by(fixture, combine(XC_OR, term("Q2"), term("by3"))), "2 3 6 9 12");
    assert_string_equal(found_by(fixture, combine(XC_AND, term("odd"), term("by3"))), "3 9");
    assert_string_equal(found_by(fixture, combine(XC_AND_NOT, term("odd"), term("by3"))), "1 5 7 11");
    assert_string_equal(found_by(fixture, combine(XC_AND_MAYBE, term("by3"), term("odd"))), "3 6 9 12");
    assert_string_equal(found_by(fixture, combine(XC_FILTER, term("even"), term("by3"))), "6 12");
    assert_string_equal(found_by(fixture, combine(XC_SYNONYM, term("Q1"), term("by3"))), "1 3 6 9 12");
    assert_string_equal(found_by(fixture, combine(XC_MAX, term("Q1"), term("Q5"))), "1 5");
    assert_string_equal(found_by(fixture, combine(XC_PHRASE, term("common"), term("odd"))), "1 3 5 7 9 11");
    assert_string_equal(found_by(fixture, combine(XC_PHRASE, term("odd"), term("common"))), "");
    assert_string_equal(found_by(fixture, combine(XC_NEAR, term("odd"), term("common"))), "1 3 5 7 9 11");
    assert_string_equal(
        found_by(fixture, combine(XC_PHRASE, term("common"), combine(XC_OR, term("even"), term("Q1")))),
        "2 4 6 8 10 12");
    assert_works(xc_query_all(&query, &error));
    assert_string_equal(found_by(fixture, query), "1 2 3 4 5 6 7 8 9 10 11 12");
    assert_works(xc_query_nothing(&query, &error));
    assert_string_equal(found_by(fixture, query), "");
    assert_works(xc_query_combine(XC_AND, NULL, 0, 0, &query, &error));
    assert_string_equal(found_by(fixture, query), "");
    assert_works(xc_query_nothing(&query, &error));
    assert_string_equal(found_by(fixture, combine(XC_OR, query, term("Q4"))), "4");
    assert_works(xc_query_nothing(&query, &error));
    assert_string_equal(found_by(fixture, combine(XC_AND, query, term("Q4"))), "");
    assert_works(xc_query_nothing(&query, &error));
    assert_string_equal(found_by(fixture, combine(XC_AND_NOT, term("Q4"), query)), "4");
}

static void test_ranges_of_values(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_query *query;
    fixture_write(fixture->path, 1, 12, "a");
    assert_works(xc_query_value_range(0, number(3), number(6), &query, &error));
    assert_string_equal(found_by(fixture, query), "3 4 5 6");
    assert_works(xc_query_value_range(0, number(6), number(3), &query, &error));
    assert_string_equal(found_by(fixture, query), "");
    assert_works(xc_query_value_at_least(0, number(11), &query, &error));
    assert_string_equal(found_by(fixture, query), "11 12");
    assert_works(xc_query_value_at_most(0, number(2), &query, &error));
    assert_string_equal(found_by(fixture, query), "1 2");
    assert_works(xc_query_value_range(1, xc_text_of("group2"), xc_text_of("group2"), &query, &error));
    assert_string_equal(found_by(fixture, query), "2 7 12");
    assert_works(xc_query_value_at_least(7, xc_text_of("a"), &query, &error));
    assert_string_equal(found_by(fixture, query), "");
    assert_fails(xc_query_value_range(UINT32_MAX, number(1), number(2), &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_value_at_least(UINT32_MAX, number(1), &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_value_at_most(UINT32_MAX, number(1), &query, &error), XC_ARGUMENT);
}

static void test_wildcards_take_a_bounded_number_of_terms(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_query *query;
    fixture_write(fixture->path, 1, 12, "a");
    assert_works(xc_query_wildcard(xc_text_of("Q1"), 10, XC_MOST_FREQUENT, XC_SYNONYM, &query, &error));
    assert_string_equal(found_by(fixture, query), "1 10 11 12");
    assert_works(xc_query_wildcard(xc_text_of("Q1"), 2, XC_FIRST, XC_OR, &query, &error));
    assert_string_equal(found_by(fixture, query), "1 10");
    assert_works(xc_query_wildcard(xc_text_of("none"), 2, XC_FIRST, XC_MAX, &query, &error));
    assert_string_equal(found_by(fixture, query), "");

    assert_fails(xc_query_wildcard(xc_text_of("Q"), 0, XC_FIRST, XC_OR, &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_wildcard(xc_text_of("Q"), 10001, XC_FIRST, XC_OR, &query, &error), XC_LIMIT);
    assert_fails(xc_query_wildcard(xc_text_of("Q"), 10, XC_FIRST, XC_AND, &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_wildcard(xc_text_of("Q"), 10, (enum xc_wildcard_limit)9, XC_OR, &query, &error),
                 XC_ARGUMENT);
}

static void test_wrong_arguments_are_refused(void **state)
{
    (void)state;
    struct xc_error error;
    struct xc_query *query = NULL;
    cleanup(xc_query_freep) struct xc_query *a = term("a"),
                                            *phrase = combine(XC_PHRASE, term("b"), term("c"));
    const struct xc_query *with_null[] = {a, NULL}, *three[] = {a, a, a}, *nested[] = {phrase, phrase};
    assert_fails(xc_query_combine(XC_OR, with_null, 2, 0, &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_combine((enum xc_operator)99, three, 3, 0, &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_combine(XC_OR, three, 3, 5, &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_combine(XC_PHRASE, three, 3, 2, &query, &error), XC_ARGUMENT);
    assert_fails(xc_query_combine(XC_NEAR, nested, 2, 0, &query, &error), XC_ARGUMENT);
    const double wrong[] = {-1, -INFINITY, INFINITY, NAN};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_fails(xc_query_scale(a, wrong[i], &query, &error), XC_ARGUMENT);
        assert_fails(xc_query_fixed(a, wrong[i], &query, &error), XC_ARGUMENT);
    }
    assert_null(query);
}

static void test_depth_and_size_have_limits(void **state)
{
    (void)state;
    struct xc_error error;
    struct xc_query *query = term("a"), *deeper = NULL;
    int result = 0;
    unsigned depth = 1;
    for (;; depth++) { /* alternating, or Xapian would flatten them */
        const struct xc_query *parts[] = {query, query};
        result = depth % 2 ? xc_query_scale(query, 0.5, &deeper, &error)
                           : xc_query_combine(XC_AND_MAYBE, parts, 1, 0, &deeper, &error);
        if (result < 0)
            break;
        xc_query_free(query);
        query = deeper;
    }
    assert_fails(result, XC_LIMIT);
    assert_int_equal(depth, XC_MAX_QUERY_DEPTH);
    xc_query_free(query);

    query = term("a"); /* a query inside itself twice, again and again */
    for (depth = 1;; depth++) {
        const struct xc_query *parts[] = {query, query};
        result = xc_query_combine(XC_OR, parts, 2, 0, &deeper, &error);
        if (result < 0)
            break;
        xc_query_free(query);
        query = deeper;
    }
    assert_fails(result, XC_LIMIT);
    assert_int_equal(depth, 14); /* 2^14 is over 10,000 */
    xc_query_free(query);
}

static void test_queries_outlive_what_they_are_made_of(void **state)
{
    (void)state;
    struct xc_error error;
    cleanup(buffer_free) struct xc_buffer text = {0};
    struct xc_query *scaled = NULL, *a = term("a");
    assert_works(xc_query_scale(a, 2, &scaled, &error));
    xc_query_free(a);
    cleanup(xc_query_freep) struct xc_query *query = combine(XC_OR, scaled, term("b"));
    assert_works(xc_query_describe(query, &text, &error));
    assert_true(text_find(text_from(text.bytes, text.size), TEXT("a"), 0) != TEXT_NONE);
    assert_true(text_find(text_from(text.bytes, text.size), TEXT("b"), 0) != TEXT_NONE);
    xc_query_free(NULL);
}

RUN_TESTS(with_folder(test_bits_of_a_count_choose_documents), with_folder(test_operators_find_what_they_say),
          with_folder(test_ranges_of_values), with_folder(test_wildcards_take_a_bounded_number_of_terms),
          cmocka_unit_test(test_wrong_arguments_are_refused),
          cmocka_unit_test(test_depth_and_size_have_limits),
          cmocka_unit_test(test_queries_outlive_what_they_are_made_of))
