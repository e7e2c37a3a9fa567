/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every allocation fails once: the call says XC_MEMORY, nothing crashes, and what was committed stays. In
 * C++, for the sake of operator new. A plain program, since cmocka is C and allocates too. */
#include "xapian-c/xapian-c.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>

#include <unistd.h>

static long allocations_left = -1; /* -1: all succeed */

void *operator new(size_t size)
{
    if (allocations_left > 0)
        allocations_left--;
    if (allocations_left == 0) {
        allocations_left = -1;
        throw std::bad_alloc();
    }
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

void operator delete(void *memory) noexcept
{
    free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    free(memory);
}

static int add(xc_writer *writer, const char *name, xc_error *error)
{
    xc_document *document = nullptr;
    int result = xc_document_new(&document, error);
    if (result == 0)
        result =
            xc_document_add_posting(document, xc_text_of("a term that needs memory of its own"), 1, 1, error);
    if (result == 0)
        result = xc_document_add_number(document, 0, 1.5, error);
    if (result == 0)
        result = xc_document_set_data(document, xc_text_of("some data that needs memory of its own"), error);
    if (result == 0)
        result = xc_writer_replace(writer, xc_text_of(name), document, nullptr, error);
    xc_document_free(document);
    return result;
}

static int write(const char *path, xc_error *error)
{
    xc_writer *writer = nullptr;
    int result = xc_writer_open(path, XC_CREATE_OR_OPEN, &writer, error);
    if (result == 0)
        result = xc_writer_begin(writer, error);
    if (result == 0)
        result = add(writer, "Q1", error);
    if (result == 0)
        result = add(writer, "Q2", error);
    if (result == 0)
        result = xc_writer_set_metadata(writer, xc_text_of("key"), xc_text_of("value"), error);
    if (result == 0)
        result = xc_writer_commit(writer, error);
    xc_writer_free(writer);
    return result;
}

static int query_for(xc_query **ret, xc_error *error)
{
    xc_query *term = nullptr, *all = nullptr, *fixed = nullptr;
    int result = xc_query_term(xc_text_of("a term that needs memory of its own"), &term, error);
    if (result == 0)
        result = xc_query_all(&all, error);
    if (result == 0)
        result = xc_query_fixed(all, 2, &fixed, error);
    const xc_query *parts[] = {term, fixed};
    if (result == 0)
        result = xc_query_combine(XC_OR, parts, 2, 0, ret, error);
    xc_query_free(term);
    xc_query_free(all);
    xc_query_free(fixed);
    return result;
}

static int read(const char *path, xc_error *error)
{
    xc_database *database = nullptr;
    xc_search *search = nullptr;
    xc_matches *matches = nullptr;
    xc_query *query = nullptr;
    xc_terms *terms = nullptr;
    xc_buffer buffer = {};
    xc_term name;
    xc_match match;
    int result = xc_database_open(path, &database, error);
    if (result == 0)
        result = query_for(&query, error);
    if (result == 0)
        result = xc_search_new(database, &search, error);
    if (result == 0)
        result = xc_search_set_query(search, query, error);
    if (result == 0)
        result = xc_search_set_deadline_ms(search, 60000, error);
    if (result == 0)
        result = xc_search_run(search, 0, 10, 0, XC_FETCH_DATA | XC_FETCH_VALUES | XC_FETCH_TERMS, &matches,
                               error);
    if (result == 0)
        result = xc_matches_next(matches, &match, error);
    if (result >= 0)
        result = xc_terms_open(database, xc_text_of(""), &terms, error);
    if (result == 0)
        result = xc_terms_next(terms, &name, error);
    if (result >= 0)
        result = xc_database_metadata(database, xc_text_of("key"), &buffer, error);
    xc_buffer_clear(&buffer);
    xc_terms_close(terms);
    xc_query_free(query);
    xc_matches_close(matches);
    xc_search_free(search);
    xc_database_close(database);
    return result < 0 ? result : 0;
}

/* How often something failed before it went through, or -1. */
static long sweep(int (*job)(const char *, xc_error *), const char *path, const char *what)
{
    for (long n = 1;; n++) {
        xc_error error;
        allocations_left = n;
        int result = job(path, &error);
        bool spent = allocations_left < 0;
        allocations_left = -1;
        if (result < 0 && error.code != XC_MEMORY) {
            fprintf(stderr, "%s, allocation %ld: %s: %s\n", what, n, xc_code_name(error.code), error.message);
            return -1;
        }
        if (result == 0 && !spent)
            return n - 1;
    }
}

int main()
{
    const char *base = getenv("TMPDIR");
    std::string folder = std::string(base != nullptr ? base : "/tmp") + "/xapian-c-memory-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr)
        return 1;
    std::string path = folder + "/index";
    xc_error error;
    long writing = write(path.c_str(), &error) == 0 ? sweep(write, path.c_str(), "writing") : -1;
    long reading = writing < 0 ? -1 : sweep(read, path.c_str(), "reading");
    xc_buffer report = {};
    bool whole = xc_check(path.c_str(), &report, &error) == 0;
    xc_buffer_clear(&report);
    std::filesystem::remove_all(folder);
    printf("%ld allocations failed while writing, %ld while reading\n", writing, reading);
    return writing > 50 && reading > 50 && whole ? 0 : 1;
}
