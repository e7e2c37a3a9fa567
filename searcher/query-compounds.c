/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-compounds.h"

#include "analyzers/english.h"

enum { MIN_SPLIT_BYTES = 5, MIN_PART_BYTES = 2, MAX_COMPOUND_BYTES = 24 };

struct finder {
    struct analyzer *analyzer;
    struct arena *arena;
    struct query_compounds *compounds;
    size_t capacity;
};

/* A Latin word of the query: as it was written, in small letters. */
struct written {
    struct text word;
    uint32_t start, end; /* in the query */
    bool has_parts;      /* which find it written apart */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_small_letter(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_made_of(struct text word, bool with_digits)
{
    for (size_t i = 0; i < word.size; i++)
        if (!is_small_letter(word.bytes[i]) && !(with_digits && is_digit(word.bytes[i])))
            return false;
    return word.size > 0;
}

static void add(struct finder *finder, struct text term, uint32_t first_word, uint32_t n_words)
{
    struct query_compounds *compounds = finder->compounds;
    *ARENA_PUSH(finder->arena, compounds->items, compounds->n_items, finder->capacity) =
        (struct query_compound){term, first_word, n_words};
}

static void take_apart(struct finder *finder, const struct written *written, uint32_t number)
{
    struct text word = written->word;
    if (written->has_parts || word.size < MIN_SPLIT_BYTES || word.size > MAX_COMPOUND_BYTES ||
        !is_made_of(word, false))
        return;
    for (size_t at = MIN_PART_BYTES; at + MIN_PART_BYTES <= word.size; at++) {
        struct text first = text_slice(word, 0, at), second = text_skip(word, at);
        if (english_is_stop_word(first) || english_is_stop_word(second))
            continue;
        first = analyzer_stem(finder->analyzer, first, finder->arena);
        second = analyzer_stem(finder->analyzer, second, finder->arena);
        add(finder, arena_printf(finder->arena, "%.*s %.*s", TEXT_PRINTF(first), TEXT_PRINTF(second)), number,
            1);
    }
}

static void put_together(struct finder *finder, const struct written *first, const struct written *second,
                         uint32_t number)
{
    if (second->start - first->end != 1 || first->word.size + second->word.size > MAX_COMPOUND_BYTES)
        return;
    if (!is_made_of(first->word, false) || !is_made_of(second->word, true) ||
        english_is_stop_word(first->word) || english_is_stop_word(second->word))
        return;
    struct text both =
        arena_printf(finder->arena, "%.*s%.*s", TEXT_PRINTF(first->word), TEXT_PRINTF(second->word));
    add(finder, is_made_of(both, false) ? analyzer_stem(finder->analyzer, both, finder->arena) : both, number,
        2);
}

/* The word of the token at `index`; its exact form and its parts come behind it. */
static struct written read_word(const struct token_list *list, size_t index)
{
    const struct token *token = &list->tokens[index];
    struct written written = {.word = token->term, .start = token->start, .end = token->end};
    if (token->script != SCRIPT_LATIN)
        written.word.size = 0;
    for (size_t i = index + 1; i < list->n_tokens && list->tokens[i].word == index; i++) {
        if (list->tokens[i].kind == TOKEN_EXACT)
            written.word = text_skip(list->tokens[i].term, 1);
        written.has_parts |= list->tokens[i].kind == TOKEN_PART;
    }
    return written;
}

void query_compounds_find(struct analyzer *analyzer, const struct token_list *tokens, struct arena *arena,
                          struct query_compounds *ret)
{
    *ret = (struct query_compounds){0};
    struct finder finder = {.analyzer = analyzer, .arena = arena, .compounds = ret};
    struct written previous = {0};
    uint32_t number = 0;
    for (size_t i = 0; i < tokens->n_tokens && number < COMPOUNDS_MAX_WORDS; i++) {
        if (tokens->tokens[i].kind != TOKEN_WORD)
            continue;
        struct written written = read_word(tokens, i);
        take_apart(&finder, &written, number);
        if (number > 0)
            put_together(&finder, &previous, &written, number - 1);
        previous = written;
        number++;
    }
}
