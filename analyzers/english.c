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

/* ---- plurals that Porter2 does not see ---- */

static bool is_vowel(char byte)
{
    return byte == 'a' || byte == 'e' || byte == 'i' || byte == 'o' || byte == 'u';
}

static bool has_vowel(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if (is_vowel(word.bytes[i]))
            return true;
    return false;
}

static bool is_listed(struct text word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (text_equal(word, text_of(*list)))
            return true;
    return false;
}

/* llms, pdfs, gpus: Porter2 takes an s off only behind a vowel that is not the letter before it. Of three letters, dns and its like
 * are more than prs and its like, so these are listed. */
static bool is_acronym_plural(struct text word)
{
    static const char *const short_plurals[] = {"cds", "dbs", "pcs", "prs", "tbs", "tvs", "vms", NULL};
    static const char *const singulars[] = {"hdfs", "https", "ntfs", "plus", "sysfs", "thus", NULL};
    if (word.size < 3 || word.bytes[word.size - 1] != 's' || word.bytes[word.size - 2] == 's')
        return false;
    if (word.size == 3)
        return is_listed(word, short_plurals);
    bool ends_in_us = word.size == 4 && word.bytes[2] == 'u';
    size_t n_consonants = ends_in_us ? 2 : word.size - 1;
    return !has_vowel(text_slice(word, 0, n_consonants)) && !is_listed(word, singulars);
}

/* The one form of a word that is formed by no rule, or the word. */
static struct text regular(struct text word)
{
    static const struct {
        struct text written, regular;
    } irregulars[] = {
        {TEXT_INIT("analyses"), TEXT_INIT("analysis")},
        {TEXT_INIT("appendices"), TEXT_INIT("appendix")},
        {TEXT_INIT("children"), TEXT_INIT("child")},
        {TEXT_INIT("childrens"), TEXT_INIT("child")},
        {TEXT_INIT("criteria"), TEXT_INIT("criterion")},
        {TEXT_INIT("hypotheses"), TEXT_INIT("hypothesis")},
        {TEXT_INIT("indices"), TEXT_INIT("index")},
        {TEXT_INIT("matrices"), TEXT_INIT("matrix")},
        {TEXT_INIT("mice"), TEXT_INIT("mouse")},
        {TEXT_INIT("parentheses"), TEXT_INIT("parenthesis")},
        {TEXT_INIT("phenomena"), TEXT_INIT("phenomenon")},
        {TEXT_INIT("vertices"), TEXT_INIT("vertex")},
    };
    for (size_t i = 0; i < sizeof irregulars / sizeof *irregulars; i++)
        if (text_equal(word, irregulars[i].written))
            return irregulars[i].regular;
    return word;
}

/* iOS is not the plural of I/O. */
static bool is_name(struct text word)
{
    static const char *const names[] = {"aws", "canvas", "ios", NULL};
    return is_listed(word, names);
}

/* Other than these, "user's" -> "user" is Porter2's work too. A stem that cannot be made (no memory) is the word itself. */
static struct text stem_uncached(struct english *english, struct text word)
{
    struct xc_error ignored;
    struct text owner = text_ends_with(word, TEXT("'s")) ? text_slice(word, 0, word.size - 2) : word;
    if (is_name(owner))
        return owner;
    if (is_acronym_plural(owner))
        return text_slice(owner, 0, owner.size - 1);
    word = regular(owner);
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
