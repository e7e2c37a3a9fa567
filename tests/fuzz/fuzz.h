/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz: what every fuzzer here has in common.
 *
 * A fuzzer is one file fuzz-NAME.c with fuzz_one(), which hands the bytes to one parser and REQUIREs what the
 * parser's header promises. It is linked twice: with driver.c, which replays files (in `meson test`, the
 * seeds), and, if configured with -Dfuzzers=true under clang, with libFuzzer.
 */
#ifndef CHAJA_TESTS_FUZZ_H
#define CHAJA_TESTS_FUZZ_H

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* Any bytes, of any size; must return. */
void fuzz_one(struct text input);

/* assert() that stands in release builds too. */
#define REQUIRE(condition)                                                  \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

#endif
