/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scratch: a folder of a test's own below /tmp, which it works in, and files in it. */
#ifndef CHAJA_TESTS_SCRATCH_H
#define CHAJA_TESTS_SCRATCH_H

#include "tests/unit/check.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct scratch {
    char path[64];
    int before; /* the folder that was current */
};

static inline void scratch_enter(struct scratch *scratch)
{
    snprintf(scratch->path, sizeof scratch->path, "/tmp/chaja-test-XXXXXX");
    assert_non_null(mkdtemp(scratch->path));
    assert_int_equal(chmod(scratch->path, 0755), 0);
    scratch->before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(scratch->before >= 0);
    assert_int_equal(chdir(scratch->path), 0);
}

static inline int scratch_remove_entry(const char *path, const struct stat *status, int kind,
                                       struct FTW *position)
{
    (void)status, (void)kind, (void)position;
    return remove(path);
}

/* A file, or a folder with all below it. */
static inline void scratch_remove(const char *path)
{
    assert_int_equal(nftw(path, scratch_remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static inline void scratch_leave(struct scratch *scratch)
{
    assert_int_equal(fchdir(scratch->before), 0);
    close(scratch->before);
    scratch_remove(scratch->path);
}

static inline void scratch_write_text(const char *path, struct text text)
{
    char folder[512];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        assert_true(mkdir(folder, 0755) == 0 || errno == EEXIST);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.bytes, 1, text.size, file), text.size);
    assert_int_equal(fclose(file), 0);
}

static inline void scratch_write(const char *path, const char *text)
{
    scratch_write_text(path, text_of(text));
}

/* Up to `capacity` - 1 bytes, with a NUL behind. */
static inline struct text scratch_read(const char *path, char *bytes, size_t capacity)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, capacity - 1, file);
    bytes[size] = '\0';
    fclose(file);
    return text_from(bytes, size);
}

static inline bool scratch_is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

/* Change a byte in place. */
static inline void scratch_flip(const char *path, long offset)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, offset, offset < 0 ? SEEK_END : SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fseek(file, offset, offset < 0 ? SEEK_END : SEEK_SET), 0);
    fputc(byte ^ 0x10, file);
    assert_int_equal(fclose(file), 0);
}

#endif
