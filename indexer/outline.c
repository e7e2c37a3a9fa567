/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/outline.h"

#include "indexer/anchor.h"
#include "indexer/generic-name.h"
#include "indexer/letters.h"

#include <stdlib.h>

/* ---- titles ---- */

static bool is_separator(char byte)
{
    return strchr(" \t\n-|/,;:()[]*+", byte) != NULL;
}

/* Separators between links and behind a title: "-", "|", "—", "·", "•", "→", full-width forms. */
static bool is_separators(struct text text)
{
    for (size_t offset = 0; offset < text.size;) {
        uint32_t c = text_next_code_point(text, &offset);
        bool is_known = (c < 0x80 && is_separator((char)c)) || (c >= 0x2010 && c <= 0x2015) || c == 0xB7 ||
                        c == 0x2022 || c == 0x2192 || c == 0xFF5C || c == 0xFF1A || c == 0x3001 ||
                        c == 0xFF0C || c == 0xFF08 || c == 0xFF09 || c == 0x2502;
        if (!is_known)
            return false;
    }
    return true;
}

static struct text without_separators_at_end(struct text text)
{
    while (text.size > 0) {
        size_t start = text.size;
        text_previous_code_point(text, &start);
        struct text last = text_slice(text, start, text.size);
        if (!is_separators(last) || last.bytes[0] == ')' || last.bytes[0] == ']' || last.bytes[0] == '+' ||
            last.bytes[0] == '*' || text_equal(last, TEXT("）")))
            break;
        text.size = start;
    }
    return text;
}

/* "설치:" as the title of a section is 설치. */
static struct text without_colon(struct text title)
{
    static const char *const colons[] = {":", "：", " |", " -"};
    for (size_t i = 0; i < sizeof colons / sizeof *colons; i++) {
        struct text colon = text_of(colons[i]);
        if (title.size > colon.size && text_ends_with(title, colon))
            return text_trim_end(text_slice(title, 0, title.size - colon.size));
    }
    return title;
}

struct text outline_heading_title(const struct block *heading)
{
    struct text title = heading->text;
    for (size_t i = heading->n_links; i-- > 0;) {
        const struct link *link = &heading->links[i];
        if (link->end > title.size || link->is_image || !name_is_generic(link->name) ||
            !is_separators(text_slice(title, link->end, title.size)))
            break;
        title = text_slice(title, 0, link->start);
    }
    if (title.size == heading->text.size)
        return without_colon(title);
    if (title.size > 0 && strchr("([", title.bytes[title.size - 1]) != NULL)
        title.size--;
    title = without_separators_at_end(title);
    return title.size > 0 ? title : heading->text;
}

static int compare_titles(const void *a, const void *b)
{
    struct outline_section *const *left = a, *const *right = b;
    return text_compare((*left)->title, (*right)->title);
}

static void find_recurring(struct outline *outline, struct arena *arena)
{
    struct outline_section **sorted = ARENA_NEW(arena, struct outline_section *, outline->n_sections);
    for (size_t i = 0; i < outline->n_sections; i++)
        sorted[i] = &outline->sections[i];
    qsort(sorted, outline->n_sections, sizeof *sorted, compare_titles);
    for (size_t first = 0, end; first < outline->n_sections; first = end) {
        for (end = first + 1;
             end < outline->n_sections && text_equal(sorted[end]->title, sorted[first]->title);)
            end++;
        for (size_t i = first; i < end; i++)
            sorted[i]->is_recurring = end - first >= 3;
    }
}

static struct text path_title(struct text path, struct arena *arena)
{
    size_t slash = text_find_last_byte(path, '/');
    struct text name = slash == TEXT_NONE ? path : text_skip(path, slash + 1);
    struct text folder = slash == TEXT_NONE ? text_from("", 0) : text_slice(path, 0, slash);
    size_t dot = text_find_byte(name, '.', 1 < name.size ? 1 : 0);
    struct text stem = dot == TEXT_NONE ? name : text_slice(name, 0, dot);
    bool is_folder_page = text_equal_ascii_case(stem, TEXT("readme")) ||
                          text_equal_ascii_case(stem, TEXT("index")) ||
                          text_equal_ascii_case(stem, TEXT("_index"));
    if (is_folder_page && folder.size > 0) {
        slash = text_find_last_byte(folder, '/');
        stem = slash == TEXT_NONE ? folder : text_skip(folder, slash + 1);
    }
    if (text_invalid_at(stem) != TEXT_NONE)
        return text_from("", 0);
    struct text title = arena_copy(arena, stem);
    for (size_t i = 0; i < title.size; i++)
        if (title.bytes[i] == '_' || title.bytes[i] == '-')
            ((char *)(uintptr_t)title.bytes)[i] = ' ';
    return text_trim(title);
}

/* Index of the heading that names the file, or TEXT_NONE. */
static size_t title_heading(const struct markdown *markdown)
{
    size_t first = TEXT_NONE, first_top = TEXT_NONE;
    uint8_t top = 7;
    for (size_t i = 0; i < markdown->n_blocks; i++) {
        const struct block *block = &markdown->blocks[i];
        if (block->kind != BLOCK_HEADING || block->implied)
            continue;
        if (first == TEXT_NONE)
            first = i;
        if (first_top == TEXT_NONE && block->level == 1)
            first_top = i;
        top = block->level < top ? block->level : top;
    }
    if (first == TEXT_NONE || markdown->blocks[first].level == top)
        return first;
    return first_top != TEXT_NONE ? first_top : first;
}

/* Whether a heading comes first and no other stands at its level or above. */
static bool heads_the_file(const struct markdown *markdown, size_t heading)
{
    for (size_t i = 0; i < markdown->n_blocks; i++) {
        const struct block *block = &markdown->blocks[i];
        if (block->kind != BLOCK_HEADING || i == heading)
            continue;
        if (i < heading || block->level <= markdown->blocks[heading].level)
            return false;
    }
    return true;
}

/* ---- sections ---- */

static bool is_remark(struct text title)
{
    return title.size > 2 && title.bytes[0] == '<' && title.bytes[title.size - 1] == '>';
}

size_t outline_block_letters(const struct block *block)
{
    size_t size = letters_size(block->text);
    return block->kind == BLOCK_CODE ? size / 3 : size;
}

struct builder {
    struct outline *outline;
    size_t capacity;
    struct anchors anchors;
    struct text anchor; /* of the last real heading */
    struct arena *arena;
};

static struct text next_anchor(struct builder *builder, const struct block *heading)
{
    if (heading->implied)
        return builder->anchor;
    builder->anchor = heading->anchor.size > 0
                          ? heading->anchor
                          : anchors_next(&builder->anchors, heading->text, builder->arena);
    return builder->anchor;
}

/* The section above one of this level: the last one of a lower level. */
static size_t parent_of(const struct outline *outline, uint8_t level)
{
    size_t parent = outline->n_sections - 1;
    while (parent > 0 && outline->sections[parent].level >= level)
        parent = outline->sections[parent].parent;
    return parent;
}

static void add_section(struct builder *builder, size_t index)
{
    struct outline *outline = builder->outline;
    const struct block *heading = &outline->markdown->blocks[index];
    struct outline_section *last = &outline->sections[outline->n_sections - 1];
    struct outline_section section = {.heading = heading,
                                      .title = outline_heading_title(heading),
                                      .anchor = next_anchor(builder, heading),
                                      .heading_index = index,
                                      .first = index + 1,
                                      .level = heading->level};
    section.is_remark = is_remark(section.title) && outline->n_sections > 1;
    if (section.is_remark)
        section.level = last->is_remark ? last->level : last->level + 1;
    section.parent = parent_of(outline, section.level);
    last->own_end = index;
    *ARENA_PUSH(builder->arena, outline->sections, outline->n_sections, builder->capacity) = section;
}

static void close_sections(struct outline *outline)
{
    const struct markdown *markdown = outline->markdown;
    outline->sections[outline->n_sections - 1].own_end = markdown->n_blocks;
    for (size_t i = outline->n_sections; i-- > 0;) {
        struct outline_section *section = &outline->sections[i];
        if (section->end < section->own_end)
            section->end = section->own_end;
        for (size_t b = section->first; b < section->own_end; b++)
            section->letters += outline_block_letters(&markdown->blocks[b]);
        if (i == 0)
            break;
        struct outline_section *parent = &outline->sections[section->parent];
        if (parent->end < section->end)
            parent->end = section->end;
        parent->letters += section->letters + letters_size(section->title);
    }
}

void outline_make(const struct markdown *markdown, struct text title, struct text path, struct arena *arena,
                  struct outline *ret)
{
    *ret = (struct outline){.markdown = markdown, .title = title};
    struct builder builder = {.outline = ret, .arena = arena, .anchor = {"", 0}};
    size_t heading = title_heading(markdown);
    bool is_head = heading != TEXT_NONE && heads_the_file(markdown, heading);
    if (title.size == 0 && heading != TEXT_NONE) {
        ret->title = outline_heading_title(&markdown->blocks[heading]);
        ret->is_title_apart = !is_head;
    }
    ret->is_title_given = ret->title.size > 0;
    if (ret->title.size == 0)
        ret->title = path_title(path, arena);
    struct outline_section file = {.title = ret->title, .anchor = {"", 0}};
    *ARENA_PUSH(arena, ret->sections, ret->n_sections, builder.capacity) = file;
    for (size_t i = 0; i < markdown->n_blocks; i++) {
        if (markdown->blocks[i].kind != BLOCK_HEADING)
            continue;
        if (is_head && i == heading) {
            ret->sections[0].heading = &markdown->blocks[i];
            ret->sections[0].heading_index = i;
            next_anchor(&builder, &markdown->blocks[i]);
        } else {
            add_section(&builder, i);
        }
    }
    close_sections(ret);
    find_recurring(ret, arena);
}

size_t outline_section_of(const struct outline *outline, size_t block, size_t hint)
{
    while (hint + 1 < outline->n_sections && outline->sections[hint + 1].heading_index <= block)
        hint++;
    return hint;
}

size_t outline_breadcrumbs(const struct outline *outline, size_t section, struct arena *arena,
                           struct text **ret)
{
    size_t n_above = 0;
    for (size_t i = section; i != 0; i = outline->sections[i].parent)
        n_above++;
    *ret = ARENA_NEW(arena, struct text, n_above + 1);
    size_t n = 0;
    bool has_file = section != 0 && !outline->is_title_apart && outline->title.size > 0;
    if (has_file)
        (*ret)[n++] = outline->title;
    size_t end = n + (n_above > 0 ? n_above - 1 : 0);
    n = end;
    for (size_t i = section == 0 ? 0 : outline->sections[section].parent; i != 0;
         i = outline->sections[i].parent)
        (*ret)[--n] = outline->sections[i].title;
    bool repeats = has_file && end > 1 && text_equal((*ret)[1], (*ret)[0]);
    if (repeats)
        memmove(*ret, *ret + 1, (end - 1) * sizeof **ret);
    return end - repeats;
}
