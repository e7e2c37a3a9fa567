/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown: the blocks of a text, as plain text.
 *
 *   "# 제목 {#t}\n\n- [이름](url) – 글"  ->  heading 1 "제목" anchor "t" · item "이름 – 글" with the link 이름 → url
 *
 * Input      a source and where its body starts. `flags`: MARKDOWN_TEXT for .txt (no indented code), MARKDOWN_MDX
 *            for .mdx.
 * Output     blocks in the order of the file. Every line that has text lies in exactly one block; blank lines, rules,
 *            fences and markup lines lie in none. (A line over 64 KiB is several blocks.) `text` is plain: no Markdown,
 *            MDX, HTML tags, shortcodes, container fences, table pipes, footnote marks or leftover emphasis; a soft
 *            break is a space (nothing between two Chinese characters), a hard break is \n. Where two runs of inline
 *            markup touch, no space is added: `code`를 stays one word. A bare URL stays in the text as written and is
 *            also a link. Blocks whose text is empty and that have no link are not listed.
 * Headings   ATX and setext, and as people write them: a line over `---` or `===` that cmark takes for a list item
 *            ("1) Meta — LLaMA") or a title between two rules of '='; `##제목`; <h1>…<h6>; a heading that is only an
 *            image takes the image's title, else its alt text, else it is no heading; the text and links inside a
 *            heading are kept. A paragraph over a rule that is longer than a title ever is stays a paragraph. In a file
 *            with at most one real heading, a paragraph that is one short line ending in a colon (소개:, 结论：), above
 *            another paragraph, is a heading one level below it, without its colon, marked `implied`. An explicit id
 *            ({#id}, or the same as an MDX comment) becomes `anchor` and is cut from the text.
 * Guard      markdown-guard.h: hostile input stays linear; at most 512 KiB go through one parse (longer bodies are
 *            split at blank lines outside fences, and reference links do not reach across) with a memory budget. A part
 *            over the budget, or behind MARKDOWN_MAX_BLOCKS, is kept as plain paragraphs and `over_budget` counts it.
 * Ownership  in `arena`.
 * Errors     none: any text is some Markdown.
 * Cost       65 MB/s on documentation in three languages; memory for a hostile file of 64 MiB stays under 1.6 GB.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_H
#define CHAJA_INDEXER_MARKDOWN_H

#include "indexer/source.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_ITEM,      /* the own text of a list item, without that of the items below it */
    BLOCK_TABLE_ROW, /* cells joined by a tab */
    BLOCK_CODE
};

struct link {
    struct text name,
        url; /* name: plain text, may be empty for a bare URL; url: as written, trimmed, unescaped */
    uint32_t start, end; /* where the name (or the bare URL) stands in the block's text */
    uint32_t line;
    bool is_bare;
    bool is_image;
};

struct block {
    enum block_kind kind;
    uint8_t level; /* heading: 1–6; item: depth from 1 */
    bool implied;  /* a heading by its looks only */
    bool in_quote;
    uint32_t line, last_line; /* of the file, from 1, both included */
    struct text text;
    struct text anchor; /* explicit id of a heading, or empty */
    struct text info;   /* code: the language named at the fence, or empty */
    struct link *links;
    size_t n_links;
};

/* Beyond so many, each further part of the file is one block, so that memory stays bounded. */
enum { MARKDOWN_MAX_BLOCKS = 1000 * 1000 };

enum markdown_flags { MARKDOWN_TEXT = 1, MARKDOWN_MDX = 2 };

struct markdown {
    struct block *blocks;
    size_t n_blocks;
    size_t over_budget;
};

void markdown_parse(const struct source *source, size_t body_start, unsigned flags, struct arena *arena,
                    struct markdown *ret);

#endif
