/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seal: digests of a database's files, so that damage can be told.
 *
 * glass has no checksums, and of damaged copies one in six reads as if nothing were wrong. So an indexing run ends by writing
 * INDEX/SEAL: the generation, and of each file of the database its size and XXH3-128. `searcher check` compares. A run that was killed
 * after a commit leaves the seal of an older generation: then there is nothing to compare, which is told and is no damage, until the
 * next run seals what it finds.
 *
 *   generation 7 glass.3
 *   1f0c… 81920 postlist.glass
 *
 * Cost       reads every file once: 1 s for about 2 GB when they are in memory.
 */
#ifndef CHAJA_INDEXER_SEAL_H
#define CHAJA_INDEXER_SEAL_H

#include "base/buffer.h"
#include "base/error.h"

/* Under the lock, when nothing writes. */
int seal_write(const char *index, struct text database_name, uint64_t generation, struct error *error);

/* Whether there is a seal of this generation. */
bool seal_is_there(const char *index, struct text database_name, uint64_t generation);

/* 0: the files are as they were sealed. 1: there is no seal of this generation. ERROR_CORRUPT names the file that differs. */
int seal_check(const char *index, struct text database_name, uint64_t generation, struct error *error);

#endif
