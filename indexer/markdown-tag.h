/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-tag: HTML and JSX tags inside Markdown.
 *
 *   "<Tab label={t('a')} open>글"  ->  name Tab, 25 bytes        "a < b", "<https://…>", "<초창기>"  ->  no tag
 *
 * Shapes     an opening, closing or self-closing tag, with quoted, bare and braced attributes; JSX fragments (<>, </>).
 * Limits     a tag is at most TAG_MAX_BYTES long and holds no blank line outside braces.
 * Ownership  views of the text given.
 * Cost       one pass over the tag; on failure `ret_seen` says how far it looked, so that a caller can keep a budget.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_TAG_H
#define CHAJA_INDEXER_MARKDOWN_TAG_H

#include "base/text.h"

enum { TAG_MAX_BYTES = 16 * 1024 };

struct tag {
    struct text whole; /* with its brackets */
    struct text name;  /* empty for a fragment */
    bool is_closing, is_self_closing;
};

/* Whether a tag begins at `start`, where a '<' stands. */
bool tag_at(struct text text, size_t start, struct tag *ret, size_t *ret_seen);

/* Value of a quoted or bare attribute, or an empty text. */
struct text tag_attribute(const struct tag *tag, const char *name);

/* Where the braces that open at `start` close (the offset behind them), or `start` if they do not within
 * TAG_MAX_BYTES. Quoted strings are skipped. */
size_t tag_braces_end(struct text text, size_t start, size_t *ret_seen);

enum tag_kind {
    TAG_INLINE,    /* b, span, code and any component: text runs on through it */
    TAG_BLOCK,     /* p, div, td …: words on its two sides are two words */
    TAG_VOID,      /* br, hr, input …: never closed */
    TAG_LINK,      /* a */
    TAG_IMAGE,     /* img */
    TAG_HEADING,   /* h1 to h6 */
    TAG_LIST_ITEM, /* li */
    TAG_RAW        /* script, style: what is inside is no text */
};

enum tag_kind tag_kind_of(const struct tag *tag);

/* Whether the name is one of HTML's. */
bool tag_is_html(const struct tag *tag);

#endif
