/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown-guard.h"

#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>

/* ---- what cmark may see ---- */

/* Bytes that can open or continue a container: indentation, '>', bullets, and numbers with their '.' or ')'.
 */
static size_t container_prefix_size(struct text line)
{
    size_t size = 0;
    while (size < line.size) {
        char byte = line.bytes[size];
        bool is_digit = byte >= '0' && byte <= '9';
        bool is_behind_digit = size > 0 && line.bytes[size - 1] >= '0' && line.bytes[size - 1] <= '9';
        bool is_marker =
            byte == ' ' || byte == '\t' || byte == '>' || byte == '*' || byte == '+' || byte == '-';
        if (!is_marker && !is_digit && !((byte == '.' || byte == ')') && is_behind_digit))
            break;
        size++;
    }
    return size;
}

static void begin_line(struct guard *guard)
{
    guard->line_begins(guard->context, guard->out->size);
}

static void end_paragraph(struct guard *guard)
{
    begin_line(guard);
    buffer_append_byte(guard->out, '\n');
    guard->paragraph_bytes = 0;
}

/* Where a line that is too long for its paragraph is cut: behind a space if one is near. */
static size_t cut_at(struct text line, size_t limit)
{
    size_t cut = text_floor_code_point(line, limit);
    for (size_t i = cut; i > cut / 2; i--)
        if (line.bytes[i - 1] == ' ')
            return i;
    return cut > 0 ? cut : line.size;
}

static void append_within_paragraph(struct guard *guard, struct text text)
{
    while (guard->paragraph_bytes + text.size > GUARD_PARAGRAPH_BYTES && text.size > 0) {
        if (text.size <= GUARD_PARAGRAPH_BYTES)
            break;
        size_t cut = cut_at(text, GUARD_PARAGRAPH_BYTES);
        buffer_append(guard->out, text_slice(text, 0, cut));
        buffer_append_byte(guard->out, '\n');
        end_paragraph(guard);
        begin_line(guard);
        text = text_skip(text, cut);
    }
    buffer_append(guard->out, text);
    guard->paragraph_bytes += text.size;
}

void guard_line(struct guard *guard, struct text line)
{
    size_t prefix = container_prefix_size(line);
    if (prefix == line.size && prefix < GUARD_PREFIX_BYTES)
        guard->paragraph_bytes = 0;
    else if (guard->paragraph_bytes + line.size > GUARD_PARAGRAPH_BYTES && guard->paragraph_bytes > 0)
        end_paragraph(guard);
    begin_line(guard);
    size_t kept = prefix < GUARD_PREFIX_BYTES ? prefix : GUARD_PREFIX_BYTES;
    buffer_append(guard->out, text_slice(line, 0, kept));
    append_within_paragraph(guard, text_skip(line, prefix));
    buffer_append_byte(guard->out, '\n');
}

/* ---- the allocator ---- */

enum { CHUNK_BYTES = 1024 * 1024, ALIGNMENT = 16 };

struct guard_chunk {
    struct guard_chunk *next;
    size_t used, capacity;
    size_t padding; /* bytes[] at a multiple of ALIGNMENT */
    char bytes[];
};

struct piece {
    size_t size;
    size_t padding;
};

struct run {
    struct guard_memory *memory;
    jmp_buf over_budget;
};

static _Thread_local struct run *current_run;

static struct guard_chunk *new_chunk(struct guard_memory *memory, size_t size)
{
    struct guard_chunk *chunk = memory->spare;
    if (chunk != NULL && size <= CHUNK_BYTES) {
        memory->spare = chunk->next;
    } else {
        size_t capacity = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        chunk = malloc(sizeof *chunk + capacity);
        if (chunk == NULL)
            return NULL;
        chunk->capacity = capacity;
    }
    chunk->used = 0;
    chunk->next = memory->chunks;
    memory->chunks = chunk;
    return chunk;
}

static void *allocate(size_t size)
{
    struct run *run = current_run;
    struct guard_memory *memory = run->memory;
    if (size > memory->budget_bytes)
        longjmp(run->over_budget, 1);
    size_t wanted = sizeof(struct piece) + ((size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));
    if (memory->used_bytes + wanted > memory->budget_bytes)
        longjmp(run->over_budget, 1);
    struct guard_chunk *chunk = memory->chunks;
    if (chunk == NULL || chunk->capacity - chunk->used < wanted)
        chunk = new_chunk(memory, wanted);
    if (chunk == NULL)
        longjmp(run->over_budget, 1);
    struct piece *piece = (struct piece *)(void *)(chunk->bytes + chunk->used);
    piece->size = size;
    chunk->used += wanted;
    memory->used_bytes += wanted;
    return piece + 1;
}

static void *guarded_calloc(size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size)
        longjmp(current_run->over_budget, 1);
    return memset(allocate(count * size), 0, count * size);
}

static void *guarded_realloc(void *old, size_t size)
{
    size_t old_size = old == NULL ? 0 : ((struct piece *)old)[-1].size;
    if (old != NULL && size <= old_size)
        return old;
    void *grown = allocate(size);
    if (old_size > 0)
        memcpy(grown, old, old_size);
    return grown;
}

/* Everything goes at once, in guard_memory_reset(). */
static void guarded_free(void *pointer)
{
    (void)pointer;
}

void guard_memory_init(struct guard_memory *memory, size_t budget_bytes)
{
    *memory = (struct guard_memory){.budget_bytes = budget_bytes};
}

void guard_memory_reset(struct guard_memory *memory)
{
    while (memory->chunks != NULL) {
        struct guard_chunk *chunk = memory->chunks;
        memory->chunks = chunk->next;
        if (chunk->capacity > CHUNK_BYTES) {
            free(chunk);
            continue;
        }
        chunk->next = memory->spare;
        memory->spare = chunk;
    }
    memory->used_bytes = 0;
}

void guard_memory_clear(struct guard_memory *memory)
{
    guard_memory_reset(memory);
    while (memory->spare != NULL) {
        struct guard_chunk *chunk = memory->spare;
        memory->spare = chunk->next;
        free(chunk);
    }
}

int guard_parse(struct guard_memory *memory, struct text part, cmark_node **ret_root)
{
    static cmark_mem allocator = {guarded_calloc, guarded_realloc, guarded_free};
    assert(memory->used_bytes == 0);
    struct run run = {.memory = memory};
    int result = -1;
    current_run = &run;
    if (setjmp(run.over_budget) == 0) {
        cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, &allocator);
        cmark_parser_feed(parser, part.bytes, part.size);
        *ret_root = cmark_parser_finish(parser);
        result = 0;
    }
    current_run = NULL;
    return result;
}
