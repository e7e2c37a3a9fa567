/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options: the searcher's command line. The table in options.c is all there is to know of it; --help, the man page and the
 * completions are made from it. */
#ifndef CHAJA_SEARCHER_OPTIONS_H
#define CHAJA_SEARCHER_OPTIONS_H

#include "analyzers/languages.h"
#include "base/options.h"
#include "base/terminal.h"
#include "searcher/answer.h"
#include "searcher/render.h"

enum searcher_command { COMMAND_SEARCH, COMMAND_SHOW, COMMAND_STATS, COMMAND_CHECK };
enum show_stage { SHOW_TREE, SHOW_ANALYZED, SHOW_EXPANDED, SHOW_COMPILED, SHOW_MATCHES };
enum grouping { GROUP_NONE, GROUP_FILE, GROUP_BY_FORMAT };

enum { ANY_KIND = -1 };

struct searcher_options {
    int command;       /* enum searcher_command */
    int stage;         /* enum show_stage; of COMMAND_SHOW */
    struct text query; /* the words, joined by spaces; empty with `batch` */
    const char *index;
    uint32_t limit, offset;  /* limit + offset <= SEARCH_MAX_HITS */
    int language;            /* enum language; LANGUAGE_NONE is any */
    int kind;                /* enum hit_kind or ANY_KIND */
    struct option_list tags; /* a unit has them all */
    const char *since_given, *until_given;
    char since[11], until[11]; /* first and last day, YYYY-MM-DD, or "" */
    int group;                 /* GROUP_NONE or GROUP_FILE */
    bool explain;
    int format; /* enum render_format */
    bool nul_separated;
    const char *batch; /* a file, "-" for standard input, or NULL */
    int color;         /* enum when */
    uint32_t width;    /* 0: that of the terminal */
};

extern const struct option_program searcher_program;

/* argv as struct searcher_options, with defaults filled in and everything checked that needs no index. Outcomes as those of
 * options_parse(). `arena` holds the query and the tags. */
int searcher_options_parse(int argc, char **argv, struct arena *arena, struct searcher_options *ret,
                           struct error *error);

#endif
