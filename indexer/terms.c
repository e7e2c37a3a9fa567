/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/terms.h"

#include <unicode/uchar.h>
#include <xxhash.h>

#include "base/cleanup.h"
#include "indexer/url.h"

/* What a word counts in each field, text being SCHEMA_WDF_UNIT; all are even (SCHEMA_WDF_WHOLE). A title is short and chosen; breadcrumbs
 * repeat in every unit of a file; code is long and repeats itself. */
enum field_weight {
    WEIGHT_DOCUMENT_TITLE =
        18, /* of the unit that opens a document: a page beats a section of that name elsewhere */
    WEIGHT_TITLE = 10,
    WEIGHT_OTHER_TITLE = 8,
    WEIGHT_BREADCRUMB = 4,
    WEIGHT_HEADING = 8, /* a heading inside the unit */
    WEIGHT_TEXT = SCHEMA_WDF_UNIT,
    WEIGHT_TAG = 6,
    WEIGHT_ENTRY_TITLE = 8, /* the name of a link has hardly any text beside it to be weighed against */
    WEIGHT_URL = 4,
    WEIGHT_LOCAL_LINK =
        4, /* the name of a link to another page of the same site, which bears that name itself */
    WEIGHT_CODE = 2
};

enum {
    MAX_NAMES = 64, /* different ones of an entry */
    MAX_URL_BYTES = 200,
    FIRST_SLOTS = 512,   /* for the terms of a short unit */
    MAX_HOST_BYTES = 253 /* of RFC 1035 */
};

struct terms {
    struct analyzer *analyzer;
    struct arena *arena;
    struct unit_terms *out;
    size_t capacity;
    uint32_t *slots; /* by the hash of a term: its posting + 1, or 0; a power of two of them */
    size_t n_slots;
};

/* ---- postings, each term once ---- */

/* The slot of a term, or the empty one where it belongs. */
static uint32_t *find_slot(struct terms *terms, struct xc_text term)
{
    const struct posting *postings = terms->out->postings;
    size_t at = XXH3_64bits(term.bytes, term.size) & (terms->n_slots - 1);
    while (terms->slots[at] != 0 && !text_equal(from_xc(postings[terms->slots[at] - 1].term), from_xc(term)))
        at = (at + 1) & (terms->n_slots - 1);
    return &terms->slots[at];
}

static void grow_slots(struct terms *terms)
{
    terms->n_slots = terms->n_slots > 0 ? terms->n_slots * 2 : FIRST_SLOTS;
    terms->slots = ARENA_NEW(terms->arena, uint32_t, terms->n_slots);
    for (size_t i = 0; i < terms->out->n_postings; i++)
        *find_slot(terms, terms->out->postings[i].term) = (uint32_t)i + 1;
}

static struct posting *posting_of(struct terms *terms, struct xc_text term)
{
    if (terms->out->n_postings * 2 >= terms->n_slots)
        grow_slots(terms);
    uint32_t *slot = find_slot(terms, term);
    if (*slot == 0) {
        ARENA_PUSH(terms->arena, terms->out->postings, terms->out->n_postings, terms->capacity)->term = term;
        *slot = (uint32_t)terms->out->n_postings;
    }
    return &terms->out->postings[*slot - 1];
}

static void add_filter(struct terms *terms, enum schema_prefix prefix, struct text text)
{
    if (text.size > 0)
        posting_of(terms, schema_term(prefix, text, terms->arena));
}

/* Two characters of Korean or Chinese that are a word of their own here, and not only a piece of a longer one. */
static bool is_whole_pair(const struct token *token)
{
    return token->kind == TOKEN_WORD && token->script != SCRIPT_LATIN &&
           text_count_code_points(token->term) == 2;
}

static void add_token(struct terms *terms, enum schema_prefix prefix, const struct token *token,
                      uint32_t weight)
{
    if (token->term.size == 0)
        return;
    struct posting *posting = posting_of(terms, schema_term(prefix, token->term, terms->arena));
    posting->wdf += token->wdf * weight;
    if (is_whole_pair(token))
        posting->wdf |= SCHEMA_WDF_WHOLE;
}

/* A field without spans, into the words of all fields. */
static void add_field(struct terms *terms, struct text text, uint32_t weight)
{
    struct token_list list;
    analyzer_run(terms->analyzer, text, ANALYZE_DOCUMENT, LANGUAGE_NONE, terms->arena, &list);
    for (size_t i = 0; i < list.n_tokens; i++)
        add_token(terms, PREFIX_NONE, &list.tokens[i], weight);
}

struct text terms_name_key(const struct analyzer *analyzer, struct text name, struct arena *arena)
{
    struct folded folded;
    fold(analyzer_folder(analyzer), name, arena, &folded);
    size_t n_units = 0;
    for (size_t i = 0, next = 0; i < folded.n_units; i = next) {
        UChar32 c;
        U16_NEXT(folded.units, next, folded.n_units, c);
        if (!u_isalnum(c) && c != '+' && c != '#' && (U_GET_GC_MASK(c) & U_GC_M_MASK) == 0)
            continue;
        for (; i < next; i++)
            folded.units[n_units++] = folded.units[i];
    }
    return utf16_to_utf8(folded.units, n_units, arena);
}

static void add_name(struct terms *terms, enum schema_prefix prefix, struct text name)
{
    add_filter(terms, prefix, terms_name_key(terms->analyzer, name, terms->arena));
}

/* A name of the unit: findable as a word and as a title. */
static void add_title(struct terms *terms, struct text text, uint32_t weight)
{
    struct token_list list;
    analyzer_run(terms->analyzer, text, ANALYZE_DOCUMENT, LANGUAGE_NONE, terms->arena, &list);
    for (size_t i = 0; i < list.n_tokens; i++) {
        add_token(terms, PREFIX_NONE, &list.tokens[i], weight);
        add_token(terms, PREFIX_TITLE, &list.tokens[i], 1);
    }
}

/* Code has no words whose neighbours or inflection matter. */
static bool is_of_use_in_code(const struct token *token)
{
    return token->kind != TOKEN_PAIR && token->kind != TOKEN_CROSS && token->kind != TOKEN_EXACT;
}

static void add_text(struct terms *terms, const struct unit *unit)
{
    struct token_list list;
    analyzer_run(terms->analyzer, unit->text, ANALYZE_DOCUMENT, LANGUAGE_NONE, terms->arena, &list);
    size_t s = 0;
    for (size_t i = 0; i < list.n_tokens; i++) {
        const struct token *token = &list.tokens[i];
        while (s < unit->n_spans && unit->spans[s].end <= token->start)
            s++;
        const struct span *span =
            s < unit->n_spans && unit->spans[s].start <= token->start ? &unit->spans[s] : NULL;
        if (span == NULL)
            add_token(terms, PREFIX_NONE, token, WEIGHT_TEXT);
        else if (span->kind == SPAN_HEADING)
            add_token(terms, PREFIX_NONE, token, WEIGHT_HEADING);
        else if (span->kind == SPAN_URL)
            add_token(terms, PREFIX_NONE, token, WEIGHT_CODE);
        else if (is_of_use_in_code(token))
            add_token(terms, PREFIX_NONE, token, WEIGHT_CODE);
    }
}

/* ---- links ---- */

struct text terms_url_host(struct text url, struct arena *arena)
{
    struct text host = url_host(url);
    if (host.size > MAX_HOST_BYTES)
        return text_from("", 0);
    host = arena_copy(arena, host);
    char *bytes = (char *)host.bytes; /* our own copy */
    for (size_t i = 0; i < host.size; i++)
        if (bytes[i] >= 'A' && bytes[i] <= 'Z')
            bytes[i] = (char)(bytes[i] + 32);
    return host;
}

static void add_hosts(struct terms *terms, struct text host)
{
    while (text_find_byte(host, '.', 0) != TEXT_NONE) { /* github.com is asked for, com is not */
        add_filter(terms, PREFIX_HOST, host);
        host = text_skip(host, text_find_byte(host, '.', 0) + 1);
    }
}

/* The words of a URL: its host without the ending and its path, as words apart. */
static void add_url(struct terms *terms, struct text url)
{
    struct text host = terms_url_host(url, terms->arena);
    add_hosts(terms, host);
    size_t dot = text_find_last_byte(host, '.');
    struct text name = dot == TEXT_NONE ? host : text_slice(host, 0, dot);
    struct text path = url_path(url);
    path = text_slice(path, 0, text_floor_code_point(path, MAX_URL_BYTES));
    struct text words = arena_printf(terms->arena, "%.*s %.*s", TEXT_PRINTF(name), TEXT_PRINTF(path));
    char *bytes = (char *)words.bytes; /* our own copy */
    for (size_t i = 0; i < words.size; i++)
        if (bytes[i] == '/')
            bytes[i] = ' ';
    if (text_invalid_at(words) == TEXT_NONE)
        add_field(terms, words, WEIGHT_URL);
}

/* ---- filters ---- */

struct text terms_fold_tag(const struct analyzer *analyzer, struct text tag, struct arena *arena)
{
    struct folded folded;
    fold(analyzer_folder(analyzer), text_trim(tag), arena, &folded);
    return folded_utf8(&folded, 0, folded.n_units, arena);
}

static void add_file(struct terms *terms, struct text path)
{
    add_filter(terms, PREFIX_FILE, path);
    for (size_t end = path.size; end != TEXT_NONE && end > 0;
         end = text_find_last_byte(text_from(path.bytes, end), '/'))
        add_filter(terms, PREFIX_PATH, text_from(path.bytes, end));
}

static void add_filters(struct terms *terms, const struct stored_unit *stored)
{
    const struct unit *unit = &stored->unit;
    bool is_entry = unit->kind == UNIT_ENTRY;
    add_filter(terms, PREFIX_ID, stored->id);
    add_filter(terms, PREFIX_KIND, is_entry ? TEXT("entry") : TEXT("article"));
    add_filter(terms, PREFIX_LANGUAGE, text_of(language_code(unit->language)));
    add_file(terms, stored->path);
    for (size_t i = 0; i < unit->n_places; i++) {
        add_file(terms, unit->places[i].path);
        add_filter(terms, PREFIX_LANGUAGE, text_of(language_code(unit->places[i].language)));
    }
    for (size_t i = 0; i < unit->n_tags; i++)
        add_filter(terms, PREFIX_TAG, terms_fold_tag(terms->analyzer, unit->tags[i], terms->arena));
}

/* The name of a link to another page of the same site is that page's. */
static bool is_local_link(const struct unit *unit)
{
    return unit->kind == UNIT_ENTRY && url_kind_of(unit->url) != URL_ABSOLUTE;
}

/* The other names of an entry, each once. */
static void add_other_names(struct terms *terms, const struct unit *unit, uint32_t weight)
{
    const struct place *names[MAX_NAMES];
    size_t n_names = 0;
    for (size_t i = 0; i < unit->n_places && n_names < MAX_NAMES; i++) {
        const struct place *place = &unit->places[i];
        bool is_known = text_equal(place->title, unit->title);
        for (size_t k = 0; k < n_names && !is_known; k++)
            is_known = text_equal(place->title, names[k]->title);
        if (is_known)
            continue;
        names[n_names++] = place;
        add_title(terms, place->title, place->is_generic ? WEIGHT_URL : weight);
        if (!place->is_generic && !is_local_link(unit))
            add_name(terms, PREFIX_NAME, place->title);
    }
}

static void add_titles(struct terms *terms, const struct unit *unit, const struct document *document)
{
    bool opens_document = unit->kind == UNIT_SECTION && unit->n_breadcrumbs == 0;
    bool is_entry = unit->kind == UNIT_ENTRY;
    uint32_t weight = opens_document        ? WEIGHT_DOCUMENT_TITLE
                      : is_local_link(unit) ? WEIGHT_LOCAL_LINK
                      : is_entry            ? WEIGHT_ENTRY_TITLE
                                            : WEIGHT_TITLE;
    add_title(terms, unit->title, weight);
    if (!is_local_link(unit))
        add_name(terms, opens_document ? PREFIX_PAGE_NAME : PREFIX_NAME, unit->title);
    add_other_names(terms, unit, weight);
    /* A page that begins with a heading has no unit of its own for its title: its first section bears it. */
    if (document != NULL && !opens_document) {
        add_title(terms, document->title, WEIGHT_DOCUMENT_TITLE);
        add_name(terms, PREFIX_PAGE_NAME, document->title);
    }
    for (size_t i = 0; document != NULL && i < document->n_other_titles; i++) {
        add_title(terms, document->other_titles[i], WEIGHT_OTHER_TITLE);
        add_name(terms, PREFIX_PAGE_NAME, document->other_titles[i]);
    }
}

void terms_make(struct analyzer *analyzer, const struct stored_unit *stored, const struct document *document,
                struct arena *arena, struct unit_terms *ret)
{
    const struct unit *unit = &stored->unit;
    struct terms terms = {.analyzer = analyzer, .arena = arena, .out = ret};
    *ret = (struct unit_terms){0};
    add_filters(&terms, stored);
    add_titles(&terms, unit, document);
    add_text(&terms, unit);
    for (size_t i = 0; i < unit->n_breadcrumbs; i++)
        add_field(&terms, unit->breadcrumbs[i], WEIGHT_BREADCRUMB);
    for (size_t i = 0; i < unit->n_tags; i++)
        add_field(&terms, unit->tags[i], WEIGHT_TAG);
    if (document != NULL)
        add_field(&terms, document->description, WEIGHT_TEXT);
    if (unit->kind == UNIT_ENTRY)
        add_url(&terms, unit->url);
    ret->values[SLOT_GROUP] = unit->kind == UNIT_ENTRY ? stored->id : stored->path;
    ret->values[SLOT_DATE] = unit->date;
}

/* ---- the Xapian document ---- */

static int write_posting(const struct posting *posting, struct xc_document *out, struct xc_error *xc_error)
{
    if (posting->wdf > 0)
        return xc_document_add_term(out, posting->term, posting->wdf, xc_error);
    return xc_document_add_filter(out, posting->term, xc_error);
}

int terms_write(const struct unit_terms *terms, const struct stored_unit *stored, struct xc_document *out,
                struct error *error)
{
    struct xc_error xc_error;
    int result = xc_document_reset(out, &xc_error);
    for (size_t i = 0; i < terms->n_postings && result == 0; i++)
        result = write_posting(&terms->postings[i], out, &xc_error);
    for (uint32_t slot = 0; slot < TERMS_N_SLOTS && result == 0; slot++)
        if (terms->values[slot].size > 0)
            result = xc_document_add_value(out, slot, to_xc(terms->values[slot]), &xc_error);
    if (result < 0)
        return error_from_xc(error, &xc_error);

    cleanup(buffer_clearp) struct buffer packed;
    buffer_init(&packed, TERMS_MAX_STORED_BYTES);
    if (stored_pack(stored, &packed) < 0)
        return error_set(error, ERROR_LIMIT, "a unit of more than %d bytes cannot be stored",
                         TERMS_MAX_STORED_BYTES);
    if (xc_document_set_data(out, to_xc(buffer_text(&packed)), &xc_error) < 0)
        return error_from_xc(error, &xc_error);
    return 0;
}
