/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/prepare.h"

#include <time.h>

#include "base/clock.h"

/* File systems keep times to a few milliseconds (FAT: 2 s): a file as young as this when it was read could be written again under the
 * same time. */
enum { RACY_SECONDS = 2 };

static bool is_racy(int64_t mtime_ns)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return mtime_ns / 1000000000 + RACY_SECONDS > now.tv_sec;
}

static void add_problem(struct prepared_file *file, const char *reason)
{
    struct problem *problems = ARENA_NEW(&file->arena, struct problem, file->n_problems + 1);
    if (file->n_problems > 0)
        memcpy(problems, file->problems, file->n_problems * sizeof *problems);
    problems[file->n_problems++] = (struct problem){1, 1, text_of(reason)};
    file->problems = problems;
}

static const char *charset_warning(const struct source *source, struct arena *arena)
{
    if (strcmp(source->charset, "UTF-8") == 0)
        return "not quite UTF-8; each byte that is none was replaced by U+FFFD";
    return arena_printf(arena, "neither UTF-8 nor surely in another character set; read as %s",
                        source->charset)
        .bytes;
}

static struct file_record make_record(const struct source *source, uint64_t settings)
{
    return (struct file_record){
        .path = source->path,
        .size_bytes = source->size_bytes,
        .mtime_ns = source->mtime_ns,
        .ctime_ns = source->ctime_ns,
        .digest = source->digest,
        .settings = settings,
        .is_racy = is_racy(source->mtime_ns),
    };
}

static int make_units(struct analyzer *analyzer, const struct document *document, struct prepared_file *file)
{
    struct arena scratch;
    arena_init(&scratch);
    int result = 0;
    file->units = ARENA_NEW(&file->arena, struct prepared_unit, document->n_units);
    for (size_t i = 0; i < document->n_units && result == 0; i++) {
        const struct unit *unit = &document->units[i];
        struct prepared_unit *prepared = &file->units[i];
        struct xc_error xc_error;
        bool is_entry = unit->kind == UNIT_ENTRY;
        prepared->stored =
            (struct stored_unit){stored_unit_id(document->path, unit, &file->arena), document->path, *unit};
        if (xc_document_new(&prepared->document, &xc_error) < 0) {
            result = error_from_xc(&file->error, &xc_error);
            break;
        }
        file->n_units++;
        const struct document *opened = i == 0 && !is_entry ? document : NULL;
        struct unit_terms terms;
        terms_make(analyzer, &prepared->stored, opened, &scratch, &terms);
        result = terms_write(&terms, &prepared->stored, prepared->document, &file->error);
        *(is_entry ? &file->record.n_entries : &file->record.n_sections) += 1;
        arena_reset(&scratch);
    }
    arena_clear(&scratch);
    return result;
}

static enum prepared_kind prepare(struct analyzer *analyzer, const struct change *change,
                                  const struct document_options *options, struct stage_seconds *stages,
                                  struct prepared_file *file)
{
    double started = clock_seconds();
    struct source source;
    int result = source_read(change->file.path, &file->arena, &source, &file->error);
    double read = clock_seconds();
    stages->read += read - started;
    if (result < 0)
        return PREPARED_FAILED;
    file->record = make_record(&source, change->settings);
    const struct file_record *known = change->record;
    if (known != NULL && !change->is_forced && known->digest.high == source.digest.high &&
        known->digest.low == source.digest.low) {
        file->record.n_sections = known->n_sections;
        file->record.n_entries = known->n_entries;
        file->record.has_problem = known->has_problem;
        return PREPARED_SAME;
    }
    struct document document;
    document_make(&source, options, &file->arena, &document);
    double parsed = clock_seconds();
    stages->parse += parsed - read;

    file->problems = document.problems;
    file->n_problems = document.n_problems;
    if (source.charset_guessed)
        add_problem(file, charset_warning(&source, &file->arena));
    file->record.has_problem = file->n_problems > 0;
    result = make_units(analyzer, &document, file);
    stages->analyse += clock_seconds() - parsed;
    return result < 0 ? PREPARED_FAILED : PREPARED_UNITS;
}

struct prepared_file *prepared_file_new(void)
{
    /* It lives in its own arena, which ends the program when memory is out. */
    struct arena arena;
    arena_init(&arena);
    struct prepared_file *file = ARENA_NEW(&arena, struct prepared_file, 1);
    file->arena = arena;
    return file;
}

void prepared_file_free(struct prepared_file *file)
{
    if (file == NULL)
        return;
    for (size_t i = 0; i < file->n_units; i++)
        xc_document_free(file->units[i].document);
    struct arena arena = file->arena; /* holds the file itself */
    arena_clear(&arena);
}

void prepare_file(struct analyzer *analyzer, const struct change *change,
                  const struct document_options *options, struct stage_seconds *stages,
                  struct prepared_file *file)
{
    file->kind = prepare(analyzer, change, options, stages, file);
}
