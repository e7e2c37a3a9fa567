/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entries: the links of a file that are catalog entries, as units.
 *
 *   "- **DETR**: [논문](https://arxiv.org/abs/2005.12872) – 객체 검출"  ->  entry "DETR", text "논문 – 객체 검출"
 *
 * Taken      links whose line is about them: nothing else stands there ("[a](…) | [b](…)"), or the line begins with
 *            them ("[a](…) – text"), or a short label leads to them ("name: https://…", "name — [docs](…)"), in items,
 *            table cells, paragraphs of their own and headings; a bare address at the end of a paragraph. Not taken:
 *            links in running prose, images, links within the page, mail.
 * Name       the link's; for a bare address, or a name that is generic (generic-name.h), the label beside it, else the
 *            item above, else the section's heading; `is_generic` if it had to be one of the last two.
 * Place      category: file title, headings and items above; text: what else the line says, and items without links
 *            below it.
 * Merged     entries with one url_key() are one unit; its title is the first name that is not generic.
 * Ownership  in `arena`, or views of the outline.
 * Cost       linear but for sorting the keys.
 */
#ifndef CHAJA_INDEXER_ENTRIES_H
#define CHAJA_INDEXER_ENTRIES_H

#include "indexer/sections.h"

/* What the entries of a file have in common. */
struct entry_file {
    struct text path; /* of their places; resolves relative addresses */
    enum language declared, fallback;
    const struct text *tags;
    size_t n_tags;
    struct text date;
};

/* Append the entries of an article. */
void entries_make(const struct outline *outline, const struct entry_file *file, struct arena *arena,
                  struct unit_list *ret);

/* Append those of a YAML catalog. */
void entries_of_catalog(const struct catalog *catalog, struct text title, const struct entry_file *file,
                        struct arena *arena, struct unit_list *ret);

#endif
