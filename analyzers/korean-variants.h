/* SPDX-License-Identifier: GPL-2.0-or-later */
/* korean-variants: one spelling for a loanword that people write in several.
 *
 *   메세지 -> 메시지   데이터셋 -> 데이터세트   웹컨텐츠 -> 웹콘텐츠   어플리케이션개발 -> 애플리케이션개발   검색 -> (none)
 *
 * Input      a stem (korean.h): whole syllables, at most KOREAN_MAX_SYLLABLES of them; of longer or other text nothing is known.
 * Output     the stem as the index has it. Where the table allows it, a spelling at the beginning and at the end of a compound counts.
 * Errors     none. A result longer than KOREAN_MAX_SYLLABLES is not made.
 * Cost       13 ns a word; safe from several threads.
 * Source     korean/variants.txt, our own: the loanword orthography of the National Institute of Korean Language, and what people write.
 */
#ifndef CHAJA_ANALYZERS_KOREAN_VARIANTS_H
#define CHAJA_ANALYZERS_KOREAN_VARIANTS_H

#include "analyzers/korean.h"

/* How many syllables are in `ret`, or 0: the stem is spelled as it is indexed. */
size_t korean_canonical(const char16_t *stem, size_t n_syllables, char16_t ret[static KOREAN_MAX_SYLLABLES]);

#endif
