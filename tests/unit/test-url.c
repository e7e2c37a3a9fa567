/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/url.h"
#include "tests/unit/check.h"

struct pair {
    const char *in, *out;
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void test_only_harmless_schemes_are_let_through(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"https://example.org/a", "https://example.org/a"},
        {" http://example.org \n", "http://example.org"},
        {"mailto:a@b.org", "mailto:a@b.org"},
        {"../글/b.md#c", "../글/b.md#c"},
        {"//cdn.example.org/x", "//cdn.example.org/x"},
        {"문서: 설명", "문서: 설명"},
        {"javascript:alert(1)", ""},
        {"JaVa\tScRiPt:alert(1)", ""},
        {"\x01javascript:alert(1)", ""},
        {"java\xE2\x80\x8Bscript:alert(1)", ""},
        {"data:text/html,x", ""},
        {"vbscript:x", ""},
        {"file:///etc/passwd", ""},
        {"ftp://example.org", ""},
        {"https://example.org/\xE2\x80\xAE gpj", "https://example.org/ gpj"},
        {"", ""},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(url_clean(text_of(cases[i].in), &arena), cases[i].out);
    arena_clear(&arena);
}

static void test_spellings_of_one_address_have_one_key(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"https://example.org", "example.org"},
        {"http://www.example.org/", "example.org"},
        {"HTTPS://WWW.Example.ORG:443//", "example.org"},
        {"http://example.org:80/a/", "example.org/a"},
        {"https://example.org:8080/a", "example.org:8080/a"},
        {"https://user:secret@example.org/A", "example.org/A"},
        {"https://example.org/a/?utm_source=x&q=1&UTM_medium=y#top", "example.org/a?q=1#top"},
        {"https://example.org/a?utm_source=x", "example.org/a"},
        {"https://example.org/a?#", "example.org/a"},
        {"https://example.org/#/home", "example.org#/home"},
        {"//example.org/a", "example.org/a"},
        {"https://ko.wikipedia.org/wiki/한국어", "ko.wikipedia.org/wiki/한국어"},
        {"mailto:a@b.org", "mailto:a@b.org"},
        {"b.md", "docs/ko/b.md"},
        {"./b.md", "docs/ko/b.md"},
        {"../b.md?x=1#c", "docs/b.md?x=1#c"},
        {"../../../b.md", "../b.md"},
        {"#c", "docs/ko/a.md#c"},
        {"/guide/a/", "/guide/a"},
        {"/", "/"},
        {"a//b/./c/../d", "docs/ko/a/b/d"},
        {"", ""},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(url_key(text_of(cases[i].in), TEXT("docs/ko/a.md"), &arena), cases[i].out);
    arena_clear(&arena);
}

static void test_a_bare_address_ends_where_people_end_it(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"https://example.org/a를 보세요", "https://example.org/a"},
        {"https://example.org에서", "https://example.org"},
        {"https://example.org了解", "https://example.org"},
        {"https://ko.wikipedia.org/wiki/한국어 문서", "https://ko.wikipedia.org/wiki/한국어"},
        {"https://example.org/?q=검색&x=1 글", "https://example.org/?q=검색&x=1"},
        {"http://example.org/a).", "http://example.org/a"},
        {"http://en.wikipedia.org/wiki/C_(language)).", "http://en.wikipedia.org/wiki/C_(language)"},
        {"https://example.org/a,b, 글", "https://example.org/a,b"},
        {"https://example.org/a。下一句", "https://example.org/a"},
        {"https://example.org/a）", "https://example.org/a"},
        {"https://example.org/a\"b", "https://example.org/a"},
        {"https://example.org/a_b*c~", "https://example.org/a_b*c"},
        {"https://a.org/]", "https://a.org/"},
        {"HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"},
        {"https://", ""},
        {"http://.", ""},
        {"httpx://a", ""},
        {"ftp://a.org", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct text text = text_of(cases[i].in);
        assert_text(text_slice(text, 0, url_bare_end(text, 0)), cases[i].out);
    }
}

static void test_a_long_tail_of_brackets_is_cut_in_one_pass(void **state)
{
    (void)state;
    static char text[400000];
    memset(text, ')', sizeof text);
    memcpy(text, "http://a", 8);
    assert_int_equal(url_bare_end(text_from(text, sizeof text), 0), 8);
}

static void test_an_address_without_a_name_is_shown_by_its_end(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"https://example.org/a/deep-learning.html?x=1#y", "deep-learning"},
        {"https://example.org/%ED%95%9C%EA%B5%AD%EC%96%B4/", "한국어"},
        {"https://example.org/%FF%FE", "%FF%FE"},
        {"https://example.org/%0Aa", "%0Aa"},
        {"https://www.example.org/", "example.org"},
        {"../notes/글.md", "글"},
        {"https://example.org/100%", "100%"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_text(url_display_name(text_of(cases[i].in), &arena), cases[i].out);
    arena_clear(&arena);
}

static void test_kinds_hosts_and_front_pages(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        enum url_kind kind;
        const char *host;
        bool is_host_only;
    } cases[] = {
        {"https://www.github.com/", URL_ABSOLUTE, "github.com", true},
        {"http://a@b.org:80/x", URL_ABSOLUTE, "b.org", false},
        {"//b.org", URL_ABSOLUTE, "b.org", true},
        {"https://b.org?x", URL_ABSOLUTE, "b.org", false},
        {"#top", URL_FRAGMENT, "", false},
        {"a.md", URL_RELATIVE, "", false},
        {"MAILTO:x@y.z", URL_MAIL, "", false},
        {"", URL_EMPTY, "", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(url_kind_of(text_of(cases[i].url)), cases[i].kind);
        assert_text(url_host(text_of(cases[i].url)), cases[i].host);
        assert_int_equal(url_is_host_only(text_of(cases[i].url)), cases[i].is_host_only);
    }
}

RUN_TESTS(cmocka_unit_test(test_only_harmless_schemes_are_let_through),
          cmocka_unit_test(test_spellings_of_one_address_have_one_key),
          cmocka_unit_test(test_a_bare_address_ends_where_people_end_it),
          cmocka_unit_test(test_a_long_tail_of_brackets_is_cut_in_one_pass),
          cmocka_unit_test(test_an_address_without_a_name_is_shown_by_its_end),
          cmocka_unit_test(test_kinds_hosts_and_front_pages))
