/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/language-runs.h"

static struct folder *folder;
static struct arena arena;

static int open_folder(void **state)
{
    (void)state;
    struct error error;
    arena_init(&arena);
    return (folder = folder_new(&error)) == NULL;
}

static int close_folder(void **state)
{
    (void)state;
    folder_free(folder);
    arena_clear(&arena);
    return 0;
}

/* "Latn:meta Hang:의": the runs of a text. */
static struct text describe_runs(struct text text)
{
    struct folded folded;
    struct text described = TEXT("");
    struct run run;
    fold(folder, text, &arena, &folded);
    for (size_t offset = 0, end = 0; language_runs_next(&folded, &offset, &run); end = run.end) {
        assert_true(run.start >= end && run.end > run.start && offset == run.end);
        struct text word = folded_utf8(&folded, run.start, run.end, &arena);
        described = arena_printf(&arena, "%.*s%s%s:%.*s", TEXT_PRINTF(described),
                                 described.size > 0 ? " " : "", script_code(run.script), TEXT_PRINTF(word));
    }
    return described;
}

struct pair {
    const char *text, *runs;
};

static void check_pairs(const struct pair *pairs, size_t n_pairs)
{
    for (size_t i = 0; i < n_pairs; i++)
        assert_text(describe_runs(text_of(pairs[i].text)), pairs[i].runs);
}

#define CHECK_PAIRS(pairs) check_pairs((pairs), sizeof(pairs) / sizeof *(pairs))

static void test_a_run_is_of_one_script(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Meta의 自动微分, node.js v2", "Latn:meta Hang:의 Hani:自动微分 Latn:node.js Latn:v2"},
        {"5G网络", "Latn:5g Hani:网络"},
        {"검색엔진 검색 엔진", "Hang:검색엔진 Hang:검색 Hang:엔진"},
        {"漢字かなカナ", "Hani:汉字かなカナ"},
        {"データ・ベース", "Hani:データ Hani:ベース"},
        {"ㅋㅋ하하", "Hang:ㅋㅋ하하"},
        {"2024년", "Latn:2024 Hang:년"},
        {"人々〇", "Hani:人々〇"},
        {"𠀀𠀁好", "Hani:𠀀𠀁好"},
        {"Москва ελλάδα", "Latn:москва Latn:ελλάδα"},
        {"हिन्दी", "Latn:हिन्दी"}, /* vowel signs belong to their word */
    };
    CHECK_PAIRS(pairs);
}

static void test_space_marks_and_pictures_are_in_no_run(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"", ""},
        {" \t\n", ""},
        {"!?…。，「」", ""},
        {"😀👩\u200D💻🇰🇷", ""},
        {"++++ ---- .... ____", ""},
        {"\u0301\u0301", ""}, /* marks that stand on nothing */
        {"\u0301abc", "Latn:abc"},
        {"´abc", "Latn:abc"},
        {"1\uFE0F\u20E3 설치", "Latn:1 Hang:설치"}, /* a keycap */
        {"a\u3164b", "Latn:ab"},
    };
    CHECK_PAIRS(pairs);
}

static void test_a_nul_ends_a_run(void **state)
{
    (void)state;
    assert_text(describe_runs(TEXT("\0가\0나\0")), "Hang:가 Hang:나");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_run_is_of_one_script),
        cmocka_unit_test(test_space_marks_and_pictures_are_in_no_run),
        cmocka_unit_test(test_a_nul_ends_a_run),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
