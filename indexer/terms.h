/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms: a unit as the terms that find it, and these as a Xapian document.
 *
 * Input      a unit with its id and path; `document` is the file's, for the unit that opens it (its other titles and description are
 *            found there), else NULL.
 * Output     postings and values as schema.h lays them out; with the packed unit they make the Xapian document.
 * Weights    fields count by the table in terms.c.
 * Errors     ERROR_LIMIT when the packed unit is over TERMS_MAX_STORED_BYTES; what libxapian reports.
 * Cost       that of the analyzer and about 0.1 µs a token. Nothing is kept; scratch memory comes from `arena`.
 */
#ifndef CHAJA_INDEXER_TERMS_H
#define CHAJA_INDEXER_TERMS_H

#include "analyzers/analyzer.h"
#include "indexer/schema.h"
#include "indexer/stored.h"

enum { TERMS_MAX_STORED_BYTES = 32 * 1024 * 1024, TERMS_N_SLOTS = SLOT_DATE + 1 };

/* A term as it goes into the index, with its prefix; each once. */
struct posting {
    struct xc_text term;
    uint32_t wdf; /* 0: a filter */
};

struct unit_terms {
    struct posting *postings; /* in the order in which they were first found */
    size_t n_postings;
    struct text values[TERMS_N_SLOTS]; /* by slot; empty: none */
};

/* In `arena`. */
void terms_make(struct analyzer *analyzer, const struct stored_unit *stored, const struct document *document,
                struct arena *arena, struct unit_terms *ret);

/* Fill `out`, which is emptied first. */
int terms_write(const struct unit_terms *terms, const struct stored_unit *stored, struct xc_document *out,
                struct error *error);

/* A name as PREFIX_NAME and PREFIX_PAGE_NAME have it, in `arena`: its folded letters, digits, + and #, so that 자동 미분 is 자동미분 and C is not
 * C++. Empty when it has none. Also for queries. */
struct text terms_name_key(const struct analyzer *analyzer, struct text name, struct arena *arena);

/* A tag, language or path as its filter sees it: folded and trimmed, in `arena`. Also for queries. */
struct text terms_fold_tag(const struct analyzer *analyzer, struct text tag, struct arena *arena);

/* The host of an absolute URL in lower case without user, port and "www."; in `arena`. Empty when there is none, or it is longer than a
 * host name can be. */
struct text terms_url_host(struct text url, struct arena *arena);

#endif
