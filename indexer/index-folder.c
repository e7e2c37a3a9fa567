/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/index-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"

enum { MAX_NAME_BYTES = 32, MAX_HOLDER_BYTES = 300, MAX_OPEN_TRIES = 5 };

static void closedirp(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

static const char *path_in(const char *folder, const char *name, struct arena *arena)
{
    return arena_printf(arena, "%s/%s", folder, name).bytes;
}

/* "glass.17" -> 17; 0 for any other name. */
static uint64_t database_number(struct text name)
{
    uint64_t number = 0;
    if (!text_starts_with(name, TEXT("glass.")) || !text_to_uint64(text_skip(name, 6), &number))
        return 0;
    return number;
}

/* Up to `capacity` - 1 bytes of a small file, with a NUL behind. Returns the size, or -1 with errno. */
static ssize_t read_small_file(const char *path, char *bytes, size_t capacity)
{
    cleanup(close_fdp) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return -1;
    ssize_t size = read(file, bytes, capacity - 1);
    if (size >= 0)
        bytes[size] = '\0';
    return size;
}

int index_sync(const char *path, struct error *error)
{
    cleanup(close_fdp) int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || fsync(folder) < 0)
        return error_set_errno(error, errno, "%s: cannot write the folder to disk", path);
    return 0;
}

/* ---- reading ---- */

int index_current(const char *index, struct arena *arena, struct text *ret_name, struct error *error)
{
    char bytes[MAX_NAME_BYTES];
    ssize_t size = read_small_file(path_in(index, "CURRENT", arena), bytes, sizeof bytes);
    if (size < 0)
        return error_set_errno(error, errno, "%s", index);
    struct text name = text_trim(text_from(bytes, (size_t)size));
    if (database_number(name) == 0)
        return error_set(error, ERROR_CORRUPT, "%s/CURRENT names no database; rebuild the index", index);
    *ret_name = arena_copy(arena, name);
    return 0;
}

const char *index_database_path(const char *index, struct text name, struct arena *arena)
{
    return arena_printf(arena, "%s/%.*s", index, TEXT_PRINTF(name)).bytes;
}

static int open_once(const char *index, struct arena *arena, struct index_reader *ret, struct error *error)
{
    struct xc_error xc_error;
    if (index_current(index, arena, &ret->name, error) < 0)
        return -1;
    if (xc_database_open(index_database_path(index, ret->name, arena), &ret->database, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    if (schema_check(ret->database, arena, &ret->state, error) < 0) {
        xc_database_close(ret->database);
        ret->database = NULL;
        return -1;
    }
    return 0;
}

int index_reader_open(const char *index, struct arena *arena, struct index_reader *ret, struct error *error)
{
    *ret = (struct index_reader){0};
    for (int tries = 0;; tries++) {
        if (open_once(index, arena, ret, error) == 0)
            return 0;
        /* A rebuild may have removed the database between CURRENT and its opening. */
        struct text name_now;
        struct error ignored;
        bool moved = ret->name.size > 0 && index_current(index, arena, &name_now, &ignored) == 0 &&
                     !text_equal(name_now, ret->name);
        if (tries == MAX_OPEN_TRIES || (error->code != ERROR_CHANGED && !moved))
            break;
    }
    if (error->code == ERROR_NOT_FOUND)
        return error_set(error, ERROR_NOT_FOUND,
                         "%s: there is no index; make one with: indexer --index %s FOLDER", index, index);
    if (error->code == ERROR_VERSION) {
        struct error reason = *error;
        return error_set(error, ERROR_VERSION,
                         "%s: the index does not fit this program: %s; make it anew with: indexer --index %s "
                         "--rebuild FOLDER",
                         index, reason.message, index);
    }
    return error_prefix(error, "%s", index);
}

int index_reader_is_stale(const char *index, struct index_reader *reader)
{
    struct arena arena;
    struct text name;
    struct error error;
    struct xc_error xc_error;
    arena_init(&arena);
    bool is_replaced = index_current(index, &arena, &name, &error) == 0 && !text_equal(name, reader->name);
    arena_clear(&arena);
    return is_replaced || xc_database_reopen(reader->database, &xc_error) == 1;
}

void index_reader_close(struct index_reader *reader)
{
    xc_database_close(reader->database);
    reader->database = NULL;
}

/* ---- the lock ---- */

struct index_lock {
    int file;
};

/* What stands in /proc/self/cmdline, with spaces; for the message of whoever finds the lock taken. */
static void describe_command(char *out, size_t capacity)
{
    ssize_t size = read_small_file("/proc/self/cmdline", out, capacity);
    if (size <= 0) {
        snprintf(out, capacity, "indexer");
        return;
    }
    for (ssize_t i = 0; i + 1 < size; i++)
        if ((unsigned char)out[i] < ' ')
            out[i] = ' ';
}

static void write_holder(int file)
{
    char command[MAX_HOLDER_BYTES / 2], host[65] = "", since[32], line[MAX_HOLDER_BYTES];
    describe_command(command, sizeof command);
    gethostname(host, sizeof host - 1);
    time_t now = time(NULL);
    struct tm local;
    strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S", localtime_r(&now, &local));
    int size =
        snprintf(line, sizeof line, "process %d on %s since %s (%s)\n", (int)getpid(), host, since, command);
    /* Only a message: a lock that cannot say who holds it still locks. */
    if (ftruncate(file, 0) == 0 &&
        pwrite(file, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1, 0) < 0)
        (void)ftruncate(file, 0);
}

/* What an index holds, and the other programs of chaja may put beside it. */
static bool is_name_of_ours(const char *name)
{
    static const char *const names[] = {".", "..", "CURRENT", "CURRENT.new", "SEAL", "SEAL.new", "lock"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* An existing folder must be an index, or empty: a mistyped --index must not fill somebody's home with databases, nor take the CURRENT
 * of another engine for its own. A database of ours tells an index, and so does a folder that holds our names alone. */
static int check_is_index(const char *index, struct error *error)
{
    cleanup(closedirp) DIR *folder = opendir(index);
    if (folder == NULL)
        return error_set_errno(error, errno, "%s", index);
    bool is_foreign = false;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (database_number(text_of(entry->d_name)) != 0)
            return 0;
        is_foreign |= !is_name_of_ours(entry->d_name);
    }
    if (is_foreign)
        return error_set(error, ERROR_INPUT,
                         "%s: this folder holds other files and is no index; name another with --index",
                         index);
    return 0;
}

static int make_folder(const char *index, struct error *error)
{
    if (mkdir(index, 0777) < 0)
        return errno == EEXIST ? check_is_index(index, error)
                               : error_set_errno(error, errno, "%s: cannot make the folder", index);
    struct arena arena;
    arena_init(&arena);
    struct text path = text_of(index);
    while (path.size > 1 && path.bytes[path.size - 1] == '/')
        path.size--;
    size_t slash = text_find_last_byte(path, '/');
    const char *parent = slash == TEXT_NONE ? "."
                         : slash == 0       ? "/"
                                            : arena_copy(&arena, text_slice(path, 0, slash)).bytes;
    int result = index_sync(parent, error);
    arena_clear(&arena);
    return result;
}

/* Whoever holds the lock, as he wrote it. */
static int refuse_locked(const char *index, const char *path, struct error *error)
{
    char holder[MAX_HOLDER_BYTES] = "";
    if (read_small_file(path, holder, sizeof holder) <= 0)
        snprintf(holder, sizeof holder, "another process");
    return error_set(error, ERROR_LOCKED, "%s: %.*s is writing this index; try again when it has ended",
                     index, TEXT_PRINTF(text_trim(text_of(holder))));
}

/* The descriptor that holds the lock, or -1. */
static int open_locked(const char *index, const char *path, struct error *error)
{
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file < 0)
        return error_set_errno(error, errno, "%s: cannot open", path);
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return file;
    if (errno == EWOULDBLOCK)
        refuse_locked(index, path, error);
    else
        error_set_errno(error, errno, "%s: cannot lock", path);
    close(file);
    return -1;
}

int index_lock_take(const char *index, struct index_lock **ret, struct error *error)
{
    if (make_folder(index, error) < 0)
        return -1;
    struct index_lock *lock = malloc(sizeof *lock);
    if (lock == NULL)
        return error_set(error, ERROR_MEMORY, "%s: no memory for the lock", index);
    struct arena arena;
    arena_init(&arena);
    lock->file = open_locked(index, path_in(index, "lock", &arena), error);
    arena_clear(&arena);
    if (lock->file < 0) {
        free(lock);
        return -1;
    }
    write_holder(lock->file);
    *ret = lock;
    return 0;
}

int index_lock_probe(const char *index, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    const char *path = path_in(index, "lock", &arena);
    cleanup(close_fdp) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool is_held = file >= 0 && flock(file, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    int result = is_held ? refuse_locked(index, path, error) : 0;
    arena_clear(&arena);
    return result;
}

void index_lock_release(struct index_lock *lock)
{
    if (lock == NULL)
        return;
    if (ftruncate(lock->file, 0) < 0) {
        /* The name of a process that is gone stays behind; the lock itself is free. */
    }
    close(lock->file);
    free(lock);
}

/* ---- one database after another ---- */

int index_next_name(const char *index, struct arena *arena, struct text *ret_name, struct error *error)
{
    cleanup(closedirp) DIR *folder = opendir(index);
    if (folder == NULL)
        return error_set_errno(error, errno, "%s", index);
    uint64_t highest = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        uint64_t number = database_number(text_of(entry->d_name));
        if (number > highest)
            highest = number;
    }
    *ret_name = arena_printf(arena, "glass.%llu", (unsigned long long)highest + 1);
    return 0;
}

static int write_current(const char *path, struct text name, struct error *error)
{
    cleanup(close_fdp) int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    char line[MAX_NAME_BYTES];
    int size = snprintf(line, sizeof line, "%.*s\n", TEXT_PRINTF(name));
    if (file < 0 || write(file, line, (size_t)size) != size || fsync(file) < 0)
        return error_set_errno(error, errno, "%s: cannot write", path);
    return 0;
}

int index_make_current(const char *index, struct text name, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    const char *fresh = path_in(index, "CURRENT.new", &arena), *current = path_in(index, "CURRENT", &arena);
    int result = write_current(fresh, name, error);
    if (result == 0 && rename(fresh, current) < 0)
        result = error_set_errno(error, errno, "%s: cannot replace", current);
    if (result == 0)
        result = index_sync(index, error);
    arena_clear(&arena);
    return result;
}

/* What is no folder of files alone is not ours, whatever its name: a link must not lead us to remove files elsewhere. */
static int remove_database(int index_folder, const char *index, const char *name, struct error *error)
{
    int descriptor = openat(index_folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        return errno == ENOTDIR || errno == ELOOP ? 0 : error_set_errno(error, errno, "%s/%s", index, name);
    cleanup(closedirp) DIR *folder = fdopendir(descriptor);
    if (folder == NULL) {
        close(descriptor);
        return error_set(error, ERROR_MEMORY, "%s/%s: no memory to look into it", index, name);
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(descriptor, entry->d_name, 0) < 0)
            return error_set_errno(error, errno, "%s/%s/%s: cannot remove", index, name, entry->d_name);
    }
    if (unlinkat(index_folder, name, AT_REMOVEDIR) < 0)
        return error_set_errno(error, errno, "%s/%s: cannot remove", index, name);
    return 0;
}

static int remove_all_but(const char *index, struct text current, struct error *error)
{
    cleanup(closedirp) DIR *folder = opendir(index);
    if (folder == NULL)
        return error_set_errno(error, errno, "%s", index);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct text name = text_of(entry->d_name);
        if (database_number(name) != 0 && !text_equal(name, current) &&
            remove_database(dirfd(folder), index, entry->d_name, error) < 0)
            return -1;
    }
    return 0;
}

int index_remove_stale(const char *index, struct error *error)
{
    struct arena arena;
    struct text current = {0};
    struct error reason;
    arena_init(&arena);
    int result = index_current(index, &arena, &current, &reason);
    if (result == 0 || reason.code == ERROR_NOT_FOUND) /* nothing was ever finished here */
        result = remove_all_but(index, current, error);
    else if (reason.code == ERROR_CORRUPT) /* any of them may be the one: a rebuild will tell */
        result = 0;
    else
        *error = reason;
    arena_clear(&arena);
    return result;
}
