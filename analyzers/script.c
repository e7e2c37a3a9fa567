/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/script.h"

#include <stdbool.h>

#include <unicode/uchar.h>

static bool is_hangul(uint32_t c)
{
    return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3131 && c <= 0x318E) ||
           (c >= 0xA960 && c <= 0xA97C) || (c >= 0xD7B0 && c <= 0xD7FB);
}

static bool is_han_or_kana(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || c == 0x3005 ||
           c == 0x3007 || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

enum script script_of(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ? SCRIPT_LATIN
                                                                                          : SCRIPT_NONE;
    if (is_hangul(c))
        return SCRIPT_HANGUL;
    if (is_han_or_kana(c))
        return SCRIPT_HAN;
    /* Marks but not those that enclose: a keycap is no part of its digit. */
    static const uint32_t word_types = U_GC_L_MASK | U_GC_N_MASK | U_GC_MN_MASK | U_GC_MC_MASK;
    return U_MASK(u_charType((UChar32)c)) & word_types ? SCRIPT_LATIN : SCRIPT_NONE;
}

enum script script_of_first(uint32_t c)
{
    if (c >= 0x300 && U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK)
        return SCRIPT_NONE;
    return script_of(c);
}

const char *script_code(enum script script)
{
    static const char *const codes[] = {"Zyyy", "Latn", "Hang", "Hani"};
    return codes[script];
}
