/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query-parse: a query as typed, as a tree.
 *
 *   자동 미분 "in PyTorch" -설치 lang:zh
 *   ->  (all (text "자동 미분") (phrase "in PyTorch") (not (text "설치")) (lang "zh"))
 *
 * Input      any bytes; they are read up to QUERY_MAX_BYTES, cut at a character; invalid UTF-8, control
 *            characters and marks that turn the direction of writing count as white space. No query is
 *            an error: what is not valid syntax (a lone quote or bracket, empty ones, `OR` with nothing
 *            to join, an unknown field, a field whose value is missing or does not fit it) is text to
 *            search for.
 * Syntax     words are ranked together; "phrase"; -not; +must; OR (upper case), | or || between two
 *            clauses; ( ); word* (prefix); title: tag: lang: kind: site: path: before: after: followed
 *            directly by a word, a phrase or (title: only) brackets. Full-width forms of these marks,
 *            and the quotes “ ” „ « » 「 」 『 』 mean the same. OR joins the one word, phrase or
 *            bracket on each side, and none with a mark. A '-' or '+' counts only at the start, after
 *            white space or after '(', with a letter or digit behind it: GPT-4, C++, a - b and --flag
 *            are text, -O2 is not. A '(' opens a group only where a clause begins: f(x) and
 *            마크다운(Markdown) are words.
 * Output     the root is QUERY_ALL, also for an empty query. Neighbouring plain words are one QUERY_TEXT
 *            node, so that they are analysed together; it may hold nothing but punctuation. Every node
 *            has its byte range in the query; `text` is a view of it, without quotes and marks. Brackets
 *            around a single clause leave no node. The values of lang:, kind:, before: and after: have
 *            been checked.
 * Limits     what is over one is cut, and `cut` says so: QUERY_MAX_BYTES; QUERY_MAX_DEPTH (deeper
 *            brackets are white space); QUERY_MAX_PREFIXES words with '*' (further ones lose the star;
 *            so do prefixes under 3 letters, or under 2 of Hangul or Han); QUERY_MAX_NODES (later
 *            clauses are dropped).
 * Ownership  the tree lives in `arena`; its texts are views of a copy of the query (query_tree.text).
 * Cost       linear: 1 microsecond for a common query, at most 0.1 ms for 2,048 hostile bytes.
 */
#ifndef CHAJA_SEARCHER_QUERY_PARSE_H
#define CHAJA_SEARCHER_QUERY_PARSE_H

#include "base/arena.h"
#include "base/buffer.h"

enum { QUERY_MAX_BYTES = 2048, QUERY_MAX_DEPTH = 8, QUERY_MAX_PREFIXES = 4, QUERY_MAX_NODES = 256 };

enum query_kind {
    QUERY_ALL,    /* children, ranked together, each with its `occur` */
    QUERY_OR,     /* children: at least two alternatives */
    QUERY_TEXT,   /* one or more plain words */
    QUERY_PHRASE, /* as written */
    QUERY_PREFIX, /* a word with '*' behind it (not part of `text`) */
    QUERY_TITLE,  /* one child: QUERY_TEXT, QUERY_PHRASE, QUERY_PREFIX, QUERY_ALL or QUERY_OR; a
                     filter inside its brackets is a filter as anywhere */
    QUERY_FILTER  /* `field` and its value in `text`; not ranked */
};

enum query_occur { QUERY_SHOULD, QUERY_MUST, QUERY_NOT };

enum query_field { FIELD_TAG, FIELD_LANG, FIELD_KIND, FIELD_SITE, FIELD_PATH, FIELD_BEFORE, FIELD_AFTER };

struct query_node {
    enum query_kind kind;
    enum query_occur occur;
    enum query_field field;
    struct text text;
    uint32_t start, end; /* bytes of the query, marks included */
    struct query_node **children;
    size_t n_children;
};

struct query_tree {
    struct text text; /* the query, as far as it was read: valid UTF-8 without control characters */
    struct query_node *root;
    bool cut; /* something was over a limit */
};

void query_parse(struct text query, struct arena *arena, struct query_tree *ret);

/* The tree as one line of brackets, as above; for tests and `searcher show tree`. */
void query_node_describe(const struct query_node *node, struct buffer *out);

/* A date as people give it (2024, 2024-05, 2024-05-17, with '-', '/', '.' between) as its first and last day,
 * YYYY-MM-DD each of 10 bytes and a NUL. False if it is none. */
bool query_parse_date(struct text text, char ret_first[11], char ret_last[11]);

#endif
