/* SPDX-License-Identifier: GPL-2.0-or-later */
/* library: files in a scratch folder, indexed into "i", and searched. */
#ifndef CHAJA_TESTS_LIBRARY_H
#define CHAJA_TESTS_LIBRARY_H

#include "indexer/build.h"
#include "searcher/search.h"
#include "tests/unit/scratch.h"

struct library {
    struct scratch scratch;
    struct arena arena;
    struct error error;
    struct build_report report;
    struct buffer problems; /* "path: reason\n" for each */
    size_t n_progress;
    size_t stop_after; /* files, then the run is stopped; 0: never */
    size_t n_done;
};

static struct library library;

static inline int library_set_up(void **state)
{
    library = (struct library){0};
    arena_init(&library.arena);
    buffer_init(&library.problems, 1 << 20);
    scratch_enter(&library.scratch);
    *state = &library;
    return 0;
}

static inline int library_tear_down(void **state)
{
    (void)state;
    scratch_leave(&library.scratch);
    buffer_clear(&library.problems);
    arena_clear(&library.arena);
    return 0;
}

#define LIBRARY_TEST(name) cmocka_unit_test_setup_teardown(name, library_set_up, library_tear_down)

/* ---- indexing ---- */

static inline void library_note_problem(void *context, enum build_severity severity, struct text path,
                                        uint32_t line, uint32_t column, const char *reason)
{
    (void)context, (void)severity, (void)line, (void)column;
    buffer_printf(&library.problems, "%.*s: %s\n", TEXT_PRINTF(path), reason);
}

static inline void library_note_progress(void *context, const struct build_progress *progress)
{
    (void)context;
    library.n_progress++;
    library.n_done = progress->files_done;
}

static inline bool library_is_stopped(void *context)
{
    (void)context;
    return library.stop_after > 0 && library.n_done >= library.stop_after;
}

/* What a command line would ask for, but for PATH: "docs". */
static inline struct build_options library_options(void)
{
    static const char *const roots[] = {"docs"};
    return (struct build_options){
        .index = "i",
        .roots = roots,
        .n_roots = 1,
        .n_jobs = 2,
        .callbacks = {library_note_problem, library_note_progress, NULL, library_is_stopped, NULL}};
}

static inline int library_try(const struct build_options *options)
{
    buffer_reset(&library.problems);
    library.n_progress = library.n_done = 0;
    return build_run(options, &library.report, &library.error);
}

static inline const struct build_report *library_build_with(const struct build_options *options)
{
    if (library_try(options) < 0)
        fail_msg("%s", library.error.message);
    return &library.report;
}

static inline const struct build_report *library_build(void)
{
    struct build_options options = library_options();
    return library_build_with(&options);
}

/* ---- searching ---- */

static inline struct search_request library_request(const char *query)
{
    return (struct search_request){.query = text_of(query),
                                   .filters = {.kind = -1},
                                   .limit = 100,
                                   .wants_excerpts = true,
                                   .excerpt_columns = 100};
}

static inline struct answer library_ask(const struct search_request *request)
{
    struct search_session *session;
    struct answer answer = {0};
    if (search_session_open("i", &session, &library.error) < 0 ||
        search_run(session, request, &library.arena, &answer, &library.error) < 0)
        fail_msg("%.*s: %s", TEXT_PRINTF(request->query), library.error.message);
    search_session_close(session);
    return answer;
}

/* The ids of the hits in their order, with a space between; "-" for none. "docs/a.md#" is "a" here. */
static inline const char *library_ids(const struct answer *answer)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < answer->n_hits; i++) {
        struct text id = answer->hits[i].id;
        id = text_starts_with(id, TEXT("docs/")) ? text_skip(id, 5) : id;
        id = text_ends_with(id, TEXT(".md#")) ? text_slice(id, 0, id.size - 4) : id;
        buffer_printf(&out, "%s%.*s", i > 0 ? " " : "", TEXT_PRINTF(id));
    }
    struct text copy = arena_copy(&library.arena, answer->n_hits > 0 ? buffer_text(&out) : TEXT("-"));
    buffer_clear(&out);
    return copy.bytes;
}

static inline const char *library_find(const char *query)
{
    struct search_request request = library_request(query);
    struct answer answer = library_ask(&request);
    return library_ids(&answer);
}

/* The same as a set: the ids sorted. */
static inline int library_compare_ids(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static inline const char *library_find_sorted(const char *query)
{
    struct text *ids = NULL, rest = text_of(library_find(query)), id, joined = TEXT("");
    size_t n = 0, capacity = 0;
    while (text_next_field(&rest, ' ', &id))
        *ARENA_PUSH(&library.arena, ids, n, capacity) = id;
    qsort(ids, n, sizeof *ids, library_compare_ids);
    for (size_t i = 0; i < n; i++)
        joined = arena_printf(&library.arena, "%.*s%s%.*s", TEXT_PRINTF(joined), i > 0 ? " " : "",
                              TEXT_PRINTF(ids[i]));
    return joined.bytes;
}

#define assert_found(query, ids) check_found((query), library_find(query), (ids), __FILE__, __LINE__)
#define assert_found_set(query, ids) \
    check_found((query), library_find_sorted(query), (ids), __FILE__, __LINE__)

static inline void check_found(const char *query, const char *actual, const char *expected, const char *file,
                               int line)
{
    if (strcmp(actual, expected) != 0) {
        print_error("%s\nhave %s\nwant %s\n", query, actual, expected);
        _fail(file, line);
    }
}

#endif
