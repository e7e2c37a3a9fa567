/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/buffer.h"
#include "indexer/terms.h"

struct fixture {
    struct arena arena;
    struct analyzer *analyzer;
    struct unit_terms terms;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct error error;
    arena_init(&fixture.arena);
    fixture.analyzer = analyzer_new(&error);
    *state = &fixture;
    return fixture.analyzer != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    analyzer_free(fixture->analyzer);
    arena_clear(&fixture->arena);
    return 0;
}

static struct stored_unit section(const char *title, const char *text)
{
    return (struct stored_unit){.id = TEXT("docs/a.md#"),
                                .path = TEXT("docs/a.md"),
                                .unit = {.kind = UNIT_SECTION,
                                         .language = LANGUAGE_KO,
                                         .title = text_of(title),
                                         .text = text_of(text),
                                         .url = {"", 0},
                                         .date = {"", 0}}};
}

static struct stored_unit entry(struct place *place, const char *url)
{
    *place = (struct place){.title = TEXT("이름"), .path = TEXT("docs/a.md"), .language = LANGUAGE_KO};
    struct stored_unit stored = section("이름", "");
    stored.id = TEXT("link:x");
    stored.unit.kind = UNIT_ENTRY;
    stored.unit.url = text_of(url);
    stored.unit.places = place;
    stored.unit.n_places = 1;
    return stored;
}

static void make(struct fixture *fixture, const struct stored_unit *stored, const struct document *document)
{
    terms_make(fixture->analyzer, stored, document, &fixture->arena, &fixture->terms);
}

static size_t count(const struct fixture *fixture, const char *term)
{
    size_t n = 0;
    for (size_t i = 0; i < fixture->terms.n_postings; i++)
        n += text_equal(from_xc(fixture->terms.postings[i].term), text_of(term));
    return n;
}

static uint32_t wdf(const struct fixture *fixture, const char *term)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < fixture->terms.n_postings; i++)
        if (text_equal(from_xc(fixture->terms.postings[i].term), text_of(term)))
            sum += fixture->terms.postings[i].wdf;
    return sum;
}

static size_t count_with_prefix(const struct fixture *fixture, const char *prefix)
{
    size_t n = 0;
    for (size_t i = 0; i < fixture->terms.n_postings; i++)
        n += text_starts_with(from_xc(fixture->terms.postings[i].term), text_of(prefix));
    return n;
}

/* ---- names ---- */

static void test_the_whole_name_is_a_term_of_pages_sections_and_entries(void **state)
{
    struct fixture *fixture = *state;
    struct stored_unit stored = section("자동 미분: C++ (Ⅱ)", "텍스트");
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "XD자동미분c++ii"), 1);
    assert_int_equal(count_with_prefix(fixture, "XN"), 0);

    struct text breadcrumbs[] = {TEXT("문서")};
    struct document document = {.title = TEXT("문서"), .other_titles = breadcrumbs, .n_other_titles = 1};
    stored.unit.breadcrumbs = breadcrumbs;
    stored.unit.n_breadcrumbs = 1;
    make(fixture, &stored, &document);
    assert_int_equal(count(fixture, "XN자동미분c++ii"), 1);
    assert_int_equal(count(fixture, "XD문서"), 1);

    stored = section("…", "이름이 없다");
    make(fixture, &stored, NULL);
    assert_int_equal(count_with_prefix(fixture, "XD"), 0);
}

static void test_a_link_to_another_page_of_the_site_has_not_that_pages_name(void **state)
{
    struct fixture *fixture = *state;
    struct place place;
    struct stored_unit stored = entry(&place, "https://example.org/a");
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "XN이름"), 1);
    stored = entry(&place, "../a.md");
    make(fixture, &stored, NULL);
    assert_int_equal(count_with_prefix(fixture, "XN"), 0);
}

/* ---- words ---- */

static void test_an_odd_count_tells_a_word_from_a_piece(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *term;
        bool is_whole;
    } rows[] = {
        {"자바는 언어이다", "자바", true},
        {"자바스크립트는 언어이다", "자바", false},
        {"자바스크립트와 자바", "자바", true},
        {"자바 자바 자바", "자바", true},
        {"网络很快", "网络", true},
        {"天气很好", "气很", false},
        {"연구소에서", "연구소", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stored_unit stored = section("", rows[i].text);
        make(fixture, &stored, NULL);
        assert_int_equal(count(fixture, rows[i].term), 1);
        if ((wdf(fixture, rows[i].term) % 2 == 1) != rows[i].is_whole)
            fail_msg("%s in %s: wdf %u", rows[i].term, rows[i].text, wdf(fixture, rows[i].term));
    }
}

static void test_each_term_comes_once(void **state)
{
    struct fixture *fixture = *state;
    struct buffer text;
    buffer_init(&text, 1 << 20);
    for (int i = 0; i < 3000; i++)
        buffer_printf(&text, "낱말%d word%d ", i % 1000, i % 1000);
    struct stored_unit stored = section("낱말1", arena_copy(&fixture->arena, buffer_text(&text)).bytes);
    buffer_clear(&text);
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "word7"), 1);
    assert_int_equal(wdf(fixture, "word7"), 3 * SCHEMA_WDF_UNIT);
    assert_int_equal(count(fixture, "낱말"), 1);
}

static void test_a_title_is_found_as_words_and_as_a_title(void **state)
{
    struct fixture *fixture = *state;
    struct stored_unit stored = section("자동미분 PyTorch", "텐서를 쓴다");
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "자동미분"), 1);
    assert_int_equal(count(fixture, "S자동미분"), 1);
    assert_int_equal(count(fixture, "Spytorch"), 1);
    assert_true(count(fixture, "텐서") > 0);
    assert_int_equal(count(fixture, "S텐서"), 0);
    assert_true(wdf(fixture, "자동미분") > wdf(fixture, "텐서"));
}

static void test_headings_weigh_more_than_text_and_code_less(void **state)
{
    struct fixture *fixture = *state;
    struct stored_unit stored = section("제목", "heading\n\nprose\n\ncode\n\nhttps://link.kr");
    struct span spans[] = {
        {0, 7, SPAN_HEADING, {"", 0}}, {16, 20, SPAN_CODE, {"", 0}}, {22, 37, SPAN_URL, {"", 0}}};
    stored.unit.spans = spans;
    stored.unit.n_spans = 3;
    make(fixture, &stored, NULL);
    assert_true(wdf(fixture, "head") > wdf(fixture, "prose"));
    assert_true(wdf(fixture, "prose") > wdf(fixture, "code"));
    assert_true(wdf(fixture, "code") > 0);
    assert_int_equal(count(fixture, "=heading"), 1);
}

static void test_code_gives_no_pairs_and_no_exact_forms(void **state)
{
    struct fixture *fixture = *state;
    struct stored_unit stored = section("제목", "running 앱");
    struct span span = {0, 11, SPAN_CODE, {"", 0}};
    stored.unit.spans = &span;
    stored.unit.n_spans = 1;
    make(fixture, &stored, NULL);
    assert_int_equal(count_with_prefix(fixture, "="), 0);
    assert_int_equal(count(fixture, "run 앱"), 0);
    assert_int_equal(count(fixture, "run"), 1);
}

static void test_other_titles_and_description_go_to_the_unit_that_opens(void **state)
{
    struct fixture *fixture = *state;
    struct text other = TEXT("다른이름");
    struct document document = {.other_titles = &other, .n_other_titles = 1, .description = TEXT("설명문")};
    struct stored_unit stored = section("제목", "글");
    make(fixture, &stored, &document);
    assert_int_equal(count(fixture, "S다른이름"), 1);
    assert_int_equal(count(fixture, "설명문"), 1);
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "S다른이름"), 0);
    assert_int_equal(count(fixture, "설명문"), 0);
}

/* ---- names and links of an entry ---- */

static void test_each_name_of_an_entry_counts_once(void **state)
{
    struct fixture *fixture = *state;
    struct place places[100];
    struct stored_unit stored = entry(&places[0], "https://pytorch.org/");
    for (size_t i = 0; i < 100; i++) {
        places[i] = places[0];
        places[i].title = i % 2 == 0 ? TEXT("이름") : TEXT("파이토치");
    }
    stored.unit.n_places = 2;
    make(fixture, &stored, NULL);
    size_t n_title_terms = count_with_prefix(fixture, "S");
    assert_true(count(fixture, "S파이토치") > 0);
    stored.unit.n_places = 100;
    make(fixture, &stored, NULL);
    assert_int_equal(count_with_prefix(fixture, "S"), n_title_terms);
}

static void test_a_host_is_found_by_itself_and_by_its_domains(void **state)
{
    static const struct {
        const char *url, *hosts; /* separated by a space */
    } cases[] = {
        {"https://Docs.PyTorch.org/a", "docs.pytorch.org pytorch.org"},
        {"https://www.example.co.kr", "example.co.kr co.kr"},
        {"//cdn.example.org/x.js", "cdn.example.org example.org"},
        {"https://user:secret@a@example.org:8080/", "example.org"},
        {"https://localhost/", ""},
        {"https://", ""},
        {"../guide/a.md", ""},
        {"/redirect?to=https://evil.org/", ""},
        {"/a#https://evil.org/", ""},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct place place;
        struct stored_unit stored = entry(&place, cases[i].url);
        struct text rest = text_of(cases[i].hosts), host;
        size_t n_hosts = 0;
        make(fixture, &stored, NULL);
        while (rest.size > 0 && text_next_field(&rest, ' ', &host)) {
            assert_int_equal(count(fixture, arena_printf(&fixture->arena, "H%.*s", TEXT_PRINTF(host)).bytes),
                             1);
            n_hosts++;
        }
        if (count_with_prefix(fixture, "H") != n_hosts)
            fail_msg("%s: %zu hosts", cases[i].url, count_with_prefix(fixture, "H"));
    }
}

static void test_the_words_of_a_url_are_found(void **state)
{
    struct fixture *fixture = *state;
    struct place place;
    struct stored_unit stored =
        entry(&place, "https://pytorch.org/tutorials/autograd?utm_source=mail#anchor");
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "pytorch"), 1);
    assert_int_equal(count(fixture, "autograd"), 1);
    assert_int_equal(count(fixture, "anchor"), 0);
    assert_int_equal(count(fixture, "mail"), 0);
}

/* ---- filters and values ---- */

static void test_filters_say_where_and_what_a_unit_is(void **state)
{
    static const char *const filters[] = {
        "Qdocs/ko/a.md#x", "XFdocs/ko/a.md",   "XPdocs/ko/a.md", "XPdocs/ko", "XPdocs", "XKarticle", "Lko",
        "K기계 학습",      "Kmachine learning"};
    struct fixture *fixture = *state;
    struct text tags[] = {TEXT(" 기계 학습 "), TEXT("Machine Learning")};
    struct stored_unit stored = section("제목", "글");
    stored.id = TEXT("docs/ko/a.md#x");
    stored.path = TEXT("docs/ko/a.md");
    stored.unit.tags = tags;
    stored.unit.n_tags = 2;
    stored.unit.date = TEXT("2024-05-17");
    make(fixture, &stored, NULL);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        if (count(fixture, filters[i]) != 1)
            fail_msg("%s: %zu times", filters[i], count(fixture, filters[i]));
        assert_int_equal(wdf(fixture, filters[i]), 0);
    }
    assert_text(fixture->terms.values[SLOT_GROUP], "docs/ko/a.md");
    assert_text(fixture->terms.values[SLOT_DATE], "2024-05-17");
}

static void test_an_entry_is_in_every_file_and_language_it_stands_in(void **state)
{
    struct fixture *fixture = *state;
    struct place places[2];
    struct stored_unit stored = entry(&places[0], "https://a.kr/");
    places[1] = places[0];
    places[1].path = TEXT("/home/글/b.md");
    places[1].language = LANGUAGE_ZH;
    stored.unit.n_places = 2;
    make(fixture, &stored, NULL);
    assert_true(count(fixture, "XFdocs/a.md") >= 1);
    assert_int_equal(count(fixture, "XF/home/글/b.md"), 1);
    assert_int_equal(count(fixture, "XP/home"), 1);
    assert_int_equal(count(fixture, "XP"), 0);
    assert_int_equal(count(fixture, "Lzh"), 1);
    assert_int_equal(count(fixture, "XKentry"), 1);
    assert_text(fixture->terms.values[SLOT_GROUP], "link:x");
}

/* ---- what is hostile ---- */

static char *repeated(const char *piece, size_t n, const char *head, struct arena *arena)
{
    size_t size = strlen(piece), head_size = strlen(head);
    char *bytes = arena_alloc(arena, head_size + n * size + 1);
    memcpy(bytes, head, head_size + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(bytes + head_size + i * size, piece, size);
    bytes[head_size + n * size] = '\0';
    return bytes;
}

static void test_hostile_addresses_cost_little(void **state)
{
    struct fixture *fixture = *state;
    const char *const urls[] = {repeated("a@", 100000, "https://", &fixture->arena),
                                repeated("a.", 100000, "https://", &fixture->arena),
                                repeated("a/", 100000, "https://b.kr/", &fixture->arena),
                                repeated("한", 100000, "https://", &fixture->arena),
                                repeated("://", 100000, "", &fixture->arena),
                                repeated("%", 100000, "https://b.kr/", &fixture->arena)};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct place place;
        struct stored_unit stored = entry(&place, urls[i]);
        struct unit_terms terms;
        struct arena arena;
        arena_init(&arena);
        terms_make(fixture->analyzer, &stored, NULL, &arena, &terms);
        assert_true(terms.n_postings < 2000);
        assert_true(arena.total_bytes < 8u << 20);
        arena_clear(&arena);
    }
}

static void test_every_term_is_one_that_xapian_takes(void **state)
{
    struct fixture *fixture = *state;
    struct xc_document *document;
    struct xc_error xc_error;
    struct error error;
    char nuls[300] = {0};
    struct text tags[] = {text_of(repeated("긴 ", 500, "", &fixture->arena)), text_from(nuls, sizeof nuls),
                          text_from(nuls, 122), TEXT("a\0b")};
    struct stored_unit stored = section(repeated("supercalifragilistic", 50, "", &fixture->arena),
                                        repeated("뷁", 5000, "", &fixture->arena));
    stored.path = text_of(repeated("folder/", 500, "", &fixture->arena));
    stored.id =
        arena_printf(&fixture->arena, "%s#%s", stored.path.bytes, repeated("열쇠", 500, "", &fixture->arena));
    stored.unit.tags = tags;
    stored.unit.n_tags = 4;
    assert_int_equal(xc_document_new(&document, &xc_error), 0);
    make(fixture, &stored, NULL);
    if (terms_write(&fixture->terms, &stored, document, &error) < 0)
        fail_msg("%s", error.message);
    xc_document_free(document);
}

static void test_a_unit_too_large_to_store_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct xc_document *document;
    struct xc_error xc_error;
    struct error error;
    struct stored_unit stored = section("제목", "");
    make(fixture, &stored, NULL);
    stored.unit.text = text_of(repeated("\n", TERMS_MAX_STORED_BYTES, "", &fixture->arena));
    assert_int_equal(xc_document_new(&document, &xc_error), 0);
    assert_int_equal(terms_write(&fixture->terms, &stored, document, &error), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    xc_document_free(document);
}

static void test_a_unit_of_nothing_has_its_filters(void **state)
{
    struct fixture *fixture = *state;
    struct stored_unit stored = section("", "");
    make(fixture, &stored, NULL);
    assert_int_equal(count(fixture, "Qdocs/a.md#"), 1);
    assert_int_equal(count_with_prefix(fixture, "S"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_the_whole_name_is_a_term_of_pages_sections_and_entries),
          TEST(test_a_link_to_another_page_of_the_site_has_not_that_pages_name),
          TEST(test_an_odd_count_tells_a_word_from_a_piece), TEST(test_each_term_comes_once),
          TEST(test_a_title_is_found_as_words_and_as_a_title),
          TEST(test_headings_weigh_more_than_text_and_code_less),
          TEST(test_code_gives_no_pairs_and_no_exact_forms),
          TEST(test_other_titles_and_description_go_to_the_unit_that_opens),
          TEST(test_each_name_of_an_entry_counts_once),
          TEST(test_a_host_is_found_by_itself_and_by_its_domains), TEST(test_the_words_of_a_url_are_found),
          TEST(test_filters_say_where_and_what_a_unit_is),
          TEST(test_an_entry_is_in_every_file_and_language_it_stands_in),
          TEST(test_hostile_addresses_cost_little), TEST(test_every_term_is_one_that_xapian_takes),
          TEST(test_a_unit_too_large_to_store_is_refused), TEST(test_a_unit_of_nothing_has_its_filters))
