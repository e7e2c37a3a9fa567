/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sanitize: stored text as it may be shown; every renderer takes its texts through here.
 *
 *   "표\x1B[2J제\r\n"  ->  "표\uFFFD[2J제\n"
 *
 * Removed    U+061C, U+200E, U+200F, U+202A–E, U+2066–9: they would turn the direction of what stands around.
 * Replaced   by U+FFFD: invalid bytes, C0 but tab and newline, DEL, C1. \r\n and \r become \n.
 * Ranges     move with the text; those out of order or beyond the end are dropped.
 * Ownership  in `arena`, or a view of what was given when nothing had to change.
 * Cost       5 ns a byte for clean text, 11 for other.
 */
#ifndef CHAJA_BASE_SANITIZE_H
#define CHAJA_BASE_SANITIZE_H

#include "base/arena.h"

enum sanitize_form {
    SANITIZE_AS_STORED, /* lines and tabs stay */
    SANITIZE_LINE,      /* one line: white space is single spaces, none at the ends */
    SANITIZE_ITEMS,     /* the same, but a line break is " · ": an excerpt of a list */
    SANITIZE_CODE       /* lines stay, empty ones go; a tab is two spaces */
};

struct sanitized {
    struct text text;
    struct range *ranges;
    size_t n_ranges;
};

struct text sanitize_text(struct text text, enum sanitize_form form, struct arena *arena);
void sanitize_ranges(struct text text, const struct range *ranges, size_t n_ranges, enum sanitize_form form,
                     struct arena *arena, struct sanitized *ret);

/* A link that a reader may be offered: http, https, mailto or relative, without white space at its ends or controls
 * anywhere; any other is empty. */
struct text sanitize_link(struct text link, struct arena *arena);

#endif
