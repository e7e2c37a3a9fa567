/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase: where does a text hold a phrase as it was written?
 *
 *   "자동 미분"  in "자동  미분을 쓴다": [0, 14) (the last word bears a particle)      in "자동 미분방정식": nowhere
 *   "C"          in "C++ 입문": nowhere                                 "动微" in "自动微分": [3, 9) (Chinese has no word edges)
 *
 * Both are folded; white space of any kind and length is one space. Where the phrase begins or ends with a Latin letter or digit (or +
 * or #), a word must begin or end there. Where it begins with Hangul, a Hangul run must begin there; where it ends with Hangul,
 * the rest of the run must be nothing but particles and endings.
 * Cost       folding the text (some 300 MB/s), then one pass, whatever the two are. No allocation beyond `arena`.
 */
#ifndef CHAJA_SEARCHER_PHRASE_H
#define CHAJA_SEARCHER_PHRASE_H

#include "analyzers/fold.h"
#include "searcher/answer.h"

/* `folded_phrase` is UTF-8, folded, with single spaces (query_leaf.folded). An empty phrase is in every text. */
bool phrase_is_in(const struct folder *folder, struct text folded_phrase, struct text text,
                  struct arena *arena);

/* A folded text with its white space evened out; made once for all phrases. */
struct even_text {
    const struct folded *folded;
    char16_t *units;
    uint32_t *origins; /* of each unit, in the folded text */
    size_t n_units;
};

void phrase_even(const struct folded *folded, struct arena *arena, struct even_text *ret);

/* Ranges of the original text, in order and apart; none of an empty phrase. */
size_t phrase_find(const struct even_text *text, struct text folded_phrase, struct arena *arena,
                   struct range **ret_ranges);

#endif
