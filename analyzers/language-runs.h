/* SPDX-License-Identifier: GPL-2.0-or-later */
/* language-runs: which stretches of a text are words, and of which language's kind?
 *
 *   "Meta의 自动微分, node.js v2"  ->  Meta Latn · 의 Hang ko · 自动微分 Hani zh · node.js Latn · v2 Latn
 *
 * Input      folded text (fold.h).
 * Shapes     runs are in order and apart; what lies between them is space and punctuation. A Hangul run is one eojeol; a Han run takes
 *            Kana with it; a Latin run (letters of any alphabet, and digits) is one word as programmers write them: see latin.h.
 * Units      start, end: UTF-16 units of the folded text.
 * Language   ko for Hangul, zh for Han, none for Latin: that depends on who asks (analyzer.h).
 * Errors     none. Cost about 2 ns a unit.
 */
#ifndef CHAJA_ANALYZERS_LANGUAGE_RUNS_H
#define CHAJA_ANALYZERS_LANGUAGE_RUNS_H

#include "analyzers/fold.h"
#include "analyzers/languages.h"
#include "analyzers/script.h"

struct run {
    size_t start, end;
    enum script script;
    enum language language;
};

/* The next run at or after `*offset`, which moves behind it. False when there is none. */
bool language_runs_next(const struct folded *folded, size_t *offset, struct run *ret);

#endif
