/* SPDX-License-Identifier: GPL-2.0-or-later */
/* segment: the words of a Han run, by ICU's dictionary.
 *
 *   自动微分技术 -> 自动 | 微分 | 技术
 *
 * Input      folded text and a run of it (language-runs.h): Han and Kana.
 * Output     where each word ends, in units, ascending; the last is the run's end. At least one.
 * State      a segmenter holds one break iterator, opened once and pointed at each run; one thread each.
 * Cost       19–29 MB/s of UTF-8.
 * Source     ICU's word break rules (UAX #29) with its CJ dictionary.
 */
#ifndef CHAJA_ANALYZERS_SEGMENT_H
#define CHAJA_ANALYZERS_SEGMENT_H

#include "analyzers/language-runs.h"

struct segmenter;

struct segmenter *segmenter_new(struct error *error);
void segmenter_free(struct segmenter *segmenter);

/* The ends of the words of units [start, end), in `arena`. */
size_t segment_words(struct segmenter *segmenter, const struct folded *folded, size_t start, size_t end,
                     struct arena *arena, uint32_t **ret_ends);

#endif
