/* SPDX-License-Identifier: GPL-2.0-or-later */
/* anchor: the fragment under which a heading is found on a page.
 *
 *   "딥러닝 시작하기!"  ->  딥러닝-시작하기        the same again  ->  딥러닝-시작하기-1
 *
 * Input      a heading's plain text.
 * Output     as GitHub makes it, byte for byte what npm's github-slugger 2.0.0 gives: lower case; letters, marks,
 *            decimal digits, '_' and '-' kept; a space is '-'; all else dropped. May be empty ("!!!").
 * Ownership  results live in the arena; so does what `struct anchors` remembers.
 * Errors     none. An invalid byte is dropped.
 * Cost       about 1.4 us a heading; the same heading 200,000 times stays linear.
 * Source     the classes were found by comparing every code point with the package; it differs in two letters
 *            younger than ICU 72 (U+A7CB, U+A7DC).
 */
#ifndef CHAJA_INDEXER_ANCHOR_H
#define CHAJA_INDEXER_ANCHOR_H

#include "base/arena.h"

/* The anchor of one heading on its own. */
struct text anchor_of(struct text heading, struct arena *arena);

struct anchor_seen;

/* The anchors of one file so far. Starts as {0}. */
struct anchors {
    struct anchor_seen *table;
    size_t n_seen, capacity;
};

/* `anchor`, or with "-1", "-2", … behind it, so that no two results are the same. */
struct text anchors_unique(struct anchors *anchors, struct text anchor, struct arena *arena);

/* Whether a result was this one. */
bool anchors_hold(const struct anchors *anchors, struct text anchor);

/* The anchor of the next heading of the file. */
struct text anchors_next(struct anchors *anchors, struct text heading, struct arena *arena);

#endif
