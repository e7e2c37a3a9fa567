/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/watch.h"

#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"

static const uint32_t events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                               IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_EXCL_UNLINK;

struct watch {
    int queue;
};

int watch_open(struct watch **ret, struct error *error)
{
    struct watch *watch = malloc(sizeof *watch);
    if (watch == NULL)
        return error_set(error, ERROR_MEMORY, "no memory to watch folders");
    watch->queue = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch->queue < 0) {
        free(watch);
        return error_set_errno(error, errno, "cannot watch folders");
    }
    *ret = watch;
    return 0;
}

void watch_close(struct watch *watch)
{
    if (watch == NULL)
        return;
    close(watch->queue);
    free(watch);
}

/* Watching a folder twice gives the same watch: nothing has to be remembered. */
static int add_folder(struct watch *watch, const char *path, struct error *error)
{
    if (inotify_add_watch(watch->queue, path, events) >= 0 || errno == ENOENT || errno == ENOTDIR ||
        errno == EACCES)
        return 0;
    if (errno == ENOSPC)
        return error_set(error, ERROR_LIMIT,
                         "%s: no watches are left; raise fs.inotify.max_user_watches (sysctl)", path);
    return error_set_errno(error, errno, "%s: cannot watch", path);
}

static bool is_entered(const FTSENT *entry, const struct stat *index)
{
    if (index != NULL && entry->fts_statp->st_dev == index->st_dev &&
        entry->fts_statp->st_ino == index->st_ino)
        return false;
    return entry->fts_level == FTS_ROOTLEVEL ||
           (entry->fts_name[0] != '.' && strcmp(entry->fts_name, "node_modules") != 0);
}

/* A root that is a file is watched through its folder: editors replace files by renaming. */
static int add_root(struct watch *watch, const char *root, const struct stat *index, struct error *error)
{
    struct stat status;
    if (stat(root, &status) == 0 && !S_ISDIR(status.st_mode)) {
        char folder[PATH_MAX];
        const char *slash = strrchr(root, '/');
        size_t size = slash == NULL ? 0 : (size_t)(slash - root);
        if (size >= sizeof folder)
            return error_set(error, ERROR_LIMIT, "%s: the path is too long to watch", root);
        memcpy(folder, root, size);
        folder[size] = '\0';
        return add_folder(watch, slash == NULL ? "." : size == 0 ? "/" : folder, error);
    }
    char *paths[] = {(char *)root, NULL};
    FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, NULL);
    if (tree == NULL)
        return error_set_errno(error, errno, "%s: cannot watch", root);
    int result = 0;
    for (FTSENT *entry; result == 0 && (entry = fts_read(tree)) != NULL;) {
        if (entry->fts_info != FTS_D)
            continue;
        if (is_entered(entry, index))
            result = add_folder(watch, entry->fts_path, error);
        else
            fts_set(tree, entry, FTS_SKIP);
    }
    fts_close(tree);
    return result;
}

int watch_update(struct watch *watch, const char *const *roots, size_t n_roots, const char *index,
                 struct error *error)
{
    struct stat index_status;
    bool has_index = stat(index, &index_status) == 0;
    for (size_t i = 0; i < n_roots; i++)
        if (add_root(watch, roots[i], has_index ? &index_status : NULL, error) < 0)
            return -1;
    return 0;
}

/* Wait for events: 1 some came (and were thrown away), 0 none within the time or a signal, negative an error. */
static int wait_for_events(struct watch *watch, int timeout_ms, struct error *error)
{
    struct pollfd poll_queue = {.fd = watch->queue, .events = POLLIN};
    int ready = poll(&poll_queue, 1, timeout_ms);
    if (ready <= 0)
        return ready == 0 || errno == EINTR ? 0 : error_set_errno(error, errno, "cannot wait for changes");
    alignas(struct inotify_event) char events_read[64 * 1024];
    while (read(watch->queue, events_read, sizeof events_read) > 0)
        continue; /* which they were does not matter */
    return 1;
}

int watch_wait(struct watch *watch, const volatile int *stop, struct error *error)
{
    int changed = 0;
    while (changed == 0 && !*stop)
        changed = wait_for_events(watch, 1000, error);
    double deadline = clock_seconds() + WATCH_LONGEST_MS / 1000.0;
    int more = changed;
    while (more > 0 && !*stop && clock_seconds() < deadline)
        more = wait_for_events(watch, WATCH_QUIET_MS, error);
    if (changed < 0 || more < 0)
        return -1;
    return *stop ? 0 : 1;
}
