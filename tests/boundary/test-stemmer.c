/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/boundary/fixture.h"

static void test_words_are_stemmed_by_language(void **state)
{
    (void)state;
    const struct {
        const char *language, *word, *stem;
    } cases[] = {
        {"en", "searching", "search"}, {"english", "libraries", "librari"}, {"en", "", ""},
        {"german", "häuser", "haus"},  {"fr", "chevaux", "cheval"},         {"en", "검색", "검색"},
    };
    struct xc_error error;
    cleanup(buffer_free) struct xc_buffer stem = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cleanup(xc_stemmer_freep) struct xc_stemmer *stemmer = NULL;
        assert_works(xc_stemmer_new(cases[i].language, &stemmer, &error));
        assert_works(xc_stemmer_stem(stemmer, xc_text_of(cases[i].word), &stem, &error));
        assert_xc_text(stem, cases[i].stem);
    }
}

static void test_an_unknown_language_is_not_found(void **state)
{
    (void)state;
    struct xc_error error;
    struct xc_stemmer *stemmer = NULL;
    assert_fails(xc_stemmer_new("korean", &stemmer, &error), XC_NOT_FOUND);
    assert_null(stemmer);
    cleanup(buffer_free) struct xc_buffer names = {0};
    assert_works(xc_stemmer_languages(&names, &error));
    assert_true(text_find(text_from(names.bytes, names.size), TEXT("english"), 0) != TEXT_NONE);
}

static void test_hostile_words_come_back(void **state)
{
    (void)state;
    struct xc_error error;
    static char word[XC_MAX_VALUE_BYTES + 1];
    cleanup(xc_stemmer_freep) struct xc_stemmer *stemmer = NULL;
    cleanup(buffer_free) struct xc_buffer stem = {0};
    assert_works(xc_stemmer_new("en", &stemmer, &error));
    const char bytes[] = {'\0', 's', 'y', '\'', '\xFF', '\xE3'};
    for (size_t i = 0; i < sizeof bytes; i++) {
        memset(word, bytes[i], sizeof word);
        assert_works(xc_stemmer_stem(stemmer, xc_text_from(word, XC_MAX_VALUE_BYTES), &stem, &error));
    }
    assert_fails(xc_stemmer_stem(stemmer, xc_text_from(word, sizeof word), &stem, &error), XC_LIMIT);
}

RUN_TESTS(cmocka_unit_test(test_words_are_stemmed_by_language),
          cmocka_unit_test(test_an_unknown_language_is_not_found),
          cmocka_unit_test(test_hostile_words_come_back))
