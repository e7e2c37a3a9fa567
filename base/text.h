/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text: a borrowed view of UTF-8 bytes.
 *
 * Ownership  none: a view lives as long as what it points into. Not NUL-terminated. An empty text may have
 * bytes == NULL. Units      bytes; positions found are byte offsets; TEXT_NONE (SIZE_MAX) is "not found".
 * Validity   functions that walk code points take any bytes: an invalid byte is read as U+FFFD of width 1.
 * Whether a text is valid is asked once, where it comes in (text_invalid_at).
 */
#ifndef CHAJA_BASE_TEXT_H
#define CHAJA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *bytes;
    size_t size;
};

#define TEXT_NONE SIZE_MAX

/* Bytes [start, end) of some text. */
struct range {
    uint32_t start, end;
};

/* A view of a string literal: TEXT("한국어"); TEXT_INIT is the same as the initialiser of a static. */
#define TEXT(literal) ((struct text){("" literal), sizeof(literal) - 1})
#define TEXT_INIT(literal)                \
    {                                     \
        ("" literal), sizeof(literal) - 1 \
    }

/* For printf: printf("%.*s", TEXT_PRINTF(text)). */
#define TEXT_PRINTF(text) (int)(text).size, (text).bytes != NULL ? (text).bytes : ""

static inline struct text text_of(const char *string)
{
    return (struct text){string, string != NULL ? strlen(string) : 0};
}

static inline struct text text_from(const char *bytes, size_t size)
{
    return (struct text){bytes, size};
}

/* The bytes [start, end). */
static inline struct text text_slice(struct text text, size_t start, size_t end)
{
    return (struct text){text.bytes + start, end - start};
}

static inline struct text text_skip(struct text text, size_t size)
{
    return text_slice(text, size, text.size);
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

/* Byte order, a prefix first. Negative, 0 or positive. */
int text_compare(struct text a, struct text b);

bool text_starts_with(struct text text, struct text prefix);
bool text_ends_with(struct text text, struct text suffix);

/* The same, equal but for the case of ASCII letters. */
bool text_equal_ascii_case(struct text a, struct text b);
bool text_starts_with_ascii_case(struct text text, struct text prefix);

/* Offset of the first `needle` at or after `from`, or TEXT_NONE. An empty needle is found at `from`. */
size_t text_find(struct text text, struct text needle, size_t from);
size_t text_find_byte(struct text text, char byte, size_t from);
size_t text_find_last_byte(struct text text, char byte);

/* Without ASCII white space (space, \t \n \v \f \r) at both ends, at the start, at the end. */
struct text text_trim(struct text text);
struct text text_trim_start(struct text text);
struct text text_trim_end(struct text text);

/* Cut the first line off `rest` and return it without its newline (\n, \r\n or \r). False when `rest` is
 * empty. */
bool text_next_line(struct text *rest, struct text *ret_line);

/* Cut what stands before the first `separator` off `rest`. False when `rest` is spent (bytes == NULL). */
bool text_next_field(struct text *rest, char separator, struct text *ret_field);

/* A whole decimal number that fits; false for anything else, also for an empty text. */
bool text_to_uint64(struct text text, uint64_t *ret);

/* ---- code points ---- */

/* The code point at `*offset`, which is moved behind it. `*offset` must be less than size. An invalid byte
 * gives U+FFFD. */
uint32_t text_next_code_point(struct text text, size_t *offset);

/* The code point that ends at `*offset`, which is moved to its start. `*offset` must be greater than 0. */
uint32_t text_previous_code_point(struct text text, size_t *offset);

/* Offset of the first byte that is not valid UTF-8 (overlong, surrogate, cut or over U+10FFFF), or TEXT_NONE.
 * About 1 GB/s on ASCII. */
size_t text_invalid_at(struct text text);

size_t text_count_code_points(struct text text);

/* Write a code point as UTF-8 into `out` (4 bytes or more); returns how many bytes. A surrogate or a value
 * over U+10FFFF is written as U+FFFD. */
size_t utf8_encode(uint32_t code_point, char *out);

/* The greatest offset not over `limit` that starts a character (or ends the text). */
size_t text_floor_code_point(struct text text, size_t limit);

#endif
