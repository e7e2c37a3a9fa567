/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source: one file, read safely, as checked UTF-8 text.
 *
 * Input      a path of bytes. The file is opened without following symbolic links in its last part and
 * without blocking, must be a regular file, and is read with read(2): a file truncated under us is a short
 * text, not a signal. Charset    byte order mark; else valid UTF-8; else ICU's detector on the first 64 KiB,
 * if it is at least 60 % sure (EUC-KR, GB18030, Big5, Shift_JIS, EUC-JP, UTF-16); else windows-1252, and
 * `charset_guessed` is set for a warning. U+FEFF is taken off the front. A NUL after decoding means a binary
 * file: ERROR_INPUT. Output     `text` is valid UTF-8, NUL-terminated, newlines as in the file.
 * `line_starts[i]` is the byte offset of line i + 1; lines end in \n, \r\n or \r. `digest` is XXH3-128 of the
 * file's bytes as they are on disk. Limits     SOURCE_MAX_BYTES on disk and decoded: ERROR_LIMIT. Errors
 * ERROR_NOT_FOUND, ERROR_SYSTEM (no permission, read error), ERROR_INPUT (not a regular file, binary),
 * ERROR_LIMIT, ERROR_CHANGED (size, mtime or ctime moved while it was read: the caller tries again later).
 * Without the path: the caller puts it in front. Ownership  all in `arena`.
 */
#ifndef CHAJA_INDEXER_SOURCE_H
#define CHAJA_INDEXER_SOURCE_H

#include "base/arena.h"
#include "base/error.h"

enum { SOURCE_MAX_BYTES = 64 * 1024 * 1024 };

struct digest {
    uint64_t high, low;
};

struct source {
    struct text path; /* as given */
    struct text text;
    uint32_t *line_starts;
    size_t n_lines;      /* at least 1 */
    const char *charset; /* static or in the arena: "UTF-8", "EUC-KR", … */
    bool charset_guessed;
    struct digest digest;
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
};

int source_read(struct text path, struct arena *arena, struct source *ret, struct error *error);

/* The same from bytes in memory, for tests and fuzzers: `size_bytes` and the times are left 0 but for the
 * size. */
int source_decode(struct text path, struct text bytes, struct arena *arena, struct source *ret,
                  struct error *error);

/* Line and column (both from 1; columns count bytes) of an offset in `text`. */
void source_position(const struct source *source, size_t offset, uint32_t *ret_line, uint32_t *ret_column);

#endif
