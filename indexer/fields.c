/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/fields.h"

void fields_add(struct field_list *list, struct text key, struct text value, size_t offset)
{
    struct matter_field field = {.key = key, .value = value};
    uint32_t column;
    source_position(list->source, offset, &field.line, &column);
    *ARENA_PUSH(list->arena, list->fields, list->n_fields, list->capacity) = field;
}

struct text fields_key(struct field_list *list, struct text prefix, struct text name)
{
    if (prefix.size == 0)
        return name;
    if (name.size == 0)
        return prefix;
    if (prefix.size + 1 + name.size > YAML_KEY_BYTES)
        return (struct text){NULL, 0};
    return arena_printf(list->arena, "%.*s.%.*s", TEXT_PRINTF(prefix), TEXT_PRINTF(name));
}

void fields_add_node(struct field_list *list, struct text key, const struct node *node)
{
    if (node->kind == NODE_SCALAR)
        fields_add(list, key, node->value, node->start);
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        struct text child_key = node->kind == NODE_MAP ? fields_key(list, key, child->key) : key;
        if (child_key.bytes != NULL)
            fields_add_node(list, child_key, child);
    }
}
