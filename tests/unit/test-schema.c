/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/scratch.h"

#include "indexer/schema.h"

static struct arena arena;
static struct xc_writer *writer;
static struct error error;
static struct xc_error xc_error;

static int set_up(void **state)
{
    static struct scratch scratch;
    arena_init(&arena);
    scratch_enter(&scratch);
    *state = &scratch;
    if (xc_writer_open("db", XC_CREATE, &writer, &xc_error) < 0 || xc_writer_begin(writer, &xc_error) < 0)
        return -1;
    return 0;
}

static int tear_down(void **state)
{
    xc_writer_free(writer);
    scratch_leave(*state);
    arena_clear(&arena);
    return 0;
}

static void set(const char *key, struct text value)
{
    assert_int_equal(xc_writer_set_metadata(writer, xc_text_of(key), to_xc(value), &xc_error), 0);
}

/* ---- terms ---- */

static struct text repeated(char byte, size_t n)
{
    char *bytes = arena_alloc(&arena, n);
    memset(bytes, byte, n);
    return text_from(bytes, n);
}

static void test_a_term_is_prefix_and_text(void **state)
{
    static const struct {
        enum schema_prefix prefix;
        const char *text, *term;
    } cases[] = {
        {PREFIX_NONE, "연구", "연구"},           {PREFIX_NONE, "", ""},
        {PREFIX_TITLE, "자동", "S자동"},         {PREFIX_TITLE, "", "S"},
        {PREFIX_ID, "a.md#", "Qa.md#"},          {PREFIX_FILE, "docs/a.md", "XFdocs/a.md"},
        {PREFIX_TAG, "기계 학습", "K기계 학습"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(from_xc(schema_term(cases[i].prefix, text_of(cases[i].text), &arena)), cases[i].term);
    assert_text(from_xc(schema_term(PREFIX_TITLE, (struct text){NULL, 0}, &arena)), "S");
}

static void test_a_long_term_is_cut_and_stays_apart_from_others(void **state)
{
    (void)state;
    for (size_t size = XC_MAX_TERM_BYTES - 3; size < XC_MAX_TERM_BYTES + 60; size++) {
        struct text text = repeated('a', size);
        struct text term = from_xc(schema_term(PREFIX_FILE, text, &arena));
        bool fits = size + 2 <= XC_MAX_TERM_BYTES;
        assert_int_equal(term.size, fits ? size + 2 : XC_MAX_TERM_BYTES);
        assert_true(text_starts_with(term, TEXT("XFaaa")));
        struct text longer = from_xc(schema_term(PREFIX_FILE, repeated('a', size + 1), &arena));
        assert_false(text_equal(term, longer));
        assert_true(text_equal(term, from_xc(schema_term(PREFIX_FILE, text, &arena))));
    }
}

static void test_a_term_is_cut_at_a_character(void **state)
{
    (void)state;
    for (size_t head = 0; head < 4; head++) {
        struct text text = arena_printf(&arena, "%.*s%0*d", (int)head, "abc", 0, 0);
        for (int i = 0; i < 100; i++)
            text = arena_printf(&arena, "%.*s한", TEXT_PRINTF(text));
        struct text term = from_xc(schema_term(PREFIX_ID, text, &arena));
        assert_true(term.size <= XC_MAX_TERM_BYTES && term.size > XC_MAX_TERM_BYTES - 3);
        assert_int_equal(text_invalid_at(term), TEXT_NONE);
    }
}

static void test_nuls_take_twice_the_room(void **state)
{
    (void)state;
    for (size_t size = 100; size < 260; size++) {
        struct xc_text term = schema_term(PREFIX_TAG, repeated('\0', size), &arena);
        struct xc_document *document;
        assert_int_equal(xc_document_new(&document, &xc_error), 0);
        assert_int_equal(xc_document_add_filter(document, term, &xc_error), 0);
        xc_document_free(document);
        if (size <= (XC_MAX_TERM_BYTES - 1) / 2)
            assert_int_equal(term.size, size + 1);
    }
}

/* Prefixes tell fields apart: no prefix begins another one but the empty, which folded terms, without ASCII capitals, can't reach. */
static void test_no_prefix_is_mistaken_for_another(void **state)
{
    (void)state;
    for (int a = 1; a < N_PREFIXES; a++)
        for (int b = 1; b < N_PREFIXES; b++)
            assert_true(a == b || !text_starts_with(text_of(schema_fields[a].prefix),
                                                    text_of(schema_fields[b].prefix)));
}

/* ---- the state ---- */

static void test_the_state_comes_back(void **state)
{
    struct schema_state read;
    (void)state;
    assert_int_equal(schema_write(writer, 41, &error), 0);
    assert_int_equal(schema_write(writer, 42, &error), 0);
    assert_int_equal(schema_check(xc_writer_database(writer), &arena, &read, &error), 0);
    assert_int_equal(read.generation, 42);
}

static void test_an_empty_database_is_no_index(void **state)
{
    struct schema_state read;
    (void)state;
    assert_int_equal(schema_check(xc_writer_database(writer), &arena, &read, &error), -1);
    assert_int_equal(error.code, ERROR_VERSION);
}

/* ---- records ---- */

static void test_records_come_back_sorted(void **state)
{
    struct text long_path = repeated('p', 3000), longer_path = repeated('p', 3001);
    const struct file_record records[] = {
        {.path = TEXT("b.md"),
         .size_bytes = UINT64_MAX,
         .mtime_ns = INT64_MIN,
         .ctime_ns = -1,
         .is_racy = true},
        {.path = TEXT("a/한글.md"),
         .digest = {UINT64_MAX, 1},
         .settings = 5,
         .n_sections = 7,
         .n_entries = UINT32_MAX},
        {.path = TEXT("\xFF\xFE.md"), .has_problem = true},
        {.path = long_path, .size_bytes = 1},
        {.path = longer_path, .size_bytes = 2},
    };
    static const size_t order[] = {1, 0, 3, 4, 2};
    enum { N = sizeof records / sizeof *records };
    struct file_record *read;
    size_t n;
    (void)state;
    for (size_t i = 0; i < N; i++)
        assert_int_equal(file_record_write(writer, &records[i], &error), 0);
    assert_int_equal(schema_write(writer, 1, &error), 0); /* beside them */
    assert_int_equal(file_records_read(xc_writer_database(writer), &arena, &read, &n, &error), 0);
    assert_int_equal(n, N);
    for (size_t i = 0; i < N; i++) {
        const struct file_record *expected = &records[order[i]];
        assert_true(text_equal(read[i].path, expected->path));
        assert_int_equal(read[i].size_bytes, expected->size_bytes);
        assert_int_equal(read[i].mtime_ns, expected->mtime_ns);
        assert_int_equal(read[i].ctime_ns, expected->ctime_ns);
        assert_int_equal(read[i].digest.high, expected->digest.high);
        assert_int_equal(read[i].digest.low, expected->digest.low);
        assert_int_equal(read[i].settings, expected->settings);
        assert_int_equal(read[i].n_sections, expected->n_sections);
        assert_int_equal(read[i].n_entries, expected->n_entries);
        assert_int_equal(read[i].is_racy, expected->is_racy);
        assert_int_equal(read[i].has_problem, expected->has_problem);
    }
}

static void test_a_record_is_replaced_and_removed_by_its_path(void **state)
{
    struct file_record record = {.path = TEXT("a.md"), .size_bytes = 1}, *read;
    size_t n;
    (void)state;
    assert_int_equal(file_record_write(writer, &record, &error), 0);
    record.size_bytes = 2;
    assert_int_equal(file_record_write(writer, &record, &error), 0);
    assert_int_equal(file_records_read(xc_writer_database(writer), &arena, &read, &n, &error), 0);
    assert_int_equal(n, 1);
    assert_int_equal(read[0].size_bytes, 2);
    assert_int_equal(file_record_remove(writer, TEXT("a.md"), &error), 0);
    assert_int_equal(file_record_remove(writer, TEXT("never there"), &error), 0);
    assert_int_equal(file_records_read(xc_writer_database(writer), &arena, &read, &n, &error), 0);
    assert_int_equal(n, 0);
}

static void test_a_damaged_record_is_told(void **state)
{
    static const struct text values[] = {TEXT_INIT("\x05"
                                                   "a.md"),
                                         TEXT_INIT("\x04"
                                                   "a.md\xFF"),
                                         TEXT_INIT("\x04"
                                                   "a.md\x01\x01\x01\x01\x01\x01\x01\x01"),
                                         TEXT_INIT("\x04"
                                                   "a.md\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01")};
    struct file_record *read;
    size_t n;
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        set("Fa.md", values[i]);
        assert_int_equal(file_records_read(xc_writer_database(writer), &arena, &read, &n, &error), -1);
        assert_int_equal(error.code, ERROR_CORRUPT);
        assert_non_null(strstr(error.message, "a.md"));
    }
    set("Fa.md", TEXT("\x04"
                      "a.md\x01\x01\x01\x01\x01\x01\x01\x01\x01"));
    assert_int_equal(file_records_read(xc_writer_database(writer), &arena, &read, &n, &error), 0);
}

static void test_a_path_too_long_to_record_is_refused(void **state)
{
    struct file_record record = {.path = repeated('p', 9000)};
    (void)state;
    assert_int_equal(file_record_write(writer, &record, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
}

/* ---- errors ---- */

static void test_every_code_of_xapian_has_one_of_ours(void **state)
{
    (void)state;
    for (int code = XC_NOT_FOUND; code <= XC_BUG; code++) {
        struct xc_error from = {.code = (enum xc_code)code, .message = "why"};
        assert_int_equal(error_from_xc(&error, &from), -1);
        assert_true(error.code != ERROR_NONE);
        assert_string_equal(error.message,
                            code == XC_CORRUPT ? "the index is damaged (why); rebuild it" : "why");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_a_term_is_prefix_and_text), TEST(test_a_long_term_is_cut_and_stays_apart_from_others),
          TEST(test_a_term_is_cut_at_a_character), TEST(test_nuls_take_twice_the_room),
          TEST(test_no_prefix_is_mistaken_for_another), TEST(test_the_state_comes_back),
          TEST(test_an_empty_database_is_no_index), TEST(test_records_come_back_sorted),
          TEST(test_a_record_is_replaced_and_removed_by_its_path), TEST(test_a_damaged_record_is_told),
          TEST(test_a_path_too_long_to_record_is_refused), TEST(test_every_code_of_xapian_has_one_of_ours))
