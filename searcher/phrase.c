/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/phrase.h"

#include "analyzers/korean.h"
#include "analyzers/language-runs.h"

/* Folded units with white space collapsed, in place. */
static void collapse_spaces(struct folded *folded)
{
    size_t n = 0;
    for (size_t i = 0; i < folded->n_units; i++) {
        char16_t unit = folded->units[i];
        bool is_space = unit == ' ' || (unit >= '\t' && unit <= '\r') || unit == 0x3000;
        if (!is_space)
            folded->units[n++] = unit;
        else if (n > 0 && folded->units[n - 1] != ' ')
            folded->units[n++] = ' ';
    }
    folded->n_units = n;
}

static bool is_latin_unit(char16_t unit)
{
    return unit == '+' || unit == '#' || script_of(unit) == SCRIPT_LATIN;
}

static bool is_hangul_unit(char16_t unit)
{
    return script_of(unit) == SCRIPT_HANGUL;
}

static bool starts_well(const struct folded *text, size_t start)
{
    if (start == 0)
        return true;
    char16_t first = text->units[start], before = text->units[start - 1];
    if (is_hangul_unit(first))
        return !is_hangul_unit(before);
    return !is_latin_unit(first) || !is_latin_unit(before);
}

static bool ends_well(const struct folded *text, size_t end)
{
    if (end == text->n_units)
        return true;
    char16_t last = text->units[end - 1], after = text->units[end];
    if (is_hangul_unit(last)) {
        size_t rest = end;
        while (rest < text->n_units && is_hangul_unit(text->units[rest]))
            rest++;
        return korean_is_ending(text->units + end, rest - end, last);
    }
    return !is_latin_unit(last) || !is_latin_unit(after);
}

bool phrase_is_in(const struct folder *folder, struct text folded_phrase, struct text text,
                  struct arena *arena)
{
    struct folded phrase, whole;
    fold(folder, folded_phrase, arena, &phrase);
    fold(folder, text, arena, &whole);
    collapse_spaces(&phrase);
    collapse_spaces(&whole);
    if (phrase.n_units == 0)
        return true;
    for (size_t start = 0; start + phrase.n_units <= whole.n_units; start++)
        if (whole.units[start] == phrase.units[0] &&
            memcmp(whole.units + start, phrase.units, phrase.n_units * sizeof *phrase.units) == 0 &&
            starts_well(&whole, start) && ends_well(&whole, start + phrase.n_units))
            return true;
    return false;
}
