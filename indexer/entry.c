/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/entry.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/cleanup.h"

enum { COMPARED_PLACES = 64 };

static const char category_mark[] = " › ";

/* ---- categories ---- */

struct text entry_category(const struct text *names, size_t n_names, struct arena *arena)
{
    cleanup(buffer_clearp) struct buffer joined;
    buffer_init(&joined, ENTRY_MAX_CATEGORY_BYTES);
    for (size_t i = 0; i < n_names; i++) {
        size_t size = joined.size;
        if (i > 0)
            buffer_append_string(&joined, category_mark);
        buffer_append(&joined, names[i]);
        if (joined.overflowed) {
            buffer_truncate(&joined, size);
            break;
        }
    }
    return arena_copy(arena, buffer_text(&joined));
}

size_t entry_split_category(struct text category, struct arena *arena, struct text **ret)
{
    struct text mark = text_of(category_mark);
    struct text *names = NULL;
    size_t n_names = 0, capacity = 0;
    while (category.size > 0) {
        size_t end = text_find(category, mark, 0);
        *ARENA_PUSH(arena, names, n_names, capacity) =
            end == TEXT_NONE ? category : text_slice(category, 0, end);
        category = end == TEXT_NONE ? text_from("", 0) : text_skip(category, end + mark.size);
    }
    *ret = names;
    return n_names;
}

/* ---- a unit of its places ---- */

static const struct place *leading_place(const struct unit *unit)
{
    for (size_t i = 0; i < unit->n_places; i++)
        if (!unit->places[i].is_generic)
            return &unit->places[i];
    return &unit->places[0];
}

static bool is_among(const struct text *texts, size_t n_texts, struct text text,
                     bool (*is_equal)(struct text, struct text))
{
    for (size_t i = 0; i < n_texts; i++)
        if (is_equal(texts[i], text))
            return true;
    return false;
}

static bool is_same_text(struct text a, struct text b)
{
    return text_equal(a, b);
}

/* What stands beside the link in each place, each once. */
static struct text join_texts(const struct unit *unit, struct arena *arena)
{
    struct text seen[ENTRY_MAX_DISTINCT];
    size_t n_seen = 0;
    cleanup(buffer_clearp) struct buffer joined;
    buffer_init(&joined, ENTRY_MAX_TEXT_BYTES);
    for (size_t i = 0; i < unit->n_places && n_seen < ENTRY_MAX_DISTINCT; i++) {
        struct text text = unit->places[i].text;
        size_t joint_size = joined.size > 0 ? 1 : 0;
        if (text.size == 0 || is_among(seen, n_seen, text, is_same_text) ||
            joined.size + joint_size + text.size > ENTRY_MAX_TEXT_BYTES)
            continue;
        seen[n_seen++] = text;
        buffer_append(&joined, text_from("\n", joint_size));
        buffer_append(&joined, text);
    }
    return arena_copy(arena, buffer_text(&joined));
}

static void join_tags(struct unit *unit, struct arena *arena)
{
    size_t capacity = 0;
    for (size_t i = 0; i < unit->n_places; i++)
        for (size_t t = 0; t < unit->places[i].n_tags && unit->n_tags < ENTRY_MAX_DISTINCT; t++)
            if (!is_among(unit->tags, unit->n_tags, unit->places[i].tags[t], text_equal_ascii_case))
                *ARENA_PUSH(arena, unit->tags, unit->n_tags, capacity) = unit->places[i].tags[t];
}

static struct text find_date(const struct unit *unit, const struct place *lead)
{
    struct text date = lead->date;
    for (size_t i = 0; i < unit->n_places && date.size == 0; i++)
        date = unit->places[i].date;
    return date.size > 0 ? date : text_from("", 0);
}

/* `places`: at least one, in their order; taken over. */
static struct unit make_unit(struct text key, struct place *places, size_t n_places, struct arena *arena)
{
    struct unit unit = {
        .kind = UNIT_ENTRY, .key = key, .anchor = {"", 0}, .places = places, .n_places = n_places};
    const struct place *lead = leading_place(&unit);
    unit.title = lead->title;
    unit.n_breadcrumbs = entry_split_category(lead->category, arena, &unit.breadcrumbs);
    unit.url = lead->url;
    unit.language = lead->language;
    unit.line = unit.last_line = lead->line;
    unit.date = find_date(&unit, lead);
    unit.text = join_texts(&unit, arena);
    join_tags(&unit, arena);
    return unit;
}

/* ---- within a file ---- */

struct keyed {
    struct text key;
    size_t index;
};

static int compare_indices(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    return (left->index > right->index) - (left->index < right->index);
}

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *left = a, *right = b;
    int order = text_compare(left->key, right->key);
    return order != 0 ? order : compare_indices(a, b);
}

static bool says_the_same(const struct place *a, const struct place *b)
{
    return text_equal(a->title, b->title) && text_equal(a->text, b->text) &&
           text_equal(a->category, b->category);
}

static bool has_place(const struct place *places, size_t n_places, const struct place *place)
{
    for (size_t i = 0; i < n_places && i < COMPARED_PLACES; i++)
        if (says_the_same(&places[i], place))
            return true;
    return false;
}

static struct text cut_title(struct text title)
{
    title = text_trim(title);
    return text_slice(title, 0, text_floor_code_point(title, ENTRY_MAX_TITLE_BYTES));
}

/* The candidates named by `keyed` have one key. */
static struct unit merge_candidates(const struct entry_candidate *items, const struct keyed *keyed,
                                    size_t n_keyed, struct arena *arena)
{
    struct place *places = ARENA_NEW(arena, struct place, n_keyed);
    size_t n_places = 0;
    for (size_t i = 0; i < n_keyed; i++) {
        struct place place = items[keyed[i].index].place;
        place.title = cut_title(place.title);
        if (!has_place(places, n_places, &place))
            places[n_places++] = place;
    }
    return make_unit(keyed[0].key, places, n_places, arena);
}

void entries_merge(const struct entry_candidates *candidates, struct arena *arena, struct unit_list *ret)
{
    size_t n = candidates->n_items, n_units = 0;
    struct keyed *keyed = ARENA_NEW(arena, struct keyed, n + 1);
    struct keyed *firsts = ARENA_NEW(arena, struct keyed, n + 1);
    struct unit *units = ARENA_NEW(arena, struct unit, n + 1); /* each at the index of its first candidate */
    for (size_t i = 0; i < n; i++)
        keyed[i] = (struct keyed){candidates->items[i].key, i};
    qsort(keyed, n, sizeof *keyed, compare_keyed);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && text_equal(keyed[end].key, keyed[first].key);)
            end++;
        firsts[n_units++] = keyed[first];
        units[keyed[first].index] = merge_candidates(candidates->items, keyed + first, end - first, arena);
    }
    qsort(firsts, n_units, sizeof *firsts, compare_indices);
    for (size_t i = 0; i < n_units; i++)
        *ARENA_PUSH(arena, ret->units, ret->n_units, ret->capacity) = units[firsts[i].index];
}

/* ---- across files ---- */

bool entry_merge(const struct stored_unit *known, struct text path, const struct stored_unit *added,
                 struct arena *arena, struct stored_unit *ret)
{
    const struct unit *before = &known->unit;
    size_t n_added = added != NULL ? added->unit.n_places : 0, n_places = 0, at = 0;
    struct place *places = ARENA_NEW(arena, struct place, before->n_places + n_added);
    for (; at < before->n_places && text_compare(before->places[at].path, path) < 0; at++)
        places[n_places++] = before->places[at];
    for (size_t i = 0; i < n_added; i++)
        places[n_places++] = added->unit.places[i];
    for (; at < before->n_places; at++)
        if (!text_equal(before->places[at].path, path))
            places[n_places++] = before->places[at];
    if (n_places == 0)
        return false;
    *ret = (struct stored_unit){.id = known->id, .unit = make_unit(before->key, places, n_places, arena)};
    ret->path = leading_place(&ret->unit)->path;
    return true;
}
