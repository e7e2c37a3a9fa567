/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet: the passage of a unit that shows why it was found.
 *
 *   unit text + {연구, 자동미분}  ->  "… 이 연구는 자동 미분을 …"  with [4, 10) and [14, 24) marked
 *
 * Input      a stored unit and the terms that the query looked for, each with what it is worth (weight × rarity).
 * Method     the unit's text is analysed with ANALYZE_SNIPPET, by the same code that indexed it; tokens whose term is wanted are
 *            hits. Windows of about `max_columns` columns (CJK counts two) are compared: distinct terms covered, weighed, first;
 *            then closeness of different words and number of hits; prose before code (code only when nothing else matched);
 *            an early passage wins a tie. The window is widened or moved to sentence edges (ICU, the unit's language) where
 *            that loses no hit, and otherwise cut between words, never within a grapheme. A passage does not run across
 *            a heading or from prose into code; newlines inside it become one space (code keeps them as ⏎ or a space).
 * Marks      every hit at its range in the original text: the stem of 연구를 (or the whole word when it is irregular), a Chinese
 *            word, a Latin word; bigrams mark only where no word covers them and only runs of at least the query word's
 *            own two characters; ranges that touch or overlap are joined. The same for the title.
 * Output     text without anything added; cut_start and cut_end say where it was cut.
 * Errors     none: a unit in which nothing is found gives its beginning without marks.
 * Cost       that of the analyzer on the unit's text: about 100 µs for 2,000 Korean letters.
 */
#ifndef CHAJA_SEARCHER_SNIPPET_H
#define CHAJA_SEARCHER_SNIPPET_H

#include "analyzers/analyzer.h"
#include "indexer/stored.h"
#include "searcher/answer.h"

/* A term the query looked for, as the analyzer gives it. */
struct snippet_term {
    struct text term;
    double
        weight; /* >= 0; what it adds to a passage. 0: nowhere in the index, but it says how its word is written */
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

/* The excerpt of a unit, at most `max_columns` columns of text. In `arena`. */
void snippet_make(struct snippet_maker *maker, const struct snippet_query *query, const struct unit *unit,
                  uint32_t max_columns, struct arena *arena, struct snippet *ret);

/* What matches in a title. */
void snippet_mark_title(struct snippet_maker *maker, const struct snippet_query *query, struct text title,
                        struct arena *arena, struct range **ret_ranges, size_t *ret_n_ranges);

#endif
