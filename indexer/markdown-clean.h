/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-clean: Markdown as people write it -> lines that cmark reads as they meant it.
 *
 *   "1) 제목\n-------\n:::tip 팁\n| a | b |\n|---|---|\n| c | d |"  ->  "## 1) 제목\n\n팁\n\n‹a‹b\n\n‹c‹d"
 * (‹: SENTINEL_CELL)
 *
 * Input      what markdown_strip() made of the body.
 * Shapes     each line of the result knows the line of the file it comes from (`line`, from 1, counted from
 *            `first_line`), whether it is code, and the explicit id that stood at its end. Lines may be
 * inserted. Changed    headings that look like list items, titles between rules, container fences (:::, !!!),
 * pipe tables (a paragraph a row), `{#id}` and attribute lists, `##제목`, rules of '=' and of box-drawing
 * characters, quote alerts ([!NOTE]), tables of contents, snippet includes. Guard      the result went
 * through guard_line(). Ownership  all in `arena`. Errors     none.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_CLEAN_H
#define CHAJA_INDEXER_MARKDOWN_CLEAN_H

#include "indexer/markdown-strip.h"

struct clean_line {
    size_t start; /* offset in the text */
    struct text anchor;
    uint32_t line;
    bool is_in_fence; /* or closes one: the text must not be split before it */
};

struct cleaned {
    struct text text;
    struct clean_line *lines;
    size_t n_lines;
};

void markdown_clean(const struct stripped *stripped, uint32_t first_line, struct arena *arena,
                    struct cleaned *ret);

#endif
