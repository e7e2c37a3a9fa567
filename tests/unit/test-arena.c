/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "base/arena.h"

static void test_pieces_are_aligned_and_apart(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char *previous = NULL;
    for (size_t size = 0; size < 3000; size++) {
        char *piece = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)piece % alignof(max_align_t), 0);
        memset(piece, (int)size, size);
        if (previous != NULL && size > 1)
            assert_int_equal(previous[size - 2], (char)(size - 1));
        previous = piece;
    }
    arena_clear(&arena);
}

static void test_reset_keeps_memory_for_the_next_document(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    void *first = arena_alloc(&arena, 100);
    arena_reset(&arena);
    assert_int_equal(arena.total_bytes, 0);
    assert_ptr_equal(arena_alloc(&arena, 100), first);
    arena_alloc(&arena, 5 * 1024 * 1024); /* one huge document is not held for ever */
    arena_reset(&arena);
    assert_null(arena.chunks);
    arena_clear(&arena);
}

static void test_push_keeps_what_was_there_and_clears_the_new(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    int *numbers = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 1000; i++) {
        int *slot = ARENA_PUSH(&arena, numbers, count, capacity);
        assert_int_equal(*slot, 0);
        *slot = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    arena_clear(&arena);
}

static void test_copies_end_in_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text copy = arena_copy(&arena, TEXT("찾아"));
    assert_string_equal(copy.bytes, "찾아");
    assert_text(arena_printf(&arena, "%s %d", "쪽", 7), "쪽 7");
    assert_text(arena_copy(&arena, (struct text){NULL, 0}), "");
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_pieces_are_aligned_and_apart),
          cmocka_unit_test(test_reset_keeps_memory_for_the_next_document),
          cmocka_unit_test(test_push_keeps_what_was_there_and_clears_the_new),
          cmocka_unit_test(test_copies_end_in_nul))
