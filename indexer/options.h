/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options: the indexer's command line. The table in options.c is all there is to know of it; --help, the man page and the
 * completions are made from it. */
#ifndef CHAJA_INDEXER_OPTIONS_H
#define CHAJA_INDEXER_OPTIONS_H

#include "analyzers/languages.h"
#include "base/options.h"
#include "base/terminal.h"

enum indexer_command { COMMAND_INDEX, COMMAND_SHOW };
enum show_stage { SHOW_SOURCE, SHOW_MATTER, SHOW_BLOCKS, SHOW_UNITS, SHOW_RUNS, SHOW_TOKENS, SHOW_TERMS };

enum mining {
    MINE_NOTHING = 0,
    MINE_GLOSSES = 1,
    MINE_LINKS = 2,
    MINE_SITE_LINKS = 4,
    MINE_PARALLEL = 8,
    MINE_FRONT_MATTER = 16,
    MINE_SOUND = 32,
    MINE_ALL = 63
};

struct indexer_options {
    int command;              /* enum indexer_command */
    int stage;                /* enum show_stage; of COMMAND_SHOW */
    struct option_list paths; /* to index, at least one; with COMMAND_SHOW the one file */
    const char *index;
    uint32_t n_jobs; /* 0: as many as there are cores */
    bool rebuild, watch, dry_run;
    int language; /* enum language, of files that do not say; or LANGUAGE_NONE */
    struct option_list excludes;
    unsigned mine; /* enum mining, or-ed */
    bool json, quiet;
    int progress; /* enum when */
};

extern const struct option_program indexer_program;

/* argv as struct indexer_options, with defaults filled in. Outcomes as those of options_parse(). `arena` holds the lists. */
int indexer_options_parse(int argc, char **argv, struct arena *arena, struct indexer_options *ret,
                          struct error *error);

#endif
