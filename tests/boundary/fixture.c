/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    const char *base = getenv("TMPDIR");
    snprintf(fixture->folder, sizeof fixture->folder, "%s/xapian-c-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/index", fixture->folder);
    *state = fixture;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *position)
{
    (void)status, (void)kind, (void)position;
    return remove(path);
}

int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    int result = nftw(fixture->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(fixture);
    return result;
}

int fixture_works(int result, const struct xc_error *error, const char *call, const char *file, int line)
{
    if (result < 0) {
        print_error("%s\n%s: %s\n", call, xc_code_name(error->code), error->message);
        _fail(file, line);
    }
    return result;
}

static bool is_one_line(const char *message)
{
    size_t size = strlen(message);
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)message[i] < 0x20 || message[i] == 0x7F)
            return false;
    return size > 0 && text_invalid_at(text_of(message)) == TEXT_NONE;
}

void fixture_fails(int result, const struct xc_error *error, enum xc_code code, const char *call,
                   const char *file, int line)
{
    if (result >= 0) {
        print_error("%s\ndid not fail, it gave %d\n", call, result);
        _fail(file, line);
    } else if (error->code != code || !is_one_line(error->message)) {
        print_error("%s\nhave %s: %s\nwant %s\n", call, xc_code_name(error->code), error->message,
                    xc_code_name(code));
        _fail(file, line);
    }
}

struct xc_document *fixture_document(unsigned i, const char *generation)
{
    struct xc_error error;
    struct xc_document *document;
    char unique[16], group[16], data[512];
    snprintf(unique, sizeof unique, "Q%u", i);
    snprintf(group, sizeof group, "group%u", i % 5);
    int size = snprintf(data, sizeof data, "document %u %s ", i, generation);
    unsigned random = i * 2654435761u + (unsigned char)generation[0];
    for (int k = 0; k < 400; k++) {
        random = random * 1664525u + 1013904223u;
        data[size++] = (char)(33 + (random >> 16) % 90);
    }
    assert_works(xc_document_new(&document, &error));
    assert_works(xc_document_add_filter(document, xc_text_of(unique), &error));
    assert_works(xc_document_add_posting(document, xc_text_of("common"), 1, 1, &error));
    assert_works(xc_document_add_posting(document, xc_text_of(i % 2 ? "odd" : "even"), 2, 1, &error));
    if (i % 3 == 0)
        assert_works(xc_document_add_term(document, xc_text_of("by3"), 2, &error));
    assert_works(xc_document_add_number(document, 0, i, &error));
    assert_works(xc_document_add_value(document, 1, xc_text_of(group), &error));
    assert_works(xc_document_set_data(document, xc_text_from(data, (size_t)size), &error));
    return document;
}

void fixture_write(const char *path, unsigned first, unsigned last, const char *generation)
{
    struct xc_error error;
    struct xc_writer *writer;
    assert_works(xc_writer_open(path, XC_CREATE_OR_OPEN, &writer, &error));
    assert_works(xc_writer_begin(writer, &error));
    for (unsigned i = first; i <= last; i++) {
        cleanup(xc_document_freep) struct xc_document *document = fixture_document(i, generation);
        char unique[16];
        snprintf(unique, sizeof unique, "Q%u", i);
        assert_works(xc_writer_replace(writer, xc_text_of(unique), document, NULL, &error));
    }
    assert_works(xc_writer_commit(writer, &error));
    assert_works(xc_writer_close(writer, &error));
}

struct xc_database *fixture_open(const char *path)
{
    struct xc_error error;
    struct xc_database *database = NULL;
    assert_works(xc_database_open(path, &database, &error));
    return database;
}

unsigned fixture_count(const char *path)
{
    struct xc_error error;
    cleanup(xc_database_closep) struct xc_database *database = fixture_open(path);
    uint32_t count = 0;
    assert_works(xc_database_count(database, &count, &error));
    return count;
}

struct xc_query *term(const char *name)
{
    struct xc_error error;
    struct xc_query *query = NULL;
    assert_works(xc_query_term(xc_text_of(name), &query, &error));
    return query;
}

struct xc_query *combine(enum xc_operator operation, struct xc_query *a, struct xc_query *b)
{
    struct xc_error error;
    const struct xc_query *parts[] = {a, b};
    struct xc_query *query = NULL;
    assert_works(xc_query_combine(operation, parts, 2, 0, &query, &error));
    xc_query_free(a);
    xc_query_free(b);
    return query;
}

void buffer_free(struct xc_buffer *buffer)
{
    xc_buffer_clear(buffer);
}

int in_another_process(int (*function)(const struct fixture *fixture), const struct fixture *fixture)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(function(fixture));
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static FILE *open_file(const char *path, const char *name, const char *mode)
{
    char full[PATH_MAX + 64];
    snprintf(full, sizeof full, "%s/%s", path, name);
    FILE *file = fopen(full, mode);
    assert_non_null(file);
    return file;
}

void file_overwrite(const char *path, const char *name, long offset, const void *bytes, size_t size)
{
    FILE *file = open_file(path, name, "r+b");
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void file_truncate(const char *path, const char *name, long size)
{
    FILE *file = open_file(path, name, "r+b");
    assert_int_equal(ftruncate(fileno(file), size), 0);
    assert_int_equal(fclose(file), 0);
}

long file_size(const char *path, const char *name)
{
    FILE *file = open_file(path, name, "rb");
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_int_equal(fclose(file), 0);
    return size;
}
