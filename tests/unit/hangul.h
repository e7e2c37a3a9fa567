/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hangul: words of Korean tests as the stemmer takes them. Include check.h first. */
#ifndef CHAJA_TESTS_HANGUL_H
#define CHAJA_TESTS_HANGUL_H

#include "analyzers/korean.h"
#include "base/text.h"

enum { HANGUL_MAX_UNITS = 64 };

static inline size_t hangul_units(struct text text, char16_t *units)
{
    size_t n_units = 0;
    for (size_t offset = 0; offset < text.size;) {
        assert_true(n_units < HANGUL_MAX_UNITS);
        units[n_units++] = (char16_t)text_next_code_point(text, &offset);
    }
    return n_units;
}

static inline struct korean_stem hangul_stem(const char *word, bool attached)
{
    char16_t units[HANGUL_MAX_UNITS];
    struct korean_stem stem;
    korean_stem(units, hangul_units(text_of(word), units), attached, &stem);
    return stem;
}

#endif
