/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer: what a query is answered with; made by search and snippet, shown by the renderers.
 *
 * Texts      what was stored, unescaped and unfolded: escaping, colour and the removal of control characters live
 *            in the renderers alone.
 * Ranges     half-open, in bytes, in order and apart.
 * Ownership  all of it lives in the arena of the query.
 */
#ifndef CHAJA_SEARCHER_ANSWER_H
#define CHAJA_SEARCHER_ANSWER_H

#include "analyzers/languages.h"
#include "base/arena.h"

/* Of offset + limit: what lies behind is not given out. */
enum { SEARCH_MAX_HITS = 1000 };

/* One passage of a unit. Where it is cut is said by cut_start and cut_end, not by dots in the text. */
struct snippet {
    struct text text;
    struct range *ranges; /* what matched */
    size_t n_ranges;
    bool cut_start, cut_end;
    bool is_code;
    struct text anchor; /* of the heading nearest before the passage */
};

/* A term of the query that a hit holds. */
struct matched_term {
    struct text term;
    enum language language;
    const char *via; /* "literal"; later also how a translation came about */
};

struct hit_place {
    struct text title; /* empty: the place has no name for it but Home, GitHub or its heading */
    struct text path;
    enum language language;
};

enum hit_kind { HIT_ARTICLE, HIT_ENTRY };

struct hit {
    struct text id; /* stable: path#key, or the entry's key */
    enum hit_kind kind;
    struct text title;
    struct range *title_ranges;
    size_t n_title_ranges;
    struct text path;
    uint32_t line;   /* 0: unknown */
    struct text url; /* an entry's link; for an article where the site serves it, or empty */
    struct text anchor;
    enum language language;
    struct text *breadcrumbs;
    size_t n_breadcrumbs;
    struct text *tags;
    size_t n_tags;
    struct text date; /* YYYY-MM-DD or empty */
    double score;
    struct snippet excerpt;
    struct matched_term *matched;
    size_t n_matched;
    struct hit_place *places; /* entries: everywhere it stands */
    size_t n_places;
    size_t n_more_in_file; /* with grouping: other units of the file that match */
};

struct answer {
    struct text query;
    enum language language; /* of the query; LANGUAGE_NONE for Latin words only */
    uint32_t offset, limit;
    uint32_t n_estimated;
    bool is_exact;   /* the estimate is the number */
    bool is_partial; /* the time ran out, or a shard did not answer */
    double processing_ms;
    struct hit *hits;
    size_t n_hits;
};

#endif
