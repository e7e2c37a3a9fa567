/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/options.h"

#include "searcher/query-parse.h"

#include <stdlib.h>

static const struct option_choice languages[] = {
    {"ko", LANGUAGE_KO}, {"zh", LANGUAGE_ZH}, {"en", LANGUAGE_EN}, {0}};
static const struct option_choice kinds[] = {{"article", HIT_ARTICLE}, {"entry", HIT_ENTRY}, {0}};
static const struct option_choice groupings[] = {{"none", GROUP_NONE}, {"file", GROUP_FILE}, {0}};
static const struct option_choice formats[] = {{"text", RENDER_TEXT},   {"json", RENDER_JSON},
                                               {"jsonl", RENDER_JSONL}, {"trec", RENDER_TREC},
                                               {"paths", RENDER_PATHS}, {0}};
static const struct option_choice whens[] = {
    {"auto", WHEN_AUTO}, {"always", WHEN_ALWAYS}, {"never", WHEN_NEVER}, {0}};
static const struct option_choice stages[] = {{"tree", SHOW_TREE},         {"analyzed", SHOW_ANALYZED},
                                              {"expanded", SHOW_EXPANDED}, {"compiled", SHOW_COMPILED},
                                              {"matches", SHOW_MATCHES},   {0}};

static const char *check_date(const char *value)
{
    char first[11], last[11];
    return query_parse_date(text_of(value), first, last) ? NULL
                                                         : "is not a date; give YYYY, YYYY-MM or YYYY-MM-DD";
}

/* In the order of enum searcher_command. */
static const struct option_command commands[] = {
    {"search", "QUERY...", "Search; the name may be left out.", NULL},
    {"show", "WHAT QUERY...",
     "Show what a query becomes on its way: tree, analyzed, expanded, compiled or matches.", stages},
    {"stats", "", "Show figures of the index.", NULL},
    {"check", "", "Check whether the index is whole.", NULL},
};

#define AT(member) .offset = offsetof(struct searcher_options, member)

static const struct option_row rows[] = {
    {.short_name = 'i',
     .long_name = "index",
     .argument = "DIR",
     .section = "Index",
     .kind = OPTION_TEXT,
     AT(index),
     .completion = COMPLETE_FOLDERS,
     .help = "Read the index in DIR. Default: $CHAJA_INDEX, else ./chaja.index."},

    {.short_name = 'n',
     .long_name = "limit",
     .argument = "N",
     .section = "Which results",
     .kind = OPTION_NUMBER,
     AT(limit),
     .minimum = 1,
     .maximum = SEARCH_MAX_HITS,
     .help = "Show at most N results. Default: 10."},
    {.long_name = "offset",
     .argument = "N",
     .section = "Which results",
     .kind = OPTION_NUMBER,
     AT(offset),
     .maximum = SEARCH_MAX_HITS - 1,
     .help = "Leave out the first N results. No more than the first 1000 can be shown."},
    {.long_name = "lang",
     .argument = "ko|zh|en",
     .section = "Which results",
     .kind = OPTION_CHOICE,
     AT(language),
     .choices = languages,
     .help = "Only what is written in this language."},
    {.long_name = "kind",
     .argument = "article|entry",
     .section = "Which results",
     .kind = OPTION_CHOICE,
     AT(kind),
     .choices = kinds,
     .help = "Only sections of articles, or only entries of catalogs."},
    {.long_name = "tag",
     .argument = "TAG",
     .section = "Which results",
     .kind = OPTION_TEXTS,
     AT(tags),
     .help = "Only what has this tag. Given more than once, only what has them all."},
    {.long_name = "since",
     .argument = "DATE",
     .section = "Which results",
     .kind = OPTION_TEXT,
     AT(since_given),
     .check = check_date,
     .help = "Only what is dated DATE or later: YYYY, YYYY-MM or YYYY-MM-DD."},
    {.long_name = "until",
     .argument = "DATE",
     .section = "Which results",
     .kind = OPTION_TEXT,
     AT(until_given),
     .check = check_date,
     .help = "Only what is dated DATE or earlier; a year or a month counts to its end."},
    {.long_name = "group",
     .argument = "none|file",
     .section = "Which results",
     .kind = OPTION_CHOICE,
     AT(group),
     .choices = groupings,
     .help = "With file, one result for each file, its best section. Default: file for text, none for other "
             "formats."},

    {.long_name = "format",
     .argument = "FORMAT",
     .section = "Output",
     .kind = OPTION_CHOICE,
     AT(format),
     .choices = formats,
     .help = "How to show results: text, for people; json, one object; jsonl, one result a line; trec, for "
             "measuring; paths, the files alone. Default: text."},
    {.long_name = "json",
     .section = "Output",
     .kind = OPTION_ALIAS,
     AT(format),
     .number = RENDER_JSON,
     .help = "The same as --format json."},
    {.short_name = '0',
     .long_name = "null",
     .section = "Output",
     .kind = OPTION_FLAG,
     AT(nul_separated),
     .help = "With --format paths, end each with a NUL byte and not with a newline."},
    {.long_name = "explain",
     .section = "Output",
     .kind = OPTION_FLAG,
     AT(explain),
     .help = "Show the score of each result and what in it matched."},
    {.long_name = "batch",
     .argument = "FILE",
     .section = "Output",
     .kind = OPTION_TEXT,
     AT(batch),
     .completion = COMPLETE_FILES,
     .help = "Answer the queries in FILE, one a line: an id, a tab, the query. - is standard input."},
    {.long_name = "color",
     .argument = "WHEN",
     .section = "Output",
     .kind = OPTION_CHOICE,
     AT(color),
     .choices = whens,
     .help = "Use color: auto, always or never. auto is on a terminal, if NO_COLOR does not object. Default: "
             "auto."},
    {.long_name = "width",
     .argument = "N",
     .section = "Output",
     .kind = OPTION_NUMBER,
     AT(width),
     .minimum = 20,
     .maximum = 1000,
     .help = "Fill N columns. Default: those of the terminal, else $COLUMNS, else 80."},

    OPTION_STANDARD_ROWS,
};

const struct option_program searcher_program = {
    .name = "searcher",
    .version = CHAJA_VERSION,
    .usage = "[search] [OPTION]... QUERY...\nshow tree|analyzed|expanded|compiled|matches QUERY...\nstats "
             "[--json]\ncheck",
    .summary = "Search an index that the indexer has made, in Korean, Chinese and English.",
    .commands = commands,
    .n_commands = sizeof commands / sizeof *commands,
    .rows = rows,
    .n_rows = sizeof rows / sizeof *rows,
    .closing = "Queries: words  \"a phrase\"  -not  +must  a OR b  (brackets)  prefix*\n"
               "         title:x  tag:x  lang:ko  kind:entry  site:x  path:x  after:2024-05\n"
               "         A query that begins with '-' stands behind --; see chaja-query(7).\n"
               "Exit status: 0 found, 1 nothing found, 2 error.",
    .completion = COMPLETE_NOTHING,
};

static struct text join_words(const struct option_list *words, size_t from, struct arena *arena)
{
    struct text joined = TEXT("");
    size_t size = 0;
    for (size_t i = from; i < words->n_items; i++)
        size += strlen(words->items[i]) + 1;
    char *bytes = arena_alloc(arena, size + 1);
    joined.bytes = bytes;
    for (size_t i = from; i < words->n_items; i++) {
        if (i > from)
            bytes[joined.size++] = ' ';
        size_t word_size = strlen(words->items[i]);
        memcpy(bytes + joined.size, words->items[i], word_size);
        joined.size += word_size;
    }
    bytes[joined.size] = '\0';
    return joined;
}

static int read_stage(const struct option_list *words, struct searcher_options *options, struct error *error)
{
    for (size_t i = 0; words->n_items > 0 && stages[i].name != NULL; i++) {
        if (strcmp(stages[i].name, words->items[0]) == 0) {
            options->stage = stages[i].number;
            return 0;
        }
    }
    return error_set(
        error, ERROR_INPUT,
        "show: give one of tree, analyzed, expanded, compiled, matches, and a query; to search for the "
        "word, say searcher search show");
}

static int read_words(const struct option_words *words, struct arena *arena, struct searcher_options *options,
                      struct error *error)
{
    const struct option_list *list = &words->words;
    size_t n_before_query = 0;
    options->command = words->command == NO_COMMAND ? COMMAND_SEARCH : words->command;
    if (options->command == COMMAND_SHOW) {
        if (read_stage(list, options, error) < 0)
            return -1;
        n_before_query = 1;
    }
    options->query = join_words(list, n_before_query, arena);
    bool wants_query =
        options->command == COMMAND_SHOW || (options->command == COMMAND_SEARCH && options->batch == NULL);
    if (wants_query && list->n_items == n_before_query)
        return error_set(error, ERROR_INPUT, "no query is given; see searcher --help");
    if (!wants_query && list->n_items > 0) {
        if (options->command == COMMAND_SEARCH)
            return error_set(error, ERROR_INPUT,
                             "--batch: the queries come from the file; \"%s\" is one too many",
                             list->items[0]);
        const char *name = commands[options->command].name;
        return error_set(error, ERROR_INPUT,
                         "%s: it takes no words; to search for the word, say searcher search %s", name, name);
    }
    return 0;
}

static void fill_in(struct searcher_options *options)
{
    char day[11];
    const char *index = getenv("CHAJA_INDEX");
    if (options->index == NULL)
        options->index = index != NULL && index[0] != '\0' ? index : "./chaja.index";
    if (options->since_given != NULL)
        query_parse_date(text_of(options->since_given), options->since, day);
    if (options->until_given != NULL)
        query_parse_date(text_of(options->until_given), day, options->until);
    if (options->limit > SEARCH_MAX_HITS - options->offset)
        options->limit = SEARCH_MAX_HITS - options->offset;
    if (options->group == GROUP_BY_FORMAT)
        options->group = options->format == RENDER_TEXT ? GROUP_FILE : GROUP_NONE;
}

int searcher_options_parse(int argc, char **argv, struct arena *arena, struct searcher_options *ret,
                           struct error *error)
{
    struct option_words words;
    struct searcher_options options = {.limit = 10, .kind = ANY_KIND, .group = GROUP_BY_FORMAT};
    int outcome = options_parse(&searcher_program, argc, argv, arena, &options, &words, error);
    if (outcome != 0)
        return outcome;
    if (read_words(&words, arena, &options, error) < 0)
        return -1;
    if (options.nul_separated && options.format != RENDER_PATHS)
        return error_set(error, ERROR_INPUT, "--null: it goes with --format paths only");
    fill_in(&options);
    *ret = options;
    return 0;
}
