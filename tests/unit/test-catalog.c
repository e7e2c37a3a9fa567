/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/buffer.h"
#include "indexer/catalog.h"
#include "indexer/yaml-tree.h"

#include <stdlib.h>

struct desk {
    struct arena arena;
    struct source source;
};

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    arena_init(&desk->arena);
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    arena_clear(&desk->arena);
    free(desk);
    return 0;
}

static struct catalog parse_text(struct desk *desk, struct text text)
{
    struct catalog catalog;
    struct error error;
    assert_int_equal(source_decode(TEXT("a.yaml"), text, &desk->arena, &desk->source, &error), 0);
    catalog_parse(&desk->source, &desk->arena, &catalog);
    return catalog;
}

static struct catalog parse(struct desk *desk, const char *text)
{
    return parse_text(desk, text_of(text));
}

/* "category › category | key=value;…\n" for each item. */
static struct text items_of(struct desk *desk, const struct catalog *catalog)
{
    struct buffer out;
    buffer_init(&out, 1 << 24);
    for (size_t i = 0; i < catalog->n_items; i++) {
        const struct item *item = &catalog->items[i];
        for (size_t k = 0; k < item->n_category; k++)
            buffer_printf(&out, "%s%.*s", k > 0 ? " › " : "", TEXT_PRINTF(item->category[k]));
        buffer_append_string(&out, "|");
        for (size_t k = 0; k < item->n_fields; k++)
            buffer_printf(&out, "%.*s=%.*s;", TEXT_PRINTF(item->fields[k].key),
                          TEXT_PRINTF(item->fields[k].value));
        buffer_append_string(&out, "\n");
    }
    struct text result = arena_copy(&desk->arena, buffer_text(&out));
    buffer_clear(&out);
    return result;
}

/* "line:column reason\n" for each problem. */
static struct text problems_of(struct desk *desk, const struct catalog *catalog)
{
    struct buffer out;
    buffer_init(&out, 1 << 24);
    for (size_t i = 0; i < catalog->n_problems; i++)
        buffer_printf(&out, "%u:%u %.*s\n", catalog->problems[i].line, catalog->problems[i].column,
                      TEXT_PRINTF(catalog->problems[i].reason));
    struct text result = arena_copy(&desk->arena, buffer_text(&out));
    buffer_clear(&out);
    return result;
}

static void test_items_are_found_wherever_lists_stand(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *input, *items;
    } cases[] = {
        {"- {title: {ko: 파이토치, en: PyTorch}, url: \"https://pytorch.org\", tags: [framework, 딥러닝]}\n",
         "|url=https://pytorch.org;title.ko=파이토치;title.en=PyTorch;tags=framework;tags=딥러닝;\n"},
        {"- title: A\n  url: a.org\n- title: B\n  url: b.org\n",
         "|url=a.org;title=A;\n|url=b.org;title=B;\n"},
        {"검색:\n  - {title: A, url: a.org}\n분류:\n  낱말:\n    - {title: B, url: b.org}\n",
         "검색|url=a.org;title=A;\n분류 › 낱말|url=b.org;title=B;\n"},
        {"items:\n  - {title: A, url: a.org}\nx:\n  links:\n    - {title: B, url: b.org}\n",
         "|url=a.org;title=A;\nx|url=b.org;title=B;\n"},
        {"- name: 工具\n  items:\n    - {name: A, link: a.org}\n- 도구:\n    - {label: B, href: b.org}\n",
         "工具|url=a.org;title=A;\n도구|url=b.org;title=B;\n"},
        {"- - {title: A, url: a.org}\n  - - {title: B, url: b.org}\n",
         "|url=a.org;title=A;\n|url=b.org;title=B;\n"},
        {"- title: 부모\n  url: p.org\n  children:\n    - {title: 자식, url: c.org}\n",
         "|url=p.org;title=부모;\n부모 › children|url=c.org;title=자식;\n"},
        {"---\n- {title: A, url: a.org}\n---\n- {title: B, url: b.org}\n...\n",
         "|url=a.org;title=A;\n|url=b.org;title=B;\n"},
        {"- Developer:\n    - Github:\n        - abbr: GH\n          href: https://github.com/\n",
         "Developer › Github|url=https://github.com/;abbr=GH;title=github.com;\n"},
        {"\xEF\xBB\xBF- {title: A, url: a.org}\r\n", "|url=a.org;title=A;\n"},
        {"- title: >\n    두 줄\n    제목\n  url: a.org\n", "|url=a.org;title=두 줄 제목;\n"},
        {"- {title: A, url: a.org}\n- {title: B, url: b.org}\n- title: A\n  title: C\n  url: c.org\n",
         "|url=a.org;title=A;\n|url=b.org;title=B;\n|url=c.org;title=A;title=C;\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct catalog catalog = parse(desk, cases[i].input);
        assert_text(items_of(desk, &catalog), cases[i].items);
        assert_text(problems_of(desk, &catalog), "");
    }
}

static void test_other_names_of_fields_become_ours(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *input, *items;
    } cases[] = {
        {"- {name: A, homepage: a.org, desc: 설명, keywords: [x], language: ko}\n",
         "|url=a.org;title=A;description=설명;tags=x;lang=ko;\n"},
        {"- {title: A, name: B, url: a.org, link: b.org}\n", "|url=a.org;title=A;name=B;link=b.org;\n"},
        {"- {title: '', name: B, url: TBD, link: b.org}\n", "|url=b.org;title=;title=B;url=TBD;\n"},
        {"- {URL: a.org, Title: A}\n", "|url=a.org;title=A;\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct catalog catalog = parse(desk, cases[i].input);
        assert_text(items_of(desk, &catalog), cases[i].items);
    }
    struct catalog catalog = parse(desk, cases[2].input);
    assert_text(item_get(&catalog.items[0], "title"), "B");
    assert_text(item_get(&catalog.items[0], "url"), "b.org");
    assert_text(item_get(&catalog.items[0], "lang"), "");
}

static void test_titles_languages_and_tags_come_from_around(void **state)
{
    struct desk *desk = *state;
    struct catalog catalog = parse(desk, "title: {en: Tools, ko: 도구 모음}\nlang: ko\ntags: [ai]\n"
                                         "search:\n  title: 검색\n  lang: zh\n  tags: 搜索\n"
                                         "  items:\n    - {title: A, url: a.org}\n"
                                         "    - {title: B, url: b.org, lang: en, tags: [x]}\n"
                                         "other:\n  - {title: C, url: c.org}\n");
    assert_text(catalog.title, "도구 모음");
    assert_text(catalog.language, "ko");
    assert_text(items_of(desk, &catalog), "검색|url=a.org;title=A;lang=zh;tags=ai;tags=搜索;\n"
                                          "검색|url=b.org;title=B;lang=en;tags=x;tags=ai;tags=搜索;\n"
                                          "other|url=c.org;title=C;lang=ko;tags=ai;\n");
}

static void test_a_missing_title_is_the_last_part_of_the_url(void **state)
{
    struct desk *desk = *state;
    static const char *const cases[][2] = {
        {"https://github.com/meta-llama/llama", "llama"},
        {"https://github.com/meta-llama/llama/?tab=readme#x", "llama"},
        {"https://pytorch.org/", "pytorch.org"},
        {"docs/guide.md", "guide.md"},
        {"https://ko.wikipedia.org/wiki/색인", "색인"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text input = arena_printf(&desk->arena, "- url: '%s'\n", cases[i][0]);
        struct catalog catalog = parse_text(desk, input);
        assert_int_equal(catalog.n_items, 1);
        assert_text(item_get(&catalog.items[0], "title"), cases[i][1]);
    }
}

static void test_a_file_without_items_is_no_catalog(void **state)
{
    static const char *const cases[] = {
        "",
        "\n\n",
        "# only a remark\n",
        "글\n",
        "a: 1\n",
        "- a\n- b\n",
        "- {title: A}\n",
        "- [1, 2]\n",
        "[]\n",
        "{}\n",
        "--- ''\n",
        "site_name: x\nurl: https://x.org\nnav:\n  - Home: index\n",
        "jobs:\n  build:\n    steps:\n      - uses: actions\n        with: {a: b}\n",
        "- url: TBD\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct catalog catalog = parse(*state, cases[i]);
        assert_int_equal(catalog.n_items, 0);
        assert_int_equal(catalog.n_problems, 0);
    }
}

static void test_what_is_wrong_is_reported_and_the_rest_is_kept(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *input, *items, *problems;
    } cases[] = {
        {"- {title: A, url: a.org}\n- {title: B}\n- 글\n- {title: C, url: c.org}\n",
         "|url=a.org;title=A;\n|url=c.org;title=C;\n",
         "2:3 an entry without url\n3:3 an entry that is no map\n"},
        {"- {title: A, url: a.org}\n- {url: 'https://'}\n", "|url=a.org;title=A;\n",
         "2:3 an entry without a title, and its URL gives none\n"},
        {"- {title: 가, url: a.org}\n- {title: \"나\n", "|url=a.org;title=가;\n",
         "3:1 while scanning a quoted scalar, found unexpected end of stream\n"},
        {"- title: A\n  url: a.org\n- title: B\n  url: b.org\n   x: 1\n", "|url=a.org;title=A;\n",
         "5:5 mapping values are not allowed in this context\n"},
        {"- {title: A, url: a.org}\n- {title: B, url: b.org}\n\t- {title: C, url: c.org}\n",
         "|url=a.org;title=A;\n",
         "3:1 while scanning for the next token, found character that cannot start any token\n"},
        {"- {title: A\x01, url: a.org}\n- {title: B\xC2\x80, url: b.org}\n",
         "|url=a.org;title=A;\n|url=b.org;title=B;\n", "1:12 U+0001 and its like are read as spaces\n"},
        {"- &a {title: A, url: a.org}\n- *a\n- <<: *a\n  url: b.org\n- {title: C, url: *a}\n",
         "|url=a.org;title=A;\n",
         "2:3 aliases (*name) are not read: write the value itself\n"
         "3:7 aliases (*name) are not read: write the value itself\n"
         "5:19 aliases (*name) are not read: write the value itself\n"},
        {"%TAG ! tag:x.org,2000:\n---\n- {title: A, url: a.org}\n", "", "1:1 %TAG lines are not read\n"},
        {"- {title: A, url: a.org, [x]: y}\n", "|url=a.org;title=A;\n",
         "1:26 a key must be a single word or text\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct catalog catalog = parse(desk, cases[i].input);
        assert_text(items_of(desk, &catalog), cases[i].items);
        assert_text(problems_of(desk, &catalog), cases[i].problems);
    }
}

static void test_items_know_their_lines(void **state)
{
    struct desk *desk = *state;
    struct catalog catalog =
        parse(desk, "# 목록\n- title: A\n  url: a.org\n\n# 메모\n- {title: B,\n   url: b.org,\n  }\n"
                    "- url: c.org\n  description: |\n    하나\n    둘\n\n\n# 끝\n");
    static const uint32_t lines[][2] = {{2, 3}, {6, 8}, {9, 12}};
    assert_int_equal(catalog.n_items, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(catalog.items[i].line, lines[i][0]);
        assert_int_equal(catalog.items[i].last_line, lines[i][1]);
    }
}

/* One item, and a second that begins with n times the piece. */
static struct catalog parse_hostile(struct desk *desk, const char *piece, size_t n)
{
    struct buffer out;
    buffer_init(&out, 1 << 26);
    buffer_append_string(&out, "- {title: A, url: a.org}\n- ");
    for (size_t i = 0; i < n; i++)
        buffer_append_string(&out, piece);
    struct catalog catalog = parse_text(desk, buffer_text(&out));
    buffer_clear(&out);
    return catalog;
}

static void test_hostile_yaml_costs_no_item_before_it(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *piece;
        size_t n;
        const char *reason;
    } cases[] = {
        {"[", 100000, "more than 32 levels deep"},
        {"{a: ", 100000, "more than 32 levels deep"},
        {"- ", 100000, "more than 32 levels deep"},
        {"? ", 100000, "more than 32 levels deep"},
        {"- [x,x,x,x,x,x,x,x,x]\n", 100000, "more than 1000000 YAML events"},
        {"]", 100000, "did not find expected"},
        {"\"\\x\"", 100000, "did not find expected hexdecimal number"},
        {"%TAG !a! b\n", 100000, "%TAG lines are not read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct catalog catalog = parse_hostile(desk, cases[i].piece, cases[i].n);
        assert_int_equal(catalog.n_items, 1);
        assert_true(catalog.n_problems > 0);
        struct text reason = catalog.problems[catalog.n_problems - 1].reason;
        if (text_find(reason, text_of(cases[i].reason), 0) == TEXT_NONE && catalog.n_problems < YAML_PROBLEMS)
            fail_msg("have \"%.*s\", want \"%s\"", TEXT_PRINTF(reason), cases[i].reason);
        arena_reset(&desk->arena);
    }
}

static void test_an_alias_bomb_is_named_and_never_grows(void **state)
{
    struct desk *desk = *state;
    struct catalog catalog = parse_hostile(desk, "- &a [*a,*a,*a,*a,*a,*a,*a,*a]\n", 10000);
    assert_int_equal(catalog.n_items, 1);
    assert_int_equal(catalog.n_problems, YAML_PROBLEMS);
    assert_text(catalog.problems[YAML_PROBLEMS - 1].reason, "more problems are not listed");
    assert_true(desk->arena.total_bytes < 64 << 20);
}

static void test_a_huge_scalar_is_kept_whole(void **state)
{
    struct desk *desk = *state;
    struct catalog catalog = parse_hostile(desk, "  한글 漢字 text\n", 200000);
    assert_int_equal(catalog.n_problems, 1); /* an entry that is no map */
    struct buffer out;
    buffer_init(&out, 1 << 26);
    buffer_append_string(&out, "- url: a.org\n  description: |\n");
    for (size_t i = 0; i < 200000; i++)
        buffer_append_string(&out, "    한글 漢字 text\n");
    catalog = parse_text(desk, buffer_text(&out));
    buffer_clear(&out);
    assert_int_equal(catalog.n_problems, 0);
    assert_int_equal(item_get(&catalog.items[0], "description").size, 200000 * 19 - 1);
}

static void test_inherited_tags_do_not_multiply(void **state)
{
    struct desk *desk = *state;
    struct buffer out;
    buffer_init(&out, 1 << 26);
    buffer_append_string(&out, "tags: [");
    for (size_t i = 0; i < 5000; i++)
        buffer_append_string(&out, "t,");
    buffer_append_string(&out, "]\nx:\n");
    for (size_t i = 0; i < 5000; i++)
        buffer_append_string(&out, "- url: a.b\n");
    struct catalog catalog = parse_text(desk, buffer_text(&out));
    buffer_clear(&out);
    assert_int_equal(catalog.n_items, 5000);
    assert_int_equal(catalog.items[0].n_fields, 2 + CATALOG_INHERITED_TAGS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_items_are_found_wherever_lists_stand), TEST(test_other_names_of_fields_become_ours),
          TEST(test_titles_languages_and_tags_come_from_around),
          TEST(test_a_missing_title_is_the_last_part_of_the_url),
          TEST(test_a_file_without_items_is_no_catalog),
          TEST(test_what_is_wrong_is_reported_and_the_rest_is_kept), TEST(test_items_know_their_lines),
          TEST(test_hostile_yaml_costs_no_item_before_it), TEST(test_an_alias_bomb_is_named_and_never_grows),
          TEST(test_a_huge_scalar_is_kept_whole), TEST(test_inherited_tags_do_not_multiply))
