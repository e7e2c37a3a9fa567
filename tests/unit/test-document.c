/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"
#include "indexer/document.h"
#include "tests/unit/check.h"

#include <stdlib.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct document make_in(struct arena *arena, const char *path, struct text text)
{
    static const struct document_options options = {.language = LANGUAGE_NONE};
    struct source source;
    struct document document;
    struct error error;
    arena_reset(arena);
    assert_int_equal(source_decode(text_of(path), text, arena, &source, &error), 0);
    struct source *kept = ARENA_NEW(arena, struct source, 1);
    *kept = source;
    document_make(kept, &options, arena, &document);
    return document;
}

static struct document make(struct arena *arena, const char *text)
{
    return make_in(arena, "notes/글.md", text_of(text));
}

/* `n` words of eight letters, each another one. */
static struct text words(struct arena *arena, size_t first, size_t n)
{
    struct buffer buffer;
    buffer_init(&buffer, 1024 * 1024);
    for (size_t i = 0; i < n; i++)
        buffer_printf(&buffer, "w%07zu%s", first + i, i % 12 == 11 ? ". " : " ");
    struct text text = arena_copy(arena, buffer_text(&buffer));
    buffer_clear(&buffer);
    return text;
}

static void note_names(struct buffer *out, const struct unit *unit)
{
    for (size_t i = 0; i < unit->n_breadcrumbs; i++)
        buffer_printf(out, "%.*s › ", TEXT_PRINTF(unit->breadcrumbs[i]));
    buffer_append(out, unit->title);
}

/* "S title" or "E title = url", with what is above in front; units apart by " | ". */
static struct text note_units(const struct document *document, enum unit_kind kind, struct arena *arena)
{
    struct buffer out;
    buffer_init(&out, 1024 * 1024);
    for (size_t i = 0; i < document->n_units; i++) {
        const struct unit *unit = &document->units[i];
        if (unit->kind != kind)
            continue;
        buffer_append_string(&out, out.size > 0 ? " | " : "");
        note_names(&out, unit);
        if (kind == UNIT_ENTRY)
            buffer_printf(&out, " = %.*s", TEXT_PRINTF(unit->key));
        if (kind == UNIT_ENTRY && unit->text.size > 0)
            buffer_printf(&out, " (%.*s)", TEXT_PRINTF(unit->text));
    }
    struct text text = arena_copy(arena, buffer_text(&out));
    buffer_clear(&out);
    return text;
}

struct document_case {
    const char *text, *expected;
};

static void assert_units(const struct document_case *cases, size_t n_cases, enum unit_kind kind)
{
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < n_cases; i++) {
        struct document document = make(&arena, cases[i].text);
        assert_text(note_units(&document, kind, &arena), cases[i].expected);
    }
    arena_clear(&arena);
}

/* ---- titles ---- */

static void test_a_file_takes_its_title_from_what_names_it(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *title;
    } cases[] = {
        {"a.md", "---\ntitle: 앞머리\n---\n# 제목\n\n글", "앞머리"},
        {"a.md", "# 제목\n\n글\n\n## 둘\n", "제목"},
        {"a.md", "서문이다.\n\n# 제목\n\n글", "제목"},
        {"a.md", "## 둘째 단\n\n글\n\n#### 넷", "둘째 단"},
        {"a.md", "## 둘\n\n# 하나\n\n글", "하나"},
        {"a.md", "#### 도구 - [Github](u) | [홈](v)\n\n글", "도구"},
        {"docs/deep-learning_intro.md", "글", "deep learning intro"},
        {"docs/시작하기/README.md", "글", "시작하기"},
        {"README.md", "글", "README"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(make_in(&arena, cases[i].path, text_of(cases[i].text)).title, cases[i].title);
    arena_clear(&arena);
}

static void test_front_matter_says_what_it_can(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct document document =
        make(&arena, "---\ntitle: 제목\noriginalTitle: Title\naliases: [다른 이름, /old/path]\n"
                     "description: 설명\ndate: 2024-8-6 19:26\ntags: [가, 나, 가]\n"
                     "categories: \"다, 나\"\n---\n글");
    assert_text(document.description, "설명");
    assert_text(document.date, "2024-08-06");
    assert_int_equal(document.n_tags, 3);
    assert_text(document.tags[2], "다");
    assert_int_equal(document.n_other_titles, 2);
    assert_text(document.other_titles[0], "Title");
    assert_text(document.other_titles[1], "다른 이름");
    assert_int_equal(document.units[0].n_tags, 3);
    assert_text(document.units[0].date, "2024-08-06");
    arena_clear(&arena);
}

static void test_drafts_and_opt_outs_have_no_units(void **state)
{
    (void)state;
    static const char *const lines[] = {"draft: true", "published: false", "unlisted: yes", "search: false",
                                        "pagefind: off"};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct text text = arena_printf(&arena, "---\n%s\n---\n# 제목\n\n글", lines[i]);
        char copy[100];
        memcpy(copy, text.bytes, text.size + 1);
        struct document document = make(&arena, copy);
        assert_true(document.is_excluded);
        assert_int_equal(document.n_units, 0);
    }
    assert_false(make(&arena, "---\ndraft: false\n---\n글").is_excluded);
    arena_clear(&arena);
}

static void test_dates_as_people_write_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"2024-08-26", "2024-08-26"},
        {"2024-08-26T19:26:00+09:00", "2024-08-26"},
        {"2024/8/6", "2024-08-06"},
        {"2024. 8. 26.", "2024-08-26"},
        {"2024년 8월 26일", "2024-08-26"},
        {"2024年8月26日", "2024-08-26"},
        {"24-08-26", ""},
        {"2024-13-01", ""},
        {"2024-08-32", ""},
        {"2024-08", ""},
        {"어제", ""},
        {"", ""},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(document_date(text_of(cases[i][0]), &arena), cases[i][1]);
    assert_text(make_in(&arena, "_posts/2023-01-02-글.md", TEXT("글")).date, "2023-01-02");
    assert_text(make_in(&arena, "blog/2023/01/02/글.md", TEXT("글")).date, "2023-01-02");
    arena_clear(&arena);
}

static void test_language_is_declared_or_counted(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
        enum language language;
    } cases[] = {
        {"a.md", "한국어 글이다.", LANGUAGE_KO},
        {"a.md", "这是中文。", LANGUAGE_ZH},
        {"a.md", "This is English.", LANGUAGE_EN},
        {"a.md", "Deep learning with PyTorch and TensorFlow 정리 노트", LANGUAGE_EN},
        {"ko/a.md", "Deep learning with PyTorch and TensorFlow 정리 노트", LANGUAGE_KO},
        {"docs/a.ko.md", "Deep learning with PyTorch and TensorFlow 정리 노트", LANGUAGE_KO},
        {"docs/zh-cn/a.md", "Deep learning 学习资料 with PyTorch", LANGUAGE_ZH},
        {"ko/a.md", "This is English only.", LANGUAGE_EN},
        {"en-core/a.md", "한국어", LANGUAGE_KO},
        {"ko/a.md", "---\nlang: zh\n---\n学习资料 한국어", LANGUAGE_ZH},
        {"a.md", "```\nint main(void)\n```\n\n글 https://example.org/very/long/path", LANGUAGE_KO},
        {"ko/a.md", "123", LANGUAGE_KO},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(make_in(&arena, cases[i].path, text_of(cases[i].text)).language, cases[i].language);
    arena_clear(&arena);
}

/* ---- sections ---- */

static void test_a_short_file_is_one_unit_with_its_headings_marked(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct document document = make(
        &arena, "# 제목\n\n글 https://a.org\n\n## 하나 {#one}\n\n- 가\n- 나\n\n```c\nx\n```\n\n## 둘\n끝");
    assert_int_equal(document.units[0].kind, UNIT_SECTION);
    const struct unit *unit = &document.units[0];
    assert_text(unit->title, "제목");
    assert_text(unit->key, "");
    assert_text(unit->text, "글 https://a.org\n\n하나\n\n가\n나\n\nx\n\n둘\n\n끝");
    static const struct {
        enum span_kind kind;
        const char *text, *anchor;
    } spans[] = {{SPAN_URL, "https://a.org", ""},
                 {SPAN_HEADING, "하나", "one"},
                 {SPAN_CODE, "x", ""},
                 {SPAN_HEADING, "둘", "둘"}};
    assert_int_equal(unit->n_spans, COUNT(spans));
    for (size_t i = 0; i < COUNT(spans); i++) {
        assert_int_equal(unit->spans[i].kind, spans[i].kind);
        assert_text(text_slice(unit->text, unit->spans[i].start, unit->spans[i].end), spans[i].text);
        assert_text(unit->spans[i].anchor, spans[i].anchor);
    }
    assert_int_equal(unit->line, 1);
    assert_int_equal(unit->last_line, 15);
    arena_clear(&arena);
}

static void test_a_long_file_is_cut_by_its_headings(void **state)
{
    (void)state;
    struct arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    struct text long_text = words(&scratch, 0, 200);
    struct text text = arena_printf(
        &scratch,
        "# 책\n\n머리글\n\n## 장 하나\n\n%.*s\n\n### 절 하나\n\n짧다.\n\n## 장 둘\n\n### 절 둘\n\n%.*s\n\n"
        "### 절 셋\n\n%.*s\n\n### 빈 절\n\n## 장 둘\n\n끝\n",
        TEXT_PRINTF(long_text), TEXT_PRINTF(long_text), TEXT_PRINTF(long_text));
    struct document document = make_in(&arena, "a.md", text);
    assert_text(note_units(&document, UNIT_SECTION, &arena),
                "책 | 책 › 장 하나 | 책 › 장 둘 › 절 둘 | 책 › 장 둘 › 절 셋 | 책 › 장 둘");
    assert_text(document.units[1].key, "장-하나");
    assert_text(document.units[4].key, "장-둘-1");
    assert_text(document.units[4].text, "빈 절\n\n끝"); /* the heading with nothing below it */
    assert_int_equal(document.units[2].line, 13); /* with the line of 장 둘, which has no text of its own */
    arena_clear(&scratch);
    arena_clear(&arena);
}

static void test_text_without_headings_is_cut_between_paragraphs_and_sentences(void **state)
{
    (void)state;
    struct arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    struct text short_text = words(&scratch, 0, 100), long_text = words(&scratch, 0, 600);
    struct text text = arena_printf(&scratch, "# 책\n\n%.*s\n\n%.*s\n\n%.*s\n\n%.*s", TEXT_PRINTF(short_text),
                                    TEXT_PRINTF(short_text), TEXT_PRINTF(short_text), TEXT_PRINTF(long_text));
    struct document document = make_in(&arena, "a.md", text);
    assert_true(document.n_units >= 4 && document.n_units <= 6);
    for (size_t i = 0; i < document.n_units; i++) {
        assert_text(document.units[i].title, "책");
        assert_true(document.units[i].text.size < 2600);
        struct text end = text_trim_end(document.units[i].text);
        assert_true(i + 1 == document.n_units || end.bytes[end.size - 1] == '.' ||
                    end.bytes[end.size - 1] == '9');
    }
    assert_text(document.units[1].key, "#2");
    arena_clear(&scratch);
    arena_clear(&arena);
}

static void test_several_headings_at_the_top_are_not_under_the_first(void **state)
{
    (void)state;
    struct arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    struct text long_text = words(&scratch, 0, 200);
    struct text text = arena_printf(&scratch, "# 社区\n\n%.*s\n\n# 框架\n\n## MXNet\n\n%.*s\n",
                                    TEXT_PRINTF(long_text), TEXT_PRINTF(long_text));
    struct document document = make_in(&arena, "a.md", text);
    assert_text(document.title, "社区");
    assert_text(note_units(&document, UNIT_SECTION, &arena), "社区 | 框架");
    arena_clear(&scratch);
    arena_clear(&arena);
}

static void test_files_with_little_in_them(void **state)
{
    (void)state;
    static const struct document_case cases[] = {
        {"", ""},           {"\n\n<!-- 주석 -->\n", ""}, {"---\ntitle: 제목\n---\n", "제목"},
        {"# 제목", "제목"}, {"# 하나\n## 둘\n", "하나"}, {"글", "글"},
    };
    assert_units(cases, COUNT(cases), UNIT_SECTION);
}

static uint32_t random_next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A file in which each word stands once. */
static void write_random(struct buffer *out, uint32_t *state, size_t *n_words)
{
    static const char *const openings[] = {"",   "",     "- ",    "1. ",
                                           "> ", "    ", "```\n", "| a | b |\n|---|---|\n| "};
    for (size_t n_blocks = 5 + random_next(state) % 60; n_blocks > 0; n_blocks--) {
        unsigned shape = random_next(state) % 10;
        size_t length = random_next(state) % 20 == 0 ? 700 : 1 + random_next(state) % 40;
        if (shape >= 8) {
            buffer_printf(out, "%.*s 제목x%zu\n\n", (int)(1 + random_next(state) % 5), "######",
                          (*n_words)++);
            continue;
        }
        buffer_append_string(out, openings[shape]);
        for (size_t i = 0; i < length; i++)
            buffer_printf(out, "낱말x%zu%s", (*n_words)++, i % 9 == 8 ? ". " : " ");
        buffer_append_string(out, shape == 6 ? "\n```\n\n" : shape == 7 ? "| |\n\n" : "\n\n");
    }
}

static void count_words(struct text text, unsigned char *counts, size_t n_words)
{
    for (size_t at = 0; (at = text_find(text, TEXT("x"), at)) != TEXT_NONE; at++) {
        size_t end = at + 1;
        while (end < text.size && text.bytes[end] >= '0' && text.bytes[end] <= '9')
            end++;
        uint64_t word;
        if (text_to_uint64(text_slice(text, at + 1, end), &word) && word < n_words)
            counts[word]++;
    }
}

static void test_every_word_lies_in_exactly_one_section(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer text;
    uint32_t seed = 7;
    arena_init(&arena);
    buffer_init(&text, 4 * 1024 * 1024);
    for (size_t round = 0; round < 60; round++) {
        size_t n_words = 0;
        buffer_reset(&text);
        write_random(&text, &seed, &n_words);
        unsigned char *in_text = calloc(n_words + 1, 1), *in_titles = calloc(n_words + 1, 1);
        struct document document = make_in(&arena, "a.md", buffer_text(&text));
        for (size_t i = 0; i < document.n_units; i++) {
            const struct unit *unit = &document.units[i];
            if (unit->kind != UNIT_SECTION)
                continue;
            count_words(unit->text, in_text, n_words);
            count_words(unit->title, in_titles, n_words);
            for (size_t k = 0; k < unit->n_breadcrumbs; k++)
                count_words(unit->breadcrumbs[k], in_titles, n_words);
        }
        for (size_t i = 0; i < n_words; i++)
            assert_true(in_text[i] == 1 || (in_text[i] == 0 && in_titles[i] > 0));
        free(in_text);
        free(in_titles);
    }
    buffer_clear(&text);
    arena_clear(&arena);
}

/* ---- entries ---- */

static void test_links_that_are_the_point_of_a_line_are_entries(void **state)
{
    (void)state;
    static const struct document_case cases[] = {
        {"# 목록\n\n- [이름](https://a.org/x) – 설명이다\n- [둘](https://b.org): 글",
         "목록 › 이름 = a.org/x (설명이다) | 목록 › 둘 = b.org (글)"},
        {"# 목록\n\n- 모델 허브: https://a.org/x\n- 도구 https://b.org/y",
         "목록 › 모델 허브 = a.org/x | 목록 › 도구 = b.org/y"},
        {"# 목록\n\n- **DETR**: [논문](https://a.org)", "목록 › DETR = a.org (논문)"},
        {"# 목록\n\n- **vLLM (서빙)**\n  - [공식 문서](https://a.org)\n  - [소개 글](https://b.org)",
         "목록 › vLLM (서빙) = a.org (공식 문서) | 목록 › vLLM (서빙) = b.org (소개 글)"},
        {"# 목록\n\n- 시각\n  - [DETR 논문](https://a.org)", "목록 › 시각 › DETR 논문 = a.org"},
        {"# 목록\n\n- [이름](https://a.org) ([코드](https://b.org), [Paper](https://c.org))",
         "목록 › 이름 = a.org ((코드, Paper)) | 목록 › 이름 = b.org (코드) | 목록 › 이름 = c.org (Paper)"},
        {"# 목록\n\n- [이름](https://a.org)\n  - 설명 하나\n  - 설명 둘\n",
         "목록 › 이름 = a.org (설명 하나\n설명 둘)"},
        {"# 목록\n\n| 이름 | 링크 |\n|---|---|\n| BERT | [논문](https://a.org) |\n| [GPT](https://b.org) | "
         "모델 |",
         "목록 › BERT = a.org (논문) | 목록 › GPT = b.org (모델)"},
        {"# 목록\n\n[하나](https://a.org) | [둘](https://b.org)", "목록 › 하나 = a.org | 목록 › 둘 = b.org"},
        {"# 목록\n\n글이다.  \n[GitHub](https://github.com/a/b)", "목록 = github.com/a/b (GitHub)"},
        {"# 목록\n\n자세한 이야기는 아래에서 함께 나누어요 —\nhttps://a.org/me",
         "목록 = a.org/me (자세한 이야기는 아래에서 함께 나누어요)"},
        {"# 목록\n\n- [GitHub](https://github.com)\n- [Home](https://a.org)",
         "목록 › GitHub = github.com | 목록 = a.org (Home)"},
        {"# 목록\n\n- [ ] 🚀 [할 일](../할-일.md)", "목록 › 할 일 = 할-일.md"},
    };
    assert_units(cases, COUNT(cases), UNIT_ENTRY);
}

static void test_links_in_prose_are_no_entries(void **state)
{
    (void)state;
    static const struct document_case cases[] = {
        {"[useState](https://a.org)는 상태를 선언한다.", ""},
        {"- [useState](https://a.org)는 상태를 선언한다.", ""},
        {"- [useState](https://a.org) lets you declare state.", ""},
        {"- 자세한 것은 [문서](https://a.org)를 보세요.", ""},
        {"글 가운데 https://a.org 가 있다.", ""},
        {"- [목차](#목차)\n- [메일](mailto:a@b.org)\n- ![그림](https://a.org/a.png)", ""},
        {"## [React](https://a.org)로 배우는 웹\n\n글", ""},
        {"```\nhttps://a.org\n```", ""},
    };
    assert_units(cases, COUNT(cases), UNIT_ENTRY);
}

static void test_links_of_headings_take_the_heading_as_their_name(void **state)
{
    (void)state;
    static const struct document_case cases[] = {
        {"# 장\n\n#### **도구** - [Github](https://a.org/x) \\| [Home](https://b.org)\n\n글",
         "장 › 도구 = a.org/x (Github) | 장 › 도구 = b.org (Home)"},
        {"# 장\n\n### [모델러](https://a.org)\n\n글", "장 › 모델러 = a.org"},
        {"# 장\n\n#### 꿈 - [Github](https://a.org/x)\n\n#### &lt;초창기&gt;\n\n> 글  \n> "
         "[Blog](https://b.org)",
         "장 › 꿈 = a.org/x (Github) | 장 › 꿈 = b.org (Blog)"},
        {"1) Meta — SAM\n-------------\n- 개요: 분할 모델\n- 저장소: https://a.org/sam\n",
         "1) Meta — SAM = a.org/sam (저장소\n개요: 분할 모델)"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct document document = make(&arena, cases[i].text);
        assert_text(note_units(&document, UNIT_ENTRY, &arena), cases[i].expected);
    }
    arena_clear(&arena);
}

static void test_entries_with_one_address_are_one_unit(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct document document =
        make(&arena, "# 목록\n\n- [Github](https://github.com/a/b?utm_source=x)\n\n## 둘\n\n"
                     "- [파이토치](http://www.github.com/a/b/) – 설명\n");
    const struct unit *unit = &document.units[document.n_units - 1];
    assert_int_equal(unit->kind, UNIT_ENTRY);
    assert_text(unit->title, "파이토치");
    assert_text(unit->key, "github.com/a/b");
    assert_int_equal(unit->n_places, 2);
    assert_text(unit->places[0].title, "목록");
    assert_true(unit->places[0].is_generic);
    assert_text(unit->places[1].category, "목록 › 둘");
    assert_false(unit->places[1].is_generic);
    assert_text(unit->places[1].path, "notes/글.md");
    assert_int_equal(unit->places[1].line, 7);
    arena_clear(&arena);
}

static void test_a_yaml_catalog_gives_a_place_for_each_name(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct document document = make_in(
        &arena, "목록.yaml",
        TEXT("title: 도구\nlinks:\n  - url: https://pytorch.org/\n    title: {ko: 파이토치, en: PyTorch}\n"
             "    description: {ko: 설명, en: about}\n    tags: [학습]\n"
             "  - url: https://pytorch.org\n    title: 火炬\n"));
    assert_int_equal(document.n_units, 1);
    const struct unit *unit = &document.units[0];
    assert_text(unit->title, "파이토치");
    assert_int_equal(unit->n_places, 3);
    assert_int_equal(unit->places[0].language, LANGUAGE_KO);
    assert_text(unit->places[0].text, "설명");
    assert_int_equal(unit->places[1].language, LANGUAGE_EN);
    assert_text(unit->places[1].text, "about");
    assert_int_equal(unit->places[2].language, LANGUAGE_ZH);
    assert_int_equal(unit->n_tags, 1);
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_a_file_takes_its_title_from_what_names_it),
          cmocka_unit_test(test_front_matter_says_what_it_can),
          cmocka_unit_test(test_drafts_and_opt_outs_have_no_units),
          cmocka_unit_test(test_dates_as_people_write_them),
          cmocka_unit_test(test_language_is_declared_or_counted),
          cmocka_unit_test(test_a_short_file_is_one_unit_with_its_headings_marked),
          cmocka_unit_test(test_a_long_file_is_cut_by_its_headings),
          cmocka_unit_test(test_text_without_headings_is_cut_between_paragraphs_and_sentences),
          cmocka_unit_test(test_several_headings_at_the_top_are_not_under_the_first),
          cmocka_unit_test(test_files_with_little_in_them),
          cmocka_unit_test(test_every_word_lies_in_exactly_one_section),
          cmocka_unit_test(test_links_that_are_the_point_of_a_line_are_entries),
          cmocka_unit_test(test_links_in_prose_are_no_entries),
          cmocka_unit_test(test_links_of_headings_take_the_heading_as_their_name),
          cmocka_unit_test(test_entries_with_one_address_are_one_unit),
          cmocka_unit_test(test_a_yaml_catalog_gives_a_place_for_each_name))
