/* SPDX-License-Identifier: GPL-2.0-or-later */
/* toml: the part of TOML that front matter uses, as flat fields.
 *
 *   title = "색인"\n[params]\ntags = ["a", 'b']  ->  title=색인, params.tags=a, params.tags=b
 *
 * Input      the bytes [start, end) of a source. Read are: comments; bare, quoted and dotted keys; strings of all
 *            four kinds with their escapes; arrays over several lines; inline tables; [tables] and [[arrays of
 *            tables]], which give dotted keys. Numbers, dates and booleans are text as written; that they are
 *            well-formed, or a key is given once, is not checked.
 * Output     fields added to `list`, as in front-matter.h. Bare keys may also hold letters over ASCII.
 * Limits     YAML_DEPTH levels, YAML_KEY_BYTES a key, FRONT_MATTER_EVENTS values.
 * Errors     negative: `problem` says where it broke; the fields before it are in the list.
 * Ownership  in the list's arena, or views of source->text.
 * Cost       linear.
 * Source     TOML 1.0.0.
 */
#ifndef CHAJA_INDEXER_TOML_H
#define CHAJA_INDEXER_TOML_H

#include "indexer/fields.h"

int toml_read(const struct source *source, size_t start, size_t end, struct field_list *list,
              struct problem *ret_problem);

#endif
