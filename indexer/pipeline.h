/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pipeline: items worked on by several threads, handed out in their order.
 *
 *   n items, 4 workers  ->  pipeline_next() gives item 0, 1, 2, … as soon as each is done
 *
 * Order      the one who takes the results sees them as if there were one thread: an index built with 1 and with 8 workers is the same.
 * Memory     workers run ahead only while the sizes of what is being worked on, or waits to be taken, stay within `budget_bytes`
 *            (one item may always run). An item counts until the next call of pipeline_next().
 * Errors     the work reports through its item; a worker that cannot be started is done without, as long as one runs.
 */
#ifndef CHAJA_INDEXER_PIPELINE_H
#define CHAJA_INDEXER_PIPELINE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pipeline;

struct pipeline_options {
    size_t n_items;
    unsigned n_workers;
    uint64_t budget_bytes;
    uint64_t (*size_of)(void *context,
                        size_t item); /* the same whenever it is asked; by any thread, one at a time */
    /* `worker` counts from 0; called by that worker's thread alone. */
    void (*work)(void *context, unsigned worker, size_t item);
    void *context;
};

int pipeline_start(const struct pipeline_options *options, struct pipeline **ret, struct error *error);

/* Wait for the next item in order; false when all were taken. */
bool pipeline_next(struct pipeline *pipeline, size_t *ret_item);

/* Stop: items not yet begun are never begun. Waits for the workers. */
void pipeline_stop(struct pipeline *pipeline);

#endif
