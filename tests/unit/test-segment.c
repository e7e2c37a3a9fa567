/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/segment.h"

static struct folder *folder;
static struct segmenter *segmenter;
static struct arena arena;

static int open_all(void **state)
{
    (void)state;
    struct error error;
    arena_init(&arena);
    return (folder = folder_new(&error)) == NULL || (segmenter = segmenter_new(&error)) == NULL;
}

static int close_all(void **state)
{
    (void)state;
    segmenter_free(segmenter);
    folder_free(folder);
    arena_clear(&arena);
    return 0;
}

static struct text describe_words(struct text text)
{
    struct folded folded;
    uint32_t *ends;
    struct text described = TEXT("");
    fold(folder, text, &arena, &folded);
    size_t n_words = segment_words(segmenter, &folded, 0, folded.n_units, &arena, &ends);
    for (size_t i = 0, start = 0; i < n_words; start = ends[i++]) {
        struct text word = folded_utf8(&folded, start, ends[i], &arena);
        described =
            arena_printf(&arena, "%.*s%s%.*s", TEXT_PRINTF(described), i > 0 ? " " : "", TEXT_PRINTF(word));
    }
    return described;
}

static void test_words_are_those_of_the_dictionary(void **state)
{
    (void)state;
    assert_text(describe_words(TEXT("自动微分技术")), "自动 微分 技术");
    assert_text(describe_words(TEXT("我们使用人工智能")), "我们 使用 人工 智能");
    assert_text(describe_words(TEXT("好")), "好");
    assert_text(describe_words(TEXT("𠀀")), "𠀀");
}

static void test_traditional_text_is_cut_as_simplified(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"機器學習", "机器学习"},
        {"資料庫與網路", "资料库与网路"},
        {"開發者社群", "开发者社群"},
        {"自動語音辨識", "自动语音辨识"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct text simplified = describe_words(text_of(pairs[i][1]));
        assert_text(describe_words(text_of(pairs[i][0])), simplified.bytes);
    }
}

/* What every answer must be: ends that ascend to the run's end and split no character. */
static size_t check_ends(struct text text)
{
    struct folded folded;
    uint32_t *ends;
    fold(folder, text, &arena, &folded);
    size_t n_words = segment_words(segmenter, &folded, 0, folded.n_units, &arena, &ends);
    assert_true(n_words >= 1);
    assert_int_equal(ends[n_words - 1], folded.n_units);
    for (size_t i = 0; i + 1 < n_words; i++) {
        assert_true(ends[i] < ends[i + 1]);
        assert_true(folded.starts[ends[i]] > folded.starts[ends[i] - 1]);
    }
    return n_words;
}

static struct text repeated(const char *head, const char *piece, size_t count)
{
    size_t size = strlen(piece), head_size = strlen(head);
    char *bytes = arena_alloc(&arena, head_size + size * count);
    memcpy(bytes, head, head_size);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + head_size + i * size, piece, size);
    return text_from(bytes, head_size + size * count);
}

static void test_a_run_of_thirty_thousand_characters_is_cut(void **state)
{
    (void)state;
    assert_true(check_ends(repeated("", "自动微分技术", 5000)) > 14000);
    check_ends(repeated("", "的", 30000));
}

static void test_characters_of_two_units_are_never_split(void **state)
{
    (void)state;
    check_ends(repeated("", "𠀀", 10000));
    check_ends(repeated("好", "𠀀", 10000)); /* every limit falls into the middle of one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_those_of_the_dictionary),
        cmocka_unit_test(test_traditional_text_is_cut_as_simplified),
        cmocka_unit_test(test_a_run_of_thirty_thousand_characters_is_cut),
        cmocka_unit_test(test_characters_of_two_units_are_never_split),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
