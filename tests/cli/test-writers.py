#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Two indexers at once, disks that are full, folders that cannot be written, readers while it is written.

usage: test-writers.py INDEXER SEARCHER
"""
import os
import resource
import shutil
import signal
import subprocess
import time

import programs
import words
from programs import ProgramTest

MEGABYTE = 1_000_000
N_MANY, SEVERAL_COMMITS = 400, 60 * MEGABYTE


def limit_file_size(n_bytes):
    """What write(2) gives on a full disk, as EFBIG, for whatever grows over this."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    return limit


class Writers(ProgramTest):
    def fill(self, folder, n_files, n_bytes=0):
        for number in range(n_files):
            self.write(f"{folder}/{number}.md", words.padded(words.article(number, mark=words.marker(number)), n_bytes))

    def marked(self, number, *arguments):
        return self.paths(*arguments, words.marker(number))

    def started_indexer(self, *arguments):
        """An indexer that has committed at least once and is still at work."""
        process = self.start(programs.INDEXER, "-j1", "--progress=always", *arguments)
        line = process.stderr.readline()
        self.assertRegex(line.decode(), r"\Acommitted \d+ of \d+ files")
        return process

    def stopped(self, process, number):
        process.send_signal(number)
        process.communicate(timeout=60)
        return process.returncode

    # ---- locks ----

    def held_lock(self):
        """The lock of an index, held as an indexer holds it, by a process that does nothing else."""
        lock = self.folder / "chaja.index/lock"
        holder = subprocess.Popen(["flock", "--exclusive", str(lock), "sleep", "600"], start_new_session=True)
        while subprocess.run(["flock", "--nonblock", str(lock), "true"]).returncode == 0:
            time.sleep(0.01)
        return holder

    def test_a_lock_that_is_held_is_status_2_and_changes_nothing(self):
        self.fill("docs", 3)
        self.indexer("docs")
        before = self.stats()
        holder = self.held_lock()
        (self.folder / "chaja.index/lock").write_text("process 12345 on here since yesterday (indexer \x1b[31mdocs)\n")
        try:
            self.write("docs/new.md", "new")
            for arguments in (("docs",), ("--rebuild", "docs")):
                result = self.indexer(*arguments, status=2)
                self.assertEqual(result.output, b"")
                self.assertRegex(result.error_text, r"\Aindexer: \./chaja\.index: process 12345 on here since yesterday [^\x1b\n]*\n\Z")
            self.assertEqual(self.stats(), before)
            self.assertEqual(self.marked(1), ["docs/1.md"])
            self.indexer("--dry-run", "docs")
        finally:
            os.killpg(holder.pid, signal.SIGKILL)
            holder.wait()
        self.assertEqual(self.counts("docs"), {"added": 1, "unchanged": 3})

    def test_a_killed_indexer_leaves_no_lock_behind(self):
        self.fill("docs", N_MANY, SEVERAL_COMMITS // N_MANY)
        process = self.started_indexer("docs")
        result = self.indexer("docs", status=2)
        self.assertRegex(result.error_text,
                         rf"\Aindexer: \./chaja\.index: process {process.pid} on \S+ since [\d-]+ [\d:]+ "
                         r"\(\S+indexer -j1 --progress=always docs\) is writing this index[^\n]*\n\Z")
        self.assertEqual(self.stopped(process, signal.SIGKILL), -signal.SIGKILL)
        self.indexer("docs")
        self.check()
        self.assertEqual(self.stats()["files"], N_MANY)

    def test_a_signal_commits_what_is_done_and_says_that_there_is_more(self):
        self.fill("docs", N_MANY, SEVERAL_COMMITS // N_MANY)
        for number in (signal.SIGTERM, signal.SIGINT):
            process = self.started_indexer("docs")
            process.send_signal(number)
            output, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 2)
            self.assertIn(b"stopped; run again for the rest", output)
            n_files = self.stats()["files"]
            self.assertTrue(0 < n_files < N_MANY, n_files)
            self.check()
            shutil.rmtree(self.folder / "chaja.index")

    # ---- readers ----

    def test_searches_succeed_while_the_index_is_written_and_rebuilt(self):
        self.fill("docs", 300)
        self.indexer("docs")
        for _ in range(3):
            writers = [self.start(programs.INDEXER, "--rebuild", "docs")]
            while writers[0].poll() is None:
                self.assertEqual(self.marked(7), ["docs/7.md"])
            writers[0].communicate()
            self.assertEqual(writers[0].returncode, 0)
        batch = self.start(programs.SEARCHER, "--format", "trec", "--batch", "-", stdin=subprocess.PIPE)
        for turn in range(8):
            self.write("docs/7.md", words.article(1000 + turn, 6, words.marker(7)))
            self.indexer(*(("--rebuild",) if turn % 2 else ()), "docs")
            batch.stdin.write(f"{turn}\t{words.marker(7)}\n".encode())
            batch.stdin.flush()
            self.assertRegex(batch.stdout.readline().decode(), rf"\A{turn} Q0 docs/7\.md 1 ")
        output, errors = batch.communicate(timeout=30)
        self.assertEqual((batch.returncode, output, errors), (0, b"", b""))

    # ---- disks ----

    def assert_refused(self, result, pattern):
        self.assertEqual((result.status, result.output), (2, b""), result)
        self.assertRegex(result.error_text, rf"\Aindexer: [^\n]*{pattern}[^\n]*\n\Z")

    def test_a_full_disk_leaves_the_last_commit(self):
        self.fill("docs", 30)
        self.indexer("docs")
        before = self.stats()
        self.fill("docs", 400)
        for limit in (0, 10_000, 100_000, 400_000):
            with self.subTest(limit=limit):
                for arguments in (("docs",), ("--rebuild", "docs")):
                    result = self.indexer(*arguments, status=None, preexec_fn=limit_file_size(limit))
                    self.assert_refused(result, "(File too large|No space left)")
                    self.check()
                    self.assertEqual(self.stats()["files"], before["files"])
                    self.assertEqual(self.marked(7), ["docs/7.md"])
        self.indexer("docs")
        self.check()
        self.assertEqual(self.marked(399), ["docs/399.md"])

    def test_a_first_run_on_a_full_disk_can_be_done_again(self):
        self.fill("docs", 100)
        for limit in (0, 1, 5000, 50_000, 200_000):
            self.assert_refused(self.indexer("docs", status=None, preexec_fn=limit_file_size(limit)), "(File too large|No space left)")
            self.searcher("x", status=2)
        self.assertEqual(self.counts("docs"), {"added": 100})
        self.check()

    def test_a_full_file_system_leaves_the_last_commit(self):
        small = self.mounted_file_system("3m")
        index = str(small / "index")
        self.fill("docs", 20)
        self.indexer("-i", index, "docs")
        self.fill("docs", 800)
        for arguments in (("docs",), ("--rebuild", "docs")):
            self.assert_refused(self.indexer("-i", index, *arguments, status=None), "No space left")
            self.check("-i", index)
            self.assertEqual(self.marked(7, "-i", index), ["docs/7.md"])
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        self.indexer("-i", index, "docs")
        self.check("-i", index)
        self.assertEqual(self.stats("-i", index)["files"], 800)

    def test_a_file_system_that_cannot_be_written_is_read(self):
        small = self.mounted_file_system("16m")
        index = str(small / "index")
        self.fill("docs", 5)
        self.indexer("-i", index, "docs")
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        self.assertEqual(self.marked(3, "-i", index), ["docs/3.md"])
        self.check("-i", index)
        self.assert_refused(self.indexer("-i", index, "docs", status=None), "Read-only file system")

    def mounted_file_system(self, size):
        folder = self.folder / "small"
        folder.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("mounting is not allowed here")
        self.addCleanup(subprocess.run, ["umount", str(folder)])
        return folder

    def test_folders_without_permission(self):
        self.fill("docs", 5)
        self.indexer("docs")
        index = self.folder / "chaja.index"
        database = next(index.glob("glass.*"))
        self.write("docs/new.md", "new")
        for path, mode in ((index, 0o500), (database, 0o500), (index / "lock", 0o400), (database / "postlist.glass", 0o400)):
            with self.subTest(path=path.name):
                usual = path.stat().st_mode
                os.chmod(path, mode)
                result = self.indexer("docs", status=None, preexec_fn=programs.obey_permissions)
                found = self.marked(3)
                os.chmod(path, usual)
                if result.status != 0:  # an index folder is not written to when its database is
                    self.assert_refused(result, "Permission denied")
                self.assertEqual(found, ["docs/3.md"])
        for path in (index, index / "CURRENT", database, database / "postlist.glass"):
            with self.subTest(unreadable=path.name):
                usual = path.stat().st_mode
                os.chmod(path, 0)
                result = self.searcher("x", status=2, preexec_fn=programs.obey_permissions)
                os.chmod(path, usual)
                self.assertIn("Permission denied", result.error_text)
        self.indexer("docs")
        self.check()


if __name__ == "__main__":
    programs.main()
