/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/show.h"

#include <inttypes.h>

static void show_line(struct text line, FILE *stream)
{
    for (size_t i = 0; i < line.size; i++) {
        if (line.bytes[i] == '\t')
            fputs("\\t", stream);
        else
            fputc(line.bytes[i], stream);
    }
    fputc('\n', stream);
}

static void show_text(struct text text, FILE *stream)
{
    struct text line;
    while (text_next_line(&text, &line)) {
        fputs(line.size > 0 ? "  | " : "  |", stream);
        show_line(line, stream);
    }
}

static void show_named(const char *name, struct text value, FILE *stream)
{
    if (value.size == 0)
        return;
    fprintf(stream, "%s: ", name);
    show_line(value, stream);
}

static void show_list(const char *name, const struct text *values, size_t n_values, FILE *stream)
{
    if (n_values == 0)
        return;
    fprintf(stream, "%s: ", name);
    for (size_t i = 0; i < n_values; i++)
        fprintf(stream, "%s%.*s", i > 0 ? " › " : "", TEXT_PRINTF(values[i]));
    fputc('\n', stream);
}

static void show_lines(uint32_t first, uint32_t last, FILE *stream)
{
    if (last > first)
        fprintf(stream, "[%" PRIu32 "-%" PRIu32 "]", first, last);
    else
        fprintf(stream, "[%" PRIu32 "]", first);
}

static void show_problems(const struct problem *problems, size_t n_problems, FILE *stream)
{
    for (size_t i = 0; i < n_problems; i++)
        fprintf(stream, "problem: %" PRIu32 ":%" PRIu32 ": %.*s\n", problems[i].line, problems[i].column,
                TEXT_PRINTF(problems[i].reason));
}

/* ---- source and front matter ---- */

void show_source(const struct source *source, FILE *stream)
{
    fprintf(stream, "charset: %s%s\nlines: %zu\n", source->charset,
            source->charset_guessed ? " (guessed)" : "", source->n_lines);
    show_text(source->text, stream);
}

void show_matter(const struct front_matter *matter, FILE *stream)
{
    for (size_t i = 0; i < matter->n_fields; i++) {
        const struct matter_field *field = &matter->fields[i];
        fprintf(stream, "[%" PRIu32 "] %.*s = ", field->line, TEXT_PRINTF(field->key));
        show_line(field->value, stream);
    }
    fprintf(stream, "body: %zu\n", matter->body_start);
    show_problems(&matter->problem, matter->has_problem, stream);
}

/* ---- blocks ---- */

static void show_link(const struct link *link, FILE *stream)
{
    fprintf(stream, "  %s [%" PRIu32 "] %" PRIu32 "-%" PRIu32 " ",
            link->is_image  ? "image"
            : link->is_bare ? "address"
                            : "link",
            link->line, link->start, link->end);
    if (link->is_bare)
        fprintf(stream, "%.*s\n", TEXT_PRINTF(link->url));
    else
        fprintf(stream, "\"%.*s\" -> %.*s\n", TEXT_PRINTF(link->name), TEXT_PRINTF(link->url));
}

static void show_block(const struct block *block, FILE *stream)
{
    static const char *const kinds[] = {"heading", "paragraph", "item", "row", "code"};
    fputs(kinds[block->kind], stream);
    if (block->level > 0)
        fprintf(stream, " %u", block->level);
    fputc(' ', stream);
    show_lines(block->line, block->last_line, stream);
    fputs(block->implied ? " implied" : "", stream);
    fputs(block->in_quote ? " quoted" : "", stream);
    if (block->anchor.size > 0)
        fprintf(stream, " #%.*s", TEXT_PRINTF(block->anchor));
    if (block->info.size > 0)
        fprintf(stream, " (%.*s)", TEXT_PRINTF(block->info));
    fputc('\n', stream);
    show_text(block->text, stream);
    for (size_t i = 0; i < block->n_links; i++)
        show_link(&block->links[i], stream);
}

void show_blocks(const struct markdown *markdown, FILE *stream)
{
    for (size_t i = 0; i < markdown->n_blocks; i++)
        show_block(&markdown->blocks[i], stream);
    if (markdown->over_budget > 0)
        fprintf(stream, "over budget: %zu\n", markdown->over_budget);
}

/* ---- units ---- */

static void show_span(const struct unit *unit, const struct span *span, FILE *stream)
{
    static const char *const kinds[] = {"heading", "code", "address"};
    struct text text = text_slice(unit->text, span->start, span->end);
    struct text line = text;
    text_next_line(&text, &line);
    fprintf(stream, "  %s %" PRIu32 "-%" PRIu32, kinds[span->kind], span->start, span->end);
    if (span->kind == SPAN_HEADING)
        fprintf(stream, " #%.*s", TEXT_PRINTF(span->anchor));
    fprintf(stream, " ");
    show_line(line, stream);
}

static void show_place(const struct place *place, FILE *stream)
{
    fprintf(stream, "  place [%" PRIu32 "] %s \"%.*s\"%s", place->line, language_code(place->language),
            TEXT_PRINTF(place->title), place->is_generic ? " (generic)" : "");
    if (place->category.size > 0)
        fprintf(stream, " in %.*s", TEXT_PRINTF(place->category));
    fputc('\n', stream);
    if (place->text.size > 0)
        show_text(place->text, stream);
}

static void show_unit(const struct unit *unit, FILE *stream)
{
    fprintf(stream, "\n%s ", unit->kind == UNIT_SECTION ? "section" : "entry");
    show_lines(unit->line, unit->last_line, stream);
    fprintf(stream, " %s \"%.*s\"", language_code(unit->language), TEXT_PRINTF(unit->title));
    if (unit->kind == UNIT_SECTION)
        fprintf(stream, " key \"%.*s\" anchor \"%.*s\"", TEXT_PRINTF(unit->key), TEXT_PRINTF(unit->anchor));
    fputc('\n', stream);
    show_list("breadcrumbs", unit->breadcrumbs, unit->n_breadcrumbs, stream);
    show_named("url", unit->url, stream);
    if (unit->kind == UNIT_ENTRY)
        show_named("key", unit->key, stream);
    show_list("tags", unit->tags, unit->n_tags, stream);
    show_named("date", unit->date, stream);
    show_text(unit->text, stream);
    for (size_t i = 0; i < unit->n_spans; i++)
        show_span(unit, &unit->spans[i], stream);
    for (size_t i = 0; i < unit->n_places; i++)
        show_place(&unit->places[i], stream);
}

void show_units(const struct document *document, FILE *stream)
{
    show_named("title", document->title, stream);
    show_list("other titles", document->other_titles, document->n_other_titles, stream);
    show_named("description", document->description, stream);
    show_named("language", text_of(language_code(document->language)), stream);
    show_list("tags", document->tags, document->n_tags, stream);
    show_named("date", document->date, stream);
    if (document->is_excluded)
        fputs("excluded\n", stream);
    show_problems(document->problems, document->n_problems, stream);
    for (size_t i = 0; i < document->n_units; i++)
        show_unit(&document->units[i], stream);
}
