/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch: wait until something below the roots changes.
 *
 * The folders that a walk would enter are watched with inotify; whatever happens in them ends the wait, and the next indexing run finds
 * out what it was by walking: so an overflow of the kernel's queue, a moved folder or a missed event costs nothing but the walk. A
 * burst of events (an editor saving, a checkout) is waited out: until WATCH_QUIET_MS passed without one, WATCH_LONGEST_MS at most.
 * Errors     ERROR_SYSTEM when the kernel has no watches left (it names the limit to raise) or no folder can be watched.
 */
#ifndef CHAJA_INDEXER_WATCH_H
#define CHAJA_INDEXER_WATCH_H

#include "indexer/walk.h"

enum { WATCH_QUIET_MS = 200, WATCH_LONGEST_MS = 2000 };

struct watch;

int watch_open(struct watch **ret, struct error *error);
void watch_close(struct watch *watch);

/* Watch the folders below these roots as they are now, but not the folder `index`, in which the run itself writes; call it before the
 * indexing run, so that nothing between the two is missed. Folders that are gone are forgotten. */
int watch_update(struct watch *watch, const char *const *roots, size_t n_roots, const char *index,
                 struct error *error);

/* 1: something changed, 0: a signal came or *stop was set; negative: an error. */
int watch_wait(struct watch *watch, const volatile int *stop, struct error *error);

#endif
