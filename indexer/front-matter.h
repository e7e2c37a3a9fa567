/* SPDX-License-Identifier: GPL-2.0-or-later */
/* front-matter: what a Markdown file says of itself before its text.
 *
 *   ---\ntitle: 자동 미분\ntags: [수학, PyTorch]\n---\n본문  ->  title=자동 미분, tags=수학, tags=PyTorch;
 *   body_start at 본문
 *
 * Input      a source. Fences are a line `---` closed by `---` or `...` (YAML), or `+++` closed by `+++` (TOML,
 *            toml.h), at the very start; blank lines before are tolerated.
 * Output     fields in the order of the file. A list gives its key once for each item; a map within a map
 *            gives dotted keys ("title.ko"); keys are lower-cased ASCII, and may repeat. Values are trimmed;
 *            dates and numbers stay as written; null and empty values give a field with an empty value, empty
 *            lists and maps none.
 * None       what is never closed, or whose content is no mapping (a rule above a paragraph): body_start 0,
 *            no fields. Broken content counts as front matter when its first line looks like a field. Fences
 *            with nothing between them are front matter without fields.
 * Limits     64 KiB, depth 32, 10,000 events, no aliases, keys of 200 bytes: over them the body is still found
 *            and indexed, and `problem` says why fields are missing.
 * Errors     broken YAML or TOML is not an error of the file: fields read so far are kept, `has_problem` is set
 *            and `problem` holds line, column (bytes, from 1, of the file) and reason of the first one.
 * Ownership  in `arena`, or views of source->text.
 * Cost       linear: COST
 */
#ifndef CHAJA_INDEXER_FRONT_MATTER_H
#define CHAJA_INDEXER_FRONT_MATTER_H

#include "indexer/source.h"

enum { FRONT_MATTER_BYTES = 64 * 1024, FRONT_MATTER_EVENTS = 10000 };

struct matter_field {
    struct text key, value;
    uint32_t line;
};

struct front_matter {
    struct matter_field *fields;
    size_t n_fields;
    size_t body_start; /* byte offset in source->text; always at the start of a line */
    bool has_problem;
    struct problem problem;
};

void front_matter_parse(const struct source *source, struct arena *arena, struct front_matter *ret);

/* The first value of a key, or NULL. `keys` is a list as in "description|summary": the first key of it that
 * has a non-empty value. */
const struct matter_field *front_matter_get(const struct front_matter *matter, const char *keys);

/* Whether a key holds true, yes, on or 1 (false, no, off, 0 for `_is_false`), without regard to case. */
bool front_matter_is_true(const struct front_matter *matter, const char *key);
bool front_matter_is_false(const struct front_matter *matter, const char *key);

#endif
