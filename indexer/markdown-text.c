/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown-text.h"

#include "indexer/markdown-strip.h"
#include "indexer/url.h"

#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

/* A soft break while the text is built; what becomes of it depends on both sides. */
#define SOFT_BREAK '\v'

void text_builder_init(struct text_builder *builder, struct arena *arena)
{
    *builder = (struct text_builder){.arena = arena};
    buffer_init(&builder->bytes, SIZE_MAX / 2);
    buffer_init(&builder->roles, SIZE_MAX / 2);
    buffer_init(&builder->moved, SIZE_MAX / 2);
}

void text_builder_clear(struct text_builder *builder)
{
    buffer_clear(&builder->bytes);
    buffer_clear(&builder->roles);
    buffer_clear(&builder->moved);
}

void text_builder_reset(struct text_builder *builder)
{
    buffer_reset(&builder->bytes);
    buffer_reset(&builder->roles);
    builder->links = NULL;
    builder->n_links = builder->link_capacity = 0;
}

void text_builder_add(struct text_builder *builder, struct text text, enum text_role role)
{
    buffer_append(&builder->bytes, text);
    char *roles = buffer_reserve(&builder->roles, text.size);
    if (text.size == 0 || roles == NULL)
        return;
    memset(roles, role, text.size);
    builder->roles.size += text.size;
}

void text_builder_soft_break(struct text_builder *builder)
{
    text_builder_add(builder, TEXT("\v"), ROLE_PROSE);
}

size_t text_builder_open_link(struct text_builder *builder, bool is_image, uint32_t line)
{
    size_t index = builder->n_links;
    struct link *link = ARENA_PUSH(builder->arena, builder->links, builder->n_links, builder->link_capacity);
    *link = (struct link){.start = (uint32_t)builder->bytes.size, .line = line, .is_image = is_image};
    return index;
}

void text_builder_close_link(struct text_builder *builder, size_t index, struct text url)
{
    struct link *link = &builder->links[index];
    link->end = (uint32_t)builder->bytes.size;
    link->url = url_clean(text_without_sentinels(url, builder->arena), builder->arena);
    struct text name = text_slice(buffer_text(&builder->bytes), link->start, link->end);
    link->is_bare = !link->is_image && text_equal(text_without_sentinels(name, builder->arena), link->url);
    if (link->is_bare)
        memset(builder->roles.bytes + link->start, ROLE_URL, link->end - link->start);
}

/* ---- sentinels ---- */

static char sentinel_byte(struct text text, size_t offset)
{
    if (text.size - offset < 3 || text.bytes[offset] != '\xEF' || text.bytes[offset + 1] != '\xB7')
        return '\0';
    switch ((unsigned char)text.bytes[offset + 2]) {
    case 0x90:
        return '\t';
    case 0x91:
        return '*';
    case 0x92:
        return '_';
    case 0x93:
        return '~';
    default:
        return '\0';
    }
}

struct text text_without_sentinels(struct text text, struct arena *arena)
{
    char *bytes = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = sentinel_byte(text, i);
        bytes[size++] = byte != '\0' ? byte : text.bytes[i];
        i += byte != '\0' ? 2 : 0;
    }
    bytes[size] = '\0';
    return text_from(bytes, size);
}

/* ---- bare addresses ---- */

static bool is_in_link(const struct text_builder *builder, size_t n_links, size_t offset)
{
    for (size_t i = n_links; i-- > 0;)
        if (builder->links[i].start <= offset)
            return offset < builder->links[i].end;
    return false;
}

static int compare_links(const void *a, const void *b)
{
    const struct link *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return left->end > right->end ? -1 : left->end < right->end;
}

static void add_bare_link(struct text_builder *builder, size_t start, size_t end, uint32_t line)
{
    struct text raw = text_slice(buffer_text(&builder->bytes), start, end);
    struct link link = {.url = url_clean(text_without_sentinels(raw, builder->arena), builder->arena),
                        .start = (uint32_t)start,
                        .end = (uint32_t)end,
                        .line = line,
                        .is_bare = true};
    *ARENA_PUSH(builder->arena, builder->links, builder->n_links, builder->link_capacity) = link;
    memset(builder->roles.bytes + start, ROLE_URL, end - start);
}

static void find_bare_links(struct text_builder *builder, uint32_t line)
{
    struct text text = buffer_text(&builder->bytes);
    size_t n_links = builder->n_links, n_passed = 0;
    for (size_t at = 0; at < text.size; at++) {
        line += text.bytes[at] == SOFT_BREAK || text.bytes[at] == '\n';
        while (n_passed < n_links && builder->links[n_passed].start <= at)
            n_passed++;
        if ((text.bytes[at] | 0x20) != 'h' || builder->roles.bytes[at] != ROLE_PROSE ||
            is_in_link(builder, n_passed, at))
            continue;
        if (at > 0 && u_isalnum((unsigned char)text.bytes[at - 1]) &&
            (unsigned char)text.bytes[at - 1] < 0x80)
            continue;
        size_t end = url_bare_end(text, at);
        if (end > at) {
            add_bare_link(builder, at, end, line);
            at = end - 1;
        }
    }
    if (builder->n_links > n_links)
        qsort(builder->links, builder->n_links, sizeof *builder->links, compare_links);
}

/* ---- what cmark left of emphasis ---- */

static bool is_prose(const struct text_builder *builder, size_t offset)
{
    return builder->roles.bytes[offset] == ROLE_PROSE;
}

static size_t run_size(const struct text_builder *builder, size_t offset)
{
    const struct buffer *bytes = &builder->bytes;
    size_t end = offset;
    while (end < bytes->size && bytes->bytes[end] == bytes->bytes[offset] && is_prose(builder, end))
        end++;
    return end - offset;
}

/* The code points on both sides of [start, end); a space for the ends of the text. */
static void neighbours(struct text text, size_t start, size_t end, uint32_t *ret_before, uint32_t *ret_behind)
{
    *ret_before = start > 0 ? text_previous_code_point(text, &start) : ' ';
    *ret_behind = end < text.size ? text_next_code_point(text, &end) : ' ';
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == SOFT_BREAK || c == 0xA0 || c == 0xFDD0;
}

static bool is_ascii_alnum(uint32_t c)
{
    return c < 0x80 && u_isalnum((UChar32)c);
}

struct leftovers {
    size_t n_underscores, n_single_stars; /* runs */
    size_t n_stars;                       /* runs of two or more, outside words, that are still to come */
    size_t n_stars_open;                  /* of those passed, the ones not closed */
    size_t n_tilde_openings, n_tilde_closings;
    bool has_cjk_star; /* a '*' that is emphasis but for the letter it touches */
};

static bool is_cjk_emphasis(uint32_t before, uint32_t behind)
{
    bool is_closing =
        before > ' ' && u_ispunct((UChar32)before) && behind >= 0x1100 && u_isalpha((UChar32)behind);
    bool is_opening =
        before >= 0x1100 && u_isalpha((UChar32)before) && behind > ' ' && u_ispunct((UChar32)behind);
    return is_closing || is_opening;
}

static struct leftovers count_leftovers(const struct text_builder *builder)
{
    struct leftovers found = {0};
    struct text text = buffer_text(&builder->bytes);
    for (size_t at = 0; at < text.size;) {
        char byte = text.bytes[at];
        if ((byte != '*' && byte != '_' && byte != '~') || !is_prose(builder, at)) {
            at++;
            continue;
        }
        size_t size = run_size(builder, at);
        uint32_t before, behind;
        neighbours(text, at, at + size, &before, &behind);
        bool is_in_word = is_ascii_alnum(before) && is_ascii_alnum(behind);
        found.n_stars += byte == '*' && size >= 2 && !is_in_word;
        found.n_single_stars += byte == '*' && size == 1;
        found.has_cjk_star =
            found.has_cjk_star || (byte == '*' && size == 1 && is_cjk_emphasis(before, behind));
        found.n_underscores += byte == '_' && size >= 2;
        found.n_tilde_openings += byte == '~' && size == 2 && !is_blank(behind);
        found.n_tilde_closings += byte == '~' && size == 2 && !is_blank(before);
        at += size;
    }
    return found;
}

/* A run of '*' outside a word that cmark left: the start or the end of what should be bold. "a ** b" is neither, nor
 * is "**kwargs" when nothing follows that could be its end. */
static bool is_leftover_strong(struct leftovers *found, uint32_t before, uint32_t behind, bool is_apart)
{
    found->n_stars--;
    if (found->n_stars_open > 0 && (is_apart || !is_blank(before))) {
        found->n_stars_open--;
        return true;
    }
    if (is_apart || (found->n_stars == 0 && is_ascii_alnum(behind)))
        return false;
    found->n_stars_open += !is_blank(behind);
    return true;
}

/* "2**10" and "foo__bar" are meant; "**크다(big)**는" is not. */
static bool is_leftover(struct leftovers *found, struct text text, size_t at, size_t size)
{
    uint32_t before, behind;
    neighbours(text, at, at + size, &before, &behind);
    bool is_at_edge = at == 0 || at + size == text.size;
    bool is_apart = is_blank(before) && is_blank(behind) && !is_at_edge;
    if (is_ascii_alnum(before) && is_ascii_alnum(behind))
        return false;
    switch (text.bytes[at]) {
    case '*':
        if (size == 1)
            return found->has_cjk_star && found->n_single_stars >= 2 && !is_apart;
        return is_leftover_strong(found, before, behind, is_apart);
    case '_':
        return size >= 2 && found->n_underscores >= 2 && !is_apart;
    case '~':
        return size == 2 && found->n_tilde_openings > 0 && found->n_tilde_closings > 0 && !is_apart;
    default:
        return false;
    }
}

/* ---- tidying ---- */

/* Scripts written without spaces, and their punctuation. */
static bool joins_lines(uint32_t c)
{
    if (c < 0x2E80)
        return false;
    if ((c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF))
        return true;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
}

struct tidy {
    struct text text; /* as it was built */
    char *out;
    size_t size;
    size_t written_at; /* where the last code point went, behind the space that came with it */
    uint32_t *moved;   /* where each byte went, with one more for the end */
    bool wants_space, wants_cell, has_soft_break;
};

static void put_space(struct tidy *tidy, uint32_t next)
{
    if (!tidy->wants_space && !tidy->wants_cell)
        return;
    bool is_start = tidy->size == 0 || tidy->out[tidy->size - 1] == '\n';
    if (tidy->wants_cell) {
        if (tidy->size > 0)
            tidy->out[tidy->size++] = '\t';
    } else if (!is_start && tidy->out[tidy->size - 1] != '\t') {
        size_t end = tidy->size;
        struct text written = text_from(tidy->out, tidy->size);
        bool is_joined =
            tidy->has_soft_break && joins_lines(text_previous_code_point(written, &end)) && joins_lines(next);
        if (!is_joined)
            tidy->out[tidy->size++] = ' ';
    }
    tidy->wants_space = tidy->wants_cell = tidy->has_soft_break = false;
}

static void put_newline(struct tidy *tidy)
{
    tidy->wants_space = tidy->has_soft_break = false;
    if (tidy->size > 0 && tidy->out[tidy->size - 1] != '\n')
        tidy->out[tidy->size++] = '\n';
}

static bool is_dropped(uint32_t c)
{
    return c == 0x200B || c == 0xFEFF || c == 0x00AD || c == 0x2060;
}

static void put_code_point(struct tidy *tidy, size_t start, size_t end, uint32_t c)
{
    char meant = sentinel_byte(tidy->text, start);
    put_space(tidy, c);
    tidy->written_at = tidy->size;
    if (meant != '\0')
        tidy->out[tidy->size++] = meant;
    else
        while (start < end)
            tidy->out[tidy->size++] = tidy->text.bytes[start++];
}

static void put_prose(struct tidy *tidy, size_t start, size_t end, uint32_t c)
{
    if (sentinel_byte(tidy->text, start) == '\t') {
        if (tidy->wants_cell) /* the cell between is empty */
            put_space(tidy, ' ');
        tidy->wants_cell = true;
    } else if (c == '\n') {
        put_newline(tidy);
    } else if (is_blank(c)) {
        tidy->has_soft_break = c == SOFT_BREAK || tidy->has_soft_break;
        tidy->wants_space = true;
    } else if (!is_dropped(c)) {
        put_code_point(tidy, start, end, c);
    }
}

static void tidy_text(struct tidy *tidy, const struct text_builder *builder)
{
    struct leftovers found = count_leftovers(builder);
    for (size_t at = 0; at < tidy->text.size;) {
        size_t start = at;
        bool prose = is_prose(builder, at);
        size_t run = prose && strchr("*_~", tidy->text.bytes[at]) != NULL ? run_size(builder, at) : 0;
        tidy->written_at = tidy->size;
        if (run > 0 && is_leftover(&found, tidy->text, at, run)) {
            at += run;
        } else {
            uint32_t c = text_next_code_point(tidy->text, &at);
            if (prose)
                put_prose(tidy, start, at, c);
            else
                put_code_point(tidy, start, at, c);
        }
        while (start < at)
            tidy->moved[start++] = (uint32_t)tidy->written_at;
    }
    tidy->moved[tidy->text.size] = (uint32_t)tidy->size;
}

static uint32_t moved_to(const struct tidy *tidy, uint32_t offset)
{
    return tidy->moved[offset] < tidy->size ? tidy->moved[offset] : (uint32_t)tidy->size;
}

static void move_links(struct text_builder *builder, const struct tidy *tidy, struct text text)
{
    for (size_t i = 0; i < builder->n_links; i++) {
        struct link *link = &builder->links[i];
        link->start = moved_to(tidy, link->start);
        link->end = moved_to(tidy, link->end);
        while (link->start < link->end && strchr(" \t\n", text.bytes[link->start]) != NULL)
            link->start++;
        while (link->end > link->start && strchr(" \t\n", text.bytes[link->end - 1]) != NULL)
            link->end--;
        if (!link->is_bare)
            link->name = text_slice(text, link->start, link->end);
    }
}

static void drop_links_nowhere(struct text_builder *builder)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < builder->n_links; i++)
        if (builder->links[i].url.size > 0)
            builder->links[n_kept++] = builder->links[i];
    builder->n_links = n_kept;
}

void text_builder_finish(struct text_builder *builder, uint32_t line, struct block *block)
{
    find_bare_links(builder, line);
    struct tidy tidy = {.text = buffer_text(&builder->bytes)};
    tidy.out = arena_alloc(builder->arena, tidy.text.size + 1);
    buffer_reset(&builder->moved);
    tidy.moved =
        (uint32_t *)(void *)buffer_reserve(&builder->moved, (tidy.text.size + 1) * sizeof *tidy.moved);
    tidy_text(&tidy, builder);
    while (tidy.size > 0 && strchr(" \t\n", tidy.out[tidy.size - 1]) != NULL)
        tidy.size--;
    tidy.out[tidy.size] = '\0';
    block->text = text_from(tidy.out, tidy.size);
    move_links(builder, &tidy, block->text);
    drop_links_nowhere(builder);
    block->links = builder->links;
    block->n_links = builder->n_links;
}
