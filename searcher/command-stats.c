/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "indexer/index-folder.h"
#include "indexer/seal.h"
#include "indexer/stored.h"
#include "searcher/commands.h"

enum { MAX_STATS_BYTES = 64 * 1024 };

struct figures {
    struct xc_statistics xapian;
    size_t n_files, n_problem_files;
    uint64_t text_bytes, index_bytes;
    uint32_t n_articles, n_entries, n_by_language[N_LANGUAGES];
    uint64_t n_terms;
};

/* ---- stats ---- */

static int frequency(struct xc_database *database, enum schema_prefix prefix, const char *value, struct arena *arena,
                     uint32_t *ret, struct error *error)
{
    struct xc_error xc_error;
    if (xc_database_term_frequency(database, schema_term(prefix, text_of(value), arena), ret, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}

static int count_terms(struct xc_database *database, uint64_t *ret, struct error *error)
{
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    struct xc_error xc_error;
    struct xc_term term;
    int more = xc_terms_open(database, (struct xc_text){"", 0}, &terms, &xc_error);
    while (more >= 0 && (more = xc_terms_next(terms, &term, &xc_error)) > 0)
        ++*ret;
    return more < 0 ? error_from_xc(error, &xc_error) : 0;
}

static uint64_t folder_bytes(const char *path)
{
    DIR *folder = opendir(path);
    uint64_t bytes = 0;
    if (folder == NULL)
        return 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct stat status;
        if (fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode))
            bytes += (uint64_t)status.st_size;
    }
    closedir(folder);
    return bytes;
}

static int gather(const char *index, struct index_reader *reader, struct arena *arena, struct figures *ret,
                  struct error *error)
{
    struct file_record *records;
    struct xc_error xc_error;
    *ret = (struct figures){0};
    if (xc_database_statistics(reader->database, &ret->xapian, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    if (file_records_read(reader->database, arena, &records, &ret->n_files, error) < 0 ||
        frequency(reader->database, PREFIX_KIND, "article", arena, &ret->n_articles, error) < 0 ||
        frequency(reader->database, PREFIX_KIND, "entry", arena, &ret->n_entries, error) < 0 ||
        count_terms(reader->database, &ret->n_terms, error) < 0)
        return -1;
    for (int language = LANGUAGE_KO; language < N_LANGUAGES; language++)
        if (frequency(reader->database, PREFIX_LANGUAGE, language_code((enum language)language), arena,
                      &ret->n_by_language[language], error) < 0)
            return -1;
    for (size_t i = 0; i < ret->n_files; i++) {
        ret->text_bytes += records[i].size_bytes;
        ret->n_problem_files += records[i].has_problem;
    }
    ret->index_bytes = folder_bytes(index_database_path(index, reader->name, arena));
    return 0;
}

static void describe_json(const struct figures *figures, const struct index_reader *reader, bool is_pretty,
                          struct buffer *out)
{
    struct json_writer json;
    json_write_begin(&json, out, is_pretty);
    json_write_object_open(&json, NULL);
    json_write_unsigned(&json, "units", figures->xapian.documents);
    json_write_unsigned(&json, "sections", figures->n_articles);
    json_write_unsigned(&json, "entries", figures->n_entries);
    json_write_object_open(&json, "languages");
    for (int language = LANGUAGE_KO; language < N_LANGUAGES; language++)
        json_write_unsigned(&json, language_code((enum language)language), figures->n_by_language[language]);
    json_write_close(&json);
    json_write_unsigned(&json, "files", figures->n_files);
    json_write_unsigned(&json, "filesWithProblems", figures->n_problem_files);
    json_write_unsigned(&json, "textBytes", figures->text_bytes);
    json_write_unsigned(&json, "indexBytes", figures->index_bytes);
    json_write_unsigned(&json, "terms", figures->n_terms);
    json_write_decimal(&json, "averageLength", figures->xapian.average_length, 1);
    json_write_unsigned(&json, "generation", reader->state.generation);
    json_write_unsigned(&json, "schema", SCHEMA_VERSION);
    json_write_string(&json, "icu", reader->state.icu);
    json_write_string(&json, "xapian", text_of(xc_version()));
    json_write_close(&json);
    buffer_append_byte(out, '\n');
}

static void describe_text(const char *index, const struct figures *figures, const struct index_reader *reader,
                          struct buffer *out)
{
    double ratio = figures->text_bytes > 0 ? (double)figures->index_bytes / (double)figures->text_bytes : 0;
    buffer_printf(out, "%s\n", index);
    buffer_printf(out, "  units        %" PRIu32 " (%" PRIu32 " sections, %" PRIu32 " entries)\n", figures->xapian.documents,
                  figures->n_articles, figures->n_entries);
    buffer_append_string(out, "  languages   ");
    for (int language = LANGUAGE_KO; language < N_LANGUAGES; language++)
        buffer_printf(out, " %s %" PRIu32, language_code((enum language)language), figures->n_by_language[language]);
    buffer_printf(out, "\n  files        %zu (%.1f MB)", figures->n_files, (double)figures->text_bytes / 1e6);
    if (figures->n_problem_files > 0)
        buffer_printf(out, ", %zu with problems", figures->n_problem_files);
    buffer_printf(out, "\n  terms        %" PRIu64 "\n", figures->n_terms);
    buffer_printf(out, "  size         %.1f MB (%.1f times the text)\n", (double)figures->index_bytes / 1e6, ratio);
    buffer_printf(out, "  generation   %" PRIu64 "\n", reader->state.generation);
    buffer_printf(out, "  made with    schema %d, ICU %s, Xapian %s\n", SCHEMA_VERSION, reader->state.icu.bytes, xc_version());
    buffer_append_string(out, "\n  fields that a query can name:\n");
    for (int prefix = 0; prefix < N_PREFIXES; prefix++)
        if (schema_fields[prefix].example_query != NULL)
            buffer_printf(out, "    %-2s  %-38s %s\n", schema_fields[prefix].prefix, schema_fields[prefix].meaning,
                          schema_fields[prefix].example_query);
}

int command_stats(const struct searcher_options *options, FILE *out, struct error *error)
{
    cleanup(buffer_clearp) struct buffer text;
    struct arena arena;
    struct index_reader reader;
    struct figures figures;
    buffer_init(&text, MAX_STATS_BYTES);
    arena_init(&arena);
    int result = index_reader_open(options->index, &arena, &reader, error);
    if (result == 0) {
        result = gather(options->index, &reader, &arena, &figures, error);
        if (result == 0 && options->format == RENDER_JSON)
            describe_json(&figures, &reader, isatty(fileno(out)) == 1, &text);
        else if (result == 0)
            describe_text(options->index, &figures, &reader, &text);
        index_reader_close(&reader);
    }
    if (result == 0)
        fwrite(text.bytes, 1, text.size, out);
    arena_clear(&arena);
    return result;
}

/* ---- check ---- */

/* Every stored unit against its own digest. */
static int check_units(struct xc_database *database, uint32_t *ret_n, struct error *error)
{
    cleanup(xc_postings_closep) struct xc_postings *postings = NULL;
    struct xc_error xc_error;
    struct xc_posting posting;
    struct xc_buffer data = {0};
    struct arena arena;
    int more = xc_postings_open(database, (struct xc_text){"", 0}, &postings, &xc_error);
    int result = 0;
    arena_init(&arena);
    while (result == 0 && more >= 0 && (more = xc_postings_next(postings, &posting, &xc_error)) > 0) {
        cleanup(xc_document_freep) struct xc_document *document = NULL;
        struct stored_unit stored;
        if ((more = xc_database_document(database, posting.id, &document, &xc_error)) < 0 ||
            (more = xc_document_data(document, &data, &xc_error)) < 0)
            break;
        result = stored_unpack(text_from(data.bytes, data.size), &arena, &stored, error);
        arena_reset(&arena);
        ++*ret_n;
    }
    xc_buffer_clear(&data);
    arena_clear(&arena);
    return more < 0 ? error_from_xc(error, &xc_error) : result;
}

static int check_tables(const char *path, struct error *error)
{
    struct xc_buffer report = {0};
    struct xc_error xc_error;
    int damaged = xc_check(path, &report, &xc_error);
    if (damaged > 0) {
        struct text rest = text_from(report.bytes, report.size), line = {0};
        while (text_next_line(&rest, &line) && line.size == 0)
            continue;
        damaged = error_set(error, ERROR_CORRUPT, "%s: damaged: %.*s; rebuild the index", path, TEXT_PRINTF(line));
    } else if (damaged < 0) {
        error_from_xc(error, &xc_error);
    }
    xc_buffer_clear(&report);
    return damaged;
}

/* A database is no more as it was sealed once somebody writes: then what was found says nothing. */
static int blame_writer(const char *index, struct index_reader *reader, struct error *error)
{
    struct xc_error ignored;
    bool is_written = xc_database_locked(reader->database, &ignored) == 1;
    if (is_written || index_reader_is_stale(index, reader) == 1)
        error_set(error, ERROR_LOCKED, "%s: it is being written; check it again when that has ended", index);
    return -1;
}

int command_check(const struct searcher_options *options, FILE *out, struct error *error)
{
    struct arena arena;
    struct index_reader reader;
    uint32_t n_units = 0;
    arena_init(&arena);
    int result = index_reader_open(options->index, &arena, &reader, error);
    if (result == 0) {
        int sealed = seal_check(options->index, reader.name, reader.state.generation, error);
        result = sealed < 0 ? -1 : check_tables(index_database_path(options->index, reader.name, &arena), error);
        if (result == 0)
            result = check_units(reader.database, &n_units, error);
        if (result < 0)
            blame_writer(options->index, &reader, error);
        else
            fprintf(out, "%s: whole: %" PRIu32 " units%s\n", options->index, n_units,
                    sealed == 0 ? ", every file as it was written"
                                : "; the last run was cut short, so there are no digests of its files");
        index_reader_close(&reader);
    }
    arena_clear(&arena);
    return result;
}
