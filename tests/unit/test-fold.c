/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include <stdlib.h>
#include <time.h>

#include "analyzers/fold.h"

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

static struct folded fold_text(struct text text)
{
    struct folded folded;
    fold(folder, text, &arena, &folded);
    return folded;
}

static struct text fold_to_utf8(struct text text)
{
    struct folded folded = fold_text(text);
    return folded_utf8(&folded, 0, folded.n_units, &arena);
}

struct pair {
    const char *text, *folded;
};

static void check_pairs(const struct pair *pairs, size_t n_pairs)
{
    for (size_t i = 0; i < n_pairs; i++) {
        assert_text(fold_to_utf8(text_of(pairs[i].text)), pairs[i].folded);
        assert_text(fold_to_utf8(text_of(pairs[i].folded)), pairs[i].folded);
    }
}

#define CHECK_PAIRS(pairs) check_pairs((pairs), sizeof(pairs) / sizeof *(pairs))

static void test_case_and_accents_of_latin_letters_go(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"PyTorch", "pytorch"},
        {"Café", "cafe"},
        {"Cafe\u0301", "cafe"},
        {"NAÏVE Ångström", "naive angstrom"},
        {"Việt Nam", "viet nam"},
        {"Dž ǅ ǆ", "dz dz dz"},
        {"Straße ẞ", "strasse ss"},
        {"İstanbul", "istanbul"},
        {"q\u0307x", "qx"},                 /* no composed form exists */
        {"s\u0301\u0301\uFF9E", "s\u3099"}, /* a mark of another script comes to stand between */
        {"Ørsted ǿ Łódź ðđħı", "orsted o lodz ddhi"},
        {"œuvre Œuvre Æsop ǽ ᴭ", "oeuvre oeuvre aesop ae ae"},
        {"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
        {"МОСКВА", "москва"},
    };
    CHECK_PAIRS(pairs);
}

static void test_accents_can_be_kept(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"CAFÉ", "café"},       {"Cafe\u0301", "café"}, {"Straße", "strasse"}, {"ﬁle", "file"},
        {"Ünïcode", "ünïcode"}, {"Œuvre", "œuvre"},     {"user’s", "user's"},  {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_text(fold_keeping_accents(folder, text_of(pairs[i].text), &arena), pairs[i].folded);
    char *long_word = arena_alloc(&arena, 300);
    memset(long_word, 'a', 300);
    assert_text(fold_keeping_accents(folder, text_from(long_word, 300), &arena), "");
    for (size_t i = 0; i + 3 <= 126; i += 3)
        memcpy(long_word + i, "\uFDFA", 3); /* gives 18 units each */
    assert_text(fold_keeping_accents(folder, text_from(long_word, 126), &arena), "");
}

static void test_compatibility_forms_become_plain(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"ﬁle ﬄ", "file ffl"}, {"㎏ ㎒", "kg mhz"},         {"ＡＰＩ　１２３！", "api 123!"},
        {"① ⑳ ½", "1 20 1⁄2"}, {"Ⅳ ℌ 𝐔𝐬𝐞", "iv h use"},     {"ｶﾞｲﾄﾞ ﾊﾟ", "ガイド パ"},
        {"か\u3099", "が"},    {"㈜ ㉮ ㋀", "(주) 가 1月"}, {"GPT‑4 GPT‐4 GPT－4", "gpt-4 gpt-4 gpt-4"},
        {"don’t", "don't"},    {"ﷺ", "صلى الله عليه وسلم"}, {"x\u00A0y\u2003z", "x y z"},
        {"a…b", "a...b"},
    };
    CHECK_PAIRS(pairs);
}

static void test_signs_of_trade_do_not_become_letters_of_the_name(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"CUDA™", "cuda®"}, {"CUDA\u2122\uFE0F", "cuda®"}, {"Core® X℠", "core® x®"}};
    CHECK_PAIRS(pairs);
}

static void test_what_is_not_seen_is_dropped(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"co\u00ADoperate", "cooperate"},
        {"e\u00AD\u0301x", "ex"}, /* the accent joins the letter before the soft hyphen */
        {"zero\u200Bwidth\u200D", "zerowidth"},
        {"漢\U000E0101字", "汉字"}, /* ideographic variation selector */
        {"❤\uFE0F", "❤"},
        {"👩\u200D💻", "👩💻"},
        {"\uFEFFtext", "text"},
        {"가\u3164나\uFFA0다", "가나다"}, /* the fillers of Hangul */
        {"\u00AD", ""},
        {"\u200B\u200C\u2060", ""},
    };
    CHECK_PAIRS(pairs);
}

static void test_hangul_is_composed_but_single_jamo_stay(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165", "한국어"},
        {"가\u11A8", "각"},
        {"ㅋㅋㅋ ㅠㅠ", "ㅋㅋㅋ ㅠㅠ"},
        {"ㄷㅏ", "ㄷㅏ"}, /* NFKC would make 다 of them */
        {"ㄳ ㅀ ㆍ", "ㄳ ㅀ ㆍ"},
        {"\uFFA1\uFFA2\uFFBE", "ㄱㄲㅎ"},
        {"\uFFC2\uFFC7\uFFCA\uFFCF\uFFD2\uFFD7\uFFDA\uFFDC", "ㅏㅔㅕㅚㅛㅠㅡㅣ"},
        {"ㄴ\u0301", "ㄴ\u0301"},
    };
    CHECK_PAIRS(pairs);
}

static void test_traditional_chinese_becomes_simplified(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"機器學習", "机器学习"}, {"開源軟體與雲端運算", "开源软体与云端运算"},
        {"妳祇", "你只"},         {"\uF9B4", "领"}, /* a compatibility ideograph of 領 */
        {"⼈工", "人工"},                           /* a radical */
    };
    CHECK_PAIRS(pairs);
}

#if HAVE_UNIHAN
static void test_rare_variants_come_from_unihan(void **state)
{
    (void)state;
    static const struct pair pairs[] = {{"峯麪滙", "峰面汇"}};
    CHECK_PAIRS(pairs);
}
#endif

static void test_folding_twice_is_folding_once_for_every_character(void **state)
{
    (void)state;
    for (uint32_t code_point = 1; code_point <= 0x323AF; code_point++) {
        if (code_point >= 0xD800 && code_point <= 0xDFFF)
            continue;
        char bytes[4];
        struct text once = fold_to_utf8(text_from(bytes, utf8_encode(code_point, bytes)));
        struct text twice = fold_to_utf8(once);
        if (!text_equal(once, twice) || text_invalid_at(once) != TEXT_NONE)
            fail_msg("U+%04X: \"%.*s\" then \"%.*s\"", code_point, TEXT_PRINTF(once), TEXT_PRINTF(twice));
        for (size_t i = 0; i < once.size; i++)
            assert_false(once.bytes[i] >= 'A' && once.bytes[i] <= 'Z');
        arena_reset(&arena);
    }
}

static void test_every_unit_knows_the_bytes_it_was_written_in(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n_units;
        uint32_t starts[20]; /* the last is the size of the text */
    } cases[] = {
        {"", 0, {0}},
        {"aé", 2, {0, 1, 3}},
        {"e\u0301x", 2, {0, 3, 4}},
        {"xﬁy", 4, {0, 1, 1, 4, 5}},
        {"㎏은", 3, {0, 0, 3, 6}},
        {"한\u1100\u1161\u11A8끝", 3, {0, 3, 12, 15}},
        {"ｶﾞB", 2, {0, 6, 7}},
        {"a\u00ADb", 2, {0, 3, 4}},
        {"\u00ADb", 1, {2, 3}},
        {"漢\U000E0101字", 2, {0, 7, 10}},
        {"😀a", 3, {0, 0, 4, 5}},
        {"𠀀", 2, {0, 0, 4}},
        {"\u0301a", 2, {0, 2, 3}},
        {"機", 1, {0, 3}},
        {"ﷺ", 18, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct folded folded = fold_text(text_of(cases[i].text));
        assert_int_equal(folded.n_units, cases[i].n_units);
        for (size_t u = 0; u <= folded.n_units; u++)
            assert_int_equal(folded.starts[u], cases[i].starts[u]);
    }
}

static void test_a_range_ends_behind_the_whole_character(void **state)
{
    (void)state;
    struct folded folded = fold_text(TEXT("xﬁy")); /* x f i y */
    assert_int_equal(folded_start(&folded, 2), 1);
    assert_int_equal(folded_end(&folded, 2), 4);
    assert_int_equal(folded_end(&folded, 3), 4);
    assert_int_equal(folded_end(&folded, 4), 5);
}

static void test_nul_bytes_are_kept(void **state)
{
    (void)state;
    struct folded folded = fold_text(TEXT("A\0\0B"));
    assert_int_equal(folded.n_units, 4);
    assert_int_equal(folded.units[1], 0);
    assert_int_equal(folded.units[3], 'b');
}

static struct text repeated(const char *head, const char *piece, size_t count)
{
    size_t size = strlen(piece);
    char *bytes = arena_alloc(&arena, strlen(head) + size * count + 1);
    strcpy(bytes, head);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + strlen(head) + i * size, piece, size);
    return text_from(bytes, strlen(head) + size * count);
}

static void test_marks_are_cut_at_thirty(void **state)
{
    (void)state;
    struct folded folded = fold_text(repeated("1", "\u0301", 10000));
    assert_int_equal(folded.n_units, 31);
    assert_int_equal(folded_end(&folded, 31), 20001);
    assert_int_equal(fold_text(repeated("a", "\u0301", 10000)).n_units, 1);
    assert_int_equal(fold_text(repeated("", "\u0327\u0301", 5000)).n_units, 31);
}

static double seconds_to_fold(struct text text)
{
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    fold_text(text);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

static void test_mixed_marks_take_linear_time(void **state)
{
    (void)state;
    /* 320,000 marks of two classes in turn: ICU alone takes half a minute. */
    assert_true(seconds_to_fold(repeated("가", "\u0301\u0316", 160000)) < 2);
    assert_true(seconds_to_fold(repeated("", "\uFDFA", 100000)) < 5);
    arena_reset(&arena);
}

static void test_utf16_is_written_as_valid_utf8(void **state)
{
    (void)state;
    static const char16_t units[] = {'a', 0xD800, 'b', 0xDC00, 0xD83D, 0xDE00};
    assert_text(utf16_to_utf8(units, 6, &arena), "a\uFFFDb\uFFFD😀");
    assert_text(utf16_to_utf8(units, 0, &arena), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case_and_accents_of_latin_letters_go),
        cmocka_unit_test(test_accents_can_be_kept),
        cmocka_unit_test(test_compatibility_forms_become_plain),
        cmocka_unit_test(test_signs_of_trade_do_not_become_letters_of_the_name),
        cmocka_unit_test(test_what_is_not_seen_is_dropped),
        cmocka_unit_test(test_hangul_is_composed_but_single_jamo_stay),
        cmocka_unit_test(test_traditional_chinese_becomes_simplified),
#if HAVE_UNIHAN
        cmocka_unit_test(test_rare_variants_come_from_unihan),
#endif
        cmocka_unit_test(test_folding_twice_is_folding_once_for_every_character),
        cmocka_unit_test(test_every_unit_knows_the_bytes_it_was_written_in),
        cmocka_unit_test(test_a_range_ends_behind_the_whole_character),
        cmocka_unit_test(test_nul_bytes_are_kept),
        cmocka_unit_test(test_marks_are_cut_at_thirty),
        cmocka_unit_test(test_mixed_marks_take_linear_time),
        cmocka_unit_test(test_utf16_is_written_as_valid_utf8),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
