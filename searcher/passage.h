/* SPDX-License-Identifier: GPL-2.0-or-later */
/* passage: which stretch of a unit to show.
 *
 * Zones      a text is cut at headings and at blocks of code; a passage lies within one zone, and a zone of prose begins with its
 *            heading. Code is looked at only when nothing is marked in prose.
 * Score      of a stretch that begins and ends with something found: the weights of the distinct terms it covers. What covers as much is
 *            better when it is one sentence, when it is short, when it begins a sentence, more so if that says what something is
 *            (…은, …이란, 是, is), when more marks follow within reach, and when it is no heading; together less than a third
 *            of a term. The first of equals wins. What is marked in prose comes first, then in URLs, then in code; what is found but
 *            not marked is asked only when nothing is marked.
 * Edges      whole sentences around the stretch when they fit, more of them while they fit; else from the start of its sentence; else
 *            with a third of the room before it. Cuts are between words.
 * Errors     none: without anything found, the beginning of the first zone of prose.
 * Cost       linear in what is found; the text is read around the passage and between finds.
 */
#ifndef CHAJA_SEARCHER_PASSAGE_H
#define CHAJA_SEARCHER_PASSAGE_H

#include "searcher/edges.h"

struct passage {
    uint32_t start, end;     /* in the unit's text, on graphemes, no white space at its ends */
    bool cut_start, cut_end; /* within a sentence */
    bool is_code;
};

/* `edges` is set to the unit's text. */
void passage_choose(struct edges *edges, const struct snippet_query *query, const struct unit *unit,
                    const struct matches *matches, uint32_t max_columns, struct arena *arena,
                    struct passage *ret);

#endif
