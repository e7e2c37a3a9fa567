/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown.h"

#include "indexer/markdown-clean.h"
#include "indexer/markdown-guard.h"
#include "indexer/markdown-text.h"

#include <unicode/uchar.h>

/* A paragraph over a rule is a heading to CommonMark; one as long as this is a paragraph that was ruled off.
 */
enum { HEADING_MAX_BYTES = 600, HEADING_MAX_LINES = 2, IMPLIED_HEADING_MAX_CODE_POINTS = 40 };

struct parse {
    struct cleaned cleaned;
    const struct clean_line *lines; /* of `cleaned` */
    size_t n_lines;
    size_t first_line;  /* index of the part's first line */
    size_t next_anchor; /* the first one of `cleaned` that no heading has passed */
    struct text_builder builder;
    struct guard_memory memory;
    struct markdown *ret;
    size_t capacity;
    struct arena *arena;
    unsigned n_quotes, list_depth;
    bool skips_images; /* what stands in for them is no part of the text being built */
    unsigned n_images; /* open here */
};

/* ---- lines ---- */

static const struct clean_line *line_of(const struct parse *parse, int number)
{
    size_t index = parse->first_line + (size_t)(number > 0 ? number - 1 : 0);
    if (index >= parse->n_lines)
        index = parse->n_lines - 1;
    return &parse->lines[index];
}

/* The explicit id on one of these lines. Headings are asked in their order. */
static struct text anchor_of_lines(struct parse *parse, int first, int last)
{
    const struct cleaned *cleaned = &parse->cleaned;
    size_t start = parse->first_line + (size_t)first - 1, end = parse->first_line + (size_t)last;
    while (parse->next_anchor < cleaned->n_anchors && cleaned->anchors[parse->next_anchor].line < start)
        parse->next_anchor++;
    bool has_id = parse->next_anchor < cleaned->n_anchors && cleaned->anchors[parse->next_anchor].line < end;
    return has_id ? cleaned->anchors[parse->next_anchor].id : text_from("", 0);
}

/* ---- inlines ---- */

struct open_links {
    size_t *indices;
    size_t n_indices, capacity;
};

/* cmark gives a link the line of its end, and a line break none. */
static uint32_t line_of_link(const struct parse *parse, cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);
    while (child != NULL && cmark_node_get_start_line(child) == 0)
        child = cmark_node_next(child);
    return line_of(parse, cmark_node_get_start_line(child != NULL ? child : node))->line;
}

static void enter_inline(struct parse *parse, cmark_node *node, struct open_links *open)
{
    struct text_builder *builder = &parse->builder;
    cmark_node_type type = cmark_node_get_type(node);
    parse->n_images += type == CMARK_NODE_IMAGE;
    if (parse->skips_images && parse->n_images > 0 && type != CMARK_NODE_IMAGE && type != CMARK_NODE_LINK)
        return;
    switch (type) {
    case CMARK_NODE_TEXT:
        text_builder_add(builder, text_of(cmark_node_get_literal(node)), ROLE_PROSE);
        break;
    case CMARK_NODE_CODE:
        text_builder_add(builder, text_of(cmark_node_get_literal(node)), ROLE_CODE);
        break;
    case CMARK_NODE_SOFTBREAK:
        text_builder_soft_break(builder);
        break;
    case CMARK_NODE_LINEBREAK:
        text_builder_add(builder, TEXT("\n"), ROLE_PROSE);
        break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE: {
        bool is_image = type == CMARK_NODE_IMAGE;
        size_t index = text_builder_open_link(builder, is_image, line_of_link(parse, node));
        *ARENA_PUSH(parse->arena, open->indices, open->n_indices, open->capacity) = index;
        break;
    }
    default:
        break;
    }
}

static void leave_inline(struct parse *parse, cmark_node *node, struct open_links *open)
{
    cmark_node_type type = cmark_node_get_type(node);
    parse->n_images -= type == CMARK_NODE_IMAGE;
    if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
        text_builder_close_link(&parse->builder, open->indices[--open->n_indices],
                                text_of(cmark_node_get_url(node)));
}

/* Emphasis can be nested as deep as a paragraph is long, so there is no recursion. */
static void build_text(struct parse *parse, cmark_node *block)
{
    struct open_links open = {0};
    text_builder_reset(&parse->builder);
    cmark_node *node = cmark_node_first_child(block);
    while (node != NULL && node != block) {
        enter_inline(parse, node, &open);
        cmark_node *next = cmark_node_first_child(node);
        while (next == NULL && node != block) {
            leave_inline(parse, node, &open);
            next = cmark_node_next(node);
            if (next == NULL)
                node = cmark_node_parent(node);
        }
        node = next;
    }
}

/* ---- blocks ---- */

static struct block *add_block(struct parse *parse, const struct block *block)
{
    struct block *added = ARENA_PUSH(parse->arena, parse->ret->blocks, parse->ret->n_blocks, parse->capacity);
    *added = *block;
    return added;
}

static struct block block_of(const struct parse *parse, cmark_node *node, enum block_kind kind)
{
    int first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);
    struct block block = {.kind = kind, .in_quote = parse->n_quotes > 0};
    block.level = (uint8_t)(parse->list_depth < UINT8_MAX ? parse->list_depth : UINT8_MAX);
    block.line = line_of(parse, first)->line;
    block.last_line = line_of(parse, last > first ? last : first)->line;
    block.text = block.anchor = block.info = text_from("", 0);
    return block;
}

/* A no-break or an ideographic space is text to CommonMark. */
static bool is_white(struct text text)
{
    for (size_t at = 0; at < text.size;)
        if (!u_isUWhiteSpace((UChar32)text_next_code_point(text, &at)))
            return false;
    return true;
}

static bool is_empty(const struct block *block)
{
    return block->n_links == 0 && is_white(block->text);
}

/* "[ ] 할 일" */
static void cut_check_box(struct block *block)
{
    if (block->text.size < 4 || block->text.bytes[0] != '[' || block->text.bytes[2] != ']' ||
        block->text.bytes[3] != ' ' || strchr(" xX", block->text.bytes[1]) == NULL)
        return;
    block->text = text_skip(block->text, 4);
    for (size_t i = 0; i < block->n_links; i++) {
        block->links[i].start -= block->links[i].start < 4 ? block->links[i].start : 4;
        block->links[i].end -= block->links[i].end < 4 ? block->links[i].end : 4;
    }
}

static bool is_row(cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);
    return child != NULL && cmark_node_get_type(child) == CMARK_NODE_TEXT &&
           text_starts_with(text_of(cmark_node_get_literal(child)), TEXT(SENTINEL_CELL));
}

static bool is_first_in_item(cmark_node *node)
{
    cmark_node *parent = cmark_node_parent(node);
    return cmark_node_get_type(parent) == CMARK_NODE_ITEM && cmark_node_first_child(parent) == node;
}

static void add_paragraph(struct parse *parse, cmark_node *node)
{
    enum block_kind kind = is_row(node)             ? BLOCK_TABLE_ROW
                           : is_first_in_item(node) ? BLOCK_ITEM
                                                    : BLOCK_PARAGRAPH;
    struct block block = block_of(parse, node, kind);
    build_text(parse, node);
    text_builder_finish(&parse->builder, block.line, &block);
    if (kind == BLOCK_ITEM)
        cut_check_box(&block);
    if (!is_empty(&block))
        add_block(parse, &block);
}

/* The title of a heading's first image that has one. */
static struct text image_title(struct parse *parse, cmark_node *heading)
{
    for (cmark_node *node = cmark_node_first_child(heading); node != NULL; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_IMAGE && cmark_node_get_title(node)[0] != '\0')
            return text_without_sentinels(text_of(cmark_node_get_title(node)), parse->arena);
    return text_from("", 0);
}

/* Whether a heading says something beside its images, so that what stands in for them is no part of it. */
static bool has_text_beside_images(cmark_node *heading)
{
    for (cmark_node *node = cmark_node_first_child(heading); node != NULL; node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        bool is_text = type == CMARK_NODE_TEXT && text_trim(text_of(cmark_node_get_literal(node))).size > 0;
        if (is_text || type == CMARK_NODE_CODE || type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG)
            return true;
    }
    return false;
}

static bool is_only_images(const struct block *block)
{
    size_t end = 0;
    for (size_t i = 0; i < block->n_links; i++) {
        const struct link *link = &block->links[i];
        if (link->start > end && text_trim(text_slice(block->text, end, link->start)).size > 0)
            return false;
        if (link->is_image && link->end > end)
            end = link->end;
    }
    return block->n_links > 0 && text_trim(text_skip(block->text, end)).size == 0;
}

/* cmark ends a heading that is underlined one line below its rule. */
static int last_text_line(cmark_node *heading)
{
    int line = cmark_node_get_start_line(heading);
    for (cmark_node *node = cmark_node_first_child(heading); node != NULL; node = cmark_node_next(node))
        line += cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
                cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
    return line;
}

/* Another text, in which the links stand nowhere. */
static void set_text(struct block *block, struct text text)
{
    block->text = text;
    for (size_t i = 0; i < block->n_links; i++)
        block->links[i].start = block->links[i].end = 0;
}

static void add_heading(struct parse *parse, cmark_node *node)
{
    struct block block = block_of(parse, node, BLOCK_HEADING);
    int first = cmark_node_get_start_line(node), last = last_text_line(node);
    block.last_line = line_of(parse, last)->line;
    parse->skips_images = has_text_beside_images(node);
    build_text(parse, node);
    parse->skips_images = false;
    text_builder_finish(&parse->builder, block.line, &block);
    block.level = (uint8_t)cmark_node_get_heading_level(node);
    block.anchor = anchor_of_lines(parse, first, last);
    if (is_only_images(&block)) {
        struct text title = image_title(parse, node);
        if (title.size > 0)
            set_text(&block, title);
    }
    bool is_too_long = block.text.size > HEADING_MAX_BYTES || last - first > HEADING_MAX_LINES;
    if (is_too_long || block.text.size == 0) {
        block.kind = BLOCK_PARAGRAPH;
        block.level = 0;
    }
    if (!is_empty(&block))
        add_block(parse, &block);
}

static bool is_info_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           strchr("+#.-_", byte) != NULL;
}

static void add_code(struct parse *parse, cmark_node *node)
{
    struct block block = block_of(parse, node, BLOCK_CODE);
    struct text info = text_trim(text_of(cmark_node_get_fence_info(node)));
    size_t end = 0;
    while (end < info.size && info.bytes[end] != '\0' && is_info_byte(info.bytes[end]))
        end++;
    block.info = text_without_sentinels(text_slice(info, 0, end), parse->arena);
    struct text literal = text_of(cmark_node_get_literal(node));
    while (literal.size > 0 && literal.bytes[literal.size - 1] == '\n')
        literal.size--;
    if (text_trim(literal).size == 0)
        return;
    block.text = text_without_sentinels(literal, parse->arena); /* where the strip saw text, and cmark code */
    add_block(parse, &block);
}

static void enter_block(struct parse *parse, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        parse->n_quotes++;
        break;
    case CMARK_NODE_ITEM:
        parse->list_depth++;
        break;
    case CMARK_NODE_PARAGRAPH:
        add_paragraph(parse, node);
        break;
    case CMARK_NODE_HEADING:
        add_heading(parse, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_code(parse, node);
        break;
    default:
        break;
    }
}

static void leave_block(struct parse *parse, cmark_node *node)
{
    parse->n_quotes -= cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
    parse->list_depth -= cmark_node_get_type(node) == CMARK_NODE_ITEM;
}

static bool holds_blocks(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_DOCUMENT || type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST ||
           type == CMARK_NODE_ITEM;
}

static void walk(struct parse *parse, cmark_node *root)
{
    cmark_node *node = root;
    while (node != NULL) {
        enter_block(parse, node);
        cmark_node *next = holds_blocks(node) ? cmark_node_first_child(node) : NULL;
        while (next == NULL && node != NULL) {
            leave_block(parse, node);
            next = cmark_node_next(node);
            if (next == NULL)
                node = cmark_node_parent(node);
        }
        node = next;
    }
}

/* ---- parts ---- */

static struct text lines_text(const struct parse *parse, size_t first, size_t end)
{
    struct text text = buffer_text(&parse->cleaned.text);
    size_t start = first < parse->n_lines ? parse->lines[first].start : text.size;
    size_t stop = end < parse->n_lines ? parse->lines[end].start : text.size;
    return text_slice(text, start, stop);
}

static bool is_blank_line(const struct parse *parse, size_t index)
{
    return text_trim(lines_text(parse, index, index + 1)).size == 0;
}

/* Where the part that begins at line `first` ends: before the last line that starts anew within its size, at
 * best one that is not indented (which may go on with a list). */
static size_t part_end(const struct parse *parse, size_t first)
{
    const struct clean_line *lines = parse->lines;
    const struct buffer *text = &parse->cleaned.text;
    if (text->size - lines[first].start <= GUARD_PART_BYTES)
        return parse->n_lines;
    size_t best = 0, any = 0, i = first + 1;
    for (; i < parse->n_lines && lines_text(parse, first, i + 1).size <= GUARD_PART_BYTES; i++) {
        if (lines[i].is_in_fence || !is_blank_line(parse, i - 1))
            continue;
        any = i;
        char byte = text->bytes[lines[i].start];
        if (byte != ' ' && byte != '\t' && byte != '\n')
            best = i;
    }
    return best > 0 ? best : any > 0 ? any : i;
}

/* Not parsed: every paragraph as it stands. */
static void add_plain_part(struct parse *parse, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        size_t start = i;
        while (i < end && !is_blank_line(parse, i))
            i++;
        struct text text = text_trim(text_without_sentinels(lines_text(parse, start, i), parse->arena));
        if (text.size == 0)
            continue;
        struct block block = {.kind = BLOCK_PARAGRAPH,
                              .line = parse->lines[start].line,
                              .last_line = parse->lines[i - 1].line,
                              .text = text,
                              .anchor = {"", 0},
                              .info = {"", 0}};
        add_block(parse, &block);
    }
}

static void add_as_one_block(struct parse *parse, size_t first, size_t end)
{
    while (end - first > 1 && is_blank_line(parse, end - 1))
        end--;
    struct block block = {.kind = BLOCK_PARAGRAPH,
                          .line = parse->lines[first].line,
                          .last_line = parse->lines[end - 1].line,
                          .anchor = {"", 0},
                          .info = {"", 0}};
    block.text = text_trim(text_without_sentinels(lines_text(parse, first, end), parse->arena));
    if (block.text.size > 0)
        add_block(parse, &block);
}

static void parse_part(struct parse *parse, size_t first, size_t end)
{
    cmark_node *root;
    parse->first_line = first;
    parse->n_quotes = parse->list_depth = 0;
    if (parse->ret->n_blocks > MARKDOWN_MAX_BLOCKS) {
        parse->ret->over_budget++;
        add_as_one_block(parse, first, end);
    } else if (guard_parse(&parse->memory, lines_text(parse, first, end), &root) == 0) {
        walk(parse, root);
    } else {
        parse->ret->over_budget++;
        add_plain_part(parse, first, end);
    }
    guard_memory_reset(&parse->memory);
}

/* ---- headings by their looks ---- */

static bool ends_in_colon(struct text text)
{
    return text_ends_with(text, TEXT(":")) || text_ends_with(text, TEXT("："));
}

static struct text without_colon(struct text text)
{
    text = text_trim(text);
    while (ends_in_colon(text))
        text =
            text_trim(text_slice(text, 0, text.size - (text.bytes[text.size - 1] == ':' ? 1 : strlen("："))));
    return text;
}

/* "다음과 같습니다:" and "For example:" lead on to what follows; they do not head it. */
static bool leads_on(struct text text)
{
    static const char *const endings[] = {
        "니다",    "어요", "아요",   "해요",    "세요",     "네요",      "예요",      "에요",
        "이다",    "한다", "된다",   "있다",    "같다",     "하죠",      "까요",      "시오",
        "처럼",    "같이", "따르면", "하면",    "다면",     "예를 들어", "예를 들면", "예컨대",
        "즉",      "例如", "比如",   "如下",    "包括",     "譬如",      "以下",      "所示",
        "来说",    "一下", "如",     "是",      "为",       "有",        "说",        "道",
        "to",      "is",   "are",    "as",      "example",  "following", "below",     "like",
        "with",    "by",   "and",    "include", "includes", "instance",  "this",      "that",
        "follows", "says", "said",   "wrote"};
    text = without_colon(text);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_ends_with(text, text_of(endings[i])))
            return true;
    return text_find(text, TEXT(","), 0) != TEXT_NONE || text_find(text, TEXT("，"), 0) != TEXT_NONE ||
           text_find(text, TEXT(". "), 0) != TEXT_NONE || text_find(text, TEXT("。"), 0) != TEXT_NONE;
}

static bool is_top_paragraph(const struct block *block)
{
    return block->kind == BLOCK_PARAGRAPH && block->level == 0 && !block->in_quote;
}

static bool is_implied_heading(const struct block *block, const struct block *next)
{
    return is_top_paragraph(block) && is_top_paragraph(next) && block->line == block->last_line &&
           block->n_links == 0 && ends_in_colon(block->text) &&
           text_count_code_points(block->text) <= IMPLIED_HEADING_MAX_CODE_POINTS &&
           without_colon(block->text).size > 0 && !leads_on(block->text);
}

/* Where real headings cut the text, "To install:" is only a line. */
static bool has_real_sections(const struct markdown *markdown)
{
    size_t n_real = 0;
    for (size_t i = 0; i < markdown->n_blocks; i++)
        n_real += markdown->blocks[i].kind == BLOCK_HEADING;
    return n_real > 1;
}

static void find_implied_headings(struct markdown *markdown)
{
    uint8_t level = 0;
    if (has_real_sections(markdown))
        return;
    for (size_t i = 0; i + 1 < markdown->n_blocks; i++) {
        struct block *block = &markdown->blocks[i];
        if (block->kind == BLOCK_HEADING) {
            level = block->level;
        } else if (is_implied_heading(block, block + 1)) {
            block->kind = BLOCK_HEADING;
            block->level = level < 6 ? level + 1 : 6;
            block->implied = true;
            block->text = without_colon(block->text);
        }
    }
}

/* ---- all of it ---- */

void markdown_parse(const struct source *source, size_t body_start, unsigned flags, struct arena *arena,
                    struct markdown *ret)
{
    *ret = (struct markdown){0};
    struct parse parse = {.ret = ret, .arena = arena};
    struct stripped stripped;
    uint32_t line, column;
    source_position(source, body_start, &line, &column);
    markdown_strip(text_skip(source->text, body_start), flags, &stripped);
    markdown_clean(&stripped, line, arena, &parse.cleaned);
    stripped_clear(&stripped);
    parse.lines = cleaned_lines(&parse.cleaned);
    parse.n_lines = cleaned_n_lines(&parse.cleaned);
    text_builder_init(&parse.builder, arena);
    guard_memory_init(&parse.memory, GUARD_BUDGET_BYTES);
    for (size_t first = 0, end; first < parse.n_lines; first = end) {
        end = part_end(&parse, first);
        parse_part(&parse, first, end);
    }
    guard_memory_clear(&parse.memory);
    text_builder_clear(&parse.builder);
    cleaned_clear(&parse.cleaned);
    find_implied_headings(ret);
}
