#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""indexer --watch: what happens to the files happens to the index, until a signal ends it.

usage: test-watch.py INDEXER SEARCHER
"""
import json
import os
import shutil
import signal
import threading
import time

import programs
from programs import ProgramTest

PATIENCE_SECONDS = 60


class Watch(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("docs/ko/a.md", "# 가나다\n\n참새가 난다.\n", old=True)
        self.write("docs/b.md", "# Letters\n\nsparrows fly\n", old=True)
        self.runs = []

    def watch(self, *arguments):
        self.process = self.start(programs.INDEXER, "--watch", "--json", *arguments)
        self.reader = threading.Thread(target=self.read_runs, args=(self.process.stdout,))
        self.reader.start()
        self.addCleanup(self.end)
        self.wait_for(lambda: self.runs, "the first run")

    def read_runs(self, stream):
        for line in stream:
            self.runs.append(json.loads(line))

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(timeout=PATIENCE_SECONDS)
        self.reader.join()
        self.process.stdout.close()
        self.errors = self.process.stderr.read() if not self.process.stderr.closed else self.errors
        self.process.stderr.close()
        return self.process.returncode

    def wait_for(self, holds, what):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            self.assertIsNone(self.process.poll(), f"{what}: the indexer ended: {self.process.returncode}")
            self.assertLess(time.monotonic(), deadline, f"{what}: not seen; runs: {self.runs}")
            time.sleep(0.05)

    def assert_found(self, query, paths):
        self.wait_for(lambda: self.paths(*self.index, query) == paths, (query, paths))

    index = ()

    def test_changes_are_followed(self):
        self.watch("docs")
        self.assert_found("참새가", ["docs/ko/a.md"])
        self.write("docs/ko/new.md", "두루미가 왔다")
        self.assert_found("두루미가", ["docs/ko/new.md"])
        self.write("docs/ko/new.md", "두루미가 가고 제비가 왔다")
        self.assert_found("제비가", ["docs/ko/new.md"])
        (self.folder / "docs/ko/new.md").rename(self.folder / "docs/renamed.md")
        self.assert_found("제비가", ["docs/renamed.md"])
        (self.folder / "docs/renamed.md").unlink()
        self.assert_found("제비가", [])
        self.write("elsewhere/deep/er/x.md", "까마귀가 왔다")
        (self.folder / "elsewhere").rename(self.folder / "docs/moved-in")
        self.assert_found("까마귀가", ["docs/moved-in/deep/er/x.md"])
        self.write("docs/moved-in/deep/er/y.md", "뻐꾸기가 왔다")
        self.assert_found("뻐꾸기가", ["docs/moved-in/deep/er/y.md"])
        (self.folder / "docs/made/at/once").mkdir(parents=True)
        self.write("docs/made/at/once/z.md", "올빼미가 왔다")
        self.assert_found("올빼미가", ["docs/made/at/once/z.md"])
        self.write("docs/made/at/once/z.md", "부엉이가 왔다")
        self.assert_found("부엉이가", ["docs/made/at/once/z.md"])
        (self.folder / "docs/moved-in").rename(self.folder / "outside")
        self.assert_found("까마귀가", [])
        shutil.rmtree(self.folder / "docs/made")
        self.assert_found("부엉이가", [])
        self.assertEqual((self.end(), self.errors), (0, b""))
        self.check()
        self.assertEqual(self.counts("docs"), {"unchanged": 2})

    def test_an_editor_that_replaces_the_file_is_followed(self):
        self.watch("docs/b.md")
        for turn in range(3):
            self.write("docs/.b.md.swap", f"version number{turn}")
            os.replace(self.folder / "docs/.b.md.swap", self.folder / "docs/b.md")
            self.assert_found(f"number{turn}", ["docs/b.md"])

    def test_a_burst_is_few_runs(self):
        self.watch("docs")
        before = len(self.runs)
        for number in range(500):
            self.write(f"docs/many/{number}.md", f"기러기 {number} 마리")
        self.write("docs/many/last.md", "딱따구리 한 마리")
        self.assert_found("딱따구리", ["docs/many/last.md"])
        self.wait_for(lambda: sum(run["files"]["added"] for run in self.runs) == 503, "all of them")
        self.assertLessEqual(len(self.runs) - before, 20)

    def test_an_index_inside_does_not_wake_it(self):
        self.index = ("-i", "docs/chaja.index")
        self.watch("-i", "docs/chaja.index", "docs")
        self.assert_found("참새가", ["docs/ko/a.md"])
        time.sleep(3)
        calm = len(self.runs)
        self.assertLessEqual(calm, 3)
        self.write("docs/new.md", "두루미가 왔다")
        self.assert_found("두루미가", ["docs/new.md"])
        time.sleep(3)
        self.assertLessEqual(len(self.runs) - calm, 3)

    def test_nothing_changes_nothing_is_read(self):
        self.watch("docs")
        time.sleep(1)
        before = self.stats()
        os.utime(self.folder / "docs/b.md", (1, 1))
        self.wait_for(lambda: len(self.runs) > 1, "a run after the touch")
        time.sleep(1)
        self.assertEqual(self.stats()["units"], before["units"])
        self.assertEqual(sum(run["files"]["updated"] for run in self.runs), 0)

    def test_signals_end_it_with_0_and_all_committed(self):
        for number, word in ((signal.SIGTERM, "딱따구리"), (signal.SIGINT, "소쩍새")):
            self.runs = []
            self.watch("docs")
            self.write(f"docs/late{number}.md", f"{word} 한 마리")
            self.assert_found(word, [f"docs/late{number}.md"])
            self.assertEqual(self.end(number), 0)
            self.assertEqual(self.errors, b"")
            self.check()

    def test_another_indexer_may_work_between_its_runs(self):
        self.watch("docs")
        self.write("other/x.md", "다른 글")
        self.indexer("other")
        self.assert_found("다른", ["other/x.md"])
        self.write("docs/new.md", "두루미가 왔다")
        self.assert_found("두루미가", ["docs/new.md"])
        self.assertEqual(self.paths("다른"), ["other/x.md"])

    def test_problems_are_told_each_time_and_end_nothing(self):
        self.watch("docs")
        self.write("docs/broken.md", b"\0")
        self.wait_for(lambda: self.runs[-1]["files"]["skipped"] == 1, "the broken file")
        self.write("docs/broken.md", "이제 글이다")
        self.assert_found("이제", ["docs/broken.md"])
        self.assertEqual(self.end(), 0)
        self.assertIn(b"docs/broken.md:1:1: not text", self.errors)

    def test_it_does_not_start_where_nothing_is(self):
        self.assertIn("gone", self.indexer("--watch", "gone", status=2, timeout=PATIENCE_SECONDS).error_text)


if __name__ == "__main__":
    programs.main()
