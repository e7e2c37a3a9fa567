/* SPDX-License-Identifier: GPL-2.0-or-later */
/* document: a file as units, which is what a result shows: a section of an article, or an entry of a catalog.
 *
 *   notes.md "# 글\n…\n## 링크\n- [이름](https://a.kr) – 글"  ->  section "글" · section "링크" · entry "이름"
 *
 * Sections   The file is cut by headings, adaptively: the subtree of a heading is one unit when it has at most
 *            UNIT_TARGET_LETTERS letters (of code, a third is counted), else its own text is a unit and each heading
 *            one level below is looked at in the same way. A text with no heading inside that is too long is cut between
 *            paragraphs, and within one only if it alone is too long (at a sentence end). Every line of text belongs to
 *            exactly one section. A section that would hold a heading and nothing else is joined to the one that
 *            follows it.
 * Titles     outline.h: front matter's, else a heading's, else the file's name. The heading that gives the file its title
 *            is its opening, not a section below. Links with generic names at the end of a heading (`TensorFlow -
 *            [Github](…)`) are not part of its title.
 * Entries    Each link of a link list (`- [title](url) – text`, `- name: https://…`, a bare URL as the point of an item
 *            or of a paragraph of its own), in lists, tables, headings and lines that are links only, and each item of a
 *            YAML catalog. A link in running prose is none, nor is one to an anchor of the same page. Its category is the
 *            heading path, its text what stands beside it; a name that says nothing of its own (Github, Home, 공식 문서,
 *            链接, a bare URL) gives way to the label, item or heading it stands under. The section around a list stays
 *            a unit too.
 * Entry key  the URL without scheme, `www.`, trailing slash and `utm_*`; the fragment is kept. Relative URLs are resolved
 *            against the file's path. Two entries of one file with the same key are one unit with two names.
 * Anchors    as GitHub makes them (anchor.h), numbered through the file, or the explicit id. An implied heading has none on
 *            the page and takes that of the real one above it.
 * Language   letters are counted outside code and URLs. Front matter's `lang`, then a /ko/ or .zh.md in the path, then the
 *            option, decides if its script has 10 % of the letters; else Hangul (ko) or Han (zh) with 20 %; else en. Per
 *            unit; the document's own language is that of all its text.
 * Spans      mark what a stretch of `text` is; they are in order and do not overlap. Text outside spans is prose.
 * Ownership  in `arena`, or views of the source.
 * Errors     none; what is wrong in front matter or a catalog is in `problems`.
 * Cost       46 MB/s on documentation in three languages.
 */
#ifndef CHAJA_INDEXER_DOCUMENT_H
#define CHAJA_INDEXER_DOCUMENT_H

#include "analyzers/languages.h"
#include "indexer/catalog.h"
#include "indexer/front-matter.h"
#include "indexer/markdown.h"

enum { UNIT_TARGET_LETTERS = 2000 };

enum unit_kind { UNIT_SECTION, UNIT_ENTRY };

enum span_kind {
    SPAN_HEADING, /* a heading inside the unit; `anchor` is its own */
    SPAN_CODE,
    SPAN_URL /* a bare URL in prose */
};

struct span {
    uint32_t start, end;
    enum span_kind kind;
    struct text anchor;
};

/* One name under which an entry stands somewhere. */
struct place {
    struct text title;
    struct text path;
    struct text category;    /* heading path, joined with " › " */
    struct text text;        /* what stands beside the link there */
    struct text url;         /* as written there */
    const struct text *tags; /* its own and those of the file */
    size_t n_tags;
    struct text date; /* its own, else the file's; YYYY-MM-DD or empty */
    uint32_t line;
    enum language language;
    bool is_generic; /* the name says nothing of its own: no translation pair */
};

struct unit {
    enum unit_kind kind;
    struct text title; /* the section's heading (the document's title for its opening), or the entry's name */
    struct text *breadcrumbs; /* document title, then headings from the outside in, without `title` itself */
    size_t n_breadcrumbs;
    struct text anchor; /* of the section's heading; empty for the opening */
    struct text url;    /* entry: as written. Section: empty */
    struct text key;    /* entry: the normalised URL. Section: anchor, made unique within the file ("" for the
                           opening, "#2"… for parts) */
    enum language language;
    struct text
        text; /* blocks separated by \n\n (items and rows by \n); a section's own heading is not in it */
    struct span *spans;
    size_t n_spans;
    struct place *places; /* entries: at least one; sections: none */
    size_t n_places;
    struct text *tags; /* of the document, for entries also their own */
    size_t n_tags;
    struct text date; /* YYYY-MM-DD or empty */
    uint32_t line, last_line;
};

struct document {
    struct text path;
    struct text title;
    struct text *other_titles; /* aliases, originalTitle and the like */
    size_t n_other_titles;
    struct text description;
    enum language language;
    struct text *tags;
    size_t n_tags;
    struct text date;
    bool is_excluded; /* draft, published: false, unlisted, search: false, pagefind: false: no units */
    struct unit *units;
    size_t n_units;
    struct problem *problems;
    size_t n_problems;
};

struct document_options {
    enum language language; /* --lang: for files that do not say, or LANGUAGE_NONE */
};

/* Everything from a source to its units: front matter, blocks or items, sections and entries. `arena` holds
 * the result. */
void document_make(const struct source *source, const struct document_options *options, struct arena *arena,
                   struct document *ret);

/* YYYY-MM-DD of a date as people write it (2024-8-26 19:26, 2024/08/26, 2024. 8. 26., 2024년 8월 26일), or an
 * empty text. */
struct text document_date(struct text value, struct arena *arena);

/* The key under which an entry's URL is one with others; in `arena`. */
struct text document_url_key(struct text url, struct text path, struct arena *arena);

#endif
