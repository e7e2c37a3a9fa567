/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet: the passage of a unit that shows why it was found.
 *
 *   unit text + {연구, 자동미분}  ->  "… 이 연구는 자동 미분을 …"  with [4, 10) and [14, 24) marked
 *
 * Input      a stored unit and the terms that the query looked for, each with what it is worth (weight × rarity).
 * Method     the unit's text is analysed with ANALYZE_SNIPPET, by the same code that indexed it; tokens whose term is wanted are found,
 *            and of those mark.h says which are marked, passage.h which stretch is shown, edges.h where it begins and ends. Prose
 *            comes before code (code only when nothing is marked in prose); a passage does not run from one heading's text into
 *            another's nor from prose into code.
 * Marks      every match at its range in the original text, whole graphemes: the stem of 연구를 (or the whole word when it is
 *            irregular), a Chinese word, a Latin word, a compound whether or not it is written apart; ranges that touch or
 *            overlap are joined. The same for the title.
 * Output     a copy of the text without anything added, white space of any kind and length one space, but the line break between two
 *            items, rows or lines of code, which stays. cut_start and cut_end say that it
 *            begins or ends within a sentence. `anchor` is that of the heading nearest before, or at its beginning; else the unit's.
 * Errors     none: a unit in which nothing is found gives its beginning without marks.
 * Cost       that of the analyzer on the unit's text and half as much again: 160 µs for 2,200 Korean letters, 330 µs for 1,900 Chinese
 *            characters, 110 µs for 3,900 English letters. Linear on any text: 1 MB of one matched word takes 40 (English) to 120 ms
 *            (Chinese), what is worst 190 ms.
 */
#ifndef CHAJA_SEARCHER_SNIPPET_H
#define CHAJA_SEARCHER_SNIPPET_H

#include "analyzers/analyzer.h"
#include "indexer/stored.h"
#include "searcher/answer.h"

/* A term the query looked for, as the analyzer gives it. */
struct snippet_term {
    struct text term;
    /* What it adds to a passage. 0: it is nowhere in the index; still it says how its word is written. */
    double weight;
    enum token_kind kind; /* of the query's token */
    uint32_t word;        /* query words are numbered; bigrams and parts bear their word's number */
};

/* A phrase of the query: its folded text must be marked as a whole where it stands. */
struct snippet_phrase {
    struct text folded;
    double weight;
};

struct snippet_query {
    struct snippet_term *terms; /* in the analyzer's order: a word, then what belongs to it */
    size_t n_terms;
    struct text *prefixes; /* of word*: folded */
    size_t n_prefixes;
    struct snippet_phrase *phrases;
    size_t n_phrases;
};

struct snippet_maker;

/* Opens ICU's sentence and grapheme iterators once; one thread each. Uses the analyzer given, which must outlive it. */
struct snippet_maker *snippet_maker_new(struct analyzer *analyzer, struct error *error);
void snippet_maker_free(struct snippet_maker *maker);

/* The excerpt of a unit: at most `max_columns` columns of text, but one grapheme at least. In `arena`. */
void snippet_make(struct snippet_maker *maker, const struct snippet_query *query, const struct unit *unit,
                  uint32_t max_columns, struct arena *arena, struct snippet *ret);

/* What matches in a title. */
void snippet_mark_title(struct snippet_maker *maker, const struct snippet_query *query, struct text title,
                        struct arena *arena, struct range **ret_ranges, size_t *ret_n_ranges);

#endif
