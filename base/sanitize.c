/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/sanitize.h"

enum { REPLACEMENT = 0xFFFD, NEXT_LINE = 0x85, LINE_SEPARATOR = 0x2028, PARAGRAPH_SEPARATOR = 0x2029 };

struct sanitizer {
    struct text text;
    enum sanitize_form form;
    char *bytes;
    size_t size;
    const char *owed; /* SANITIZE_LINE and _ITEMS: what the white space behind the text becomes; "" is none */
};

static bool turns_direction(uint32_t code_point)
{
    return code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
           (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

static bool is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

static bool ends_line(uint32_t code_point)
{
    return code_point == '\n' || code_point == '\r' || code_point == NEXT_LINE ||
           code_point == LINE_SEPARATOR || code_point == PARAGRAPH_SEPARATOR;
}

static bool is_white(uint32_t code_point)
{
    return code_point == ' ' || code_point == '\t' || code_point == '\v' || code_point == '\f' ||
           ends_line(code_point);
}

static bool is_one_line(enum sanitize_form form)
{
    return form == SANITIZE_LINE || form == SANITIZE_ITEMS;
}

static void put(struct sanitizer *sanitizer, uint32_t code_point)
{
    sanitizer->size += utf8_encode(code_point, sanitizer->bytes + sanitizer->size);
}

static void put_line_end(struct sanitizer *sanitizer, uint32_t code_point, size_t next)
{
    bool is_pair = code_point == '\r' && next < sanitizer->text.size && sanitizer->text.bytes[next] == '\n';
    bool is_empty = sanitizer->size == 0 || sanitizer->bytes[sanitizer->size - 1] == '\n';
    if (!is_pair && !(sanitizer->form == SANITIZE_CODE && is_empty))
        put(sanitizer, '\n');
}

static void put_tab(struct sanitizer *sanitizer)
{
    if (sanitizer->form == SANITIZE_AS_STORED) {
        put(sanitizer, '\t');
        return;
    }
    put(sanitizer, ' ');
    put(sanitizer, ' ');
}

/* None is put in front of the text, nor behind it. */
static size_t owed_size(const struct sanitizer *sanitizer)
{
    return sanitizer->size > 0 ? strlen(sanitizer->owed) : 0;
}

static void owe(struct sanitizer *sanitizer, uint32_t code_point)
{
    if (sanitizer->form == SANITIZE_ITEMS && ends_line(code_point))
        sanitizer->owed = " · ";
    else if (sanitizer->owed[0] == '\0')
        sanitizer->owed = " ";
}

static void put_shown(struct sanitizer *sanitizer, uint32_t code_point)
{
    size_t size = owed_size(sanitizer);
    memcpy(sanitizer->bytes + sanitizer->size, sanitizer->owed, size);
    sanitizer->size += size;
    sanitizer->owed = "";
    put(sanitizer, is_control(code_point) ? (uint32_t)REPLACEMENT : code_point);
}

static void take(struct sanitizer *sanitizer, uint32_t code_point, size_t next)
{
    if (turns_direction(code_point))
        return;
    if (is_one_line(sanitizer->form) && is_white(code_point))
        owe(sanitizer, code_point);
    else if (ends_line(code_point))
        put_line_end(sanitizer, code_point, next);
    else if (code_point == '\t')
        put_tab(sanitizer);
    else
        put_shown(sanitizer, code_point);
}

/* Whether the text may be shown as it is: by far the most are. */
static bool is_clean(struct text text, enum sanitize_form form)
{
    if (text_invalid_at(text) != TEXT_NONE)
        return false;
    bool was_white = true;
    for (size_t i = 0; i < text.size;) {
        uint32_t code_point = text_next_code_point(text, &i);
        bool white = is_white(code_point);
        if (turns_direction(code_point) || (ends_line(code_point) && code_point != '\n') ||
            (is_control(code_point) && code_point != '\n' && code_point != '\t'))
            return false;
        if (form != SANITIZE_AS_STORED && white && (was_white || code_point != ' '))
            return false;
        was_white = white;
    }
    return form == SANITIZE_AS_STORED || text.size == 0 || !was_white;
}

/* Keep the ranges that are whole, in order and apart. Returns how many. */
static size_t copy_sound_ranges(struct text text, const struct range *ranges, size_t n_ranges,
                                struct range *out)
{
    size_t n = 0;
    for (size_t i = 0; i < n_ranges; i++) {
        uint32_t after = n > 0 ? out[n - 1].end : 0;
        if (ranges[i].start >= after && ranges[i].start < ranges[i].end && ranges[i].end <= text.size)
            out[n++] = ranges[i];
    }
    return n;
}

/* Starts and ends in turn. */
static uint32_t *boundary(struct range *ranges, size_t index)
{
    return index % 2 == 0 ? &ranges[index / 2].start : &ranges[index / 2].end;
}

/* Boundaries up to `offset` are where the new text ends now; a start stands behind what is still owed. */
static void move_boundaries(const struct sanitizer *sanitizer, struct sanitized *sanitized, size_t *next,
                            size_t offset)
{
    for (; *next < 2 * sanitized->n_ranges && *boundary(sanitized->ranges, *next) <= offset; *next += 1) {
        size_t behind = *next % 2 == 0 ? owed_size(sanitizer) : 0;
        *boundary(sanitized->ranges, *next) = (uint32_t)(sanitizer->size + behind);
    }
}

static size_t drop_empty_ranges(struct range *ranges, size_t n_ranges, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < n_ranges; i++) {
        struct range range = ranges[i];
        if (range.end > size)
            range.end = (uint32_t)size;
        if (n > 0 && range.start < ranges[n - 1].end)
            range.start = ranges[n - 1].end;
        if (range.start < range.end)
            ranges[n++] = range;
    }
    return n;
}

void sanitize_ranges(struct text text, const struct range *ranges, size_t n_ranges, enum sanitize_form form,
                     struct arena *arena, struct sanitized *ret)
{
    *ret = (struct sanitized){.text = text, .ranges = ARENA_NEW(arena, struct range, n_ranges)};
    ret->n_ranges = copy_sound_ranges(text, ranges, n_ranges, ret->ranges);
    if (is_clean(text, form))
        return;
    /* An invalid byte becomes three, a line break four. */
    struct sanitizer sanitizer = {
        .text = text, .form = form, .bytes = arena_alloc(arena, 4 * text.size + 4), .owed = ""};
    size_t next_boundary = 0;
    for (size_t i = 0, next; i < text.size; i = next) {
        move_boundaries(&sanitizer, ret, &next_boundary, i);
        next = i;
        uint32_t code_point = text_next_code_point(text, &next);
        take(&sanitizer, code_point, next);
    }
    move_boundaries(&sanitizer, ret, &next_boundary, text.size);
    while (form == SANITIZE_CODE && sanitizer.size > 0 &&
           (sanitizer.bytes[sanitizer.size - 1] == '\n' || sanitizer.bytes[sanitizer.size - 1] == ' '))
        sanitizer.size--;
    ret->text = text_from(sanitizer.bytes, sanitizer.size);
    ret->n_ranges = drop_empty_ranges(ret->ranges, ret->n_ranges, sanitizer.size);
}

struct text sanitize_text(struct text text, enum sanitize_form form, struct arena *arena)
{
    struct sanitized sanitized;
    sanitize_ranges(text, NULL, 0, form, arena, &sanitized);
    return sanitized.text;
}

/* Browsers skip controls, also inside a scheme's name; so they have to go before it is looked at. */
static struct text without_controls(struct text link, struct arena *arena)
{
    char *bytes = arena_alloc(arena, 3 * link.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < link.size;) {
        uint32_t code_point = text_next_code_point(link, &i);
        if (!is_control(code_point) && !turns_direction(code_point) && !ends_line(code_point))
            size += utf8_encode(code_point, bytes + size);
    }
    return text_trim(text_from(bytes, size));
}

struct text sanitize_link(struct text link, struct arena *arena)
{
    static const struct text schemes[] = {TEXT_INIT("http"), TEXT_INIT("https"), TEXT_INIT("mailto")};
    struct text clean = without_controls(link, arena);
    for (size_t i = 0; i < clean.size && strchr("/?#", clean.bytes[i]) == NULL; i++) {
        if (clean.bytes[i] != ':')
            continue;
        for (size_t scheme = 0; scheme < sizeof schemes / sizeof *schemes; scheme++)
            if (text_equal_ascii_case(text_from(clean.bytes, i), schemes[scheme]))
                return clean;
        return TEXT("");
    }
    return clean;
}
