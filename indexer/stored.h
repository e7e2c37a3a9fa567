/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stored: a unit as bytes, kept as the data of its Xapian document; packed by indexer, unpacked by both programs.
 *
 * Form       XXH3-64 of what follows (8 bytes, little endian) · form version (1 byte) · fields in the order of `struct stored_unit`;
 *            numbers as LEB128, texts as size and bytes, lists as count and items.
 * Shapes     everything a result shows, as it was written: nothing is folded.
 *            A place's URL that is the unit's own is stored as an empty one.
 * Errors     unpacking checks the digest, every size and count, that spans lie in the text, and that texts are UTF-8 (but id, paths and
 *            key): ERROR_CORRUPT names the unit, ERROR_VERSION another form. No count makes lists of more than 16 times its bytes.
 * Ownership  stored_unpack() makes views into the bytes given, and lists in `arena`.
 * Cost       about 1 GB/s.
 */
#ifndef CHAJA_INDEXER_STORED_H
#define CHAJA_INDEXER_STORED_H

#include "base/buffer.h"
#include "indexer/document.h"

struct stored_unit {
    struct text id;
    struct text path; /* bytes as the file system has them */
    struct unit unit;
};

/* Appends to `out`; -1 when that is over its maximum. */
int stored_pack(const struct stored_unit *stored, struct buffer *out);

int stored_unpack(struct text bytes, struct arena *arena, struct stored_unit *ret, struct error *error);

/* The id of a unit: "path#key" of a section, the key of an entry behind "link:". In `arena`. */
struct text stored_unit_id(struct text path, const struct unit *unit, struct arena *arena);

#endif
