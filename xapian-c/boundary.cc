/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>

namespace xc
{

/* One printable line of whole UTF-8 characters, also when it was cut or quotes a hostile term. */
static void tidy(xc_error *error)
{
    size_t size = strlen(error->message);
    if (size + 1 == sizeof error->message) {
        while (size > 0 && (static_cast<unsigned char>(error->message[size - 1]) & 0xC0) == 0x80)
            size--;
        if (size > 0 && static_cast<unsigned char>(error->message[size - 1]) >= 0x80)
            size--;
        error->message[size] = '\0';
    }
    for (size_t i = 0; i < size; i++)
        if (static_cast<unsigned char>(error->message[i]) < 0x20 || error->message[i] == 0x7F)
            error->message[i] = '?';
}

static int set(xc_error *error, xc_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

static int set(xc_error *error, xc_code code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error->code = code;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    tidy(error);
    return -1;
}

void fail(xc_code code, const char *format, ...)
{
    failure thrown;
    va_list arguments;
    va_start(arguments, format);
    thrown.error.code = code;
    vsnprintf(thrown.error.message, sizeof thrown.error.message, format, arguments);
    va_end(arguments);
    tidy(&thrown.error);
    throw thrown;
}

void fail_errno(int errno_value, const char *format, ...)
{
    char message[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    char buffer[128];
    const char *reason = strerror_r(errno_value, buffer, sizeof buffer); /* the GNU one */
    fail(errno_value == ENOMEM ? XC_MEMORY : XC_SYSTEM, "%s: %s", message, reason);
}

/* Xapian keeps errno to itself and shows strerror()'s text only. */
static bool has_errno(const Xapian::Error &exception, int errno_value)
{
    char buffer[128];
    const char *have = exception.get_error_string();
    return have != nullptr && strcmp(have, strerror_r(errno_value, buffer, sizeof buffer)) == 0;
}

static int set_from(xc_error *error, xc_code code, const Xapian::Error &exception)
{
    const char *reason = exception.get_error_string();
    return set(error, code, "%s%s%s", exception.get_msg().c_str(), reason != nullptr ? ": " : "",
               reason != nullptr ? reason : "");
}

/* What an error that carries errno is. */
static xc_code code_of_errno(const Xapian::Error &exception, xc_code without_errno)
{
    if (exception.get_error_string() == nullptr)
        return without_errno;
    return has_errno(exception, ENOMEM) ? XC_MEMORY : XC_SYSTEM;
}

/* A commit that fails and can't go back either ("Modifications failed (…)") comes without errno; the state
 * on the disk is the last one that was committed. */
static xc_code code_of_database(const Xapian::DatabaseError &exception)
{
    bool is_failed_write = exception.get_msg().compare(0, 20, "Modifications failed") == 0;
    return code_of_errno(exception, is_failed_write ? XC_SYSTEM : XC_CORRUPT);
}

/* LockError also says that there is no lock to be had here: a read-only disk, no descriptors. */
static xc_code code_of_lock(const Xapian::DatabaseLockError &exception)
{
    return exception.get_msg().find("already locked") != std::string::npos ? XC_LOCKED : XC_SYSTEM;
}

/* require_index() has seen the version file, so what is missing now is another file of the index. */
static xc_code code_of_opening(const Xapian::DatabaseOpeningError &exception)
{
    return has_errno(exception, ENOENT) ? XC_CORRUPT : code_of_errno(exception, XC_CORRUPT);
}

int translate(xc_error *error) noexcept
{
    try {
        throw;
    } catch (const failure &exception) {
        *error = exception.error;
        return -1;
    } catch (const Xapian::DatabaseModifiedError &exception) {
        return set_from(error, XC_CHANGED, exception);
    } catch (const Xapian::DatabaseLockError &exception) {
        return set_from(error, code_of_lock(exception), exception);
    } catch (const Xapian::DatabaseNotFoundError &exception) {
        return set_from(error, XC_NOT_FOUND, exception);
    } catch (const Xapian::DatabaseVersionError &exception) {
        return set_from(error, XC_VERSION, exception);
    } catch (const Xapian::DatabaseOpeningError &exception) {
        return set_from(error, code_of_opening(exception), exception);
    } catch (const Xapian::DatabaseCreateError &exception) {
        return set_from(error, code_of_errno(exception, XC_ARGUMENT), exception);
    } catch (const Xapian::DatabaseClosedError &exception) {
        return set_from(error, XC_ARGUMENT, exception);
    } catch (const Xapian::DatabaseError &exception) {
        return set_from(error, code_of_database(exception), exception);
    } catch (const Xapian::DocNotFoundError &exception) {
        return set_from(error, XC_NOT_FOUND, exception);
    } catch (const Xapian::SerialisationError &exception) {
        return set_from(error, XC_CORRUPT, exception);
    } catch (const Xapian::RangeError &exception) {
        return set_from(error, XC_CORRUPT, exception);
    } catch (const Xapian::LogicError &exception) {
        return set_from(error, XC_ARGUMENT, exception);
    } catch (const Xapian::Error &exception) {
        return set_from(error, code_of_errno(exception, XC_BUG), exception);
    } catch (const std::bad_alloc &) {
        return set(error, XC_MEMORY, "out of memory");
    } catch (const std::length_error &exception) {
        return set(error, XC_CORRUPT, "impossible length: %s", exception.what());
    } catch (const std::exception &exception) {
        return set(error, XC_BUG, "unexpected: %s", exception.what());
    } catch (...) {
        return set(error, XC_BUG, "unexpected exception");
    }
}

static void check_bytes(xc_text text)
{
    if (text.bytes == nullptr && text.size > 0)
        fail(XC_ARGUMENT, "a text of %zu bytes at NULL", text.size);
}

std::string to_string(xc_text text)
{
    check_bytes(text);
    return text.size > 0 ? std::string(text.bytes, text.size) : std::string();
}

xc_text to_text(const std::string &string)
{
    return {string.data(), string.size()};
}

void fill(xc_buffer *buffer, const std::string &bytes)
{
    if (buffer->capacity <= bytes.size()) {
        size_t capacity = std::max(bytes.size() + 1, size_t{64});
        void *grown = realloc(buffer->bytes, capacity);
        if (grown == nullptr)
            throw std::bad_alloc();
        buffer->bytes = static_cast<char *>(grown);
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes, bytes.c_str(), bytes.size() + 1);
    buffer->size = bytes.size();
}

void check_size(xc_text text, size_t max_bytes, const char *what)
{
    if (text.size > max_bytes)
        fail(XC_LIMIT, "%s of %zu bytes is over the limit of %zu", what, text.size, max_bytes);
}

/* As glass stores it: a NUL takes two bytes. */
static size_t stored_size(xc_text term)
{
    check_bytes(term);
    return term.size + static_cast<size_t>(std::count(term.bytes, term.bytes + term.size, '\0'));
}

bool term_can_exist(xc_text term)
{
    return term.size <= XC_MAX_TERM_BYTES && (term.size == 0 || stored_size(term) <= XC_MAX_TERM_BYTES);
}

void check_term(xc_text term, const char *what)
{
    if (term.size == 0)
        fail(XC_ARGUMENT, "an empty %s", what);
    if (!term_can_exist(term))
        fail(XC_LIMIT, "a %s of %zu bytes is over the limit of %d (a NUL counts as two)", what, term.size,
             XC_MAX_TERM_BYTES);
}

void check_slot(uint32_t slot)
{
    if (slot == Xapian::BAD_VALUENO)
        fail(XC_ARGUMENT, "%u is no value slot", slot);
}

} // namespace xc

const char *xc_code_name(enum xc_code code)
{
    switch (code) {
    case XC_OK:
        return "ok";
    case XC_NOT_FOUND:
        return "not found";
    case XC_LOCKED:
        return "locked";
    case XC_CHANGED:
        return "changed";
    case XC_ARGUMENT:
        return "argument";
    case XC_LIMIT:
        return "limit";
    case XC_CORRUPT:
        return "corrupt";
    case XC_VERSION:
        return "version";
    case XC_SYSTEM:
        return "system";
    case XC_MEMORY:
        return "memory";
    case XC_CALLBACK:
        return "callback";
    case XC_BUG:
        return "bug";
    }
    return "unknown";
}

void xc_buffer_clear(struct xc_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = {};
}

const char *xc_version(void)
{
    return Xapian::version_string();
}
