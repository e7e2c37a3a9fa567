/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-notation: blocks on one line, for tables of expectations.
 *
 *   "# 제목 {#t}\n\n- [글](u)"  ->  "h1#t:제목 | i1:<글=u>"
 *
 * h heading (h1? if implied) · p paragraph (p1 inside an item) · i item · r row, cells joined by \t · c code, (js); a '>'
 * before the kind of what is quoted; <name=url> a link, <=url> a bare one, <!name=url> an image.
 */
#ifndef CHAJA_TESTS_MARKDOWN_NOTATION_H
#define CHAJA_TESTS_MARKDOWN_NOTATION_H

#include "base/buffer.h"
#include "indexer/markdown.h"
#include "tests/unit/check.h"

static inline void note_text(struct buffer *out, const struct block *block)
{
    size_t at = 0;
    for (size_t i = 0; i < block->n_links; i++) {
        const struct link *link = &block->links[i];
        if (link->start > at)
            buffer_append(out, text_slice(block->text, at, link->start));
        buffer_printf(out, "<%s%.*s=%.*s>", link->is_image ? "!" : "", TEXT_PRINTF(link->name),
                      TEXT_PRINTF(link->url));
        at = link->end > at ? link->end : at;
    }
    buffer_append(out, text_skip(block->text, at));
}

static inline void note_block(struct buffer *out, const struct block *block)
{
    static const char kinds[] = "hpirc";
    if (out->size > 0)
        buffer_append_string(out, " | ");
    buffer_printf(out, "%s%c", block->in_quote ? ">" : "", kinds[block->kind]);
    if (block->level > 0)
        buffer_printf(out, "%u", block->level);
    buffer_append_string(out, block->implied ? "?" : "");
    if (block->anchor.size > 0)
        buffer_printf(out, "#%.*s", TEXT_PRINTF(block->anchor));
    if (block->info.size > 0)
        buffer_printf(out, "(%.*s)", TEXT_PRINTF(block->info));
    buffer_append_byte(out, ':');
    note_text(out, block);
}

static inline struct text note_blocks(const char *markdown, unsigned flags, struct arena *arena)
{
    struct source source;
    struct markdown parsed;
    struct error error;
    struct buffer out;
    assert_int_equal(source_decode(TEXT("글.md"), text_of(markdown), arena, &source, &error), 0);
    markdown_parse(&source, 0, flags, arena, &parsed);
    buffer_init(&out, 16 * 1024 * 1024);
    for (size_t i = 0; i < parsed.n_blocks; i++)
        note_block(&out, &parsed.blocks[i]);
    struct text noted = arena_copy(arena, buffer_text(&out));
    buffer_clear(&out);
    return noted;
}

struct markdown_case {
    const char *markdown, *blocks;
};

#define ASSERT_BLOCKS(cases, flags)                                                               \
    do {                                                                                          \
        struct arena arena_;                                                                      \
        arena_init(&arena_);                                                                      \
        for (size_t i_ = 0; i_ < sizeof(cases) / sizeof *(cases); i_++)                           \
            assert_text(note_blocks((cases)[i_].markdown, (flags), &arena_), (cases)[i_].blocks); \
        arena_clear(&arena_);                                                                     \
    } while (0)

#endif
