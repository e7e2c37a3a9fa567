/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render: answers as bytes: for a terminal, as JSON, as lines for programs. All escaping and all colour live
 * here.
 *
 *   text   for people: title, breadcrumbs, path, excerpt with the matches marked; fits `width` columns
 *   json   one object an answer (DESIGN's names), pretty-printed when it goes to a terminal; with --batch an
 * array jsonl  one hit a line, with "query" and, from --batch, "id" trec   qid Q0 path rank score chaja; each
 * path once for a query paths  path of each hit, each once; separated by newlines, or NUL with -0
 *
 * Safety     C0 but tab and newline, DEL, C1, U+061C, U+200E, U+200F, U+202A–E, U+2066–9 never reach any
 * output; invalid UTF-8 (file names) shows as U+FFFD, but `paths` writes the name's own bytes (with newlines
 * only under -0). JSON also escapes U+2028, U+2029 and '<'; HTML in `excerpt` escapes & < > " '. Links are
 * http, https, mailto or relative. Output     appended to `out`; the caller writes it. An overflowing buffer
 * stays cut (buffer.h), never torn.
 */
#ifndef CHAJA_SEARCHER_RENDER_H
#define CHAJA_SEARCHER_RENDER_H

#include "base/buffer.h"
#include "searcher/answer.h"

enum render_format { RENDER_TEXT, RENDER_JSON, RENDER_JSONL, RENDER_TREC, RENDER_PATHS };

struct render_options {
    enum render_format format;
    bool color;
    bool hyperlinks; /* OSC 8; only with color */
    bool explain;    /* show score and matched terms */
    bool nul_separated;
    bool pretty;           /* JSON with line breaks */
    uint32_t width;        /* columns; at least 20 */
    struct text link_base; /* file:// URL of the folder that paths are relative to, or empty */
};

struct renderer {
    const struct render_options *options;
    struct buffer *out;
    size_t n_answers;
    bool is_batch;
};

void render_begin(struct renderer *renderer, const struct render_options *options, bool is_batch,
                  struct buffer *out);
/* `query_id` is empty outside a batch. */
void render_answer(struct renderer *renderer, struct text query_id, const struct answer *answer);
void render_end(struct renderer *renderer);

#endif
