/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seal: digests of a database's files, so that damage can be told.
 *
 * glass has no checksums, and of damaged copies one in six reads as if nothing were wrong. So an indexing run ends by
 * writing INDEX/SEAL: the name of the database, and of each of its files the size and XXH3-128. `searcher check`
 * compares. A run breaks the seal before it writes, when it has seen that it is good: the files change before a commit
 * counts, and a run that is killed leaves them changed. Then there is nothing to compare, which is told and is no
 * damage; the next run seals again.
 *
 *   glass.3
 *   1f0c… 81920 postlist.glass
 *
 * Cost       a run that writes reads every file twice, to compare and to seal: each 1 s for about 2 GB when they are in
 *            memory.
 */
#ifndef CHAJA_INDEXER_SEAL_H
#define CHAJA_INDEXER_SEAL_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/error.h"

/* Under the lock, before the first write to the database that counts; durable when it returns. */
int seal_break(const char *index, struct error *error);

/* Under the lock, when nothing writes any more. */
int seal_write(const char *index, struct text database_name, struct error *error);

/* Whether the seal is one of this database. */
bool seal_exists(const char *index, struct text database_name);

/* 0: the files are as they were sealed. 1: this database has no seal. ERROR_CORRUPT names the file that differs. */
int seal_check(const char *index, struct text database_name, struct error *error);

#endif
