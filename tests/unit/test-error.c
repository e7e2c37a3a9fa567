/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include <errno.h>

#include "base/error.h"

static void test_prefixes_come_in_front_and_keep_the_code(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(error_set(&error, ERROR_LIMIT, "over %d bytes", 10), -1);
    assert_int_equal(error_prefix(&error, "%s:%d", "a.md", 3), -1);
    assert_int_equal(error.code, ERROR_LIMIT);
    assert_string_equal(error.message, "a.md:3: over 10 bytes");
}

static void test_errno_says_what_a_caller_can_do(void **state)
{
    (void)state;
    struct error error;
    error_set_errno(&error, ENOENT, "open");
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_string_equal(error.message, "open: No such file or directory");
    error_set_errno(&error, ENOSPC, "write");
    assert_int_equal(error.code, ERROR_SYSTEM);
}

static void test_a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    struct error error;
    char long_name[1000];
    for (size_t i = 0; i + 3 < sizeof long_name; i += 3)
        memcpy(long_name + i, "가", 4);
    for (int shift = 0; shift < 3; shift++) {
        error_set(&error, ERROR_INPUT, "%.*s%s", shift, "xx", long_name);
        assert_int_equal(text_invalid_at(text_of(error.message)), TEXT_NONE);
        error_prefix(&error, "%s", "y");
        assert_int_equal(text_invalid_at(text_of(error.message)), TEXT_NONE);
    }
}

static void test_control_bytes_never_reach_the_message(void **state)
{
    (void)state;
    struct error error;
    error_set(&error, ERROR_INPUT, "%s", "a\x1b[31m\nb\x7f");
    assert_string_equal(error.message, "a?[31m?b?");
}

RUN_TESTS(cmocka_unit_test(test_prefixes_come_in_front_and_keep_the_code),
          cmocka_unit_test(test_errno_says_what_a_caller_can_do),
          cmocka_unit_test(test_a_long_message_is_cut_between_characters),
          cmocka_unit_test(test_control_bytes_never_reach_the_message))
