/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-parse.h"
#include "tests/fuzz/fuzz.h"

struct counts {
    size_t n_nodes, n_prefixes;
};

static void check_leaf(const struct query_tree *tree, const struct query_node *node)
{
    char first[11], last[11];
    REQUIRE(node->n_children == 0 && node->text.size > 0);
    REQUIRE(node->text.bytes >= tree->text.bytes + node->start);
    REQUIRE(node->text.bytes + node->text.size <= tree->text.bytes + node->end);
    REQUIRE(text_invalid_at(node->text) == TEXT_NONE);
    if (node->kind == QUERY_FILTER && (node->field == FIELD_BEFORE || node->field == FIELD_AFTER))
        REQUIRE(query_parse_date(node->text, first, last));
}

static void check_node(const struct query_tree *tree, const struct query_node *node, size_t depth,
                       struct counts *counts)
{
    bool is_list = node->kind == QUERY_ALL || node->kind == QUERY_OR || node->kind == QUERY_TITLE;
    counts->n_nodes++;
    counts->n_prefixes += node->kind == QUERY_PREFIX;
    REQUIRE(depth <= 3 * (QUERY_MAX_DEPTH + 1));
    REQUIRE(node->start <= node->end && node->end <= tree->text.size);
    if (!is_list)
        check_leaf(tree, node);
    else
        REQUIRE(depth == 0 || node->n_children >= (node->kind == QUERY_OR ? 2 : 1));
    for (size_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        REQUIRE(child->start >= node->start && child->end <= node->end);
        REQUIRE(i == 0 || child->start >= node->children[i - 1]->end);
        REQUIRE(child->occur == QUERY_SHOULD || node->kind == QUERY_ALL);
        check_node(tree, child, depth + 1, counts);
    }
}

void fuzz_one(struct text input)
{
    struct arena arena;
    struct buffer description;
    struct query_tree tree;
    struct counts counts = {0};
    arena_init(&arena);
    buffer_init(&description, 1 << 20);
    query_parse(input, &arena, &tree);
    REQUIRE(tree.text.size <= QUERY_MAX_BYTES && tree.root->kind == QUERY_ALL);
    check_node(&tree, tree.root, 0, &counts);
    REQUIRE(counts.n_nodes <= QUERY_MAX_NODES && counts.n_prefixes <= QUERY_MAX_PREFIXES);
    query_node_describe(tree.root, &description);
    REQUIRE(!description.overflowed);
    buffer_clear(&description);
    arena_clear(&arena);
}
