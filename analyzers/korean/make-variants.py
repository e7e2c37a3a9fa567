# SPDX-License-Identifier: GPL-2.0-or-later
"""Compile variants.txt into C: sorted spellings, each with the one that stands for it.

usage: make-variants.py VARIANTS OUTPUT.h
"""
import sys

MIN_COMPONENT = 3  # shorter ones need a + in the file


def units(word):
    return ", ".join(f"0x{ord(syllable):04X}" for syllable in word)


def pairs_of(pairs):
    """As build_pairs() of make-tables.py."""
    words = [0] * 512
    for first, second in pairs:
        bit = ((ord(first) << 5 ^ ord(second)) * 0x9E3779B1 & 0xFFFFFFFF) >> 18
        words[bit >> 5] |= 1 << (bit & 31)
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
    out += ["};", f"static const uint32_t variant_heads[] = {{{pairs_of(word[:2] for word in variants if len(word) > 1)}}};",
            f"static const uint32_t variant_ends[] = {{{pairs_of(word[-2:] for word in variants if len(word) > 1)}}};"]
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")


main()
