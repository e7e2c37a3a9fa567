/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/entries.h"

#include "indexer/entry.h"
#include "indexer/generic-name.h"
#include "indexer/letters.h"
#include "indexer/url.h"

struct catalog_reader {
    const struct catalog *catalog;
    struct text title;
    const struct entry_file *file;
    struct arena *arena;
    struct entry_candidates found;
};

/* The language of "title.ko", or LANGUAGE_NONE for "title" itself; false for other keys. */
static bool is_title_key(struct text key, enum language *ret)
{
    *ret = LANGUAGE_NONE;
    if (text_equal(key, TEXT("title")))
        return true;
    if (!text_starts_with(key, TEXT("title.")))
        return false;
    *ret = language_from_code(text_skip(key, 6));
    return *ret != LANGUAGE_NONE;
}

/* The description in the language of the title, else the one without a language, else none. */
static struct text description_of(const struct item *item, enum language language)
{
    for (size_t i = 0; language != LANGUAGE_NONE && i < item->n_fields; i++) {
        const struct matter_field *field = &item->fields[i];
        if (text_starts_with(field->key, TEXT("description.")) &&
            language_from_code(text_skip(field->key, 12)) == language)
            return field->value;
    }
    return item_get(item, "description");
}

static enum language language_of(const struct catalog_reader *reader, const struct item *item,
                                 const struct place *place)
{
    enum language declared = language_from_code(item_get(item, "lang"));
    struct letters letters = {0};
    letters_count(&letters, place->title);
    letters_count(&letters, place->text);
    enum language language =
        letters_language(&letters, declared != LANGUAGE_NONE ? declared : reader->file->declared);
    return language != LANGUAGE_NONE ? language : reader->file->fallback;
}

static struct text first_category(const struct item *item)
{
    return item->n_category > 0 ? item->category[item->n_category - 1] : text_from("", 0);
}

static struct text category_of(const struct catalog_reader *reader, const struct item *item)
{
    struct text *names = ARENA_NEW(reader->arena, struct text, item->n_category + 1);
    size_t n_names = 0;
    if (reader->title.size > 0)
        names[n_names++] = reader->title;
    for (size_t i = 0; i < item->n_category; i++)
        if (i > 0 || !text_equal(item->category[i], reader->title))
            names[n_names++] = item->category[i];
    return entry_category(names, n_names, reader->arena);
}

static void set_tags(const struct catalog_reader *reader, const struct item *item, struct place *place)
{
    struct text *tags = ARENA_NEW(reader->arena, struct text, item->n_fields + 1);
    for (size_t i = 0; i < item->n_fields; i++)
        if (text_equal(item->fields[i].key, TEXT("tags")) && item->fields[i].value.size > 0)
            tags[place->n_tags++] = item->fields[i].value;
    place->tags = tags;
}

static void add_name(struct catalog_reader *reader, const struct item *item,
                     const struct entry_candidate *common, struct text name, enum language language)
{
    struct entry_candidate candidate = *common;
    struct place *place = &candidate.place;
    struct text category = first_category(item);
    place->is_generic = name_is_generic(name);
    place->title = place->is_generic && category.size > 0 ? category : name;
    place->text = description_of(item, language);
    place->language = language != LANGUAGE_NONE ? language : language_of(reader, item, place);
    *ARENA_PUSH(reader->arena, reader->found.items, reader->found.n_items, reader->found.capacity) =
        candidate;
}

static void add_item(struct catalog_reader *reader, const struct item *item)
{
    struct text url = url_clean(item_get(item, "url"), reader->arena);
    struct entry_candidate common = {.key = document_url_key(url, reader->file->path, reader->arena)};
    struct text date = document_date(item_get(item, "date"), reader->arena);
    if (common.key.size == 0)
        return;
    common.place = (struct place){.path = reader->file->path,
                                  .category = category_of(reader, item),
                                  .url = url,
                                  .date = date.size > 0 ? date : reader->file->date,
                                  .line = item->line};
    set_tags(reader, item, &common.place);
    for (size_t i = 0; i < item->n_fields; i++) {
        enum language language;
        if (item->fields[i].value.size > 0 && is_title_key(item->fields[i].key, &language))
            add_name(reader, item, &common, item->fields[i].value, language);
    }
}

void entries_of_catalog(const struct catalog *catalog, struct text title, const struct entry_file *file,
                        struct arena *arena, struct unit_list *ret)
{
    struct catalog_reader reader = {.catalog = catalog, .title = title, .file = file, .arena = arena};
    for (size_t i = 0; i < catalog->n_items; i++)
        add_item(&reader, &catalog->items[i]);
    entries_merge(&reader.found, arena, ret);
}
