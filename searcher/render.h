/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render: answers as bytes: for a terminal, as JSON, as lines for programs. All escaping and all colour live here.
 *
 *   text   for people: title, where it is, excerpt with the matches coloured; fits `width` columns
 *   json   one object an answer, as docs/answer.schema.json says; a batch is an array of them
 *   jsonl  one hit a line, with "query" and, from a batch, "queryId"
 *   trec   qid Q0 path rank score chaja; each path once for a query; qid is 1 outside a batch
 *   paths  path of each hit, each once for a query; separated by newlines, or NUL with nul_separated
 *
 * Safety     C0 but tab and newline, DEL, C1, U+061C, U+200E, U+200F, U+202A–E, U+2066–9 never reach any output;
 *            invalid UTF-8 (file names) shows as U+FFFD. `paths` writes a name's own bytes, but '?' for a newline
 *            when newlines separate; `trec` writes white space, controls and '%' in a path as %XX, so that it has
 *            six columns. JSON also escapes U+2028, U+2029 and '<'; HTML in `excerpt` escapes & < > " '. Links
 *            are http, https, mailto or relative.
 * Output     appended to `out`; the caller writes it, when it likes, and may then reset the buffer. An answer
 *            that does not fit the buffer's maximum is left out whole, and `overflowed` stays set.
 * Cost       an answer of ten hits: 0.4 ms as text, 0.15 ms as JSON.
 */
#ifndef CHAJA_SEARCHER_RENDER_H
#define CHAJA_SEARCHER_RENDER_H

#include "base/buffer.h"
#include "base/error.h"
#include "searcher/answer.h"
#include "base/json-writer.h"

enum render_format { RENDER_TEXT, RENDER_JSON, RENDER_JSONL, RENDER_TREC, RENDER_PATHS };

struct render_options {
    enum render_format format;
    bool color;
    bool hyperlinks; /* OSC 8; only with color */
    bool explain;    /* text: show score and matched terms */
    bool nul_separated;
    bool pretty;    /* JSON with line breaks */
    uint32_t width; /* columns; less than 20 is 20 */
    struct text
        link_base; /* file:// URL of the folder that paths are relative to, with a '/' at its end; or empty */
};

struct columns;

struct renderer {
    const struct render_options *options;
    struct buffer *out;
    size_t n_answers;
    bool is_batch;
    struct json_writer json;
    struct columns *columns; /* RENDER_TEXT */
    struct arena scratch;    /* of one answer */
};

/* Fails only for RENDER_TEXT, when ICU's data is not there. render_end() must follow success. */
int render_begin(struct renderer *renderer, const struct render_options *options, bool is_batch,
                 struct buffer *out, struct error *error);
/* `query_id` is empty outside a batch. */
void render_answer(struct renderer *renderer, struct text query_id, const struct answer *answer);
void render_end(struct renderer *renderer);

#endif
