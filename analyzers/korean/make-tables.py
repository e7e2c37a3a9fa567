# SPDX-License-Identifier: GPL-2.0-or-later
"""Compile the Korean tables into C: suffixes.py as a trie of reversed suffixes, verbs.txt, keep.txt and tails.txt as hash
sets.

usage: make-tables.py VERBS KEEP TAILS VARIANTS OUTPUT.h
"""
import sys

import suffixes

FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
SET_SLOTS = 4096
MAX_TAIL_SYLLABLES = 5
MAX_SET_SYLLABLES = 8


def build_trie():
    """Nodes as [edges {syllable: node}, rules]; node 0 is the empty suffix. Rules keep the order of the table: the first
    that fits wins."""
    nodes = [({}, [])]
    for (kind, condition, min_stem), entries in suffixes.table.items():
        for suffix in sorted(entries, key=lambda entry: (-len(entry), entry)):
            final = FINALS.index(suffix[0]) if suffix[0] in FINALS[1:] else 0
            node = 0
            for syllable in reversed(suffix[1:] if final else suffix):
                edges = nodes[node][0]
                if syllable not in edges:
                    edges[syllable] = len(nodes)
                    nodes.append(({}, []))
                node = edges[syllable]
            nodes[node][1].append((kind, condition, min_stem, final))
    return nodes


def words_of(path):
    with open(path, encoding="utf-8") as lines:
        return {word for line in lines if not line.startswith("#") for word in line.split()}


def spellings_of(path):
    """All spellings of loanwords that the sets can hold; those of one syllable stay with the rules."""
    return {word for word in (spelling.lstrip("+") for spelling in words_of(path)) if 2 <= len(word) <= MAX_SET_SYLLABLES}


def hash_key(word):
    """As set_slot() in korean.c: two 64-bit keys of four UTF-16 units each."""
    keys = [0, 0]
    for i, syllable in enumerate(word):
        keys[i >> 2] |= ord(syllable) << 16 * (i & 3)
    mixed = (keys[0] * 0x9E3779B97F4A7C15 ^ keys[1] * 0xC2B2AE3D27D4EB4F) & (1 << 64) - 1
    return keys, mixed >> 52


def build_set(words):
    if len(words) > SET_SLOTS * 3 // 4:
        sys.exit(f"{len(words)} words: SET_SLOTS is too small")
    slots = [(0, 0)] * SET_SLOTS
    for word in words:
        if len(word) > MAX_SET_SYLLABLES:
            sys.exit(f"{word}: more than {MAX_SET_SYLLABLES} syllables")
        keys, slot = hash_key(word)
        while slots[slot] != (0, 0):
            slot = (slot + 1) % SET_SLOTS
        slots[slot] = tuple(keys)
    return slots


def build_pairs(pairs):
    """A set of pairs of syllables that may say yes too often; as may_have_pair() in korean-pairs.h."""
    words = [0] * 512
    for first, second in pairs:
        bit = ((ord(first) << 5 ^ ord(second)) * 0x9E3779B1 & 0xFFFFFFFF) >> 18
        words[bit >> 5] |= 1 << (bit & 31)
    return ", ".join(f"0x{word:X}u" for word in words)


def main():
    verbs, keep, tails, variants, output = sys.argv[1:]
    nodes = build_trie()
    out = ["/* Made by make-tables.py. */", "#include <stdint.h>", ""]
    edges, rules, starts = [], [], []
    for node_edges, node_rules in nodes:
        starts.append((len(edges), len(rules)))
        edges += sorted((ord(syllable), child) for syllable, child in node_edges.items())
        rules += node_rules
    starts.append((len(edges), len(rules)))
    if len(edges) > 0xFFFF or len(rules) > 0xFFFF:
        sys.exit("too many suffixes for 16 bits")
    out.append("static const struct suffix_node { uint16_t first_edge, first_rule; } suffix_nodes[] = {")
    out += [f"{{{edge}, {rule}}}," for edge, rule in starts]
    out.append("};\nstatic const struct suffix_edge { uint16_t syllable, node; } suffix_edges[] = {")
    out += [f"{{0x{syllable:04X}, {child}}}," for syllable, child in edges]
    out.append("};\nstatic const struct suffix_rule { char kind, condition; uint8_t min_stem, final; } suffix_rules[] = {")
    out += [f"{{'{kind}', '{condition}', {min_stem}, {final}}}," for kind, condition, min_stem, final in rules]
    out.append("};")
    # The root has the most children, and every word asks for one: by the syllable's place among all.
    out.append(f"static const uint16_t suffix_last[{LAST_SYLLABLE - FIRST_SYLLABLE + 1}] = {{")
    out += [f"[{ord(syllable) - FIRST_SYLLABLE}] = {child}," for syllable, child in sorted(nodes[0][0].items())]
    out.append("};")
    out.append(f"enum {{ MAX_TAIL = {MAX_TAIL_SYLLABLES}, WORD_SET_SLOTS = {SET_SLOTS}, WORD_SET_MAX_SYLLABLES = {MAX_SET_SYLLABLES} }};")
    kept = words_of(keep) | spellings_of(variants)
    # 포인트로 is no 인트로, 완성도 of 자동완성도 the particle's
    long_words = {word for word in kept if 3 <= len(word) <= MAX_TAIL_SYLLABLES and word[-1] not in "로란도만나고"}
    sets = {"verb_stems": words_of(verbs), "kept_words": kept, "noun_tails": words_of(tails) | long_words}
    for name, words in sets.items():
        out.append(f"static const uint64_t {name}[WORD_SET_SLOTS][2] = {{")
        out += [f"[{i}] = {{0x{a:X}u, 0x{b:X}u}}," for i, (a, b) in enumerate(build_set(sorted(words))) if a]
        out.append("};")
    for name, words in (("verb_ends", sets["verb_stems"]), ("kept_ends", sets["kept_words"]), ("tail_ends", sets["noun_tails"])):
        pairs = build_pairs((word[-2], word[-1]) for word in words if len(word) > 1)
        out.append(f"static const uint32_t {name}[] = {{{pairs}}};")
    with open(output, "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")


main()
