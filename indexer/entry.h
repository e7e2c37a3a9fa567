/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entry: one link that stands in several places is one unit with all their names.
 *
 * The places of an entry come from files that change one by one. Taking a file's places out and putting its new ones in gives a unit
 * that does not depend on the order in which files were read: the place that leads is the first, by path and line, of those
 * whose name says something; title, breadcrumbs, language, path and line are its, the texts of all stand behind each other.
 * Ownership  the result shares texts with its inputs; lists are in `arena`.
 */
#ifndef CHAJA_INDEXER_ENTRY_H
#define CHAJA_INDEXER_ENTRY_H

#include "indexer/stored.h"

/* `known` without the places of file `path`, with those of `added` (which may be NULL: then the file has the link no more). False when no
 * place is left. */
bool entry_merge(const struct stored_unit *known, struct text path, const struct stored_unit *added,
                 struct arena *arena, struct stored_unit *ret);

#endif
