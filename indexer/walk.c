/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/walk.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fnmatch.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>

DEFINE_CLEANUP(FTS, fts_close)

struct exclude {
    const char *pattern;
    bool is_path; /* held against the path below the root, not against each name */
};

struct found {
    struct file_ref file;
    struct text real; /* the same file by the real path of its root */
    size_t root;
};

struct walker {
    const struct walk_options *options;
    struct arena *arena;
    struct exclude *excludes;
    struct found *files;
    size_t n_files, file_capacity;
    struct text *unreadable;
    size_t n_unreadable, unreadable_capacity;
};

/* ---- names ---- */

struct text walk_normalise(struct text path, struct arena *arena)
{
    bool is_absolute = path.size > 0 && path.bytes[0] == '/';
    char *out = arena_alloc(arena, path.size + 1);
    size_t size = 0;
    struct text part;
    if (is_absolute)
        out[size++] = '/';
    while (text_next_field(&path, '/', &part)) {
        if (part.size == 0 || text_equal(part, TEXT(".")))
            continue;
        if (size > 0 && out[size - 1] != '/')
            out[size++] = '/';
        memcpy(out + size, part.bytes, part.size);
        size += part.size;
    }
    out[size] = '\0';
    return text_from(out, size);
}

static bool climbs(struct text path)
{
    return text_equal(path, TEXT("..")) || text_starts_with(path, TEXT("../"));
}

bool walk_is_below(struct text path, struct text root)
{
    if (root.size == 0)
        return !text_starts_with(path, TEXT("/")) && !climbs(path);
    if (!text_starts_with(path, root))
        return false;
    struct text rest = text_skip(path, root.size);
    if (rest.size == 0)
        return true;
    if (root.bytes[root.size - 1] != '/') {
        if (rest.bytes[0] != '/')
            return false;
        rest = text_skip(rest, 1);
    }
    return !climbs(rest);
}

enum walk_kind walk_kind_of(struct text path)
{
    static const struct {
        struct text ending;
        enum walk_kind kind;
    } endings[] = {
        {TEXT_INIT("md"), WALK_MARKDOWN},  {TEXT_INIT("markdown"), WALK_MARKDOWN},
        {TEXT_INIT("mdx"), WALK_MARKDOWN}, {TEXT_INIT("txt"), WALK_TEXT},
        {TEXT_INIT("yaml"), WALK_YAML},    {TEXT_INIT("yml"), WALK_YAML},
    };
    size_t slash = text_find_last_byte(path, '/');
    struct text name = slash == TEXT_NONE ? path : text_skip(path, slash + 1);
    size_t dot = text_find_last_byte(name, '.');
    if (dot == TEXT_NONE || dot == 0)
        return WALK_OTHER;
    struct text ending = text_skip(name, dot + 1);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_equal_ascii_case(ending, endings[i].ending))
            return endings[i].kind;
    return WALK_OTHER;
}

static struct text join(struct arena *arena, struct text root, struct text below)
{
    if (below.size == 0)
        return root;
    bool needs_slash = root.size > 0 && root.bytes[root.size - 1] != '/';
    char *out = arena_alloc(arena, root.size + needs_slash + below.size + 1);
    if (root.size > 0)
        memcpy(out, root.bytes, root.size);
    if (needs_slash)
        out[root.size] = '/';
    memcpy(out + root.size + needs_slash, below.bytes, below.size);
    size_t size = root.size + needs_slash + below.size;
    out[size] = '\0';
    return text_from(out, size);
}

/* ---- what is left out ---- */

static struct exclude exclude_of(const char *pattern, struct arena *arena)
{
    struct text text = text_of(pattern);
    while (text_ends_with(text, TEXT("/")))
        text.size--;
    bool is_path = text_find_byte(text, '/', 0) != TEXT_NONE;
    while (text_starts_with(text, TEXT("/")))
        text = text_skip(text, 1);
    return (struct exclude){arena_copy(arena, text).bytes, is_path};
}

static bool is_excluded(const struct walker *walker, const char *name, const char *below)
{
    for (size_t i = 0; i < walker->options->n_excludes; i++) {
        const struct exclude *exclude = &walker->excludes[i];
        if (fnmatch(exclude->pattern, exclude->is_path ? below : name, 0) == 0)
            return true;
    }
    return false;
}

static bool is_left_out(const struct walker *walker, const char *name, const char *below)
{
    return name[0] == '.' || strcmp(name, "node_modules") == 0 || is_excluded(walker, name, below);
}

/* ---- one entry after the other ---- */

static void report(const struct walker *walker, struct text path, const struct error *error)
{
    if (walker->options->problem != NULL)
        walker->options->problem(walker->options->context, path, error);
}

static void report_unreadable(struct walker *walker, struct text path, const struct error *error)
{
    *ARENA_PUSH(walker->arena, walker->unreadable, walker->n_unreadable, walker->unreadable_capacity) = path;
    report(walker, path, error);
}

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void take_file(struct walker *walker, size_t root, struct text path, struct text real,
                      const struct stat *status)
{
    *ARENA_PUSH(walker->arena, walker->files, walker->n_files, walker->file_capacity) = (struct found){
        .file = {.path = arena_copy(walker->arena, path),
                 .size_bytes = (uint64_t)status->st_size,
                 .mtime_ns = nanoseconds(status->st_mtim),
                 .ctime_ns = nanoseconds(status->st_ctim)},
        .real = real,
        .root = root,
    };
}

static const char *what_it_is(mode_t mode)
{
    if (S_ISFIFO(mode))
        return "a FIFO";
    if (S_ISSOCK(mode))
        return "a socket";
    if (S_ISLNK(mode))
        return "a symbolic link to a file: name the file itself";
    return "a device";
}

/* 0, or -1 when the root itself cannot be taken. */
static int visit_root_file(struct walker *walker, size_t root, struct text path, struct text real,
                           const FTSENT *entry)
{
    struct error error;
    if (!S_ISREG(entry->fts_statp->st_mode))
        error_set(&error, ERROR_INPUT, "not a regular file but %s", what_it_is(entry->fts_statp->st_mode));
    else if (walk_kind_of(path) == WALK_OTHER)
        error_set(&error, ERROR_INPUT,
                  "not a kind of file that is read (.md .markdown .mdx .txt .yaml .yml)");
    else
        return take_file(walker, root, path, real, entry->fts_statp), 0;
    report(walker, path, &error);
    return -1;
}

static void visit_other(struct walker *walker, struct text path, const FTSENT *entry)
{
    struct error error;
    if (S_ISLNK(entry->fts_statp->st_mode) || walk_kind_of(path) == WALK_OTHER)
        return;
    error_set(&error, ERROR_INPUT, "not a regular file but %s", what_it_is(entry->fts_statp->st_mode));
    report(walker, path, &error);
}

struct root_walk {
    size_t number;
    struct text path, real; /* normalised; resolved */
    size_t given_size;      /* of the path handed to fts, which every fts_path begins with */
};

static struct text below_root(const struct root_walk *root, const FTSENT *entry)
{
    struct text below = text_skip(text_from(entry->fts_path, entry->fts_pathlen), root->given_size);
    return text_starts_with(below, TEXT("/")) ? text_skip(below, 1) : below;
}

/* A root that is a symbolic link to a file must not be taken: the reader would refuse to follow it. */
static bool is_link_to_file(const FTSENT *entry)
{
    struct stat status;
    return entry->fts_level == FTS_ROOTLEVEL && S_ISREG(entry->fts_statp->st_mode) &&
           lstat(entry->fts_accpath, &status) == 0 && S_ISLNK(status.st_mode);
}

/* 0, or -1 when it is the root and cannot be taken. */
static int visit(struct walker *walker, const struct root_walk *root, FTS *fts, FTSENT *entry)
{
    bool is_root = entry->fts_level == FTS_ROOTLEVEL;
    struct text below = below_root(root, entry);
    struct error error;
    if (entry->fts_info == FTS_DP)
        return 0;
    if (!is_root && is_left_out(walker, entry->fts_name, below.bytes)) {
        fts_set(fts, entry, FTS_SKIP);
        return 0;
    }
    struct text path = join(walker->arena, root->path, below);
    switch (entry->fts_info) {
    case FTS_D:
        return 0;
    case FTS_DC:
        error_set(&error, ERROR_INPUT, "a folder that contains itself");
        report(walker, path, &error);
        return 0;
    case FTS_SLNONE:
        error_set(&error, ERROR_NOT_FOUND, "a symbolic link to nothing");
        report_unreadable(walker, path, &error);
        return -1;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        if (!is_root && entry->fts_errno == ENOENT) /* removed while we walked */
            return 0;
        error_set_errno(&error, entry->fts_errno, "cannot be read");
        report_unreadable(walker, path, &error);
        return is_root ? -1 : 0;
    default:
        if (is_link_to_file(entry))
            entry->fts_statp->st_mode = S_IFLNK;
        if (is_root)
            return visit_root_file(walker, root->number, path, root->real, entry);
        if (!S_ISREG(entry->fts_statp->st_mode))
            visit_other(walker, path, entry);
        else if (walk_kind_of(path) != WALK_OTHER)
            take_file(walker, root->number, path, join(walker->arena, root->real, below), entry->fts_statp);
        return 0;
    }
}

/* ---- one root after the other ---- */

static struct text real_path(struct text path, struct arena *arena)
{
    cleanup(freep) char *resolved = realpath(path.size > 0 ? path.bytes : ".", NULL);
    return resolved != NULL ? arena_copy(arena, text_of(resolved)) : path;
}

/* 1 when the root was read, 0 when it was reported instead; negative when fts cannot start. */
static int walk_root(struct walker *walker, size_t number, struct text path, struct error *error)
{
    struct text start = path.size > 0 ? path : TEXT(".");
    struct root_walk root = {
        .number = number, .path = path, .real = real_path(start, walker->arena), .given_size = start.size};
    char *const starts[] = {(char *)start.bytes, NULL};
    /* FTS_NOCHDIR: the working directory belongs to the whole process, threads included. */
    cleanup(fts_closep) FTS *fts = fts_open(starts, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
    if (fts == NULL)
        return error_set_errno(error, errno, "%s", start.bytes);
    int readable = 1;
    FTSENT *entry;
    while (errno = 0, (entry = fts_read(fts)) != NULL)
        if (visit(walker, &root, fts, entry) < 0)
            readable = 0;
    if (errno != 0) {
        struct error problem;
        error_set_errno(&problem, errno, "cannot be read to its end");
        report_unreadable(walker, path, &problem);
        readable = 0;
    }
    return readable;
}

static int by_real_path(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    int order = text_compare(a->real, b->real);
    return order != 0 ? order : (a->root > b->root) - (a->root < b->root);
}

static int by_path(const void *left, const void *right)
{
    return text_compare(((const struct found *)left)->file.path, ((const struct found *)right)->file.path);
}

/* Of the names one file has through several roots, keep that of the first root. */
static void drop_duplicates(struct walker *walker)
{
    size_t kept = 0;
    if (walker->n_files == 0)
        return;
    qsort(walker->files, walker->n_files, sizeof *walker->files, by_real_path);
    for (size_t i = 0; i < walker->n_files; i++)
        if (i == 0 || !text_equal(walker->files[i].real, walker->files[kept - 1].real))
            walker->files[kept++] = walker->files[i];
    walker->n_files = kept;
}

static void hand_over(struct walker *walker, struct walk *ret)
{
    drop_duplicates(walker);
    if (walker->n_files > 0)
        qsort(walker->files, walker->n_files, sizeof *walker->files, by_path);
    ret->files = ARENA_NEW(walker->arena, struct file_ref, walker->n_files);
    for (size_t i = 0; i < walker->n_files; i++)
        ret->files[i] = walker->files[i].file;
    ret->n_files = walker->n_files;
    ret->unreadable = walker->unreadable;
    ret->n_unreadable = walker->n_unreadable;
}

/* 1 or 0 as walk_root(). An empty argument is an unset variable of a script, not the current folder. */
static int walk_argument(struct walker *walker, size_t number, const char *given, struct text path,
                         struct error *error)
{
    if (given[0] != '\0')
        return walk_root(walker, number, path, error);
    struct error problem;
    error_set(&problem, ERROR_INPUT, "an empty path was given; the current folder is '.'");
    report(walker, path, &problem);
    return 0;
}

int walk_files(const struct walk_options *options, struct arena *arena, struct walk *ret, struct error *error)
{
    struct walker walker = {.options = options, .arena = arena};
    struct walk result = {.n_roots = options->n_roots};
    size_t n_readable = 0;
    walker.excludes = ARENA_NEW(arena, struct exclude, options->n_excludes);
    for (size_t i = 0; i < options->n_excludes; i++)
        walker.excludes[i] = exclude_of(options->excludes[i], arena);
    result.roots = ARENA_NEW(arena, struct walk_root, options->n_roots);
    for (size_t i = 0; i < options->n_roots; i++) {
        struct text path = walk_normalise(text_of(options->roots[i]), arena);
        int readable = walk_argument(&walker, i, options->roots[i], path, error);
        if (readable < 0)
            return readable;
        result.roots[i] = (struct walk_root){path, readable > 0};
        n_readable += readable > 0;
    }
    if (n_readable == 0)
        return error_set(error, ERROR_NOT_FOUND,
                         "nothing to read: none of the %zu paths given could be taken", options->n_roots);
    hand_over(&walker, &result);
    *ret = result;
    return 0;
}
