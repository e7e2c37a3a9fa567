/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

struct reading {
    const struct option_program *program;
    char **arguments;
    size_t n_arguments, next;
    struct arena *arena;
    void *target;
    struct error *error;
};

static void *member(const struct reading *reading, const struct option_row *row)
{
    return (char *)reading->target + row->offset;
}

/* ---- names ---- */

static bool takes_value(const struct option_row *row)
{
    return row->argument != NULL;
}

static const struct option_row *find_long(const struct option_program *program, struct text name)
{
    for (size_t i = 0; i < program->n_rows; i++)
        if (text_equal(text_of(program->rows[i].long_name), name))
            return &program->rows[i];
    return NULL;
}

static const struct option_row *find_short(const struct option_program *program, char name)
{
    for (size_t i = 0; i < program->n_rows; i++)
        if (program->rows[i].short_name != '\0' && program->rows[i].short_name == name)
            return &program->rows[i];
    return NULL;
}

enum { LONGEST_NAME = 32, FARTHEST_NAME = 2 };

/* How many letters to change, add or drop to get from one name to the other. */
static size_t edit_distance(struct text a, struct text b)
{
    size_t row[LONGEST_NAME + 1];
    if (a.size > LONGEST_NAME || b.size > LONGEST_NAME)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.size; j++)
        row[j] = j;
    for (size_t i = 0; i < a.size; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.size; j++) {
            size_t best = diagonal + (a.bytes[i] != b.bytes[j]);
            diagonal = row[j + 1];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j + 1] + 1 < best)
                best = row[j + 1] + 1;
            row[j + 1] = best;
        }
    }
    return row[b.size];
}

/* The option that was probably meant: the first that begins so, or else the nearest. */
static const char *nearest_name(const struct option_program *program, struct text name)
{
    const char *nearest = NULL;
    size_t least = FARTHEST_NAME + 1;
    for (size_t i = 0; i < program->n_rows; i++) {
        struct text candidate = text_of(program->rows[i].long_name);
        size_t distance = edit_distance(name, candidate);
        if (name.size >= 2 && text_starts_with(candidate, name))
            distance = 0;
        if (distance < least) {
            least = distance;
            nearest = program->rows[i].long_name;
        }
    }
    return nearest;
}

static int unknown_long(const struct reading *reading, struct text name)
{
    const char *nearest = nearest_name(reading->program, name);
    if (nearest != NULL)
        return error_set(reading->error, ERROR_INPUT, "--%.*s: no such option; did you mean --%s?",
                         TEXT_PRINTF(name), nearest);
    return error_set(reading->error, ERROR_INPUT, "--%.*s: no such option; see %s --help", TEXT_PRINTF(name),
                     reading->program->name);
}

static int unknown_short(const struct reading *reading, struct text rest)
{
    size_t end = 0;
    text_next_code_point(rest, &end);
    return error_set(reading->error, ERROR_INPUT,
                     "-%.*s: no such option; put -- before words that begin with '-'", (int)end, rest.bytes);
}

/* ---- values ---- */

static int bad_value(const struct reading *reading, const struct option_row *row, struct text value,
                     const char *why)
{
    return error_set(reading->error, ERROR_INPUT, "--%s: \"%.*s\" %s", row->long_name, TEXT_PRINTF(value),
                     why);
}

static int set_number(const struct reading *reading, const struct option_row *row, const char *value)
{
    uint64_t number;
    bool is_number = text_to_uint64(text_of(value), &number);
    if (!is_number || number < row->minimum || number > row->maximum)
        return error_set(reading->error, ERROR_INPUT, "--%s: \"%s\" is %s; give one from %u to %u",
                         row->long_name, value, is_number ? "out of range" : "not a number", row->minimum,
                         row->maximum);
    *(uint32_t *)member(reading, row) = (uint32_t)number;
    return 0;
}

static void join_choices(const struct option_choice *choices, const char *separator, struct buffer *out)
{
    for (size_t i = 0; choices[i].name != NULL; i++)
        buffer_printf(out, "%s%s", i > 0 ? separator : "", choices[i].name);
}

static const struct option_choice *find_choice(const struct option_choice *choices, struct text name)
{
    for (; choices->name != NULL; choices++)
        if (text_equal(text_of(choices->name), name))
            return choices;
    return NULL;
}

static int unknown_choice(const struct reading *reading, const struct option_row *row, struct text value)
{
    struct buffer names;
    buffer_init(&names, sizeof reading->error->message);
    buffer_append_string(&names, "is none of ");
    join_choices(row->choices, ", ", &names);
    bad_value(reading, row, value, names.bytes);
    buffer_clear(&names);
    return -1;
}

static int set_choice(const struct reading *reading, const struct option_row *row, const char *value)
{
    const struct option_choice *choice = find_choice(row->choices, text_of(value));
    if (choice == NULL)
        return unknown_choice(reading, row, text_of(value));
    *(int *)member(reading, row) = choice->number;
    return 0;
}

static int set_choices(const struct reading *reading, const struct option_row *row, const char *value)
{
    unsigned numbers = 0;
    size_t n_names = 0;
    bool has_none = false;
    struct text rest = text_of(value), name;
    while (text_next_field(&rest, ',', &name)) {
        const struct option_choice *choice = find_choice(row->choices, name);
        if (choice == NULL)
            return unknown_choice(reading, row, name);
        numbers |= (unsigned)choice->number;
        has_none |= choice->number == 0;
        n_names++;
    }
    if (has_none && n_names > 1)
        return bad_value(reading, row, text_of(value), "names none and others");
    *(unsigned *)member(reading, row) = numbers;
    return 0;
}

/* A list is never longer than the command line. */
static void append_text(const struct reading *reading, struct option_list *list, const char *value)
{
    if (list->items == NULL)
        list->items = ARENA_NEW(reading->arena, const char *, reading->n_arguments);
    list->items[list->n_items++] = value;
}

static int set_text(const struct reading *reading, const struct option_row *row, const char *value)
{
    if (value[0] == '\0')
        return error_set(reading->error, ERROR_INPUT, "--%s: the value is empty; give --%s %s",
                         row->long_name, row->long_name, row->argument);
    const char *wrong = row->check != NULL ? row->check(value) : NULL;
    if (wrong != NULL)
        return bad_value(reading, row, text_of(value), wrong);
    if (row->kind == OPTION_TEXT)
        *(const char **)member(reading, row) = value;
    else
        append_text(reading, member(reading, row), value);
    return 0;
}

static int set_value(const struct reading *reading, const struct option_row *row, const char *value)
{
    switch (row->kind) {
    case OPTION_NUMBER:
        return set_number(reading, row, value);
    case OPTION_CHOICE:
        return set_choice(reading, row, value);
    case OPTION_CHOICES:
        return set_choices(reading, row, value);
    default:
        return set_text(reading, row, value);
    }
}

static int set_flag(const struct reading *reading, const struct option_row *row)
{
    switch (row->kind) {
    case OPTION_HELP:
        return OPTIONS_HELP;
    case OPTION_VERSION:
        return OPTIONS_VERSION;
    case OPTION_ALIAS:
        *(int *)member(reading, row) = row->number;
        return 0;
    default:
        *(bool *)member(reading, row) = true;
        return 0;
    }
}

/* ---- arguments ---- */

/* The value of `row` is the next argument. */
static int read_next_value(struct reading *reading, const struct option_row *row)
{
    if (reading->next == reading->n_arguments)
        return error_set(reading->error, ERROR_INPUT, "--%s: the value is missing; give --%s %s",
                         row->long_name, row->long_name, row->argument);
    return set_value(reading, row, reading->arguments[reading->next++]);
}

static int read_long(struct reading *reading, const char *argument)
{
    struct text name = text_of(argument + 2);
    size_t equals = text_find_byte(name, '=', 0);
    if (equals != TEXT_NONE)
        name.size = equals;
    const struct option_row *row = find_long(reading->program, name);
    if (row == NULL)
        return unknown_long(reading, name);
    if (equals == TEXT_NONE)
        return takes_value(row) ? read_next_value(reading, row) : set_flag(reading, row);
    if (!takes_value(row))
        return error_set(reading->error, ERROR_INPUT, "--%s: it takes no value", row->long_name);
    return set_value(reading, row, argument + 2 + equals + 1);
}

static int read_shorts(struct reading *reading, const char *argument)
{
    for (const char *letter = argument + 1; *letter != '\0'; letter++) {
        const struct option_row *row = find_short(reading->program, *letter);
        if (row == NULL)
            return unknown_short(reading, text_of(letter));
        if (takes_value(row))
            return letter[1] != '\0' ? set_value(reading, row, letter + 1) : read_next_value(reading, row);
        int outcome = set_flag(reading, row);
        if (outcome != 0)
            return outcome;
    }
    return 0;
}

static int find_command(const struct option_program *program, const char *word)
{
    for (size_t i = 0; i < program->n_commands; i++)
        if (strcmp(program->commands[i].name, word) == 0)
            return (int)i;
    return NO_COMMAND;
}

static void read_word(struct reading *reading, const char *word, bool may_be_command,
                      struct option_words *words)
{
    bool is_first = words->command == NO_COMMAND && words->words.n_items == 0;
    if (is_first && may_be_command)
        words->command = find_command(reading->program, word);
    if (!is_first || words->command == NO_COMMAND)
        append_text(reading, &words->words, word);
}

int options_parse(const struct option_program *program, int argc, char **argv, struct arena *arena,
                  void *target, struct option_words *ret, struct error *error)
{
    struct reading reading = {.program = program,
                              .arguments = argv,
                              .n_arguments = argc > 0 ? (size_t)argc : 0,
                              .next = 1,
                              .arena = arena,
                              .target = target,
                              .error = error};
    struct option_words words = {.command = NO_COMMAND};
    bool only_words = false;
    while (reading.next < reading.n_arguments) {
        const char *argument = argv[reading.next++];
        int outcome = 0;
        if (only_words || argument[0] != '-' || argument[1] == '\0')
            read_word(&reading, argument, !only_words, &words);
        else if (strcmp(argument, "--") == 0)
            only_words = true;
        else if (argument[1] == '-')
            outcome = read_long(&reading, argument);
        else
            outcome = read_shorts(&reading, argument);
        if (outcome != 0)
            return outcome;
    }
    *ret = words;
    return 0;
}
