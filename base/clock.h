/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock: seconds of a clock that only goes forward, for measuring how long something took. */
#ifndef CHAJA_BASE_CLOCK_H
#define CHAJA_BASE_CLOCK_H

#include <time.h>

static inline double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#endif
