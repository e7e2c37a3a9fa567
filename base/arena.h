/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arena: memory that one document or one query needs, freed at once.
 *
 * Lifetime   what arena_alloc() returns lives until arena_reset() or arena_clear(); no single piece is freed.
 * Memory     running out ends the program with a message on stderr: no caller has to test for NULL. What
 * grows from input has a limit of its own, checked before it comes here. Cost       a bump of a pointer;
 * chunks double from 64 KiB to 1 MiB. arena_reset() keeps one chunk for the next use. Threads    one arena
 * belongs to one thread.
 */
#ifndef CHAJA_BASE_ARENA_H
#define CHAJA_BASE_ARENA_H

#include "base/text.h"

#include <stdalign.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* the newest first */
    size_t used, capacity;      /* of the newest */
    size_t total_bytes;         /* handed out since the last reset */
};

void arena_init(struct arena *arena);
void arena_clear(struct arena *arena);
void arena_reset(struct arena *arena);

/* `size` bytes, not cleared, aligned for any type; never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same, cleared; ends the program if count * size overflows. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A copy of the bytes, with a NUL behind them that is not part of the text. */
struct text arena_copy(struct arena *arena, struct text text);
struct text arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/* `count` cleared elements of a type. */
#define ARENA_NEW(arena, type, count) ((type *)arena_calloc((arena), (count), sizeof(type)))

/* Room for one element more in a growing array, `count` and `capacity` being size_t lvalues; yields a pointer
 * to the new, cleared element. The old array stays in the arena until it is reset, so growing costs at most
 * twice the final size. *ARENA_PUSH(arena, units, n_units, unit_capacity) = unit; */
#define ARENA_PUSH(arena, array, count, capacity) \
    ((array) = arena_grow((arena), (array), (count), &(capacity), sizeof *(array)), &(array)[(count)++])

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t element_size);

#endif
