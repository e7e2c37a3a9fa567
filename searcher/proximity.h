/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proximity: how much of a query stands close together in a unit.
 *
 *   {자동 1.2, 미분 2.0, 기울기 3.1}  in  "… 자동 미분은 기울기를 …"  ->  6.3      where 기울기 stands a page further on  ->  3.2
 *
 * What       the most that the terms of a query add up to inside PROXIMITY_WINDOW_BYTES of the unit's text, each term once; those in its
 *            title and breadcrumbs count wherever the window is. A term is worth its weight times its rarity.
 * Why        BM25 does not see whether the words of a question stand in one sentence or in four. The score is added to that of BM25
 *            for the first hits (search.c).
 * Method     the best window of text, as in passage retrieval (J. P. Callan, "Passage-level evidence in document retrieval", SIGIR 1994).
 *            Terms are looked for as strings in the folded text, since analysing it would cost 20 times as much: Latin stems
 *            at the start of a word with an ending of three letters at most, a single syllable at the start of a word, the
 *            others anywhere.
 * Figures    MRR@10 KorQuAD .9664 -> .9695, CMRC .9906 -> .9925, DRCD .9685 -> .9739; windows of 60 to 150 bytes
 *            differ by .001, words instead of strings by less.
 * Errors     none. Cost about 1 ns a byte of the unit, 0.1 µs a term to prepare.
 */
#ifndef CHAJA_SEARCHER_PROXIMITY_H
#define CHAJA_SEARCHER_PROXIMITY_H

#include "searcher/query-expand.h"
#include "indexer/document.h"

enum { PROXIMITY_WINDOW_BYTES = 80, PROXIMITY_SLOTS = 1024 };

struct needle {
    const char16_t *units;
    size_t n_units;
    double value;
    uint16_t next; /* of the same slot, + 1; 0: none */
};

/* The terms of one query, to be looked for in many units. */
struct proximity {
    struct needle *needles;
    size_t n_needles;
    uint16_t slots[PROXIMITY_SLOTS]; /* by the first two units: number of the first needle + 1 */
    bool has_single;                 /* some needle is one unit long */
};

/* In `arena`. */
void proximity_make(const struct expanded_query *query, struct arena *arena, struct proximity *ret);

/* `scratch` is left fuller. */
double proximity_score(const struct proximity *proximity, const struct folder *folder,
                       const struct unit *unit, struct arena *scratch);

#endif
