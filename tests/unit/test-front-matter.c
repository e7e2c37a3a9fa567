/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/buffer.h"
#include "indexer/front-matter.h"

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

static struct front_matter parse_text(struct desk *desk, struct text text)
{
    struct front_matter matter;
    struct error error;
    assert_int_equal(source_decode(TEXT("a.md"), text, &desk->arena, &desk->source, &error), 0);
    front_matter_parse(&desk->source, &desk->arena, &matter);
    assert_true(matter.body_start <= desk->source.text.size);
    return matter;
}

static struct front_matter parse(struct desk *desk, const char *text)
{
    return parse_text(desk, text_of(text));
}

/* "key=value;" for each field. */
static struct text fields_of(struct desk *desk, const struct front_matter *matter)
{
    struct buffer out;
    buffer_init(&out, 1 << 24);
    for (size_t i = 0; i < matter->n_fields; i++)
        buffer_printf(&out, "%.*s=%.*s;", TEXT_PRINTF(matter->fields[i].key),
                      TEXT_PRINTF(matter->fields[i].value));
    struct text result = arena_copy(&desk->arena, buffer_text(&out));
    buffer_clear(&out);
    return result;
}

struct expected {
    const char *input, *fields, *body;
};

static void check_table(struct desk *desk, const struct expected *cases, size_t n_cases)
{
    for (size_t i = 0; i < n_cases; i++) {
        struct front_matter matter = parse(desk, cases[i].input);
        if (matter.has_problem)
            fail_msg("%s\n%u:%u: %.*s", cases[i].input, matter.problem.line, matter.problem.column,
                     TEXT_PRINTF(matter.problem.reason));
        assert_text(fields_of(desk, &matter), cases[i].fields);
        assert_text(text_skip(desk->source.text, matter.body_start), cases[i].body);
    }
}

static void test_yaml_gives_flat_fields(void **state)
{
    static const struct expected cases[] = {
        {"---\ntitle: 자동 미분\ntags: [수학, PyTorch]\n---\n본문\n",
         "title=자동 미분;tags=수학;tags=PyTorch;", "본문\n"},
        {"\xEF\xBB\xBF\n  \n---  \nTitle: a\n...\nb", "title=a;", "b"},
        {"---\r\ntitle: a\r\nlang: zh\r\n---\r\n正文\r\n", "title=a;lang=zh;", "正文\r\n"},
        {"---\ntags:\n- 색인\n- 검색\nocr:\n  url: /a.jpg\n---\n", "tags=색인;tags=검색;ocr.url=/a.jpg;", ""},
        {"---\ntitle:\n  ko: 색인\n  EN: Index\n---", "title.ko=색인;title.en=Index;", ""},
        {"---\ndate: 2024-08-26 19:26\nlastmod: 2024-08-26T19:26:00+09:00\nn: 0x1F\n---\n",
         "date=2024-08-26 19:26;lastmod=2024-08-26T19:26:00+09:00;n=0x1F;", ""},
        {"---\na: null\nb: ~\nc:\nd: ''\ne: \"null\"\nf: \"  padded \"\n---\n",
         "a=;b=;c=;d=;e=null;f=padded;", ""},
        {"---\nauthors:\n  - name: 김하나\n    url: /h\n  - 李明\n---\n",
         "authors.name=김하나;authors.url=/h;authors=李明;", ""},
        {"---\na: []\nb: {}\nc: [[1, [2]], 3]\n---\nx", "c=1;c=2;c=3;", "x"},
        {"---\ntitle: 하나\ntitle: 둘\n---\n", "title=하나;title=둘;", ""},
        {"---\ntitle: !!str 12\nother: &name 값\n---\n", "title=12;other=값;", ""},
        {"---\n{title: 'it''s', tags: [a]}\n---\n", "title=it's;tags=a;", ""},
        {"---\n# 메모만\n---\nx", "", "x"},
        {"---\n---\nx", "", "x"},
    };
    check_table(*state, cases, sizeof cases / sizeof *cases);
}

static void test_block_scalars_run_over_several_lines(void **state)
{
    static const struct expected cases[] = {
        {"---\ndescription: >\n  검색 엔진은\n  글을 자른다.\n\n  둘째 문단.\ntitle: a\n---\n",
         "description=검색 엔진은 글을 자른다.\n둘째 문단.;title=a;", ""},
        {"---\ndescription: >-\n  第一行\n  第二行\ntitle: a\n---\n", "description=第一行 第二行;title=a;",
         ""},
        {"---\nsummary: |\n  a\n    b\n  ---\n---\nx", "summary=a\n  b\n---;", "x"},
        {"---\nsummary: 이어지는\n  줄\n---\nx", "summary=이어지는 줄;", "x"},
    };
    check_table(*state, cases, sizeof cases / sizeof *cases);
}

static void test_toml_gives_the_same_fields(void **state)
{
    static const struct expected cases[] = {
        {"+++\ntitle = \"자동 미분\"\ndate = 2024-08-26T19:26:00+09:00\ntags = ['수학', \"PyTorch\"]\ndraft "
         "= true\n+++\n본문",
         "title=자동 미분;date=2024-08-26T19:26:00+09:00;tags=수학;tags=PyTorch;draft=true;", "본문"},
        {"+++\n# 메모\nTitle = 'a' # 뒤에\n\n[params.Meta]\nx = 1_000\ny.z = -0.5\n[[a]]\nb = 1\n[[a]]\nb = "
         "2\n+++\n",
         "title=a;params.meta.x=1_000;params.meta.y.z=-0.5;a.b=1;a.b=2;", ""},
        {"+++\ntags = [\n  \"a\", # 하나\n  'b',\n]\nd = 1979-05-27 07:32:00 # x\n+++\n",
         "tags=a;tags=b;d=1979-05-27 07:32:00;", ""},
        {"+++\nt = { ko = \"색인\", en = \"Index\" }\n\"긴 키\" = 1\n제목 = 2\n+++\n",
         "t.ko=색인;t.en=Index;긴 키=1;제목=2;", ""},
        {"+++\na = \"\\t\\\"q\\\" \\uD55C\\U0001F600\\u0000\"\nb = 'C:\\dir'\n+++\n",
         "a=\"q\" 한😀;b=C:\\dir;", ""},
        {"+++\r\na = \"\"\"\r\n하나\r\n둘 \\\r\n   셋\"\"\"\r\nb = '''x'y'''\r\n+++\r\nz",
         "a=하나\r\n둘 셋;b=x'y;", "z"},
        {"+++\na = \"\"\"He said \"yes\"\"\"\"\nb = \"\"\nc = ''\nd = \"\"\"\"\"\"\n+++\n",
         "a=He said \"yes\";b=;c=;d=;", ""},
        {"+++\n+++\nx", "", "x"},
    };
    check_table(*state, cases, sizeof cases / sizeof *cases);
}

static void test_what_is_no_mapping_is_text(void **state)
{
    static const char *const cases[] = {
        "",
        "\n\n",
        "본문",
        "---",
        "---\n",
        "---\ntitle: 닫히지 않음\n\n본문\n",
        "+++\ntitle = \"닫히지 않음\"\n---\n",
        "---\n규칙 아래의 문단.\n---\n다음",
        "---\n- a\n- b\n---\n",
        "---\n**굵은** 글: 문단\n---\n",
        "---\n*강조*\n---\n",
        "---\n{{< figure src=\"a.png\" >}}\n---\n",
        "---\n[a]: /b\n@c\n---\n",
        "+++\n그냥 글\n+++\n",
        " ---\ntitle: a\n ---\n",
        "--- #\ntitle: a\n---\n",
        "----\ntitle: a\n----\n",
        "# 제목\n---\ntitle: a\n---\n",
        "---\n&a\n---\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct front_matter matter = parse(*state, cases[i]);
        if (matter.body_start != 0 || matter.n_fields != 0 || matter.has_problem)
            fail_msg("taken for front matter: %s", cases[i]);
    }
}

static void test_broken_front_matter_keeps_what_was_read_and_says_where(void **state)
{
    static const struct {
        const char *input, *fields, *reason;
        uint32_t line, column;
    } cases[] = {
        {"---\ntitle: 가나 \"x\n  b: c\n---\nx", "title=가나 \"x b;",
         "mapping values are not allowed in this context", 3, 4},
        {"---\ntitle: 제목\ntags: [가, 나\n---\nx", "title=제목;tags=가;tags=나;",
         "did not find expected ',' or ']'", 4, 1},
        {"---\n제목: 하나\n가: \"나\n---\nx", "제목=하나;", "found unexpected end of stream", 4, 1},
        {"---\ntitle: 가나다\nbad: 한글 : 값\n---\nx", "title=가나다;bad=한글;",
         "mapping values are not allowed", 3, 13},
        {"---\r\ntitle: 가\r\nx: 나 : 다\r\n---\r\nx", "title=가;x=나;", "mapping values are not allowed", 3,
         8},
        {"---\na: \"x\xE2\x80\xA8y\"\nb: 한 : 다\n---\nx", "a=x\xE2\x80\xA8y;b=한;",
         "mapping values are not allowed", 3, 8},
        {"---\na: 1\n\tb: 2\n---\nx", "", "found a tab character that violates indentation", 3, 1},
        {"---\ntitle: @x\n---\nx", "", "found character that cannot start any token", 2, 8},
        {"---\nbase: &b {x: 1}\nuse: *b\n<<: *b\nz: 2\n---\nx", "base.x=1;z=2;",
         "aliases (*name) are not read", 3, 6},
        {"---\n? [a, b]\n: 1\nz: 2\n---\nx", "z=2;", "a key must be a single word", 2, 3},
        {"---\ntitle: a\x08"
         "b\x7F\n---\nx",
         "title=a b;", "U+0008 and its like are read as spaces", 2, 9},
        {"---\na: 1\n%TAG ! tag:x,2000:\nb: 1\n---\nx", "a=1;", "%TAG lines are not read", 3, 1},
        {"---\na: \"\\0x\\0\"\nb: \"\\uD800\"\n---\nx", "a=x;", "found invalid Unicode character escape code",
         3, 7},
        {"+++\ntitle = \"가\"\nx = 글\n+++\nx", "title=가;", "a value was expected; text needs quotes", 3, 5},
        {"+++\ntitle = \"가\"\nx = \"열린\n+++\nx", "title=가;", "a string is not closed", 3, 5},
        {"+++\nx = [1, 2\n+++\nx", "x=1;x=2;", "',' or ']' was expected", 3, 1},
        {"+++\nx = {a = 1\n+++\nx", "x.a=1;", "',' or '}' was expected", 3, 1},
        {"+++\nx = \"\\q\"\n+++\nx", "", "an escape in this string is not known", 2, 5},
        {"+++\nx = \"\\uD800\"\n+++\nx", "", "an escape in this string is not known", 2, 5},
        {"+++\nx = 1 y = 2\n+++\nx", "x=1 y;", "the end of the line was expected", 2, 9},
        {"+++\n[a\n+++\nx", "", "']' was expected", 2, 3},
        {"+++\na = 1\n = 2\n+++\nx", "a=1;", "a key was expected", 3, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct desk *desk = *state;
        struct front_matter matter = parse(desk, cases[i].input);
        if (!matter.has_problem || text_find(matter.problem.reason, text_of(cases[i].reason), 0) == TEXT_NONE)
            fail_msg("%s\nhave \"%.*s\"", cases[i].input, TEXT_PRINTF(matter.problem.reason));
        assert_text(fields_of(desk, &matter), cases[i].fields);
        assert_int_equal(matter.problem.line, cases[i].line);
        assert_int_equal(matter.problem.column, cases[i].column);
        assert_text(text_trim(text_skip(desk->source.text, matter.body_start)), "x");
    }
}

/* "---\n" head, n times the piece, tail "\n---\nx". */
static struct text fenced(struct desk *desk, const char *head, const char *piece, size_t n, const char *tail)
{
    struct buffer out;
    buffer_init(&out, 1 << 24);
    buffer_append_string(&out, "---\n");
    buffer_append_string(&out, head);
    for (size_t i = 0; i < n; i++)
        buffer_append_string(&out, piece);
    buffer_append_string(&out, tail);
    buffer_append_string(&out, "\n---\nx");
    struct text result = arena_copy(&desk->arena, buffer_text(&out));
    buffer_clear(&out);
    return result;
}

static void test_limits_cost_fields_and_never_the_body(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *head, *piece;
        size_t n;
        const char *tail, *reason;
    } cases[] = {
        {"a: 1\nb: ", "[", 100000, "", "front matter over 64 KiB is not read"},
        {"a: 1\nb: ", "[", 60000, "", "more than 32 levels deep"},
        {"a: 1\nb: ", "{a: ", 15000, "", "more than 32 levels deep"},
        {"a: 1\nb: [", "x,", 30000, "]", "more than 10000 YAML events"},
        {"a: 1\n", "? ", 30000, "", "a key must be a single word"},
        {"a: 1\nb:\n", "- ", 30000, "", "more than 32 levels deep"},
        {"a: 1\n", "k", 201, ": 1", "a key is too long"},
        {"a: 1\nb: &b [x]\nc: [", "*b,", 2000, "]", "aliases (*name) are not read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct front_matter matter =
            parse_text(desk, fenced(desk, cases[i].head, cases[i].piece, cases[i].n, cases[i].tail));
        assert_true(matter.has_problem);
        if (text_find(matter.problem.reason, text_of(cases[i].reason), 0) == TEXT_NONE)
            fail_msg("have \"%.*s\", want \"%s\"", TEXT_PRINTF(matter.problem.reason), cases[i].reason);
        assert_text(text_skip(desk->source.text, matter.body_start), "x");
        arena_reset(&desk->arena);
    }
}

static void test_toml_limits_hold_too(void **state)
{
    struct desk *desk = *state;
    static const struct {
        const char *piece;
        size_t n;
        const char *reason;
    } cases[] = {
        {"[", 60000, "nested too deep"},
        {"{a=", 20000, "nested too deep"},
        {"[1,1,1],", 8000, "too many values"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out;
        buffer_init(&out, 1 << 24);
        buffer_append_string(&out, "+++\na = 1\nb = [");
        for (size_t k = 0; k < cases[i].n; k++)
            buffer_append_string(&out, cases[i].piece);
        buffer_append_string(&out, "]\n+++\nx");
        struct front_matter matter = parse_text(desk, buffer_text(&out));
        assert_true(matter.has_problem);
        assert_text(matter.problem.reason, cases[i].reason);
        assert_text(text_skip(desk->source.text, matter.body_start), "x");
        buffer_clear(&out);
    }
}

static void test_a_scalar_as_long_as_the_limit_is_kept(void **state)
{
    struct desk *desk = *state;
    struct front_matter matter = parse_text(desk, fenced(desk, "a: ", "가", 20000, ""));
    assert_false(matter.has_problem);
    assert_int_equal(matter.fields[0].value.size, 60000);
}

static void test_fields_know_their_lines(void **state)
{
    struct front_matter matter = parse(*state, "\n---\ntitle: a\n\ntags:\n  - b\n  - c\n---\n");
    static const uint32_t lines[] = {3, 6, 7};
    assert_int_equal(matter.n_fields, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(matter.fields[i].line, lines[i]);
}

static void test_the_first_key_with_a_value_answers(void **state)
{
    struct front_matter matter =
        parse(*state, "---\ndescription: ''\nsummary: 요약\ntags: ['', b]\nlongsummary: x\n---\n");
    assert_text(front_matter_get(&matter, "description|summary")->value, "요약");
    assert_text(front_matter_get(&matter, "tags")->value, "b");
    assert_null(front_matter_get(&matter, "description"));
    assert_null(front_matter_get(&matter, "long|"));
    assert_null(front_matter_get(&(struct front_matter){0}, "title"));
}

static void test_truth_is_written_in_several_ways(void **state)
{
    struct front_matter matter = parse(
        *state,
        "---\na: true\nb: Yes\nc: ON\nd: 1\ne: false\nf: No\ng: off\nh: 0\ni: maybe\nj:\nk: [true]\n---\n");
    static const char *const yes[] = {"a", "b", "c", "d", "k"}, *const no[] = {"e", "f", "g", "h"},
                             *const neither[] = {"i", "j", "missing"};
    for (size_t i = 0; i < 5; i++)
        assert_true(front_matter_is_true(&matter, yes[i]) && !front_matter_is_false(&matter, yes[i]));
    for (size_t i = 0; i < 4; i++)
        assert_true(front_matter_is_false(&matter, no[i]) && !front_matter_is_true(&matter, no[i]));
    for (size_t i = 0; i < 3; i++)
        assert_false(front_matter_is_false(&matter, neither[i]) || front_matter_is_true(&matter, neither[i]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_yaml_gives_flat_fields), TEST(test_block_scalars_run_over_several_lines),
          TEST(test_toml_gives_the_same_fields), TEST(test_what_is_no_mapping_is_text),
          TEST(test_broken_front_matter_keeps_what_was_read_and_says_where),
          TEST(test_limits_cost_fields_and_never_the_body), TEST(test_toml_limits_hold_too),
          TEST(test_a_scalar_as_long_as_the_limit_is_kept), TEST(test_fields_know_their_lines),
          TEST(test_the_first_key_with_a_value_answers), TEST(test_truth_is_written_in_several_ways))
