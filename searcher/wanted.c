/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/wanted.h"

/* ---- the table ---- */

static uint32_t hash_text(struct text text)
{
    uint32_t hash = 2166136261u; /* FNV-1a: terms are a few bytes long */
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * 16777619u;
    return hash;
}

/* The slot of the text, or the empty one where it belongs. */
static struct wanted_slot *find_slot(const struct wanted *wanted, struct text text, uint32_t hash)
{
    size_t at = hash & (wanted->n_slots - 1);
    while (wanted->slots[at].uses != NULL &&
           (wanted->slots[at].hash != hash || !text_equal(wanted->slots[at].text, text)))
        at = (at + 1) & (wanted->n_slots - 1);
    return &wanted->slots[at];
}

static void add_use(struct wanted *wanted, struct text text, enum wanted_kind kind, size_t index,
                    struct arena *arena)
{
    uint32_t hash = hash_text(text);
    struct wanted_slot *slot = find_slot(wanted, text, hash);
    if (text.size == 0 || slot->n_uses == WANTED_MAX_USES)
        return;
    struct wanted_use *use = ARENA_NEW(arena, struct wanted_use, 1);
    *use = (struct wanted_use){kind, (uint32_t)index, slot->uses};
    *slot = (struct wanted_slot){text, use, hash, slot->n_uses + 1};
}

const struct wanted_use *wanted_find(const struct wanted *wanted, struct text text)
{
    return find_slot(wanted, text, hash_text(text))->uses;
}

/* ---- characters and pairs ---- */

static bool is_cjk(struct text term)
{
    size_t offset = 0;
    if (term.size == 0)
        return false;
    enum script script = script_of(text_next_code_point(term, &offset));
    return script == SCRIPT_HANGUL || script == SCRIPT_HAN;
}

static struct text first_character(struct text term)
{
    size_t offset = 0;
    text_next_code_point(term, &offset);
    return text_slice(term, 0, offset);
}

static struct text last_character(struct text term)
{
    size_t offset = term.size;
    text_previous_code_point(term, &offset);
    return text_skip(term, offset);
}

static void add_characters(struct wanted *wanted, struct wanted_word *word, struct text term,
                           struct arena *arena)
{
    size_t previous = 0;
    for (size_t offset = 0; offset < term.size && word->n_characters < WANTED_MAX_CHARACTERS;) {
        size_t start = offset;
        text_next_code_point(term, &offset);
        if (word->n_characters > 0)
            add_use(wanted, text_slice(term, previous, offset), WANTED_PAIR, wanted->n_characters - 1, arena);
        previous = start;
        wanted->word_of_character[wanted->n_characters++] = (uint32_t)(word - wanted->words);
        word->n_characters++;
    }
}

/* The cross tells that the two latest words touched, or had one space between them. */
static void link_words(struct wanted *wanted, struct text cross, struct arena *arena)
{
    if (wanted->n_words < 2)
        return;
    struct wanted_word *word = &wanted->words[wanted->n_words - 1], *previous = word - 1;
    const struct snippet_term *terms = wanted->query->terms;
    if (!previous->is_cjk || !word->is_cjk || previous->n_characters == WANTED_MAX_CHARACTERS ||
        !text_starts_with(cross, last_character(terms[previous->term].term)) ||
        !text_ends_with(cross, first_character(terms[word->term].term)))
        return;
    add_use(wanted, cross, WANTED_PAIR, word->first_character - 1, arena);
    previous->is_linked = word->is_linked = true;
}

/* ---- the whole ---- */

static void add_word(struct wanted *wanted, size_t index, struct arena *arena)
{
    struct text term = wanted->query->terms[index].term;
    wanted->word_of_term[index] = (uint32_t)wanted->n_words;
    struct wanted_word *word = &wanted->words[wanted->n_words++];
    *word = (struct wanted_word){.term = (uint32_t)index,
                                 .first_character = (uint32_t)wanted->n_characters,
                                 .first_part = (uint32_t)wanted->n_parts,
                                 .is_cjk = is_cjk(term)};
    if (word->is_cjk)
        add_characters(wanted, word, term, arena);
}

static void add_typed(struct wanted *wanted, struct text tail, struct arena *arena)
{
    const struct wanted_word *word = &wanted->words[wanted->n_words - 1];
    if (word->n_characters == 1 && text_starts_with(tail, wanted->query->terms[word->term].term))
        add_use(wanted, tail, WANTED_TYPED, wanted->n_words - 1, arena);
}

static void add_part(struct wanted *wanted, struct text part, struct arena *arena)
{
    add_use(wanted, part, WANTED_PART, wanted->n_parts, arena);
    wanted->word_of_part[wanted->n_parts++] = (uint32_t)wanted->n_words - 1;
    wanted->words[wanted->n_words - 1].n_parts++;
}

static void make_room(struct wanted *wanted, struct arena *arena)
{
    size_t n_terms = wanted->query->n_terms, n_characters = 0;
    for (size_t i = 0; i < n_terms; i++) {
        size_t size = wanted->query->terms[i].term.size;
        n_characters += size < WANTED_MAX_CHARACTERS ? size : WANTED_MAX_CHARACTERS;
    }
    for (wanted->n_slots = 64; wanted->n_slots < 2 * (2 * n_terms + n_characters);)
        wanted->n_slots *= 2;
    wanted->slots = ARENA_NEW(arena, struct wanted_slot, wanted->n_slots);
    wanted->words = ARENA_NEW(arena, struct wanted_word, n_terms);
    wanted->word_of_term = ARENA_NEW(arena, uint32_t, n_terms);
    wanted->word_of_character = ARENA_NEW(arena, uint32_t, n_characters);
    wanted->word_of_part = ARENA_NEW(arena, uint32_t, n_terms);
}

void wanted_make(const struct snippet_query *query, struct arena *arena, struct wanted *ret)
{
    *ret = (struct wanted){.query = query};
    make_room(ret, arena);
    for (size_t i = 0; i < query->n_terms; i++) {
        const struct snippet_term *term = &query->terms[i];
        ret->word_of_term[i] = WANTED_NONE;
        if (term->term.size == 0)
            continue;
        add_use(ret, term->term, WANTED_TERM, i, arena);
        bool is_of_latest_word =
            ret->n_words > 0 && query->terms[ret->words[ret->n_words - 1].term].word == term->word;
        if (term->kind == TOKEN_WORD)
            add_word(ret, i, arena);
        else if (term->kind == TOKEN_CROSS && is_of_latest_word)
            link_words(ret, term->term, arena);
        else if (term->kind == TOKEN_TAIL && is_of_latest_word)
            add_typed(ret, term->term, arena);
        else if (term->kind == TOKEN_PART && is_of_latest_word)
            add_part(ret, term->term, arena);
    }
}
