/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "tests/unit/random.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { N_RANDOM_UNITS = 300, HEAD_BYTES = 9 };

static void check_equal(struct text a, struct text b)
{
    assert_true(text_equal(a, b));
}

static void check_equal_lists(const struct text *a, size_t n_a, const struct text *b, size_t n_b)
{
    assert_int_equal(n_a, n_b);
    for (size_t i = 0; i < n_a; i++)
        check_equal(a[i], b[i]);
}

static void check_equal_places(const struct place *a, const struct place *b)
{
    check_equal(a->title, b->title);
    check_equal(a->path, b->path);
    check_equal(a->category, b->category);
    check_equal(a->text, b->text);
    check_equal(a->url, b->url);
    check_equal(a->date, b->date);
    check_equal_lists(a->tags, a->n_tags, b->tags, b->n_tags);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->language, b->language);
    assert_int_equal(a->is_generic, b->is_generic);
}

static void check_equal_units(const struct stored_unit *a, const struct stored_unit *b)
{
    const struct unit *left = &a->unit, *right = &b->unit;
    check_equal(a->id, b->id);
    check_equal(a->path, b->path);
    assert_int_equal(left->kind, right->kind);
    assert_int_equal(left->language, right->language);
    check_equal(left->title, right->title);
    check_equal_lists(left->breadcrumbs, left->n_breadcrumbs, right->breadcrumbs, right->n_breadcrumbs);
    check_equal(left->anchor, right->anchor);
    check_equal(left->url, right->url);
    check_equal(left->key, right->key);
    check_equal(left->text, right->text);
    check_equal_lists(left->tags, left->n_tags, right->tags, right->n_tags);
    check_equal(left->date, right->date);
    assert_int_equal(left->line, right->line);
    assert_int_equal(left->last_line, right->last_line);
    assert_int_equal(left->n_spans, right->n_spans);
    for (size_t i = 0; i < left->n_spans; i++) {
        assert_int_equal(left->spans[i].start, right->spans[i].start);
        assert_int_equal(left->spans[i].end, right->spans[i].end);
        assert_int_equal(left->spans[i].kind, right->spans[i].kind);
        check_equal(left->spans[i].anchor, right->spans[i].anchor);
    }
    assert_int_equal(left->n_places, right->n_places);
    for (size_t i = 0; i < left->n_places; i++)
        check_equal_places(&left->places[i], &right->places[i]);
}

static void test_any_unit_comes_back_as_it_was(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct error error;
    uint64_t seed = 20240517;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1 << 24);
    for (int i = 0; i < N_RANDOM_UNITS; i++) {
        struct stored_unit before = random_unit(&seed, &arena), after;
        buffer_reset(&bytes);
        assert_int_equal(stored_pack(&before, &bytes), 0);
        assert_int_equal(stored_unpack(buffer_text(&bytes), &arena, &after, &error), 0);
        check_equal_units(&before, &after);
        arena_reset(&arena);
    }
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_packing_appends_to_what_is_there(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct error error;
    struct stored_unit stored = {.id = TEXT("a.md#"), .path = TEXT("a.md"), .unit.title = TEXT("글")}, after;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1000);
    buffer_append_string(&bytes, "before");
    assert_int_equal(stored_pack(&stored, &bytes), 0);
    assert_int_equal(stored_unpack(text_skip(buffer_text(&bytes), 6), &arena, &after, &error), 0);
    assert_text(after.unit.title, "글");
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_packing_tells_when_the_buffer_is_full(void **state)
{
    struct buffer bytes;
    struct stored_unit stored = {.id = TEXT("a.md#"), .path = TEXT("a.md"), .unit.title = TEXT("제목")};
    (void)state;
    for (size_t maximum = 1; maximum < 30; maximum++) {
        buffer_init(&bytes, maximum);
        assert_int_equal(stored_pack(&stored, &bytes), -1);
        buffer_clear(&bytes);
    }
}

static void test_a_path_and_an_id_may_be_any_bytes(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct error error;
    struct place place = {.title = TEXT("글"), .path = TEXT("\xFF/a.md"), .url = TEXT("https://a.kr/")};
    struct stored_unit stored = {.id = TEXT("\xFF/a.md#"),
                                 .path = TEXT("\xFF/a.md"),
                                 .unit = {.key = TEXT("\xFF/b"), .places = &place, .n_places = 1}},
                       after;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1000);
    assert_int_equal(stored_pack(&stored, &bytes), 0);
    assert_int_equal(stored_unpack(buffer_text(&bytes), &arena, &after, &error), 0);
    assert_true(text_equal(after.path, TEXT("\xFF/a.md")));
    assert_true(text_equal(after.unit.places[0].path, TEXT("\xFF/a.md")));
    buffer_clear(&bytes);
    arena_clear(&arena);
}

/* ---- damage ---- */

static void check_refused(struct text bytes, struct arena *arena)
{
    /* A copy of its own, so that a sanitizer sees each byte read behind it. */
    char *copy = malloc(bytes.size + 1);
    struct stored_unit ret;
    struct error error = {0};
    assert_non_null(copy);
    memcpy(copy, bytes.bytes, bytes.size);
    assert_int_equal(stored_unpack(text_from(copy, bytes.size), arena, &ret, &error), -1);
    assert_true(error.code == ERROR_CORRUPT || error.code == ERROR_VERSION);
    assert_non_null(strstr(error.message, "rebuild"));
    free(copy);
}

static void test_every_flipped_bit_is_seen(void **state)
{
    struct arena arena;
    struct buffer bytes;
    uint64_t seed = 99;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1 << 20);
    for (int i = 0; i < 5; i++) {
        struct stored_unit stored = random_unit(&seed, &arena);
        buffer_reset(&bytes);
        assert_int_equal(stored_pack(&stored, &bytes), 0);
        for (size_t at = 0; at < bytes.size; at++)
            for (unsigned bit = 1; bit < 256; bit <<= 1) {
                bytes.bytes[at] = (char)(bytes.bytes[at] ^ (char)bit);
                check_refused(buffer_text(&bytes), &arena);
                bytes.bytes[at] = (char)(bytes.bytes[at] ^ (char)bit);
            }
        arena_reset(&arena);
    }
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_every_cut_is_seen(void **state)
{
    struct arena arena;
    struct buffer bytes;
    uint64_t seed = 7;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1 << 20);
    struct stored_unit stored = random_unit(&seed, &arena);
    assert_int_equal(stored_pack(&stored, &bytes), 0);
    for (size_t size = 0; size < bytes.size; size++)
        check_refused(text_slice(buffer_text(&bytes), 0, size), &arena);
    buffer_append_byte(&bytes, '\0');
    check_refused(buffer_text(&bytes), &arena);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

/* Make the digest fit what follows, as someone who means harm would. */
static void sign(struct buffer *bytes)
{
    uint64_t digest = XXH3_64bits(bytes->bytes + 8, bytes->size - 8);
    for (int i = 0; i < 8; i++)
        bytes->bytes[i] = (char)(digest >> 8 * i);
}

static void test_damage_under_a_right_digest_is_refused_or_harmless(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct error error;
    uint64_t seed = 4711;
    size_t n_refused = 0;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1 << 20);
    for (int i = 0; i < 20000; i++) {
        struct stored_unit stored = random_unit(&seed, &arena), after;
        buffer_reset(&bytes);
        assert_int_equal(stored_pack(&stored, &bytes), 0);
        for (uint32_t n = 1 + random_below(&seed, 3); n > 0; n--)
            bytes.bytes[HEAD_BYTES + random_below(&seed, bytes.size - HEAD_BYTES)] =
                (char)random_below(&seed, 256);
        buffer_truncate(&bytes, bytes.size - random_below(&seed, 3));
        sign(&bytes);
        if (stored_unpack(buffer_text(&bytes), &arena, &after, &error) < 0) {
            assert_int_equal(error.code, ERROR_CORRUPT);
            n_refused++;
        } else {
            assert_int_equal(text_invalid_at(after.unit.text), TEXT_NONE);
            for (size_t s = 0; s < after.unit.n_spans; s++)
                assert_true(after.unit.spans[s].end <= after.unit.text.size);
        }
        arena_reset(&arena);
    }
    assert_true(n_refused > 2000);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

/* A unit of no text at all, then its list counts set to more than there is room for. */
static void test_hostile_counts_take_no_memory(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct stored_unit empty = {0};
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1 << 26);
    assert_int_equal(stored_pack(&empty, &bytes), 0);
    size_t size = bytes.size;
    for (size_t at = HEAD_BYTES; at < size; at++) {
        struct buffer hostile;
        buffer_init(&hostile, 1 << 26);
        buffer_append(&hostile, text_slice(buffer_text(&bytes), 0, at));
        buffer_append(&hostile, TEXT("\xFF\xFF\xFF\x07")); /* 16,777,215 */
        for (size_t i = 0; i < (1u << 24); i += 1 << 12) {
            char *room = buffer_reserve(&hostile, 1 << 12);
            memset(room, 0, 1 << 12);
            hostile.size += 1 << 12;
        }
        sign(&hostile);
        check_refused(buffer_text(&hostile), &arena);
        assert_true(arena.total_bytes < 40 * hostile.size);
        buffer_clear(&hostile);
        arena_clear(&arena);
        arena_init(&arena);
    }
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_another_form_is_told_from_damage(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct stored_unit stored = {.id = TEXT("a.md#"), .path = TEXT("a.md")}, after;
    struct error error;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1000);
    assert_int_equal(stored_pack(&stored, &bytes), 0);
    bytes.bytes[8] = 77;
    sign(&bytes);
    assert_int_equal(stored_unpack(buffer_text(&bytes), &arena, &after, &error), -1);
    assert_int_equal(error.code, ERROR_VERSION);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_damage_names_the_unit(void **state)
{
    struct arena arena;
    struct buffer bytes;
    struct stored_unit stored = {.id = TEXT("docs/글.md#설치"), .path = TEXT("docs/글.md")}, after;
    struct error error;
    (void)state;
    arena_init(&arena);
    buffer_init(&bytes, 1000);
    assert_int_equal(stored_pack(&stored, &bytes), 0);
    buffer_truncate(&bytes, bytes.size - 1);
    sign(&bytes);
    assert_int_equal(stored_unpack(buffer_text(&bytes), &arena, &after, &error), -1);
    assert_non_null(strstr(error.message, "docs/글.md#설치"));
    buffer_clear(&bytes);
    arena_clear(&arena);
}

static void test_the_id_says_where_a_unit_stands(void **state)
{
    struct arena arena;
    struct unit section = {.kind = UNIT_SECTION, .key = TEXT("설치")},
                entry = {.kind = UNIT_ENTRY, .key = TEXT("example.org/a")};
    (void)state;
    arena_init(&arena);
    assert_text(stored_unit_id(TEXT("a/b.md"), &section, &arena), "a/b.md#설치");
    assert_text(stored_unit_id(TEXT("a/b.md"), &entry, &arena), "link:example.org/a");
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_any_unit_comes_back_as_it_was),
          cmocka_unit_test(test_packing_appends_to_what_is_there),
          cmocka_unit_test(test_packing_tells_when_the_buffer_is_full),
          cmocka_unit_test(test_a_path_and_an_id_may_be_any_bytes),
          cmocka_unit_test(test_every_flipped_bit_is_seen), cmocka_unit_test(test_every_cut_is_seen),
          cmocka_unit_test(test_damage_under_a_right_digest_is_refused_or_harmless),
          cmocka_unit_test(test_hostile_counts_take_no_memory),
          cmocka_unit_test(test_another_form_is_told_from_damage),
          cmocka_unit_test(test_damage_names_the_unit),
          cmocka_unit_test(test_the_id_says_where_a_unit_stands))
