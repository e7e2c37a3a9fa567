/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/options.h"

#include <stdlib.h>

static const struct option_choice languages[] = {
    {"ko", LANGUAGE_KO}, {"zh", LANGUAGE_ZH}, {"en", LANGUAGE_EN}, {0}};
static const struct option_choice whens[] = {
    {"auto", WHEN_AUTO}, {"always", WHEN_ALWAYS}, {"never", WHEN_NEVER}, {0}};
static const struct option_choice minings[] = {{"glosses", MINE_GLOSSES},
                                               {"links", MINE_LINKS},
                                               {"site-links", MINE_SITE_LINKS},
                                               {"parallel", MINE_PARALLEL},
                                               {"front-matter", MINE_FRONT_MATTER},
                                               {"sound", MINE_SOUND},
                                               {"none", MINE_NOTHING},
                                               {0}};
static const struct option_choice stages[] = {
    {"source", SHOW_SOURCE}, {"matter", SHOW_MATTER}, {"blocks", SHOW_BLOCKS}, {"units", SHOW_UNITS},
    {"runs", SHOW_RUNS},     {"tokens", SHOW_TOKENS}, {"terms", SHOW_TERMS},   {0}};

static const struct option_command commands[] = {
    {"show", "STAGE FILE",
     "Show a file at one stage of its way: source, matter, blocks, units, runs, tokens or terms.", stages},
};

#define AT(member) .offset = offsetof(struct indexer_options, member)

static const struct option_row rows[] = {
    {.short_name = 'i',
     .long_name = "index",
     .argument = "DIR",
     .section = "Index",
     .kind = OPTION_TEXT,
     AT(index),
     .completion = COMPLETE_FOLDERS,
     .help = "Write the index in DIR. Default: $CHAJA_INDEX, else ./chaja.index."},
    {.short_name = 'j',
     .long_name = "jobs",
     .argument = "N",
     .section = "Index",
     .kind = OPTION_NUMBER,
     AT(n_jobs),
     .minimum = 1,
     .maximum = 256,
     .help = "Read with N workers. Default: as many as there are cores."},
    {.long_name = "rebuild",
     .section = "Index",
     .kind = OPTION_FLAG,
     AT(rebuild),
     .help = "Forget what is there and index everything anew."},
    {.long_name = "watch",
     .section = "Index",
     .kind = OPTION_FLAG,
     AT(watch),
     .help = "Stay when done, and follow the changes of the files."},
    {.long_name = "dry-run",
     .section = "Index",
     .kind = OPTION_FLAG,
     AT(dry_run),
     .help = "Say what would be done, and do nothing."},

    {.long_name = "lang",
     .argument = "ko|zh|en",
     .section = "Files",
     .kind = OPTION_CHOICE,
     AT(language),
     .choices = languages,
     .help = "Take files for this language where neither they nor their paths say one."},
    {.long_name = "exclude",
     .argument = "GLOB",
     .section = "Files",
     .kind = OPTION_TEXTS,
     AT(excludes),
     .help = "Leave out files and folders whose name matches GLOB, or, if it has a slash, whose path below "
             "PATH does. May be repeated."},
    {.long_name = "mine",
     .argument = "LIST",
     .section = "Files",
     .kind = OPTION_CHOICES,
     AT(mine),
     .choices = minings,
     .help = "What to learn translations from, with commas between: glosses, links, site-links, parallel, "
             "front-matter, sound; or none. Accepted for scripts that give it; nothing is learned yet."},

    {.long_name = "json",
     .section = "Output",
     .kind = OPTION_FLAG,
     AT(json),
     .help = "Print the summary as JSON on standard output."},
    {.long_name = "quiet",
     .section = "Output",
     .kind = OPTION_FLAG,
     AT(quiet),
     .help = "Print nothing but errors and the files that were skipped."},
    {.long_name = "progress",
     .argument = "WHEN",
     .section = "Output",
     .kind = OPTION_CHOICE,
     AT(progress),
     .choices = whens,
     .help = "Show progress on standard error: auto, always or never. auto is on a terminal. Default: auto."},

    OPTION_STANDARD_ROWS,
};

const struct option_program indexer_program = {
    .name = "indexer",
    .version = CHAJA_VERSION,
    .usage = "[OPTION]... PATH...\nshow source|matter|blocks|units|runs|tokens|terms FILE",
    .summary = "Index Markdown, text and YAML catalogs below each PATH. Files that did not change are not "
               "read again; "
               "files that are gone leave the index.",
    .commands = commands,
    .n_commands = sizeof commands / sizeof *commands,
    .rows = rows,
    .n_rows = sizeof rows / sizeof *rows,
    .closing = "Exit status: 0 all is indexed, 1 done, but some files were skipped, 2 not done.",
    .completion = COMPLETE_FILES,
};

static int read_stage(const struct option_words *words, struct indexer_options *options, struct error *error)
{
    const struct option_list *list = &words->words;
    options->command = COMMAND_SHOW;
    for (size_t i = 0; list->n_items == 2 && stages[i].name != NULL; i++) {
        if (strcmp(stages[i].name, list->items[0]) == 0) {
            options->stage = stages[i].number;
            options->paths = (struct option_list){list->items + 1, 1};
            return 0;
        }
    }
    return error_set(
        error, ERROR_INPUT,
        "show: give one of source, matter, blocks, units, runs, tokens, terms, and one file; to index a "
        "folder of that name, say indexer ./show");
}

int indexer_options_parse(int argc, char **argv, struct arena *arena, struct indexer_options *ret,
                          struct error *error)
{
    struct option_words words;
    struct indexer_options options = {.command = COMMAND_INDEX, .mine = MINE_ALL};
    int outcome = options_parse(&indexer_program, argc, argv, arena, &options, &words, error);
    if (outcome != 0)
        return outcome;
    options.paths = words.words;
    if (words.command != NO_COMMAND && read_stage(&words, &options, error) < 0)
        return -1;
    if (options.paths.n_items == 0)
        return error_set(error, ERROR_INPUT, "no path is given; see indexer --help");
    if (options.watch && options.dry_run)
        return error_set(error, ERROR_INPUT, "--watch: it does not go with --dry-run");
    const char *index = getenv("CHAJA_INDEX");
    if (options.index == NULL)
        options.index = index != NULL && index[0] != '\0' ? index : "./chaja.index";
    *ret = options;
    return 0;
}
