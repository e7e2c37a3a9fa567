/* SPDX-License-Identifier: GPL-2.0-or-later */
/* random: the same numbers, texts and units in every run of a test, from a seed. */
#ifndef CHAJA_TESTS_RANDOM_H
#define CHAJA_TESTS_RANDOM_H

#include "base/buffer.h"
#include "indexer/stored.h"

/* In [0, bound). `seed` must not be 0. */
static inline uint32_t random_below(uint64_t *seed, size_t bound)
{
    *seed ^= *seed << 13; /* xorshift64, after Marsaglia */
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)((*seed >> 16) % bound);
}

/* Pieces of the three languages with what is rare between them; may be empty. */
static inline struct text random_text(uint64_t *seed, size_t most_pieces, struct arena *arena)
{
    static const char *const pieces[] = {
        "자동 미분", "연구를", " ",  "深度学习", "。",   "PyTorch", "C++", "\n",  "\n\n",
        "é",         "한",     "글", "–",        "🙂", "0",       "\t",  "<b>", "\"",
    };
    struct buffer text;
    buffer_init(&text, 1 << 20);
    for (size_t n = random_below(seed, most_pieces + 1); n > 0; n--)
        buffer_append_string(&text, pieces[random_below(seed, sizeof pieces / sizeof *pieces)]);
    struct text copy = arena_copy(arena, buffer_text(&text));
    buffer_clear(&text);
    return copy;
}

static inline struct text *random_texts(uint64_t *seed, size_t most, struct arena *arena, size_t *ret_n)
{
    *ret_n = random_below(seed, most + 1);
    struct text *texts = ARENA_NEW(arena, struct text, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        texts[i] = random_text(seed, 4, arena);
    return texts;
}

static inline struct place random_place(uint64_t *seed, struct arena *arena)
{
    struct place place = {.title = random_text(seed, 4, arena),
                          .path = random_text(seed, 3, arena),
                          .category = random_text(seed, 3, arena),
                          .text = random_text(seed, 10, arena),
                          .url = arena_printf(arena, "https://a.kr/%u", random_below(seed, 3)),
                          .date = random_below(seed, 2) == 0 ? TEXT("2024-05-17") : TEXT(""),
                          .line = random_below(seed, 100000),
                          .language = random_below(seed, N_LANGUAGES),
                          .is_generic = random_below(seed, 2)};
    place.tags = random_texts(seed, 3, arena, &place.n_tags);
    return place;
}

static inline struct stored_unit random_unit(uint64_t *seed, struct arena *arena)
{
    struct stored_unit stored = {.id = random_text(seed, 5, arena), .path = random_text(seed, 5, arena)};
    struct unit *unit = &stored.unit;
    unit->kind = random_below(seed, 2) == 0 ? UNIT_SECTION : UNIT_ENTRY;
    unit->language = random_below(seed, N_LANGUAGES);
    unit->title = random_text(seed, 5, arena);
    unit->breadcrumbs = random_texts(seed, 4, arena, &unit->n_breadcrumbs);
    unit->anchor = random_text(seed, 3, arena);
    unit->url = random_text(seed, 3, arena);
    unit->key = random_text(seed, 3, arena);
    unit->text = random_text(seed, 60, arena);
    unit->tags = random_texts(seed, 3, arena, &unit->n_tags);
    unit->date = random_below(seed, 2) == 0 ? TEXT("2019-01-31") : TEXT("");
    unit->line = random_below(seed, UINT32_MAX);
    unit->last_line = random_below(seed, UINT32_MAX);
    unit->spans = ARENA_NEW(arena, struct span, 8);
    for (uint32_t at = 0; unit->n_spans < 8 && at < unit->text.size; unit->n_spans++) {
        struct span *span = &unit->spans[unit->n_spans];
        span->start = at + random_below(seed, unit->text.size - at + 1);
        span->end = span->start + random_below(seed, unit->text.size - span->start + 1);
        span->kind = random_below(seed, SPAN_URL + 1);
        span->anchor = random_text(seed, 2, arena);
        at = span->end + 1;
    }
    size_t n_places = random_below(seed, 4);
    unit->places = ARENA_NEW(arena, struct place, n_places);
    for (; unit->n_places < n_places; unit->n_places++)
        unit->places[unit->n_places] = random_place(seed, arena);
    return stored;
}

#endif
