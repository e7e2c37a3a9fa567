/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/pairs.h"

/* What may lie between two pieces of one compound: a particle of a few syllables, a space, a word or so. */
enum { MAX_GAP_BYTES = 24, MAX_PIECES = WANTED_MAX_CHARACTERS / 2 };
#define NOTHING UINT32_MAX

/* A place with the one it continues. */
struct step {
    uint32_t previous;
    bool is_continued;
};

/* The pieces of a compound seen so far. */
struct pieces {
    uint32_t next_character; /* that the next piece must begin with */
    size_t n_pieces;
    struct range pieces[MAX_PIECES];
};

struct follower {
    const struct wanted *wanted;
    const struct matches *matches;
    struct text text;
    const struct pair_place *places;
    struct step *steps;
    struct pieces *pieces; /* one a word of the query */
    struct arena *arena;
    struct proposals *proposals;
};

/* Characters [first, last] of the query at bytes [start, end) of the text. */
struct chain {
    uint32_t first, last;
    uint32_t start, end;
    uint32_t tail; /* the last place */
};

static void link_places(struct follower *follower, size_t n_places)
{
    uint32_t *latest = arena_alloc(follower->arena, follower->wanted->n_characters * sizeof *latest);
    memset(latest, 0xFF, follower->wanted->n_characters * sizeof *latest);
    follower->steps = ARENA_NEW(follower->arena, struct step, n_places);
    for (size_t i = 0; i < n_places; i++) {
        const struct pair_place *place = &follower->places[i];
        uint32_t before = place->pair > 0 ? latest[place->pair - 1] : NOTHING;
        if (before != NOTHING &&
            (follower->places[before].end <= place->start || follower->places[before].start >= place->start))
            before = NOTHING;
        follower->steps[i].previous = before;
        if (before != NOTHING)
            follower->steps[before].is_continued = true;
        latest[place->pair] = (uint32_t)i;
    }
}

static struct chain walk_back(const struct follower *follower, uint32_t tail)
{
    const struct pair_place *last = &follower->places[tail];
    uint32_t at = tail;
    while (follower->steps[at].previous != NOTHING)
        at = follower->steps[at].previous;
    return (struct chain){.first = follower->places[at].pair,
                          .last = last->pair + 1,
                          .start = follower->places[at].start,
                          .end = last->end,
                          .tail = tail};
}

/* Cut the chain to characters [first, last], which it holds. */
static struct chain narrow(const struct follower *follower, struct chain chain, uint32_t first, uint32_t last)
{
    for (uint32_t at = chain.tail; at != NOTHING; at = follower->steps[at].previous) {
        const struct pair_place *place = &follower->places[at];
        if (place->pair + 1 == last)
            chain.end = place->end;
        if (place->pair == first)
            chain.start = place->start;
    }
    chain.first = first;
    chain.last = last;
    return chain;
}

static uint32_t last_character(const struct wanted_word *word)
{
    return word->first_character + word->n_characters - 1;
}

/* The words that the chain holds whole, as [*first, *last]; false when there is none. */
static bool whole_words(const struct wanted *wanted, const struct chain *chain, uint32_t *first,
                        uint32_t *last)
{
    *first = wanted->word_of_character[chain->first];
    *last = wanted->word_of_character[chain->last];
    /* Latin words of the query have no characters and may lie between: chains never reach across them. */
    if (wanted->words[*first].first_character < chain->first)
        ++*first;
    if (*last < wanted->n_words && last_character(&wanted->words[*last]) > chain->last) {
        if (*last == 0)
            return false;
        --*last;
    }
    return *first <= *last;
}

static bool is_aligned(const struct follower *follower, const struct chain *chain)
{
    return mark_is_word_start(follower->matches, chain->start) &&
           mark_is_word_end(follower->matches, chain->end);
}

static void add(struct follower *follower, const struct chain *chain, uint32_t first_word, uint32_t last_word,
                bool is_sure)
{
    proposal_add(follower->proposals, follower->arena,
                 (struct proposal){chain->start, chain->end, first_word, last_word, is_sure});
}

/* Whether anything stands between the two characters: a space, or a mark, which are ASCII but for one. */
static bool has_gap(struct text characters)
{
    for (size_t i = 0; i < characters.size; i++)
        if ((unsigned char)characters.bytes[i] < 0x80)
            return true;
    return text_find(characters, TEXT("\u3000"), 0) != TEXT_NONE;
}

/* One pair that is a whole word of the query, or two words of one character. */
static void add_single(struct follower *follower, const struct chain *chain, uint32_t first, uint32_t last)
{
    enum token_kind kind = follower->places[chain->tail].kind;
    if (kind == TOKEN_BIGRAM || is_aligned(follower, chain)) {
        add(follower, chain, first, last, true);
        return;
    }
    if (!has_gap(text_slice(follower->text, chain->start, chain->end)))
        add(follower, chain, first, last, false);
}

/* Whether the chain is the next piece, and near enough. */
static bool goes_on(const struct follower *follower, const struct pieces *pieces, const struct chain *chain)
{
    if (pieces->n_pieces == 0 || pieces->next_character != chain->first)
        return false;
    uint32_t end = pieces->pieces[pieces->n_pieces - 1].end;
    return chain->start >= end && chain->start - end <= MAX_GAP_BYTES &&
           text_find_byte(text_slice(follower->text, end, chain->start), '\n', 0) == TEXT_NONE;
}

/* A piece that is a word of the text: with those before it, it may make up the whole word. */
static void add_piece(struct follower *follower, const struct chain *chain)
{
    uint32_t index = follower->wanted->word_of_character[chain->first];
    const struct wanted_word *word = &follower->wanted->words[index];
    struct pieces *pieces = &follower->pieces[index];
    if (chain->last > last_character(word) || !is_aligned(follower, chain))
        return;
    if (chain->first == word->first_character)
        pieces->n_pieces = 0;
    else if (!goes_on(follower, pieces, chain))
        return;
    pieces->pieces[pieces->n_pieces++] = (struct range){chain->start, chain->end};
    pieces->next_character = chain->last + 1;
    if (chain->last < last_character(word))
        return;
    for (size_t i = 0; i < pieces->n_pieces; i++)
        proposal_add(follower->proposals, follower->arena,
                     (struct proposal){pieces->pieces[i].start, pieces->pieces[i].end, index, index, true});
    pieces->n_pieces = 0;
}

static void judge(struct follower *follower, struct chain chain)
{
    const struct wanted *wanted = follower->wanted;
    uint32_t first, last;
    if (whole_words(wanted, &chain, &first, &last)) {
        uint32_t from = wanted->words[first].first_character, to = last_character(&wanted->words[last]);
        if (to > from) {
            bool is_single = chain.last - chain.first == 1;
            chain = narrow(follower, chain, from, to);
            if (is_single)
                add_single(follower, &chain, first, last);
            else
                add(follower, &chain, first, last, true);
            return;
        }
    }
    if (chain.last - chain.first >= 2)
        add(follower, &chain, wanted->word_of_character[chain.first], wanted->word_of_character[chain.last],
            is_aligned(follower, &chain));
    add_piece(follower, &chain);
}

void pairs_follow(const struct wanted *wanted, const struct matches *matches, struct text text,
                  const struct pair_place *places, size_t n_places, struct arena *arena,
                  struct proposals *ret)
{
    struct follower follower = {.wanted = wanted,
                                .matches = matches,
                                .text = text,
                                .places = places,
                                .arena = arena,
                                .proposals = ret};
    link_places(&follower, n_places);
    follower.pieces = ARENA_NEW(arena, struct pieces, wanted->n_words);
    for (size_t i = 0; i < n_places; i++)
        if (!follower.steps[i].is_continued)
            judge(&follower, walk_back(&follower, (uint32_t)i));
}
