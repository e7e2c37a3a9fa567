/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-analyze.h"

#include "analyzers/latin.h"

struct analysis {
    struct analyzer *analyzer;
    struct arena *arena;
    struct analyzed_query *query;
    size_t capacity;
};

static enum language find_language(const struct query_node *node, const struct folder *folder,
                                   struct arena *arena)
{
    enum language language = LANGUAGE_NONE;
    if (node->kind == QUERY_TEXT || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX) {
        struct folded folded;
        size_t offset = 0;
        struct run run;
        fold(folder, node->text, arena, &folded);
        while (language != LANGUAGE_KO && language_runs_next(&folded, &offset, &run))
            if (run.language != LANGUAGE_NONE)
                language = run.language;
    }
    for (size_t i = 0; i < node->n_children && language != LANGUAGE_KO; i++) {
        enum language child = find_language(node->children[i], folder, arena);
        if (child != LANGUAGE_NONE)
            language = child;
    }
    return language;
}

static struct text fold_phrase(struct analysis *analysis, struct text text)
{
    struct folded folded;
    fold(analyzer_folder(analysis->analyzer), text, analysis->arena, &folded);
    struct text utf8 = folded_utf8(&folded, 0, folded.n_units, analysis->arena);
    char *bytes = (char *)utf8.bytes; /* our own copy */
    size_t size = 0;
    for (size_t i = 0; i < utf8.size; i++) {
        bool is_space = bytes[i] == ' ' || (bytes[i] >= '\t' && bytes[i] <= '\r');
        if (!is_space)
            bytes[size++] = bytes[i];
        else if (size > 0 && bytes[size - 1] != ' ')
            bytes[size++] = ' ';
    }
    while (size > 0 && bytes[size - 1] == ' ')
        size--;
    return text_from(bytes, size);
}

/* The beginning of a Latin word as its term has it: use_st as usest. */
static struct text fold_prefix(struct analysis *analysis, struct text text)
{
    struct folded folded;
    size_t offset = 0;
    struct run run;
    fold(analyzer_folder(analysis->analyzer), text, analysis->arena, &folded);
    if (!language_runs_next(&folded, &offset, &run) || run.script != SCRIPT_LATIN || run.start > 0 ||
        run.end < folded.n_units)
        return fold_phrase(analysis, text);
    struct latin_word word;
    latin_word(&folded, text, run.start, run.end, &word);
    return utf16_to_utf8(word.whole, word.n_whole, analysis->arena);
}

static void add_leaf(struct analysis *analysis, const struct query_node *node, bool in_title)
{
    struct analyzed_query *query = analysis->query;
    struct query_leaf *leaf = ARENA_PUSH(analysis->arena, query->leaves, query->n_leaves, analysis->capacity);
    leaf->node = node;
    leaf->in_title = in_title;
    leaf->first_word = query->n_words;
    if (node->kind == QUERY_PHRASE)
        leaf->folded = fold_phrase(analysis, node->text);
    else if (node->kind == QUERY_PREFIX)
        leaf->folded = fold_prefix(analysis, node->text);
    if (node->kind == QUERY_PREFIX) {
        leaf->n_words = 1;
    } else {
        enum language context = query->language != LANGUAGE_NONE ? query->language : LANGUAGE_EN;
        analyzer_run(analysis->analyzer, node->text, ANALYZE_QUERY, context, analysis->arena, &leaf->tokens);
        for (size_t i = 0; i < leaf->tokens.n_tokens; i++)
            leaf->n_words += leaf->tokens.tokens[i].kind == TOKEN_WORD;
        if (node->kind == QUERY_TEXT)
            query_compounds_find(analysis->analyzer, &leaf->tokens, analysis->arena, &leaf->compounds);
    }
    query->n_words += leaf->n_words;
}

static void analyze_node(struct analysis *analysis, const struct query_node *node, bool in_title)
{
    if (node->kind == QUERY_TEXT || node->kind == QUERY_PHRASE || node->kind == QUERY_PREFIX)
        add_leaf(analysis, node, in_title);
    for (size_t i = 0; i < node->n_children; i++)
        analyze_node(analysis, node->children[i], in_title || node->kind == QUERY_TITLE);
}

void query_analyze(const struct query_tree *tree, struct analyzer *analyzer, struct arena *arena,
                   struct analyzed_query *ret)
{
    *ret = (struct analyzed_query){.tree = tree};
    ret->language = find_language(tree->root, analyzer_folder(analyzer), arena);
    struct analysis analysis = {analyzer, arena, ret, 0};
    analyze_node(&analysis, tree->root, false);
}

const struct query_leaf *analyzed_leaf(const struct analyzed_query *query, const struct query_node *node)
{
    for (size_t i = 0; i < query->n_leaves; i++)
        if (query->leaves[i].node == node)
            return &query->leaves[i];
    return NULL;
}

bool query_leaf_has_space_before(const struct query_leaf *leaf, uint32_t word)
{
    uint32_t number = leaf->first_word;
    uint32_t previous_end = 0;
    for (size_t i = 0; i < leaf->tokens.n_tokens; i++) {
        const struct token *token = &leaf->tokens.tokens[i];
        if (token->kind == TOKEN_WORD && number++ == word) {
            struct text between = text_slice(leaf->node->text, previous_end, token->start);
            return text_find_byte(between, ' ', 0) != TEXT_NONE ||
                   text_find(between, TEXT("\u3000"), 0) != TEXT_NONE;
        }
        if (token->end > previous_end)
            previous_end = token->end;
    }
    return false;
}

void analyzed_query_describe(const struct analyzed_query *query, struct buffer *out)
{
    const char *language = language_code(query->language);
    buffer_printf(out, "language %s\n", *language != '\0' ? language : "-");
    for (size_t l = 0; l < query->n_leaves; l++) {
        const struct query_leaf *leaf = &query->leaves[l];
        buffer_printf(out, "leaf %zu%s", l, leaf->in_title ? " title" : "");
        if (leaf->node->kind != QUERY_TEXT)
            buffer_printf(out, " %s \"%.*s\"", leaf->node->kind == QUERY_PHRASE ? "phrase" : "prefix",
                          TEXT_PRINTF(leaf->folded));
        buffer_append_byte(out, '\n');
        for (size_t t = 0; t < leaf->tokens.n_tokens; t++) {
            const struct token *token = &leaf->tokens.tokens[t];
            buffer_printf(out, "  %-6s %.*s  %.2f", token_kind_name(token->kind), TEXT_PRINTF(token->term),
                          (double)token->weight);
            if (token->weight_if_unknown > token->weight)
                buffer_printf(out, " (%.2f if its word is unknown)", (double)token->weight_if_unknown);
            buffer_append_string(out, token->is_question ? " question\n" : "\n");
        }
    }
}
