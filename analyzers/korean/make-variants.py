# SPDX-License-Identifier: GPL-2.0-or-later
"""Compile variants.txt into C: sorted spellings, each with the one that stands for it.

usage: make-variants.py VARIANTS OUTPUT.h
"""
import sys

FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
MIN_COMPONENT = 3  # shorter ones need a + in the file


def units(word):
    return ", ".join(f"0x{ord(syllable):04X}" for syllable in word)


def bitmap(syllables):
    words = [0] * ((LAST_SYLLABLE - FIRST_SYLLABLE) // 32 + 1)
    for syllable in syllables:
        at = ord(syllable) - FIRST_SYLLABLE
        words[at // 32] |= 1 << at % 32
    return ", ".join(f"0x{word:X}u" for word in words)


def read(path):
    variants = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            canonical, *others = line.split()
            for other in others:
                word = other.lstrip("+")
                if word in variants or word == canonical:
                    sys.exit(f"{word}: twice in {path}")
                variants[word] = (canonical, other != word or len(word) >= MIN_COMPONENT)
    for word, (canonical, _) in variants.items():
        if canonical in variants:
            sys.exit(f"{canonical}: stands for {word} and is one itself in {path}")
    return variants


def main():
    variants = read(sys.argv[1])
    longest = max(max(len(word), len(canonical)) for word, (canonical, _) in variants.items())
    out = ["/* Made by make-variants.py. */", "#include <stdbool.h>", "#include <stdint.h>", "#include <uchar.h>", "",
           f"enum {{ N_VARIANTS = {len(variants)}, VARIANT_MAX_SYLLABLES = {longest} }};",
           "static const struct variant {",
           "    char16_t spelling[VARIANT_MAX_SYLLABLES], canonical[VARIANT_MAX_SYLLABLES];",
           "    uint8_t n_spelling, n_canonical;", "    bool is_component;", "} variants[N_VARIANTS] = {"]
    for word, (canonical, is_component) in sorted(variants.items()):
        out.append(f"{{{{{units(word)}}}, {{{units(canonical)}}}, {len(word)}, {len(canonical)}, {int(is_component)}}},")
    out += ["};", f"static const uint32_t variant_first[] = {{{bitmap(word[0] for word in variants)}}};",
            f"static const uint32_t variant_last[] = {{{bitmap(word[-1] for word in variants)}}};"]
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")


main()
