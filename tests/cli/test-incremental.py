#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs over an index that is there: what is read again, what leaves, what stays.

usage: test-incremental.py INDEXER SEARCHER
"""
import os
import shutil
import socket

import programs
from programs import ProgramTest

SKIPPED_ONE = {"status": 1}


class Incremental(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("docs/ko/a.md", "# 가나다\n\n참새가 난다.\n", old=True)
        self.write("docs/ko/b.md", "# 라마바\n\n까치가 운다.\n", old=True)
        self.write("docs/zh.md", "# 标题\n\n麻雀飞了。\n\n- [Sparrow](https://sparrow.example/) – bird\n", old=True)

    # ---- what is read again ----

    def test_what_did_not_change_is_not_read_again(self):
        self.assertEqual(self.counts("docs"), {"added": 3})
        before = self.stats()
        summary = self.indexer("--json", "docs").json
        self.assertEqual((summary["files"]["unchanged"], summary["bytes"], summary["stageSeconds"]["read"]), (3, 0, 0))
        self.assertEqual(summary["generation"], before["generation"])
        self.assertEqual(self.stats(), before)

    def test_what_was_only_touched_is_read_and_not_analysed(self):
        self.indexer("docs")
        self.age("docs/ko/a.md", seconds=50)
        summary = self.indexer("--json", "docs").json
        self.assertEqual((summary["files"]["unchanged"], summary["files"]["updated"], summary["sections"]), (3, 0, 0))
        self.assertGreater(summary["bytes"], 0)
        self.assertEqual(self.indexer("--json", "docs").json["bytes"], 0)

    def test_a_changed_file_is_replaced(self):
        self.indexer("docs")
        self.write("docs/ko/a.md", "# 가나다\n\n독수리가 난다.\n")
        self.assertEqual(self.counts("docs"), {"updated": 1, "unchanged": 2})
        self.assertEqual((self.paths("참새가"), self.paths("독수리가")), ([], ["docs/ko/a.md"]))

    def test_a_change_of_the_same_size_within_the_same_second_is_seen(self):
        self.write("docs/ko/a.md", "# 가나다\n\n참새가 난다.\n")
        self.indexer("docs")
        status = os.stat(self.folder / "docs/ko/a.md")
        self.write("docs/ko/a.md", "# 가나다\n\n기러기 난다.\n")
        os.utime(self.folder / "docs/ko/a.md", ns=(status.st_atime_ns, status.st_mtime_ns))
        self.assertEqual(self.counts("docs"), {"updated": 1, "unchanged": 2})
        self.assertEqual(self.paths("기러기"), ["docs/ko/a.md"])

    def test_what_vanished_leaves_and_what_was_renamed_moves(self):
        self.indexer("docs")
        (self.folder / "docs/ko/a.md").rename(self.folder / "docs/ko/c.md")
        (self.folder / "docs/ko/b.md").unlink()
        self.assertEqual(self.counts("docs"), {"added": 1, "removed": 2, "unchanged": 1})
        self.assertEqual((self.paths("참새가"), self.paths("까치가")), (["docs/ko/c.md"], []))
        self.assertEqual(self.stats()["files"], 2)

    def test_a_folder_may_vanish_or_become_a_file(self):
        self.indexer("docs")
        shutil.rmtree(self.folder / "docs/ko")
        self.assertEqual(self.counts("docs"), {"removed": 2, "unchanged": 1})
        self.write("docs/ko/a.md/inner.md", "# 안쪽\n")
        self.assertEqual(self.counts("docs"), {"added": 1, "unchanged": 1})
        shutil.rmtree(self.folder / "docs/ko")
        self.write("docs/ko", "no ending that is read")
        self.assertEqual(self.counts("docs"), {"removed": 1, "unchanged": 1})

    def test_a_file_that_lost_its_text_loses_its_place(self):
        self.indexer("docs")
        self.write("docs/ko/a.md", b"\0\0\0 binary now")
        self.assertEqual(self.counts("docs", **SKIPPED_ONE), {"unchanged": 2, "skipped": 1})
        self.assertEqual(self.paths("참새가"), [])
        self.write("docs/ko/b.md", "")
        self.assertEqual(self.counts("docs", **SKIPPED_ONE), {"unchanged": 1, "updated": 1, "skipped": 1})
        self.assertEqual(self.paths("까치가"), [])

    def test_a_file_that_is_skipped_each_time_writes_nothing(self):
        self.write("docs/binary.md", b"\0", old=True)
        self.indexer("docs", status=1)
        before = self.stats()
        self.indexer("docs", status=1)
        self.assertEqual(self.stats(), before)

    def test_an_entry_stays_while_one_of_its_files_names_it(self):
        self.write("docs/more.md", "# More\n\n- [참새](https://www.sparrow.example) – 새\n")
        self.indexer("docs")
        self.assertEqual(len(self.hits("kind:entry")), 1)
        self.assertEqual(len(self.hits("kind:entry")[0]["places"]), 2)
        (self.folder / "docs/zh.md").unlink()
        self.indexer("docs")
        self.assertEqual([place["path"] for place in self.hits("kind:entry")[0]["places"]], ["docs/more.md"])
        (self.folder / "docs/more.md").unlink()
        self.indexer("docs")
        self.assertEqual(self.hits("kind:entry"), [])

    def test_other_options_that_change_units_read_everything_again(self):
        self.write("docs/plain.md", "12345\n", old=True)
        self.indexer("docs")
        self.assertEqual(self.counts("--lang", "zh", "docs"), {"updated": 4})
        self.assertEqual(self.counts("--lang", "zh", "docs"), {"unchanged": 4})
        self.write("other/plain.md", "12345\n", old=True)
        self.assertEqual(self.counts("other"), {"added": 1})
        self.assertEqual(self.counts("--lang", "zh", "docs", "other"), {"updated": 1, "unchanged": 4})

    # ---- what must stay ----

    def test_what_cannot_be_read_removes_nothing(self):
        self.write("other/x.md", "# 다른 글\n\n두루미가 난다.\n", old=True)
        self.indexer("docs", "other")
        cases = [("docs/ko", 0o000), ("docs/ko", 0o400), ("docs", 0o000), ("docs/ko/a.md", 0o000)]
        for path, mode in cases:
            with self.subTest(path=path, mode=oct(mode)):
                usual = os.stat(self.folder / path).st_mode
                os.chmod(self.folder / path, mode)
                if os.path.isfile(self.folder / path):
                    self.age(path, seconds=1)
                result = self.indexer("docs", "other", status=1, preexec_fn=programs.obey_permissions)
                os.chmod(self.folder / path, usual)
                self.assertRegex(result.error_text, rf"(?m)^{path}[^:\n]*:1:1: .*Permission denied")
                self.assertEqual((self.paths("참새가"), self.paths("까치가")), (["docs/ko/a.md"], ["docs/ko/b.md"]))
                self.assertEqual(self.paths("두루미가"), ["other/x.md"])
        self.indexer("docs", "other")
        self.assertEqual(self.stats()["files"], 4)

    def test_a_path_that_is_gone_removes_nothing(self):
        self.write("other/x.md", "# 다른 글\n\n두루미가 난다.\n", old=True)
        self.indexer("docs", "other")
        (self.folder / "docs").rename(self.folder / "away")
        result = self.indexer("docs", "other", status=1)
        self.assertRegex(result.error_text, r"\Adocs:1:1: [^\n]*No such file or directory[^\n]*\n\Z")
        self.indexer("docs", status=2)
        self.assertEqual(self.paths("참새가"), ["docs/ko/a.md"])
        (self.folder / "away").rename(self.folder / "docs")
        self.assertEqual(self.counts("docs", "other"), {"unchanged": 4})

    def test_a_run_touches_only_what_is_below_its_paths(self):
        self.write("docs2/x.md", "# 다른 글\n\n두루미가 난다.\n", old=True)
        self.indexer("docs", "docs2")
        (self.folder / "docs2/x.md").unlink()
        (self.folder / "docs/ko/a.md").unlink()
        (self.folder / "docs/ko/b.md").unlink()
        self.assertEqual(self.counts("docs/ko"), {"removed": 2})
        self.assertEqual(self.paths("두루미가"), ["docs2/x.md"])
        self.assertEqual(self.counts("docs2"), {"removed": 1})
        self.assertEqual(self.counts("docs"), {"unchanged": 1})

    # ---- paths ----

    def test_one_folder_has_one_name_however_it_is_written(self):
        self.assertEqual(self.counts("docs"), {"added": 3})
        for path in ("docs/", "./docs", "./docs/", "docs//", ".//docs/.//", "././docs"):
            self.assertEqual(self.counts(path), {"unchanged": 3}, path)
        self.assertEqual(self.paths("참새가"), ["docs/ko/a.md"])
        self.assertEqual(self.counts("docs", "docs/ko", "docs/ko/a.md", "./docs"), {"unchanged": 3})

    def test_dot_gives_paths_without_anything_in_front(self):
        self.assertEqual(self.counts("-i", "../index", ".", cwd=self.folder / "docs"), {"added": 3})
        self.assertEqual(self.paths("-i", "index", "참새가"), ["ko/a.md"])

    def test_absolute_paths_and_parents_are_kept(self):
        self.indexer("-i", "one", str(self.folder / "docs") + "/")
        self.assertEqual(self.paths("-i", "one", "참새가"), [f"{self.folder}/docs/ko/a.md"])
        self.indexer("-i", "../../two", "../ko", cwd=self.folder / "docs/ko")
        self.assertEqual(self.paths("-i", "two", "참새가"), ["../ko/a.md"])

    def test_single_files_are_taken_by_name(self):
        self.write("docs/.hidden.md", "# 숨은 글\n\n올빼미\n")
        self.write("docs/page.html", "<p>html</p>")
        self.assertEqual(self.counts("docs/ko/a.md", "docs/.hidden.md"), {"added": 2})
        self.assertEqual(self.paths("올빼미"), ["docs/.hidden.md"])
        result = self.indexer("docs/page.html", "docs/ko/a.md", status=1)
        self.assertRegex(result.error_text, r"\Adocs/page\.html:1:1: ")

    def test_excludes_leave_out_and_take_out(self):
        self.write("docs/draft.md", "# 초안\n\n제비\n")
        self.write("docs/ko/old/c.md", "# 옛글\n\n뻐꾸기\n")
        self.assertEqual(self.counts("--exclude", "draft*", "--exclude", "ko/old", "docs"), {"added": 3})
        self.assertEqual(self.counts("docs"), {"added": 2, "unchanged": 3})
        self.assertEqual(self.counts("--exclude", "*.md", "docs"), {"removed": 5})
        self.assertEqual(self.counts("--exclude", "docs", "docs"), {"added": 5})

    def test_names_may_be_any_bytes(self):
        names = [b"docs/\xb0\xa1.md", b"docs/new\nline.md", b"docs/two  spaces.md", "docs/한글 이름.md".encode(), b"docs/-dash.md",
                 "docs/\u202egnp.md".encode(), b"docs/\x1b[31mred.md", b"docs/" + b"n" * 250 + b".md"]
        for number, name in enumerate(names):
            with open(os.fsencode(self.folder) + b"/" + name, "wb") as file:
                file.write(f"# 기묘한 이름 {number}\n\n부엉이 {number}\n".encode())
        self.assertEqual(self.counts("docs")["added"], 3 + len(names))
        self.assertEqual(self.paths("부엉이"), sorted(os.fsdecode(name) for name in names))
        self.check()
        result = self.searcher("-n", "50", "부엉이")
        self.assertNotRegex(result.text, "[\x1b\u202e]")
        self.assertEqual(len(self.searcher("--format", "paths", "-n", "50", "부엉이").output.splitlines()), len(names))
        for name in names:
            os.unlink(os.fsencode(self.folder) + b"/" + name)
        self.assertEqual(self.counts("docs"), {"removed": len(names), "unchanged": 3})

    def test_a_broken_file_with_a_hostile_name_is_reported_on_one_line(self):
        for name in (b"docs/new\nline.md", b"docs/\x1b]0;title\x07.md", b"docs/\xff.md"):
            with open(os.fsencode(self.folder) + b"/" + name, "wb") as file:
                file.write(b"\0")
        result = self.indexer("docs", status=1)
        self.assertEqual(len(result.error_text.splitlines()), 3)
        self.assertNotRegex(result.error_text, "[\x1b\x07]")

    def test_only_regular_files_below_visible_folders_are_read(self):
        self.write(".git/x.md", "비밀")
        self.write("docs/.git/x.md", "비밀")
        self.write("docs/node_modules/pkg/README.md", "비밀")
        self.write("docs/.hidden.md", "비밀")
        self.write("secret.md", "비밀")
        os.symlink("../secret.md", self.folder / "docs/link.md")
        os.symlink("..", self.folder / "docs/up")
        os.symlink("nowhere", self.folder / "docs/dangling.md")
        self.assertEqual(self.counts("docs"), {"added": 3})
        self.assertEqual(self.paths("비밀"), [])
        os.mkfifo(self.folder / "docs/pipe.md")
        with socket.socket(socket.AF_UNIX) as server:
            here = os.getcwd()
            os.chdir(self.folder)
            self.addCleanup(os.chdir, here)
            server.bind("docs/socket.md")
            result = self.indexer("--json", "docs", "/dev/null", status=1, timeout=30)
        self.assertEqual(result.json["files"]["skipped"], 3)
        for name in ("docs/pipe.md", "docs/socket.md", "/dev/null"):
            self.assertRegex(result.error_text, rf"(?m)^{name}:1:1: ")

    def test_a_root_may_be_a_link_to_a_folder(self):
        os.symlink("docs", self.folder / "link")
        self.assertEqual(self.counts("link"), {"added": 3})
        self.assertEqual(self.paths("참새가"), ["link/ko/a.md"])

    def test_the_index_may_lie_in_what_it_indexes(self):
        self.assertEqual(self.counts("-i", "docs/chaja.index", "docs"), {"added": 3})
        self.assertEqual(self.counts("-i", "docs/chaja.index", "docs"), {"unchanged": 3})
        self.assertEqual(self.counts("-i", "docs/chaja.index", "docs", "docs/chaja.index"), {"unchanged": 3})

    # ---- dry runs and rebuilding ----

    def test_a_dry_run_says_what_would_be_done_and_writes_nothing(self):
        result = self.indexer("--dry-run", "docs")
        self.assertEqual(result.text.splitlines()[:3], ["add    docs/ko/a.md", "add    docs/ko/b.md", "add    docs/zh.md"])
        self.assertFalse((self.folder / "chaja.index").exists())
        self.indexer("docs")
        before = self.snapshot()
        self.write("docs/new.md", "new")
        self.write("docs/zh.md", "changed")
        (self.folder / "docs/ko/a.md").unlink()
        plan = self.indexer("--dry-run", "--json", "docs").json
        self.assertEqual({(change["change"], change["path"]) for change in plan["changes"]},
                         {("add", "docs/new.md"), ("update", "docs/zh.md"), ("remove", "docs/ko/a.md")})
        self.assertEqual(plan["unchanged"], 1)
        self.assertEqual(self.snapshot(), before)
        plan = self.indexer("--dry-run", "--rebuild", "--json", "docs").json
        self.assertEqual({change["change"] for change in plan["changes"]}, {"add"})
        self.assertEqual(self.indexer("--dry-run", "--quiet", "docs/ko/b.md").output, b"")
        self.assertEqual(self.snapshot(), before)

    def snapshot(self):
        index = self.folder / "chaja.index"
        return {str(path): (path.stat().st_mtime_ns, path.is_file() and path.read_bytes()) for path in sorted(index.rglob("*"))}

    def test_rebuild_forgets_what_is_not_below_this_runs_paths(self):
        self.write("other/x.md", "두루미")
        self.indexer("docs", "other")
        generation = self.stats()["generation"]
        self.assertEqual(self.counts("--rebuild", "docs"), {"added": 3})
        self.assertEqual((self.paths("두루미"), self.paths("참새가")), ([], ["docs/ko/a.md"]))
        self.assertGreater(self.stats()["generation"], generation)
        self.assertEqual(len(list((self.folder / "chaja.index").glob("glass.*"))), 1)
        self.check()

    def test_rebuild_mends_whatever_is_broken(self):
        self.indexer("docs")
        index = self.folder / "chaja.index"
        database = next(index.glob("glass.*"))

        def empty(name):
            return lambda: (database / name).write_bytes(b"")

        damages = [lambda: (index / "CURRENT").write_text("nonsense\n"), lambda: (index / "CURRENT").write_text(""),
                   lambda: (index / "CURRENT").write_text("../docs\n"), lambda: (index / "CURRENT").unlink(),
                   lambda: (index / "SEAL").write_text("nonsense")]
        for damage in damages:
            damage()
            self.indexer("--rebuild", "docs")
            self.check()
            self.assertEqual(self.paths("참새가"), ["docs/ko/a.md"])
        for name in ("postlist.glass", "docdata.glass", "termlist.glass", "iamglass"):
            database = next(index.glob("glass.*"))
            empty(name)()
            result = self.searcher("check", status=2)
            self.assertIn("rebuild", result.error_text)
            self.indexer("--rebuild", "docs")
            self.check()

    def test_nothing_to_index_is_an_empty_index_and_no_error(self):
        (self.folder / "empty").mkdir()
        self.indexer("empty")
        self.searcher("참새", status=1)
        self.assertIn("as it was written", self.check().text)
        self.assertEqual(self.stats()["units"], 0)

    def test_a_run_that_was_killed_before_it_sealed_is_sealed_by_the_next(self):
        self.indexer("docs")
        (self.folder / "chaja.index/SEAL").unlink()
        self.assertIn("no digests", self.check().text)
        self.indexer("docs")
        self.assertIn("as it was written", self.check().text)

    def test_incremental_runs_and_a_fresh_one_give_the_same_index(self):
        self.indexer("-i", "grown", "docs")
        for number in range(30):
            self.write(f"docs/more/{number % 7}.md", f"# 제목 {number}\n\n참새 {number} 마리. 麻雀{number}只。\n\n"
                       f"- [Link {number % 3}](https://example.org/{number % 5}) – text {number}\n")
            if number % 4 == 3:
                (self.folder / f"docs/more/{number % 7}.md").unlink()
            self.indexer("-i", "grown", "docs")
        self.indexer("-i", "fresh", "docs")
        grown, fresh = self.stats("-i", "grown"), self.stats("-i", "fresh")
        for name in ("units", "sections", "entries", "languages", "files", "textBytes"):
            self.assertEqual(grown[name], fresh[name], name)
        for query in ("참새", "麻雀", "link text", "kind:entry", "제목 OR 标题", "sparrow"):
            seen = [sorted((hit["id"], hit["title"], round(hit["score"], 3)) for hit in self.hits("-i", index, query))
                    for index in ("grown", "fresh")]
            self.assertEqual(seen[0], seen[1], query)
        self.check("-i", "grown")


if __name__ == "__main__":
    programs.main()
