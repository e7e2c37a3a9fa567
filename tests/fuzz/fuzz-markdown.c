/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown.h"
#include "indexer/url.h"
#include "tests/fuzz/fuzz.h"

static void check_text(struct text text)
{
    REQUIRE(text.bytes != NULL);
    REQUIRE(text_invalid_at(text) == TEXT_NONE);
    for (size_t i = 0; i + 2 < text.size; i++) /* U+FDD0 … U+FDD3 are ours, and must not come out */
        REQUIRE(text.bytes[i] != '\xEF' || text.bytes[i + 1] != '\xB7' ||
                (unsigned char)text.bytes[i + 2] < 0x90 || (unsigned char)text.bytes[i + 2] > 0x93);
}

static void check_link(const struct block *block, const struct link *link, struct arena *arena)
{
    REQUIRE(link->start <= link->end && link->end <= block->text.size);
    REQUIRE(text_floor_code_point(block->text, link->start) == link->start);
    REQUIRE(text_floor_code_point(block->text, link->end) == link->end);
    REQUIRE(link->url.size > 0 && text_equal(url_clean(link->url, arena), link->url));
    REQUIRE(!link->is_bare || link->name.size == 0);
    check_text(link->url);
}

static void check_block(const struct source *source, const struct block *block, struct arena *arena)
{
    check_text(block->text);
    check_text(block->anchor);
    check_text(block->info);
    REQUIRE(block->line >= 1 && block->line <= block->last_line && block->last_line <= source->n_lines);
    REQUIRE(block->text.size > 0 || block->n_links > 0);
    REQUIRE(block->kind != BLOCK_HEADING || (block->level >= 1 && block->level <= 6 && block->text.size > 0));
    REQUIRE(block->kind != BLOCK_ITEM || block->level >= 1);
    for (size_t i = 0; i < block->n_links; i++)
        check_link(block, &block->links[i], arena);
}

static void parse(const struct source *source, unsigned flags)
{
    struct arena arena;
    struct markdown markdown;
    arena_init(&arena);
    markdown_parse(source, 0, flags, &arena, &markdown);
    for (size_t i = 0; i < markdown.n_blocks; i++) {
        check_block(source, &markdown.blocks[i], &arena);
        REQUIRE(i == 0 || markdown.blocks[i - 1].line <= markdown.blocks[i].line);
    }
    arena_clear(&arena);
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct source source;
    struct error error;
    arena_init(&arena);
    if (source_decode(TEXT("글.md"), input, &arena, &source, &error) == 0) {
        parse(&source, 0);
        parse(&source, MARKDOWN_MDX);
        parse(&source, MARKDOWN_TEXT);
    }
    arena_clear(&arena);
}
