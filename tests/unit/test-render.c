/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/render.h"
#include "tests/unit/check.h"

static const struct hit hits[] = {
    {.path = TEXT_INIT("docs/ko/a.md"), .score = 9.25},
    {.path = TEXT_INIT("docs/ko/b 100%.md"), .score = 8},
    {.path = TEXT_INIT("docs/ko/a.md"), .score = 7.5},
    {.path = TEXT_INIT("x\ny\xFF\t.md"), .score = 0.1234567},
    {.path = TEXT_INIT("기계　학습.md"), .score = 0.1},
};

static void render(enum render_format format, bool nul_separated, struct text query_id, struct buffer *out)
{
    struct error error;
    struct renderer renderer;
    struct render_options options = {.format = format, .nul_separated = nul_separated};
    struct answer answer = {.hits = (struct hit *)hits, .n_hits = sizeof hits / sizeof *hits};
    assert_int_equal(render_begin(&renderer, &options, query_id.size > 0, out, &error), 0);
    render_answer(&renderer, query_id, &answer);
    render_end(&renderer);
}

static void test_trec_has_six_columns_and_each_path_once(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 1 << 16);
    render(RENDER_TREC, false, TEXT("q 7"), &out);
    assert_text(buffer_text(&out), "q%207 Q0 docs/ko/a.md 1 9.250000 chaja\n"
                                   "q%207 Q0 docs/ko/b%20100%25.md 2 8.000000 chaja\n"
                                   "q%207 Q0 x%0Ay%FF%09.md 3 0.123457 chaja\n"
                                   "q%207 Q0 기계%E3%80%80학습.md 4 0.100000 chaja\n");
    buffer_reset(&out);
    render(RENDER_TREC, false, TEXT(""), &out);
    assert_true(text_starts_with(buffer_text(&out), TEXT("1 Q0 docs/ko/a.md 1 ")));
    buffer_clear(&out);
}

static void test_paths_are_the_names_own_bytes(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 1 << 16);
    render(RENDER_PATHS, false, TEXT(""), &out);
    assert_text(buffer_text(&out), "docs/ko/a.md\ndocs/ko/b 100%.md\nx?y\xFF\t.md\n기계　학습.md\n");
    buffer_reset(&out);
    render(RENDER_PATHS, true, TEXT(""), &out);
    struct text expected = TEXT("docs/ko/a.md\0docs/ko/b 100%.md\0x\ny\xFF\t.md\0기계　학습.md\0");
    assert_true(text_equal(buffer_text(&out), expected));
    buffer_clear(&out);
}

static void test_an_answer_that_does_not_fit_is_left_out_whole(void **state)
{
    (void)state;
    static const enum render_format formats[] = {RENDER_TEXT, RENDER_TREC, RENDER_PATHS, RENDER_JSONL};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct buffer out;
        buffer_init(&out, 60);
        buffer_append_string(&out, "before");
        render(formats[i], false, TEXT(""), &out);
        assert_text(buffer_text(&out), "before");
        assert_true(out.overflowed);
        buffer_clear(&out);
    }
}

RUN_TESTS(cmocka_unit_test(test_trec_has_six_columns_and_each_path_once),
          cmocka_unit_test(test_paths_are_the_names_own_bytes),
          cmocka_unit_test(test_an_answer_that_does_not_fit_is_left_out_whole))
