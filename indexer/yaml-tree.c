/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/yaml-tree.h"

#include "base/cleanup.h"

#include <yaml.h>

/* A list or map that is open. A key without bytes marks a child that is left out. */
struct frame {
    struct node *node, *last_child;
    struct text key, name;
    bool has_key;
};

struct reader {
    const struct source *source;
    struct arena *arena;
    struct yaml_tree *tree;
    struct text text;              /* what libyaml reads */
    size_t start;                  /* where that begins in source->text */
    size_t mark_index, mark_bytes; /* the last mark, in code points and in bytes of `text` */
    bool ends_at_directive;
    size_t n_events, max_events;
    struct frame frames[YAML_DEPTH];
    size_t depth;
    struct node *last_document;
};

static void delete_parserp(yaml_parser_t *parser)
{
    yaml_parser_delete(parser);
}

static void delete_eventp(yaml_event_t *event)
{
    yaml_event_delete(event);
}

/* ---- problems ---- */

void yaml_tree_problem(struct yaml_tree *tree, const struct source *source, size_t offset, struct text reason,
                       struct arena *arena)
{
    struct problem problem = {.reason = reason};
    if (tree->n_problems == YAML_PROBLEMS)
        return;
    if (tree->n_problems + 1 == YAML_PROBLEMS)
        problem.reason = TEXT("more problems are not listed");
    source_position(source, offset, &problem.line, &problem.column);
    *ARENA_PUSH(arena, tree->problems, tree->n_problems, tree->problem_capacity) = problem;
}

static void note(struct reader *reader, size_t offset, struct text reason)
{
    yaml_tree_problem(reader->tree, reader->source, offset, reason, reader->arena);
}

static int break_off(struct reader *reader, size_t offset, struct text reason)
{
    reader->tree->is_broken = true;
    note(reader, offset, reason);
    return -1;
}

/* ---- the text for libyaml ---- */

static bool is_allowed(uint32_t code_point)
{
    return code_point == '\t' || code_point == '\n' || code_point == '\r' ||
           (code_point >= 0x20 && code_point <= 0x7E) || code_point == 0x85 ||
           (code_point >= 0xA0 && code_point != 0xFFFE && code_point != 0xFFFF);
}

/* A copy of the same size in which what YAML forbids is spaces; the text itself when there is no such thing.
 */
static struct text without_controls(struct reader *reader, struct text text)
{
    char *copy = NULL;
    for (size_t offset = 0; offset < text.size;) {
        size_t start = offset;
        uint32_t code_point = text_next_code_point(text, &offset);
        if (is_allowed(code_point))
            continue;
        if (copy == NULL) {
            copy = (char *)arena_copy(reader->arena, text).bytes;
            note(reader, reader->start + start,
                 arena_printf(reader->arena, "U+%04X and its like are read as spaces", (unsigned)code_point));
        }
        memset(copy + start, ' ', offset - start);
    }
    return copy != NULL ? text_from(copy, text.size) : text;
}

static size_t find_directive(struct text text)
{
    size_t at = 0;
    while ((at = text_find(text, TEXT("%TAG"), at)) != TEXT_NONE) {
        if (at == 0 || text.bytes[at - 1] == '\n' || text.bytes[at - 1] == '\r')
            return at;
        at++;
    }
    return TEXT_NONE;
}

static void set_text(struct reader *reader, size_t start, size_t end)
{
    struct text text = text_slice(reader->source->text, start, end);
    size_t directive = find_directive(text);
    reader->start = start;
    reader->ends_at_directive = directive != TEXT_NONE;
    if (reader->ends_at_directive)
        text.size = directive;
    reader->text = without_controls(reader, text);
}

/* ---- marks ---- */

/* Bytes into `text` of a mark. Marks come nearly in order, so the walk from the last one is short. */
static size_t bytes_of_mark(struct reader *reader, yaml_mark_t mark)
{
    while (reader->mark_index < mark.index && reader->mark_bytes < reader->text.size) {
        text_next_code_point(reader->text, &reader->mark_bytes);
        reader->mark_index++;
    }
    while (reader->mark_index > mark.index && reader->mark_bytes > 0) {
        text_previous_code_point(reader->text, &reader->mark_bytes);
        reader->mark_index--;
    }
    return reader->mark_bytes;
}

static uint32_t start_of(struct reader *reader, const yaml_event_t *event)
{
    return (uint32_t)(reader->start + bytes_of_mark(reader, event->start_mark));
}

/* A block scalar's end mark lies behind the blank lines that follow it. */
static uint32_t end_of(struct reader *reader, const yaml_event_t *event)
{
    size_t start = bytes_of_mark(reader, event->start_mark);
    size_t end = bytes_of_mark(reader, event->end_mark);
    struct text text = text_trim_end(text_slice(reader->text, start, end > start ? end : start));
    return (uint32_t)(reader->start + start + text.size);
}

/* ---- values ---- */

struct text yaml_lower_case(struct text text, struct arena *arena)
{
    char *copy = NULL;
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] < 'A' || text.bytes[i] > 'Z')
            continue;
        if (copy == NULL)
            copy = (char *)arena_copy(arena, text).bytes;
        copy[i] = (char)(text.bytes[i] - 'A' + 'a');
    }
    return copy != NULL ? text_from(copy, text.size) : text;
}

static bool is_plain_null(const yaml_event_t *event, struct text value)
{
    static const struct text nulls[] = {TEXT_INIT("~"), TEXT_INIT("null"), TEXT_INIT("Null"),
                                        TEXT_INIT("NULL")};
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (text_equal(value, nulls[i]))
            return true;
    return false;
}

static struct text value_of(struct reader *reader, const yaml_event_t *event)
{
    struct text given = text_from((const char *)event->data.scalar.value, event->data.scalar.length);
    struct text value = text_trim(given);
    if (value.size == 0 || is_plain_null(event, value))
        return TEXT("");
    value = arena_copy(reader->arena, value);
    for (size_t at = 0; (at = text_find_byte(value, '\0', at)) != TEXT_NONE; at++)
        ((char *)value.bytes)[at] = ' ';
    return text_trim(value);
}

/* ---- the tree ---- */

static struct node *new_node(struct reader *reader, enum node_kind kind, const yaml_event_t *event)
{
    struct node *node = ARENA_NEW(reader->arena, struct node, 1);
    *node = (struct node){.kind = kind, .start = start_of(reader, event), .end = end_of(reader, event)};
    return node;
}

static void add_document(struct reader *reader, struct node *node)
{
    if (reader->last_document != NULL)
        reader->last_document->next = node;
    else
        reader->tree->documents = node;
    reader->last_document = node;
}

/* Hang a node into the list or map that is open. A map's child without a key is left out: nothing points to
 * it. */
static void add_child(struct frame *frame, struct node *node)
{
    if (frame->node->kind == NODE_MAP) {
        node->key = frame->key;
        node->name = frame->name;
        frame->has_key = false;
        if (node->key.bytes == NULL)
            return;
    }
    if (frame->last_child != NULL)
        frame->last_child->next = node;
    else
        frame->node->first = node;
    frame->last_child = node;
}

static bool wants_key(const struct reader *reader)
{
    if (reader->depth == 0)
        return false;
    const struct frame *frame = &reader->frames[reader->depth - 1];
    return frame->node->kind == NODE_MAP && !frame->has_key;
}

static void take_key(struct reader *reader, const yaml_event_t *event)
{
    struct frame *frame = &reader->frames[reader->depth - 1];
    struct text name = {NULL, 0};
    if (event->type != YAML_SCALAR_EVENT)
        note(reader, start_of(reader, event), TEXT("a key must be a single word or text"));
    else if (event->data.scalar.length > YAML_KEY_BYTES)
        note(reader, start_of(reader, event), TEXT("a key is too long"));
    else
        name = value_of(reader, event);
    frame->name = name;
    frame->key = yaml_lower_case(name, reader->arena);
    frame->has_key = true;
}

static void add_node(struct reader *reader, struct node *node)
{
    if (reader->depth > 0)
        add_child(&reader->frames[reader->depth - 1], node);
    else
        add_document(reader, node);
}

static void take_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct node *node = new_node(reader, NODE_SCALAR, event);
    node->is_closed = true;
    node->value = value_of(reader, event);
    add_node(reader, node);
}

static void take_alias(struct reader *reader, const yaml_event_t *event)
{
    struct node *node = new_node(reader, NODE_ALIAS, event);
    node->is_closed = true;
    note(reader, node->start, TEXT("aliases (*name) are not read: write the value itself"));
    add_node(reader, node);
}

static int open_collection(struct reader *reader, enum node_kind kind, const yaml_event_t *event)
{
    if (reader->depth == YAML_DEPTH)
        return break_off(reader, start_of(reader, event),
                         arena_printf(reader->arena, "more than %d levels deep", YAML_DEPTH));
    struct node *node = new_node(reader, kind, event);
    if (wants_key(reader))
        take_key(reader, event);
    else
        add_node(reader, node);
    reader->frames[reader->depth++] = (struct frame){.node = node};
    return 1;
}

/* Of a block collection the end is that of its last child: its own mark is where the next thing begins. */
static void close_collection(struct reader *reader, const yaml_event_t *event)
{
    struct frame *frame = &reader->frames[--reader->depth];
    frame->node->is_closed = true;
    if (event->end_mark.index > event->start_mark.index)
        frame->node->end = end_of(reader, event);
    else if (frame->last_child != NULL)
        frame->node->end = frame->last_child->end;
}

/* 1 to go on, 0 at the end, negative when it was broken off. */
static int take_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_STREAM_END_EVENT:
        return 0;
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(reader, NODE_LIST, event);
    case YAML_MAPPING_START_EVENT:
        return open_collection(reader, NODE_MAP, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_collection(reader, event);
        return 1;
    case YAML_SCALAR_EVENT:
        if (wants_key(reader))
            take_key(reader, event);
        else
            take_scalar(reader, event);
        return 1;
    case YAML_ALIAS_EVENT:
        if (wants_key(reader))
            take_key(reader, event);
        else
            take_alias(reader, event);
        return 1;
    default:
        return 1;
    }
}

static int parser_failed(struct reader *reader, const yaml_parser_t *parser)
{
    const char *problem = parser->problem != NULL ? parser->problem : "broken";
    size_t offset = reader->start + bytes_of_mark(reader, parser->problem_mark);
    if (parser->error == YAML_MEMORY_ERROR)
        return break_off(reader, offset, TEXT("no memory to read it"));
    struct text reason = parser->context == NULL
                             ? arena_printf(reader->arena, "%s", problem)
                             : arena_printf(reader->arena, "%s, %s", parser->context, problem);
    return break_off(reader, offset, reason);
}

static int read_event(struct reader *reader, yaml_parser_t *parser)
{
    cleanup(delete_eventp) yaml_event_t event = {0};
    if (!yaml_parser_parse(parser, &event))
        return parser_failed(reader, parser);
    if (reader->n_events++ == reader->max_events)
        return break_off(reader, start_of(reader, &event),
                         arena_printf(reader->arena, "more than %zu YAML events", reader->max_events));
    return take_event(reader, &event);
}

void yaml_tree_read(const struct source *source, size_t start, size_t end, size_t max_events,
                    struct arena *arena, struct yaml_tree *ret)
{
    struct reader reader = {.source = source, .arena = arena, .tree = ret, .max_events = max_events};
    cleanup(delete_parserp) yaml_parser_t parser = {0};
    *ret = (struct yaml_tree){0};
    set_text(&reader, start, end);
    if (!yaml_parser_initialize(&parser)) {
        break_off(&reader, start, TEXT("no memory to read it"));
        return;
    }
    /* Given, not detected: a byte order mark would not be counted in the marks. */
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)reader.text.bytes, reader.text.size);
    int more;
    do
        more = read_event(&reader, &parser);
    while (more > 0);
    if (more == 0 && reader.ends_at_directive)
        break_off(&reader, start + reader.text.size, TEXT("%TAG lines are not read"));
}
