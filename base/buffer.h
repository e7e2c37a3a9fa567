/* SPDX-License-Identifier: GPL-2.0-or-later */
/* buffer: bytes that grow, up to a stated maximum.
 *
 * Invariant  bytes[size] is NUL once anything was appended; buffer_text() never gives NULL bytes.
 * Limit      what would pass `max_bytes` is not appended, the call returns -1, and `overflowed` stays set: a
 * row of appends can be checked once, at its end. Running out of memory ends the program with a message (as
 * in arena.h). Ownership  the holder's; buffer_clear() frees. buffer_reset() empties and keeps the memory.
 */
#ifndef CHAJA_BASE_BUFFER_H
#define CHAJA_BASE_BUFFER_H

#include "base/text.h"

struct buffer {
    char *bytes;
    size_t size, capacity, max_bytes;
    bool overflowed;
};

void buffer_init(struct buffer *buffer, size_t max_bytes);
void buffer_clear(struct buffer *buffer);
void buffer_reset(struct buffer *buffer);

/* 0, or -1 when it would pass the maximum. */
int buffer_append(struct buffer *buffer, struct text text);
int buffer_append_byte(struct buffer *buffer, char byte);
int buffer_append_code_point(struct buffer *buffer, uint32_t code_point);
int buffer_append_string(struct buffer *buffer, const char *string);
int buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Make room for `size` bytes more and return where they go; the caller then adds to `size`. NULL when over
 * the maximum. */
char *buffer_reserve(struct buffer *buffer, size_t size);

/* Cut to `size` bytes, which must not be more than there are. */
void buffer_truncate(struct buffer *buffer, size_t size);

static inline struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->bytes != NULL ? buffer->bytes : "", buffer->size};
}

/* For cleanup(). */
static inline void buffer_clearp(struct buffer *buffer)
{
    buffer_clear(buffer);
}

#endif
