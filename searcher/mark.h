/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mark: where the wanted terms stand in a text, and which of them a reader should see marked.
 *
 *   문서검색  in  "문서를 검색하고 검색어를"  ->  marks 문서, 검색 (together they are the word); 검색 of 검색어 alone is found, not marked
 *
 * Marks      1. a word where the text has it as a word: the stem of 연구를, all of an irregular 어려운, a Latin word, a part of useState;
 *            2. a word inside another (자동 in 자동미분을), and a compound that the text writes apart (자동미분 as 자동 미분), by pairs of
 *            characters that overlap without a gap; 3. a compound whose pieces are words of the text in the same order, each close to the one
 *            before it, and leave nothing out; the same for parts of a Latin word (GPT-4 as GPT 4); 4. phrases, and words that
 *            begin with a prefix. A pair alone that only reaches into an ending or across the edge of two words, a piece of three
 *            characters or more, and a lone part of a Latin word are marked only if the text holds the word in no better way;
 *            other single pairs never.
 * Found      every token whose term is wanted, marked or not: what a passage is chosen by.
 * Shapes     marks are in order and apart, whole characters of the original; `found` is in the order of `start`; `words` are
 *            the words of the text, in order.
 * Limits     MARK_MAX_PHRASES phrases and as many prefixes are looked for; more are left alone.
 * Errors     none. Cost that of the analyzer and about 20 ns a token, linear whatever the text is. All in `arena`.
 */
#ifndef CHAJA_SEARCHER_MARK_H
#define CHAJA_SEARCHER_MARK_H

#include "searcher/snippet.h"

enum { MARK_MAX_PHRASES = 16 };
#define MARK_NONE UINT32_MAX

struct found {
    uint32_t start, end;
    uint32_t term;     /* in the query's terms; behind those its prefixes, then its phrases */
    uint32_t sentence; /* numbered; newlines and what ends a sentence count */
    uint32_t mark;     /* the mark it touches, or MARK_NONE */
    bool is_first;     /* in its sentence */
};

struct word_range {
    uint32_t start, end;
    enum script script;
};

struct matches {
    struct found *found;
    size_t n_found;
    struct range *marks;
    size_t n_marks;
    struct word_range *words;
    size_t n_words;
};

void mark_text(struct analyzer *analyzer, const struct snippet_query *query, struct text text,
               enum language language, struct arena *arena, struct matches *ret);

/* Whether a word of the text starts at the byte; ends at it. Cost log n. */
bool mark_is_word_start(const struct matches *matches, uint32_t at);
bool mark_is_word_end(const struct matches *matches, uint32_t at);

#endif
