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
 * Source     scripts by block for Hangul, Han and Kana; letters, digits and marks by ICU's u_charType (UAX #44).
 */
#ifndef CHAJA_ANALYZERS_LANGUAGE_RUNS_H
#define CHAJA_ANALYZERS_LANGUAGE_RUNS_H

#include "analyzers/fold.h"
#include "analyzers/languages.h"

enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_HANGUL, SCRIPT_HAN };

struct run {
    size_t start, end;
    enum script script;
    enum language language;
};

/* The next run at or after `*offset`, which moves behind it. False when there is none. */
bool language_runs_next(const struct folded *folded, size_t *offset, struct run *ret);

/* The script of one folded character. */
enum script script_of(uint32_t code_point);

/* The same for the first character of a word: a combining mark begins none. */
enum script script_of_first(uint32_t code_point);

/* "Latn", "Hang", "Hani" (ISO 15924), or "Zyyy". */
const char *script_code(enum script script);

#endif
