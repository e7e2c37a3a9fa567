/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/charset.h"

#include "base/buffer.h"
#include "base/cleanup.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

enum { SAMPLE_BYTES = 64 * 1024, SURE_PERCENT = 60, CHUNK_UNITS = 8192 };

DEFINE_CLEANUP(UConverter, ucnv_close)
DEFINE_CLEANUP(UCharsetDetector, ucsdet_close)

static struct text without_mark(struct text text)
{
    while (text_starts_with(text, TEXT("\xEF\xBB\xBF")))
        text = text_skip(text, 3);
    return text;
}

static struct text sample_from(struct text bytes, size_t start)
{
    size_t rest = bytes.size - start;
    return text_slice(bytes, start, start + (rest < SAMPLE_BYTES ? rest : SAMPLE_BYTES));
}

/* ---- converters ---- */

/* What the detector names, and the superset that such files hold in truth. */
static const char *converter_name(const char *charset)
{
    static const char *const supersets[][2] = {
        {"EUC-KR", "windows-949"},
        {"Shift_JIS", "windows-31j"},
        {"ISO-8859-1", "windows-1252"},
    };
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets; i++)
        if (strcmp(charset, supersets[i][0]) == 0)
            return supersets[i][1];
    return charset;
}

/* `lead` holds a lead surrogate that ended the chunk before, or 0. There is room for 3 bytes a unit. */
static void append_units(struct buffer *out, const UChar *units, size_t n_units, UChar *lead)
{
    char *room = out->bytes + out->size;
    for (size_t i = 0; i < n_units; i++) {
        if (*lead != 0 && U16_IS_TRAIL(units[i])) {
            room += utf8_encode((uint32_t)U16_GET_SUPPLEMENTARY(*lead, units[i]), room);
            *lead = 0;
            continue;
        }
        if (*lead != 0)
            room += utf8_encode(0xFFFD, room);
        *lead = U16_IS_LEAD(units[i]) ? units[i] : 0;
        if (*lead == 0)
            room += utf8_encode(units[i], room);
    }
    out->size = (size_t)(room - out->bytes);
}

static int icu_failed(const char *what, const char *charset, UErrorCode status, struct error *error)
{
    return error_set(error, status == U_MEMORY_ALLOCATION_ERROR ? ERROR_MEMORY : ERROR_SYSTEM,
                     "cannot %s %s: %s", what, charset, u_errorName(status));
}

/* Convert chunk by chunk, so that memory follows the text and not a guess of its size. */
static int convert_to_buffer(struct text bytes, const char *charset, size_t max_bytes, struct buffer *out,
                             struct error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    cleanup(ucnv_closep) UConverter *converter = ucnv_open(converter_name(charset), &status);
    if (U_FAILURE(status))
        return icu_failed("read", charset, status, error);
    const char *source = bytes.bytes, *limit = bytes.bytes + bytes.size;
    UChar units[CHUNK_UNITS], lead = 0;
    bool is_more = true;
    while (is_more) {
        UChar *target = units;
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter, &target, units + CHUNK_UNITS, &source, limit, NULL, true, &status);
        is_more = status == U_BUFFER_OVERFLOW_ERROR;
        if (U_FAILURE(status) && !is_more)
            return icu_failed("decode", charset, status, error);
        size_t n_units = (size_t)(target - units);
        if (out->size > max_bytes || buffer_reserve(out, 3 * (n_units + 1)) == NULL)
            return error_set(error, ERROR_LIMIT, "the text is over %zu MiB as UTF-8", max_bytes >> 20);
        append_units(out, units, n_units, &lead);
    }
    if (lead != 0)
        buffer_append_code_point(out, 0xFFFD);
    return 0;
}

static int convert(struct text bytes, const char *charset, size_t max_bytes, struct arena *arena,
                   struct decoded *ret, struct error *error)
{
    cleanup(buffer_clearp) struct buffer out;
    buffer_init(&out, max_bytes + 4 * (size_t)CHUNK_UNITS);
    if (convert_to_buffer(bytes, charset, max_bytes, &out, error) < 0)
        return -1;
    struct text text = without_mark(buffer_text(&out));
    if (text.size > max_bytes)
        return error_set(error, ERROR_LIMIT, "the text is over %zu MiB as UTF-8", max_bytes >> 20);
    *ret = (struct decoded){.text = arena_copy(arena, text), .charset = charset};
    return 0;
}

/* ---- UTF-8 ---- */

/* How many sequences are whole, and how many bytes stand in none. */
static void count_sequences(struct text bytes, size_t *ret_whole, size_t *ret_broken)
{
    size_t whole = 0, broken = 0;
    for (size_t offset = 0; offset < bytes.size;) {
        size_t start = offset;
        text_next_code_point(bytes, &offset);
        whole += offset - start > 1;
        broken += offset - start == 1 && (unsigned char)bytes.bytes[start] >= 0x80;
    }
    *ret_whole = whole;
    *ret_broken = broken;
}

static bool is_nearly_utf8(struct text bytes)
{
    size_t whole, broken;
    count_sequences(bytes, &whole, &broken);
    return whole / 3 >= broken;
}

/* Each byte that stands in no sequence becomes U+FFFD. */
static int repair_utf8(struct text bytes, size_t max_bytes, struct arena *arena, struct decoded *ret,
                       struct error *error)
{
    size_t whole, broken;
    count_sequences(bytes, &whole, &broken);
    if (broken > max_bytes / 2 || bytes.size + 2 * broken > max_bytes)
        return error_set(error, ERROR_LIMIT, "the text is over %zu MiB as UTF-8", max_bytes >> 20);
    char *out = arena_alloc(arena, bytes.size + 2 * broken + 1);
    size_t size = 0;
    for (size_t offset = 0; offset < bytes.size;)
        size += utf8_encode(text_next_code_point(bytes, &offset), out + size);
    out[size] = '\0';
    *ret = (struct decoded){without_mark(text_from(out, size)), "UTF-8", true};
    return 0;
}

static int take_utf8(struct text bytes, size_t max_bytes, struct arena *arena, struct decoded *ret,
                     struct error *error)
{
    if (bytes.size > max_bytes)
        return error_set(error, ERROR_LIMIT, "the text is over %zu MiB", max_bytes >> 20);
    *ret = (struct decoded){arena_copy(arena, without_mark(bytes)), "UTF-8", false};
    return 0;
}

/* ---- guesses ---- */

static const char *charset_of_mark(struct text bytes)
{
    static const struct {
        struct text mark;
        const char *charset;
    } marks[] = {
        {TEXT_INIT("\xEF\xBB\xBF"), "UTF-8"},
        {TEXT_INIT("\xFF\xFE\0\0"), "UTF-32LE"}, /* before UTF-16LE, whose mark it begins with */
        {TEXT_INIT("\0\0\xFE\xFF"), "UTF-32BE"},
        {TEXT_INIT("\xFF\xFE"), "UTF-16LE"},
        {TEXT_INIT("\xFE\xFF"), "UTF-16BE"},
        {TEXT_INIT("\x84\x31\x95\x33"), "GB18030"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts_with(bytes, marks[i].mark))
            return marks[i].charset;
    return NULL;
}

/* Units that text is made of. Left out are those that space, newline and tab become in the other byte order
 * (U+2000, U+0A00, U+0900), which is how the two orders are told apart. */
static bool is_text_unit(unsigned unit)
{
    static const struct {
        unsigned first, last;
    } ranges[] = {
        {0x09, 0x0A},     {0x0D, 0x0D},     {0x20, 0x7E},     {0xA0, 0x24F},    {0x370, 0x4FF},
        {0x2010, 0x2027}, {0x2030, 0x205E}, {0x20A0, 0x20CF}, {0x2100, 0x27BF}, {0x3000, 0x33FF},
        {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xD800, 0xDFFF}, {0xF900, 0xFAFF}, {0xFF00, 0xFFEF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (unit <= ranges[i].last)
            return unit >= ranges[i].first;
    return false;
}

static size_t count_text_units(struct text sample, bool big_endian)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < sample.size; i += 2) {
        unsigned first = (unsigned char)sample.bytes[i], second = (unsigned char)sample.bytes[i + 1];
        count += is_text_unit(big_endian ? first << 8 | second : second << 8 | first);
    }
    return count;
}

static const char *guess_utf16(struct text bytes)
{
    struct text sample = sample_from(bytes, 0);
    if (bytes.size % 2 != 0 || text_find_byte(bytes, '\0', 0) == TEXT_NONE)
        return NULL;
    size_t little = count_text_units(sample, false), big = count_text_units(sample, true);
    size_t best = little >= big ? little : big;
    if (best * 100 < sample.size / 2 * 95)
        return NULL;
    return little >= big ? "UTF-16LE" : "UTF-16BE";
}

static size_t start_of_first_high_line(struct text bytes)
{
    size_t start = 0;
    for (size_t i = 0; i < bytes.size && (unsigned char)bytes.bytes[i] < 0x80; i++)
        if (bytes.bytes[i] == '\n' || bytes.bytes[i] == '\r')
            start = i + 1;
    return start;
}

/* The charset's name in the arena, or NULL when the detector is not sure. */
static const char *detect(struct text bytes, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    struct text sample = sample_from(bytes, start_of_first_high_line(bytes));
    cleanup(ucsdet_closep) UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, sample.bytes, (int32_t)sample.size, &status);
    const UCharsetMatch *match = ucsdet_detect(detector, &status);
    if (U_FAILURE(status) || match == NULL || ucsdet_getConfidence(match, &status) < SURE_PERCENT)
        return NULL;
    const char *name = ucsdet_getName(match, &status);
    return U_SUCCESS(status) ? arena_copy(arena, text_of(name)).bytes : NULL;
}

/* Hangul stands in rows B0 to C8 of KS X 1001, Hanzi in B0 to F7 of GB 2312, symbols of both in A1 to A9.
 * Western text has single high bytes between ASCII letters and fails at the first odd run. */
static const char *guess_by_pairs(struct text bytes)
{
    bool is_hangul = true;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned lead = (unsigned char)bytes.bytes[i];
        if (lead < 0x80)
            continue;
        unsigned trail = i + 1 < bytes.size ? (unsigned char)bytes.bytes[++i] : 0;
        bool is_symbol = lead >= 0xA1 && lead <= 0xA9;
        if (trail < 0xA1 || trail > 0xFE || !(is_symbol || (lead >= 0xB0 && lead <= 0xF7)))
            return NULL;
        is_hangul = is_hangul && (is_symbol || lead <= 0xC8);
    }
    return is_hangul ? "EUC-KR" : "GB18030";
}

static int decode_guessed(struct text bytes, size_t max_bytes, struct arena *arena, struct decoded *ret,
                          struct error *error)
{
    const char *charset = detect(bytes, arena);
    bool is_sure = charset != NULL;
    if (!is_sure)
        charset = guess_by_pairs(bytes);
    if (charset == NULL)
        charset = "windows-1252";
    if (convert(bytes, charset, max_bytes, arena, ret, error) < 0)
        return -1;
    ret->guessed = !is_sure;
    return 0;
}

int charset_decode(struct text bytes, size_t max_bytes, struct arena *arena, struct decoded *ret,
                   struct error *error)
{
    const char *charset = charset_of_mark(bytes);
    if (charset == NULL)
        charset = guess_utf16(bytes);
    bool is_utf8 = charset != NULL && strcmp(charset, "UTF-8") == 0;
    if (charset != NULL && !is_utf8)
        return convert(bytes, charset, max_bytes, arena, ret, error);
    if (text_invalid_at(bytes) == TEXT_NONE)
        return take_utf8(bytes, max_bytes, arena, ret, error);
    if (is_utf8 || is_nearly_utf8(bytes))
        return repair_utf8(bytes, max_bytes, arena, ret, error);
    return decode_guessed(bytes, max_bytes, arena, ret, error);
}
