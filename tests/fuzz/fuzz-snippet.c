/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first line is the query; a line of the rest that begins with '#' is a heading, with '>' code, with '@' a URL. */
#include "searcher/snippet.h"
#include "tests/fuzz/fuzz.h"

enum { MAX_COLUMNS = 60 };

static struct snippet_query make_query(struct analyzer *analyzer, struct text words, struct arena *arena)
{
    struct token_list list;
    struct folded folded;
    analyzer_run(analyzer, words, ANALYZE_QUERY, LANGUAGE_NONE, arena, &list);
    struct snippet_query query = {.terms = ARENA_NEW(arena, struct snippet_term, list.n_tokens),
                                  .n_terms = list.n_tokens,
                                  .prefixes = ARENA_NEW(arena, struct text, 1),
                                  .n_prefixes = 1,
                                  .phrases = ARENA_NEW(arena, struct snippet_phrase, 1),
                                  .n_phrases = 1};
    for (size_t i = 0; i < list.n_tokens; i++)
        query.terms[i] = (struct snippet_term){list.tokens[i].term, list.tokens[i].weight,
                                               list.tokens[i].kind, list.tokens[i].word};
    fold(analyzer_folder(analyzer), words, arena, &folded);
    query.phrases[0] = (struct snippet_phrase){folded_utf8(&folded, 0, folded.n_units, arena), 1};
    query.prefixes[0] = list.n_tokens > 0 ? list.tokens[0].term : query.phrases[0].folded;
    return query;
}

static struct unit make_unit(struct text text, struct arena *arena)
{
    struct unit unit = {.text = text};
    struct text rest = text, line;
    size_t capacity = 0;
    while (text_next_line(&rest, &line)) {
        char mark = line.size > 0 ? line.bytes[0] : 0;
        uint32_t start = (uint32_t)(line.bytes - text.bytes);
        if (mark == '#' || mark == '>' || mark == '@')
            *ARENA_PUSH(arena, unit.spans, unit.n_spans, capacity) =
                (struct span){start, start + (uint32_t)line.size,
                              mark == '#'   ? SPAN_HEADING
                              : mark == '>' ? SPAN_CODE
                                            : SPAN_URL,
                              text_from("", 0)};
    }
    return unit;
}

static void check_ranges(struct text text, const struct range *ranges, size_t n_ranges)
{
    for (size_t i = 0; i < n_ranges; i++) {
        REQUIRE(ranges[i].start < ranges[i].end && ranges[i].end <= text.size);
        REQUIRE(i == 0 || ranges[i - 1].end < ranges[i].start);
        REQUIRE(text_invalid_at(text_slice(text, ranges[i].start, ranges[i].end)) == TEXT_NONE);
    }
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct error error;
    struct text query_line;
    struct snippet snippet;
    struct range *ranges;
    size_t n_ranges;
    if (text_invalid_at(input) != TEXT_NONE || !text_next_line(&input, &query_line))
        return;
    arena_init(&arena);
    struct analyzer *analyzer = analyzer_new(&error);
    REQUIRE(analyzer != NULL);
    struct snippet_maker *maker = snippet_maker_new(analyzer, &error);
    REQUIRE(maker != NULL);
    struct snippet_query query = make_query(analyzer, query_line, &arena);
    struct unit unit = make_unit(input, &arena);
    snippet_make(maker, &query, &unit, MAX_COLUMNS, &arena, &snippet);
    REQUIRE(text_invalid_at(snippet.text) == TEXT_NONE);
    REQUIRE(snippet.text.size <= input.size);
    check_ranges(snippet.text, snippet.ranges, snippet.n_ranges);
    snippet_mark_title(maker, &query, input, &arena, &ranges, &n_ranges);
    check_ranges(input, ranges, n_ranges);
    snippet_maker_free(maker);
    analyzer_free(analyzer);
    arena_clear(&arena);
}
