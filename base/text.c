/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"

#include <stdlib.h>

int text_compare(struct text a, struct text b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common > 0 ? memcmp(a.bytes, b.bytes, common) : 0;
    if (order != 0)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

bool text_starts_with(struct text text, struct text prefix)
{
    return text.size >= prefix.size && text_equal(text_from(text.bytes, prefix.size), prefix);
}

bool text_ends_with(struct text text, struct text suffix)
{
    return text.size >= suffix.size && text_equal(text_skip(text, text.size - suffix.size), suffix);
}

static unsigned char ascii_lower(char byte)
{
    unsigned char value = (unsigned char)byte;
    return value >= 'A' && value <= 'Z' ? value + 32 : value;
}

bool text_equal_ascii_case(struct text a, struct text b)
{
    return a.size == b.size && text_starts_with_ascii_case(a, b);
}

bool text_starts_with_ascii_case(struct text text, struct text prefix)
{
    if (text.size < prefix.size)
        return false;
    for (size_t i = 0; i < prefix.size; i++)
        if (ascii_lower(text.bytes[i]) != ascii_lower(prefix.bytes[i]))
            return false;
    return true;
}

size_t text_find(struct text text, struct text needle, size_t from)
{
    if (from > text.size)
        return TEXT_NONE;
    if (needle.size == 0)
        return from;
    if (text.size - from < needle.size)
        return TEXT_NONE;
    const char *found = memmem(text.bytes + from, text.size - from, needle.bytes, needle.size);
    return found != NULL ? (size_t)(found - text.bytes) : TEXT_NONE;
}

size_t text_find_byte(struct text text, char byte, size_t from)
{
    if (from >= text.size)
        return TEXT_NONE;
    const char *found = memchr(text.bytes + from, byte, text.size - from);
    return found != NULL ? (size_t)(found - text.bytes) : TEXT_NONE;
}

size_t text_find_last_byte(struct text text, char byte)
{
    for (size_t i = text.size; i-- > 0;)
        if (text.bytes[i] == byte)
            return i;
    return TEXT_NONE;
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct text text_trim_start(struct text text)
{
    size_t start = 0;
    while (start < text.size && is_space(text.bytes[start]))
        start++;
    return start > 0 ? text_skip(text, start) : text;
}

struct text text_trim_end(struct text text)
{
    while (text.size > 0 && is_space(text.bytes[text.size - 1]))
        text.size--;
    return text;
}

struct text text_trim(struct text text)
{
    return text_trim_end(text_trim_start(text));
}

bool text_next_line(struct text *rest, struct text *ret_line)
{
    if (rest->size == 0)
        return false;
    size_t end = 0;
    while (end < rest->size && rest->bytes[end] != '\n' && rest->bytes[end] != '\r')
        end++;
    *ret_line = text_from(rest->bytes, end);
    if (end < rest->size)
        end += rest->bytes[end] == '\r' && end + 1 < rest->size && rest->bytes[end + 1] == '\n' ? 2 : 1;
    *rest = text_skip(*rest, end);
    return true;
}

bool text_next_field(struct text *rest, char separator, struct text *ret_field)
{
    if (rest->bytes == NULL)
        return false;
    size_t end = text_find_byte(*rest, separator, 0);
    if (end == TEXT_NONE) {
        *ret_field = *rest;
        *rest = (struct text){NULL, 0};
    } else {
        *ret_field = text_from(rest->bytes, end);
        *rest = text_skip(*rest, end + 1);
    }
    return true;
}

bool text_to_uint64(struct text text, uint64_t *ret)
{
    uint64_t value = 0;
    if (text.size == 0)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned char)text.bytes[i] - (unsigned)'0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *ret = value;
    return true;
}

/* Width of the valid sequence at `bytes`, 0 if there is none. The second byte's range follows Unicode 15,
 * table 3-7. */
static size_t sequence_width(const unsigned char *bytes, size_t size)
{
    unsigned char lead = bytes[0];
    unsigned char low = 0x80, high = 0xBF;
    size_t width;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF) {
        width = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        width = 3;
        if (lead == 0xE0)
            low = 0xA0;
        else if (lead == 0xED)
            high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        width = 4;
        if (lead == 0xF0)
            low = 0x90;
        else if (lead == 0xF4)
            high = 0x8F;
    } else {
        return 0;
    }
    if (size < width || bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < width; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return width;
}

static uint32_t decode(const unsigned char *bytes, size_t width)
{
    switch (width) {
    case 1:
        return bytes[0];
    case 2:
        return (uint32_t)(bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F);
    case 3:
        return (uint32_t)(bytes[0] & 0x0F) << 12 | (uint32_t)(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    case 4:
        return (uint32_t)(bytes[0] & 0x07) << 18 | (uint32_t)(bytes[1] & 0x3F) << 12 |
               (uint32_t)(bytes[2] & 0x3F) << 6 | (bytes[3] & 0x3F);
    default:
        return 0xFFFD;
    }
}

uint32_t text_next_code_point(struct text text, size_t *offset)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + *offset;
    if (bytes[0] < 0x80) {
        *offset += 1;
        return bytes[0];
    }
    size_t width = sequence_width(bytes, text.size - *offset);
    *offset += width > 0 ? width : 1;
    return decode(bytes, width);
}

uint32_t text_previous_code_point(struct text text, size_t *offset)
{
    size_t end = *offset;
    size_t start = end - 1;
    while (start > 0 && end - start < 4 && ((unsigned char)text.bytes[start] & 0xC0) == 0x80)
        start--;
    const unsigned char *bytes = (const unsigned char *)text.bytes + start;
    size_t width = sequence_width(bytes, end - start);
    if (width != end - start) {
        *offset = end - 1;
        return 0xFFFD;
    }
    *offset = start;
    return decode(bytes, width);
}

size_t text_invalid_at(struct text text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t i = 0;
    while (i < text.size) {
        if (bytes[i] < 0x80) {
            uint64_t eight;
            while (i + 8 <= text.size && (memcpy(&eight, bytes + i, 8), (eight & 0x8080808080808080u) == 0))
                i += 8;
            while (i < text.size && bytes[i] < 0x80)
                i++;
            continue;
        }
        size_t width = sequence_width(bytes + i, text.size - i);
        if (width == 0)
            return i;
        i += width;
    }
    return TEXT_NONE;
}

size_t text_count_code_points(struct text text)
{
    size_t count = 0;
    for (size_t offset = 0; offset < text.size; count++)
        text_next_code_point(text, &offset);
    return count;
}

size_t utf8_encode(uint32_t code_point, char *out)
{
    if ((code_point >= 0xD800 && code_point <= 0xDFFF) || code_point > 0x10FFFF)
        code_point = 0xFFFD;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

size_t text_floor_code_point(struct text text, size_t limit)
{
    if (limit >= text.size)
        return text.size;
    size_t start = limit;
    while (start > 0 && limit - start < 3 && ((unsigned char)text.bytes[start] & 0xC0) == 0x80)
        start--;
    return start;
}
