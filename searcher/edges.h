/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edges: where a passage may begin and end, and how wide text is.
 *
 * Width      in 64ths of a column: East Asian wide and full-width characters count two columns, marks, format characters and jamo that
 *            join a syllable nothing but 1/64 a byte, so that no text of width 0 is long; white space behind white space nothing,
 *            since a passage shows it as one space. A sequence of emoji counts each of them.
 * Sentences  ICU's (UAX #29) and ends of lines, without those behind an abbreviation or a number alone, and an opening quote belongs
 *            to what it opens. Words end at spaces, where Chinese words meet by the analyzer's cut, and behind CJK punctuation;
 *            never inside an eojeol or a Latin word.
 * State      an iterator each for graphemes and sentences, opened once; one thread each. edges_set_text() before the rest, the text
 *            must outlive its use.
 * Errors     ICU's when it is opened; none later.
 * Cost       all functions that take a start and an end are linear in what lies between.
 */
#ifndef CHAJA_SEARCHER_EDGES_H
#define CHAJA_SEARCHER_EDGES_H

#include "searcher/mark.h"

enum { EDGES_COLUMN = 64 };

struct edges;

struct edges *edges_new(struct error *error);
void edges_free(struct edges *edges);

void edges_set_text(struct edges *edges, struct text text);

uint64_t edges_width(struct text text, uint32_t start, uint32_t end);

/* As far as `limit` of width reaches from `at`, not beyond `bound`: on a character, not always on a grapheme. */
uint32_t edges_reach_back(struct text text, uint32_t at, uint32_t bound, uint64_t limit);
uint32_t edges_reach_on(struct text text, uint32_t at, uint32_t bound, uint64_t limit);

/* The edge of a grapheme at or before, at or after a byte. */
uint32_t edges_grapheme_floor(struct edges *edges, uint32_t at);
uint32_t edges_grapheme_ceiling(struct edges *edges, uint32_t at);

/* Sentence edges inside (start, end), in order, in `arena`. */
size_t edges_sentences(struct edges *edges, uint32_t start, uint32_t end, struct arena *arena,
                       uint32_t **ret_edges);

/* The best end of a passage that starts at `start`: the last edge of a word within `limit` if that is not before `least` and
 * wastes less than a third, else of a grapheme; at least one grapheme, at most to `bound`. */
uint32_t edges_cut_end(struct edges *edges, const struct matches *matches, uint32_t start, uint32_t least,
                       uint32_t bound, uint64_t limit);

/* The same for the start of one that ends at `end`. */
uint32_t edges_cut_start(struct edges *edges, const struct matches *matches, uint32_t end, uint32_t most,
                         uint32_t bound, uint64_t limit);

/* Without white space at its ends. */
void edges_trim(struct edges *edges, uint32_t *start, uint32_t *end);

#endif
