/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

#include <stdio.h>
#include <string.h>

enum { HELP_COLUMNS = 80, HELP_INDENT = 26, FILE_MAX_BYTES = 1 << 20 };

/* ---- --help ---- */

/* Words of `text`, wrapped, from column `column` on; further lines begin at `indent`. */
static void append_wrapped(struct buffer *out, struct text text, size_t column, size_t indent)
{
    struct text word;
    bool is_first = true;
    while (text_next_field(&text, ' ', &word)) {
        if (!is_first && column + 1 + word.size > HELP_COLUMNS - 1) {
            buffer_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!is_first) {
            buffer_append_byte(out, ' ');
            column++;
        }
        buffer_append(out, word);
        column += word.size;
        is_first = false;
    }
    buffer_append_byte(out, '\n');
}

/* Something in the left column and its explanation in the right one. */
static void append_entry(struct buffer *out, size_t line_start, const char *help)
{
    size_t column = out->size - line_start;
    if (column + 2 > HELP_INDENT) {
        buffer_append_byte(out, '\n');
        column = 0;
    }
    buffer_printf(out, "%*s", (int)(HELP_INDENT - column), "");
    append_wrapped(out, text_of(help), HELP_INDENT, HELP_INDENT);
}

static void append_usage(const struct option_program *program, struct buffer *out)
{
    struct text rest = text_of(program->usage), line;
    for (const char *label = "Usage: "; text_next_line(&rest, &line); label = "       ")
        buffer_printf(out, "%s%s %.*s\n", label, program->name, TEXT_PRINTF(line));
}

static void append_commands(const struct option_program *program, struct buffer *out)
{
    if (program->n_commands > 0)
        buffer_append_string(out, "\nCommands:\n");
    for (size_t i = 0; i < program->n_commands; i++) {
        const struct option_command *command = &program->commands[i];
        size_t line_start = out->size;
        buffer_printf(out, "  %s%s%s", command->name, command->argument[0] != '\0' ? " " : "",
                      command->argument);
        append_entry(out, line_start, command->help);
    }
}

static bool begins_section(const struct option_program *program, size_t index)
{
    return index == 0 || strcmp(program->rows[index].section, program->rows[index - 1].section) != 0;
}

static void append_row(const struct option_row *row, struct buffer *out)
{
    size_t line_start = out->size;
    if (row->short_name != '\0')
        buffer_printf(out, "  -%c, ", row->short_name);
    else
        buffer_append_string(out, "      ");
    buffer_printf(out, "--%s%s%s", row->long_name, row->argument != NULL ? " " : "",
                  row->argument != NULL ? row->argument : "");
    append_entry(out, line_start, row->help);
}

void options_help(const struct option_program *program, struct buffer *out)
{
    append_usage(program, out);
    buffer_append_byte(out, '\n');
    append_wrapped(out, text_of(program->summary), 0, 0);
    append_commands(program, out);
    for (size_t i = 0; i < program->n_rows; i++) {
        if (begins_section(program, i))
            buffer_printf(out, "\n%s:\n", program->rows[i].section);
        append_row(&program->rows[i], out);
    }
    buffer_printf(out, "\n%s\n", program->closing);
}

/* ---- the man page ---- */

/* scdoc gives a meaning to these. */
static void append_man_text(struct buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("\\*_`#@~.+|[]<>-", *text) != NULL)
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, *text);
    }
}

void options_man(const struct option_program *program, struct buffer *out)
{
    for (size_t i = 0; i < program->n_rows; i++) {
        const struct option_row *row = &program->rows[i];
        if (begins_section(program, i))
            buffer_printf(out, "%s## %s\n\n", i > 0 ? "\n" : "", row->section);
        if (row->short_name != '\0')
            buffer_printf(out, "*-%c*, ", row->short_name);
        buffer_printf(out, "*--%s*", row->long_name);
        if (row->argument != NULL) {
            buffer_append_string(out, " ");
            append_man_text(out, row->argument);
        }
        buffer_append_string(out, "\n\t");
        append_man_text(out, row->help);
        buffer_append_string(out, "\n\n");
    }
}

/* ---- the program for the build ---- */

static int read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    char chunk[4096];
    size_t size;
    while ((size = fread(chunk, 1, sizeof chunk, file)) > 0)
        buffer_append(out, text_from(chunk, size));
    int failed = ferror(file) != 0 || out->overflowed;
    fclose(file);
    return failed ? -1 : 0;
}

static int fill_man_page(const struct option_program *program, const char *path, struct buffer *out)
{
    struct buffer page;
    buffer_init(&page, FILE_MAX_BYTES);
    int outcome = read_file(path, &page);
    struct text rest = buffer_text(&page), line;
    while (text_next_line(&rest, &line)) {
        size_t version = text_find(line, TEXT("@VERSION@"), 0);
        if (text_equal(line, TEXT("@OPTIONS@"))) {
            options_man(program, out);
        } else if (version != TEXT_NONE) {
            buffer_append(out, text_slice(line, 0, version));
            buffer_append_string(out, program->version);
            buffer_append(out, text_skip(line, version + strlen("@VERSION@")));
        } else {
            buffer_append(out, line);
        }
        buffer_append_byte(out, '\n');
    }
    buffer_clear(&page);
    return outcome;
}

static int print_what(const struct option_program *program, const char *what, const char *path,
                      struct buffer *out)
{
    static const struct {
        const char *name;
        enum option_shell shell;
    } shells[] = {{"bash", SHELL_BASH}, {"zsh", SHELL_ZSH}, {"fish", SHELL_FISH}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(what, shells[i].name) == 0)
            return options_completion(program, shells[i].shell, out), 0;
    if (strcmp(what, "help") == 0)
        return options_help(program, out), 0;
    return strcmp(what, "man") == 0 && path != NULL ? fill_man_page(program, path, out) : -1;
}

int options_print_main(const struct option_program *program, int argc, char **argv)
{
    struct buffer out;
    buffer_init(&out, FILE_MAX_BYTES);
    int outcome = argc >= 2 ? print_what(program, argv[1], argc >= 3 ? argv[2] : NULL, &out) : -1;
    if (outcome == 0)
        fwrite(out.bytes, 1, out.size, stdout);
    else
        fprintf(stderr, "usage: %s bash|zsh|fish|help | man FILE\n", argv[0]);
    buffer_clear(&out);
    return outcome == 0 && fflush(stdout) == 0 ? 0 : 2;
}
