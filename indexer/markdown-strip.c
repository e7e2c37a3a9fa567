/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown-strip.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "indexer/markdown-scan.h"
#include "indexer/markdown.h"

enum { TAB_COLUMNS = 4, CODE_COLUMNS = 4, STATEMENT_BYTES = 64 * 1024, NOTE_NAME_BYTES = 200 };

struct strip {
    struct scan scan;
    unsigned flags;
    char fence_byte; /* of the fence that is open, or 0 */
    size_t fence_size, fence_quotes;
    size_t fence_cut;   /* columns of indentation taken off its lines */
    size_t list_column; /* where the text of the last list item begins, or 0 outside lists */
    size_t list_shift;  /* columns of indentation taken off the list's lines */
    bool was_blank, was_code, was_statement;
};

/* ---- bytes that nothing later has to think of ---- */

static bool is_sentinel(struct text text, size_t offset)
{
    return text.size - offset >= 3 && text.bytes[offset] == '\xEF' && text.bytes[offset + 1] == '\xB7' &&
           (unsigned char)text.bytes[offset + 2] >= 0x90 && (unsigned char)text.bytes[offset + 2] <= 0x93;
}

/* Newlines become \n, other control characters a space; sentinels of the author's own are dropped. */
static void append_plain_bytes(struct buffer *plain, struct text body)
{
    char *bytes = buffer_reserve(plain, body.size);
    size_t size = 0;
    for (size_t i = 0; i < body.size; i++) {
        unsigned char byte = (unsigned char)body.bytes[i];
        if (byte == '\r') {
            bytes[size++] = '\n';
            i += i + 1 < body.size && body.bytes[i + 1] == '\n';
        } else if (byte == 0xEF && is_sentinel(body, i)) {
            i += 2;
        } else {
            bytes[size++] = byte < ' ' && byte != '\t' && byte != '\n' ? ' ' : (char)byte;
        }
    }
    buffer_truncate(plain, size);
}

static struct text line_at(struct text body, size_t start)
{
    size_t end = text_find_byte(body, '\n', start);
    return text_slice(body, start, end == TEXT_NONE ? body.size : end);
}

static void find_notes(struct scan *scan)
{
    for (size_t at = 0; (at = text_find(scan->body, TEXT("[^"), at)) != TEXT_NONE; at += 2) {
        size_t limit = scan->body.size - at > NOTE_NAME_BYTES ? at + NOTE_NAME_BYTES : scan->body.size;
        struct text near = text_slice(scan->body, at, limit);
        size_t end = text_find_byte(near, ']', 0);
        if (end == TEXT_NONE || end + 1 >= near.size || near.bytes[end + 1] != ':')
            continue;
        struct text name = text_slice(near, 2, end);
        if (!anchors_hold(&scan->notes, name))
            anchors_unique(&scan->notes, name, &scan->notes_arena);
    }
}

/* ---- what a line begins with ---- */

struct line_start {
    size_t n_quotes;
    size_t indent;      /* columns before the text or the list marker, inside the quote */
    size_t text_column; /* where the text begins, behind the marker */
    size_t text;        /* the same as an offset in the line */
    bool is_item;
};

static size_t skip_indent(struct text line, size_t *offset, size_t column)
{
    while (*offset < line.size && (line.bytes[*offset] == ' ' || line.bytes[*offset] == '\t')) {
        column += line.bytes[*offset] == ' ' ? 1 : TAB_COLUMNS - column % TAB_COLUMNS;
        (*offset)++;
    }
    return column;
}

/* Size of a list marker at `offset`, or 0. */
static size_t marker_size(struct text line, size_t offset)
{
    size_t end = offset;
    while (end < line.size && end - offset < 9 && line.bytes[end] >= '0' && line.bytes[end] <= '9')
        end++;
    bool is_bullet = end == offset && end < line.size && strchr("-*+", line.bytes[end]) != NULL;
    bool is_number = end > offset && end < line.size && (line.bytes[end] == '.' || line.bytes[end] == ')');
    if (!is_bullet && !is_number)
        return 0;
    end++;
    return end == line.size || line.bytes[end] == ' ' || line.bytes[end] == '\t' ? end - offset : 0;
}

static struct line_start start_of(struct text line)
{
    struct line_start start = {0};
    size_t offset = 0;
    size_t column = skip_indent(line, &offset, 0);
    while (offset < line.size && line.bytes[offset] == '>') {
        start.n_quotes++;
        offset++;
        offset += offset < line.size && line.bytes[offset] == ' ';
        column = skip_indent(line, &offset, 0);
    }
    start.indent = column;
    for (size_t size; (size = marker_size(line, offset)) > 0;) {
        start.is_item = true;
        offset += size;
        column = skip_indent(line, &offset, column + size);
    }
    start.text = offset;
    start.text_column = column;
    return start;
}

/* ---- fences ---- */

static size_t fence_run(struct text line, size_t offset)
{
    size_t end = offset;
    while (end < line.size && line.bytes[end] == line.bytes[offset])
        end++;
    return end - offset;
}

static bool opens_fence(struct strip *strip, struct text line, const struct line_start *start)
{
    if (start->text >= line.size || (line.bytes[start->text] != '`' && line.bytes[start->text] != '~'))
        return false;
    size_t size = fence_run(line, start->text);
    if (size < 3 ||
        (line.bytes[start->text] == '`' && text_find_byte(line, '`', start->text + size) != TEXT_NONE))
        return false;
    strip->fence_byte = line.bytes[start->text];
    strip->fence_size = size;
    strip->fence_quotes = start->n_quotes;
    return true;
}

static bool closes_fence(const struct strip *strip, struct text line, const struct line_start *start)
{
    if (start->is_item || start->text >= line.size || line.bytes[start->text] != strip->fence_byte)
        return false;
    size_t size = fence_run(line, start->text);
    return size >= strip->fence_size && text_trim(text_skip(line, start->text + size)).size == 0;
}

/* ---- statements of MDX ---- */

static bool is_import(struct text line)
{
    if (!text_starts_with(line, TEXT("import")))
        return false;
    struct text rest = text_trim(text_skip(line, 6));
    if (rest.size == 0)
        return false;
    bool is_from =
        text_find(rest, TEXT(" from '"), 0) != TEXT_NONE || text_find(rest, TEXT(" from \""), 0) != TEXT_NONE;
    return is_from || rest.bytes[0] == '"' || rest.bytes[0] == '\'' || text_equal(rest, TEXT("{"));
}

static bool is_export(struct text line)
{
    static const char *const beginnings[] = {
        "const ",        "let ",      "var ",     "function ",        "async function ",
        "class ",        "{",         "* from ",  "default function", "default class",
        "default async", "default (", "default {"};
    if (!text_starts_with(line, TEXT("export ")))
        return false;
    struct text rest = text_trim_start(text_skip(line, 7));
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (text_starts_with(rest, text_of(beginnings[i])))
            return text_find_byte(rest, '=', 0) != TEXT_NONE || text_find_byte(rest, '(', 0) != TEXT_NONE ||
                   text_find_byte(rest, '{', 0) != TEXT_NONE || text_find_byte(rest, '\'', 0) != TEXT_NONE;
    return false;
}

static bool is_statement(const struct strip *strip, struct text line)
{
    if (!strip->was_blank && !strip->was_statement)
        return false;
    if (strip->flags & MARKDOWN_MDX)
        return text_starts_with(line, TEXT("import ")) || text_starts_with(line, TEXT("export ")) ||
               is_import(line);
    return is_import(line) || is_export(line);
}

/* Open brackets less closed ones, outside strings. */
static long bracket_balance(struct text line)
{
    long balance = 0;
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        bool is_quote = byte == '\'' || byte == '"' || byte == '`';
        size_t end = is_quote ? text_find_byte(line, byte, i + 1) : TEXT_NONE;
        if (end != TEXT_NONE)
            i = end;
        balance += byte == '(' || byte == '[' || byte == '{';
        balance -= byte == ')' || byte == ']' || byte == '}';
    }
    return balance;
}

/* Behind the line on which the brackets of the statement are balanced; if they never are, behind its first line. */
static size_t statement_end(struct strip *strip)
{
    struct text body = strip->scan.body;
    size_t start = strip->scan.at, at = start, limit = STATEMENT_BYTES;
    long depth = 0;
    if (limit > strip->scan.look_ahead_bytes)
        limit = strip->scan.look_ahead_bytes;
    while (at < body.size && at - start <= limit) {
        struct text line = line_at(body, at);
        depth += bracket_balance(line);
        at += line.size;
        if (depth <= 0)
            return at;
        at++;
    }
    scan_charge(&strip->scan, at - start);
    return start + line_at(body, start).size;
}

/* ---- lines ---- */

static bool is_indented_code(const struct strip *strip, const struct line_start *start)
{
    return (strip->flags & (MARKDOWN_MDX | MARKDOWN_TEXT)) == 0 && strip->scan.markup_depth == 0 &&
           start->n_quotes == 0 && (strip->was_blank || strip->was_code) &&
           start->indent >= strip->list_column + CODE_COLUMNS;
}

/* Whether four columns of indentation are only how the author lays out markup, and no code. */
static bool is_indent_meaningless(const struct strip *strip, const struct line_start *start)
{
    return start->n_quotes == 0 &&
           (strip->scan.markup_depth > 0 || (strip->flags & (MARKDOWN_MDX | MARKDOWN_TEXT)) != 0);
}

static bool is_admonition(struct text line, size_t offset)
{
    struct text rest = text_skip(line, offset);
    return text_starts_with(rest, TEXT("!!! ")) || text_starts_with(rest, TEXT("???"));
}

static void follow_lists(struct strip *strip, struct text line, const struct line_start *start)
{
    bool is_first = strip->list_column == 0;
    if (start->is_item)
        strip->list_column = start->text_column;
    else if (is_admonition(line, start->text)) /* its text is indented as an item's is */
        strip->list_column = start->indent + CODE_COLUMNS;
    else if (strip->was_blank && start->indent < strip->list_column)
        strip->list_column = start->indent;
    if (strip->list_column == 0)
        strip->list_shift = 0;
    else if (is_first && start->is_item)
        strip->list_shift =
            start->indent >= CODE_COLUMNS && is_indent_meaningless(strip, start) ? start->indent : 0;
}

/* How many columns of this line's indentation cmark must not see. */
static size_t meaningless_columns(const struct strip *strip, const struct line_start *start)
{
    if (!is_indent_meaningless(strip, start))
        return 0;
    if (strip->list_shift > 0)
        return start->indent < strip->list_shift ? start->indent : strip->list_shift;
    bool is_too_deep = start->indent >= strip->list_column + CODE_COLUMNS;
    return is_too_deep && !start->is_item ? start->indent - strip->list_column : 0;
}

static void skip_columns(struct scan *scan, size_t n_columns)
{
    size_t column = 0;
    while (column < n_columns && scan->at < scan->body.size) {
        char byte = scan->body.bytes[scan->at];
        if (byte != ' ' && byte != '\t')
            break;
        column += byte == ' ' ? 1 : TAB_COLUMNS - column % TAB_COLUMNS;
        scan->at++;
    }
}

/* A fence ends with the quote it stands in. */
static void leave_fence_with_quote(struct strip *strip, const struct line_start *start)
{
    if (strip->fence_byte != 0 && start->n_quotes < strip->fence_quotes)
        strip->fence_byte = 0;
}

static void copy_fenced_line(struct strip *strip, struct text line, const struct line_start *start)
{
    size_t end = strip->scan.at + line.size;
    bool is_closing = closes_fence(strip, line, start);
    scan_set_kind(&strip->scan, is_closing ? LINE_FENCE_CLOSE : LINE_CODE);
    if (is_closing)
        strip->fence_byte = 0;
    skip_columns(&strip->scan, strip->fence_cut);
    scan_copy(&strip->scan, end);
}

/* Take a line that is code or a statement as a whole. False if it is text, to be scanned. */
static bool take_line(struct strip *strip, struct text line)
{
    struct scan *scan = &strip->scan;
    struct line_start start = start_of(line);
    size_t end = scan->at + line.size;
    leave_fence_with_quote(strip, &start);
    if (strip->fence_byte != 0) {
        copy_fenced_line(strip, line, &start);
        return true;
    }
    if (start.text == line.size && !start.is_item)
        return false;
    strip->was_code = is_indented_code(strip, &start);
    if (strip->was_code) {
        scan_set_kind(scan, LINE_CODE);
        scan_copy(scan, end);
        return true;
    }
    follow_lists(strip, line, &start);
    size_t n_columns = meaningless_columns(strip, &start);
    if (opens_fence(strip, line, &start)) {
        scan_set_kind(scan, LINE_FENCE_OPEN);
        strip->fence_cut = n_columns;
        skip_columns(scan, n_columns);
        scan_copy(scan, end);
        return true;
    }
    strip->was_statement = is_statement(strip, line);
    if (strip->was_statement) {
        scan_drop(scan, statement_end(strip));
        return true;
    }
    skip_columns(scan, n_columns);
    return false;
}

static void scan_text(struct scan *scan)
{
    while (scan->at < scan->body.size && scan->body.bytes[scan->at] != '\n') {
        size_t plain = scan->at;
        while (plain < scan->body.size && strchr("\n`\\<{[!$hH", scan->body.bytes[plain]) == NULL)
            plain++;
        buffer_append(scan->out, text_slice(scan->body, scan->at, plain));
        scan->at = plain;
        if (plain == scan->body.size || scan->body.bytes[plain] == '\n')
            break;
        if (!scan_construct(scan)) {
            buffer_append_byte(scan->out, scan->body.bytes[scan->at]);
            scan->at++;
        }
    }
}

static void strip_line(struct strip *strip)
{
    struct scan *scan = &strip->scan;
    struct text line = line_at(scan->body, scan->at);
    if (scan->at < scan->heading_end || !take_line(strip, line))
        scan_text(scan);
    strip->was_blank = text_trim(line).size == 0;
    if (scan->at < scan->body.size)
        scan_newline(scan);
}

void markdown_strip(struct text body, unsigned flags, struct stripped *ret)
{
    struct strip strip = {.flags = flags, .was_blank = true};
    struct scan *scan = &strip.scan;
    cleanup(buffer_clearp) struct buffer plain;
    buffer_init(&plain, SIZE_MAX / 2);
    buffer_init(&ret->text, SIZE_MAX / 2);
    buffer_init(&ret->line_kinds, SIZE_MAX / 2);
    append_plain_bytes(&plain, body);
    buffer_append_byte(&ret->line_kinds, LINE_TEXT);
    arena_init(&scan->notes_arena);
    scan->body = buffer_text(&plain);
    scan->out = &ret->text;
    scan->line_kinds = &ret->line_kinds;
    scan->is_mdx = (flags & MARKDOWN_MDX) != 0;
    scan->look_ahead_bytes = 8 * scan->body.size + 64 * 1024;
    find_notes(scan);
    while (scan->at < scan->body.size)
        strip_line(&strip);
    scan_write_withheld(scan);
    ret->n_lines = ret->line_kinds.size;
    arena_clear(&scan->notes_arena);
}

void stripped_clear(struct stripped *stripped)
{
    buffer_clear(&stripped->text);
    buffer_clear(&stripped->line_kinds);
}
