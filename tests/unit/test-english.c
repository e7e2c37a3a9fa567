/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/english.h"

static struct english *english;

static int open_english(void **state)
{
    (void)state;
    struct error error;
    return (english = english_new(&error)) == NULL;
}

static int close_english(void **state)
{
    (void)state;
    english_free(english);
    return 0;
}

static void test_stems_are_those_of_porter2(void **state)
{
    (void)state;
    static const struct {
        const char *word, *stem;
    } cases[] = {
        {"running", "run"},         {"runs", "run"},    {"libraries", "librari"},
        {"library", "librari"},     {"user's", "user"}, {"indexes", "index"},
        {"tokenization", "token"},  {"skis", "ski"},    {"dying", "die"},
        {"news", "news"},           {"a", "a"},         {"don't", "don't"},
        {"generously", "generous"},
    };
    for (int round = 0; round < 2; round++) /* the second time from the cache */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            assert_text(english_stem(english, text_of(cases[i].word)), cases[i].stem);
}

static void test_plurals_that_porter2_does_not_see(void **state)
{
    (void)state;
    static const struct {
        const char *word, *stem;
    } cases[] = {
        {"gpus", "gpu"},
        {"cpus", "cpu"},
        {"skus", "sku"},
        {"llms", "llm"},
        {"pdfs", "pdf"},
        {"vms", "vm"},
        {"prs", "pr"},
        {"apis", "api"},
        {"urls", "url"},
        {"ids", "id"},
        {"llm's", "llm"},
        {"gpus's", "gpu"},
        {"plus", "plus"},
        {"thus", "thus"},
        {"bus", "bus"},
        {"virus", "virus"},
        {"dns", "dns"},
        {"https", "https"},
        {"css", "css"},
        {"wss", "wss"},
        {"ios", "ios"},
        {"aws", "aws"},
        {"aws's", "aws"},
        {"os", "os"},
        {"js", "js"},
        {"s", "s"},
        {"ss", "ss"},
        {"indices", "index"},
        {"matrices", "matrix"},
        {"vertices", "vertex"},
        {"children", "child"},
        {"mice", "mous"},
        {"children's", "child"},
        {"childrens", "child"},
        {"analyses", "analysi"},
        {"indicate", "indic"},
        {"parentheses", "parenthesi"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(english_stem(english, text_of(cases[i].word)), cases[i].stem);
}

static void test_words_of_any_length_are_stemmed(void **state)
{
    (void)state;
    static char word[5000];
    assert_text(english_stem(english, text_from(word, 0)), "");
    memset(word, 'a', sizeof word);
    for (size_t size = 20; size <= 27; size++) { /* around the size of a slot of the cache */
        memcpy(word + size, "ings", 4);
        assert_int_equal(english_stem(english, text_from(word, size + 4)).size, size);
        memset(word, 'a', sizeof word);
    }
    assert_int_equal(english_stem(english, text_from(word, sizeof word)).size, sizeof word);
}

static void test_words_that_share_a_slot_keep_their_own_stems(void **state)
{
    (void)state;
    char word[8];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 20000; i++) { /* five words a slot */
            int size = snprintf(word, sizeof word, "%c%c%c%cs", 'b' + i % 20, 'a' + i / 20 % 20,
                                'b' + i / 400 % 20, "aeiou"[i / 8000]);
            struct text stem = english_stem(english, text_from(word, (size_t)size));
            assert_true(stem.size > 0 && stem.size <= (size_t)size && stem.bytes[0] == word[0]);
        }
}

static void test_stop_words_are_the_short_frequent_ones(void **state)
{
    (void)state;
    static const char *const stop_words[] = {"a", "the", "of", "their", "these", "with"};
    static const char *const words[] = {"", "c", "search", "th", "he", "theirs"};
    for (size_t i = 0; i < sizeof stop_words / sizeof *stop_words; i++)
        assert_true(english_is_stop_word(text_of(stop_words[i])));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(english_is_stop_word(text_of(words[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stems_are_those_of_porter2),
        cmocka_unit_test(test_plurals_that_porter2_does_not_see),
        cmocka_unit_test(test_words_of_any_length_are_stemmed),
        cmocka_unit_test(test_words_that_share_a_slot_keep_their_own_stems),
        cmocka_unit_test(test_stop_words_are_the_short_frequent_ones),
    };
    return cmocka_run_group_tests(tests, open_english, close_english);
}
