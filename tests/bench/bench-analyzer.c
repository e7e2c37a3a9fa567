/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How fast is text analysed, by the language most of a file is in?
 *
 *   bench-analyzer FILE-OR-FOLDER...      e.g. corpus/articles
 *
 * Each file is analysed whole, as a document, until every language had SECONDS of processor time; files that are not UTF-8 are
 * left out. Prints MB/s (of UTF-8), tokens a second, and how many bytes make a token. */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analyzers/analyzer.h"
#include "base/buffer.h"
#include "base/cleanup.h"

enum { SECONDS = 2, MAX_FILES = 10000, MAX_FILE_BYTES = 64 * 1024 * 1024 };

DEFINE_CLEANUP(FTS, fts_close)
DEFINE_CLEANUP(struct analyzer, analyzer_free)

struct file {
    struct text text;
    enum language language;
};

struct files {
    struct file *files;
    size_t n_files, capacity;
};

/* Han or Hangul decides with a fifth of the letters, as in any text of that language that names things in English. */
static enum language language_of(struct text text)
{
    size_t n_letters[4] = {0}; /* by script */
    for (size_t offset = 0; offset < text.size;)
        n_letters[script_of(text_next_code_point(text, &offset))]++;
    size_t total = n_letters[SCRIPT_LATIN] + n_letters[SCRIPT_HANGUL] + n_letters[SCRIPT_HAN];
    if (n_letters[SCRIPT_HANGUL] * 5 > total)
        return LANGUAGE_KO;
    return n_letters[SCRIPT_HAN] * 5 > total ? LANGUAGE_ZH : LANGUAGE_EN;
}

static void read_file(const char *path, struct files *files, struct arena *arena)
{
    cleanup(fclosep) FILE *stream = fopen(path, "rb");
    cleanup(buffer_clearp) struct buffer bytes;
    buffer_init(&bytes, MAX_FILE_BYTES);
    char *room;
    for (size_t size = 1; stream != NULL && size > 0 && (room = buffer_reserve(&bytes, BUFSIZ)) != NULL;
         bytes.size += size)
        size = fread(room, 1, BUFSIZ, stream);
    if (stream == NULL || bytes.size == 0 || bytes.overflowed ||
        text_invalid_at(buffer_text(&bytes)) != TEXT_NONE)
        return;
    struct text text = arena_copy(arena, buffer_text(&bytes));
    *ARENA_PUSH(arena, files->files, files->n_files, files->capacity) =
        (struct file){text, language_of(text)};
}

static int read_files(char **paths, struct files *files, struct arena *arena)
{
    cleanup(fts_closep) FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *entry; fts != NULL && files->n_files < MAX_FILES && (entry = fts_read(fts)) != NULL;)
        if (entry->fts_info == FTS_F)
            read_file(entry->fts_path, files, arena);
    return files->n_files > 0 ? 0 : -1;
}

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void measure(struct analyzer *analyzer, const struct files *files, enum language language)
{
    struct arena arena;
    size_t n_files = 0, n_bytes = 0, n_tokens = 0;
    double start = processor_seconds(), elapsed = 0;
    arena_init(&arena);
    do {
        n_files = 0;
        for (size_t i = 0; i < files->n_files; i++) {
            struct token_list list;
            if (files->files[i].language != language)
                continue;
            analyzer_run(analyzer, files->files[i].text, ANALYZE_DOCUMENT, LANGUAGE_NONE, &arena, &list);
            n_files++;
            n_bytes += files->files[i].text.size;
            n_tokens += list.n_tokens;
            arena_reset(&arena);
        }
        elapsed = processor_seconds() - start;
    } while (n_files > 0 && elapsed < SECONDS);
    if (n_files > 0)
        printf("%-8s %6zu files %8.1f MB/s %12.0f tokens/s %6.1f bytes/token\n", language_code(language),
               n_files, (double)n_bytes / elapsed / 1e6, (double)n_tokens / elapsed,
               (double)n_bytes / (double)n_tokens);
    arena_clear(&arena);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct files files = {0};
    struct error error;
    cleanup(analyzer_freep) struct analyzer *analyzer = analyzer_new(&error);
    if (analyzer == NULL || argc < 2) {
        fprintf(stderr, "%s\n", argc < 2 ? "usage: bench-analyzer FILE-OR-FOLDER..." : error.message);
        return 2;
    }
    arena_init(&arena);
    int result = read_files(argv + 1, &files, &arena);
    if (result < 0)
        fprintf(stderr, "bench-analyzer: no text in what was named\n");
    for (enum language language = LANGUAGE_KO; language < N_LANGUAGES; language++)
        measure(analyzer, &files, language);
    arena_clear(&arena);
    return result < 0 ? 2 : 0;
}
