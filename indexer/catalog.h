/* SPDX-License-Identifier: GPL-2.0-or-later */
/* catalog: a YAML file of links, item by item.
 *
 *   - {title: {ko: 파이토치, en: PyTorch}, url: "https://…", tags: [framework]}
 *       ->  one item: title.ko=파이토치 title.en=PyTorch url=https://… tags=framework
 *
 * Input      a source that ends in .yaml or .yml: a list of maps; or a map whose values are such lists, to
 * any depth (its keys are then the item's `category` path; a map key `items`, `links` or `entries` adds no
 * category, and scalars `title`, `lang`, `description`, `tags` beside it name the catalog or category).
 * Output     items that have a `url` (also `link`, `href`, `homepage`), with their fields flattened as in
 * front-matter.h. Several YAML documents in one file follow each other. A YAML file without any such item is
 * no catalog: n_items 0. Limits     depth 32, 1,000,000 events, no aliases (an item that uses one is reported
 * and skipped). Errors     broken YAML: the items before it are kept, `problems` says where it broke. Items
 * without url or title are problems too, and are skipped; an item without a title takes the last part of its
 * URL. Ownership  in `arena`, or views of source->text.
 */
#ifndef CHAJA_INDEXER_CATALOG_H
#define CHAJA_INDEXER_CATALOG_H

#include "indexer/front-matter.h"

struct item {
    struct matter_field
        *fields; /* title, title.LANG, url, description, description.LANG, tags (repeated), lang, … */
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

/* The first value of a key in an item, or an empty text. */
struct text item_get(const struct item *item, const char *key);

#endif
