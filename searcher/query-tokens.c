/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/query-tokens.h"

#include "analyzers/languages.h"

#include <assert.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

enum quote_class {
    QUOTE_STRAIGHT,
    QUOTE_CURLY,
    QUOTE_GUILLEMET,
    QUOTE_CORNER,
    QUOTE_WHITE_CORNER,
    N_QUOTE_CLASSES
};

/* What an open bracket turned out to be; the bracket that closes it is the same. */
enum bracket_kind { BRACKET_GROUP, BRACKET_TEXT, BRACKET_TOO_DEEP };

struct bracket {
    enum bracket_kind kind;
    uint32_t token; /* of BRACKET_GROUP */
};

struct reader {
    struct text text;
    char *bytes; /* the same, to be written to */
    struct arena *arena;
    struct query_token *tokens;
    size_t n_tokens, token_capacity;
    struct bracket *brackets;
    size_t n_brackets, bracket_capacity;
    size_t n_groups; /* of `brackets` */
    size_t n_prefixes;
    size_t no_phrase_before[N_QUOTE_CLASSES]; /* no quote of this class before there opens a phrase */
    bool cut;
};

/* ---- characters ---- */

/* The full-width forms that input methods give, as ASCII; anything else is itself. */
static uint32_t narrow(uint32_t code_point)
{
    return code_point >= 0xFF01 && code_point <= 0xFF5E ? code_point - 0xFEE0 : code_point;
}

/* The character at `at`, narrowed, and where the next one begins; 0 at the end. */
static uint32_t peek(const struct reader *reader, size_t at, size_t *ret_next)
{
    *ret_next = at;
    return at < reader->text.size ? narrow(text_next_code_point(reader->text, ret_next)) : 0;
}

static bool is_at(const struct reader *reader, size_t at, uint32_t code_point)
{
    size_t next;
    return peek(reader, at, &next) == code_point;
}

static int opening_quote(uint32_t code_point)
{
    switch (code_point) {
    case '"':
        return QUOTE_STRAIGHT;
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x201E: /* „ */
    case 0x201F: /* ‟ */
        return QUOTE_CURLY;
    case 0x00AB: /* « */
        return QUOTE_GUILLEMET;
    case 0x300C: /* 「 */
        return QUOTE_CORNER;
    case 0x300E: /* 『 */
        return QUOTE_WHITE_CORNER;
    default:
        return -1;
    }
}

/* A curly quote closes with any other of its kind, and with '"': people switch input methods in the middle.
 */
static bool closes_quote(int quote, uint32_t code_point)
{
    switch ((enum quote_class)quote) {
    case QUOTE_STRAIGHT:
        return code_point == '"';
    case QUOTE_CURLY:
        return code_point == '"' || opening_quote(code_point) == QUOTE_CURLY;
    case QUOTE_GUILLEMET:
        return code_point == 0x00BB;
    case QUOTE_CORNER:
        return code_point == 0x300D;
    case QUOTE_WHITE_CORNER:
        return code_point == 0x300F;
    case N_QUOTE_CLASSES:
        break;
    }
    return false;
}

static bool has_letters(struct text text)
{
    for (size_t i = 0; i < text.size;)
        if (u_isalnum((UChar32)text_next_code_point(text, &i)))
            return true;
    return false;
}

/* Long enough that its expansions are few: 3 letters, or 2 of Hangul or Han. */
static bool is_long_enough_for_prefix(struct text word)
{
    size_t n_letters = 0, n_syllables = 0;
    for (size_t i = 0; i < word.size;) {
        UChar32 code_point = (UChar32)text_next_code_point(word, &i);
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(code_point, &status);
        n_letters += u_isalnum(code_point);
        n_syllables += script == USCRIPT_HANGUL || script == USCRIPT_HAN;
    }
    return n_letters >= 3 || n_syllables >= 2;
}

/* ---- phrases ---- */

/* A quote at `at` with its partner, and something between them to search for. */
static bool find_phrase(struct reader *reader, size_t at, size_t *ret_inner_start, size_t *ret_inner_end,
                        size_t *ret_end)
{
    size_t inner_start;
    int quote = opening_quote(peek(reader, at, &inner_start));
    if (quote < 0 || at < reader->no_phrase_before[quote])
        return false;
    for (size_t i = inner_start, next; i < reader->text.size; i = next) {
        if (!closes_quote(quote, peek(reader, i, &next)))
            continue;
        if (!has_letters(text_slice(reader->text, inner_start, i))) {
            reader->no_phrase_before[quote] = i;
            return false;
        }
        *ret_inner_start = inner_start;
        *ret_inner_end = i;
        *ret_end = next;
        return true;
    }
    reader->no_phrase_before[quote] = SIZE_MAX;
    return false;
}

static bool is_phrase_at(struct reader *reader, size_t at)
{
    size_t inner_start, inner_end, end;
    return find_phrase(reader, at, &inner_start, &inner_end, &end);
}

/* ---- brackets ---- */

static void push_bracket(struct reader *reader, enum bracket_kind kind)
{
    struct bracket bracket = {.kind = kind, .token = (uint32_t)reader->n_tokens};
    *ARENA_PUSH(reader->arena, reader->brackets, reader->n_brackets, reader->bracket_capacity) = bracket;
    reader->n_groups += kind == BRACKET_GROUP;
}

/* What the ')' here closes; a ')' with no partner is text. */
static enum bracket_kind innermost_bracket(const struct reader *reader)
{
    return reader->n_brackets > 0 ? reader->brackets[reader->n_brackets - 1].kind : BRACKET_TEXT;
}

static struct bracket pop_bracket(struct reader *reader)
{
    struct bracket bracket = reader->brackets[--reader->n_brackets];
    reader->n_groups -= bracket.kind == BRACKET_GROUP;
    return bracket;
}

static void blank(struct reader *reader, size_t start, size_t end)
{
    memset(reader->bytes + start, ' ', end - start);
}

static struct query_token *push_token(struct reader *reader, const struct query_token *token)
{
    struct query_token *pushed =
        ARENA_PUSH(reader->arena, reader->tokens, reader->n_tokens, reader->token_capacity);
    *pushed = *token;
    return pushed;
}

/* Take a token back to what was typed. */
static void make_word(struct reader *reader, struct query_token *token)
{
    token->kind = TOKEN_WORD;
    token->occur = QUERY_SHOULD;
    token->field = NO_FIELD;
    token->inner_start = token->start;
    token->inner_end = token->end;
    token->is_punctuation = !has_letters(text_slice(reader->text, token->start, token->end));
}

static void close_group(struct reader *reader, size_t start, size_t end)
{
    uint32_t open = pop_bracket(reader).token;
    struct query_token close = {.kind = TOKEN_CLOSE, .field = NO_FIELD, .match = open};
    close.start = close.inner_start = (uint32_t)start;
    close.end = close.inner_end = (uint32_t)end;
    bool is_empty = open + 1 == reader->n_tokens;
    reader->tokens[open].match = (uint32_t)reader->n_tokens;
    push_token(reader, &close);
    if (is_empty) {
        make_word(reader, &reader->tokens[open]);
        make_word(reader, &reader->tokens[open + 1]);
    }
}

static void open_group(struct reader *reader, struct query_token *token, size_t at, size_t end)
{
    if (reader->n_groups == QUERY_MAX_DEPTH) {
        push_bracket(reader, BRACKET_TOO_DEEP);
        blank(reader, token->start, end);
        reader->cut = true;
        return;
    }
    token->kind = TOKEN_OPEN;
    token->inner_start = (uint32_t)at;
    token->inner_end = token->end = (uint32_t)end;
    push_bracket(reader, BRACKET_GROUP);
    push_token(reader, token);
}

/* Brackets still open at the end are text. */
static void give_up_open_groups(struct reader *reader)
{
    while (reader->n_brackets > 0) {
        struct bracket bracket = pop_bracket(reader);
        if (bracket.kind == BRACKET_GROUP)
            make_word(reader, &reader->tokens[bracket.token]);
    }
}

/* ---- words ---- */

/* Where the word that begins at `at` ends. Brackets inside it (f(x), 마크다운(Markdown)) belong to it. */
static size_t word_end(struct reader *reader, size_t at)
{
    size_t end = at;
    for (size_t next; end < reader->text.size; end = next) {
        uint32_t code_point = peek(reader, end, &next);
        if (code_point == ' ' || code_point == '|')
            break;
        if (end > at && opening_quote(code_point) >= 0 && is_phrase_at(reader, end))
            break;
        if (code_point == '(') {
            push_bracket(reader, BRACKET_TEXT);
        } else if (code_point == ')') {
            if (innermost_bracket(reader) != BRACKET_TEXT)
                break;
            if (reader->n_brackets > 0)
                pop_bracket(reader);
        }
    }
    return end;
}

/* `word*`, with one star and at its end. */
static bool has_star(struct text word)
{
    size_t star = TEXT_NONE, last = 0;
    for (size_t i = 0; i < word.size;) {
        last = i;
        if (narrow(text_next_code_point(word, &i)) == '*' && star == TEXT_NONE)
            star = last;
    }
    return word.size > 0 && star == last && has_letters(text_slice(word, 0, star));
}

static void read_star(struct reader *reader, struct query_token *token)
{
    struct text word = text_slice(reader->text, token->inner_start, token->inner_end);
    if (!has_star(word))
        return;
    size_t star = word.size;
    text_previous_code_point(word, &star);
    token->inner_end = token->inner_start + (uint32_t)star;
    if (reader->n_prefixes == QUERY_MAX_PREFIXES || !is_long_enough_for_prefix(text_from(word.bytes, star))) {
        reader->cut = true;
        return;
    }
    token->kind = TOKEN_PREFIX;
    reader->n_prefixes++;
}

static bool is_word(struct text word, const char *ascii)
{
    size_t length = strlen(ascii), n = 0;
    for (size_t i = 0; i < word.size; n++) {
        uint32_t code_point = narrow(text_next_code_point(word, &i));
        if (n >= length || code_point != (uint32_t)ascii[n])
            return false;
    }
    return n == length;
}

static size_t read_word(struct reader *reader, struct query_token *token, size_t at)
{
    size_t end = word_end(reader, at);
    struct text word = text_slice(reader->text, at, end);
    token->kind = TOKEN_WORD;
    token->inner_start = (uint32_t)at;
    token->inner_end = token->end = (uint32_t)end;
    if (!has_letters(word)) /* a mark before nothing to search for is text as well */
        make_word(reader, token);
    else if (query_token_is_plain_word(token) && is_word(word, "OR"))
        token->kind = TOKEN_OR;
    else if (token->field == NO_FIELD || token->field == TITLE_FIELD)
        read_star(reader, token);
    push_token(reader, token);
    return end;
}

/* ---- fields ---- */

static bool is_valid_value(int field, struct text value)
{
    char first[11], last[11];
    switch (field) {
    case FIELD_LANG:
        return language_from_code(value) != LANGUAGE_NONE;
    case FIELD_KIND:
        return text_equal_ascii_case(value, TEXT("article")) || text_equal_ascii_case(value, TEXT("entry"));
    case FIELD_BEFORE:
    case FIELD_AFTER:
        return query_parse_date(value, first, last);
    default:
        return has_letters(value);
    }
}

/* The field named at `at` and where its value begins, or NO_FIELD. */
static int field_at(const struct reader *reader, size_t at, size_t *ret_value)
{
    static const struct {
        struct text name;
        int field;
    } fields[] = {
        {TEXT_INIT("title"), TITLE_FIELD},   {TEXT_INIT("tag"), FIELD_TAG},
        {TEXT_INIT("lang"), FIELD_LANG},     {TEXT_INIT("kind"), FIELD_KIND},
        {TEXT_INIT("site"), FIELD_SITE},     {TEXT_INIT("path"), FIELD_PATH},
        {TEXT_INIT("before"), FIELD_BEFORE}, {TEXT_INIT("after"), FIELD_AFTER},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (text_starts_with_ascii_case(text_skip(reader->text, at), fields[i].name) &&
            peek(reader, at + fields[i].name.size, ret_value) == ':')
            return fields[i].field;
    return NO_FIELD;
}

static size_t read_phrase(struct reader *reader, struct query_token *token, size_t at)
{
    size_t inner_start, inner_end, end;
    bool found = find_phrase(reader, at, &inner_start, &inner_end, &end);
    assert(found);
    (void)found;
    token->kind = TOKEN_PHRASE;
    token->inner_start = (uint32_t)inner_start;
    token->inner_end = (uint32_t)inner_end;
    token->end = (uint32_t)end;
    push_token(reader, token);
    return end;
}

/* A word as the value of a field; the brackets are left as they were. */
static bool is_value_at(struct reader *reader, int field, size_t at)
{
    size_t next, n_brackets = reader->n_brackets;
    if (opening_quote(peek(reader, at, &next)) >= 0)
        return false;
    size_t end = word_end(reader, at);
    reader->n_brackets = n_brackets; /* what word_end() pops and pushes is all BRACKET_TEXT */
    return is_valid_value(field, text_slice(reader->text, at, end));
}

/* Read `field:value`. False, with nothing read, when there is no value that fits. */
static bool read_field(struct reader *reader, struct query_token *token, size_t at, size_t *ret_end)
{
    size_t value, inner_start, inner_end, end;
    int field = field_at(reader, at, &value);
    if (field == NO_FIELD)
        return false;
    token->field = field;
    if (find_phrase(reader, value, &inner_start, &inner_end, &end)) {
        if (field == TITLE_FIELD || is_valid_value(field, text_slice(reader->text, inner_start, inner_end))) {
            *ret_end = read_phrase(reader, token, value);
            return true;
        }
    } else if (is_at(reader, value, '(')) {
        if (field == TITLE_FIELD) {
            peek(reader, value, ret_end);
            open_group(reader, token, value, *ret_end);
            return true;
        }
    } else if (is_value_at(reader, field, value)) {
        *ret_end = read_word(reader, token, value);
        return true;
    }
    token->field = NO_FIELD;
    return false;
}

/* ---- the row of tokens ---- */

/* After white space, also such as was a bracket, and after the '(' of a group. */
static bool may_mark_at(const struct reader *reader, size_t at)
{
    const struct query_token *last = reader->n_tokens > 0 ? &reader->tokens[reader->n_tokens - 1] : NULL;
    return at == 0 || reader->bytes[at - 1] == ' ' ||
           (last != NULL && last->kind == TOKEN_OPEN && last->end == at);
}

/* A '-' or '+' counts before a clause; doubled, or before a space, it is text. */
static size_t read_mark(const struct reader *reader, struct query_token *token, size_t at)
{
    size_t next, after;
    uint32_t mark = peek(reader, at, &next);
    uint32_t following = peek(reader, next, &after);
    if (!may_mark_at(reader, at) || (mark != '-' && mark != '+'))
        return at;
    if (following == 0 || following == ' ' || following == '-' || following == '+' || following == '|' ||
        following == ')')
        return at;
    token->occur = mark == '-' ? QUERY_NOT : QUERY_MUST;
    return next;
}

static size_t read_clause(struct reader *reader, size_t start)
{
    struct query_token token = {.field = NO_FIELD, .start = (uint32_t)start};
    size_t end, at = read_mark(reader, &token, start);
    if (read_field(reader, &token, at, &end))
        return end;
    if (is_phrase_at(reader, at))
        return read_phrase(reader, &token, at);
    if (is_at(reader, at, '(')) {
        peek(reader, at, &end);
        open_group(reader, &token, at, end);
        return end;
    }
    return read_word(reader, &token, at);
}

static size_t read_pipe(struct reader *reader, size_t start)
{
    struct query_token token = {.kind = TOKEN_OR, .field = NO_FIELD, .start = (uint32_t)start};
    size_t end = start, next;
    while (peek(reader, end, &next) == '|')
        end = next;
    token.end = (uint32_t)end;
    push_token(reader, &token);
    return end;
}

static size_t read_close(struct reader *reader, size_t start, size_t end)
{
    if (innermost_bracket(reader) == BRACKET_GROUP) {
        close_group(reader, start, end);
    } else {
        pop_bracket(reader);
        blank(reader, start, end);
    }
    return end;
}

static void read_all(struct reader *reader)
{
    for (size_t at = 0, next; at < reader->text.size; at = next) {
        uint32_t code_point = peek(reader, at, &next);
        if (code_point == '|')
            next = read_pipe(reader, at);
        else if (code_point == ')' && innermost_bracket(reader) != BRACKET_TEXT)
            next = read_close(reader, at, next);
        else if (code_point != ' ')
            next = read_clause(reader, at);
    }
}

/* ---- OR ---- */

static bool is_alternative(const struct reader *reader, size_t index, enum query_token_kind not_kind)
{
    const struct query_token *token = &reader->tokens[index];
    if (token->kind == not_kind)
        return false;
    if (token->kind == TOKEN_CLOSE)
        token = &reader->tokens[token->match];
    return token->occur == QUERY_SHOULD && !token->is_punctuation;
}

/* A row of ORs is one, or text when it does not stand between two clauses without a mark. */
static void settle_or(struct reader *reader)
{
    for (size_t start = 0, end; start < reader->n_tokens; start = end + 1) {
        for (end = start; end < reader->n_tokens && reader->tokens[end].kind == TOKEN_OR; end++)
            ;
        bool joins = start > 0 && end < reader->n_tokens && is_alternative(reader, start - 1, TOKEN_OPEN) &&
                     is_alternative(reader, end, TOKEN_CLOSE);
        for (size_t i = start; i < end && !joins; i++)
            make_word(reader, &reader->tokens[i]);
    }
}

void query_tokens_read(char *bytes, size_t size, struct arena *arena, struct query_tokens *ret)
{
    struct reader reader = {.text = text_from(bytes, size), .bytes = bytes, .arena = arena};
    read_all(&reader);
    give_up_open_groups(&reader);
    settle_or(&reader);
    *ret = (struct query_tokens){.tokens = reader.tokens, .n_tokens = reader.n_tokens, .cut = reader.cut};
}
