/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/letters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static bool is_ascii_letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_hangul(uint32_t c)
{
    return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F) ||
           (c >= 0xA960 && c <= 0xA97F) || (c >= 0xD7B0 && c <= 0xD7FF) || (c >= 0xFFA0 && c <= 0xFFDC);
}

static bool is_han(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    return (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0x2E80 && uscript_getScript((UChar32)c, &status) == USCRIPT_HAN);
}

void letters_count(struct letters *letters, struct text text)
{
    for (size_t offset = 0; offset < text.size;) {
        uint32_t c = text_next_code_point(text, &offset);
        if (c < 0x80)
            letters->other += is_ascii_letter(c);
        else if (is_hangul(c))
            letters->hangul++;
        else if (is_han(c))
            letters->han++;
        else
            letters->other += (size_t)u_isalpha((UChar32)c);
    }
}

size_t letters_size(struct text text)
{
    size_t size = 0;
    for (size_t offset = 0; offset < text.size;) {
        uint32_t c = text_next_code_point(text, &offset);
        size += c < 0x80 ? is_ascii_letter(c) || (c >= '0' && c <= '9') : (size_t)u_isalnum((UChar32)c);
    }
    return size;
}

static size_t letters_of(const struct letters *letters, enum language language)
{
    switch (language) {
    case LANGUAGE_KO:
        return letters->hangul;
    case LANGUAGE_ZH:
        return letters->han;
    case LANGUAGE_EN:
        return letters->other;
    case LANGUAGE_NONE:
    case N_LANGUAGES:
        break;
    }
    return 0;
}

enum language letters_language(const struct letters *letters, enum language declared)
{
    size_t total = letters_total(letters);
    if (total == 0)
        return LANGUAGE_NONE;
    if (letters_of(letters, declared) * 10 >= total && declared != LANGUAGE_NONE)
        return declared;
    enum language greater = letters->hangul >= letters->han ? LANGUAGE_KO : LANGUAGE_ZH;
    return letters_of(letters, greater) * 5 >= total ? greater : LANGUAGE_EN;
}

/* "zh", "zh-CN", "zh_hans"; not "en-core" or "tw-style". */
static enum language code_language(struct text name)
{
    size_t end = 0;
    while (end < name.size && name.bytes[end] != '-' && name.bytes[end] != '_')
        end++;
    size_t region = name.size - end;
    bool is_code = end >= 2 && end <= 3 && (region == 0 || region == 3 || region == 5);
    return is_code ? language_from_code(name) : LANGUAGE_NONE;
}

/* "README.zh-CN.md", "a.ko.md", "README_zh.md", "index-ko.md" */
static enum language file_language(struct text name)
{
    size_t dot = text_find_last_byte(name, '.');
    if (dot == TEXT_NONE)
        return LANGUAGE_NONE;
    struct text stem = text_slice(name, 0, dot);
    for (size_t i = stem.size; i-- > 1;) {
        if (strchr("._-", stem.bytes[i]) == NULL)
            continue;
        struct text code = text_skip(stem, i + 1);
        bool is_region = code.size == 2 && code.bytes[0] >= 'A' && code.bytes[0] <= 'Z';
        enum language language = is_region ? LANGUAGE_NONE : code_language(code);
        if (language != LANGUAGE_NONE)
            return language;
        if (stem.bytes[i] == '.' || code.size > 7)
            break;
    }
    return LANGUAGE_NONE;
}

enum language letters_path_language(struct text path)
{
    enum language language = LANGUAGE_NONE;
    struct text rest = path, name;
    while (text_next_field(&rest, '/', &name)) {
        enum language named = rest.bytes != NULL ? code_language(name) : file_language(name);
        if (named != LANGUAGE_NONE)
            language = named;
    }
    return language;
}
