/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-compile.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "indexer/terms.h"

enum { MIN_TIER_WORDS = 2, MAX_TIER_WORDS = 4 };

/* Queries that belong to one operator; borrowed from compilation.made. */
struct query_list {
    struct xc_query **queries;
    size_t n, capacity;
};

struct compilation {
    const struct expanded_query *expanded;
    struct analyzer *analyzer;
    struct arena *arena;
    struct compiled_query *compiled;
    struct query_list made; /* every query, to be freed: those that use it share it */
    struct query_list ranked, required, excluded, tier;
    uint32_t n_phrase_rows;
    size_t phrase_capacity, term_capacity, prefix_capacity, snippet_phrase_capacity;
    struct error *error;
    int failed; /* negative: `error` is filled, and every query made from then on is NULL */
};

/* ---- making queries ---- */

static void push(struct compilation *compilation, struct query_list *list, struct xc_query *query)
{
    if (query != NULL)
        *ARENA_PUSH(compilation->arena, list->queries, list->n, list->capacity) = query;
}

/* Take over what a call of xapian-c made. */
static struct xc_query *keep(struct compilation *compilation, int result, struct xc_query *query,
                             const struct xc_error *xc_error)
{
    if (result < 0) {
        if (compilation->failed == 0)
            compilation->failed = error_from_xc(compilation->error, xc_error);
        return NULL;
    }
    push(compilation, &compilation->made, query);
    return query;
}

static struct xc_query *make_term(struct compilation *compilation, enum schema_prefix prefix,
                                  struct text term)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    int result = xc_query_term(schema_term(prefix, term, compilation->arena), &query, &xc_error);
    return keep(compilation, result, query, &xc_error);
}

static struct xc_query *make_combined(struct compilation *compilation, enum xc_operator operation,
                                      const struct query_list *list)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    if (compilation->failed < 0)
        return NULL;
    if (list->n == 1)
        return list->queries[0];
    int result = xc_query_combine(operation, (const struct xc_query *const *)list->queries, list->n, 0,
                                  &query, &xc_error);
    return keep(compilation, result, query, &xc_error);
}

static struct xc_query *make_pair(struct compilation *compilation, enum xc_operator operation,
                                  struct xc_query *left, struct xc_query *right)
{
    struct xc_query *both[] = {left, right};
    struct query_list list = {both, 2, 2};
    return left == NULL || right == NULL ? NULL : make_combined(compilation, operation, &list);
}

static struct xc_query *make_scaled(struct compilation *compilation, struct xc_query *query, double factor)
{
    struct xc_query *scaled = NULL;
    struct xc_error xc_error;
    if (query == NULL || factor == 1)
        return query;
    int result = xc_query_scale(query, factor, &scaled, &xc_error);
    return keep(compilation, result, scaled, &xc_error);
}

static struct xc_query *make_fixed(struct compilation *compilation, struct xc_query *query, double weight)
{
    struct xc_query *fixed = NULL;
    struct xc_error xc_error;
    if (query == NULL)
        return NULL;
    int result = xc_query_fixed(query, weight, &fixed, &xc_error);
    return keep(compilation, result, fixed, &xc_error);
}

static struct xc_query *make_all(struct compilation *compilation)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    int result = xc_query_all(&query, &xc_error);
    return keep(compilation, result, query, &xc_error);
}

static struct xc_query *make_date_range(struct compilation *compilation, struct text since, struct text until)
{
    struct xc_query *query = NULL;
    struct xc_error xc_error;
    struct text low = since.size > 0 ? since : TEXT("0000-00-00"),
                high = until.size > 0 ? until : TEXT("9999-99-99");
    int result = xc_query_value_range(SLOT_DATE, to_xc(low), to_xc(high), &query, &xc_error);
    return keep(compilation, result, query, &xc_error);
}

/* ---- leaves ---- */

static const struct expanded_leaf *leaf_of(const struct compilation *compilation,
                                           const struct query_node *node)
{
    const struct expanded_query *expanded = compilation->expanded;
    for (size_t i = 0; i < expanded->analyzed->n_leaves; i++)
        if (expanded->leaves[i].leaf->node == node)
            return &expanded->leaves[i];
    abort(); /* query_analyze() gives every leaf of the tree */
}

static enum schema_prefix prefix_of(const struct expanded_leaf *leaf)
{
    return leaf->leaf->in_title ? PREFIX_TITLE : PREFIX_NONE;
}

static void push_ranked(struct compilation *compilation, const struct expanded_leaf *leaf,
                        struct query_list *ranked)
{
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->frequency == 0 || term->is_cut)
            continue;
        struct xc_query *query = make_term(compilation, prefix_of(leaf), term->term);
        push(compilation, ranked, make_scaled(compilation, query, term->weight));
    }
}

/* All terms of one kind that belong to a word; false when there are none, or one of them is nowhere. */
static bool push_all_of_kind(struct compilation *compilation, const struct expanded_leaf *leaf, uint32_t word,
                             enum token_kind kind, struct query_list *list)
{
    bool is_any = false;
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        if (term->word != word || term->kind != kind)
            continue;
        if (term->frequency == 0)
            return false;
        push(compilation, list, make_term(compilation, prefix_of(leaf), term->term));
        is_any = true;
    }
    return is_any;
}

/* What a unit has that holds a word: its term (or one it expands to), all its bigrams, or all its parts. NULL: no unit does. */
static struct xc_query *make_holding(struct compilation *compilation, const struct expanded_leaf *leaf,
                                     uint32_t word)
{
    static const enum token_kind substitutes[] = {TOKEN_BIGRAM, TOKEN_PART};
    struct query_list any = {0};
    for (size_t i = 0; i < leaf->n_terms; i++)
        if (leaf->terms[i].word == word && leaf->terms[i].kind == TOKEN_WORD && leaf->terms[i].frequency > 0)
            push(compilation, &any, make_term(compilation, prefix_of(leaf), leaf->terms[i].term));
    for (size_t s = 0; s < sizeof substitutes / sizeof *substitutes; s++) {
        struct query_list all = {0};
        if (push_all_of_kind(compilation, leaf, word, substitutes[s], &all))
            push(compilation, &any, make_combined(compilation, XC_AND, &all));
    }
    return any.n > 0 ? make_combined(compilation, XC_OR, &any) : NULL;
}

/* Question words, and single characters of Chinese and Korean, which may stand inside a longer word, are not asked of a unit. */
static bool is_asked_of_units(const struct expanded_leaf *leaf, uint32_t word)
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

/* ---- phrases ---- */

/* Terms that a text with the phrase must have: its Latin words, and those two characters of Korean and Chinese that stand together in
 * it. Not the stem of its last word: that is cut after an ending which another text has not. */
static struct xc_query *make_phrase_filter(struct compilation *compilation, const struct expanded_leaf *leaf)
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
        push(compilation, &all, make_term(compilation, prefix_of(leaf), term->term));
    }
    return all.n > 0 ? make_combined(compilation, XC_AND, &all) : make_all(compilation);
}

/* Into the latest row of phrases. */
static void add_phrase(struct compilation *compilation, const struct query_node *phrase, bool is_excluded)
{
    struct compiled_query *compiled = compilation->compiled;
    const struct query_leaf *leaf = leaf_of(compilation, phrase)->leaf;
    *ARENA_PUSH(compilation->arena, compiled->phrases, compiled->n_phrases, compilation->phrase_capacity) =
        (struct required_phrase){leaf->folded, leaf->in_title, is_excluded, compilation->n_phrase_rows};
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

static struct text site_value(struct compilation *compilation, struct text site)
{
    size_t scheme = text_find(site, TEXT("://"), 0);
    if (scheme != TEXT_NONE)
        site = text_skip(site, scheme + 3);
    return terms_url_host(arena_printf(compilation->arena, "https://%.*s", TEXT_PRINTF(site)),
                          compilation->arena);
}

static struct xc_query *make_date_filter(struct compilation *compilation, const struct query_node *node)
{
    char first[11], last[11];
    if (!query_parse_date(node->text, first, last))
        return NULL; /* query-parse lets no other through */
    if (node->field == FIELD_AFTER)
        return make_date_range(compilation, text_of(first), text_from("", 0));
    /* before:2024 ends with the day before its first; "2024-01-00" sorts between the two. */
    struct text bound = arena_copy(compilation->arena, text_of(first));
    ((char *)bound.bytes)[9] = (char)(bound.bytes[9] - 1);
    if (bound.bytes[9] < '0') {
        ((char *)bound.bytes)[9] = '9';
        ((char *)bound.bytes)[8] = (char)(bound.bytes[8] - 1);
    }
    return make_date_range(compilation, text_from("", 0), bound);
}

static struct xc_query *make_filter(struct compilation *compilation, const struct query_node *node)
{
    struct text value = node->text;
    switch (node->field) {
    case FIELD_TAG:
        return make_term(compilation, PREFIX_TAG,
                         terms_fold_tag(compilation->analyzer, value, compilation->arena));
    case FIELD_LANG:
        return make_term(compilation, PREFIX_LANGUAGE, text_of(language_code(language_from_code(value))));
    case FIELD_KIND:
        return make_term(compilation, PREFIX_KIND,
                         text_starts_with_ascii_case(value, TEXT("e")) ? TEXT("entry") : TEXT("article"));
    case FIELD_SITE:
        return make_term(compilation, PREFIX_HOST, site_value(compilation, value));
    case FIELD_PATH:
        return make_term(compilation, PREFIX_PATH, path_value(value));
    case FIELD_BEFORE:
    case FIELD_AFTER:
        return make_date_filter(compilation, node);
    }
    return NULL;
}

/* Several values of one field are alternatives; tags and dates must all hold. */
static void push_tree_filters(struct compilation *compilation, const struct query_node *root,
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
                push(compilation, is_alternative ? &values : filters, make_filter(compilation, node));
        }
        if (values.n > 0)
            push(compilation, filters, make_combined(compilation, XC_OR, &values));
    }
}

static void push_option_filters(struct compilation *compilation, const struct query_filters *options,
                                struct query_list *filters)
{
    if (options->language != LANGUAGE_NONE)
        push(compilation, filters,
             make_term(compilation, PREFIX_LANGUAGE, text_of(language_code(options->language))));
    if (options->kind >= 0)
        push(compilation, filters,
             make_term(compilation, PREFIX_KIND,
                       options->kind == HIT_ENTRY ? TEXT("entry") : TEXT("article")));
    for (size_t i = 0; i < options->n_tags; i++)
        push(compilation, filters,
             make_term(compilation, PREFIX_TAG,
                       terms_fold_tag(compilation->analyzer, options->tags[i], compilation->arena)));
    if (options->since.size > 0 || options->until.size > 0)
        push(compilation, filters, make_date_range(compilation, options->since, options->until));
}

/* ---- clauses ---- */

/* What a unit must have for the clause to hold in it; NULL: none has it. */
static struct xc_query *make_clause(struct compilation *compilation, const struct query_node *node);

static struct xc_query *make_text_clause(struct compilation *compilation, const struct expanded_leaf *leaf)
{
    struct query_list all = {0};
    for (uint32_t w = 0; w < leaf->leaf->n_words; w++) {
        uint32_t word = leaf->leaf->first_word + w;
        if (!is_asked_of_units(leaf, word))
            continue;
        struct xc_query *holding = make_holding(compilation, leaf, word);
        if (holding == NULL)
            return NULL;
        push(compilation, &all, holding);
    }
    if (all.n == 0) /* question words alone */
        push_ranked(compilation, leaf, &all);
    return all.n > 0 ? make_combined(compilation, XC_AND, &all) : NULL;
}

static struct xc_query *make_group_clause(struct compilation *compilation, const struct query_node *node)
{
    struct query_list held = {0}, excluded = {0};
    bool is_or = node->kind == QUERY_OR;
    for (size_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        struct xc_query *clause = make_clause(compilation, child);
        if (clause == NULL && !is_or && child->occur != QUERY_NOT)
            return NULL;
        push(compilation, child->occur == QUERY_NOT ? &excluded : &held, clause);
    }
    if (held.n == 0 && (is_or || excluded.n == 0))
        return NULL;
    struct xc_query *query =
        held.n == 0 ? make_all(compilation) : make_combined(compilation, is_or ? XC_OR : XC_AND, &held);
    return excluded.n == 0
               ? query
               : make_pair(compilation, XC_AND_NOT, query, make_combined(compilation, XC_OR, &excluded));
}

static struct xc_query *make_clause(struct compilation *compilation, const struct query_node *node)
{
    switch (node->kind) {
    case QUERY_ALL:
    case QUERY_OR:
        return make_group_clause(compilation, node);
    case QUERY_TEXT:
        return make_text_clause(compilation, leaf_of(compilation, node));
    case QUERY_PHRASE:
        return make_phrase_filter(compilation, leaf_of(compilation, node));
    case QUERY_PREFIX:
        return make_holding(compilation, leaf_of(compilation, node),
                            leaf_of(compilation, node)->leaf->first_word);
    case QUERY_TITLE:
        return node->n_children > 0 ? make_clause(compilation, node->children[0]) : NULL;
    case QUERY_FILTER:
        return make_filter(compilation, node);
    }
    return NULL;
}

/* ---- what the excerpt marks ---- */

static void add_snippet_leaf(struct compilation *compilation, const struct expanded_leaf *leaf)
{
    struct snippet_query *snippet = &compilation->compiled->snippet;
    struct arena *arena = compilation->arena;
    double phrase_weight = 0;
    for (size_t i = 0; i < leaf->n_terms; i++) {
        const struct query_term *term = &leaf->terms[i];
        double rarity = term->frequency > 0 ? query_term_rarity(compilation->expanded, term) : 0;
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
        const struct expanded_leaf *leaf = leaf_of(compilation, node);
        push_ranked(compilation, leaf, &compilation->ranked);
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
        push(compilation, &compilation->excluded, make_clause(compilation, node));
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
        struct xc_query *clause = make_clause(compilation, node);
        add_phrases(compilation, node);
        push(compilation, &compilation->required, clause);
        /* Its words may be too light to rank; a unit that has what is required matches all the same. */
        if (compilation->expanded->is_cut && node->kind != QUERY_FILTER)
            push(compilation, &compilation->ranked, make_scaled(compilation, clause, 0));
        return clause != NULL;
    }
    for (size_t i = 0; node->kind == QUERY_ALL && i < node->n_children; i++)
        if (node->children[i]->occur != QUERY_NOT && !require(compilation, node->children[i]))
            return false;
    return true;
}

/* What a unit must hold for one word of the query as it was typed, between spaces: Chinese without spaces is one word here, however many
 * the dictionary sees in it. `*word` moves to the first word behind it. False when no unit holds it; NULL when it asks nothing. */
static bool make_typed_word(struct compilation *compilation, const struct expanded_leaf *leaf, uint32_t *word,
                            struct xc_query **ret)
{
    struct query_list all = {0};
    uint32_t end = leaf->leaf->first_word + leaf->leaf->n_words;
    do {
        if (!is_asked_of_units(leaf, *word))
            continue;
        struct xc_query *held = make_holding(compilation, leaf, *word);
        if (held == NULL)
            return false;
        push(compilation, &all, held);
    } while (++*word < end && !query_leaf_has_space_before(leaf->leaf, *word));
    *ret = all.n > 0 ? make_combined(compilation, XC_AND, &all) : NULL;
    return true;
}

/* The typed words of a text, until there are too many. False when no unit holds one of them. */
static bool push_typed_words(struct compilation *compilation, const struct expanded_leaf *leaf)
{
    struct query_list *tier = &compilation->tier;
    uint32_t word = leaf->leaf->first_word, end = word + leaf->leaf->n_words;
    while (word < end && tier->n <= MAX_TIER_WORDS) {
        struct xc_query *held = NULL;
        if (!make_typed_word(compilation, leaf, &word, &held))
            return false;
        push(compilation, tier, held);
    }
    return true;
}

/* What the clauses below a node ask of a unit of the first tier. False when no unit has it. */
static bool push_tier(struct compilation *compilation, const struct query_node *node)
{
    for (size_t i = 0; i < node->n_children; i++) {
        const struct query_node *child = node->children[i];
        if (child->occur == QUERY_NOT)
            continue;
        bool is_held = true;
        if (child->kind == QUERY_OR || child->kind == QUERY_PREFIX) {
            struct xc_query *held = make_clause(compilation, child);
            push(compilation, &compilation->tier, held);
            is_held = held != NULL;
        } else if (child->kind == QUERY_TEXT) {
            is_held = push_typed_words(compilation, leaf_of(compilation, child));
        } else if (child->kind == QUERY_ALL) {
            is_held = push_tier(compilation, child);
        }
        if (!is_held)
            return false;
    }
    return true;
}

static bool has_tier(struct compilation *compilation, const struct query_node *root)
{
    return push_tier(compilation, root) && compilation->tier.n >= MIN_TIER_WORDS &&
           compilation->tier.n <= MAX_TIER_WORDS;
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
                   ? make_all(compilation)
                   : NULL;
    compilation->compiled->is_ranked = true;
    struct xc_query *base = make_combined(compilation, XC_OR, &compilation->ranked);
    if (has_tier(compilation, root)) {
        struct xc_query *all = make_combined(compilation, XC_AND, &compilation->tier);
        base = make_pair(compilation, XC_OR, base, make_fixed(compilation, all, QUERY_TIER_WEIGHT));
    }
    return base;
}

static struct xc_query *make_root(struct compilation *compilation, const struct query_filters *options)
{
    const struct query_node *root = compilation->expanded->analyzed->tree->root;
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
    push_tree_filters(compilation, root, &filters);
    push_option_filters(compilation, options, &filters);

    struct xc_query *query = make_base(compilation, root, options);
    if (query != NULL && compilation->required.n > 0)
        query = make_pair(compilation, XC_FILTER, query,
                          make_combined(compilation, XC_AND, &compilation->required));
    if (query != NULL && filters.n > 0)
        query = make_pair(compilation, XC_FILTER, query, make_combined(compilation, XC_AND, &filters));
    if (query != NULL && compilation->excluded.n > 0)
        query = make_pair(compilation, XC_AND_NOT, query,
                          make_combined(compilation, XC_OR, &compilation->excluded));
    return query;
}

int query_compile(const struct expanded_query *expanded, const struct query_filters *filters,
                  struct analyzer *analyzer, struct arena *arena, struct compiled_query *ret,
                  struct error *error)
{
    *ret = (struct compiled_query){0};
    struct compilation compilation = {
        .expanded = expanded, .analyzer = analyzer, .arena = arena, .compiled = ret, .error = error};
    struct xc_query *root = make_root(&compilation, filters);
    for (size_t i = 0; i < compilation.made.n; i++)
        if (compilation.made.queries[i] != root || compilation.failed < 0)
            xc_query_free(compilation.made.queries[i]);
    if (compilation.failed == 0)
        ret->query = root;
    return compilation.failed;
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
