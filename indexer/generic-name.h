/* SPDX-License-Identifier: GPL-2.0-or-later */
/* generic-name: does a link's name say what it leads to, or only what kind of thing?
 *
 *   "Github", "Paper Link", "공식 문서", "논문 및 관련 블로그", "项目主页"  ->  true        "PyTorch 문서"  ->  false
 *
 * Input      plain text in any of the three languages.
 * Shape      true if every word is one of those that name a kind of page. Korean and Chinese are written with and
 *            without spaces, so a run of their letters is matched as a chain of such words.
 * Cost       a table lookup a word; names over 60 bytes are never generic.
 */
#ifndef CHAJA_INDEXER_GENERIC_NAME_H
#define CHAJA_INDEXER_GENERIC_NAME_H

#include "base/text.h"

bool name_is_generic(struct text name);

#endif
