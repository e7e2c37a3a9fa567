/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns: how wide a text is on a terminal, and where its lines are cut.
 *
 *   "딥 러닝 abc"  is 11 columns;  at most 7 a line:  [0,10) "딥 러닝"  [11,14) "abc"
 *
 * Width      by grapheme cluster: W and F of East Asian Width are 2; marks, format characters and Hangul vowels
 *            and finals (U+1160–11FF) are 0; a cluster is as wide as its widest character, an emoji sequence
 *            (U+FE0F, two regional indicators) is 2; all else, ambiguous characters too, is 1.
 * Lines      break where UAX #14 lets them, so that none begins with 。 or 」; but never between Hangul and a
 *            letter: Korean is broken at its spaces. What is too long for a line of its own is cut between
 *            clusters. Spaces at the end of a line are not of it. '\n' ends a line.
 * Input      valid UTF-8 without other controls (sanitize.h).
 * Units      bytes of the text; columns.
 * Threads    one handle belongs to one thread. Running out of memory ends the program with a message.
 * Cost       30 ns a byte of Korean or Chinese for the width, 60 for lines; opening 0.2 ms.
 */
#ifndef CHAJA_SEARCHER_COLUMNS_H
#define CHAJA_SEARCHER_COLUMNS_H

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"

struct columns;

/* Opens ICU's break iterators. */
int columns_new(struct columns **ret, struct error *error);
void columns_free(struct columns *columns);
DEFINE_CLEANUP(struct columns, columns_free)

struct column_line {
    uint32_t start, end;
    uint32_t width;
};

uint32_t columns_of(struct columns *columns, struct text text);

/* The bytes of the longest beginning that is at most `width` columns. */
size_t columns_fit(struct columns *columns, struct text text, uint32_t width);

/* The lines of a text, of at most `first` and then `rest` columns (2 or more). An empty text has none. In `arena`. */
size_t columns_wrap(struct columns *columns, struct text text, uint32_t first, uint32_t rest,
                    struct arena *arena, struct column_line **ret_lines);

#endif
