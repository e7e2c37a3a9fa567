/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset: a file's bytes as UTF-8.
 *
 *   "\xC7\xD1\xB1\xDB…" (EUC-KR)  ->  "한글…", charset "EUC-KR"
 *
 * Order      the first that fits:
 *            1. a byte order mark: UTF-8, UTF-16, UTF-32, GB18030;
 *            2. UTF-16 without one: there are NUL bytes, and in one byte order 95 % of the units
 *               of the first 64 KiB are letters, digits or punctuation;
 *            3. valid UTF-8;
 *            4. UTF-8 with a few broken bytes (at least three whole sequences for each): they become U+FFFD;
 *            5. ICU's detector, if it is at least 60 % sure, on 64 KiB from the line of the first byte over
 *               0x7F on, so that a long English opening hides nothing;
 *            6. short text, of which the detector is never sure: all high bytes come in pairs that stand in the
 *               rows of Hangul (EUC-KR), or else in those of Hanzi (GB18030);
 *            7. windows-1252.
 *            `guessed` is set for 4, 6 and 7: worth a warning.
 * Names      as the detector gives them ("EUC-KR", "Shift_JIS"); they are read by their supersets (windows-949,
 *            windows-932), which is what such files hold.
 * Output     valid UTF-8 without U+FEFF at its front; a byte that means nothing becomes U+FFFD. NULs are kept:
 *            the caller decides what they mean.
 * Ownership  in `arena`, with a NUL behind the text.
 * Errors     ERROR_LIMIT when the text would be over `max_bytes`; ERROR_SYSTEM when ICU lacks a converter.
 * Cost       linear: 1,200 MB/s for ASCII, 140 MB/s through a converter; about 20 us for the detector.
 */
#ifndef CHAJA_INDEXER_CHARSET_H
#define CHAJA_INDEXER_CHARSET_H

#include "base/arena.h"
#include "base/error.h"

struct decoded {
    struct text text;
    const char *charset;
    bool guessed;
};

int charset_decode(struct text bytes, size_t max_bytes, struct arena *arena, struct decoded *ret,
                   struct error *error);

#endif
