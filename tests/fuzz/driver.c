/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replays files through a fuzzer, so that seeds and findings are tests without libFuzzer.
 *
 *   fuzz-NAME FILE-OR-FOLDER...      each file whole, and cut at 64 places: a parser meets cut input first at
 * sea
 */
#include "base/buffer.h"
#include "base/cleanup.h"
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <fts.h>

enum { CUTS = 64, MAX_BYTES = 64 * 1024 * 1024 };

DEFINE_CLEANUP(FTS, fts_close)

static void replay_text(struct text text)
{
    for (size_t i = 0; i < CUTS; i++)
        fuzz_one(text_slice(text, 0, text.size * i / CUTS));
    fuzz_one(text);
}

static int replay_file(const char *path)
{
    cleanup(fclosep) FILE *file = fopen(path, "rb");
    cleanup(buffer_clearp) struct buffer bytes;
    buffer_init(&bytes, MAX_BYTES);
    char *room;
    size_t size = 1;
    while (file != NULL && size > 0 && (room = buffer_reserve(&bytes, BUFSIZ)) != NULL) {
        size = fread(room, 1, BUFSIZ, file);
        bytes.size += size;
    }
    if (file == NULL || ferror(file) || bytes.overflowed) {
        fprintf(stderr, "%s: cannot be read\n", path);
        return -1;
    }
    replay_text(buffer_text(&bytes));
    return 0;
}

int main(int argc, char **argv)
{
    size_t n_files = 0;
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE-OR-FOLDER...\n", argv[0]);
        return 2;
    }
    cleanup(fts_closep) FTS *fts = fts_open(argv + 1, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *entry; fts != NULL && (entry = fts_read(fts)) != NULL;) {
        if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP)
            continue;
        if (replay_file(entry->fts_path) < 0)
            return 2;
        n_files++;
    }
    printf("%zu files\n", n_files);
    return n_files > 0 ? 0 : 2;
}
