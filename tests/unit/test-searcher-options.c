/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/options.h"
#include "tests/unit/check.h"

#include <stdlib.h>

enum { MOST_ARGUMENTS = 12 };

static int parse(const char *const *arguments, struct arena *arena, struct searcher_options *options,
                 struct error *error)
{
    char *argv[MOST_ARGUMENTS + 1] = {(char[]){"searcher"}};
    int argc = 1;
    for (; arguments[argc - 1] != NULL; argc++)
        argv[argc] = (char *)arena_copy(arena, text_of(arguments[argc - 1])).bytes;
    return searcher_options_parse(argc, argv, arena, options, error);
}

#define PARSE(options, ...) parse((const char *const[]){__VA_ARGS__, NULL}, &arena, (options), &error)

static void test_the_words_are_the_query(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct searcher_options options;
    arena_init(&arena);
    unsetenv("CHAJA_INDEX");
    assert_int_equal(PARSE(&options, "자동", "미분"), 0);
    assert_int_equal(options.command, COMMAND_SEARCH);
    assert_text(options.query, "자동 미분");
    assert_string_equal(options.index, "./chaja.index");
    assert_int_equal(options.limit, 10);
    assert_int_equal(options.kind, ANY_KIND);
    assert_int_equal(options.language, LANGUAGE_NONE);
    assert_int_equal(options.group, GROUP_FILE);
    assert_int_equal(PARSE(&options, "search", "stats"), 0);
    assert_int_equal(options.command, COMMAND_SEARCH);
    assert_text(options.query, "stats");
    assert_int_equal(PARSE(&options, "--", "-설치", "딥러닝"), 0);
    assert_text(options.query, "-설치 딥러닝");
    assert_int_equal(PARSE(&options, ""), 0);
    assert_text(options.query, "");
    arena_clear(&arena);
}

static void test_every_option_arrives(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct searcher_options options;
    arena_init(&arena);
    setenv("CHAJA_INDEX", "/tmp/from environment", 1);
    assert_int_equal(PARSE(&options, "--lang=zh", "--kind=article", "--since=2023", "--until=2024-02",
                           "--json", "--explain", "--color=never", "--width=100", "-n5", "查询"),
                     0);
    assert_string_equal(options.index, "/tmp/from environment");
    assert_int_equal(options.language, LANGUAGE_ZH);
    assert_int_equal(options.kind, HIT_ARTICLE);
    assert_string_equal(options.since, "2023-01-01");
    assert_string_equal(options.until, "2024-02-29");
    assert_int_equal(options.format, RENDER_JSON);
    assert_int_equal(options.group, GROUP_NONE);
    assert_true(options.explain);
    assert_int_equal(options.color, WHEN_NEVER);
    assert_int_equal(options.width, 100);
    assert_int_equal(options.limit, 5);
    assert_int_equal(PARSE(&options, "-i", "here", "-0", "--format", "paths", "--tag", "a", "--tag", "b",
                           "--group=file", "x"),
                     0);
    assert_string_equal(options.index, "here");
    assert_true(options.nul_separated);
    assert_int_equal(options.format, RENDER_PATHS);
    assert_int_equal(options.group, GROUP_FILE);
    assert_int_equal(options.tags.n_items, 2);
    assert_string_equal(options.tags.items[1], "b");
    unsetenv("CHAJA_INDEX");
    arena_clear(&arena);
}

static void test_no_page_goes_beyond_the_last_hit(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct searcher_options options;
    arena_init(&arena);
    assert_int_equal(PARSE(&options, "-n1000", "--offset=999", "x"), 0);
    assert_int_equal(options.limit, 1);
    assert_int_equal(PARSE(&options, "-n1000", "x"), 0);
    assert_int_equal(options.limit, 1000);
    arena_clear(&arena);
}

static void test_commands_take_the_words_they_need(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    struct searcher_options options;
    arena_init(&arena);
    assert_int_equal(PARSE(&options, "show", "compiled", "딥", "러닝"), 0);
    assert_int_equal(options.command, COMMAND_SHOW);
    assert_int_equal(options.stage, SHOW_COMPILED);
    assert_text(options.query, "딥 러닝");
    assert_int_equal(PARSE(&options, "stats", "--json"), 0);
    assert_int_equal(options.command, COMMAND_STATS);
    assert_int_equal(PARSE(&options, "check"), 0);
    assert_int_equal(options.command, COMMAND_CHECK);
    assert_int_equal(PARSE(&options, "--batch", "-"), 0);
    assert_string_equal(options.batch, "-");
    arena_clear(&arena);
}

static void test_what_does_not_go_together_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *const arguments[4];
        const char *message;
    } cases[] = {
        {{"--json"}, "no query is given; see searcher --help"},
        {{"search"}, "no query is given; see searcher --help"},
        {{"show", "tree"}, "no query is given; see searcher --help"},
        {{"show", "me", "x"},
         "show: give one of tree, analyzed, expanded, compiled, matches, and a query; to search for the "
         "word, say "
         "searcher search show"},
        {{"show"},
         "show: give one of tree, analyzed, expanded, compiled, matches, and a query; to search for the "
         "word, say "
         "searcher search show"},
        {{"stats", "x"}, "stats: it takes no words; to search for the word, say searcher search stats"},
        {{"check", "x"}, "check: it takes no words; to search for the word, say searcher search check"},
        {{"--batch=-", "x"}, "--batch: the queries come from the file; \"x\" is one too many"},
        {{"-0", "x"}, "--null: it goes with --format paths only"},
        {{"--since=soon", "x"}, "--since: \"soon\" is not a date; give YYYY, YYYY-MM or YYYY-MM-DD"},
        {{"--lang=fr", "x"}, "--lang: \"fr\" is none of ko, zh, en"},
        {{"--offset=1000", "x"}, "--offset: \"1000\" is out of range; give one from 0 to 999"},
        {{"--width=19", "x"}, "--width: \"19\" is out of range; give one from 20 to 1000"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {.message = ""};
        struct searcher_options options;
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
    options_help(&searcher_program, &help);
    struct text rest = buffer_text(&help), line;
    while (text_next_line(&rest, &line))
        assert_true(line.size <= 80);
    buffer_clear(&help);
}

RUN_TESTS(cmocka_unit_test(test_the_words_are_the_query), cmocka_unit_test(test_every_option_arrives),
          cmocka_unit_test(test_no_page_goes_beyond_the_last_hit),
          cmocka_unit_test(test_commands_take_the_words_they_need),
          cmocka_unit_test(test_what_does_not_go_together_is_said),
          cmocka_unit_test(test_help_fits_eighty_columns))
