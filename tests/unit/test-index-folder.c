/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/scratch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "indexer/index-folder.h"

static struct arena arena;

static int set_up(void **state)
{
    static struct scratch scratch;
    arena_init(&arena);
    scratch_enter(&scratch);
    *state = &scratch;
    return 0;
}

static int tear_down(void **state)
{
    scratch_leave(*state);
    arena_clear(&arena);
    return 0;
}

/* A database with the state of an index, at this generation. */
static void make_database(const char *index, const char *name, uint64_t generation)
{
    struct xc_writer *writer;
    struct xc_error xc_error;
    struct error error;
    mkdir(index, 0755);
    const char *path = index_database_path(index, text_of(name), &arena);
    assert_int_equal(xc_writer_open(path, XC_CREATE_OR_OPEN, &writer, &xc_error), 0);
    assert_int_equal(xc_writer_begin(writer, &xc_error), 0);
    assert_int_equal(schema_write(writer, generation, &error), 0);
    assert_int_equal(xc_writer_commit(writer, &xc_error), 0);
    assert_int_equal(xc_writer_close(writer, &xc_error), 0);
}

static void set_metadata(const char *path, const char *key, const char *value)
{
    struct xc_writer *writer;
    struct xc_error xc_error;
    assert_int_equal(xc_writer_open(path, XC_OPEN, &writer, &xc_error), 0);
    assert_int_equal(xc_writer_begin(writer, &xc_error), 0);
    assert_int_equal(xc_writer_set_metadata(writer, xc_text_of(key), xc_text_of(value), &xc_error), 0);
    assert_int_equal(xc_writer_commit(writer, &xc_error), 0);
    assert_int_equal(xc_writer_close(writer, &xc_error), 0);
}

static void make_index(void)
{
    struct error error;
    make_database("i", "glass.1", 1);
    assert_int_equal(index_make_current("i", TEXT("glass.1"), &error), 0);
}

/* ---- CURRENT ---- */

static void test_current_names_a_database_of_ours_or_is_refused(void **state)
{
    static const struct {
        const char *content;
        enum error_code code;
    } cases[] = {
        {"glass.1\n", ERROR_NONE},
        {"glass.1", ERROR_NONE},
        {"  glass.1 \r\n", ERROR_NONE},
        {"glass.18446744073709551615\n", ERROR_NONE},
        {"", ERROR_CORRUPT},
        {"\n", ERROR_CORRUPT},
        {"glass.0\n", ERROR_CORRUPT},
        {"glass.\n", ERROR_CORRUPT},
        {"glass.-1\n", ERROR_CORRUPT},
        {"glass.1x\n", ERROR_CORRUPT},
        {"glass.1/../../etc\n", ERROR_CORRUPT},
        {"../glass.1\n", ERROR_CORRUPT},
        {"glass.99999999999999999999\n", ERROR_CORRUPT},
        {"MANIFEST-000007\n", ERROR_CORRUPT},
        {"glass.1\nglass.2\n", ERROR_CORRUPT},
        {"\xFF\xFE", ERROR_CORRUPT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text name;
        struct error error = {0};
        scratch_write("i/CURRENT", cases[i].content);
        int result = index_current("i", &arena, &name, &error);
        if ((result == 0) != (cases[i].code == ERROR_NONE) || (result < 0 && error.code != cases[i].code))
            fail_msg("\"%s\": %d %s", cases[i].content, result, error.message);
    }
}

static void test_current_that_is_missing_or_no_file(void **state)
{
    struct text name;
    struct error error;
    (void)state;
    assert_int_equal(index_current("i", &arena, &name, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_int_equal(mkdir("i", 0755), 0);
    assert_int_equal(index_current("i", &arena, &name, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_int_equal(mkfifo("i/CURRENT", 0644), 0); /* must not be waited for */
    assert_int_equal(index_current("i", &arena, &name, &error), -1);
    assert_int_equal(unlink("i/CURRENT"), 0);
    scratch_write("elsewhere", "glass.1\n");
    assert_int_equal(symlink("../elsewhere", "i/CURRENT"), 0);
    assert_int_equal(index_current("i", &arena, &name, &error), -1);
    assert_int_equal(error.code, ERROR_SYSTEM);
}

static void test_make_current_replaces_the_name(void **state)
{
    struct text name;
    struct error error;
    (void)state;
    assert_int_equal(mkdir("i", 0755), 0);
    assert_int_equal(index_make_current("i", TEXT("glass.4"), &error), 0);
    assert_int_equal(index_make_current("i", TEXT("glass.12"), &error), 0);
    assert_int_equal(index_current("i", &arena, &name, &error), 0);
    assert_text(name, "glass.12");
    assert_false(scratch_is_there("i/CURRENT.new"));
    assert_int_equal(index_make_current("nowhere", TEXT("glass.1"), &error), -1);
}

/* ---- opening ---- */

static void test_a_reader_opens_what_counts(void **state)
{
    struct index_reader reader;
    struct error error;
    (void)state;
    make_index();
    make_database("i", "glass.2", 7);
    assert_int_equal(index_reader_open("i", &arena, &reader, &error), 0);
    assert_text(reader.name, "glass.1");
    assert_int_equal(reader.state.generation, 1);
    index_reader_close(&reader);
    index_reader_close(&reader);
    assert_int_equal(index_make_current("i", TEXT("glass.2"), &error), 0);
    assert_int_equal(index_reader_open("i", &arena, &reader, &error), 0);
    assert_int_equal(reader.state.generation, 7);
    index_reader_close(&reader);
}

static void check_not_opened(enum error_code code, const char *part)
{
    struct index_reader reader;
    struct error error;
    assert_int_equal(index_reader_open("i", &arena, &reader, &error), -1);
    assert_null(reader.database);
    if (error.code != code || strstr(error.message, part) == NULL)
        fail_msg("%d %s", error.code, error.message);
}

static void test_without_an_index_the_message_says_how_to_make_one(void **state)
{
    (void)state;
    check_not_opened(ERROR_NOT_FOUND, "indexer --index i FOLDER");
    assert_int_equal(mkdir("i", 0755), 0);
    check_not_opened(ERROR_NOT_FOUND, "indexer --index i FOLDER");
    scratch_write("i/CURRENT", "glass.1\n");
    check_not_opened(ERROR_NOT_FOUND, "indexer --index i FOLDER");
    scratch_remove("i");
    scratch_write("i", "a file");
    check_not_opened(ERROR_NOT_FOUND, "indexer --index i FOLDER");
}

static void test_an_index_of_other_rules_is_refused_with_the_way_out(void **state)
{
    static const struct {
        const char *key, *value, *part;
        enum error_code code;
    } cases[] = {
        {"schema", "99", "layout is version 99", ERROR_VERSION},
        {"icu", "50.1", "ICU 50.1", ERROR_VERSION},
        {"analysis", "12345", "other rules of analysis", ERROR_VERSION},
        {"schema", "", "never finished", ERROR_VERSION},
        {"schema", "x", "no number", ERROR_CORRUPT},
        {"generation", "", "no number", ERROR_CORRUPT},
        {"generation", "-3", "no number", ERROR_CORRUPT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_index();
        set_metadata("i/glass.1", cases[i].key, cases[i].value);
        check_not_opened(cases[i].code, cases[i].part);
        check_not_opened(cases[i].code,
                         cases[i].code == ERROR_VERSION ? "indexer --index i --rebuild" : "i: ");
        scratch_remove("i");
    }
}

static void test_a_stub_file_is_no_database(void **state)
{
    (void)state;
    scratch_write("i/CURRENT", "glass.1\n");
    scratch_write("i/glass.1", "remote :touch was-run\n");
    struct index_reader reader;
    struct error error;
    assert_int_equal(index_reader_open("i", &arena, &reader, &error), -1);
    assert_false(scratch_is_there("was-run"));
}

static void test_a_reader_becomes_stale_by_a_commit_and_by_a_rebuild(void **state)
{
    struct index_reader reader;
    struct error error;
    (void)state;
    make_index();
    assert_int_equal(index_reader_open("i", &arena, &reader, &error), 0);
    assert_int_equal(index_reader_is_stale("i", &reader), 0);
    assert_int_equal(index_reader_is_stale("i", &reader), 0);
    make_database("i", "glass.1", 2);
    assert_int_equal(index_reader_is_stale("i", &reader), 1);
    index_reader_close(&reader);
    assert_int_equal(index_reader_open("i", &arena, &reader, &error), 0);
    assert_int_equal(reader.state.generation, 2);
    make_database("i", "glass.2", 3);
    assert_int_equal(index_reader_is_stale("i", &reader), 0);
    assert_int_equal(index_make_current("i", TEXT("glass.2"), &error), 0);
    assert_int_equal(index_remove_stale("i", &error), 0);
    assert_int_equal(index_reader_is_stale("i", &reader), 1);
    scratch_remove("i"); /* what there is cannot be told: the reader goes on with what it has */
    assert_int_equal(index_reader_is_stale("i", &reader), 0);
    index_reader_close(&reader);
}

struct replacing {
    atomic_bool is_over;
};

static void *replace_again_and_again(void *context)
{
    struct replacing *replacing = context;
    struct arena own;
    struct error error;
    arena_init(&own);
    for (uint64_t n = 2; n < 60; n++) {
        const char *name = arena_printf(&own, "glass.%llu", (unsigned long long)n).bytes;
        struct xc_writer *writer;
        struct xc_error xc_error;
        if (xc_writer_open(index_database_path("i", text_of(name), &own), XC_CREATE, &writer, &xc_error) <
                0 ||
            xc_writer_begin(writer, &xc_error) < 0 || schema_write(writer, n, &error) < 0 ||
            xc_writer_commit(writer, &xc_error) < 0 || xc_writer_close(writer, &xc_error) < 0 ||
            index_make_current("i", text_of(name), &error) < 0 || index_remove_stale("i", &error) < 0)
            break;
    }
    arena_clear(&own);
    atomic_store(&replacing->is_over, true);
    return NULL;
}

static void test_a_reader_opens_while_the_database_is_replaced(void **state)
{
    struct replacing replacing = {false};
    pthread_t thread;
    uint64_t last = 0;
    size_t n_opened = 0;
    (void)state;
    make_index();
    assert_int_equal(pthread_create(&thread, NULL, replace_again_and_again, &replacing), 0);
    while (!atomic_load(&replacing.is_over)) {
        struct index_reader reader;
        struct error error;
        if (index_reader_open("i", &arena, &reader, &error) < 0)
            fail_msg("%s", error.message);
        assert_true(reader.state.generation >= last);
        last = reader.state.generation;
        index_reader_close(&reader);
        arena_reset(&arena);
        n_opened++;
    }
    pthread_join(thread, NULL);
    assert_true(n_opened > 10);
}

/* ---- the lock ---- */

static void test_a_second_writer_is_told_who_holds_the_lock(void **state)
{
    int told[2], go[2], status;
    char byte;
    (void)state;
    assert_true(pipe(told) == 0 && pipe(go) == 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct index_lock *lock;
        struct error error;
        int result = index_lock_take("i", &lock, &error);
        byte = (char)('0' - result);
        _exit(write(told[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1 && result == 0 ? 0 : 1);
    }
    struct index_lock *lock = NULL;
    struct error error;
    char pid[32];
    assert_int_equal(read(told[0], &byte, 1), 1);
    assert_int_equal(byte, '0');
    assert_int_equal(index_lock_take("i", &lock, &error), -1);
    assert_int_equal(error.code, ERROR_LOCKED);
    snprintf(pid, sizeof pid, "process %d on ", (int)child);
    assert_non_null(strstr(error.message, pid));
    assert_non_null(strstr(error.message, "test-index-folder"));
    assert_non_null(strstr(error.message, " since 20"));
    assert_null(lock);
    assert_int_equal(write(go[1], "x", 1), 1); /* it ends without having released the lock: the kernel does */
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(index_lock_take("i", &lock, &error), 0);
    index_lock_release(lock);
    for (int i = 0; i < 2; i++) {
        close(told[i]);
        close(go[i]);
    }
}

static void test_the_lock_is_free_again_after_release(void **state)
{
    struct index_lock *first, *second;
    struct error error;
    (void)state;
    assert_int_equal(index_lock_take("i", &first, &error), 0);
    assert_int_equal(index_lock_take("i", &second, &error), -1);
    assert_int_equal(error.code, ERROR_LOCKED);
    index_lock_release(first);
    assert_int_equal(index_lock_take("i//", &second, &error), 0);
    index_lock_release(second);
    index_lock_release(NULL);
}

static void test_a_folder_of_something_else_is_refused(void **state)
{
    static const struct {
        const char *files[4];
        bool is_taken;
    } cases[] = {
        {{NULL}, true},
        {{"lock"}, true},                        /* killed at once */
        {{"CURRENT.new", "lock"}, true},         /* killed before the first rename */
        {{"CURRENT", "SEAL", "lock"}, true},     /* its database is lost */
        {{"glass.3/iamglass", "pairs.3"}, true}, /* CURRENT is lost */
        {{"a.md"}, false},
        {{".hidden"}, false},
        {{"CURRENT", "000003.log", "LOCK"}, false}, /* LevelDB */
        {{"lock", "mail/1"}, false},
        {{"glass"}, false},
        {{"glass.x"}, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct index_lock *lock;
        struct error error;
        assert_int_equal(mkdir("i", 0755), 0);
        for (size_t f = 0; f < 4 && cases[i].files[f] != NULL; f++)
            scratch_write(arena_printf(&arena, "i/%s", cases[i].files[f]).bytes, "MANIFEST-000001\n");
        int result = index_lock_take("i", &lock, &error);
        if ((result == 0) != cases[i].is_taken)
            fail_msg("case %zu: %s", i, result < 0 ? error.message : "taken");
        if (result == 0)
            index_lock_release(lock);
        else
            assert_int_equal(error.code, ERROR_INPUT);
        scratch_remove("i");
    }
}

static void test_no_lock_where_there_can_be_no_folder(void **state)
{
    struct index_lock *lock;
    struct error error;
    (void)state;
    assert_int_equal(index_lock_take("no/such/folder", &lock, &error), -1);
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    scratch_write("file", "");
    assert_int_equal(index_lock_take("file", &lock, &error), -1);
    assert_int_equal(mkdir("i", 0755), 0);
    assert_int_equal(symlink("../elsewhere", "i/lock"), 0);
    assert_int_equal(index_lock_take("i", &lock, &error), -1);
    assert_false(scratch_is_there("elsewhere"));
}

/* ---- databases ---- */

static void test_the_next_name_is_above_all_others(void **state)
{
    struct text name;
    struct error error;
    (void)state;
    assert_int_equal(mkdir("i", 0755), 0);
    assert_int_equal(index_next_name("i", &arena, &name, &error), 0);
    assert_text(name, "glass.1");
    mkdir("i/glass.9", 0755);
    mkdir("i/glass.10", 0755);
    mkdir("i/glass.x", 0755);
    scratch_write("i/glass.11", "");
    assert_int_equal(index_next_name("i", &arena, &name, &error), 0);
    assert_text(name, "glass.12");
}

static void test_stale_databases_go_and_the_one_that_counts_stays(void **state)
{
    struct error error;
    (void)state;
    make_index();
    make_database("i", "glass.2", 1);
    scratch_write("i/glass.7/half-made", "x");
    scratch_write("i/SEAL", "x");
    assert_int_equal(index_remove_stale("i", &error), 0);
    assert_true(scratch_is_there("i/glass.1/iamglass"));
    assert_false(scratch_is_there("i/glass.2"));
    assert_false(scratch_is_there("i/glass.7"));
    assert_true(scratch_is_there("i/SEAL"));
    assert_true(scratch_is_there("i/CURRENT"));
}

static void test_without_current_every_database_is_stale(void **state)
{
    struct error error;
    (void)state;
    make_database("i", "glass.1", 1);
    assert_int_equal(index_remove_stale("i", &error), 0);
    assert_false(scratch_is_there("i/glass.1"));
}

static void test_a_damaged_current_removes_nothing(void **state)
{
    struct error error;
    (void)state;
    make_index();
    scratch_write("i/CURRENT", "garbage");
    assert_int_equal(index_remove_stale("i", &error), 0);
    assert_true(scratch_is_there("i/glass.1/iamglass"));
}

static void test_nothing_is_removed_through_a_link(void **state)
{
    struct error error;
    (void)state;
    make_index();
    scratch_write("precious/file", "x");
    assert_int_equal(symlink("../precious", "i/glass.5"), 0);
    scratch_write("i/glass.6", "a file");
    assert_int_equal(index_remove_stale("i", &error), 0);
    assert_true(scratch_is_there("precious/file"));
    assert_true(scratch_is_there("i/glass.6"));
}

static void test_a_folder_inside_a_database_is_no_work_of_ours(void **state)
{
    struct error error;
    (void)state;
    make_index();
    scratch_write("i/glass.5/below/file", "x");
    assert_int_equal(index_remove_stale("i", &error), -1);
    assert_non_null(strstr(error.message, "i/glass.5/below"));
    assert_true(scratch_is_there("i/glass.5/below/file"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

RUN_TESTS(TEST(test_current_names_a_database_of_ours_or_is_refused),
          TEST(test_current_that_is_missing_or_no_file), TEST(test_make_current_replaces_the_name),
          TEST(test_a_reader_opens_what_counts), TEST(test_without_an_index_the_message_says_how_to_make_one),
          TEST(test_an_index_of_other_rules_is_refused_with_the_way_out),
          TEST(test_a_stub_file_is_no_database),
          TEST(test_a_reader_becomes_stale_by_a_commit_and_by_a_rebuild),
          TEST(test_a_reader_opens_while_the_database_is_replaced),
          TEST(test_a_second_writer_is_told_who_holds_the_lock),
          TEST(test_the_lock_is_free_again_after_release), TEST(test_a_folder_of_something_else_is_refused),
          TEST(test_no_lock_where_there_can_be_no_folder), TEST(test_the_next_name_is_above_all_others),
          TEST(test_stale_databases_go_and_the_one_that_counts_stays),
          TEST(test_without_current_every_database_is_stale), TEST(test_a_damaged_current_removes_nothing),
          TEST(test_nothing_is_removed_through_a_link),
          TEST(test_a_folder_inside_a_database_is_no_work_of_ours))
