/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/anchor.h"

#include <unicode/uchar.h>
#include <unicode/ucasemap.h>

struct anchor_seen {
    struct text anchor;
    size_t next_number;
    bool is_used;
};

/* The package's classes are those of Unicode 13; a character that is younger was unassigned to it, and
 * dropped. */
static bool is_known_to_unicode_13(UChar32 c)
{
    UVersionInfo age;
    u_charAge(c, age);
    return age[0] > 0 && age[0] <= 13;
}

static bool is_kept(UChar32 c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ' ';
    uint32_t category = U_GET_GC_MASK(c);
    if ((category & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) == 0 && !u_isUAlphabetic(c))
        return false;
    return is_known_to_unicode_13(c);
}

/* Lower-casing may need the neighbours (final sigma), so the text is folded as a whole. At most three bytes
 * come out for one that goes in. */
static struct text lower_case(struct text heading, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    if (heading.size > INT32_MAX / 4)
        heading = text_slice(heading, 0, text_floor_code_point(heading, INT32_MAX / 4));
    UCaseMap *map = ucasemap_open("", 0, &status);
    size_t capacity = heading.size * 3 + 1;
    char *bytes = arena_alloc(arena, capacity);
    int32_t size = U_FAILURE(status) ? 0
                                     : ucasemap_utf8ToLower(map, bytes, (int32_t)capacity, heading.bytes,
                                                            (int32_t)heading.size, &status);
    if (map != NULL)
        ucasemap_close(map);
    return U_FAILURE(status) ? heading : text_from(bytes, (size_t)size);
}

struct text anchor_of(struct text heading, struct arena *arena)
{
    struct text lower = heading.size > 0 ? lower_case(heading, arena) : heading;
    char *bytes = arena_alloc(arena, lower.size + 1);
    size_t size = 0;
    for (size_t offset = 0; offset < lower.size;) {
        size_t start = offset;
        UChar32 c = (UChar32)text_next_code_point(lower, &offset);
        if (!is_kept(c))
            continue;
        if (c == ' ')
            bytes[size++] = '-';
        else
            while (start < offset)
                bytes[size++] = lower.bytes[start++];
    }
    bytes[size] = '\0';
    return text_from(bytes, size);
}

static size_t hash(struct text text)
{
    uint64_t value = 0xCBF29CE484222325u;
    for (size_t i = 0; i < text.size; i++)
        value = (value ^ (unsigned char)text.bytes[i]) * 0x100000001B3u;
    return (size_t)(value ^ value >> 32);
}

static struct anchor_seen *find(const struct anchors *anchors, struct text anchor)
{
    size_t slot = hash(anchor) & (anchors->capacity - 1);
    while (anchors->table[slot].is_used && !text_equal(anchors->table[slot].anchor, anchor))
        slot = (slot + 1) & (anchors->capacity - 1);
    return &anchors->table[slot];
}

bool anchors_hold(const struct anchors *anchors, struct text anchor)
{
    return anchors->capacity > 0 && find(anchors, anchor)->is_used;
}

static void make_room(struct anchors *anchors, struct arena *arena)
{
    if (anchors->n_seen * 2 < anchors->capacity)
        return;
    struct anchors grown = {.capacity = anchors->capacity == 0 ? 64 : anchors->capacity * 2,
                            .n_seen = anchors->n_seen};
    grown.table = ARENA_NEW(arena, struct anchor_seen, grown.capacity);
    for (size_t i = 0; i < anchors->capacity; i++)
        if (anchors->table[i].is_used)
            *find(&grown, anchors->table[i].anchor) = anchors->table[i];
    *anchors = grown;
}

struct text anchors_unique(struct anchors *anchors, struct text anchor, struct arena *arena)
{
    make_room(anchors, arena);
    struct anchor_seen *first = find(anchors, anchor);
    struct anchor_seen *free_slot = first;
    struct text unique = anchor;
    while (free_slot->is_used) {
        unique = arena_printf(arena, "%.*s-%zu", TEXT_PRINTF(anchor), ++first->next_number);
        free_slot = find(anchors, unique);
    }
    *free_slot = (struct anchor_seen){.anchor = unique, .is_used = true};
    anchors->n_seen++;
    return unique;
}

struct text anchors_next(struct anchors *anchors, struct text heading, struct arena *arena)
{
    return anchors_unique(anchors, anchor_of(heading, arena), arena);
}
