/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a session stands: hostile queries, an index that is written under it, damage. */
#include "tests/unit/library.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "indexer/index-folder.h"

enum { N_FILES = 400 };

static struct search_session *session;

/* A word of letters that file `i` alone has. */
static const char *word_of(int i)
{
    static char word[8];
    snprintf(word, sizeof word, "qz%c%c%c", 'b' + i / 100, 'b' + i / 10 % 10, 'b' + i % 10);
    return word;
}

#define WORD_7 "qzbbi"
#define WORD_8 "qzbbj"

static int set_up(void **state)
{
    static const char *const words[] = {"자동",   "미분",     "학습", "深度", "模型",
                                        "tensor", "useState", "연구", "기계", "gradient"};
    uint64_t seed = 7;
    library_set_up(state);
    for (int i = 0; i < N_FILES; i++) {
        struct buffer text;
        buffer_init(&text, 1 << 20);
        buffer_printf(&text, "# 글 %d\n\n%s ", i, word_of(i));
        for (int k = 0; k < 100; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            buffer_printf(&text, "%s%u ", words[(seed >> 33) % 10], (unsigned)(seed >> 40) % 50);
        }
        buffer_append_string(&text, "\n");
        scratch_write(arena_printf(&library.arena, "docs/%d.md", i).bytes, text.bytes);
        buffer_clear(&text);
    }
    library_build();
    if (search_session_open("i", &session, &library.error) < 0)
        return -1;
    return 0;
}

static int tear_down(void **state)
{
    search_session_close(session);
    session = NULL;
    return library_tear_down(state);
}

static int ask(struct text query, struct answer *ret)
{
    struct search_request request = library_request("");
    request.query = query;
    request.limit = 10;
    return search_run(session, &request, &library.arena, ret, &library.error);
}

/* ---- hostile queries ---- */

static struct text repeated(const char *piece, size_t n)
{
    struct buffer text;
    buffer_init(&text, 1 << 24);
    for (size_t i = 0; i < n; i++)
        buffer_append_string(&text, piece);
    struct text copy = arena_copy(&library.arena, buffer_text(&text));
    buffer_clear(&text);
    return copy;
}

static struct text numbered(const char *format, size_t n)
{
    struct buffer text;
    buffer_init(&text, 1 << 24);
    for (size_t i = 0; i < n; i++) {
        char piece[100];
        snprintf(piece, sizeof piece, "%s%zu ", format, i);
        buffer_append_string(&text, piece);
    }
    struct text copy = arena_copy(&library.arena, buffer_text(&text));
    buffer_clear(&text);
    return copy;
}

static void test_hostile_queries_are_answered_in_time(void **state)
{
    const struct text queries[] = {
        repeated("a", 1 << 20),
        repeated("한", 1 << 18),
        repeated("深度学习", 1 << 16),
        repeated("자동 ", 1 << 18),
        repeated("자* ", 500),
        repeated("ten* ", 500),
        repeated("자동* ", 500),
        repeated("a OR ", 1000),
        numbered("word", 1000),
        numbered("자동", 1000),
        numbered("OR word", 1000),
        numbered("+자동", 300),
        numbered("-자동", 300),
        numbered("tag:t", 300),
        numbered("title:자동", 300),
        numbered("\"자동\" \"", 300),
        repeated("\"자동 미분\" ", 200),
        repeated("-\"자동 미분\" ", 200),
        repeated("(", 100000),
        repeated("((((((((a) ", 1000),
        repeated("(a OR (", 1000),
        repeated("\"", 100000),
        repeated("-", 100000),
        repeated("+", 100000),
        repeated("*", 100000),
        repeated("title:", 10000),
        repeated("title:(", 1000),
        repeated("after:2024 ", 300),
        repeated("path:a/ ", 300),
        repeated("site:a@", 300),
        repeated("\xCC\x81\xCC\xA7", 1000),
        repeated("\xFF\xFE", 1000),
        repeated("\xEF\xB7\xBA", 600), /* U+FDFA */
        repeated("\xF0\x9F\x99\x82", 500),
        repeated("ㅋ", 600),
        repeated("\xE2\x80\xAE", 600),
        text_from("a\0b\0\0", 5),
        (struct text){NULL, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct answer answer;
        double started = clock_seconds();
        if (ask(queries[i], &answer) < 0)
            fail_msg("query %zu: %s", i, library.error.message);
        double seconds = clock_seconds() - started;
        if (seconds > 5) /* a sanitizer or valgrind takes its share */
            fail_msg("query %zu: %.1f s", i, seconds);
        assert_true(answer.query.size <= QUERY_MAX_BYTES);
        for (size_t h = 0; h < answer.n_hits; h++)
            assert_int_equal(text_invalid_at(answer.hits[h].excerpt.text), TEXT_NONE);
    }
}

static void test_of_too_many_terms_the_heaviest_rank(void **state)
{
    struct answer answer;
    struct buffer out, query;
    struct search_request request = library_request("");
    (void)state;
    buffer_init(&query, 10000);
    for (int i = 0; i < 100; i++)
        buffer_printf(&query, "미분%d ", i % 50);
    for (int i = 0; i < 120; i++)
        buffer_printf(&query, "%s ", word_of(i));
    buffer_init(&out, 1 << 20);
    request.query = buffer_text(&query);
    assert_int_equal(search_describe(session, &request, STAGE_EXPANDED, &library.arena, &out, &library.error),
                     0);
    assert_non_null(strstr(out.bytes, "cut to the heaviest terms"));
    assert_int_equal(ask(buffer_text(&query), &answer), 0);
    assert_true(answer.n_estimated >= 120);
    size_t n_ranking = 0;
    struct text rest = buffer_text(&out), line;
    while (text_next_line(&rest, &line))
        n_ranking += text_find(line, TEXT("  literal"), 0) != TEXT_NONE &&
                     !text_ends_with(line, TEXT("cut")) && text_find(line, TEXT("  in 0  "), 0) == TEXT_NONE;
    assert_int_equal(n_ranking, QUERY_MAX_TERMS);
    buffer_clear(&out);
    buffer_clear(&query);
}

/* Words that are too light to rank still say what must be there and what must not. */
static void test_what_does_not_rank_is_still_required_or_excluded(void **state)
{
    struct buffer query;
    struct answer all, with, without;
    (void)state;
    buffer_init(&query, QUERY_MAX_BYTES);
    buffer_append_string(&query, "+글 ");
    for (int i = 0; query.size < QUERY_MAX_BYTES - 20; i++)
        buffer_printf(&query, "%s ", word_of(i));
    assert_int_equal(ask(buffer_text(&query), &with), 0);
    query.bytes[0] = '-';
    assert_int_equal(ask(buffer_text(&query), &without), 0);
    query.bytes[0] = ' ';
    assert_int_equal(ask(buffer_text(&query), &all), 0);
    assert_int_equal(with.n_estimated, N_FILES);
    assert_int_equal(without.n_estimated, 0);
    assert_int_equal(all.n_estimated, QUERY_MAX_TERMS);
    buffer_clear(&query);
}

static void test_totals_are_exact_up_to_their_limit(void **state)
{
    static const char *const queries[] = {"글",           "자동1 미분2", WORD_8,
                                          "자동1 -미분2", "\"글\"",      "kind:article"};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct answer answer;
        assert_int_equal(ask(text_of(queries[i]), &answer), 0);
        assert_true(answer.is_exact);
        struct search_request request = library_request(queries[i]);
        request.limit = 1000;
        request.wants_excerpts = false;
        struct answer all = library_ask(&request);
        assert_int_equal(answer.n_estimated, all.n_hits);
    }
}

/* ---- an index that is written meanwhile ---- */

static size_t count_hits(const char *query)
{
    struct answer answer;
    if (ask(text_of(query), &answer) < 0)
        fail_msg("%s: %s", query, library.error.message);
    return answer.n_estimated;
}

static void test_each_query_sees_the_newest_state(void **state)
{
    struct build_options rebuild = library_options();
    (void)state;
    assert_int_equal(count_hits("수박"), 0);
    scratch_write("docs/new.md", "# 수박\n\n여름 과일\n");
    library_build();
    assert_int_equal(count_hits("수박"), 1);
    scratch_remove("docs/new.md");
    library_build();
    assert_int_equal(count_hits("수박"), 0);
    scratch_write("docs/new.md", "# 참외\n\n여름 과일\n");
    rebuild.rebuild = true;
    library_build_with(&rebuild);
    assert_int_equal(count_hits("참외"), 1);
    library_build_with(&rebuild);
    assert_int_equal(count_hits("참외"), 1);
}

static void test_an_index_that_is_away_and_comes_back(void **state)
{
    struct build_options rebuild = library_options();
    struct answer answer;
    (void)state;
    assert_int_equal(rename("i", "away"), 0);
    assert_int_equal(count_hits(WORD_7), 1); /* by what is open */
    assert_int_equal(rename("away", "i"), 0);
    rebuild.rebuild = true;
    library_build_with(&rebuild);
    scratch_write("i/CURRENT", "glass.77\n");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ask(TEXT(WORD_7), &answer), -1);
        assert_non_null(strstr(library.error.message, "indexer --index i"));
    }
    library_build();
    assert_int_equal(count_hits(WORD_7), 1);
}

struct writing {
    atomic_bool is_over;
    bool failed;
    struct error error;
};

/* Both files are changed in one commit: no query may see the one without the other. */
static void write_pair(const char *word)
{
    char text[200];
    snprintf(text, sizeof text, "# 짝\n\n%s 하나\n", word);
    scratch_write("docs/pair1.md", text);
    snprintf(text, sizeof text, "# 짝\n\n%s 둘\n", word);
    scratch_write("docs/pair2.md", text);
}

static void *write_again_and_again(void *context)
{
    static const char *const roots[] = {"docs"};
    struct writing *writing = context;
    for (int round = 0; round < 30 && !writing->failed; round++) {
        struct build_options options = {
            .index = "i", .roots = roots, .n_roots = 1, .n_jobs = 1, .rebuild = round % 5 == 4};
        struct build_report report;
        write_pair(round % 2 == 0 ? "사과" : "포도");
        writing->failed = build_run(&options, &report, &writing->error) < 0;
    }
    atomic_store(&writing->is_over, true);
    return NULL;
}

static void test_queries_go_on_while_the_index_is_written_and_rebuilt(void **state)
{
    struct writing writing = {0};
    pthread_t thread;
    size_t n_asked = 0, n_seen[2] = {0};
    (void)state;
    write_pair("사과");
    library_build();
    assert_int_equal(pthread_create(&thread, NULL, write_again_and_again, &writing), 0);
    while (!atomic_load(&writing.is_over)) {
        struct answer answer;
        if (ask(TEXT("사과 OR 포도"), &answer) < 0)
            fail_msg("%s", library.error.message);
        assert_int_equal(answer.n_hits, 2);
        struct text first = answer.hits[0].matched[0].term, second = answer.hits[1].matched[0].term;
        assert_int_equal(answer.hits[0].n_matched, 1);
        assert_true(text_equal(first, second));
        n_seen[text_equal(first, TEXT("포도"))]++;
        assert_int_equal(count_hits(WORD_7), 1);
        arena_reset(&library.arena);
        n_asked++;
    }
    pthread_join(thread, NULL);
    if (writing.failed)
        fail_msg("%s", writing.error.message);
    assert_true(n_asked > 30 && n_seen[0] > 0 && n_seen[1] > 0);
}

/* ---- damage ---- */

/* Change a byte of what is stored for a unit, as a bad disk would. */
static void damage(const char *id)
{
    struct index_reader reader;
    struct xc_writer *writer;
    struct xc_document *document;
    struct xc_buffer data = {0};
    struct xc_error xc_error;
    uint32_t number;
    assert_int_equal(index_reader_open("i", &library.arena, &reader, &library.error), 0);
    const char *path = index_database_path("i", reader.name, &library.arena);
    struct xc_text term = schema_term(PREFIX_ID, text_of(id), &library.arena);
    assert_int_equal(xc_database_find(reader.database, term, &number, &xc_error), 1);
    assert_int_equal(xc_database_document(reader.database, number, &document, &xc_error), 0);
    assert_int_equal(xc_document_data(document, &data, &xc_error), 0);
    data.bytes[data.size / 2] ^= 1;
    assert_int_equal(xc_document_set_data(document, (struct xc_text){data.bytes, data.size}, &xc_error), 0);
    assert_int_equal(xc_writer_open(path, XC_OPEN, &writer, &xc_error), 0);
    assert_int_equal(xc_writer_begin(writer, &xc_error), 0);
    assert_int_equal(xc_writer_replace(writer, term, document, NULL, &xc_error), 0);
    assert_int_equal(xc_writer_commit(writer, &xc_error), 0);
    assert_int_equal(xc_writer_close(writer, &xc_error), 0);
    xc_buffer_clear(&data);
    xc_document_free(document);
    index_reader_close(&reader);
}

static void test_a_damaged_unit_is_reported_and_others_are_found(void **state)
{
    struct answer answer;
    struct build_options options = library_options();
    (void)state;
    damage("docs/7.md#");
    assert_int_equal(ask(TEXT(WORD_7), &answer), -1);
    assert_int_equal(library.error.code, ERROR_CORRUPT);
    assert_non_null(strstr(library.error.message, "rebuild"));
    assert_int_equal(ask(TEXT("\"" WORD_7 "\""), &answer), -1); /* looked at while it runs */
    assert_int_equal(library.error.code, ERROR_CORRUPT);
    assert_int_equal(count_hits(WORD_8), 1);
    scratch_remove("docs/7.md"); /* taking it apart meets the damage too */
    assert_int_equal(library_try(&options), -1);
    assert_int_equal(library.error.code, ERROR_CORRUPT);
    options.rebuild = true;
    library_build_with(&options);
    assert_int_equal(count_hits(WORD_7), 0);
    assert_int_equal(count_hits(WORD_8), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_hostile_queries_are_answered_in_time), TEST(test_of_too_many_terms_the_heaviest_rank),
          TEST(test_what_does_not_rank_is_still_required_or_excluded),
          TEST(test_totals_are_exact_up_to_their_limit), TEST(test_each_query_sees_the_newest_state),
          TEST(test_an_index_that_is_away_and_comes_back),
          TEST(test_queries_go_on_while_the_index_is_written_and_rebuilt),
          TEST(test_a_damaged_unit_is_reported_and_others_are_found))
