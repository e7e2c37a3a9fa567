/* SPDX-License-Identifier: GPL-2.0-or-later */
/* yaml-tree: a stretch of a source as YAML, read within limits.
 *
 *   title: {ko: 색인}\ntags: [a, b]  ->  map( title: map( ko: "색인" ), tags: list( "a", "b" ) )
 *
 * Input      the bytes [start, end) of a source. Control characters that YAML forbids are read as spaces and
 *            reported; text pasted from elsewhere has them.
 * Output     one tree for each YAML document, in the order of the file. Scalars are text as written, unquoted
 *            and trimmed, and without NULs (which "\0" would give); a plain null (~, null) is empty. Numbers,
 *            dates and tags (!!int) have no meaning here. Map keys keep their order, may repeat, and are
 *            lower-cased (ASCII). A key that is itself a list or a map is reported, and left out with its
 *            value.
 * Limits     YAML_DEPTH levels; as many libyaml events (scalars, openings, closings) as given; a key has at most YAML_KEY_BYTES. Aliases (*name) are never
 *            followed: each is reported and stands in the tree as NODE_ALIAS. %TAG lines are not read: their
 *            prefixes multiply like aliases do.
 * Errors     problems, in the order they were met, at most YAML_PROBLEMS of them (the last one then says that
 *            there are more). What is broken ends the reading: `is_broken` is set, and nodes that were open
 *            there are not `is_closed`. What stands before is kept, but for what
 *            libyaml had not told from a key yet: a {map} or "text" on the line just before.
 * Ownership  in `arena`.
 * Cost       linear, about 20 MB/s; 100 bytes a node. libyaml alone is quadratic on 100 KB of '[', which the
 *            depth ends.
 * Source     YAML 1.1 as libyaml 0.2.5 reads it. Its marks count code points and its lines end at U+2028 too:
 *            here they become byte offsets in source->text, and nowhere else.
 */
#ifndef CHAJA_INDEXER_YAML_TREE_H
#define CHAJA_INDEXER_YAML_TREE_H

#include "indexer/source.h"

enum { YAML_DEPTH = 32, YAML_KEY_BYTES = 200, YAML_PROBLEMS = 100 };

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP, NODE_ALIAS };

struct node {
    enum node_kind kind;
    bool is_closed;      /* of a list or map: its end was read. Scalars are always closed */
    uint8_t user_mark;   /* for whoever walks the tree; 0 at first */
    struct text key;     /* of a map's child: lower-cased */
    struct text name;    /* the same as written */
    struct text value;   /* of a scalar */
    uint32_t start, end; /* bytes in source->text; end is behind the last byte that is not white space */
    struct node *first, *next;
};

struct yaml_tree {
    struct node *documents; /* linked by `next` */
    bool is_broken;
    struct problem *problems;
    size_t n_problems, problem_capacity;
};

void yaml_tree_read(const struct source *source, size_t start, size_t end, size_t max_events, struct arena *arena,
                    struct yaml_tree *ret);

/* Add a problem at an offset of source->text, unless there are YAML_PROBLEMS already. */
void yaml_tree_problem(struct yaml_tree *tree, const struct source *source, size_t offset, struct text reason,
                       struct arena *arena);

/* A text with its ASCII letters in lower case; the same view if there is nothing to change. */
struct text yaml_lower_case(struct text text, struct arena *arena);

#endif
