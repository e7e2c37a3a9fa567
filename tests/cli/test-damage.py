#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Databases with damaged bytes: `searcher check` tells each one, and no search crashes, hangs or blames the query.

usage: test-damage.py INDEXER SEARCHER
CHAJA_DAMAGES sets how many copies (200), CHAJA_SEED which bytes.
"""
import collections
import os
import random
import shutil

import programs
import words
from programs import ProgramTest

QUERIES = ("자동 미분", "反向传播", "gradient", "kind:entry", '"자동 미분"', "mod*", "lang:zh", "path:docs")
BLOCK_BYTES = 8192


class Damage(ProgramTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(int(os.environ.get("CHAJA_SEED", "1")))
        for number in range(150):
            self.write(f"docs/{number}.md", words.article(number))
        self.indexer("docs")
        self.shared_index = self.folder / "chaja.index"

    def copy(self):
        target = self.folder / "damaged.index"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.shared_index, target)
        return target

    def flip_bytes(self, content):
        for _ in range(self.random.choice((1, 1, 4, 32))):
            content[self.random.randrange(len(content))] ^= 1 << self.random.randrange(8)

    def overwrite_block(self, content):
        start = self.random.randrange(0, len(content), BLOCK_BYTES)
        end = min(start + BLOCK_BYTES, len(content))
        content[start:end] = self.random.choice((bytes(end - start), self.random.randbytes(end - start)))

    def swap_blocks(self, content):
        one, other = (self.random.randrange(0, len(content), BLOCK_BYTES) for _ in range(2))
        block = content[one:one + BLOCK_BYTES]
        content[one:one + BLOCK_BYTES] = content[other:other + BLOCK_BYTES]
        content[other:other + len(block)] = block

    def cut(self, content):
        del content[self.random.randrange(len(content)):]

    def damage(self, index):
        """Returns what was done."""
        while True:
            files = sorted(path for path in next(index.glob("glass.*")).iterdir() if path.stat().st_size > 0)
            path = self.random.choice(files)
            kind = self.random.choices((self.flip_bytes, self.overwrite_block, self.swap_blocks, self.cut), (5, 2, 1, 1))[0]
            before = path.read_bytes()
            content = bytearray(before)
            kind(content)
            if content != before:
                path.write_bytes(content)
                return f"{kind.__name__} in {path.name}"

    def test_every_damage_is_told_and_nothing_crashes(self):
        figures = collections.Counter()
        expected = {query: self.hits(query) for query in QUERIES}
        for number in range(int(os.environ.get("CHAJA_DAMAGES", "200"))):
            index = self.copy()
            what = self.damage(index)
            with self.subTest(number=number, what=what):
                result = self.check("-i", "damaged.index", status=2)
                self.assertRegex(result.error_text, r"\Asearcher: [^\n]+\n\Z")
                self.assertIn("rebuild", result.error_text)
                for query in QUERIES:
                    self.search_damaged(query, expected[query], figures)
                self.write_to_damaged(figures)
        print(dict(figures))

    def search_damaged(self, query, expected, figures):
        result = self.searcher("--json", "-n", "1000", "-i", "damaged.index", query, status=None, timeout=20)
        self.assertIn(result.status, (0, 1, 2), f"{query}: {result}")
        if result.status == 2:
            self.assertRegex(result.error_text, r"\Asearcher: [^\n]+\n\Z")
            figures["errors"] += 1
        else:
            self.assertEqual(result.errors, b"")
            figures["as before" if result.json["hits"] == expected else "otherwise"] += 1
            for hit in result.json["hits"]:  # what is shown is never damaged, since each unit has its digest
                self.assertIn(hit["title"], {other["title"] for hits in self.known() for other in hits})

    def known(self):
        if not hasattr(self, "known_hits"):
            self.known_hits = [self.hits("kind:entry"), self.hits("kind:article")]
        return self.known_hits

    def write_to_damaged(self, figures):
        """An update refuses to build on damage, and a rebuild mends it."""
        self.write("docs/0.md", words.article(self.random.random()))
        result = self.indexer("-i", "damaged.index", "docs", status=None, timeout=60)
        self.assertEqual(result.status, 2, result)
        self.assertRegex(result.error_text, r"\Aindexer: [^\n]*rebuild[^\n]*\n\Z")
        figures["updates refused"] += 1
        if self.random.random() < 0.2:
            self.indexer("-i", "damaged.index", "--rebuild", "docs")
            self.check("-i", "damaged.index")

    def test_damage_around_the_database_is_told(self):
        cases = {
            "CURRENT": (b"", b"glass.999\n", b"glass.1/../glass.1\n", b"/etc\n", b"\xff" * 100, b"glass.18446744073709551616\n"),
            "SEAL": (b"", b"glass.1\n", b"\0" * 1000, b"glass.1\n0 0 ../../docs/1.md\n"),
        }
        for name, contents in cases.items():
            for content in contents:
                index = self.copy()
                (index / name).write_bytes(content)
                result = self.check("-i", "damaged.index", status=None)
                search = self.searcher("-i", "damaged.index", "자동", status=None)
                if name == "CURRENT":
                    self.assertEqual((result.status, search.status), (2, 2), (content, result, search))
                else:
                    self.assertEqual(search.status, 0)
                    self.assertTrue(result.status == 2 or b"no digests" in result.output, (content, result))
        for missing in ("postlist.glass", "docdata.glass", "termlist.glass", "iamglass"):
            index = self.copy()
            (next(index.glob("glass.*")) / missing).unlink()
            self.check("-i", "damaged.index", status=2)
            self.assertIn(self.searcher("-i", "damaged.index", "자동", status=None).status, (0, 2))

    def test_a_database_is_never_a_stub_that_names_another(self):
        index = self.copy()
        database = next(index.glob("glass.*"))
        shutil.rmtree(database)
        database.write_text(f"auto {self.shared_index}/glass.1\n")
        self.searcher("-i", "damaged.index", "자동", status=2)
        database.unlink()
        database.mkdir()
        (database / "XAPIANDB").write_text("remote :/bin/touch pwned\n")
        self.searcher("-i", "damaged.index", "자동", status=2)
        self.indexer("-i", "damaged.index", "docs", status=None)
        self.assertFalse((self.folder / "pwned").exists())


if __name__ == "__main__":
    programs.main()
