/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-tiers.h"

#include "indexer/terms.h"

enum { MIN_TIER_WORDS = 2, MAX_TIER_WORDS = 4, MAX_LONE_CHARACTERS = 8 };

/* ---- two to four words ---- */

/* The typed words of a text, until there are too many. False when no unit holds one of them. */
static bool push_typed_words(struct query_maker *maker, const struct expanded_leaf *leaf,
                             struct query_list *tier)
{
    uint32_t word = leaf->leaf->first_word, end = word + leaf->leaf->n_words;
    while (word < end && tier->n <= MAX_TIER_WORDS) {
        struct xc_query *held = NULL;
        if (!query_make_typed(maker, leaf, &word, &held))
            return false;
        query_list_push(maker, tier, held);
    }
    return true;
}

/* What the clauses below a node ask of a unit of the first tier. False when no unit has it. */
static bool push_tier(struct query_maker *maker, const struct query_node *node, struct query_list *tier)
{
    for (size_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        if (child->occur == QUERY_NOT)
            continue;
        bool is_held = true;
        if (child->kind == QUERY_OR || child->kind == QUERY_PREFIX) {
            struct xc_query *held = query_make_clause(maker, child);
            query_list_push(maker, tier, held);
            is_held = held != NULL;
        } else if (child->kind == QUERY_TEXT) {
            is_held = push_typed_words(maker, query_leaf_of(maker, child), tier);
        } else if (child->kind == QUERY_ALL) {
            is_held = push_tier(maker, child, tier);
        }
        if (!is_held)
            return false;
    }
    return true;
}

/* ---- a lone word of Korean or Chinese ---- */

/* Units in which the text stands as a word of its own. */
static struct xc_query *make_whole(struct query_maker *maker, enum schema_prefix prefix, struct text term)
{
    if (prefix != PREFIX_NONE || text_count_code_points(term) != 2)
        return query_make_term(maker, prefix, term);
    return query_make_bits(maker, prefix, term, SCHEMA_WDF_WHOLE);
}

/* 자동미분 stands as words of its own in 자동 미분, too. */
static void push_split(struct query_maker *maker, struct text word, struct query_list *any)
{
    for (size_t at = 0, n = 0; at < word.size; n++) {
        struct text left = text_slice(word, 0, at), right = text_skip(word, at);
        if (n >= 2 && text_count_code_points(right) >= 2) {
            size_t from = at, to = 0;
            text_previous_code_point(left, &from);
            text_next_code_point(right, &to);
            struct xc_query *parts[] = {make_whole(maker, PREFIX_NONE, left),
                                        make_whole(maker, PREFIX_NONE, right),
                                        query_make_term(maker, PREFIX_NONE, text_slice(word, from, at + to))};
            struct query_list all = {parts, 3, 3};
            query_list_push(maker, any, query_make_combined(maker, XC_AND, &all));
        }
        text_next_code_point(word, &at);
    }
}

static bool is_literal_word(const struct query_term *term)
{
    return term->kind == TOKEN_WORD && text_equal(text_of(term->via), TEXT("literal"));
}

/* Nothing but a few characters of Korean or Chinese. */
static bool is_short(const struct expanded_leaf *leaf)
{
    size_t n_characters = 0;
    for (size_t i = 0; i < leaf->n_terms; i++) {
        if (leaf->terms[i].script == SCRIPT_LATIN)
            return false;
        if (is_literal_word(&leaf->terms[i]))
            n_characters += text_count_code_points(leaf->terms[i].term);
    }
    return n_characters <= MAX_LONE_CHARACTERS;
}

/* What a unit has in which the words of the leaf stand as such, side by side. */
static struct xc_query *make_all_whole(struct query_maker *maker, const struct expanded_leaf *leaf)
{
    struct query_list all = {0};
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->kind == TOKEN_CROSS)
            query_list_push(maker, &all, query_make_term(maker, PREFIX_NONE, term->term));
        if (!is_literal_word(term))
            continue;
        struct query_list any = {0};
        query_list_push(maker, &any, make_whole(maker, PREFIX_NONE, term->term));
        if (term->script == SCRIPT_HANGUL)
            push_split(maker, term->term, &any);
        query_list_push(maker, &all, query_make_combined(maker, XC_OR, &any));
    }
    return all.n > 0 ? query_make_combined(maker, XC_AND, &all) : NULL;
}

/* ---- the whole ---- */

/* The text that the whole query is, but for its filters; NULL if it is more. */
static const struct query_node *lone_text(const struct query_node *root)
{
    const struct query_node *found = NULL;
    for (size_t i = 0; i < root->n_children; i++) {
        const struct query_node *node = root->children[i];
        if (node->kind == QUERY_FILTER)
            continue;
        if (found != NULL || node->kind != QUERY_TEXT || node->occur == QUERY_NOT)
            return NULL;
        found = node;
    }
    return found;
}

static bool is_lone_word(const struct expanded_leaf *leaf)
{
    for (uint32_t w = 1; w < leaf->leaf->n_words; w++)
        if (query_leaf_has_space_before(leaf->leaf, leaf->leaf->first_word + w))
            return false;
    return leaf->leaf->n_words > 0;
}

static void push_tiered(struct query_maker *maker, struct xc_query *query, int tier, struct query_list *any)
{
    query_list_push(maker, any, query_make_fixed(maker, query, tier * QUERY_TIER_WEIGHT));
}

static void push_lone_word(struct query_maker *maker, const struct expanded_leaf *leaf,
                           struct query_list *any)
{
    uint32_t first = leaf->leaf->first_word, end = first + leaf->leaf->n_words;
    if (!is_lone_word(leaf) || !is_short(leaf))
        return;
    push_tiered(maker, make_all_whole(maker, leaf), TIER_WHOLE_WORD, any);
    push_tiered(maker, query_make_pairs(maker, leaf, first, end), TIER_HOLDS_ALL, any);
}

static void push_names(struct query_maker *maker, struct text query, struct query_list *any)
{
    struct text name = terms_name_key(maker->analyzer, query, maker->arena);
    if (name.size == 0)
        return;
    push_tiered(maker, query_make_term(maker, PREFIX_NAME, name), TIER_NAME, any);
    push_tiered(maker, query_make_term(maker, PREFIX_PAGE_NAME, name), TIER_PAGE_NAME, any);
}

void query_push_tiers(struct query_maker *maker, const struct query_node *root, struct query_list *any)
{
    struct query_list words = {0};
    const struct query_node *text = lone_text(root);
    if (push_tier(maker, root, &words) && words.n >= MIN_TIER_WORDS && words.n <= MAX_TIER_WORDS)
        push_tiered(maker, query_make_combined(maker, XC_AND, &words), TIER_HOLDS_ALL, any);
    if (text == NULL)
        return;
    push_lone_word(maker, query_leaf_of(maker, text), any);
    push_names(maker, text->text, any);
}
