/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk: which files are there to index?
 *
 *   roots "docs" and "notes/a.md"  ->  docs/en/index.md, docs/ko/index.md, notes/a.md
 *
 * Input      paths as given on the command line: folders, or single files (those are taken whatever their
 *            name is, if it has an ending we read; else they are a problem to report). A root may be a
 *            symbolic link to a folder, not one to a file, which `source` would refuse to follow.
 * Taken      .md .markdown .mdx .txt, and .yaml .yml (catalogs), endings without regard to case.
 * Not taken  hidden files and folders (but a root named by the user may be hidden), node_modules, symbolic
 *            links below a root, what an exclude pattern matches: silently. FIFOs, sockets and devices are
 *            never opened; one with an ending we read is a problem to report.
 * Output     sorted by path (bytes); a file reached through two roots is listed once, under the first of
 *            them. `path` is the root, normalised (no "./", no "//", no trailing "/", ".." kept as written,
 *            "." gives nothing in front), joined with the path below it: bytes as the file system has them,
 *            which need not be UTF-8.
 * Excludes   fnmatch(3) patterns with FNM_PATHNAME unset; one without '/' is held against each name on the
 *            way, one with '/' against the path below its root. A '/' at either end of the pattern is
 *            ignored there, but one at the start makes it a path. A root itself is never excluded.
 * Errors     an unreadable folder or file is not the end: `problem` is called with path and reason, the path
 *            is listed in `unreadable`, and the walk goes on. A root that cannot be read is reported the same
 *            way and has `readable` false. What was indexed below either must not be forgotten.
 * Cost       one fts(3) pass, one lstat a file, two sorts: about 2 us a file from a warm cache.
 */
#ifndef CHAJA_INDEXER_WALK_H
#define CHAJA_INDEXER_WALK_H

#include "base/arena.h"
#include "base/error.h"

struct file_ref {
    struct text path; /* NUL-terminated */
    uint64_t size_bytes;
    int64_t mtime_ns, ctime_ns;
};

struct walk_root {
    struct text path; /* normalised; "" for "." */
    bool readable;
};

struct walk_options {
    const char *const *roots;
    size_t n_roots;
    const char *const *excludes;
    size_t n_excludes;
    /* Called for what is there and cannot be taken; may be NULL. `error` is valid during the call. */
    void (*problem)(void *context, struct text path, const struct error *error);
    void *context;
};

struct walk {
    struct file_ref *files;
    size_t n_files;
    struct walk_root *roots; /* one for each given, in their order */
    size_t n_roots;
    struct text *unreadable; /* folders and files that are there and could not be looked into */
    size_t n_unreadable;
};

/* 0, or negative when no root at all could be read (or memory for fts was refused). The result lives in
 * `arena`. */
int walk_files(const struct walk_options *options, struct arena *arena, struct walk *ret,
               struct error *error);

/* A path argument as units carry it: "./docs//ko/" -> "docs/ko"; "." -> "". */
struct text walk_normalise(struct text path, struct arena *arena);

/* Whether `path` lies below a normalised root, or is it. "" holds every relative path that does not begin
 * with "..": "../a.md" is not below ".". */
bool walk_is_below(struct text path, struct text root);

enum walk_kind { WALK_OTHER, WALK_MARKDOWN, WALK_TEXT, WALK_YAML };

/* What a file is, by its name's ending. */
enum walk_kind walk_kind_of(struct text path);

#endif
