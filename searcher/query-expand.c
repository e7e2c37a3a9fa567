/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-expand.h"

#include <math.h>
#include <stdlib.h>

#include "base/cleanup.h"

/* What words that only begin with a single character weigh beside the character as a word of its own. */
static const double first_character_weight = 0.3;

/* Of a query of one word nothing but its form tells import from important, and a title of the one must not beat a text with the
 * other. */
static const double only_exact_weight = 1;

/* What a word written apart or together otherwise weighs beside the word as it was typed, when units have that: less, or pages about
 * "use state" would come before those about useState. */
static const double compound_weight = 0.3;

struct expansion {
    const struct expanded_query *query;
    struct xc_database *database;
    struct arena *arena;
    struct expanded_leaf *leaf;
    size_t capacity;
    struct error *error;
};

static enum schema_prefix prefix_of(const struct query_leaf *leaf)
{
    return leaf->in_title ? PREFIX_TITLE : PREFIX_NONE;
}

static int frequency_of(struct expansion *expansion, struct text term, uint32_t *ret)
{
    struct xc_error xc_error;
    struct xc_text full = schema_term(prefix_of(expansion->leaf->leaf), term, expansion->arena);
    if (xc_database_term_frequency(expansion->database, full, ret, &xc_error) < 0)
        return error_from_xc(expansion->error, &xc_error);
    return 0;
}

/* A term of the leaf; added to the one that is there already. */
static void add_term(struct expansion *expansion, struct query_term term)
{
    struct expanded_leaf *leaf = expansion->leaf;
    for (size_t i = 0; i < leaf->n_terms; i++) {
        struct query_term *known = &leaf->terms[i];
        if (text_equal(known->term, term.term) && known->word == term.word) {
            known->weight += term.weight;
            return;
        }
    }
    *ARENA_PUSH(expansion->arena, leaf->terms, leaf->n_terms, expansion->capacity) = term;
}

/* ---- prefixes ---- */

struct candidate {
    struct text term;
    uint32_t frequency;
};

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->frequency != right->frequency)
        return left->frequency < right->frequency ? 1 : -1;
    return text_compare(left->term, right->term);
}

struct candidates {
    struct candidate *items;
    size_t n, capacity;
};

/* Pairs begin with a word without being one. */
static bool is_word_term(struct text term)
{
    return term.size > 0 && text_find_byte(term, ' ', 0) == TEXT_NONE;
}

static int read_candidates(struct expansion *expansion, struct text prefix, struct candidates *candidates)
{
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    struct xc_error xc_error;
    struct xc_text full = schema_term(prefix_of(expansion->leaf->leaf), prefix, expansion->arena);
    size_t head = full.size - prefix.size;
    struct xc_term term;
    int more = xc_terms_open(expansion->database, full, &terms, &xc_error);
    if (more < 0)
        return error_from_xc(expansion->error, &xc_error);
    while ((more = xc_terms_next(terms, &term, &xc_error)) > 0) {
        struct text name = text_skip(from_xc(term.name), head);
        if (is_word_term(name))
            *ARENA_PUSH(expansion->arena, candidates->items, candidates->n, candidates->capacity) =
                (struct candidate){arena_copy(expansion->arena, name), term.documents};
    }
    return more < 0 ? error_from_xc(expansion->error, &xc_error) : 0;
}

/* The terms that begin with `prefix`, those in most documents, as long as there is room. */
static int add_prefixed(struct expansion *expansion, struct text prefix, struct query_term sample,
                        size_t *room)
{
    struct candidates candidates = {0};
    if (read_candidates(expansion, prefix, &candidates) < 0)
        return -1;
    if (candidates.n > 1)
        qsort(candidates.items, candidates.n, sizeof *candidates.items, compare_candidates);
    for (size_t i = 0; i < candidates.n && *room != 0; i++, --*room) {
        sample.term = candidates.items[i].term;
        sample.frequency = candidates.items[i].frequency;
        add_term(expansion, sample);
    }
    return 0;
}

/* Words as they were written come behind stems, for prefixes that reach into an ending: universit*. */
static int expand_prefix(struct expansion *expansion, struct text prefix, struct query_term sample)
{
    size_t room = EXPAND_MAX_PREFIX_TERMS;
    struct text exact = arena_printf(expansion->arena, "=%.*s", TEXT_PRINTF(prefix));
    if (add_prefixed(expansion, prefix, sample, &room) < 0)
        return -1;
    return add_prefixed(expansion, exact, sample, &room);
}

/* ---- tokens ---- */

static bool is_single_character(const struct token *token)
{
    size_t offset = 0;
    if (token->kind != TOKEN_WORD || token->script == SCRIPT_LATIN || token->term.size == 0)
        return false;
    text_next_code_point(token->term, &offset);
    return offset == token->term.size;
}

static int expand_tokens(struct expansion *expansion, uint32_t first_word)
{
    const struct token_list *list = &expansion->leaf->leaf->tokens;
    uint32_t *word_numbers = ARENA_NEW(expansion->arena, uint32_t, list->n_tokens + 1);
    bool *is_known = ARENA_NEW(expansion->arena, bool, list->n_tokens + 1); /* by index of a word's token */
    uint32_t next_word = first_word;
    bool is_only_word = expansion->leaf->leaf->n_words == 1;
    bool is_only_of_query = expansion->query->analyzed->n_words == 1;
    for (size_t i = 0; i < list->n_tokens; i++) {
        const struct token *token = &list->tokens[i];
        uint32_t frequency;
        if (frequency_of(expansion, token->term, &frequency) < 0)
            return -1;
        if (token->kind == TOKEN_WORD) {
            word_numbers[i] = next_word++;
            is_known[i] = frequency > 0;
        }
        struct query_term term = {.term = token->term,
                                  .in_title = expansion->leaf->leaf->in_title,
                                  .weight = is_known[token->word] ? token->weight : token->weight_if_unknown,
                                  .frequency = frequency,
                                  .word = word_numbers[token->word],
                                  .kind = token->kind,
                                  .script = token->script,
                                  .is_question = token->is_question,
                                  .via = "literal"};
        if (token->kind == TOKEN_EXACT && is_only_of_query)
            term.weight = only_exact_weight;
        add_term(expansion, term);
        if (is_only_word && is_single_character(token)) {
            term.weight *= first_character_weight;
            term.via = "prefix";
            if (expand_prefix(expansion, token->term, term) < 0)
                return -1;
        }
    }
    return 0;
}

/* ---- compounds ---- */

static struct query_term *find_word(struct expanded_leaf *leaf, uint32_t word)
{
    for (size_t i = 0; i < leaf->n_terms; i++)
        if (leaf->terms[i].word == word && leaf->terms[i].kind == TOKEN_WORD)
            return &leaf->terms[i];
    return NULL;
}

/* The compound as another form of one of its words. Pairs of neighbours are rare as such, which makes none of them better than the
 * word. */
static void add_compound(struct expansion *expansion, const struct query_compound *compound,
                         uint32_t frequency, uint32_t word)
{
    const struct query_term *written = find_word(expansion->leaf, word);
    if (written == NULL)
        return;
    struct query_term term = *written;
    term.term = compound->term;
    term.frequency = frequency;
    term.weight /= compound->n_words;
    term.via = "compound";
    if (written->frequency > 0)
        term.weight *= compound_weight * fmin(1, query_term_rarity(expansion->query, written) /
                                                     query_term_rarity(expansion->query, &term));
    add_term(expansion, term);
}

static int expand_compounds(struct expansion *expansion)
{
    const struct query_leaf *leaf = expansion->leaf->leaf;
    for (size_t i = 0; i < leaf->compounds.n_items; i++) {
        const struct query_compound *compound = &leaf->compounds.items[i];
        uint32_t frequency;
        if (frequency_of(expansion, compound->term, &frequency) < 0)
            return -1;
        for (uint32_t w = 0; frequency > 0 && w < compound->n_words; w++)
            add_compound(expansion, compound, frequency, leaf->first_word + compound->first_word + w);
    }
    return 0;
}

static int expand_leaf(struct expansion *expansion)
{
    const struct query_leaf *leaf = expansion->leaf->leaf;
    if (leaf->node->kind != QUERY_PREFIX)
        return expand_tokens(expansion, leaf->first_word) < 0 ? -1 : expand_compounds(expansion);
    struct query_term sample = {.in_title = leaf->in_title,
                                .weight = 1,
                                .word = leaf->first_word,
                                .kind = TOKEN_WORD,
                                .via = "prefix"};
    return expand_prefix(expansion, leaf->folded, sample);
}

/* ---- the limit ---- */

double query_term_rarity(const struct expanded_query *query, const struct query_term *term)
{
    double n = term->frequency, all = query->n_documents > term->frequency ? query->n_documents : n;
    return log(1 + (all - n + 0.5) / (n + 0.5));
}

static int compare_doubles_down(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left < right) - (left > right);
}

static double value_of(const struct expanded_query *query, const struct query_term *term)
{
    return term->weight * query_term_rarity(query, term);
}

static void keep_heaviest(struct expanded_query *query, struct arena *arena)
{
    size_t n_terms = 0, n = 0;
    for (size_t l = 0; l < query->analyzed->n_leaves; l++)
        n_terms += query->leaves[l].n_terms;
    double *values = ARENA_NEW(arena, double, n_terms + 1);
    for (size_t l = 0; l < query->analyzed->n_leaves; l++)
        for (size_t t = 0; t < query->leaves[l].n_terms; t++)
            if (query->leaves[l].terms[t].frequency > 0)
                values[n++] = value_of(query, &query->leaves[l].terms[t]);
    if (n <= QUERY_MAX_TERMS)
        return;
    qsort(values, n, sizeof *values, compare_doubles_down);
    double least = values[QUERY_MAX_TERMS - 1];
    size_t n_kept = 0;
    for (size_t l = 0; l < query->analyzed->n_leaves; l++)
        for (size_t t = 0; t < query->leaves[l].n_terms; t++) {
            struct query_term *term = &query->leaves[l].terms[t];
            if (term->frequency == 0) /* costs nothing to run */
                continue;
            term->is_cut = n_kept == QUERY_MAX_TERMS || value_of(query, term) < least;
            n_kept += !term->is_cut;
        }
    query->is_cut = true;
}

int query_expand(const struct analyzed_query *analyzed, struct xc_database *database, struct arena *arena,
                 struct expanded_query *ret, struct error *error)
{
    struct xc_error xc_error;
    *ret = (struct expanded_query){.analyzed = analyzed};
    if (xc_database_count(database, &ret->n_documents, &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    ret->leaves = ARENA_NEW(arena, struct expanded_leaf, analyzed->n_leaves);
    for (size_t i = 0; i < analyzed->n_leaves; i++) {
        ret->leaves[i].leaf = &analyzed->leaves[i];
        struct expansion expansion = {ret, database, arena, &ret->leaves[i], 0, error};
        if (expand_leaf(&expansion) < 0)
            return -1;
    }
    keep_heaviest(ret, arena);
    return 0;
}

void expanded_query_describe(const struct expanded_query *query, struct buffer *out)
{
    buffer_printf(out, "documents %u%s\n", query->n_documents,
                  query->is_cut ? ", cut to the heaviest terms" : "");
    for (size_t l = 0; l < query->analyzed->n_leaves; l++) {
        const struct expanded_leaf *leaf = &query->leaves[l];
        buffer_printf(out, "leaf %zu%s\n", l, leaf->leaf->in_title ? " title" : "");
        for (size_t t = 0; t < leaf->n_terms; t++) {
            const struct query_term *term = &leaf->terms[t];
            buffer_printf(out, "  word %u  %-6s %.*s  %.2f  in %u  %s%s\n", term->word,
                          token_kind_name(term->kind), TEXT_PRINTF(term->term), term->weight, term->frequency,
                          term->via, term->is_cut ? "  cut" : "");
        }
    }
}
