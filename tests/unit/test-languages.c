/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/check.h"

#include "analyzers/languages.h"

static void test_codes_are_read_with_any_region_or_script(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum language language;
    } cases[] = {
        {"ko", LANGUAGE_KO},          {"KO", LANGUAGE_KO},         {"ko-KR", LANGUAGE_KO},
        {"ko_KR.UTF-8", LANGUAGE_KO}, {"kor", LANGUAGE_KO},        {"kr", LANGUAGE_KO},
        {"zh", LANGUAGE_ZH},          {"zh-Hant-TW", LANGUAGE_ZH}, {"ZH_cn", LANGUAGE_ZH},
        {"cn", LANGUAGE_ZH},          {"tw", LANGUAGE_ZH},         {"chi", LANGUAGE_ZH},
        {"zho", LANGUAGE_ZH},         {"en", LANGUAGE_EN},         {"en-GB", LANGUAGE_EN},
        {"eng", LANGUAGE_EN},         {"", LANGUAGE_NONE},         {"-", LANGUAGE_NONE},
        {"ja", LANGUAGE_NONE},        {"kok", LANGUAGE_NONE},      {"english", LANGUAGE_NONE},
        {"z", LANGUAGE_NONE},         {" ko", LANGUAGE_NONE},      {"_ko", LANGUAGE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(language_from_code(text_of(cases[i].code)), cases[i].language);
}

static void test_every_language_is_read_from_its_own_code(void **state)
{
    (void)state;
    for (enum language language = LANGUAGE_NONE; language < N_LANGUAGES; language++)
        assert_int_equal(language_from_code(text_of(language_code(language))), language);
}

RUN_TESTS(cmocka_unit_test(test_codes_are_read_with_any_region_or_script),
          cmocka_unit_test(test_every_language_is_read_from_its_own_code))
