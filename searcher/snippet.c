/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/snippet.h"

#include <assert.h>
#include <stdlib.h>

#include "searcher/passage.h"

struct snippet_maker {
    struct analyzer *analyzer;
    struct edges *edges;
    struct arena scratch; /* of one call: the tokens of a long unit are many times its size */
};

struct snippet_maker *snippet_maker_new(struct analyzer *analyzer, struct error *error)
{
    struct snippet_maker *maker = calloc(1, sizeof *maker);
    if (maker == NULL) {
        error_set(error, ERROR_MEMORY, "no memory for excerpts");
        return NULL;
    }
    maker->analyzer = analyzer;
    arena_init(&maker->scratch);
    maker->edges = edges_new(error);
    if (maker->edges == NULL) {
        snippet_maker_free(maker);
        return NULL;
    }
    return maker;
}

void snippet_maker_free(struct snippet_maker *maker)
{
    if (maker == NULL)
        return;
    edges_free(maker->edges);
    arena_clear(&maker->scratch);
    free(maker);
}

/* ---- marks ---- */

/* The marks inside [start, end) on whole graphemes, in order and apart, as ranges of the text. */
static size_t clip_marks(struct edges *edges, const struct matches *matches, uint32_t start, uint32_t end,
                         struct arena *arena, struct range **ret_ranges)
{
    size_t first = 0, n_ranges = 0, capacity = 0;
    struct range *ranges = NULL;
    while (first < matches->n_marks && matches->marks[first].end <= start)
        first++;
    for (size_t i = first; i < matches->n_marks && matches->marks[i].start < end; i++) {
        struct range range = matches->marks[i];
        range.start = range.start < start ? start : edges_grapheme_floor(edges, range.start);
        range.end = range.end > end ? end : edges_grapheme_ceiling(edges, range.end);
        if (n_ranges > 0 && range.start <= ranges[n_ranges - 1].end)
            ranges[n_ranges - 1].end = range.end;
        else
            *ARENA_PUSH(arena, ranges, n_ranges, capacity) = range;
    }
    *ret_ranges = ranges;
    return n_ranges;
}

/* ---- what is shown ---- */

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* What white space from `at` on becomes: the line break between two items, rows or lines of code stays one. */
static char even_space(struct text text, uint32_t at, uint32_t end, bool is_code)
{
    size_t n_breaks = 0;
    for (; at < end && is_space(text.bytes[at]); at++)
        n_breaks += text.bytes[at] == '\n';
    return n_breaks == 1 || (is_code && n_breaks > 0) ? '\n' : ' ';
}

/* Copy [start, end) with white space evened out; `ranges` move with it. */
static struct text even_out(struct text text, uint32_t start, uint32_t end, bool is_code,
                            struct range *ranges, size_t n_ranges, struct arena *arena)
{
    char *bytes = arena_alloc(arena, end - start + 1);
    size_t size = 0, range = 0;
    for (uint32_t at = start; at < end; at++) {
        bool is_second_space = is_space(text.bytes[at]) && at > start && is_space(text.bytes[at - 1]);
        if (range < n_ranges && ranges[range].start == at)
            ranges[range].start = (uint32_t)size;
        if (!is_second_space)
            bytes[size++] = is_space(text.bytes[at]) ? even_space(text, at, end, is_code) : text.bytes[at];
        if (range < n_ranges && ranges[range].end == at + 1)
            ranges[range++].end = (uint32_t)size;
    }
    bytes[size] = '\0';
    return text_from(bytes, size);
}

static struct text nearest_anchor(const struct unit *unit, uint32_t start)
{
    struct text anchor = unit->anchor;
    for (size_t i = 0; i < unit->n_spans && unit->spans[i].start <= start; i++)
        if (unit->spans[i].kind == SPAN_HEADING)
            anchor = unit->spans[i].anchor;
    return anchor;
}

void snippet_make(struct snippet_maker *maker, const struct snippet_query *query, const struct unit *unit,
                  uint32_t max_columns, struct arena *arena, struct snippet *ret)
{
    assert(unit->text.size < INT32_MAX);
    struct matches matches;
    struct passage passage;
    mark_text(maker->analyzer, query, unit->text, unit->language, &maker->scratch, &matches);
    edges_set_text(maker->edges, unit->text);
    passage_choose(maker->edges, query, unit, &matches, max_columns, &maker->scratch, &passage);
    *ret = (struct snippet){.cut_start = passage.cut_start,
                            .cut_end = passage.cut_end,
                            .is_code = passage.is_code,
                            .anchor = arena_copy(arena, nearest_anchor(unit, passage.start))};
    ret->n_ranges = clip_marks(maker->edges, &matches, passage.start, passage.end, arena, &ret->ranges);
    ret->text =
        even_out(unit->text, passage.start, passage.end, passage.is_code, ret->ranges, ret->n_ranges, arena);
    arena_reset(&maker->scratch);
}

void snippet_mark_title(struct snippet_maker *maker, const struct snippet_query *query, struct text title,
                        struct arena *arena, struct range **ret_ranges, size_t *ret_n_ranges)
{
    struct matches matches;
    mark_text(maker->analyzer, query, title, LANGUAGE_NONE, &maker->scratch, &matches);
    edges_set_text(maker->edges, title);
    *ret_n_ranges = clip_marks(maker->edges, &matches, 0, (uint32_t)title.size, arena, ret_ranges);
    arena_reset(&maker->scratch);
}
