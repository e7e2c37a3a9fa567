/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints sample answers: FORMAT (text, json, jsonl, batch, empty) and a width. */
#include "searcher/render.h"
#include "tests/unit/sample-answers.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    struct arena arena;
    struct buffer out;
    struct error error;
    struct renderer renderer;
    struct render_options options = {
        .format = RENDER_JSON, .pretty = true, .width = 80, .link_base = TEXT("file:///w/")};
    const char *form = argc > 1 ? argv[1] : "json";
    bool is_batch = strcmp(form, "batch") == 0;
    if (strcmp(form, "text") == 0)
        options.format = RENDER_TEXT;
    if (strcmp(form, "jsonl") == 0)
        options.format = RENDER_JSONL;
    options.width = argc > 2 ? (uint32_t)atoi(argv[2]) : 80;
    options.color = options.hyperlinks = argc > 3;
    arena_init(&arena);
    buffer_init(&out, 1 << 24);
    struct answer answer = sample_answer(&arena);
    if (strcmp(form, "empty") == 0)
        answer = (struct answer){.query = TEXT("없는 말"), .limit = 10, .is_partial = true};
    if (render_begin(&renderer, &options, is_batch, &out, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return 2;
    }
    render_answer(&renderer, is_batch ? TEXT("q1") : TEXT(""), &answer);
    if (is_batch)
        render_answer(&renderer, TEXT("q2"), &answer);
    render_end(&renderer);
    fwrite(out.bytes, 1, out.size, stdout);
    buffer_clear(&out);
    arena_clear(&arena);
    return 0;
}
