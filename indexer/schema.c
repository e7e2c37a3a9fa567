/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <unicode/uversion.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "analyzers/analyzer.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "indexer/pack.h"

const struct schema_field schema_fields[N_PREFIXES] = {
    [PREFIX_NONE] = {"", "words of every field", "연구를"},
    [PREFIX_TITLE] = {"S", "words of the title and other names", "title:자동미분"},
    [PREFIX_NAME] = {"XN", "the whole name of a section or entry", NULL},
    [PREFIX_PAGE_NAME] = {"XD", "the whole name of a page", NULL},
    [PREFIX_ID] = {"Q", "the unit itself", NULL},
    [PREFIX_FILE] = {"XF", "the file", NULL},
    [PREFIX_PATH] = {"XP", "the file and every folder above it", "path:docs/ko"},
    [PREFIX_KIND] = {"XK", "kind", "kind:entry"},
    [PREFIX_LANGUAGE] = {"L", "language", "lang:ko"},
    [PREFIX_TAG] = {"K", "tag", "tag:\"기계 학습\""},
    [PREFIX_HOST] = {"H", "host of a link", "site:github.com"},
};

enum { HASH_DIGITS = 16 };

/* How many bytes of a text fit into a term, where a NUL takes two. */
static size_t fitting_bytes(struct text text, size_t room)
{
    size_t size = 0;
    for (; size < text.size && room > 0; size++) {
        size_t cost = text.bytes[size] == '\0' ? 2 : 1;
        if (cost > room)
            break;
        room -= cost;
    }
    return size;
}

struct xc_text schema_term(enum schema_prefix prefix, struct text text, struct arena *arena)
{
    struct text head = text_of(schema_fields[prefix].prefix);
    char hash[HASH_DIGITS + 1] = "";
    size_t kept = fitting_bytes(text, XC_MAX_TERM_BYTES - head.size);
    if (kept == text.size && head.size == 0)
        return to_xc(text);
    if (kept < text.size) {
        kept = text_floor_code_point(text, fitting_bytes(text, XC_MAX_TERM_BYTES - HASH_DIGITS - head.size));
        snprintf(hash, sizeof hash, "%016" PRIx64, (uint64_t)XXH3_64bits(text.bytes, text.size));
    }
    size_t hash_size = strlen(hash), size = head.size + kept + hash_size;
    char *bytes = arena_alloc(arena, size + 1);
    memcpy(bytes, head.bytes, head.size);
    if (kept > 0)
        memcpy(bytes + head.size, text.bytes, kept);
    memcpy(bytes + head.size + kept, hash, hash_size + 1);
    return (struct xc_text){bytes, size};
}

int error_from_xc(struct error *error, const struct xc_error *xc_error)
{
    static const enum error_code codes[] = {
        [XC_OK] = ERROR_BUG,          [XC_NOT_FOUND] = ERROR_NOT_FOUND, [XC_LOCKED] = ERROR_LOCKED,
        [XC_CHANGED] = ERROR_CHANGED, [XC_ARGUMENT] = ERROR_BUG,        [XC_LIMIT] = ERROR_LIMIT,
        [XC_CORRUPT] = ERROR_CORRUPT, [XC_VERSION] = ERROR_VERSION,     [XC_SYSTEM] = ERROR_SYSTEM,
        [XC_MEMORY] = ERROR_MEMORY,   [XC_CALLBACK] = ERROR_BUG,        [XC_BUG] = ERROR_BUG,
    };
    bool is_damage = xc_error->code == XC_CORRUPT;
    return error_set(error, codes[xc_error->code], is_damage ? "the index is damaged (%s); rebuild it" : "%s",
                     xc_error->message);
}

/* ---- what an index says of itself ---- */

/* The value of a metadata key as a NUL-terminated text in `arena`, empty when there is none. */
static int read_metadata(struct xc_database *database, const char *key, struct arena *arena, struct text *ret,
                         struct error *error)
{
    struct xc_buffer value = {0};
    struct xc_error xc_error;
    int found = xc_database_metadata(database, to_xc(text_of(key)), &value, &xc_error);
    if (found < 0)
        return error_from_xc(error, &xc_error);
    *ret = arena_copy(arena, found ? text_from(value.bytes, value.size) : text_from("", 0));
    xc_buffer_clear(&value);
    return 0;
}

static int read_number(struct xc_database *database, const char *key, struct arena *arena, uint64_t *ret,
                       struct error *error)
{
    struct text value;
    if (read_metadata(database, key, arena, &value, error) < 0)
        return -1;
    if (!text_to_uint64(value, ret))
        return error_set(error, ERROR_CORRUPT, "its \"%s\" is \"%.40s\", which is no number", key,
                         value.bytes);
    return 0;
}

int schema_check(struct xc_database *database, struct arena *arena, struct schema_state *ret,
                 struct error *error)
{
    struct text version;
    uint64_t schema;
    if (read_metadata(database, "schema", arena, &version, error) < 0)
        return -1;
    if (version.size == 0)
        return error_set(error, ERROR_VERSION,
                         "it is no index of chaja, or its first indexing was never finished");
    if (read_number(database, "schema", arena, &schema, error) < 0 ||
        read_number(database, "generation", arena, &ret->generation, error) < 0 ||
        read_number(database, "analysis", arena, &ret->analysis, error) < 0 ||
        read_metadata(database, "icu", arena, &ret->icu, error) < 0)
        return -1;
    if (schema != SCHEMA_VERSION)
        return error_set(error, ERROR_VERSION, "its layout is version %" PRIu64 ", this program's is %d",
                         schema, SCHEMA_VERSION);
    if (!text_equal(ret->icu, text_of(U_ICU_VERSION)))
        return error_set(error, ERROR_VERSION, "it was cut with ICU %s, this program has ICU %s",
                         ret->icu.bytes, U_ICU_VERSION);
    if (ret->analysis != analyzer_version())
        return error_set(error, ERROR_VERSION,
                         "it was made by other rules of analysis than this program has");
    return 0;
}

static int write_number(struct xc_writer *writer, const char *key, uint64_t number, struct error *error)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    struct xc_error xc_error;
    if (xc_writer_set_metadata(writer, to_xc(text_of(key)), to_xc(text_of(digits)), &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}

int schema_write(struct xc_writer *writer, uint64_t generation, struct error *error)
{
    struct xc_error xc_error;
    if (write_number(writer, "schema", SCHEMA_VERSION, error) < 0 ||
        write_number(writer, "generation", generation, error) < 0 ||
        write_number(writer, "analysis", analyzer_version(), error) < 0)
        return -1;
    if (xc_writer_set_metadata(writer, to_xc(TEXT("icu")), to_xc(text_of(U_ICU_VERSION)), &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}

/* ---- files ---- */

enum { RECORD_MAX_BYTES = 8192 };

static struct xc_text record_key(struct text path, struct arena *arena)
{
    struct xc_text term = schema_term(PREFIX_FILE, path, arena); /* "XF…": cut and hashed when too long */
    return (struct xc_text){term.bytes + 1, term.size - 1};
}

int file_record_write(struct xc_writer *writer, const struct file_record *record, struct error *error)
{
    cleanup(buffer_clearp) struct buffer value;
    buffer_init(&value, RECORD_MAX_BYTES);
    pack_text(&value, record->path);
    pack_number(&value, record->size_bytes);
    pack_number(&value, (uint64_t)record->mtime_ns);
    pack_number(&value, (uint64_t)record->ctime_ns);
    pack_number(&value, record->digest.high);
    pack_number(&value, record->digest.low);
    pack_number(&value, record->settings);
    pack_number(&value, record->n_sections);
    pack_number(&value, record->n_entries);
    pack_number(&value, (record->is_racy ? 1u : 0u) | (record->has_problem ? 2u : 0u));
    if (value.overflowed)
        return error_set(error, ERROR_LIMIT, "its path is longer than %d bytes", RECORD_MAX_BYTES);

    struct arena arena;
    arena_init(&arena);
    struct xc_error xc_error;
    int result = xc_writer_set_metadata(writer, record_key(record->path, &arena), to_xc(buffer_text(&value)),
                                        &xc_error);
    arena_clear(&arena);
    return result < 0 ? error_from_xc(error, &xc_error) : 0;
}

int file_record_remove(struct xc_writer *writer, struct text path, struct error *error)
{
    struct arena arena;
    arena_init(&arena);
    struct xc_error xc_error;
    int result = xc_writer_set_metadata(writer, record_key(path, &arena), (struct xc_text){"", 0}, &xc_error);
    arena_clear(&arena);
    return result < 0 ? error_from_xc(error, &xc_error) : 0;
}

static bool unpack_record(struct text value, struct file_record *ret)
{
    struct unpacker unpacker = {value, false};
    ret->path = unpack_text(&unpacker);
    ret->size_bytes = unpack_number(&unpacker);
    ret->mtime_ns = (int64_t)unpack_number(&unpacker);
    ret->ctime_ns = (int64_t)unpack_number(&unpacker);
    ret->digest.high = unpack_number(&unpacker);
    ret->digest.low = unpack_number(&unpacker);
    ret->settings = unpack_number(&unpacker);
    ret->n_sections = (uint32_t)unpack_number(&unpacker);
    ret->n_entries = (uint32_t)unpack_number(&unpacker);
    uint64_t flags = unpack_number(&unpacker);
    ret->is_racy = flags & 1;
    ret->has_problem = flags & 2;
    return !unpacker.failed && unpacker.rest.size == 0;
}

static int compare_records(const void *a, const void *b)
{
    return text_compare(((const struct file_record *)a)->path, ((const struct file_record *)b)->path);
}

int file_records_read(struct xc_database *database, struct arena *arena, struct file_record **ret,
                      size_t *ret_n, struct error *error)
{
    cleanup(xc_terms_closep) struct xc_terms *keys = NULL;
    struct xc_error xc_error;
    if (xc_terms_of_metadata(database, to_xc(TEXT("F")), &keys, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    struct file_record *records = NULL;
    size_t n = 0, capacity = 0;
    struct xc_buffer value = {0};
    struct xc_term key;
    int more;
    while ((more = xc_terms_next(keys, &key, &xc_error)) > 0) {
        more = xc_database_metadata(database, key.name, &value, &xc_error);
        if (more < 0)
            break;
        struct file_record *record = ARENA_PUSH(arena, records, n, capacity);
        if (!unpack_record(arena_copy(arena, text_from(value.bytes, value.size)), record)) {
            xc_buffer_clear(&value);
            return error_set(error, ERROR_CORRUPT, "what it knows of file \"%.*s\" is damaged; rebuild it",
                             TEXT_PRINTF(text_skip(from_xc(key.name), 1)));
        }
    }
    xc_buffer_clear(&value);
    if (more < 0)
        return error_from_xc(error, &xc_error);
    if (n > 1)
        qsort(records, n, sizeof *records, compare_records);
    *ret = records;
    *ret_n = n;
    return 0;
}
