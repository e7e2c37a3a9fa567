/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "indexer/pack.h"

static void test_numbers_come_back(void **state)
{
    static const uint64_t numbers[] = {
        0, 1, 127, 128, 16383, 16384, UINT32_MAX, 1ull << 35, 1ull << 63, UINT64_MAX - 1, UINT64_MAX};
    struct buffer bytes;
    buffer_init(&bytes, 1000);
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        pack_number(&bytes, numbers[i]);
    struct unpacker unpacker = {buffer_text(&bytes), false};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_int_equal(unpack_number(&unpacker), numbers[i]);
    assert_int_equal(unpacker.rest.size, 0);
    assert_false(unpacker.failed);
    buffer_clear(&bytes);
}

static void test_a_text_may_hold_any_bytes_and_none(void **state)
{
    struct buffer bytes;
    buffer_init(&bytes, 1000);
    (void)state;
    pack_text(&bytes, TEXT(""));
    pack_text(&bytes, (struct text){NULL, 0});
    pack_text(&bytes, TEXT("\0\xFF한"));
    struct unpacker unpacker = {buffer_text(&bytes), false};
    assert_int_equal(unpack_text(&unpacker).size, 0);
    assert_int_equal(unpack_text(&unpacker).size, 0);
    assert_true(text_equal(unpack_text(&unpacker), TEXT("\0\xFF한")));
    assert_false(unpacker.failed);
    buffer_clear(&bytes);
}

/* Read as the kind says; all of these must fail and stay failed. */
static void test_damage_fails_and_stays_failed(void **state)
{
    static const struct {
        const char *what;
        struct text bytes;
        enum { NUMBER, A_TEXT, COUNT } kind;
    } cases[] = {
        {"nothing", TEXT_INIT(""), NUMBER},
        {"a number that does not end", TEXT_INIT("\x80\x80"), NUMBER},
        {"a number of eleven bytes", TEXT_INIT("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), NUMBER},
        {"a number of 65 bits", TEXT_INIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"), NUMBER},
        {"a text longer than the rest",
         TEXT_INIT("\x04"
                   "abc"),
         A_TEXT},
        {"a text of 2^64 - 1 bytes",
         TEXT_INIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"
                   "abc"),
         A_TEXT},
        {"more items than bytes",
         TEXT_INIT("\x04"
                   "abc"),
         COUNT},
        {"items that would take more than there is",
         TEXT_INIT("\x03"
                   "abcdefgh"),
         COUNT},
        {"2^64 - 1 items",
         TEXT_INIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"
                   "abc"),
         COUNT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct unpacker unpacker = {cases[i].bytes, false};
        uint64_t number = cases[i].kind == NUMBER   ? unpack_number(&unpacker)
                          : cases[i].kind == A_TEXT ? unpack_text(&unpacker).size
                                                    : unpack_count(&unpacker, 3);
        if (!unpacker.failed || number != 0)
            fail_msg("%s: read as %llu", cases[i].what, (unsigned long long)number);
        assert_int_equal(unpack_number(&unpacker), 0);
        assert_int_equal(unpack_text(&unpacker).size, 0);
        assert_int_equal(unpack_count(&unpacker, 1), 0);
        assert_true(unpacker.failed);
    }
}

static void test_a_count_that_just_fits_is_taken(void **state)
{
    struct unpacker unpacker = {TEXT("\x02"
                                     "abcdef"),
                                false};
    (void)state;
    assert_int_equal(unpack_count(&unpacker, 3), 2);
    assert_false(unpacker.failed);
}

RUN_TESTS(cmocka_unit_test(test_numbers_come_back), cmocka_unit_test(test_a_text_may_hold_any_bytes_and_none),
          cmocka_unit_test(test_damage_fails_and_stays_failed),
          cmocka_unit_test(test_a_count_that_just_fits_is_taken))
