/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-compounds: Latin words of a query as others write them: together what is apart, apart what is together.
 *
 *   finetuning   ->  "fi netun", …, "fine tun", …   (pairs of neighbours; the index knows one of them)
 *   fine tuning  ->  "finetun"
 *
 * Input      the tokens of one leaf.
 * Output     terms that may be in the index, and the words each stands for, numbered in the leaf. Nothing is in the index for
 *            their sake: pairs of neighbours and words are terms anyway, and a compound that no unit has costs a look-up.
 * Rules      words of letters, 5 to 24 of them, are taken apart where both parts have two letters and are no stop words; two neighbours
 *            with one character between them are put together, the second may be a number. Words behind the first
 *            COMPOUNDS_MAX_WORDS are left alone: that is no query of a few words but a text.
 * Ownership  in `arena`. Errors none. Cost about 0.6 µs a compound, at most 21 a word.
 */
#ifndef CHAJA_SEARCHER_QUERY_COMPOUNDS_H
#define CHAJA_SEARCHER_QUERY_COMPOUNDS_H

#include "analyzers/analyzer.h"

enum { COMPOUNDS_MAX_WORDS = 16 };

struct query_compound {
    struct text term;
    uint32_t first_word, n_words; /* 1: written apart; 2: written together */
};

struct query_compounds {
    struct query_compound *items;
    size_t n_items;
};

void query_compounds_find(struct analyzer *analyzer, const struct token_list *tokens, struct arena *arena,
                          struct query_compounds *ret);

#endif
