/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pairs: follows the characters of Korean and Chinese query words through a text, pair by pair.
 *
 *   딥러닝모델 (pairs 딥러 러닝 닝모 모델)  in  "딥러닝 모델을"  ->  one chain of four pairs, [딥러닝 모델]
 *
 * Input      where pairs of the query stand in the text, in the order of their start, later pairs first where one text is
 *            several; the words of the text.
 * Output     proposals: chains that hold whole words of the query, or at least three characters of one; and, for a compound
 *            that the text writes with particles between (문서를 검색), the pieces that make it up together.
 * Cost       linear in the places. In `arena`.
 */
#ifndef CHAJA_SEARCHER_PAIRS_H
#define CHAJA_SEARCHER_PAIRS_H

#include "searcher/proposal.h"
#include "searcher/mark.h"
#include "searcher/wanted.h"

struct pair_place {
    uint32_t start, end;
    uint32_t pair;
    enum token_kind kind;
};

void pairs_follow(const struct wanted *wanted, const struct matches *matches, struct text text,
                  const struct pair_place *places, size_t n_places, struct arena *arena,
                  struct proposals *ret);

#endif
