/* SPDX-License-Identifier: GPL-2.0-or-later */
/* languages: the languages chaja knows, by name. How each is analysed stands in analyzer.h and its table. */
#ifndef CHAJA_ANALYZERS_LANGUAGES_H
#define CHAJA_ANALYZERS_LANGUAGES_H

#include "base/text.h"

enum language { LANGUAGE_NONE, LANGUAGE_KO, LANGUAGE_ZH, LANGUAGE_EN, N_LANGUAGES };

/* "ko", "zh", "en"; "" for LANGUAGE_NONE. */
const char *language_code(enum language language);

/* ko, zh, en with any region or script behind them ("zh-Hant", "ko_KR"), without regard to case; also kor,
 * zho, chi, eng, and kr, cn, tw as folders are often named. LANGUAGE_NONE for anything else. */
enum language language_from_code(struct text code);

#endif
