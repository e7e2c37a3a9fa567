/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/language-runs.h"

#include <unicode/utf16.h>

#include "analyzers/latin.h"

bool language_runs_next(const struct folded *folded, size_t *offset, struct run *ret)
{
    const char16_t *units = folded->units;
    size_t n_units = folded->n_units, at = *offset;
    enum script script = SCRIPT_NONE;
    size_t start = at;
    while (at < n_units && script == SCRIPT_NONE) {
        UChar32 c;
        start = at;
        U16_NEXT(units, at, n_units, c);
        script = script_of_first((uint32_t)c);
    }
    if (script == SCRIPT_NONE) {
        *offset = n_units;
        return false;
    }
    if (script == SCRIPT_LATIN) {
        start = latin_word_start(folded, start, *offset);
        at = latin_word_end(folded, at);
    } else {
        for (size_t next = at; next < n_units; at = next) {
            UChar32 c;
            U16_NEXT(units, next, n_units, c);
            if (script_of((uint32_t)c) != script)
                break;
        }
    }
    static const enum language languages[] = {LANGUAGE_NONE, LANGUAGE_NONE, LANGUAGE_KO, LANGUAGE_ZH};
    *ret = (struct run){start, at, script, languages[script]};
    *offset = at;
    return true;
}
