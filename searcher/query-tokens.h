/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-tokens: a query as a row of tokens, with its brackets matched; the first half of query-parse.
 *
 *   -title:(딥 OR "러 닝")   ->   OPEN(not, title)  WORD  OR  PHRASE  CLOSE
 *
 * Input      a cleaned query: valid UTF-8 whose control characters and white space are all plain spaces.
 * Shapes     OPEN and CLOSE come in pairs, nested, never empty and at most QUERY_MAX_DEPTH deep: `match`
 *            is the index of the other one. Every OR has a clause without a mark on both sides. What does
 *            not fit is a WORD.
 * Units      bytes of the query: [start, end) with marks, [inner_start, inner_end) without.
 * Ownership  in `arena`. Brackets that are too deep are overwritten with spaces in the query.
 * Cost       linear in the query.
 */
#ifndef CHAJA_SEARCHER_QUERY_TOKENS_H
#define CHAJA_SEARCHER_QUERY_TOKENS_H

#include "searcher/query-parse.h"

enum query_token_kind { TOKEN_WORD, TOKEN_PREFIX, TOKEN_PHRASE, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OR };

enum { NO_FIELD = -1, TITLE_FIELD = -2 };

struct query_token {
    enum query_token_kind kind;
    enum query_occur occur;
    int field; /* enum query_field, NO_FIELD or TITLE_FIELD */
    uint32_t start, end, inner_start, inner_end;
    uint32_t match;      /* of OPEN and CLOSE */
    bool is_punctuation; /* no letter or digit in it */
};

struct query_tokens {
    struct query_token *tokens;
    size_t n_tokens;
    bool cut;
};

/* `bytes` has room for its `size` bytes and is written to (see above). */
void query_tokens_read(char *bytes, size_t size, struct arena *arena, struct query_tokens *ret);

/* A word that stands for itself: no mark, no field. */
static inline bool query_token_is_plain_word(const struct query_token *token)
{
    return token->kind == TOKEN_WORD && token->occur == QUERY_SHOULD && token->field == NO_FIELD;
}

#endif
