/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/render.h"

#include "searcher/columns.h"
#include "searcher/render-formats.h"
#include "base/sanitize.h"

#include <unicode/uchar.h>

/* "\n]\n": an answer that leaves no room for the end of a batch does not fit. */
enum { CLOSING_BYTES = 3 };

int render_begin(struct renderer *renderer, const struct render_options *options, bool is_batch,
                 struct buffer *out, struct error *error)
{
    struct renderer begun = {.options = options, .out = out, .is_batch = is_batch};
    if (options->format == RENDER_TEXT && columns_new(&begun.columns, error) < 0)
        return -1;
    arena_init(&begun.scratch);
    *renderer = begun;
    json_write_begin(&renderer->json, out, options->pretty && options->format == RENDER_JSON);
    if (options->format == RENDER_JSON && is_batch)
        json_write_array_open(&renderer->json, NULL);
    return 0;
}

/* A list has at most 1,000 hits, so looking back is cheap enough. */
static bool is_first_of_its_path(const struct answer *answer, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (text_equal(answer->hits[i].path, answer->hits[index].path))
            return false;
    return true;
}

/* What a reader of columns might take for their end, or a terminal for an order. */
static bool needs_percent(uint32_t code_point)
{
    UChar32 character = (UChar32)code_point;
    return code_point == '%' || u_isUWhiteSpace(character) || u_iscntrl(character) ||
           u_hasBinaryProperty(character, UCHAR_BIDI_CONTROL);
}

static void append_column(struct buffer *out, struct text text)
{
    for (size_t i = 0, next; i < text.size; i = next) {
        next = i;
        uint32_t code_point = text_next_code_point(text, &next);
        bool is_invalid = code_point == 0xFFFD && next == i + 1;
        if (!is_invalid && !needs_percent(code_point)) {
            buffer_append(out, text_slice(text, i, next));
            continue;
        }
        for (size_t byte = i; byte < next; byte++)
            buffer_printf(out, "%%%02X", (unsigned char)text.bytes[byte]);
    }
}

static void render_trec(struct renderer *renderer, struct text query_id, const struct answer *answer)
{
    size_t rank = 0;
    for (size_t i = 0; i < answer->n_hits; i++) {
        if (!is_first_of_its_path(answer, i))
            continue;
        append_column(renderer->out, query_id.size > 0 ? query_id : TEXT("1"));
        buffer_append_string(renderer->out, " Q0 ");
        append_column(renderer->out, answer->hits[i].path);
        buffer_printf(renderer->out, " %zu %.6f chaja\n", ++rank, answer->hits[i].score);
    }
}

static void render_paths(struct renderer *renderer, const struct answer *answer)
{
    for (size_t i = 0; i < answer->n_hits; i++) {
        struct text path = answer->hits[i].path;
        if (!is_first_of_its_path(answer, i))
            continue;
        for (size_t byte = 0; byte < path.size; byte++) {
            bool separates = path.bytes[byte] == '\n' && !renderer->options->nul_separated;
            buffer_append_byte(renderer->out, separates ? '?' : path.bytes[byte]);
        }
        buffer_append_byte(renderer->out, renderer->options->nul_separated ? '\0' : '\n');
    }
}

void render_answer(struct renderer *renderer, struct text query_id, const struct answer *answer)
{
    size_t size_before = renderer->out->size;
    struct json_writer json_before = renderer->json;
    bool overflowed_before = renderer->out->overflowed;
    renderer->out->overflowed = false;
    switch (renderer->options->format) {
    case RENDER_TEXT:
        render_terminal(renderer, query_id, answer);
        break;
    case RENDER_JSON:
        render_json(renderer, query_id, answer);
        break;
    case RENDER_JSONL:
        render_jsonl(renderer, query_id, answer);
        break;
    case RENDER_TREC:
        render_trec(renderer, query_id, answer);
        break;
    case RENDER_PATHS:
        render_paths(renderer, answer);
        break;
    }
    if (renderer->is_batch && renderer->out->max_bytes - renderer->out->size < CLOSING_BYTES)
        renderer->out->overflowed = true;
    if (renderer->out->overflowed) {
        buffer_truncate(renderer->out, size_before);
        renderer->json = json_before;
    } else {
        renderer->n_answers++;
    }
    renderer->out->overflowed |= overflowed_before;
    arena_reset(&renderer->scratch);
}

void render_end(struct renderer *renderer)
{
    if (renderer->options->format == RENDER_JSON && renderer->is_batch) {
        json_write_close(&renderer->json);
        buffer_append_byte(renderer->out, '\n');
    }
    columns_free(renderer->columns);
    arena_clear(&renderer->scratch);
}
