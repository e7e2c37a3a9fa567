/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include "searcher/phrase.h"

struct fixture {
    struct folder *folder;
    struct arena arena;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct error error;
    fixture.folder = folder_new(&error);
    arena_init(&fixture.arena);
    *state = &fixture;
    return fixture.folder != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    folder_free(fixture->folder);
    arena_clear(&fixture->arena);
    return 0;
}

/* The places of a phrase, each in [ ]. */
static struct text show_places(struct fixture *fixture, const char *phrase, const char *string)
{
    struct folded folded;
    struct even_text even;
    struct range *ranges;
    struct text text = text_of(string), shown = TEXT("");
    fold(fixture->folder, text, &fixture->arena, &folded);
    phrase_even(&folded, &fixture->arena, &even);
    size_t n_ranges = phrase_find(&even, text_of(phrase), &fixture->arena, &ranges), at = 0;
    for (size_t i = 0; i < n_ranges; at = ranges[i++].end)
        shown = arena_printf(&fixture->arena, "%.*s%.*s[%.*s]", TEXT_PRINTF(shown),
                             TEXT_PRINTF(text_slice(text, at, ranges[i].start)),
                             TEXT_PRINTF(text_slice(text, ranges[i].start, ranges[i].end)));
    shown = arena_printf(&fixture->arena, "%.*s%.*s", TEXT_PRINTF(shown), TEXT_PRINTF(text_skip(text, at)));
    assert_int_equal(phrase_is_in(fixture->folder, text_of(phrase), text, &fixture->arena),
                     n_ranges > 0 || text_trim(text_of(phrase)).size == 0);
    return shown;
}

static void test_phrase_is_found_as_it_is_written(void **state)
{
    static const struct {
        const char *phrase, *text, *expected;
    } cases[] = {
        {"자동 미분", "자동  미분을 쓴다", "[자동  미분]을 쓴다"},
        {"자동 미분", "자동\n\t미분", "[자동\n\t미분]"},
        {"자동 미분", "자동 미분방정식", "자동 미분방정식"},
        {"자동 미분", "반자동 미분", "반자동 미분"},
        {"자동 미분", "자동미분", "자동미분"},
        {"c", "C++ 입문, C 입문", "C++ 입문, [C] 입문"},
        {"c++", "C++ 입문", "[C++] 입문"},
        {"动微", "自动微分", "自[动微]分"},
        {"机器学习", "機器學習與機器學習", "[機器學習]與[機器學習]"},
        {"new york", "New\u3000York, new yorker", "[New\u3000York], new yorker"},
        {"gpu", "ＧＰＵ는 GPUs와 다르다", "[ＧＰＵ]는 GPUs와 다르다"},
        {"한글", "\u1112\u1161\u11ab\u1100\u1173\u11af의", "[\u1112\u1161\u11ab\u1100\u1173\u11af]의"},
        /* the beginning of the phrase comes again inside it */
        {"가 가 나", "가 가 가 나", "가 [가 가 나]"},
        {"aab", "aaab aab", "aaab [aab]"},
        {"", "글", "글"},
        {" ", "글 하나", "글 하나"},
        {"글", "", ""},
        {"긴 글이다", "긴 글", "긴 글"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_text(show_places(fixture, cases[i].phrase, cases[i].text), cases[i].expected);
        arena_reset(&fixture->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_phrase_is_found_as_it_is_written)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
