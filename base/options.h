/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options: a command line from one table: how it is read, --help, its man page, its shell completions.
 *
 *   {.long_name = "limit", .short_name = 'n', .argument = "N", .kind = OPTION_NUMBER, .minimum = 1, .maximum = 1000,
 *    .offset = offsetof(struct my_options, limit), .help = "Show at most N results (default: 10)."}
 *
 * Read       -n5, -n 5, --limit=5, --limit 5; short flags in one word (-0n5); options and words in any order;
 *            what stands behind -- is words, and so is a lone -. Names are never abbreviated: a new option
 *            must not break a script. The last of an option given twice counts (OPTION_TEXTS: all of them).
 * Commands   the first word, if it is the name of one and does not stand behind --.
 * Errors     ERROR_INPUT: `--limit: "abc" is not a number; give one from 1 to 1000`. The caller puts the
 *            program's name before it and ends with 2.
 * Ownership  texts point into argv; lists live in `arena`.
 * Help       plain ASCII sentences. Completions show the first one.
 */
#ifndef CHAJA_BASE_OPTIONS_H
#define CHAJA_BASE_OPTIONS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

enum option_kind {
    OPTION_FLAG,    /* no value; a bool becomes true */
    OPTION_ALIAS,   /* no value; an int becomes `number`: --json for --format json */
    OPTION_TEXT,    /* a const char *, not empty */
    OPTION_TEXTS,   /* a struct option_list, in the order given */
    OPTION_NUMBER,  /* a uint32_t from `minimum` to `maximum` */
    OPTION_CHOICE,  /* an int: the number of one of `choices` */
    OPTION_CHOICES, /* an unsigned: the numbers of several, separated by ',', or-ed; one whose number is 0
                       stands alone */
    OPTION_HELP,
    OPTION_VERSION
};

/* What a shell offers for a value or a word, where there are no choices. */
enum option_completion { COMPLETE_NOTHING, COMPLETE_FILES, COMPLETE_FOLDERS };

struct option_choice {
    const char *name; /* NULL ends a list */
    int number;
};

struct option_list {
    const char **items;
    size_t n_items;
};

struct option_row {
    char short_name; /* or '\0' */
    const char *long_name;
    const char *argument; /* how --help names the value */
    const char *section;  /* rows of one section stand together */
    const char *help;
    enum option_kind kind;
    size_t offset; /* of the member that is set, in the caller's struct */
    uint32_t minimum, maximum;
    int number;
    const struct option_choice *choices;
    enum option_completion completion;
    /* What is wrong with a text ("is not a date; give …"), or NULL; the row's own check, or NULL. */
    const char *(*check)(const char *value);
};

struct option_command {
    const char *name;
    const char *argument; /* as in --help, or "" */
    const char *help;
    const struct option_choice *choices; /* for the word behind it, or NULL */
};

struct option_program {
    const char *name, *version;
    const char *usage; /* lines that follow the program's name */
    const char *summary;
    const struct option_command *commands;
    size_t n_commands;
    const struct option_row *rows;
    size_t n_rows;
    const char *closing;               /* the last paragraph of --help; its lines are kept */
    enum option_completion completion; /* of words */
};

/* -h and -V, for the end of a table. */
#define OPTION_STANDARD_ROWS                                                                  \
    {.short_name = 'h',                                                                       \
     .long_name = "help",                                                                     \
     .section = "Help",                                                                       \
     .kind = OPTION_HELP,                                                                     \
     .help = "Show this help."},                                                              \
    {                                                                                         \
        .short_name = 'V', .long_name = "version", .section = "Help", .kind = OPTION_VERSION, \
        .help = "Show the version."                                                           \
    }

enum { NO_COMMAND = -1 };

struct option_words {
    int command;              /* index in `commands`, or NO_COMMAND */
    struct option_list words; /* without the command */
};

enum { OPTIONS_HELP = 1, OPTIONS_VERSION = 2 };

/* Read argv[1…] into `target`, which holds the defaults. 0, OPTIONS_HELP or OPTIONS_VERSION (asked for, and to be
 * printed by the caller; nothing behind it was read), or negative. */
int options_parse(const struct option_program *program, int argc, char **argv, struct arena *arena,
                  void *target, struct option_words *ret, struct error *error);

/* The text of --help, in lines of at most 80 columns. */
void options_help(const struct option_program *program, struct buffer *out);

/* The OPTIONS part of the man page, as scdoc(5) reads it. */
void options_man(const struct option_program *program, struct buffer *out);

enum option_shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH };
void options_completion(const struct option_program *program, enum option_shell shell, struct buffer *out);

/* The whole of a little program that prints what the table makes, for the build: NAME bash|zsh|fish|help, or
 * NAME man FILE, which prints FILE with its line "@OPTIONS@" replaced and "@VERSION@" filled in. Its exit status. */
int options_print_main(const struct option_program *program, int argc, char **argv);

#endif
