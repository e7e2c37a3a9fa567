/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "indexer/pipeline.h"

enum { MAX_ITEMS = 2000, MAX_WORKERS = 8 };

struct run {
    uint64_t sizes[MAX_ITEMS];
    size_t
        results[MAX_ITEMS]; /* written by a worker, read by the taker: tells when the two are not in order */
    atomic_uint_fast64_t bytes_in_flight, most_bytes, largest;
    atomic_size_t n_begun;
    atomic_bool is_busy[MAX_WORKERS];
    atomic_bool was_shared; /* two items at once under one worker's number */
    unsigned pause_us;      /* an item takes up to so long */
};

static uint64_t size_of(void *context, size_t item)
{
    struct run *run = context;
    return run->sizes[item];
}

static void note_most(atomic_uint_fast64_t *most, uint64_t value)
{
    uint_fast64_t known = atomic_load(most);
    while (value > known && !atomic_compare_exchange_weak(most, &known, value))
        continue;
}

static void work(void *context, unsigned worker, size_t item)
{
    struct run *run = context;
    if (atomic_exchange(&run->is_busy[worker], true))
        atomic_store(&run->was_shared, true);
    atomic_fetch_add(&run->n_begun, 1);
    note_most(&run->most_bytes, atomic_fetch_add(&run->bytes_in_flight, run->sizes[item]) + run->sizes[item]);
    if (run->pause_us > 0)
        usleep((unsigned)(item * 7919 % run->pause_us));
    run->results[item] = item * item;
    atomic_store(&run->is_busy[worker], false);
}

static struct pipeline *start(struct run *run, size_t n_items, unsigned n_workers, uint64_t budget)
{
    struct pipeline_options options = {n_items, n_workers, budget, size_of, work, run};
    struct pipeline *pipeline = NULL;
    struct error error;
    assert_int_equal(pipeline_start(&options, &pipeline, &error), 0);
    return pipeline;
}

/* Take `n` items and hold them against what is promised. */
static void take(struct run *run, struct pipeline *pipeline, size_t n)
{
    for (size_t expected = 0; expected < n; expected++) {
        size_t item = MAX_ITEMS;
        if (expected > 0) /* the one before counts until now */
            atomic_fetch_sub(&run->bytes_in_flight, run->sizes[expected - 1]);
        assert_true(pipeline_next(pipeline, &item));
        assert_int_equal(item, expected);
        assert_int_equal(run->results[item], item * item);
    }
}

static void test_items_come_in_order_whatever_the_number_of_workers(void **state)
{
    (void)state;
    for (unsigned n_workers = 1; n_workers <= MAX_WORKERS; n_workers++) {
        static struct run run;
        run = (struct run){.pause_us = 200};
        for (size_t i = 0; i < 500; i++)
            run.sizes[i] = 1 + i * 31 % 100;
        struct pipeline *pipeline = start(&run, 500, n_workers, 1000);
        take(&run, pipeline, 500);
        size_t item;
        assert_false(pipeline_next(pipeline, &item));
        assert_false(pipeline_next(pipeline, &item));
        pipeline_stop(pipeline);
        assert_int_equal(run.n_begun, 500);
        assert_false(run.was_shared);
    }
}

/* What is in flight is within the budget, but for a single item that is larger. */
static void test_the_budget_is_kept(void **state)
{
    static const struct {
        uint64_t budget, most_expected;
        uint64_t sizes[4]; /* repeated */
    } cases[] = {
        {100, 100, {10, 20, 30, 40}}, {100, 100, {50, 50, 50, 50}},
        {100, 100, {51, 51, 51, 51}}, {10, 1000, {1000, 1, 1, 1}}, /* the large one alone */
        {0, 7, {7, 7, 7, 7}},         {1, 1ull << 40, {1ull << 40, 1ull << 40, 1, 1}},
        {5, 0, {0, 0, 0, 0}},
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (unsigned n_workers = 1; n_workers <= MAX_WORKERS; n_workers *= 2) {
            static struct run run;
            run = (struct run){.pause_us = 50};
            for (size_t i = 0; i < 300; i++)
                run.sizes[i] = cases[c].sizes[i % 4];
            struct pipeline *pipeline = start(&run, 300, n_workers, cases[c].budget);
            take(&run, pipeline, 300);
            pipeline_stop(pipeline);
            if (run.most_bytes > cases[c].most_expected)
                fail_msg("case %zu, %u workers: %llu bytes in flight", c, n_workers,
                         (unsigned long long)run.most_bytes);
        }
}

static void test_workers_run_ahead_within_the_budget(void **state)
{
    static struct run run;
    (void)state;
    run = (struct run){0};
    for (size_t i = 0; i < 100; i++)
        run.sizes[i] = 10;
    struct pipeline *pipeline = start(&run, 100, 4, 50);
    for (int waited = 0; atomic_load(&run.n_begun) < 5 && waited < 5000; waited++)
        usleep(1000);
    usleep(20000); /* time to begin a sixth, were it let */
    assert_int_equal(run.n_begun, 5);
    take(&run, pipeline, 100);
    pipeline_stop(pipeline);
}

static void test_stopping_begins_nothing_more(void **state)
{
    (void)state;
    for (size_t n_taken = 0; n_taken <= 20; n_taken += 5)
        for (unsigned n_workers = 1; n_workers <= MAX_WORKERS; n_workers++) {
            static struct run run;
            run = (struct run){.pause_us = 100};
            for (size_t i = 0; i < 1000; i++)
                run.sizes[i] = 10;
            struct pipeline *pipeline = start(&run, 1000, n_workers, 60);
            take(&run, pipeline, n_taken);
            pipeline_stop(pipeline);
            size_t n_begun = run.n_begun;
            assert_true(n_begun >= n_taken && n_begun <= n_taken + 6);
            usleep(1000);
            assert_int_equal(run.n_begun, n_begun);
        }
}

static void test_nothing_to_do_is_done_at_once(void **state)
{
    static struct run run;
    size_t item;
    (void)state;
    struct pipeline *pipeline = start(&run, 0, 4, 100);
    assert_false(pipeline_next(pipeline, &item));
    pipeline_stop(pipeline);
    pipeline_stop(NULL);
}

static void test_no_worker_is_an_error(void **state)
{
    static struct run run;
    struct pipeline_options options = {5, 0, 100, size_of, work, &run};
    struct pipeline *pipeline = NULL;
    struct error error;
    (void)state;
    assert_int_equal(pipeline_start(&options, &pipeline, &error), -1);
    assert_int_equal(error.code, ERROR_SYSTEM);
    assert_null(pipeline);
}

/* Short runs, many of them: what goes wrong once in a thousand shows here, above all under a thread sanitizer. */
static void test_many_runs_end(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 1000; round++) {
        static struct run run;
        size_t n_items = round % 17;
        run = (struct run){0};
        for (size_t i = 0; i < n_items; i++)
            run.sizes[i] = (round * 7 + i * 13) % 50;
        struct pipeline *pipeline = start(&run, n_items, 1 + round % MAX_WORKERS, round % 60);
        take(&run, pipeline, round % 3 == 0 ? n_items / 2 : n_items);
        pipeline_stop(pipeline);
    }
}

RUN_TESTS(cmocka_unit_test(test_items_come_in_order_whatever_the_number_of_workers),
          cmocka_unit_test(test_the_budget_is_kept),
          cmocka_unit_test(test_workers_run_ahead_within_the_budget),
          cmocka_unit_test(test_stopping_begins_nothing_more),
          cmocka_unit_test(test_nothing_to_do_is_done_at_once), cmocka_unit_test(test_no_worker_is_an_error),
          cmocka_unit_test(test_many_runs_end))
