/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/buffer.h"
#include "indexer/plan.h"

enum { MAX_FILES = 8 };

/* Files and records as letters: "a b/c". A file is 10 bytes of time 1, a record says the same. */
struct plan_case {
    const char *files, *records;
    const char *roots;      /* "-x" is one that could not be read */
    const char *unreadable; /* folders inside them */
    const char *expected;   /* "+a ~b -c =1": added, updated, removed, unchanged */
};

static struct text *split(const char *names, struct arena *arena, size_t *ret_n)
{
    struct text *texts = ARENA_NEW(arena, struct text, MAX_FILES), rest = text_of(names), name;
    *ret_n = 0;
    while (rest.size > 0 && text_next_field(&rest, ' ', &name))
        texts[(*ret_n)++] = name;
    return texts;
}

static void make_input(const struct plan_case *given, struct arena *arena, struct walk *walk,
                       struct plan_input *input)
{
    size_t n_files, n_records, n_roots, n_unreadable;
    struct text *files = split(given->files, arena, &n_files),
                *known = split(given->records, arena, &n_records),
                *roots = split(given->roots, arena, &n_roots);
    struct file_record *records = ARENA_NEW(arena, struct file_record, n_records);
    *walk = (struct walk){.files = ARENA_NEW(arena, struct file_ref, n_files),
                          .n_files = n_files,
                          .roots = ARENA_NEW(arena, struct walk_root, n_roots),
                          .n_roots = n_roots};
    walk->unreadable = split(given->unreadable, arena, &n_unreadable);
    walk->n_unreadable = n_unreadable;
    for (size_t i = 0; i < n_files; i++)
        walk->files[i] = (struct file_ref){files[i], 10, 1, 1};
    for (size_t i = 0; i < n_records; i++)
        records[i] = (struct file_record){.path = known[i], .size_bytes = 10, .mtime_ns = 1, .ctime_ns = 1};
    for (size_t i = 0; i < n_roots; i++) {
        bool is_unreadable = roots[i].bytes[0] == '-';
        struct text path = is_unreadable ? text_skip(roots[i], 1) : roots[i];
        walk->roots[i] =
            (struct walk_root){text_equal(path, TEXT(".")) ? text_from("", 0) : path, !is_unreadable};
    }
    *input = (struct plan_input){.walk = walk, .records = records, .n_records = n_records};
}

static void describe(const struct plan *plan, struct buffer *out)
{
    for (size_t i = 0; i < plan->n_changes; i++)
        buffer_printf(out, "%c%.*s ", "+~-"[plan->changes[i].kind], TEXT_PRINTF(plan->changes[i].file.path));
    buffer_printf(out, "=%zu", plan->n_unchanged);
}

static void test_files_are_held_against_records(void **state)
{
    static const struct plan_case cases[] = {
        {"", "", ".", "", "=0"},
        {"a b", "", ".", "", "+a +b =0"},
        {"a b", "a b", ".", "", "=2"},
        {"a c", "a b", ".", "", "+c -b =1"},
        {"b", "a b c", ".", "", "-a -c =1"},
        {"", "a b", ".", "", "-a -b =0"},
        /* what was renamed is read before the old name goes */
        {"z/new", "a/old", ".", "", "+z/new -a/old =0"},
        /* other roots are left alone */
        {"docs/a", "docs/a docs/b other/c", "docs", "", "-docs/b =1"},
        {"docs/a", "docs-old/b docs/c", "docs", "", "+docs/a -docs/c =0"},
        {"x/a", "../y/b x/c", ".", "", "+x/a -x/c =0"},
        {"../y/a", "../y/b x/c", "../y", "", "+../y/a -../y/b =0"},
        {"/abs/a", "/abs/b rel/c", "/abs", "", "+/abs/a -/abs/b =0"},
        /* a root that is a file */
        {"docs/a", "docs/a docs/b", "docs/a", "", "=1"},
        /* what could not be read forgets nothing */
        {"", "docs/a", "-docs", "", "=0"},
        {"one/a", "one/b two/c", "one -two", "", "+one/a -one/b =0"},
        {"docs/a", "docs/b docs/locked/c docs/locked/d/e docs/lockedx", "docs", "docs/locked",
         "+docs/a -docs/b -docs/lockedx =0"},
        {"docs/a", "docs/broken docs/gone", "docs", "docs/broken", "+docs/a -docs/gone =0"},
        /* one root inside another that cannot be read: seen by itself, but the outer saw nothing */
        {"docs/ko/a", "docs/en/b docs/ko/c", "-docs docs/ko", "", "+docs/ko/a -docs/ko/c =0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct walk walk;
        struct plan_input input;
        struct plan plan;
        struct buffer out;
        arena_init(&arena);
        buffer_init(&out, 10000);
        make_input(&cases[i], &arena, &walk, &input);
        plan_make(&input, &arena, &plan);
        describe(&plan, &out);
        assert_text(buffer_text(&out), cases[i].expected);
        buffer_clear(&out);
        arena_clear(&arena);
    }
}

/* One file and its record, which differ in one thing. */
static void test_a_file_is_unchanged_when_nothing_tells_otherwise(void **state)
{
    static const struct {
        const char *what;
        struct file_ref file;
        struct file_record record;
        uint64_t settings;
        bool is_update, is_forced;
    } cases[] = {
        {"the same", {{0}, 10, 1, 2}, {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2}, 0, false, false},
        {"size", {{0}, 11, 1, 2}, {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2}, 0, true, false},
        {"later mtime", {{0}, 10, 9, 2}, {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2}, 0, true, false},
        {"earlier mtime", {{0}, 10, -9, 2}, {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2}, 0, true, false},
        {"ctime", {{0}, 10, 1, 3}, {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2}, 0, true, false},
        {"racy",
         {{0}, 10, 1, 2},
         {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2, .is_racy = true},
         0,
         true,
         false},
        {"settings",
         {{0}, 10, 1, 2},
         {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2, .settings = 3},
         4,
         true,
         true},
        {"the same settings",
         {{0}, 10, 1, 2},
         {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2, .settings = 4},
         4,
         false,
         false},
        {"its problems",
         {{0}, 10, 1, 2},
         {.size_bytes = 10, .mtime_ns = 1, .ctime_ns = 2, .has_problem = true},
         0,
         false,
         false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct file_ref file = cases[i].file;
        struct file_record record = cases[i].record;
        struct walk_root root = {TEXT(""), true};
        struct plan plan;
        arena_init(&arena);
        file.path = record.path = TEXT("a.md");
        struct walk walk = {.files = &file, .n_files = 1, .roots = &root, .n_roots = 1};
        struct plan_input input = {&walk, &record, 1, cases[i].settings};
        plan_make(&input, &arena, &plan);
        if (plan.n_changes != cases[i].is_update || plan.n_unchanged != !cases[i].is_update)
            fail_msg("%s: %zu changes", cases[i].what, plan.n_changes);
        if (cases[i].is_update) {
            assert_int_equal(plan.changes[0].kind, CHANGE_UPDATE);
            assert_ptr_equal(plan.changes[0].record, &record);
            assert_int_equal(plan.changes[0].is_forced, cases[i].is_forced);
            assert_int_equal(plan.changes[0].settings, cases[i].settings);
            assert_int_equal(plan.bytes, file.size_bytes);
        }
        arena_clear(&arena);
    }
}

RUN_TESTS(cmocka_unit_test(test_files_are_held_against_records),
          cmocka_unit_test(test_a_file_is_unchanged_when_nothing_tells_otherwise))
