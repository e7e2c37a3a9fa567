/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check: cmocka as every unit test here uses it.
 *
 * A test file holds static functions test_BEHAVIOUR(void **state) and ends in
 * RUN_TESTS(cmocka_unit_test(test_…), …). */
#ifndef CHAJA_TESTS_CHECK_H
#define CHAJA_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/text.h"

/* Both texts are printed when they differ. */
#define assert_text(actual, expected) check_text((actual), (expected), __FILE__, __LINE__)

static inline void check_text(struct text actual, const char *expected, const char *file, int line)
{
    if (!text_equal(actual, text_of(expected))) {
        print_error("have \"%.*s\"\nwant \"%s\"\n", TEXT_PRINTF(actual), expected);
        _fail(file, line);
    }
}

#define RUN_TESTS(...)                                    \
    int main(void)                                        \
    {                                                     \
        const struct CMUnitTest tests[] = {__VA_ARGS__};  \
        return cmocka_run_group_tests(tests, NULL, NULL); \
    }

#endif
