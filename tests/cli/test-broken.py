#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What corpus/broken/README.md promises of each file there.

usage: test-broken.py INDEXER SEARCHER
"""
import re
import time

import programs
from programs import ProgramTest, REPOSITORY

SURVIVED, WARNED, SKIPPED = "survived", "warned", "skipped"
ROW = re.compile(r"^\| `([^`]+)` \| .* \| (survived|warned|skipped)")

# file: (what finds it, what its excerpts or titles must show)
FOUND = {
    "bom.md": [("바이트 순서 표시로 시작하는 글", "바이트 순서 표시로 시작하는 글")],
    "crlf.md": [("최后一段 OR 最后一段", "最后一段"), ("title:CRLF", "Lines that end in CRLF")],
    "cr-only.md": [("둘째 마디", "둘째 마디"), ("여기도 글이", "여기도 글이 있다")],
    "stray-byte.md": [("온전한", "\ufffd"), ("完整", "完整")],
    "windows-1252.md": [("curly quotes", "“windows-1252”"), ("curly", "€"), ("déjà vu", "déjà vu")],
    "euc-kr.txt": [("기계 학습 자료실", "기계 학습")],
    "gb18030.md": [("分布式训练", "分布式训练"), ("𠮷野家", "𠮷野家")],
    "big5.md": [("機器學習心得", "機器學習"), ("机器学习", "機器學習")],
    "shift-jis.txt": [("検索エンジン", "検索エンジン")],
    "utf-16le-bom.md": [("메모장", "메모장"), ("中文", "中文")],
    "nfd.md": [("찾아보기", ""), ("café", "")],
    "half-and-full-width.md": [("pytorch", "ＰｙＴｏｒｃｈ")],
    "no-front-matter.md": [("title:no title:front title:matter", "")],
    "front-matter-unclosed.md": [("닫히지 않은", "닫히지 않은")],
    "catalog-broken-in-the-middle.yaml": [("kind:entry", "")],
    "catalog-missing-fields.yaml": [("온전한 항목", "온전한 항목"), ("最后一项", "最后一项")],
    "one-line.md": [("처음표식", "처음표식"), ("가운데표식", "가운데표식"), ("마지막표식", "마지막표식")],
    "long-word.md": [("before", "before"), ("after", "after"), ("앞", "앞"), ("뒤", "뒤")],
    "deep-quotes.md": [("깊은 인용 다음의", "깊은 인용 다음의")],
    "deep-then-blank.md": [("남은 문단", "남은 문단")],
    "fence-unclosed.md": [("Heading", "Not a heading")],
    "setext-confusion.md": [("번호가 붙은 제목", "번호가 붙은 제목")],
    "marks-and-emoji.md": [("가족", "👩‍👩‍👧‍👦")],
}
EMPTY = ("empty.md", "blank.md", "catalog-none.yaml")


def promises():
    rows = (ROW.match(line) for line in (REPOSITORY / "corpus/broken/README.md").read_text(encoding="utf-8").splitlines())
    return {row.group(1): row.group(2) for row in rows if row}


class Broken(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.shared = cls()
        cls.shared.setUp()
        cls.index = str(cls.shared.folder / "index")
        cls.result = cls.shared.run_program(programs.INDEXER, "-i", cls.index, "corpus/broken", cwd=REPOSITORY)

    @classmethod
    def tearDownClass(cls):
        cls.shared.doCleanups()

    def runTest(self):
        """unittest makes setUpClass's helper by this name."""

    def hits_in(self, name, query):
        return self.hits("-i", self.index, f"{query} path:corpus/broken/{name}")

    def lines_about(self, name):
        return [line for line in self.result.error_text.splitlines() if line.startswith(f"corpus/broken/{name}:")]

    def test_every_file_is_in_the_table_and_the_other_way_round(self):
        files = {path.name for path in (REPOSITORY / "corpus/broken").iterdir()} - {"README.md"}
        self.assertEqual(files, set(promises()))

    def test_run_ends_with_1_and_every_line_has_file_line_and_column(self):
        self.assertEqual(self.result.status, 1, self.result)
        for line in self.result.error_text.splitlines():
            self.assertRegex(line, r"\Acorpus/broken/[\w.-]+:\d+:\d+: (warning: )?\S")

    def test_each_is_survived_warned_about_or_skipped(self):
        for name, promise in promises().items():
            with self.subTest(file=name):
                lines = self.lines_about(name)
                is_warning = [": warning: " in line for line in lines]
                if promise == SURVIVED:
                    self.assertEqual(lines, [])
                elif promise == WARNED:
                    self.assertTrue(lines and all(is_warning), lines)
                else:
                    self.assertEqual(is_warning, [False], lines)

    def test_warnings_say_what_is_wrong_and_where(self):
        for name, pattern in (("front-matter-tab.md", ":4:"), ("front-matter-deep.md", "levels deep"), ("nul-bytes.md", "not text"),
                              ("front-matter-alias-bomb.md", "aliases"), ("catalog-alias.yaml", "aliases"),
                              ("windows-1252.md", "windows-1252"), ("stray-byte.md", "UTF-8"),
                              ("catalog-missing-fields.yaml", "without url")):
            self.assertIn(pattern, self.lines_about(name)[0])
        self.assertNotIn("windows-1252", self.lines_about("stray-byte.md")[0])

    def test_what_they_hold_is_found(self):
        for name, queries in FOUND.items():
            for query, shown in queries:
                with self.subTest(file=name, query=query):
                    hits = self.hits_in(name, query)
                    self.assertTrue(hits)
                    self.assertTrue(any(shown in hit["plainExcerpt"] or shown in hit["title"] or shown in " ".join(hit["breadcrumbs"])
                                        for hit in hits), [(hit["title"], hit["plainExcerpt"]) for hit in hits])

    def test_bodies_behind_broken_front_matter_are_indexed(self):
        for name in promises():
            if name.startswith("front-matter-") and name != "front-matter-only.md":
                with self.subTest(file=name):
                    self.assertTrue([hit for hit in self.hits_in(name, "") if hit["kind"] == "article"])

    def test_files_without_anything_give_nothing(self):
        for name in EMPTY:
            self.assertEqual(self.hits_in(name, ""), [], name)
        self.assertEqual(self.hits_in("nul-bytes.md", ""), [])

    def test_entries_around_broken_ones_are_there(self):
        self.assertEqual(len(self.hits_in("catalog-broken-in-the-middle.yaml", "kind:entry")), 2)
        self.assertGreaterEqual(len(self.hits_in("catalog-alias.yaml", "kind:entry")), 2)
        for hit in self.hits_in("catalog-missing-fields.yaml", "kind:entry"):
            self.assertTrue(hit["title"])
            self.assertNotIn("javascript:", hit["url"] or "")

    def test_a_broken_heading_is_where_it_stands(self):
        text = self.searcher("-i", self.index, "两个字节的换行 path:corpus/broken/crlf.md").text
        self.assertIn("corpus/broken/crlf.md:", text)
        anchors = [hit["anchor"] for hit in self.hits_in("cr-only.md", "여기도")]
        self.assertEqual(anchors, ["둘째-마디"])

    def test_excerpts_are_short_and_clean(self):
        for name in promises():
            for hit in self.hits_in(name, ""):
                self.assertLess(len(hit["plainExcerpt"]), 1000, name)
                self.assertNotIn("\r", hit["plainExcerpt"])
        for hit in self.hits_in("setext-confusion.md", ""):
            self.assertNotIn("**", hit["plainExcerpt"])

    def test_each_file_alone_is_quick(self):
        for name in promises():
            started = time.monotonic()
            self.indexer("-i", str(self.folder / "one"), "--rebuild", f"corpus/broken/{name}", cwd=REPOSITORY, status=None)
            self.assertLess(time.monotonic() - started, 20 if programs.is_sanitized() else 5, name)


if __name__ == "__main__":
    programs.main()
