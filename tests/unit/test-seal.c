/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/scratch.h"

#include "indexer/seal.h"

static struct error error;

static int set_up(void **state)
{
    static struct scratch scratch;
    scratch_enter(&scratch);
    *state = &scratch;
    scratch_write("i/glass.3/iamglass", "version and so on");
    scratch_write("i/glass.3/postlist.glass", "postings");
    scratch_write("i/glass.3/docdata.glass", "");
    scratch_write("i/glass.3/flintlock", "");
    assert_int_equal(seal_write("i", TEXT("glass.3"), &error), 0);
    return 0;
}

static int tear_down(void **state)
{
    scratch_leave(*state);
    return 0;
}

static int check(void)
{
    return seal_check("i", TEXT("glass.3"), &error);
}

static void check_damage(const char *file)
{
    assert_int_equal(check(), -1);
    assert_int_equal(error.code, ERROR_CORRUPT);
    if (strstr(error.message, file) == NULL)
        fail_msg("%s", error.message);
}

static void test_what_is_as_it_was_passes(void **state)
{
    (void)state;
    assert_int_equal(check(), 0);
    scratch_write("i/glass.3/flintlock", "whoever writes"); /* is not of the database */
    assert_int_equal(check(), 0);
    assert_false(scratch_is_there("i/SEAL.new"));
}

static void test_every_byte_is_under_the_seal(void **state)
{
    (void)state;
    for (long at = 0; at < 8; at++) {
        scratch_flip("i/glass.3/postlist.glass", at);
        check_damage("postlist.glass");
        scratch_flip("i/glass.3/postlist.glass", at);
    }
    assert_int_equal(check(), 0);
}

static void test_a_file_that_is_gone_or_cut_or_longer_or_new_is_damage(void **state)
{
    (void)state;
    scratch_write("i/glass.3/postlist.glass", "posting");
    check_damage("postlist.glass");
    scratch_write("i/glass.3/postlist.glass", "postings!");
    check_damage("postlist.glass");
    scratch_write("i/glass.3/postlist.glass", "postings");
    assert_int_equal(check(), 0);
    scratch_write("i/glass.3/spelling.glass", "x");
    check_damage("spelling.glass");
    scratch_remove("i/glass.3/spelling.glass");
    scratch_remove("i/glass.3/docdata.glass");
    check_damage("docdata.glass");
}

static void test_a_seal_of_another_database_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(mkdir("i/glass.4", 0755), 0);
    assert_int_equal(seal_check("i", TEXT("glass.4"), &error), 1);
    scratch_remove("i/SEAL");
    assert_int_equal(check(), 1);
    scratch_write("i/SEAL", "");
    assert_int_equal(check(), 1);
}

static void test_a_damaged_seal_never_passes(void **state)
{
    char bytes[4096];
    struct text seal = scratch_read("i/SEAL", bytes, sizeof bytes);
    (void)state;
    for (size_t size = 0; size + 1 < seal.size;
         size++) { /* without its last newline it says all that it said */
        scratch_write_text("i/SEAL", text_slice(seal, 0, size));
        assert_int_not_equal(check(), 0);
    }
    scratch_write_text("i/SEAL", seal);
    for (size_t at = 0; at + 1 < seal.size; at++) {
        scratch_flip("i/SEAL", (long)at);
        assert_int_not_equal(check(), 0);
        scratch_flip("i/SEAL", (long)at);
    }
    assert_int_equal(check(), 0);
}

static void test_a_seal_is_broken_before_a_write_and_made_again_behind_it(void **state)
{
    (void)state;
    assert_true(seal_exists("i", TEXT("glass.3")));
    assert_int_equal(seal_break("i", &error), 0);
    assert_false(seal_exists("i", TEXT("glass.3")));
    assert_int_equal(check(), 1);
    assert_int_equal(seal_break("i", &error), 0); /* broken is broken */
    scratch_write("i/glass.3/postlist.glass", "more postings");
    assert_int_equal(seal_write("i", TEXT("glass.3"), &error), 0);
    assert_int_equal(check(), 0);
}

static void test_what_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(seal_write("i", TEXT("glass.9"), &error), -1);
    scratch_remove("i/glass.3");
    assert_int_equal(check(), -1);
    scratch_remove("i/SEAL");
    assert_int_equal(mkdir("i/SEAL", 0755), 0);
    assert_int_equal(check(), -1);
    assert_int_equal(error.code, ERROR_SYSTEM);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_what_is_as_it_was_passes), TEST(test_every_byte_is_under_the_seal),
          TEST(test_a_file_that_is_gone_or_cut_or_longer_or_new_is_damage),
          TEST(test_a_seal_of_another_database_says_nothing), TEST(test_a_damaged_seal_never_passes),
          TEST(test_a_seal_is_broken_before_a_write_and_made_again_behind_it),
          TEST(test_what_cannot_be_read_is_an_error))
