/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/url.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

static bool is_ascii_alpha(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_ascii_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Size of "scheme" in "scheme:…" as RFC 3986 has it, or 0. */
static size_t scheme_size(struct text url)
{
    if (url.size == 0 || !is_ascii_alpha(url.bytes[0]))
        return 0;
    for (size_t i = 1; i < url.size; i++) {
        char byte = url.bytes[i];
        if (byte == ':')
            return i;
        if (!is_ascii_alpha(byte) && !is_ascii_digit(byte) && byte != '+' && byte != '-' && byte != '.')
            return 0;
    }
    return 0;
}

enum url_kind url_kind_of(struct text url)
{
    if (url.size == 0)
        return URL_EMPTY;
    if (url.bytes[0] == '#')
        return URL_FRAGMENT;
    if (text_starts_with_ascii_case(url, TEXT("http://")) ||
        text_starts_with_ascii_case(url, TEXT("https://")) || text_starts_with(url, TEXT("//")))
        return URL_ABSOLUTE;
    if (text_starts_with_ascii_case(url, TEXT("mailto:")))
        return URL_MAIL;
    return URL_RELATIVE;
}

static bool is_allowed(struct text url)
{
    size_t scheme = scheme_size(url);
    if (scheme == 0)
        return true;
    struct text name = text_slice(url, 0, scheme);
    return text_equal_ascii_case(name, TEXT("http")) || text_equal_ascii_case(name, TEXT("https")) ||
           text_equal_ascii_case(name, TEXT("mailto"));
}

/* C0, DEL and C1; the direction marks and the line separators a terminal or a page could be fooled with. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

struct text url_clean(struct text url, struct arena *arena)
{
    char *bytes = arena_alloc(arena, url.size + 1);
    size_t size = 0;
    for (size_t offset = 0; offset < url.size;) {
        size_t start = offset;
        if (is_control(text_next_code_point(url, &offset)))
            continue;
        while (start < offset)
            bytes[size++] = url.bytes[start++];
    }
    struct text clean = text_trim(text_from(bytes, size));
    return is_allowed(clean) ? clean : text_from("", 0);
}

/* What follows the scheme and its slashes. */
static struct text without_scheme(struct text url)
{
    if (!text_starts_with(url, TEXT("//")))
        url = text_skip(url, scheme_size(url) + 1);
    return text_skip(url, 2);
}

static size_t first_of(struct text text, const char *bytes)
{
    for (size_t i = 0; i < text.size; i++)
        if (strchr(bytes, text.bytes[i]) != NULL && text.bytes[i] != '\0')
            return i;
    return text.size;
}

static struct text host_of(struct text authority)
{
    size_t at = text_find_last_byte(authority, '@');
    if (at != TEXT_NONE)
        authority = text_skip(authority, at + 1);
    if (text_starts_with_ascii_case(authority, TEXT("www.")))
        authority = text_skip(authority, 4);
    return authority;
}

static struct text without_port(struct text host, const char *port)
{
    struct text suffix = text_of(port);
    return text_ends_with(host, suffix) ? text_slice(host, 0, host.size - suffix.size) : host;
}

struct text url_host(struct text url)
{
    if (url_kind_of(url) != URL_ABSOLUTE)
        return text_from("", 0);
    struct text rest = without_scheme(url);
    struct text host = host_of(text_slice(rest, 0, first_of(rest, "/?#")));
    size_t port = text_find_last_byte(host, ':');
    return port != TEXT_NONE ? text_slice(host, 0, port) : host;
}

struct text url_path(struct text url)
{
    struct text rest = url_kind_of(url) == URL_ABSOLUTE ? without_scheme(url) : url;
    if (rest.size < url.size)
        rest = text_skip(rest, first_of(rest, "/?#"));
    return text_slice(rest, 0, first_of(rest, "?#"));
}

bool url_is_host_only(struct text url)
{
    if (url_kind_of(url) != URL_ABSOLUTE)
        return false;
    struct text rest = without_scheme(url);
    rest = text_skip(rest, first_of(rest, "/?#"));
    while (rest.size > 0 && rest.bytes[0] == '/')
        rest = text_skip(rest, 1);
    return rest.size == 0;
}

/* ---- keys ---- */

struct parts {
    struct text path, query, fragment; /* without '?' and '#' */
};

static struct parts split(struct text rest)
{
    struct parts parts = {.path = rest, .query = {"", 0}, .fragment = {"", 0}};
    size_t hash = text_find_byte(rest, '#', 0);
    if (hash != TEXT_NONE) {
        parts.fragment = text_skip(rest, hash + 1);
        parts.path = text_slice(rest, 0, hash);
    }
    size_t question = text_find_byte(parts.path, '?', 0);
    if (question != TEXT_NONE) {
        parts.query = text_skip(parts.path, question + 1);
        parts.path = text_slice(parts.path, 0, question);
    }
    return parts;
}

struct writer {
    char *bytes;
    size_t size;
};

static void put(struct writer *writer, struct text text)
{
    if (text.size > 0)
        memcpy(writer->bytes + writer->size, text.bytes, text.size);
    writer->size += text.size;
}

static void put_query(struct writer *writer, struct text query)
{
    struct text field;
    char separator = '?';
    while (text_next_field(&query, '&', &field)) {
        if (field.size == 0 || text_starts_with_ascii_case(field, TEXT("utm_")))
            continue;
        put(writer, text_from(&separator, 1));
        put(writer, field);
        separator = '&';
    }
}

static void put_parts_behind_path(struct writer *writer, struct parts parts)
{
    put_query(writer, parts.query);
    if (parts.fragment.size > 0) {
        put(writer, TEXT("#"));
        put(writer, parts.fragment);
    }
}

static struct text absolute_key(struct text url, struct arena *arena)
{
    struct writer key = {.bytes = arena_alloc(arena, url.size + 1)};
    bool is_plain_http = text_starts_with_ascii_case(url, TEXT("http://"));
    struct text rest = without_scheme(url);
    size_t end = first_of(rest, "/?#");
    put(&key, without_port(host_of(text_slice(rest, 0, end)), is_plain_http ? ":80" : ":443"));
    for (size_t i = 0; i < key.size; i++)
        if (key.bytes[i] >= 'A' && key.bytes[i] <= 'Z')
            key.bytes[i] = (char)(key.bytes[i] + ('a' - 'A'));
    struct parts parts = split(text_skip(rest, end));
    while (parts.path.size > 0 && parts.path.bytes[parts.path.size - 1] == '/')
        parts.path.size--;
    put(&key, parts.path);
    put_parts_behind_path(&key, parts);
    return text_from(key.bytes, key.size);
}

static void drop_last_segment(struct writer *writer)
{
    size_t slash = text_find_last_byte(text_from(writer->bytes, writer->size), '/');
    writer->size = slash == TEXT_NONE ? 0 : slash;
}

static bool ends_in_parent(const struct writer *writer)
{
    struct text text = text_from(writer->bytes, writer->size);
    return text_equal(text, TEXT("..")) || text_ends_with(text, TEXT("/.."));
}

static void put_segments(struct writer *writer, struct text path)
{
    struct text segment;
    while (text_next_field(&path, '/', &segment)) {
        if (segment.size == 0 || text_equal(segment, TEXT(".")))
            continue;
        if (text_equal(segment, TEXT("..")) && writer->size > 0 && !ends_in_parent(writer)) {
            drop_last_segment(writer);
            continue;
        }
        if (writer->size > 0)
            put(writer, TEXT("/"));
        put(writer, segment);
    }
}

static struct text relative_key(struct text url, struct text path, struct arena *arena)
{
    struct writer key = {.bytes = arena_alloc(arena, url.size + path.size + 4)};
    struct parts parts = split(url);
    if (parts.path.size > 0 && parts.path.bytes[0] == '/') {
        while (parts.path.size > 1 && parts.path.bytes[parts.path.size - 1] == '/')
            parts.path.size--;
        put(&key, parts.path);
    } else {
        put_segments(&key, path);
        if (parts.path.size > 0) {
            drop_last_segment(&key);
            put_segments(&key, parts.path);
        }
    }
    put_parts_behind_path(&key, parts);
    return text_from(key.bytes, key.size);
}

struct text url_key(struct text url, struct text path, struct arena *arena)
{
    url = text_trim(url);
    switch (url_kind_of(url)) {
    case URL_EMPTY:
        return text_from("", 0);
    case URL_ABSOLUTE:
        return absolute_key(url, arena);
    case URL_MAIL:
        return arena_printf(arena, "mailto:%.*s", TEXT_PRINTF(text_skip(url, 7)));
    case URL_FRAGMENT:
    case URL_RELATIVE:
        break;
    }
    return relative_key(url, path, arena);
}

/* ---- names ---- */

static int hex_value(char byte)
{
    if (is_ascii_digit(byte))
        return byte - '0';
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static struct text percent_decoded(struct text text, struct arena *arena)
{
    char *bytes = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        int high = i + 2 < text.size && text.bytes[i] == '%' ? hex_value(text.bytes[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text.bytes[i + 2]) : -1;
        bytes[size++] = low >= 0 ? (char)(high << 4 | low) : text.bytes[i];
        i += low >= 0 ? 2 : 0;
    }
    struct text decoded = text_from(bytes, size);
    if (text_invalid_at(decoded) != TEXT_NONE)
        return text;
    for (size_t offset = 0; offset < decoded.size;)
        if (is_control(text_next_code_point(decoded, &offset)))
            return text;
    return decoded;
}

static struct text without_page_ending(struct text name)
{
    static const char *const endings[] = {".html", ".htm", ".md", ".mdx", ".markdown", ".php", ".aspx"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct text ending = text_of(endings[i]);
        if (name.size > ending.size &&
            text_equal_ascii_case(text_skip(name, name.size - ending.size), ending))
            return text_slice(name, 0, name.size - ending.size);
    }
    return name;
}

struct text url_display_name(struct text url, struct arena *arena)
{
    struct text host = url_host(url);
    struct text rest = url;
    if (url_kind_of(url) == URL_ABSOLUTE) {
        rest = without_scheme(url);
        rest = text_skip(rest, first_of(rest, "/?#"));
    }
    struct text path = split(rest).path;
    while (path.size > 0 && path.bytes[path.size - 1] == '/')
        path.size--;
    size_t slash = text_find_last_byte(path, '/');
    struct text segment = slash == TEXT_NONE ? path : text_skip(path, slash + 1);
    segment = text_trim(percent_decoded(without_page_ending(segment), arena));
    if (segment.size > 0)
        return segment;
    return host.size > 0 ? host : url;
}

/* ---- in running text ---- */

static bool ends_url(uint32_t c)
{
    if (c <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"' || c == '`' || c == '\\' || c == '|' ||
        c == '{' || c == '}' || c == '^')
        return true;
    if (c < 0x80)
        return false;
    return u_isUWhiteSpace((UChar32)c) || is_control(c) || u_ispunct((UChar32)c) || c == 0xFFFD;
}

/* A Korean or Chinese word may follow these without a space. Behind other bytes ("/wiki/한국어") the word is
 * part of the address. */
static bool is_word_byte(char byte)
{
    return is_ascii_alpha(byte) || is_ascii_digit(byte);
}

static bool is_cjk_letter(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &status);
    return script == USCRIPT_HANGUL || script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ||
           script == USCRIPT_KATAKANA;
}

/* Without the punctuation of the sentence around it. A closing bracket belongs to the address if its opening
 * does. */
static size_t trimmed_end(struct text url)
{
    size_t n_of[128] = {0};
    for (size_t i = 0; i < url.size; i++)
        n_of[(unsigned char)url.bytes[i] & 0x7F] += (unsigned char)url.bytes[i] < 0x80;
    while (url.size > 0) {
        char last = url.bytes[url.size - 1];
        bool is_cut = strchr("?!.,:;*_~'&", last) != NULL || (last == ')' && n_of[')'] > n_of['(']) ||
                      (last == ']' && n_of[']'] > n_of['[']);
        if (!is_cut)
            break;
        n_of[(unsigned char)last & 0x7F]--;
        url.size--;
    }
    return url.size;
}

size_t url_bare_end(struct text text, size_t start)
{
    struct text rest = text_skip(text, start);
    size_t head = 0;
    if (text_starts_with_ascii_case(rest, TEXT("https://")))
        head = 8;
    else if (text_starts_with_ascii_case(rest, TEXT("http://")))
        head = 7;
    if (head == 0)
        return start;
    size_t end = head;
    while (end < rest.size) {
        size_t next = end;
        uint32_t c = text_next_code_point(rest, &next);
        if (ends_url(c) || (c >= 0x80 && end > head && is_word_byte(rest.bytes[end - 1]) && is_cjk_letter(c)))
            break;
        end = next;
    }
    size_t trimmed = trimmed_end(text_slice(rest, 0, end));
    return trimmed > head ? start + trimmed : start;
}
