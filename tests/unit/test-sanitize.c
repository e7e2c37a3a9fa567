/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"
#include "base/sanitize.h"
#include "tests/unit/check.h"

static void test_controls_are_replaced_and_direction_marks_removed(void **state)
{
    (void)state;
    static const struct {
        struct text text;
        const char *as_stored, *line, *code;
    } cases[] = {
        {TEXT_INIT(""), "", "", ""},
        {TEXT_INIT("한국어 中文"), "한국어 中文", "한국어 中文", "한국어 中文"},
        {TEXT_INIT(" a\t\tb\r\nc\rd\n\n"), " a\t\tb\nc\nd\n\n", "a b c d", " a    b\nc\nd"},
        {TEXT_INIT("\x1B[31m빨강\x07"), "\uFFFD[31m빨강\uFFFD", "\uFFFD[31m빨강\uFFFD",
         "\uFFFD[31m빨강\uFFFD"},
        {TEXT_INIT("a\0b\x7F\xC2\x9B"), "a\uFFFDb\uFFFD\uFFFD", "a\uFFFDb\uFFFD\uFFFD",
         "a\uFFFDb\uFFFD\uFFFD"},
        {TEXT_INIT("\u202Ea\u202C\u2066b\u2069\u200Ec\u200F\u061C"), "abc", "abc", "abc"},
        {TEXT_INIT("a\xFF\xEA\xB0"), "a\uFFFD\uFFFD\uFFFD", "a\uFFFD\uFFFD\uFFFD", "a\uFFFD\uFFFD\uFFFD"},
        {TEXT_INIT("a\u2028b\u2029c\xC2\x85"
                   "d"),
         "a\nb\nc\nd", "a b c d", "a\nb\nc\nd"},
        {TEXT_INIT("\n\n  x\n\n y  \n"), "\n\n  x\n\n y  \n", "x y", "  x\n y"},
        {TEXT_INIT("a\v\fb"), "a\uFFFD\uFFFDb", "a b", "a\uFFFD\uFFFDb"},
        {TEXT_INIT("👨‍👩‍👧 ❤️"), "👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️",
         "👨‍👩‍👧 ❤️"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_text(sanitize_text(cases[i].text, SANITIZE_AS_STORED, &arena), cases[i].as_stored);
        assert_text(sanitize_text(cases[i].text, SANITIZE_LINE, &arena), cases[i].line);
        assert_text(sanitize_text(cases[i].text, SANITIZE_CODE, &arena), cases[i].code);
    }
    arena_clear(&arena);
}

static void test_items_on_lines_of_their_own_are_set_apart(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_text(sanitize_text(TEXT("가 나\n다\r\n\n라 \n"), SANITIZE_ITEMS, &arena), "가 나 · 다 · 라");
    arena_clear(&arena);
}

static void test_ranges_move_with_the_text(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct range range;
        enum sanitize_form form;
        const char *marked; /* or NULL: the range is gone */
    } cases[] = {
        {"abc", {1, 2}, SANITIZE_LINE, "b"},
        {"  a   bc  d", {6, 8}, SANITIZE_LINE, "bc"},
        {"  a   bc  d", {2, 8}, SANITIZE_LINE, "a bc"},
        {"\x1B\x1B가나", {2, 5}, SANITIZE_AS_STORED, "가"},
        {"\u202E가나", {3, 6}, SANITIZE_AS_STORED, "가"},
        {"\u202E가나", {0, 3}, SANITIZE_AS_STORED, NULL},
        {"a \n b", {0, 5}, SANITIZE_LINE, "a b"},
        {"\n파이토치 \n  교재 b\n", {17, 23}, SANITIZE_ITEMS, "교재"},
        {"a \n b", {0, 5}, SANITIZE_ITEMS, "a · b"},
        {"a   ", {1, 4}, SANITIZE_LINE, NULL},
        {"   a", {0, 4}, SANITIZE_LINE, "a"},
        {"\tx", {1, 2}, SANITIZE_CODE, "x"},
        {"\xFF\xFFz", {2, 3}, SANITIZE_LINE, "z"},
        {"abc", {1, 4}, SANITIZE_LINE, NULL},
        {"abc", {2, 2}, SANITIZE_LINE, NULL},
        {"abc", {2, 1}, SANITIZE_LINE, NULL},
        {"\x1B"
         "abc",
         {4000000000u, 4000000001u},
         SANITIZE_LINE,
         NULL},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sanitized sanitized;
        sanitize_ranges(text_of(cases[i].text), &cases[i].range, 1, cases[i].form, &arena, &sanitized);
        assert_int_equal(sanitized.n_ranges, cases[i].marked != NULL);
        if (cases[i].marked != NULL)
            assert_text(text_slice(sanitized.text, sanitized.ranges[0].start, sanitized.ranges[0].end),
                        cases[i].marked);
    }
    arena_clear(&arena);
}

static void test_ranges_stay_in_order_and_apart(void **state)
{
    (void)state;
    static const struct range ranges[] = {{0, 3}, {2, 5}, {4, 6}, {6, 7}, {5, 9}, {8, 9}};
    struct arena arena;
    struct sanitized sanitized;
    arena_init(&arena);
    sanitize_ranges(TEXT("\x1B"
                         "23 \n6 89"),
                    ranges, 6, SANITIZE_LINE, &arena, &sanitized);
    for (size_t i = 0; i < sanitized.n_ranges; i++) {
        assert_true(sanitized.ranges[i].start < sanitized.ranges[i].end);
        assert_true(sanitized.ranges[i].end <= sanitized.text.size);
        assert_true(i == 0 || sanitized.ranges[i].start >= sanitized.ranges[i - 1].end);
    }
    arena_clear(&arena);
}

static void test_only_harmless_links_remain(void **state)
{
    (void)state;
    static const struct {
        struct text link;
        const char *clean;
    } cases[] = {
        {TEXT_INIT("https://example.com/가"), "https://example.com/가"},
        {TEXT_INIT("HTTP://EXAMPLE.COM"), "HTTP://EXAMPLE.COM"},
        {TEXT_INIT("mailto:a@b.c"), "mailto:a@b.c"},
        {TEXT_INIT("/docs/a:b"), "/docs/a:b"},
        {TEXT_INIT("a.md#x:y"), "a.md#x:y"},
        {TEXT_INIT("//example.com/"), "//example.com/"},
        {TEXT_INIT("?q=a:b"), "?q=a:b"},
        {TEXT_INIT(""), ""},
        {TEXT_INIT("javascript:alert(1)"), ""},
        {TEXT_INIT(" javascript:alert(1)"), ""},
        {TEXT_INIT("java\nscript:alert(1)"), ""},
        {TEXT_INIT("java\0script:alert(1)"), ""},
        {TEXT_INIT("\x01javascript:x"), ""},
        {TEXT_INIT("data:text/html,x"), ""},
        {TEXT_INIT("vbscript:x"), ""},
        {TEXT_INIT("file:///etc/passwd"), ""},
        {TEXT_INIT(":x"), ""},
        {TEXT_INIT("https://a\x1B]8;;\x07"
                   "b/\u202E"),
         "https://a]8;;b/"},
        {TEXT_INIT("https://a/\xFF"), "https://a/\uFFFD"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(sanitize_link(cases[i].link, &arena), cases[i].clean);
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_controls_are_replaced_and_direction_marks_removed),
          cmocka_unit_test(test_items_on_lines_of_their_own_are_set_apart),
          cmocka_unit_test(test_ranges_move_with_the_text),
          cmocka_unit_test(test_ranges_stay_in_order_and_apart),
          cmocka_unit_test(test_only_harmless_links_remain))
