/* SPDX-License-Identifier: GPL-2.0-or-later */
/* letters: how long a text is, and what language it is in, by the letters it is written with.
 *
 *   "PyTorch로 배우는 딥러닝"  ->  7 Latin, 8 Hangul  ->  ko        the same declared en  ->  en (Latin has 10 %)
 *
 * Cost       one pass, about 600 MB/s.
 */
#ifndef CHAJA_INDEXER_LETTERS_H
#define CHAJA_INDEXER_LETTERS_H

#include "analyzers/languages.h"

struct letters {
    size_t hangul, han, other;
};

/* Add those of `text`. */
void letters_count(struct letters *letters, struct text text);

static inline size_t letters_total(const struct letters *letters)
{
    return letters->hangul + letters->han + letters->other;
}

/* Letters and digits of a text: the measure of units. */
size_t letters_size(struct text text);

/* The declared language if its script has 10 % of the letters; else Hangul or Han with 20 %, the greater; else English.
 * LANGUAGE_NONE without letters. */
enum language letters_language(const struct letters *letters, enum language declared);

/* What a path says: a folder or the end of a file's name that is a language code ("docs/zh-cn/a.md", "a.ko.md",
 * "README_zh.md"). LANGUAGE_NONE if it says nothing; the last one counts. */
enum language letters_path_language(struct text path);

#endif
