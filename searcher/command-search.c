/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "searcher/commands.h"
#include "searcher/search.h"

enum {
    MAX_OUTPUT_BYTES = 256 * 1024 * 1024, /* of one answer */
    EXCERPT_LINES = 3,
    EXCERPT_INDENT = 4,
    JSON_EXCERPT_COLUMNS = 200
};

DEFINE_CLEANUP(struct search_session, search_session_close)

/* What one run of the command holds. */
struct command {
    const struct searcher_options *options;
    struct search_session *session;
    struct renderer renderer;
    struct render_options rendering;
    struct buffer buffer;
    struct arena arena; /* emptied for each query */
    FILE *out;
    bool is_found;
};

static struct search_request make_request(const struct searcher_options *options, struct text query,
                                          uint32_t width, struct arena *arena)
{
    bool is_text = options->format == RENDER_TEXT;
    struct text *tags = ARENA_NEW(arena, struct text, options->tags.n_items);
    for (size_t i = 0; i < options->tags.n_items; i++)
        tags[i] = text_of(options->tags.items[i]);
    return (struct search_request){
        .query = query,
        .filters = {.language = (enum language)options->language,
                    .kind = options->kind,
                    .tags = tags,
                    .n_tags = options->tags.n_items,
                    .since = text_of(options->since),
                    .until = text_of(options->until)},
        .offset = options->offset,
        .limit = options->limit,
        .is_grouped = options->group == GROUP_FILE,
        .wants_excerpts = options->format != RENDER_TREC && options->format != RENDER_PATHS,
        .excerpt_columns = is_text ? (width - EXCERPT_INDENT) * EXCERPT_LINES : JSON_EXCERPT_COLUMNS,
    };
}

static int write_out(struct command *command, struct error *error)
{
    if (command->buffer.overflowed)
        return error_set(error, ERROR_LIMIT,
                         "the answer is larger than %d MB; ask for fewer results with --limit",
                         MAX_OUTPUT_BYTES / 1024 / 1024);
    if (command->buffer.size > 0 &&
        fwrite(command->buffer.bytes, 1, command->buffer.size, command->out) != command->buffer.size)
        return error_set_errno(error, errno, "standard output");
    buffer_reset(&command->buffer);
    return 0;
}

/* Whoever writes the next query when it has read an answer must not wait for a buffer to fill. */
static int flush(struct command *command, struct error *error)
{
    return fflush(command->out) == 0 ? 0 : error_set_errno(error, errno, "standard output");
}

static int answer(struct command *command, struct text id, struct text query, struct error *error)
{
    struct answer made;
    struct search_request request =
        make_request(command->options, query, command->rendering.width, &command->arena);
    if (search_run(command->session, &request, &command->arena, &made, error) < 0)
        return -1;
    command->is_found |= made.n_hits > 0;
    render_answer(&command->renderer, id, &made);
    arena_reset(&command->arena);
    return write_out(command, error);
}

/* `id<TAB>query` a line; a line without a tab has its number for an id. Empty lines are no queries. */
static int answer_batch(struct command *command, struct error *error)
{
    const char *path = command->options->batch;
    bool is_input = strcmp(path, "-") == 0;
    cleanup(fclosep) FILE *opened = is_input ? NULL : fopen(path, "re");
    FILE *lines = is_input ? stdin : opened;
    if (lines == NULL)
        return error_set_errno(error, errno, "%s: cannot read the queries", path);
    cleanup(freep) char *line = NULL;
    size_t capacity = 0, number = 0;
    ssize_t size;
    while ((size = getline(&line, &capacity, lines)) >= 0) {
        char number_text[24];
        struct text query = text_trim(text_from(line, (size_t)size)), id;
        number++;
        if (query.size == 0)
            continue;
        size_t tab = text_find_byte(query, '\t', 0);
        snprintf(number_text, sizeof number_text, "%zu", number);
        id = tab == TEXT_NONE ? text_of(number_text) : text_from(query.bytes, tab);
        if (answer(command, id, tab == TEXT_NONE ? query : text_skip(query, tab + 1), error) < 0 ||
            flush(command, error) < 0)
            return -1;
    }
    return ferror(lines) ? error_set_errno(error, errno, "%s: cannot read the queries", path) : 0;
}

int command_search(const struct searcher_options *options, FILE *out, struct error *error)
{
    struct command command = {.options = options, .out = out};
    struct arena lasting;
    arena_init(&lasting);
    arena_init(&command.arena);
    buffer_init(&command.buffer, MAX_OUTPUT_BYTES);
    command_render_options(options, fileno(out), &lasting, &command.rendering);
    int result = search_session_open(options->index, &command.session, error);
    if (result == 0)
        result = render_begin(&command.renderer, &command.rendering, options->batch != NULL, &command.buffer,
                              error);
    if (result == 0) {
        result = options->batch != NULL ? answer_batch(&command, error)
                                        : answer(&command, text_from("", 0), options->query, error);
        render_end(&command.renderer);
    }
    if (result == 0)
        result = write_out(&command, error);
    search_session_close(command.session);
    buffer_clear(&command.buffer);
    arena_clear(&command.arena);
    arena_clear(&lasting);
    return result < 0 ? result : command.is_found ? 0 : 1;
}

int command_show(const struct searcher_options *options, FILE *out, struct error *error)
{
    cleanup(search_session_closep) struct search_session *session = NULL;
    cleanup(buffer_clearp) struct buffer text;
    struct arena arena;
    buffer_init(&text, MAX_OUTPUT_BYTES);
    arena_init(&arena);
    struct search_request request = make_request(options, options->query, 80, &arena);
    int result = search_session_open(options->index, &session, error);
    if (result == 0)
        result = search_describe(session, &request, (enum search_stage)options->stage, &arena, &text, error);
    if (result == 0)
        fwrite(text.bytes, 1, text.size, out);
    arena_clear(&arena);
    return result;
}
