/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/languages.h"

#include <assert.h>

static const char *const codes[N_LANGUAGES] = {"", "ko", "zh", "en"};

const char *language_code(enum language language)
{
    assert(language < N_LANGUAGES);
    return codes[language];
}

enum language language_from_code(struct text code)
{
    static const struct {
        const char *name;
        enum language language;
    } names[] = {
        {"ko", LANGUAGE_KO},  {"kor", LANGUAGE_KO}, {"kr", LANGUAGE_KO}, {"zh", LANGUAGE_ZH},
        {"zho", LANGUAGE_ZH}, {"chi", LANGUAGE_ZH}, {"cn", LANGUAGE_ZH}, {"tw", LANGUAGE_ZH},
        {"en", LANGUAGE_EN},  {"eng", LANGUAGE_EN},
    };
    size_t end = 0;
    while (end < code.size && code.bytes[end] != '-' && code.bytes[end] != '_')
        end++;
    code.size = end;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal_ascii_case(code, text_of(names[i].name)))
            return names[i].language;
    return LANGUAGE_NONE;
}
