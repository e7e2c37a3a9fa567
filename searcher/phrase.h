/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phrase: does a text hold a phrase as it was written?
 *
 *   "자동 미분"  in "자동  미분을 쓴다": yes (the last word bears a particle)      in "자동 미분방정식": no
 *   "C"          in "C++ 입문": no                                              "动微" in "自动微分": yes (Chinese has no word edges)
 *
 * Both are folded; white space of any kind and length is one space. Where the phrase begins or ends with a Latin letter or digit (or +
 * or #), a word must begin or end there. Where it begins with Hangul, a Hangul run must begin there; where it ends with Hangul,
 * the rest of the run must be nothing but particles and endings.
 * Cost       folding the text (some 300 MB/s), then a search for a string. No allocation beyond `arena`.
 */
#ifndef CHAJA_SEARCHER_PHRASE_H
#define CHAJA_SEARCHER_PHRASE_H

#include "analyzers/fold.h"

/* `folded_phrase` is UTF-8, folded, with single spaces (query_leaf.folded). */
bool phrase_is_in(const struct folder *folder, struct text folded_phrase, struct text text,
                  struct arena *arena);

#endif
