/* SPDX-License-Identifier: GPL-2.0-or-later */
/* latin: words of letters and digits as people write them in technical text.
 *
 *   C++ -> "c++"        .NET -> ".net" + net            --dry-run -> "--dryrun" + dry, run     GPT-4 -> "gpt4" + gpt, 4
 *   C#  -> "c#"         node.js -> "nodejs" + node, js    use_state, useState -> "usestate" + use, state
 *   1,000 -> "1000"     3.11 -> "3.11"                  don't -> "dont"                       JAX/Flax -> two words
 *   I/O -> "io"         R&D -> "r&d"                    LLMs -> "llms" + llm                  C++17 -> "c++17" + c++, 17
 *   3-5 -> "3-5" + 3, 5   2024-05-01 -> "20240501" + 2024   v1.2.3 -> "v1.2.3" + 1.2.3           qwen2.5 -> "qwen2.5" + qwen, 2.5
 *   U.S.A. -> "usa"     O'Reilly -> "oreilly" + reilly  user's -> "user's"                    A100-80GB -> "a10080gb" + a100, 80, gb
 *
 * The whole word loses '-', '_', ',', '/', the '.' that is not between digits and the apostrophe that is not an owner's, so that GPT4,
 * GPT-4 and gpt_4 are one, and node.js and nodejs; parts are findable beside it. Only a range of small numbers keeps its '-'. `C` is no
 * part of `C++`. camelCase is seen in the original text, since folding lowers it.
 * Input      folded text; functions take and give UTF-16 units. Errors none. Cost about 5 ns a unit.
 */
#ifndef CHAJA_ANALYZERS_LATIN_H
#define CHAJA_ANALYZERS_LATIN_H

#include "analyzers/fold.h"

enum { LATIN_MAX_PARTS = 16, LATIN_MAX_UNITS = 64 };

/* Where the word whose first letter or digit is at `first` begins: before it may stand '.' (.NET) or '--' (--flag), not before
 * `limit`. */
size_t latin_word_start(const struct folded *folded, size_t first, size_t limit);

/* Where the word ends of which a letter or digit ends at `at`. */
size_t latin_word_end(const struct folded *folded, size_t at);

struct latin_part {
    size_t start, end;
    bool is_camel; /* only a change of case or between letters and digits sets it off */
};

struct latin_word {
    char16_t whole[LATIN_MAX_UNITS]; /* cut when longer */
    size_t n_whole;
    bool is_plain; /* `whole` is nothing but a–z and apostrophes: a stemmer can take it */
    struct latin_part
        parts[LATIN_MAX_PARTS]; /* none, or at least two; single letters are left out after that */
    size_t n_parts;
};

/* Take the word at [start, end) apart. `text` is the original that `folded` was made of. */
void latin_word(const struct folded *folded, struct text text, size_t start, size_t end,
                struct latin_word *ret);

#endif
