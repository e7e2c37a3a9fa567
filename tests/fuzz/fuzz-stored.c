/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stored.h"
#include "tests/fuzz/fuzz.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { DIGEST_BYTES = 8, MAX_BYTES = 1 << 26 };

static void check_texts(const struct text *texts, size_t n_texts)
{
    for (size_t i = 0; i < n_texts; i++)
        REQUIRE(text_invalid_at(texts[i]) == TEXT_NONE);
}

static void check_unit(const struct unit *unit)
{
    const struct text shown[] = {unit->title, unit->anchor, unit->url, unit->date, unit->text};
    check_texts(shown, sizeof shown / sizeof *shown);
    check_texts(unit->breadcrumbs, unit->n_breadcrumbs);
    check_texts(unit->tags, unit->n_tags);
    REQUIRE(unit->language < N_LANGUAGES && unit->kind <= UNIT_ENTRY);
    uint32_t last = 0;
    for (size_t i = 0; i < unit->n_spans; i++) {
        const struct span *span = &unit->spans[i];
        REQUIRE(last <= span->start && span->start <= span->end && span->end <= unit->text.size);
        REQUIRE(span->kind <= SPAN_URL);
        check_texts(&span->anchor, 1);
        last = span->end;
    }
    for (size_t i = 0; i < unit->n_places; i++) {
        const struct place *place = &unit->places[i];
        const struct text of_place[] = {place->title, place->category, place->text, place->url, place->date};
        check_texts(of_place, sizeof of_place / sizeof *of_place);
        check_texts(place->tags, place->n_tags);
        REQUIRE(place->language < N_LANGUAGES);
    }
}

/* What could be read is written and read again as the same bytes. */
static void check_repacked(const struct stored_unit *stored, struct arena *arena)
{
    struct buffer once, twice;
    struct stored_unit again;
    struct error error;
    buffer_init(&once, MAX_BYTES);
    buffer_init(&twice, MAX_BYTES);
    if (stored_pack(stored, &once) == 0) {
        REQUIRE(stored_unpack(buffer_text(&once), arena, &again, &error) == 0);
        REQUIRE(stored_pack(&again, &twice) == 0);
        REQUIRE(text_equal(buffer_text(&once), buffer_text(&twice)));
    }
    buffer_clear(&twice);
    buffer_clear(&once);
}

static void unpack(struct text bytes, struct arena *arena)
{
    struct stored_unit stored;
    struct error error = {0};
    if (stored_unpack(bytes, arena, &stored, &error) < 0) {
        REQUIRE(error.code == ERROR_CORRUPT || error.code == ERROR_VERSION);
        REQUIRE(error.message[0] != '\0');
        return;
    }
    check_unit(&stored.unit);
    check_repacked(&stored, arena);
}

/* As it is, and under a digest that fits: else nothing behind the digest would ever be reached. */
void fuzz_one(struct text input)
{
    struct arena arena;
    struct buffer signed_bytes;
    arena_init(&arena);
    buffer_init(&signed_bytes, MAX_BYTES);
    unpack(input, &arena);
    uint64_t digest = XXH3_64bits(input.size > 0 ? input.bytes : "", input.size);
    for (int i = 0; i < DIGEST_BYTES; i++)
        buffer_append_byte(&signed_bytes, (char)(digest >> 8 * i));
    buffer_append(&signed_bytes, input);
    unpack(buffer_text(&signed_bytes), &arena);
    buffer_clear(&signed_bytes);
    arena_clear(&arena);
}
