/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-expand: the terms that a query looks for in this index, each with its weight and the reason it is there.
 *
 *   자동미분 (unknown here)  ->  자동 .71, 동미 .71, 미분 .71      trans*  ->  transformer, transform, translat, …
 *
 * Input      an analysed query and the index.
 * Rules      bigrams of a word that no document has carry it (weight_if_unknown); terms that are nowhere stay, with frequency 0. word* stands for at
 *            most EXPAND_MAX_PREFIX_TERMS terms, those in most documents. A word of a single Hangul or Han character also
 *            finds words that begin with it. A compound that the index has (finetuning: "fine tun") stands for its words, and weighs
 *            no more than they do. The same term twice in a leaf is one, its weights added.
 * Limits     QUERY_MAX_TERMS terms rank: of more, those with the least weight × rarity are marked `is_cut`, and so is the query. They
 *            still say what a required or excluded word asks for.
 * Output     for each leaf of the query, in their order, its terms. `word` numbers words through the query.
 * Errors     what libxapian reports (ERROR_CHANGED: reopen, and do it again).
 * Ownership  in `arena`. Cost about 1 µs a term; a prefix looks at all terms that begin with it.
 */
#ifndef CHAJA_SEARCHER_QUERY_EXPAND_H
#define CHAJA_SEARCHER_QUERY_EXPAND_H

#include "indexer/schema.h"
#include "searcher/query-analyze.h"

enum { QUERY_MAX_TERMS = 256, EXPAND_MAX_PREFIX_TERMS = 50 };

struct query_term {
    struct text term; /* without prefix */
    bool in_title;
    double weight;
    uint32_t frequency; /* documents */
    uint32_t word;
    enum token_kind kind;
    enum script script;
    bool is_question;
    bool is_cut;     /* does not rank */
    const char *via; /* "literal", "prefix", "compound" */
};

struct expanded_leaf {
    const struct query_leaf *leaf;
    struct query_term *terms;
    size_t n_terms;
};

struct expanded_query {
    const struct analyzed_query *analyzed;
    struct expanded_leaf *leaves; /* one for each leaf of `analyzed` */
    uint32_t n_documents;
    bool is_cut;
};

int query_expand(const struct analyzed_query *analyzed, struct xc_database *database, struct arena *arena,
                 struct expanded_query *ret, struct error *error);

/* How rare a term is: log(1 + (N - n + .5) / (n + .5)), as in BM25. */
double query_term_rarity(const struct expanded_query *query, const struct query_term *term);

void expanded_query_describe(const struct expanded_query *query, struct buffer *out);

#endif
