/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show-file: one file taken through the way of the data up to a stage, and that stage shown (show.h). */
#ifndef CHAJA_INDEXER_SHOW_FILE_H
#define CHAJA_INDEXER_SHOW_FILE_H

#include "base/error.h"
#include "indexer/options.h"

#include <stdio.h>

/* Errors: those of source_read(), and of the analyzers when they cannot be opened. */
int show_file(enum show_stage stage, struct text path, enum language language, FILE *stream,
              struct error *error);

#endif
