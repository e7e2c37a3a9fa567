/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json-writer: JSON, one value after the other, into a buffer.
 *
 *   json_write_object_open(&json, NULL);  json_write_string(&json, "title", text);  json_write_close(&json);   ->  {"title":"…"}
 *
 * Keys       are given inside an object, NULL elsewhere; they are ours and need no escaping.
 * Strings    any bytes: invalid UTF-8 becomes U+FFFD; escaped are '"', '\', controls, U+2028, U+2029 and '<'
 *            (what is put into a <script> element does not end it).
 * Pretty     two spaces a level; an empty object or array stays on one line.
 * Depth      at most 16 levels (an assertion).
 * Cost       3 ns a byte.
 */
#ifndef CHAJA_BASE_JSON_WRITER_H
#define CHAJA_BASE_JSON_WRITER_H

#include "base/buffer.h"

enum { JSON_MAX_DEPTH = 16 };

struct json_writer {
    struct buffer *out;
    bool pretty;
    uint32_t depth;
    struct {
        bool is_array, has_values;
    } levels[JSON_MAX_DEPTH];
};

void json_write_begin(struct json_writer *json, struct buffer *out, bool pretty);

void json_write_object_open(struct json_writer *json, const char *key);
void json_write_array_open(struct json_writer *json, const char *key);
/* Ends the innermost object or array. */
void json_write_close(struct json_writer *json);

void json_write_string(struct json_writer *json, const char *key, struct text text);
void json_write_unsigned(struct json_writer *json, const char *key, uint64_t number);
/* With at most `decimals` (1 to 9) digits behind the '.', none of them a zero at the end; null when it is not finite. */
void json_write_decimal(struct json_writer *json, const char *key, double number, int decimals);
/* [start, end], always on one line. */
void json_write_pair(struct json_writer *json, const char *key, uint64_t start, uint64_t end);
void json_write_bool(struct json_writer *json, const char *key, bool value);
void json_write_null(struct json_writer *json, const char *key);

#endif
