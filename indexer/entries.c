/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/entries.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "indexer/entry.h"
#include "indexer/generic-name.h"
#include "indexer/letters.h"
#include "indexer/url.h"

#include <unicode/uchar.h>

enum {
    LABEL_MAX_CODE_POINTS = 60,
    BESIDE_MAX_BYTES = 1000, /* of text from items below */
    RECORD_ITEMS = 16,
    TRACKED_DEPTH = 32
};

/* An item that entries may stand under. */
struct item_above {
    struct text label;
    unsigned level;
};

struct collector {
    const struct outline *outline;
    const struct entry_file *file;
    struct arena *arena;
    struct entry_candidates found;
    size_t section, block;
    struct item_above above[TRACKED_DEPTH];
    size_t n_above;
};

/* One line of a block, or one cell of a row: where entries are looked for. */
struct stretch {
    const struct block *block;
    size_t start, end;
    const struct link **links; /* those that may be entries */
    size_t n_links;
    struct text cell; /* the first cell of the row, if this is another one */
};

/* ---- characters between links ---- */

/* Punctuation, symbols, emoji, digits of a numbering and blanks: nothing to read. */
static bool is_decoration(uint32_t c)
{
    if (c < 0x80)
        return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    return !u_isalnum((UChar32)c);
}

static bool is_decoration_only(struct text text)
{
    for (size_t offset = 0; offset < text.size;)
        if (!is_decoration(text_next_code_point(text, &offset)))
            return false;
    return true;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x3000;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == '|' || c == 0xFF5C || c == 0x2192 ||
           c == 0x21D2 || c == 0x00BB || c == 0xFF0D || c == '>' || c == '=' || c == 0x2502 || c == 0xB7 ||
           c == 0x2022;
}

static bool is_colon(uint32_t c)
{
    return c == ':' || c == 0xFF1A;
}

/* What may open a remark behind a name: "[a](…) – text", "[a](…): text", "[a](…)(2024)". */
static bool opens_remark(uint32_t c)
{
    return is_dash(c) || is_colon(c) || c == '(' || c == '[' || c == ',' || c == ';' || c == '/' ||
           c == 0xFF08 || c == 0xFF0C || c == 0x3001 || c == 0x3010 || c == 0x300A;
}

static uint32_t first_code_point(struct text text)
{
    size_t offset = 0;
    return text.size > 0 ? text_next_code_point(text, &offset) : 0;
}

static uint32_t last_code_point(struct text text)
{
    size_t offset = text.size;
    return text.size > 0 ? text_previous_code_point(text, &offset) : 0;
}

/* Without blanks, dashes, colons and open brackets at the end and at the start. */
static struct text trim_separators(struct text text)
{
    while (text.size > 0) {
        size_t offset = text.size;
        uint32_t c = text_previous_code_point(text, &offset);
        if (!is_blank(c) && !is_dash(c) && !is_colon(c) && c != ',' && c != ';' && c != '(' && c != '[' &&
            c != 0xFF08 && c != 0xFF0C && c != 0x3001)
            break;
        text.size = offset;
    }
    while (text.size > 0) {
        size_t offset = 0;
        uint32_t c = text_next_code_point(text, &offset);
        if (!is_blank(c) && !is_dash(c) && !is_colon(c) && c != ',' && c != ';' && c != 0xFF0C && c != 0x3001)
            break;
        text = text_skip(text, offset);
    }
    return text;
}

/* ---- names ---- */

/* "2) Meta — SAM", "3.1 구조" -> without the numbering. */
static struct text without_numbering(struct text name)
{
    size_t end = 0;
    bool has_mark = false;
    while (end < name.size && ((name.bytes[end] >= '0' && name.bytes[end] <= '9') ||
                               (end > 0 && (name.bytes[end] == '.' || name.bytes[end] == ')')))) {
        has_mark = has_mark || name.bytes[end] == '.' || name.bytes[end] == ')';
        end++;
    }
    bool is_numbering = end > 0 && end < name.size && has_mark && name.bytes[end] == ' ';
    return is_numbering && text_trim(text_skip(name, end)).size > 0 ? text_trim(text_skip(name, end)) : name;
}

/* Without arrows and emoji before it, and without the colons, dashes and bars that page titles leave behind. */
static struct text bare_name(struct text name)
{
    name = text_trim(name);
    while (name.size > 1 && strchr(" :|-", name.bytes[name.size - 1]) != NULL)
        name.size--;
    while (name.size > 0) {
        size_t offset = 0;
        uint32_t c = text_next_code_point(name, &offset);
        bool is_symbol = c >= 0x2000 && (u_charType((UChar32)c) == U_OTHER_SYMBOL || c == 0xFE0F ||
                                         c == 0x200D || (c >= 0x2190 && c <= 0x21FF));
        if (!is_symbol && !is_blank(c))
            break;
        name = text_skip(name, offset);
    }
    return text_trim(name);
}

/* A name that says something, of at most LABEL_MAX_CODE_POINTS, and no sentence. */
static bool is_sentence(struct text label)
{
    static const char *const endings[] = {"요", "다", "죠", "까", "오", "네", "라"};
    size_t n_blanks = 0;
    for (size_t i = 0; i < label.size; i++)
        n_blanks += label.bytes[i] == ' ';
    for (size_t i = 0; n_blanks >= 3 && i < sizeof endings / sizeof *endings; i++)
        if (text_ends_with(label, text_of(endings[i])))
            return true;
    return false;
}

static bool is_label(struct text label)
{
    if (label.size == 0 || is_decoration_only(label) || is_sentence(label) ||
        text_count_code_points(label) > LABEL_MAX_CODE_POINTS)
        return false;
    return text_find(label, TEXT(". "), 0) == TEXT_NONE && text_find(label, TEXT("。"), 0) == TEXT_NONE &&
           text_find(label, TEXT("! "), 0) == TEXT_NONE && text_find(label, TEXT("? "), 0) == TEXT_NONE &&
           text_find(label, TEXT("니다"), 0) == TEXT_NONE && text_find(label, TEXT("세요"), 0) == TEXT_NONE &&
           text_find(label, TEXT("어요"), 0) == TEXT_NONE && text_find(label, TEXT("아요"), 0) == TEXT_NONE;
}

static bool is_in_host(struct text name, struct text host)
{
    for (size_t i = 0; i + name.size <= host.size; i++)
        if (text_equal_ascii_case(text_slice(host, i, i + name.size), name))
            return true;
    return false;
}

/* Github is generic; the link to https://github.com/ itself is not. */
static bool is_generic_link(const struct link *link, struct text name)
{
    if (name.size == 0 || link->is_bare)
        return true;
    if (is_decoration_only(name))
        return true;
    bool is_host_itself = url_is_host_only(link->url) && is_in_host(name, url_host(link->url));
    return name_is_generic(name) && !is_host_itself;
}

/* The heading that names what stands in a section: remarks and generic headings give way to the one above. */
static struct text section_name(const struct outline *outline, size_t section)
{
    for (size_t i = section; i != 0; i = outline->sections[i].parent) {
        const struct outline_section *above = &outline->sections[i];
        struct text name = without_numbering(above->title);
        if (!above->is_remark && !above->is_recurring && !name_is_generic(name) && !is_decoration_only(name))
            return name;
    }
    return outline->title;
}

static struct text name_above(const struct collector *collector)
{
    for (size_t i = collector->n_above; i-- > 0;)
        if (!name_is_generic(collector->above[i].label) && is_label(collector->above[i].label))
            return collector->above[i].label;
    return section_name(collector->outline, collector->section);
}

/* ---- candidates ---- */

/* A badge: `[![build](a.svg)](https://…)`. */
static bool is_image_link(const struct block *block, const struct link *link)
{
    for (const struct link *other = link + 1;
         other < block->links + block->n_links && other->start == link->start; other++)
        if (other->is_image && other->end == link->end)
            return true;
    return false;
}

static bool may_be_entry(const struct block *block, const struct link *link)
{
    enum url_kind kind = url_kind_of(link->url);
    return !link->is_image && !is_image_link(block, link) && (kind == URL_ABSOLUTE || kind == URL_RELATIVE) &&
           link->url.size > 0;
}

/* Whether a heading says something of what stands below it. */
static bool is_telling(const struct outline_section *section)
{
    return !section->is_remark && !section->is_recurring && section->title.size > 0;
}

/* File title, headings and items above, without the entry's own name at the end. */
static void set_category(struct collector *collector, struct place *place)
{
    const struct outline *outline = collector->outline;
    size_t section = collector->section;
    while (section != 0 && !is_telling(&outline->sections[section]))
        section = outline->sections[section].parent;
    struct text *above;
    size_t n_above = outline_breadcrumbs(outline, section, collector->arena, &above);
    struct text *names = ARENA_NEW(collector->arena, struct text, n_above + 2 + collector->n_above);
    size_t n = 0;
    for (size_t i = 0; i < n_above; i++)
        names[n++] = above[i];
    struct text own = outline->sections[section].title;
    bool is_known = n > 0 && text_equal(names[n - 1], own);
    if (own.size > 0 && !is_known && !(section == 0 && outline->is_title_apart))
        names[n++] = own;
    for (size_t i = 0; i < collector->n_above; i++)
        if (is_label(collector->above[i].label) && !name_is_generic(collector->above[i].label))
            names[n++] = collector->above[i].label;
    while (n > 0 && (text_equal(names[n - 1], place->title) ||
                     text_equal(without_numbering(names[n - 1]), place->title)))
        n--;
    place->category = entry_category(names, n, collector->arena);
}

static enum language place_language(const struct collector *collector, const struct place *place)
{
    struct letters letters = {0};
    letters_count(&letters, place->title);
    letters_count(&letters, place->text);
    enum language language = letters_language(&letters, collector->file->declared);
    return language != LANGUAGE_NONE ? language : collector->file->fallback;
}

static void add_candidate(struct collector *collector, const struct link *link, struct text title,
                          struct text beside, bool is_generic)
{
    const struct entry_file *file = collector->file;
    struct entry_candidate candidate = {.key = document_url_key(link->url, file->path, collector->arena)};
    struct place *place = &candidate.place;
    *place = (struct place){.title = title.size > 0 ? title : url_display_name(link->url, collector->arena),
                            .path = file->path,
                            .text = beside,
                            .url = link->url,
                            .tags = file->tags,
                            .n_tags = file->n_tags,
                            .date = file->date,
                            .line = link->line,
                            .is_generic = is_generic};
    set_category(collector, place);
    place->language = place_language(collector, place);
    if (candidate.key.size > 0)
        *ARENA_PUSH(collector->arena, collector->found.items, collector->found.n_items,
                    collector->found.capacity) = candidate;
}

/* ---- what stands beside ---- */

static void append_part(struct buffer *text, struct text part, const char *joint)
{
    part = trim_separators(part);
    if (part.size == 0 || is_decoration_only(part))
        return;
    if (text->size > 0)
        buffer_append_string(text, joint);
    buffer_append(text, part);
}

/* Items below that have no link, and further paragraphs of the item. */
static void append_below(const struct collector *collector, const struct block *item, struct buffer *text)
{
    const struct markdown *markdown = collector->outline->markdown;
    if (item->kind != BLOCK_ITEM)
        return;
    for (size_t i = collector->block + 1; i < markdown->n_blocks && text->size < BESIDE_MAX_BYTES; i++) {
        const struct block *block = &markdown->blocks[i];
        bool is_below = (block->kind == BLOCK_ITEM && block->level > item->level) ||
                        (block->kind == BLOCK_PARAGRAPH && block->level >= item->level);
        if (!is_below || block->n_links > 0)
            break;
        append_part(text, block->text, "\n");
    }
}

static bool is_plain_item(const struct collector *collector, size_t index)
{
    const struct block *block = &collector->outline->markdown->blocks[index];
    return block->kind == BLOCK_ITEM && block->n_links == 0;
}

/* "- 개요: …", "- 저장소: https://…" under a heading are a record of one thing: what the other items say is about the
 * link that takes the heading as its name. */
static void append_siblings(const struct collector *collector, struct buffer *text)
{
    const struct outline_section *section = &collector->outline->sections[collector->section];
    const struct block *blocks = collector->outline->markdown->blocks;
    size_t first = collector->block, end = collector->block + 1;
    while (first > section->first && blocks[first - 1].kind == BLOCK_ITEM &&
           collector->block - first < RECORD_ITEMS)
        first--;
    while (end < section->own_end && blocks[end].kind == BLOCK_ITEM && end - first < RECORD_ITEMS)
        end++;
    for (size_t i = first; i < end && text->size < BESIDE_MAX_BYTES; i++)
        if (is_plain_item(collector, i))
            append_part(text, blocks[i].text, "\n");
}

/* A link and the label before it; `label` is empty if the name does without. */
struct named {
    const struct link *link;
    struct text label;
    size_t label_start, label_end;
    struct text lead;  /* the name of the first link of the line, for the generic ones behind it */
    bool is_of_record; /* "저장소: https://…": it took the heading's name */
};

/* The line without the link, its label (if that became the title) and the links beside it. */
static struct text text_beside(struct collector *collector, const struct stretch *stretch,
                               const struct named *named, struct text own_name)
{
    struct text text = stretch->block->text;
    cleanup(buffer_clearp) struct buffer beside;
    buffer_init(&beside, 64 * BESIDE_MAX_BYTES);
    append_part(&beside, own_name, "");
    size_t at = stretch->start;
    bool has_label = named->label.size > 0 && own_name.size == 0 && named->link->is_bare;
    if (named->label.size > 0 && (has_label || named->label_end > named->label_start)) {
        append_part(&beside, text_slice(text, at, named->label_start), " ");
        at = named->label_end;
    }
    if (stretch->n_links == 1) {
        append_part(&beside, text_slice(text, at, named->link->start), " ");
        append_part(&beside, text_slice(text, named->link->end, stretch->end), " ");
    } else if (named->link == stretch->links[0]) {
        const struct link *last = stretch->links[stretch->n_links - 1];
        struct text tail = text_slice(text, named->link->end, stretch->end);
        if (!is_decoration_only(text_slice(text, last->end, stretch->end)) ||
            stretch->block->kind == BLOCK_ITEM)
            append_part(&beside, tail, " ");
    }
    if (named->is_of_record)
        append_siblings(collector, &beside);
    else
        append_below(collector, stretch->block, &beside);
    return arena_copy(collector->arena, buffer_text(&beside));
}

static struct text other_cells(struct collector *collector, const struct stretch *stretch,
                               struct text own_name)
{
    cleanup(buffer_clearp) struct buffer cells;
    buffer_init(&cells, 64 * BESIDE_MAX_BYTES);
    append_part(&cells, own_name, "");
    struct text rest = stretch->block->text, cell;
    while (text_next_field(&rest, '\t', &cell)) {
        bool is_own = cell.bytes == stretch->block->text.bytes + stretch->start;
        if (!is_own && !text_equal(cell, stretch->cell))
            append_part(&cells, cell, ", ");
    }
    return arena_copy(collector->arena, buffer_text(&cells));
}

static void take(struct collector *collector, const struct stretch *stretch, const struct named *named)
{
    struct text name = bare_name(named->link->name);
    struct text label = without_numbering(bare_name(named->label));
    bool is_own_generic = is_generic_link(named->link, name);
    bool is_label_used = is_own_generic && is_label(label) && !name_is_generic(label);
    struct text title = name;
    if (is_own_generic)
        title = is_label_used ? label : named->lead.size > 0 ? named->lead : name_above(collector);
    struct named used = *named;
    used.is_of_record =
        is_own_generic && !is_label_used && stretch->block->kind == BLOCK_ITEM && label.size > 0;
    if (!is_label_used)
        used.label_start = used.label_end = stretch->start;
    struct text own_name = is_own_generic ? name : text_from("", 0);
    struct text beside = stretch->block->kind == BLOCK_TABLE_ROW
                             ? other_cells(collector, stretch, own_name)
                             : text_beside(collector, stretch, &used, own_name);
    add_candidate(collector, named->link, title, beside, is_own_generic && !is_label_used);
}

/* ---- finding them in a line ---- */

static struct text before_first(const struct stretch *stretch)
{
    return text_slice(stretch->block->text, stretch->start, stretch->links[0]->start);
}

static bool is_links_only(const struct stretch *stretch)
{
    size_t at = stretch->start;
    for (size_t i = 0; i < stretch->n_links; i++) {
        if (stretch->links[i]->start > at &&
            !is_decoration_only(text_slice(stretch->block->text, at, stretch->links[i]->start)))
            return false;
        at = stretch->links[i]->end;
    }
    return is_decoration_only(text_slice(stretch->block->text, at, stretch->end));
}

/* How many links follow each other with only decoration between them, from the first. */
static size_t leading_run(const struct stretch *stretch)
{
    size_t n = 1;
    while (n < stretch->n_links &&
           is_decoration_only(
               text_slice(stretch->block->text, stretch->links[n - 1]->end, stretch->links[n]->start)))
        n++;
    return n;
}

static void take_run(struct collector *collector, const struct stretch *stretch, size_t n_links,
                     struct text label)
{
    struct text first = bare_name(stretch->links[0]->name);
    bool leads = stretch->block->kind != BLOCK_PARAGRAPH && !is_generic_link(stretch->links[0], first);
    for (size_t i = 0; i < n_links; i++) {
        struct named named = {.link = stretch->links[i], .label = label, .label_start = stretch->start};
        named.label_end = label.size > 0 ? stretch->links[0]->start : stretch->start;
        named.lead = leads && i > 0 ? first : text_from("", 0);
        take(collector, stretch, &named);
    }
}

/* "[a](…) – text", "[a](…) 글"; not "[useState](…)는 …" nor "[useState](…) lets you …". */
static bool is_remark_behind(struct text rest)
{
    if (text_trim(rest).size == 0)
        return true;
    uint32_t first = first_code_point(rest);
    if (!is_blank(first))
        return opens_remark(first) || first == '.' || first == 0x3002;
    uint32_t next = first_code_point(text_trim_start(rest));
    return opens_remark(next) || next >= 0x80 || (next >= 'A' && next <= 'Z') ||
           (next >= '0' && next <= '9') || next == '"' || next == '*';
}

/* "name: https://…", "name — [docs](…)": what stands before leads to the link. */
static bool leads_to_link(struct text before, const struct link *link, bool is_item)
{
    struct text trimmed = text_trim_end(before);
    uint32_t last = last_code_point(trimmed);
    if (is_colon(last) || is_dash(last) || last == '(' || last == 0xFF08)
        return true;
    return is_item && link->is_bare && trimmed.size < before.size;
}

/* Links with generic names further on in the line of an entry: "[a](…) – text ([code](…), [paper](…))". */
static void take_generic_rest(struct collector *collector, const struct stretch *stretch, size_t from,
                              struct text name)
{
    for (size_t i = from; i < stretch->n_links; i++) {
        const struct link *link = stretch->links[i];
        if (link->is_bare || !name_is_generic(bare_name(link->name)))
            continue;
        add_candidate(collector, link, name, bare_name(link->name), true);
    }
}

static bool take_leading(struct collector *collector, const struct stretch *stretch)
{
    if (!is_decoration_only(before_first(stretch)))
        return false;
    size_t n_run = leading_run(stretch);
    struct text rest = text_slice(stretch->block->text, stretch->links[n_run - 1]->end, stretch->end);
    if (!is_remark_behind(rest) || stretch->links[0]->is_bare)
        return false;
    take_run(collector, stretch, n_run, text_from("", 0));
    take_generic_rest(collector, stretch, n_run, bare_name(stretch->links[0]->name));
    return true;
}

static bool take_labelled(struct collector *collector, const struct stretch *stretch)
{
    bool is_item = stretch->block->kind == BLOCK_ITEM || stretch->block->kind == BLOCK_TABLE_ROW;
    struct text before = before_first(stretch);
    struct text label = trim_separators(before);
    if (!is_label(label) || !leads_to_link(before, stretch->links[0], is_item))
        return false;
    size_t n_run = leading_run(stretch);
    struct text rest = text_slice(stretch->block->text, stretch->links[n_run - 1]->end, stretch->end);
    if (is_item ? !is_remark_behind(rest) : !is_decoration_only(rest))
        return false;
    take_run(collector, stretch, n_run, label);
    return true;
}

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

/* How many links at the end of a stretch have only decoration between and behind them. */
static size_t closing_run(const struct stretch *stretch)
{
    size_t n = 0, end = stretch->end;
    for (size_t i = stretch->n_links; i-- > 0; n++) {
        if (!is_decoration_only(text_slice(stretch->block->text, stretch->links[i]->end, end)))
            break;
        end = stretch->links[i]->start;
    }
    return n;
}

/* Links that end a paragraph: bare ones behind a colon or a dash, and any on a line of their own behind a whole
 * sentence. */
static void take_closing(struct collector *collector, const struct stretch *stretch)
{
    size_t n_run = closing_run(stretch);
    if (n_run == 0)
        return;
    struct stretch closing = *stretch;
    closing.links += stretch->n_links - n_run;
    closing.n_links = n_run;
    const struct link *first = closing.links[0];
    uint32_t c = last_code_point(text_trim_end(before_first(&closing)));
    bool is_on_own_line = first->line > stretch->block->line;
    if (!(first->is_bare && (is_colon(c) || is_dash(c) || is_on_own_line)) &&
        !(is_on_own_line && ends_sentence(c)))
        return;
    if (!first->is_bare)
        closing.start = first->start;
    take_run(collector, &closing, n_run, text_from("", 0));
}

static void take_stretch(struct collector *collector, const struct stretch *stretch)
{
    bool is_paragraph = stretch->block->kind == BLOCK_PARAGRAPH;
    if (stretch->n_links == 0)
        return;
    if (is_links_only(stretch)) {
        take_run(collector, stretch, stretch->n_links, stretch->cell);
        return;
    }
    if (take_labelled(collector, stretch))
        return;
    if (!is_paragraph && take_leading(collector, stretch))
        return;
    take_closing(collector, stretch);
}

/* ---- blocks ---- */

/* Call take_stretch() for each part of a block's text between separators. */
static void take_parts(struct collector *collector, const struct block *block, char separator)
{
    const struct link **links = ARENA_NEW(collector->arena, const struct link *, block->n_links + 1);
    struct text rest = block->text, part, first_cell = text_from("", 0);
    size_t next = 0;
    for (size_t n_parts = 0; text_next_field(&rest, separator, &part); n_parts++) {
        struct stretch stretch = {
            .block = block, .start = (size_t)(part.bytes - block->text.bytes), .cell = first_cell};
        stretch.end = stretch.start + part.size;
        stretch.links = links + next;
        for (size_t i = 0; i < block->n_links; i++) {
            const struct link *link = &block->links[i];
            if (link->start >= stretch.start && link->end <= stretch.end && may_be_entry(block, link) &&
                (link->start < stretch.end || part.size == 0))
                links[next + stretch.n_links++] = link;
        }
        next += stretch.n_links;
        take_stretch(collector, &stretch);
        if (n_parts == 0 && separator == '\t')
            first_cell = text_trim(part);
    }
}

/* All links of a heading that is nothing else, and those with generic names at its end. */
static void take_heading(struct collector *collector, const struct block *heading)
{
    struct text title = outline_heading_title(heading);
    struct stretch all = {.block = heading, .end = heading->text.size, .cell = {"", 0}};
    all.links = ARENA_NEW(collector->arena, const struct link *, heading->n_links + 1);
    for (size_t i = 0; i < heading->n_links; i++)
        if (may_be_entry(heading, &heading->links[i]) && heading->links[i].end <= heading->text.size)
            all.links[all.n_links++] = &heading->links[i];
    bool is_all_links = all.n_links > 0 && is_links_only(&all);
    for (size_t i = 0; i < all.n_links; i++) {
        const struct link *link = all.links[i];
        struct text name = bare_name(link->name);
        if (is_all_links && !is_generic_link(link, name))
            add_candidate(collector, link, without_numbering(name), text_from("", 0), false);
        else if (is_all_links || link->start >= title.size)
            add_candidate(collector, link, without_numbering(title), name, true);
        else if (i == 0 && link->start == 0 && is_remark_behind(text_skip(heading->text, link->end)))
            add_candidate(collector, link, name, text_from("", 0), false);
    }
}

/* What an item is called: the link it begins with, else its first line up to an address. */
static struct text item_label(const struct block *item)
{
    struct text line = item->text;
    if (item->n_links > 0 && item->links[0].start == 0 && item->links[0].name.size > 0)
        return bare_name(item->links[0].name);
    size_t newline = text_find_byte(line, '\n', 0);
    if (newline != TEXT_NONE)
        line = text_slice(line, 0, newline);
    for (size_t i = 0; i < item->n_links; i++)
        if (item->links[i].is_bare && item->links[i].start < line.size)
            line = text_slice(line, 0, item->links[i].start);
    return without_numbering(trim_separators(line));
}

static void leave_items(struct collector *collector, unsigned level)
{
    while (collector->n_above > 0 && collector->above[collector->n_above - 1].level >= level)
        collector->n_above--;
}

static void take_block(struct collector *collector, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        collector->n_above = 0;
        take_heading(collector, block);
        return;
    case BLOCK_ITEM:
        leave_items(collector, block->level);
        take_parts(collector, block, '\n');
        if (collector->n_above < TRACKED_DEPTH)
            collector->above[collector->n_above++] = (struct item_above){item_label(block), block->level};
        return;
    case BLOCK_TABLE_ROW:
        leave_items(collector, block->level + 1u);
        take_parts(collector, block, '\t');
        return;
    case BLOCK_PARAGRAPH:
        leave_items(collector, block->level + 1u);
        take_parts(collector, block, '\n');
        return;
    case BLOCK_CODE:
        return;
    }
}

void entries_make(const struct outline *outline, const struct entry_file *file, struct arena *arena,
                  struct unit_list *ret)
{
    struct collector collector = {.outline = outline, .file = file, .arena = arena};
    for (; collector.block < outline->markdown->n_blocks; collector.block++) {
        collector.section = outline_section_of(outline, collector.block, collector.section);
        take_block(&collector, &outline->markdown->blocks[collector.block]);
    }
    entries_merge(&collector.found, arena, ret);
}
