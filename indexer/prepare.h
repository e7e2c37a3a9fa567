/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prepare: a file as Xapian documents, ready to be written; the part of indexing that many threads do at once.
 *
 * Input      a change of the plan (ADD or UPDATE). One analyzer a thread.
 * Output     PREPARED_UNITS: the units, each with its document, and the record to be kept. PREPARED_SAME: the bytes are those that the
 *            index has; only the record is new. PREPARED_FAILED: `error` says why, without the path.
 * Problems   what is wrong in a file that is taken all the same: line, column, reason.
 * Ownership  all of it belongs to the prepared file, freed by prepared_file_free().
 * Times      seconds a stage took are added to `stages` (of the thread that asks).
 */
#ifndef CHAJA_INDEXER_PREPARE_H
#define CHAJA_INDEXER_PREPARE_H

#include "indexer/plan.h"
#include "indexer/terms.h"

enum prepared_kind { PREPARED_UNITS, PREPARED_SAME, PREPARED_FAILED };

struct prepared_unit {
    struct stored_unit stored;
    struct xc_document *document;
};

struct prepared_file {
    struct arena arena;
    enum prepared_kind kind;
    struct error error;
    struct file_record record;
    struct prepared_unit *units;
    size_t n_units;
    struct problem *problems;
    size_t n_problems;
};

struct stage_seconds {
    double read, parse, analyse;
};

/* Empty, to be prepared; never NULL (running out of memory ends the program). */
struct prepared_file *prepared_file_new(void);
void prepared_file_free(struct prepared_file *file);

void prepare_file(struct analyzer *analyzer, const struct change *change,
                  const struct document_options *options, struct stage_seconds *stages,
                  struct prepared_file *file);

#endif
