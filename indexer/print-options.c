/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the build: prints the indexer's completions and man page. */
#include "indexer/options.h"

int main(int argc, char **argv)
{
    return options_print_main(&indexer_program, argc, argv);
}
