/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "indexer/charset.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <xxhash.h>

enum { READ_BYTES = 256 * 1024 };

/* ---- opening ---- */

/* RESOLVE_BENEATH would refuse absolute paths and "..", both of which a user may name; links on the way to a
 * root are the user's own. What must not be followed is a link that was put in the place of a file after the
 * walk, and /proc's links to open files. */
static int open_without_links(const char *path)
{
    int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC;
    struct open_how how = {.flags = (uint64_t)flags, .resolve = RESOLVE_NO_MAGICLINKS};
    int descriptor = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    /* EPERM: sandboxes that do not know the call */
    if (descriptor < 0 && (errno == ENOSYS || errno == EPERM))
        descriptor = openat(AT_FDCWD, path, flags);
    return descriptor;
}

static int open_failed(int errno_value, struct error *error)
{
    if (errno_value == ELOOP)
        return error_set(error, ERROR_INPUT, "a symbolic link; links are not followed");
    if (errno_value == ENXIO)
        return error_set(error, ERROR_INPUT, "not a regular file but a socket or a device");
    return error_set_errno(error, errno_value, "cannot be opened");
}

/* ---- reading ---- */

/* One byte over the limit is read, so that a file which grows, or says it is empty, can't hide its size. */
static int read_to_end(int descriptor, struct buffer *bytes, struct error *error)
{
    for (;;) {
        char *room = buffer_reserve(bytes, READ_BYTES);
        if (room == NULL)
            return error_set(error, ERROR_LIMIT, "over %d MiB", SOURCE_MAX_BYTES >> 20);
        ssize_t n_read = read(descriptor, room, READ_BYTES);
        if (n_read < 0 && errno != EINTR)
            return error_set_errno(error, errno, "cannot be read");
        if (n_read == 0)
            return 0;
        bytes->size += n_read > 0 ? (size_t)n_read : 0;
        if (bytes->size > SOURCE_MAX_BYTES)
            return error_set(error, ERROR_LIMIT, "over %d MiB", SOURCE_MAX_BYTES >> 20);
    }
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static bool is_changed(const struct stat *before, const struct stat *after)
{
    return before->st_size != after->st_size || nanoseconds(before->st_mtim) != nanoseconds(after->st_mtim) ||
           nanoseconds(before->st_ctim) != nanoseconds(after->st_ctim);
}

static int read_file(const char *path, struct buffer *bytes, struct stat *ret_status, struct error *error)
{
    cleanup(close_fdp) int descriptor = open_without_links(path);
    struct stat before, after;
    if (descriptor < 0)
        return open_failed(errno, error);
    if (fstat(descriptor, &before) < 0)
        return error_set_errno(error, errno, "cannot be looked at");
    if (!S_ISREG(before.st_mode))
        return error_set(error, ERROR_INPUT, "not a regular file");
    if (before.st_size > SOURCE_MAX_BYTES)
        return error_set(error, ERROR_LIMIT, "over %d MiB", SOURCE_MAX_BYTES >> 20);
    if (read_to_end(descriptor, bytes, error) < 0)
        return -1;
    if (fstat(descriptor, &after) < 0)
        return error_set_errno(error, errno, "cannot be looked at");
    if (is_changed(&before, &after))
        return error_set(error, ERROR_CHANGED, "was changed while it was read");
    *ret_status = after;
    return 0;
}

/* ---- lines ---- */

/* Where the line after `offset` starts, or TEXT_NONE when no newline follows. */
static size_t next_line_start(struct text text, size_t offset)
{
    while (offset < text.size && text.bytes[offset] != '\n' && text.bytes[offset] != '\r')
        offset++;
    if (offset == text.size)
        return TEXT_NONE;
    bool is_crlf = text.bytes[offset] == '\r' && offset + 1 < text.size && text.bytes[offset + 1] == '\n';
    return offset + (is_crlf ? 2 : 1);
}

static void find_lines(struct source *source, struct arena *arena)
{
    size_t n_lines = 0;
    for (size_t at = 0; at != TEXT_NONE; at = next_line_start(source->text, at))
        n_lines++;
    source->line_starts = arena_alloc(arena, n_lines * sizeof *source->line_starts);
    for (size_t at = 0; at != TEXT_NONE; at = next_line_start(source->text, at))
        source->line_starts[source->n_lines++] = (uint32_t)at;
}

void source_position(const struct source *source, size_t offset, uint32_t *ret_line, uint32_t *ret_column)
{
    size_t low = 0, high = source->n_lines;
    if (offset > source->text.size)
        offset = source->text.size;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    *ret_line = (uint32_t)low + 1;
    *ret_column = (uint32_t)(offset - source->line_starts[low]) + 1;
}

/* ---- both together ---- */

int source_decode(struct text path, struct text bytes, struct arena *arena, struct source *ret,
                  struct error *error)
{
    struct decoded decoded;
    if (bytes.size > SOURCE_MAX_BYTES)
        return error_set(error, ERROR_LIMIT, "over %d MiB", SOURCE_MAX_BYTES >> 20);
    if (charset_decode(bytes, SOURCE_MAX_BYTES, arena, &decoded, error) < 0)
        return -1;
    size_t nul = text_find_byte(decoded.text, '\0', 0);
    if (nul != TEXT_NONE)
        return error_set(error, ERROR_INPUT, "not text: a NUL after %zu bytes", nul);
    XXH128_hash_t hash = XXH3_128bits(bytes.bytes, bytes.size);
    struct source source = {
        .path = arena_copy(arena, path),
        .text = decoded.text,
        .charset = decoded.charset,
        .charset_guessed = decoded.guessed,
        .digest = {.high = hash.high64, .low = hash.low64},
        .size_bytes = bytes.size,
    };
    find_lines(&source, arena);
    *ret = source;
    return 0;
}

int source_read(struct text path, struct arena *arena, struct source *ret, struct error *error)
{
    cleanup(buffer_clearp) struct buffer bytes;
    struct stat status = {0};
    buffer_init(&bytes, (size_t)SOURCE_MAX_BYTES + 2 * (size_t)READ_BYTES);
    if (text_find_byte(path, '\0', 0) != TEXT_NONE)
        return error_set(error, ERROR_INPUT, "a NUL in the path");
    if (read_file(arena_copy(arena, path).bytes, &bytes, &status, error) < 0)
        return -1;
    if (source_decode(path, buffer_text(&bytes), arena, ret, error) < 0)
        return -1;
    ret->mtime_ns = nanoseconds(status.st_mtim);
    ret->ctime_ns = nanoseconds(status.st_ctim);
    return 0;
}
