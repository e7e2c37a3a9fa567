/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/document.h"

#include "indexer/entries.h"
#include "indexer/letters.h"
#include "indexer/outline.h"
#include "indexer/sections.h"
#include "indexer/url.h"
#include "indexer/walk.h"

enum { TITLE_MAX_BYTES = 1000 };

struct maker {
    const struct source *source;
    const struct document_options *options;
    struct arena *arena;
    struct document *document;
    struct front_matter matter;
    enum language declared;
    struct unit_list list;
    size_t tag_capacity, other_title_capacity, problem_capacity;
};

struct text document_url_key(struct text url, struct text path, struct arena *arena)
{
    return url_key(url, path, arena);
}

/* ---- dates ---- */

/* Digits at the start of `rest`, cut off; how many there were. */
static size_t take_number(struct text *rest, unsigned *ret)
{
    size_t size = 0;
    *ret = 0;
    while (size < rest->size && size < 9 && rest->bytes[size] >= '0' && rest->bytes[size] <= '9')
        *ret = *ret * 10 + (unsigned)(rest->bytes[size++] - '0');
    *rest = text_skip(*rest, size);
    return size;
}

static bool take_date_separator(struct text *rest)
{
    static const char *const separators[] = {"-", "/", ". ", ".", "년 ", "년", "월 ", "월", "年", "月"};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        struct text separator = text_of(separators[i]);
        if (text_starts_with(*rest, separator)) {
            *rest = text_skip(*rest, separator.size);
            return true;
        }
    }
    return false;
}

struct text document_date(struct text value, struct arena *arena)
{
    unsigned year, month, day;
    struct text rest = text_trim(value);
    if (take_number(&rest, &year) != 4 || !take_date_separator(&rest) || take_number(&rest, &month) == 0 ||
        !take_date_separator(&rest))
        return text_from("", 0);
    size_t day_digits = take_number(&rest, &day);
    if (day_digits == 0 || day_digits > 2 || month < 1 || month > 12 || day < 1 || day > 31)
        return text_from("", 0);
    return arena_printf(arena, "%04u-%02u-%02u", year, month, day);
}

/* "_posts/2024-08-26-제목.md", "blog/2024/08/26/제목.md" */
static struct text path_date(struct text path, struct arena *arena)
{
    for (size_t at = 0; at < path.size; at++) {
        bool is_start = at == 0 || path.bytes[at - 1] == '/';
        struct text date = is_start ? document_date(text_skip(path, at), arena) : text_from("", 0);
        if (date.size > 0)
            return date;
    }
    return text_from("", 0);
}

/* ---- front matter ---- */

static struct text matter_value(const struct maker *maker, const char *keys)
{
    const struct matter_field *field = front_matter_get(&maker->matter, keys);
    return field != NULL ? field->value : text_from("", 0);
}

static bool is_excluded(const struct front_matter *matter)
{
    return front_matter_is_true(matter, "draft") || front_matter_is_false(matter, "published") ||
           front_matter_is_true(matter, "unlisted") || front_matter_is_false(matter, "search") ||
           front_matter_is_false(matter, "pagefind");
}

static void add_tag(struct maker *maker, struct text tag)
{
    struct document *document = maker->document;
    tag = text_trim(tag);
    for (size_t i = 0; i < document->n_tags; i++)
        if (text_equal_ascii_case(document->tags[i], tag))
            return;
    if (tag.size > 0)
        *ARENA_PUSH(maker->arena, document->tags, document->n_tags, maker->tag_capacity) = tag;
}

static bool is_tag_key(struct text key)
{
    static const char *const keys[] = {"tags", "tag", "categories", "category", "keywords", "topics"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (text_equal(key, text_of(keys[i])))
            return true;
    return false;
}

/* A list has a field for each item; a scalar may be "수학, PyTorch". */
static void read_tags(struct maker *maker)
{
    for (size_t i = 0; i < maker->matter.n_fields; i++) {
        struct text rest = maker->matter.fields[i].value, tag;
        while (is_tag_key(maker->matter.fields[i].key) && text_next_field(&rest, ',', &tag))
            add_tag(maker, tag);
    }
}

static bool is_other_title_key(struct text key)
{
    static const char *const keys[] = {"aliases",  "alias",     "originaltitle", "original_title",
                                       "subtitle", "linktitle", "sidebar_label", "title_en",
                                       "title_ko", "title_zh",  "english_title"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (text_equal(key, text_of(keys[i])))
            return true;
    return text_starts_with(key, TEXT("title."));
}

/* Aliases are often old addresses, which are no titles. */
static bool is_address(struct text value)
{
    return value.size > 0 &&
           (value.bytes[0] == '/' || value.bytes[0] == '.' || url_kind_of(value) == URL_ABSOLUTE);
}

static void read_other_titles(struct maker *maker)
{
    struct document *document = maker->document;
    for (size_t i = 0; i < maker->matter.n_fields; i++) {
        const struct matter_field *field = &maker->matter.fields[i];
        if (!is_other_title_key(field->key) || field->value.size == 0 || is_address(field->value) ||
            text_equal(field->value, document->title))
            continue;
        *ARENA_PUSH(maker->arena, document->other_titles, document->n_other_titles,
                    maker->other_title_capacity) = field->value;
    }
}

static void add_problems(struct maker *maker, const struct problem *problems, size_t n_problems)
{
    struct document *document = maker->document;
    for (size_t i = 0; i < n_problems; i++)
        *ARENA_PUSH(maker->arena, document->problems, document->n_problems, maker->problem_capacity) =
            problems[i];
}

static enum language declared_language(const struct maker *maker, struct text of_file)
{
    enum language language = language_from_code(of_file);
    if (language == LANGUAGE_NONE)
        language = letters_path_language(maker->source->path);
    return language != LANGUAGE_NONE ? language : maker->options->language;
}

static struct text limited(struct text title)
{
    title = text_trim(title);
    return text_slice(
        title, 0, text_floor_code_point(title, title.size < TITLE_MAX_BYTES ? title.size : TITLE_MAX_BYTES));
}

static void read_matter(struct maker *maker)
{
    struct document *document = maker->document;
    front_matter_parse(maker->source, maker->arena, &maker->matter);
    add_problems(maker, &maker->matter.problem, maker->matter.has_problem);
    maker->declared = declared_language(maker, matter_value(maker, "lang|language|locale"));
    document->title = limited(matter_value(maker, "title"));
    document->description = matter_value(maker, "description|summary|excerpt");
    document->is_excluded = is_excluded(&maker->matter);
    document->date = document_date(
        matter_value(maker, "date|publishdate|published_at|created|lastmod|updated|last_update"),
        maker->arena);
    if (document->date.size == 0)
        document->date = path_date(maker->source->path, maker->arena);
    read_tags(maker);
    read_other_titles(maker);
}

/* ---- articles ---- */

static unsigned flags_of(struct text path)
{
    struct text ending = path.size > 4 ? text_skip(path, path.size - 4) : path;
    if (text_equal_ascii_case(ending, TEXT(".mdx")))
        return MARKDOWN_MDX;
    return walk_kind_of(path) == WALK_TEXT ? MARKDOWN_TEXT : 0;
}

/* Of all text outside code and addresses. */
static enum language language_of_blocks(const struct markdown *markdown, struct text title,
                                        enum language declared)
{
    struct letters letters = {0};
    letters_count(&letters, title);
    for (size_t i = 0; i < markdown->n_blocks; i++) {
        const struct block *block = &markdown->blocks[i];
        size_t from = 0;
        if (block->kind == BLOCK_CODE)
            continue;
        for (size_t k = 0; k < block->n_links; k++) {
            if (!block->links[k].is_bare || block->links[k].start < from)
                continue;
            letters_count(&letters, text_slice(block->text, from, block->links[k].start));
            from = block->links[k].end;
        }
        letters_count(&letters, text_skip(block->text, from));
    }
    return letters_language(&letters, declared);
}

static enum language or_english(enum language language, enum language declared)
{
    if (language != LANGUAGE_NONE)
        return language;
    return declared != LANGUAGE_NONE ? declared : LANGUAGE_EN;
}

static struct entry_file entry_file_of(const struct maker *maker)
{
    const struct document *document = maker->document;
    return (struct entry_file){document->path, maker->declared,  document->language,
                               document->tags, document->n_tags, document->date};
}

static void make_article(struct maker *maker)
{
    struct document *document = maker->document;
    struct markdown markdown;
    struct outline outline;
    read_matter(maker);
    if (document->is_excluded)
        return;
    markdown_parse(maker->source, maker->matter.body_start, flags_of(maker->source->path), maker->arena,
                   &markdown);
    outline_make(&markdown, document->title, document->path, maker->arena, &outline);
    document->title = limited(outline.title);
    document->language =
        or_english(language_of_blocks(&markdown, outline.is_title_given ? document->title : text_from("", 0),
                                      maker->declared),
                   maker->declared);
    sections_make(&outline, maker->declared, maker->arena, &maker->list);
    struct entry_file file = entry_file_of(maker);
    entries_make(&outline, &file, maker->arena, &maker->list);
}

/* ---- catalogs ---- */

static enum language language_of_items(const struct catalog *catalog, enum language declared)
{
    struct letters letters = {0};
    letters_count(&letters, catalog->title);
    for (size_t i = 0; i < catalog->n_items; i++) {
        letters_count(&letters, item_get(&catalog->items[i], "title"));
        letters_count(&letters, item_get(&catalog->items[i], "description"));
    }
    return letters_language(&letters, declared);
}

static void make_catalog(struct maker *maker)
{
    struct document *document = maker->document;
    struct catalog catalog;
    catalog_parse(maker->source, maker->arena, &catalog);
    add_problems(maker, catalog.problems, catalog.n_problems);
    maker->declared = declared_language(maker, catalog.language);
    document->title = limited(catalog.title);
    document->language = or_english(language_of_items(&catalog, maker->declared), maker->declared);
    struct entry_file file = entry_file_of(maker);
    entries_of_catalog(&catalog, document->title, &file, maker->arena, &maker->list);
}

/* ---- both ---- */

/* Sections have what the file has; entries have it of their places. */
static void share_with_sections(struct maker *maker)
{
    struct document *document = maker->document;
    document->units = maker->list.units;
    document->n_units = maker->list.n_units;
    for (size_t i = 0; i < document->n_units; i++) {
        struct unit *unit = &document->units[i];
        if (unit->kind != UNIT_SECTION)
            continue;
        unit->title = limited(unit->title);
        if (unit->language == LANGUAGE_NONE)
            unit->language = document->language;
        unit->date = document->date;
        unit->tags = document->tags;
        unit->n_tags = document->n_tags;
    }
}

void document_make(const struct source *source, const struct document_options *options, struct arena *arena,
                   struct document *ret)
{
    struct maker maker = {.source = source, .options = options, .arena = arena, .document = ret};
    *ret = (struct document){.path = source->path,
                             .title = {"", 0},
                             .description = {"", 0},
                             .date = {"", 0},
                             .language = LANGUAGE_EN};
    if (walk_kind_of(source->path) == WALK_YAML)
        make_catalog(&maker);
    else
        make_article(&maker);
    share_with_sections(&maker);
}
