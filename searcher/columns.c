/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

enum { EMOJI_VARIATION = 0xFE0F };

struct columns {
    UBreakIterator *clusters, *lines;
    UText text;
};

int columns_new(struct columns **ret, struct error *error)
{
    struct columns *columns = calloc(1, sizeof *columns);
    if (columns == NULL)
        return error_set(error, ERROR_MEMORY, "no memory for the line breaker");
    UErrorCode status = U_ZERO_ERROR;
    UText empty = UTEXT_INITIALIZER;
    columns->text = empty;
    columns->clusters = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    columns->lines = ubrk_open(UBRK_LINE, "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        columns_free(columns);
        return error_set(error, ERROR_SYSTEM, "ICU's break rules cannot be opened: %s", u_errorName(status));
    }
    *ret = columns;
    return 0;
}

void columns_free(struct columns *columns)
{
    if (columns == NULL)
        return;
    if (columns->clusters != NULL)
        ubrk_close(columns->clusters);
    if (columns->lines != NULL)
        ubrk_close(columns->lines);
    utext_close(&columns->text);
    free(columns);
}

/* The one thing that can fail here is memory. */
static void set_text(struct columns *columns, UBreakIterator *iterator, struct text text)
{
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&columns->text, text.size > 0 ? text.bytes : "", (int64_t)text.size, &status);
    ubrk_setUText(iterator, &columns->text, &status);
    if (U_FAILURE(status)) {
        fprintf(stderr, "chaja: no memory to break lines (%s)\n", u_errorName(status));
        exit(2);
    }
}

/* ---- width ---- */

static uint32_t width_of_code_point(UChar32 code_point)
{
    if (code_point < 0x300)
        return code_point >= 0x20 && (code_point < 0x7F || code_point > 0x9F) && code_point != 0xAD;
    if (code_point >= 0x1160 && code_point <= 0x11FF)
        return 0;
    int8_t category = u_charType(code_point);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR ||
        category == U_LINE_SEPARATOR || category == U_PARAGRAPH_SEPARATOR)
        return 0;
    int32_t east_asian = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
    return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

static uint32_t width_of_cluster(struct text cluster)
{
    uint32_t widest = 0, n_indicators = 0;
    for (size_t i = 0; i < cluster.size;) {
        UChar32 code_point = (UChar32)text_next_code_point(cluster, &i);
        uint32_t width = width_of_code_point(code_point);
        n_indicators += code_point >= 0x1F1E6 && code_point <= 0x1F1FF;
        if (width > widest)
            widest = width;
        if (widest > 0 && code_point == EMOJI_VARIATION)
            widest = 2;
    }
    return n_indicators == 2 ? 2 : widest;
}

static bool is_printable_ascii(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.bytes[i] < 0x20 || text.bytes[i] == 0x7F)
            return false;
    return true;
}

/* Walks clusters until `width` columns are full; how many columns that took goes to `ret_width`. */
static size_t walk(struct columns *columns, struct text text, uint32_t width, uint32_t *ret_width)
{
    uint32_t used = 0;
    if (is_printable_ascii(text)) {
        size_t size = text.size < width ? text.size : width;
        *ret_width = (uint32_t)size;
        return size;
    }
    set_text(columns, columns->clusters, text);
    size_t start = 0;
    for (int32_t end = ubrk_next(columns->clusters); end != UBRK_DONE; end = ubrk_next(columns->clusters)) {
        uint32_t cluster = width_of_cluster(text_slice(text, start, (size_t)end));
        if (cluster > width - used)
            break;
        used += cluster;
        start = (size_t)end;
    }
    *ret_width = used;
    return start;
}

uint32_t columns_of(struct columns *columns, struct text text)
{
    uint32_t width;
    walk(columns, text, UINT32_MAX, &width);
    return width;
}

size_t columns_fit(struct columns *columns, struct text text, uint32_t width)
{
    return walk(columns, text, width, &(uint32_t){0});
}

/* ---- lines ---- */

struct wrapping {
    struct columns *columns;
    struct text text;
    struct arena *arena;
    uint32_t rest;
    uint32_t limit; /* of the line that is being filled */
    struct column_line line;
    uint32_t spaces; /* columns of spaces behind its end */
    bool is_open;
    struct column_line *lines;
    size_t n_lines, capacity;
};

static bool is_hangul(uint32_t code_point)
{
    return (code_point >= 0xAC00 && code_point <= 0xD7FF) || (code_point >= 0x1100 && code_point <= 0x11FF) ||
           (code_point >= 0x3130 && code_point <= 0x318F) || (code_point >= 0xA960 && code_point <= 0xA97F);
}

/* Whether the break that UAX #14 allows at `at` would tear a Korean word. */
static bool tears_word(struct text text, size_t at)
{
    if (at == 0 || at >= text.size)
        return false;
    size_t before_start = at, after_end = at;
    uint32_t before = text_previous_code_point(text, &before_start);
    uint32_t after = text_next_code_point(text, &after_end);
    return (is_hangul(before) && u_isalnum((UChar32)after)) ||
           (is_hangul(after) && u_isalnum((UChar32)before));
}

static void end_line(struct wrapping *wrapping)
{
    *ARENA_PUSH(wrapping->arena, wrapping->lines, wrapping->n_lines, wrapping->capacity) = wrapping->line;
    wrapping->is_open = false;
    wrapping->limit = wrapping->rest;
}

static void begin_line(struct wrapping *wrapping, size_t start)
{
    wrapping->line = (struct column_line){.start = (uint32_t)start, .end = (uint32_t)start};
    wrapping->spaces = 0;
    wrapping->is_open = true;
}

/* By [start, end), which may be empty, and the spaces behind it. */
static void extend_line(struct wrapping *wrapping, size_t start, size_t end, uint32_t width, uint32_t spaces)
{
    if (end > start) {
        wrapping->line.end = (uint32_t)end;
        wrapping->line.width += wrapping->spaces + width;
        wrapping->spaces = 0;
    }
    wrapping->spaces += spaces;
}

/* A piece that no line can hold is cut between clusters. Returns where what is left of it begins. */
static size_t cut_long_piece(struct wrapping *wrapping, size_t start, size_t end)
{
    for (;;) {
        uint32_t width;
        size_t size =
            walk(wrapping->columns, text_slice(wrapping->text, start, end), wrapping->limit, &width);
        if (size == 0 || start + size == end)
            return start;
        begin_line(wrapping, start);
        extend_line(wrapping, start, start + size, width, 0);
        end_line(wrapping);
        start += size;
    }
}

/* What stands between two breaks: a word with the spaces, and perhaps the newline, behind it. */
static void add_piece(struct wrapping *wrapping, size_t start, size_t end)
{
    size_t content_end = end;
    bool ends_with_newline = end > start && wrapping->text.bytes[end - 1] == '\n';
    while (content_end > start &&
           (wrapping->text.bytes[content_end - 1] == ' ' || wrapping->text.bytes[content_end - 1] == '\n'))
        content_end--;
    uint32_t width = columns_of(wrapping->columns, text_slice(wrapping->text, start, content_end));
    if (wrapping->is_open && content_end > start &&
        wrapping->line.width + wrapping->spaces + width > wrapping->limit)
        end_line(wrapping);
    if (!wrapping->is_open) {
        if (width > wrapping->limit) {
            start = cut_long_piece(wrapping, start, content_end);
            width = columns_of(wrapping->columns, text_slice(wrapping->text, start, content_end));
        }
        begin_line(wrapping, start);
    }
    extend_line(wrapping, start, content_end, width, (uint32_t)(end - content_end) - ends_with_newline);
    if (ends_with_newline)
        end_line(wrapping);
}

/* The breaks are gathered first: the widths need the text of another iterator. */
static size_t find_breaks(struct columns *columns, struct text text, struct arena *arena, uint32_t **ret)
{
    uint32_t *breaks = NULL;
    size_t n_breaks = 0, capacity = 0;
    set_text(columns, columns->lines, text);
    for (int32_t at = ubrk_next(columns->lines); at != UBRK_DONE; at = ubrk_next(columns->lines))
        if (!tears_word(text, (size_t)at))
            *ARENA_PUSH(arena, breaks, n_breaks, capacity) = (uint32_t)at;
    *ret = breaks;
    return n_breaks;
}

size_t columns_wrap(struct columns *columns, struct text text, uint32_t first, uint32_t rest,
                    struct arena *arena, struct column_line **ret_lines)
{
    uint32_t *breaks;
    size_t n_breaks = find_breaks(columns, text, arena, &breaks), start = 0;
    struct wrapping wrapping = {
        .columns = columns, .text = text, .arena = arena, .rest = rest, .limit = first};
    for (size_t i = 0; i < n_breaks; i++) {
        add_piece(&wrapping, start, breaks[i]);
        start = breaks[i];
    }
    if (wrapping.is_open)
        end_line(&wrapping);
    *ret_lines = wrapping.lines;
    return wrapping.n_lines;
}
