/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-text: the plain text of one block, put together piece by piece and tidied.
 *
 *   prose "**크다(big)**는 ", code "a**b"  ->  "크다(big)는 a**b"
 *
 * Tidied     sentinels (markdown-strip.h) become what they stand for; cells are joined by a tab; runs of blanks become
 *            one space; what cmark left of ** __ ~~ and of * around Korean and Chinese is removed; zero-width spaces are
 *            dropped. Code keeps its bytes. Bare addresses in the text become links.
 * Ownership  the builder's memory is its own, kept from block to block; results live in the arena.
 * Errors     none.
 * Cost       linear; links move with the text.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_TEXT_H
#define CHAJA_INDEXER_MARKDOWN_TEXT_H

#include "base/buffer.h"
#include "indexer/markdown.h"

/* One byte for each byte of text: what may be done to it. */
enum text_role { ROLE_PROSE, ROLE_CODE, ROLE_URL };

struct text_builder {
    struct buffer bytes, roles;
    struct buffer moved; /* scratch */
    struct link *links;
    size_t n_links, link_capacity;
    struct arena *arena;
};

void text_builder_init(struct text_builder *builder, struct arena *arena);
void text_builder_clear(struct text_builder *builder);
void text_builder_reset(struct text_builder *builder);

void text_builder_add(struct text_builder *builder, struct text text, enum text_role role);

/* A line end in the source that is none in the text: a space, or nothing between two Chinese characters. It
 * is decided when the text goes on. */
void text_builder_soft_break(struct text_builder *builder);

/* Start a link at the end of the text so far; returns its index, for text_builder_close_link(). */
size_t text_builder_open_link(struct text_builder *builder, bool is_image, uint32_t line);
void text_builder_close_link(struct text_builder *builder, size_t index, struct text url);

/* Tidy, find bare addresses (the line of each is `line` plus the line ends before it), and hand out the
 * block's text and links. */
void text_builder_finish(struct text_builder *builder, uint32_t line, struct block *block);

/* Sentinels as what they stand for, control characters dropped; for addresses, titles and raw text. */
struct text text_without_sentinels(struct text text, struct arena *arena);

#endif
