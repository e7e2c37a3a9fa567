/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-scan: the inside of markdown-strip: one construct at a time.
 *
 *   at "<b>글</b>"  ->  nothing written, `at` behind <b>        at "[[문서|글]]"  ->  "글" written
 *
 * Shapes     scan_construct() is called where one may begin; it moves `at` behind what it took and writes what is left
 *            of it, with as many newlines as it took.
 * Ownership  the caller's; `out` and `line_kinds` are those of the `struct stripped` being made.
 * Cost       see markdown-strip.h.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_SCAN_H
#define CHAJA_INDEXER_MARKDOWN_SCAN_H

#include "base/buffer.h"
#include "indexer/anchor.h"
#include "indexer/markdown-strip.h"

struct scan {
    struct text body;
    size_t at;
    struct buffer *out, *line_kinds; /* both of them `struct stripped`'s */
    size_t line_start;               /* of the line being written, in `out` */
    size_t n_lines;                  /* finished */
    bool is_mdx;
    size_t look_ahead_bytes; /* left to spend on openings that are never closed */
    size_t markup_depth;     /* block elements and components open here */
    struct text link_url;    /* of the <a> that is open, or empty */
    size_t link_end;         /* where its </a> stands */
    bool is_link_alone;      /* it began a line */
    size_t heading_end;      /* where the </hN> of the last <hN> stands */
    size_t n_withheld;       /* newlines inside them, to be written behind */
    struct anchors notes;    /* names of the footnotes that are defined */
    struct arena notes_arena;
};

/* Take the construct at `at`, if one begins there. */
bool scan_construct(struct scan *scan);

/* Write the newline at `at`, or withhold it within an HTML heading or link. */
void scan_newline(struct scan *scan);
void scan_write_withheld(struct scan *scan);

/* What the line being written is. */
void scan_set_kind(struct scan *scan, enum line_kind kind);

/* Copy [at, end) as it is. */
void scan_copy(struct scan *scan, size_t end);

/* Leave out [at, end), but for its newlines. */
void scan_drop(struct scan *scan, size_t end);

/* Whether only blanks and quote marks were written in this line. */
bool scan_is_at_line_start(const struct scan *scan);

/* Take from the budget for looking ahead. */
void scan_charge(struct scan *scan, size_t bytes);

/* Offset of the needle in [at, at + limit) of the body, or TEXT_NONE; charged to the budget. */
size_t scan_find(struct scan *scan, struct text needle, size_t from, size_t limit);

static inline struct text scan_rest(const struct scan *scan)
{
    return text_skip(scan->body, scan->at);
}

#endif
