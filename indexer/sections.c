/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sections.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "indexer/anchor.h"
#include "indexer/letters.h"

#include <unicode/uchar.h>

struct writer {
    const struct outline *outline;
    enum language declared;
    struct arena *arena;
    struct unit_list *list;
    struct anchors keys;
    /* headings without text, for the next unit */
    size_t *waiting;
    size_t n_waiting, waiting_capacity;
    uint32_t waiting_line; /* the first line that belongs to the next unit, or 0 */
    /* the unit being written */
    struct buffer text;
    struct span *spans;
    size_t n_spans, span_capacity;
    struct letters letters;
    uint32_t line, last_line;
    enum block_kind last_kind;
};

/* ---- text and spans ---- */

static void add_span(struct writer *writer, size_t start, size_t end, enum span_kind kind, struct text anchor)
{
    *ARENA_PUSH(writer->arena, writer->spans, writer->n_spans, writer->span_capacity) =
        (struct span){(uint32_t)start, (uint32_t)end, kind, anchor};
}

static void cover_lines(struct writer *writer, uint32_t first, uint32_t last)
{
    if (writer->line == 0 || first < writer->line)
        writer->line = first;
    if (last > writer->last_line)
        writer->last_line = last;
}

static void separate(struct writer *writer, enum block_kind kind)
{
    if (writer->text.size == 0)
        return;
    bool is_close = kind == writer->last_kind && (kind == BLOCK_ITEM || kind == BLOCK_TABLE_ROW);
    buffer_append_string(&writer->text, is_close ? "\n" : "\n\n");
}

/* Letters of [start, end) of a block, without those of addresses. */
static void count_prose(struct writer *writer, const struct block *block, size_t start, size_t end)
{
    size_t from = start;
    for (size_t i = 0; i < block->n_links; i++) {
        const struct link *link = &block->links[i];
        if (!link->is_bare || link->start < from || link->end > end)
            continue;
        letters_count(&writer->letters, text_slice(block->text, from, link->start));
        from = link->end;
    }
    letters_count(&writer->letters, text_slice(block->text, from, end));
}

/* One address may hold another: `[![https://a](b)](https://a)`. */
static void add_address_spans(struct writer *writer, const struct block *block, size_t start, size_t end,
                              size_t offset)
{
    size_t covered = start;
    for (size_t i = 0; i < block->n_links; i++) {
        const struct link *link = &block->links[i];
        if (!link->is_bare || link->start < covered || link->start >= end || link->end == link->start)
            continue;
        covered = link->end < end ? link->end : end;
        add_span(writer, offset + link->start - start, offset + covered - start, SPAN_URL, text_from("", 0));
    }
}

/* Add [start, end) of a block's text. */
static void add_piece(struct writer *writer, const struct block *block, size_t start, size_t end)
{
    if (start == end)
        return;
    separate(writer, block->kind);
    size_t offset = writer->text.size;
    buffer_append(&writer->text, text_slice(block->text, start, end));
    if (block->kind == BLOCK_CODE) {
        add_span(writer, offset, writer->text.size, SPAN_CODE, text_from("", 0));
    } else {
        add_address_spans(writer, block, start, end, offset);
        count_prose(writer, block, start, end);
    }
    writer->last_kind = block->kind;
    cover_lines(writer, block->line, block->last_line);
}

static void add_heading(struct writer *writer, const struct outline_section *section)
{
    separate(writer, BLOCK_HEADING);
    size_t offset = writer->text.size;
    buffer_append(&writer->text, section->heading->text);
    add_span(writer, offset, writer->text.size, SPAN_HEADING, section->anchor);
    letters_count(&writer->letters, section->heading->text);
    writer->last_kind = BLOCK_HEADING;
    cover_lines(writer, section->heading->line, section->heading->last_line);
}

/* ---- units ---- */

static void begin_unit(struct writer *writer)
{
    buffer_reset(&writer->text);
    writer->spans = NULL;
    writer->n_spans = writer->span_capacity = 0;
    writer->letters = (struct letters){0};
    writer->line = writer->waiting_line;
    writer->last_line = 0;
    writer->waiting_line = 0;
    for (size_t i = 0; i < writer->n_waiting; i++)
        add_heading(writer, &writer->outline->sections[writer->waiting[i]]);
    writer->n_waiting = 0;
}

/* "" for the opening; the anchor, else what would be the anchor; numbered where the file has it twice. */
static struct text section_key(struct writer *writer, size_t index, size_t part)
{
    const struct outline_section *section = &writer->outline->sections[index];
    struct text base = text_from("", 0);
    if (index > 0) {
        bool has_own = section->anchor.size > 0 && !section->heading->implied;
        base = has_own ? section->anchor : anchor_of(section->title, writer->arena);
        if (base.size == 0)
            base = TEXT("-");
    }
    if (part > 0)
        base = arena_printf(writer->arena, "%.*s#%zu", TEXT_PRINTF(base), part + 1);
    return anchors_unique(&writer->keys, base, writer->arena);
}

static void finish_unit(struct writer *writer, size_t index, size_t part)
{
    const struct outline_section *section = &writer->outline->sections[index];
    struct unit unit = {.kind = UNIT_SECTION,
                        .title = section->title,
                        .anchor = section->anchor,
                        .url = {"", 0},
                        .date = {"", 0},
                        .spans = writer->spans,
                        .n_spans = writer->n_spans};
    unit.n_breadcrumbs = outline_breadcrumbs(writer->outline, index, writer->arena, &unit.breadcrumbs);
    unit.key = section_key(writer, index, part);
    unit.text = arena_copy(writer->arena, buffer_text(&writer->text));
    letters_count(&writer->letters, section->title);
    unit.language = letters_language(&writer->letters, writer->declared);
    if (section->heading != NULL && part == 0)
        cover_lines(writer, section->heading->line, section->heading->last_line);
    unit.line = writer->line > 0 ? writer->line : 1;
    unit.last_line = writer->last_line > unit.line ? writer->last_line : unit.line;
    *ARENA_PUSH(writer->arena, writer->list->units, writer->list->n_units, writer->list->capacity) = unit;
}

/* ---- cutting ---- */

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x2026 ||
           c == '\n';
}

/* Offset at or below `limit` behind the last sentence of [start, limit), else behind a blank, else `limit`. In code,
 * behind a line. */
static size_t good_cut(const struct block *block, size_t start, size_t limit)
{
    struct text text = block->text;
    size_t lowest = start + (limit - start) / 2, blank = 0;
    for (size_t at = limit; at > lowest;) {
        size_t end = at;
        uint32_t c = text_previous_code_point(text, &at);
        char next = end < text.size ? text.bytes[end] : ' ';
        bool is_end = block->kind == BLOCK_CODE ? c == '\n' : ends_sentence(c);
        if (is_end && (c >= 0x80 || c == '\n' || next == ' ' || next == '\n'))
            return end;
        if (blank == 0 && (c == ' ' || c == '\t' || c == '\n'))
            blank = end;
    }
    return blank > 0 ? blank : limit;
}

/* Offset in the text of a block behind `letters` letters from `start`. */
static size_t behind_letters(const struct block *block, size_t start, size_t letters)
{
    size_t weight = block->kind == BLOCK_CODE ? 1 : 3, counted = 0, at = start;
    while (at < block->text.size && counted < letters * 3) {
        uint32_t c = text_next_code_point(block->text, &at);
        counted += u_isalnum((UChar32)c) ? weight : 0;
    }
    return at;
}

static struct text slice_trimmed(struct text text, size_t *start, size_t *end)
{
    while (*start < *end && strchr(" \t\n", text.bytes[*start]) != NULL)
        (*start)++;
    while (*end > *start && strchr(" \t\n", text.bytes[*end - 1]) != NULL)
        (*end)--;
    return text_slice(text, *start, *end);
}

/* A block that alone is too long, as one unit after another; the last one is left open. */
static void add_long_block(struct writer *writer, const struct block *block, size_t index, size_t *part)
{
    for (size_t start = 0; start < block->text.size;) {
        size_t end = behind_letters(block, start, UNIT_TARGET_LETTERS);
        end = end < block->text.size ? good_cut(block, start, end) : end;
        size_t from = start, to = end;
        if (slice_trimmed(block->text, &from, &to).size > 0)
            add_piece(writer, block, from, to);
        start = end;
        if (start < block->text.size && writer->text.size > 0) {
            finish_unit(writer, index, (*part)++);
            begin_unit(writer);
        }
    }
}

static bool is_title_of_file(const struct outline *outline, size_t block)
{
    const struct outline_section *file = &outline->sections[0];
    return file->heading != NULL && file->heading_index == block;
}

/* The heading that gave the file its title is not repeated in its text; one that front matter overruled is. */
static bool is_title_shown(const struct outline *outline)
{
    struct text heading = outline_heading_title(outline->sections[0].heading);
    return !text_equal_ascii_case(text_trim(heading), text_trim(outline->title));
}

static size_t own_letters(const struct outline *outline, const struct outline_section *section)
{
    size_t letters = 0;
    for (size_t i = section->first; i < section->own_end; i++)
        if (!is_title_of_file(outline, i))
            letters += outline_block_letters(&outline->markdown->blocks[i]);
    return letters;
}

/* The own text of a section, in as many parts as it needs. */
static void write_own(struct writer *writer, size_t index)
{
    const struct outline *outline = writer->outline;
    const struct outline_section *section = &outline->sections[index];
    size_t total = own_letters(outline, section);
    size_t n_parts = (total + UNIT_TARGET_LETTERS - 1) / UNIT_TARGET_LETTERS;
    size_t target = n_parts > 1 ? total / n_parts : UNIT_TARGET_LETTERS;
    size_t part = 0, written = 0;
    begin_unit(writer);
    for (size_t i = section->first; i < section->own_end; i++) {
        const struct block *block = &outline->markdown->blocks[i];
        if (is_title_of_file(outline, i)) {
            if (is_title_shown(outline))
                add_heading(writer, section);
            continue;
        }
        size_t letters = outline_block_letters(block);
        bool is_full = written > 0 && (written >= target || written + letters > UNIT_TARGET_LETTERS);
        if (is_full && writer->text.size > 0 && block->text.size > 0) {
            finish_unit(writer, index, part++);
            begin_unit(writer);
            written = 0;
        }
        if (letters > UNIT_TARGET_LETTERS)
            add_long_block(writer, block, index, &part);
        else
            add_piece(writer, block, 0, block->text.size);
        written += letters;
    }
    if (writer->text.size > 0)
        finish_unit(writer, index, part);
}

/* ---- the tree ---- */

static size_t next_sibling(const struct outline *outline, size_t index)
{
    size_t end = outline->sections[index].end;
    while (++index < outline->n_sections && outline->sections[index].heading_index < end)
        ;
    return index;
}

static bool has_own_text(const struct outline *outline, size_t index)
{
    const struct outline_section *section = &outline->sections[index];
    for (size_t i = section->first; i < section->own_end; i++)
        if (outline->markdown->blocks[i].text.size > 0 &&
            (!is_title_of_file(outline, i) || is_title_shown(outline)))
            return true;
    return false;
}

static bool has_text(const struct outline *outline, size_t index)
{
    size_t end = next_sibling(outline, index);
    for (; index < end; index++)
        if (has_own_text(outline, index))
            return true;
    return false;
}

static void wait(struct writer *writer, size_t index)
{
    *ARENA_PUSH(writer->arena, writer->waiting, writer->n_waiting, writer->waiting_capacity) = index;
}

/* The first of several headings at the top gave the file its title, and would begin the file's only unit. */
static bool repeats_title(const struct outline *outline, size_t index)
{
    return index == 1 && outline->is_title_apart && outline->sections[1].heading_index == 0 &&
           text_equal(outline->sections[1].title, outline->title);
}

/* A section and all below it as one unit. */
static void write_whole(struct writer *writer, size_t index)
{
    const struct outline *outline = writer->outline;
    size_t end = next_sibling(outline, index);
    begin_unit(writer);
    for (size_t i = index; i < end; i++) {
        const struct outline_section *section = &outline->sections[i];
        if (repeats_title(outline, i))
            cover_lines(writer, section->heading->line, section->heading->last_line);
        else if (i > index)
            add_heading(writer, section);
        for (size_t b = section->first; b < section->own_end; b++) {
            const struct block *block = &outline->markdown->blocks[b];
            if (!is_title_of_file(outline, b))
                add_piece(writer, block, 0, block->text.size);
            else if (is_title_shown(outline))
                add_heading(writer, section);
        }
    }
    finish_unit(writer, index, 0);
}

static void write_section(struct writer *writer, size_t index);

static void write_cut(struct writer *writer, size_t index)
{
    const struct outline *outline = writer->outline;
    size_t end = next_sibling(outline, index);
    if (has_own_text(outline, index))
        write_own(writer, index);
    else if (writer->waiting_line == 0 && outline->sections[index].heading != NULL)
        writer->waiting_line = outline->sections[index].heading->line;
    for (size_t i = index + 1; i < end; i = next_sibling(outline, i))
        write_section(writer, i);
}

/* Levels are at most 8, so recursion is shallow. */
static void write_section(struct writer *writer, size_t index)
{
    const struct outline *outline = writer->outline;
    if (!has_text(outline, index)) {
        size_t end = next_sibling(outline, index);
        for (size_t i = index > 0 ? index : 1; i < end; i++)
            wait(writer, i);
    } else if (outline->sections[index].letters <= UNIT_TARGET_LETTERS) {
        write_whole(writer, index);
    } else {
        write_cut(writer, index);
    }
}

/* Headings after which nothing came, at the end of the last unit; a file of headings only is one unit of them. */
static void join_waiting_to_last(struct writer *writer)
{
    if (writer->n_waiting == 0)
        return;
    struct unit_list *list = writer->list;
    struct unit *last = list->n_units > 0 ? &list->units[list->n_units - 1] : NULL;
    size_t n_waiting = writer->n_waiting;
    writer->n_waiting = 0;
    begin_unit(writer);
    if (last != NULL) {
        buffer_append(&writer->text, last->text);
        for (size_t i = 0; i < last->n_spans; i++)
            *ARENA_PUSH(writer->arena, writer->spans, writer->n_spans, writer->span_capacity) =
                last->spans[i];
    }
    for (size_t i = 0; i < n_waiting; i++)
        add_heading(writer, &writer->outline->sections[writer->waiting[i]]);
    if (last == NULL) {
        finish_unit(writer, 0, 0);
        return;
    }
    last->text = arena_copy(writer->arena, buffer_text(&writer->text));
    last->spans = writer->spans;
    last->n_spans = writer->n_spans;
    last->last_line = writer->last_line;
}

void sections_make(const struct outline *outline, enum language declared, struct arena *arena,
                   struct unit_list *ret)
{
    struct writer writer = {.outline = outline, .declared = declared, .arena = arena, .list = ret};
    buffer_init(&writer.text, SIZE_MAX / 2);
    write_section(&writer, 0);
    join_waiting_to_last(&writer);
    if (ret->n_units == 0 && outline->is_title_given) {
        begin_unit(&writer);
        finish_unit(&writer, 0, 0);
    }
    buffer_clear(&writer.text);
}
