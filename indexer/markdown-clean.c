/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown-clean.h"

#include "base/cleanup.h"
#include "indexer/markdown-guard.h"
#include "indexer/markdown-text.h"

enum { REOPEN_FENCE_BYTES = 256 * 1024, TITLE_COLUMNS = 4 };

struct clean {
    struct text previous, current, next; /* lines; `previous` and `next` are empty at the ends */
    struct text rest;                    /* behind `next` */
    const char *kinds;
    size_t n_lines, at;
    uint32_t first_line;
    struct guard guard;
    struct cleaned *ret;
    size_t anchor_capacity;
    struct arena *arena;
    struct text anchor;       /* of the line being written */
    struct text fence;        /* the line that opened the fence */
    size_t fence_bytes;       /* since it was opened */
    size_t admonition_column; /* indentation to take off, or 0 */
    bool is_in_fence, is_blank_written;
};

static void line_begins(void *context, size_t offset)
{
    struct clean *clean = context;
    struct cleaned *ret = clean->ret;
    struct clean_line line = {.start = (uint32_t)offset,
                              .line = (clean->first_line + (uint32_t)clean->at) & 0x7FFFFFFF,
                              .is_in_fence = clean->is_in_fence};
    if (clean->anchor.size > 0)
        *ARENA_PUSH(clean->arena, ret->anchors, ret->n_anchors, clean->anchor_capacity) =
            (struct clean_anchor){cleaned_n_lines(ret), clean->anchor};
    buffer_append(&ret->line_bytes, text_from((const char *)&line, sizeof line));
}

static void write_line(struct clean *clean, struct text line)
{
    clean->is_blank_written = false;
    guard_line(&clean->guard, line);
}

static void write_blank(struct clean *clean)
{
    if (!clean->is_blank_written || clean->is_in_fence)
        guard_line(&clean->guard, text_from("", 0));
    clean->is_blank_written = true;
}

/* Go on to the next line. */
static void advance(struct clean *clean)
{
    struct text line;
    clean->previous = clean->current;
    clean->current = clean->next;
    clean->at++;
    clean->next = text_next_field(&clean->rest, '\n', &line) ? line : text_from("", 0);
}

/* ---- looking at lines ---- */

static bool is_blank(struct text line)
{
    return text_trim(line).size == 0;
}

static bool is_all(struct text text, char byte)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.bytes[i] != byte)
            return false;
    return text.size > 0;
}

/* Size of the quote marks a line begins with, and of the blanks around them. */
static size_t quote_size(struct text line)
{
    size_t size = 0;
    for (size_t i = 0; i < line.size && (line.bytes[i] == ' ' || line.bytes[i] == '>'); i++)
        if (line.bytes[i] == '>')
            size = i + 1 + (i + 1 < line.size && line.bytes[i + 1] == ' ');
    return size;
}

static struct text unquoted(struct text line)
{
    return text_skip(line, quote_size(line));
}

static size_t indent_of(struct text line)
{
    size_t indent = 0;
    while (indent < line.size && line.bytes[indent] == ' ')
        indent++;
    return indent;
}

static size_t marker_size(struct text line)
{
    size_t end = 0;
    while (end < line.size && end < 9 && line.bytes[end] >= '0' && line.bytes[end] <= '9')
        end++;
    bool is_number = end > 0 && end < line.size && (line.bytes[end] == '.' || line.bytes[end] == ')');
    bool is_bullet = end == 0 && line.size > 0 && strchr("-*+", line.bytes[0]) != NULL;
    if (!is_number && !is_bullet)
        return 0;
    end++;
    return end < line.size && line.bytes[end] == ' ' ? end + 1 : 0;
}

/* The next line if it is text. */
static struct text next_text_line(const struct clean *clean)
{
    bool is_text = clean->at + 1 < clean->n_lines && clean->kinds[clean->at + 1] == LINE_TEXT;
    return is_text ? clean->next : text_from("", 0);
}

static bool is_previous_blank(const struct clean *clean)
{
    return clean->at == 0 || is_blank(unquoted(clean->previous));
}

/* ---- rules and the headings they make ---- */

static bool is_rule_character(uint32_t c)
{
    return (c >= 0x2500 && c <= 0x257F) || (c >= 0x2012 && c <= 0x2015) || c == 0xFF1D || c == 0xFF0D ||
           c == 0x3030 || c == 0xFFE3 || c == 0x00B7 || c == 0x2022 || c == 0x25A0 || c == 0x25A1 ||
           c == 0x2550;
}

/* A rule drawn with characters Markdown does not know. */
static bool is_drawn_rule(struct text line)
{
    size_t n = 0;
    for (size_t offset = 0; offset < line.size; n++) {
        uint32_t c = text_next_code_point(line, &offset);
        if (c != ' ' && !is_rule_character(c))
            return false;
    }
    return n >= 3;
}

static bool is_equals_rule(struct text line)
{
    line = text_trim(line);
    return line.size >= 3 && is_all(line, '=');
}

static bool is_underline(struct text line)
{
    struct text rule = text_trim(line);
    return indent_of(line) < TITLE_COLUMNS &&
           ((rule.size >= 3 && is_all(rule, '=')) || (rule.size >= 4 && is_all(rule, '-')));
}

/* "1) Meta — LLaMA" over a rule: one item alone, which nobody would rule off. */
static bool is_ruled_item(const struct clean *clean, struct text line)
{
    if (marker_size(line) == 0 || !is_underline(next_text_line(clean)))
        return false;
    return is_previous_blank(clean) || is_underline(clean->previous);
}

static void write_ruled_item(struct clean *clean, struct text line)
{
    bool is_first_level = text_trim(clean->next).bytes[0] == '=';
    write_line(clean, arena_printf(clean->arena, "%s %.*s", is_first_level ? "#" : "##", TEXT_PRINTF(line)));
    advance(clean);
    write_blank(clean);
}

/* ---- attributes at the end of a line ---- */

/* Cut "{#id …}", "{.class}" and "{: …}" off; the id is kept. */
static struct text without_attributes(struct text line, struct text *ret_id)
{
    struct text trimmed = text_trim_end(line);
    if (trimmed.size == 0 || trimmed.bytes[trimmed.size - 1] != '}')
        return line;
    size_t open = text_find_last_byte(trimmed, '{');
    if (open == TEXT_NONE || open + 2 >= trimmed.size || (open > 0 && trimmed.bytes[open - 1] == '\\'))
        return line;
    struct text inside = text_slice(trimmed, open + 1, trimmed.size - 1);
    char kind = inside.bytes[0];
    if (kind != '#' && kind != '.' && kind != ':')
        return line;
    size_t hash = text_find_byte(inside, '#', 0);
    if (hash != TEXT_NONE) {
        struct text id = text_skip(inside, hash + 1);
        size_t end = text_find_byte(id, ' ', 0);
        *ret_id = end == TEXT_NONE ? id : text_slice(id, 0, end);
    }
    return text_trim_end(text_slice(trimmed, 0, open));
}

/* ---- containers ---- */

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '_';
}

static struct text unquoted_title(struct text title)
{
    title = text_trim(title);
    if (title.size >= 2 && (title.bytes[0] == '"' || title.bytes[0] == '\'') &&
        title.bytes[title.size - 1] == title.bytes[0])
        return text_slice(title, 1, title.size - 1);
    return title;
}

/* ":::note[제목]", "::: tip 제목 {open}" -> 제목. */
static struct text container_title(struct text rest)
{
    size_t name = 0;
    while (name < rest.size && is_name_byte(rest.bytes[name]))
        name++;
    struct text title = text_trim(text_skip(rest, name));
    struct text id = {"", 0};
    title = without_attributes(title, &id);
    size_t brace = text_find_byte(title, '{', 0);
    if (brace != TEXT_NONE)
        title = text_trim(text_slice(title, 0, brace));
    if (title.size >= 2 && title.bytes[0] == '[' && title.bytes[title.size - 1] == ']')
        title = text_slice(title, 1, title.size - 1);
    return text_trim(title);
}

static void write_container_line(struct clean *clean, struct text quote, struct text title)
{
    write_blank(clean);
    if (title.size == 0)
        return;
    write_line(clean, arena_printf(clean->arena, "%.*s%.*s", TEXT_PRINTF(quote), TEXT_PRINTF(title)));
    write_blank(clean);
}

/* ":::" fences of VitePress and Docusaurus. `quote` is what stands before, to be repeated before the title.
 */
static bool take_container(struct clean *clean, struct text line)
{
    size_t indent = quote_size(line) + indent_of(unquoted(line));
    struct text rest = text_skip(line, indent);
    size_t colons = 0;
    while (colons < rest.size && rest.bytes[colons] == ':')
        colons++;
    if (colons < 3)
        return false;
    rest = text_trim(text_skip(rest, colons));
    if (rest.size > 0 && !is_name_byte(rest.bytes[0]) && rest.bytes[0] != '{')
        return false;
    write_container_line(clean, text_slice(line, 0, indent), container_title(rest));
    return true;
}

/* "!!! note "제목"" and "??? tip" of MkDocs: what follows is indented. */
static bool take_admonition(struct clean *clean, struct text line)
{
    size_t indent = indent_of(line);
    struct text rest = text_skip(line, indent);
    if (!text_starts_with(rest, TEXT("!!! ")) && !text_starts_with(rest, TEXT("??? ")) &&
        !text_starts_with(rest, TEXT("???+ ")))
        return false;
    rest = text_trim(text_skip(rest, 4));
    size_t quote = text_find_byte(rest, '"', 0);
    struct text title = quote == TEXT_NONE ? text_from("", 0) : unquoted_title(text_skip(rest, quote));
    write_container_line(clean, text_slice(line, 0, indent), title);
    clean->admonition_column = indent + TITLE_COLUMNS;
    return true;
}

static struct text without_admonition_indent(struct clean *clean, struct text line)
{
    if (clean->admonition_column == 0 || is_blank(line))
        return line;
    if (indent_of(line) < clean->admonition_column) {
        clean->admonition_column = 0;
        return line;
    }
    return text_skip(line, TITLE_COLUMNS);
}

/* ---- lines that are no text ---- */

static bool is_alert(struct text rest)
{
    return rest.size > 3 && text_starts_with(rest, TEXT("[!")) && rest.bytes[rest.size - 1] == ']' &&
           text_find_byte(rest, ']', 0) == rest.size - 1;
}

static bool is_markup_only(struct text line)
{
    struct text rest = text_trim(unquoted(line));
    if (quote_size(line) > 0 && is_alert(rest))
        return true;
    if (text_equal_ascii_case(rest, TEXT("[toc]")) || text_starts_with(rest, TEXT("<<< ")) ||
        text_starts_with(rest, TEXT("--8<--")))
        return true;
    return rest.size > 3 && text_starts_with(rest, TEXT("{:")) && rest.bytes[rest.size - 1] == '}';
}

/* ---- tables ---- */

/* Where the cells begin: behind quote marks, indentation and list markers. */
static size_t cells_start(struct text line)
{
    size_t start = quote_size(line);
    start += indent_of(text_skip(line, start));
    for (size_t size; (size = marker_size(text_skip(line, start))) > 0;) {
        start += size;
        start += indent_of(text_skip(line, start));
    }
    return start;
}

static bool is_delimiter_row(struct text line)
{
    struct text rest = text_trim(unquoted(line));
    bool has_bar = false, has_dash = false;
    for (size_t i = 0; i < rest.size; i++) {
        if (strchr("|-: \t", rest.bytes[i]) == NULL)
            return false;
        has_bar = has_bar || rest.bytes[i] == '|';
        has_dash = has_dash || rest.bytes[i] == '-';
    }
    return has_bar && has_dash;
}

static bool is_row(struct text line)
{
    return text_find_byte(text_skip(line, cells_start(line)), '|', 0) != TEXT_NONE;
}

static bool is_table(const struct clean *clean, struct text line)
{
    struct text next = next_text_line(clean);
    return is_row(line) && is_delimiter_row(next) && !is_delimiter_row(line);
}

static void append_cells(struct buffer *row, struct text cells)
{
    cells = text_trim(cells);
    if (cells.size > 0 && cells.bytes[0] == '|')
        cells = text_skip(cells, 1);
    if (cells.size > 0 && cells.bytes[cells.size - 1] == '|' &&
        (cells.size < 2 || cells.bytes[cells.size - 2] != '\\'))
        cells.size--;
    buffer_append_string(row, SENTINEL_CELL " ");
    for (size_t i = 0; i < cells.size; i++) {
        bool is_escaped = cells.bytes[i] == '\\' && i + 1 < cells.size && cells.bytes[i + 1] == '|';
        i += is_escaped;
        if (cells.bytes[i] == '|' && !is_escaped)
            buffer_append_string(row, " " SENTINEL_CELL " ");
        else
            buffer_append_byte(row, cells.bytes[i]);
    }
}

static void write_row(struct clean *clean, struct text line)
{
    cleanup(buffer_clearp) struct buffer row;
    buffer_init(&row, SIZE_MAX / 2);
    size_t start = cells_start(line);
    buffer_append(&row, text_slice(line, 0, start));
    append_cells(&row, text_skip(line, start));
    write_line(clean, buffer_text(&row));
    write_blank(clean);
}

static void take_table(struct clean *clean, struct text line)
{
    write_blank(clean);
    write_row(clean, line);
    advance(clean);
    while (is_row(next_text_line(clean))) {
        advance(clean);
        if (!is_delimiter_row(clean->current))
            write_row(clean, clean->current);
    }
}

/* ---- lines ---- */

/* "##제목": no heading to CommonMark, and one to whoever wrote it. */
static struct text with_space_in_heading(struct clean *clean, struct text line)
{
    size_t level = 0;
    while (level < line.size && line.bytes[level] == '#')
        level++;
    if (level < 2 || level > 6 || level == line.size || strchr(" \t!", line.bytes[level]) != NULL ||
        !is_previous_blank(clean))
        return line;
    return arena_printf(clean->arena, "%.*s %.*s", (int)level, line.bytes,
                        TEXT_PRINTF(text_skip(line, level)));
}

static void take_text(struct clean *clean, struct text line)
{
    line = without_admonition_indent(clean, line);
    struct text rest = text_trim(unquoted(line));
    if (rest.size == 0 || is_markup_only(line) || is_drawn_rule(rest)) {
        if (quote_size(line) > 0)
            write_line(clean, text_slice(line, 0, quote_size(line))); /* the quote goes on */
        else
            write_blank(clean);
        return;
    }
    if (is_equals_rule(line) && (is_previous_blank(clean) || is_equals_rule(clean->previous))) {
        write_blank(clean);
        return;
    }
    if (is_ruled_item(clean, line)) {
        write_ruled_item(clean, line);
        return;
    }
    if (take_container(clean, line) || take_admonition(clean, line))
        return;
    if (is_table(clean, line)) {
        take_table(clean, line);
        return;
    }
    struct text id = {"", 0};
    line = without_attributes(line, &id);
    if (id.size > 0)
        clean->anchor = text_without_sentinels(id, clean->arena);
    write_line(clean, with_space_in_heading(clean, line));
    clean->anchor = text_from("", 0);
}

/* ---- code ---- */

static size_t fence_start(struct text line)
{
    size_t start = 0;
    while (start < line.size && line.bytes[start] != '`' && line.bytes[start] != '~')
        start++;
    return start;
}

/* No part for the parser may be longer than a fence can be: a very long one is closed and opened again. */
static void reopen_fence(struct clean *clean)
{
    size_t start = fence_start(clean->fence);
    struct text mark = text_skip(clean->fence, start);
    size_t size = 0;
    while (size < mark.size && mark.bytes[size] == mark.bytes[0])
        size++;
    struct text indent =
        arena_printf(clean->arena, "%*s", (int)(start < TITLE_COLUMNS ? start : TITLE_COLUMNS - 1), "");
    write_line(clean, arena_printf(clean->arena, "%.*s%.*s", TEXT_PRINTF(indent), (int)size, mark.bytes));
    clean->is_in_fence = false;
    write_blank(clean);
    write_line(clean, arena_printf(clean->arena, "%.*s%.*s", TEXT_PRINTF(indent), TEXT_PRINTF(mark)));
    clean->is_in_fence = true;
    clean->fence_bytes = 0;
}

static void take_code(struct clean *clean, struct text line)
{
    if (clean->is_in_fence && clean->fence_bytes > REOPEN_FENCE_BYTES)
        reopen_fence(clean);
    clean->fence_bytes += line.size + 1;
    write_line(clean, line);
}

static void take_line(struct clean *clean, struct text line)
{
    switch ((enum line_kind)clean->kinds[clean->at]) {
    case LINE_CODE:
        take_code(clean, line);
        return;
    case LINE_FENCE_OPEN:
        clean->is_in_fence = false;
        line = without_admonition_indent(clean, line);
        write_line(clean, line);
        clean->fence = line;
        clean->fence_bytes = 0;
        clean->is_in_fence = true;
        return;
    case LINE_FENCE_CLOSE:
        write_line(clean, clean->admonition_column > 0 ? without_admonition_indent(clean, line) : line);
        clean->is_in_fence = false;
        return;
    case LINE_NOTE:
        write_blank(clean);
        break;
    case LINE_TEXT:
        break;
    }
    clean->is_in_fence = false;
    take_text(clean, line);
}

void markdown_clean(const struct stripped *stripped, uint32_t first_line, struct arena *arena,
                    struct cleaned *ret)
{
    *ret = (struct cleaned){0};
    buffer_init(&ret->text, UINT32_MAX);
    buffer_init(&ret->line_bytes, SIZE_MAX / 2);
    struct clean clean = {.kinds = stripped->line_kinds.bytes,
                          .n_lines = stripped->n_lines,
                          .rest = buffer_text(&stripped->text),
                          .first_line = first_line,
                          .ret = ret,
                          .arena = arena,
                          .anchor = {"", 0}};
    clean.guard = (struct guard){.out = &ret->text, .line_begins = line_begins, .context = &clean};
    advance(&clean);
    advance(&clean);
    clean.previous = text_from("", 0);
    for (clean.at = 0; clean.at < clean.n_lines; advance(&clean))
        take_line(&clean, clean.current);
}

void cleaned_clear(struct cleaned *cleaned)
{
    buffer_clear(&cleaned->text);
    buffer_clear(&cleaned->line_bytes);
}
