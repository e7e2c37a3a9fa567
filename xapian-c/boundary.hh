/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boundary: where C++ ends. Handles, checks, and the only try and catch here; for the .cc files alone.
 *
 * Every function that C calls is one guard(): its body may throw what it likes. A body that finds the caller
 * wrong throws by fail(); a C callback's error travels the same way, through Xapian and out again. */
#ifndef XAPIAN_C_BOUNDARY_HH
#define XAPIAN_C_BOUNDARY_HH

#include <xapian.h>

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "xapian-c.h"

namespace xc
{

/* Our own errors as an exception; it holds no memory, so it can be thrown when there is none. */
struct failure {
    xc_error error;
};

[[noreturn]] void fail(xc_code code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same with ": " and strerror(errno_value) behind the message. */
[[noreturn]] void fail_errno(int errno_value, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Fills `error` from the exception that is being handled, and returns -1. */
int translate(xc_error *error) noexcept;

template <class Body> int guard(xc_error *error, Body &&body) noexcept
{
    try {
        return body();
    } catch (...) {
        return translate(error);
    }
}

/* The body's result, and also when std::terminate() was called inside: then -1 and `*ret_lost`, and what
 * the body worked on must be left alone. The body does not throw. */
int outlive_terminate(xc_error *error, bool *ret_lost, int (*body)(void *context), void *context);

std::string to_string(xc_text text);
xc_text to_text(const std::string &string);
void fill(xc_buffer *buffer, const std::string &bytes);

/* Throw XC_ARGUMENT or XC_LIMIT; `what` names the thing in the message. */
void check_size(xc_text text, size_t max_bytes, const char *what);
void check_term(xc_text term, const char *what);
void check_slot(uint32_t slot);

/* Whether a term could be in an index at all: within the limits. The empty term stands for all documents. */
bool term_can_exist(xc_text term);

/* ---- what reads an index shares it, so that handles may be closed in any order ---- */

struct open_index {
    Xapian::Database db;
    std::string path;
    dev_t device = 0;
    ino_t inode = 0;
    std::string uuid;
    bool through_writer = false;

    /* A reader of the folder as it is now. */
    explicit open_index(const char *path);
    /* What a writer sees. */
    explicit open_index(const Xapian::WritableDatabase &writable) : db(writable), through_writer(true)
    {
    }

    /* On to the newest state; whether it may have moved. */
    bool reopen();

  private:
    void open_folder();
};

/* Throws XC_NOT_FOUND unless a glass database is at `path`: Xapian must not look for stub files there. */
void require_index(const char *path);

/* fsync() of a directory; throws. Systems that cannot (EINVAL) are left alone. */
void sync_directory(int directory, const char *path);

xc_terms *new_terms(const Xapian::TermIterator &begin, bool has_frequency, bool has_wdf);
xc_terms *new_terms(const std::vector<std::string> &list);

} // namespace xc

struct xc_database {
    std::shared_ptr<xc::open_index> index;
};

struct xc_document {
    Xapian::Document document;
    uint64_t length = 0; /* sum of wdf */
};

struct xc_query {
    Xapian::Query query;
    unsigned depth = 1;
    unsigned n_leaves = 1;
};

#endif
