/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/document.h"
#include "tests/fuzz/fuzz.h"

static void check_text(struct text text)
{
    REQUIRE(text.size == 0 || text.bytes != NULL);
    REQUIRE(text_invalid_at(text) == TEXT_NONE);
}

static void check_spans(const struct unit *unit)
{
    uint32_t end = 0;
    for (size_t i = 0; i < unit->n_spans; i++) {
        const struct span *span = &unit->spans[i];
        REQUIRE(span->start >= end && span->start < span->end && span->end <= unit->text.size);
        REQUIRE(text_floor_code_point(unit->text, span->start) == span->start);
        REQUIRE(text_floor_code_point(unit->text, span->end) == span->end);
        check_text(span->anchor);
        end = span->end;
    }
}

static void check_entry(const struct unit *unit)
{
    REQUIRE(unit->n_places >= 1 && unit->n_spans == 0);
    REQUIRE(unit->url.size > 0 && unit->key.size > 0 && unit->title.size > 0);
    for (size_t i = 0; i < unit->n_places; i++) {
        REQUIRE(unit->places[i].title.size > 0);
        check_text(unit->places[i].title);
        check_text(unit->places[i].category);
        check_text(unit->places[i].text);
    }
}

static void check_unit(const struct source *source, const struct unit *unit)
{
    check_text(unit->title);
    check_text(unit->text);
    check_text(unit->anchor);
    check_text(unit->key);
    REQUIRE(unit->line >= 1 && unit->line <= unit->last_line && unit->last_line <= source->n_lines);
    REQUIRE(unit->language > LANGUAGE_NONE && unit->language < N_LANGUAGES);
    REQUIRE(unit->date.size == 0 || unit->date.size == 10);
    for (size_t i = 0; i < unit->n_breadcrumbs; i++)
        check_text(unit->breadcrumbs[i]);
    check_spans(unit);
    if (unit->kind == UNIT_ENTRY)
        check_entry(unit);
    else
        REQUIRE(unit->n_places == 0 && unit->url.size == 0);
}

static int compare_keys(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* No two sections of a file have one key, and no two entries. */
static void check_keys(const struct document *document, enum unit_kind kind, struct arena *arena)
{
    struct text *keys = ARENA_NEW(arena, struct text, document->n_units + 1);
    size_t n_keys = 0;
    for (size_t i = 0; i < document->n_units; i++)
        if (document->units[i].kind == kind)
            keys[n_keys++] = document->units[i].key;
    qsort(keys, n_keys, sizeof *keys, compare_keys);
    for (size_t i = 1; i < n_keys; i++)
        REQUIRE(!text_equal(keys[i - 1], keys[i]));
}

static void make(struct text path, struct text input)
{
    struct arena arena;
    struct source source;
    struct document document;
    struct error error;
    const struct document_options options = {.language = LANGUAGE_NONE};
    arena_init(&arena);
    if (source_decode(path, input, &arena, &source, &error) == 0) {
        document_make(&source, &options, &arena, &document);
        for (size_t i = 0; i < document.n_units; i++)
            check_unit(&source, &document.units[i]);
        check_keys(&document, UNIT_SECTION, &arena);
        check_keys(&document, UNIT_ENTRY, &arena);
        REQUIRE(!document.is_excluded || document.n_units == 0);
    }
    arena_clear(&arena);
}

void fuzz_one(struct text input)
{
    make(TEXT("docs/ko/2024-01-02-글.md"), input);
    make(TEXT("목록.yaml"), input);
}
