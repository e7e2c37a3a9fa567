/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wanted: the terms of a query, arranged so that each token of a text is looked up once.
 *
 *   대 · 모델 · "대모" (cross)  ->  characters 대 모 델, pairs 대모 모델, words 대 [0, 1) 모델 [1, 3)
 *
 * Input      the terms in the order in which the analyzer gave them. A cross term whose two characters end one word and begin
 *            the next links them, so that a text which cuts them elsewhere can still be followed.
 * Shapes     characters of Korean and Chinese words are numbered through all words; pair p is characters p and p + 1 and exists
 *            inside a word and between linked words. Parts of Latin words are numbered in the same manner.
 * Limits     WANTED_MAX_CHARACTERS of a word take part in pairs, and a text stands for WANTED_MAX_USES things at most: a
 *            query of one character repeated must not multiply the work.
 * Ownership  in `arena`; texts are views of the query's.
 * Errors     none. Cost about 0.1 µs a term to arrange, 10 to 20 ns a look-up.
 */
#ifndef CHAJA_SEARCHER_WANTED_H
#define CHAJA_SEARCHER_WANTED_H

#include "searcher/snippet.h"

enum { WANTED_MAX_CHARACTERS = 24, WANTED_MAX_USES = 8 };
#define WANTED_NONE UINT32_MAX

struct wanted_word {
    uint32_t term; /* in the query's terms */
    uint32_t first_character, n_characters;
    uint32_t first_part, n_parts;
    bool is_cjk;
    bool is_linked; /* to a neighbour, by a cross */
};

enum wanted_kind {
    WANTED_TERM, /* index: in the query's terms */
    WANTED_PAIR, /* index: of its first character */
    WANTED_PART, /* index: of the part */
    WANTED_TYPED /* index: of a word whose stem is one syllable; the text is its first two: 고서 may be no form of 고 */
};

/* One thing that a text stands for; the chain ends at NULL, of several pairs the later comes first. */
struct wanted_use {
    enum wanted_kind kind;
    uint32_t index;
    const struct wanted_use *next;
};

struct wanted_slot {
    struct text text;
    const struct wanted_use *uses;
    uint32_t hash, n_uses;
};

struct wanted {
    const struct snippet_query *query;
    struct wanted_slot *slots; /* a power of two of them, at most half of them taken */
    size_t n_slots;
    struct wanted_word *words;
    size_t n_words;
    uint32_t *word_of_term; /* WANTED_NONE for terms that are no words */
    uint32_t *word_of_character;
    size_t n_characters;
    uint32_t *word_of_part;
    size_t n_parts;
};

void wanted_make(const struct snippet_query *query, struct arena *arena, struct wanted *ret);

/* What the text of a token stands for, or NULL. */
const struct wanted_use *wanted_find(const struct wanted *wanted, struct text text);

#endif
