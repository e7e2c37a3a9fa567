/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commands: what the searcher does when its options are read.
 *
 * Output     to `out`; the caller flushes it and looks for its errors.
 * Outcomes   0: found, shown, whole. 1: nothing was found (of a batch: by no query). Negative: `error` says why.
 */
#ifndef CHAJA_SEARCHER_COMMANDS_H
#define CHAJA_SEARCHER_COMMANDS_H

#include "searcher/options.h"

#include <stdio.h>

int command_search(const struct searcher_options *options, FILE *out, struct error *error);
int command_show(const struct searcher_options *options, FILE *out, struct error *error);
int command_stats(const struct searcher_options *options, FILE *out, struct error *error);
int command_check(const struct searcher_options *options, FILE *out, struct error *error);

/* How answers are rendered for what stands behind `descriptor`: colour and width as options and terminal say, links and
 * JSON with line breaks only on a terminal. Texts in `arena`. */
void command_render_options(const struct searcher_options *options, int descriptor, struct arena *arena,
                            struct render_options *ret);

#endif
