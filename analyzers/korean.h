/* SPDX-License-Identifier: GPL-2.0-or-later */
/* korean: what a Korean word is without its particles and endings.
 *
 *   연구를 -> 연구 (J)   떠났다 -> 떠나 (E)   어려운 -> 어렵 (E)   개발하였다 -> 개발 (H)   속도 -> 속도   Meta|의 -> "" (0)
 *
 * Input      one eojeol: a run of Hangul syllables in UTF-16 without spaces, folded (NFC). `attached` says that it follows a Latin
 *            word, a number or a closing bracket directly: then it may be nothing but a particle.
 * Output     the stem; a verb comes in the form of the dictionary without 다. `classes` are those of the suffixes taken off, outermost
 *            last: J particle, C copula, H light verb (하다, 되다, …), E ending, G the noun ending 기, N plural 들; "" none; "0":
 *            the whole was a particle and nothing is left.
 * Two words  A word that ends like a noun with a particle may be a name: 이수만 is of 이수 or of 이수만, 와이파이라는 of 와이파 or 와이파이.
 *            Then `n_other` says how long the other stem is, and both belong in an index and in a query; a second particle is never
 *            taken off behind a first (한국인의 is of 한국인). Of 1,000 words of an encyclopedia 16 are two.
 * Method     rules, longest suffix first, with conditions on the final consonant before it, and an ending only where a verb can remain
 *            (연구나 is no 연 with an ending; 홈페이지를 is no 홈페이 with 지를); then undoing of contraction, irregular endings and
 *            auxiliaries (보여주 -> 보이) against a list of native verb stems; words that only look inflected are listed and kept, also as
 *            the end of compounds. The tables (korean/) are our own: 8,700 suffixes, 1,200 verb stems, 1,200 kept words, 160 ends of
 *            compounds.
 * Errors     none. A word with anything but whole syllables (ㅋㅋ, old jamo), or longer than KOREAN_MAX_SYLLABLES, is its own stem.
 * Cost       0.11 µs a word; no allocation, no state; safe from several threads.
 */
#ifndef CHAJA_ANALYZERS_KOREAN_H
#define CHAJA_ANALYZERS_KOREAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

enum { KOREAN_MAX_SYLLABLES = 40, KOREAN_MIN_OTHER = 3 };

struct korean_stem {
    char16_t syllables[KOREAN_MAX_SYLLABLES];
    size_t n_syllables; /* 0: nothing but a particle, or too long or no Hangul (then is_word_itself) */
    size_t n_other;     /* the first syllables of the word that may be the stem as well; 0: none */
    char classes[4];
    bool is_name;        /* that one begins with a family name: as likely as the stem */
    bool is_word_itself; /* the stem is the word as given; `syllables` is filled only if it fits */
};

void korean_stem(const char16_t *word, size_t n_syllables, bool attached, struct korean_stem *ret);

/* 10[만], 20[대가]: what counts a number directly before it, with a particle or without; then `ret` is filled. Some of them would be
 * particles behind anything else. */
bool korean_counter(const char16_t *word, size_t n_syllables, struct korean_stem *ret);

/* Whether a word that ends here could go on with `rest`: nothing, or particles and endings only. `last` is the syllable
 * before it. For phrases, whose last word may bear an ending. */
bool korean_is_ending(const char16_t *rest, size_t n_syllables, char16_t last);

static inline bool korean_is_syllable(char16_t unit)
{
    return unit >= 0xAC00 && unit <= 0xD7A3;
}

#endif
