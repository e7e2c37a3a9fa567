/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <stdlib.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "base/buffer.h"
#include "searcher/snippet.h"

/* One of each for all tests, as a thread of the searcher has. */
struct fixture {
    struct analyzer *analyzer;
    struct snippet_maker *maker;
    struct arena arena;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct error error;
    fixture.analyzer = analyzer_new(&error);
    fixture.maker = fixture.analyzer == NULL ? NULL : snippet_maker_new(fixture.analyzer, &error);
    arena_init(&fixture.arena);
    *state = &fixture;
    return fixture.maker != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    snippet_maker_free(fixture->maker);
    analyzer_free(fixture->analyzer);
    arena_clear(&fixture->arena);
    return 0;
}

/* ---- notation ---- */

static struct text folded_text(struct fixture *fixture, struct text text)
{
    struct folded folded;
    fold(analyzer_folder(fixture->analyzer), text, &fixture->arena, &folded);
    return text_trim(folded_utf8(&folded, 0, folded.n_units, &fixture->arena));
}

/* words "a phrase" prefix* */
static struct snippet_query make_query(struct fixture *fixture, const char *string)
{
    struct arena *arena = &fixture->arena;
    struct snippet_query query = {0};
    struct text rest = text_of(string);
    size_t n_terms = 0, n_prefixes = 0, n_phrases = 0, words_size = 0;
    char *words = ARENA_NEW(arena, char, rest.size + 2);
    query.prefixes = ARENA_NEW(arena, struct text, rest.size + 1);
    query.phrases = ARENA_NEW(arena, struct snippet_phrase, rest.size + 1);
    for (size_t at = 0; at < rest.size;) {
        if (rest.bytes[at] == '"') {
            size_t end = text_find_byte(rest, '"', at + 1);
            struct text phrase = folded_text(fixture, text_slice(rest, at + 1, end));
            query.phrases[n_phrases++] = (struct snippet_phrase){phrase, 2};
            at = end + 1;
            continue;
        }
        size_t end = text_find_byte(rest, ' ', at);
        end = end == TEXT_NONE ? rest.size : end + 1;
        struct text word = text_trim(text_slice(rest, at, end));
        if (word.size > 1 && text_ends_with(word, TEXT("*"))) {
            word.size--;
            query.prefixes[n_prefixes++] = folded_text(fixture, word);
        } else {
            memcpy(words + words_size, rest.bytes + at, end - at);
            words_size += end - at;
        }
        at = end;
    }
    struct token_list list;
    analyzer_run(fixture->analyzer, text_from(words, words_size), ANALYZE_QUERY, LANGUAGE_NONE, arena, &list);
    query.terms = ARENA_NEW(arena, struct snippet_term, list.n_tokens);
    for (size_t i = 0; i < list.n_tokens; i++) {
        const struct token *token = &list.tokens[i];
        query.terms[n_terms++] = (struct snippet_term){token->term, token->is_question ? 0.05 : token->weight,
                                                       token->kind, token->word};
    }
    query.n_terms = n_terms;
    query.n_prefixes = n_prefixes;
    query.n_phrases = n_phrases;
    return query;
}

/* Lines that begin with "# " are headings (their anchor is their text), with "> " code, with "@ " bare URLs. */
static struct unit make_unit(struct fixture *fixture, const char *string, enum language language)
{
    struct arena *arena = &fixture->arena;
    struct unit unit = {.language = language, .anchor = TEXT("top")};
    struct text rest = text_of(string), line;
    char *bytes = ARENA_NEW(arena, char, rest.size + 1);
    size_t size = 0, capacity = 0;
    while (text_next_line(&rest, &line)) {
        bool is_marked = line.size > 2 && line.bytes[1] == ' ';
        char mark = is_marked ? line.bytes[0] : 0;
        bool is_span = mark == '#' || mark == '>' || mark == '@';
        struct text text = is_span ? text_skip(line, 2) : line;
        if (size > 0)
            bytes[size++] = '\n';
        if (is_span) {
            enum span_kind kind = mark == '#' ? SPAN_HEADING : mark == '>' ? SPAN_CODE : SPAN_URL;
            struct span *last = unit.n_spans > 0 ? &unit.spans[unit.n_spans - 1] : NULL;
            if (kind == SPAN_CODE && last != NULL && last->kind == SPAN_CODE && last->end + 1 == size)
                last->end = (uint32_t)(size + text.size);
            else
                *ARENA_PUSH(arena, unit.spans, unit.n_spans, capacity) =
                    (struct span){(uint32_t)size, (uint32_t)(size + text.size), kind, text};
        }
        memcpy(bytes + size, text.bytes, text.size);
        size += text.size;
    }
    unit.text = text_from(bytes, size);
    return unit;
}

/* "…" where it is cut, marks as [ ]. */
static struct text show(struct fixture *fixture, const struct snippet *snippet)
{
    struct buffer buffer;
    buffer_init(&buffer, SIZE_MAX / 2);
    buffer_append_string(&buffer, snippet->cut_start ? "…" : "");
    size_t at = 0;
    for (size_t i = 0; i < snippet->n_ranges; i++) {
        buffer_append(&buffer, text_slice(snippet->text, at, snippet->ranges[i].start));
        buffer_append_byte(&buffer, '[');
        buffer_append(&buffer, text_slice(snippet->text, snippet->ranges[i].start, snippet->ranges[i].end));
        buffer_append_byte(&buffer, ']');
        at = snippet->ranges[i].end;
    }
    buffer_append(&buffer, text_skip(snippet->text, at));
    buffer_append_string(&buffer, snippet->cut_end ? "…" : "");
    struct text text = arena_copy(&fixture->arena, buffer_text(&buffer));
    buffer_clear(&buffer);
    return text;
}

struct example {
    const char *text, *query;
    uint32_t columns;
    const char *expected;
};

static void check_examples(struct fixture *fixture, const struct example *examples, size_t n_examples)
{
    size_t n_wrong = 0;
    for (size_t i = 0; i < n_examples; i++) {
        struct snippet_query query = make_query(fixture, examples[i].query);
        struct unit unit = make_unit(fixture, examples[i].text, LANGUAGE_KO);
        struct snippet snippet;
        snippet_make(fixture->maker, &query, &unit, examples[i].columns, &fixture->arena, &snippet);
        struct text actual = show(fixture, &snippet);
        if (!text_equal(actual, text_of(examples[i].expected))) {
            print_error("query %s\nhave  %.*s\nwant  %s\n", examples[i].query, TEXT_PRINTF(actual),
                        examples[i].expected);
            n_wrong++;
        }
        arena_reset(&fixture->arena);
    }
    assert_int_equal(n_wrong, 0);
}

#define CHECK_EXAMPLES(state, examples) \
    check_examples(*(state), (examples), sizeof(examples) / sizeof *(examples))

/* ---- what is marked ---- */

static void test_korean_words_are_marked_without_their_endings(void **state)
{
    static const struct example examples[] = {
        {"이 연구를 통해 확인했다.", "연구", 80, "이 [연구]를 통해 확인했다."},
        {"이 연구를 통해 확인했다.", "연구는", 80, "이 [연구]를 통해 확인했다."},
        {"연구자들이 모였다.", "연구자", 80, "[연구자]들이 모였다."},
        {"이 문제는 어려운 편이다.", "어렵다", 80, "이 문제는 [어려운] 편이다."},
        {"그는 고향을 떠났다.", "떠나다", 80, "그는 고향을 [떠났다]."},
        {"모델을 개발하였다.", "개발", 80, "모델을 [개발]하였다."},
        {"Meta의 모델을 쓴다.", "meta", 80, "[Meta]의 모델을 쓴다."},
        {"GPU에서 학습한다.", "학습 gpu", 80, "[GPU]에서 [학습]한다."},
        {"물이 끓는다.", "물", 80, "[물]이 끓는다."},
        {"밥을 먹고서 고서를 읽었다.", "고서", 80, "밥을 먹고서 [고서]를 읽었다."},
        {"보지도 않고 지도를 폈다.", "지도", 80, "보지도 않고 [지도]를 폈다."},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_korean_compounds_are_marked_where_they_stand(void **state)
{
    static const struct example examples[] = {
        {"자동미분을 쓴다.", "자동미분", 80, "[자동미분]을 쓴다."},
        {"자동 미분을 쓴다.", "자동미분", 80, "[자동 미분]을 쓴다."},
        {"자동미분을 쓴다.", "자동 미분", 80, "[자동미분]을 쓴다."},
        {"자동미분을 쓴다.", "미분", 80, "자동[미분]을 쓴다."},
        {"딥러닝 모델을 배운다.", "딥러닝모델", 80, "[딥러닝 모델]을 배운다."},
        {"딥러닝모델을 배운다.", "딥러닝 모델", 80, "[딥러닝모델]을 배운다."},
        {"딥 러닝을 배운다.", "딥러닝", 80, "[딥 러닝]을 배운다."},
        {"딥러닝을 배운다.", "딥러닝모델", 80, "[딥러닝]을 배운다."},
        {"문서를 검색하는 방법", "문서검색", 80, "[문서]를 [검색]하는 방법"},
        {"대규모언어모델학습방법론을 본다.", "언어모델", 80, "대규모[언어모델]학습방법론을 본다."},
        /* pieces that stand apart are no compound */
        {"자동 세차를 했다. 그 뒤에 오랫동안 미분 방정식을 풀었다.", "자동미분", 80,
         "자동 세차를 했다. 그 뒤에 오랫동안 미분 방정식을 풀었다."},
        {"자동차와 삼분의 일", "자동미분", 80, "자동차와 삼분의 일"},
        {"이 프로그램은 좋다.", "프로그래밍", 80, "이 [프로그]램은 좋다."},
        {"프로그램과 프로그래밍은 다르다.", "프로그래밍", 80, "프로그램과 [프로그래밍]은 다르다."},
        {"나이 상관 없이", "이상", 80, "나이 상관 없이"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_chinese_words_are_marked_in_either_form(void **state)
{
    static const struct example examples[] = {
        {"自动微分是一种技术。", "自动微分", 80, "[自动微分]是一种技术。"},
        {"機器學習的應用很廣。", "机器学习", 80, "[機器學習]的應用很廣。"},
        {"机器学习的应用很广。", "機器學習", 80, "[机器学习]的应用很广。"},
        {"机器学习的应用很广。", "学习", 80, "机器[学习]的应用很广。"},
        {"大模型推理很慢，大家都知道。", "大模型", 80, "[大模型]推理很慢，大家都知道。"},
        {"深度学习框架", "深度学习", 80, "[深度学习]框架"},
        {"深度 学习", "深度学习", 80, "[深度 学习]"},
        {"网络很深，学习要有度。", "深度学习", 80, "网络很深，[学习]要有度。"},
        {"使用GPU加速训练", "gpu训练", 80, "使用[GPU]加速[训练]"},
        {"使用ＧＰＵ加速", "gpu", 80, "使用[ＧＰＵ]加速"},
        {"大学会议在北京举行。", "学会", 80, "大[学会]议在北京举行。"},
        {"大学会议邀请了学会成员。", "学会", 80, "大学会议邀请了[学会]成员。"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_latin_words_are_marked_as_programmers_write_them(void **state)
{
    static const struct example examples[] = {
        {"He was running fast.", "run", 80, "He was [running] fast."},
        {"Two libraries are used.", "library", 80, "Two [libraries] are used."},
        {"Call useState() here.", "usestate", 80, "Call [useState]() here."},
        {"Call use_state() here.", "useState", 80, "Call [use_state]() here."},
        {"Call useState() here.", "state", 80, "Call use[State]() here."},
        {"Call useState() here.", "use state", 80, "Call [useState]() here."},
        {"Written in C++ and C.", "C", 80, "Written in C++ and [C]."},
        {"Written in C++ and C.", "c++", 80, "Written in [C++] and C."},
        {"Runs on node.js today.", "node.js", 80, "Runs on [node.js] today."},
        {"Runs on Node today.", "node.js", 80, "Runs on [Node] today."},
        {"GPT4 and GPT 4 and GPT-4", "GPT-4", 80, "[GPT4] and [GPT 4] and [GPT-4]"},
        {"The state of the use of it", "useState", 80, "The [state] of the [use] of it"},
        {"useState has a state.", "useState", 80, "[useState] has a state."},
        {"a caf\u00e9 and a cafe\u0301!", "cafe", 80, "a [caf\u00e9] and a [cafe\u0301]!"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_marks_cover_whole_characters_of_the_original(void **state)
{
    static const struct example examples[] = {
        /* 한글 in conjoining jamo */
        {"\u1112\u1161\u11ab\u1100\u1173\u11af\u110b\u1173\u11af 쓴다.", "한글", 80,
         "[\u1112\u1161\u11ab\u1100\u1173\u11af]\u110b\u1173\u11af 쓴다."},
        /* ㅋㅋ in half-width jamo */
        {"웃음 \uffbb\uffbb 소리", "ㅋㅋ", 80, "웃음 [\uffbb\uffbb] 소리"},
        {"값 ① 그리고 ㈜회사", "회사", 80, "값 ① 그리고 ㈜[회사]"},
        {"👩‍💻개발자 👨‍👩‍👧 가족", "개발자", 80,
         "👩‍💻[개발자] 👨‍👩‍👧 가족"},
        {"1️⃣ 첫째", "첫째", 80, "1️⃣ [첫째]"},
        {"A\u0300\u0301\u0302bc 뒤", "abc", 80, "[A\u0300\u0301\u0302bc] 뒤"},
        {"zero\u200bwidth 글", "글", 80, "zero\u200bwidth [글]"},
        {"제어\x01문자\x7f 끝", "문자", 80, "제어\x01[문자]\x7f 끝"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_phrases_and_prefixes_are_marked(void **state)
{
    static const struct example examples[] = {
        {"자동 미분을 본다. 반자동 미분은 아니다.", "\"자동 미분\"", 80,
         "[자동 미분]을 본다. 반자동 미분은 아니다."},
        {"The New  York office; new yorker.", "\"new york\"", 80, "The [New York] office; new yorker."},
        {"大規模語言模型的訓練", "\"语言模型\"", 80, "大規模[語言模型]的訓練"},
        {"자동 \n 미분", "\"자동 미분\"", 80, "[자동\n미분]"},
        {"Automatic differentiation", "auto*", 80, "[Automatic] differentiation"},
        {"물리학을 배운 동물", "물리*", 80, "[물리학]을 배운 동물"},
        {"use_state()", "usest*", 80, "[use_state]()"},
        {"aaaa aaaa", "\"aa\"", 80, "aaaa aaaa"},
        {"모든 글", "\"\"", 80, "모든 글"},
    };
    CHECK_EXAMPLES(state, examples);
}

/* ---- which passage ---- */

static void test_passage_is_whole_sentences_where_they_fit(void **state)
{
    static const struct example examples[] = {
        {"처음 문장은 길고 지루하다. 둘째 문장에서 자동미분을 다룬다. 셋째 문장은 다른 이야기이다.",
         "자동미분", 40, "둘째 문장에서 [자동미분]을 다룬다."},
        {"처음이에요. 여기서 검색을 해요. 끝났어요.", "검색", 22, "여기서 [검색]을 해요."},
        {"第一句话没有关系。第二句讲自动微分！第三句是别的？", "自动微分", 24, "第二句讲[自动微分]！"},
        {"好的。“这是自动微分吗？”他问。", "自动微分", 22, "“这是[自动微分]吗？”"},
        {"Ask Dr. Kim about snippets. He knows.", "snippet", 30, "Ask Dr. Kim about [snippets]."},
        {"One thing. Use node.js v2.0 today. Another thing.", "node.js", 26, "Use [node.js] v2.0 today."},
        {"- 첫 줄\n검색 엔진\n셋째 줄", "검색", 10, "[검색] 엔진"},
        {"가나다라. 검색은 이렇게 한다. 마바사아.", "검색", 80, "가나다라. [검색]은 이렇게 한다. 마바사아."},
        {"C++로 쓰고, .NET용 도구를 빌드한다. 끝.", "빌드", 36, "C++로 쓰고, .NET용 도구를 [빌드]한다."},
        {"가나다.\n\n검색한다.\n라마바.", "검색", 80, "가나다. [검색]한다.\n라마바."},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_passage_is_cut_between_words(void **state)
{
    static const struct example examples[] = {
        {"하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 검색은 열하나 열둘 열셋 열넷 열다섯 열여섯 열일곱 열여덟",
         "검색", 30, "…아홉 열 [검색]은 열하나 열둘…"},
        {"검색은 하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나", "검색", 20, "[검색]은 하나 둘 셋 넷…"},
        {"one two three four five six seven eight nine ten snippet", "snippet", 20, "…nine ten [snippet]"},
        {"가나다라마바사아자차카타파하가나다라마바사아자차카타파하", "없음", 11, "가나다라마…"},
        {"我们在北京的大学里学习计算机科学与技术并且研究人工智能的基础理论与应用", "人工智能", 22,
         "…研究[人工智能]的基础理论…"},
        {"👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", "없음", 14,
         "👨‍👩‍👧👨‍👩‍👧…"},
        {"🇰🇷🇨🇳🇺🇸🇯🇵", "없음", 5, "🇰🇷🇨🇳…"},
        {"e\u0301e\u0301e\u0301e\u0301", "없음", 2, "e\u0301…"},
        {"아주긴단어하나로만들어진문장", "아주긴단어하나로만들어진문장", 10, "[아주긴단어]…"},
        {"👨‍👩‍👧", "없음", 1, "👨‍👩‍👧"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_passage_covers_most_of_what_counts(void **state)
{
    static const struct example examples[] = {
        {"검색이 있다. 그리고 다른 긴 이야기가 여기에 이어진다. 색인으로 검색을 빠르게 한다.", "검색 색인",
         40, "[색인]으로 [검색]을 빠르게 한다."},
        {"여러 곳에서 미분을 쓴다. 미분은 변화율을 구하는 것이다. 그래서 미분을 안다.", "미분", 32,
         "[미분]은 변화율을 구하는 것이다."},
        {"the end of the day is here. We met near the river bank. An autoencoder learns codes.",
         "what is the autoencoder", 34, "An [autoencoder] learns codes."},
        {"먼저 나온 검색. 나중에 나온 검색.", "검색", 16, "먼저 나온 [검색]."},
        {"@ https://example.org/검색\n다음 줄에서 검색을 설명한다.", "검색", 34,
         "다음 줄에서 [검색]을 설명한다."},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_code_is_shown_only_when_only_code_matched(void **state)
{
    static const struct example examples[] = {
        {"먼저 설치한다.\n> pip install torch\n> import torch\n끝.", "torch", 80,
         "pip install [torch]\nimport [torch]"},
        {"먼저 torch를 설치한다.\n> pip install torch torch torch\n끝.", "torch", 80,
         "먼저 [torch]를 설치한다."},
        {"> int main(void)\n설명 글이다.", "없음", 80, "설명 글이다."},
        {"> int main(void)", "없음", 80, "int main(void)"},
        {"앞 글.\n> a = b\n뒤 글의 이야기.", "이야기", 80, "뒤 글의 [이야기]."},
        {"@ https://torch.example/a\n> import torch", "torch", 80, "https://[torch].example/a"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_passage_does_not_run_across_a_heading(void **state)
{
    static const struct example examples[] = {
        {"검색을 한다.\n# 둘째 제목\n색인을 한다.", "색인", 80, "[색인]을 한다."},
        {"검색을 한다.\n# 색인 제목\n다른 것을 한다.", "색인", 80, "[색인] 제목\n다른 것을 한다."},
        {"# 검색이란\n# 하위 제목\n여기서 검색을 설명한다.", "검색", 80, "여기서 [검색]을 설명한다."},
        {"첫 글.\n# 제목\n둘째 글.", "없음", 80, "첫 글."},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_unit_without_match_gives_its_beginning(void **state)
{
    static const struct example examples[] = {
        {"", "검색", 80, ""},
        {"   \n\n\t ", "검색", 80, ""},
        {"글 하나. 글 둘.", "", 80, "글 하나. 글 둘."},
        {"글 하나. 글 둘.", "없는말", 9, "글 하나."},
        {"\x01\x02\x03", "검색", 80, "\x01\x02\x03"},
    };
    CHECK_EXAMPLES(state, examples);
}

static void test_anchor_is_of_the_nearest_heading(void **state)
{
    struct fixture *fixture = *state;
    struct unit unit = make_unit(fixture, "검색.\n# 하나\n색인.\n# 둘\n순위.", LANGUAGE_KO);
    static const char *const cases[][2] = {{"검색", "top"}, {"색인", "하나"}, {"순위", "둘"}, {"둘", "둘"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snippet_query query = make_query(fixture, cases[i][0]);
        struct snippet snippet;
        snippet_make(fixture->maker, &query, &unit, 80, &fixture->arena, &snippet);
        assert_text(snippet.anchor, cases[i][1]);
    }
    arena_reset(&fixture->arena);
}

static void test_title_is_marked_at_its_place(void **state)
{
    struct fixture *fixture = *state;
    struct text title = TEXT("  자동 미분과 機器學習");
    struct snippet_query query = make_query(fixture, "자동미분 机器学习");
    struct range *ranges;
    size_t n_ranges;
    snippet_mark_title(fixture->maker, &query, title, &fixture->arena, &ranges, &n_ranges);
    struct snippet shown = {.text = title, .ranges = ranges, .n_ranges = n_ranges};
    assert_text(show(fixture, &shown), "  [자동 미분]과 [機器學習]");
    snippet_mark_title(fixture->maker, &query, TEXT(""), &fixture->arena, &ranges, &n_ranges);
    assert_int_equal(n_ranges, 0);
    arena_reset(&fixture->arena);
}

/* ---- long and hostile text ---- */

static struct text repeated(struct fixture *fixture, const char *piece, size_t size)
{
    size_t piece_size = strlen(piece), count = size / piece_size;
    char *bytes = arena_alloc(&fixture->arena, count * piece_size + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + i * piece_size, piece, piece_size);
    return text_from(bytes, count * piece_size);
}

static void test_a_long_paragraph_is_shown_where_it_matches(void **state)
{
    struct fixture *fixture = *state;
    struct text filler = repeated(fixture, "끝없이 이어지는 문단에 쉼표만, ", 30 * 1024);
    struct unit unit = {.text = arena_printf(&fixture->arena, "%.*s여기서 자동 미분을 찾고 %.*s",
                                             TEXT_PRINTF(filler), TEXT_PRINTF(filler))};
    struct snippet_query query = make_query(fixture, "자동미분");
    struct snippet snippet;
    snippet_make(fixture->maker, &query, &unit, 40, &fixture->arena, &snippet);
    assert_text(show(fixture, &snippet), "…여기서 [자동 미분]을 찾고 끝없이 이어지는…");
    arena_reset(&fixture->arena);
}

/* What is quadratic takes minutes on this; the limit is wide, since machines are busy. SNIPPET_TIMES=1 prints figures of 1 MB. */
static void test_cost_is_linear_on_hostile_text(void **state)
{
    static const struct {
        const char *piece, *query;
    } cases[] = {
        {"검색을 ", "검색"},
        {"检索", "检索"},
        {"search ", "search searching"},
        {"아", "아아아아아아 \"아아아 아\""},
        {"아아아 ", "아아아아아아 아아"},
        {"학", "\"학\" 학*"},
        {"aaaa", "\"aaa\" aaaa*"},
        {"use_state ", "useState use_state_use_state"},
        {"🇰🇷", "한국"},
        {"e\u0301\u0302", "e"},
        {"\u0301", "e"},
        {"\u200d", "글"},
        {" ", "글"},
        {"\n", "글"},
        {"“", "글"},
        {". ", "글"},
        {"a. ", "a"},
        {"👨‍👩‍👧글", "글"},
    };
    struct fixture *fixture = *state;
    bool prints = getenv("SNIPPET_TIMES") != NULL;
    size_t size = prints ? 1024 * 1024 : 256 * 1024;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct snippet_query query = make_query(fixture, cases[i].query);
        struct unit unit = {.text = repeated(fixture, cases[i].piece, size)};
        struct snippet snippet;
        struct timespec from, to;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        snippet_make(fixture->maker, &query, &unit, 160, &fixture->arena, &snippet);
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        if (prints)
            print_message("%7.1f ms  %s\n", ms, cases[i].query);
        if (ms > 5000)
            fail_msg("%zu bytes of \"%s\" took %.0f ms", size, cases[i].piece, ms);
        arena_reset(&fixture->arena);
    }
}

/* ---- what holds for any text ---- */

static const char *const pieces[] = {
    "검색",
    "연구를",
    "자동",
    "미분",
    "자동미분을",
    "어려운",
    "떠났다",
    "Meta의",
    "한글",
    "이",
    "는",
    "에서",
    "機器",
    "學習",
    "机器学习",
    "自动",
    "微分",
    "的",
    "大",
    "模型",
    "コード",
    "𠮷",
    "useState",
    "node.js",
    "C++",
    "GPT-4",
    "running",
    "3.14",
    "caf\u00e9",
    "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "\uffbb\uffbb",
    "ㅋㅋ",
    "ＧＰＵ",
    "👩‍💻",
    "👨‍👩‍👧",
    "🇰🇷",
    "1️⃣",
    "e\u0301\u0327",
    "\u0301",
    "\u200b",
    "\u200d",
    "\u00ad",
    "\u202e",
    "\x01",
    "\x7f",
    "ﷺ",
    "①",
    "㈜",
    "\u3000",
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    ". ",
    "다. ",
    "요. ",
    "。",
    "！",
    "？",
    "，",
    "、",
    "“",
    "”",
    "(",
    ")",
    "「",
    "」",
    "-",
    "_",
    "'",
    "\u2019",
    ".",
    "…",
};

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static struct text random_text(struct fixture *fixture, uint64_t *seed, size_t n_pieces)
{
    struct buffer buffer;
    buffer_init(&buffer, SIZE_MAX / 2);
    for (size_t i = 0; i < n_pieces; i++)
        buffer_append_string(&buffer, pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
    struct text text = arena_copy(&fixture->arena, buffer_text(&buffer));
    buffer_clear(&buffer);
    return text;
}

static struct unit random_unit(struct fixture *fixture, uint64_t *seed)
{
    struct unit unit = {.text = random_text(fixture, seed, next_random(seed) % 120),
                        .language = (enum language)(next_random(seed) % N_LANGUAGES)};
    size_t capacity = 0;
    for (size_t start = 0; start < unit.text.size;) {
        size_t end = text_find_byte(unit.text, '\n', start);
        end = end == TEXT_NONE ? unit.text.size : end;
        uint32_t choice = next_random(seed) % 8;
        if (choice <= SPAN_URL && end > start)
            *ARENA_PUSH(&fixture->arena, unit.spans, unit.n_spans, capacity) =
                (struct span){(uint32_t)start, (uint32_t)end, (enum span_kind)choice, TEXT("a")};
        start = end + 1;
    }
    return unit;
}

static bool is_white(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool *find_graphemes(struct fixture *fixture, UBreakIterator *iterator, struct text text)
{
    UErrorCode status = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    bool *is_edge = ARENA_NEW(&fixture->arena, bool, text.size + 1);
    utext_openUTF8(&view, text.bytes, (int64_t)text.size, &status);
    ubrk_setUText(iterator, &view, &status);
    assert_true(U_SUCCESS(status));
    for (int32_t at = ubrk_first(iterator); at != UBRK_DONE; at = ubrk_next(iterator))
        is_edge[at] = true;
    utext_close(&view);
    return is_edge;
}

/* The text as a passage shows it, and which of its bytes begin a grapheme of the original. */
static struct text even(struct fixture *fixture, UBreakIterator *iterator, struct text text,
                        bool **ret_is_edge)
{
    const bool *was_edge = find_graphemes(fixture, iterator, text);
    bool *is_edge = ARENA_NEW(&fixture->arena, bool, text.size + 1);
    char *bytes = arena_alloc(&fixture->arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        is_edge[size] |= was_edge[i];
        if (!is_white(text.bytes[i]) || i == 0 || !is_white(text.bytes[i - 1]))
            bytes[size++] = is_white(text.bytes[i]) ? ' ' : text.bytes[i];
    }
    is_edge[size] = true;
    *ret_is_edge = is_edge;
    return text_from(bytes, size);
}

static uint32_t count_columns(struct text text)
{
    uint32_t columns = 0;
    for (size_t offset = 0; offset < text.size;) {
        UChar32 c = (UChar32)text_next_code_point(text, &offset);
        int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        int8_t type = u_charType(c);
        bool is_nothing = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
                          (c >= 0x1160 && c <= 0x11FF);
        columns += is_nothing && c != 0xAD ? 0 : width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
    }
    return columns;
}

static bool is_on_edges(const struct snippet *snippet, const bool *is_edge)
{
    for (size_t i = 0; i < snippet->n_ranges; i++)
        if (!is_edge[snippet->ranges[i].start] || !is_edge[snippet->ranges[i].end])
            return false;
    return is_edge[0] && is_edge[snippet->text.size];
}

/* Whether it stands somewhere in the text, it and its marks from one edge of a grapheme to another. */
static bool stands_in(struct fixture *fixture, UBreakIterator *iterator, const struct snippet *snippet,
                      struct text text)
{
    bool *is_edge;
    struct text whole = even(fixture, iterator, text, &is_edge);
    for (size_t at = 0; (at = text_find(whole, snippet->text, at)) != TEXT_NONE; at++)
        if (is_on_edges(snippet, is_edge + at))
            return true;
    return false;
}

static bool is_wanted(const struct snippet_query *query, struct text term)
{
    for (size_t i = 0; i < query->n_terms; i++)
        if (text_equal(term, query->terms[i].term))
            return true;
    struct text word = text_skip(term, text_starts_with(term, TEXT("=")) ? 1 : 0); /* as it was written */
    for (size_t i = 0; i < query->n_prefixes; i++)
        if (text_starts_with(word, query->prefixes[i]))
            return true;
    return false;
}

/* Whether what is marked holds a wanted token of the text, as the text is analysed as a whole. */
static bool holds_wanted(struct fixture *fixture, UBreakIterator *iterator, const struct snippet_query *query,
                         struct text text, struct text marked)
{
    struct token_list list;
    analyzer_run(fixture->analyzer, text, ANALYZE_SNIPPET, LANGUAGE_NONE, &fixture->arena, &list);
    for (size_t t = 0; t < list.n_tokens; t++) {
        bool *is_edge;
        struct text token = text_slice(text, list.tokens[t].start, list.tokens[t].end);
        if (is_wanted(query, list.tokens[t].term) &&
            text_find(marked, even(fixture, iterator, text_trim(token), &is_edge), 0) != TEXT_NONE)
            return true;
    }
    return false;
}

/* With its line breaks as spaces, as even() gives the whole. */
static struct text flat(struct fixture *fixture, struct text text)
{
    struct text copy = arena_copy(&fixture->arena, text);
    for (size_t i = 0; i < copy.size; i++)
        if (copy.bytes[i] == '\n')
            ((char *)copy.bytes)[i] = ' ';
    return copy;
}

static void check_properties(struct fixture *fixture, UBreakIterator *iterator,
                             const struct snippet_query *query, const struct unit *unit, uint32_t max_columns)
{
    struct snippet snippet;
    snippet_make(fixture->maker, query, unit, max_columns, &fixture->arena, &snippet);
    snippet.text = flat(fixture, snippet.text);
    struct text text = snippet.text;
    assert_int_equal(text_invalid_at(text), TEXT_NONE);
    if (!stands_in(fixture, iterator, &snippet, unit->text))
        fail_msg("<%.*s> is no part of <%.*s>", TEXT_PRINTF(text), TEXT_PRINTF(unit->text));
    const bool *is_edge = find_graphemes(fixture, iterator, text);
    size_t n_graphemes = 0;
    for (size_t i = 1; i <= text.size; i++)
        n_graphemes += is_edge[i];
    if (count_columns(text) > max_columns && n_graphemes > 1)
        fail_msg("<%.*s> has more than %u columns", TEXT_PRINTF(text), max_columns);
    for (size_t i = 0; i < snippet.n_ranges; i++) {
        struct range range = snippet.ranges[i];
        if (range.start >= range.end || range.end > text.size)
            fail_msg("[%u, %u) of <%.*s> of <%.*s>", range.start, range.end, TEXT_PRINTF(text),
                     TEXT_PRINTF(unit->text));
        assert_true(i == 0 || snippet.ranges[i - 1].end < range.start);
        bool is_cut = (range.start == 0 && snippet.cut_start) || (range.end == text.size && snippet.cut_end);
        struct text marked = text_slice(text, range.start, range.end);
        if (!is_cut && query->n_phrases == 0 && !holds_wanted(fixture, iterator, query, unit->text, marked))
            fail_msg("<%.*s> of <%.*s> is not wanted", TEXT_PRINTF(marked), TEXT_PRINTF(text));
    }
    if (unit->n_spans == 0)
        assert_false(snippet.is_code);
}

/* SNIPPET_ROUNDS=N for more of them. */
static void test_properties_hold_for_random_text(void **state)
{
    struct fixture *fixture = *state;
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    const char *rounds = getenv("SNIPPET_ROUNDS");
    size_t n_rounds = rounds != NULL ? (size_t)atol(rounds) : 3000;
    for (uint64_t round = 0; round < n_rounds; round++) {
        uint64_t seed = round;
        struct unit unit = random_unit(fixture, &seed);
        struct text words = random_text(fixture, &seed, 1 + next_random(&seed) % 5);
        struct text string = words;
        switch (next_random(&seed) % 4) {
        case 0:
            string = arena_printf(&fixture->arena, "%.*s*", TEXT_PRINTF(words));
            break;
        case 1:
            string = arena_printf(&fixture->arena, "\"%.*s\"", TEXT_PRINTF(words));
            break;
        }
        struct snippet_query query = make_query(fixture, string.bytes);
        check_properties(fixture, iterator, &query, &unit, 1 + next_random(&seed) % 120);
        arena_reset(&fixture->arena);
    }
    ubrk_close(iterator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_korean_words_are_marked_without_their_endings),
        cmocka_unit_test(test_korean_compounds_are_marked_where_they_stand),
        cmocka_unit_test(test_chinese_words_are_marked_in_either_form),
        cmocka_unit_test(test_latin_words_are_marked_as_programmers_write_them),
        cmocka_unit_test(test_marks_cover_whole_characters_of_the_original),
        cmocka_unit_test(test_phrases_and_prefixes_are_marked),
        cmocka_unit_test(test_passage_is_whole_sentences_where_they_fit),
        cmocka_unit_test(test_passage_is_cut_between_words),
        cmocka_unit_test(test_passage_covers_most_of_what_counts),
        cmocka_unit_test(test_code_is_shown_only_when_only_code_matched),
        cmocka_unit_test(test_passage_does_not_run_across_a_heading),
        cmocka_unit_test(test_unit_without_match_gives_its_beginning),
        cmocka_unit_test(test_anchor_is_of_the_nearest_heading),
        cmocka_unit_test(test_title_is_marked_at_its_place),
        cmocka_unit_test(test_a_long_paragraph_is_shown_where_it_matches),
        cmocka_unit_test(test_cost_is_linear_on_hostile_text),
        cmocka_unit_test(test_properties_hold_for_random_text),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
