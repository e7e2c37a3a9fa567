/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown-tag.h"

struct scan {
    struct text text; /* cut at the limit */
    size_t at;
};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_alpha(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_name_byte(char byte)
{
    return is_alpha(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' ||
           byte == ':';
}

static bool is_attribute_byte(char byte)
{
    return is_name_byte(byte) || byte == '@' || byte == '#' || byte == '$' || byte == '*' || byte == '[' ||
           byte == ']' || byte == '(' || byte == ')';
}

static char peek(const struct scan *scan)
{
    return scan->at < scan->text.size ? scan->text.bytes[scan->at] : '\0';
}

/* False at a blank line, where a paragraph and with it every tag in it ends. */
static bool skip_space(struct scan *scan)
{
    unsigned n_newlines = 0;
    while (scan->at < scan->text.size && is_space(scan->text.bytes[scan->at]))
        n_newlines += scan->text.bytes[scan->at++] == '\n';
    return n_newlines < 2;
}

static bool skip_quoted(struct scan *scan)
{
    size_t end = text_find_byte(scan->text, peek(scan), scan->at + 1);
    scan->at = end == TEXT_NONE ? scan->text.size : end + 1;
    return end != TEXT_NONE;
}

static bool skip_string_in_braces(struct scan *scan)
{
    char quote = peek(scan);
    for (scan->at++; scan->at < scan->text.size; scan->at++) {
        char byte = scan->text.bytes[scan->at];
        if (byte == '\\') {
            scan->at++;
        } else if (byte == quote) {
            scan->at++;
            return true;
        } else if (byte == '\n' && quote != '`') {
            return true; /* an apostrophe in text, not a string */
        }
    }
    return false;
}

static bool skip_braces(struct scan *scan)
{
    size_t depth = 0;
    while (scan->at < scan->text.size) {
        char byte = scan->text.bytes[scan->at];
        if (byte == '"' || byte == '\'' || byte == '`') {
            if (!skip_string_in_braces(scan))
                break;
            continue;
        }
        scan->at++;
        depth += byte == '{';
        if (byte == '}' && --depth == 0)
            return true;
    }
    scan->at = scan->text.size;
    return false;
}

static bool skip_value(struct scan *scan)
{
    char byte = peek(scan);
    if (byte == '"' || byte == '\'')
        return skip_quoted(scan);
    if (byte == '{')
        return skip_braces(scan);
    size_t start = scan->at;
    while (scan->at < scan->text.size && !is_space(byte = scan->text.bytes[scan->at]) &&
           strchr("\"'=<>`", byte) == NULL)
        scan->at++;
    return scan->at > start;
}

static bool skip_attribute(struct scan *scan)
{
    if (peek(scan) == '{')
        return skip_braces(scan);
    size_t start = scan->at;
    while (is_attribute_byte(peek(scan)))
        scan->at++;
    if (scan->at == start)
        return false;
    size_t behind_name = scan->at;
    if (!skip_space(scan))
        return false;
    if (peek(scan) != '=') {
        scan->at = behind_name;
        return true;
    }
    scan->at++;
    return skip_space(scan) && skip_value(scan);
}

static bool scan_tag(struct scan *scan, struct tag *ret)
{
    scan->at++;
    ret->is_closing = peek(scan) == '/';
    scan->at += ret->is_closing;
    size_t name = scan->at;
    if (is_alpha(peek(scan)))
        while (is_name_byte(peek(scan)))
            scan->at++;
    ret->name = text_slice(scan->text, name, scan->at);
    ret->is_self_closing = false;
    if (ret->name.size == 0)
        return peek(scan) == '>' && ++scan->at > 0;
    if (ret->name.bytes[ret->name.size - 1] == ':') /* <https://…> */
        return false;
    for (;;) {
        size_t before = scan->at;
        if (!skip_space(scan))
            return false;
        if (peek(scan) == '>') {
            scan->at++;
            return true;
        }
        if (peek(scan) == '/') {
            ret->is_self_closing = true;
            scan->at++;
            continue;
        }
        bool is_separated = scan->at > before || scan->text.bytes[before - 1] == '"' ||
                            scan->text.bytes[before - 1] == '\'' || scan->text.bytes[before - 1] == '}' ||
                            ret->is_self_closing;
        if (!is_separated || !skip_attribute(scan))
            return false;
        ret->is_self_closing = false;
    }
}

bool tag_at(struct text text, size_t start, struct tag *ret, size_t *ret_seen)
{
    size_t limit = text.size - start > TAG_MAX_BYTES ? start + TAG_MAX_BYTES : text.size;
    struct scan scan = {.text = text_slice(text, 0, limit), .at = start};
    bool is_tag = scan_tag(&scan, ret);
    *ret_seen = scan.at - start;
    ret->whole = text_slice(text, start, scan.at < limit ? scan.at : limit);
    return is_tag;
}

size_t tag_braces_end(struct text text, size_t start, size_t *ret_seen)
{
    size_t limit = text.size - start > TAG_MAX_BYTES ? start + TAG_MAX_BYTES : text.size;
    struct scan scan = {.text = text_slice(text, 0, limit), .at = start};
    bool is_closed = skip_braces(&scan);
    *ret_seen = scan.at - start;
    return is_closed ? scan.at : start;
}

struct text tag_attribute(const struct tag *tag, const char *name)
{
    struct scan scan = {.text = tag->whole, .at = 1 + tag->name.size};
    while (scan.at < scan.text.size) {
        skip_space(&scan);
        size_t start = scan.at;
        while (is_attribute_byte(peek(&scan)))
            scan.at++;
        struct text found = text_slice(scan.text, start, scan.at);
        if (peek(&scan) != '=' || found.size == 0) {
            if (peek(&scan) == '{' && skip_braces(&scan))
                continue;
            scan.at += scan.at == start;
            continue;
        }
        scan.at++;
        size_t value = scan.at;
        if (!skip_value(&scan))
            break;
        if (!text_equal_ascii_case(found, text_of(name)))
            continue;
        struct text whole = text_slice(scan.text, value, scan.at);
        if (whole.bytes[0] == '{')
            break;
        bool is_quoted = whole.bytes[0] == '"' || whole.bytes[0] == '\'';
        return is_quoted ? text_slice(whole, 1, whole.size - 1) : whole;
    }
    return text_from("", 0);
}

static const struct {
    const char *name;
    enum tag_kind kind;
} html_tags[] = {
    {"a", TAG_LINK},           {"img", TAG_IMAGE},        {"li", TAG_LIST_ITEM},   {"script", TAG_RAW},
    {"style", TAG_RAW},        {"h1", TAG_HEADING},       {"h2", TAG_HEADING},     {"h3", TAG_HEADING},
    {"h4", TAG_HEADING},       {"h5", TAG_HEADING},       {"h6", TAG_HEADING},     {"br", TAG_VOID},
    {"hr", TAG_VOID},          {"input", TAG_VOID},       {"source", TAG_VOID},    {"col", TAG_VOID},
    {"link", TAG_VOID},        {"meta", TAG_VOID},        {"area", TAG_VOID},      {"base", TAG_VOID},
    {"embed", TAG_VOID},       {"track", TAG_VOID},       {"wbr", TAG_INLINE},     {"p", TAG_BLOCK},
    {"div", TAG_BLOCK},        {"section", TAG_BLOCK},    {"article", TAG_BLOCK},  {"aside", TAG_BLOCK},
    {"header", TAG_BLOCK},     {"footer", TAG_BLOCK},     {"main", TAG_BLOCK},     {"nav", TAG_BLOCK},
    {"center", TAG_BLOCK},     {"details", TAG_BLOCK},    {"summary", TAG_BLOCK},  {"table", TAG_BLOCK},
    {"thead", TAG_BLOCK},      {"tbody", TAG_BLOCK},      {"tfoot", TAG_BLOCK},    {"tr", TAG_BLOCK},
    {"td", TAG_BLOCK},         {"th", TAG_BLOCK},         {"caption", TAG_BLOCK},  {"colgroup", TAG_BLOCK},
    {"ul", TAG_BLOCK},         {"ol", TAG_BLOCK},         {"dl", TAG_BLOCK},       {"dt", TAG_BLOCK},
    {"dd", TAG_BLOCK},         {"blockquote", TAG_BLOCK}, {"pre", TAG_BLOCK},      {"figure", TAG_BLOCK},
    {"figcaption", TAG_BLOCK}, {"form", TAG_BLOCK},       {"fieldset", TAG_BLOCK}, {"iframe", TAG_BLOCK},
    {"video", TAG_BLOCK},      {"audio", TAG_BLOCK},      {"picture", TAG_BLOCK},  {"svg", TAG_BLOCK},
    {"template", TAG_BLOCK},   {"slot", TAG_BLOCK},       {"b", TAG_INLINE},       {"i", TAG_INLINE},
    {"u", TAG_INLINE},         {"s", TAG_INLINE},         {"em", TAG_INLINE},      {"strong", TAG_INLINE},
    {"code", TAG_INLINE},      {"kbd", TAG_INLINE},       {"span", TAG_INLINE},    {"sup", TAG_INLINE},
    {"sub", TAG_INLINE},       {"del", TAG_INLINE},       {"ins", TAG_INLINE},     {"mark", TAG_INLINE},
    {"small", TAG_INLINE},     {"big", TAG_INLINE},       {"font", TAG_INLINE},    {"abbr", TAG_INLINE},
    {"cite", TAG_INLINE},      {"q", TAG_INLINE},         {"time", TAG_INLINE},    {"var", TAG_INLINE},
    {"samp", TAG_INLINE},      {"ruby", TAG_INLINE},      {"rt", TAG_INLINE},      {"rp", TAG_INLINE},
    {"label", TAG_INLINE},     {"button", TAG_INLINE},    {"path", TAG_INLINE},    {"tt", TAG_INLINE},
    {"strike", TAG_INLINE},    {"bdi", TAG_INLINE},       {"bdo", TAG_INLINE},     {"dfn", TAG_INLINE},
};

static size_t html_index(struct text name)
{
    size_t i = 0;
    while (i < sizeof html_tags / sizeof *html_tags &&
           !text_equal_ascii_case(name, text_of(html_tags[i].name)))
        i++;
    return i;
}

/* JSX distinguishes <Link> from <link>. */
static bool is_component(struct text name)
{
    return name.size > 1 && name.bytes[0] >= 'A' && name.bytes[0] <= 'Z' && name.bytes[1] >= 'a' &&
           name.bytes[1] <= 'z';
}

enum tag_kind tag_kind_of(const struct tag *tag)
{
    size_t i = html_index(tag->name);
    if (i == sizeof html_tags / sizeof *html_tags)
        return TAG_INLINE;
    return is_component(tag->name) && html_tags[i].kind != TAG_BLOCK ? TAG_INLINE : html_tags[i].kind;
}

bool tag_is_html(const struct tag *tag)
{
    return html_index(tag->name) < sizeof html_tags / sizeof *html_tags;
}
