/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search: a query, answered.
 *
 *   parse -> analyze -> expand -> compile -> run -> unpack, excerpt -> struct answer
 *
 * State      a session holds the open index, an analyzer and a snippet maker; one thread each. It is opened once and answers any
 *            number of queries, each by the newest state of the index: when it was written or rebuilt meanwhile the session opens
 *            it anew, and does so again when that happens in the middle of a query. `index` must outlive it.
 * Limits     SEARCH_DEADLINE_MS for the run; what is found by then is the answer, marked partial. SEARCH_MAX_HITS for offset + limit:
 *            what lies behind is not given out. Totals are exact up to SEARCH_EXACT_COUNT.
 * Output     hits in the order of their score (by date, newest first, when there is nothing to rank by), all in `arena`.
 * Errors     no index, another version, a damaged unit (ERROR_CORRUPT names it); never the query.
 * Cost       opening 1–2 ms. A query on 10,000 units: about 1 ms, and 0.1 ms for each excerpt.
 */
#ifndef CHAJA_SEARCHER_SEARCH_H
#define CHAJA_SEARCHER_SEARCH_H

#include "searcher/query-compile.h"

enum { SEARCH_DEADLINE_MS = 500, SEARCH_MAX_TRIES = 5, SEARCH_EXACT_COUNT = SEARCH_MAX_HITS };

struct search_session;

int search_session_open(const char *index, struct search_session **ret, struct error *error);
void search_session_close(struct search_session *session);

/* The index that the session reads; borrowed until the next search. NULL when that failed. */
struct xc_database *search_session_database(struct search_session *session);
struct analyzer *search_session_analyzer(struct search_session *session);

struct search_request {
    struct text query;
    struct query_filters filters;
    uint32_t offset, limit;
    bool is_grouped;     /* one section a file, the best */
    bool wants_excerpts; /* and what matched; else only which units */
    uint32_t excerpt_columns;
};

int search_run(struct search_session *session, const struct search_request *request, struct arena *arena,
               struct answer *ret, struct error *error);

/* One stage of the way of a query, as text. */
enum search_stage { STAGE_TREE, STAGE_ANALYZED, STAGE_EXPANDED, STAGE_COMPILED, STAGE_MATCHES };

int search_describe(struct search_session *session, const struct search_request *request,
                    enum search_stage stage, struct arena *arena, struct buffer *out, struct error *error);

#endif
