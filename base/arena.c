/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CHUNK_BYTES = 64 * 1024, LARGEST_CHUNK_BYTES = 1024 * 1024, ALIGNMENT = alignof(max_align_t) };

struct arena_chunk {
    struct arena_chunk *next;
    size_t capacity;
    alignas(max_align_t) char bytes[];
};

_Noreturn static void out_of_memory(size_t size)
{
    fprintf(stderr, "chaja: out of memory (%zu bytes wanted)\n", size);
    exit(2);
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

static void free_chunks(struct arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void arena_clear(struct arena *arena)
{
    free_chunks(arena->chunks);
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *newest = arena->chunks;
    if (newest == NULL)
        return;
    free_chunks(newest->next);
    newest->next = NULL;
    arena->used = 0;
    arena->total_bytes = 0;
    if (newest->capacity >
        LARGEST_CHUNK_BYTES) /* one huge document must not hold its memory for the whole run */
        arena_clear(arena);
}

static void add_chunk(struct arena *arena, size_t size)
{
    size_t capacity = arena->capacity == 0 ? FIRST_CHUNK_BYTES : arena->capacity * 2;
    if (capacity > LARGEST_CHUNK_BYTES)
        capacity = LARGEST_CHUNK_BYTES;
    if (capacity < size)
        capacity = size;
    struct arena_chunk *chunk = capacity > SIZE_MAX - sizeof *chunk ? NULL : malloc(sizeof *chunk + capacity);
    if (chunk == NULL)
        out_of_memory(size);
    chunk->next = arena->chunks;
    chunk->capacity = capacity;
    arena->chunks = chunk;
    arena->capacity = capacity;
    arena->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory(size);
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (arena->capacity - arena->used < rounded || arena->chunks == NULL)
        add_chunk(arena, rounded);
    void *piece = arena->chunks->bytes + arena->used;
    arena->used += rounded;
    arena->total_bytes += rounded;
    return piece;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        out_of_memory(SIZE_MAX);
    void *piece = arena_alloc(arena, count * size);
    memset(piece, 0, count * size);
    return piece;
}

struct text arena_copy(struct arena *arena, struct text text)
{
    char *bytes = arena_alloc(arena, text.size + 1);
    if (text.size > 0)
        memcpy(bytes, text.bytes, text.size);
    bytes[text.size] = '\0';
    return text_from(bytes, text.size);
}

struct text arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0)
        return text_from("", 0);
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    va_start(arguments, format);
    vsnprintf(bytes, (size_t)size + 1, format, arguments);
    va_end(arguments);
    return text_from(bytes, (size_t)size);
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t element_size)
{
    if (count == *capacity) {
        size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
        void *grown = arena_calloc(arena, wanted, element_size);
        if (count > 0)
            memcpy(grown, array, count * element_size);
        *capacity = wanted;
        return grown;
    }
    return array;
}
