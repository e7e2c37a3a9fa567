/* SPDX-License-Identifier: GPL-2.0-or-later */
/* error: what went wrong, for the person who reads it.
 *
 * Ownership  the caller's, on the stack; nothing to free, works when memory is gone.
 * Rule       a function that can fail returns 0 for success, a negative number for failure (then `error` is
 * filled), and a positive number only for an outcome that its header documents. The caller adds at most one
 * error_prefix(). Message    one line: what and where, and what to do about it where that is known. Control
 * bytes in it are replaced by '?'.
 */
#ifndef CHAJA_BASE_ERROR_H
#define CHAJA_BASE_ERROR_H

/* What a caller can do about it, not where it came from. */
enum error_code {
    ERROR_NONE,
    ERROR_NOT_FOUND, /* no such file, index or unit: name another */
    ERROR_LOCKED,    /* another process writes the index: wait for it */
    ERROR_CHANGED,   /* the index moved on under a reader: reopen and do it again */
    ERROR_INPUT,     /* the file or the option is wrong: report it, skip it, go on */
    ERROR_LIMIT,     /* over a stated limit: report it, skip it, go on */
    ERROR_CORRUPT,   /* what is stored is damaged: rebuild */
    ERROR_VERSION,   /* written by another version: rebuild */
    ERROR_SYSTEM,    /* the operating system said no: disk full, no permission, read error */
    ERROR_MEMORY,    /* no memory */
    ERROR_BUG        /* a broken promise inside the program */
};

struct error {
    enum error_code code;
    char message[400];
};

/* Fill `error` and return -1, so that `return error_set(…)` reads well. A message too long is cut at a
 * character. */
int error_set(struct error *error, enum error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with ": " and strerror(errno_value) behind the message. ENOENT and ENOTDIR give ERROR_NOT_FOUND,
 * ENOMEM gives ERROR_MEMORY, everything else ERROR_SYSTEM. */
int error_set_errno(struct error *error, int errno_value, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "PREFIX: " before the message; the code stays. Returns -1. */
int error_prefix(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
