/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/seal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <xxhash.h>

#include "base/arena.h"
#include "base/cleanup.h"

enum { READ_BYTES = 256 * 1024, MAX_SEAL_BYTES = 64 * 1024 };

static int digest_file(const char *path, XXH128_hash_t *ret, uint64_t *ret_size, struct error *error)
{
    cleanup(close_fdp) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    cleanup(freep) char *bytes = malloc(READ_BYTES);
    XXH3_state_t *state = XXH3_createState();
    ssize_t size = -1;
    *ret_size = 0;
    if (file >= 0 && bytes != NULL && state != NULL) {
        XXH3_128bits_reset(state);
        while ((size = read(file, bytes, READ_BYTES)) > 0) {
            XXH3_128bits_update(state, bytes, (size_t)size);
            *ret_size += (uint64_t)size;
        }
        *ret = XXH3_128bits_digest(state);
    }
    int reason = errno;
    XXH3_freeState(state);
    return size == 0 ? 0 : error_set_errno(error, reason, "%s: cannot read", path);
}

static int compare_names(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* The names of the database's tables and of its version file, sorted; its lock is not of it. */
static int list_files(const char *folder_path, struct arena *arena, struct text **ret, size_t *ret_n,
                      struct error *error)
{
    DIR *folder = opendir(folder_path);
    size_t capacity = 0;
    if (folder == NULL)
        return error_set_errno(error, errno, "%s", folder_path);
    *ret = NULL;
    *ret_n = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct text name = text_of(entry->d_name);
        if (text_ends_with(name, TEXT(".glass")) || text_equal(name, TEXT("iamglass")))
            *ARENA_PUSH(arena, *ret, *ret_n, capacity) = arena_copy(arena, name);
    }
    closedir(folder);
    if (*ret_n > 1)
        qsort(*ret, *ret_n, sizeof **ret, compare_names);
    return 0;
}

static void append_head(struct buffer *out, struct text database_name, uint64_t generation)
{
    buffer_printf(out, "generation %" PRIu64 " %.*s\n", generation, TEXT_PRINTF(database_name));
}

/* What the seal of the database would be now. */
static int describe(const char *index, struct text database_name, uint64_t generation, struct buffer *out,
                    struct error *error)
{
    struct arena arena;
    struct text *names = NULL;
    size_t n_names = 0;
    arena_init(&arena);
    const char *folder = arena_printf(&arena, "%s/%.*s", index, TEXT_PRINTF(database_name)).bytes;
    int result = list_files(folder, &arena, &names, &n_names, error);
    append_head(out, database_name, generation);
    for (size_t i = 0; result == 0 && i < n_names; i++) {
        XXH128_hash_t digest;
        uint64_t size;
        result = digest_file(arena_printf(&arena, "%s/%.*s", folder, TEXT_PRINTF(names[i])).bytes, &digest,
                             &size, error);
        if (result == 0)
            buffer_printf(out, "%016" PRIx64 "%016" PRIx64 " %" PRIu64 " %.*s\n", (uint64_t)digest.high64,
                          (uint64_t)digest.low64, size, TEXT_PRINTF(names[i]));
    }
    arena_clear(&arena);
    return result;
}

int seal_write(const char *index, struct text database_name, uint64_t generation, struct error *error)
{
    cleanup(buffer_clearp) struct buffer lines;
    buffer_init(&lines, MAX_SEAL_BYTES);
    if (describe(index, database_name, generation, &lines, error) < 0)
        return -1;
    struct arena arena;
    arena_init(&arena);
    const char *fresh = arena_printf(&arena, "%s/SEAL.new", index).bytes;
    const char *seal = arena_printf(&arena, "%s/SEAL", index).bytes;
    int result = 0, file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    /* On disk before it has its name: half a seal would accuse a whole index. */
    if (file < 0 || write(file, lines.bytes, lines.size) != (ssize_t)lines.size || fsync(file) < 0 ||
        rename(fresh, seal) < 0)
        result = error_set_errno(error, errno, "%s: cannot write", seal);
    if (file >= 0)
        close(file);
    arena_clear(&arena);
    return result;
}

/* Empty when there is none. */
static int read_seal(const char *index, struct buffer *out, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    const char *path = arena_printf(&arena, "%s/SEAL", index).bytes;
    cleanup(close_fdp) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char *room = buffer_reserve(out, MAX_SEAL_BYTES);
    ssize_t size = file < 0 ? -1 : read(file, room, MAX_SEAL_BYTES);
    int result = size >= 0 || errno == ENOENT ? 0 : error_set_errno(error, errno, "%s", path);
    out->size += size > 0 ? (size_t)size : 0;
    arena_clear(&arena);
    return result;
}

static bool is_of_state(const struct buffer *sealed, struct text database_name, uint64_t generation)
{
    cleanup(buffer_clearp) struct buffer head;
    buffer_init(&head, MAX_SEAL_BYTES);
    append_head(&head, database_name, generation);
    return text_starts_with(buffer_text(sealed), buffer_text(&head));
}

bool seal_is_there(const char *index, struct text database_name, uint64_t generation)
{
    cleanup(buffer_clearp) struct buffer sealed;
    struct error ignored;
    buffer_init(&sealed, MAX_SEAL_BYTES);
    return read_seal(index, &sealed, &ignored) == 0 && is_of_state(&sealed, database_name, generation);
}

static int refuse(const char *index, struct text database_name, struct text line, struct error *error)
{
    struct text file = text_skip(line, text_find_last_byte(line, ' ') + 1); /* TEXT_NONE + 1 is 0 */
    return error_set(error, ERROR_CORRUPT,
                     "%s/%.*s: a file is not as it was written: %.*s; rebuild the index", index,
                     TEXT_PRINTF(database_name), TEXT_PRINTF(file));
}

int seal_check(const char *index, struct text database_name, uint64_t generation, struct error *error)
{
    cleanup(buffer_clearp) struct buffer sealed, now;
    buffer_init(&sealed, MAX_SEAL_BYTES);
    buffer_init(&now, MAX_SEAL_BYTES);
    if (read_seal(index, &sealed, error) < 0)
        return -1;
    if (!is_of_state(&sealed, database_name, generation))
        return 1;
    if (describe(index, database_name, generation, &now, error) < 0)
        return -1;
    struct text sealed_rest = buffer_text(&sealed), now_rest = buffer_text(&now), sealed_line, now_line;
    for (;;) {
        bool is_sealed = text_next_line(&sealed_rest, &sealed_line),
             is_there = text_next_line(&now_rest, &now_line);
        if (!is_sealed && !is_there)
            return 0;
        if (!is_sealed || !is_there || !text_equal(sealed_line, now_line))
            return refuse(index, database_name, is_sealed ? sealed_line : now_line, error);
    }
}
