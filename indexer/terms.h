/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms: a unit as the Xapian document that finds it.
 *
 * Input      a unit with its id and path; `document` is the file's, for the unit that opens it (its other titles and description are
 *            found there), else NULL.
 * Output     `out`, which is emptied first: terms, positions, filters and values as schema.h lays them out, and the packed unit.
 * Weights    fields count by the table in terms.c.
 * Errors     ERROR_LIMIT when the packed unit is over TERMS_MAX_STORED_BYTES; what libxapian reports.
 * Cost       that of the analyzer and about 0.3 µs a posting. Nothing is kept; scratch memory comes from `arena`.
 */
#ifndef CHAJA_INDEXER_TERMS_H
#define CHAJA_INDEXER_TERMS_H

#include "analyzers/analyzer.h"
#include "indexer/schema.h"
#include "indexer/stored.h"

enum { TERMS_MAX_STORED_BYTES = 32 * 1024 * 1024 };

int terms_make(struct analyzer *analyzer, const struct stored_unit *stored, const struct document *document,
               struct arena *arena, struct xc_document *out, struct error *error);

/* A tag, language or path as its filter sees it: folded and trimmed, in `arena`. Also for queries. */
struct text terms_fold_tag(const struct analyzer *analyzer, struct text tag, struct arena *arena);

/* The host of a URL in lower case without "www.", a view of a copy in `arena`; empty when there is none. */
struct text terms_url_host(struct text url, struct arena *arena);

#endif
