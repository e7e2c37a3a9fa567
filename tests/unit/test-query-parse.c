/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-parse.h"
#include "tests/unit/check.h"

#include <stdlib.h>

struct query_case {
    const char *query, *tree;
    bool cut;
};

static struct query_tree parse(struct text query, struct arena *arena)
{
    struct query_tree tree;
    query_parse(query, arena, &tree);
    return tree;
}

static void check_cases(const struct query_case *cases, size_t n_cases)
{
    struct arena arena;
    struct buffer out;
    arena_init(&arena);
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < n_cases; i++) {
        struct query_tree tree = parse(text_of(cases[i].query), &arena);
        buffer_reset(&out);
        query_node_describe(tree.root, &out);
        assert_text(buffer_text(&out), cases[i].tree);
        if (tree.cut != cases[i].cut)
            fail_msg("%s: cut is %d", cases[i].query, tree.cut);
    }
    buffer_clear(&out);
    arena_clear(&arena);
}

#define CHECK_CASES(cases) check_cases((cases), sizeof(cases) / sizeof *(cases))

static void test_words_are_ranked_together_and_keep_their_punctuation(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"", "(all)", false},
        {"   ", "(all)", false},
        {"딥러닝", "(all (text \"딥러닝\"))", false},
        {"자동 미분 예제", "(all (text \"자동 미분 예제\"))", false},
        {"  자동   미분  ", "(all (text \"자동   미분\"))", false},
        {"深度学习 教程", "(all (text \"深度学习 教程\"))", false},
        {"Transformer 模型 구조", "(all (text \"Transformer 模型 구조\"))", false},
        {"C++", "(all (text \"C++\"))", false},
        {"C#", "(all (text \"C#\"))", false},
        {".NET", "(all (text \".NET\"))", false},
        {"node.js", "(all (text \"node.js\"))", false},
        {"GPT-4", "(all (text \"GPT-4\"))", false},
        {"a-b", "(all (text \"a-b\"))", false},
        {"useState()", "(all (text \"useState()\"))", false},
        {"f(x, y)", "(all (text \"f(x, y)\"))", false},
        {"마크다운(Markdown)을", "(all (text \"마크다운(Markdown)을\"))", false},
        {"C:\\dir", "(all (text \"C:\\\\dir\"))", false},
        {"12:30", "(all (text \"12:30\"))", false},
        {"https://example.com/a?b=c", "(all (text \"https://example.com/a?b=c\"))", false},
        {"user@example.com", "(all (text \"user@example.com\"))", false},
        {"--flag", "(all (text \"--flag\"))", false},
        {"git commit --amend -m", "(all (text \"git commit --amend\") (not (text \"m\")))", false},
        {"- a", "(all (text \"- a\"))", false},
        {"a - b", "(all (text \"a - b\"))", false},
        {"a + b", "(all (text \"a + b\"))", false},
        {"+", "(all (text \"+\"))", false},
        {"-", "(all (text \"-\"))", false},
        {"--", "(all (text \"--\"))", false},
        {"+-a", "(all (text \"+-a\"))", false},
        {"-_-", "(all (text \"-_-\"))", false},
        {":-)", "(all (text \":-)\"))", false},
        {"😀", "(all (text \"😀\"))", false},
        {"and or not", "(all (text \"and or not\"))", false},
        {"a or b", "(all (text \"a or b\"))", false},
    };
    CHECK_CASES(cases);
}

static void test_phrases_stand_in_any_quotes_and_lone_quotes_are_text(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"\"in PyTorch\"", "(all (phrase \"in PyTorch\"))", false},
        {"\"자동 미분\" 예제", "(all (phrase \"자동 미분\") (text \"예제\"))", false},
        {"“자동 미분”", "(all (phrase \"자동 미분\"))", false},
        {"”자동 미분“", "(all (phrase \"자동 미분\"))", false},
        {"„자동 미분“", "(all (phrase \"자동 미분\"))", false},
        {"«자동 미분»", "(all (phrase \"자동 미분\"))", false},
        {"「딥 러닝」 입문", "(all (phrase \"딥 러닝\") (text \"입문\"))", false},
        {"『딥 러닝』", "(all (phrase \"딥 러닝\"))", false},
        {"＂딥 러닝＂", "(all (phrase \"딥 러닝\"))", false},
        {"“딥 러닝\"", "(all (phrase \"딥 러닝\"))", false},
        {"검색\"자동 미분\"엔진", "(all (text \"검색\") (phrase \"자동 미분\") (text \"엔진\"))", false},
        {"학습「심층 학습」", "(all (text \"학습\") (phrase \"심층 학습\"))", false},
        {"\"딥 러닝", "(all (text \"\\\"딥 러닝\"))", false},
        {"딥 러닝\"", "(all (text \"딥 러닝\\\"\"))", false},
        {"“딥 러닝", "(all (text \"“딥 러닝\"))", false},
        {"\"", "(all (text \"\\\"\"))", false},
        {"\"\"", "(all (text \"\\\"\\\"\"))", false},
        {"\" \"", "(all (text \"\\\" \\\"\"))", false},
        {"\"\" \"a b\"", "(all (text \"\\\"\\\"\") (phrase \"a b\"))", false},
        {"\"...“", "(all (text \"\\\"...“\"))", false},
        {"a \"b c\" d \"e f\" g",
         "(all (text \"a\") (phrase \"b c\") (text \"d\") (phrase \"e f\") (text \"g\"))", false},
    };
    CHECK_CASES(cases);
}

static void test_marks_count_only_before_a_clause(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"-설치", "(all (not (text \"설치\")))", false},
        {"+설치 방법", "(all (must (text \"설치\")) (text \"방법\"))", false},
        {"파이썬 -설치 -\"처음 배우는\"",
         "(all (text \"파이썬\") (not (text \"설치\")) (not (phrase \"처음 배우는\")))", false},
        {"-O2", "(all (not (text \"O2\")))", false},
        {"-(a OR b)", "(all (not (or (text \"a\") (text \"b\"))))", false},
        {"+(a b)", "(all (must (text \"a b\")))", false},
        {"-\"a b\"", "(all (not (phrase \"a b\")))", false},
        {"－설치", "(all (not (text \"설치\")))", false},
        {"＋설치", "(all (must (text \"설치\")))", false},
        {"a -b c", "(all (text \"a\") (not (text \"b\")) (text \"c\"))", false},
        {"\"a\"-b", "(all (phrase \"a\") (text \"-b\"))", false},
        {"-a*", "(all (not (text \"a\")))", true},
        {"-OR a", "(all (not (text \"OR\")) (text \"a\"))", false},
    };
    CHECK_CASES(cases);
}

static void test_or_joins_the_clause_on_each_side(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"a OR b", "(all (or (text \"a\") (text \"b\")))", false},
        {"a | b", "(all (or (text \"a\") (text \"b\")))", false},
        {"a|b", "(all (or (text \"a\") (text \"b\")))", false},
        {"a || b", "(all (or (text \"a\") (text \"b\")))", false},
        {"a｜b", "(all (or (text \"a\") (text \"b\")))", false},
        {"가 OR 나 OR 다", "(all (or (text \"가\") (text \"나\") (text \"다\")))", false},
        {"a b OR c d", "(all (text \"a\") (or (text \"b\") (text \"c\")) (text \"d\"))", false},
        {"\"a b\" OR c", "(all (or (phrase \"a b\") (text \"c\")))", false},
        {"(a b) OR (c d)", "(all (or (text \"a b\") (text \"c d\")))", false},
        {"a OR OR b", "(all (or (text \"a\") (text \"b\")))", false},
        {"OR", "(all (text \"OR\"))", false},
        {"OR OR", "(all (text \"OR OR\"))", false},
        {"OR a", "(all (text \"OR a\"))", false},
        {"a OR", "(all (text \"a OR\"))", false},
        {"a OR -b", "(all (text \"a OR\") (not (text \"b\")))", false},
        {"-a OR b", "(all (not (text \"a\")) (text \"OR b\"))", false},
        {"ＯＲ", "(all (text \"ＯＲ\"))", false},
        {"a ＯＲ b", "(all (or (text \"a\") (text \"b\")))", false},
        {"a OR ", "(all (text \"a OR\"))", false},
        {"||", "(all (text \"||\"))", false},
        {"a OR )", "(all (text \"a OR )\"))", false},
        {"lang:zh OR lang:ko", "(all (or (lang \"zh\") (lang \"ko\")))", false},
    };
    CHECK_CASES(cases);
}

static void test_brackets_group_where_a_clause_begins(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"(a)", "(all (text \"a\"))", false},
        {"(a b)", "(all (text \"a b\"))", false},
        {"( )", "(all (text \"( )\"))", false},
        {"()", "(all (text \"()\"))", false},
        {"(())", "(all (text \"()\"))", false},
        {"((a OR b) c)", "(all (all (or (text \"a\") (text \"b\")) (text \"c\")))", false},
        {"(a", "(all (text \"(a\"))", false},
        {"a)", "(all (text \"a)\"))", false},
        {")(", "(all (text \")(\"))", false},
        {"a ) b", "(all (text \"a ) b\"))", false},
        {"（a OR b） c", "(all (or (text \"a\") (text \"b\")) (text \"c\"))", false},
        {"(a)(b)", "(all (text \"a\") (text \"b\"))", false},
        {"-()", "(all (text \"-()\"))", false},
        {"-(a", "(all (text \"-(a\"))", false},
        {"(-a) OR b", "(all (or (all (not (text \"a\"))) (text \"b\")))", false},
        {"(-a) b", "(all (not (text \"a\")) (text \"b\"))", false},
        {"-(-a)", "(all (not (all (not (text \"a\")))))", false},
        {"(f(x) OR g)", "(all (or (text \"f(x)\") (text \"g\")))", false},
        {"(\"a) b\" c)", "(all (all (phrase \"a) b\") (text \"c\")))", false},
        {"(a \"b) c\" d)", "(all (all (text \"a\") (phrase \"b) c\") (text \"d\")))", false},
        {":( sad", "(all (text \":( sad\"))", false},
        {"((((((((a))))))))", "(all (text \"a\"))", false},
        {"(((((((((a OR b)))))))))", "(all (or (text \"a\") (text \"b\")))", true},
    };
    CHECK_CASES(cases);
}

static void test_prefixes_are_long_enough_and_few(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"word*", "(all (prefix \"word\"))", false},
        {"딥러*", "(all (prefix \"딥러\"))", false},
        {"深度*", "(all (prefix \"深度\"))", false},
        {"딥*", "(all (text \"딥\"))", true},
        {"ab*", "(all (text \"ab\"))", true},
        {"a*", "(all (text \"a\"))", true},
        {"*", "(all (text \"*\"))", false},
        {"**", "(all (text \"**\"))", false},
        {"**bold**", "(all (text \"**bold**\"))", false},
        {"a*b", "(all (text \"a*b\"))", false},
        {"foo* bar", "(all (prefix \"foo\") (text \"bar\"))", false},
        {"word＊", "(all (prefix \"word\"))", false},
        {"앱*개발", "(all (text \"앱*개발\"))", false},
        {"abc* def* ghi* jkl* mno*",
         "(all (prefix \"abc\") (prefix \"def\") (prefix \"ghi\") (prefix \"jkl\") (text \"mno\"))", true},
        {"\"abc*\"", "(all (phrase \"abc*\"))", false},
        {"C++*", "(all (text \"C++\"))", true},
    };
    CHECK_CASES(cases);
}

static void test_fields_need_a_value_that_fits(void **state)
{
    (void)state;
    static const struct query_case cases[] = {
        {"title:딥러닝", "(all (title (text \"딥러닝\")))", false},
        {"title:\"딥 러닝\"", "(all (title (phrase \"딥 러닝\")))", false},
        {"title:(a OR b)", "(all (title (or (text \"a\") (text \"b\"))))", false},
        {"title:(자동 미분)", "(all (title (text \"자동 미분\")))", false},
        {"title:word*", "(all (title (prefix \"word\")))", false},
        {"title:", "(all (text \"title:\"))", false},
        {"title: x", "(all (text \"title: x\"))", false},
        {"title:\"", "(all (text \"title:\\\"\"))", false},
        {"title:()", "(all (text \"title:()\"))", false},
        {"title:(a", "(all (text \"title:(a\"))", false},
        {"+title:x", "(all (must (title (text \"x\"))))", false},
        {"-title:x", "(all (not (title (text \"x\"))))", false},
        {"TITLE:x", "(all (title (text \"x\")))", false},
        {"subtitle:x", "(all (text \"subtitle:x\"))", false},
        {"tag:\"기계 학습\"", "(all (tag \"기계 학습\"))", false},
        {"tag:“机器学习”", "(all (tag \"机器学习\"))", false},
        {"tag:파이썬 입문", "(all (tag \"파이썬\") (text \"입문\"))", false},
        {"tag:(a b)", "(all (text \"tag:(a b)\"))", false},
        {"tag:\"미완", "(all (text \"tag:\\\"미완\"))", false},
        {"tag:c++", "(all (tag \"c++\"))", false},
        {"lang:zh 翻译", "(all (lang \"zh\") (text \"翻译\"))", false},
        {"lang：zh 翻译", "(all (lang \"zh\") (text \"翻译\"))", false},
        {"lang:zh-Hant", "(all (lang \"zh-Hant\"))", false},
        {"lang:xx", "(all (text \"lang:xx\"))", false},
        {"lang:", "(all (text \"lang:\"))", false},
        {"-lang:en", "(all (not (lang \"en\")))", false},
        {"kind:entry", "(all (kind \"entry\"))", false},
        {"kind:Article", "(all (kind \"Article\"))", false},
        {"kind:other", "(all (text \"kind:other\"))", false},
        {"site:example.com", "(all (site \"example.com\"))", false},
        {"site:https://example.com/a", "(all (site \"https://example.com/a\"))", false},
        {"path:docs/ko", "(all (path \"docs/ko\"))", false},
        {"before:2024", "(all (before \"2024\"))", false},
        {"after:2024-05-17", "(all (after \"2024-05-17\"))", false},
        {"after:2024-13", "(all (text \"after:2024-13\"))", false},
        {"before:내일", "(all (text \"before:내일\"))", false},
        {"\"a\"title:b", "(all (phrase \"a\") (title (text \"b\")))", false},
        {"author:kim", "(all (text \"author:kim\"))", false},
        {"(lang:zh 모델)", "(all (all (lang \"zh\") (text \"모델\")))", false},
        {"lang:zh)", "(all (text \"lang:zh)\"))", false},
        {"lang:zh\"a", "(all (text \"lang:zh\\\"a\"))", false},
        {"title:title:x", "(all (title (text \"title:x\")))", false},
        {"title:a b", "(all (title (text \"a\")) (text \"b\"))", false},
        {"title:-x", "(all (title (text \"-x\")))", false},
        {"title:(lang:zh)", "(all (lang \"zh\"))", false},
        {"title:(title:x)", "(all (title (text \"x\")))", false},
        {"-title:(lang:zh x)", "(all (not (title (all (lang \"zh\") (text \"x\")))))", false},
    };
    CHECK_CASES(cases);
}

/* ---- what holds for every tree ---- */

struct counts {
    size_t n_nodes, n_prefixes, n_text_bytes, deepest;
};

static void check_node(const struct query_tree *tree, const struct query_node *node, size_t depth,
                       struct counts *counts)
{
    counts->n_nodes++;
    counts->n_prefixes += node->kind == QUERY_PREFIX;
    counts->n_text_bytes += node->text.size;
    if (depth > counts->deepest)
        counts->deepest = depth;
    assert_true(node->start <= node->end && node->end <= tree->text.size);
    if (node->kind == QUERY_ALL || node->kind == QUERY_OR || node->kind == QUERY_TITLE) {
        assert_true(node->kind == QUERY_ALL ||
                    node->n_children == (node->kind == QUERY_TITLE ? 1 : node->n_children));
        assert_true(node->kind != QUERY_OR || node->n_children >= 2);
        assert_true(depth == 0 || node->n_children >= 1);
    } else {
        assert_int_equal(node->n_children, 0);
        assert_true(node->text.size > 0);
        assert_true(node->text.bytes >= tree->text.bytes + node->start);
        assert_true(node->text.bytes + node->text.size <= tree->text.bytes + node->end);
        assert_int_equal(text_invalid_at(node->text), TEXT_NONE);
    }
    for (size_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        assert_true(child->start >= node->start && child->end <= node->end);
        assert_true(i == 0 || child->start >= node->children[i - 1]->end);
        assert_true(node->kind != QUERY_OR || child->occur == QUERY_SHOULD);
        check_node(tree, child, depth + 1, counts);
    }
}

static struct counts check_tree(struct text query)
{
    struct arena arena;
    struct counts counts = {0};
    arena_init(&arena);
    struct query_tree tree = parse(query, &arena);
    assert_true(tree.text.size <= QUERY_MAX_BYTES);
    assert_int_equal(text_invalid_at(tree.text), TEXT_NONE);
    for (size_t i = 0; i < tree.text.size; i++)
        assert_true((unsigned char)tree.text.bytes[i] >= ' ' && tree.text.bytes[i] != 0x7F);
    assert_int_equal(tree.root->kind, QUERY_ALL);
    check_node(&tree, tree.root, 0, &counts);
    assert_true(counts.n_nodes <= QUERY_MAX_NODES);
    assert_true(counts.n_prefixes <= QUERY_MAX_PREFIXES);
    assert_true(counts.deepest <= 3 * (QUERY_MAX_DEPTH + 1));
    arena_clear(&arena);
    return counts;
}

static struct counts check_repeated(const char *head, const char *unit, size_t times, const char *tail)
{
    struct buffer query;
    buffer_init(&query, 16 << 20);
    buffer_append_string(&query, head);
    for (size_t i = 0; i < times; i++)
        buffer_append_string(&query, unit);
    buffer_append_string(&query, tail);
    struct counts counts = check_tree(buffer_text(&query));
    buffer_clear(&query);
    return counts;
}

static void test_hostile_queries_are_cut_and_answered(void **state)
{
    (void)state;
    static const struct {
        const char *head, *unit, *tail;
        size_t times;
    } cases[] = {
        {"", "가", "", 350000}, /* 1 MB */
        {"", "a", "", 1 << 20},
        {"", "(", "", 100000},
        {"", ")", "", 100000},
        {"", "()", "", 100000},
        {"", "-(", "", 100000},
        {"", "(a OR ", "", 100000},
        {"", "title:(", "", 100000},
        {"", "a* ", "", 500},
        {"", "abc* ", "", 500},
        {"", "\"", "", 2048},
        {"", "\"a\"", "", 600},
        {"", "«", "»", 1000},
        {"", "「", "", 600},
        {"", "OR ", "", 600},
        {"a ", "OR a ", "", 600},
        {"a", "|a", "", 1000},
        {"", "|", "", 2048},
        {"", "-a ", "", 680},
        {"", "-\"a\"", "", 600},
        {"", "lang:zh ", "", 250},
        {"", "+-", "", 1024},
        {"x", "(a|(b|(c|(d|(e|(f|(g|(h|i))))))))", "", 60},
        {"-a -a -a -a -a -a -a -a -a ", "title:(+a title:(b|-c) d|e)", "", 60},
        {"", "\xF0\x9F\x98", "", 600},
        {"", "\xE2\x80\xAE", "a", 600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_repeated(cases[i].head, cases[i].unit, cases[i].times, cases[i].tail);
    assert_int_equal(check_repeated("", "abc* ", 300, "").n_prefixes, QUERY_MAX_PREFIXES);
    assert_true(check_repeated("", "-a ", 680, "").n_nodes > QUERY_MAX_NODES / 2);
}

static void test_deep_alternatives_stay_within_the_nodes(void **state)
{
    (void)state;
    struct buffer inner, outer;
    buffer_init(&inner, 1 << 20);
    buffer_init(&outer, 1 << 20);
    buffer_append_string(&inner, "a");
    for (size_t depth = 0; depth < QUERY_MAX_DEPTH; depth++) {
        buffer_reset(&outer);
        buffer_printf(&outer, "title:(%s|%s)", inner.bytes, inner.bytes);
        buffer_reset(&inner);
        buffer_append(&inner, buffer_text(&outer));
        check_tree(buffer_text(&inner));
        check_repeated("", "-a ", 200, inner.bytes);
    }
    buffer_clear(&inner);
    buffer_clear(&outer);
}

static void test_bytes_that_are_no_text_are_white_space(void **state)
{
    (void)state;
    static const struct {
        struct text query;
        const char *tree;
    } cases[] = {
        {TEXT_INIT("a\0b"), "(all (text \"a b\"))"},
        {TEXT_INIT("a\nb\tc"), "(all (text \"a b c\"))"},
        {TEXT_INIT("가\xFF나"), "(all (text \"가 나\"))"},
        {TEXT_INIT("\xEA\xB0"), "(all)"},
        {TEXT_INIT("\x1B[31m-a"), "(all (text \"[31m-a\"))"},
        {TEXT_INIT("a\xC2\x9B-b"), "(all (text \"a\") (not (text \"b\")))"},
        {TEXT_INIT("\xE2\x80\xAE가\xE2\x80\xAC"), "(all (text \"가\"))"},
        {TEXT_INIT("\xEF\xBB\xBF-가"), "(all (not (text \"가\")))"},
        {TEXT_INIT("深度　-安装"), "(all (text \"深度\") (not (text \"安装\")))"},
        {TEXT_INIT(" -a"), "(all (not (text \"a\")))"},
    };
    struct arena arena;
    struct buffer out;
    arena_init(&arena);
    buffer_init(&out, 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct query_tree tree = parse(cases[i].query, &arena);
        buffer_reset(&out);
        query_node_describe(tree.root, &out);
        assert_text(buffer_text(&out), cases[i].tree);
        check_tree(cases[i].query);
    }
    buffer_clear(&out);
    arena_clear(&arena);
}

static void test_nodes_know_their_place_in_the_query(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text query = TEXT("자동 미분 -(설치 OR \"처음 배우는\") title:딥러닝");
    struct query_tree tree = parse(query, &arena);
    static const char *const expected[] = {"자동 미분", "-(설치 OR \"처음 배우는\")", "title:딥러닝"};
    assert_int_equal(tree.root->n_children, 3);
    for (size_t i = 0; i < 3; i++)
        assert_text(text_slice(query, tree.root->children[i]->start, tree.root->children[i]->end),
                    expected[i]);
    assert_text(tree.root->children[1]->children[1]->text, "처음 배우는");
    arena_clear(&arena);
}

static void test_a_long_query_is_cut_at_a_character(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer query;
    arena_init(&arena);
    buffer_init(&query, 1 << 16);
    buffer_append_string(&query, "ab");
    for (size_t i = 0; i < 1000; i++)
        buffer_append_string(&query, "가");
    struct query_tree tree = parse(buffer_text(&query), &arena);
    assert_true(tree.cut);
    assert_int_equal(tree.text.size, 2 + 682 * 3);
    buffer_clear(&query);
    arena_clear(&arena);
}

static void test_any_mixture_of_marks_gives_a_sound_tree(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",    "가나",    "漢字",       " ", " ",  "(",    ")",        "（",   "）", "\"",   "“",
        "”",    "「",      "」",         "-", "+",  "－",   "|",        " OR ", "*",  "abc*", "title:",
        "tag:", "lang:zh", "after:2024", ":", "：", "\xFF", "\xE2\x80", "　",   "😀",  "«",    "»",
    };
    uint64_t seed = 42;
    struct buffer query;
    buffer_init(&query, 1 << 16);
    for (size_t round = 0; round < 3000; round++) {
        buffer_reset(&query);
        for (size_t i = 0; i < round % 200; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buffer_append_string(&query, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        check_tree(buffer_text(&query));
    }
    buffer_clear(&query);
}

static void test_dates_span_what_was_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *last;
    } cases[] = {
        {"2024", "2024-01-01", "2024-12-31"},
        {"2024-05", "2024-05-01", "2024-05-31"},
        {"2024-5", "2024-05-01", "2024-05-31"},
        {"2024.5.7", "2024-05-07", "2024-05-07"},
        {"2024/02", "2024-02-01", "2024-02-29"},
        {"2023-02", "2023-02-01", "2023-02-28"},
        {"1900-02", "1900-02-01", "1900-02-28"},
        {"2000-02-29", "2000-02-29", "2000-02-29"},
        {"0001", "0001-01-01", "0001-12-31"},
        {"2024-12-31", "2024-12-31", "2024-12-31"},
        {"", NULL, NULL},
        {"24", NULL, NULL},
        {"20245", NULL, NULL},
        {"0000", NULL, NULL},
        {"2024-", NULL, NULL},
        {"2024-0", NULL, NULL},
        {"2024-13", NULL, NULL},
        {"2024-05-", NULL, NULL},
        {"2024-02-30", NULL, NULL},
        {"2024-05.17", NULL, NULL},
        {"2024-05-17 ", NULL, NULL},
        {"2024-05-17T10", NULL, NULL},
        {"2024 05", NULL, NULL},
        {"-2024", NULL, NULL},
        {"2024-111", NULL, NULL},
        {"99999999999999999999", NULL, NULL},
        {"어제", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char first[11], last[11];
        bool is_date = query_parse_date(text_of(cases[i].text), first, last);
        if (is_date != (cases[i].first != NULL))
            fail_msg("\"%s\" is %sa date", cases[i].text, is_date ? "" : "not ");
        if (is_date) {
            assert_string_equal(first, cases[i].first);
            assert_string_equal(last, cases[i].last);
        }
    }
}

RUN_TESTS(cmocka_unit_test(test_words_are_ranked_together_and_keep_their_punctuation),
          cmocka_unit_test(test_phrases_stand_in_any_quotes_and_lone_quotes_are_text),
          cmocka_unit_test(test_marks_count_only_before_a_clause),
          cmocka_unit_test(test_or_joins_the_clause_on_each_side),
          cmocka_unit_test(test_brackets_group_where_a_clause_begins),
          cmocka_unit_test(test_prefixes_are_long_enough_and_few),
          cmocka_unit_test(test_fields_need_a_value_that_fits),
          cmocka_unit_test(test_hostile_queries_are_cut_and_answered),
          cmocka_unit_test(test_deep_alternatives_stay_within_the_nodes),
          cmocka_unit_test(test_bytes_that_are_no_text_are_white_space),
          cmocka_unit_test(test_nodes_know_their_place_in_the_query),
          cmocka_unit_test(test_a_long_query_is_cut_at_a_character),
          cmocka_unit_test(test_any_mixture_of_marks_gives_a_sound_tree),
          cmocka_unit_test(test_dates_span_what_was_left_out))
