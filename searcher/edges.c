/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/edges.h"

#include <assert.h>
#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

struct edges {
    UBreakIterator *graphemes, *sentences;
    UText whole, part; /* what the two look at */
    struct text text;
};

struct edges *edges_new(struct error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    struct edges *edges = calloc(1, sizeof *edges);
    if (edges == NULL) {
        error_set(error, ERROR_MEMORY, "no memory for excerpts");
        return NULL;
    }
    edges->whole = edges->part = (UText)UTEXT_INITIALIZER;
    edges->graphemes = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    edges->sentences = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        error_set(error, ERROR_SYSTEM,
                  "ICU cannot open its sentence and character rules: %s; is libicu's data installed?",
                  u_errorName(status));
        edges_free(edges);
        return NULL;
    }
    return edges;
}

void edges_free(struct edges *edges)
{
    if (edges == NULL)
        return;
    ubrk_close(edges->graphemes);
    ubrk_close(edges->sentences);
    utext_close(&edges->whole);
    utext_close(&edges->part);
    free(edges);
}

static void point_at(UBreakIterator *iterator, UText *view, struct text text)
{
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(view, text.size > 0 ? text.bytes : "", (int64_t)text.size, &status);
    ubrk_setUText(iterator, view, &status);
    assert(U_SUCCESS(status));
}

void edges_set_text(struct edges *edges, struct text text)
{
    edges->text = text;
    point_at(edges->graphemes, &edges->whole, text);
}

/* ---- width ---- */

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_joining_jamo(uint32_t c)
{
    return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB);
}

static uint32_t columns_of(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x4E00 && c <= 0x9FFF))
        return 2;
    if (is_joining_jamo(c) || (U_MASK(u_charType((UChar32)c)) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)))
        return 0;
    int32_t width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

static uint32_t width_of(uint32_t c, uint32_t previous, size_t n_bytes)
{
    if (is_space(c) && is_space(previous))
        return 0;
    uint32_t columns = columns_of(c);
    return columns > 0 ? columns * EDGES_COLUMN : (uint32_t)n_bytes;
}

uint64_t edges_width(struct text text, uint32_t start, uint32_t end)
{
    uint64_t width = 0;
    uint32_t previous = 0;
    for (size_t offset = start; offset < end;) {
        size_t before = offset;
        uint32_t c = text_next_code_point(text, &offset);
        width += width_of(c, previous, offset - before);
        previous = c;
    }
    return width;
}

uint32_t edges_reach_on(struct text text, uint32_t at, uint32_t bound, uint64_t limit)
{
    uint64_t width = 0;
    uint32_t previous = 0;
    for (size_t offset = at; offset < bound;) {
        size_t before = offset;
        uint32_t c = text_next_code_point(text, &offset);
        width += width_of(c, previous, offset - before);
        if (width > limit)
            return (uint32_t)before;
        previous = c;
    }
    return bound;
}

uint32_t edges_reach_back(struct text text, uint32_t at, uint32_t bound, uint64_t limit)
{
    uint64_t width = 0;
    uint32_t following = 0;
    for (size_t offset = at; offset > bound;) {
        size_t after = offset;
        uint32_t c = text_previous_code_point(text, &offset);
        width += width_of(c, following, after - offset);
        if (width > limit)
            return (uint32_t)after;
        following = c;
    }
    return bound;
}

/* ---- graphemes ---- */

uint32_t edges_grapheme_floor(struct edges *edges, uint32_t at)
{
    if (at == 0 || ubrk_isBoundary(edges->graphemes, (int32_t)at))
        return at;
    return (uint32_t)ubrk_preceding(edges->graphemes, (int32_t)at);
}

uint32_t edges_grapheme_ceiling(struct edges *edges, uint32_t at)
{
    if (at == 0 || ubrk_isBoundary(edges->graphemes, (int32_t)at))
        return at;
    int32_t next = ubrk_following(edges->graphemes, (int32_t)at);
    return next == UBRK_DONE ? (uint32_t)edges->text.size : (uint32_t)next;
}

static uint32_t next_grapheme(struct edges *edges, uint32_t at, uint32_t bound)
{
    int32_t next = ubrk_following(edges->graphemes, (int32_t)at);
    return next == UBRK_DONE || (uint32_t)next > bound ? bound : (uint32_t)next;
}

/* ---- sentences ---- */

static bool is_opening(uint32_t c)
{
    return (U_MASK(u_charType((UChar32)c)) & (U_GC_PS_MASK | U_GC_PI_MASK)) != 0;
}

/* 好的。“是吗？”: ICU leaves the opening quote with what is before it. */
static uint32_t before_opening(struct text text, uint32_t start, uint32_t edge)
{
    size_t offset = edge;
    while (offset > start) {
        size_t previous = offset;
        if (!is_opening(text_previous_code_point(text, &previous)))
            break;
        offset = previous;
    }
    return offset > start ? (uint32_t)offset : edge;
}

/* .NET, C#.NET: a stop with a letter or digit of Latin right behind it. */
static bool is_inside_word(struct text text, uint32_t edge)
{
    char before = text.bytes[edge - 1], after = edge < text.size ? text.bytes[edge] : ' ';
    return before == '.' && script_of((unsigned char)after) == SCRIPT_LATIN && (unsigned char)after < 0x80;
}

/* "Dr. ", "e.g. ", "No. ", "1. " end no sentence. */
static bool is_false_end(struct text text, uint32_t start, uint32_t edge)
{
    static const char *const abbreviations[] = {"dr", "mr",   "mrs", "ms", "prof", "vs",     "cf",
                                                "no", "fig",  "st",  "al", "e.g",  "i.e",    "approx",
                                                "jr", "dept", "ed",  "eq", "sec",  "figure", NULL};
    struct text sentence = text_trim_end(text_slice(text, start, edge));
    if (!text_ends_with(sentence, TEXT(".")))
        return false;
    sentence.size--;
    size_t word = sentence.size;
    bool is_number = true;
    for (; word > 0 && !is_space((unsigned char)sentence.bytes[word - 1]); word--)
        is_number &= sentence.bytes[word - 1] >= '0' && sentence.bytes[word - 1] <= '9';
    struct text last = text_skip(sentence, word);
    if (is_number && word == 0)
        return true;
    for (size_t i = 0; abbreviations[i] != NULL; i++)
        if (text_equal_ascii_case(last, text_of(abbreviations[i])))
            return true;
    return last.size == 1 && last.bytes[0] >= 'A' && last.bytes[0] <= 'Z';
}

size_t edges_sentences(struct edges *edges, uint32_t start, uint32_t end, struct arena *arena,
                       uint32_t **ret_edges)
{
    size_t n_edges = 0, capacity = 0;
    uint32_t *found = NULL, last = start;
    point_at(edges->sentences, &edges->part, text_slice(edges->text, start, end));
    ubrk_first(edges->sentences);
    for (int32_t next = ubrk_next(edges->sentences); next != UBRK_DONE; next = ubrk_next(edges->sentences)) {
        uint32_t edge = before_opening(edges->text, last, start + (uint32_t)next);
        if (edge <= last || edge >= end || is_inside_word(edges->text, edge) ||
            is_false_end(edges->text, last, edge))
            continue;
        *ARENA_PUSH(arena, found, n_edges, capacity) = edge;
        last = edge;
    }
    *ret_edges = found;
    return n_edges;
}

/* ---- words ---- */

/* Whether a passage may begin or end between the two characters at `at`, which is the edge of a grapheme. */
static bool is_word_edge(struct text text, const struct matches *matches, uint32_t at)
{
    size_t before = at, after = at;
    if (at == 0 || at == text.size)
        return true;
    uint32_t left = text_previous_code_point(text, &before), right = text_next_code_point(text, &after);
    if (u_isUWhiteSpace((UChar32)left) || u_isUWhiteSpace((UChar32)right))
        return true;
    enum script left_script = script_of(left), right_script = script_of(right);
    if (left_script == SCRIPT_HAN && right_script == SCRIPT_HAN)
        return mark_is_word_start(matches, at);
    if (left_script == SCRIPT_NONE && (right_script != SCRIPT_NONE || is_opening(right)))
        return left >= 0x2000 && !is_opening(left);
    return (left_script == SCRIPT_HAN && right_script == SCRIPT_LATIN) ||
           (left_script == SCRIPT_LATIN && right_script == SCRIPT_HAN);
}

uint32_t edges_cut_end(struct edges *edges, const struct matches *matches, uint32_t start, uint32_t least,
                       uint32_t bound, uint64_t limit)
{
    uint32_t reach = edges_reach_on(edges->text, start, bound, limit);
    if (reach == bound)
        return bound;
    uint32_t cut = edges_grapheme_floor(edges, reach);
    if (cut <= start)
        return next_grapheme(edges, start, bound);
    uint32_t floor = edges_reach_back(edges->text, cut, start, limit / 3);
    if (floor < least)
        floor = least;
    for (uint32_t at = cut; at >= floor && at > start;
         at = (uint32_t)ubrk_preceding(edges->graphemes, (int32_t)at))
        if (is_word_edge(edges->text, matches, at))
            return at;
    return cut;
}

uint32_t edges_cut_start(struct edges *edges, const struct matches *matches, uint32_t end, uint32_t most,
                         uint32_t bound, uint64_t limit)
{
    uint32_t reach = edges_reach_back(edges->text, end, bound, limit);
    if (reach == bound)
        return bound;
    uint32_t cut = edges_grapheme_ceiling(edges, reach);
    uint32_t ceiling = edges_reach_on(edges->text, cut, most, limit / 3);
    for (uint32_t at = cut; at <= ceiling && at < end; at = next_grapheme(edges, at, end))
        if (is_word_edge(edges->text, matches, at))
            return at;
    return cut < most ? cut : most;
}

void edges_trim(struct edges *edges, uint32_t *start, uint32_t *end)
{
    struct text text = edges->text;
    uint32_t from = *start, to = *end;
    while (from < to) {
        size_t next = from;
        if (!u_isUWhiteSpace((UChar32)text_next_code_point(text, &next)))
            break;
        from = (uint32_t)next;
    }
    while (to > from) {
        size_t previous = to;
        if (!u_isUWhiteSpace((UChar32)text_previous_code_point(text, &previous)))
            break;
        to = (uint32_t)previous;
    }
    /* A space may bear an accent. */
    from = edges_grapheme_floor(edges, from);
    to = edges_grapheme_ceiling(edges, to);
    *start = from > *start ? from : *start;
    *end = to < *end ? to : *end;
}
