/* SPDX-License-Identifier: GPL-2.0-or-later */
/* analyzer-properties: what must hold of every text whatever it says; shared by the unit tests and the fuzzer.
 *
 * analyzer_broken_property() returns the name of the first property that does not hold, or NULL. */
#ifndef CHAJA_TESTS_ANALYZER_PROPERTIES_H
#define CHAJA_TESTS_ANALYZER_PROPERTIES_H

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "analyzers/analyzer.h"

enum { MAX_JOINED = 12 };

static inline bool is_boundary(struct text text, size_t offset)
{
    return offset <= text.size && text_floor_code_point(text, offset) == offset;
}

/* A long row of characters that join what stands before them is cut by fold(), and so are no longer what they were. */
static inline bool has_long_sequence(struct text text)
{
    size_t n_joined = 0;
    for (size_t offset = 0; offset < text.size;) {
        UChar32 c = (UChar32)text_next_code_point(text, &offset);
        bool joins = U_MASK(u_charType(c)) & (U_GC_M_MASK | U_GC_CF_MASK) ||
                     u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
                     (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB) || c == 0xFF9E ||
                     c == 0xFF9F;
        n_joined = joins ? n_joined + 1 : 0;
        if (n_joined > MAX_JOINED)
            return true;
    }
    return false;
}

static inline const char *folding_broken_property(const struct folder *folder, struct text text,
                                                  struct arena *arena)
{
    struct folded once, twice;
    fold(folder, text, arena, &once);
    for (size_t i = 0; i < once.n_units; i++)
        if (once.starts[i] > once.starts[i + 1] || !is_boundary(text, once.starts[i]))
            return "starts ascend on boundaries of characters";
    if (once.starts[once.n_units] != text.size)
        return "the map ends with the text";
    if (has_long_sequence(text))
        return NULL;
    fold(folder, folded_utf8(&once, 0, once.n_units, arena), arena, &twice);
    if (twice.n_units != once.n_units ||
        memcmp(once.units, twice.units, once.n_units * sizeof *once.units) != 0)
        return "folding twice is folding once";
    return NULL;
}

static inline const char *token_broken_property(const struct token_list *list, size_t i, struct text text)
{
    const struct token *token = &list->tokens[i], *word = &list->tokens[token->word];
    if (token->term.size == 0 || token->term.size > ANALYZER_MAX_TERM_BYTES ||
        text_invalid_at(token->term) != TEXT_NONE)
        return "a term is valid UTF-8 of 1 to 200 bytes";
    for (size_t b = 0; b < token->term.size; b++)
        if (token->term.bytes[b] >= 'A' && token->term.bytes[b] <= 'Z')
            return "a term holds no ASCII capital";
    if (token->start >= token->end || !is_boundary(text, token->start) || !is_boundary(text, token->end))
        return "a range is of whole characters in the text";
    if (token->word >= list->n_tokens || word->kind != TOKEN_WORD || word->position != token->position)
        return "a token has the position of its word";
    if (token->kind == TOKEN_WORD && token->word != i)
        return "a word is its own word";
    if (token->position == 0 || token->position > list->last_position)
        return "positions count from 1 to the last";
    if (!(token->weight > 0 && token->weight < 10 && token->weight_if_unknown > 0 &&
          token->weight_if_unknown < 10))
        return "weights are positive";
    if (token->wdf == 0)
        return "a document counts every token";
    if (i > 0 && (token->position < token[-1].position ||
                  (token->kind == TOKEN_WORD && token->start < word[-1].start)))
        return "tokens are in the order of the text";
    return NULL;
}

static inline bool same_tokens(const struct token_list *a, const struct token_list *b, bool with_ranges)
{
    if (a->n_tokens != b->n_tokens)
        return false;
    for (size_t i = 0; i < a->n_tokens; i++) {
        const struct token *x = &a->tokens[i], *y = &b->tokens[i];
        if (!text_equal(x->term, y->term) || x->kind != y->kind || x->position != y->position ||
            x->word != y->word || x->wdf != y->wdf ||
            (with_ranges && (x->start != y->start || x->end != y->end)))
            return false;
    }
    return true;
}

static inline bool same_terms(struct analyzer *analyzer, struct text a, struct text b, struct arena *arena)
{
    struct token_list x, y;
    analyzer_run(analyzer, a, ANALYZE_DOCUMENT, LANGUAGE_NONE, arena, &x);
    analyzer_run(analyzer, b, ANALYZE_DOCUMENT, LANGUAGE_NONE, arena, &y);
    return same_tokens(&x, &y, false);
}

/* The words of the whole against those of its lines, one after another. */
static inline bool lines_have_the_same_words(struct analyzer *analyzer, struct text text,
                                             const struct token_list *whole, struct arena *arena)
{
    size_t at = 0;
    struct text rest = text, line;
    while (text_next_field(&rest, '\n', &line)) {
        struct token_list list;
        analyzer_run(analyzer, line, ANALYZE_DOCUMENT, LANGUAGE_NONE, arena, &list);
        for (size_t i = 0; i < list.n_tokens; i++) {
            if (list.tokens[i].kind != TOKEN_WORD)
                continue;
            while (at < whole->n_tokens && whole->tokens[at].kind != TOKEN_WORD)
                at++;
            if (at == whole->n_tokens || !text_equal(whole->tokens[at++].term, list.tokens[i].term))
                return false;
        }
    }
    while (at < whole->n_tokens && whole->tokens[at].kind != TOKEN_WORD)
        at++;
    return at == whole->n_tokens;
}

/* The same text in NFD. */
static inline struct text decomposed(struct text text, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n_units = 0, capacity = (int32_t)text.size + 1;
    UChar *units = arena_alloc(arena, (size_t)capacity * sizeof *units);
    u_strFromUTF8(units, capacity, &n_units, text.bytes, (int32_t)text.size, &status);
    UChar *result = arena_alloc(arena, (size_t)capacity * 4 * sizeof *result);
    int32_t n =
        unorm2_normalize(unorm2_getNFDInstance(&status), units, n_units, result, capacity * 4, &status);
    return U_SUCCESS(status) ? utf16_to_utf8(result, (size_t)n, arena) : text;
}

static inline const char *analyzer_broken_property(struct analyzer *analyzer, struct text text,
                                                   struct arena *arena)
{
    const char *broken = folding_broken_property(analyzer_folder(analyzer), text, arena);
    if (broken != NULL)
        return broken;
    struct token_list document, snippet, query;
    analyzer_run(analyzer, text, ANALYZE_DOCUMENT, LANGUAGE_NONE, arena, &document);
    for (size_t i = 0; i < document.n_tokens; i++)
        if ((broken = token_broken_property(&document, i, text)) != NULL)
            return broken;
    analyzer_run(analyzer, text, ANALYZE_SNIPPET, LANGUAGE_NONE, arena, &snippet);
    analyzer_run(analyzer, text, ANALYZE_QUERY, LANGUAGE_NONE, arena, &query);
    if (!same_tokens(&document, &snippet, true) || !same_tokens(&document, &query, true))
        return "every purpose gives the same tokens";
    if (has_long_sequence(text))
        return NULL;
    if (!lines_have_the_same_words(analyzer, text, &document, arena))
        return "a document has the words of its lines";
    if (!same_terms(analyzer, text, decomposed(text, arena), arena))
        return "NFD has the same terms";
    return NULL;
}

#endif
