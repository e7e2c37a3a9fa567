/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the build: prints the searcher's completions and man page. */
#include "searcher/options.h"

int main(int argc, char **argv)
{
    return options_print_main(&searcher_program, argc, argv);
}
