/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"
#include "tests/unit/check.h"

#include <stdlib.h>

struct settings {
    bool all, quiet;
    int format, color;
    const char *index, *since;
    struct option_list tags;
    uint32_t limit;
    unsigned parts;
};

static const char *check_year(const char *value)
{
    return strlen(value) == 4 ? NULL : "is not a year; give four digits";
}

static const struct option_choice formats[] = {{"text", 0}, {"json", 1}, {0}};
static const struct option_choice parts[] = {{"head", 1}, {"body", 2}, {"tail", 4}, {"none", 0}, {0}};
static const struct option_choice stages[] = {{"tree", 0}, {"terms", 1}, {0}};

#define AT(member) .section = "Main", .offset = offsetof(struct settings, member)

static const struct option_row rows[] = {
    {.short_name = 'a', .long_name = "all", .kind = OPTION_FLAG, AT(all), .help = "Take all. Even the last."},
    {.short_name = 'q',
     .long_name = "quiet",
     .kind = OPTION_FLAG,
     AT(quiet),
     .help = "Don't say [what] a:b is."},
    {.short_name = 'i',
     .long_name = "index",
     .argument = "DIR",
     .kind = OPTION_TEXT,
     AT(index),
     .completion = COMPLETE_FOLDERS,
     .help = "Where."},
    {.long_name = "since",
     .argument = "YEAR",
     .kind = OPTION_TEXT,
     AT(since),
     .check = check_year,
     .help = "When."},
    {.short_name = 't',
     .long_name = "tag",
     .argument = "TAG",
     .kind = OPTION_TEXTS,
     AT(tags),
     .help = "Which."},
    {.short_name = 'n',
     .long_name = "limit",
     .argument = "N",
     .kind = OPTION_NUMBER,
     AT(limit),
     .minimum = 1,
     .maximum = 1000,
     .help = "How many."},
    {.long_name = "format",
     .argument = "FORMAT",
     .kind = OPTION_CHOICE,
     AT(format),
     .choices = formats,
     .help = "How. A long text that goes on and on until it has to be wrapped, since it does not fit in one "
             "line of "
             "eighty columns."},
    {.long_name = "json", .kind = OPTION_ALIAS, AT(format), .number = 1, .help = "JSON."},
    {.long_name = "parts",
     .argument = "LIST",
     .kind = OPTION_CHOICES,
     AT(parts),
     .choices = parts,
     .help = "Parts."},
    OPTION_STANDARD_ROWS,
};

static const struct option_command commands[] = {{"find", "WORD...", "Find. Or not.", NULL},
                                                 {"show", "STAGE FILE", "Show.", stages}};

static const struct option_program program = {
    .name = "tool",
    .version = "1.2.3",
    .usage = "[OPTION]... WORD...\nshow STAGE FILE",
    .summary = "A tool that is only there to be tested.",
    .commands = commands,
    .n_commands = 2,
    .rows = rows,
    .n_rows = sizeof rows / sizeof *rows,
    .closing = "Exit status: 0.",
    .completion = COMPLETE_FILES,
};

enum { MOST_ARGUMENTS = 12 };

/* Read a command line whose arguments are separated by '^'. */
static int parse(const char *line, struct arena *arena, struct settings *settings, struct option_words *words,
                 struct error *error)
{
    char *argv[MOST_ARGUMENTS + 1] = {(char[]){"tool"}};
    int argc = 1;
    struct text rest = text_of(line), field;
    if (rest.size == 0)
        rest.bytes = NULL;
    while (text_next_field(&rest, '^', &field)) {
        assert_true(argc < MOST_ARGUMENTS);
        argv[argc++] = (char *)arena_copy(arena, field).bytes;
    }
    *settings = (struct settings){.limit = 10, .parts = 7};
    return options_parse(&program, argc, argv, arena, settings, words, error);
}

static void describe(const struct settings *settings, const struct option_words *words, struct buffer *out)
{
    buffer_printf(out, "%s%s%d n%u p%u %s %s", settings->all ? "a" : "", settings->quiet ? "q" : "",
                  settings->format, settings->limit, settings->parts,
                  settings->index != NULL ? settings->index : "-",
                  settings->since != NULL ? settings->since : "-");
    for (size_t i = 0; i < settings->tags.n_items; i++)
        buffer_printf(out, " #%s", settings->tags.items[i]);
    buffer_printf(out, " :%d", words->command);
    for (size_t i = 0; i < words->words.n_items; i++)
        buffer_printf(out, " [%s]", words->words.items[i]);
}

static void test_options_are_read_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *line, *settings;
    } cases[] = {
        {"", "0 n10 p7 - - :-1"},
        {"딥러닝^자동 미분", "0 n10 p7 - - :-1 [딥러닝] [자동 미분]"},
        {"-n5", "0 n5 p7 - - :-1"},
        {"-n^5^x", "0 n5 p7 - - :-1 [x]"},
        {"x^--limit^5^y", "0 n5 p7 - - :-1 [x] [y]"},
        {"--limit=1000", "0 n1000 p7 - - :-1"},
        {"-aqn7", "aq0 n7 p7 - - :-1"},
        {"-aqi^dir", "aq0 n10 p7 dir - :-1"},
        {"-idir^--index=other", "0 n10 p7 other - :-1"},
        {"--index=a=b", "0 n10 p7 a=b - :-1"},
        {"-i^-x", "0 n10 p7 -x - :-1"},
        {"--json", "1 n10 p7 - - :-1"},
        {"--json^--format^text", "0 n10 p7 - - :-1"},
        {"-ta^-t^b^--tag=파이썬", "0 n10 p7 - - #a #b #파이썬 :-1"},
        {"--parts=head,tail", "0 n10 p5 - - :-1"},
        {"--parts=none", "0 n10 p0 - - :-1"},
        {"--parts^body", "0 n10 p2 - - :-1"},
        {"--since=2024", "0 n10 p7 - 2024 :-1"},
        {"--^-n^5", "0 n10 p7 - - :-1 [-n] [5]"},
        {"-a^--^--", "a0 n10 p7 - - :-1 [--]"},
        {"-", "0 n10 p7 - - :-1 [-]"},
        {"show^terms^a.md", "0 n10 p7 - - :1 [terms] [a.md]"},
        {"-a^show^-q", "aq0 n10 p7 - - :1"},
        {"find^show", "0 n10 p7 - - :0 [show]"},
        {"show^show", "0 n10 p7 - - :1 [show]"},
        {"x^show", "0 n10 p7 - - :-1 [x] [show]"},
        {"--^show", "0 n10 p7 - - :-1 [show]"},
        {"^x", "0 n10 p7 - - :-1 [] [x]"},
    };
    struct arena arena;
    struct buffer out;
    arena_init(&arena);
    buffer_init(&out, 4096);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings;
        struct option_words words;
        struct error error = {.message = ""};
        if (parse(cases[i].line, &arena, &settings, &words, &error) != 0)
            fail_msg("%s: %s", cases[i].line, error.message);
        buffer_reset(&out);
        describe(&settings, &words, &out);
        assert_text(buffer_text(&out), cases[i].settings);
    }
    buffer_clear(&out);
    arena_clear(&arena);
}

static void test_a_wrong_command_line_is_explained(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"--limit=abc", "--limit: \"abc\" is not a number; give one from 1 to 1000"},
        {"--limit=", "--limit: \"\" is not a number; give one from 1 to 1000"},
        {"-n^-5", "--limit: \"-5\" is not a number; give one from 1 to 1000"},
        {"-n0", "--limit: \"0\" is out of range; give one from 1 to 1000"},
        {"-n1001", "--limit: \"1001\" is out of range; give one from 1 to 1000"},
        {"-n4294967297", "--limit: \"4294967297\" is out of range; give one from 1 to 1000"},
        {"-n99999999999999999999",
         "--limit: \"99999999999999999999\" is not a number; give one from 1 to 1000"},
        {"-n", "--limit: the value is missing; give --limit N"},
        {"x^--index", "--index: the value is missing; give --index DIR"},
        {"--index=", "--index: the value is empty; give --index DIR"},
        {"--format=xml", "--format: \"xml\" is none of text, json"},
        {"--parts=head,tale", "--parts: \"tale\" is none of head, body, tail, none"},
        {"--parts=head,", "--parts: \"\" is none of head, body, tail, none"},
        {"--parts=none,head", "--parts: \"none,head\" names none and others"},
        {"--since=24", "--since: \"24\" is not a year; give four digits"},
        {"--all=yes", "--all: it takes no value"},
        {"--lim=5", "--lim: no such option; did you mean --limit?"},
        {"--fromat^json", "--fromat: no such option; did you mean --format?"},
        {"--colour", "--colour: no such option; see tool --help"},
        {"--=x", "--: no such option; see tool --help"},
        {"-x", "-x: no such option; put -- before words that begin with '-'"},
        {"-ax", "-x: no such option; put -- before words that begin with '-'"},
        {"딥러닝^-설치", "-설: no such option; put -- before words that begin with '-'"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct settings settings;
        struct option_words words;
        struct error error = {.message = ""};
        assert_true(parse(cases[i].line, &arena, &settings, &words, &error) < 0);
        assert_int_equal(error.code, ERROR_INPUT);
        assert_text(text_of(error.message), cases[i].message);
    }
    arena_clear(&arena);
}

static void test_hostile_arguments_give_an_error_of_one_line(void **state)
{
    (void)state;
    struct arena arena;
    struct buffer line;
    arena_init(&arena);
    buffer_init(&line, 1 << 21);
    static const char *const heads[] = {"--", "-", "--limit=", "--format=", "--parts=", "--since="};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct settings settings;
        struct option_words words;
        struct error error = {.message = ""};
        buffer_reset(&line);
        buffer_append_string(&line, heads[i]);
        for (size_t n = 0; n < 100000; n++)
            buffer_append_string(&line, n % 3 == 0 ? "\xFF\x1B[31m\n" : "가");
        assert_true(parse(line.bytes, &arena, &settings, &words, &error) < 0);
        assert_true(strlen(error.message) < sizeof error.message);
        for (const char *byte = error.message; *byte != '\0'; byte++)
            assert_true((unsigned char)*byte >= ' ');
    }
    buffer_clear(&line);
    arena_clear(&arena);
}

static void test_help_and_version_end_the_reading(void **state)
{
    (void)state;
    struct arena arena;
    struct settings settings;
    struct option_words words;
    struct error error;
    arena_init(&arena);
    assert_int_equal(parse("-ah^--nonsense", &arena, &settings, &words, &error), OPTIONS_HELP);
    assert_int_equal(parse("--help", &arena, &settings, &words, &error), OPTIONS_HELP);
    assert_int_equal(parse("x^-V", &arena, &settings, &words, &error), OPTIONS_VERSION);
    assert_int_equal(parse("--^-V", &arena, &settings, &words, &error), 0);
    arena_clear(&arena);
}

static void test_many_words_are_no_burden(void **state)
{
    (void)state;
    enum { N_WORDS = 200000 };
    struct arena arena;
    struct settings settings;
    struct option_words words;
    struct error error;
    char word[] = "a.md";
    char **argv = calloc(N_WORDS, sizeof *argv);
    assert_non_null(argv);
    arena_init(&arena);
    for (size_t i = 0; i < N_WORDS; i++)
        argv[i] = word;
    assert_int_equal(options_parse(&program, N_WORDS, argv, &arena, &settings, &words, &error), 0);
    assert_int_equal(words.words.n_items, N_WORDS - 1);
    assert_int_equal(options_parse(&program, 0, argv, &arena, &settings, &words, &error), 0);
    assert_int_equal(words.words.n_items, 0);
    free(argv);
    arena_clear(&arena);
}

static void test_help_fits_eighty_columns_and_names_everything(void **state)
{
    (void)state;
    struct buffer help;
    buffer_init(&help, 1 << 16);
    options_help(&program, &help);
    struct text rest = buffer_text(&help), line;
    while (text_next_line(&rest, &line)) {
        assert_true(line.size <= 80);
        assert_false(text_ends_with(line, TEXT(" ")));
    }
    for (size_t i = 0; i < program.n_rows; i++)
        assert_true(text_find(buffer_text(&help), text_of(rows[i].long_name), 0) != TEXT_NONE);
    assert_true(text_find(buffer_text(&help),
                          TEXT("Usage: tool [OPTION]... WORD...\n       tool show STAGE FILE\n"), 0) == 0);
    assert_true(text_find(buffer_text(&help), TEXT("\n  -n, --limit N           How many.\n"), 0) !=
                TEXT_NONE);
    buffer_clear(&help);
}

static void test_man_text_is_escaped(void **state)
{
    (void)state;
    struct buffer man;
    buffer_init(&man, 1 << 16);
    options_man(&program, &man);
    assert_true(text_find(buffer_text(&man), TEXT("*-q*, *--quiet*\n\tDon't say \\[what\\] a:b is\\.\n"),
                          0) != TEXT_NONE);
    assert_true(text_find(buffer_text(&man), TEXT("*-n*, *--limit* N\n"), 0) != TEXT_NONE);
    buffer_clear(&man);
}

static void test_completions_escape_what_the_shell_would_read(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "    --format) action=(-W 'text json') ;;\n",
        "        '(-q --quiet)'{-q,--quiet}'[Don'\\''t say \\[what\\] a\\:b is]' \\\n",
        "complete -c tool -s q -l quiet -d 'Don'\\''t say [what] a:b is'\n",
    };
    for (int shell = SHELL_BASH; shell <= SHELL_FISH; shell++) {
        struct buffer out;
        buffer_init(&out, 1 << 16);
        options_completion(&program, (enum option_shell)shell, &out);
        if (text_find(buffer_text(&out), text_of(expected[shell]), 0) == TEXT_NONE)
            fail_msg("%s is not in\n%s", expected[shell], out.bytes);
        buffer_clear(&out);
    }
}

RUN_TESTS(cmocka_unit_test(test_options_are_read_in_every_form),
          cmocka_unit_test(test_a_wrong_command_line_is_explained),
          cmocka_unit_test(test_hostile_arguments_give_an_error_of_one_line),
          cmocka_unit_test(test_help_and_version_end_the_reading),
          cmocka_unit_test(test_many_words_are_no_burden),
          cmocka_unit_test(test_help_fits_eighty_columns_and_names_everything),
          cmocka_unit_test(test_man_text_is_escaped),
          cmocka_unit_test(test_completions_escape_what_the_shell_would_read))
