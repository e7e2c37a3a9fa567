/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/english.h"

#include <stdlib.h>

#include "xapian-c/xapian-c.h"

/* Words of a text repeat: 4,096 slots answer nine of ten. A word longer than a slot is stemmed each time. */
enum { N_SLOTS = 4096, SLOT_BYTES = 23 };

struct slot {
    uint8_t word_size, stem_size;
    char word[SLOT_BYTES], stem[SLOT_BYTES];
};

struct english {
    struct xc_stemmer *stemmer;
    struct xc_buffer stem;
    struct slot slots[N_SLOTS];
};

struct english *english_new(struct error *error)
{
    struct english *english = calloc(1, sizeof *english);
    if (english == NULL) {
        error_set(error, ERROR_MEMORY, "no memory for the English stemmer");
        return NULL;
    }
    struct xc_error xc_error;
    if (xc_stemmer_new("english", &english->stemmer, &xc_error) < 0) {
        error_set(error, ERROR_SYSTEM, "libxapian has no English stemmer: %s", xc_error.message);
        free(english);
        return NULL;
    }
    return english;
}

void english_free(struct english *english)
{
    if (english == NULL)
        return;
    xc_stemmer_free(english->stemmer);
    xc_buffer_clear(&english->stem);
    free(english);
}

static uint32_t hash_of(struct text word)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < word.size; i++)
        hash = (hash ^ (unsigned char)word.bytes[i]) * 16777619u;
    return hash ^ hash >> 15;
}

/* "user's" -> "user" is left to Porter2, which knows 's. A stem that cannot be made (no memory) is the word itself. */
static struct text stem_uncached(struct english *english, struct text word)
{
    struct xc_error ignored;
    if (xc_stemmer_stem(english->stemmer, (struct xc_text){word.bytes, word.size}, &english->stem, &ignored) <
        0)
        return word;
    return text_from(english->stem.bytes, english->stem.size);
}

struct text english_stem(struct english *english, struct text word)
{
    if (word.size == 0 || word.size > SLOT_BYTES)
        return stem_uncached(english, word);
    struct slot *slot = &english->slots[hash_of(word) % N_SLOTS];
    if (!text_equal(text_from(slot->word, slot->word_size), word)) {
        struct text stem = stem_uncached(english, word);
        if (stem.size > SLOT_BYTES)
            return stem;
        memcpy(slot->word, word.bytes, word.size);
        memcpy(slot->stem, stem.bytes, stem.size);
        slot->word_size = (uint8_t)word.size;
        slot->stem_size = (uint8_t)stem.size;
    }
    return text_from(slot->stem, slot->stem_size);
}

bool english_is_stop_word(struct text word)
{
    static const char words[][8] = {
        "a",   "an",    "and",  "are",   "as",    "at",   "be",   "but", "by",  "for",  "if",
        "in",  "into",  "is",   "it",    "no",    "not",  "of",   "on",  "or",  "such", "that",
        "the", "their", "then", "there", "these", "they", "this", "to",  "was", "will", "with",
    };
    uint64_t wanted = 0, listed;
    if (word.size == 0 || word.size >= sizeof wanted)
        return false;
    memcpy(&wanted, word.bytes, word.size);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (memcpy(&listed, words[i], sizeof listed), listed == wanted)
            return true;
    return false;
}
