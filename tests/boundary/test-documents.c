/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

#include <math.h>
#include <stdlib.h>

static struct xc_text repeated(char byte, size_t size)
{
    static char bytes[XC_MAX_VALUE_BYTES + 1];
    assert_true(size <= sizeof bytes);
    memset(bytes, byte, size);
    return xc_text_from(bytes, size);
}

static void test_terms_over_the_limits_are_refused_before_xapian_sees_them(void **state)
{
    const struct {
        char byte;
        size_t size;
        enum xc_code code;
    } cases[] = {
        {'x', 1, XC_OK},    {'x', 245, XC_OK},     {'x', 246, XC_LIMIT}, {'x', 60000, XC_LIMIT},
        {'\0', 122, XC_OK}, {'\0', 123, XC_LIMIT}, {'\xEA', 245, XC_OK}, {'x', 0, XC_ARGUMENT},
    };
    const struct fixture *fixture = *state;
    struct xc_error error;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    assert_works(xc_document_new(&document, &error));
    cleanup(xc_writer_freep) struct xc_writer *writer = NULL;
    assert_works(xc_writer_open(fixture->path, XC_CREATE, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xc_text name = repeated(cases[i].byte, cases[i].size);
        cleanup(xc_query_freep) struct xc_query *query = NULL;
        if (cases[i].code == XC_OK) {
            assert_works(xc_document_add_posting(document, name, 1, 1, &error));
            assert_works(xc_document_add_term(document, name, 1, &error));
            assert_works(xc_document_add_filter(document, name, &error));
            assert_works(xc_writer_add_synonym(writer, name, name, &error));
            assert_works(xc_writer_add_spelling(writer, name, 1, &error));
            assert_works(xc_writer_set_metadata(writer, name, name, &error));
            assert_works(xc_writer_remove(writer, name, &error));
            assert_works(xc_writer_replace(writer, name, document, NULL, &error));
            assert_works(xc_query_term(name, &query, &error));
        } else {
            struct xc_text fine = xc_text_of("fine");
            assert_fails(xc_document_add_posting(document, name, 1, 1, &error), cases[i].code);
            assert_fails(xc_document_add_term(document, name, 1, &error), cases[i].code);
            assert_fails(xc_document_add_filter(document, name, &error), cases[i].code);
            assert_fails(xc_writer_add_synonym(writer, name, fine, &error), cases[i].code);
            assert_fails(xc_writer_add_synonym(writer, fine, name, &error), cases[i].code);
            assert_fails(xc_writer_remove_synonyms(writer, name, &error), cases[i].code);
            assert_fails(xc_writer_add_spelling(writer, name, 1, &error), cases[i].code);
            assert_fails(xc_writer_remove_spelling(writer, name, 1, &error), cases[i].code);
            assert_fails(xc_writer_set_metadata(writer, name, fine, &error), cases[i].code);
            assert_fails(xc_writer_remove(writer, name, &error), cases[i].code);
            assert_fails(xc_writer_replace(writer, name, document, NULL, &error), cases[i].code);
            assert_fails(xc_query_term(name, &query, &error), cases[i].code);
            assert_fails(xc_query_wildcard(name, 10, XC_MOST_FREQUENT, XC_OR, &query, &error), cases[i].code);
        }
    }
    assert_works(xc_writer_commit(writer, &error));
    assert_int_equal(fixture_count(fixture->path), 4);
}

static void test_values_data_and_metadata_have_limits_that_commit(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    assert_works(xc_document_new(&document, &error));
    assert_works(xc_document_add_value(document, 0, repeated('v', XC_MAX_VALUE_BYTES), &error));
    assert_fails(xc_document_add_value(document, 1, repeated('v', XC_MAX_VALUE_BYTES + 1), &error), XC_LIMIT);
    assert_fails(xc_document_add_value(document, UINT32_MAX, repeated('v', 1), &error), XC_ARGUMENT);
    assert_works(xc_document_add_value(document, UINT32_MAX - 1, repeated('v', 1), &error));

    char *big = malloc(XC_MAX_DATA_BYTES + 1);
    unsigned random = 1;
    for (size_t i = 0; i <= XC_MAX_DATA_BYTES; i++) { /* what does not compress */
        random = random * 1664525u + 1013904223u;
        big[i] = (char)(random >> 16);
    }
    assert_works(xc_document_set_data(document, xc_text_from(big, XC_MAX_DATA_BYTES), &error));
    assert_fails(xc_document_set_data(document, xc_text_from(big, XC_MAX_DATA_BYTES + 1), &error), XC_LIMIT);
    cleanup(xc_writer_freep) struct xc_writer *writer = NULL;
    assert_works(xc_writer_open(fixture->path, XC_CREATE, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    struct xc_text key = xc_text_of("key");
    assert_fails(xc_writer_set_metadata(writer, key, xc_text_from(big, XC_MAX_DATA_BYTES + 1), &error),
                 XC_LIMIT);
    assert_works(xc_writer_set_metadata(writer, key, xc_text_from(big, XC_MAX_DATA_BYTES), &error));
    assert_works(xc_writer_replace(writer, xc_text_of("Q1"), document, NULL, &error));
    assert_works(xc_writer_commit(writer, &error));

    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_document_freep) struct xc_document *stored = NULL;
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    assert_works(xc_database_document(database, 1, &stored, &error));
    assert_works(xc_document_data(stored, &buffer, &error));
    assert_int_equal(buffer.size, XC_MAX_DATA_BYTES);
    assert_memory_equal(buffer.bytes, big, buffer.size);
    assert_int_equal(xc_database_metadata(database, key, &buffer, &error), 1);
    assert_memory_equal(buffer.bytes, big, XC_MAX_DATA_BYTES);
    assert_works(xc_document_value(stored, 0, &buffer, &error));
    assert_int_equal(buffer.size, XC_MAX_VALUE_BYTES);
    free(big);
}

static void test_a_document_keeps_every_byte(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_text odd = xc_text_from("a\0\xFF\n한국어 中文", 20);
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    assert_works(xc_document_new(&document, &error));
    assert_works(xc_document_add_posting(document, odd, 7, 3, &error));
    assert_works(xc_document_add_posting(document, odd, UINT32_MAX, 1, &error));
    assert_works(xc_document_add_value(document, 3, odd, &error));
    assert_works(xc_document_set_data(document, odd, &error));
    cleanup(xc_writer_freep) struct xc_writer *writer = NULL;
    assert_works(xc_writer_open(fixture->path, XC_CREATE, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    uint32_t id = 0;
    assert_works(xc_writer_replace(writer, odd, document, &id, &error));
    assert_works(xc_writer_set_metadata(writer, odd, odd, &error));
    assert_works(xc_writer_commit(writer, &error));
    assert_int_equal(id, 1);

    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(xc_document_freep) struct xc_document *stored = NULL;
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    assert_int_equal(xc_database_find(database, odd, &id, &error), 1);
    assert_works(xc_database_document(database, id, &stored, &error));
    assert_works(xc_document_data(stored, &buffer, &error));
    assert_int_equal(buffer.size, odd.size);
    assert_memory_equal(buffer.bytes, odd.bytes, odd.size);
    assert_works(xc_document_value(stored, 3, &buffer, &error));
    assert_memory_equal(buffer.bytes, odd.bytes, odd.size);
    assert_int_equal(buffer.bytes[buffer.size], 0);
    assert_works(xc_document_value(stored, 4, &buffer, &error));
    assert_int_equal(buffer.size, 0);
    assert_int_equal(xc_database_metadata(database, odd, &buffer, &error), 1);
    assert_memory_equal(buffer.bytes, odd.bytes, odd.size);

    uint32_t *positions;
    size_t n_positions;
    assert_works(xc_database_positions(database, id, odd, &positions, &n_positions, &error));
    assert_int_equal(n_positions, 2);
    assert_int_equal(positions[0], 7);
    assert_int_equal(positions[1], UINT32_MAX);
    free(positions);
    assert_works(xc_database_positions(database, id, xc_text_of("none"), &positions, &n_positions, &error));
    assert_null(positions);
    assert_int_equal(n_positions, 0);

    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    struct xc_term name;
    assert_works(xc_terms_of_document(database, id, &terms, &error));
    assert_int_equal(xc_terms_next(terms, &name, &error), 1);
    assert_int_equal(name.name.size, odd.size);
    assert_int_equal(name.wdf, 4);
    assert_int_equal(xc_terms_next(terms, &name, &error), 0);
    assert_int_equal(xc_terms_next(terms, &name, &error), 0);
}

static void test_the_length_of_a_document_cannot_wrap(void **state)
{
    (void)state;
    struct xc_error error;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    assert_works(xc_document_new(&document, &error));
    assert_works(xc_document_add_term(document, xc_text_of("a"), XC_MAX_DOCUMENT_LENGTH, &error));
    assert_fails(xc_document_add_term(document, xc_text_of("a"), 1, &error), XC_LIMIT);
    assert_fails(xc_document_add_posting(document, xc_text_of("b"), 1, UINT32_MAX, &error), XC_LIMIT);
    assert_works(xc_document_add_filter(document, xc_text_of("b"), &error));
    assert_works(xc_document_reset(document, &error));
    assert_works(xc_document_add_term(document, xc_text_of("a"), 1, &error));
}

static void test_numbers_sort_as_bytes(void **state)
{
    (void)state;
    const double numbers[] = {-INFINITY, -1e300, -5, -0.25, 0, 1e-9, 1, 255, 256, 20260801, 1e300, INFINITY};
    char previous[XC_NUMBER_BYTES], packed[XC_NUMBER_BYTES];
    size_t previous_size = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t size = xc_number_pack(numbers[i], packed);
        if (i > 0)
            assert_true(text_compare(text_from(previous, previous_size), text_from(packed, size)) < 0);
        assert_true(xc_number_unpack(xc_text_from(packed, size)) == numbers[i]);
        memcpy(previous, packed, sizeof packed);
        previous_size = size;
    }
    assert_int_equal(xc_number_pack(NAN, packed), 0);
    assert_true(xc_number_unpack(xc_text_of(NULL)) == -INFINITY);
    xc_number_unpack(xc_text_of("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"));

    struct xc_error error;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    assert_works(xc_document_new(&document, &error));
    assert_fails(xc_document_add_number(document, 0, NAN, &error), XC_ARGUMENT);
    assert_works(xc_document_add_number(document, 0, INFINITY, &error));
}

static void test_a_text_at_null_is_refused(void **state)
{
    (void)state;
    struct xc_error error;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    assert_works(xc_document_new(&document, &error));
    assert_fails(xc_document_add_value(document, 0, xc_text_from(NULL, 3), &error), XC_ARGUMENT);
    assert_fails(xc_document_add_term(document, xc_text_from(NULL, 3), 1, &error), XC_ARGUMENT);
    assert_works(xc_document_set_data(document, xc_text_from(NULL, 0), &error));
}

RUN_TESTS(with_folder(test_terms_over_the_limits_are_refused_before_xapian_sees_them),
          with_folder(test_values_data_and_metadata_have_limits_that_commit),
          with_folder(test_a_document_keeps_every_byte),
          cmocka_unit_test(test_the_length_of_a_document_cannot_wrap),
          cmocka_unit_test(test_numbers_sort_as_bytes), cmocka_unit_test(test_a_text_at_null_is_refused))
