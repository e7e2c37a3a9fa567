/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report: what an indexing run tells the person who started it: problems as they come, a progress bar, a summary.
 *
 * Problems   standard error, `path:line:column: reason`; a file that was taken all the same says "warning: " before the reason.
 * Progress   standard error: a bar that is drawn over itself at most 10 times a second; where standard error is no terminal and
 *            progress was asked for, a line for each commit: "committed 120 of 400 files, generation 3".
 * Summary    standard output, one line; as JSON when asked for. Nothing with `quiet`, but problems are always told.
 */
#ifndef CHAJA_INDEXER_REPORT_H
#define CHAJA_INDEXER_REPORT_H

#include "indexer/build.h"
#include "indexer/options.h"

struct report {
    const struct indexer_options *options;
    bool shows_bar, shows_commits;
    bool bar_is_drawn;
    double last_drawn;
    size_t files_committed; /* as last told */
    struct arena arena;     /* for one line at a time */
};

void report_init(struct report *report, const struct indexer_options *options);
void report_clear(struct report *report);

/* The callbacks of build_run(), with the report as their context. */
void report_problem(void *context, enum build_severity severity, struct text path, uint32_t line,
                    uint32_t column, const char *reason);
void report_progress(void *context, const struct build_progress *progress);
void report_plan(void *context, const struct plan *plan);

void report_summary(struct report *report, const struct build_report *built);

#endif
