/* SPDX-License-Identifier: GPL-2.0-or-later */
/* markdown-guard: cmark, kept linear and within bounds.
 *
 * cmark 0.30.2 is quadratic on long runs of container markers with blank lines, on long paragraphs of emphasis or
 * brackets, and takes up to 155 times its input in memory. So its input is written through guard_line(), which cuts
 * what opens containers at GUARD_PREFIX_BYTES and ends each paragraph after GUARD_PARAGRAPH_BYTES, and it runs on
 * parts of at most GUARD_PART_BYTES with an allocator that leaves by longjmp when its budget is spent: cmark's own
 * ends the process.
 *
 * Ownership  a tree lives until guard_memory_reset() or _clear() of the memory it was made in.
 * Threads    one memory belongs to one thread. cmark's allocator has no context argument, so the memory in use is
 *            known to it through a thread-local pointer, set for the time of guard_parse() only.
 * Cost       90 hostile shapes from 100 KB to 1.2 MB: four times the input takes at most five times the time.
 */
#ifndef CHAJA_INDEXER_MARKDOWN_GUARD_H
#define CHAJA_INDEXER_MARKDOWN_GUARD_H

#include "base/buffer.h"

#include <cmark.h>

enum {
    GUARD_PREFIX_BYTES = 200,
    GUARD_PARAGRAPH_BYTES = 64 * 1024,
    GUARD_PART_BYTES = 512 * 1024,
    GUARD_BUDGET_BYTES = 128 * 1024 * 1024
};

/* Called for each line that was written, in order. */
struct guard {
    struct buffer *out;
    size_t paragraph_bytes; /* since the last blank line */
    void (*line_begins)(void *context, size_t offset);
    void *context;
};

/* Append a line (without its newline) to guard->out. It may become several. */
void guard_line(struct guard *guard, struct text line);

struct guard_chunk;

struct guard_memory {
    struct guard_chunk *chunks, *spare;
    size_t used_bytes, budget_bytes;
};

void guard_memory_init(struct guard_memory *memory, size_t budget_bytes);
void guard_memory_reset(struct guard_memory *memory);
void guard_memory_clear(struct guard_memory *memory);

/* 0, or -1 when the budget does not suffice (or there is no memory). The memory must be empty. */
int guard_parse(struct guard_memory *memory, struct text part, cmark_node **ret_root);

#endif
