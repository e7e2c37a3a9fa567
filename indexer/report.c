/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/json-writer.h"
#include "base/sanitize.h"

enum { BAR_CELLS = 24, MAX_JSON_BYTES = 64 * 1024 };
static const double draw_every_seconds = 0.1;

void report_init(struct report *report, const struct indexer_options *options)
{
    bool is_terminal = isatty(STDERR_FILENO) == 1;
    bool is_wanted = options->progress == WHEN_ALWAYS ||
                     (options->progress == WHEN_AUTO && is_terminal && !options->quiet && !options->dry_run);
    *report = (struct report){.options = options,
                              .shows_bar = is_wanted && is_terminal,
                              .shows_commits = is_wanted && !is_terminal};
    arena_init(&report->arena);
}

void report_clear(struct report *report)
{
    arena_clear(&report->arena);
}

static void wipe_bar(struct report *report)
{
    if (report->bar_is_drawn)
        fputs("\r\x1B[K", stderr);
    report->bar_is_drawn = false;
}

static struct text printable(struct report *report, struct text text)
{
    return sanitize_text(text, SANITIZE_LINE, &report->arena);
}

void report_problem(void *context, enum build_severity severity, struct text path, uint32_t line,
                    uint32_t column, const char *reason)
{
    struct report *report = context;
    wipe_bar(report);
    struct text name = printable(report, path), why = printable(report, text_of(reason));
    fprintf(stderr, "%.*s:%" PRIu32 ":%" PRIu32 ": %s%.*s\n", TEXT_PRINTF(name), line, column,
            severity == BUILD_WARNING ? "warning: " : "", TEXT_PRINTF(why));
    arena_reset(&report->arena);
}

static void draw_bar(struct report *report, const struct build_progress *progress)
{
    double now = clock_seconds();
    bool is_last = progress->files_done == progress->files_total;
    if (!is_last && now - report->last_drawn < draw_every_seconds)
        return;
    report->last_drawn = now;
    double share =
        progress->bytes_total > 0 ? (double)progress->bytes_done / (double)progress->bytes_total : 1;
    int filled = (int)(share * BAR_CELLS + 0.5);
    char bar[BAR_CELLS + 1];
    for (int i = 0; i < BAR_CELLS; i++)
        bar[i] = i < filled ? '=' : ' ';
    bar[BAR_CELLS] = '\0';
    fprintf(stderr, "\r[%s] %3.0f %%  %zu of %zu files\x1B[K", bar, share * 100, progress->files_done,
            progress->files_total);
    report->bar_is_drawn = true;
    fflush(stderr);
}

void report_progress(void *context, const struct build_progress *progress)
{
    struct report *report = context;
    if (report->shows_bar)
        draw_bar(report, progress);
    if (report->shows_commits && progress->files_committed != report->files_committed) {
        fprintf(stderr, "committed %zu of %zu files, generation %" PRIu64 "\n", progress->files_committed,
                progress->files_total, progress->generation);
        fflush(stderr);
    }
    report->files_committed = progress->files_committed;
}

/* ---- dry runs ---- */

static const char *const change_names[] = {
    [CHANGE_ADD] = "add", [CHANGE_UPDATE] = "update", [CHANGE_REMOVE] = "remove"};

static void print_plan_json(const struct plan *plan)
{
    cleanup(buffer_clearp) struct buffer out;
    struct json_writer json;
    buffer_init(&out, SIZE_MAX / 2);
    json_write_begin(&json, &out, false);
    json_write_object_open(&json, NULL);
    json_write_array_open(&json, "changes");
    for (size_t i = 0; i < plan->n_changes; i++) {
        json_write_object_open(&json, NULL);
        json_write_string(&json, "change", text_of(change_names[plan->changes[i].kind]));
        json_write_string(&json, "path", plan->changes[i].file.path);
        json_write_close(&json);
    }
    json_write_close(&json);
    json_write_unsigned(&json, "unchanged", plan->n_unchanged);
    json_write_unsigned(&json, "bytes", plan->bytes);
    json_write_close(&json);
    printf("%s\n", out.bytes);
}

void report_plan(void *context, const struct plan *plan)
{
    struct report *report = context;
    if (report->options->json) {
        print_plan_json(plan);
        return;
    }
    for (size_t i = 0; i < plan->n_changes; i++) {
        struct text name = printable(report, plan->changes[i].file.path);
        printf("%-6s %.*s\n", change_names[plan->changes[i].kind], TEXT_PRINTF(name));
        arena_reset(&report->arena);
    }
    if (!report->options->quiet)
        printf("%zu to do, %zu unchanged; nothing was written\n", plan->n_changes, plan->n_unchanged);
}

/* ---- the summary ---- */

static double megabytes_per_second(const struct build_report *built)
{
    return built->seconds > 0 ? (double)built->bytes / 1e6 / built->seconds : 0;
}

static void print_json(const struct report *report, const struct build_report *built)
{
    cleanup(buffer_clearp) struct buffer out;
    struct json_writer json;
    buffer_init(&out, MAX_JSON_BYTES);
    json_write_begin(&json, &out, isatty(STDOUT_FILENO) == 1);
    json_write_object_open(&json, NULL);
    json_write_string(&json, "index", text_of(report->options->index));
    json_write_object_open(&json, "files");
    json_write_unsigned(&json, "added", built->files_added);
    json_write_unsigned(&json, "updated", built->files_updated);
    json_write_unsigned(&json, "removed", built->files_removed);
    json_write_unsigned(&json, "unchanged", built->files_unchanged);
    json_write_unsigned(&json, "skipped", built->files_skipped);
    json_write_close(&json);
    json_write_unsigned(&json, "warnings", built->n_warnings);
    json_write_unsigned(&json, "sections", built->n_sections);
    json_write_unsigned(&json, "entries", built->n_entries);
    json_write_unsigned(&json, "unitsInIndex", built->units_total);
    json_write_unsigned(&json, "generation", built->generation);
    json_write_unsigned(&json, "bytes", built->bytes);
    json_write_decimal(&json, "seconds", built->seconds, 3);
    json_write_decimal(&json, "megabytesPerSecond", megabytes_per_second(built), 2);
    json_write_object_open(&json, "stageSeconds");
    json_write_decimal(&json, "read", built->stages.read, 3);
    json_write_decimal(&json, "parse", built->stages.parse, 3);
    json_write_decimal(&json, "analyse", built->stages.analyse, 3);
    json_write_decimal(&json, "write", built->write_seconds, 3);
    json_write_decimal(&json, "commit", built->commit_seconds, 3);
    json_write_close(&json);
    json_write_bool(&json, "stopped", built->was_stopped);
    json_write_close(&json);
    printf("%s\n", out.bytes);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void add_count(struct buffer *line, size_t count, const char *what)
{
    if (count > 0)
        buffer_printf(line, "%s%zu %s", line->size > 0 ? ", " : "", count, what);
}

/* Links are told as they stand in the files: those that stand in several places are one unit of the index. */
static void print_work(const struct build_report *built)
{
    double size = (double)built->bytes;
    bool is_large = size >= 1e6;
    printf("%zu section%s and %zu link%s from %.1f %s in %.2f s (%.1f MB/s); ", built->n_sections,
           plural(built->n_sections), built->n_entries, plural(built->n_entries),
           size / (is_large ? 1e6 : 1e3), is_large ? "MB" : "kB", built->seconds,
           megabytes_per_second(built));
}

static void print_line(const struct report *report, const struct build_report *built)
{
    cleanup(buffer_clearp) struct buffer files;
    buffer_init(&files, 1024);
    add_count(&files, built->files_added, "added");
    add_count(&files, built->files_updated, "updated");
    add_count(&files, built->files_removed, "removed");
    add_count(&files, built->files_unchanged, "unchanged");
    add_count(&files, built->files_skipped, "skipped");
    printf("%s: %s; ", report->options->index, files.size > 0 ? files.bytes : "no files");
    if (built->files_added + built->files_updated > 0)
        print_work(built);
    printf("%" PRIu32 " unit%s in the index%s\n", built->units_total, plural(built->units_total),
           !built->was_stopped        ? ""
           : report->options->rebuild ? " (stopped; the index is as it was)"
                                      : " (stopped; run again for the rest)");
}

void report_summary(struct report *report, const struct build_report *built)
{
    wipe_bar(report);
    if (report->options->json)
        print_json(report, built);
    else if (!report->options->quiet)
        print_line(report, built);
    fflush(stdout);
}
