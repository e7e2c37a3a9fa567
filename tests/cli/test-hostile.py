#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Large and hostile files through the indexer: each ends in time, within memory, and what can be found of it is found.

usage: test-hostile.py INDEXER SEARCHER
"""
import time

import programs
from programs import ProgramTest

MEGABYTE = 1_000_000
LIMIT_SECONDS, LIMIT_MEGABYTES = 60, 1000

BODY = "\n\n표지낱말 끝에 있다. 标志词在最后。 Signpost.\n"


def front_matter(text):
    return f"---\ntitle: 제목\n{text}\n---\n"


# name: (content, status, what finds it or None)
FILES = {
    "one-line.md": ("한 줄로 된 글이 이어진다 " * 200_000, 0, "이어진다"),
    "one-word.md": ("가" * 1_700_000 + BODY, 0, "표지낱말"),
    "one-latin-word.md": ("x" * 5 * MEGABYTE + BODY, 0, "signpost"),
    "brackets-in-front-matter.md": (front_matter("x: " + "[" * 100_000) + BODY, 0, "표지낱말"),
    "long-front-matter.md": (front_matter("\n".join(f"key{n}: value" for n in range(20_000))) + BODY, 0, None),
    "aliases.md": (front_matter("a: &a [x]\n" + "\n".join(f"b{n}: [*a, *a, *a]" for n in range(1000))) + BODY, 0, "표지낱말"),
    "quotes.md": (">" * 50_000 + " a\n" + BODY, 0, "표지낱말"),
    "lists.md": ("".join("  " * depth + "- a\n" for depth in range(2000)) + BODY, 0, "표지낱말"),
    "list-marks.md": ("- " * 33_000 + "x\n" + "\n" * 33_000 + BODY, 0, "표지낱말"),
    "quote-lists.md": ("> - " * 15_000 + "x\n" + ">\n" * 15_000 + BODY, 0, "표지낱말"),
    "quotes-and-stars.md": (">" * 100_000 + "a**" * 100_000 + BODY, 0, "표지낱말"),
    "stars.md": ("**a" * 200_000 + BODY, 0, "표지낱말"),
    "links-in-links.md": ("[a](" * 100_000 + BODY, 0, "표지낱말"),
    "images.md": ("![[]()" * 60_000 + BODY, 0, "표지낱말"),
    "brackets.md": ("[" * 200_000 + "]" * 200_000 + BODY, 0, "표지낱말"),
    "html.md": ("<a " * 200_000 + "<!--" * 50_000 + BODY, 0, None),
    "entities.md": ("&" * 300_000 + "&amp;" * 100_000 + BODY, 0, "표지낱말"),
    "backticks.md": ("".join("`" * n + "a " for n in range(1, 1500)) + BODY, 0, "표지낱말"),
    "fences.md": ("```\ncode\n" * 100_001 + BODY, 0, "표지낱말"),
    "headings.md": ("".join(f"# 제목 {n}\n\n글 {n}\n\n" for n in range(100_000)) + BODY, 0, "표지낱말"),
    "deep-headings.md": ("".join(f"{'#' * (n % 6 + 1)} h\n" for n in range(100_000)) + BODY, 0, "표지낱말"),
    "links.md": ("".join(f"- [이름{n}](https://example.org/{n}) – 설명\n" for n in range(100_000)) + BODY, 0, "표지낱말"),
    "one-link.md": ("".join(f"- [이름{n}](https://example.org/) – 설명\n" for n in range(30_000)) + BODY, 0, "표지낱말"),
    "long-link.md": (f"- [이름](https://example.org/{'a' * MEGABYTE})\n" + BODY, 0, "표지낱말"),
    "table.md": ("|a|b|\n|-|-|\n" + "|칸 하나|cell two|\n" * 90_000 + BODY, 0, "표지낱말"),
    "wide-table.md": ("|" + "a|" * 20_000 + "\n|" + "-|" * 20_000 + "\n|" + "칸|" * 20_000 + "\n" + BODY, 0, "표지낱말"),
    "lines.md": ("글\n" * 1_000_000 + BODY, 0, "표지낱말"),
    "blank-lines.md": ("\n" * 5_000_000 + BODY, 0, "표지낱말"),
    "marks.md": ("e" + "\u0301\u0323\u0300" * 53_334 + BODY, 0, "표지낱말"),
    "mixed-marks.md": ("".join(chr(0x300 + n % 100) for n in range(160_000)) + BODY, 0, "표지낱말"),
    "expanding.md": ("\ufdfa" * 100_000 + BODY, 0, "표지낱말"),
    "jamo.md": ("\u1112\u1161\u11ab" * 300_000 + BODY, 0, "표지낱말"),
    "joiners.md": ("👩\u200d" * 200_000 + BODY, 0, "표지낱말"),
    "footnotes.md": ("".join(f"[^{n}] " for n in range(50_000)) + BODY, 0, "표지낱말"),
    "references.md": ("".join(f"[r{n}]: https://example.org/{n}\n" for n in range(50_000)) + "[r1] " * 50_000 + BODY, 0, "표지낱말"),
    "setext.md": ("a\n" * 300_000 + "===\n" + BODY, 0, "표지낱말"),
    "components.mdx": ("<A>" * 100_000 + "{" * 100_000 + BODY, 0, None),
    "shortcodes.md": ("{{<" * 100_000 + BODY, 0, None),
    "catalog.yaml": ("".join(f"- {{title: 이름 {n}, url: 'https://example.org/{n}'}}\n" for n in range(20_000)), 0, "이름"),
    "deep.yaml": ("- " * 20_000 + "x\n", 0, None),
    "flow.yaml": ("[" * 100_000, 0, None),
    "too-large.md": (b"a line of text\n" * (65 * 1024 * 1024 // 15), 1, None),
    "just-small-enough.txt": (("a line of text that is read\n" * (63 * 1024 * 1024 // 28)).encode(), 0, "read"),
}


class Hostile(ProgramTest):
    def test_each_file_ends_in_time_and_memory_and_is_found(self):
        factor = 10 if programs.is_sanitized() else 1
        slowest, largest = (0, ""), (0, "")
        for name, (content, status, query) in FILES.items():
            with self.subTest(file=name):
                path = self.write(name, content)
                started = time.monotonic()
                with open(self.folder / "errors", "wb") as stderr:
                    process = self.start(programs.INDEXER, "-i", f"{name}.index", "--quiet", name, stderr=stderr)
                process.stdout.close()
                actual, megabytes = programs.peak_memory_of(process)
                seconds = time.monotonic() - started
                errors = (self.folder / "errors").read_bytes()
                slowest, largest = max(slowest, (seconds, name)), max(largest, (megabytes, name))
                self.assertEqual(actual, status, errors[-2000:])
                self.assertLess(seconds, LIMIT_SECONDS * factor)
                self.assertTrue(factor > 1 or megabytes < LIMIT_MEGABYTES, f"{megabytes:.0f} MB")
                self.assertLess(errors.count(b"\n"), 30_000)
                if query is not None:
                    self.assertEqual(self.paths("-i", f"{name}.index", query), [name])
                    result = self.searcher("-i", f"{name}.index", query, timeout=20)
                    self.assertLess(len(result.output), 20_000)
                self.check("-i", f"{name}.index")
                path.unlink()
                programs.remove_tree(self.folder / f"{name}.index")
        print(f"slowest {slowest[0]:.1f} s {slowest[1]}, largest {largest[0]:.0f} MB {largest[1]}")


if __name__ == "__main__":
    programs.main()
