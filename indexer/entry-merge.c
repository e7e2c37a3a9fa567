/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/entry-merge.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "indexer/letters.h"

#include <stdlib.h>

enum { ENTRY_TEXT_BYTES = 4000 };

struct keyed {
    struct text key;
    size_t index;
};

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    int order = text_compare(left->key, right->key);
    if (order != 0)
        return order;
    return left->index < right->index ? -1 : left->index > right->index;
}

struct text entry_category(const struct text *names, size_t n_names, struct arena *arena)
{
    cleanup(buffer_clearp) struct buffer joined;
    buffer_init(&joined, ENTRY_TEXT_BYTES);
    for (size_t i = 0; i < n_names; i++) {
        buffer_append_string(&joined, i > 0 ? " › " : "");
        buffer_append(&joined, names[i]);
    }
    return arena_copy(arena, buffer_text(&joined));
}

static bool has_place(const struct unit *unit, const struct place *place)
{
    for (size_t i = 0; i < unit->n_places && i < 64; i++)
        if (text_equal(unit->places[i].title, place->title) &&
            text_equal(unit->places[i].text, place->text) &&
            text_equal(unit->places[i].category, place->category))
            return true;
    return false;
}

static void append_text(struct buffer *text, const struct unit *unit, size_t n_before, struct text added)
{
    for (size_t i = 0; i < n_before && i < 64; i++)
        if (text_equal(unit->places[i].text, added))
            return;
    if (added.size == 0)
        return;
    if (text->size > 0)
        buffer_append_string(text, "\n\n");
    buffer_append(text, added);
}

static struct text joined_text(const struct unit *unit, struct arena *arena)
{
    cleanup(buffer_clearp) struct buffer text;
    buffer_init(&text, 16 * ENTRY_TEXT_BYTES);
    for (size_t i = 0; i < unit->n_places; i++)
        append_text(&text, unit, i, unit->places[i].text);
    return arena_copy(arena, buffer_text(&text));
}

static void add_tags(struct unit *unit, const struct entry_candidate *candidate, struct arena *arena)
{
    if (candidate->n_tags == 0)
        return;
    struct text *tags = ARENA_NEW(arena, struct text, unit->n_tags + candidate->n_tags);
    if (unit->n_tags > 0)
        memcpy(tags, unit->tags, unit->n_tags * sizeof *tags);
    for (size_t i = 0; i < candidate->n_tags; i++) {
        bool is_known = false;
        for (size_t k = 0; k < unit->n_tags; k++)
            is_known = is_known || text_equal(tags[k], candidate->tags[i]);
        if (!is_known)
            tags[unit->n_tags++] = candidate->tags[i];
    }
    unit->tags = tags;
}

static enum language language_of(const struct unit *unit, enum language declared, enum language fallback)
{
    struct letters letters = {0};
    letters_count(&letters, unit->title);
    letters_count(&letters, unit->text);
    enum language language = letters_language(&letters, declared);
    return language != LANGUAGE_NONE ? language : fallback;
}

/* The candidates [first, end) of `keyed` have one key. */
static struct unit merged(const struct entry_candidate *items, const struct keyed *keyed, size_t n_keyed,
                          struct arena *arena)
{
    const struct entry_candidate *first = &items[keyed[0].index], *named = first;
    struct unit unit = {
        .kind = UNIT_ENTRY, .url = first->url, .key = first->key, .date = {"", 0}, .anchor = {"", 0}};
    unit.places = ARENA_NEW(arena, struct place, n_keyed);
    unit.line = unit.last_line = first->place.line;
    for (size_t i = 0; i < n_keyed; i++) {
        const struct entry_candidate *item = &items[keyed[i].index];
        if (named->place.is_generic && !item->place.is_generic)
            named = item;
        if (!has_place(&unit, &item->place))
            unit.places[unit.n_places++] = item->place;
        if (unit.date.size == 0)
            unit.date = item->date;
        add_tags(&unit, item, arena);
    }
    unit.title = named->place.title;
    unit.breadcrumbs = named->breadcrumbs;
    unit.n_breadcrumbs = named->n_breadcrumbs;
    unit.text = joined_text(&unit, arena);
    return unit;
}

static int compare_lines(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    return left->index < right->index ? -1 : left->index > right->index;
}

void entries_merge(const struct entry_candidates *candidates, enum language declared, enum language fallback,
                   struct arena *arena, struct unit_list *ret)
{
    size_t n = candidates->n_items;
    struct keyed *keyed = ARENA_NEW(arena, struct keyed, n + 1);
    struct keyed *order = ARENA_NEW(arena, struct keyed, n + 1);
    struct unit *units = ARENA_NEW(arena, struct unit, n + 1);
    for (size_t i = 0; i < n; i++)
        keyed[i] = (struct keyed){candidates->items[i].key, i};
    qsort(keyed, n, sizeof *keyed, compare_keyed);
    size_t n_units = 0;
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && text_equal(keyed[end].key, keyed[first].key);)
            end++;
        order[n_units] = (struct keyed){keyed[first].key, keyed[first].index};
        units[keyed[first].index] = merged(candidates->items, keyed + first, end - first, arena);
        n_units++;
    }
    qsort(order, n_units, sizeof *order, compare_lines);
    for (size_t i = 0; i < n_units; i++) {
        struct unit *unit = ARENA_PUSH(arena, ret->units, ret->n_units, ret->capacity);
        *unit = units[order[i].index];
        unit->language = language_of(unit, declared, fallback);
    }
}
