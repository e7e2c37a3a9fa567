/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal: whether and how wide. */
#ifndef CHAJA_BASE_TERMINAL_H
#define CHAJA_BASE_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* Whether to write colour to `descriptor`: a `when` other than auto decides; else NO_COLOR (set and not empty) says no,
 * CLICOLOR_FORCE (set, not empty and not 0) says yes, TERM=dumb says no; else whether it is a terminal. */
bool terminal_wants_color(enum when when, int descriptor);

/* Columns of the terminal behind `descriptor`; where it is none, $COLUMNS, else 80. From 20 to 1000. */
uint32_t terminal_width(int descriptor);

#endif
