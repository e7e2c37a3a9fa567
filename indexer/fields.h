/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fields: a tree of maps and lists, flattened to keys and values.
 *
 *   map( title: map( ko: "색인" ), tags: list( "a", "b" ) )  ->  title.ko=색인, tags=a, tags=b
 *
 * Shapes     a list gives its key once for each item, a map within a map dotted keys; an alias gives nothing.
 * Limits     a dotted key over YAML_KEY_BYTES is left out, with all below it: long keys over many leaves would
 *            make the output quadratic.
 * Ownership  in the list's arena.
 */
#ifndef CHAJA_INDEXER_FIELDS_H
#define CHAJA_INDEXER_FIELDS_H

#include "indexer/front-matter.h"
#include "indexer/yaml-tree.h"

struct field_list {
    const struct source *source;
    struct arena *arena;
    struct matter_field *fields;
    size_t n_fields, capacity;
};

/* `offset` is that of the value in source->text. */
void fields_add(struct field_list *list, struct text key, struct text value, size_t offset);

/* All that a node holds, under `key`; the children of a map under "key.child", or "child" if `key` is empty. */
void fields_add_node(struct field_list *list, struct text key, const struct node *node);

/* "prefix.name", or one of them when the other is empty; without bytes when it is over YAML_KEY_BYTES. */
struct text fields_key(struct field_list *list, struct text prefix, struct text name);

#endif
