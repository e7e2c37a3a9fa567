/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/apply.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "indexer/entry.h"

int applier_init(struct applier *applier, struct xc_writer *writer, struct error *error)
{
    *applier = (struct applier){.writer = writer};
    arena_init(&applier->arena);
    struct xc_error xc_error;
    applier->analyzer = analyzer_new(error);
    if (applier->analyzer == NULL)
        return -1;
    if (xc_document_new(&applier->document, &xc_error) < 0) {
        applier_clear(applier);
        return error_from_xc(error, &xc_error);
    }
    return 0;
}

void applier_clear(struct applier *applier)
{
    xc_document_free(applier->document);
    analyzer_free(applier->analyzer);
    arena_clear(&applier->arena);
    *applier = (struct applier){0};
}

static int replace(struct applier *applier, struct text id, struct xc_document *document, struct error *error)
{
    struct xc_error xc_error;
    if (xc_writer_replace(applier->writer, schema_term(PREFIX_ID, id, &applier->arena), document, NULL,
                          &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}

/* A section of a file that the index does not know: it need not be looked for. */
static int add(struct applier *applier, struct xc_document *document, struct error *error)
{
    struct xc_error xc_error;
    if (xc_writer_add(applier->writer, document, NULL, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}

/* The stored unit of a document, in the applier's arena. */
static int read_stored(struct applier *applier, uint32_t id, struct stored_unit *ret, struct error *error)
{
    cleanup(xc_document_freep) struct xc_document *document = NULL;
    struct xc_buffer data = {0};
    struct xc_error xc_error;
    if (xc_database_document(xc_writer_database(applier->writer), id, &document, &xc_error) < 0 ||
        xc_document_data(document, &data, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    struct text bytes = arena_copy(&applier->arena, text_from(data.bytes, data.size));
    xc_buffer_clear(&data);
    return stored_unpack(bytes, &applier->arena, ret, error);
}

/* Write an entry whose places are now others. */
static int rewrite_entry(struct applier *applier, const struct stored_unit *entry, struct error *error)
{
    struct unit_terms terms;
    terms_make(applier->analyzer, entry, NULL, &applier->arena, &terms);
    if (terms_write(&terms, entry, applier->document, error) < 0)
        return -1;
    return replace(applier, entry->id, applier->document, error);
}

static int remove_document(struct applier *applier, uint32_t id, struct error *error)
{
    struct xc_error xc_error;
    if (xc_writer_remove_id(applier->writer, id, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* One unit that the file gave before and gives no more. */
static int withdraw(struct applier *applier, uint32_t id, const struct stored_unit *stored, struct text path,
                    struct error *error)
{
    struct stored_unit rest;
    if (stored->unit.kind == UNIT_ENTRY && entry_merge(stored, path, NULL, &applier->arena, &rest))
        return rewrite_entry(applier, &rest, error);
    return remove_document(applier, id, error);
}

static int ids_of_file(struct applier *applier, struct text path, uint32_t **ret_ids, size_t *ret_n,
                       struct error *error)
{
    cleanup(xc_postings_closep) struct xc_postings *postings = NULL;
    struct xc_error xc_error;
    struct xc_posting posting;
    size_t capacity = 0;
    int more;
    *ret_ids = NULL;
    *ret_n = 0;
    if (xc_postings_open(xc_writer_database(applier->writer), schema_term(PREFIX_FILE, path, &applier->arena),
                         &postings, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    while ((more = xc_postings_next(postings, &posting, &xc_error)) > 0)
        *ARENA_PUSH(&applier->arena, *ret_ids, *ret_n, capacity) = posting.id;
    return more < 0 ? error_from_xc(error, &xc_error) : 0;
}

/* Take away what the file gave before, but for the units named in `kept` (sorted ids), which are replaced. */
static int withdraw_units(struct applier *applier, struct text path, const struct text *kept, size_t n_kept,
                          struct error *error)
{
    uint32_t *ids;
    size_t n_ids;
    if (ids_of_file(applier, path, &ids, &n_ids, error) < 0)
        return -1;
    for (size_t i = 0; i < n_ids; i++) {
        struct stored_unit stored;
        if (read_stored(applier, ids[i], &stored, error) < 0)
            return -1;
        bool is_kept = n_kept > 0 && bsearch(&stored.id, kept, n_kept, sizeof *kept, compare_texts) != NULL;
        if (!is_kept && withdraw(applier, ids[i], &stored, path, error) < 0)
            return -1;
    }
    return 0;
}

static int apply_entry(struct applier *applier, const struct prepared_unit *unit, struct error *error)
{
    struct xc_error xc_error;
    uint32_t id;
    int found = xc_database_find(xc_writer_database(applier->writer),
                                 schema_term(PREFIX_ID, unit->stored.id, &applier->arena), &id, &xc_error);
    if (found < 0)
        return error_from_xc(error, &xc_error);
    if (found == 0)
        return replace(applier, unit->stored.id, unit->document, error);
    struct stored_unit known, merged;
    if (read_stored(applier, id, &known, error) < 0)
        return -1;
    entry_merge(&known, unit->stored.path, &unit->stored, &applier->arena, &merged);
    if (merged.unit.n_places == unit->stored.unit.n_places) /* it stands in this file only */
        return replace(applier, unit->stored.id, unit->document, error);
    return rewrite_entry(applier, &merged, error);
}

static int apply_units(struct applier *applier, const struct prepared_file *file, bool is_known,
                       struct error *error)
{
    if (is_known) {
        struct text *kept = ARENA_NEW(&applier->arena, struct text, file->n_units);
        for (size_t i = 0; i < file->n_units; i++)
            kept[i] = file->units[i].stored.id;
        if (file->n_units > 1)
            qsort(kept, file->n_units, sizeof *kept, compare_texts);
        if (withdraw_units(applier, file->record.path, kept, file->n_units, error) < 0)
            return -1;
    }
    for (size_t i = 0; i < file->n_units; i++) {
        const struct prepared_unit *unit = &file->units[i];
        int result;
        if (unit->stored.unit.kind == UNIT_ENTRY)
            result = apply_entry(applier, unit, error);
        else
            result = is_known ? replace(applier, unit->stored.id, unit->document, error)
                              : add(applier, unit->document, error);
        if (result < 0)
            return -1;
    }
    return 0;
}

int apply_file(struct applier *applier, const struct prepared_file *file, bool is_known, struct error *error)
{
    int result = file->kind == PREPARED_SAME ? 0 : apply_units(applier, file, is_known, error);
    arena_reset(&applier->arena);
    return result < 0 ? result : file_record_write(applier->writer, &file->record, error);
}

int apply_removal(struct applier *applier, struct text path, struct error *error)
{
    int result = withdraw_units(applier, path, NULL, 0, error);
    arena_reset(&applier->arena);
    return result < 0 ? result : file_record_remove(applier->writer, path, error);
}
