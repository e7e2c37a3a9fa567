/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of the input are a hit's texts, in turn; the bytes of the first are also its ranges. */
#include "searcher/columns.h"
#include "searcher/render.h"
#include "tests/fuzz/fuzz.h"

enum { WIDTH = 40 };

static struct text take_line(struct text *rest)
{
    struct text line = TEXT("");
    text_next_line(rest, &line);
    return line;
}

static void fill(struct text rest, struct arena *arena, struct hit *hit)
{
    struct text first = take_line(&rest);
    hit->n_title_ranges = hit->excerpt.n_ranges = first.size / 2;
    hit->title_ranges = hit->excerpt.ranges = ARENA_NEW(arena, struct range, first.size / 2);
    for (size_t i = 0; i < first.size / 2; i++)
        hit->excerpt.ranges[i] =
            (struct range){(unsigned char)first.bytes[2 * i], (unsigned char)first.bytes[2 * i + 1]};
    hit->excerpt.is_code = first.size % 2 == 1;
    hit->excerpt.cut_start = hit->excerpt.cut_end = true;
    hit->kind = first.size % 3 == 0 ? HIT_ENTRY : HIT_ARTICLE;
    hit->id = hit->title = take_line(&rest);
    hit->path = take_line(&rest);
    hit->url = take_line(&rest);
    hit->date = hit->anchor = take_line(&rest);
    hit->breadcrumbs = hit->tags = ARENA_NEW(arena, struct text, 1);
    hit->n_breadcrumbs = hit->n_tags = 1;
    hit->breadcrumbs[0] = take_line(&rest);
    hit->excerpt.text = rest;
}

static bool is_forbidden(uint32_t code_point)
{
    return (code_point < 0x20 && code_point != '\n') || (code_point >= 0x7F && code_point <= 0x9F) ||
           code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
           (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

static void check_output(struct text output, bool is_json)
{
    REQUIRE(text_invalid_at(output) == TEXT_NONE);
    for (size_t i = 0; i < output.size;) {
        uint32_t code_point = text_next_code_point(output, &i);
        REQUIRE(!is_forbidden(code_point));
        REQUIRE(!is_json || (code_point != '<' && code_point != 0x2028 && code_point != 0x2029));
    }
}

static void check_width(struct text output)
{
    cleanup(columns_freep) struct columns *columns = NULL;
    struct error error;
    struct text line;
    REQUIRE(columns_new(&columns, &error) == 0);
    while (text_next_line(&output, &line))
        REQUIRE(columns_of(columns, line) <= WIDTH);
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct hit hit = {.line = 1, .language = LANGUAGE_KO};
    struct answer answer = {.query = input, .hits = &hit, .n_hits = 1, .n_estimated = 1};
    arena_init(&arena);
    fill(input, &arena, &hit);
    static const enum render_format formats[] = {RENDER_TEXT, RENDER_JSON, RENDER_JSONL, RENDER_TREC};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct render_options options = {.format = formats[i], .width = WIDTH, .explain = true};
        struct renderer renderer;
        struct buffer out;
        struct error error;
        buffer_init(&out, 16 << 20);
        REQUIRE(render_begin(&renderer, &options, false, &out, &error) == 0);
        render_answer(&renderer, TEXT(""), &answer);
        render_end(&renderer);
        check_output(buffer_text(&out), formats[i] == RENDER_JSON || formats[i] == RENDER_JSONL);
        if (formats[i] == RENDER_TEXT)
            check_width(buffer_text(&out));
        buffer_clear(&out);
    }
    arena_clear(&arena);
}
