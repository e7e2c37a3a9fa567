/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/segment.h"

#include <assert.h>
#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/utf16.h>

/* ICU's dictionary walk has tables as long as its text; a "run" of a whole book without a mark is cut. */
enum { MAX_RUN_UNITS = 4096 };

struct segmenter {
    UBreakIterator *words;
};

struct segmenter *segmenter_new(struct error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    struct segmenter *segmenter = calloc(1, sizeof *segmenter);
    if (segmenter == NULL) {
        error_set(error, ERROR_MEMORY, "no memory to open the segmenter");
        return NULL;
    }
    segmenter->words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    if (U_FAILURE(status)) {
        error_set(error, ERROR_SYSTEM,
                  "ICU cannot open its word break rules: %s; is libicu's data installed?",
                  u_errorName(status));
        free(segmenter);
        return NULL;
    }
    return segmenter;
}

void segmenter_free(struct segmenter *segmenter)
{
    if (segmenter == NULL)
        return;
    ubrk_close(segmenter->words);
    free(segmenter);
}

size_t segment_words(struct segmenter *segmenter, const struct folded *folded, size_t start, size_t end,
                     struct arena *arena, uint32_t **ret_ends)
{
    uint32_t *ends = arena_alloc(arena, (end - start) * sizeof *ends);
    size_t n_ends = 0;
    for (size_t from = start; from < end;) {
        size_t size = end - from < MAX_RUN_UNITS ? end - from : MAX_RUN_UNITS;
        if (from + size < end && U16_IS_TRAIL(folded->units[from + size]))
            size--;
        UErrorCode status = U_ZERO_ERROR;
        if (size > 1) {
            ubrk_setText(segmenter->words, folded->units + from, (int32_t)size, &status);
            assert(U_SUCCESS(status));
            ubrk_first(segmenter->words);
            for (int32_t end_at = ubrk_next(segmenter->words); end_at != UBRK_DONE;
                 end_at = ubrk_next(segmenter->words))
                ends[n_ends++] = (uint32_t)(from + (size_t)end_at);
        } else {
            ends[n_ends++] = (uint32_t)(from + size);
        }
        from += size;
    }
    *ret_ends = ends;
    return n_ends;
}
