/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-expand.h"

#include <math.h>
#include <stdlib.h>

#include "base/cleanup.h"

/* What words that only begin with a single character weigh beside the character as a word of its own. */
static const double first_character_weight = 0.3;

struct expansion {
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

/* Pairs and exact forms begin with a word without being one. */
static bool is_word_term(struct text term)
{
    return term.size > 0 && term.bytes[0] != '=' && text_find_byte(term, ' ', 0) == TEXT_NONE;
}

/* The terms that begin with `prefix`, those in most documents. */
static int expand_prefix(struct expansion *expansion, struct text prefix, struct query_term sample)
{
    cleanup(xc_terms_closep) struct xc_terms *terms = NULL;
    struct xc_error xc_error;
    struct xc_text full = schema_term(prefix_of(expansion->leaf->leaf), prefix, expansion->arena);
    size_t head = full.size - prefix.size, n = 0, capacity = 0;
    struct candidate *candidates = NULL;
    struct xc_term term;
    int more = xc_terms_open(expansion->database, full, &terms, &xc_error);
    if (more < 0)
        return error_from_xc(expansion->error, &xc_error);
    while ((more = xc_terms_next(terms, &term, &xc_error)) > 0) {
        struct text name = text_skip(from_xc(term.name), head);
        if (is_word_term(name))
            *ARENA_PUSH(expansion->arena, candidates, n, capacity) =
                (struct candidate){arena_copy(expansion->arena, name), term.documents};
    }
    if (more < 0)
        return error_from_xc(expansion->error, &xc_error);
    if (n > 1)
        qsort(candidates, n, sizeof *candidates, compare_candidates);
    for (size_t i = 0; i < n && i < EXPAND_MAX_PREFIX_TERMS; i++) {
        sample.term = candidates[i].term;
        sample.frequency = candidates[i].frequency;
        add_term(expansion, sample);
    }
    return 0;
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

static int expand_leaf(struct expansion *expansion)
{
    const struct query_leaf *leaf = expansion->leaf->leaf;
    if (leaf->node->kind != QUERY_PREFIX)
        return expand_tokens(expansion, leaf->first_word);
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
        struct expansion expansion = {database, arena, &ret->leaves[i], 0, error};
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
