/* SPDX-License-Identifier: GPL-2.0-or-later */
/* index-folder: the folder that is an index: which database counts, who writes it, how one takes the place of another.
 *
 *   chaja.index/CURRENT -> "glass.3"     a rebuild fills glass.4, then CURRENT is replaced by rename
 *
 * Every step that a crash may follow is on disk before the next: files are fsync'ed before a rename, the folder after it, and its
 * parent after its creation. Texts returned live in `arena`. Paths are C strings.
 */
#ifndef CHAJA_INDEXER_INDEX_FOLDER_H
#define CHAJA_INDEXER_INDEX_FOLDER_H

#include "base/arena.h"
#include "base/error.h"
#include "indexer/schema.h"

/* ---- reading ---- */

/* The name of the database that counts. ERROR_NOT_FOUND when the folder is missing or holds no finished database, ERROR_CORRUPT
 * when CURRENT names none of ours. */
int index_current(const char *index, struct arena *arena, struct text *ret_name, struct error *error);

/* INDEX/NAME */
const char *index_database_path(const char *index, struct text name, struct arena *arena);

struct index_reader {
    struct xc_database *database; /* closed by index_reader_close() */
    struct text name;
    struct schema_state state;
};

/* Open what counts, and check that this program fits it. A database that is replaced while it is being opened is opened anew.
 * Messages say how to make or rebuild the index. About 0.3 ms. */
int index_reader_open(const char *index, struct arena *arena, struct index_reader *ret, struct error *error);

/* 1: there is a newer state, close it and open again; 0: there is none, or what there is cannot be told. About 15 µs. */
int index_reader_is_stale(const char *index, struct index_reader *reader);

void index_reader_close(struct index_reader *reader);

/* ---- writing ---- */

struct index_lock;

/* Become the one who writes; makes the folder when it is missing. ERROR_LOCKED names the process that holds it, since when and
 * with which command. A folder that holds other things than an index is refused (ERROR_INPUT). Released by the kernel too when the
 * process ends. */
int index_lock_take(const char *index, struct index_lock **ret, struct error *error);
void index_lock_release(struct index_lock *lock);

/* For readers: 0 when nobody writes, ERROR_LOCKED as above when somebody does. */
int index_lock_probe(const char *index, struct error *error);

/* Make durable what was created, renamed or removed in a folder. */
int index_sync(const char *folder, struct error *error);

/* A name that no database here has: one more than the highest. Under the lock. */
int index_next_name(const char *index, struct arena *arena, struct text *ret_name, struct error *error);

/* Let CURRENT name this database, for good. Under the lock. */
int index_make_current(const char *index, struct text name, struct error *error);

/* Remove the databases that CURRENT does not name (left by a run that was killed, or replaced by a rebuild); none when CURRENT is
 * damaged. Under the lock. */
int index_remove_stale(const char *index, struct error *error);

#endif
