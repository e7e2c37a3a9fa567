/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include <time.h>

#include "tests/analyzer-properties.h"

static struct analyzer *analyzer;
static struct arena arena;

static int open_analyzer(void **state)
{
    (void)state;
    struct error error;
    arena_init(&arena);
    return (analyzer = analyzer_new(&error)) == NULL;
}

static int close_analyzer(void **state)
{
    (void)state;
    analyzer_free(analyzer);
    arena_clear(&arena);
    return 0;
}

static struct token_list analyze(struct text text)
{
    struct token_list list;
    analyzer_run(analyzer, text, ANALYZE_DOCUMENT, LANGUAGE_NONE, &arena, &list);
    return list;
}

/* The terms of some kinds, each kind by its first letter but 'e' for exact, 'x' for cross: "w:meta w:gpt4 p:gpt". */
static struct text describe_tokens(struct text text, const char *kinds)
{
    static const char letters[] = "wepbtxr"; /* in the order of enum token_kind; r is a pair */
    struct token_list list = analyze(text);
    struct text described = TEXT("");
    for (size_t i = 0; i < list.n_tokens; i++) {
        char letter = letters[list.tokens[i].kind];
        if (strchr(kinds, letter) != NULL)
            described = arena_printf(&arena, "%.*s%s%c:%.*s", TEXT_PRINTF(described),
                                     described.size > 0 ? " " : "", letter, TEXT_PRINTF(list.tokens[i].term));
    }
    return described;
}

struct pair {
    const char *text, *kinds, *tokens;
};

static void check_pairs(const struct pair *pairs, size_t n_pairs)
{
    for (size_t i = 0; i < n_pairs; i++)
        assert_text(describe_tokens(text_of(pairs[i].text), pairs[i].kinds), pairs[i].tokens);
}

#define CHECK_PAIRS(pairs) check_pairs((pairs), sizeof(pairs) / sizeof *(pairs))

static void test_korean_words_give_stems_and_bigrams(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"자동미분을", "wbt", "w:자동미분 b:자동 b:동미 b:미분 t:분을"},
        {"자동 미분", "wbx", "w:자동 b:자동 w:미분 b:미분 x:동미"},
        {"자동을 미분", "x", ""}, /* what bears a particle is no first half of a compound */
        {"도와", "wt", "w:돕 t:도와"},
        {"책", "wbt", "w:책"},
        {"ㅋㅋㅋ", "wb", "w:ㅋㅋㅋ b:ㅋㅋ b:ㅋㅋ"},
        {"검색.엔진", "x", "x:색엔"},
        {"검색\n엔진", "x", ""},
        {"검색, 엔진", "x", ""},
    };
    CHECK_PAIRS(pairs);
}

static void test_particles_behind_other_words_are_dropped(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Meta의 GPT-4는 C++가", "w", "w:meta w:gpt4 w:c++"},
        {"(모델)을 `코드`를 \"말\"은 **강조**를", "w", "w:모델 w:코드 w:말 w:강조"},
        {"PyTorch™의 20%가 25°에서", "w", "w:pytorch w:20 w:25"},
        {"微分의 模型을", "w", "w:微分 w:模型"},
        {"AI정도를", "w", "w:ai w:정도"},
        {"API 을", "w", "w:api w:을"}, /* not attached */
        {"API\n는", "w", "w:api w:는"},
        {"Meta에서는", "wt", "w:meta t:에서 t:서는"},
        {"API들의 iOS용", "wt", "w:api t:들의 w:ios w:용"},
        {"`ref`의", "wt", "w:ref"},
    };
    CHECK_PAIRS(pairs);
}

static void test_a_word_that_may_be_two_is_both(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"이수만의", "wpbt", "w:이수 p:이수만 b:이수 t:수만 t:만의"},
        {"이수만에게", "wp", "w:이수만"},
        {"송가인", "wp", "w:송가인"},
        {"강원도", "wp", "w:강원도"},
        {"연구를", "wp", "w:연구"},
        {"기차만", "wp", "w:기차 p:기차만"},
    };
    CHECK_PAIRS(pairs);
}

static void test_loanwords_have_the_terms_of_one_spelling_and_their_own_bigrams(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"메시지를", "wbt", "w:메시지 b:메시 b:시지 t:지를"},
        {"메세지를", "wbt", "w:메시지 b:메시 b:시지 t:메세 t:세지 t:지를"},
        {"데이터셋은", "wbt", "w:데이터세트 b:데이 b:이터 b:터세 b:세트 t:터셋 t:셋은"},
        {"셋", "wbt", "w:세트 b:세트"},
        {"플로우", "wbt", "w:플로 b:플로 t:로우"},
        {"메세지 큐", "x", "x:지큐"},
    };
    CHECK_PAIRS(pairs);
}

static void test_counters_behind_numbers_are_words(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"10만 명", "wxr", "w:10 w:만 r:10만 w:명 x:만명"},
        {"10만명", "wr", "w:10 w:만명 r:10만명"},
        {"18일은 3도의 20대가", "w", "w:18 w:일 w:3 w:도 w:20 w:대"},
        {"3.5배", "wr", "w:3.5 w:배 r:3.5배"},
        {"2024의 2024는", "w", "w:2024 w:2024"},
        {"GPT-4도 20%도", "w", "w:gpt4 w:20"},
    };
    CHECK_PAIRS(pairs);
}

static void test_chinese_words_give_bigrams_within_and_across(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"自动微分", "wbx", "w:自动 b:自动 w:微分 x:动微 b:微分"},
        {"好", "wbx", "w:好"},
        {"机器 学习", "x", "x:器学"},
        {"机器，学习", "x", ""},
        {"𠀀好𠀁", "w", "w:𠀀 w:好 w:𠀁"},
    };
    CHECK_PAIRS(pairs);
}

/* Words that ICU's dictionary cuts wrong or not at all are still found by all their pairs of characters. */
static void test_every_pair_of_chinese_neighbours_is_a_term(void **state)
{
    (void)state;
    static const char *const words[] = {"区块链",     "大语言模型", "微调",     "算力",
                                        "提示词工程", "向量数据库", "开源社区", "数据湖仓"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        struct text word = text_of(words[w]);
        struct token_list list = analyze(word);
        for (size_t at = 0; at + 6 <= word.size; at += 3) {
            bool found = false;
            for (size_t i = 0; i < list.n_tokens; i++)
                found |= (list.tokens[i].kind == TOKEN_BIGRAM || list.tokens[i].kind == TOKEN_CROSS) &&
                         text_equal(list.tokens[i].term, text_slice(word, at, at + 6));
            assert_true(found);
        }
    }
}

static void test_latin_words_give_stems_exact_forms_and_parts(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"running", "wep", "w:run e:=running"},
        {"run of C", "wep", "w:run e:=run w:of w:c e:=c"},
        {"Café CAFE\u0301 cafe", "we", "w:cafe e:=café w:cafe e:=café w:cafe e:=cafe"},
        {"Straße ﬁles Ｆｕｌｌ", "we", "w:strass e:=strasse w:file e:=files w:full e:=full"},
        {"user’s don't", "we", "w:user e:=user's w:dont e:=dont"},
        {"useStates use_state", "wep",
         "w:usest e:=usestates p:use p:state w:usest e:=usestate p:use p:state"},
        {"fine-tuning finetuning", "w", "w:finetun w:finetun"},
        {"1,000px", "wp", "w:1000px p:1000 p:px"},
        {"GPUs APIs", "wp", "w:gpu w:api"},
    };
    CHECK_PAIRS(pairs);
}

static void test_neighbours_of_which_one_is_latin_are_pairs(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"React 앱", "r", "r:react 앱"},
        {"2024년에", "r", "r:2024년"},
        {"5G网络", "r", "r:5g 网络"},
        {"用Python", "r", "r:用 python"},
        {"vector search", "r", "r:vector search"},
        {"state of art", "r", ""}, /* stop words make none */
        {"react. 앱", "r", ""},
        {"foo::bar", "r", "r:foo bar"},
    };
    CHECK_PAIRS(pairs);
}

static void test_ranges_are_bytes_of_the_original(void **state)
{
    (void)state;
    static const struct {
        const char *text, *marked;
    } cases[] = {
        {"\u1112\u1161\u11AB\u1100\u1173\u11AF은",
         "\u1112\u1161\u11AB\u1100\u1173\u11AF"}, /* 한글은, decomposed */
        {"ＧＰＴ－４는", "ＧＰＴ－４"},
        {"Cafe\u0301s", "Cafe\u0301s"},
        {"ﬁles", "ﬁles"},
        {"５㎏", "５㎏"},
        {"機器學習", "機器"},
        {"연구를", "연구"},
        {"도와서", "도와서"},
        {"메세지를", "메세지"},
        {"데이터셋이", "데이터셋"},
        {"이수만은", "이수만"},
        {"기차만", "기차"},
        {"co\u00ADop", "co\u00ADop"},
        {"漢\U000E0101字", "漢\U000E0101字"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = text_of(cases[i].text);
        struct token_list list = analyze(text);
        assert_text(text_slice(text, list.tokens[0].start, list.tokens[0].end), cases[i].marked);
    }
}

static void test_positions_count_words_and_jump_at_newlines(void **state)
{
    (void)state;
    struct token_list list = analyze(TEXT("가방 나무\n다리 running"));
    static const uint32_t expected[] = {1, 2, 13, 14};
    for (size_t i = 0, w = 0; i < list.n_tokens; i++)
        if (list.tokens[i].kind == TOKEN_WORD)
            assert_int_equal(list.tokens[i].position, expected[w++]);
    assert_int_equal(list.last_position, 14);
}

static void test_context_is_found_when_none_is_given(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum language context;
    } cases[] = {
        {"", LANGUAGE_EN},         {"vue 3", LANGUAGE_EN},
        {"vue 组件", LANGUAGE_ZH}, {"vue 组件 컴포넌트", LANGUAGE_KO},
        {"Москва", LANGUAGE_EN},   {"𠀀", LANGUAGE_ZH},
        {"カナ", LANGUAGE_ZH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(analyze(text_of(cases[i].text)).context, cases[i].context);
    struct token_list list;
    analyzer_run(analyzer, TEXT("vue"), ANALYZE_QUERY, LANGUAGE_KO, &arena, &list);
    assert_int_equal(list.context, LANGUAGE_KO);
}

static void test_question_words_weigh_less_in_queries(void **state)
{
    (void)state;
    static const char *const queries[] = {"수도는 무엇", "首都 什么", "capital what"};
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
        struct token_list list, document = analyze(text_of(queries[q]));
        analyzer_run(analyzer, text_of(queries[q]), ANALYZE_QUERY, LANGUAGE_NONE, &arena, &list);
        uint32_t last = 0;
        for (uint32_t i = 0; i < list.n_tokens; i++) {
            assert_false(document.tokens[i].is_question);
            last = list.tokens[i].kind == TOKEN_WORD ? i : last;
        }
        assert_true(!list.tokens[0].is_question && list.tokens[last].is_question);
        assert_true(list.tokens[last].weight < list.tokens[0].weight);
    }
}

static void test_nothing_gives_nothing(void **state)
{
    (void)state;
    static const struct text texts[] = {
        TEXT_INIT(""),     {NULL, 0},       TEXT_INIT("\0\0"),         TEXT_INIT(" \n\t"),
        TEXT_INIT("++++"), TEXT_INIT("😀😀"), TEXT_INIT("\u0301\u0301"), TEXT_INIT("\u00AD\u200D")};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(analyze(texts[i]).n_tokens, 0);
}

/* ---- properties ---- */

static const char *const pieces[] = {
    "자동미분", "연구",     "이수만의",   "데이터셋",
    "메세지",   "플로우",   "만",         "들의",
    "했다",     "를",       "에서는",     "ㅋㅋ",
    "한국어",   "의",       "大語言模型", "机器学习",
    "峯",       "。",       "，",         "𠀀",
    "的",       "Meta",     "useState",   "C++",
    "C#",       ".NET",     "--dry-run",  "GPT-4",
    "1,000",    "v1.2.3",   "don't",      "AT&T",
    "LLMs",     "é",        "e\u0301",    "ﬁ",
    "㎏",       "ﷺ",        "ﾊﾟ",         "ｱ",
    "ﾡ",        "Ｆｕｌｌ", "か\u3099",   "\u0301",
    "\u0316",   "\u00AD",   "\u200D",     "\uFE0F",
    "❤",        "😀",        "™",          "\u1112\u1161\u11AB",
    "\u1161",   "\u3164",   " ",          " ",
    " ",        "\n",       "\n\n",       "-",
    "_",        ".",        ",",          "'",
    "(",        ")",        "`",          "/",
    "&",        "+",        "#",          "1",
    "2",        "a",        "B",          "İ",
    "ß",        "\u2011",   "\u2019",     "½",
    "①",        "हिन्दी",    "Москва",     "ǅ",
};

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static struct text random_text(uint32_t *seed)
{
    size_t n_pieces = next_random(seed) % 24, size = 0;
    char *bytes = arena_alloc(&arena, 24 * 40);
    for (size_t i = 0; i < n_pieces; i++) {
        const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
        memcpy(bytes + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return text_from(bytes, size);
}

static void check_properties(struct text text)
{
    const char *broken = analyzer_broken_property(analyzer, text, &arena);
    if (broken != NULL)
        fail_msg("not so: %s: \"%.*s\"", broken, TEXT_PRINTF(text));
}

static void test_properties_hold_of_random_text(void **state)
{
    (void)state;
    uint32_t seed = 20240501;
    for (int i = 0; i < 20000; i++) {
        check_properties(random_text(&seed));
        arena_reset(&arena);
    }
}

/* ASCII as full-width forms. */
static struct text full_width(struct text text)
{
    char *bytes = arena_alloc(&arena, text.size * 3);
    size_t size = 0;
    for (size_t offset = 0; offset < text.size;) {
        uint32_t c = text_next_code_point(text, &offset);
        size += utf8_encode(c == ' ' ? 0x3000 : c > ' ' && c < 0x7F ? c + 0xFEE0 : c, bytes + size);
    }
    return text_from(bytes, size);
}

static void test_full_width_text_has_the_same_terms(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int i = 0; i < 5000; i++) {
        struct text text = random_text(&seed);
        if (!same_terms(analyzer, text, full_width(text), &arena))
            fail_msg("\"%.*s\"", TEXT_PRINTF(text));
        arena_reset(&arena);
    }
}

static void test_the_same_text_written_otherwise_has_the_same_terms(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"開源社群的貢獻者與維護者", "开源社群的贡献者与维护者"},
        {"這個專案使用機器學習來辨識語音", "这个专案使用机器学习来辨识语音"},
        {"雲端運算、資料庫、網路安全", "云端运算、资料库、网路安全"},
        {"ﾃﾞｰﾀﾍﾞｰｽ", "データベース"},
        {"GPT‑4 don’t", "GPT-4 don't"},
        {"ﬁne-tuning ㎏", "fine-tuning kg"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_true(same_terms(analyzer, text_of(pairs[i][0]), text_of(pairs[i][1]), &arena));
}

/* ---- hostile text ---- */

static struct text repeated(const char *piece, size_t n_bytes)
{
    size_t size = strlen(piece), count = n_bytes / size;
    char *bytes = arena_alloc(&arena, size * count);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + i * size, piece, size);
    return text_from(bytes, size * count);
}

static double seconds_to_analyze(const char *piece, size_t n_bytes)
{
    struct timespec start, end;
    struct text text = repeated(piece, n_bytes);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    analyze(text);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    arena_reset(&arena);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

static void test_four_times_the_text_takes_about_four_times_as_long(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "가",  "가을", "ㅋ",  "的",           "自动", "𠀀",     "a",    "aB",  "a-",  "a.",   "1,000,", "c++",
        "a&b", "__a",  "--a", "\u0301\u0316", "ﷺ",    "\u1161", "가\n", "a'b", ")을", "GPUs", "+",      "é"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        double base = seconds_to_analyze(hostile[i], 50000), more = seconds_to_analyze(hostile[i], 200000);
        if (more > base * 12 + 0.05) /* room for a busy machine; quadratic is 16 times */
            fail_msg("\"%s\": %.3f s, then %.3f s", hostile[i], base, more);
    }
}

static void test_long_words_and_runs_keep_the_properties(void **state)
{
    (void)state;
    static const char *const long_ones[] = {"a",  "가", "的", "自动微分", "𠀀", "aB",
                                            "ㅋ", "ﬁ",  "1",  "\u0301",   "é-"};
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        check_properties(repeated(long_ones[i], 30000));
        arena_reset(&arena);
    }
}

static void test_versions_and_names(void **state)
{
    (void)state;
    assert_true(analyzer_version() != 0);
    assert_string_equal(token_kind_name(TOKEN_WORD), "word");
    assert_string_equal(token_kind_name(TOKEN_PAIR), "pair");
    analyzer_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_korean_words_give_stems_and_bigrams),
        cmocka_unit_test(test_particles_behind_other_words_are_dropped),
        cmocka_unit_test(test_a_word_that_may_be_two_is_both),
        cmocka_unit_test(test_loanwords_have_the_terms_of_one_spelling_and_their_own_bigrams),
        cmocka_unit_test(test_counters_behind_numbers_are_words),
        cmocka_unit_test(test_chinese_words_give_bigrams_within_and_across),
        cmocka_unit_test(test_every_pair_of_chinese_neighbours_is_a_term),
        cmocka_unit_test(test_latin_words_give_stems_exact_forms_and_parts),
        cmocka_unit_test(test_neighbours_of_which_one_is_latin_are_pairs),
        cmocka_unit_test(test_ranges_are_bytes_of_the_original),
        cmocka_unit_test(test_positions_count_words_and_jump_at_newlines),
        cmocka_unit_test(test_context_is_found_when_none_is_given),
        cmocka_unit_test(test_question_words_weigh_less_in_queries),
        cmocka_unit_test(test_nothing_gives_nothing),
        cmocka_unit_test(test_properties_hold_of_random_text),
        cmocka_unit_test(test_full_width_text_has_the_same_terms),
        cmocka_unit_test(test_the_same_text_written_otherwise_has_the_same_terms),
        cmocka_unit_test(test_four_times_the_text_takes_about_four_times_as_long),
        cmocka_unit_test(test_long_words_and_runs_keep_the_properties),
        cmocka_unit_test(test_versions_and_names),
    };
    return cmocka_run_group_tests(tests, open_analyzer, close_analyzer);
}
