/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/proximity.h"

#include <unicode/ustring.h>

enum { MAX_INFLECTION = 3 /* letters behind a Latin stem: connect|ing */ };

/* ---- preparing ---- */

static size_t slot_of(char16_t first, char16_t second)
{
    uint32_t key = (uint32_t)first << 16 | second;
    return key * 2654435761u >> 22; /* Knuth's multiplicative hashing, to PROXIMITY_SLOTS */
}

static void to_units(struct text term, struct arena *arena, struct needle *needle)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = 0;
    char16_t *units = ARENA_NEW(arena, char16_t, term.size + 1);
    u_strFromUTF8(units, (int32_t)term.size + 1, &size, term.bytes, (int32_t)term.size, &code);
    needle->units = units;
    needle->n_units = U_SUCCESS(code) && size > 0 ? (size_t)size : 0;
}

static void add_needle(struct proximity *proximity, const struct query_term *term, double value,
                       struct arena *arena)
{
    struct needle *needle = &proximity->needles[proximity->n_needles];
    to_units(term->term, arena, needle);
    if (needle->n_units == 0)
        return;
    uint16_t *slot = &proximity->slots[slot_of(needle->units[0], needle->n_units > 1 ? needle->units[1] : 0)];
    needle->value = value;
    needle->next = *slot;
    *slot = (uint16_t)++proximity->n_needles;
    proximity->has_single |= needle->n_units == 1;
}

/* Nothing stands close to it, and the ends of words that are sought here would undo what its exact form weighs. */
static bool is_lone_latin_word(const struct expanded_query *query)
{
    return query->analyzed->n_words == 1 && query->analyzed->language == LANGUAGE_NONE;
}

void proximity_make(const struct expanded_query *query, struct arena *arena, struct proximity *ret)
{
    *ret = (struct proximity){.needles = ARENA_NEW(arena, struct needle, QUERY_MAX_TERMS)};
    if (is_lone_latin_word(query))
        return;
    for (size_t l = 0; l < query->analyzed->n_leaves; l++)
        for (size_t t = 0; t < query->leaves[l].n_terms; t++) {
            const struct query_term *term = &query->leaves[l].terms[t];
            bool is_sought = term->frequency > 0 && !term->is_cut && term->kind != TOKEN_EXACT;
            if (is_sought && ret->n_needles < QUERY_MAX_TERMS)
                add_needle(ret, term, term->weight * query_term_rarity(query, term), arena);
        }
}

/* ---- finding ---- */

static bool is_letter(char16_t unit)
{
    return (unit >= 'a' && unit <= 'z') || (unit >= 0xC0 && unit < 0x250);
}

static bool is_digit(char16_t unit)
{
    return unit >= '0' && unit <= '9';
}

static bool is_latin(char16_t unit)
{
    return is_letter(unit) || is_digit(unit);
}

static bool is_hangul(char16_t unit)
{
    return unit >= 0xAC00 && unit <= 0xD7A3;
}

/* Porter's stems write i for y: categori of category. */
static bool is_last_unit(char16_t wanted, char16_t unit)
{
    return wanted == unit || (wanted == 'i' && unit == 'y');
}

static bool ends_well(const struct folded *folded, size_t end)
{
    char16_t last = folded->units[end - 1];
    if (is_digit(last))
        return end == folded->n_units || !is_digit(folded->units[end]);
    if (!is_letter(last))
        return true;
    size_t n = 0;
    while (end + n < folded->n_units && is_letter(folded->units[end + n]) && n <= MAX_INFLECTION)
        n++;
    return n <= MAX_INFLECTION;
}

static bool stands_at(const struct needle *needle, const struct folded *folded, size_t at)
{
    const char16_t *units = folded->units + at;
    size_t n = needle->n_units, rest = folded->n_units - at;
    if (n > rest || memcmp(units, needle->units, (n - 1) * sizeof *units) != 0 ||
        !is_last_unit(needle->units[n - 1], units[n - 1]))
        return false;
    if (is_latin(units[0]))
        return (at == 0 || !is_latin(units[-1])) && ends_well(folded, at + n);
    return n > 1 || at == 0 || !is_hangul(units[0]) || !is_hangul(units[-1]);
}

/* Where something sought stands, in the order of the text. */
struct occurrence {
    uint32_t at; /* byte */
    uint32_t needle;
};

struct occurrences {
    struct occurrence *items;
    size_t n_items, capacity;
};

static void look_up(const struct proximity *proximity, const struct folded *folded, size_t at, size_t slot,
                    struct occurrences *out, struct arena *arena)
{
    for (uint32_t i = proximity->slots[slot]; i != 0; i = proximity->needles[i - 1].next)
        if (stands_at(&proximity->needles[i - 1], folded, at))
            *ARENA_PUSH(arena, out->items, out->n_items, out->capacity) =
                (struct occurrence){folded->starts[at], i - 1};
}

static void find_all(const struct proximity *proximity, const struct folder *folder, struct text text,
                     struct arena *arena, struct occurrences *out)
{
    struct folded folded;
    fold(folder, text, arena, &folded);
    for (size_t i = 0; i < folded.n_units; i++) {
        char16_t second = i + 1 < folded.n_units ? folded.units[i + 1] : 0;
        look_up(proximity, &folded, i, slot_of(folded.units[i], second), out, arena);
        if (proximity->has_single && second != 0)
            look_up(proximity, &folded, i, slot_of(folded.units[i], 0), out, arena);
    }
}

/* ---- the score ---- */

struct window {
    const struct proximity *proximity;
    uint32_t *counts; /* by needle; one that the title has is never new */
    double value;
};

static void enter(struct window *window, const struct occurrence *occurrence)
{
    if (window->counts[occurrence->needle]++ == 0)
        window->value += window->proximity->needles[occurrence->needle].value;
}

static void leave(struct window *window, const struct occurrence *occurrence)
{
    if (--window->counts[occurrence->needle] == 0)
        window->value -= window->proximity->needles[occurrence->needle].value;
}

static void enter_title(struct window *window, const struct folder *folder, struct text title,
                        struct arena *arena)
{
    struct occurrences found = {0};
    find_all(window->proximity, folder, title, arena, &found);
    for (size_t i = 0; i < found.n_items; i++)
        enter(window, &found.items[i]);
}

double proximity_score(const struct proximity *proximity, const struct folder *folder,
                       const struct unit *unit, struct arena *scratch)
{
    struct window window = {proximity, ARENA_NEW(scratch, uint32_t, proximity->n_needles + 1), 0};
    struct occurrences found = {0};
    enter_title(&window, folder, unit->title, scratch);
    for (size_t i = 0; i < unit->n_breadcrumbs; i++)
        enter_title(&window, folder, unit->breadcrumbs[i], scratch);
    find_all(proximity, folder, unit->text, scratch, &found);
    double best = window.value;
    for (size_t first = 0, i = 0; i < found.n_items; i++) {
        enter(&window, &found.items[i]);
        while (found.items[i].at - found.items[first].at > PROXIMITY_WINDOW_BYTES)
            leave(&window, &found.items[first++]);
        if (window.value > best)
            best = window.value;
    }
    return best;
}
