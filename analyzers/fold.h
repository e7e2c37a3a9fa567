/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fold: text as terms see it, with a map back to the bytes it was written in.
 *
 *   "Ｃａｆé 機器"  ->  "cafe 机器", unit 3 (e) from bytes [9, 11)
 *
 * What       NFKC and case folding (Unicode's NFKC_Casefold, which also drops zero-width and other ignorable characters), accents and
 *            strokes of Latin letters (é ø), œ and æ as two letters, Traditional → Simplified Chinese (han/make-fold-table.c). Single
 *            jamo stay as they are: U+3131–318E and their half-width forms become U+3131–318E, since NFKC would glue ㄷㅏ to 다 and turn ㄴ into U+1102.
 *            ’ becomes ', the hyphens of U+2010 and U+2011 become -, ™ and ℠ become ® (NFKC would make letters of them). Folding comes before any cutting, so that both sides are cut alike.
 * Input      valid UTF-8 of at most 2^31 bytes. A combining sequence is cut after 30 marks (UAX #15, stream-safe), since ICU is
 *            quadratic on them.
 * Output     UTF-16; `starts[i]` is the byte where the character behind unit i begins in the text, `starts[n_units]` the size
 *            of the text. A character that folds to several units gives each of them its start; several that fold to one give
 *            the first's. Units are never fewer than one a kept character, and the map never goes down.
 * Ownership  in `arena`: about 6 bytes a unit, one unit per byte of the text at most (U+FDFA and its like apart: they are given room).
 * Errors     none.
 * Cost       ASCII 400 MB/s, Hangul and Han 1 GB/s; what needs ICU (Latin letters with accents, full width) about 40 MB/s.
 */
#ifndef CHAJA_ANALYZERS_FOLD_H
#define CHAJA_ANALYZERS_FOLD_H

#include "base/arena.h"
#include "base/error.h"

#include <uchar.h>

struct folder;

struct folded {
    char16_t *units;
    uint32_t *starts;
    size_t n_units;
};

/* Opens ICU's data once; share it between threads freely. NULL with `error` when ICU has no data. */
struct folder *folder_new(struct error *error);
void folder_free(struct folder *folder);

void fold(const struct folder *folder, struct text text, struct arena *arena, struct folded *ret);

/* NFKC and case folding alone, in `arena`: what sets café off from cafe. Empty when `word` is longer than 128 bytes, or becomes so. */
struct text fold_keeping_accents(const struct folder *folder, struct text word, struct arena *arena);

/* The bytes of the original text behind units [start, end), start < end: whole characters. */
static inline uint32_t folded_start(const struct folded *folded, size_t start)
{
    return folded->starts[start];
}

static inline uint32_t folded_end(const struct folded *folded, size_t end)
{
    while (end < folded->n_units && folded->starts[end] == folded->starts[end - 1])
        end++;
    return folded->starts[end];
}

/* Units [start, end) as UTF-8, in `arena`. */
struct text folded_utf8(const struct folded *folded, size_t start, size_t end, struct arena *arena);

/* All units as UTF-8 into `utf8` (3 bytes a unit), and where each unit's character begins there into `ret_starts` (n_units + 1; the
 * second of a pair has the place behind it). */
void folded_to_utf8(const struct folded *folded, char *utf8, uint32_t *ret_starts);

/* UTF-16 to UTF-8 in general; a lone surrogate becomes U+FFFD. */
struct text utf16_to_utf8(const char16_t *units, size_t n_units, struct arena *arena);

#endif
