/* SPDX-License-Identifier: GPL-2.0-or-later */
/* catalog: a YAML file of links, item by item.
 *
 *   - {title: {ko: 파이토치, en: PyTorch}, url: "https://…", tags: [framework]}
 *       ->  one item: url=https://… title.ko=파이토치 title.en=PyTorch tags=framework
 *
 * Input      a source that ends in .yaml or .yml. An item is a map in a list that has a URL (text with a '.',
 *            '/' or ':'); lists of items may stand in maps and lists to any depth, in other items too. Several
 *            YAML documents in one file follow each other. A YAML file without any item is no catalog:
 *            n_items 0.
 * Names      of an item's fields: `link`, `href` or `homepage` is `url` when there is none; so are `name` and
 *            `label` for `title`, `desc` and `summary` for `description`, `tag` and `keywords` for `tags`,
 *            `language` for `lang`. All other fields keep their names. They are flattened as in front-matter.h;
 *            `url` comes first.
 * Category   of an item: for each map around it the `title` (or `name`, `label`, `category`) beside the list,
 *            else the key it stands under, from the outside in. The keys `items`, `links` and `entries` name
 *            nothing. The title of the outermost map is that of the catalog. `lang` and `tags` beside a list
 *            go down to its items: `lang` to those without, of the tags at most CATALOG_INHERITED_TAGS.
 * Limits     depth 32, 1,000,000 events, keys of 200 bytes, no aliases.
 * Errors     `problems`, in the order of the file, at most YAML_PROBLEMS. Broken YAML: the items before it are
 *            kept, one that was open there is not. An item that uses an alias, has no url beside others that
 *            have, or whose URL gives no title when it has none itself (its last part is taken) is skipped.
 * Ownership  in `arena`, or views of source->text.
 * Cost       linear: COST
 */
#ifndef CHAJA_INDEXER_CATALOG_H
#define CHAJA_INDEXER_CATALOG_H

#include "indexer/front-matter.h"

enum { CATALOG_EVENTS = 1000000, CATALOG_INHERITED_TAGS = 16 };

struct item {
    struct matter_field
        *fields; /* url, title, title.LANG, description, description.LANG, tags (repeated), lang, … */
    size_t n_fields;
    struct text *category; /* names from the outside in */
    size_t n_category;
    uint32_t line, last_line;
};

struct catalog {
    struct text title, language; /* of the whole file, or empty */
    struct item *items;
    size_t n_items;
    struct problem *problems;
    size_t n_problems;
};

void catalog_parse(const struct source *source, struct arena *arena, struct catalog *ret);

/* The first non-empty value of a key in an item, or an empty text. */
struct text item_get(const struct item *item, const char *key);

#endif
