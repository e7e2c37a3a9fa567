/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/latin.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include "analyzers/script.h"

static bool is_digit(char16_t unit)
{
    return unit >= '0' && unit <= '9';
}

static bool is_ascii_letter(char16_t unit)
{
    return unit >= 'a' && unit <= 'z';
}

static char16_t unit_at(const struct folded *folded, size_t at)
{
    return at < folded->n_units ? folded->units[at] : 0;
}

/* Whether a word of letters and digits can begin at `at`, or go on there behind a mark. */
static bool is_alphanumeric_at(const struct folded *folded, size_t at)
{
    if (at >= folded->n_units)
        return false;
    UChar32 c;
    U16_GET(folded->units, 0, at, folded->n_units, c);
    return script_of_first((uint32_t)c) == SCRIPT_LATIN;
}

/* The script of the character that ends at `at`. */
static enum script script_before(const struct folded *folded, size_t at)
{
    if (at == 0)
        return SCRIPT_NONE;
    UChar32 c;
    U16_PREV(folded->units, 0, at, c);
    return script_of((uint32_t)c);
}

/* ---- where a word begins and ends ---- */

/* `marks` is a literal: the compiler compares with each of them. */
static inline bool is_one_of(char16_t unit, const char *marks)
{
    for (; *marks != '\0'; marks++)
        if (unit == (char16_t)*marks)
            return true;
    return false;
}

/* A mark that begins a word belongs to nothing before it: x.y, 끝났다.NET, f().g, x--y have none. */
static bool is_free_before(const struct folded *folded, size_t at, const char *taken)
{
    return at == 0 || (script_before(folded, at) == SCRIPT_NONE && !is_one_of(folded->units[at - 1], taken));
}

size_t latin_word_start(const struct folded *folded, size_t first, size_t limit)
{
    const char16_t *units = folded->units;
    if (first >= limit + 1 && units[first - 1] == '.' && is_ascii_letter(units[first]) &&
        is_free_before(folded, first - 1, ".)]}>+#"))
        return first - 1;
    if (first >= limit + 2 && units[first - 1] == '-' && units[first - 2] == '-' &&
        is_free_before(folded, first - 2, "-"))
        return first - 2;
    return first;
}

/* How many ASCII letters, or digits, end at `at`: no more than `most` are counted. */
static size_t count_before(const struct folded *folded, size_t at, bool (*is_kind)(char16_t), size_t most)
{
    size_t count = 0;
    while (count < most && count < at && is_kind(folded->units[at - 1 - count]))
        count++;
    return count;
}

static size_t count_after(const struct folded *folded, size_t at, bool (*is_kind)(char16_t), size_t most)
{
    size_t count = 0;
    while (count < most && is_kind(unit_at(folded, at + count)))
        count++;
    return count;
}

/* "," between up to three digits and just three: the mark of thousands. */
static bool is_thousands_mark(const struct folded *folded, size_t at)
{
    size_t n_before = count_before(folded, at, is_digit, 4);
    return n_before >= 1 && n_before <= 3 && count_after(folded, at + 1, is_digit, 4) == 3;
}

/* I/O, A/B, R&D, AT&T: where the letters behind the mark at `at` end, or `at` if it joins nothing. Both sides are words
 * of at most `most` letters. */
static size_t abbreviation_end(const struct folded *folded, size_t at, size_t most)
{
    size_t n_before = count_before(folded, at, is_ascii_letter, most + 1);
    size_t n_after = count_after(folded, at + 1, is_ascii_letter, most + 1);
    size_t start = at - n_before, end = at + 1 + n_after;
    if (n_before == 0 || n_before > most || n_after == 0 || n_after > most)
        return at;
    if (start > 0 &&
        (script_before(folded, start) == SCRIPT_LATIN || is_one_of(folded->units[start - 1], "./&_'-+#")))
        return at;
    bool goes_on = script_of(unit_at(folded, end)) == SCRIPT_LATIN ||
                   is_one_of(unit_at(folded, end), "/&_'+#;") ||
                   (unit_at(folded, end) == '.' && is_alphanumeric_at(folded, end + 1));
    return goes_on ? at : end;
}

/* C++, C#, g++, notepad++, C++17, C#10, A+; the end of the marks, or `at` if they are none. Not a+b, AI+, PR#12. */
static size_t language_mark_end(const struct folded *folded, size_t at)
{
    char16_t mark = unit_at(folded, at);
    size_t n_letters = count_before(folded, at, is_ascii_letter, LATIN_MAX_UNITS);
    if (n_letters == 0 || script_before(folded, at - n_letters) == SCRIPT_LATIN)
        return at;
    bool doubled = mark == '+' && unit_at(folded, at + 1) == mark;
    size_t end = at + (doubled ? 2 : 1);
    if (!doubled && n_letters > (mark == '#' ? 2 : 1))
        return at;
    bool may_have_number = doubled || (mark == '#' && n_letters == 1);
    if (unit_at(folded, end) == mark ||
        (is_alphanumeric_at(folded, end) && !(may_have_number && is_digit(unit_at(folded, end)))))
        return at;
    return end;
}

static size_t letters_end(const struct folded *folded, size_t at)
{
    while (at < folded->n_units) {
        if (is_ascii_letter(folded->units[at]) || is_digit(folded->units[at])) {
            at++;
            continue;
        }
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
        case '/':
        case '&':
            next = abbreviation_end(folded, at, unit_at(folded, at) == '/' ? 1 : 2);
            if (next == at)
                return at;
            at = next;
            continue;
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

/* ---- its parts ---- */

static bool is_upper_in(struct text text, const struct folded *folded, size_t at)
{
    size_t offset = folded->starts[at];
    unsigned char byte = (unsigned char)text.bytes[offset];
    return byte < 0x80 ? byte >= 'A' && byte <= 'Z' : u_isupper((UChar32)text_next_code_point(text, &offset));
}

/* The s of GPUs and LLMs: behind two capitals or more, with no letter after it. */
static bool is_plural_of_capitals(struct text text, const struct folded *folded, size_t start, size_t at,
                                  size_t end)
{
    const char16_t *units = folded->units;
    return at < end && units[at] == 's' && at >= start + 2 && is_ascii_letter(units[at - 1]) &&
           is_ascii_letter(units[at - 2]) && (at + 1 == end || !is_ascii_letter(units[at + 1])) &&
           !is_upper_in(text, folded, at) && is_upper_in(text, folded, at - 1) &&
           is_upper_in(text, folded, at - 2);
}

/* Whether a part begins at `at` within the letters and digits that begin at `start`: useState, HTMLParser, GPUs, utf8. */
static bool is_camel_edge(struct text text, const struct folded *folded, size_t start, size_t at, size_t end)
{
    char16_t before = folded->units[at - 1], here = folded->units[at];
    if (is_digit(before) != is_digit(here))
        return true;
    if (!is_ascii_letter(before) || !is_ascii_letter(here))
        return false;
    if (!is_upper_in(text, folded, at))
        return is_plural_of_capitals(text, folded, start, at, end);
    if (!is_upper_in(text, folded, at - 1))
        return true;
    return at + 1 < end && is_ascii_letter(folded->units[at + 1]) && !is_upper_in(text, folded, at + 1) &&
           !is_plural_of_capitals(text, folded, start, at + 1, end);
}

static void add_part(struct latin_word *word, size_t start, size_t end, bool is_camel)
{
    if (end > start && word->n_parts < LATIN_MAX_PARTS)
        word->parts[word->n_parts++] = (struct latin_part){start, end, is_camel};
}

/* What a word is made of decides how its marks are read. */
struct shape {
    size_t n_lead; /* "." or "--" */
    bool has_letter;
    bool is_range; /* 3-5, 0.1-0.5: its '-' stays, or it would be 35; not 2024-05-01 */
};

static struct shape shape_of(const char16_t *units, size_t start, size_t end)
{
    struct shape shape = {.n_lead = units[start] == '.' ? 1 : units[start] == '-' ? 2 : 0};
    bool has_dash = false, has_point = false;
    size_t n_digits = 0, longest = 0;
    for (size_t at = start + shape.n_lead; at < end; at++) {
        has_dash |= units[at] == '-';
        has_point |= units[at] == '.';
        shape.has_letter |= !is_digit(units[at]) && !is_one_of(units[at], "-._,'+#");
        n_digits = is_digit(units[at]) ? n_digits + 1 : 0;
        longest = n_digits > longest ? n_digits : longest;
    }
    shape.is_range = !shape.has_letter && has_dash && (has_point || longest <= 2);
    return shape;
}

/* O'Reilly, l'homme, rock'n'roll; not don't, we'll. */
static bool is_name_apostrophe(const char16_t *units, size_t at, size_t end)
{
    size_t n_letters = 0;
    while (at + 1 + n_letters < end && is_ascii_letter(units[at + 1 + n_letters]))
        n_letters++;
    bool is_n = n_letters == 1 && units[at + 1] == 'n';
    bool was_n = at >= 2 && units[at - 1] == 'n' && units[at - 2] == '\'';
    return n_letters >= 3 || is_n || was_n;
}

/* Where one part ends and another begins. The point in qwen2.5 is of the number; in 192.168.0.1 it sets parts off. */
static bool is_joiner(const char16_t *units, size_t at, size_t end, const struct shape *shape)
{
    if (units[at] == '.')
        return !(is_digit(units[at - 1]) && is_digit(units[at + 1]) &&
                 (shape->has_letter || shape->is_range));
    if (units[at] == '_')
        return shape->has_letter; /* 1_000 is a number */
    if (units[at] == '\'')
        return is_name_apostrophe(units, at, end);
    return is_one_of(units[at], "-/&");
}

static void split(const struct folded *folded, struct text text, size_t start, size_t end,
                  const struct shape *shape, struct latin_word *word)
{
    const char16_t *units = folded->units;
    size_t part_start = start;
    bool is_camel = false;
    for (size_t at = start + 1; at < end; at++) {
        if (is_joiner(units, at, end, shape)) {
            add_part(word, part_start, at, is_camel);
            part_start = at + 1;
            is_camel = false;
        } else if (at > part_start && !is_one_of(units[at], ",'._") && !is_one_of(units[at - 1], ",'._") &&
                   is_camel_edge(text, folded, part_start, at, end)) {
            add_part(word, part_start, at, is_camel);
            part_start = at;
            is_camel = true;
        }
    }
    add_part(word, part_start, end, is_camel);
}

/* A single letter says nothing, nor do the short groups of a bare number, nor the number of 5G, v2 and A100. */
static bool is_idle(const char16_t *units, struct latin_part part, const struct shape *shape)
{
    if (!is_digit(units[part.start]))
        return part.end - part.start < 2;
    return !shape->has_letter && !shape->is_range && part.end - part.start < 3;
}

static size_t digits_end(const char16_t *units, size_t at, size_t end)
{
    while (at < end && is_digit(units[at]))
        at++;
    return at;
}

/* A100, 7B, x86, k8s: only digits and single letters. */
static bool is_short_name(const char16_t *units, const struct latin_part *parts, size_t n_parts)
{
    for (size_t i = 0; i < n_parts; i++)
        if (parts[i].end - parts[i].start > 1 &&
            digits_end(units, parts[i].start, parts[i].end) < parts[i].end)
            return false;
    return n_parts > 1;
}

/* Between other parts such a name is one part: A100 of A100-80GB, 7B of Qwen2.5-7B, x86 of x86_64. */
static void join_short_names(const char16_t *units, struct latin_word *word)
{
    size_t kept = 0;
    for (size_t first = 0, next; first < word->n_parts; first = next) {
        for (next = first + 1; next < word->n_parts && word->parts[next].is_camel;)
            next++;
        bool is_all = first == 0 && next == word->n_parts;
        size_t last = !is_all && is_short_name(units, word->parts + first, next - first) ? next - 1 : first;
        struct latin_part joined = word->parts[first];
        joined.end = word->parts[last].end;
        word->parts[kept++] = joined;
        for (size_t i = last + 1; i < next; i++)
            word->parts[kept++] = word->parts[i];
    }
    word->n_parts = kept;
}

static void drop_idle_parts(const char16_t *units, const struct shape *shape, struct latin_word *word)
{
    size_t kept = 0;
    if (word->n_parts == 1 && shape->n_lead == 0)
        word->n_parts = 0;
    join_short_names(units, word);
    for (size_t i = 0; i < word->n_parts; i++)
        if (!is_idle(units, word->parts[i], shape))
            word->parts[kept++] = word->parts[i];
    bool is_lone_number = kept == 1 && shape->n_lead == 0 && shape->has_letter &&
                          digits_end(units, word->parts[0].start, word->parts[0].end) == word->parts[0].end;
    word->n_parts = is_lone_number ? 0 : kept;
}

/* ---- the whole ---- */

static bool ends_with(const char16_t *units, size_t start, size_t end, const char *letters)
{
    for (; start < end && *letters != '\0'; start++, letters++)
        if (units[start] != (char16_t)*letters)
            return false;
    return start == end && *letters == '\0';
}

/* The apostrophe of an owner is the stemmer's, and without that of she'll, we're and we'd they would be other words. */
static bool is_apostrophe_kept(const char16_t *units, size_t at, size_t end)
{
    static const char *const endings[] = {"s", "ll", "re", "d", NULL};
    for (size_t i = 0; endings[i] != NULL; i++)
        if (ends_with(units, at + 1, end, endings[i]))
            return true;
    return false;
}

/* Marks that some write and others leave out. */
static bool is_dropped(const char16_t *units, size_t at, size_t end, const struct shape *shape)
{
    switch (units[at]) {
    case '_':
    case ',':
    case '/':
        return true;
    case '-':
        return !shape->is_range;
    case '.':
        return !is_digit(units[at - 1]) || !is_digit(units[at + 1]);
    case '\'':
        return !is_apostrophe_kept(units, at, end);
    default:
        return false;
    }
}

/* Most words are letters of ASCII, all small but perhaps the first: they have no parts and lose nothing. */
static bool is_simple(const struct folded *folded, struct text text, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++)
        if (!is_ascii_letter(folded->units[at]) || (at > start && is_upper_in(text, folded, at)))
            return false;
    return true;
}

void latin_word(const struct folded *folded, struct text text, size_t start, size_t end,
                struct latin_word *ret)
{
    const char16_t *units = folded->units;
    ret->n_whole = ret->n_parts = 0;
    if (is_simple(folded, text, start, end)) {
        ret->is_plain = true;
        ret->n_whole = end - start < LATIN_MAX_UNITS ? end - start : LATIN_MAX_UNITS;
        memcpy(ret->whole, units + start, ret->n_whole * sizeof *units);
        return;
    }
    struct shape shape = shape_of(units, start, end);
    ret->is_plain = shape.n_lead == 0;
    for (size_t at = start; at < end; at++) {
        char16_t unit = units[at];
        if (at >= start + shape.n_lead && is_dropped(units, at, end, &shape))
            continue;
        ret->is_plain &= is_ascii_letter(unit) || unit == '\'';
        if (ret->n_whole < LATIN_MAX_UNITS)
            ret->whole[ret->n_whole++] = unit;
    }
    if (U16_IS_LEAD(ret->whole[ret->n_whole - 1]))
        ret->n_whole--;
    split(folded, text, start + shape.n_lead, end, &shape, ret);
    drop_idle_parts(units, &shape, ret);
}
