/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-clean: Markdown as people write it -> lines that cmark reads as they meant it.
 *
 *   "1) 제목\n-------\n:::tip 팁\n| a | b |\n|---|---|\n| c | d |"  ->  "## 1) 제목\n\n팁\n\n‹ a ‹ b\n\n‹ c ‹ d"
 *                                                                       (‹ is SENTINEL_CELL)
 *
 * Input      what markdown_strip() made of the body, and the line of the file it begins at.
 * Shapes     each line of the result knows the line of the file it comes from, and whether it is code. Lines may be
 *            inserted; of several blank lines one is left.
 * Changed    headings that look like list items, titles between rules, container fences (:::, !!!), pipe tables (a
 *            paragraph a row), `{#id}` and attribute lists, `##제목`, rules of '=' and of box-drawing characters, quote
 *            alerts ([!NOTE]), tables of contents, snippet includes.
 * Guard      the result went through guard_line().
 * Ownership  the caller's: cleaned_clear(); anchors in `arena`.
 * Errors     none.
 * Cost       linear, about 650 MB/s.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_CLEAN_H
#define CHAJA_INDEXER_MARKDOWN_CLEAN_H

#include "base/arena.h"
#include "indexer/markdown-strip.h"

/* Eight bytes, because a file may have millions of lines. */
struct clean_line {
    uint32_t start; /* offset in the text */
    uint32_t line : 31;
    uint32_t is_in_fence : 1; /* or closes one: the text must not be split before it */
};

/* The explicit id at the end of a line. */
struct clean_anchor {
    size_t line; /* index of the clean line */
    struct text id;
};

struct cleaned {
    struct buffer text, line_bytes; /* the latter holds the lines, see cleaned_lines() */
    struct clean_anchor *anchors;   /* in the order of the lines; in the arena */
    size_t n_anchors;
};

static inline const struct clean_line *cleaned_lines(const struct cleaned *cleaned)
{
    return (const struct clean_line *)(const void *)cleaned->line_bytes.bytes;
}

static inline size_t cleaned_n_lines(const struct cleaned *cleaned)
{
    return cleaned->line_bytes.size / sizeof(struct clean_line);
}

/* To be cleared by the caller. */
void markdown_clean(const struct stripped *stripped, uint32_t first_line, struct arena *arena,
                    struct cleaned *ret);
void cleaned_clear(struct cleaned *cleaned);

#endif
