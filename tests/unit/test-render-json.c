/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/render.h"
#include "tests/unit/check.h"
#include "tests/unit/sample-answers.h"

#include <jansson.h>
#include <math.h>

static void test_the_writer_puts_commas_and_lines_where_they_belong(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "{\"a\":[1,[],{\"b\":true}],\"c\":null,\"d\":{},\"e\":[0,5]}",
        "{\n  \"a\": [\n    1,\n    [],\n    {\n      \"b\": true\n    }\n  ],\n  \"c\": null,\n  \"d\": "
        "{},\n  \"e\": [0, 5]\n}",
    };
    for (size_t pretty = 0; pretty < 2; pretty++) {
        struct json_writer json;
        struct buffer out;
        buffer_init(&out, 1 << 16);
        json_write_begin(&json, &out, pretty == 1);
        json_write_object_open(&json, NULL);
        json_write_array_open(&json, "a");
        json_write_unsigned(&json, NULL, 1);
        json_write_array_open(&json, NULL);
        json_write_close(&json);
        json_write_object_open(&json, NULL);
        json_write_bool(&json, "b", true);
        json_write_close(&json);
        json_write_close(&json);
        json_write_null(&json, "c");
        json_write_object_open(&json, "d");
        json_write_close(&json);
        json_write_pair(&json, "e", 0, 5);
        json_write_close(&json);
        assert_text(buffer_text(&out), expected[pretty]);
        buffer_clear(&out);
    }
}

static void test_strings_are_escaped_and_made_valid(void **state)
{
    (void)state;
    static const struct {
        struct text text;
        const char *json;
    } cases[] = {
        {TEXT_INIT("한국어 😀"), "\"한국어 😀\""},
        {TEXT_INIT("\"\\/\b\f\n\r\t"), "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
        {TEXT_INIT("\0\x1F\x7F"), "\"\\u0000\\u001f\\u007f\""},
        {TEXT_INIT("</script>"), "\"\\u003c/script>\""},
        {TEXT_INIT("\u2028\u2029\xC2\x85"), "\"\\u2028\\u2029\\u0085\""},
        {TEXT_INIT("a\xFF\xED\xA0\x80z\xEA\xB0"), "\"a\uFFFD\uFFFD\uFFFD\uFFFDz\uFFFD\uFFFD\""},
        {TEXT_INIT(""), "\"\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_writer json;
        struct buffer out;
        buffer_init(&out, 1 << 16);
        json_write_begin(&json, &out, false);
        json_write_string(&json, NULL, cases[i].text);
        assert_text(buffer_text(&out), cases[i].json);
        buffer_clear(&out);
    }
}

static void test_numbers_are_short_and_finite(void **state)
{
    (void)state;
    static const struct {
        double number;
        int decimals;
        const char *json;
    } cases[] = {
        {0, 6, "0"},
        {100, 6, "100"},
        {0.5, 6, "0.5"},
        {-1.0 / 3, 6, "-0.333333"},
        {12.3456, 3, "12.346"},
        {1e20, 6, "100000000000000000000"},
        {NAN, 6, "null"},
        {INFINITY, 6, "null"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_writer json;
        struct buffer out;
        buffer_init(&out, 1 << 16);
        json_write_begin(&json, &out, false);
        json_write_decimal(&json, NULL, cases[i].number, cases[i].decimals);
        assert_text(buffer_text(&out), cases[i].json);
        buffer_clear(&out);
    }
}

/* The sample answer in `format`, appended to `out` as often as `times`. */
static void render_samples(enum render_format format, bool pretty, bool is_batch, size_t times,
                           struct buffer *out)
{
    struct arena arena;
    struct error error;
    struct renderer renderer;
    struct render_options options = {.format = format, .pretty = pretty};
    arena_init(&arena);
    struct answer answer = sample_answer(&arena);
    assert_int_equal(render_begin(&renderer, &options, is_batch, out, &error), 0);
    for (size_t i = 0; i < times; i++)
        render_answer(&renderer, is_batch ? TEXT("q 1") : TEXT(""), &answer);
    render_end(&renderer);
    arena_clear(&arena);
}

static json_t *parse_all(struct text text)
{
    json_error_t error;
    json_t *parsed = json_loadb(text.bytes, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (parsed == NULL)
        fail_msg("%s at %d in %.*s", error.text, error.position, TEXT_PRINTF(text));
    return parsed;
}

static struct text string_at(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_string(value));
    return text_from(json_string_value(value), json_string_length(value));
}

static void check_korean_hit(json_t *hit)
{
    struct text plain = string_at(hit, "plainExcerpt");
    json_t *ranges = json_object_get(hit, "ranges");
    assert_text(string_at(hit, "kind"), "article");
    assert_text(string_at(hit, "path"), "docs/ko/autograd.md");
    assert_text(string_at(hit, "anchor"), "연쇄-법칙");
    assert_text(string_at(hit, "language"), "ko");
    assert_true(json_is_null(json_object_get(hit, "url")));
    assert_true(json_number_value(json_object_get(hit, "score")) == 12.345678);
    assert_int_equal(json_array_size(ranges), 2);
    for (size_t i = 0; i < 2; i++) {
        json_t *range = json_array_get(ranges, i);
        assert_text(text_slice(plain, (size_t)json_integer_value(json_array_get(range, 0)),
                               (size_t)json_integer_value(json_array_get(range, 1))),
                    "미분");
    }
    assert_true(text_find(string_at(hit, "excerpt"), TEXT("<mark>미분</mark>은 계산"), 0) != TEXT_NONE);
    assert_true(text_find(string_at(hit, "excerpt"), TEXT("&lt; 0 &amp;&amp; &quot;분기&quot;"), 0) !=
                TEXT_NONE);
    assert_true(text_starts_with(string_at(hit, "excerpt"), TEXT("…손실")));
    assert_true(text_starts_with(plain, TEXT("손실")));
}

static void check_hostile_hit(json_t *hit)
{
    struct text excerpt = string_at(hit, "excerpt");
    assert_true(json_is_null(json_object_get(hit, "url")));
    assert_true(json_is_null(json_object_get(hit, "language")));
    assert_text(string_at(hit, "anchor"), "x");
    assert_text(string_at(hit, "path"), "docs/\uFFFD\uFFFD[31m\n한글 b.md");
    assert_true(text_find(excerpt, TEXT("앞 &lt;b&gt;&amp;amp;\uFFFD[31m<mark>위험</mark>"), 0) == 0);
    assert_int_equal(text_find(excerpt, TEXT("<b"), 0), TEXT_NONE);
}

static void test_an_answer_is_read_back_as_it_was_given(void **state)
{
    (void)state;
    for (int pretty = 0; pretty < 2; pretty++) {
        struct buffer out;
        buffer_init(&out, 1 << 20);
        render_samples(RENDER_JSON, pretty == 1, false, 1, &out);
        json_t *answer = parse_all(buffer_text(&out));
        assert_text(string_at(answer, "query"), "미분 OR 微分");
        assert_int_equal(json_integer_value(json_object_get(answer, "estimatedTotalHits")), N_SAMPLE_HITS);
        assert_true(json_number_value(json_object_get(answer, "processingTimeMs")) == 0.812);
        json_t *hits = json_object_get(answer, "hits");
        assert_int_equal(json_array_size(hits), N_SAMPLE_HITS);
        check_korean_hit(json_array_get(hits, 0));
        assert_int_equal(json_array_size(json_object_get(json_array_get(hits, 1), "places")), 3);
        check_hostile_hit(json_array_get(hits, 3));
        json_decref(answer);
        buffer_clear(&out);
    }
}

static void test_a_batch_is_an_array_and_lines_are_objects(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, 1 << 20);
    render_samples(RENDER_JSON, false, true, 3, &out);
    json_t *answers = parse_all(buffer_text(&out));
    assert_int_equal(json_array_size(answers), 3);
    assert_text(string_at(json_array_get(answers, 2), "queryId"), "q 1");
    json_decref(answers);
    buffer_reset(&out);
    render_samples(RENDER_JSON, false, true, 0, &out);
    assert_text(buffer_text(&out), "[]\n");
    buffer_reset(&out);
    render_samples(RENDER_JSONL, true, true, 2, &out);
    struct text rest = buffer_text(&out), line;
    size_t n_lines = 0;
    for (; text_next_line(&rest, &line); n_lines++) {
        json_t *hit = parse_all(line);
        assert_text(string_at(hit, "queryId"), "q 1");
        assert_text(string_at(hit, "query"), "미분 OR 微分");
        json_decref(hit);
    }
    assert_int_equal(n_lines, 2 * N_SAMPLE_HITS);
    buffer_clear(&out);
}

static void test_nothing_that_controls_gets_out(void **state)
{
    (void)state;
    static const char *const forbidden[] = {"\u061C", "\u200E", "\u200F", "\u202A",   "\u202E", "\u2066",
                                            "\u2069", "\u2028", "\u2029", "\xC2\x9B", "</",     "<b"};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    render_samples(RENDER_JSON, true, false, 1, &out);
    struct text text = buffer_text(&out);
    assert_int_equal(text_invalid_at(text), TEXT_NONE);
    for (size_t i = 0; i < text.size; i++)
        assert_true((unsigned char)text.bytes[i] >= ' ' ? text.bytes[i] != 0x7F : text.bytes[i] == '\n');
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        assert_int_equal(text_find(text, text_of(forbidden[i]), 0), TEXT_NONE);
    buffer_clear(&out);
}

static void test_an_answer_that_does_not_fit_is_left_out_whole(void **state)
{
    (void)state;
    struct buffer whole;
    buffer_init(&whole, 1 << 20);
    render_samples(RENDER_JSON, false, true, 1, &whole);
    for (size_t max_bytes = 2; max_bytes < 2 * whole.size; max_bytes += 97) {
        struct buffer out;
        buffer_init(&out, max_bytes);
        render_samples(RENDER_JSON, false, true, 2, &out);
        if (max_bytes >= 4) {
            json_t *answers = parse_all(buffer_text(&out));
            assert_int_equal(json_array_size(answers), max_bytes < whole.size + 1 ? 0 : 1);
            json_decref(answers);
        }
        assert_true(out.overflowed);
        buffer_clear(&out);
    }
    buffer_clear(&whole);
}

RUN_TESTS(cmocka_unit_test(test_the_writer_puts_commas_and_lines_where_they_belong),
          cmocka_unit_test(test_strings_are_escaped_and_made_valid),
          cmocka_unit_test(test_numbers_are_short_and_finite),
          cmocka_unit_test(test_an_answer_is_read_back_as_it_was_given),
          cmocka_unit_test(test_a_batch_is_an_array_and_lines_are_objects),
          cmocka_unit_test(test_nothing_that_controls_gets_out),
          cmocka_unit_test(test_an_answer_that_does_not_fit_is_left_out_whole))
