#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples of the man pages do what a reader expects of them.

usage: test-examples.py INDEXER SEARCHER
"""
import os
import re
import subprocess

import programs
from programs import ProgramTest, REPOSITORY

ARTICLES = {
    "docs/ko/autograd.md": "---\ntitle: 자동 미분\ndate: 2024-05-01\n---\n\n역전파로 기울기를 구한다. 모델을 배포한다.\n",
    "docs/zh/training.md": "# 分布式训练\n\n反向传播，自动 微分。\n",
    "docs/en/search.md": "# Search\n\nA guide to deployment, automatic differentiation.\n",
    "notes/a.md": "# 메모\n\n배포 순서\n", "notes/b.draft.md": "# draft\n", "home/wiki/page.md": "# Wiki\n",
}


def examples_of(page):
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    section = re.search(r"^# EXAMPLES\n(.*?)(?=^# |\Z)", text, re.MULTILINE | re.DOTALL).group(1)
    return [line for block in re.findall(r"```\n(.*?)```", section, re.DOTALL) for line in block.replace("\\\\", "\\").splitlines()]


class Examples(ProgramTest):
    def setUp(self):
        super().setUp()
        for path, content in ARTICLES.items():
            self.write(path, content)
        self.path = ":".join([os.path.dirname(programs.INDEXER), os.path.dirname(programs.SEARCHER), os.environ["PATH"]])

    def run_line(self, line):
        if "--watch" in line:  # which ends with 0 when it is told to
            line = f"timeout --preserve-status 2 {line}"
        result = subprocess.run(["bash", "-c", "set -o pipefail; " + line], cwd=self.folder, capture_output=True, timeout=60,
                                stdin=subprocess.DEVNULL,
                                env=programs.environment_with({"PATH": self.path, "HOME": str(self.folder / "home")}))
        self.assertEqual((result.returncode, result.stderr), (0, b""), f"{line}\n{result.stdout.decode()}")
        return result.stdout.decode()

    def test_examples_of_the_indexer(self):
        examples = examples_of("indexer/indexer.1.scd")
        self.assertGreater(len(examples), 2)
        for line in examples:
            with self.subTest(line=line):
                self.run_line(line)

    def test_examples_of_the_searcher(self):
        self.indexer("docs", "notes")
        examples = examples_of("searcher/searcher.1.scd")
        self.assertGreater(len(examples), 2)
        for line in examples:
            with self.subTest(line=line):
                self.assertTrue(self.run_line(line))


if __name__ == "__main__":
    programs.main()
