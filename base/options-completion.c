/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

/* Up to the end of the first sentence, without its period. */
static struct text first_sentence(const char *help)
{
    struct text text = text_of(help);
    size_t end = text_find(text, TEXT(". "), 0);
    if (end == TEXT_NONE)
        end = text.size > 0 && text.bytes[text.size - 1] == '.' ? text.size - 1 : text.size;
    return text_slice(text, 0, end);
}

static void append_choices(struct buffer *out, const struct option_choice *choices)
{
    for (size_t i = 0; choices[i].name != NULL; i++)
        buffer_printf(out, "%s%s", i > 0 ? " " : "", choices[i].name);
}

static void append_commands_list(const struct option_program *program, struct buffer *out)
{
    for (size_t i = 0; i < program->n_commands; i++)
        buffer_printf(out, "%s%s", i > 0 ? " " : "", program->commands[i].name);
}

/* In single quotes; `escaped` are further characters that need a backslash. */
static void append_quoted(struct buffer *out, struct text text, const char *escaped)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '\'')
            buffer_append_string(out, "'\\''");
        else if (strchr(escaped, text.bytes[i]) != NULL)
            buffer_printf(out, "\\%c", text.bytes[i]);
        else
            buffer_append_byte(out, text.bytes[i]);
    }
}

static void append_bash_words(struct buffer *out, enum option_completion completion,
                              const struct option_choice *choices)
{
    static const char *const actions[] = {"-W ''", "-f", "-d"};
    if (choices != NULL) {
        buffer_append_string(out, "-W '");
        append_choices(out, choices);
        buffer_append_byte(out, '\'');
    } else {
        buffer_append_string(out, actions[completion]);
    }
}

static void append_bash_cases(const struct option_program *program, struct buffer *out)
{
    for (size_t i = 0; i < program->n_rows; i++) {
        const struct option_row *row = &program->rows[i];
        if (row->argument == NULL)
            continue;
        buffer_printf(out, "    --%s", row->long_name);
        if (row->short_name != '\0')
            buffer_printf(out, " | -%c", row->short_name);
        buffer_append_string(out, ") action=(");
        append_bash_words(out, row->completion, row->choices);
        buffer_append_string(out, ") ;;\n");
    }
    for (size_t i = 0; i < program->n_commands; i++) {
        const struct option_command *command = &program->commands[i];
        if (command->choices == NULL)
            continue;
        buffer_printf(out, "    %s) action=(", command->name);
        append_bash_words(out, COMPLETE_NOTHING, command->choices);
        buffer_append_string(out, ") ;;\n");
    }
}

static void complete_for_bash(const struct option_program *program, struct buffer *out)
{
    const char *name = program->name;
    buffer_printf(
        out,
        "# bash completion for %s\n"
        "_%s()\n"
        "{\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} action\n"
        "    if [[ $current == = ]]; then\n"
        "        current=\n"
        "    elif [[ $previous == = ]]; then\n"
        "        previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
        "    fi\n"
        "    case $previous in\n",
        name, name);
    append_bash_cases(program, out);
    buffer_append_string(out, "    *)\n        if [[ $current == -* ]]; then\n            action=(-W '");
    for (size_t i = 0; i < program->n_rows; i++)
        buffer_printf(out, "%s--%s", i > 0 ? " " : "", program->rows[i].long_name);
    buffer_append_string(out, "')\n");
    if (program->n_commands > 0) {
        buffer_append_string(out, "        elif ((COMP_CWORD == 1)); then\n            action=(-W '");
        append_commands_list(program, out);
        buffer_printf(out, "'%s)\n", program->completion != COMPLETE_NOTHING ? " -f" : "");
    }
    buffer_append_string(out, "        else\n            action=(");
    append_bash_words(out, program->completion, NULL);
    buffer_printf(out,
                  ")\n        fi\n        ;;\n    esac\n"
                  "    [[ ${action[*]} == *-[df] ]] && compopt -o filenames 2>/dev/null\n"
                  "    mapfile -t COMPREPLY < <(compgen \"${action[@]}\" -- \"$current\")\n"
                  "}\n"
                  "complete -F _%s %s\n",
                  name, name);
}

static void append_zsh_row(const struct option_row *row, struct buffer *out)
{
    static const char *const actions[] = {" ", "_files", "_files -/"};
    bool has_value = row->argument != NULL;
    const char *repeats = row->kind == OPTION_TEXTS ? "*" : "";
    if (row->short_name != '\0' && repeats[0] == '\0')
        buffer_printf(out, "        '(-%c --%s)'", row->short_name, row->long_name);
    else
        buffer_append_string(out, "        ");
    if (row->short_name != '\0')
        buffer_printf(out, "%s{-%c%s,--%s%s}'", repeats[0] != '\0' ? "'*'" : "", row->short_name,
                      has_value ? "+" : "", row->long_name, has_value ? "=" : "");
    else
        buffer_printf(out, "'%s--%s%s", repeats, row->long_name, has_value ? "=" : "");
    buffer_append_byte(out, '[');
    append_quoted(out, first_sentence(row->help), "[]:\\");
    buffer_append_byte(out, ']');
    if (has_value) {
        buffer_append_byte(out, ':');
        append_quoted(out, text_of(row->argument), "[]:\\");
        buffer_append_byte(out, ':');
        if (row->choices != NULL) {
            buffer_append_byte(out, '(');
            append_choices(out, row->choices);
            buffer_append_byte(out, ')');
        } else {
            buffer_append_string(out, actions[row->completion]);
        }
    }
    buffer_append_string(out, "' \\\n");
}

static void complete_for_zsh(const struct option_program *program, struct buffer *out)
{
    static const char *const actions[] = {"", "        _files\n", "        _files -/\n"};
    buffer_printf(out,
                  "#compdef %s\n"
                  "_%s()\n"
                  "{\n"
                  "    local state line\n"
                  "    typeset -A opt_args\n"
                  "    _arguments -s -S \\\n",
                  program->name, program->name);
    for (size_t i = 0; i < program->n_rows; i++)
        append_zsh_row(&program->rows[i], out);
    buffer_append_string(
        out, "        '*: :->word'\n    [[ $state == word ]] || return\n    case ${words[CURRENT-1]} in\n");
    for (size_t i = 0; i < program->n_commands; i++) {
        if (program->commands[i].choices == NULL)
            continue;
        buffer_printf(out, "    %s)\n        compadd -- ", program->commands[i].name);
        append_choices(out, program->commands[i].choices);
        buffer_append_string(out, "\n        ;;\n");
    }
    buffer_append_string(out, "    *)\n");
    if (program->n_commands > 0) {
        buffer_append_string(out, "        (( ${#line} <= 1 )) && compadd -- ");
        append_commands_list(program, out);
        buffer_append_byte(out, '\n');
    }
    buffer_printf(out, "%s        ;;\n    esac\n}\n_%s \"$@\"\n", actions[program->completion],
                  program->name);
}

static void append_fish_row(const struct option_program *program, const struct option_row *row,
                            struct buffer *out)
{
    static const char *const actions[] = {" -x", " -r -F", " -x -a '(__fish_complete_directories)'"};
    buffer_printf(out, "complete -c %s", program->name);
    if (row->short_name != '\0')
        buffer_printf(out, " -s %c", row->short_name);
    buffer_printf(out, " -l %s", row->long_name);
    if (row->choices != NULL) {
        buffer_append_string(out, " -x -a '");
        append_choices(out, row->choices);
        buffer_append_byte(out, '\'');
    } else if (row->argument != NULL) {
        buffer_append_string(out, actions[row->completion]);
    }
    buffer_append_string(out, " -d '");
    append_quoted(out, first_sentence(row->help), "\\");
    buffer_append_string(out, "'\n");
}

static void append_fish_command(const struct option_program *program, const struct option_command *command,
                                struct buffer *out)
{
    buffer_printf(out, "complete -c %s -n __fish_use_subcommand -a %s -d '", program->name, command->name);
    append_quoted(out, first_sentence(command->help), "\\");
    buffer_append_string(out, "'\n");
    if (command->choices == NULL)
        return;
    buffer_printf(out, "complete -c %s -n '__fish_seen_subcommand_from %s' -a '", program->name,
                  command->name);
    append_choices(out, command->choices);
    buffer_append_string(out, "'\n");
}

static void complete_for_fish(const struct option_program *program, struct buffer *out)
{
    if (program->completion == COMPLETE_NOTHING)
        buffer_printf(out, "complete -c %s -f\n", program->name);
    for (size_t i = 0; i < program->n_commands; i++)
        append_fish_command(program, &program->commands[i], out);
    for (size_t i = 0; i < program->n_rows; i++)
        append_fish_row(program, &program->rows[i], out);
}

void options_completion(const struct option_program *program, enum option_shell shell, struct buffer *out)
{
    switch (shell) {
    case SHELL_BASH:
        complete_for_bash(program, out);
        break;
    case SHELL_ZSH:
        complete_for_zsh(program, out);
        break;
    case SHELL_FISH:
        complete_for_fish(program, out);
        break;
    }
}
