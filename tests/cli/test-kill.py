#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""SIGKILL at random moments: nothing acknowledged is lost, nothing half-written is seen, the next run finishes.

usage: test-kill.py INDEXER SEARCHER
CHAJA_KILLS sets how many (25), CHAJA_SEED which moments.
"""
import json
import os
import random
import re
import signal
import time

import programs
import words
from programs import ProgramTest

N_FILES, FILE_BYTES = 150, 250_000  # 37 MB: four commits or more
COMMITTED = re.compile(rb"committed (\d+) of (\d+) files, generation (\d+)\n")
QUERIES = ("자동 미분", "反向传播", "分布式训练", "gradient descent", "kind:entry", "model inference", "모델 OR 模型 OR model", "https")


class Kill(ProgramTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(int(os.environ.get("CHAJA_SEED", "1")))
        self.versions = {}
        self.turn = 0
        for number in range(N_FILES):
            self.write_version(number)

    def mark_of(self, number, version):
        return words.marker(f"{number}9{version}")

    def write_version(self, number):
        """Each version of a file begins and ends with a word that no other version of any file has."""
        version = self.versions[number] = self.versions.get(number, -1) + 1
        text = words.article(number * 1000 + version, 30, self.mark_of(number, version))
        self.write(f"docs/{number:03}.md", words.padded(text, FILE_BYTES))

    def change_some(self):
        for number in self.random.sample(range(N_FILES), 90):
            if number in self.versions and self.random.random() < 0.1:
                (self.folder / f"docs/{number:03}.md").unlink(missing_ok=True)
            else:
                self.write_version(number)

    # ---- what must hold ----

    def on_disk(self):
        return {f"docs/{number:03}.md": self.mark_of(number, version) for number, version in self.versions.items()
                if (self.folder / f"docs/{number:03}.md").exists()}

    def visible(self, index="chaja.index"):
        """The version of each file that the index finds, as {path: marker}; of each, both its beginning and its end."""
        asked = [self.mark_of(number, version) for number in self.versions for version in range(self.versions[number] + 1)]
        result = self.searcher("-i", index, "--format", "jsonl", "--limit", "10", "--batch", "-", status=None,
                               given="".join(f"{mark}\t{mark}\n" for mark in asked).encode())
        self.assertIn(result.status, (0, 1), result)
        found = {}
        for line in result.text.splitlines():
            hit = json.loads(line)
            found.setdefault((hit["path"], hit["queryId"]), set()).add(hit["id"])
        for (path, mark), units in found.items():
            self.assertEqual(len(units), 2, f"{path}: {mark} is in {units}")
        self.assertEqual(len({path for path, _ in found}), len(found), "a file is seen in two versions")
        return dict(found.keys())

    def planned(self, *arguments):
        """The paths that are to be written, in their order."""
        plan = self.indexer("--dry-run", "--json", *arguments, "docs").json
        return [change["path"] for change in plan["changes"] if change["change"] != "remove"]

    def killed_run(self, *arguments):
        """How many changes were acknowledged, and whether the run was killed before its end."""
        process = self.start(programs.INDEXER, *arguments, "--progress=always", "--quiet", "docs")
        time.sleep(self.random.random() * self.run_seconds * 1.05)
        process.send_signal(signal.SIGKILL)
        _, errors = process.communicate()
        acknowledged = [int(match.group(1)) for match in COMMITTED.finditer(errors)]
        return max(acknowledged, default=0), process.returncode == -signal.SIGKILL

    def assert_committed(self, before, plan, n_done, was_killed):
        """What was acknowledged is there, and everything else is as it was or as it is now."""
        seen, now = self.visible(), self.on_disk()
        for path in plan[:n_done] if was_killed else plan:
            self.assertEqual(seen.get(path), now[path], f"{path} was committed and is not found")
        for path in before.keys() | now.keys() | seen.keys():
            self.assertIn(seen.get(path), (before.get(path), now.get(path)), path)

    def assert_rebuilt_or_not(self, before, n_done, was_killed):
        """A rebuild acknowledges everything at once."""
        seen, now = self.visible(), self.on_disk()
        self.assertIn(seen, [before, now] if was_killed and n_done == 0 else [now])

    def kill_once(self, figures):
        self.change_some()
        kind = self.random.choices(("update", "rebuild", "first"), (5, 3, 2))[0]
        if kind == "first":
            programs.remove_tree(self.folder / "chaja.index")
        arguments = ("--rebuild",) if kind == "rebuild" else ()
        plan = self.planned(*arguments)
        has_index = (self.folder / "chaja.index/CURRENT").exists()  # a first run may have been killed before this one
        before = self.visible() if has_index else {}
        n_done, was_killed = self.killed_run(*arguments)
        figures["kills" if was_killed else "ended before"] += 1
        figures[kind] += was_killed
        if not has_index and not (self.folder / "chaja.index/CURRENT").exists():
            self.assertEqual(n_done, 0)
            return
        self.check()
        if kind == "rebuild":
            self.assert_rebuilt_or_not(before, n_done, was_killed)
        else:
            self.assert_committed(before, plan, n_done, was_killed)
            figures["acknowledged files"] += n_done

    def test_kills(self):
        n_kills = int(os.environ.get("CHAJA_KILLS", "25"))
        started = time.monotonic()
        self.indexer("--quiet", "docs")
        self.run_seconds = time.monotonic() - started
        self.assertEqual(self.visible(), self.on_disk())
        figures = dict.fromkeys(("kills", "ended before", "update", "rebuild", "first", "acknowledged files"), 0)
        while figures["kills"] < n_kills:
            self.kill_once(figures)
            if self.random.random() < 0.25:
                self.finish_and_compare()
        self.finish_and_compare()
        print(figures, f"{time.monotonic() - started:.0f} s")

    def results(self, index, query):
        """Those of one score stand in the order they were written, so a page may end between them."""
        hits = self.hits("-i", index, query)
        last = hits[-1]["score"] if len(hits) == 1000 else -1
        return sorted((hit["id"], hit["title"], hit["plainExcerpt"], round(hit["score"], 3)) for hit in hits if hit["score"] > last + 0.001)

    def finish_and_compare(self):
        """The next run ends well, and what it leaves equals an index made at once."""
        self.indexer("--quiet", "docs")
        self.assertRegex(self.check().text, "every file as it was written")
        self.assertEqual(self.visible(), self.on_disk())
        self.indexer("--quiet", "-i", "fresh.index", "--rebuild", "docs")
        one, other = self.stats(), self.stats("-i", "fresh.index")
        for name in ("units", "sections", "entries", "languages", "files", "textBytes"):
            self.assertEqual(one[name], other[name], name)
        for query in QUERIES:
            self.assertEqual(self.results("chaja.index", query), self.results("fresh.index", query), query)
        names = [path.name for path in (self.folder / "chaja.index").iterdir() if path.name.startswith("glass.")]
        self.assertEqual(len(names), 1, names)


if __name__ == "__main__":
    programs.main()
