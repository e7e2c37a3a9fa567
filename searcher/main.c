/* SPDX-License-Identifier: GPL-2.0-or-later */
/* searcher: the command line. Errors are printed here and nowhere else. */
#include "searcher/commands.h"

#include <signal.h>

#include "base/streams.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING_FOUND = 1, EXIT_ERROR = 2 };

static int fail(const struct error *error)
{
    streams_print_error("searcher", error);
    return EXIT_ERROR;
}

static int print_help(void)
{
    struct buffer help;
    buffer_init(&help, 1 << 20);
    options_help(&searcher_program, &help);
    fputs(help.bytes, stdout);
    buffer_clear(&help);
    return 0;
}

static int print_version(void)
{
    printf("searcher %s\n", searcher_program.version);
    return 0;
}

static int run(const struct searcher_options *options, struct error *error)
{
    switch ((enum searcher_command)options->command) {
    case COMMAND_SHOW:
        return command_show(options, stdout, error);
    case COMMAND_STATS:
        return command_stats(options, stdout, error);
    case COMMAND_CHECK:
        return command_check(options, stdout, error);
    case COMMAND_SEARCH:
        break;
    }
    return command_search(options, stdout, error);
}

static int read_and_run(int argc, char **argv, struct arena *arena, struct error *error)
{
    struct searcher_options options;
    int outcome = searcher_options_parse(argc, argv, arena, &options, error);
    if (outcome == OPTIONS_HELP)
        return print_help();
    if (outcome == OPTIONS_VERSION)
        return print_version();
    return outcome < 0 ? outcome : run(&options, error);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct error error;
    streams_occupy();
    signal(SIGPIPE, SIG_DFL); /* `searcher x | head` ends quietly, whatever was inherited */
    arena_init(&arena);
    int outcome = read_and_run(argc, argv, &arena, &error);
    arena_clear(&arena);
    if (outcome >= 0 && streams_flush_output(&error) < 0)
        outcome = -1;
    if (outcome < 0)
        return fail(&error);
    return outcome == 0 ? EXIT_FOUND : EXIT_NOTHING_FOUND;
}
