/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/terminal.h"

#include "base/text.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80, FEWEST_COLUMNS = 20, MOST_COLUMNS = 1000 };

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

bool terminal_wants_color(enum when when, int descriptor)
{
    if (when != WHEN_AUTO)
        return when == WHEN_ALWAYS;
    if (is_set("NO_COLOR"))
        return false;
    if (is_set("CLICOLOR_FORCE") && strcmp(getenv("CLICOLOR_FORCE"), "0") != 0)
        return true;
    const char *terminal = getenv("TERM");
    return isatty(descriptor) && !(terminal != NULL && strcmp(terminal, "dumb") == 0);
}

uint32_t terminal_width(int descriptor)
{
    struct winsize size;
    uint64_t columns = DEFAULT_COLUMNS, given;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        columns = size.ws_col;
    else if (text_to_uint64(text_of(getenv("COLUMNS")), &given) && given > 0)
        columns = given;
    if (columns < FEWEST_COLUMNS)
        return FEWEST_COLUMNS;
    return columns > MOST_COLUMNS ? MOST_COLUMNS : (uint32_t)columns;
}
