/* SPDX-License-Identifier: GPL-2.0-or-later */
/* english: stems of Latin words by Porter2, and the lists of words that carry little.
 *
 *   running -> run   user's -> user   libraries -> librari   llms -> llm   gpus -> gpu   indices -> index
 *
 * Input      folded UTF-8 of a–z and apostrophes. Output in `ret`, valid until the next call.
 * State      holds a stemmer and a cache of 4,096 words; one thread each. A cached word costs 10 ns, another about 600 ns.
 * Source     Porter2 ("english") of Snowball, through xapian-c; before it, plurals of acronyms, which it leaves alone (llms, gpus), a
 *            dozen irregular ones, and names that only look like plurals (ios).
 */
#ifndef CHAJA_ANALYZERS_ENGLISH_H
#define CHAJA_ANALYZERS_ENGLISH_H

#include "base/error.h"
#include "base/text.h"

struct english;

struct english *english_new(struct error *error);
void english_free(struct english *english);

struct text english_stem(struct english *english, struct text word);

/* Words that make no pair with their neighbour: the, of, … (Lucene's list of 33). */
bool english_is_stop_word(struct text word);

#endif
