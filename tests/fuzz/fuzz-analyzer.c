/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"
#include "base/cleanup.h"
#include "tests/analyzer-properties.h"
#include "tests/fuzz/fuzz.h"

enum { MAX_BYTES = 1024 * 1024 };

/* Opening an analyzer takes a millisecond: one serves every input. */
static struct analyzer *shared_analyzer(void)
{
    static struct analyzer *analyzer;
    struct error error;
    if (analyzer == NULL)
        analyzer = analyzer_new(&error);
    REQUIRE(analyzer != NULL);
    return analyzer;
}

/* An analyzer is given valid UTF-8 only: what is not becomes U+FFFD. */
static void make_valid(struct text input, struct buffer *valid)
{
    for (size_t offset = 0; offset < input.size && !valid->overflowed;)
        buffer_append_code_point(valid, text_next_code_point(input, &offset));
}

void fuzz_one(struct text input)
{
    cleanup(buffer_clearp) struct buffer valid;
    struct arena arena;
    buffer_init(&valid, MAX_BYTES);
    arena_init(&arena);
    make_valid(input, &valid);
    const char *broken = analyzer_broken_property(shared_analyzer(), buffer_text(&valid), &arena);
    if (broken != NULL)
        fprintf(stderr, "not so: %s\n", broken);
    REQUIRE(broken == NULL);
    arena_clear(&arena);
}
