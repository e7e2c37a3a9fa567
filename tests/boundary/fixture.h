/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fixture: a folder of its own for each test, and indexes to put there.
 *
 * A test takes `struct fixture *fixture = *state`; `with_folder(test)` makes its entry in RUN_TESTS. Document i
 * of fixture_write() (from 1) has:
 *   terms   "Q<i>" (unique), "common" at position 1, "even" or "odd" at 2, "by3" when 3 divides i
 *   values  0: the number i   1: "group<i % 5>"
 *   data    "document <i> <generation> " and 400 bytes more
 */
#ifndef XAPIAN_C_TESTS_FIXTURE_H
#define XAPIAN_C_TESTS_FIXTURE_H

#include <limits.h>

#include "tests/unit/check.h"

#include "xapian-c/xapian-c.h"

#define cleanup(function) __attribute__((cleanup(function)))

struct fixture {
    char folder[PATH_MAX];    /* removed with all it holds */
    char path[PATH_MAX + 16]; /* folder/index: nothing is there yet */
};

int fixture_setup(void **state);
int fixture_teardown(void **state);

#define with_folder(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

/* Documents first..last in one batch, opened and closed; made when it is not there. */
void fixture_write(const char *path, unsigned first, unsigned last, const char *generation);

/* Document i as fixture_write() makes it. */
struct xc_document *fixture_document(unsigned i, const char *generation);

struct xc_database *fixture_open(const char *path);

/* How many documents a fresh reader finds. */
unsigned fixture_count(const char *path);

/* Shorthands that end the test when they fail. */
struct xc_query *term(const char *name);
struct xc_query *combine(enum xc_operator operation, struct xc_query *a,
                         struct xc_query *b); /* frees a and b */

void buffer_free(struct xc_buffer *buffer);

#define assert_xc_text(actual, expected) \
    check_text(text_from((actual).bytes, (actual).size), (expected), __FILE__, __LINE__)

/* The call succeeded (0 or more), else its message is printed. */
#define assert_works(call) fixture_works((call), &error, #call, __FILE__, __LINE__)
int fixture_works(int result, const struct xc_error *error, const char *call, const char *file, int line);

/* The call failed with this code, and with a message that is one line. */
#define assert_fails(call, expected_code) \
    fixture_fails((call), &error, (expected_code), #call, __FILE__, __LINE__)
void fixture_fails(int result, const struct xc_error *error, enum xc_code code, const char *call,
                   const char *file, int line);

/* Runs the function in another process; its exit code. A crash fails the test. */
int in_another_process(int (*function)(const struct fixture *fixture), const struct fixture *fixture);

/* The file `name` of the index: overwrite bytes [offset, offset + size), or cut it at `size`. */
void file_overwrite(const char *path, const char *name, long offset, const void *bytes, size_t size);
void file_truncate(const char *path, const char *name, long size);
long file_size(const char *path, const char *name);

#endif
