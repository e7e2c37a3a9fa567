/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apply: a prepared file, written into the open batch of an index in the place of what that file gave before.
 *
 * Sections are replaced by their id, those that are no more are removed. Entries lose the places of the file and gain its new ones
 * (entry.h). Applying the same file twice gives the same index.
 * State      an applier holds the writer (borrowed), an analyzer for entries that have to be made anew, and scratch memory.
 * Errors     what libxapian or a damaged stored unit reports; the batch is then to be cancelled.
 */
#ifndef CHAJA_INDEXER_APPLY_H
#define CHAJA_INDEXER_APPLY_H

#include "indexer/prepare.h"

struct applier {
    struct xc_writer *writer;
    struct analyzer *analyzer;
    struct xc_document *document; /* for entries made anew */
    struct arena arena;
};

int applier_init(struct applier *applier, struct xc_writer *writer, struct error *error);
void applier_clear(struct applier *applier);

/* `is_known`: the index may hold units of this file. */
int apply_file(struct applier *applier, const struct prepared_file *file, bool is_known, struct error *error);

/* Everything a file gave, and its record. */
int apply_removal(struct applier *applier, struct text path, struct error *error);

#endif
