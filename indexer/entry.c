/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/entry.h"

#include <stdlib.h>

static const char category_mark[] = " \xE2\x80\xBA "; /* › */

static int compare_places(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    int order = text_compare(left->path, right->path);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static const struct place *leading_place(const struct unit *unit)
{
    for (size_t i = 0; i < unit->n_places; i++)
        if (!unit->places[i].is_generic)
            return &unit->places[i];
    return &unit->places[0];
}

static void split_category(struct text category, struct arena *arena, struct unit *unit)
{
    struct text mark = text_of(category_mark);
    size_t capacity = 0;
    unit->breadcrumbs = NULL;
    unit->n_breadcrumbs = 0;
    while (category.size > 0) {
        size_t end = text_find(category, mark, 0);
        struct text name = end == TEXT_NONE ? category : text_from(category.bytes, end);
        *ARENA_PUSH(arena, unit->breadcrumbs, unit->n_breadcrumbs, capacity) = name;
        category = end == TEXT_NONE ? text_from("", 0) : text_skip(category, end + mark.size);
    }
}

static bool is_among(const struct text *texts, size_t n_texts, struct text text)
{
    for (size_t i = 0; i < n_texts; i++)
        if (text_equal(texts[i], text))
            return true;
    return false;
}

/* What stands beside the link in each place, each once, a line each. */
static struct text join_texts(const struct unit *unit, struct arena *arena)
{
    struct text *seen = ARENA_NEW(arena, struct text, unit->n_places);
    size_t n_seen = 0, size = 0;
    for (size_t i = 0; i < unit->n_places; i++) {
        struct text text = unit->places[i].text;
        if (text.size == 0 || is_among(seen, n_seen, text))
            continue;
        seen[n_seen++] = text;
        size += text.size + 1;
    }
    char *bytes = arena_alloc(arena, size + 1);
    size = 0;
    for (size_t i = 0; i < n_seen; i++) {
        if (i > 0)
            bytes[size++] = '\n';
        memcpy(bytes + size, seen[i].bytes, seen[i].size);
        size += seen[i].size;
    }
    return text_from(bytes, size);
}

static void add_tags(struct unit *unit, const struct unit *more, struct arena *arena)
{
    struct text *tags = ARENA_NEW(arena, struct text, unit->n_tags + more->n_tags);
    if (unit->n_tags > 0)
        memcpy(tags, unit->tags, unit->n_tags * sizeof *tags);
    size_t n_tags = unit->n_tags;
    for (size_t i = 0; i < more->n_tags; i++)
        if (!is_among(tags, n_tags, more->tags[i]))
            tags[n_tags++] = more->tags[i];
    unit->tags = tags;
    unit->n_tags = n_tags;
}

bool entry_merge(const struct stored_unit *known, struct text path, const struct stored_unit *added,
                 struct arena *arena, struct stored_unit *ret)
{
    size_t n_added = added != NULL ? added->unit.n_places : 0;
    struct place *places = ARENA_NEW(arena, struct place, known->unit.n_places + n_added);
    size_t n_places = 0;
    for (size_t i = 0; i < known->unit.n_places; i++)
        if (!text_equal(known->unit.places[i].path, path))
            places[n_places++] = known->unit.places[i];
    for (size_t i = 0; i < n_added; i++)
        places[n_places++] = added->unit.places[i];
    if (n_places == 0)
        return false;
    qsort(places, n_places, sizeof *places, compare_places);

    *ret = *known;
    struct unit *unit = &ret->unit;
    unit->places = places;
    unit->n_places = n_places;
    const struct place *lead = leading_place(unit);
    ret->path = lead->path;
    unit->title = lead->title;
    unit->language = lead->language;
    unit->line = unit->last_line = lead->line;
    split_category(lead->category, arena, unit);
    if (added != NULL)
        add_tags(unit, &added->unit, arena);
    unit->text = join_texts(unit, arena);
    unit->spans = NULL;
    unit->n_spans = 0;
    return true;
}
