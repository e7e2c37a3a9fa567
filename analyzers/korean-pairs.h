/* SPDX-License-Identifier: GPL-2.0-or-later */
/* korean-pairs: a quick no for the Korean tables: most words end in two syllables that no listed word ends in.
 *
 * A table of 16,384 bits that the scripts in korean/ make; a pair that is not in it is in no word of the list, one that is may be. */
#ifndef CHAJA_ANALYZERS_KOREAN_PAIRS_H
#define CHAJA_ANALYZERS_KOREAN_PAIRS_H

#include <stdbool.h>
#include <stdint.h>
#include <uchar.h>

static inline bool may_have_pair(const uint32_t table[static 512], char16_t first, char16_t second)
{
    uint32_t bit = ((uint32_t)first << 5 ^ second) * 0x9E3779B1u >> 18;
    return (table[bit >> 5] >> (bit & 31) & 1) != 0;
}

#endif
