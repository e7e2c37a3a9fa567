/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/buffer.h"
#include "base/cleanup.h"

static void test_appends_grow_and_end_in_nul(void **state)
{
    (void)state;
    cleanup(buffer_clearp) struct buffer buffer;
    buffer_init(&buffer, 1000);
    assert_text(buffer_text(&buffer), "");
    assert_int_equal(buffer_append(&buffer, TEXT("가")), 0);
    assert_int_equal(buffer_append_code_point(&buffer, 0x1F600), 0);
    assert_int_equal(buffer_printf(&buffer, "%d%%", 50), 0);
    assert_text(buffer_text(&buffer), "가😀50%");
    assert_int_equal(buffer.bytes[buffer.size], '\0');
}

static void test_what_passes_the_maximum_is_refused_and_remembered(void **state)
{
    (void)state;
    cleanup(buffer_clearp) struct buffer buffer;
    buffer_init(&buffer, 4);
    assert_int_equal(buffer_append(&buffer, TEXT("abc")), 0);
    assert_int_equal(buffer_append(&buffer, TEXT("de")), -1);
    assert_int_equal(buffer_append_byte(&buffer, 'd'), 0);
    assert_int_equal(buffer_printf(&buffer, "%s", "e"), -1);
    assert_null(buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.overflowed);
    assert_text(buffer_text(&buffer), "abcd");
    buffer_reset(&buffer);
    assert_false(buffer.overflowed);
    assert_text(buffer_text(&buffer), "");
}

RUN_TESTS(cmocka_unit_test(test_appends_grow_and_end_in_nul),
          cmocka_unit_test(test_what_passes_the_maximum_is_refused_and_remembered))
