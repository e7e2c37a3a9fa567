/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/terminal.h"
#include "tests/unit/check.h"

#include <stdlib.h>

static void set(const char *name, const char *value)
{
    if (value != NULL)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static void test_the_flag_beats_no_color_beats_force_beats_the_terminal(void **state)
{
    (void)state;
    static const struct {
        enum when when;
        const char *no_color, *force;
        bool wanted;
    } cases[] = {
        {WHEN_ALWAYS, "1", NULL, true}, {WHEN_NEVER, NULL, "1", false}, {WHEN_AUTO, "1", "1", false},
        {WHEN_AUTO, "", "1", true},     {WHEN_AUTO, NULL, "1", true},   {WHEN_AUTO, NULL, "0", false},
        {WHEN_AUTO, NULL, "", false},   {WHEN_AUTO, NULL, NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set("NO_COLOR", cases[i].no_color);
        set("CLICOLOR_FORCE", cases[i].force);
        assert_int_equal(terminal_wants_color(cases[i].when, -1), cases[i].wanted);
    }
    set("NO_COLOR", NULL);
    set("CLICOLOR_FORCE", NULL);
}

static void test_the_width_has_a_default_and_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *columns;
        uint32_t width;
    } cases[] = {{NULL, 80},   {"", 80},  {"wide", 80},        {"0", 80},
                 {"100", 100}, {"5", 20}, {"4000000000", 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set("COLUMNS", cases[i].columns);
        assert_int_equal(terminal_width(-1), cases[i].width);
    }
    set("COLUMNS", NULL);
}

RUN_TESTS(cmocka_unit_test(test_the_flag_beats_no_color_beats_force_beats_the_terminal),
          cmocka_unit_test(test_the_width_has_a_default_and_bounds))
