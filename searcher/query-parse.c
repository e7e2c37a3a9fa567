/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-parse.h"

#include "searcher/query-tokens.h"

#include <stdio.h>
#include <unicode/uchar.h>

/* No clause is begun with fewer nodes left: one in brackets may need that many to be whole (on each level the
 * list, the OR and the title). */
enum { NODE_RESERVE = 3 * (QUERY_MAX_DEPTH + 1) + 1 };

struct parser {
    struct text text;
    const struct query_token *tokens;
    size_t n_tokens;
    struct arena *arena;
    size_t n_nodes;
    bool cut;
};

struct children {
    struct query_node **nodes;
    size_t n_nodes, capacity;
};

/* ---- cleaning ---- */

static bool is_blank(uint32_t code_point)
{
    return u_iscntrl((UChar32)code_point) || u_isUWhiteSpace((UChar32)code_point) ||
           u_hasBinaryProperty((UChar32)code_point, UCHAR_BIDI_CONTROL) || code_point == 0x200B ||
           code_point == 0xFEFF; /* invisible spaces */
}

/* A copy in which all that is no text is spaces, byte for byte, so that offsets stay those of the query. */
static char *clean_copy(struct text query, struct arena *arena)
{
    char *bytes = arena_alloc(arena, query.size + 1);
    for (size_t i = 0, next; i < query.size; i = next) {
        next = i;
        uint32_t code_point = text_next_code_point(query, &next);
        bool is_invalid = code_point == 0xFFFD && next == i + 1;
        if (is_invalid || is_blank(code_point))
            memset(bytes + i, ' ', next - i);
        else
            memcpy(bytes + i, query.bytes + i, next - i);
    }
    bytes[query.size] = '\0';
    return bytes;
}

/* ---- nodes ---- */

static struct query_node *new_node(struct parser *parser, enum query_kind kind, size_t start, size_t end)
{
    struct query_node *node = ARENA_NEW(parser->arena, struct query_node, 1);
    node->kind = kind;
    node->start = (uint32_t)start;
    node->end = (uint32_t)end;
    parser->n_nodes++;
    return node;
}

static void add_child(struct parser *parser, struct children *children, struct query_node *child)
{
    *ARENA_PUSH(parser->arena, children->nodes, children->n_nodes, children->capacity) = child;
}

static void set_children(struct query_node *node, const struct children *children)
{
    node->children = children->nodes;
    node->n_children = children->n_nodes;
}

static struct query_node *parse_list(struct parser *parser, size_t from, size_t to);

/* Whether an OR stands beside the group [open, close]. */
static bool is_joined(const struct parser *parser, size_t open, size_t close)
{
    return (open > 0 && parser->tokens[open - 1].kind == TOKEN_OR) ||
           (close + 1 < parser->n_tokens && parser->tokens[close + 1].kind == TOKEN_OR);
}

/* Brackets around one clause say nothing, unless each has a mark of its own or one that OR could not join. */
static struct query_node *parse_group(struct parser *parser, size_t index)
{
    const struct query_token *open = &parser->tokens[index];
    struct query_node *group = parse_list(parser, index + 1, open->match);
    struct query_node *only = group->n_children == 1 ? group->children[0] : NULL;
    if (only != NULL && (only->occur == QUERY_SHOULD ||
                         (open->occur == QUERY_SHOULD && !is_joined(parser, index, open->match))))
        group = only;
    if (open->occur != QUERY_SHOULD)
        group->occur = open->occur;
    group->start = open->start;
    group->end = parser->tokens[open->match].end;
    return group;
}

static struct query_node *parse_leaf(struct parser *parser, const struct query_token *token)
{
    enum query_kind kind = token->kind == TOKEN_PHRASE ? QUERY_PHRASE : QUERY_TEXT;
    if (token->kind == TOKEN_PREFIX)
        kind = QUERY_PREFIX;
    if (token->field >= 0)
        kind = QUERY_FILTER;
    struct query_node *node = new_node(parser, kind, token->start, token->end);
    node->text = text_slice(parser->text, token->inner_start, token->inner_end);
    node->occur = token->occur;
    if (kind == QUERY_FILTER)
        node->field = (enum query_field)token->field;
    return node;
}

/* A filter alone in the brackets of title: is no less a filter, and title: twice is once. */
static struct query_node *wrap_in_title(struct parser *parser, struct query_node *inner)
{
    if (inner->kind == QUERY_FILTER || inner->kind == QUERY_TITLE)
        return inner;
    struct children children = {0};
    struct query_node *title = new_node(parser, QUERY_TITLE, inner->start, inner->end);
    title->occur = inner->occur;
    inner->occur = QUERY_SHOULD;
    add_child(parser, &children, inner);
    set_children(title, &children);
    return title;
}

/* The clause that begins at token `*index`, which is moved behind it. */
static struct query_node *parse_clause(struct parser *parser, size_t *index)
{
    const struct query_token *token = &parser->tokens[*index];
    struct query_node *node;
    if (token->kind == TOKEN_OPEN) {
        node = parse_group(parser, *index);
        *index = token->match + 1;
    } else {
        node = parse_leaf(parser, token);
        *index += 1;
    }
    return token->field == TITLE_FIELD ? wrap_in_title(parser, node) : node;
}

/* ---- lists ---- */

static bool has_room(struct parser *parser)
{
    if (parser->n_nodes + NODE_RESERVE <= QUERY_MAX_NODES)
        return true;
    parser->cut = true;
    return false;
}

static bool is_or(const struct parser *parser, size_t index, size_t to)
{
    return index < to && parser->tokens[index].kind == TOKEN_OR;
}

/* `first` with what is joined to it by ORs. */
static struct query_node *parse_alternatives(struct parser *parser, struct query_node *first, size_t *index,
                                             size_t to)
{
    struct children children = {0};
    struct query_node *either = first;
    while (is_or(parser, *index, to) && has_room(parser)) {
        if (either == first) {
            either = new_node(parser, QUERY_OR, first->start, first->end);
            add_child(parser, &children, first);
        }
        while (is_or(parser, *index, to))
            *index += 1;
        struct query_node *next = parse_clause(parser, index);
        add_child(parser, &children, next);
        either->end = next->end;
    }
    if (either != first)
        set_children(either, &children);
    return either;
}

/* Neighbouring words are one node; the last one before an OR is an alternative and not of it. */
static size_t end_of_words(const struct parser *parser, size_t from, size_t to)
{
    size_t end = from;
    while (end < to && query_token_is_plain_word(&parser->tokens[end]))
        end++;
    return end > from && is_or(parser, end, to) ? end - 1 : end;
}

static struct query_node *parse_words(struct parser *parser, size_t from, size_t to)
{
    const struct query_token *first = &parser->tokens[from], *last = &parser->tokens[to - 1];
    struct query_node *node = new_node(parser, QUERY_TEXT, first->start, last->end);
    node->text = text_slice(parser->text, first->inner_start, last->inner_end);
    return node;
}

static struct query_node *parse_list(struct parser *parser, size_t from, size_t to)
{
    struct children children = {0};
    struct query_node *list = new_node(parser, QUERY_ALL, 0, parser->text.size);
    for (size_t i = from; i < to && (i == from || has_room(parser));) {
        size_t words_end = end_of_words(parser, i, to);
        struct query_node *child;
        if (words_end > i) {
            child = parse_words(parser, i, words_end);
            i = words_end;
        } else {
            child = parse_clause(parser, &i);
            child = parse_alternatives(parser, child, &i, to);
        }
        add_child(parser, &children, child);
    }
    set_children(list, &children);
    return list;
}

void query_parse(struct text query, struct arena *arena, struct query_tree *ret)
{
    bool too_long = query.size > QUERY_MAX_BYTES;
    if (too_long)
        query.size = text_floor_code_point(query, QUERY_MAX_BYTES);
    char *bytes = clean_copy(query, arena);
    struct query_tokens tokens;
    query_tokens_read(bytes, query.size, arena, &tokens);
    struct parser parser = {.text = text_from(bytes, query.size),
                            .tokens = tokens.tokens,
                            .n_tokens = tokens.n_tokens,
                            .arena = arena};
    struct query_node *root = parse_list(&parser, 0, tokens.n_tokens);
    *ret =
        (struct query_tree){.text = parser.text, .root = root, .cut = too_long || tokens.cut || parser.cut};
}

/* ---- describe ---- */

static void describe_text(struct text text, struct buffer *out)
{
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '"' || text.bytes[i] == '\\')
            buffer_append_byte(out, '\\');
        buffer_append_byte(out, text.bytes[i]);
    }
    buffer_append_byte(out, '"');
}

void query_node_describe(const struct query_node *node, struct buffer *out)
{
    static const char *const kinds[] = {"all", "or", "text", "phrase", "prefix", "title", ""};
    static const char *const fields[] = {"tag", "lang", "kind", "site", "path", "before", "after"};
    static const char *const marks[] = {"", "(must ", "(not "};
    buffer_append_string(out, marks[node->occur]);
    buffer_printf(out, "(%s", node->kind == QUERY_FILTER ? fields[node->field] : kinds[node->kind]);
    for (size_t i = 0; i < node->n_children; i++) {
        buffer_append_byte(out, ' ');
        query_node_describe(node->children[i], out);
    }
    if (node->n_children == 0 && node->kind != QUERY_ALL) {
        buffer_append_byte(out, ' ');
        describe_text(node->text, out);
    }
    buffer_append_byte(out, ')');
    if (node->occur != QUERY_SHOULD)
        buffer_append_byte(out, ')');
}

/* ---- dates ---- */

/* A number of `min_digits` to `max_digits` digits at the start of `rest`, cut off it; 0 when there is none.
 */
static unsigned take_number(struct text *rest, size_t min_digits, size_t max_digits)
{
    unsigned number = 0;
    size_t n = 0;
    for (; n < rest->size && rest->bytes[n] >= '0' && rest->bytes[n] <= '9'; n++)
        if (n < max_digits)
            number = number * 10 + (unsigned)(rest->bytes[n] - '0');
    if (n < min_digits || n > max_digits)
        return 0;
    *rest = text_skip(*rest, n);
    return number;
}

static unsigned days_in_month(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool take_separator(struct text *rest, char *separator)
{
    if (rest->size == 0)
        return false;
    char byte = rest->bytes[0];
    if (*separator == '\0' ? byte != '-' && byte != '/' && byte != '.' : byte != *separator)
        return false;
    *separator = byte;
    *rest = text_skip(*rest, 1);
    return true;
}

bool query_parse_date(struct text text, char ret_first[11], char ret_last[11])
{
    char separator = '\0';
    unsigned first_month = 1, last_month = 12, first_day = 1, last_day;
    unsigned year = take_number(&text, 4, 4);
    if (year == 0)
        return false;
    if (text.size > 0) {
        if (!take_separator(&text, &separator))
            return false;
        first_month = last_month = take_number(&text, 1, 2);
        if (first_month < 1 || first_month > 12)
            return false;
    }
    last_day = days_in_month(year, last_month);
    if (text.size > 0) {
        unsigned n_days = last_day;
        if (!take_separator(&text, &separator))
            return false;
        first_day = last_day = take_number(&text, 1, 2);
        if (first_day < 1 || first_day > n_days || text.size > 0)
            return false;
    }
    snprintf(ret_first, 11, "%04u-%02u-%02u", year % 10000, first_month % 100, first_day % 100);
    snprintf(ret_last, 11, "%04u-%02u-%02u", year % 10000, last_month % 100, last_day % 100);
    return true;
}
