/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/fold.h"
#include "analyzers/korean-variants.h"
#include "tests/unit/hangul.h"

static void check_canonical(const char *stem, const char *expected)
{
    char16_t units[HANGUL_MAX_UNITS] = {0}, canonical[KOREAN_MAX_SYLLABLES];
    size_t n_units = hangul_units(text_of(stem), units), n = korean_canonical(units, n_units, canonical);
    struct arena arena;
    arena_init(&arena);
    assert_text(n == 0 ? text_of(stem) : utf16_to_utf8(canonical, n, &arena), expected);
    arena_clear(&arena);
}

static void test_every_spelling_is_one_word(void **state)
{
    (void)state;
    static const char *const rows[][5] = {
        {"데이터세트", "데이터셋", "데이타셋"},
        {"디렉터리", "디렉토리"},
        {"콘텐츠", "컨텐츠"},
        {"애플리케이션", "어플리케이션"},
        {"메시지", "메세지"},
        {"라이선스", "라이센스"},
        {"프런트엔드", "프론트엔드"},
        {"컴포넌트", "콤포넌트"},
        {"리포지터리", "레포지토리", "리포지토리"},
        {"메서드", "메소드"},
        {"알고리즘", "알고리듬"},
        {"스케줄", "스케쥴"},
        {"로봇", "로보트"},
        {"카탈로그", "카달로그"},
        {"세트", "셋"},
        {"소프트웨어", "소프트웨아"},
        {"액세스", "억세스", "엑세스"},
        {"콘셉트", "컨셉"},
        {"타깃", "타겟"},
        {"시뮬레이션", "시물레이션"},
        {"커뮤니케이션", "코뮤니케이션"},
        {"네트워크", "네트웍"},
        {"케이크", "케잌"},
        {"데스크톱", "데스크탑"},
        {"워크숍", "워크샵"},
        {"윈도", "윈도우"},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        for (size_t i = 0; i < 5 && rows[r][i] != NULL; i++)
            check_canonical(rows[r][i], rows[r][0]);
}

static void test_long_spellings_count_in_compounds(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"웹컨텐츠", "웹콘텐츠"},
        {"컨텐츠관리", "콘텐츠관리"},
        {"훈련데이터셋", "훈련데이터세트"},
        {"어플리케이션라이센스", "애플리케이션라이선스"},
        {"컨셉아트", "콘셉트아트"},
        {"알고리듬알고리듬", "알고리즘알고리즘"},
        {"메세지메세지메세지", "메시지메세지메시지"},
        {"샵라이트", "샵라이트"}, /* too short to be a part of anything */
        {"셋이", "셋이"},
        {"검색", "검색"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_canonical(cases[i][0], cases[i][1]);
}

static void test_what_is_too_long_or_no_syllable_is_left(void **state)
{
    (void)state;
    char16_t units[KOREAN_MAX_SYLLABLES + 1], ret[KOREAN_MAX_SYLLABLES];
    static const char16_t dataset[] = u"데이터셋";
    for (size_t i = 0; i <= KOREAN_MAX_SYLLABLES; i++)
        units[i] = u'가';
    memcpy(units + KOREAN_MAX_SYLLABLES - 4, dataset, 4 * sizeof *dataset);
    assert_int_equal(korean_canonical(units, KOREAN_MAX_SYLLABLES + 1, ret), 0);
    /* One syllable more would not fit. */
    assert_int_equal(korean_canonical(units, KOREAN_MAX_SYLLABLES, ret), KOREAN_MAX_SYLLABLES);
    assert_memory_equal(units, ret, KOREAN_MAX_SYLLABLES * sizeof *units);
    assert_int_equal(korean_canonical(units + 1, KOREAN_MAX_SYLLABLES - 1, ret), KOREAN_MAX_SYLLABLES);
    static const char16_t others[] = {u'a', 0x3131, 0x1100, 0xD7FB, 0xD800, 0xFFFF, 0, 0xABFF, 0xD7A4};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(korean_canonical(&others[i], 1, ret), 0);
}

/* What is canonical stays so: the same text cannot have two terms by the way it came. */
static void test_canonical_spellings_stay(void **state)
{
    (void)state;
    static const char *const words[] = {"데이터세트", "콘텐츠", "웹콘텐츠", "프런트엔드", "플로",
                                        "워크플로",   "타기팅", "윈도",     "레이블",     "캐시"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        check_canonical(words[i], words[i]);
}

RUN_TESTS(cmocka_unit_test(test_every_spelling_is_one_word),
          cmocka_unit_test(test_long_spellings_count_in_compounds),
          cmocka_unit_test(test_what_is_too_long_or_no_syllable_is_left),
          cmocka_unit_test(test_canonical_spellings_stay))
