/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/front-matter.h"
#include "indexer/yaml-tree.h"
#include "tests/fuzz/fuzz.h"

static void check_text(struct text text)
{
    REQUIRE(text.bytes != NULL);
    REQUIRE(text_invalid_at(text) == TEXT_NONE && text_find_byte(text, '\0', 0) == TEXT_NONE);
}

static void check_fields(const struct source *source, const struct front_matter *matter)
{
    for (size_t i = 0; i < matter->n_fields; i++) {
        const struct matter_field *field = &matter->fields[i];
        check_text(field->key);
        check_text(field->value);
        REQUIRE(field->key.size <= YAML_KEY_BYTES);
        REQUIRE(text_trim(field->value).size == field->value.size);
        REQUIRE(field->line >= 1 && field->line <= source->n_lines);
    }
}

static void check(const struct source *source, const struct front_matter *matter)
{
    uint32_t line, column;
    REQUIRE(matter->body_start <= source->text.size);
    source_position(source, matter->body_start, &line, &column);
    REQUIRE(column == 1 || matter->body_start == source->text.size);
    REQUIRE(matter->body_start > 0 || (matter->n_fields == 0 && !matter->has_problem));
    check_fields(source, matter);
    if (matter->has_problem) {
        REQUIRE(matter->problem.line >= 1 && matter->problem.line <= source->n_lines);
        REQUIRE(matter->problem.column >= 1);
        check_text(matter->problem.reason);
    }
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct source source;
    struct front_matter matter;
    struct error error;
    arena_init(&arena);
    if (source_decode(TEXT("글.md"), input, &arena, &source, &error) == 0) {
        front_matter_parse(&source, &arena, &matter);
        check(&source, &matter);
        (void)front_matter_get(&matter, "title|name");
        REQUIRE(!(front_matter_is_true(&matter, "draft") && front_matter_is_false(&matter, "draft")));
    }
    arena_clear(&arena);
}
