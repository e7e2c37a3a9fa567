/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "indexer/entry.h"
#include "tests/unit/random.h"

#define KEY "example.org/a"

static struct place place_in(const char *path, const char *title)
{
    return (struct place){.title = text_of(title),
                          .path = text_of(path),
                          .category = TEXT("도구 › 프레임워크"),
                          .text = TEXT(""),
                          .url = TEXT("https://example.org/a"),
                          .date = TEXT(""),
                          .line = 3,
                          .language = LANGUAGE_KO};
}

/* What a file alone gives. */
static struct stored_unit unit_of_file(const struct place *places, size_t n_places, struct arena *arena)
{
    struct entry_candidates candidates = {0};
    struct unit_list list = {0};
    for (size_t i = 0; i < n_places; i++)
        *ARENA_PUSH(arena, candidates.items, candidates.n_items, candidates.capacity) =
            (struct entry_candidate){places[i], TEXT(KEY)};
    entries_merge(&candidates, arena, &list);
    assert_int_equal(list.n_units, 1);
    return (struct stored_unit){TEXT("link:" KEY), places[0].path, list.units[0]};
}

/* Everything that is stored and shown, as bytes. */
static struct text packed(const struct stored_unit *stored, struct arena *arena)
{
    struct buffer bytes;
    buffer_init(&bytes, 1 << 20);
    assert_int_equal(stored_pack(stored, &bytes), 0);
    struct text copy = arena_copy(arena, buffer_text(&bytes));
    buffer_clear(&bytes);
    return copy;
}

/* ---- within a file ---- */

static void test_the_first_name_that_says_something_leads(void **state)
{
    struct arena arena;
    struct place places[] = {place_in("a.md", "Docs"), place_in("a.md", "PyTorch 문서"),
                             place_in("a.md", "파이토치")};
    (void)state;
    arena_init(&arena);
    places[0].is_generic = true;
    places[0].date = TEXT("2020-01-01");
    places[1].line = 9;
    places[1].category = TEXT("글 › 도구");
    places[1].url = TEXT("http://www.example.org/a/");
    places[1].language = LANGUAGE_ZH;
    struct unit unit = unit_of_file(places, 3, &arena).unit;
    assert_text(unit.title, "PyTorch 문서");
    assert_int_equal(unit.n_breadcrumbs, 2);
    assert_text(unit.breadcrumbs[0], "글");
    assert_text(unit.breadcrumbs[1], "도구");
    assert_text(unit.url, "http://www.example.org/a/");
    assert_text(unit.date, "2020-01-01");
    assert_int_equal(unit.language, LANGUAGE_ZH);
    assert_int_equal(unit.line, 9);
    assert_int_equal(unit.n_places, 3);
    arena_clear(&arena);
}

static void test_names_that_say_nothing_leave_the_first_to_lead(void **state)
{
    struct arena arena;
    struct place places[] = {place_in("a.md", "Docs"), place_in("a.md", "Home")};
    (void)state;
    arena_init(&arena);
    places[0].is_generic = places[1].is_generic = true;
    assert_text(unit_of_file(places, 2, &arena).unit.title, "Docs");
    arena_clear(&arena);
}

static void test_a_place_that_says_the_same_is_left_out(void **state)
{
    struct arena arena;
    struct place places[] = {place_in("a.md", "PyTorch"), place_in("a.md", "PyTorch"),
                             place_in("a.md", "PyTorch")};
    (void)state;
    arena_init(&arena);
    places[1].line = 50;
    places[2].text = TEXT("딥러닝 프레임워크");
    struct unit unit = unit_of_file(places, 3, &arena).unit;
    assert_int_equal(unit.n_places, 2);
    assert_int_equal(unit.places[0].line, 3);
    assert_text(unit.text, "딥러닝 프레임워크");
    arena_clear(&arena);
}

static void test_texts_are_lines_each_once(void **state)
{
    struct arena arena;
    struct place places[] = {place_in("a.md", "가"), place_in("a.md", "나"), place_in("a.md", "다"),
                             place_in("a.md", "라")};
    (void)state;
    arena_init(&arena);
    places[0].text = TEXT("하나");
    places[1].text = TEXT("둘");
    places[3].text = TEXT("하나");
    assert_text(unit_of_file(places, 4, &arena).unit.text, "하나\n둘");
    arena_clear(&arena);
}

static void test_tags_are_those_of_all_places_without_regard_to_case(void **state)
{
    static const struct text first[] = {TEXT_INIT("ML"), TEXT_INIT("수학")},
                             second[] = {TEXT_INIT("ml"), TEXT_INIT("도구")};
    struct arena arena;
    struct place places[] = {place_in("a.md", "가"), place_in("a.md", "나")};
    (void)state;
    arena_init(&arena);
    places[0].tags = first;
    places[1].tags = second;
    places[0].n_tags = places[1].n_tags = 2;
    struct unit unit = unit_of_file(places, 2, &arena).unit;
    assert_int_equal(unit.n_tags, 3);
    assert_text(unit.tags[0], "ML");
    assert_text(unit.tags[1], "수학");
    assert_text(unit.tags[2], "도구");
    arena_clear(&arena);
}

static void test_units_come_in_the_order_of_the_file(void **state)
{
    static const char *const keys[] = {"z.org", "a.org", "z.org", "m.org", "a.org"};
    struct arena arena;
    struct entry_candidates candidates = {0};
    struct unit_list list = {0};
    (void)state;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        *ARENA_PUSH(&arena, candidates.items, candidates.n_items, candidates.capacity) =
            (struct entry_candidate){place_in("a.md", arena_printf(&arena, "이름 %zu", i).bytes),
                                     text_of(keys[i])};
    entries_merge(&candidates, &arena, &list);
    assert_int_equal(list.n_units, 3);
    assert_text(list.units[0].key, "z.org");
    assert_text(list.units[1].key, "a.org");
    assert_text(list.units[2].key, "m.org");
    assert_int_equal(list.units[0].n_places, 2);
    assert_text(list.units[0].places[1].title, "이름 2");
    arena_clear(&arena);
}

static void test_nothing_gives_nothing(void **state)
{
    struct arena arena;
    struct entry_candidates candidates = {0};
    struct unit_list list = {0};
    (void)state;
    arena_init(&arena);
    entries_merge(&candidates, &arena, &list);
    assert_int_equal(list.n_units, 0);
    arena_clear(&arena);
}

/* ---- limits ---- */

static struct text repeated(const char *piece, size_t n, struct arena *arena)
{
    struct buffer text;
    buffer_init(&text, 1 << 24);
    for (size_t i = 0; i < n; i++)
        buffer_append_string(&text, piece);
    struct text copy = arena_copy(arena, buffer_text(&text));
    buffer_clear(&text);
    return copy;
}

static void test_what_is_over_a_limit_is_left_out_whole(void **state)
{
    enum { N = 1000 };
    struct arena arena;
    (void)state;
    arena_init(&arena);
    struct place *places = ARENA_NEW(&arena, struct place, N);
    for (size_t i = 0; i < N; i++) {
        struct text *tag = ARENA_NEW(&arena, struct text, 1);
        places[i] = place_in("a.md", arena_printf(&arena, "%zu", i).bytes);
        places[i].text = arena_printf(&arena, "%zu %s", i, repeated("글", 100, &arena).bytes);
        *tag = arena_printf(&arena, "tag %zu", i);
        places[i].tags = tag;
        places[i].n_tags = 1;
    }
    places[0].title = repeated("한", 4000, &arena);
    struct unit unit = unit_of_file(places, N, &arena).unit;
    assert_int_equal(unit.n_places, N);
    assert_int_equal(unit.title.size, ENTRY_MAX_TITLE_BYTES / 3 * 3);
    assert_int_equal(text_invalid_at(unit.title), TEXT_NONE);
    assert_int_equal(unit.n_tags, ENTRY_MAX_DISTINCT);
    assert_true(unit.text.size <= ENTRY_MAX_TEXT_BYTES && unit.text.size > ENTRY_MAX_TEXT_BYTES - 400);
    assert_true(text_ends_with(unit.text, TEXT("글")));
    arena_clear(&arena);
}

static void test_a_category_splits_into_its_names_again(void **state)
{
    struct arena arena;
    struct text names[] = {TEXT("머신러닝 > 딥러닝"), TEXT("工具"), TEXT("Tools")}, *split;
    (void)state;
    arena_init(&arena);
    for (size_t n = 0; n <= 3; n++) {
        assert_int_equal(entry_split_category(entry_category(names, n, &arena), &arena, &split), n);
        for (size_t i = 0; i < n; i++)
            assert_true(text_equal(split[i], names[i]));
    }
    arena_clear(&arena);
}

static void test_a_category_ends_with_the_last_name_that_fits(void **state)
{
    struct arena arena;
    struct text names[3] = {TEXT("가"), {0}, TEXT("다")}, *split;
    (void)state;
    arena_init(&arena);
    names[1] = repeated("나", 2000, &arena);
    assert_int_equal(entry_split_category(entry_category(names, 3, &arena), &arena, &split), 1);
    assert_text(split[0], "가");
    arena_clear(&arena);
}

/* ---- across files ---- */

static void test_a_file_takes_its_names_tags_texts_and_date_with_it(void **state)
{
    static const struct text tags[] = {TEXT_INIT("낡은 태그")};
    struct arena arena;
    struct place here = place_in("a.md", "PyTorch"), there = place_in("b.md", "파이토치");
    struct stored_unit both, rest;
    (void)state;
    arena_init(&arena);
    here.tags = tags;
    here.n_tags = 1;
    here.date = TEXT("2021-02-03");
    here.text = TEXT("텐서 연산");
    struct stored_unit first = unit_of_file(&here, 1, &arena), second = unit_of_file(&there, 1, &arena);
    assert_true(entry_merge(&first, TEXT("b.md"), &second, &arena, &both));
    assert_int_equal(both.unit.n_tags, 1);
    assert_text(both.unit.date, "2021-02-03");
    assert_text(both.path, "a.md");
    assert_true(entry_merge(&both, TEXT("a.md"), NULL, &arena, &rest));
    assert_int_equal(rest.unit.n_places, 1);
    assert_int_equal(rest.unit.n_tags, 0);
    assert_text(rest.unit.date, "");
    assert_text(rest.unit.text, "");
    assert_text(rest.unit.title, "파이토치");
    assert_text(rest.path, "b.md");
    assert_true(text_equal(packed(&rest, &arena), packed(&second, &arena)));
    arena_clear(&arena);
}

static void test_the_last_place_takes_the_entry_with_it(void **state)
{
    struct arena arena;
    struct place place = place_in("a.md", "PyTorch");
    struct stored_unit rest;
    (void)state;
    arena_init(&arena);
    struct stored_unit only = unit_of_file(&place, 1, &arena);
    assert_false(entry_merge(&only, TEXT("a.md"), NULL, &arena, &rest));
    assert_true(entry_merge(&only, TEXT("b.md"), NULL, &arena, &rest));
    arena_clear(&arena);
}

enum { N_FILES = 6 };

/* The entry as files[order[0…n)] leave it, one applied after the other, through what is stored in between. */
static struct text apply_in_order(struct stored_unit files[], const size_t *order, size_t n,
                                  struct arena *arena)
{
    struct stored_unit known = {0}, merged;
    struct error error;
    struct text bytes = {0};
    for (size_t i = 0; i < n; i++) {
        if (i == 0)
            merged = files[order[i]];
        else
            assert_true(entry_merge(&known, files[order[i]].path, &files[order[i]], arena, &merged));
        bytes = packed(&merged, arena);
        assert_int_equal(stored_unpack(bytes, arena, &known, &error), 0);
    }
    return bytes;
}

static void shuffle(uint64_t *seed, size_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t other = random_below(seed, i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

/* Any order gives the same bytes; so does taking a file out and in again, and replacing what an older version of it said. */
static void test_the_order_of_files_does_not_show(void **state)
{
    struct arena arena;
    uint64_t seed = 1234567;
    (void)state;
    arena_init(&arena);
    for (int round = 0; round < 300; round++) {
        struct stored_unit files[N_FILES], older, merged, unpacked, known;
        struct error error;
        size_t order[N_FILES] = {0, 1, 2, 3, 4, 5};
        for (size_t f = 0; f < N_FILES; f++) {
            struct place places[4];
            size_t n_places = 1 + random_below(&seed, 4);
            for (size_t p = 0; p < n_places; p++) {
                places[p] = random_place(&seed, &arena);
                places[p].path = arena_printf(&arena, "%c.md", "caebdf"[f]);
            }
            files[f] = unit_of_file(places, n_places, &arena);
        }
        struct text expected = apply_in_order(files, order, N_FILES, &arena);
        for (int n = 0; n < 4; n++) {
            shuffle(&seed, order, N_FILES);
            assert_true(text_equal(apply_in_order(files, order, N_FILES, &arena), expected));
        }
        size_t f = random_below(&seed, N_FILES);
        assert_int_equal(stored_unpack(expected, &arena, &known, &error), 0);
        assert_true(entry_merge(&known, files[f].path, NULL, &arena, &merged));
        assert_int_equal(stored_unpack(packed(&merged, &arena), &arena, &unpacked, &error), 0);
        size_t others[N_FILES], n_others = 0;
        for (size_t i = 0; i < N_FILES; i++)
            if (i != f)
                others[n_others++] = i;
        assert_true(text_equal(packed(&unpacked, &arena), apply_in_order(files, others, n_others, &arena)));
        assert_true(entry_merge(&unpacked, files[f].path, &files[f], &arena, &merged));
        assert_true(text_equal(packed(&merged, &arena), expected));

        struct place place = random_place(&seed, &arena);
        place.path = files[f].path;
        older = unit_of_file(&place, 1, &arena);
        assert_true(entry_merge(&unpacked, place.path, &older, &arena, &merged));
        assert_true(entry_merge(&merged, place.path, &files[f], &arena, &merged));
        assert_true(text_equal(packed(&merged, &arena), expected));
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_the_first_name_that_says_something_leads),
          cmocka_unit_test(test_names_that_say_nothing_leave_the_first_to_lead),
          cmocka_unit_test(test_a_place_that_says_the_same_is_left_out),
          cmocka_unit_test(test_texts_are_lines_each_once),
          cmocka_unit_test(test_tags_are_those_of_all_places_without_regard_to_case),
          cmocka_unit_test(test_units_come_in_the_order_of_the_file),
          cmocka_unit_test(test_nothing_gives_nothing),
          cmocka_unit_test(test_what_is_over_a_limit_is_left_out_whole),
          cmocka_unit_test(test_a_category_splits_into_its_names_again),
          cmocka_unit_test(test_a_category_ends_with_the_last_name_that_fits),
          cmocka_unit_test(test_a_file_takes_its_names_tags_texts_and_date_with_it),
          cmocka_unit_test(test_the_last_place_takes_the_entry_with_it),
          cmocka_unit_test(test_the_order_of_files_does_not_show))
