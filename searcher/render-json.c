/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/render-formats.h"

#include "base/sanitize.h"

enum { EXCERPT_MAX_BYTES = 1 << 20 };

/* What is not known is null, and not an empty string. */
static void put_text(struct renderer *renderer, const char *key, struct text text)
{
    struct text shown = sanitize_text(text, SANITIZE_AS_STORED, &renderer->scratch);
    if (shown.size > 0)
        json_write_string(&renderer->json, key, shown);
    else
        json_write_null(&renderer->json, key);
}

/* The same for what is always there, if only as "". */
static void put_own_text(struct renderer *renderer, const char *key, struct text text)
{
    json_write_string(&renderer->json, key, sanitize_text(text, SANITIZE_AS_STORED, &renderer->scratch));
}

static void put_texts(struct renderer *renderer, const char *key, const struct text *texts, size_t n_texts)
{
    json_write_array_open(&renderer->json, key);
    for (size_t i = 0; i < n_texts; i++)
        put_own_text(renderer, NULL, texts[i]);
    json_write_close(&renderer->json);
}

static void append_html(struct buffer *out, struct text text)
{
    static const struct {
        char byte;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    size_t copied = 0;
    for (size_t i = 0; i < text.size; i++) {
        for (size_t entity = 0; entity < sizeof entities / sizeof *entities; entity++) {
            if (text.bytes[i] != entities[entity].byte)
                continue;
            buffer_append(out, text_slice(text, copied, i));
            buffer_append_string(out, entities[entity].entity);
            copied = i + 1;
        }
    }
    if (copied < text.size)
        buffer_append(out, text_skip(text, copied));
}

static void append_marked_html(struct buffer *out, const struct sanitized *excerpt)
{
    size_t at = 0;
    for (size_t i = 0; i < excerpt->n_ranges; i++) {
        struct range range = excerpt->ranges[i];
        append_html(out, text_slice(excerpt->text, at, range.start));
        buffer_append_string(out, "<mark>");
        append_html(out, text_slice(excerpt->text, range.start, range.end));
        buffer_append_string(out, "</mark>");
        at = range.end;
    }
    append_html(out, text_skip(excerpt->text, at));
}

static void put_excerpt(struct renderer *renderer, const struct snippet *snippet)
{
    struct json_writer *json = &renderer->json;
    struct sanitized excerpt;
    struct buffer html;
    sanitize_ranges(snippet->text, snippet->ranges, snippet->n_ranges, SANITIZE_AS_STORED, &renderer->scratch,
                    &excerpt);
    buffer_init(&html, EXCERPT_MAX_BYTES);
    buffer_append_string(&html, snippet->cut_start ? "…" : "");
    append_marked_html(&html, &excerpt);
    buffer_append_string(&html, snippet->cut_end ? "…" : "");
    renderer->out->overflowed |= html.overflowed;
    json_write_string(json, "excerpt", buffer_text(&html));
    buffer_clear(&html);
    json_write_string(json, "plainExcerpt", excerpt.text);
    json_write_array_open(json, "ranges");
    for (size_t i = 0; i < excerpt.n_ranges; i++)
        json_write_pair(json, NULL, excerpt.ranges[i].start, excerpt.ranges[i].end);
    json_write_close(json);
}

static void put_language(struct renderer *renderer, const char *key, enum language language)
{
    put_text(renderer, key, text_of(language_code(language)));
}

static void put_matched(struct renderer *renderer, const struct hit *hit)
{
    json_write_array_open(&renderer->json, "matched");
    for (size_t i = 0; i < hit->n_matched; i++) {
        json_write_object_open(&renderer->json, NULL);
        put_own_text(renderer, "term", hit->matched[i].term);
        put_language(renderer, "language", hit->matched[i].language);
        put_own_text(renderer, "via", text_of(hit->matched[i].via));
        json_write_close(&renderer->json);
    }
    json_write_close(&renderer->json);
}

static void put_places(struct renderer *renderer, const struct hit *hit)
{
    json_write_array_open(&renderer->json, "places");
    for (size_t i = 0; i < hit->n_places; i++) {
        json_write_object_open(&renderer->json, NULL);
        put_own_text(renderer, "title", hit->places[i].title);
        put_own_text(renderer, "path", hit->places[i].path);
        put_language(renderer, "language", hit->places[i].language);
        json_write_close(&renderer->json);
    }
    json_write_close(&renderer->json);
}

/* The members of a hit, into an object that is open. */
static void put_hit(struct renderer *renderer, const struct hit *hit)
{
    struct json_writer *json = &renderer->json;
    put_own_text(renderer, "id", hit->id);
    json_write_string(json, "kind", hit->kind == HIT_ENTRY ? TEXT("entry") : TEXT("article"));
    put_own_text(renderer, "title", hit->title);
    put_own_text(renderer, "path", hit->path);
    put_text(renderer, "url", sanitize_link(hit->url, &renderer->scratch));
    put_text(renderer, "anchor", hit->excerpt.anchor.size > 0 ? hit->excerpt.anchor : hit->anchor);
    put_language(renderer, "language", hit->language);
    put_texts(renderer, "breadcrumbs", hit->breadcrumbs, hit->n_breadcrumbs);
    put_texts(renderer, "tags", hit->tags, hit->n_tags);
    put_text(renderer, "date", hit->date);
    json_write_decimal(json, "score", hit->score, 6);
    put_excerpt(renderer, &hit->excerpt);
    put_matched(renderer, hit);
    put_places(renderer, hit);
}

void render_json(struct renderer *renderer, struct text query_id, const struct answer *answer)
{
    struct json_writer *json = &renderer->json;
    json_write_object_open(json, NULL);
    if (renderer->is_batch)
        put_own_text(renderer, "queryId", query_id);
    put_own_text(renderer, "query", answer->query);
    put_language(renderer, "language", answer->language);
    json_write_unsigned(json, "offset", answer->offset);
    json_write_unsigned(json, "limit", answer->limit);
    json_write_unsigned(json, "estimatedTotalHits", answer->n_estimated);
    json_write_decimal(json, "processingTimeMs", answer->processing_ms, 3);
    json_write_bool(json, "partial", answer->is_partial);
    json_write_array_open(json, "hits");
    for (size_t i = 0; i < answer->n_hits; i++) {
        json_write_object_open(json, NULL);
        put_hit(renderer, &answer->hits[i]);
        json_write_close(json);
    }
    json_write_close(json);
    json_write_close(json);
    if (!renderer->is_batch)
        buffer_append_byte(renderer->out, '\n');
}

void render_jsonl(struct renderer *renderer, struct text query_id, const struct answer *answer)
{
    for (size_t i = 0; i < answer->n_hits; i++) {
        json_write_object_open(&renderer->json, NULL);
        if (renderer->is_batch)
            put_own_text(renderer, "queryId", query_id);
        put_own_text(renderer, "query", answer->query);
        put_hit(renderer, &answer->hits[i]);
        json_write_close(&renderer->json);
        buffer_append_byte(renderer->out, '\n');
    }
}
