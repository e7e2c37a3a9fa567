/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int replace(struct xc_writer *writer, unsigned i, const char *generation, struct xc_error *error)
{
    cleanup(xc_document_freep) struct xc_document *document = fixture_document(i, generation);
    char unique[16];
    snprintf(unique, sizeof unique, "Q%u", i);
    return xc_writer_replace(writer, xc_text_of(unique), document, NULL, error);
}

static struct xc_writer *open_writer(const char *path, unsigned flags)
{
    struct xc_error error;
    struct xc_writer *writer = NULL;
    assert_works(xc_writer_open(path, flags, &writer, &error));
    return writer;
}

static void test_flags_say_whether_an_index_is_made(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_writer *writer = NULL;
    char below[PATH_MAX + 32];
    snprintf(below, sizeof below, "%s/no/index", fixture->folder);
    assert_fails(xc_writer_open(fixture->path, XC_OPEN, &writer, &error), XC_NOT_FOUND);
    assert_fails(xc_writer_open(below, XC_CREATE, &writer, &error), XC_NOT_FOUND);
    assert_fails(xc_writer_open(fixture->path, XC_CREATE | XC_CREATE_OR_OPEN, &writer, &error), XC_ARGUMENT);
    assert_fails(xc_writer_open(fixture->path, 64, &writer, &error), XC_ARGUMENT);
    assert_null(writer);
    assert_works(xc_writer_close(open_writer(fixture->path, XC_CREATE), &error));
    assert_fails(xc_writer_open(fixture->path, XC_CREATE, &writer, &error), XC_ARGUMENT);
    assert_works(xc_writer_close(open_writer(fixture->path, XC_OPEN), &error));
    assert_works(xc_writer_close(open_writer(fixture->path, XC_CREATE_OR_OPEN), &error));
    assert_int_equal(fixture_count(fixture->path), 0);
}

static void test_relative_paths_and_trailing_slashes_work(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    char before[PATH_MAX];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->folder), 0);
    struct xc_writer *writer = NULL;
    assert_fails(xc_writer_open("", XC_CREATE, &writer, &error), XC_ARGUMENT);
    assert_works(xc_writer_close(open_writer("new//", XC_CREATE), &error));
    assert_works(xc_writer_close(open_writer("./new", XC_OPEN), &error));
    assert_int_equal(fixture_count("new"), 0);
    assert_int_equal(chdir(before), 0);
}

static void test_changes_need_a_batch(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    cleanup(xc_writer_freep) struct xc_writer *writer = open_writer(fixture->path, XC_CREATE);
    assert_fails(replace(writer, 1, "a", &error), XC_ARGUMENT);
    assert_fails(xc_writer_commit(writer, &error), XC_ARGUMENT);
    assert_fails(xc_writer_cancel(writer, &error), XC_ARGUMENT);
    assert_works(xc_writer_begin(writer, &error));
    assert_fails(xc_writer_begin(writer, &error), XC_ARGUMENT);
    assert_works(replace(writer, 1, "a", &error));
    assert_works(xc_writer_commit(writer, &error));
    assert_fails(replace(writer, 2, "a", &error), XC_ARGUMENT);
    assert_int_equal(fixture_count(fixture->path), 1);
}

static void test_replacing_keeps_one_document_and_its_id(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    cleanup(xc_writer_freep) struct xc_writer *writer = open_writer(fixture->path, XC_CREATE);
    cleanup(xc_document_freep) struct xc_document *document = fixture_document(1, "a");
    uint32_t id = 0, same = 0, other = 0;
    assert_works(xc_writer_begin(writer, &error));
    assert_works(xc_writer_replace(writer, xc_text_of("unique"), document, &id, &error));
    assert_works(xc_writer_replace(writer, xc_text_of("unique"), document, &same, &error));
    assert_works(xc_writer_add(writer, document, &other, &error));
    assert_int_equal(id, same);
    assert_int_not_equal(id, other);
    assert_works(xc_writer_replace(writer, xc_text_of("unique"), document, &same, &error));
    assert_int_equal(id, same);
    assert_works(xc_writer_commit(writer, &error));
    assert_int_equal(fixture_count(fixture->path), 1);
}

static void test_documents_are_removed_by_any_term_and_by_id(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 10, "a");
    cleanup(xc_writer_freep) struct xc_writer *writer = open_writer(fixture->path, XC_OPEN);
    assert_works(xc_writer_begin(writer, &error));
    assert_works(xc_writer_remove(writer, xc_text_of("Q2"), &error));
    assert_works(xc_writer_remove(writer, xc_text_of("odd"), &error));
    assert_works(xc_writer_remove(writer, xc_text_of("nowhere"), &error));
    assert_works(xc_writer_remove_id(writer, 4, &error));
    assert_fails(xc_writer_remove_id(writer, 4, &error), XC_NOT_FOUND);
    assert_fails(xc_writer_remove_id(writer, 0, &error), XC_ARGUMENT);
    assert_works(xc_writer_commit(writer, &error));
    assert_int_equal(fixture_count(fixture->path), 3);
}

static void test_a_cancelled_batch_leaves_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 3, "a");
    cleanup(xc_writer_freep) struct xc_writer *writer = open_writer(fixture->path, XC_OPEN);
    assert_works(xc_writer_begin(writer, &error));
    for (unsigned i = 3; i <= 50; i++)
        assert_works(replace(writer, i, "b", &error));
    assert_works(xc_writer_set_metadata(writer, xc_text_of("key"), xc_text_of("value"), &error));
    assert_works(xc_writer_add_synonym(writer, xc_text_of("a"), xc_text_of("b"), &error));
    assert_works(xc_writer_add_spelling(writer, xc_text_of("spelling"), 1, &error));
    assert_works(xc_writer_cancel(writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));
    writer = NULL;

    cleanup(xc_database_closep) struct xc_database *database = fixture_open(fixture->path);
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    cleanup(xc_terms_closep) struct xc_terms *synonyms = NULL, *spellings = NULL;
    struct xc_term name;
    assert_int_equal(fixture_count(fixture->path), 3);
    assert_int_equal(xc_database_metadata(database, xc_text_of("key"), &buffer, &error), 0);
    assert_works(xc_database_document(database, 3, &document, &error));
    assert_works(xc_document_data(document, &buffer, &error));
    assert_true(text_starts_with(text_of(buffer.bytes), TEXT("document 3 a ")));
    assert_works(xc_terms_of_synonyms(database, xc_text_of("a"), &synonyms, &error));
    assert_int_equal(xc_terms_next(synonyms, &name, &error), 0);
    assert_works(xc_terms_of_spellings(database, &spellings, &error));
    assert_int_equal(xc_terms_next(spellings, &name, &error), 0);
    xc_terms_close(spellings);
    spellings = NULL;
}

static void test_closing_inside_a_batch_drops_it_and_says_so(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_writer *writer = open_writer(fixture->path, XC_CREATE);
    assert_works(xc_writer_begin(writer, &error));
    for (unsigned i = 1; i <= 5; i++)
        assert_works(replace(writer, i, "a", &error));
    assert_fails(xc_writer_close(writer, &error), XC_ARGUMENT);
    assert_int_equal(fixture_count(fixture->path), 0);

    writer = open_writer(fixture->path, XC_OPEN);
    assert_works(xc_writer_begin(writer, &error));
    assert_works(replace(writer, 1, "a", &error));
    xc_writer_free(writer);
    assert_int_equal(fixture_count(fixture->path), 0);
    assert_int_equal(xc_writer_close(NULL, &error), 0);
    xc_writer_free(NULL);
}

static void test_a_writer_sees_its_own_batch(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 3, "a");
    cleanup(xc_writer_freep) struct xc_writer *writer = open_writer(fixture->path, XC_OPEN);
    struct xc_database *inside = xc_writer_database(writer);
    cleanup(xc_database_closep) struct xc_database *outside = fixture_open(fixture->path);
    uint32_t id;
    assert_works(xc_writer_begin(writer, &error));
    assert_works(replace(writer, 9, "a", &error));
    assert_int_equal(xc_database_find(inside, xc_text_of("Q9"), &id, &error), 1);
    assert_int_equal(xc_database_find(outside, xc_text_of("Q9"), &id, &error), 0);
    assert_int_equal(xc_database_locked(outside, &error), 1);
    xc_database_close(inside); /* does nothing */
    assert_int_equal(xc_database_reopen(inside, &error), 0);
    assert_int_equal(xc_database_find(inside, xc_text_of("Q9"), &id, &error), 1);
    assert_works(xc_writer_commit(writer, &error));
    assert_int_equal(xc_database_reopen(outside, &error), 1);
    assert_int_equal(xc_database_find(outside, xc_text_of("Q9"), &id, &error), 1);
}

/* ---- locks ---- */

static int try_to_write(const struct fixture *fixture)
{
    struct xc_error error = {XC_OK, ""};
    struct xc_writer *writer = NULL;
    int result = xc_writer_open(fixture->path, XC_OPEN, &writer, &error);
    xc_writer_free(writer);
    return result < 0 ? (int)error.code : 0;
}

/* Holds the lock until it is told to go. */
static pid_t start_holder(const char *path, int *ret_go)
{
    int ready[2], go[2];
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        struct xc_error error;
        struct xc_writer *writer = NULL;
        char byte = '0';
        close(go[1]);
        bool well = xc_writer_open(path, XC_OPEN, &writer, &error) == 0 && write(ready[1], "1", 1) == 1 &&
                    read(go[0], &byte, 1) >= 0;
        xc_writer_free(writer);
        _exit(well ? 0 : 1);
    }
    char byte;
    close(ready[1]);
    close(go[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    *ret_go = go[1];
    return child;
}

static void test_a_second_writer_is_locked_out_until_the_first_is_gone(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    struct xc_writer *writer = NULL;
    fixture_write(fixture->path, 1, 1, "a");
    int go;
    pid_t holder = start_holder(fixture->path, &go);
    assert_fails(xc_writer_open(fixture->path, XC_OPEN, &writer, &error), XC_LOCKED);
    assert_fails(xc_writer_open(fixture->path, XC_CREATE_OR_OPEN, &writer, &error), XC_LOCKED);
    assert_null(writer);
    cleanup(xc_database_closep) struct xc_database *reader = fixture_open(fixture->path);
    assert_int_equal(xc_database_locked(reader, &error), 1);
    close(go);
    assert_works(xc_writer_open(fixture->path, XC_OPEN | XC_WAIT_FOR_LOCK, &writer, &error));
    int status;
    assert_int_equal(waitpid(holder, &status, 0), holder);
    assert_int_equal(status, 0);
    struct xc_writer *second = NULL;
    assert_fails(xc_writer_open(fixture->path, XC_OPEN, &second, &error), XC_LOCKED); /* this process, too */
    assert_works(xc_writer_close(writer, &error));
    assert_int_equal(xc_database_locked(reader, &error), 0);
    assert_int_equal(in_another_process(try_to_write, fixture), 0);
}

static void test_what_rests_on_a_closed_writer_fails_and_holds_no_lock(void **state)
{
    const struct fixture *fixture = *state;
    struct xc_error error;
    fixture_write(fixture->path, 1, 50, "a");
    struct xc_writer *writer = open_writer(fixture->path, XC_OPEN);
    struct xc_database *inside = xc_writer_database(writer);
    cleanup(xc_search_freep) struct xc_search *search = NULL;
    cleanup(xc_matches_closep) struct xc_matches *matches = NULL, *none = NULL;
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    cleanup(xc_query_freep) struct xc_query *query = term("common");
    cleanup(buffer_free) struct xc_buffer buffer = {0};
    assert_works(xc_database_document(inside, 1, &document, &error));
    assert_works(xc_terms_open(inside, xc_text_of(""), &terms, &error));
    assert_works(xc_search_new(inside, &search, &error));
    assert_works(xc_search_set_query(search, query, &error));
    assert_works(xc_search_run(search, 0, 10, 0, XC_FETCH_NONE, &matches, &error));
    assert_works(xc_writer_close(writer, &error));

    assert_fails(xc_document_data(document, &buffer, &error), XC_ARGUMENT);
    assert_fails(xc_match_data(matches, 0, &buffer, &error), XC_ARGUMENT);
    assert_fails(xc_search_run(search, 0, 10, 0, XC_FETCH_DATA, &none, &error), XC_ARGUMENT);
    assert_int_equal(in_another_process(try_to_write, fixture), 0);
}

/* ---- disks ---- */

/* Changes until something fails; the code of that, 0 if nothing did. */
static int write_until_failure(struct xc_writer *writer, struct xc_error *error)
{
    for (unsigned round = 0; round < 60; round++) {
        if (xc_writer_begin(writer, error) < 0)
            return (int)error->code;
        for (unsigned i = 1; i <= 200; i++)
            if (replace(writer, round * 200 + i, "b", error) < 0)
                return (int)error->code;
        if (xc_writer_commit(writer, error) < 0)
            return (int)error->code;
    }
    return 0;
}

/* Every document of a whole index: its number is also in its data and its value. */
static bool is_whole(const char *path, unsigned *ret_count)
{
    struct xc_error error;
    cleanup(xc_database_closep) struct xc_database *database = NULL;
    cleanup(xc_postings_closep) struct xc_postings *all = NULL;
    cleanup(buffer_free) struct xc_buffer data = {0}, report = {0};
    struct xc_posting posting;
    unsigned count = 0;
    int more;
    if (xc_check(path, &report, &error) != 0 || xc_database_open(path, &database, &error) < 0 ||
        xc_postings_open(database, xc_text_of("common"), &all, &error) < 0)
        return false;
    while ((more = xc_postings_next(all, &posting, &error)) == 1) {
        cleanup(xc_document_freep) struct xc_document *document = NULL;
        if (xc_database_document(database, posting.id, &document, &error) < 0 ||
            xc_document_data(document, &data, &error) < 0 || data.size < 400)
            return false;
        count++;
    }
    uint32_t documents;
    *ret_count = count;
    return more == 0 && xc_database_count(database, &documents, &error) == 0 && documents == count;
}

/* Writes until the disk is full: the failure is SYSTEM, and the batch is closed to further changes. */
static int fill_disk(const struct fixture *fixture)
{
    struct xc_error error;
    struct xc_writer *writer = NULL;
    if (xc_writer_open(fixture->path, XC_OPEN, &writer, &error) < 0)
        return 2;
    if (write_until_failure(writer, &error) != XC_SYSTEM) {
        fprintf(stderr, "full disk: %s %s\n", xc_code_name(error.code), error.message);
        return 3;
    }
    if (replace(writer, 1, "c", &error) >= 0 || (error.code != XC_ARGUMENT && error.code != XC_SYSTEM))
        return 4;
    if (xc_writer_begin(writer, &error) >= 0 || (error.code != XC_ARGUMENT && error.code != XC_SYSTEM))
        return 5;
    unsigned count = 0;
    if (!is_whole(fixture->path, &count) || count == 0 || count % 200 != 0)
        return 6;
    /* An empty batch needs no room: the writer is fine unless the database was lost. */
    if (xc_writer_cancel(writer, &error) == 0 &&
        (xc_writer_begin(writer, &error) < 0 || xc_writer_commit(writer, &error) < 0))
        return 7;
    return xc_writer_close(writer, &error) < 0 ? 8 : 0;
}

/* In a child, since what it does to the process stays: fills the disk, makes room, goes on. */
static int check_full_disk(const struct fixture *fixture, void (*make_room)(void))
{
    struct xc_error error;
    struct xc_writer *writer = NULL;
    unsigned count = 0, after = 0;
    int result = in_another_process(fill_disk, fixture);
    if (result != 0)
        return result;
    if (!is_whole(fixture->path, &count))
        return 9;
    make_room();
    if (xc_writer_open(fixture->path, XC_OPEN, &writer, &error) < 0 || xc_writer_begin(writer, &error) < 0 ||
        replace(writer, 100001, "c", &error) < 0 || xc_writer_commit(writer, &error) < 0 ||
        xc_writer_close(writer, &error) < 0) {
        fprintf(stderr, "with room again: %s %s\n", xc_code_name(error.code), error.message);
        return 10;
    }
    return is_whole(fixture->path, &after) && after == count + 1 ? 0 : 11;
}

static void lift_file_limit(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static int write_against_a_file_limit(const struct fixture *fixture)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 1000000;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
        return 1;
    return check_full_disk(fixture, lift_file_limit);
}

static void test_a_file_that_cannot_grow_keeps_the_last_commit(void **state)
{
    const struct fixture *fixture = *state;
    fixture_write(fixture->path, 1, 200, "a");
    assert_int_equal(in_another_process(write_against_a_file_limit, fixture), 0);
}

/* A file system of `size` of its own, below the folder, seen by this process only; false where that is not
 * allowed. */
static bool mount_memory(const char *path, const char *size)
{
    char options[64];
    snprintf(options, sizeof options, "size=%s", size);
    return mkdir(path, 0700) == 0 && unshare(CLONE_NEWNS) == 0 &&
           mount("none", "/", "", MS_REC | MS_PRIVATE, "") == 0 &&
           mount("none", path, "tmpfs", 0, options) == 0;
}

static void grow_disk(void)
{
    mount("none", "disk", "tmpfs", MS_REMOUNT, "size=16m");
}

enum { NOT_ALLOWED = 77 };

static const char *const disk_sizes[] = {"700k", "1000k", "1500k", "2100k", "3m"};

/* One after the other, for the disk is full in another table each time. */
static int write_against_full_disks(const struct fixture *fixture)
{
    struct fixture inside = {"disk", "disk/index"};
    if (chdir(fixture->folder) < 0)
        return 1;
    for (size_t i = 0; i < sizeof disk_sizes / sizeof *disk_sizes; i++) {
        if (!mount_memory("disk", disk_sizes[i]))
            return NOT_ALLOWED;
        fixture_write(inside.path, 1, 200, "a");
        int result = check_full_disk(&inside, grow_disk);
        if (result != 0)
            return result;
        if (umount("disk") < 0 || rmdir("disk") < 0)
            return 1;
    }
    return 0;
}

static void test_a_full_disk_keeps_the_last_commit(void **state)
{
    int result = in_another_process(write_against_full_disks, *state);
    if (result == NOT_ALLOWED)
        skip(); /* needs leave to mount; the test before this one is the same without */
    assert_int_equal(result, 0);
}

static int write_to_a_read_only_disk(const struct fixture *fixture)
{
    struct xc_error error = {XC_OK, ""};
    struct xc_writer *writer = NULL;
    if (chdir(fixture->folder) < 0)
        return 1;
    if (!mount_memory("disk", "4m"))
        return NOT_ALLOWED;
    fixture_write("disk/index", 1, 20, "a");
    if (mount("none", "disk", "tmpfs", MS_REMOUNT | MS_RDONLY, "") < 0)
        return NOT_ALLOWED;
    if (xc_writer_open("disk/index", XC_OPEN, &writer, &error) >= 0 || error.code != XC_SYSTEM ||
        strstr(error.message, strerror(EROFS)) == NULL) {
        fprintf(stderr, "read-only: %s %s\n", xc_code_name(error.code), error.message);
        return 2;
    }
    if (xc_writer_open("disk/new", XC_CREATE, &writer, &error) >= 0 || error.code != XC_SYSTEM)
        return 3;
    return fixture_count("disk/index") == 20 ? 0 : 4; /* reading is fine */
}

static void test_a_read_only_disk_is_named(void **state)
{
    int result = in_another_process(write_to_a_read_only_disk, *state);
    if (result == NOT_ALLOWED)
        skip(); /* needs leave to mount */
    assert_int_equal(result, 0);
}

static int write_without_permission(const struct fixture *fixture)
{
    struct xc_error error = {XC_OK, ""};
    struct xc_writer *writer = NULL;
    struct xc_database *database = NULL;
    char other[PATH_MAX + 16];
    snprintf(other, sizeof other, "%s/other", fixture->folder);
    if (geteuid() == 0 && (setresgid(65534, 65534, 65534) < 0 || setresuid(65534, 65534, 65534) < 0))
        return 1;
    if (xc_writer_open(fixture->path, XC_OPEN, &writer, &error) >= 0 || error.code != XC_SYSTEM) {
        fprintf(stderr, "no permission: %s %s\n", xc_code_name(error.code), error.message);
        return 2;
    }
    if (strstr(error.message, strerror(EACCES)) == NULL)
        return 3;
    if (xc_writer_open(other, XC_CREATE, &writer, &error) >= 0 || error.code != XC_SYSTEM)
        return 4;
    if (xc_database_open(fixture->path, &database, &error) >= 0 || error.code != XC_SYSTEM)
        return 5;
    return 0;
}

static void test_missing_permission_is_named(void **state)
{
    const struct fixture *fixture = *state;
    char file[PATH_MAX + 32];
    const char *const files[] = {"flintlock", "iamglass"};
    fixture_write(fixture->path, 1, 1, "a");
    for (size_t i = 0; i < 2; i++) {
        snprintf(file, sizeof file, "%s/%s", fixture->path, files[i]);
        assert_int_equal(chmod(file, 0), 0);
    }
    assert_int_equal(chmod(fixture->folder, 0555), 0);
    int result = in_another_process(write_without_permission, fixture);
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(result, 0);
}

RUN_TESTS(with_folder(test_flags_say_whether_an_index_is_made),
          with_folder(test_relative_paths_and_trailing_slashes_work), with_folder(test_changes_need_a_batch),
          with_folder(test_replacing_keeps_one_document_and_its_id),
          with_folder(test_documents_are_removed_by_any_term_and_by_id),
          with_folder(test_a_cancelled_batch_leaves_nothing),
          with_folder(test_closing_inside_a_batch_drops_it_and_says_so),
          with_folder(test_a_writer_sees_its_own_batch),
          with_folder(test_a_second_writer_is_locked_out_until_the_first_is_gone),
          with_folder(test_what_rests_on_a_closed_writer_fails_and_holds_no_lock),
          with_folder(test_a_file_that_cannot_grow_keeps_the_last_commit),
          with_folder(test_a_full_disk_keeps_the_last_commit), with_folder(test_a_read_only_disk_is_named),
          with_folder(test_missing_permission_is_named))
