/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct worker {
    struct pipeline *pipeline;
    pthread_t thread;
    unsigned number;
};

struct pipeline {
    struct pipeline_options options;
    pthread_mutex_t mutex;
    pthread_cond_t item_done, room;
    bool *is_done;
    size_t next_to_begin, next_to_take;
    uint64_t bytes_held, bytes_taken; /* bytes_taken: of the item that was handed out last */
    bool is_stopped;
    unsigned n_workers;
    struct worker workers[];
};

/* Wait for an item to begin with; false when there is none left. Under the mutex. */
static bool begin_item(struct pipeline *pipeline, size_t *ret_item)
{
    for (;;) {
        if (pipeline->is_stopped || pipeline->next_to_begin == pipeline->options.n_items)
            return false;
        uint64_t size = pipeline->options.size_of(pipeline->options.context, pipeline->next_to_begin);
        if (pipeline->bytes_held == 0 || pipeline->bytes_held + size <= pipeline->options.budget_bytes) {
            pipeline->bytes_held += size;
            *ret_item = pipeline->next_to_begin++;
            return true;
        }
        pthread_cond_wait(&pipeline->room, &pipeline->mutex);
    }
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    struct pipeline *pipeline = worker->pipeline;
    size_t item;
    pthread_mutex_lock(&pipeline->mutex);
    while (begin_item(pipeline, &item)) {
        pthread_mutex_unlock(&pipeline->mutex);
        pipeline->options.work(pipeline->options.context, worker->number, item);
        pthread_mutex_lock(&pipeline->mutex);
        pipeline->is_done[item] = true;
        pthread_cond_signal(&pipeline->item_done);
    }
    pthread_mutex_unlock(&pipeline->mutex);
    return NULL;
}

/* Workers leave signals to the thread that asked for them. */
static void start_workers(struct pipeline *pipeline)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (unsigned i = 0; i < pipeline->options.n_workers; i++) {
        struct worker *worker = &pipeline->workers[pipeline->n_workers];
        *worker = (struct worker){.pipeline = pipeline, .number = i};
        if (pthread_create(&worker->thread, NULL, run_worker, worker) == 0)
            pipeline->n_workers++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int pipeline_start(const struct pipeline_options *options, struct pipeline **ret, struct error *error)
{
    struct pipeline *pipeline = calloc(1, sizeof *pipeline + options->n_workers * sizeof *pipeline->workers);
    if (pipeline == NULL ||
        (pipeline->is_done = calloc(options->n_items + 1, sizeof *pipeline->is_done)) == NULL) {
        free(pipeline);
        return error_set(error, ERROR_MEMORY, "no memory for a list of %zu files", options->n_items);
    }
    pipeline->options = *options;
    pthread_mutex_init(&pipeline->mutex, NULL);
    pthread_cond_init(&pipeline->item_done, NULL);
    pthread_cond_init(&pipeline->room, NULL);
    start_workers(pipeline);
    if (pipeline->n_workers == 0) {
        pipeline_stop(pipeline);
        return error_set(error, ERROR_SYSTEM, "no thread can be started");
    }
    *ret = pipeline;
    return 0;
}

bool pipeline_next(struct pipeline *pipeline, size_t *ret_item)
{
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->bytes_held -= pipeline->bytes_taken;
    pipeline->bytes_taken = 0;
    pthread_cond_broadcast(&pipeline->room);
    bool is_left = pipeline->next_to_take < pipeline->options.n_items;
    if (is_left) {
        size_t item = pipeline->next_to_take++;
        while (!pipeline->is_done[item])
            pthread_cond_wait(&pipeline->item_done, &pipeline->mutex);
        pipeline->bytes_taken = pipeline->options.size_of(pipeline->options.context, item);
        *ret_item = item;
    }
    pthread_mutex_unlock(&pipeline->mutex);
    return is_left;
}

void pipeline_stop(struct pipeline *pipeline)
{
    if (pipeline == NULL)
        return;
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->is_stopped = true;
    pthread_cond_broadcast(&pipeline->room);
    pthread_mutex_unlock(&pipeline->mutex);
    for (unsigned i = 0; i < pipeline->n_workers; i++)
        pthread_join(pipeline->workers[i].thread, NULL);
    pthread_cond_destroy(&pipeline->room);
    pthread_cond_destroy(&pipeline->item_done);
    pthread_mutex_destroy(&pipeline->mutex);
    free(pipeline->is_done);
    free(pipeline);
}
