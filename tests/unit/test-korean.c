/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/fold.h"
#include "analyzers/korean.h"
#include "tests/unit/hangul.h"

enum { MAX_UNITS = HANGUL_MAX_UNITS };

static size_t to_units(const char *string, char16_t *units)
{
    return hangul_units(text_of(string), units);
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

static void test_compounds_end_in_what_only_looks_inflected(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"민족주의를", "민족주의"},     {"민족주의", "민족주의"},
        {"배급소득이", "배급소득"},     {"홈페이지를", "홈페이지"},
        {"홈페이지", "홈페이지"},       {"개인홈페이지는", "개인홈페이지"},
        {"사내메시지도", "사내메시지"}, {"데이터파이프라인이", "데이터파이프라인"},
        {"외국인의", "외국인"},         {"해안절단면을", "해안절단면"},
        {"초창기를", "초창기"},         {"프록시는", "프록시"},
        {"근현대는", "근현대"},         {"말이다", "말"},
        {"만들기까지", "만들"},         {"사용자들에게", "사용자"},
        {"재미있는", "재미"},           {"관계없이", "관계"},
        {"모여있던", "모이"},           {"완전히", "완전"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(has_stem(cases[i][0], false, cases[i][1], NULL));
}

/* ---- words that may be two ---- */

/* Whether the whole noun is among the words that a form may be. */
static bool may_be(const char *form, const char *noun)
{
    char16_t units[MAX_UNITS], expected[MAX_UNITS];
    size_t n_expected = to_units(noun, expected);
    struct korean_stem stem = hangul_stem(form, false);
    to_units(form, units);
    bool is_stem = stem.n_syllables == n_expected &&
                   memcmp(stem.syllables, expected, n_expected * sizeof *expected) == 0;
    return is_stem ||
           (stem.n_other == n_expected && memcmp(units, expected, n_expected * sizeof *expected) == 0);
}

static void test_names_that_end_like_a_particle_are_found_with_every_particle(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum ending ending;
    } names[] = {
        {"이수만", CLOSED}, {"이용만", CLOSED}, {"박병만", CLOSED}, {"김보라", OPEN},   {"정유라", OPEN},
        {"송가인", CLOSED}, {"한가인", CLOSED}, {"장나라", OPEN},   {"강백호", OPEN},   {"박나래", OPEN},
        {"이하이", OPEN},   {"전지현", CLOSED}, {"손흥민", CLOSED}, {"김연아", OPEN},   {"김정은", CLOSED},
        {"이지은", CLOSED}, {"최성일", RIEUL},  {"강원도", OPEN},   {"백두산", CLOSED}, {"남궁민", CLOSED},
    };
    size_t n_lost = 0;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (size_t p = 0; p < sizeof particles / sizeof *particles; p++) {
            char form[200];
            snprintf(form, sizeof form, "%s%s", names[n].name, particles[p].after[names[n].ending]);
            if (!may_be(form, names[n].name)) {
                print_error("%s: no %s\n", form, names[n].name);
                n_lost++;
            }
        }
    assert_int_equal(n_lost, 0);
}

static void test_only_doubtful_words_are_two(void **state)
{
    (void)state;
    static const char *const words[] = {"학교에서는", "연구를", "사람이", "정부의", "남편은", "데이터",
                                        "친구가",     "모델과", "서버에", "떠났다", "ㅋㅋㅋ"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(hangul_stem(words[i], false).n_other, 0);
    static const struct {
        const char *word;
        size_t n_other;
        bool is_name;
    } doubtful[] = {
        {"이수만은", 3, true}, {"기차만", 3, false}, {"와이파라는", 4, false}, {"동호인도", 4, false}};
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++) {
        struct korean_stem stem = hangul_stem(doubtful[i].word, false);
        if (stem.n_other != doubtful[i].n_other || stem.is_name != doubtful[i].is_name)
            fail_msg("%s: %zu %d", doubtful[i].word, stem.n_other, stem.is_name);
    }
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

/* As people write them in notes and to each other, plain, polite and honorific. */
static void test_a_verb_is_the_same_in_conversation(void **state)
{
    (void)state;
    static const struct {
        const char *stem, *forms;
    } verbs[] = {
        {"만들", "만들다 만들어 만든 만드는 만듭니다 만들었습니다 만들기 만들고 만들까요 만들려면 "
                 "만들게요 만들거든요 만들더라고요 만들었더니 만드세요 만드네요 만들죠 만들잖아요 "
                 "만든데요 만드나요 만들어요 만들었어요 만들어야 만들지만 만들려고 만들래요 만들어서 "
                 "만들었던 만들겠습니다 만들겠다 만들수있는 만들어주세요 만들어보자 만들어야죠 "
                 "만드는데 만드는데요 만듭시다 만들었네요 만들었나요 만들었는데요 만들었죠 "
                 "만들었거든요 만들었더라고요 만들자마자 만들어봤습니다 만들자 "},
        {"배우", "배우다 배워 배운 배우는 배웁니다 배웠습니다 배우기 배우고 배울 배울까요 배우려면 "
                 "배울게요 배우거든요 배우더라고요 배웠더니 배우세요 배우네요 배우죠 배우잖아요 "
                 "배우나요 배워요 배웠어요 배워야 배우려고 배워서 배웠는데 배우겠습니다 배워보자 "
                 "배워봅시다 배우는데요 배운다 배우면서 "},
        {"쉽", "쉽다 쉽게 쉬운 쉬워 쉽고 쉬웠다 쉬워요 쉽습니다 쉽네요 쉽죠 쉬울까요 쉬운가요 쉽지만 "
               "쉬워서 쉬웠어요 쉽잖아요 쉬운데요 "},
        {"사용", "사용하다 사용한 사용했습니다 사용됨 사용되는 사용해 사용할 사용하여 사용해야 "
                 "사용합니다 사용하세요 사용하나요 사용하네요 사용하죠 사용하잖아요 사용한데요 "
                 "사용하는데요 사용했더니 사용하더라고요 사용하거든요 사용할게요 사용할까요 사용하려면 "
                 "사용한가요 사용했나요 사용했어요 사용해요 사용하시면 사용하십시오 사용해주세요 "
                 "사용해보자 사용해봤습니다 사용하는법 사용할수있는 사용했는데 사용했었다 "
                 "사용하겠습니다 사용되었습니다 사용됩니다 사용된 사용될 사용되나요 사용시키는 "
                 "사용하고 사용하기 사용하기위해 사용했던 사용하자 사용했을까 사용되어야 사용하거나 "},
        {"실행", "실행시키는 실행시켜 실행시켰다 실행시키다 실행하는 실행됩니다 실행해보면 실행했더니 "
                 "실행되지 실행이 "},
        {"설치", "설치하는 설치해 설치하려면 설치했어요 설치되어 설치하기 설치해야 설치된 "},
        {"하", "하다 했던 하는 했다 합니다 할수있는 해주는 해보자 하세요 하나요 했어요 하죠 하네요 "
               "하려면 하면 했는데 해야 하거든요 하더라고요 했더니 해요 하자 하겠습니다 "},
        {"되", "되다 되었던 되는 됩니다 되었습니다 됐다 됐습니다 되나요 되네요 되면 되어 되었는데 "
               "됐는데 되죠 되거든요 되었다 "},
        {"찾", "찾다 찾는 찾은 찾을 찾아 찾아서 찾았다 찾습니다 찾으세요 찾나요 찾네요 찾죠 찾잖아요 "
               "찾았더니 찾더라고요 찾으려면 찾을까요 찾을게요 찾고싶은 찾기 "},
        {"어렵", "어렵다 어려운 어려워 어렵네요 어려웠습니다 어려운가요 어렵죠 어려울까요 어려운데요 "
                 "어렵지 어려워서 어렵게 어려웠더니 어렵더라고요 "},
        {"빠르", "빠르다 빠른 빨라 빠르게 빨랐다 빨라서 빠르네요 빠른가요 빠릅니다 빨라요 빠르죠 "
                 "빠르고 "},
        {"느리", "느리다 느린 느려 느려서 느리네요 느린가요 느렸다 느립니다 느려요 느릴까요 "},
        {"쓰", "쓰다 쓰는 썼다 씁니다 써서 쓰고 쓰나요 쓰네요 쓰려면 쓸까요 썼더니 써요 써야 썼어요 "
               "쓰세요 쓸게요 "},
        {"보", "보다 보는 봤다 봅니다 보면 봐서 보니 보세요 봤더니 봤는데 보겠습니다 "},
        {"고치", "고치다 고치는 고친 고쳤다 고칩니다 고치고 고쳐서 고치려면 고쳤더니 고쳐야 고칠까요 "
                 "고치세요 고쳐보자 "},
        {"나누", "나누다 나누는 나눈 나눠 나눴다 나눕니다 나눠서 나누려면 나누어 "},
        {"바꾸", "바꾸다 바꾸는 바꾼 바꿔 바꿨다 바꿉니다 바꾸려면 바꿔서 바꾸세요 바꿀까요 바꿔야 "
                 "바꿨더니 바꾸기 "},
        {"열", "열다 여는 연다 열었다 엽니다 열어 열어서 열려면 열면 열고 "},
        {"돌리", "돌리다 돌리는 돌린 돌려 돌렸다 돌립니다 돌려서 돌리려면 돌려보자 돌리기 돌렸더니 "},
        {"지우", "지우다 지우는 지운 지워 지웠다 지웁니다 지우려면 지워서 지우세요 "},
        {"무겁", "무겁다 무거운 무거워 무겁네요 무거웠다 무거워서 "},
        {"걸리", "걸리다 걸리는 걸린 걸려 걸렸다 걸립니다 걸리네요 걸리나요 걸려서 걸렸어요 "},
        {"모르", "모르다 모르는 몰라 몰랐다 모릅니다 모르겠다 모르겠어요 모르겠습니다 몰라서 모르는데 "},
        {"좋", "좋다 좋은 좋아 좋아요 좋았다 좋습니다 좋네요 좋을까요 좋은가요 좋겠다 좋겠습니다 "
               "좋더라고요 좋은데요 좋아서 좋거든요 좋죠 "},
        {"있", "있다 있는 있어 있었다 있습니다 있나요 있네요 있죠 있을까요 있으면 있어요 있거든요 "
               "있더라고요 있었는데 있잖아요 있겠다 있으니까 있는데요 있던 "},
        {"없", "없다 없는 없어 없었다 없습니다 없나요 없네요 없으면 없어요 없을까요 없거든요 없이 "},
        {"같", "같다 같은 같아 같아요 같습니다 같네요 같았다 같은데 같은데요 "},
        {"가져오", "가져오다 가져오는 가져온 가져와 가져왔다 가져옵니다 가져오기 가져와서 가져오려면 "},
        {"불러오", "불러오다 불러오는 불러온 불러와 불러왔다 불러옵니다 불러오기 불러와서 "},
        {"붙이", "붙이다 붙이는 붙인 붙여 붙였다 붙입니다 붙여서 붙이려면 "},
        {"줄이", "줄이다 줄이는 줄인 줄여 줄였다 줄입니다 줄여서 줄이려면 줄이기 "},
        {"늘리", "늘리다 늘리는 늘린 늘려 늘렸다 늘립니다 늘려서 "},
        {"막", "막다 막는 막은 막아 막았다 막습니다 막으려면 "},
        {"궁금", "궁금하다 궁금한 궁금해요 궁금합니다 궁금했던 궁금하네요 궁금한데요 "},
        {"간단", "간단하다 간단한 간단하게 간단해 간단합니다 간단한데요 간단히 "},
    };
    size_t n_wrong = 0;
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        struct text rest = text_of(verbs[v].forms), form;
        while (text_next_field(&rest, ' ', &form)) {
            char word[200];
            snprintf(word, sizeof word, "%.*s", TEXT_PRINTF(form));
            n_wrong += form.size > 0 && !has_stem(word, false, verbs[v].stem, NULL);
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void test_verbs_that_no_list_holds_keep_one_stem(void **state)
{
    (void)state;
    static const char *const verbs[][6] = {
        {"튕기", "튕겨나갔다", "튕겨나가는", "튕겨나가면"},
        {"굽신거리", "굽신거렸다", "굽신거리며", "굽신거렸고"},
        {"우려먹", "우려먹었다", "우려먹는다", "우려먹으면"},
    };
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++)
        for (size_t f = 1; f < 6 && verbs[v][f] != NULL; f++)
            assert_true(has_stem(verbs[v][f], false, verbs[v][0], NULL));
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
                                        "이라는", "보다", "에는", "이나", "하고", "들",   "들의",   "들에게"};
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

static void test_counters_behind_a_number_are_words(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        size_t n_stem; /* syllables; 0: no counter */
    } cases[] = {{"만", 1},       {"도", 1},   {"일", 1}, {"개", 1},   {"만의", 1}, {"대가", 1}, {"일은", 1},
                 {"개에서는", 1}, {"의", 0},   {"은", 0}, {"에서", 0}, {"정도", 0}, {"개월", 0}, {"만명", 0},
                 {"도를", 1},     {"일을", 1}, {"ㅋ", 0}, {"개ㅋ", 0}, {"", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char16_t units[MAX_UNITS];
        struct korean_stem stem;
        size_t n_units = to_units(cases[i].word, units);
        if (korean_counter(units, n_units, &stem) != (cases[i].n_stem > 0))
            fail_msg("%s", cases[i].word);
        if (cases[i].n_stem > 0)
            assert_true(stem.n_syllables == 1 && stem.syllables[0] == units[0] && stem.n_other == 0);
    }
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
          cmocka_unit_test(test_compounds_end_in_what_only_looks_inflected),
          cmocka_unit_test(test_names_that_end_like_a_particle_are_found_with_every_particle),
          cmocka_unit_test(test_only_doubtful_words_are_two),
          cmocka_unit_test(test_a_verb_is_the_same_in_conversation),
          cmocka_unit_test(test_verbs_that_no_list_holds_keep_one_stem),
          cmocka_unit_test(test_a_noun_made_a_verb_is_the_noun),
          cmocka_unit_test(test_attached_particles_leave_nothing),
          cmocka_unit_test(test_attached_words_keep_what_is_a_word),
          cmocka_unit_test(test_counters_behind_a_number_are_words),
          cmocka_unit_test(test_jamo_and_very_long_words_are_their_own_stem),
          cmocka_unit_test(test_every_word_of_two_syllables_has_a_stem),
          cmocka_unit_test(test_a_phrase_may_go_on_with_particles_and_endings_only))
