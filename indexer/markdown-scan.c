/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown-scan.h"

#include "indexer/markdown-tag.h"
#include "indexer/url.h"

#include <stdio.h>

enum { NEAR_BYTES = 4 * 1024, SPAN_BYTES = 16 * 1024 };

/* ---- writing ---- */

static void write_string(struct scan *scan, const char *string)
{
    buffer_append_string(scan->out, string);
}

static char last_written(const struct scan *scan)
{
    return scan->out->size > 0 ? scan->out->bytes[scan->out->size - 1] : '\n';
}

static void write_space(struct scan *scan)
{
    char last = last_written(scan);
    if (last != ' ' && last != '\n')
        buffer_append_byte(scan->out, ' ');
}

static void end_line(struct scan *scan)
{
    buffer_append_byte(scan->out, '\n');
    buffer_append_byte(scan->line_kinds, LINE_TEXT);
    scan->line_start = scan->out->size;
    scan->n_lines++;
}

void scan_set_kind(struct scan *scan, enum line_kind kind)
{
    scan->line_kinds->bytes[scan->n_lines] = (char)kind;
}

void scan_write_withheld(struct scan *scan)
{
    for (; scan->n_withheld > 0; scan->n_withheld--)
        end_line(scan);
}

/* Whether the newline here would end an HTML heading, or break a link with a blank line. A link that begins a line
 * (a card with paragraphs in it) is made one line. */
static bool is_withheld(const struct scan *scan)
{
    if (scan->at < scan->heading_end)
        return true;
    bool is_in_link = scan->link_url.size > 0 && scan->at < scan->link_end;
    return is_in_link && (scan->is_link_alone || scan_is_at_line_start(scan));
}

void scan_newline(struct scan *scan)
{
    bool withheld = is_withheld(scan);
    scan->at++;
    if (withheld) {
        scan->n_withheld++;
        write_space(scan);
        return;
    }
    end_line(scan);
    scan_write_withheld(scan);
}

void scan_copy(struct scan *scan, size_t end)
{
    while (scan->at < end) {
        size_t newline = text_find_byte(text_slice(scan->body, 0, end), '\n', scan->at);
        size_t stop = newline == TEXT_NONE ? end : newline;
        buffer_append(scan->out, text_slice(scan->body, scan->at, stop));
        scan->at = stop;
        if (newline != TEXT_NONE)
            scan_newline(scan);
    }
}

void scan_drop(struct scan *scan, size_t end)
{
    while (scan->at < end) {
        size_t newline = text_find_byte(text_slice(scan->body, 0, end), '\n', scan->at);
        if (newline == TEXT_NONE)
            break;
        scan->at = newline;
        scan_newline(scan);
    }
    scan->at = end;
}

bool scan_is_at_line_start(const struct scan *scan)
{
    for (size_t i = scan->line_start; i < scan->out->size; i++)
        if (strchr(" \t>", scan->out->bytes[i]) == NULL)
            return false;
    return true;
}

/* ---- looking ahead ---- */

void scan_charge(struct scan *scan, size_t bytes)
{
    scan->look_ahead_bytes -= bytes < scan->look_ahead_bytes ? bytes : scan->look_ahead_bytes;
}

size_t scan_find(struct scan *scan, struct text needle, size_t from, size_t limit)
{
    if (scan->look_ahead_bytes == 0 || from >= scan->body.size)
        return TEXT_NONE;
    size_t end = scan->body.size - from > limit ? from + limit : scan->body.size;
    size_t found = text_find(text_slice(scan->body, 0, end), needle, from);
    scan_charge(scan, (found == TEXT_NONE ? end : found) - from);
    return found;
}

/* The same, but not past the end of the paragraph. */
static size_t find_in_paragraph(struct scan *scan, struct text needle, size_t from, size_t limit)
{
    size_t found = scan_find(scan, needle, from, limit);
    if (found == TEXT_NONE)
        return TEXT_NONE;
    size_t blank = text_find(text_slice(scan->body, 0, found), TEXT("\n\n"), from);
    return blank == TEXT_NONE ? found : TEXT_NONE;
}

static size_t find_in_line(struct scan *scan, struct text needle, size_t from)
{
    size_t found = scan_find(scan, needle, from, NEAR_BYTES);
    if (found != TEXT_NONE && text_find_byte(text_slice(scan->body, 0, found), '\n', from) != TEXT_NONE)
        found = TEXT_NONE;
    return found;
}

/* Offset behind the first `closing` at or after `from`, or TEXT_NONE. */
static size_t behind(struct text closing, size_t found)
{
    return found == TEXT_NONE ? TEXT_NONE : found + closing.size;
}

static bool drop_through(struct scan *scan, struct text closing, size_t from, size_t limit)
{
    size_t end = behind(closing, scan_find(scan, closing, from, limit));
    if (end == TEXT_NONE)
        return false;
    scan_drop(scan, end);
    return true;
}

static char byte_at(const struct scan *scan, size_t offset)
{
    return offset < scan->body.size ? scan->body.bytes[offset] : '\0';
}

static bool starts(const struct scan *scan, const char *prefix)
{
    return text_starts_with(scan_rest(scan), text_of(prefix));
}

static bool is_ascii_alpha(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_ascii_alnum(char byte)
{
    return is_ascii_alpha(byte) || (byte >= '0' && byte <= '9');
}

static bool is_ascii_punctuation(char byte)
{
    return byte > ' ' && byte < 0x7F && !is_ascii_alnum(byte);
}

/* ---- code spans, escapes, addresses ---- */

static size_t run_size(const struct scan *scan, size_t at)
{
    size_t end = at;
    while (byte_at(scan, end) == '`')
        end++;
    return end - at;
}

/* Offset behind the run of backticks that closes a span opened with `size` of them, or TEXT_NONE. */
static size_t code_span_end(struct scan *scan, size_t from, size_t size)
{
    size_t end = scan->body.size - from > SPAN_BYTES ? from + SPAN_BYTES : scan->body.size;
    size_t at = from;
    bool is_blank_line = false;
    if (scan->look_ahead_bytes == 0)
        return TEXT_NONE;
    while (at < end) {
        char byte = scan->body.bytes[at];
        if (byte == '\n' && is_blank_line)
            break;
        is_blank_line = byte == '\n' || (is_blank_line && byte == ' ');
        size_t run = byte == '`' ? run_size(scan, at) : 0;
        if (run == size)
            return at + run;
        at += run > 0 ? run : 1;
    }
    scan_charge(scan, at - from);
    return TEXT_NONE;
}

static bool take_code_span(struct scan *scan)
{
    size_t size = run_size(scan, scan->at);
    size_t end = code_span_end(scan, scan->at + size, size);
    scan_copy(scan, end != TEXT_NONE ? end : scan->at + size);
    return true;
}

static const char *sentinel_of(char byte)
{
    switch (byte) {
    case '*':
        return SENTINEL_STAR;
    case '_':
        return SENTINEL_UNDERSCORE;
    case '~':
        return SENTINEL_TILDE;
    default:
        return NULL;
    }
}

static bool take_escape(struct scan *scan)
{
    char next = byte_at(scan, scan->at + 1);
    const char *sentinel = sentinel_of(next);
    if (sentinel != NULL) {
        write_string(scan, sentinel);
        scan->at += 2;
        return true;
    }
    scan_copy(scan, scan->at + (is_ascii_punctuation(next) ? 2 : 1));
    return true;
}

static bool is_behind_link_name(const struct scan *scan)
{
    return scan->at >= 2 && scan->body.bytes[scan->at - 1] == '(' && scan->body.bytes[scan->at - 2] == ']';
}

/* Where the target of `[글](https://…)` ends: at its bracket or at a blank, whatever else it holds. */
static size_t target_end(const struct scan *scan)
{
    size_t end = scan->at, depth = 0;
    for (; end < scan->body.size && end - scan->at < NEAR_BYTES; end++) {
        char byte = scan->body.bytes[end];
        if ((unsigned char)byte <= ' ' || (byte == ')' && depth == 0))
            break;
        depth += byte == '(';
        depth -= byte == ')';
    }
    return end;
}

static bool take_address(struct scan *scan)
{
    if (scan->at > 0 && is_ascii_alnum(scan->body.bytes[scan->at - 1]))
        return false;
    size_t end = url_bare_end(scan->body, scan->at);
    if (end == scan->at)
        return false;
    if (is_behind_link_name(scan) && target_end(scan) > end)
        end = target_end(scan);
    for (; scan->at < end; scan->at++) {
        const char *sentinel = sentinel_of(scan->body.bytes[scan->at]);
        if (sentinel != NULL)
            write_string(scan, sentinel);
        else
            buffer_append_byte(scan->out, scan->body.bytes[scan->at]);
    }
    return true;
}

/* ---- braces: comments, shortcodes, expressions ---- */

/* One word, as an explicit id is; a comment for people has spaces. */
static bool is_id(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.bytes[i] <= ' ' || strchr("{}#*/<>", text.bytes[i]) != NULL)
            return false;
    return text.size > 0;
}

static bool is_rest_of_line_markup(const struct scan *scan, size_t offset)
{
    while (byte_at(scan, offset) == ' ')
        offset++;
    char byte = byte_at(scan, offset);
    return byte == '\0' || byte == '\n' || byte == '<';
}

static bool take_mdx_comment(struct scan *scan)
{
    static const struct text closing = TEXT_INIT("*/}");
    size_t start = scan->at + 3;
    size_t found = scan_find(scan, closing, start, SPAN_BYTES);
    if (found == TEXT_NONE)
        return false;
    struct text id = text_slice(scan->body, start, found);
    if (is_id(id) && is_rest_of_line_markup(scan, found + closing.size)) {
        write_string(scan, "{#");
        buffer_append(scan->out, id);
        write_string(scan, "}");
    }
    scan_drop(scan, found + closing.size);
    return true;
}

static struct text first_quoted(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] != '"' && text.bytes[i] != '\'')
            continue;
        size_t end = text_find_byte(text, text.bytes[i], i + 1);
        return end == TEXT_NONE ? text_from("", 0) : text_slice(text, i + 1, end);
    }
    return text_from("", 0);
}

/* `[글]({{< ref "a.md" >}})` keeps its target. */
static bool take_shortcode(struct scan *scan, const char *closing_string)
{
    struct text closing = text_of(closing_string);
    size_t start = scan->at + closing.size;
    size_t found = scan_find(scan, closing, start, NEAR_BYTES);
    if (found == TEXT_NONE)
        return false;
    struct text inside = text_trim(text_slice(scan->body, start, found));
    if (text_starts_with(inside, TEXT("ref ")) || text_starts_with(inside, TEXT("relref ")))
        buffer_append(scan->out, first_quoted(inside));
    scan_drop(scan, found + closing.size);
    return true;
}

static bool take_expression(struct scan *scan)
{
    size_t seen;
    size_t end = scan->look_ahead_bytes > 0 ? tag_braces_end(scan->body, scan->at, &seen) : scan->at;
    if (end == scan->at) {
        scan_charge(scan, scan->look_ahead_bytes > 0 ? seen : 0);
        return false;
    }
    scan_drop(scan, end);
    return true;
}

static bool take_brace(struct scan *scan)
{
    if (starts(scan, "{/*"))
        return take_mdx_comment(scan);
    if (starts(scan, "{{<"))
        return take_shortcode(scan, ">}}");
    if (starts(scan, "{{%"))
        return take_shortcode(scan, "%}}");
    if (starts(scan, "{%"))
        return take_shortcode(scan, "%}");
    if (starts(scan, "{{") && is_behind_link_name(scan))
        return drop_through(scan, TEXT("}}"), scan->at, NEAR_BYTES);
    if (starts(scan, "{' '}") || starts(scan, "{\" \"}")) {
        write_space(scan);
        scan->at += 5;
        return true;
    }
    return scan->is_mdx && !starts(scan, "{#") && take_expression(scan);
}

/* ---- brackets: footnotes and wiki links ---- */

static bool is_number(struct text text)
{
    uint64_t value;
    return text_to_uint64(text, &value);
}

static bool is_note_defined(const struct scan *scan, struct text name)
{
    return is_number(name) || anchors_hold(&scan->notes, name);
}

static bool take_note(struct scan *scan)
{
    size_t end = find_in_line(scan, TEXT("]"), scan->at + 2);
    if (end == TEXT_NONE)
        return false;
    struct text name = text_slice(scan->body, scan->at + 2, end);
    char next = byte_at(scan, end + 1);
    if (!is_id(name) || next == '(' || !is_note_defined(scan, name))
        return false;
    bool is_definition = next == ':' && scan_is_at_line_start(scan);
    if (is_definition)
        scan_set_kind(scan, LINE_NOTE);
    scan->at = end + 1 + is_definition;
    return true;
}

static bool is_contents_mark(struct text target)
{
    return text_equal_ascii_case(target, TEXT("toc")) || text_equal_ascii_case(target, TEXT("_toc_"));
}

static bool take_wiki_link(struct scan *scan, size_t mark_size, bool is_embed)
{
    size_t start = scan->at + mark_size;
    size_t end = find_in_line(scan, TEXT("]]"), start);
    char next = end == TEXT_NONE ? '(' : byte_at(scan, end + 2);
    if (next == '(' || next == '[' || next == ':')
        return false;
    struct text target = text_slice(scan->body, start, end);
    if (target.size == 0 || text_find_byte(target, '[', 0) != TEXT_NONE ||
        text_find_byte(target, ']', 0) != TEXT_NONE)
        return false;
    size_t bar = text_find_byte(target, '|', 0);
    if (bar != TEXT_NONE)
        buffer_append(scan->out, text_trim(text_skip(target, bar + 1)));
    else if (!is_embed && !is_contents_mark(target))
        buffer_append(scan->out, target);
    scan->at = end + 2;
    return true;
}

static bool take_bracket(struct scan *scan)
{
    if (starts(scan, "[^"))
        return take_note(scan);
    return starts(scan, "[[") && take_wiki_link(scan, 2, false);
}

/* ---- math ---- */

/* Commands that say how a formula looks, not what it holds. */
static bool is_layout_command(struct text name)
{
    static const char *const commands[] = {"left",    "right",  "begin",        "end",         "quad",
                                           "qquad",   "text",   "mathrm",       "mathbf",      "mathbb",
                                           "mathcal", "mathit", "big",          "Big",         "bigg",
                                           "Bigg",    "limits", "displaystyle", "operatorname"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (text_equal(name, text_of(commands[i])))
            return true;
    return false;
}

static void take_command(struct scan *scan, size_t end)
{
    size_t start = ++scan->at;
    while (scan->at < end && is_ascii_alpha(scan->body.bytes[scan->at]))
        scan->at++;
    struct text name = text_slice(scan->body, start, scan->at);
    scan->at += name.size == 0 && scan->at < end && is_ascii_punctuation(scan->body.bytes[scan->at]);
    write_space(scan);
    if (!is_layout_command(name))
        buffer_append(scan->out, name);
    write_space(scan);
}

static void take_formula(struct scan *scan, size_t end)
{
    size_t start = scan->out->size;
    while (scan->at < end) {
        char byte = scan->body.bytes[scan->at];
        if (byte == '\n') {
            scan_newline(scan);
        } else if (byte == '\\') {
            take_command(scan, end);
        } else {
            if (strchr("{}^_&~$", byte) != NULL) {
                write_space(scan);
            } else {
                if (is_ascii_punctuation(byte))
                    buffer_append_byte(scan->out, '\\');
                buffer_append_byte(scan->out, byte);
            }
            scan->at++;
        }
    }
    if (scan->out->size > start && last_written(scan) == ' ')
        buffer_truncate(scan->out, scan->out->size - 1);
}

/* "$5 or 6$" is money. A formula has an operator, a command or a brace in it, or is one short word. */
static bool is_formula(struct text text)
{
    bool is_word = text.size > 0 && text.size <= 8;
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("\\^_{}=+<>", text.bytes[i]) != NULL)
            return true;
        is_word = is_word && is_ascii_alpha(text.bytes[i]);
    }
    return is_word;
}

static bool take_display_math(struct scan *scan)
{
    size_t end = find_in_paragraph(scan, TEXT("$$"), scan->at + 2, NEAR_BYTES);
    if (end == TEXT_NONE)
        return false;
    scan->at += 2;
    take_formula(scan, end);
    scan->at = end + 2;
    return true;
}

static bool take_math(struct scan *scan)
{
    if (starts(scan, "$$"))
        return take_display_math(scan);
    size_t end = find_in_line(scan, TEXT("$"), scan->at + 1);
    if (end == TEXT_NONE)
        return false;
    struct text inside = text_slice(scan->body, scan->at + 1, end);
    char next = byte_at(scan, end + 1);
    if (text_trim(inside).size != inside.size || !is_formula(inside) || is_ascii_alnum(next))
        return false;
    scan->at++;
    take_formula(scan, end);
    scan->at = end + 1;
    return true;
}

/* ---- tags ---- */

static void take_html_link(struct scan *scan, const struct tag *tag)
{
    static const struct text closing = TEXT_INIT("</a>");
    struct text url = text_trim(tag_attribute(tag, "href"));
    size_t behind_tag = scan->at + tag->whole.size;
    bool is_usable = url.size > 0 && url.bytes[0] != '#' && text_find_byte(url, '\n', 0) == TEXT_NONE &&
                     text_find_byte(url, '<', 0) == TEXT_NONE && text_find_byte(url, '>', 0) == TEXT_NONE;
    size_t end = is_usable ? find_in_paragraph(scan, closing, behind_tag, NEAR_BYTES) : TEXT_NONE;
    scan_drop(scan, behind_tag);
    if (end == TEXT_NONE || (scan->link_url.size > 0 && scan->at <= scan->link_end))
        return;
    scan->is_link_alone = scan_is_at_line_start(scan);
    buffer_append_byte(scan->out, '[');
    scan->link_url = url;
    scan->link_end = end;
}

static void close_html_link(struct scan *scan)
{
    if (scan->link_url.size == 0 || scan->at != scan->link_end)
        return;
    write_string(scan, "](<");
    buffer_append(scan->out, scan->link_url);
    write_string(scan, ">)");
    scan->link_url = text_from("", 0);
}

static void write_escaped(struct scan *scan, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        if (strchr("[]\\`<>", byte) != NULL)
            buffer_append_byte(scan->out, '\\');
        const char *sentinel = sentinel_of(byte);
        if (sentinel != NULL)
            write_string(scan, sentinel);
        else
            buffer_append_byte(scan->out, byte == '\n' ? ' ' : byte);
    }
}

static void write_html_image(struct scan *scan, const struct tag *tag)
{
    struct text url = tag_attribute(tag, "src");
    write_string(scan, "![");
    write_escaped(scan, tag_attribute(tag, "alt"));
    write_string(scan, "](<");
    if (text_find_byte(url, '\n', 0) == TEXT_NONE && text_find_byte(url, '<', 0) == TEXT_NONE &&
        text_find_byte(url, '>', 0) == TEXT_NONE)
        buffer_append(scan->out, url);
    write_string(scan, ">)");
}

static void open_html_heading(struct scan *scan, const struct tag *tag)
{
    char closing[] = "</h1";
    closing[3] = tag->name.bytes[1];
    size_t end = scan_find(scan, text_of(closing), scan->at + tag->whole.size, NEAR_BYTES);
    if (end == TEXT_NONE || scan->at < scan->heading_end || !scan_is_at_line_start(scan))
        return;
    buffer_truncate(scan->out, scan->line_start);
    for (char level = '0'; level < tag->name.bytes[1]; level++)
        buffer_append_byte(scan->out, '#');
    buffer_append_byte(scan->out, ' ');
    scan->heading_end = end;
}

static void drop_raw_element(struct scan *scan, const struct tag *tag)
{
    char closing[16];
    snprintf(closing, sizeof closing, "</%.*s>", TEXT_PRINTF(tag->name));
    if (!drop_through(scan, text_of(closing), scan->at, SIZE_MAX / 2))
        scan_drop(scan, scan->at + tag->whole.size);
}

/* Elements whose closing tag may not be left out. */
static bool is_nesting(const struct tag *tag, enum tag_kind kind)
{
    static const char *const optional[] = {"p",  "td",    "th",    "tr",    "dt",
                                           "dd", "thead", "tbody", "tfoot", "colgroup"};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        if (text_equal_ascii_case(tag->name, text_of(optional[i])))
            return false;
    return kind == TAG_BLOCK || (kind == TAG_INLINE && !tag_is_html(tag));
}

static void count_depth(struct scan *scan, const struct tag *tag, enum tag_kind kind)
{
    if (tag->is_self_closing || !is_nesting(tag, kind))
        return;
    if (!tag->is_closing)
        scan->markup_depth++;
    else if (scan->markup_depth > 0)
        scan->markup_depth--;
}

static void take_tag(struct scan *scan, const struct tag *tag)
{
    enum tag_kind kind = tag_kind_of(tag);
    size_t end = scan->at + tag->whole.size;
    count_depth(scan, tag, kind);
    if (kind == TAG_RAW && !tag->is_closing && !tag->is_self_closing) {
        drop_raw_element(scan, tag);
        return;
    }
    if (kind == TAG_LINK && !tag->is_closing && !tag->is_self_closing) {
        take_html_link(scan, tag);
        return;
    }
    if (kind == TAG_LINK && tag->is_closing)
        close_html_link(scan);
    else if (kind == TAG_IMAGE)
        write_html_image(scan, tag);
    else if (kind == TAG_HEADING && !tag->is_closing)
        open_html_heading(scan, tag);
    else if (kind == TAG_LIST_ITEM && !tag->is_closing && scan_is_at_line_start(scan)) {
        buffer_truncate(scan->out, scan->line_start);
        write_string(scan, "- ");
    } else if (kind == TAG_BLOCK || kind == TAG_VOID || kind == TAG_LIST_ITEM)
        write_space(scan);
    bool ends_heading = kind == TAG_HEADING && tag->is_closing && scan->heading_end == scan->at;
    scan_drop(scan, end);
    if (ends_heading) {
        write_space(scan);
        scan_write_withheld(scan);
    }
}

/* `Vec<String>` in prose is a type, not an element. */
static bool is_type_argument(struct scan *scan, const struct tag *tag)
{
    if (scan->at == 0 || !is_ascii_alnum(scan->body.bytes[scan->at - 1]) || tag->is_closing ||
        tag->is_self_closing || tag->whole.size != tag->name.size + 2 || tag_is_html(tag))
        return false;
    char closing[64];
    if (tag->name.size + 4 > sizeof closing)
        return false;
    snprintf(closing, sizeof closing, "</%.*s>", TEXT_PRINTF(tag->name));
    return find_in_line(scan, text_of(closing), scan->at) == TEXT_NONE;
}

static bool is_autolink(struct text inside)
{
    bool has_colon = false, has_at = false;
    for (size_t i = 0; i < inside.size; i++) {
        char byte = inside.bytes[i];
        if ((unsigned char)byte <= ' ' || byte == '<')
            return false;
        has_colon = has_colon || (byte == ':' && i >= 2);
        has_at = has_at || (byte == '@' && i > 0);
        if (!has_colon && !has_at && !is_ascii_alnum(byte) && strchr("+.-_", byte) == NULL)
            return false;
    }
    return has_colon || has_at;
}

/* <https://…>, <a@b.org> and the target of [글](<a b.md>) are Markdown: they stay. */
static bool copy_pointed(struct scan *scan)
{
    size_t end = find_in_line(scan, TEXT(">"), scan->at + 1);
    if (end == TEXT_NONE)
        return false;
    if (!is_behind_link_name(scan) && !is_autolink(text_slice(scan->body, scan->at + 1, end)))
        return false;
    scan_copy(scan, end + 1);
    return true;
}

static bool take_declaration(struct scan *scan)
{
    if (starts(scan, "<!--"))
        return drop_through(scan, TEXT("-->"), scan->at + 4, SIZE_MAX / 2) ||
               (starts(scan, "<!-->") && drop_through(scan, TEXT("-->"), scan->at, 5));
    if (starts(scan, "<?"))
        return drop_through(scan, TEXT("?>"), scan->at + 2, NEAR_BYTES);
    return starts(scan, "<!") && is_ascii_alpha(byte_at(scan, scan->at + 2)) &&
           drop_through(scan, TEXT(">"), scan->at + 2, NEAR_BYTES);
}

static bool take_element(struct scan *scan)
{
    struct tag tag;
    size_t seen;
    if (scan->look_ahead_bytes == 0)
        return false;
    if (!tag_at(scan->body, scan->at, &tag, &seen)) {
        scan_charge(scan, seen);
        return false;
    }
    if ((tag.name.size == 0 && !scan->is_mdx) || is_type_argument(scan, &tag))
        return false;
    take_tag(scan, &tag);
    return true;
}

static bool take_angle(struct scan *scan)
{
    if (take_declaration(scan) || copy_pointed(scan) || take_element(scan))
        return true;
    char next = byte_at(scan, scan->at + 1);
    if (is_ascii_alpha(next) || next == '/' || next == '!' || next == '?')
        buffer_append_byte(scan->out, '\\'); /* cmark would see an element */
    scan_copy(scan, scan->at + 1);
    return true;
}

bool scan_construct(struct scan *scan)
{
    switch (scan->body.bytes[scan->at]) {
    case '`':
        return take_code_span(scan);
    case '\\':
        return take_escape(scan);
    case '<':
        return take_angle(scan);
    case '{':
        return take_brace(scan);
    case '[':
        return take_bracket(scan);
    case '!':
        return starts(scan, "![[") && take_wiki_link(scan, 3, true);
    case '$':
        return take_math(scan);
    case 'h':
    case 'H':
        return take_address(scan);
    default:
        return false;
    }
}
