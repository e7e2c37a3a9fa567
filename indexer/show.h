/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show: what each stage made of a file, as text for people and for golden tests.
 *
 *   heading 2 [3] #install          kind, level, [line] or [first-last], marks
 *     | 설치                         the text, behind "| " so that blanks at its ends are seen; a tab as \t
 *     link [3] 0-6 "설치" -> a.md    what is inside it, with bytes of the text
 *
 * Output     stable and readable: one thing a line.
 * Ownership  nothing is kept.
 * Errors     those of the stream: the caller asks ferror().
 */
#ifndef CHAJA_INDEXER_SHOW_H
#define CHAJA_INDEXER_SHOW_H

#include "indexer/document.h"

#include <stdio.h>

void show_source(const struct source *source, FILE *stream);
void show_matter(const struct front_matter *matter, FILE *stream);
void show_blocks(const struct markdown *markdown, FILE *stream);
void show_units(const struct document *document, FILE *stream);

#endif
