/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-compile.h"

#include "searcher/query-tiers.h"

struct compilation {
    struct query_maker maker;
    struct compiled_query *compiled;
    struct query_list ranked, required, excluded;
    uint32_t n_phrase_rows;
    size_t phrase_capacity, term_capacity, prefix_capacity, snippet_phrase_capacity;
};

/* ---- what ranks ---- */

/* Into the latest row of phrases. */
static void add_phrase(struct compilation *compilation, const struct query_node *phrase, bool is_excluded)
{
    struct compiled_query *compiled = compilation->compiled;
    const struct query_leaf *leaf = query_leaf_of(&compilation->maker, phrase)->leaf;
    *ARENA_PUSH(compilation->maker.arena, compiled->phrases, compiled->n_phrases,
                compilation->phrase_capacity) =
        (struct required_phrase){leaf->folded, leaf->in_title, is_excluded, compilation->n_phrase_rows};
}

/* ---- what the excerpt marks ---- */

static void add_snippet_leaf(struct compilation *compilation, const struct expanded_leaf *leaf)
{
    struct snippet_query *snippet = &compilation->compiled->snippet;
    struct arena *arena = compilation->maker.arena;
    double phrase_weight = 0;
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        double rarity = term->frequency > 0 ? query_term_rarity(compilation->maker.expanded, term) : 0;
        double weight = term->weight * rarity;
        phrase_weight += weight;
        *ARENA_PUSH(arena, snippet->terms, snippet->n_terms, compilation->term_capacity) =
            (struct snippet_term){term->term, weight, term->kind, term->word};
    }
    if (leaf->leaf->node->kind == QUERY_PREFIX)
        *ARENA_PUSH(arena, snippet->prefixes, snippet->n_prefixes, compilation->prefix_capacity) =
            leaf->leaf->folded;
    if (leaf->leaf->node->kind == QUERY_PHRASE && leaf->leaf->folded.size > 0)
        *ARENA_PUSH(arena, snippet->phrases, snippet->n_phrases, compilation->snippet_phrase_capacity) =
            (struct snippet_phrase){leaf->leaf->folded, phrase_weight + 1};
}

/* Every leaf below a clause that is not excluded ranks and is marked. */
static void rank_clause(struct compilation *compilation, const struct query_node *node)
{
    if (node->kind == QUERY_TEXT || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX) {
        const struct expanded_leaf *leaf = query_leaf_of(&compilation->maker, node);
        query_push_ranked(&compilation->maker, leaf, &compilation->ranked);
        add_snippet_leaf(compilation, leaf);
    }
    for (size_t i = 0; i < node->n_children; i++)
        if (node->children[i]->occur != QUERY_NOT)
            rank_clause(compilation, node->children[i]);
}

/* ---- the whole ---- */

static const struct query_node *phrase_of(const struct query_node *node)
{
    if (node->kind == QUERY_TITLE && node->n_children > 0)
        node = node->children[0];
    return node->kind == QUERY_PHRASE ? node : NULL;
}

static void exclude(struct compilation *compilation, const struct query_node *node)
{
    const struct query_node *phrase = phrase_of(node);
    if (phrase != NULL) {
        compilation->n_phrase_rows++;
        add_phrase(compilation, phrase, true);
    } else if (node->kind == QUERY_OR) {
        for (size_t i = 0; i < node->n_children; i++)
            exclude(compilation, node->children[i]);
    } else {
        query_list_push(&compilation->maker, &compilation->excluded,
                        query_make_clause(&compilation->maker, node));
    }
}

/* The phrases that a unit's text must have for a clause to hold. */
static void add_phrases(struct compilation *compilation, const struct query_node *node)
{
    const struct query_node *phrase = phrase_of(node);
    if (phrase != NULL) {
        compilation->n_phrase_rows++;
        add_phrase(compilation, phrase, false);
    } else if (node->kind == QUERY_OR) {
        for (size_t i = 0; i < node->n_children; i++)
            if (phrase_of(node->children[i]) == NULL)
                return;
        compilation->n_phrase_rows++;
        for (size_t i = 0; i < node->n_children; i++)
            add_phrase(compilation, phrase_of(node->children[i]), false);
    } else if (node->kind == QUERY_ALL) {
        for (size_t i = 0; i < node->n_children; i++)
            if (node->children[i]->occur != QUERY_NOT)
                add_phrases(compilation, node->children[i]);
    }
}

static bool is_required(const struct query_node *node)
{
    if (node->occur == QUERY_MUST || node->kind == QUERY_TITLE || node->kind == QUERY_PHRASE)
        return true;
    for (size_t i = 0; node->kind == QUERY_OR && i < node->n_children; i++)
        if (is_required(node->children[i]))
            return true;
    return false;
}

/* False when the clause is required and nothing holds it. */
static bool require(struct compilation *compilation, const struct query_node *node)
{
    if (is_required(node)) {
        struct xc_query *clause = query_make_clause(&compilation->maker, node);
        add_phrases(compilation, node);
        query_list_push(&compilation->maker, &compilation->required, clause);
        /* Its words may be too light to rank; a unit that has what is required matches all the same. */
        if (compilation->maker.expanded->is_cut && node->kind != QUERY_FILTER)
            query_list_push(&compilation->maker, &compilation->ranked,
                            query_make_scaled(&compilation->maker, clause, 0));
        return clause != NULL;
    }
    for (size_t i = 0; node->kind == QUERY_ALL && i < node->n_children; i++)
        if (node->children[i]->occur != QUERY_NOT && !require(compilation, node->children[i]))
            return false;
    return true;
}

/* Whether some clause asks for words, were it only one of punctuation. */
static bool asks_for_words(const struct query_node *root)
{
    for (size_t i = 0; i < root->n_children; i++)
        if (root->children[i]->occur != QUERY_NOT && root->children[i]->kind != QUERY_FILTER)
            return true;
    return false;
}

/* Of an empty query on its own nothing is wanted. */
static bool is_filtered(const struct query_node *root, const struct query_filters *options)
{
    return root->n_children > 0 || options->language != LANGUAGE_NONE || options->kind >= 0 ||
           options->n_tags > 0 || options->since.size > 0 || options->until.size > 0;
}

static struct xc_query *make_base(struct compilation *compilation, const struct query_node *root,
                                  const struct query_filters *options)
{
    /* Without a word to rank by, the rest of the query says what is wanted of all units; words that are nowhere find nothing. */
    if (compilation->ranked.n == 0)
        return compilation->required.n > 0 || (!asks_for_words(root) && is_filtered(root, options))
                   ? query_make_all(&compilation->maker)
                   : NULL;
    compilation->compiled->is_ranked = true;
    struct query_list any = {0};
    query_list_push(&compilation->maker, &any,
                    query_make_combined(&compilation->maker, XC_OR, &compilation->ranked));
    query_push_tiers(&compilation->maker, root, &any);
    return query_make_combined(&compilation->maker, XC_OR, &any);
}

static struct xc_query *make_root(struct compilation *compilation, const struct query_filters *options)
{
    const struct query_node *root = compilation->maker.expanded->analyzed->tree->root;
    struct query_list filters = {0};
    for (size_t i = 0; i < root->n_children; i++) {
        const struct query_node *node = root->children[i];
        if (node->occur == QUERY_NOT)
            exclude(compilation, node);
        else if (node->kind != QUERY_FILTER) {
            rank_clause(compilation, node);
            if (!require(compilation, node))
                return NULL;
        }
    }
    query_push_tree_filters(&compilation->maker, root, &filters);
    query_push_option_filters(&compilation->maker, options, &filters);

    struct xc_query *query = make_base(compilation, root, options);
    if (query != NULL && compilation->required.n > 0)
        query = query_make_pair(&compilation->maker, XC_FILTER, query,
                                query_make_combined(&compilation->maker, XC_AND, &compilation->required));
    if (query != NULL && filters.n > 0)
        query = query_make_pair(&compilation->maker, XC_FILTER, query,
                                query_make_combined(&compilation->maker, XC_AND, &filters));
    if (query != NULL && compilation->excluded.n > 0)
        query = query_make_pair(&compilation->maker, XC_AND_NOT, query,
                                query_make_combined(&compilation->maker, XC_OR, &compilation->excluded));
    return query;
}

int query_compile(const struct expanded_query *expanded, const struct query_filters *filters,
                  struct analyzer *analyzer, struct arena *arena, struct compiled_query *ret,
                  struct error *error)
{
    *ret = (struct compiled_query){0};
    struct compilation compilation = {
        .maker = {.expanded = expanded, .analyzer = analyzer, .arena = arena, .error = error},
        .compiled = ret};
    struct xc_query *root = make_root(&compilation, filters);
    if (compilation.maker.failed == 0)
        ret->query = root;
    query_maker_clear(&compilation.maker, ret->query);
    return compilation.maker.failed;
}

void compiled_query_clear(struct compiled_query *compiled)
{
    xc_query_free(compiled->query);
    compiled->query = NULL;
}

int compiled_query_describe(const struct compiled_query *compiled, struct buffer *out, struct error *error)
{
    struct xc_buffer text = {0};
    struct xc_error xc_error;
    if (compiled->query == NULL) {
        buffer_append_string(out, "nothing\n");
        return 0;
    }
    if (xc_query_describe(compiled->query, &text, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    buffer_printf(out, "%s\n", text.bytes);
    xc_buffer_clear(&text);
    for (size_t i = 0; i < compiled->n_phrases; i++)
        buffer_printf(out, "%s phrase \"%.*s\"%s\n", compiled->phrases[i].is_excluded ? "without" : "with",
                      TEXT_PRINTF(compiled->phrases[i].folded),
                      compiled->phrases[i].in_title ? " in its title" : "");
    return 0;
}
