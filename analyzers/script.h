/* SPDX-License-Identifier: GPL-2.0-or-later */
/* script: of which kind of writing is a character?
 *
 *   가 Hangul   漢, か Han (Kana goes with it)   a, 7, я Latin (letters of any alphabet, digits, their marks)   , none
 *
 * Errors     none. Cost 1 ns for ASCII, Hangul and Han.
 * Source     Hangul, Han and Kana by block; letters, digits and marks by ICU's u_charType (UAX #44).
 */
#ifndef CHAJA_ANALYZERS_SCRIPT_H
#define CHAJA_ANALYZERS_SCRIPT_H

#include <stdint.h>

enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_HANGUL, SCRIPT_HAN };

/* The script of one folded character. */
enum script script_of(uint32_t code_point);

/* The same for the first character of a word: a combining mark begins none. */
enum script script_of_first(uint32_t code_point);

/* "Latn", "Hang", "Hani" (ISO 15924), or "Zyyy". */
const char *script_code(enum script script);

#endif
