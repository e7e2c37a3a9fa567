/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/fold.h"
#include "analyzers/korean.h"

enum { MAX_UNITS = 64 };

/* Hangul of a test, as UTF-16: three bytes a unit. */
static size_t to_units(const char *string, char16_t *units)
{
    struct text text = text_of(string);
    size_t n_units = 0;
    for (size_t offset = 0; offset < text.size;) {
        assert_true(n_units < MAX_UNITS);
        units[n_units++] = (char16_t)text_next_code_point(text, &offset);
    }
    return n_units;
}

static bool has_stem(const char *word, bool attached, const char *stem, const char *classes)
{
    char16_t units[MAX_UNITS], expected[MAX_UNITS];
    size_t n_units = to_units(word, units), n_expected = to_units(stem, expected);
    struct korean_stem found;
    korean_stem(units, n_units, attached, &found);
    bool same = found.n_syllables == n_expected &&
                memcmp(found.syllables, expected, n_expected * sizeof *expected) == 0;
    if (!same || (classes != NULL && strcmp(found.classes, classes) != 0)) {
        struct arena arena;
        arena_init(&arena);
        print_error("%s%s: want %s, have \"%.*s\" (%s)\n", attached ? "x" : "", word, stem,
                    TEXT_PRINTF(utf16_to_utf8(found.syllables, found.n_syllables, &arena)), found.classes);
        arena_clear(&arena);
        return false;
    }
    return true;
}

/* ---- nouns and particles ---- */

enum ending { OPEN, CLOSED, RIEUL }; /* how a noun ends: in a vowel, a consonant, ㄹ */

static const struct {
    const char *after[3]; /* the form behind each ending */
} particles[] = {
    {{"", "", ""}},
    {{"가", "이", "이"}},
    {{"를", "을", "을"}},
    {{"는", "은", "은"}},
    {{"와", "과", "과"}},
    {{"로", "으로", "로"}},
    {{"의", "의", "의"}},
    {{"도", "도", "도"}},
    {{"만", "만", "만"}},
    {{"에", "에", "에"}},
    {{"에서", "에서", "에서"}},
    {{"에서는", "에서는", "에서는"}},
    {{"에서의", "에서의", "에서의"}},
    {{"에는", "에는", "에는"}},
    {{"로는", "으로는", "로는"}},
    {{"까지", "까지", "까지"}},
    {{"부터", "부터", "부터"}},
    {{"나", "이나", "이나"}},
    {{"마다", "마다", "마다"}},
    {{"처럼", "처럼", "처럼"}},
    {{"보다", "보다", "보다"}},
    {{"라는", "이라는", "이라는"}},
    {{"다", "이다", "이다"}},
    {{"입니다", "입니다", "입니다"}},
    {{"들이", "들이", "들이"}},
    {{"들에게", "들에게", "들에게"}},
};

static void test_a_noun_is_the_same_with_every_particle(void **state)
{
    (void)state;
    static const struct {
        const char *noun;
        enum ending ending;
    } nouns[] = {
        {"데이터", OPEN},     {"서버", OPEN},     {"함수", OPEN},   {"언어", OPEN},     {"한국어", OPEN},
        {"소프트웨어", OPEN}, {"연구", OPEN},     {"친구", OPEN},   {"정보", OPEN},     {"도구", OPEN},
        {"도시", OPEN},       {"예시", OPEN},     {"선거", OPEN},   {"단어", OPEN},     {"이미지", OPEN},
        {"메시지", OPEN},     {"페이지", OPEN},   {"회의", OPEN},   {"정의", OPEN},     {"속도", OPEN},
        {"지도", OPEN},       {"고양이", OPEN},   {"이야기", OPEN}, {"바나나", OPEN},   {"무게", OPEN},
        {"나이", OPEN},       {"검색", CLOSED},   {"엔진", CLOSED}, {"학습", CLOSED},   {"알고리즘", CLOSED},
        {"사용법", CLOSED},   {"그림", CLOSED},   {"마음", CLOSED}, {"발음", CLOSED},   {"바람", CLOSED},
        {"사랑", CLOSED},     {"프레임", CLOSED}, {"게임", CLOSED}, {"도메인", CLOSED}, {"시간", CLOSED},
        {"확인", CLOSED},     {"화면", CLOSED},   {"라면", CLOSED}, {"다음", CLOSED},   {"이름", CLOSED},
        {"결과물", RIEUL},    {"모델", RIEUL},    {"파일", RIEUL},  {"커널", RIEUL},    {"한글", RIEUL},
    };
    size_t n_wrong = 0;
    for (size_t n = 0; n < sizeof nouns / sizeof *nouns; n++)
        for (size_t p = 0; p < sizeof particles / sizeof *particles; p++) {
            char word[200];
            const char *particle = particles[p].after[nouns[n].ending];
            snprintf(word, sizeof word, "%s%s", nouns[n].noun, particle);
            n_wrong += !has_stem(word, false, nouns[n].noun, NULL);
        }
    assert_int_equal(n_wrong, 0);
}

static void test_common_nouns_of_one_syllable_take_particles_too(void **state)
{
    (void)state;
    static const char *const words[] = {"책의", "책과", "책도", "책만", "값의",   "값과",
                                        "글로", "글의", "길로", "물과", "말로",   "꿈의",
                                        "집의", "집과", "집만", "표가", "키로는", "밤의"};
    static const char *const stems[] = {"책", "책", "책", "책", "값", "값", "글", "글",   "길",
                                        "물", "말", "꿈", "집", "집", "집", "표", "키로", "밤"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(has_stem(words[i], false, stems[i], "J"));
}

static void test_words_that_look_inflected_are_kept(void **state)
{
    (void)state;
    static const char *const words[] = {"다음", "이름", "속도", "회의", "결과",   "효과", "창의",
                                        "색인", "책임", "말일", "광고", "이미지", "그림", "마음",
                                        "보기", "크기", "분만", "불과", "일과",   "라면"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(has_stem(words[i], false, words[i], ""));
}

/* ---- verbs ---- */

static void test_a_verb_is_the_same_with_every_ending(void **state)
{
    (void)state;
    static const struct {
        const char *stem;
        const char *forms[16];
    } verbs[] = {
        {"만들",
         {"만들다", "만든", "만드는", "만들었다", "만듭니다", "만들어서", "만들면", "만드니", "만들도록",
          "만들던"}},
        {"어렵", {"어렵다", "어려운", "어려워", "어려웠다", "어렵고", "어렵지만", "어려우면", "어렵습니다"}},
        {"떠나", {"떠나다", "떠난", "떠나는", "떠났다", "떠나고", "떠나면", "떠납니다", "떠나서", "떠날"}},
        {"오르", {"오르다", "오른", "오르는", "올랐다", "올라서", "올라", "오르면"}},
        {"먹", {"먹다", "먹은", "먹는", "먹었다", "먹고", "먹으면", "먹습니다", "먹어서", "먹지", "먹어도"}},
        {"쓰", {"쓰다", "쓰는", "썼다", "써서", "쓰고", "쓰면", "씁니다", "썼습니다"}},
        {"빠르", {"빠르다", "빠른", "빨랐다", "빨라서", "빠르게", "빠릅니다"}},
        {"걸리", {"걸리다", "걸린", "걸리는", "걸렸다", "걸려서", "걸립니다"}},
        {"보이", {"보이다", "보인", "보이는", "보였다", "보여서", "보여", "보입니다"}},
        {"쓰이", {"쓰이다", "쓰인", "쓰이는", "쓰였다", "쓰여"}},
        {"배우", {"배우다", "배운", "배우는", "배웠다", "배워서", "배우고", "배웁니다", "배울"}},
        {"나누", {"나누다", "나눈", "나눴다", "나누었다", "나누고", "나눕니다"}},
        {"찾", {"찾다", "찾은", "찾는", "찾았다", "찾아서", "찾아", "찾으면", "찾습니다", "찾기", "찾아도"}},
        {"읽", {"읽다", "읽은", "읽는", "읽었다", "읽어서", "읽어", "읽기"}},
        {"돕", {"돕다", "도운", "돕는", "도왔다", "도와서", "도와"}},
        {"좋", {"좋다", "좋은", "좋고", "좋았다", "좋아서", "좋습니다"}},
        {"크", {"크다", "크고", "컸다", "커서", "크면"}},
        {"움직이", {"움직이다", "움직인", "움직였다", "움직여서", "움직입니다"}},
        {"던지", {"던지다", "던지는", "던진", "던졌다", "던지고", "던지지"}},
        {"사라지", {"사라지다", "사라지는", "사라진", "사라졌다"}},
        {"싶", {"싶다", "싶은", "싶었다", "싶어서", "싶지만"}},
        {"하", {"하다", "하는", "하면", "하며", "하고", "하지만", "하도록"}},
        {"그렇", {"그렇다", "그렇게", "그렇지만"}},
    };
    size_t n_wrong = 0;
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++)
        for (size_t f = 0; verbs[v].forms[f] != NULL; f++)
            n_wrong += !has_stem(verbs[v].forms[f], false, verbs[v].stem, NULL);
    assert_int_equal(n_wrong, 0);
}

static void test_a_noun_made_a_verb_is_the_noun(void **state)
{
    (void)state;
    static const char *const nouns[] = {"개발", "사용", "연구", "검색", "설치", "최적화"};
    static const char *const endings[] = {
        "하다", "한",     "하는",   "했다",     "하였다", "하고",   "하면",   "합니다", "해서",     "할",
        "하여", "하기",   "하도록", "했습니다", "하지만", "해야",   "하려고", "되다",   "된",       "되는",
        "됐다", "되었다", "되어",   "됩니다",   "시켰다", "시키는", "하면서", "했지만", "됐습니다",
    };
    size_t n_wrong = 0;
    for (size_t n = 0; n < sizeof nouns / sizeof *nouns; n++)
        for (size_t e = 0; e < sizeof endings / sizeof *endings; e++) {
            char word[200];
            snprintf(word, sizeof word, "%s%s", nouns[n], endings[e]);
            n_wrong += !has_stem(word, false, nouns[n], NULL);
        }
    assert_int_equal(n_wrong, 0);
}

/* ---- behind a Latin word, a number or a bracket ---- */

static void test_attached_particles_leave_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {"의",     "는",   "가",   "을",   "를",   "은",   "이",     "에서",
                                        "에서는", "으로", "로",   "와",   "과",   "이다", "입니다", "라면",
                                        "이란",   "에게", "까지", "부터", "처럼", "도",   "만",     "인",
                                        "이라는", "보다", "에는", "이나", "하고"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_true(has_stem(words[i], true, "", "0"));
}

static void test_attached_words_keep_what_is_a_word(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"모델을", "모델"}, {"정도", "정도"},   {"정도를", "정도"}, {"자원은", "자원"},
        {"다음", "다음"},   {"년에", "년"},     {"개의", "개"},     {"원", "원"},
        {"표를", "표"},     {"기반의", "기반"}, {"사용한", "사용"}, {"네트워크에서", "네트워크"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(has_stem(cases[i][0], true, cases[i][1], NULL));
}

/* ---- what is no word of syllables ---- */

static void test_jamo_and_very_long_words_are_their_own_stem(void **state)
{
    (void)state;
    static const char *const words[] = {"ㅋㅋㅋ", "ㅠ", "가ㅋ", "\u1100\u119E", "ㄱ을"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_true(has_stem(words[i], false, words[i], ""));
        assert_true(has_stem(words[i], true, words[i], ""));
    }
    char16_t units[KOREAN_MAX_SYLLABLES + 1];
    struct korean_stem stem;
    for (size_t i = 0; i <= KOREAN_MAX_SYLLABLES; i++)
        units[i] = u'을';
    korean_stem(units, KOREAN_MAX_SYLLABLES + 1, false, &stem);
    assert_true(stem.is_word_itself && stem.n_syllables == 0);
    korean_stem(units, KOREAN_MAX_SYLLABLES, false, &stem);
    assert_true(stem.n_syllables > 0);
}

static void test_every_word_of_two_syllables_has_a_stem(void **state)
{
    (void)state;
    struct korean_stem stem;
    for (int attached = 0; attached < 2; attached++)
        for (unsigned first = 0xAC00; first <= 0xD7A3; first += 29)
            for (unsigned second = 0xAC00; second <= 0xD7A3; second += 3) {
                char16_t word[] = {(char16_t)first, (char16_t)second};
                korean_stem(word, 2, attached, &stem);
                assert_true(stem.n_syllables <= 2 && (stem.n_syllables > 0 || stem.classes[0] == '0'));
                for (size_t i = 0; i < stem.n_syllables; i++)
                    assert_true(korean_is_syllable(stem.syllables[i]));
            }
}

/* ---- phrases ---- */

static void test_a_phrase_may_go_on_with_particles_and_endings_only(void **state)
{
    (void)state;
    static const struct {
        const char *last, *rest;
        bool is_ending;
    } cases[] = {
        {"분", "", true},     {"분", "을", true},     {"분", "이라는", true}, {"분", "에서는", true},
        {"분", "했다", true}, {"분", "됩니다", true}, {"분", "들이", true},   {"터", "를", true},
        {"터", "에서", true}, {"터", "입니다", true}, {"분", "기", true},     {"터", "을", false},
        {"분", "를", false},  {"분", "학", false},    {"분", "기술", false},  {"터", "센터", false},
        {"기", "를", true},   {"기", "에서", true},   {"들", "이", true},     {"이", "라는", true},
        {"하", "고", true},   {"분", "ㅋㅋ", false},  {"a", "을", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char16_t last[MAX_UNITS], rest[MAX_UNITS];
        to_units(cases[i].last, last);
        size_t n_rest = to_units(cases[i].rest, rest);
        if (korean_is_ending(rest, n_rest, last[0]) != cases[i].is_ending)
            fail_msg("%s|%s", cases[i].last, cases[i].rest);
    }
    char16_t many[MAX_UNITS];
    for (size_t i = 0; i < MAX_UNITS; i++)
        many[i] = u'을';
    for (size_t n = 4; n <= MAX_UNITS; n++)
        assert_false(korean_is_ending(many, n, u'분'));
}

RUN_TESTS(cmocka_unit_test(test_a_noun_is_the_same_with_every_particle),
          cmocka_unit_test(test_common_nouns_of_one_syllable_take_particles_too),
          cmocka_unit_test(test_words_that_look_inflected_are_kept),
          cmocka_unit_test(test_a_verb_is_the_same_with_every_ending),
          cmocka_unit_test(test_a_noun_made_a_verb_is_the_noun),
          cmocka_unit_test(test_attached_particles_leave_nothing),
          cmocka_unit_test(test_attached_words_keep_what_is_a_word),
          cmocka_unit_test(test_jamo_and_very_long_words_are_their_own_stem),
          cmocka_unit_test(test_every_word_of_two_syllables_has_a_stem),
          cmocka_unit_test(test_a_phrase_may_go_on_with_particles_and_endings_only))
