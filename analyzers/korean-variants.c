/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analyzers/korean-variants.h"

#include <string.h>

#include "analyzers/korean-pairs.h"
#include "korean-variants-table.h"

static int compare(const struct variant *variant, const char16_t *word, size_t size)
{
    for (size_t i = 0; i < variant->n_spelling && i < size; i++)
        if (variant->spelling[i] != word[i])
            return variant->spelling[i] < word[i] ? -1 : 1;
    return (variant->n_spelling > size) - (variant->n_spelling < size);
}

static const struct variant *find_variant(const char16_t *word, size_t size)
{
    size_t low = 0, high = N_VARIANTS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(&variants[middle], word, size);
        if (order == 0)
            return &variants[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The longest spelling that a compound begins with, or ends in. */
static const struct variant *find_component(const char16_t *word, size_t size, bool at_end)
{
    size_t longest = size - 1 < VARIANT_MAX_SYLLABLES ? size - 1 : VARIANT_MAX_SYLLABLES;
    for (size_t length = longest; length > 1; length--) {
        const struct variant *variant = find_variant(at_end ? word + size - length : word, length);
        if (variant != NULL && variant->is_component)
            return variant;
    }
    return NULL;
}

static size_t replace(char16_t *word, size_t size, size_t start, const struct variant *variant)
{
    size_t end = start + variant->n_spelling, new_size = size - variant->n_spelling + variant->n_canonical;
    if (new_size > KOREAN_MAX_SYLLABLES)
        return size;
    memmove(word + start + variant->n_canonical, word + end, (size - end) * sizeof *word);
    memcpy(word + start, variant->canonical, variant->n_canonical * sizeof *word);
    return new_size;
}

size_t korean_canonical(const char16_t *stem, size_t n_syllables, char16_t ret[static KOREAN_MAX_SYLLABLES])
{
    if (n_syllables == 0 || n_syllables > KOREAN_MAX_SYLLABLES)
        return 0;
    bool is_one = n_syllables == 1;
    bool may_begin = is_one || may_have_pair(variant_heads, stem[0], stem[1]);
    bool may_end = is_one || may_have_pair(variant_ends, stem[n_syllables - 2], stem[n_syllables - 1]);
    if (!may_begin && !may_end)
        return 0;
    const struct variant *first = NULL, *last = NULL;
    if (may_begin && may_end && n_syllables <= VARIANT_MAX_SYLLABLES)
        first = find_variant(stem, n_syllables);
    if (first == NULL && !is_one) {
        first = may_begin ? find_component(stem, n_syllables, false) : NULL;
        last = may_end ? find_component(stem, n_syllables, true) : NULL;
    }
    if (first != NULL && last != NULL && first->n_spelling + last->n_spelling > n_syllables)
        last = NULL;
    if (first == NULL && last == NULL)
        return 0;
    size_t size = n_syllables;
    memcpy(ret, stem, size * sizeof *stem);
    if (last != NULL)
        size = replace(ret, size, size - last->n_spelling, last);
    if (first != NULL)
        size = replace(ret, size, 0, first);
    return size;
}
