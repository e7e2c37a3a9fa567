/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "indexer/apply.h"
#include "indexer/index-folder.h"
#include "indexer/pipeline.h"
#include "indexer/seal.h"

struct build {
    const struct build_options *options;
    struct build_report *report;
    struct arena arena; /* lives through the run: records, walk, plan */

    struct index_lock *lock;
    struct text name; /* of the database that is written */
    bool is_current;  /* CURRENT names it */
    struct xc_writer *writer;
    struct applier applier;
    uint64_t settings;

    struct plan plan;
    struct prepared_file **files; /* one for each change, while it is prepared and not yet taken */
    struct analyzer **analyzers;  /* one a worker */
    struct stage_seconds *stages;

    struct build_progress progress;
    uint64_t batch_bytes;
    bool has_batch, has_committed, is_seal_broken;
    uint64_t old_generation; /* of the index that a rebuild replaces */
    uint32_t old_units;
};

/* ---- telling ---- */

static void tell_problem(struct build *build, enum build_severity severity, struct text path, uint32_t line,
                         uint32_t column, const char *reason)
{
    const struct build_callbacks *callbacks = &build->options->callbacks;
    *(severity == BUILD_SKIPPED ? &build->report->files_skipped : &build->report->n_warnings) += 1;
    if (callbacks->problem != NULL)
        callbacks->problem(callbacks->context, severity, path, line, column, reason);
}

static void tell_progress(struct build *build)
{
    const struct build_callbacks *callbacks = &build->options->callbacks;
    if (callbacks->progress != NULL)
        callbacks->progress(callbacks->context, &build->progress);
}

static void tell_unreadable(void *context, struct text path, const struct error *error)
{
    tell_problem(context, BUILD_SKIPPED, path, 1, 1, error->message);
}

/* ---- what to do ---- */

static uint64_t settings_of(const struct build_options *options)
{
    return XXH3_64bits(language_code(options->language), strlen(language_code(options->language)));
}

/* The records of what is there; none when there is no index yet, or it is to be forgotten. */
static int read_known(struct build *build, struct file_record **ret, size_t *ret_n, struct error *error)
{
    struct index_reader reader;
    *ret = NULL;
    *ret_n = 0;
    int opened = index_reader_open(build->options->index, &build->arena, &reader, error);
    if (build->options->rebuild) { /* whatever is there is forgotten, but generations go on */
        struct xc_error xc_error;
        build->progress.generation = build->old_generation = reader.state.generation;
        if (opened == 0)
            xc_database_count(reader.database, &build->old_units, &xc_error);
        index_reader_close(&reader);
        return 0;
    }
    if (opened < 0)
        return error->code == ERROR_NOT_FOUND ? 0 : -1;
    build->name = reader.name;
    build->is_current = true;
    build->progress.generation = reader.state.generation;
    int result = file_records_read(reader.database, &build->arena, ret, ret_n, error);
    index_reader_close(&reader);
    return result < 0 ? error_prefix(error, "%s", build->options->index) : 0;
}

static int make_plan(struct build *build, struct error *error)
{
    const struct build_options *options = build->options;
    struct plan_input input = {.settings = build->settings};
    struct file_record *records;
    if (read_known(build, &records, &input.n_records, error) < 0)
        return -1;
    struct walk walk;
    struct walk_options walking = {options->roots,      options->n_roots, options->excludes,
                                   options->n_excludes, tell_unreadable,  build};
    if (walk_files(&walking, &build->arena, &walk, error) < 0)
        return -1;
    input.walk = &walk;
    input.records = records;
    plan_make(&input, &build->arena, &build->plan);
    build->report->files_unchanged = build->plan.n_unchanged;
    build->progress.files_total = build->plan.n_changes;
    build->progress.bytes_total = build->plan.bytes;
    return 0;
}

/* ---- workers ---- */

/* What a change has Xapian hold until the commit: the text that goes in, and that whose terms come out. */
static uint64_t batch_bytes_of(const struct change *change)
{
    return change->file.size_bytes + (change->record != NULL ? change->record->size_bytes : 0);
}

static uint64_t size_of_change(void *context, size_t item)
{
    struct build *build = context;
    return build->plan.changes[item].file.size_bytes + 1;
}

static void work(void *context, unsigned worker, size_t item)
{
    struct build *build = context;
    const struct change *change = &build->plan.changes[item];
    struct document_options options = {build->options->language};
    if (change->kind == CHANGE_REMOVE)
        return;
    build->files[item] = prepared_file_new();
    prepare_file(build->analyzers[worker], change, &options, &build->stages[worker], build->files[item]);
}

/* ---- batches ---- */

/* Before the first write. What is damaged must not be sealed again as if it were whole. */
static int open_seal(struct build *build, struct error *error)
{
    const char *index = build->options->index;
    if (build->is_seal_broken || build->options->rebuild) /* which leaves the database that counts as it is */
        return 0;
    if ((build->is_current && seal_check(index, build->name, error) < 0) || seal_break(index, error) < 0)
        return -1;
    build->is_seal_broken = true;
    return 0;
}

static int begin_batch(struct build *build, struct error *error)
{
    struct xc_error xc_error;
    if (build->has_batch)
        return 0;
    if (open_seal(build, error) < 0)
        return -1;
    if (xc_writer_begin(build->writer, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    build->has_batch = true;
    return 0;
}

/* What is done is safe: it is in the database that counts. */
static void acknowledge(struct build *build)
{
    build->progress.files_committed = build->progress.files_done;
    tell_progress(build);
}

static int commit_batch(struct build *build, struct error *error)
{
    if (!build->has_batch)
        return 0;
    double started = clock_seconds();
    struct xc_error xc_error;
    if (schema_write(build->writer, build->progress.generation + 1, error) < 0)
        return -1;
    if (xc_writer_commit(build->writer, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    build->has_batch = false;
    build->batch_bytes = 0;
    /* A first index counts from its first batch on: a run that is killed has not worked for nothing. */
    if (!build->is_current && !build->options->rebuild) {
        if (index_make_current(build->options->index, build->name, error) < 0)
            return -1;
        build->is_current = true;
    }
    build->has_committed = true;
    build->progress.generation++;
    build->report->commit_seconds += clock_seconds() - started;
    if (build->is_current)
        acknowledge(build);
    return 0;
}

/* A file that cannot be read now keeps what the index has of it; one that is no text any more loses it. */
static bool keeps_old_units(const struct error *error)
{
    return error->code == ERROR_SYSTEM || error->code == ERROR_CHANGED || error->code == ERROR_MEMORY;
}

static int remove_file(struct build *build, const struct change *change, struct error *error)
{
    return begin_batch(build, error) < 0 ? -1 : apply_removal(&build->applier, change->file.path, error);
}

/* What is skipped each time again writes nothing. */
static int skip_file(struct build *build, const struct change *change, const struct prepared_file *file,
                     struct error *error)
{
    tell_problem(build, BUILD_SKIPPED, change->file.path, 1, 1, file->error.message);
    bool is_stale = change->kind == CHANGE_UPDATE && !keeps_old_units(&file->error);
    return is_stale ? remove_file(build, change, error) : 0;
}

static int take_file(struct build *build, const struct change *change, struct prepared_file *file,
                     struct error *error)
{
    struct build_report *report = build->report;
    for (size_t i = 0; i < file->n_problems; i++)
        tell_problem(build, BUILD_WARNING, change->file.path, file->problems[i].line,
                     file->problems[i].column, arena_copy(&file->arena, file->problems[i].reason).bytes);
    report->bytes += file->record.size_bytes;
    if (file->kind == PREPARED_SAME) {
        report->files_unchanged++;
    } else {
        *(change->kind == CHANGE_ADD ? &report->files_added : &report->files_updated) += 1;
        report->n_sections += file->record.n_sections;
        report->n_entries += file->record.n_entries;
    }
    if (begin_batch(build, error) < 0)
        return -1;
    return apply_file(&build->applier, file, change->kind == CHANGE_UPDATE, error);
}

static int apply_change(struct build *build, size_t item, struct error *error)
{
    const struct change *change = &build->plan.changes[item];
    double started = clock_seconds();
    struct prepared_file *file = build->files[item];
    int result;
    if (change->kind == CHANGE_REMOVE) {
        result = remove_file(build, change, error);
        build->report->files_removed++;
    } else {
        result = file->kind == PREPARED_FAILED ? skip_file(build, change, file, error)
                                               : take_file(build, change, file, error);
    }
    prepared_file_free(file);
    build->files[item] = NULL;
    build->report->write_seconds += clock_seconds() - started;
    if (result < 0)
        return error->code == ERROR_CORRUPT ? -1
                                            : error_prefix(error, "%.*s", TEXT_PRINTF(change->file.path));
    build->progress.files_done++;
    build->progress.bytes_done += change->file.size_bytes;
    build->batch_bytes += batch_bytes_of(change);
    tell_progress(build);
    return build->batch_bytes >= BUILD_BATCH_BYTES ? commit_batch(build, error) : 0;
}

/* ---- the run ---- */

static int open_writer(struct build *build, struct error *error)
{
    const char *index = build->options->index;
    struct xc_error xc_error;
    if (!build->is_current && index_next_name(index, &build->arena, &build->name, error) < 0)
        return -1;
    const char *path = index_database_path(index, build->name, &build->arena);
    if (xc_writer_open(path, build->is_current ? XC_OPEN : XC_CREATE, &build->writer, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return applier_init(&build->applier, build->writer, error);
}

static int open_workers(struct build *build, struct error *error)
{
    unsigned n_jobs = build->options->n_jobs;
    build->files = ARENA_NEW(&build->arena, struct prepared_file *, build->plan.n_changes);
    build->analyzers = ARENA_NEW(&build->arena, struct analyzer *, n_jobs);
    build->stages = ARENA_NEW(&build->arena, struct stage_seconds, n_jobs);
    for (unsigned i = 0; i < n_jobs; i++)
        if ((build->analyzers[i] = analyzer_new(error)) == NULL)
            return -1;
    return 0;
}

static void close_workers(struct build *build)
{
    for (unsigned i = 0; build->analyzers != NULL && i < build->options->n_jobs; i++) {
        analyzer_free(build->analyzers[i]);
        build->report->stages.read += build->stages[i].read;
        build->report->stages.parse += build->stages[i].parse;
        build->report->stages.analyse += build->stages[i].analyse;
    }
}

static int run_plan(struct build *build, struct error *error)
{
    const struct build_callbacks *callbacks = &build->options->callbacks;
    struct pipeline *pipeline = NULL;
    struct pipeline_options pipelining = {build->plan.n_changes,
                                          build->options->n_jobs,
                                          (uint64_t)BUILD_AHEAD_BYTES * build->options->n_jobs,
                                          size_of_change,
                                          work,
                                          build};
    int result = open_workers(build, error);
    if (result == 0)
        result = pipeline_start(&pipelining, &pipeline, error);
    size_t item;
    while (result == 0 && !build->report->was_stopped && pipeline_next(pipeline, &item)) {
        result = apply_change(build, item, error);
        build->report->was_stopped =
            callbacks->is_stopped != NULL && callbacks->is_stopped(callbacks->context);
    }
    pipeline_stop(pipeline);
    for (size_t i = 0; i < build->plan.n_changes; i++) /* prepared and not taken, when the run ended early */
        prepared_file_free(build->files[i]);
    close_workers(build);
    return result < 0 ? result : commit_batch(build, error);
}

/* A run that finds nothing to do still leaves an index behind, so that a search in it says "nothing found". */
static int write_first_state(struct build *build, struct error *error)
{
    bool is_needed = !build->is_current && !build->has_committed;
    return is_needed && (begin_batch(build, error) < 0 || commit_batch(build, error) < 0) ? -1 : 0;
}

static int finish(struct build *build, struct error *error)
{
    struct xc_error xc_error;
    if (write_first_state(build, error) < 0)
        return -1;
    if (xc_database_count(xc_writer_database(build->writer), &build->report->units_total, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    applier_clear(&build->applier);
    struct xc_writer *writer = build->writer;
    build->writer = NULL;
    if (xc_writer_close(writer, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    bool is_dropped = build->options->rebuild && build->report->was_stopped;
    if (is_dropped) { /* half of it is no index: the old one still counts */
        build->progress.generation = build->old_generation;
        build->report->units_total = build->old_units;
    } else if (build->options->rebuild) {
        if (index_make_current(build->options->index, build->name, error) < 0)
            return -1;
        build->is_current = true;
        acknowledge(build);
    }
    if (index_remove_stale(build->options->index, error) < 0)
        return -1;
    /* A run before this one may have been killed between its last commit and its seal. */
    bool is_sealed =
        !build->is_seal_broken && !build->options->rebuild && seal_exists(build->options->index, build->name);
    return is_dropped || is_sealed ? 0 : seal_write(build->options->index, build->name, error);
}

static int write_index(struct build *build, struct error *error)
{
    if (open_writer(build, error) < 0 || run_plan(build, error) < 0)
        return -1;
    return finish(build, error);
}

/* Databases that no run finished. Which one counts must be known for that, or not matter any more. */
static int remove_leftovers(struct build *build, struct error *error)
{
    int result = index_remove_stale(build->options->index, error);
    return result < 0 && build->options->rebuild && error->code == ERROR_CORRUPT ? 0 : result;
}

static int run(struct build *build, struct error *error)
{
    const struct build_options *options = build->options;
    if (options->dry_run) {
        if (make_plan(build, error) < 0)
            return -1;
        if (options->callbacks.planned != NULL)
            options->callbacks.planned(options->callbacks.context, &build->plan);
        return 0;
    }
    /* Under the lock from the first look on: what is planned is what is there when it is written. */
    if (index_lock_take(options->index, &build->lock, error) < 0)
        return -1;
    if (remove_leftovers(build, error) < 0 || make_plan(build, error) < 0 || write_index(build, error) < 0)
        return -1;
    return 0;
}

int build_run(const struct build_options *options, struct build_report *ret, struct error *error)
{
    struct build build = {.options = options, .report = ret, .settings = settings_of(options)};
    *ret = (struct build_report){0};
    double started = clock_seconds();
    arena_init(&build.arena);
    int result = run(&build, error);
    applier_clear(&build.applier);
    xc_writer_free(build.writer); /* drops an open batch */
    index_lock_release(build.lock);
    arena_clear(&build.arena);
    ret->generation = build.progress.generation;
    ret->seconds = clock_seconds() - started;
    return result;
}
