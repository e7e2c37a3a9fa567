/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/search.h"

#include <math.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "indexer/entry.h"
#include "indexer/index-folder.h"
#include "searcher/phrase.h"
#include "searcher/proximity.h"
#include "searcher/query-tiers.h"

/* BM25 for words that count SCHEMA_WDF_UNIT each; k1 and b as measured on paragraphs, sentences and sections. Units shorter than half of
 * the average count as half: an entry of three words must not win by its shortness (MRR@10 of titles of React's pages: en .895 -> .917,
 * zh .843 -> .853; paragraphs do not change). */
#define BM25_K1 (1.0 * SCHEMA_WDF_UNIT)
static const struct xc_weighting weighting = {
    .kind = XC_BM25, .k1 = BM25_K1, .k3 = 1, .b = 0.5, .min_normlen = 0.5};

/* What the closeness of a term can give at most, of what BM25 can: (k1 + 1) times its weight and rarity. Questions would take .6 as well
 * (the difference is .001); headings looked for in long sections want to know how often rather than how close (React and Vue: .457 at 0,
 * .458 at .4, .451 at .6). */
#define PROXIMITY_SHARE (0.4 * (BM25_K1 + 1))

struct search_session {
    const char *index;
    struct arena arena; /* what index_reader_open() keeps; emptied at each opening */
    struct index_reader reader;
    struct analyzer *analyzer;
    struct snippet_maker *snippets;
    struct arena candidates; /* of the decider: emptied for each document */
};

static int open_reader(struct search_session *session, struct error *error)
{
    index_reader_close(&session->reader);
    arena_reset(&session->arena);
    return index_reader_open(session->index, &session->arena, &session->reader, error);
}

static bool is_stale(struct search_session *session)
{
    return session->reader.database == NULL || index_reader_is_stale(session->index, &session->reader) != 0;
}

static int refresh_reader(struct search_session *session, struct error *error)
{
    return is_stale(session) ? open_reader(session, error) : 0;
}

int search_session_open(const char *index, struct search_session **ret, struct error *error)
{
    struct search_session *session = calloc(1, sizeof *session);
    if (session == NULL)
        return error_set(error, ERROR_MEMORY, "no memory for a search");
    session->index = index;
    arena_init(&session->arena);
    arena_init(&session->candidates);
    if (open_reader(session, error) < 0 || (session->analyzer = analyzer_new(error)) == NULL ||
        (session->snippets = snippet_maker_new(session->analyzer, error)) == NULL) {
        search_session_close(session);
        return -1;
    }
    *ret = session;
    return 0;
}

void search_session_close(struct search_session *session)
{
    if (session == NULL)
        return;
    snippet_maker_free(session->snippets);
    analyzer_free(session->analyzer);
    index_reader_close(&session->reader);
    arena_clear(&session->candidates);
    arena_clear(&session->arena);
    free(session);
}

struct xc_database *search_session_database(struct search_session *session)
{
    return session->reader.database;
}

struct analyzer *search_session_analyzer(struct search_session *session)
{
    return session->analyzer;
}

/* ---- from the string to Xapian's query ---- */

struct stages {
    struct query_tree tree;
    struct analyzed_query analyzed;
    struct expanded_query expanded;
    struct compiled_query compiled;
};

static int make_stages(struct search_session *session, const struct search_request *request,
                       struct arena *arena, struct stages *ret, struct error *error)
{
    query_parse(request->query, arena, &ret->tree);
    query_analyze(&ret->tree, session->analyzer, arena, &ret->analyzed);
    if (query_expand(&ret->analyzed, session->reader.database, arena, &ret->expanded, error) < 0)
        return -1;
    return query_compile(&ret->expanded, &request->filters, session->analyzer, arena, &ret->compiled, error);
}

/* ---- phrases, looked for in the text of each candidate ---- */

struct phrase_check {
    struct search_session *session;
    const struct compiled_query *compiled;
    struct error error;
};

static bool has_phrase(const struct phrase_check *check, const struct required_phrase *phrase,
                       const struct unit *unit)
{
    const struct folder *folder = analyzer_folder(check->session->analyzer);
    struct arena *arena = &check->session->candidates;
    if (phrase_is_in(folder, phrase->folded, unit->title, arena))
        return true;
    for (size_t i = 0; i < unit->n_places; i++)
        if (phrase_is_in(folder, phrase->folded, unit->places[i].title, arena))
            return true;
    return !phrase->in_title && phrase_is_in(folder, phrase->folded, unit->text, arena);
}

/* One phrase of each row of alternatives, and none that is excluded. */
static bool has_phrases(const struct phrase_check *check, const struct unit *unit)
{
    const struct compiled_query *compiled = check->compiled;
    for (size_t i = 0; i < compiled->n_phrases;) {
        const struct required_phrase *first = &compiled->phrases[i];
        bool is_found = false;
        for (; i < compiled->n_phrases && compiled->phrases[i].row == first->row; i++)
            is_found = is_found || has_phrase(check, &compiled->phrases[i], unit);
        if (is_found == first->is_excluded)
            return false;
    }
    return true;
}

static int accept_candidate(void *context, const struct xc_candidate *candidate, struct xc_error *xc_error)
{
    struct phrase_check *check = context;
    struct arena *arena = &check->session->candidates;
    struct stored_unit stored;
    struct xc_buffer data = {0};
    arena_reset(arena);
    if (xc_candidate_data(candidate, &data, xc_error) < 0)
        return -1;
    int result = stored_unpack(text_from(data.bytes, data.size), arena, &stored, &check->error) < 0 ? -1
                 : has_phrases(check, &stored.unit)                                                 ? 1
                                                                                                    : 0;
    xc_buffer_clear(&data);
    if (result < 0)
        *xc_error = (struct xc_error){.code = XC_CORRUPT};
    return result;
}

/* ---- running it ---- */

/* The first hits are put in order anew by how close together the words stand. Ten would do for the figures of proximity.h; a page of ten
 * must not end where the order does. */
enum { N_REORDERED = 20 };

static uint32_t page_offset(const struct search_request *request)
{
    return request->offset < SEARCH_MAX_HITS ? request->offset : SEARCH_MAX_HITS;
}

static uint32_t page_limit(const struct search_request *request)
{
    uint32_t most = SEARCH_MAX_HITS - page_offset(request);
    return request->limit < most ? request->limit : most;
}

/* Whether the page is of those that are put in order anew: then matches are read from the first on. */
static bool is_reordered(const struct search_request *request, const struct compiled_query *compiled)
{
    return compiled->is_ranked && page_offset(request) < N_REORDERED;
}

static int run_search(struct search_session *session, const struct search_request *request,
                      const struct compiled_query *compiled, struct xc_matches **ret, struct error *error)
{
    cleanup(xc_search_freep) struct xc_search *search = NULL;
    struct phrase_check check = {session, compiled, {0}};
    struct xc_error xc_error;
    uint32_t offset = page_offset(request), limit = page_limit(request);
    if (is_reordered(request, compiled)) {
        limit = offset + limit > N_REORDERED ? offset + limit : N_REORDERED;
        offset = 0;
    }
    if (xc_search_new(session->reader.database, &search, &xc_error) < 0 ||
        xc_search_set_query(search, compiled->query, &xc_error) < 0 ||
        xc_search_set_weighting(search, &weighting, &xc_error) < 0 ||
        xc_search_set_deadline_ms(search, SEARCH_DEADLINE_MS, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    if (!compiled->is_ranked && xc_search_set_sort(search, XC_BY_VALUE, SLOT_DATE, 0, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    if (request->is_grouped && xc_search_set_collapse(search, SLOT_GROUP, 1, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    if (compiled->n_phrases > 0 && xc_search_set_decider(search, accept_candidate, &check, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    /* Groups are counted exactly only when they are all kept. */
    uint32_t n_kept = request->is_grouped ? SEARCH_EXACT_COUNT - offset : limit;
    if (xc_search_run(search, offset, n_kept, SEARCH_EXACT_COUNT, XC_FETCH_NONE, ret, &xc_error) < 0) {
        if (check.error.code != ERROR_NONE) {
            *error = check.error;
            return -1;
        }
        return error_from_xc(error, &xc_error);
    }
    return 0;
}

/* ---- from matches to hits ---- */

static enum language language_of(enum script script)
{
    static const enum language languages[] = {LANGUAGE_NONE, LANGUAGE_EN, LANGUAGE_KO, LANGUAGE_ZH};
    return languages[script];
}

struct matched_list {
    struct matched_term *terms;
    size_t n, capacity;
};

static const struct query_term *find_query_term(const struct expanded_query *query, struct text name)
{
    bool in_title = text_starts_with(name, TEXT("S"));
    if (in_title)
        name = text_skip(name, 1);
    for (size_t l = 0; l < query->analyzed->n_leaves; l++)
        for (size_t t = 0; t < query->leaves[l].n_terms; t++) {
            const struct query_term *term = &query->leaves[l].terms[t];
            if (term->in_title == in_title && text_equal(term->term, name))
                return term;
        }
    return NULL;
}

static bool is_told(const struct query_term *term, bool word_matched)
{
    return term->kind == TOKEN_WORD ||
           (!word_matched && (term->kind == TOKEN_BIGRAM || term->kind == TOKEN_PART));
}

/* The words of the query that a hit holds; where it holds a word only by its bigrams or parts, those. */
static int list_matched(struct xc_matches *matches, uint32_t rank, const struct expanded_query *query,
                        struct arena *arena, struct hit *hit, struct error *error)
{
    cleanup(xc_terms_closep) struct xc_terms *names = NULL;
    struct xc_error xc_error;
    struct xc_term name;
    const struct query_term **found = NULL;
    bool *has_word = ARENA_NEW(arena, bool, query->analyzed->n_words + 1);
    size_t n_found = 0, found_capacity = 0;
    int more = xc_match_terms(matches, rank, &names, &xc_error);
    while (more >= 0 && (more = xc_terms_next(names, &name, &xc_error)) > 0) {
        const struct query_term *term = find_query_term(query, from_xc(name.name));
        if (term == NULL)
            continue;
        *ARENA_PUSH(arena, found, n_found, found_capacity) = term;
        has_word[term->word] |= term->kind == TOKEN_WORD;
    }
    if (more < 0)
        return error_from_xc(error, &xc_error);
    struct matched_list list = {0};
    for (size_t i = 0; i < n_found; i++)
        if (is_told(found[i], has_word[found[i]->word]))
            *ARENA_PUSH(arena, list.terms, list.n, list.capacity) =
                (struct matched_term){found[i]->term, language_of(found[i]->script), found[i]->via};
    hit->matched = list.terms;
    hit->n_matched = list.n;
    return 0;
}

/* The first place in a language whose name says something, else the first, else NULL. */
static const struct place *place_in(const struct unit *unit, enum language language)
{
    const struct place *found = NULL;
    for (size_t i = 0; i < unit->n_places && language != LANGUAGE_NONE; i++)
        if (unit->places[i].language == language &&
            (found == NULL || (found->is_generic && !unit->places[i].is_generic)))
            found = &unit->places[i];
    return found;
}

/* Where an entry stands in the language that is asked for, else in that of the query; NULL: it shows itself as it leads. */
static const struct place *choose_place(const struct unit *unit, enum language asked, enum language of_query)
{
    const struct place *place = place_in(unit, asked);
    return place != NULL ? place : place_in(unit, of_query);
}

static void show_place(const struct place *place, struct arena *arena, struct hit *hit)
{
    hit->path = place->path;
    hit->line = place->line;
    hit->language = place->language;
    hit->n_breadcrumbs = entry_split_category(place->category, arena, &hit->breadcrumbs);
    if (!place->is_generic)
        hit->title = place->title;
}

/* What stands beside the link in this place comes first, so that it is taken for the excerpt where others are no better. */
static void bring_forward(const struct place *place, struct arena *arena, struct unit *unit)
{
    size_t at = place->text.size > 0 ? text_find(unit->text, place->text, 0) : TEXT_NONE;
    if (at == 0 || at == TEXT_NONE)
        return;
    struct text before = text_slice(unit->text, 0, at), after = text_skip(unit->text, at + place->text.size);
    unit->text = arena_printf(arena, "%.*s\n%.*s%.*s", TEXT_PRINTF(place->text),
                              TEXT_PRINTF(text_trim_end(before)), TEXT_PRINTF(after));
}

static void list_places(const struct unit *unit, struct arena *arena, struct hit *hit)
{
    hit->n_places = unit->n_places;
    hit->places = ARENA_NEW(arena, struct hit_place, unit->n_places);
    for (size_t i = 0; i < unit->n_places; i++) {
        const struct place *place = &unit->places[i];
        hit->places[i] =
            (struct hit_place){place->is_generic ? TEXT("") : place->title, place->path, place->language};
    }
}

static int read_stored(struct xc_matches *matches, uint32_t rank, struct arena *arena,
                       struct stored_unit *ret, struct error *error)
{
    struct xc_buffer data = {0};
    struct xc_error xc_error;
    if (xc_match_data(matches, rank, &data, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    struct text bytes = arena_copy(arena, text_from(data.bytes, data.size));
    xc_buffer_clear(&data);
    return stored_unpack(bytes, arena, ret, error);
}

/* A match of the page, or one before it that may come to stand there. */
struct ranked {
    struct xc_match match;
    struct stored_unit stored;
    double score;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return left->match.rank < right->match.rank ? -1 : 1;
}

static int read_ranked(struct xc_matches *matches, struct arena *arena, struct ranked **ret, size_t *ret_n,
                       struct error *error)
{
    struct xc_error xc_error;
    struct xc_match match;
    size_t capacity = 0;
    int more;
    *ret = NULL;
    *ret_n = 0;
    while ((more = xc_matches_next(matches, &match, &xc_error)) > 0) {
        struct ranked *ranked = ARENA_PUSH(arena, *ret, *ret_n, capacity);
        ranked->match = match;
        ranked->score = match.weight;
    }
    return more < 0 ? error_from_xc(error, &xc_error) : 0;
}

/* Put the first hits in order by their words' closeness as well. Tiers stay: they are further apart than any score. */
static int reorder(struct search_session *session, const struct stages *stages, struct xc_matches *matches,
                   struct arena *arena, struct ranked *ranked, size_t n_ranked, struct error *error)
{
    const struct folder *folder = analyzer_folder(session->analyzer);
    struct proximity proximity;
    size_t n = n_ranked < N_REORDERED ? n_ranked : N_REORDERED;
    proximity_make(&stages->expanded, arena, &proximity);
    for (size_t i = 0; i < n; i++) {
        if (read_stored(matches, ranked[i].match.rank, arena, &ranked[i].stored, error) < 0)
            return error->code == ERROR_CHANGED ? -1 : error_prefix(error, "%s", session->index);
        arena_reset(&session->candidates);
        ranked[i].score += PROXIMITY_SHARE *
                           proximity_score(&proximity, folder, &ranked[i].stored.unit, &session->candidates);
    }
    if (n > 1)
        qsort(ranked, n, sizeof *ranked, compare_ranked);
    return 0;
}

/* Tiers show in the thousands, so that what comes first has the higher score. */
static double shown_score(double score)
{
    double tiers = floor(score / QUERY_TIER_WEIGHT);
    return 1000 * tiers + fmin(score - QUERY_TIER_WEIGHT * tiers, 999.999);
}

static int make_hit(struct search_session *session, const struct search_request *request,
                    const struct stages *stages, struct xc_matches *matches, struct ranked *ranked,
                    struct arena *arena, struct hit *hit, struct error *error)
{
    const struct xc_match *match = &ranked->match;
    bool is_read = ranked->stored.id.size > 0;
    if (!is_read && read_stored(matches, match->rank, arena, &ranked->stored, error) < 0)
        return error->code == ERROR_CHANGED ? -1 : error_prefix(error, "%s", session->index);
    struct unit *unit = &ranked->stored.unit;
    *hit = (struct hit){
        .id = ranked->stored.id,
        .kind = unit->kind == UNIT_ENTRY ? HIT_ENTRY : HIT_ARTICLE,
        .title = unit->title,
        .path = ranked->stored.path,
        .line = unit->line,
        .url = unit->url,
        .anchor = unit->anchor,
        .language = unit->language,
        .breadcrumbs = unit->breadcrumbs,
        .n_breadcrumbs = unit->n_breadcrumbs,
        .tags = unit->tags,
        .n_tags = unit->n_tags,
        .date = unit->date,
        .score = shown_score(ranked->score),
        .n_more_in_file = match->collapse_count,
    };
    list_places(unit, arena, hit);
    const struct place *place = choose_place(unit, request->filters.language, stages->analyzed.language);
    if (place != NULL) {
        show_place(place, arena, hit);
        bring_forward(place, arena, unit);
    }
    if (!request->wants_excerpts)
        return 0;
    snippet_make(session->snippets, &stages->compiled.snippet, unit, request->excerpt_columns, arena,
                 &hit->excerpt);
    snippet_mark_title(session->snippets, &stages->compiled.snippet, hit->title, arena, &hit->title_ranges,
                       &hit->n_title_ranges);
    if (hit->excerpt.anchor.size > 0)
        hit->anchor = hit->excerpt.anchor;
    return list_matched(matches, match->rank, &stages->expanded, arena, hit, error);
}

static int make_hits(struct search_session *session, const struct search_request *request,
                     const struct stages *stages, struct xc_matches *matches, struct arena *arena,
                     struct answer *ret, struct error *error)
{
    struct xc_totals totals;
    struct ranked *ranked;
    size_t n_ranked, first = 0, limit = page_limit(request);
    if (read_ranked(matches, arena, &ranked, &n_ranked, error) < 0)
        return -1;
    if (is_reordered(request, &stages->compiled)) {
        if (reorder(session, stages, matches, arena, ranked, n_ranked, error) < 0)
            return -1;
        first = page_offset(request);
    }
    ret->hits = ARENA_NEW(arena, struct hit, limit);
    for (size_t i = first; i < n_ranked && ret->n_hits < limit; i++)
        if (make_hit(session, request, stages, matches, &ranked[i], arena, &ret->hits[ret->n_hits++], error) <
            0)
            return -1;
    xc_matches_totals(matches, &totals);
    ret->n_estimated = totals.estimated;
    ret->is_exact = totals.at_least == totals.at_most;
    ret->is_partial = xc_matches_is_partial(matches);
    return 0;
}

static int answer_once(struct search_session *session, const struct search_request *request,
                       struct arena *arena, struct answer *ret, struct error *error)
{
    struct stages stages;
    *ret = (struct answer){.offset = request->offset, .limit = request->limit, .is_exact = true};
    if (make_stages(session, request, arena, &stages, error) < 0)
        return -1;
    ret->query = stages.tree.text;
    ret->language = stages.analyzed.language;
    if (stages.compiled.query == NULL)
        return 0;
    cleanup(xc_matches_closep) struct xc_matches *matches = NULL;
    int result = run_search(session, request, &stages.compiled, &matches, error);
    if (result == 0)
        result = make_hits(session, request, &stages, matches, arena, ret, error);
    compiled_query_clear(&stages.compiled);
    return result;
}

int search_run(struct search_session *session, const struct search_request *request, struct arena *arena,
               struct answer *ret, struct error *error)
{
    double started = clock_seconds();
    for (int tries = 1;; tries++) {
        if (refresh_reader(session, error) < 0)
            return -1;
        if (answer_once(session, request, arena, ret, error) == 0)
            break;
        bool is_worth_a_try = tries < SEARCH_MAX_TRIES && (error->code == ERROR_CHANGED || is_stale(session));
        index_reader_close(&session->reader); /* whatever is wrong with it, the next try starts anew */
        if (!is_worth_a_try)
            return -1;
    }
    ret->processing_ms = (clock_seconds() - started) * 1000;
    return 0;
}

/* ---- showing the stages ---- */

static void describe_matches(const struct answer *answer, struct buffer *out)
{
    for (size_t i = 0; i < answer->n_hits; i++) {
        const struct hit *hit = &answer->hits[i];
        buffer_printf(out, "%zu  %.3f  %.*s ", answer->offset + i + 1, hit->score, TEXT_PRINTF(hit->id));
        for (size_t t = 0; t < hit->n_matched; t++)
            buffer_printf(out, " %.*s", TEXT_PRINTF(hit->matched[t].term));
        buffer_append_byte(out, '\n');
    }
}

int search_describe(struct search_session *session, const struct search_request *request,
                    enum search_stage stage, struct arena *arena, struct buffer *out, struct error *error)
{
    struct stages stages;
    struct answer answer;
    if (stage == STAGE_MATCHES) {
        if (search_run(session, request, arena, &answer, error) < 0)
            return -1;
        describe_matches(&answer, out);
        return 0;
    }
    if (refresh_reader(session, error) < 0 || make_stages(session, request, arena, &stages, error) < 0)
        return -1;
    int result = 0;
    switch (stage) {
    case STAGE_TREE:
        query_node_describe(stages.tree.root, out);
        buffer_append_byte(out, '\n');
        break;
    case STAGE_ANALYZED:
        analyzed_query_describe(&stages.analyzed, out);
        break;
    case STAGE_EXPANDED:
        expanded_query_describe(&stages.expanded, out);
        break;
    case STAGE_COMPILED:
    case STAGE_MATCHES:
        result = compiled_query_describe(&stages.compiled, out, error);
        break;
    }
    compiled_query_clear(&stages.compiled);
    return result;
}
