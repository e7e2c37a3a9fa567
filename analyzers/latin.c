/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/latin.h"

#include <unicode/utf16.h>

#include "analyzers/language-runs.h"

static bool is_digit(char16_t unit)
{
    return unit >= '0' && unit <= '9';
}

static bool is_ascii_letter(char16_t unit)
{
    return unit >= 'a' && unit <= 'z';
}

static bool is_alphanumeric_at(const struct folded *folded, size_t at)
{
    if (at >= folded->n_units)
        return false;
    UChar32 c;
    U16_GET(folded->units, 0, at, folded->n_units, c);
    return script_of((uint32_t)c) == SCRIPT_LATIN;
}

static char16_t unit_at(const struct folded *folded, size_t at)
{
    return at < folded->n_units ? folded->units[at] : 0;
}

size_t latin_word_start(const struct folded *folded, size_t first, size_t limit)
{
    const char16_t *units = folded->units;
    if (first > limit && units[first - 1] == '.' && is_ascii_letter(units[first]) &&
        (first - 1 == limit || (units[first - 2] != '.' && !is_alphanumeric_at(folded, first - 2))))
        return first - 1;
    if (first >= limit + 2 && units[first - 1] == '-' && units[first - 2] == '-' &&
        (first - 2 == limit || (units[first - 3] != '-' && !is_alphanumeric_at(folded, first - 3))))
        return first - 2;
    return first;
}

/* ", and three digits", not four: the mark of thousands. */
static bool is_thousands_mark(const struct folded *folded, size_t at)
{
    return at > 0 && is_digit(folded->units[at - 1]) && is_digit(unit_at(folded, at + 1)) &&
           is_digit(unit_at(folded, at + 2)) && is_digit(unit_at(folded, at + 3)) &&
           !is_digit(unit_at(folded, at + 4));
}

/* C++, C#, g++, notepad++, C++17; the end of the marks, or `at` if they are none. Not a+b, 1+1. */
static size_t language_mark_end(const struct folded *folded, size_t at)
{
    size_t n_letters = 0;
    while (n_letters < at && is_ascii_letter(folded->units[at - 1 - n_letters]))
        n_letters++;
    if (n_letters == 0 || (at > n_letters && is_alphanumeric_at(folded, at - n_letters - 1)))
        return at;
    char16_t mark = unit_at(folded, at);
    size_t end = at;
    while (unit_at(folded, end) == mark && end - at < 2)
        end++;
    bool doubled = end - at == 2 && mark == '+';
    if (!doubled && (n_letters > 2 || end - at != 1))
        return at;
    if (unit_at(folded, end) == mark ||
        (is_alphanumeric_at(folded, end) && !(doubled && is_digit(unit_at(folded, end)))))
        return at;
    return end;
}

static size_t letters_end(const struct folded *folded, size_t at)
{
    while (at < folded->n_units) {
        size_t next = at;
        UChar32 c;
        U16_NEXT(folded->units, next, folded->n_units, c);
        if (script_of((uint32_t)c) != SCRIPT_LATIN)
            break;
        at = next;
    }
    return at;
}

size_t latin_word_end(const struct folded *folded, size_t at)
{
    for (;;) {
        at = letters_end(folded, at);
        size_t next = at;
        switch (unit_at(folded, at)) {
        case '_':
            while (unit_at(folded, next) == '_')
                next++;
            break;
        case '.':
        case '-':
        case '\'':
            next = at + 1;
            break;
        case ',':
            next = is_thousands_mark(folded, at) ? at + 1 : at;
            break;
        case '+':
        case '#':
            next = language_mark_end(folded, at);
            if (!is_digit(unit_at(folded, next)))
                return next;
            break;
        default:
            return at;
        }
        if (next == at || !is_alphanumeric_at(folded, next))
            return at;
        at = next;
    }
}

static bool is_upper_in(struct text text, const struct folded *folded, size_t at)
{
    char byte = text.bytes[folded->starts[at]];
    return byte >= 'A' && byte <= 'Z';
}

/* Whether a part begins at `at` within letters and digits: useState, HTMLParser, utf8. */
static bool is_camel_edge(struct text text, const struct folded *folded, size_t at, size_t end)
{
    char16_t before = folded->units[at - 1], here = folded->units[at];
    if (is_digit(before) != is_digit(here))
        return true;
    if (!is_ascii_letter(before) || !is_ascii_letter(here) || !is_upper_in(text, folded, at))
        return false;
    if (!is_upper_in(text, folded, at - 1))
        return true;
    return at + 1 < end && is_ascii_letter(folded->units[at + 1]) && !is_upper_in(text, folded, at + 1);
}

static bool is_joiner(char16_t unit)
{
    return unit == '.' || unit == '-' || unit == '_' || unit == '+' || unit == '#';
}

static void add_part(struct latin_word *word, size_t start, size_t end, bool is_camel)
{
    if (word->n_parts < LATIN_MAX_PARTS)
        word->parts[word->n_parts++] = (struct latin_part){start, end, is_camel};
}

/* Parts of which the word says no more than itself are dropped: a single letter, and the short groups of a bare number. */
static void drop_idle_parts(const struct folded *folded, struct latin_word *word, bool has_letter,
                            bool has_mark)
{
    size_t kept = 0;
    if (word->n_parts == 1 && !has_mark)
        word->n_parts = 0;
    for (size_t i = 0; i < word->n_parts; i++) {
        struct latin_part part = word->parts[i];
        bool is_number = is_digit(folded->units[part.start]);
        if (is_number ? has_letter || part.end - part.start > 2 : part.end - part.start > 1)
            word->parts[kept++] = part;
    }
    bool is_lone_number = kept == 1 && !has_mark && is_digit(folded->units[word->parts[0].start]);
    word->n_parts = is_lone_number ? 0 : kept; /* 5G, v2 */
}

void latin_word(const struct folded *folded, struct text text, size_t start, size_t end,
                struct latin_word *ret)
{
    const char16_t *units = folded->units;
    bool has_letter = false, has_language_mark = false;
    bool has_lead = units[start] == '.' || units[start] == '-';
    size_t lead = units[start] == '.' ? 1 : units[start] == '-' ? 2 : 0;
    ret->n_whole = ret->n_parts = 0;
    ret->is_plain = !has_lead;
    size_t part_start = start + lead;
    bool part_is_camel = false;
    for (size_t at = start; at < end; at++) {
        char16_t unit = units[at];
        bool dropped = at >= start + lead && (unit == '-' || unit == '_' || unit == ',');
        if (!dropped && ret->n_whole < LATIN_MAX_UNITS)
            ret->whole[ret->n_whole++] = unit;
        if (!is_ascii_letter(unit) && unit != '\'')
            ret->is_plain = false;
        has_letter |= is_ascii_letter(unit);
        has_language_mark |= unit == '+' || unit == '#';
        if (at < start + lead)
            continue;
        if (is_joiner(unit)) {
            if (at > part_start)
                add_part(ret, part_start, at, part_is_camel);
            part_start = at + 1;
            part_is_camel = false;
        } else if (at > part_start && is_camel_edge(text, folded, at, end) && unit != ',' && unit != '\'' &&
                   units[at - 1] != ',' && units[at - 1] != '\'') {
            add_part(ret, part_start, at, part_is_camel);
            part_start = at;
            part_is_camel = true;
        }
    }
    if (ret->n_whole > 0 && U16_IS_LEAD(ret->whole[ret->n_whole - 1]))
        ret->n_whole--;
    if (part_start < end)
        add_part(ret, part_start, end, part_is_camel);
    if (has_language_mark) { /* C is no part of C++, but C++ is one of C++17 */
        size_t mark_end = end;
        while (is_digit(units[mark_end - 1]))
            mark_end--;
        ret->n_parts = 0;
        if (mark_end < end)
            add_part(ret, start, mark_end, false);
        return;
    }
    drop_idle_parts(folded, ret, has_letter, has_lead);
}
