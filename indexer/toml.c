/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/toml.h"

struct toml {
    struct text text; /* of the source up to the end; `at` is an offset in both */
    size_t at;
    struct field_list *list;
    size_t n_values, depth;
    struct problem *problem;
};

static int fail_at(const struct toml *toml, size_t offset, const char *reason)
{
    struct problem *problem = toml->problem;
    problem->reason = text_of(reason);
    source_position(toml->list->source, offset, &problem->line, &problem->column);
    return -1;
}

static int fail(const struct toml *toml, const char *reason)
{
    return fail_at(toml, toml->at, reason);
}

/* ---- characters ---- */

/* NUL at the end: a source has none. */
static char peek(const struct toml *toml)
{
    return toml->at < toml->text.size ? toml->text.bytes[toml->at] : '\0';
}

static bool take(struct toml *toml, struct text wanted)
{
    if (!text_starts_with(text_skip(toml->text, toml->at), wanted))
        return false;
    toml->at += wanted.size;
    return true;
}

static bool is_newline(char byte)
{
    return byte == '\n' || byte == '\r';
}

static void skip_spaces(struct toml *toml)
{
    while (peek(toml) == ' ' || peek(toml) == '\t')
        toml->at++;
}

static void skip_comment(struct toml *toml)
{
    if (peek(toml) != '#')
        return;
    while (toml->at < toml->text.size && !is_newline(peek(toml)))
        toml->at++;
}

static void skip_blank(struct toml *toml)
{
    size_t before;
    do {
        before = toml->at;
        skip_spaces(toml);
        skip_comment(toml);
        while (is_newline(peek(toml)))
            toml->at++;
    } while (toml->at > before);
}

/* ---- strings ---- */

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* The code point of `n_digits` hex digits at `*at`, which is moved behind them; false when they are none. */
static bool take_hex(struct text raw, size_t *at, size_t n_digits, uint32_t *ret)
{
    uint32_t value = 0;
    if (raw.size - *at < n_digits)
        return false;
    for (size_t i = 0; i < n_digits; i++) {
        int digit = hex_value(raw.bytes[*at + i]);
        if (digit < 0)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    *at += n_digits;
    *ret = value != 0 ? value : ' ';
    return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

/* A backslash at the end of a line swallows the white space up to the next word. */
static bool take_folded_line(struct text raw, size_t *at)
{
    size_t end = *at;
    while (end < raw.size && (raw.bytes[end] == ' ' || raw.bytes[end] == '\t'))
        end++;
    if (end == raw.size || !is_newline(raw.bytes[end]))
        return false;
    while (end < raw.size && (raw.bytes[end] == ' ' || raw.bytes[end] == '\t' || is_newline(raw.bytes[end])))
        end++;
    *at = end;
    return true;
}

/* What stands behind a backslash at `*at`; it never grows: six bytes "\uXXXX" give at most three. */
static bool take_escape(struct text raw, size_t *at, char *out, size_t *size)
{
    static const char names[] = "btnfre\"\\/", values[] = "\b\t\n\f\r\033\"\\/";
    uint32_t code_point;
    if (take_folded_line(raw, at))
        return true;
    if (*at == raw.size)
        return false;
    char name = raw.bytes[(*at)++];
    if (name == 'u' || name == 'U') {
        if (!take_hex(raw, at, name == 'u' ? 4 : 8, &code_point))
            return false;
        *size += utf8_encode(code_point, out + *size);
        return true;
    }
    const char *found = strchr(names, name);
    if (found == NULL || name == '\0')
        return false;
    out[(*size)++] = values[found - names];
    return true;
}

static int unescape(const struct toml *toml, struct text raw, struct text *ret)
{
    char *out = arena_alloc(toml->list->arena, raw.size + 1);
    size_t size = 0;
    for (size_t at = 0; at < raw.size;) {
        if (raw.bytes[at] != '\\')
            out[size++] = raw.bytes[at++];
        else if (at++, !take_escape(raw, &at, out, &size))
            return -1;
    }
    out[size] = '\0';
    *ret = text_from(out, size);
    return 0;
}

/* Move behind the closing quotes and give what stands before them. */
static int take_raw_string(struct toml *toml, struct text quotes, bool has_escapes, struct text *ret)
{
    bool is_long = quotes.size == 3;
    size_t start = toml->at;
    while (toml->at < toml->text.size && (is_long || !is_newline(peek(toml)))) {
        size_t end = toml->at;
        if (take(toml, quotes)) {
            /* """He said "yes"""" ends in a quote of its own, at most two. */
            for (size_t more = 0; is_long && more < 2 && peek(toml) == quotes.bytes[0]; more++, end++)
                toml->at++;
            *ret = text_slice(toml->text, start, end);
            return 0;
        }
        toml->at += has_escapes && peek(toml) == '\\' && toml->at + 1 < toml->text.size ? 2 : 1;
    }
    return -1;
}

static int take_string(struct toml *toml, struct text *ret)
{
    size_t start = toml->at;
    bool has_escapes = peek(toml) == '"';
    bool is_long = take(toml, has_escapes ? TEXT("\"\"\"") : TEXT("'''"));
    if (!is_long)
        toml->at++;
    struct text quotes = text_from(has_escapes ? "\"\"\"" : "'''", is_long ? 3 : 1);
    if (is_long && !take(toml, TEXT("\r\n")))
        (void)take(toml, TEXT("\n"));
    struct text raw;
    if (take_raw_string(toml, quotes, has_escapes, &raw) < 0)
        return fail_at(toml, start, "a string is not closed");
    if (has_escapes && unescape(toml, raw, ret) < 0)
        return fail_at(toml, start, "an escape in this string is not known");
    if (!has_escapes)
        *ret = raw;
    return 0;
}

/* ---- keys ---- */

static bool is_key_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_' || byte == '-' || (unsigned char)byte >= 0x80;
}

static int take_key_part(struct toml *toml, struct text *ret)
{
    if (peek(toml) == '"' || peek(toml) == '\'')
        return take_string(toml, ret);
    size_t start = toml->at;
    while (is_key_byte(peek(toml)))
        toml->at++;
    *ret = text_slice(toml->text, start, toml->at);
    return toml->at > start ? 0 : fail(toml, "a key was expected");
}

/* A dotted key below `prefix`. */
static int take_key(struct toml *toml, struct text prefix, struct text *ret)
{
    struct text key = prefix, part;
    do {
        skip_spaces(toml);
        if (take_key_part(toml, &part) < 0)
            return -1;
        if (part.size > YAML_KEY_BYTES)
            return fail(toml, "a key is too long");
        key = fields_key(toml->list, key, yaml_lower_case(part, toml->list->arena));
        if (key.bytes == NULL)
            return fail(toml, "a key is too long");
        skip_spaces(toml);
    } while (take(toml, TEXT(".")));
    *ret = key;
    return 0;
}

/* ---- values ---- */

static int read_pair(struct toml *toml, struct text prefix);
static int read_value(struct toml *toml, struct text key);

static bool is_bare_byte(char byte)
{
    return is_key_byte(byte) || byte == '+' || byte == '.' || byte == ':' || byte == ' ';
}

static int add_value(struct toml *toml, struct text key, struct text value, size_t offset)
{
    if (toml->n_values++ == FRONT_MATTER_EVENTS)
        return fail(toml, "too many values");
    fields_add(toml->list, key, text_trim(value), offset);
    return 0;
}

static int read_bare(struct toml *toml, struct text key)
{
    size_t start = toml->at;
    while (is_bare_byte(peek(toml)) && (unsigned char)peek(toml) < 0x80)
        toml->at++;
    struct text value = text_trim(text_slice(toml->text, start, toml->at));
    if (value.size == 0 || (unsigned char)peek(toml) >= 0x80)
        return fail(toml, "a value was expected; text needs quotes");
    return add_value(toml, key, value, start);
}

static int read_text(struct toml *toml, struct text key)
{
    size_t start = toml->at;
    struct text value;
    if (take_string(toml, &value) < 0)
        return -1;
    return add_value(toml, key, value, start);
}

static int read_array(struct toml *toml, struct text key)
{
    toml->at++;
    for (;;) {
        skip_blank(toml);
        if (take(toml, TEXT("]")))
            return 0;
        if (read_value(toml, key) < 0)
            return -1;
        skip_blank(toml);
        if (!take(toml, TEXT(",")) && peek(toml) != ']')
            return fail(toml, "',' or ']' was expected");
    }
}

static int read_inline_table(struct toml *toml, struct text key)
{
    toml->at++;
    for (;;) {
        skip_blank(toml);
        if (take(toml, TEXT("}")))
            return 0;
        if (read_pair(toml, key) < 0)
            return -1;
        skip_blank(toml);
        if (!take(toml, TEXT(",")) && peek(toml) != '}')
            return fail(toml, "',' or '}' was expected");
    }
}

static int read_nested(struct toml *toml, struct text key, int (*read)(struct toml *toml, struct text key))
{
    if (toml->depth == YAML_DEPTH)
        return fail(toml, "nested too deep");
    toml->depth++;
    int result = read(toml, key);
    toml->depth--;
    return result;
}

static int read_value(struct toml *toml, struct text key)
{
    switch (peek(toml)) {
    case '"':
    case '\'':
        return read_text(toml, key);
    case '[':
        return read_nested(toml, key, read_array);
    case '{':
        return read_nested(toml, key, read_inline_table);
    default:
        return read_bare(toml, key);
    }
}

static int read_pair(struct toml *toml, struct text prefix)
{
    struct text key;
    if (take_key(toml, prefix, &key) < 0)
        return -1;
    if (!take(toml, TEXT("=")))
        return fail(toml, "'=' was expected");
    skip_spaces(toml);
    return read_value(toml, key);
}

/* ---- lines ---- */

static int read_table_name(struct toml *toml, struct text *ret_prefix)
{
    bool is_array = take(toml, TEXT("[["));
    if (!is_array)
        toml->at++;
    if (take_key(toml, TEXT(""), ret_prefix) < 0)
        return -1;
    return take(toml, is_array ? TEXT("]]") : TEXT("]")) ? 0 : fail(toml, "']' was expected");
}

static int expect_end_of_line(struct toml *toml)
{
    skip_spaces(toml);
    skip_comment(toml);
    if (toml->at < toml->text.size && !is_newline(peek(toml)))
        return fail(toml, "the end of the line was expected");
    return 0;
}

int toml_read(const struct source *source, size_t start, size_t end, struct field_list *list,
              struct problem *ret_problem)
{
    struct toml toml = {
        .text = text_from(source->text.bytes, end), .at = start, .list = list, .problem = ret_problem};
    struct text prefix = TEXT("");
    skip_blank(&toml);
    while (toml.at < toml.text.size) {
        int result = peek(&toml) == '[' ? read_table_name(&toml, &prefix) : read_pair(&toml, prefix);
        if (result < 0 || expect_end_of_line(&toml) < 0)
            return -1;
        skip_blank(&toml);
    }
    return 0;
}
