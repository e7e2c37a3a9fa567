/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source.h"
#include "tests/fuzz/fuzz.h"

static void check_lines(const struct source *source)
{
    REQUIRE(source->n_lines >= 1 && source->line_starts[0] == 0);
    for (size_t i = 1; i < source->n_lines; i++) {
        uint32_t start = source->line_starts[i], line, column;
        REQUIRE(start > source->line_starts[i - 1] && start <= source->text.size);
        REQUIRE(source->text.bytes[start - 1] == '\n' || source->text.bytes[start - 1] == '\r');
        source_position(source, start, &line, &column);
        REQUIRE(line == i + 1 && column == 1);
        source_position(source, start - 1, &line, &column);
        REQUIRE(line == i);
    }
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct source source;
    struct error error = {0};
    arena_init(&arena);
    if (source_decode(TEXT("글.md"), input, &arena, &source, &error) == 0) {
        REQUIRE(text_invalid_at(source.text) == TEXT_NONE);
        REQUIRE(text_find_byte(source.text, '\0', 0) == TEXT_NONE);
        REQUIRE(source.text.bytes[source.text.size] == '\0');
        REQUIRE(!text_starts_with(source.text, TEXT("\xEF\xBB\xBF")));
        REQUIRE(source.charset != NULL && source.size_bytes == input.size);
        check_lines(&source);
    } else {
        REQUIRE(error.code == ERROR_INPUT && error.message[0] != '\0');
    }
    arena_clear(&arena);
}
