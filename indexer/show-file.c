/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/show-file.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "indexer/show.h"
#include "indexer/terms.h"
#include "indexer/walk.h"

DEFINE_CLEANUP(struct analyzer, analyzer_free)

static void show_unit_line(const struct unit *unit, FILE *stream)
{
    fprintf(stream, "%s [%" PRIu32 "] %.*s\n", unit->kind == UNIT_ENTRY ? "entry" : "section", unit->line,
            TEXT_PRINTF(unit->title));
}

static void show_runs(struct analyzer *analyzer, struct text text, struct arena *arena, FILE *stream)
{
    struct folded folded;
    struct run run;
    size_t offset = 0;
    fold(analyzer_folder(analyzer), text, arena, &folded);
    while (language_runs_next(&folded, &offset, &run)) {
        uint32_t start = folded_start(&folded, run.start), end = folded_end(&folded, run.end);
        const char *language = language_code(run.language);
        fprintf(stream, "  %" PRIu32 "-%" PRIu32 " %s %s %.*s\n", start, end, script_code(run.script),
                *language != '\0' ? language : "-", TEXT_PRINTF(text_slice(text, start, end)));
    }
}

static void show_tokens(struct analyzer *analyzer, struct text text, struct arena *arena, FILE *stream)
{
    struct token_list list;
    analyzer_run(analyzer, text, ANALYZE_DOCUMENT, LANGUAGE_NONE, arena, &list);
    for (size_t i = 0; i < list.n_tokens; i++) {
        const struct token *token = &list.tokens[i];
        fprintf(stream, "  %" PRIu32 "-%" PRIu32 " @%" PRIu32 " %s %.*s x%d\n", token->start, token->end,
                token->position, token_kind_name(token->kind), TEXT_PRINTF(token->term), token->wdf);
    }
}

static int compare_postings(const void *a, const void *b)
{
    return text_compare(from_xc(((const struct posting *)a)->term),
                        from_xc(((const struct posting *)b)->term));
}

/* The terms in order, each with its wdf. */
static void show_terms(struct analyzer *analyzer, const struct stored_unit *stored,
                       const struct document *document, struct arena *arena, FILE *stream)
{
    struct unit_terms terms;
    terms_make(analyzer, stored, document, arena, &terms);
    if (terms.n_postings > 1)
        qsort(terms.postings, terms.n_postings, sizeof *terms.postings, compare_postings);
    for (size_t i = 0; i < terms.n_postings; i++) {
        fprintf(stream, "  %.*s", TEXT_PRINTF(from_xc(terms.postings[i].term)));
        if (terms.postings[i].wdf > 0)
            fprintf(stream, " x%" PRIu32, terms.postings[i].wdf);
        fputc('\n', stream);
    }
}

static int show_analysis(enum show_stage stage, const struct document *document, struct arena *arena,
                         FILE *stream, struct error *error)
{
    cleanup(analyzer_freep) struct analyzer *analyzer = analyzer_new(error);
    if (analyzer == NULL)
        return -1;
    for (size_t i = 0; i < document->n_units; i++) {
        const struct unit *unit = &document->units[i];
        struct stored_unit stored = {stored_unit_id(document->path, unit, arena), document->path, *unit};
        show_unit_line(unit, stream);
        if (stage == SHOW_TERMS) {
            show_terms(analyzer, &stored, i == 0 && unit->kind == UNIT_SECTION ? document : NULL, arena,
                       stream);
            continue;
        }
        void (*show)(struct analyzer *, struct text, struct arena *, FILE *) =
            stage == SHOW_RUNS ? show_runs : show_tokens;
        show(analyzer, unit->title, arena, stream);
        fputs("  --\n", stream);
        show(analyzer, unit->text, arena, stream);
    }
    return 0;
}

static void show_markdown(const struct source *source, struct arena *arena, FILE *stream)
{
    struct front_matter matter;
    struct markdown markdown;
    unsigned flags = walk_kind_of(source->path) == WALK_TEXT ? MARKDOWN_TEXT : 0;
    if (text_ends_with(source->path, TEXT(".mdx")))
        flags |= MARKDOWN_MDX;
    front_matter_parse(source, arena, &matter);
    markdown_parse(source, matter.body_start, flags, arena, &markdown);
    show_blocks(&markdown, stream);
}

static int show_source_stages(enum show_stage stage, const struct source *source, enum language language,
                              struct arena *arena, FILE *stream, struct error *error)
{
    struct front_matter matter;
    struct document document;
    struct document_options options = {language};
    switch (stage) {
    case SHOW_SOURCE:
        show_source(source, stream);
        return 0;
    case SHOW_MATTER:
        front_matter_parse(source, arena, &matter);
        show_matter(&matter, stream);
        return 0;
    case SHOW_BLOCKS:
        show_markdown(source, arena, stream);
        return 0;
    default:
        document_make(source, &options, arena, &document);
        if (stage == SHOW_UNITS) {
            show_units(&document, stream);
            return 0;
        }
        return show_analysis(stage, &document, arena, stream, error);
    }
}

int show_file(enum show_stage stage, struct text path, enum language language, FILE *stream,
              struct error *error)
{
    struct arena arena;
    struct source source;
    arena_init(&arena);
    int result = source_read(path, &arena, &source, error);
    if (result < 0)
        error_prefix(error, "%.*s", TEXT_PRINTF(path));
    else
        result = show_source_stages(stage, &source, language, &arena, stream, error);
    arena_clear(&arena);
    return result;
}
