/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/render-formats.h"

#include "searcher/columns.h"
#include "base/sanitize.h"

#include <stdio.h>

/*  역전파와 계산 그래프                                2024-05-17  ko
 *    docs/ko/autograd.md:42  딥러닝 › 자동 미분
 *      …손실 함수의 기울기를 출력에서 입력 쪽으로 거슬러 올라가며 구한다. 이때
 *      자동 미분은 …
 */
enum {
    FEWEST_COLUMNS = 20,
    PLACE_INDENT = 2,
    EXCERPT_INDENT = 4,
    TITLE_LINES = 2,
    PLACE_LINES = 3,
    EXCERPT_LINES = 3,
    CODE_LINES = 5,
    NOTE_LINES = 2,
    SHOWN_PLACES = 3,
    META_NEEDS_COLUMNS = 50 /* a narrower terminal belongs to the title */
};

/* Colours that can be read on light and dark. */
static const char style_title[] = "1", style_title_match[] = "1;4", style_match[] = "1;31",
                  style_place[] = "32", style_dim[] = "2", style_plain[] = "";

#define ELLIPSIS "…"

/* One text that is shown, and how. */
struct block {
    struct text text;
    const struct range *ranges;
    size_t n_ranges;
    const char *style, *match_style;
    struct text link; /* or empty */
    uint32_t indent;
    size_t most_lines;
};

static uint32_t terminal_columns(const struct renderer *renderer)
{
    uint32_t width = renderer->options->width;
    return width < FEWEST_COLUMNS ? FEWEST_COLUMNS : width;
}

static struct text one_line(struct renderer *renderer, struct text text)
{
    return sanitize_text(text, SANITIZE_LINE, &renderer->scratch);
}

/* ---- pieces of a line ---- */

static void append_styled(struct renderer *renderer, struct text text, const char *style)
{
    bool is_styled = renderer->options->color && style[0] != '\0' && text.size > 0;
    if (is_styled)
        buffer_printf(renderer->out, "\x1B[%sm", style);
    buffer_append(renderer->out, text);
    if (is_styled)
        buffer_append_string(renderer->out, "\x1B[0m");
}

/* The bytes [start, end) of a block with what matched set off. Each stretch resets its style, so that a pager may begin
 * anywhere. */
static void append_matches(struct renderer *renderer, const struct block *block, size_t start, size_t end)
{
    size_t at = start;
    for (size_t i = 0; i < block->n_ranges && block->ranges[i].start < end; i++) {
        size_t match_start = block->ranges[i].start > at ? block->ranges[i].start : at;
        size_t match_end = block->ranges[i].end < end ? block->ranges[i].end : end;
        if (match_start >= match_end)
            continue;
        append_styled(renderer, text_slice(block->text, at, match_start), block->style);
        append_styled(renderer, text_slice(block->text, match_start, match_end), block->match_style);
        at = match_end;
    }
    append_styled(renderer, text_slice(block->text, at, end), block->style);
}

static bool shows_link(const struct renderer *renderer, struct text link)
{
    return renderer->options->color && renderer->options->hyperlinks && link.size > 0;
}

/* OSC 8; what is not printable ASCII goes as %XX. */
static void open_link(struct renderer *renderer, struct text link)
{
    if (!shows_link(renderer, link))
        return;
    buffer_append_string(renderer->out, "\x1B]8;;");
    for (size_t i = 0; i < link.size; i++) {
        unsigned char byte = (unsigned char)link.bytes[i];
        if (byte > ' ' && byte < 0x7F)
            buffer_append_byte(renderer->out, link.bytes[i]);
        else
            buffer_printf(renderer->out, "%%%02X", byte);
    }
    buffer_append_string(renderer->out, "\x1B\\");
}

static void close_link(struct renderer *renderer, struct text link)
{
    if (shows_link(renderer, link))
        buffer_append_string(renderer->out, "\x1B]8;;\x1B\\");
}

static void append_spaces(struct renderer *renderer, uint32_t count)
{
    buffer_printf(renderer->out, "%*s", (int)count, "");
}

/* ---- blocks ---- */

/* Of more lines than may be shown, those around the first match: one line before it, if that leaves no hole at the start. */
static size_t first_shown_line(const struct block *block, const struct column_line *lines, size_t n_lines)
{
    size_t match_line = 0;
    if (block->n_ranges == 0 || n_lines <= block->most_lines)
        return 0;
    while (match_line + 1 < n_lines && lines[match_line].end <= block->ranges[0].start)
        match_line++;
    if (match_line < block->most_lines)
        return 0;
    size_t latest = n_lines - block->most_lines;
    return match_line - 1 < latest ? match_line - 1 : latest;
}

/* Print the lines of a block, with `side` at the right end of the first. Two columns stay free, for dots where lines are left
 * out. */
static void append_block(struct renderer *renderer, const struct block *block, struct text side)
{
    struct column_line *lines;
    uint32_t width = terminal_columns(renderer) - block->indent, rest = width - 2;
    uint32_t side_width = columns_of(renderer->columns, side);
    size_t n_lines =
        columns_wrap(renderer->columns, block->text, rest - side_width, rest, &renderer->scratch, &lines);
    size_t first = side.size > 0 ? 0 : first_shown_line(block, lines, n_lines);
    size_t end = n_lines - first > block->most_lines ? first + block->most_lines : n_lines;
    for (size_t i = first; i < end; i++) {
        append_spaces(renderer, block->indent);
        if (i == first && first > 0)
            append_styled(renderer, TEXT(ELLIPSIS), block->style);
        open_link(renderer, block->link);
        append_matches(renderer, block, lines[i].start, lines[i].end);
        close_link(renderer, block->link);
        if (i + 1 == end && end < n_lines)
            append_styled(renderer, TEXT(ELLIPSIS), block->style);
        if (i == first && side.size > 0) {
            append_spaces(renderer, width - lines[i].width - side_width);
            append_styled(renderer, side, style_dim);
        }
        buffer_append_byte(renderer->out, '\n');
    }
}

static void append_note(struct renderer *renderer, struct text note, const char *style, uint32_t indent)
{
    struct block block = {
        .text = note, .style = style, .match_style = style, .indent = indent, .most_lines = NOTE_LINES};
    append_block(renderer, &block, TEXT(""));
}

/* ---- a hit ---- */

static struct text join(struct renderer *renderer, const struct text *texts, size_t n_texts,
                        const char *separator)
{
    struct text joined = TEXT("");
    for (size_t i = 0; i < n_texts; i++) {
        struct text part = one_line(renderer, texts[i]);
        if (part.size > 0)
            joined = arena_printf(&renderer->scratch, "%.*s%s%.*s", TEXT_PRINTF(joined),
                                  joined.size > 0 ? separator : "", TEXT_PRINTF(part));
    }
    return joined;
}

static bool has_scheme(struct text url)
{
    size_t end = 0;
    while (end < url.size && strchr(":/?#", url.bytes[end]) == NULL)
        end++;
    return end < url.size && url.bytes[end] == ':';
}

/* A file's path below a URL. What has a meaning in URLs is escaped here, the rest by open_link(). */
static struct text url_of_file(struct renderer *renderer, struct text base, struct text path)
{
    char *bytes = arena_alloc(&renderer->scratch, base.size + 3 * path.size + 1);
    size_t size = base.size;
    memcpy(bytes, base.bytes, base.size);
    for (size_t i = 0; i < path.size; i++) {
        if (strchr("%?#;", path.bytes[i]) != NULL)
            size += (size_t)sprintf(bytes + size, "%%%02X", (unsigned char)path.bytes[i]);
        else
            bytes[size++] = path.bytes[i];
    }
    return text_from(bytes, size);
}

/* Where the title leads: an entry's link, an article's page, or the file itself. */
static struct text link_of(struct renderer *renderer, const struct hit *hit)
{
    struct text url = sanitize_link(hit->url, &renderer->scratch), base = renderer->options->link_base;
    if (has_scheme(url))
        return url;
    return base.size > 0 ? url_of_file(renderer, base, hit->path) : TEXT("");
}

static void append_title(struct renderer *renderer, const struct hit *hit)
{
    struct sanitized title;
    sanitize_ranges(hit->title, hit->title_ranges, hit->n_title_ranges, SANITIZE_LINE, &renderer->scratch,
                    &title);
    struct text meta[] = {hit->date, text_of(language_code(hit->language))};
    struct text side = TEXT("");
    if (terminal_columns(renderer) >= META_NEEDS_COLUMNS)
        side = join(renderer, meta, 2, "  ");
    if (title.text.size == 0)
        title.text = one_line(renderer, hit->url.size > 0 ? hit->url : hit->path);
    struct block block = {.text = title.text,
                          .ranges = title.ranges,
                          .n_ranges = title.n_ranges,
                          .style = style_title,
                          .match_style = style_title_match,
                          .link = link_of(renderer, hit),
                          .most_lines = TITLE_LINES};
    append_block(renderer, &block, side);
}

static struct text path_with_line(struct renderer *renderer, const struct hit *hit)
{
    struct text path = one_line(renderer, hit->path);
    if (hit->line == 0)
        return path;
    return arena_printf(&renderer->scratch, "%.*s:%u", TEXT_PRINTF(path), hit->line);
}

/* The path, and behind it, or below it where that is too long, the headings above. */
static void append_place(struct renderer *renderer, const struct hit *hit)
{
    bool is_entry = hit->kind == HIT_ENTRY;
    struct text place = path_with_line(renderer, hit), url = sanitize_link(hit->url, &renderer->scratch);
    struct text above = join(renderer, hit->breadcrumbs, hit->n_breadcrumbs, " › ");
    struct block block = {.indent = PLACE_INDENT, .most_lines = PLACE_LINES};
    if (is_entry && url.size > 0) {
        block.text = one_line(renderer, url);
        block.style = block.match_style = style_place;
        append_block(renderer, &block, TEXT(""));
    }
    block.style = block.match_style = is_entry ? style_dim : style_place;
    block.text = place;
    uint32_t room = terminal_columns(renderer) - PLACE_INDENT - 2,
             width = columns_of(renderer->columns, place);
    if (place.size == 0 || above.size == 0 || width + 2 + columns_of(renderer->columns, above) > room) {
        append_block(renderer, &block, TEXT(""));
        append_note(renderer, above, style_dim, PLACE_INDENT);
        return;
    }
    append_spaces(renderer, PLACE_INDENT);
    append_styled(renderer, place, block.style);
    append_spaces(renderer, 2);
    append_styled(renderer, above, style_dim);
    buffer_append_byte(renderer->out, '\n');
}

/* The excerpt with its dots in the text, and the ranges behind them. */
static void append_excerpt(struct renderer *renderer, const struct snippet *snippet)
{
    struct sanitized excerpt;
    sanitize_ranges(snippet->text, snippet->ranges, snippet->n_ranges,
                    snippet->is_code ? SANITIZE_CODE : SANITIZE_ITEMS, &renderer->scratch, &excerpt);
    if (excerpt.text.size == 0)
        return;
    uint32_t shift = snippet->cut_start ? (uint32_t)strlen(ELLIPSIS) : 0;
    for (size_t i = 0; i < excerpt.n_ranges; i++) {
        excerpt.ranges[i].start += shift;
        excerpt.ranges[i].end += shift;
    }
    struct block block = {.ranges = excerpt.ranges,
                          .n_ranges = excerpt.n_ranges,
                          .style = style_plain,
                          .match_style = style_match,
                          .indent = EXCERPT_INDENT,
                          .most_lines = snippet->is_code ? CODE_LINES : EXCERPT_LINES};
    block.text = arena_printf(&renderer->scratch, "%s%.*s%s", snippet->cut_start ? ELLIPSIS : "",
                              TEXT_PRINTF(excerpt.text), snippet->cut_end ? ELLIPSIS : "");
    append_block(renderer, &block, TEXT(""));
}

/* What is shown behind a word: each text once, the first few, then dots. */
struct others {
    struct text shown[SHOWN_PLACES];
    size_t n_shown;
    bool has_more;
};

static void add_other(struct others *others, struct text text)
{
    for (size_t i = 0; i < others->n_shown; i++)
        if (text_equal(others->shown[i], text))
            return;
    if (others->n_shown < SHOWN_PLACES)
        others->shown[others->n_shown++] = text;
    else
        others->has_more = true;
}

static void append_others(struct renderer *renderer, const char *word, const struct others *others)
{
    if (others->n_shown == 0)
        return;
    struct text shown = join(renderer, others->shown, others->n_shown, " · ");
    append_note(renderer,
                arena_printf(&renderer->scratch, "%s: %.*s%s", word, TEXT_PRINTF(shown),
                             others->has_more ? " · " ELLIPSIS : ""),
                style_dim, PLACE_INDENT);
}

/* Under which other names, and in which other files, an entry stands. */
static void append_other_places(struct renderer *renderer, const struct hit *hit)
{
    struct others names = {0}, files = {0};
    struct text title = one_line(renderer, hit->title);
    for (size_t i = 0; i < hit->n_places; i++) {
        struct text name = one_line(renderer, hit->places[i].title);
        if (name.size > 0 && !text_equal(name, title))
            add_other(&names, name);
        if (!text_equal(hit->places[i].path, hit->path))
            add_other(&files, one_line(renderer, hit->places[i].path));
    }
    append_others(renderer, "also called", &names);
    append_others(renderer, "also in", &files);
}

static void append_explanation(struct renderer *renderer, const struct hit *hit)
{
    struct text note = arena_printf(&renderer->scratch, "score %.3f:", hit->score);
    for (size_t i = 0; i < hit->n_matched; i++) {
        const struct matched_term *matched = &hit->matched[i];
        struct text term = one_line(renderer, matched->term);
        note = arena_printf(&renderer->scratch, "%.*s%s %.*s (%s)", TEXT_PRINTF(note), i > 0 ? "," : "",
                            TEXT_PRINTF(term), matched->via != NULL ? matched->via : "literal");
    }
    struct block block = {.text = note,
                          .style = style_dim,
                          .match_style = style_dim,
                          .indent = PLACE_INDENT,
                          .most_lines = SIZE_MAX};
    append_block(renderer, &block, TEXT(""));
}

static void append_hit(struct renderer *renderer, const struct hit *hit)
{
    append_title(renderer, hit);
    append_place(renderer, hit);
    append_excerpt(renderer, &hit->excerpt);
    append_other_places(renderer, hit);
    if (hit->n_more_in_file > 0)
        append_note(renderer,
                    arena_printf(&renderer->scratch, "%zu more section%s of this file match%s",
                                 hit->n_more_in_file, hit->n_more_in_file == 1 ? "" : "s",
                                 hit->n_more_in_file == 1 ? "es" : ""),
                    style_dim, PLACE_INDENT);
    if (renderer->options->explain)
        append_explanation(renderer, hit);
    buffer_append_byte(renderer->out, '\n');
}

/* ---- the answer ---- */

static struct text summary_of(struct renderer *renderer, const struct answer *answer)
{
    struct arena *scratch = &renderer->scratch;
    uint32_t n = answer->n_estimated;
    if (answer->n_hits == 0 && n == 0) {
        struct text query = one_line(renderer, answer->query);
        return arena_printf(scratch, "nothing found%s%.*s", query.size > 0 ? " for " : "",
                            TEXT_PRINTF(query));
    }
    struct text total =
        arena_printf(scratch, "%s%u result%s", answer->is_exact ? "" : "about ", n, n == 1 ? "" : "s");
    if (answer->n_hits == 0)
        return arena_printf(scratch, "%.*s, none behind the first %u", TEXT_PRINTF(total), answer->offset);
    if (answer->offset == 0 && answer->n_hits >= n)
        return total;
    if (answer->n_hits == 1)
        return arena_printf(scratch, "%zu of %.*s", (size_t)answer->offset + 1, TEXT_PRINTF(total));
    return arena_printf(scratch, "%zu to %zu of %.*s", (size_t)answer->offset + 1,
                        answer->offset + answer->n_hits, TEXT_PRINTF(total));
}

static void append_summary(struct renderer *renderer, const struct answer *answer)
{
    struct text summary = summary_of(renderer, answer);
    append_note(renderer,
                arena_printf(&renderer->scratch, "%.*s (%.1f ms)%s", TEXT_PRINTF(summary),
                             answer->processing_ms,
                             answer->is_partial ? "; not all of the index was searched in time" : ""),
                style_dim, 0);
}

void render_terminal(struct renderer *renderer, struct text query_id, const struct answer *answer)
{
    if (renderer->is_batch) {
        struct text parts[] = {query_id, answer->query};
        if (renderer->n_answers > 0)
            buffer_append_byte(renderer->out, '\n');
        append_note(renderer, join(renderer, parts, 2, ": "), style_title, 0);
        buffer_append_byte(renderer->out, '\n');
    }
    for (size_t i = 0; i < answer->n_hits; i++)
        append_hit(renderer, &answer->hits[i]);
    append_summary(renderer, answer);
}
