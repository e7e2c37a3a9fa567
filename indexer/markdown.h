/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown: the blocks of a text, as plain text.
 *
 *   "# 제목 {#t}\n\n- [이름](url) – 글"  ->  heading 1 "제목" anchor "t" · item "이름 – 글" with the link
 * 이름 → url
 *
 * Input      a source and where its body starts. `flags`: MARKDOWN_TEXT for .txt (no indented code),
 * MARKDOWN_MDX for .mdx. Output     blocks in the order of the file. Every line that has text lies in exactly
 * one block; blank lines, rules, fences and markup lines lie in none. `text` is plain: no Markdown, MDX, HTML
 * tags, shortcodes, container fences, table pipes, footnote marks or leftover emphasis; a soft break is a
 * space (nothing between two Han characters), a hard break is \n. Where two runs of inline markup touch, no
 * space is added: `code`를 stays one word. A bare URL stays in the text as written and is also a link. Blocks
 * whose text is empty and that have no link are not listed. Headings   ATX and setext, and as people write
 * them: a line over `---` or `===` that cmark takes for a list item ("1) Meta — LLaMA") or a title between
 * two rules of '='; a heading that is only an image takes the image's title, else its alt text, else it is no
 * heading; the text and links inside a heading are kept; a paragraph that is one short line ending in a colon
 * (소개:, 结论：) is a heading one level below the last real one, marked `implied`. An explicit id ({#id}, or
 * the same as an MDX comment) becomes `anchor` and is cut from the text. Guard      cmark 0.30.2 is quadratic
 * on some inputs: before it, the container prefix of each line is cut at 200 bytes and a paragraph is broken
 * after 64 KiB; at most 512 KiB go through one parse (longer bodies are split at blank lines outside fences)
 * with a memory budget. A part over the budget is kept as plain paragraphs and `over_budget` counts it.
 * Ownership  in `arena`, or views of source->text.
 * Errors     none: any text is some Markdown.
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

enum markdown_flags { MARKDOWN_TEXT = 1, MARKDOWN_MDX = 2 };

struct markdown {
    struct block *blocks;
    size_t n_blocks;
    size_t over_budget;
};

void markdown_parse(const struct source *source, size_t body_start, unsigned flags, struct arena *arena,
                    struct markdown *ret);

#endif
