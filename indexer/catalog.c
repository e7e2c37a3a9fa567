/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/catalog.h"

#include "indexer/fields.h"
#include "indexer/yaml-tree.h"

#include <stdlib.h>

/* What user_mark of a node says. */
enum { IS_ITEM = 1, HOLDS_ITEMS = 2, HOLDS_ALIAS = 4 };

/* What the maps around a list say of its items. */
struct context {
    struct text *category;
    size_t n_category;
    struct text language;
    struct text tags[CATALOG_INHERITED_TAGS];
    size_t n_tags;
};

struct reading {
    const struct source *source;
    struct arena *arena;
    struct yaml_tree tree;
    struct catalog *catalog;
    size_t item_capacity;
};

/* ---- names ---- */

enum { NAMES = 4 };

/* The names of a field, ours first. */
struct field_names {
    struct text names[NAMES];
};

static const struct field_names url_names = {
    {TEXT_INIT("url"), TEXT_INIT("link"), TEXT_INIT("href"), TEXT_INIT("homepage")}};
static const struct field_names title_names = {{TEXT_INIT("title"), TEXT_INIT("name"), TEXT_INIT("label")}};
static const struct field_names category_names = {
    {TEXT_INIT("title"), TEXT_INIT("name"), TEXT_INIT("label"), TEXT_INIT("category")}};
static const struct field_names description_names = {
    {TEXT_INIT("description"), TEXT_INIT("desc"), TEXT_INIT("summary")}};
static const struct field_names tags_names = {{TEXT_INIT("tags"), TEXT_INIT("tag"), TEXT_INIT("keywords")}};
static const struct field_names language_names = {{TEXT_INIT("lang"), TEXT_INIT("language")}};

static bool is_url(const struct node *node)
{
    struct text value = node->value;
    return node->kind == NODE_SCALAR &&
           (text_find_byte(value, '.', 0) != TEXT_NONE || text_find_byte(value, '/', 0) != TEXT_NONE ||
            text_find_byte(value, ':', 0) != TEXT_NONE);
}

static bool has_content(const struct node *node)
{
    return node->value.size > 0 || (node->first != NULL && !(node->user_mark & HOLDS_ITEMS));
}

/* The child that stands for a field: the first that `fits` under the first name that has one, or NULL. */
static const struct node *find_child(const struct node *map, const struct field_names *names,
                                     bool (*fits)(const struct node *node))
{
    for (size_t i = 0; i < NAMES && names->names[i].size > 0; i++)
        for (const struct node *child = map->first; child != NULL; child = child->next)
            if (text_equal(child->key, names->names[i]) && fits(child))
                return child;
    return NULL;
}

/* A scalar's text, or of a map from language to text the entry of `language`, else the first. */
static struct text text_of_node(const struct node *node, struct text language)
{
    if (node == NULL)
        return TEXT("");
    if (node->kind == NODE_SCALAR)
        return node->value;
    struct text first = TEXT("");
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (language.size > 0 && child->value.size > 0 && text_equal(child->key, language))
            return child->value;
        if (first.size == 0)
            first = child->value;
    }
    return first;
}

/* ---- what is an item? ---- */

/* Set user_mark of a node and all below it. */
static void mark(struct node *node, bool is_in_list)
{
    for (struct node *child = node->first; child != NULL; child = child->next) {
        mark(child, node->kind == NODE_LIST);
        if (child->user_mark & (IS_ITEM | HOLDS_ITEMS))
            node->user_mark |= HOLDS_ITEMS;
        else
            node->user_mark |= child->user_mark & HOLDS_ALIAS;
    }
    if (node->kind == NODE_ALIAS)
        node->user_mark |= HOLDS_ALIAS;
    if (node->kind == NODE_MAP && is_in_list && find_child(node, &url_names, is_url) != NULL)
        node->user_mark |= IS_ITEM;
}

static bool has_direct_items(const struct node *list)
{
    for (const struct node *child = list->first; child != NULL; child = child->next)
        if (child->user_mark & IS_ITEM)
            return true;
    return false;
}

static void report(struct reading *reading, const struct node *node, const char *reason)
{
    yaml_tree_problem(&reading->tree, reading->source, node->start, text_of(reason), reading->arena);
}

/* ---- one item ---- */

/* The last part of a URL's path, else its host. */
static struct text title_from_url(struct text url)
{
    size_t end = 0;
    while (end < url.size && url.bytes[end] != '?' && url.bytes[end] != '#')
        end++;
    url.size = end;
    size_t scheme = text_find(url, TEXT("://"), 0);
    if (scheme != TEXT_NONE)
        url = text_skip(url, scheme + 3);
    while (text_ends_with(url, TEXT("/")))
        url.size--;
    size_t slash = text_find_last_byte(url, '/');
    return slash == TEXT_NONE ? url : text_skip(url, slash + 1);
}

/* The name a child's field has in the item. */
static struct text field_name(const struct node *child, const struct node *const chosen[],
                              const struct field_names *const names[], size_t n_names)
{
    for (size_t i = 0; i < n_names; i++)
        if (chosen[i] == child)
            return names[i]->names[0];
    return child->key;
}

static void add_own_fields(struct field_list *list, const struct node *map, const struct node *url)
{
    static const struct field_names *const names[] = {&title_names, &description_names, &tags_names,
                                                      &language_names};
    enum { N_NAMES = sizeof names / sizeof *names };
    const struct node *chosen[N_NAMES];
    for (size_t i = 0; i < N_NAMES; i++)
        chosen[i] = find_child(map, names[i], has_content);
    fields_add(list, url_names.names[0], url->value, url->start);
    for (const struct node *child = map->first; child != NULL; child = child->next)
        if (child != url && !(child->user_mark & HOLDS_ITEMS))
            fields_add_node(list, field_name(child, chosen, names, N_NAMES), child);
}

static void add_inherited_fields(struct field_list *list, const struct node *map,
                                 const struct context *context)
{
    if (context->language.size > 0 && find_child(map, &language_names, has_content) == NULL)
        fields_add(list, language_names.names[0], context->language, map->start);
    for (size_t i = 0; i < context->n_tags; i++)
        fields_add(list, tags_names.names[0], context->tags[i], map->start);
}

static bool has_title(const struct field_list *list)
{
    for (size_t i = 0; i < list->n_fields; i++) {
        struct text key = list->fields[i].key;
        bool is_title = text_equal(key, TEXT("title")) || text_starts_with(key, TEXT("title."));
        if (is_title && list->fields[i].value.size > 0)
            return true;
    }
    return false;
}

static void take_item(struct reading *reading, const struct node *map, const struct context *context)
{
    const struct node *url = find_child(map, &url_names, is_url);
    struct field_list list = {.source = reading->source, .arena = reading->arena};
    struct item item = {.category = context->category, .n_category = context->n_category};
    uint32_t column;
    if (map->user_mark & HOLDS_ALIAS || !map->is_closed) /* reported already */
        return;
    add_own_fields(&list, map, url);
    if (!has_title(&list)) {
        struct text title = title_from_url(url->value);
        if (title.size == 0) {
            report(reading, map, "an entry without a title, and its URL gives none");
            return;
        }
        fields_add(&list, title_names.names[0], title, url->start);
    }
    add_inherited_fields(&list, map, context);
    item.fields = list.fields;
    item.n_fields = list.n_fields;
    source_position(reading->source, map->start, &item.line, &column);
    source_position(reading->source, map->end > map->start ? map->end - 1 : map->start, &item.last_line,
                    &column);
    *ARENA_PUSH(reading->arena, reading->catalog->items, reading->catalog->n_items, reading->item_capacity) =
        item;
}

/* ---- maps and lists around items ---- */

static struct context with_category(struct reading *reading, const struct context *outer, struct text name)
{
    struct context inner = *outer;
    if (name.size == 0)
        return inner;
    inner.category = ARENA_NEW(reading->arena, struct text, outer->n_category + 1);
    if (outer->n_category > 0)
        memcpy(inner.category, outer->category, outer->n_category * sizeof *inner.category);
    inner.category[inner.n_category++] = name;
    return inner;
}

static void inherit_tag(struct context *context, struct text tag)
{
    if (tag.size > 0 && context->n_tags < CATALOG_INHERITED_TAGS)
        context->tags[context->n_tags++] = tag;
}

static void inherit(struct context *context, const struct node *map)
{
    const struct node *language = find_child(map, &language_names, has_content);
    const struct node *tags = find_child(map, &tags_names, has_content);
    if (language != NULL && language->kind == NODE_SCALAR)
        context->language = language->value;
    if (tags == NULL)
        return;
    inherit_tag(context, tags->value);
    for (const struct node *tag = tags->first; tag != NULL; tag = tag->next)
        inherit_tag(context, tag->value);
}

static struct text category_of_key(const struct node *child)
{
    static const struct text generic[] = {TEXT_INIT("items"), TEXT_INIT("links"), TEXT_INIT("entries")};
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        if (text_equal(child->key, generic[i]))
            return TEXT("");
    return child->name;
}

static void visit_list(struct reading *reading, const struct node *list, const struct context *context);
static void visit_map(struct reading *reading, const struct node *map, const struct context *context);

/* A map that holds items and is not the outermost: its title, else `name`, is a category. */
static void visit_category(struct reading *reading, const struct node *map, struct text name,
                           const struct context *outer)
{
    struct text title = text_of_node(find_child(map, &category_names, has_content), outer->language);
    struct context inner = with_category(reading, outer, title.size > 0 ? title : name);
    visit_map(reading, map, &inner);
}

static void visit_map(struct reading *reading, const struct node *map, const struct context *outer)
{
    struct context context = *outer;
    inherit(&context, map);
    for (const struct node *child = map->first; child != NULL; child = child->next) {
        if (!(child->user_mark & HOLDS_ITEMS))
            continue;
        struct text name = category_of_key(child);
        if (child->kind == NODE_MAP) {
            visit_category(reading, child, name, &context);
        } else {
            struct context inner = with_category(reading, &context, name);
            visit_list(reading, child, &inner);
        }
    }
}

static void report_non_item(struct reading *reading, const struct node *node)
{
    if (node->user_mark & HOLDS_ALIAS || !node->is_closed) /* reported already */
        return;
    report(reading, node, node->kind == NODE_MAP ? "an entry without url" : "an entry that is no map");
}

static void visit_list(struct reading *reading, const struct node *list, const struct context *context)
{
    bool is_item_list = has_direct_items(list);
    for (const struct node *child = list->first; child != NULL; child = child->next) {
        if (child->user_mark & IS_ITEM)
            take_item(reading, child, context);
        else if (is_item_list && !(child->user_mark & HOLDS_ITEMS))
            report_non_item(reading, child);
        if (!(child->user_mark & HOLDS_ITEMS))
            continue;
        if (child->kind == NODE_MAP)
            visit_category(reading, child, TEXT(""), context);
        else
            visit_list(reading, child, context);
    }
}

static void visit_document(struct reading *reading, struct node *root)
{
    struct context context = {.language = TEXT("")};
    struct catalog *catalog = reading->catalog;
    mark(root, false);
    if (root->kind == NODE_LIST) {
        visit_list(reading, root, &context);
        return;
    }
    if (root->kind != NODE_MAP)
        return;
    inherit(&context, root);
    if (catalog->language.size == 0)
        catalog->language = context.language;
    if (catalog->title.size == 0)
        catalog->title = text_of_node(find_child(root, &title_names, has_content), context.language);
    context.n_tags = 0; /* visit_map takes them again */
    visit_map(reading, root, &context);
}

/* ---- the file ---- */

static int by_position(const void *left, const void *right)
{
    const struct problem *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* The last of a full list says that there are more, and stays the last. */
static void hand_over_problems(struct reading *reading)
{
    struct yaml_tree *tree = &reading->tree;
    size_t n_sorted = tree->n_problems == YAML_PROBLEMS ? YAML_PROBLEMS - 1 : tree->n_problems;
    if (n_sorted > 0)
        qsort(tree->problems, n_sorted, sizeof *tree->problems, by_position);
    reading->catalog->problems = tree->problems;
    reading->catalog->n_problems = tree->n_problems;
}

void catalog_parse(const struct source *source, struct arena *arena, struct catalog *ret)
{
    struct reading reading = {.source = source, .arena = arena, .catalog = ret};
    *ret = (struct catalog){.title = TEXT(""), .language = TEXT("")};
    yaml_tree_read(source, 0, source->text.size, CATALOG_EVENTS, arena, &reading.tree);
    for (struct node *document = reading.tree.documents; document != NULL; document = document->next)
        visit_document(&reading, document);
    hand_over_problems(&reading);
}

struct text item_get(const struct item *item, const char *key)
{
    struct text wanted = text_of(key);
    for (size_t i = 0; i < item->n_fields; i++)
        if (item->fields[i].value.size > 0 && text_equal(item->fields[i].key, wanted))
            return item->fields[i].value;
    return TEXT("");
}
