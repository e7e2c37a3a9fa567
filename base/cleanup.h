/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cleanup: release a handle when its variable leaves the scope.
 *
 *   cleanup(xc_database_closep) struct xc_database *database = NULL;
 *
 * The variable must be initialised on the line that declares it. DEFINE_CLEANUP(type, name) makes `name##p`
 * from a function `name(type *)` that takes NULL. */
#ifndef CHAJA_BASE_CLEANUP_H
#define CHAJA_BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define cleanup(function) __attribute__((cleanup(function)))

#define DEFINE_CLEANUP(type, name)            \
    static inline void name##p(type **handle) \
    {                                         \
        if (*handle != NULL)                  \
            name(*handle);                    \
    }

/* For memory from malloc(). */
static inline void freep(void *pointer)
{
    free(*(void **)pointer);
}

/* For a descriptor; -1 is "none". */
static inline void close_fdp(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static inline void fclosep(FILE **stream)
{
    if (*stream != NULL)
        fclose(*stream);
}

#endif
