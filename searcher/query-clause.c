/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-clause.h"

#include <stdlib.h>

#include "indexer/terms.h"

/* ---- leaves ---- */

const struct expanded_leaf *query_leaf_of(const struct query_maker *maker, const struct query_node *node)
{
    const struct expanded_query *expanded = maker->expanded;
    for (size_t i = 0; i < expanded->analyzed->n_leaves; i++)
        if (expanded->leaves[i].leaf->node == node)
            return &expanded->leaves[i];
    abort(); /* query_analyze() gives every leaf of the tree */
}

enum schema_prefix query_prefix_of(const struct expanded_leaf *leaf)
{
    return leaf->leaf->in_title ? PREFIX_TITLE : PREFIX_NONE;
}

void query_push_ranked(struct query_maker *maker, const struct expanded_leaf *leaf, struct query_list *ranked)
{
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->frequency == 0 || term->is_cut)
            continue;
        struct xc_query *query = query_make_term(maker, query_prefix_of(leaf), term->term);
        query_list_push(maker, ranked, query_make_scaled(maker, query, term->weight));
    }
}

/* All terms of one kind that belong to a word; false when there are none, or one of them is nowhere. */
static bool push_all_of_kind(struct query_maker *maker, const struct expanded_leaf *leaf, uint32_t word,
                             enum token_kind kind, struct query_list *list)
{
    bool is_any = false;
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->word != word || term->kind != kind)
            continue;
        if (term->frequency == 0)
            return false;
        query_list_push(maker, list, query_make_term(maker, query_prefix_of(leaf), term->term));
        is_any = true;
    }
    return is_any;
}

/* What a unit has that holds a word: its term (or one it expands to), all its bigrams, or all its parts. NULL: no unit does. */
struct xc_query *query_make_holding(struct query_maker *maker, const struct expanded_leaf *leaf,
                                    uint32_t word)
{
    static const enum token_kind substitutes[] = {TOKEN_BIGRAM, TOKEN_PART};
    struct query_list any = {0};
    for (size_t i = 0; i < leaf->n_terms; i++)
        if (leaf->terms[i].word == word && leaf->terms[i].kind == TOKEN_WORD && leaf->terms[i].frequency > 0)
            query_list_push(maker, &any, query_make_term(maker, query_prefix_of(leaf), leaf->terms[i].term));
    for (size_t s = 0; s < sizeof substitutes / sizeof *substitutes; s++) {
        struct query_list all = {0};
        if (push_all_of_kind(maker, leaf, word, substitutes[s], &all))
            query_list_push(maker, &any, query_make_combined(maker, XC_AND, &all));
    }
    return any.n > 0 ? query_make_combined(maker, XC_OR, &any) : NULL;
}

/* Question words, and single characters of Chinese and Korean, which may stand inside a longer word, are not asked of a unit. */
bool query_word_is_asked(const struct expanded_leaf *leaf, uint32_t word)
{
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->word != word || term->kind != TOKEN_WORD)
            continue;
        bool is_single = term->script != SCRIPT_LATIN && text_count_code_points(term->term) < 2;
        return !term->is_question && (!is_single || leaf->leaf->n_words == 1);
    }
    return false;
}

/* ---- words as typed ---- */

/* Chinese without spaces is one word here, however many the dictionary sees in it. */
static uint32_t end_of_typed(const struct expanded_leaf *leaf, uint32_t first)
{
    uint32_t word = first + 1, end = leaf->leaf->first_word + leaf->leaf->n_words;
    while (word < end && !query_leaf_has_space_before(leaf->leaf, word))
        word++;
    return word;
}

/* All words that are asked of a unit in [first, end). NULL with `*ret_is_asked`: no unit has them all. */
static struct xc_query *make_all_held(struct query_maker *maker, const struct expanded_leaf *leaf,
                                      uint32_t first, uint32_t end, bool *ret_is_asked)
{
    struct query_list all = {0};
    *ret_is_asked = false;
    for (uint32_t word = first; word < end; word++) {
        if (!query_word_is_asked(leaf, word))
            continue;
        *ret_is_asked = true;
        struct xc_query *held = query_make_holding(maker, leaf, word);
        if (held == NULL)
            return NULL;
        query_list_push(maker, &all, held);
    }
    return all.n > 0 ? query_make_combined(maker, XC_AND, &all) : NULL;
}

static bool is_pair(const struct query_term *term, uint32_t first)
{
    if (term->script == SCRIPT_LATIN || text_count_code_points(term->term) != 2)
        return false;
    return term->kind == TOKEN_WORD || term->kind == TOKEN_BIGRAM || term->kind == TOKEN_TAIL ||
           (term->kind == TOKEN_CROSS && term->word > first);
}

struct xc_query *query_make_pairs(struct query_maker *maker, const struct expanded_leaf *leaf, uint32_t first,
                                  uint32_t end)
{
    struct query_list all = {0};
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->word < first || term->word >= end)
            continue;
        if (term->kind == TOKEN_WORD && term->script == SCRIPT_LATIN)
            return NULL;
        if (!is_pair(term, first) || !text_equal(text_of(term->via), TEXT("literal")))
            continue;
        if (term->frequency == 0)
            return NULL;
        query_list_push(maker, &all, query_make_term(maker, query_prefix_of(leaf), term->term));
    }
    return all.n > 0 ? query_make_combined(maker, XC_AND, &all) : NULL;
}

bool query_make_typed(struct query_maker *maker, const struct expanded_leaf *leaf, uint32_t *word,
                      struct xc_query **ret)
{
    struct query_list any = {0};
    bool is_asked;
    uint32_t first = *word;
    *word = end_of_typed(leaf, first);
    query_list_push(maker, &any, make_all_held(maker, leaf, first, *word, &is_asked));
    query_list_push(maker, &any, query_make_pairs(maker, leaf, first, *word));
    *ret = any.n > 0 ? query_make_combined(maker, XC_OR, &any) : NULL;
    return any.n > 0 || !is_asked;
}

/* ---- phrases ---- */

/* Terms that a text with the phrase must have: its Latin words, and those two characters of Korean and Chinese that stand together in
 * it. Not the stem of its last word: that is cut after an ending which another text has not. */
static struct xc_query *make_phrase_filter(struct query_maker *maker, const struct expanded_leaf *leaf)
{
    struct query_list all = {0};
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        bool is_needed = term->script == SCRIPT_LATIN
                             ? term->kind == TOKEN_WORD
                             : text_count_code_points(term->term) == 2 &&
                                   text_find(leaf->leaf->folded, term->term, 0) != TEXT_NONE;
        if (!is_needed)
            continue;
        if (term->frequency == 0)
            return NULL;
        query_list_push(maker, &all, query_make_term(maker, query_prefix_of(leaf), term->term));
    }
    return all.n > 0 ? query_make_combined(maker, XC_AND, &all) : query_make_all(maker);
}

/* ---- filters ---- */

static struct text path_value(struct text path)
{
    while (text_starts_with(path, TEXT("./")))
        path = text_skip(path, 2);
    while (text_ends_with(path, TEXT("/")))
        path.size--;
    return path;
}

static struct text site_value(struct query_maker *maker, struct text site)
{
    size_t scheme = text_find(site, TEXT("://"), 0);
    if (scheme != TEXT_NONE)
        site = text_skip(site, scheme + 3);
    return terms_url_host(arena_printf(maker->arena, "https://%.*s", TEXT_PRINTF(site)), maker->arena);
}

static struct xc_query *make_date_filter(struct query_maker *maker, const struct query_node *node)
{
    char first[11], last[11];
    if (!query_parse_date(node->text, first, last))
        return NULL; /* query-parse lets no other through */
    if (node->field == FIELD_AFTER)
        return query_make_date_range(maker, text_of(first), text_from("", 0));
    /* before:2024 ends with the day before its first; "2024-01-00" sorts between the two. */
    struct text bound = arena_copy(maker->arena, text_of(first));
    ((char *)bound.bytes)[9] = (char)(bound.bytes[9] - 1);
    if (bound.bytes[9] < '0') {
        ((char *)bound.bytes)[9] = '9';
        ((char *)bound.bytes)[8] = (char)(bound.bytes[8] - 1);
    }
    return query_make_date_range(maker, text_from("", 0), bound);
}

static struct xc_query *make_filter(struct query_maker *maker, const struct query_node *node)
{
    struct text value = node->text;
    switch (node->field) {
    case FIELD_TAG:
        return query_make_term(maker, PREFIX_TAG, terms_fold_tag(maker->analyzer, value, maker->arena));
    case FIELD_LANG:
        return query_make_term(maker, PREFIX_LANGUAGE, text_of(language_code(language_from_code(value))));
    case FIELD_KIND:
        return query_make_term(maker, PREFIX_KIND,
                               text_starts_with_ascii_case(value, TEXT("e")) ? TEXT("entry")
                                                                             : TEXT("article"));
    case FIELD_SITE:
        return query_make_term(maker, PREFIX_HOST, site_value(maker, value));
    case FIELD_PATH:
        return query_make_term(maker, PREFIX_PATH, path_value(value));
    case FIELD_BEFORE:
    case FIELD_AFTER:
        return make_date_filter(maker, node);
    }
    return NULL;
}

/* Several values of one field are alternatives; tags and dates must all hold. */
void query_push_tree_filters(struct query_maker *maker, const struct query_node *root,
                             struct query_list *filters)
{
    for (int field = FIELD_TAG; field <= FIELD_AFTER; field++) {
        bool is_alternative =
            field == FIELD_LANG || field == FIELD_KIND || field == FIELD_SITE || field == FIELD_PATH;
        struct query_list values = {0};
        for (size_t i = 0; i < root->n_children; i++) {
            const struct query_node *node = root->children[i];
            if (node->kind == QUERY_FILTER && node->field == (enum query_field)field &&
                node->occur != QUERY_NOT)
                query_list_push(maker, is_alternative ? &values : filters, make_filter(maker, node));
        }
        if (values.n > 0)
            query_list_push(maker, filters, query_make_combined(maker, XC_OR, &values));
    }
}

void query_push_option_filters(struct query_maker *maker, const struct query_filters *options,
                               struct query_list *filters)
{
    if (options->language != LANGUAGE_NONE)
        query_list_push(maker, filters,
                        query_make_term(maker, PREFIX_LANGUAGE, text_of(language_code(options->language))));
    if (options->kind >= 0)
        query_list_push(maker, filters,
                        query_make_term(maker, PREFIX_KIND,
                                        options->kind == HIT_ENTRY ? TEXT("entry") : TEXT("article")));
    for (size_t i = 0; i < options->n_tags; i++)
        query_list_push(maker, filters,
                        query_make_term(maker, PREFIX_TAG,
                                        terms_fold_tag(maker->analyzer, options->tags[i], maker->arena)));
    if (options->since.size > 0 || options->until.size > 0)
        query_list_push(maker, filters, query_make_date_range(maker, options->since, options->until));
}

/* ---- clauses ---- */

static struct xc_query *make_text_clause(struct query_maker *maker, const struct expanded_leaf *leaf)
{
    struct query_list all = {0}, any = {0};
    uint32_t word = leaf->leaf->first_word, end = word + leaf->leaf->n_words;
    while (word < end) {
        struct xc_query *held = NULL;
        if (!query_make_typed(maker, leaf, &word, &held))
            return NULL;
        query_list_push(maker, &all, held);
    }
    if (all.n > 0)
        return query_make_combined(maker, XC_AND, &all);
    query_push_ranked(maker, leaf, &any); /* question words alone */
    return any.n > 0 ? query_make_combined(maker, XC_OR, &any) : NULL;
}

static struct xc_query *make_group_clause(struct query_maker *maker, const struct query_node *node)
{
    struct query_list held = {0}, excluded = {0};
    bool is_or = node->kind == QUERY_OR;
    for (size_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        struct xc_query *clause = query_make_clause(maker, child);
        if (clause == NULL && !is_or && child->occur != QUERY_NOT)
            return NULL;
        query_list_push(maker, child->occur == QUERY_NOT ? &excluded : &held, clause);
    }
    if (held.n == 0 && (is_or || excluded.n == 0))
        return NULL;
    struct xc_query *query =
        held.n == 0 ? query_make_all(maker) : query_make_combined(maker, is_or ? XC_OR : XC_AND, &held);
    return excluded.n == 0
               ? query
               : query_make_pair(maker, XC_AND_NOT, query, query_make_combined(maker, XC_OR, &excluded));
}

struct xc_query *query_make_clause(struct query_maker *maker, const struct query_node *node)
{
    switch (node->kind) {
    case QUERY_ALL:
    case QUERY_OR:
        return make_group_clause(maker, node);
    case QUERY_TEXT:
        return make_text_clause(maker, query_leaf_of(maker, node));
    case QUERY_PHRASE:
        return make_phrase_filter(maker, query_leaf_of(maker, node));
    case QUERY_PREFIX:
        return query_make_holding(maker, query_leaf_of(maker, node),
                                  query_leaf_of(maker, node)->leaf->first_word);
    case QUERY_TITLE:
        return node->n_children > 0 ? query_make_clause(maker, node->children[0]) : NULL;
    case QUERY_FILTER:
        return make_filter(maker, node);
    }
    return NULL;
}
