/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stored.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "indexer/pack.h"

enum { FORM_VERSION = 1, DIGEST_BYTES = 8 };

/* The least that an item of a list takes: a size or a number each. */
enum { TEXT_BYTES = 1, SPAN_BYTES = 4, PLACE_BYTES = 10 };

static void digest_bytes(struct text text, char out[DIGEST_BYTES])
{
    uint64_t digest = XXH3_64bits(text.bytes, text.size);
    for (int i = 0; i < DIGEST_BYTES; i++)
        out[i] = (char)(digest >> 8 * i);
}

static void pack_texts(struct buffer *out, const struct text *texts, size_t count)
{
    pack_number(out, count);
    for (size_t i = 0; i < count; i++)
        pack_text(out, texts[i]);
}

/* The address of most places is that of the unit. */
static void pack_place(struct buffer *out, const struct place *place, struct text unit_url)
{
    pack_text(out, place->title);
    pack_text(out, place->path);
    pack_text(out, place->category);
    pack_text(out, place->text);
    pack_text(out, text_equal(place->url, unit_url) ? text_from("", 0) : place->url);
    pack_texts(out, place->tags, place->n_tags);
    pack_text(out, place->date);
    pack_number(out, place->line);
    pack_number(out, place->language);
    pack_number(out, place->is_generic);
}

int stored_pack(const struct stored_unit *stored, struct buffer *out)
{
    const struct unit *unit = &stored->unit;
    size_t start = out->size;
    buffer_append(out, text_from("\0\0\0\0\0\0\0\0", DIGEST_BYTES));
    buffer_append_byte(out, FORM_VERSION);
    pack_text(out, stored->id);
    pack_text(out, stored->path);
    pack_number(out, unit->kind);
    pack_number(out, unit->language);
    pack_text(out, unit->title);
    pack_texts(out, unit->breadcrumbs, unit->n_breadcrumbs);
    pack_text(out, unit->anchor);
    pack_text(out, unit->url);
    pack_text(out, unit->key);
    pack_text(out, unit->date);
    pack_number(out, unit->line);
    pack_number(out, unit->last_line);
    pack_texts(out, unit->tags, unit->n_tags);
    pack_number(out, unit->n_spans);
    for (size_t i = 0; i < unit->n_spans; i++) {
        pack_number(out, unit->spans[i].start);
        pack_number(out, unit->spans[i].end);
        pack_number(out, unit->spans[i].kind);
        pack_text(out, unit->spans[i].anchor);
    }
    pack_number(out, unit->n_places);
    for (size_t i = 0; i < unit->n_places; i++)
        pack_place(out, &unit->places[i], unit->url);
    pack_text(out, unit->text);
    if (out->overflowed)
        return -1;
    digest_bytes(text_skip(buffer_text(out), start + DIGEST_BYTES), out->bytes + start);
    return 0;
}

/* A text that a result shows must be UTF-8; paths alone may be anything. */
static struct text unpack_utf8(struct unpacker *unpacker)
{
    struct text text = unpack_text(unpacker);
    if (text_invalid_at(text) != TEXT_NONE)
        unpacker->failed = true;
    return text;
}

static struct text *unpack_texts(struct unpacker *unpacker, struct arena *arena, size_t *ret_count)
{
    *ret_count = unpack_count(unpacker, TEXT_BYTES);
    struct text *texts = ARENA_NEW(arena, struct text, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        texts[i] = unpack_utf8(unpacker);
    return texts;
}

static unsigned unpack_enum(struct unpacker *unpacker, unsigned count)
{
    uint64_t value = unpack_number(unpacker);
    if (value >= count)
        unpacker->failed = true;
    return unpacker->failed ? 0 : (unsigned)value;
}

static void unpack_spans(struct unpacker *unpacker, struct arena *arena, struct unit *unit)
{
    unit->n_spans = unpack_count(unpacker, SPAN_BYTES);
    unit->spans = ARENA_NEW(arena, struct span, unit->n_spans);
    for (size_t i = 0; i < unit->n_spans; i++) {
        unit->spans[i].start = (uint32_t)unpack_number(unpacker);
        unit->spans[i].end = (uint32_t)unpack_number(unpacker);
        unit->spans[i].kind = unpack_enum(unpacker, SPAN_URL + 1);
        unit->spans[i].anchor = unpack_utf8(unpacker);
    }
}

static void unpack_places(struct unpacker *unpacker, struct arena *arena, struct unit *unit)
{
    unit->n_places = unpack_count(unpacker, PLACE_BYTES);
    unit->places = ARENA_NEW(arena, struct place, unit->n_places);
    for (size_t i = 0; i < unit->n_places; i++) {
        struct place *place = &unit->places[i];
        place->title = unpack_utf8(unpacker);
        place->path = unpack_text(unpacker);
        place->category = unpack_utf8(unpacker);
        place->text = unpack_utf8(unpacker);
        struct text url = unpack_utf8(unpacker);
        place->url = url.size > 0 ? url : unit->url;
        place->tags = unpack_texts(unpacker, arena, &place->n_tags);
        place->date = unpack_utf8(unpacker);
        place->line = (uint32_t)unpack_number(unpacker);
        place->language = unpack_enum(unpacker, N_LANGUAGES);
        place->is_generic = unpack_number(unpacker) != 0;
    }
}

/* Spans come from disk: those that do not fit the text would be read out of its bounds. */
static bool spans_fit(const struct unit *unit)
{
    uint32_t last = 0;
    for (size_t i = 0; i < unit->n_spans; i++) {
        if (unit->spans[i].start < last || unit->spans[i].end < unit->spans[i].start ||
            unit->spans[i].end > unit->text.size)
            return false;
        last = unit->spans[i].end;
    }
    return true;
}

int stored_unpack(struct text bytes, struct arena *arena, struct stored_unit *ret, struct error *error)
{
    char digest[DIGEST_BYTES];
    if (bytes.size < DIGEST_BYTES + 1)
        return error_set(error, ERROR_CORRUPT, "a stored unit of %zu bytes is too short; rebuild the index",
                         bytes.size);
    digest_bytes(text_skip(bytes, DIGEST_BYTES), digest);
    if (memcmp(digest, bytes.bytes, DIGEST_BYTES) != 0)
        return error_set(error, ERROR_CORRUPT, "a stored unit does not match its digest; rebuild the index");
    if (bytes.bytes[DIGEST_BYTES] != FORM_VERSION)
        return error_set(error, ERROR_VERSION,
                         "a stored unit has form %d, this program reads %d; rebuild the index",
                         bytes.bytes[DIGEST_BYTES], FORM_VERSION);
    struct unpacker unpacker = {text_skip(bytes, DIGEST_BYTES + 1), false};
    *ret = (struct stored_unit){0};
    struct unit *unit = &ret->unit;
    ret->id = unpack_text(&unpacker);
    ret->path = unpack_text(&unpacker);
    unit->kind = unpack_enum(&unpacker, UNIT_ENTRY + 1);
    unit->language = unpack_enum(&unpacker, N_LANGUAGES);
    unit->title = unpack_utf8(&unpacker);
    unit->breadcrumbs = unpack_texts(&unpacker, arena, &unit->n_breadcrumbs);
    unit->anchor = unpack_utf8(&unpacker);
    unit->url = unpack_utf8(&unpacker);
    unit->key = unpack_text(&unpacker);
    unit->date = unpack_utf8(&unpacker);
    unit->line = (uint32_t)unpack_number(&unpacker);
    unit->last_line = (uint32_t)unpack_number(&unpacker);
    unit->tags = unpack_texts(&unpacker, arena, &unit->n_tags);
    unpack_spans(&unpacker, arena, unit);
    unpack_places(&unpacker, arena, unit);
    unit->text = unpack_utf8(&unpacker);
    if (unpacker.failed || unpacker.rest.size > 0 || !spans_fit(unit))
        return error_set(error, ERROR_CORRUPT, "the stored unit \"%.*s\" is damaged; rebuild the index",
                         (int)(ret->id.size < 200 ? ret->id.size : 200),
                         ret->id.size > 0 ? ret->id.bytes : "");
    return 0;
}

struct text stored_unit_id(struct text path, const struct unit *unit, struct arena *arena)
{
    if (unit->kind == UNIT_ENTRY)
        return arena_printf(arena, "link:%.*s", TEXT_PRINTF(unit->key));
    return arena_printf(arena, "%.*s#%.*s", TEXT_PRINTF(path), TEXT_PRINTF(unit->key));
}
