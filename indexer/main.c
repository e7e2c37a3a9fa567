/* SPDX-License-Identifier: GPL-2.0-or-later */
/* indexer: the command line. What is printed is printed here, in report.c and in show.c. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/streams.h"
#include "indexer/report.h"
#include "indexer/show-file.h"
#include "indexer/watch.h"

enum { EXIT_DONE = 0, EXIT_SOME_SKIPPED = 1, EXIT_NOT_DONE = 2 };

/* Set by SIGINT and SIGTERM: what is read is committed, then the run ends. The second signal ends it at once, which loses no more than
 * the open batch. */
static volatile sig_atomic_t stop_requested;

static void request_stop(int number)
{
    stop_requested = 1;
    signal(number, SIG_DFL);
}

static bool is_stopped(void *context)
{
    (void)context;
    return stop_requested;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = request_stop};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_DFL);
}

static int fail(const struct error *error)
{
    streams_print_error("indexer", error);
    return EXIT_NOT_DONE;
}

static unsigned count_jobs(const struct indexer_options *options)
{
    long n_cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (options->n_jobs > 0)
        return options->n_jobs;
    return n_cores > 0 ? (unsigned)n_cores : 1;
}

static int run_once(const struct indexer_options *options, bool rebuild, int *ret_status, struct error *error)
{
    struct report report;
    struct build_report built;
    struct build_options build = {
        .index = options->index,
        .roots = options->paths.items,
        .n_roots = options->paths.n_items,
        .excludes = options->excludes.items,
        .n_excludes = options->excludes.n_items,
        .n_jobs = count_jobs(options),
        .rebuild = rebuild,
        .dry_run = options->dry_run,
        .language = (enum language)options->language,
        .callbacks = {report_problem, report_progress, report_plan, is_stopped, &report},
    };
    report_init(&report, options);
    int result = build_run(&build, &built, error);
    if (result == 0) {
        if (!options->dry_run)
            report_summary(&report, &built);
        *ret_status = built.was_stopped         ? EXIT_NOT_DONE
                      : built.files_skipped > 0 ? EXIT_SOME_SKIPPED
                                                : EXIT_DONE;
    }
    report_clear(&report);
    return result;
}

static int run_and_watch(const struct indexer_options *options)
{
    struct watch *watch = NULL;
    struct error error;
    int status = EXIT_DONE;
    int result = watch_open(&watch, &error);
    bool rebuild = options->rebuild;
    while (result >= 0 && !stop_requested) {
        result = watch_update(watch, options->paths.items, options->paths.n_items, options->index, &error);
        if (result == 0)
            result = run_once(options, rebuild, &status, &error);
        rebuild = false;
        if (result < 0 &&
            error.code == ERROR_LOCKED) { /* somebody else indexes by hand: the next event tries again */
            streams_print_error("indexer", &error);
            result = 0;
        }
        if (result == 0)
            result = watch_wait(watch, &stop_requested, &error);
    }
    watch_close(watch);
    return result < 0 ? fail(&error) : stop_requested ? EXIT_DONE : status;
}

static int run(const struct indexer_options *options)
{
    struct error error;
    int status = EXIT_DONE;
    catch_signals();
    if (options->watch && !options->dry_run)
        return run_and_watch(options);
    return run_once(options, options->rebuild, &status, &error) < 0 ? fail(&error) : status;
}

static int show(const struct indexer_options *options)
{
    struct error error;
    if (show_file((enum show_stage)options->stage, text_of(options->paths.items[0]),
                  (enum language)options->language, stdout, &error) < 0)
        return fail(&error);
    return EXIT_DONE;
}

static int print_version(void)
{
    printf("indexer %s\n", indexer_program.version);
    return EXIT_DONE;
}

static int print_text(void (*make)(const struct option_program *program, struct buffer *out))
{
    struct buffer out;
    buffer_init(&out, 1024 * 1024);
    make(&indexer_program, &out);
    fputs(out.bytes, stdout);
    buffer_clear(&out);
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct indexer_options options;
    struct error error;
    streams_occupy();
    arena_init(&arena);
    int status;
    int result = indexer_options_parse(argc, argv, &arena, &options, &error);
    if (result < 0)
        status = fail(&error);
    else if (result == OPTIONS_HELP)
        status = print_text(options_help);
    else if (result == OPTIONS_VERSION)
        status = print_version();
    else
        status = options.command == COMMAND_SHOW ? show(&options) : run(&options);
    arena_clear(&arena);
    if (status != EXIT_NOT_DONE && streams_flush_output(&error) < 0)
        status = fail(&error);
    return status;
}
