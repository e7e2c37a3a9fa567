/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

static void test_lines_end_at_any_newline_and_the_last_needs_none(void **state)
{
    (void)state;
    struct text rest = TEXT("a\r\nb\rc\n\nd"), line;
    const char *expected[] = {"a", "b", "c", "", "d"};
    for (size_t i = 0; i < 5; i++) {
        assert_true(text_next_line(&rest, &line));
        assert_text(line, expected[i]);
    }
    assert_false(text_next_line(&rest, &line));
}

static void test_fields_include_the_empty_ones(void **state)
{
    (void)state;
    struct text rest = TEXT(",b,"), field;
    assert_true(text_next_field(&rest, ',', &field));
    assert_text(field, "");
    assert_true(text_next_field(&rest, ',', &field));
    assert_text(field, "b");
    assert_true(text_next_field(&rest, ',', &field));
    assert_text(field, "");
    assert_false(text_next_field(&rest, ',', &field));
}

static void test_invalid_utf8_is_found_where_it_begins(void **state)
{
    (void)state;
    static const struct {
        struct text text;
        size_t at;
    } cases[] = {
        {TEXT_INIT("한국어 中文 😀"), TEXT_NONE},
        {TEXT_INIT(""), TEXT_NONE},
        {TEXT_INIT("abc\xC0\xAF"), 3},        /* overlong '/' */
        {TEXT_INIT("\xED\xA0\x80"), 0},       /* a surrogate */
        {TEXT_INIT("ok\xF4\x90\x80\x80"), 2}, /* over U+10FFFF */
        {TEXT_INIT("12345678\xEA\xB0"), 8},   /* cut */
        {TEXT_INIT("\x80"), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_invalid_at(cases[i].text), cases[i].at);
}

static void test_code_points_are_walked_both_ways(void **state)
{
    (void)state;
    struct text text = TEXT("a가\xFF😀");
    static const uint32_t expected[] = {'a', 0xAC00, 0xFFFD, 0x1F600};
    size_t offset = 0;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(text_next_code_point(text, &offset), expected[i]);
    assert_int_equal(offset, text.size);
    for (size_t i = 4; i-- > 0;)
        assert_int_equal(text_previous_code_point(text, &offset), expected[i]);
    assert_int_equal(offset, 0);
}

static void test_encode_and_decode_are_inverse(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point += 7) {
        char bytes[4];
        size_t size = utf8_encode(code_point, bytes), offset = 0;
        bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        assert_int_equal(text_next_code_point(text_from(bytes, size), &offset),
                         surrogate ? 0xFFFD : code_point);
        assert_int_equal(offset, size);
    }
}

static void test_floor_never_splits_a_character(void **state)
{
    (void)state;
    struct text text = TEXT("a가b");
    static const size_t expected[] = {0, 1, 1, 1, 4, 5, 5};
    for (size_t limit = 0; limit < 7; limit++)
        assert_int_equal(text_floor_code_point(text, limit), expected[limit]);
}

static void test_numbers_must_be_whole_and_fit(void **state)
{
    (void)state;
    uint64_t value;
    assert_true(text_to_uint64(TEXT("18446744073709551615"), &value));
    assert_true(value == UINT64_MAX);
    assert_false(text_to_uint64(TEXT("18446744073709551616"), &value));
    assert_false(text_to_uint64(TEXT(""), &value));
    assert_false(text_to_uint64(TEXT("-1"), &value));
    assert_false(text_to_uint64(TEXT("1 "), &value));
}

static void test_find_trim_and_compare(void **state)
{
    (void)state;
    assert_int_equal(text_find(TEXT("검색 엔진"), TEXT("엔진"), 0), 7);
    assert_int_equal(text_find(TEXT("aaa"), TEXT("b"), 0), TEXT_NONE);
    assert_int_equal(text_find(TEXT("aaa"), TEXT(""), 3), 3);
    assert_text(text_trim(TEXT(" \t가 나\r\n")), "가 나");
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_starts_with_ascii_case(TEXT("HTTPS://x"), TEXT("https://")));
    assert_int_equal(text_find_last_byte(TEXT("a/b/c"), '/'), 3);
}

RUN_TESTS(cmocka_unit_test(test_lines_end_at_any_newline_and_the_last_needs_none),
          cmocka_unit_test(test_fields_include_the_empty_ones),
          cmocka_unit_test(test_invalid_utf8_is_found_where_it_begins),
          cmocka_unit_test(test_code_points_are_walked_both_ways),
          cmocka_unit_test(test_encode_and_decode_are_inverse),
          cmocka_unit_test(test_floor_never_splits_a_character),
          cmocka_unit_test(test_numbers_must_be_whole_and_fit), cmocka_unit_test(test_find_trim_and_compare))
