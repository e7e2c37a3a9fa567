/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/phrase.h"

#include <unicode/utf16.h>

#include "analyzers/korean.h"
#include "analyzers/language-runs.h"

/* ---- white space ---- */

void phrase_even(const struct folded *folded, struct arena *arena, struct even_text *ret)
{
    *ret = (struct even_text){.folded = folded};
    ret->units = arena_alloc(arena, folded->n_units * sizeof *ret->units);
    ret->origins = arena_alloc(arena, folded->n_units * sizeof *ret->origins);
    for (size_t i = 0; i < folded->n_units; i++) {
        char16_t unit = folded->units[i];
        bool is_space = unit == ' ' || (unit >= '\t' && unit <= '\r') || unit == 0x3000;
        if (is_space && (ret->n_units == 0 || ret->units[ret->n_units - 1] == ' '))
            continue;
        ret->units[ret->n_units] = is_space ? ' ' : unit;
        ret->origins[ret->n_units++] = (uint32_t)i;
    }
}

/* ---- where a phrase may begin and end ---- */

static bool is_latin_unit(char16_t unit)
{
    return unit == '+' || unit == '#' || script_of(unit) == SCRIPT_LATIN;
}

static bool is_hangul_unit(char16_t unit)
{
    return script_of(unit) == SCRIPT_HANGUL;
}

static bool starts_well(const struct even_text *text, size_t start)
{
    if (start == 0)
        return true;
    char16_t first = text->units[start], before = text->units[start - 1];
    if (is_hangul_unit(first))
        return !is_hangul_unit(before);
    return !is_latin_unit(first) || !is_latin_unit(before);
}

static bool ends_well(const struct even_text *text, size_t end)
{
    if (end == text->n_units)
        return true;
    char16_t last = text->units[end - 1], after = text->units[end];
    if (is_hangul_unit(last)) {
        size_t rest = end; /* no ending is as long as the longest word */
        while (rest < text->n_units && rest - end < KOREAN_MAX_SYLLABLES && is_hangul_unit(text->units[rest]))
            rest++;
        return korean_is_ending(text->units + end, rest - end, last);
    }
    return !is_latin_unit(last) || !is_latin_unit(after);
}

/* ---- the search, after Knuth, Morris and Pratt: linear on any input ---- */

struct phrase {
    char16_t *units;
    uint32_t *borders; /* at each unit, how much of the beginning ends there */
    size_t n_units;
};

static struct phrase make_phrase(struct text folded, struct arena *arena)
{
    folded = text_trim(folded);
    struct phrase phrase = {.units = arena_alloc(arena, (folded.size + 1) * sizeof(char16_t)),
                            .borders = ARENA_NEW(arena, uint32_t, folded.size + 1)};
    for (size_t offset = 0; offset < folded.size;) {
        uint32_t code_point = text_next_code_point(folded, &offset);
        U16_APPEND_UNSAFE(phrase.units, phrase.n_units, (UChar32)code_point);
    }
    for (size_t i = 1; i < phrase.n_units; i++) {
        uint32_t border = phrase.borders[i - 1];
        while (border > 0 && phrase.units[border] != phrase.units[i])
            border = phrase.borders[border - 1];
        phrase.borders[i] = phrase.units[border] == phrase.units[i] ? border + 1 : 0;
    }
    return phrase;
}

/* The next place at or after `*at`, which moves behind it. */
static bool find_next(const struct even_text *text, const struct phrase *phrase, size_t *at,
                      size_t *ret_start)
{
    size_t n_matched = 0;
    for (size_t i = *at; i < text->n_units; i++) {
        while (n_matched > 0 && phrase->units[n_matched] != text->units[i])
            n_matched = phrase->borders[n_matched - 1];
        if (phrase->units[n_matched] == text->units[i])
            n_matched++;
        if (n_matched < phrase->n_units)
            continue;
        *ret_start = i + 1 - phrase->n_units;
        if (starts_well(text, *ret_start) && ends_well(text, i + 1)) {
            *at = i + 1;
            return true;
        }
        n_matched = phrase->borders[n_matched - 1];
    }
    return false;
}

bool phrase_is_in(const struct folder *folder, struct text folded_phrase, struct text text,
                  struct arena *arena)
{
    struct folded folded;
    struct even_text even;
    struct phrase phrase = make_phrase(folded_phrase, arena);
    size_t at = 0, start;
    if (phrase.n_units == 0)
        return true;
    fold(folder, text, arena, &folded);
    phrase_even(&folded, arena, &even);
    return find_next(&even, &phrase, &at, &start);
}

size_t phrase_find(const struct even_text *text, struct text folded_phrase, struct arena *arena,
                   struct range **ret_ranges)
{
    struct range *ranges = NULL;
    size_t n_ranges = 0, capacity = 0, at = 0, start;
    struct phrase phrase = make_phrase(folded_phrase, arena);
    while (phrase.n_units > 0 && find_next(text, &phrase, &at, &start))
        *ARENA_PUSH(arena, ranges, n_ranges, capacity) =
            (struct range){folded_start(text->folded, text->origins[start]),
                           folded_end(text->folded, text->origins[at - 1] + 1)};
    *ret_ranges = ranges;
    return n_ranges;
}
