/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pack: numbers as LEB128 and texts as size and bytes, for what the index stores.
 *
 * Packing appends to a buffer, whose `overflowed` is looked at once at the end. Unpacking never reads past the bytes given: a
 * damaged size sets `failed`, and from then on everything is 0 and empty. Texts unpacked are views. */
#ifndef CHAJA_INDEXER_PACK_H
#define CHAJA_INDEXER_PACK_H

#include "base/buffer.h"

struct unpacker {
    struct text rest;
    bool failed;
};

static inline void pack_number(struct buffer *out, uint64_t number)
{
    char bytes[10];
    size_t size = 0;
    do {
        bytes[size++] = (char)((number & 0x7F) | (number > 0x7F ? 0x80 : 0));
        number >>= 7;
    } while (number > 0);
    buffer_append(out, text_from(bytes, size));
}

static inline void pack_text(struct buffer *out, struct text text)
{
    pack_number(out, text.size);
    buffer_append(out, text);
}

static inline uint64_t unpack_number(struct unpacker *unpacker)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !unpacker->failed && unpacker->rest.size > 0; shift += 7) {
        unsigned char byte = (unsigned char)unpacker->rest.bytes[0];
        unpacker->rest = text_skip(unpacker->rest, 1);
        if (shift == 63 && byte > 1) /* over 64 bits */
            break;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    unpacker->failed = true;
    return 0;
}

static inline struct text unpack_text(struct unpacker *unpacker)
{
    uint64_t size = unpack_number(unpacker);
    if (unpacker->failed || size > unpacker->rest.size) {
        unpacker->failed = true;
        return text_from("", 0);
    }
    struct text text = text_from(unpacker->rest.bytes, size);
    unpacker->rest = text_skip(unpacker->rest, size);
    return text;
}

/* A count of items that take at least `item_bytes` each; 0 when there is no room for so many. */
static inline size_t unpack_count(struct unpacker *unpacker, size_t item_bytes)
{
    uint64_t count = unpack_number(unpacker);
    if (count > unpacker->rest.size / item_bytes)
        unpacker->failed = true;
    return unpacker->failed ? 0 : count;
}

#endif
