/* SPDX-License-Identifier: GPL-2.0-or-later */
/* build: an indexing run: changed files in, vanished files out, commit by commit.
 *
 *   walk -> plan -> (read, parse, analyse: workers) -> (apply: one writer, in the order of the plan) -> commit
 *
 * Batches    a batch is one transaction; it is committed when BUILD_BATCH_BYTES of text have gone into it, so that memory is bounded by
 *            bytes and not by documents. A run that is killed leaves the last batch committed; what it had not committed, the next
 *            run does, since files are recorded in the same batch as their units.
 * Rebuild    goes into a database of its own, which takes the place of the old one when it is complete; one that is stopped is dropped.
 * Memory     about 30 times BUILD_BATCH_BYTES at the peak (Xapian's pending postings), and BUILD_AHEAD_BYTES of text a worker.
 * Errors     a file that cannot be taken is told to `problem` and counted; the run goes on. Negative: nothing of the open batch was
 *            written, and `error` says why (locked, disk full, another version, no root readable).
 */
#ifndef CHAJA_INDEXER_BUILD_H
#define CHAJA_INDEXER_BUILD_H

#include "indexer/prepare.h"

enum { BUILD_BATCH_BYTES = 8 * 1024 * 1024, BUILD_AHEAD_BYTES = 512 * 1024 };

struct build_progress {
    size_t files_done, files_total;
    uint64_t bytes_done, bytes_total;
    size_t files_committed; /* of those done, how many are safe */
    uint64_t generation;    /* of the last commit */
};

enum build_severity { BUILD_WARNING, BUILD_SKIPPED };

struct build_callbacks {
    /* Any may be NULL. Called by the thread that called build_run(). */
    void (*problem)(void *context, enum build_severity severity, struct text path, uint32_t line,
                    uint32_t column, const char *reason);
    void (*progress)(void *context, const struct build_progress *progress);
    void (*planned)(void *context, const struct plan *plan); /* dry runs */
    bool (*is_stopped)(void *context); /* asked between files: true commits what is done and ends the run */
    void *context;
};

struct build_options {
    const char *index;
    const char *const *roots;
    size_t n_roots;
    const char *const *excludes;
    size_t n_excludes;
    unsigned n_jobs; /* at least 1 */
    bool rebuild, dry_run;
    enum language language;
    struct build_callbacks callbacks;
};

struct build_report {
    size_t files_added, files_updated, files_removed, files_unchanged, files_skipped, n_warnings;
    size_t n_sections, n_entries; /* written in this run */
    uint64_t bytes;               /* of the files read */
    uint64_t generation;
    uint32_t units_total; /* in the index now */
    double seconds;
    struct stage_seconds stages; /* summed over workers */
    double write_seconds, commit_seconds;
    bool was_stopped;
};

int build_run(const struct build_options *options, struct build_report *ret, struct error *error);

#endif
