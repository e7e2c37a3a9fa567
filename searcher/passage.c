/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/passage.h"

/* ---- zones ---- */

struct zone {
    uint32_t start, end;
    uint32_t body; /* behind its heading */
    bool is_code;
};

struct zones {
    struct zone *items;
    size_t n_items, capacity;
};

static void add_zone(struct zones *zones, struct edges *edges, struct zone zone, struct arena *arena)
{
    edges_trim(edges, &zone.start, &zone.end);
    if (zone.body < zone.start)
        zone.body = zone.start;
    if (zone.start < zone.end)
        *ARENA_PUSH(arena, zones->items, zones->n_items, zones->capacity) = zone;
}

/* Code in the middle of a line is part of its sentence. */
static bool is_block(struct text text, const struct span *span)
{
    return (span->start == 0 || text.bytes[span->start - 1] == '\n') &&
           (span->end == text.size || text.bytes[span->end] == '\n' || text.bytes[span->end - 1] == '\n');
}

static struct zones make_zones(struct edges *edges, const struct unit *unit, struct arena *arena)
{
    struct zones zones = {0};
    struct zone prose = {0};
    for (size_t i = 0; i < unit->n_spans; i++) {
        const struct span *span = &unit->spans[i];
        if (span->kind == SPAN_URL || (span->kind == SPAN_CODE && !is_block(unit->text, span)))
            continue;
        prose.end = span->start;
        add_zone(&zones, edges, prose, arena);
        if (span->kind == SPAN_CODE)
            add_zone(&zones, edges, (struct zone){span->start, span->end, span->start, true}, arena);
        prose = (struct zone){.start = span->kind == SPAN_CODE ? span->end : span->start, .body = span->end};
    }
    prose.end = (uint32_t)unit->text.size;
    add_zone(&zones, edges, prose, arena);
    return zones;
}

/* ---- scores ---- */

enum {
    UNIT_OF_WEIGHT =
        1024,        /* of a weight of 1: integers add up alike in any order, so that equals are equal */
    BONUS_SHORT = 8, /* in percent of the coverage, as are those below */
    BONUS_ONE_SENTENCE = 8,
    BONUS_FIRST = 4,
    BONUS_DEFINITION = 6,
    MOST_MORE = 4, /* marks, a percent each */
    PERCENT_HEADING = 70,
    MOST_LEFT_OUT = 8
};

/* What a find is good for. */
enum rank { RANK_MARKED, RANK_URL, RANK_UNMARKED };

struct chooser {
    struct edges *edges;
    const struct unit *unit;
    const struct matches *matches;
    struct arena *arena;
    struct zones zones;
    uint64_t limit; /* of a passage's width */

    struct found *found; /* of the ranks looked at */
    uint64_t *offsets;   /* of each: the width between the first and it */
    size_t n_found;
    int64_t *weights; /* by term */
    uint32_t *counts; /* by term, in the stretch looked at */
    int64_t coverage; /* of the stretch looked at */
};

struct stretch {
    size_t first, last; /* of what is found */
    int64_t score;
    const struct zone *zone;
};

static int64_t to_integer(double weight)
{
    if (!(weight > 0))
        return 1;
    return weight > 1e6 ? (int64_t)1e6 * UNIT_OF_WEIGHT : 1 + (int64_t)(weight * UNIT_OF_WEIGHT);
}

static void take_weights(struct chooser *chooser, const struct snippet_query *query)
{
    size_t n_terms = query->n_terms + query->n_prefixes + query->n_phrases;
    chooser->counts = ARENA_NEW(chooser->arena, uint32_t, n_terms);
    chooser->weights = ARENA_NEW(chooser->arena, int64_t, n_terms);
    for (size_t i = 0; i < query->n_terms; i++)
        chooser->weights[i] = to_integer(query->terms[i].weight);
    for (size_t i = 0; i < query->n_prefixes; i++)
        chooser->weights[query->n_terms + i] = to_integer(1);
    for (size_t i = 0; i < query->n_phrases; i++)
        chooser->weights[query->n_terms + query->n_prefixes + i] = to_integer(query->phrases[i].weight);
}

static void count_in(struct chooser *chooser, size_t index)
{
    uint32_t term = chooser->found[index].term;
    if (chooser->counts[term]++ == 0)
        chooser->coverage += chooser->weights[term];
}

static void count_out(struct chooser *chooser, size_t index)
{
    uint32_t term = chooser->found[index].term;
    if (--chooser->counts[term] == 0)
        chooser->coverage -= chooser->weights[term];
}

/* Keep what is found of ranks up to `rank`, and measure how far apart it stands. */
static void look_at(struct chooser *chooser, enum rank rank)
{
    const struct matches *matches = chooser->matches;
    const struct unit *unit = chooser->unit;
    chooser->found = arena_alloc(chooser->arena, matches->n_found * sizeof *chooser->found);
    chooser->offsets = ARENA_NEW(chooser->arena, uint64_t, matches->n_found);
    chooser->n_found = 0;
    size_t span = 0, n = 0;
    for (size_t i = 0; i < matches->n_found; i++) {
        const struct found *found = &matches->found[i];
        while (span < unit->n_spans && unit->spans[span].end <= found->start)
            span++;
        bool is_url = span < unit->n_spans && unit->spans[span].kind == SPAN_URL &&
                      unit->spans[span].start <= found->start;
        if ((found->mark == MARK_NONE ? RANK_UNMARKED : is_url ? RANK_URL : RANK_MARKED) > rank)
            continue;
        chooser->found[n] = *found;
        if (n > 0)
            chooser->offsets[n] =
                chooser->offsets[n - 1] + edges_width(unit->text, chooser->found[n - 1].start, found->start);
        n++;
    }
    chooser->n_found = n;
}

/* X은 …, X이란 …, X是…, X is …: the sentence says what X is. */
static bool is_definition(struct text text, uint32_t end)
{
    static const char *const cues[] = {"은 ",  "는 ",    "란 ",  "이란 ", "是",      "就是",
                                       "，是", "指的是", " is ", " are ", " means ", NULL};
    struct text rest = text_skip(text, end);
    for (size_t i = 0; cues[i] != NULL; i++)
        if (text_starts_with(rest, text_of(cues[i])))
            return true;
    return false;
}

/* How many marks lie behind that of `first` up to `last`. */
static uint32_t count_marks(const struct chooser *chooser, size_t first, size_t last)
{
    uint32_t from = chooser->found[first].mark, to = chooser->found[last].mark;
    return from == MARK_NONE || to == MARK_NONE ? 0 : to - from;
}

static int64_t score(const struct chooser *chooser, const struct zone *zone, size_t first, size_t last,
                     size_t last_in_reach)
{
    const struct found *from = &chooser->found[first], *to = &chooser->found[last];
    uint64_t width = chooser->offsets[last] - chooser->offsets[first];
    uint32_t more = count_marks(chooser, first, last_in_reach);
    int64_t percent = 100 + (more < MOST_MORE ? more : MOST_MORE);
    if (width < chooser->limit)
        percent += BONUS_SHORT - (int64_t)(BONUS_SHORT * width / chooser->limit);
    if (from->sentence == to->sentence)
        percent += BONUS_ONE_SENTENCE;
    if (from->is_first)
        percent += BONUS_FIRST;
    if (from->is_first && from->mark != MARK_NONE &&
        is_definition(chooser->unit->text, chooser->matches->marks[from->mark].end))
        percent += BONUS_DEFINITION;
    int64_t total = chooser->coverage * percent;
    return to->start < zone->body ? total / 100 * PERCENT_HEADING : total;
}

/* The stretches that end at `last` and begin at `first` or a little later: a rare word is worth more alone than together with
 * a frequent one far before it. */
static void compare_stretches(struct chooser *chooser, const struct zone *zone, size_t first, size_t last,
                              size_t last_in_reach, struct stretch *best)
{
    size_t from = first;
    for (;; count_out(chooser, from++)) {
        int64_t here = score(chooser, zone, from, last, last_in_reach);
        if (here > best->score)
            *best = (struct stretch){from, last, here, zone};
        if (from == last || from - first == MOST_LEFT_OUT)
            break;
    }
    while (from > first)
        count_in(chooser, --from);
}

/* The best stretch of what is found at [first, end) in one zone. */
static void choose_in_zone(struct chooser *chooser, const struct zone *zone, size_t first, size_t end,
                           struct stretch *best)
{
    uint64_t reach = chooser->limit * 4 / 5;
    const uint64_t *offsets = chooser->offsets;
    size_t last_in_reach = first;
    for (size_t last = first, from = first; last < end; last++) {
        count_in(chooser, last);
        while (from < last &&
               (offsets[last] - offsets[from] > reach || chooser->counts[chooser->found[from].term] > 1))
            count_out(chooser, from++);
        while (last_in_reach + 1 < end && offsets[last_in_reach + 1] - offsets[from] <= reach)
            last_in_reach++;
        compare_stretches(chooser, zone, from, last, last_in_reach, best);
        if (last + 1 == end)
            for (; from <= last; from++)
                count_out(chooser, from);
    }
}

/* The best stretch in zones of prose or of code; score 0 when nothing is found there. */
static struct stretch choose_stretch(struct chooser *chooser, bool is_code)
{
    struct stretch best = {0};
    size_t first = 0;
    for (size_t z = 0; z < chooser->zones.n_items; z++) {
        const struct zone *zone = &chooser->zones.items[z];
        while (first < chooser->n_found && chooser->found[first].start < zone->start)
            first++;
        size_t end = first;
        while (end < chooser->n_found && chooser->found[end].start < zone->end)
            end++;
        if (zone->is_code == is_code)
            choose_in_zone(chooser, zone, first, end, &best);
        first = end;
    }
    return best;
}

/* What is marked in prose comes first, then URLs, then code; what cannot be marked is better than nothing. */
static struct stretch choose(struct chooser *chooser)
{
    static const struct {
        enum rank rank;
        bool is_code;
    } turns[] = {{RANK_MARKED, false},
                 {RANK_URL, false},
                 {RANK_URL, true},
                 {RANK_UNMARKED, false},
                 {RANK_UNMARKED, true}};
    struct stretch best = {0};
    for (size_t i = 0; i < sizeof turns / sizeof turns[0] && best.score == 0; i++) {
        if (i == 0 || turns[i].rank != turns[i - 1].rank)
            look_at(chooser, turns[i].rank);
        best = choose_stretch(chooser, turns[i].is_code);
    }
    return best;
}

/* ---- edges ---- */

/* Whether a sentence ends is seen by what follows. */
enum { MARGIN_COLUMNS = 16 };

/* Where the sentences around a stretch begin and end. */
struct sentences {
    uint32_t *edges;
    size_t n_edges;
};

static struct sentences find_sentences(struct chooser *chooser, uint32_t low, uint32_t high, uint32_t start,
                                       uint32_t end)
{
    struct text text = chooser->unit->text;
    uint64_t reach = chooser->limit + MARGIN_COLUMNS * EDGES_COLUMN;
    uint32_t from = edges_reach_back(text, start, low, reach);
    uint32_t to = edges_reach_on(text, end, high, reach);
    uint32_t *inner;
    size_t n_inner = edges_sentences(chooser->edges, from, to, chooser->arena, &inner);
    struct sentences sentences = {ARENA_NEW(chooser->arena, uint32_t, n_inner + 2), 0};
    if (from == low) /* where reading began is no edge unless the zone begins there */
        sentences.edges[sentences.n_edges++] = low;
    if (n_inner > 0)
        memcpy(sentences.edges + sentences.n_edges, inner, n_inner * sizeof *inner);
    sentences.n_edges += n_inner;
    if (to == high)
        sentences.edges[sentences.n_edges++] = high;
    return sentences;
}

static bool fits(const struct chooser *chooser, uint32_t start, uint32_t end)
{
    edges_trim(chooser->edges, &start, &end);
    return edges_width(chooser->unit->text, start, end) <= chooser->limit;
}

/* More sentences, those behind first. */
static void add_sentences(const struct chooser *chooser, const struct sentences *sentences, size_t first,
                          size_t last, struct passage *passage)
{
    while (last + 1 < sentences->n_edges && fits(chooser, passage->start, sentences->edges[last + 1]))
        passage->end = sentences->edges[++last];
    while (first > 0 && fits(chooser, sentences->edges[first - 1], passage->end))
        passage->start = sentences->edges[--first];
}

/* A passage that leaves much of its room empty goes on into the next sentence, if that is of the same paragraph. */
static void fill_up(struct chooser *chooser, uint32_t high, struct passage *passage)
{
    struct text text = chooser->unit->text;
    uint64_t width = edges_width(text, passage->start, passage->end);
    if (passage->end >= high || width > chooser->limit * 3 / 5 || text.bytes[passage->end - 1] == '\n' ||
        text.bytes[passage->end] == '\n')
        return;
    passage->end =
        edges_cut_end(chooser->edges, chooser->matches, passage->start, passage->end, high, chooser->limit);
}

static void cut_around(struct chooser *chooser, uint32_t low, uint32_t high, uint32_t start, uint32_t end,
                       struct passage *passage)
{
    uint64_t width = edges_width(chooser->unit->text, start, end);
    uint64_t room = width < chooser->limit ? chooser->limit - width : 0;
    passage->start =
        room == 0 ? start
                  : edges_cut_start(chooser->edges, chooser->matches, end, start, low, width + room / 3);
    passage->end = edges_cut_end(chooser->edges, chooser->matches, passage->start, end, high, chooser->limit);
}

static bool has_edge(const struct sentences *sentences, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < sentences->n_edges; i++)
        if (sentences->edges[i] >= from && sentences->edges[i] <= to)
            return true;
    return false;
}

/* Trim the passage and say where it is cut: where between it and the next text there is no edge of a sentence. */
static void finish(struct chooser *chooser, const struct sentences *sentences, uint32_t low, uint32_t high,
                   struct passage *passage)
{
    edges_trim(chooser->edges, &passage->start, &passage->end);
    uint32_t after_last = low, before_next = high, at = passage->start;
    edges_trim(chooser->edges, &after_last, &at);
    passage->cut_start = passage->start > low && !has_edge(sentences, at, passage->start);
    at = passage->end;
    edges_trim(chooser->edges, &at, &before_next);
    passage->cut_end = passage->end < high && !has_edge(sentences, passage->end, at);
}

/* Edges around [start, end), which is found; nothing below `low` or above `high`. */
static void place(struct chooser *chooser, uint32_t low, uint32_t high, uint32_t start, uint32_t end,
                  struct passage *passage)
{
    struct edges *edges = chooser->edges;
    struct sentences sentences = find_sentences(chooser, low, high, start, end);
    size_t first = 0, last = 0;
    while (first + 1 < sentences.n_edges && sentences.edges[first + 1] <= start)
        first++;
    while (last < sentences.n_edges && (sentences.edges[last] < end || sentences.edges[last] == start))
        last++;
    bool has_first = sentences.n_edges > 0 && sentences.edges[first] <= start;
    bool has_last = last < sentences.n_edges;
    uint32_t from = has_first ? sentences.edges[first] : start, to = has_last ? sentences.edges[last] : end;

    if (has_first && has_last && fits(chooser, from, to)) {
        passage->start = from;
        passage->end = to;
        add_sentences(chooser, &sentences, first, last, passage);
        fill_up(chooser, high, passage);
    } else if (has_first && fits(chooser, from, end)) {
        passage->start = from;
        passage->end = edges_cut_end(edges, chooser->matches, from, end, high, chooser->limit);
    } else if (has_last && fits(chooser, start, to)) {
        edges_trim(edges, &start, &to);
        passage->start = edges_cut_start(edges, chooser->matches, to, start, low, chooser->limit);
        passage->end = to;
    } else {
        cut_around(chooser, low, high, start, end, passage);
    }
    finish(chooser, &sentences, low, high, passage);
}

/* ---- the whole ---- */

/* Of a unit in which nothing is found. */
static const struct zone *zone_to_show(const struct zones *zones)
{
    for (size_t i = 0; i < zones->n_items; i++)
        if (!zones->items[i].is_code)
            return &zones->items[i];
    return &zones->items[0];
}

void passage_choose(struct edges *edges, const struct snippet_query *query, const struct unit *unit,
                    const struct matches *matches, uint32_t max_columns, struct arena *arena,
                    struct passage *ret)
{
    *ret = (struct passage){0};
    struct chooser chooser = {.edges = edges,
                              .unit = unit,
                              .matches = matches,
                              .arena = arena,
                              .zones = make_zones(edges, unit, arena),
                              .limit = (uint64_t)(max_columns > 0 ? max_columns : 1) * EDGES_COLUMN};
    if (chooser.zones.n_items == 0)
        return;
    take_weights(&chooser, query);
    struct stretch best = choose(&chooser);
    const struct zone *zone = best.score > 0 ? best.zone : zone_to_show(&chooser.zones);
    uint32_t start = zone->start, end = zone->start;
    for (size_t i = best.first; best.score > 0 && i <= best.last; i++) {
        if (i == best.first)
            start = chooser.found[i].start;
        if (chooser.found[i].end > end)
            end = chooser.found[i].end;
    }
    start = edges_grapheme_floor(edges, start);
    end = edges_grapheme_ceiling(edges, end < zone->end ? end : zone->end);
    place(&chooser, start < zone->body ? zone->start : zone->body, zone->end, start, end, ret);
    ret->is_code = zone->is_code;
}
