/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/fold.h"

#include <assert.h>
#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "han-fold-table.h"

enum {
    MAX_MARKS = 30, /* of one combining sequence (UAX #15) */
    MAX_SEGMENT_UNITS = 2 * (MAX_MARKS + 2),
    MAX_FOLDED_UNITS = 18 * MAX_SEGMENT_UNITS, /* U+FDFA gives 18 */
    MAX_ACCENTED_BYTES = 128
};

enum {
    SOFT_HYPHEN = 0xAD,
    REGISTERED_SIGN = 0xAE,
    HYPHEN = 0x2010,
    APOSTROPHE = 0x2019,
    SERVICE_MARK = 0x2120,
    TRADE_MARK = 0x2122,
    HANGUL_FILLER = 0x3164 /* a jamo that nobody sees */
};

struct folder {
    const UNormalizer2 *nfkc_casefold, *nfc; /* ICU's own, never freed */
};

struct folder *folder_new(struct error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    struct folder *folder = calloc(1, sizeof *folder);
    if (folder == NULL) {
        error_set(error, ERROR_MEMORY, "no memory to open the folding tables");
        return NULL;
    }
    folder->nfkc_casefold = unorm2_getNFKCCasefoldInstance(&status);
    folder->nfc = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status)) {
        error_set(error, ERROR_SYSTEM,
                  "ICU cannot open its normalisation data: %s; is libicu's data installed?",
                  u_errorName(status));
        free(folder);
        return NULL;
    }
    return folder;
}

void folder_free(struct folder *folder)
{
    free(folder);
}

/* ---- output ---- */

struct output {
    struct folded *folded;
    size_t capacity;
    struct arena *arena;
};

/* Room for `n_units` more. Every UTF-8 sequence has at least as many bytes as its UTF-16 form has units, so that only what expands
 * has to ask: for itself and for the rest of the text. */
static void reserve(struct output *output, size_t n_units)
{
    struct folded *folded = output->folded;
    if (output->capacity - folded->n_units >= n_units)
        return;
    size_t capacity = output->capacity * 2 + n_units;
    char16_t *units = arena_alloc(output->arena, capacity * sizeof *units);
    uint32_t *starts = arena_alloc(output->arena, (capacity + 1) * sizeof *starts);
    memcpy(units, folded->units, folded->n_units * sizeof *units);
    memcpy(starts, folded->starts, folded->n_units * sizeof *starts);
    folded->units = units;
    folded->starts = starts;
    output->capacity = capacity;
}

static inline void put(struct output *output, char16_t unit, size_t start)
{
    struct folded *folded = output->folded;
    folded->units[folded->n_units] = unit;
    folded->starts[folded->n_units++] = (uint32_t)start;
}

/* ---- single characters ---- */

static inline char16_t fold_han(char16_t unit)
{
    char16_t mapped =
        unit >= HAN_FOLD_FIRST && unit < HAN_FOLD_END ? han_fold_table[unit - HAN_FOLD_FIRST] : 0;
    return mapped != 0 ? mapped : unit;
}

/* The compatibility jamo behind U+3131–318E and U+FFA0–FFDC, or 0. */
static inline char16_t single_jamo(uint32_t code_point)
{
    static const char16_t vowels[] =
        u"\u314F\u3150\u3151\u3152\u3153\u3154\u3155\u3156\u3157\u3158\u3159\u315A"
        u"\u315B\u315C\u315D\u315E\u315F\u3160\u3161\u3162\u3163";
    if (code_point >= 0x3131 && code_point <= 0x318E && code_point != HANGUL_FILLER)
        return (char16_t)code_point;
    if (code_point >= 0xFFA1 && code_point <= 0xFFBE)
        return (char16_t)(code_point - 0xFFA1 + 0x3131);
    if (code_point >= 0xFFC2 && code_point <= 0xFFDC) { /* in four rows of six, the last of three */
        uint32_t row = (code_point - 0xFFC2) / 8, column = (code_point - 0xFFC2) % 8;
        if (column < 6)
            return vowels[row * 6 + column];
    }
    return 0;
}

static bool is_hangul_syllable(uint32_t code_point)
{
    return code_point >= 0xAC00 && code_point <= 0xD7A3;
}

static bool is_unified_han(uint32_t code_point)
{
    return code_point >= 0x3400 && code_point < 0xA000;
}

/* Characters that never join what stands before them: no combining marks, no jamo, nothing that folding drops. */
static bool starts_afresh(uint32_t code_point)
{
    return (code_point < 0x300 && code_point != SOFT_HYPHEN) || is_hangul_syllable(code_point) ||
           is_unified_han(code_point) || (code_point >= 0x3000 && code_point <= 0x3029);
}

/* The same, told by the first bytes of a character where they suffice: ASCII, U+00C0–02FF, most Han and Hangul. */
static bool is_seen_to_start_afresh(struct text text, size_t offset)
{
    if (offset == text.size)
        return true;
    unsigned char lead = (unsigned char)text.bytes[offset];
    if (lead < 0xCC)
        return lead != 0xC2; /* the soft hyphen is there */
    if ((lead >= 0xE4 && lead <= 0xE9) || lead == 0xEB || lead == 0xEC)
        return true;
    unsigned char second = offset + 1 < text.size ? (unsigned char)text.bytes[offset + 1] : 0;
    return (lead == 0xEA && second >= 0xB0) || (lead == 0xED && second < 0x9E);
}

/* A Latin letter without its accent: é -> e, ǖ -> u; any other unit is itself. */
static char16_t without_accent(const struct folder *folder, char16_t unit)
{
    if (unit < 0xC0 || (unit > 0x24F && unit < 0x1E00) || unit > 0x1EFF)
        return unit;
    UErrorCode status = U_ZERO_ERROR;
    UChar decomposed[8];
    int32_t size = unorm2_getDecomposition(folder->nfc, unit, decomposed, 8, &status);
    return U_SUCCESS(status) && size > 1 && decomposed[0] < 0x250 ? decomposed[0] : unit;
}

/* Strokes and the missing dot, which Unicode does not take for accents; any other unit is itself. */
static char16_t without_stroke(char16_t unit)
{
    switch (unit) {
    case 0xF0:  /* ð */
    case 0x111: /* đ */
        return 'd';
    case 0xF8: /* ø */
        return 'o';
    case 0x127: /* ħ */
        return 'h';
    case 0x131: /* ı */
        return 'i';
    case 0x142: /* ł */
        return 'l';
    default:
        return unit;
    }
}

/* The letter before the e in œ and æ, or 0. */
static char16_t first_of_ligature(char16_t unit)
{
    return unit == 0x153 ? 'o' : unit == 0xE6 ? 'a' : 0;
}

/* NFKC would glue "tm" to the name before the sign; as a symbol it stays outside the word. */
static uint32_t without_letters(uint32_t code_point)
{
    return code_point == TRADE_MARK || code_point == SERVICE_MARK ? REGISTERED_SIGN : code_point;
}

/* One unit of ICU's result as terms have it. */
static char16_t fold_unit(const struct folder *folder, char16_t unit)
{
    switch (unit) {
    case APOSTROPHE:
        return u'\'';
    case HYPHEN: /* also of U+2011, with which programs write GPT‑4 */
        return u'-';
    default:
        return without_stroke(without_accent(folder, fold_han(unit)));
    }
}

/* ---- what needs ICU: one character and all that joins it ---- */

/* Fold the segment that starts at `start`; returns the offset behind it. */
static size_t fold_segment(const struct folder *folder, struct text text, size_t start, struct output *output)
{
    UChar segment[MAX_SEGMENT_UNITS];
    int32_t size = 0;
    size_t offset = start;
    int n_marks = -1;
    do {
        size_t next = offset;
        uint32_t code_point = text_next_code_point(text, &next);
        if (n_marks >= 0 && (starts_afresh(code_point) || single_jamo(code_point) != 0 ||
                             unorm2_hasBoundaryBefore(folder->nfkc_casefold, (UChar32)code_point)))
            break;
        if (n_marks < MAX_MARKS) { /* marks beyond are dropped, their bytes belong to the segment */
            U16_APPEND_UNSAFE(segment, size, (UChar32)without_letters(code_point));
            n_marks++;
        }
        offset = next;
    } while (offset < text.size);

    UChar result[MAX_FOLDED_UNITS];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = unorm2_normalize(folder->nfkc_casefold, segment, size, result, MAX_FOLDED_UNITS, &status);
    assert(U_SUCCESS(status));
    size_t n_units = 0;
    for (int32_t i = 0; i < n; i++) {
        result[i] = fold_unit(folder, result[i]);
        n_units += first_of_ligature(result[i]) != 0 ? 2 : 1;
    }
    reserve(output, n_units + text.size - offset);
    bool latin = false;
    for (int32_t i = 0; i < n; i++) {
        char16_t unit = result[i];
        if (first_of_ligature(unit) != 0) {
            put(output, first_of_ligature(unit), start);
            unit = 'e';
        }
        bool loose_accent = latin && unit >= 0x300 && unit <= 0x36F;
        latin = (unit >= 'a' && unit <= 'z') || (latin && u_getCombiningClass(unit) != 0);
        if (!loose_accent)
            put(output, unit, start);
    }
    return offset;
}

void fold(const struct folder *folder, struct text text, struct arena *arena, struct folded *ret)
{
    assert(text.size < INT32_MAX);
    struct output output = {ret, text.size, arena};
    ret->units = arena_alloc(arena, (text.size + 1) * sizeof *ret->units);
    ret->starts = arena_alloc(arena, (text.size + 1) * sizeof *ret->starts);
    ret->n_units = 0;

    size_t offset = 0;
    while (offset < text.size) {
        size_t start = offset;
        uint32_t code_point = text_next_code_point(text, &offset);
        char16_t simple = 0;
        if (code_point < 0x80)
            simple = (char16_t)(code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point);
        else if (is_hangul_syllable(code_point))
            simple = (char16_t)code_point;
        else if (is_unified_han(code_point))
            simple = fold_han((char16_t)code_point);
        else if (code_point >= 0x3001 && code_point <= 0x3029)
            simple = (char16_t)code_point;
        else
            simple = single_jamo(code_point);

        if (simple != 0 || code_point == 0) {
            if (is_seen_to_start_afresh(text, offset)) {
                put(&output, simple, start);
                continue;
            }
            size_t next = offset;
            uint32_t following = text_next_code_point(text, &next);
            if (starts_afresh(following) || single_jamo(following) != 0 || single_jamo(code_point) != 0) {
                put(&output, simple, start);
                continue;
            }
        }
        offset = fold_segment(folder, text, start, &output);
    }
    ret->starts[ret->n_units] = (uint32_t)text.size;
}

struct text fold_keeping_accents(const struct folder *folder, struct text word, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar written[MAX_ACCENTED_BYTES], result[MAX_ACCENTED_BYTES];
    int32_t size = 0;
    if (word.size > MAX_ACCENTED_BYTES)
        return TEXT("");
    for (size_t at = 0; at < word.size;) {
        UChar32 code_point = (UChar32)text_next_code_point(word, &at);
        U16_APPEND_UNSAFE(written, size, code_point);
    }
    size = unorm2_normalize(folder->nfkc_casefold, written, size, result, MAX_ACCENTED_BYTES, &status);
    if (U_FAILURE(status))
        return TEXT("");
    for (int32_t i = 0; i < size; i++)
        if (result[i] == APOSTROPHE)
            result[i] = '\'';
    return utf16_to_utf8(result, (size_t)size, arena);
}

void folded_to_utf8(const struct folded *folded, char *utf8, uint32_t *ret_starts)
{
    const char16_t *units = folded->units;
    size_t size = 0;
    for (size_t i = 0; i < folded->n_units;) {
        ret_starts[i] = (uint32_t)size;
        if (units[i] < 0x80) {
            utf8[size++] = (char)units[i++];
            continue;
        }
        if (is_hangul_syllable(units[i]) || is_unified_han(units[i])) {
            utf8[size++] = (char)(0xE0 | units[i] >> 12);
            utf8[size++] = (char)(0x80 | (units[i] >> 6 & 0x3F));
            utf8[size++] = (char)(0x80 | (units[i++] & 0x3F));
            continue;
        }
        size_t first = i;
        UChar32 code_point;
        U16_NEXT(units, i, folded->n_units, code_point);
        size += utf8_encode((uint32_t)code_point, utf8 + size);
        if (i - first == 2)
            ret_starts[first + 1] = (uint32_t)size;
    }
    ret_starts[folded->n_units] = (uint32_t)size;
}

struct text utf16_to_utf8(const char16_t *units, size_t n_units, struct arena *arena)
{
    char *bytes = arena_alloc(arena, n_units * 3 + 1);
    size_t size = 0;
    for (size_t i = 0; i < n_units;) {
        UChar32 code_point;
        U16_NEXT(units, i, n_units, code_point);
        size += utf8_encode((uint32_t)code_point, bytes + size);
    }
    bytes[size] = '\0';
    return text_from(bytes, size);
}

struct text folded_utf8(const struct folded *folded, size_t start, size_t end, struct arena *arena)
{
    return utf16_to_utf8(folded->units + start, end - start, arena);
}
