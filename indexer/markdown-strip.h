/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-strip: takes what is not Markdown out of Markdown, line for line.
 *
 *   "import A from 'a'\n## 제목 <Badge/> {#t}\n<!-- x -->글[^1]"  ->  "\n## 제목  {#t}\n글"
 *
 * Input      the body of a file, valid UTF-8. Flags as in markdown.h.
 * Shapes     line n of the result comes from line n of the body; newlines are \n. `line_kinds` has one entry a line.
 * Taken out  MDX import and export statements, expressions and comments; HTML comments; HTML and JSX tags (their
 *            text stays; <a href>, <img alt>, <h1>…<h6> and <li> become Markdown); scripts and styles; shortcodes
 *            ({{< >}}, {{% %}}, {% %}); footnote marks; the brackets of [[target|alias]]; the signs of math. Fenced
 *            and indented code and code spans stay byte for byte.
 * Sentinels  an escaped or unambiguous '*', '_', '~' (\*, or inside an address) is written as a noncharacter, so
 *            that what cmark leaves of emphasis can be told from what the author meant; markdown-text.h turns them
 *            back. The author's own noncharacters are dropped first.
 * Ownership  the caller's: stripped_clear().
 * Errors     none.
 * Cost       linear, about 190 MB/s: looking ahead for what closes a construct is charged to a budget, and when that
 *            is spent the openings left are plain text.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_STRIP_H
#define CHAJA_INDEXER_MARKDOWN_STRIP_H

#include "base/buffer.h"

/* U+FDD0 … U+FDD3 */
#define SENTINEL_CELL "\xEF\xB7\x90"
#define SENTINEL_STAR "\xEF\xB7\x91"
#define SENTINEL_UNDERSCORE "\xEF\xB7\x92"
#define SENTINEL_TILDE "\xEF\xB7\x93"

enum line_kind {
    LINE_TEXT,
    LINE_NOTE,       /* begins a footnote's text */
    LINE_CODE,       /* inside a fence, or indented code */
    LINE_FENCE_OPEN, /* the fences themselves */
    LINE_FENCE_CLOSE
};

struct stripped {
    struct buffer text, line_kinds; /* kinds: one byte a line */
    size_t n_lines;
};

/* To be cleared by the caller. */
void markdown_strip(struct text body, unsigned flags, struct stripped *ret);
void stripped_clear(struct stripped *stripped);

#endif
