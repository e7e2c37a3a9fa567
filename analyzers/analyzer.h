/* SPDX-License-Identifier: GPL-2.0-or-later */
/* analyzer: text in, tokens out. Documents, queries and excerpts go through the same code, so that they cannot drift apart.
 *
 *   "PyTorch의 자동미분을"  ->  pytorch (word) py torch (parts) · 자동미분 (word) 자동 동미 미분 (bigrams) 분을 (tail)
 *
 * Input      valid UTF-8. A newline ends a phrase: the words on both sides are no neighbours. `context` says whose weights Latin words
 *            take in a query; LANGUAGE_NONE: the analyzer looks (any Hangul: ko, else any Han: zh, else en).
 * Output     tokens in the order of the text. `term` is folded and stemmed UTF-8 of at most ANALYZER_MAX_TERM_BYTES without a prefix; no
 *            folded term holds an ASCII capital, so prefixes made of those cannot collide with it. `start`, `end` are bytes of the
 *            original text, whole characters, whatever folding did: what a highlight marks. `position` counts words from 1 (+10 across a
 *            newline); kinds other than TOKEN_WORD carry their word's position, but only words belong in a positional index. `word` is
 *            the index of the TOKEN_WORD (in the list) that a part, bigram, tail or exact form belongs to; its own for a word; the
 *            latter of the two for crosses and pairs.
 * Weights    `wdf` is what a document counts it, `weight` what a query weighs it; `weight_if_unknown` replaces it when the index does
 *            not know the token's word (a Korean stem nobody wrote: its bigrams must carry it).
 * Spellings  a Korean loanword that people write in several ways has the word and the bigrams of one (korean-variants.h) and, as tails,
 *            those bigrams of its own that differ; ranges are where it stands as written.
 * Purposes   DOCUMENT and SNIPPET give the same tokens; QUERY also marks question words (무엇, 什么, what), which weigh less.
 * State      an analyzer holds ICU objects and buffers; one thread each. Opening costs about 1 ms.
 * Errors     analyzer_run has none. An analyzer that cannot be opened says why.
 * Cost       Korean 42, Chinese 15, English 47 MB/s (one thread of a 2020s server; tests/bench measures it); two thirds of Chinese are ICU's
 *            dictionary.
 * Source     recipe measured on KorQuAD, CMRC, DRCD and page collections: words, merged bigrams, bigrams across spaces, pairs. The table in
 *            analyzer.c has one row a language.
 */
#ifndef CHAJA_ANALYZERS_ANALYZER_H
#define CHAJA_ANALYZERS_ANALYZER_H

#include "analyzers/language-runs.h"

enum { ANALYZER_MAX_TERM_BYTES = 200 };

enum token_kind {
    TOKEN_WORD,   /* a Korean stem, a Chinese word, a stemmed or technical Latin word, a number */
    TOKEN_EXACT,  /* "=running", "=café": a Latin word of letters as written, but for stop words */
    TOKEN_PART,   /* use and state of useState; the other word that 이수만 may be beside 이수 */
    TOKEN_BIGRAM, /* two characters inside the word, as the index spells it */
    TOKEN_TAIL,   /* Korean: two characters of an ending, a dropped particle or a spelling not indexed */
    TOKEN_CROSS,  /* two characters across the edge of two words */
    TOKEN_PAIR    /* two neighbouring words one of which is Latin: "react 앱", "2024년" */
};

struct token {
    struct text term;
    uint32_t start, end;
    uint32_t position;
    uint32_t word;
    enum token_kind kind;
    enum script script;
    uint8_t wdf;
    bool is_question;
    float weight, weight_if_unknown;
};

struct token_list {
    struct token *tokens;
    size_t n_tokens;
    enum language context; /* as given, or as found */
    uint32_t last_position;
};

enum analyzer_purpose { ANALYZE_DOCUMENT, ANALYZE_QUERY, ANALYZE_SNIPPET };

struct analyzer;

struct analyzer *analyzer_new(struct error *error);
void analyzer_free(struct analyzer *analyzer);

void analyzer_run(struct analyzer *analyzer, struct text text, enum analyzer_purpose purpose,
                  enum language context, struct arena *arena, struct token_list *ret);

/* The stem of a word of a–z, as terms have it; in `arena`. */
struct text analyzer_stem(struct analyzer *analyzer, struct text word, struct arena *arena);

/* For comparing text as written, and for `show runs`. */
const struct folder *analyzer_folder(const struct analyzer *analyzer);

/* "word", "exact", "part", "bigram", "tail", "cross", "pair". */
const char *token_kind_name(enum token_kind kind);

/* Changes whenever the same text could give other terms: goes into the index. */
uint64_t analyzer_version(void);

#endif
