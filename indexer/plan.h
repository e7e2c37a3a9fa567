/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan: what an indexing run has to do: the files that are there, held against what the index knows.
 *
 * Rules      a file whose size, mtime and ctime are as recorded is unchanged, unless it was recorded as racy (written so
 *            shortly before it was read that a later write may bear the same times) or taken apart under other settings: then it is
 *            read again, and a file of other settings is taken apart again even if its bytes are the same. A file that the index
 *            knows below one of this run's roots and that is gone is removed, but nothing below a root or folder that could not be
 *            read. Files that the index knows elsewhere are left alone.
 * Order      files to read first, sorted by path; then removals: a renamed file is never missing from a committed state.
 * Cost       one merge of two sorted lists, and for each file that is gone a look at the roots and at what could not be read.
 */
#ifndef CHAJA_INDEXER_PLAN_H
#define CHAJA_INDEXER_PLAN_H

#include "indexer/schema.h"
#include "indexer/walk.h"

enum change_kind { CHANGE_ADD, CHANGE_UPDATE, CHANGE_REMOVE };

struct change {
    enum change_kind kind;
    struct file_ref file;             /* REMOVE: only its path */
    const struct file_record *record; /* UPDATE and REMOVE: what was known */
    uint64_t settings;
    bool is_forced; /* taken apart again even if its bytes are the same */
};

struct plan {
    struct change *changes;
    size_t n_changes;
    size_t n_unchanged;
    uint64_t bytes; /* to read */
};

struct plan_input {
    const struct walk *walk;
    const struct file_record *records; /* sorted by path */
    size_t n_records;
    uint64_t settings; /* of this run, as in the records */
};

void plan_make(const struct plan_input *input, struct arena *arena, struct plan *ret);

#endif
