/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"
#include "searcher/columns.h"
#include "tests/unit/check.h"

static struct columns *open_columns(void)
{
    struct columns *columns = NULL;
    struct error error;
    assert_int_equal(columns_new(&columns, &error), 0);
    return columns;
}

static void test_width_is_that_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t width;
    } cases[] = {
        {"", 0},
        {"abc", 3},
        {"한국어", 6},
        {"中文，标点。", 12},
        {"ＡＢＣ", 6},
        {"ｱｲｳ", 3},
        {"é", 1},
        {"e\xCC\x81", 1},          /* e and a combining acute */
        {"\u1112\u1161\u11AB", 2}, /* 한 as conjoining jamo */
        {"ㅎㅏㄴ", 6},             /* compatibility jamo */
        {"😀", 2},
        {"👨‍👩‍👧‍👦", 2}, /* four people joined */
        {"👍🏽", 2},
        {"🇰🇷", 2},
        {"🇰", 1},
        {"❤️", 2},
        {"❤", 1},
        {"©", 1},
        {"1️⃣", 2},
        {"\u200B\u200D\uFEFF", 0},
        {"a\u00ADb", 2},
        {"…›“”·", 5}, /* ambiguous ones are narrow */
        {"　", 2},
        {"葛\U000E0100", 2}, /* an ideographic variation */
        {"𠮷", 2},
        {"ไทย", 3},
        {"한 글 中 a", 10},
    };
    cleanup(columns_freep) struct columns *columns = open_columns();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t width = columns_of(columns, text_of(cases[i].text));
        if (width != cases[i].width)
            fail_msg("\"%s\" is %u columns, not %u", cases[i].text, width, cases[i].width);
    }
}

static void test_what_fits_ends_between_clusters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t width;
        size_t size;
    } cases[] = {
        {"abc", 2, 2},        {"abc", 5, 3},  {"한국어", 3, 3},
        {"한국어", 4, 6},     {"한", 1, 0},   {"a👨‍👩‍👧", 2, 1},
        {"e\xCC\x81x", 1, 3}, {"🇰🇷🇨🇳", 3, 8}, {"", 5, 0},
        {"abc", 0, 0},
    };
    cleanup(columns_freep) struct columns *columns = open_columns();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(columns_fit(columns, text_of(cases[i].text), cases[i].width), cases[i].size);
}

static void join_lines(struct text text, const struct column_line *lines, size_t n_lines, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = 0; i < n_lines; i++)
        buffer_printf(out, "%s%.*s", i > 0 ? "|" : "",
                      TEXT_PRINTF(text_slice(text, lines[i].start, lines[i].end)));
}

static void test_lines_break_where_each_language_breaks_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t first, rest;
        const char *lines;
    } cases[] = {
        {"딥 러닝 abc", 7, 7, "딥 러닝|abc"},
        {"자동미분은 연쇄법칙이다", 12, 12, "자동미분은|연쇄법칙이다"},
        {"PyTorch에서 쓴다", 12, 12, "PyTorch에서|쓴다"},
        {"深度学习是机器学习的一支。", 12, 12, "深度学习是机|器学习的一|支。"},
        {"他说：「你好」。", 8, 8, "他说：|「你|好」。"},
        {"one two  three", 8, 8, "one two|three"},
        {"one two three", 3, 20, "one|two three"},
        {"a\nb\n\nc", 10, 10, "a|b||c"},
        {"a\n", 10, 10, "a"},
        {"    if (x)\n  y", 20, 20, "    if (x)|  y"},
        {"abcdefghij", 4, 4, "abcd|efgh|ij"},
        {"가나다라마바사", 6, 6, "가나다|라마바|사"},
        {"x 가나다라마바사 y", 6, 6, "x|가나다|라마바|사 y"},
        {"👨‍👩‍👧👨‍👩‍👧", 3, 3, "👨‍👩‍👧|👨‍👩‍👧"},
        {"", 10, 10, ""},
        {"   ", 10, 10, ""},
        {"검색engine를 만든다", 9, 9, "검색engin|e를|만든다"},
        {"한국어 漢字混用 표기", 10, 10, "한국어 漢|字混用|표기"},
    };
    struct arena arena;
    struct buffer out;
    arena_init(&arena);
    buffer_init(&out, 1 << 16);
    cleanup(columns_freep) struct columns *columns = open_columns();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct column_line *lines;
        struct text text = text_of(cases[i].text);
        size_t n_lines = columns_wrap(columns, text, cases[i].first, cases[i].rest, &arena, &lines);
        join_lines(text, lines, n_lines, &out);
        assert_text(buffer_text(&out), cases[i].lines);
    }
    buffer_clear(&out);
    arena_clear(&arena);
}

static void check_lines(struct columns *columns, struct text text, uint32_t width, struct arena *arena)
{
    struct column_line *lines;
    size_t n_lines = columns_wrap(columns, text, width, width, arena, &lines), at = 0;
    for (size_t i = 0; i < n_lines; i++) {
        assert_true(lines[i].start >= at && lines[i].end >= lines[i].start && lines[i].end <= text.size);
        for (; at < lines[i].start; at++) /* nothing but white space is left out */
            assert_true(text.bytes[at] == ' ' || text.bytes[at] == '\n');
        struct text line = text_slice(text, lines[i].start, lines[i].end);
        assert_true(lines[i].width <= width);
        assert_int_equal(columns_of(columns, line), lines[i].width);
        assert_int_equal(text_invalid_at(line), TEXT_NONE);
        at = lines[i].end;
    }
    for (; at < text.size; at++)
        assert_true(text.bytes[at] == ' ' || text.bytes[at] == '\n');
}

static void test_every_text_fits_every_width(void **state)
{
    (void)state;
    static const char *const pieces[] = {"가",
                                         "나다 ",
                                         "漢",
                                         "字",
                                         "。",
                                         "，",
                                         "「",
                                         "」",
                                         " ",
                                         "a",
                                         "word ",
                                         "-",
                                         "/",
                                         "😀",
                                         "👨‍👩‍👧",
                                         "🇰🇷",
                                         "e\xCC\x81",
                                         "\u1112\u1161\u11AB",
                                         "\n",
                                         "http://x.y/z",
                                         "(",
                                         ")",
                                         "1️⃣",
                                         "　",
                                         "ก",
                                         "\u200B",
                                         "\u0300"};
    uint64_t seed = 7;
    struct arena arena;
    struct buffer text;
    arena_init(&arena);
    buffer_init(&text, 1 << 16);
    cleanup(columns_freep) struct columns *columns = open_columns();
    for (size_t round = 0; round < 600; round++) {
        buffer_reset(&text);
        for (size_t i = 0; i < round % 150; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buffer_append_string(&text, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        check_lines(columns, buffer_text(&text), 2 + (uint32_t)(round % 99), &arena);
        arena_reset(&arena);
    }
    buffer_clear(&text);
    arena_clear(&arena);
}

static void test_a_long_text_costs_what_it_weighs(void **state)
{
    (void)state;
    static const char *const units[] = {"가", "字", "a", "가 ", "。", "\u0300", "👨‍", "\n", " ", "🇰"};
    struct arena arena;
    struct buffer text;
    arena_init(&arena);
    buffer_init(&text, 1 << 20);
    cleanup(columns_freep) struct columns *columns = open_columns();
    for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
        buffer_reset(&text);
        while (text.size < 50000)
            buffer_append_string(&text, units[unit]);
        check_lines(columns, buffer_text(&text), 40, &arena);
        arena_reset(&arena);
    }
    buffer_clear(&text);
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_width_is_that_of_a_terminal),
          cmocka_unit_test(test_what_fits_ends_between_clusters),
          cmocka_unit_test(test_lines_break_where_each_language_breaks_them),
          cmocka_unit_test(test_every_text_fits_every_width),
          cmocka_unit_test(test_a_long_text_costs_what_it_weighs))
