/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"
#include "tests/unit/check.h"

#include <stdlib.h>

enum { MOST_ARGUMENTS = 12 };

static int parse(const char *const *arguments, struct arena *arena, struct indexer_options *options,
                 struct error *error)
{
    char *argv[MOST_ARGUMENTS + 1] = {(char[]){"indexer"}};
    int argc = 1;
    for (; arguments[argc - 1] != NULL; argc++)
        argv[argc] = (char *)arena_copy(arena, text_of(arguments[argc - 1])).bytes;
    return indexer_options_parse(argc, argv, arena, options, error);
}

#define PARSE(options, ...) parse((const char *const[]){__VA_ARGS__, NULL}, &arena, (options), &error)

static void test_every_option_arrives(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct indexer_options options;
    arena_init(&arena);
    unsetenv("CHAJA_INDEX");
    assert_int_equal(PARSE(&options, "docs"), 0);
    assert_string_equal(options.index, "./chaja.index");
    assert_int_equal(options.mine, MINE_ALL);
    assert_int_equal(options.n_jobs, 0);
    assert_int_equal(PARSE(&options, "-j4", "--rebuild", "--exclude=*.tmp", "--exclude", "build/",
                           "--mine=links,sound", "--json", "--progress=never", "docs", "notes/a.md"),
                     0);
    assert_int_equal(options.n_jobs, 4);
    assert_true(options.rebuild && options.json && !options.watch && !options.dry_run && !options.quiet);
    assert_int_equal(options.excludes.n_items, 2);
    assert_int_equal(options.mine, MINE_LINKS | MINE_SOUND);
    assert_int_equal(options.progress, WHEN_NEVER);
    assert_int_equal(options.paths.n_items, 2);
    assert_string_equal(options.paths.items[1], "notes/a.md");
    assert_int_equal(PARSE(&options, "--mine=none", "--lang=ko", "--watch", "--quiet", "-i", "x", "."), 0);
    assert_int_equal(options.mine, MINE_NOTHING);
    assert_int_equal(options.language, LANGUAGE_KO);
    assert_int_equal(PARSE(&options, "show", "tokens", "a.md"), 0);
    assert_int_equal(options.command, COMMAND_SHOW);
    assert_int_equal(options.stage, SHOW_TOKENS);
    assert_string_equal(options.paths.items[0], "a.md");
    assert_int_equal(PARSE(&options, "./show"), 0);
    assert_int_equal(options.command, COMMAND_INDEX);
    arena_clear(&arena);
}

static void test_what_does_not_go_together_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *const arguments[4];
        const char *message;
    } cases[] = {
        {{"--json"}, "no path is given; see indexer --help"},
        {{"--watch", "--dry-run", "."}, "--watch: it does not go with --dry-run"},
        {{"--mine=all", "."},
         "--mine: \"all\" is none of glosses, links, site-links, parallel, front-matter, sound, none"},
        {{"-j0", "."}, "--jobs: \"0\" is out of range; give one from 1 to 256"},
        {{"show", "tokens"},
         "show: give one of source, matter, blocks, units, runs, tokens, terms, and one file; to index a "
         "folder of that "
         "name, say indexer ./show"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {.message = ""};
        struct indexer_options options;
        assert_true(parse(cases[i].arguments, &arena, &options, &error) < 0);
        assert_text(text_of(error.message), cases[i].message);
    }
    arena_clear(&arena);
}

static void test_help_fits_eighty_columns(void **state)
{
    (void)state;
    struct buffer help;
    buffer_init(&help, 1 << 16);
    options_help(&indexer_program, &help);
    struct text rest = buffer_text(&help), line;
    while (text_next_line(&rest, &line))
        assert_true(line.size <= 80);
    buffer_clear(&help);
}

RUN_TESTS(cmocka_unit_test(test_every_option_arrives),
          cmocka_unit_test(test_what_does_not_go_together_is_said),
          cmocka_unit_test(test_help_fits_eighty_columns))
