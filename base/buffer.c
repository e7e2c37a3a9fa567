/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buffer_init(struct buffer *buffer, size_t max_bytes)
{
    *buffer = (struct buffer){.max_bytes = max_bytes};
}

void buffer_clear(struct buffer *buffer)
{
    free(buffer->bytes);
    buffer_init(buffer, buffer->max_bytes);
}

void buffer_reset(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->overflowed = false;
    if (buffer->bytes != NULL)
        buffer->bytes[0] = '\0';
}

char *buffer_reserve(struct buffer *buffer, size_t size)
{
    if (size > buffer->max_bytes || buffer->size > buffer->max_bytes - size) {
        buffer->overflowed = true;
        return NULL;
    }
    size_t wanted = buffer->size + size + 1;
    if (wanted > buffer->capacity) {
        size_t capacity = buffer->capacity < 64 ? 64 : buffer->capacity + buffer->capacity / 2;
        if (capacity < wanted)
            capacity = wanted;
        char *grown = realloc(buffer->bytes, capacity);
        if (grown == NULL) {
            fprintf(stderr, "chaja: out of memory (%zu bytes wanted)\n", capacity);
            exit(2);
        }
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    return buffer->bytes + buffer->size;
}

int buffer_append(struct buffer *buffer, struct text text)
{
    char *room = buffer_reserve(buffer, text.size);
    if (room == NULL)
        return -1;
    if (text.size > 0)
        memcpy(room, text.bytes, text.size);
    room[text.size] = '\0';
    buffer->size += text.size;
    return 0;
}

int buffer_append_byte(struct buffer *buffer, char byte)
{
    return buffer_append(buffer, text_from(&byte, 1));
}

int buffer_append_code_point(struct buffer *buffer, uint32_t code_point)
{
    char bytes[4];
    return buffer_append(buffer, text_from(bytes, utf8_encode(code_point, bytes)));
}

int buffer_append_string(struct buffer *buffer, const char *string)
{
    return buffer_append(buffer, text_of(string));
}

int buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *room = size < 0 ? NULL : buffer_reserve(buffer, (size_t)size);
    if (room == NULL)
        return -1;
    va_start(arguments, format);
    vsnprintf(room, (size_t)size + 1, format, arguments);
    va_end(arguments);
    buffer->size += (size_t)size;
    return 0;
}

void buffer_truncate(struct buffer *buffer, size_t size)
{
    buffer->size = size;
    if (buffer->bytes != NULL)
        buffer->bytes[size] = '\0';
}
