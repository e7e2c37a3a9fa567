/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/catalog.h"
#include "indexer/yaml-tree.h"
#include "tests/fuzz/fuzz.h"

static void check_text(struct text text)
{
    REQUIRE(text.bytes != NULL);
    REQUIRE(text_invalid_at(text) == TEXT_NONE && text_find_byte(text, '\0', 0) == TEXT_NONE);
}

static bool has_title(const struct item *item)
{
    for (size_t i = 0; i < item->n_fields; i++)
        if (text_starts_with(item->fields[i].key, TEXT("title")) && item->fields[i].value.size > 0)
            return true;
    return false;
}

static void check_item(const struct source *source, const struct item *item)
{
    struct text url = item_get(item, "url");
    REQUIRE(url.size > 0 && !text_starts_with_ascii_case(url, TEXT("javascript:")));
    REQUIRE(has_title(item));
    REQUIRE(item->line >= 1 && item->line <= item->last_line && item->last_line <= source->n_lines);
    REQUIRE(item->n_category <= YAML_DEPTH);
    for (size_t i = 0; i < item->n_category; i++) {
        check_text(item->category[i]);
        REQUIRE(item->category[i].size > 0);
    }
    for (size_t i = 0; i < item->n_fields; i++) {
        check_text(item->fields[i].key);
        check_text(item->fields[i].value);
        REQUIRE(item->fields[i].line >= 1 && item->fields[i].line <= source->n_lines);
    }
}

static void check(const struct source *source, const struct catalog *catalog)
{
    check_text(catalog->title);
    check_text(catalog->language);
    for (size_t i = 0; i < catalog->n_items; i++)
        check_item(source, &catalog->items[i]);
    REQUIRE(catalog->n_problems <= YAML_PROBLEMS);
    for (size_t i = 0; i < catalog->n_problems; i++) {
        REQUIRE(catalog->problems[i].line >= 1 && catalog->problems[i].line <= source->n_lines);
        check_text(catalog->problems[i].reason);
    }
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct source source;
    struct catalog catalog;
    struct error error;
    arena_init(&arena);
    if (source_decode(TEXT("목록.yaml"), input, &arena, &source, &error) == 0) {
        catalog_parse(&source, &arena, &catalog);
        check(&source, &catalog);
    }
    arena_clear(&arena);
}
