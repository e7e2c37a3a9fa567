/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/mark.h"

#include <assert.h>
#include <stdlib.h>

#include "searcher/proposal.h"
#include "searcher/pairs.h"
#include "searcher/phrase.h"
#include "searcher/wanted.h"

enum {
    SHORTEST_LONE_PART = 3, /* bytes: GPT of GPT-4 says something alone, 4 does not */
    MAX_PART_GAP = 3        /* bytes between parts written apart */
};

/* Where a part of a Latin word was seen last, and where the parts before it began. */
struct part_place {
    uint32_t chain_start, end;
    bool is_seen, is_from_first;
};

struct marker {
    const struct snippet_query *query;
    struct text text;
    struct arena *arena;
    struct wanted wanted;
    struct token_list tokens;
    struct matches *matches;
    size_t found_capacity, word_capacity;

    struct proposals proposals;
    struct pair_place *places;
    size_t n_places, place_capacity;
    struct part_place *parts;

    size_t n_prefixes;
    struct found *phrases; /* in the order of the text */
    size_t n_phrases, next_phrase;

    uint32_t sentence, previous_end;
    bool is_first;
};

/* ---- sentences ---- */

static bool ends_sentence(uint32_t code_point, uint32_t next)
{
    if (code_point == '\n' || code_point == 0x3002 || code_point == 0xFF01 || code_point == 0xFF1F)
        return true;
    return (code_point == '.' || code_point == '!' || code_point == '?') && (next == 0 || next == ' ');
}

/* Between the word before and the one at `start`, does a sentence end? Only the gap is read: one pass over the text in all. */
static void enter_word(struct marker *marker, const struct token *token)
{
    marker->is_first = marker->previous_end == 0;
    for (size_t offset = marker->previous_end; offset < token->start;) {
        uint32_t code_point = text_next_code_point(marker->text, &offset);
        uint32_t next = offset < marker->text.size ? (unsigned char)marker->text.bytes[offset] : 0;
        if (ends_sentence(code_point, next)) {
            marker->sentence++;
            marker->is_first = true;
        }
    }
    if (marker->previous_end < token->end)
        marker->previous_end = token->end;
    *ARENA_PUSH(marker->arena, marker->matches->words, marker->matches->n_words, marker->word_capacity) =
        (struct word_range){token->start, token->end, token->script};
}

/* ---- what is found ---- */

static void add_found(struct marker *marker, uint32_t start, uint32_t end, size_t term)
{
    struct matches *matches = marker->matches;
    ARENA_PUSH(marker->arena, matches->found, matches->n_found, marker->found_capacity);
    /* Crosses and pairs come a little late: move them where they belong. */
    size_t at = matches->n_found - 1;
    for (; at > 0 && matches->found[at - 1].start > start; at--)
        matches->found[at] = matches->found[at - 1];
    matches->found[at] =
        (struct found){start, end, (uint32_t)term, marker->sentence, MARK_NONE, marker->is_first};
}

static void propose(struct marker *marker, uint32_t start, uint32_t end, uint32_t word, bool is_sure)
{
    proposal_add(&marker->proposals, marker->arena, (struct proposal){start, end, word, word, is_sure});
}

/* A word of the query that the text writes as two, of which this token is the second. */
static void take_words_apart(struct marker *marker, const struct token *token, uint32_t word_index)
{
    const struct matches *matches = marker->matches;
    if (matches->n_words > 1)
        propose(marker, matches->words[matches->n_words - 2].start, token->end, word_index, true);
}

static void take_word(struct marker *marker, const struct token *token, uint32_t word_index)
{
    const struct wanted_word *word = &marker->wanted.words[word_index];
    if (token->kind == TOKEN_PAIR && token->script == SCRIPT_LATIN && !word->is_cjk)
        take_words_apart(marker, token, word_index);
    if (token->kind != TOKEN_WORD && token->kind != TOKEN_PART)
        return;
    if (word->is_cjk && word->n_characters == 1 && word->is_linked)
        return; /* 大 of 大模型 counts with its neighbour only */
    propose(marker, token->start, token->end, word_index, true);
}

static void take_pair(struct marker *marker, const struct token *token, uint32_t pair)
{
    if (token->kind != TOKEN_BIGRAM && token->kind != TOKEN_TAIL && token->kind != TOKEN_CROSS)
        return;
    ARENA_PUSH(marker->arena, marker->places, marker->n_places, marker->place_capacity);
    size_t at = marker->n_places - 1;
    for (; at > 0 && marker->places[at - 1].start > token->start; at--)
        marker->places[at] = marker->places[at - 1];
    marker->places[at] = (struct pair_place){token->start, token->end, pair, token->kind};
}

static bool is_near(const struct marker *marker, uint32_t end, uint32_t start)
{
    return end <= start && start - end <= MAX_PART_GAP &&
           text_find_byte(text_slice(marker->text, end, start), '\n', 0) == TEXT_NONE;
}

static void take_part(struct marker *marker, const struct token *token, uint32_t part)
{
    if (token->kind != TOKEN_WORD && token->kind != TOKEN_PART)
        return;
    uint32_t word_index = marker->wanted.word_of_part[part];
    const struct wanted_word *word = &marker->wanted.words[word_index];
    struct part_place *place = &marker->parts[part];
    struct part_place before = part > word->first_part ? place[-1] : (struct part_place){0};
    bool goes_on = before.is_seen && before.is_from_first && is_near(marker, before.end, token->start);
    *place = (struct part_place){.chain_start = goes_on ? before.chain_start : token->start,
                                 .end = token->end,
                                 .is_seen = true,
                                 .is_from_first = goes_on || part == word->first_part};
    if (goes_on && part == word->first_part + word->n_parts - 1)
        propose(marker, place->chain_start, place->end, word_index, true);
    if (token->kind == TOKEN_WORD && token->term.size >= SHORTEST_LONE_PART)
        propose(marker, token->start, token->end, word_index, false);
}

static void take_token(struct marker *marker, const struct token *token)
{
    for (const struct wanted_use *use = wanted_find(&marker->wanted, token->term); use != NULL;
         use = use->next) {
        if (use->kind == WANTED_PAIR) {
            take_pair(marker, token, use->index);
        } else if (use->kind == WANTED_PART) {
            take_part(marker, token, use->index);
        } else if (use->kind == WANTED_TYPED) {
            if (token->kind == TOKEN_WORD || token->kind == TOKEN_BIGRAM)
                propose(marker, token->start, token->end, use->index, false);
        } else {
            add_found(marker, token->start, token->end, use->index);
            if (marker->wanted.word_of_term[use->index] != WANTED_NONE)
                take_word(marker, token, marker->wanted.word_of_term[use->index]);
        }
    }
}

/* ---- prefixes and phrases ---- */

static void take_prefixes(struct marker *marker, const struct token *token)
{
    struct text word = token->term, stem = TEXT("");
    if (token->kind == TOKEN_EXACT) {
        word = text_skip(word, 1);
        stem = marker->tokens.tokens[token->word].term;
    } else if (token->kind != TOKEN_WORD && token->kind != TOKEN_PART) {
        return;
    }
    for (size_t i = 0; i < marker->n_prefixes; i++) {
        struct text prefix = marker->query->prefixes[i];
        if (prefix.size == 0 || !text_starts_with(word, prefix) || text_starts_with(stem, prefix))
            continue;
        add_found(marker, token->start, token->end, marker->query->n_terms + i);
        propose(marker, token->start, token->end, MARK_NONE, true);
    }
}

static int compare_found(const void *a, const void *b)
{
    const struct found *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return (left->term > right->term) - (left->term < right->term);
}

static void find_phrases(struct marker *marker, const struct folder *folder)
{
    const struct snippet_query *query = marker->query;
    size_t n_wanted = query->n_phrases < MARK_MAX_PHRASES ? query->n_phrases : MARK_MAX_PHRASES, capacity = 0;
    if (n_wanted == 0)
        return;
    struct folded folded;
    struct even_text even;
    fold(folder, marker->text, marker->arena, &folded);
    phrase_even(&folded, marker->arena, &even);
    for (size_t p = 0; p < n_wanted; p++) {
        struct range *ranges;
        size_t n_ranges = phrase_find(&even, query->phrases[p].folded, marker->arena, &ranges);
        for (size_t i = 0; i < n_ranges; i++) {
            struct found *found = ARENA_PUSH(marker->arena, marker->phrases, marker->n_phrases, capacity);
            *found = (struct found){.start = ranges[i].start,
                                    .end = ranges[i].end,
                                    .term = (uint32_t)(query->n_terms + query->n_prefixes + p)};
            propose(marker, ranges[i].start, ranges[i].end, MARK_NONE, true);
        }
    }
    if (n_wanted > 1 && marker->n_phrases > 1)
        qsort(marker->phrases, marker->n_phrases, sizeof *marker->phrases, compare_found);
}

/* Phrases that begin before the byte: they are found in the sentence of the word they begin with. */
static void take_phrases(struct marker *marker, uint32_t before)
{
    for (; marker->next_phrase < marker->n_phrases && marker->phrases[marker->next_phrase].start <= before;
         marker->next_phrase++) {
        const struct found *phrase = &marker->phrases[marker->next_phrase];
        add_found(marker, phrase->start, phrase->end, phrase->term);
    }
}

/* ---- the choice ---- */

static bool has_better(const bool *is_sure, const struct proposal *proposal)
{
    for (uint32_t word = proposal->first_word; word <= proposal->last_word; word++)
        if (is_sure[word])
            return true;
    return false;
}

/* The union of the proposals that stand, by a map of the bytes: they come in no order and overlap. */
static void choose_marks(struct marker *marker)
{
    struct matches *matches = marker->matches;
    const struct proposals *proposals = &marker->proposals;
    bool *is_sure = ARENA_NEW(marker->arena, bool, marker->wanted.n_words);
    for (size_t i = 0; i < proposals->n_items; i++)
        if (proposals->items[i].is_sure && proposals->items[i].first_word != MARK_NONE)
            memset(is_sure + proposals->items[i].first_word, true,
                   proposals->items[i].last_word - proposals->items[i].first_word + 1);
    bool *is_marked = ARENA_NEW(marker->arena, bool, marker->text.size);
    for (size_t i = 0; i < proposals->n_items; i++) {
        const struct proposal *proposal = &proposals->items[i];
        if (proposal->is_sure || !has_better(is_sure, proposal))
            memset(is_marked + proposal->start, true, proposal->end - proposal->start);
    }
    size_t capacity = 0;
    for (size_t at = 0; at < marker->text.size; at++) {
        if (!is_marked[at])
            continue;
        const bool *end = memchr(is_marked + at, false, marker->text.size - at);
        size_t stop = end != NULL ? (size_t)(end - is_marked) : marker->text.size;
        *ARENA_PUSH(marker->arena, matches->marks, matches->n_marks, capacity) =
            (struct range){(uint32_t)at, (uint32_t)stop};
        at = stop;
    }
}

static void relate_found_to_marks(struct matches *matches)
{
    size_t mark = 0;
    for (size_t i = 0; i < matches->n_found; i++) {
        struct found *found = &matches->found[i];
        while (mark < matches->n_marks && matches->marks[mark].end <= found->start)
            mark++;
        if (mark < matches->n_marks && matches->marks[mark].start < found->end)
            found->mark = (uint32_t)mark;
    }
}

void mark_text(struct analyzer *analyzer, const struct snippet_query *query, struct text text,
               enum language language, struct arena *arena, struct matches *ret)
{
    *ret = (struct matches){0};
    struct marker marker = {.query = query, .text = text, .arena = arena, .matches = ret};
    wanted_make(query, arena, &marker.wanted);
    marker.parts = ARENA_NEW(arena, struct part_place, marker.wanted.n_parts);
    marker.n_prefixes = query->n_prefixes < MARK_MAX_PHRASES ? query->n_prefixes : MARK_MAX_PHRASES;
    find_phrases(&marker, analyzer_folder(analyzer));

    analyzer_run(analyzer, text, ANALYZE_SNIPPET, language, arena, &marker.tokens);
    for (size_t i = 0; i < marker.tokens.n_tokens; i++) {
        const struct token *token = &marker.tokens.tokens[i];
        if (token->kind == TOKEN_WORD) {
            enter_word(&marker, token);
            take_phrases(&marker, token->start);
        }
        take_token(&marker, token);
        if (marker.n_prefixes > 0)
            take_prefixes(&marker, token);
    }
    take_phrases(&marker, UINT32_MAX);
    pairs_follow(&marker.wanted, ret, text, marker.places, marker.n_places, arena, &marker.proposals);
    choose_marks(&marker);
    relate_found_to_marks(ret);
}

/* ---- words ---- */

/* The first word that ends behind the byte. */
static size_t word_behind(const struct matches *matches, uint32_t at)
{
    size_t low = 0, high = matches->n_words;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (matches->words[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool mark_is_word_start(const struct matches *matches, uint32_t at)
{
    size_t word = word_behind(matches, at);
    return word < matches->n_words && matches->words[word].start == at;
}

bool mark_is_word_end(const struct matches *matches, uint32_t at)
{
    size_t word = word_behind(matches, at);
    return word > 0 && matches->words[word - 1].end == at;
}
