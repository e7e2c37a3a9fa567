/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/anchor.h"
#include "tests/unit/check.h"

/* Expectations were made by github-slugger 2.0.0. */

static void test_anchor_is_what_github_makes_of_a_heading(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *anchor;
    } cases[] = {
        {"딥러닝 시작하기", "딥러닝-시작하기"},
        {"딥러닝 시작하기!", "딥러닝-시작하기"},
        {"1) Meta — LLaMA / Llama Ecosystem", "1-meta--llama--llama-ecosystem"},
        {"**굵은** 제목", "굵은-제목"},
        {"C++와 C# 비교", "c와-c-비교"},
        {"`useState(initialState)`", "usestateinitialstate"},
        {"自然语言处理（NLP）", "自然语言处理nlp"},
        {"什么是“过拟合”？", "什么是过拟合"},
        {"大模型：训练、微调、部署", "大模型训练微调部署"},
        {"안녕, 세계! 👋🌍", "안녕-세계-"},
        {"  앞뒤 공백  ", "--앞뒤-공백--"},
        {"tab\011here", "tabhere"},
        {"A_B-C d", "a_b-c-d"},
        {"Ünïcödé ÀÉÎ", "ünïcödé-àéî"},
        {"İstanbul", "i\314\207stanbul"},
        {"ΣΊΣΥΦΟΣ", "σίσυφος"},
        {"ΟΔΟΣ", "οδος"},
        {"ǅungla", "ǆungla"},
        {"ﬁne ﬀ", "ﬁne-ﬀ"},
        {"１２３ ＡＢＣ", "１２３-ａｂｃ"},
        {"①②③", ""},
        {"Ⅷ장", "ⅷ장"},
        {"½컵", "컵"},
        {"x² + y²", "x--y"},
        {"5 ÷ 2 × 3", "5--2--3"},
        {"100% 완료", "100-완료"},
        {"(괄호) [대괄호] {중괄호}", "괄호-대괄호-중괄호"},
        {"a.b.c", "abc"},
        {"a/b\\c", "abc"},
        {"a|b", "ab"},
        {"#태그 @이름", "태그-이름"},
        {"$HOME", "home"},
        {"한글ㄱㄴㄷ", "한글ㄱㄴㄷ"},
        {"ㅋㅋㅋ", "ㅋㅋㅋ"},
        {"조합형 각", "조합형-각"},
        {"中文・日本語", "中文日本語"},
        {"ーカタカナー", "ーカタカナー"},
        {"〈꺾쇠〉《책》「낫표」", "꺾쇠책낫표"},
        {"～물결～ ~tilde~", "물결-tilde"},
        {"—대시— – - ‐", "대시----"},
        {"…말줄임…", "말줄임"},
        {"·가운뎃점·", "가운뎃점"},
        {"ª º ¹", "ª-º-"},
        {"ʰ ʷ ˈ", "ʰ-ʷ-ˈ"},
        {"à\314\201 결합", "à\314\201-결합"},
        {"नमस्ते", "नमस्ते"},
        {"สวัสดี", "สวัสดี"},
        {"עברית נִקּוּד", "עברית-נִקּוּד"},
        {"العربية ١٢٣", "العربية-١٢٣"},
        {"ไทย ๑๒๓", "ไทย-๑๒๓"},
        {"a\342\200\213b", "ab"},
        {"a\342\200\215b", "ab"},
        {"a\302\255b", "ab"},
        {"a\302\240b", "ab"},
        {"a\343\200\200b", "ab"},
        {"a\342\200\250b", "ab"},
        {"\357\273\277x", "x"},
        {"👨\342\200\215👩\342\200\215👧 가족", "-가족"},
        {"❤\357\270\217 사랑", "\357\270\217-사랑"},
        {"🇰🇷 한국", "-한국"},
        {"™ © ®", "--"},
        {"№ 1", "-1"},
        {"℃ 온도", "-온도"},
        {"µ 마이크로", "µ-마이크로"},
        {"ß ẞ", "ß-ß"},
        {"ı I", "ı-i"},
        {"Ω Ω K", "ω-ω-k"},
        {"_밑줄_", "_밑줄_"},
        {"__init__", "__init__"},
        {"---", "---"},
        {"!!!", ""},
        {"", ""},
        {"-", "-"},
        {"--flag", "--flag"},
        {"ref() {#ref}", "ref-ref"},
        {"v-model", "v-model"},
        {"<script setup>", "script-setup"},
        {"TensorFlow - Github | Home", "tensorflow---github--home"},
        {"0.主流AI框架&DL库", "0主流ai框架dl库"},
        {"清华Jittor(计图):", "清华jittor计图"},
        {"2.0과 2.1", "20과-21"},
        {"제1장. 서론", "제1장-서론"},
        {"Q&A", "qa"},
        {"'따옴표' \"큰\"", "따옴표-큰"},
        {"𝒜𝒷 수학", "𝒜𝒷-수학"},
        {"𠀀 확장한자", "𠀀-확장한자"},
        {"Ꭰꭰ", "ꭰꭰ"},
        {"ꙮ", "ꙮ"},
        {"\341\240\216", ""},
        {"٪", ""},
        {"᭄", "᭄"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(anchor_of(text_of(cases[i].heading), &arena), cases[i].anchor);
    arena_clear(&arena);
}

static void test_repeated_anchors_are_numbered_as_github_does(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *anchor;
    } cases[] = {
        {"개요", "개요"},       {"개요", "개요-1"}, {"개요-1", "개요-1-1"}, {"개요", "개요-2"},
        {"개요-1", "개요-1-2"}, {"!!!", ""},        {"\?\?\?", "-1"},       {"개요 1", "개요-1-3"},
        {"Foo", "foo"},         {"foo", "foo-1"},   {"foo-1", "foo-1-1"},   {"foo", "foo-2"},
    };
    struct arena arena;
    struct anchors anchors = {0};
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(anchors_next(&anchors, text_of(cases[i].heading), &arena), cases[i].anchor);
    arena_clear(&arena);
}

/* One bit for every 61st code point from U+0080 on: does it stay between two letters? */
static const char kept[] =
    "3ffffcff9dbd75fb3fed7fffdfeefffff8a00080000001fe00fc007ffffffffffffffffffffffffffbffffffff"
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffbfebbfe7"
    "fffffffffffffffffffffffffffffffffffffffffffffe80000000000000000000000000000000001feffebf0";

static bool is_bit_set(size_t index)
{
    char digit = kept[index / 4];
    int value = digit >= 'a' ? digit - 'a' + 10 : digit - '0';
    return (value >> (3 - index % 4) & 1) != 0;
}

static void test_the_same_characters_stay_all_over_the_basic_plane(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    size_t index = 0;
    for (uint32_t c = 0x80; c < 0x10000; c += 61, index++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char heading[8] = "a";
        size_t size = 1 + utf8_encode(c, heading + 1);
        heading[size++] = 'b';
        bool stays = anchor_of(text_from(heading, size), &arena).size > 2;
        if (stays != is_bit_set(index))
            fail_msg("U+%04X", (unsigned)c);
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

static void test_broken_bytes_are_dropped(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_text(anchor_of(TEXT("a\xFF\xED\xA0\x80"
                               "b\xEA\xB0"),
                          &arena),
                "ab");
    arena_clear(&arena);
}

static void test_two_hundred_thousand_equal_headings_stay_linear(void **state)
{
    (void)state;
    struct arena arena;
    struct anchors anchors = {0};
    struct text last = {"", 0};
    arena_init(&arena);
    for (size_t i = 0; i < 200000; i++)
        last = anchors_next(&anchors, TEXT("개요"), &arena);
    assert_text(last, "개요-199999");
    assert_true(anchors_hold(&anchors, TEXT("개요-77")));
    assert_false(anchors_hold(&anchors, TEXT("개요-200000")));
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_anchor_is_what_github_makes_of_a_heading),
          cmocka_unit_test(test_repeated_anchors_are_numbered_as_github_does),
          cmocka_unit_test(test_the_same_characters_stay_all_over_the_basic_plane),
          cmocka_unit_test(test_broken_bytes_are_dropped),
          cmocka_unit_test(test_two_hundred_thousand_equal_headings_stay_linear))
