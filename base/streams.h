/* SPDX-License-Identifier: GPL-2.0-or-later */
/* streams: standard input, output and error as a program may rely on them.
 *
 * A program can be started with any of the three closed. The next file it opens then takes that number, and what it prints goes into
 * that file: a summary into a lock, a warning into a table of the index.
 */
#ifndef CHAJA_BASE_STREAMS_H
#define CHAJA_BASE_STREAMS_H

#include "base/error.h"

/* Occupy those of the three that are closed, so that using one fails as it would have: reading, writing gives EBADF. To be called before
 * anything is opened. Ends the program if that cannot be done. */
void streams_occupy(void);

/* Write out what is buffered for standard output. ERROR_SYSTEM if that, or any printing before it, failed. */
int streams_flush_output(struct error *error);

/* "PROGRAM: MESSAGE" on standard error: one line, and nothing in it that a terminal would obey. */
void streams_print_error(const char *program, const struct error *error);

#endif
