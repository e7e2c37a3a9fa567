/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/json-writer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

void json_write_begin(struct json_writer *json, struct buffer *out, bool pretty)
{
    *json = (struct json_writer){.out = out, .pretty = pretty};
}

static void break_line(struct json_writer *json)
{
    if (json->pretty)
        buffer_printf(json->out, "\n%*s", (int)json->depth * 2, "");
}

/* What stands before a value: a comma, a line break, its key. */
static void begin_value(struct json_writer *json, const char *key)
{
    if (json->depth > 0) {
        assert(json->levels[json->depth - 1].is_array == (key == NULL));
        if (json->levels[json->depth - 1].has_values)
            buffer_append_byte(json->out, ',');
        json->levels[json->depth - 1].has_values = true;
        break_line(json);
    }
    if (key != NULL)
        buffer_printf(json->out, json->pretty ? "\"%s\": " : "\"%s\":", key);
}

static void open_level(struct json_writer *json, const char *key, bool is_array)
{
    begin_value(json, key);
    assert(json->depth < JSON_MAX_DEPTH);
    json->levels[json->depth].is_array = is_array;
    json->levels[json->depth].has_values = false;
    json->depth++;
    buffer_append_byte(json->out, is_array ? '[' : '{');
}

void json_write_object_open(struct json_writer *json, const char *key)
{
    open_level(json, key, false);
}

void json_write_array_open(struct json_writer *json, const char *key)
{
    open_level(json, key, true);
}

void json_write_close(struct json_writer *json)
{
    assert(json->depth > 0);
    json->depth--;
    if (json->levels[json->depth].has_values)
        break_line(json);
    buffer_append_byte(json->out, json->levels[json->depth].is_array ? ']' : '}');
}

/* Whether the code point, which begins at `byte`, cannot stand for itself. */
static bool needs_escape(uint32_t code_point)
{
    return code_point < 0x20 || code_point == '"' || code_point == '\\' || code_point == '<' ||
           code_point == 0x7F || (code_point >= 0x80 && code_point <= 0x9F) || code_point == 0x2028 ||
           code_point == 0x2029;
}

static void append_escape(struct buffer *out, uint32_t code_point)
{
    static const char named[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = code_point != 0 && code_point < 0x80 ? strchr(named, (int)code_point) : NULL;
    if (found != NULL)
        buffer_printf(out, "\\%c", letters[found - named]);
    else
        buffer_printf(out, "\\u%04x", code_point);
}

static void append_string(struct buffer *out, struct text text)
{
    buffer_append_byte(out, '"');
    size_t copied = 0;
    for (size_t i = 0, next; i < text.size; i = next) {
        next = i;
        uint32_t code_point = text_next_code_point(text, &next);
        bool is_invalid = code_point == 0xFFFD && next == i + 1;
        if (!is_invalid && !needs_escape(code_point))
            continue;
        buffer_append(out, text_slice(text, copied, i));
        if (is_invalid)
            buffer_append_code_point(out, 0xFFFD);
        else
            append_escape(out, code_point);
        copied = next;
    }
    if (copied < text.size)
        buffer_append(out, text_skip(text, copied));
    buffer_append_byte(out, '"');
}

void json_write_string(struct json_writer *json, const char *key, struct text text)
{
    begin_value(json, key);
    append_string(json->out, text);
}

void json_write_unsigned(struct json_writer *json, const char *key, uint64_t number)
{
    begin_value(json, key);
    buffer_printf(json->out, "%llu", (unsigned long long)number);
}

void json_write_pair(struct json_writer *json, const char *key, uint64_t start, uint64_t end)
{
    begin_value(json, key);
    buffer_printf(json->out, json->pretty ? "[%llu, %llu]" : "[%llu,%llu]", (unsigned long long)start,
                  (unsigned long long)end);
}

void json_write_decimal(struct json_writer *json, const char *key, double number, int decimals)
{
    if (!isfinite(number)) {
        json_write_null(json, key);
        return;
    }
    begin_value(json, key);
    char digits[400]; /* of the largest double */
    int size = snprintf(digits, sizeof digits, "%.*f", decimals, number);
    size_t end = (size_t)size;
    while (digits[end - 1] == '0')
        end--;
    if (digits[end - 1] < '0' || digits[end - 1] > '9')
        end--;
    for (size_t i = 0; i < end; i++) /* a locale may have written a comma */
        buffer_append_byte(json->out, digits[i] == ',' ? '.' : digits[i]);
}

void json_write_bool(struct json_writer *json, const char *key, bool value)
{
    begin_value(json, key);
    buffer_append_string(json->out, value ? "true" : "false");
}

void json_write_null(struct json_writer *json, const char *key)
{
    begin_value(json, key);
    buffer_append_string(json->out, "null");
}
