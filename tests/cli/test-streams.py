#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Exit status, standard output and standard error of both programs.

usage: test-streams.py INDEXER SEARCHER
"""
import os
import signal
import subprocess

import programs
from programs import ProgramTest


class Streams(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("docs/ko.md", "# 자동 미분\n\n역전파로 기울기를 구한다.\n")
        self.write("docs/en.md", "# Gradient\n\nAutomatic differentiation with PyTorch의 도움.\n")

    def make_index(self):
        self.indexer("docs")

    def both(self):
        return ((programs.INDEXER, "indexer"), (programs.SEARCHER, "searcher"))

    # ---- help and version ----

    def test_help_fits_80_columns_and_goes_to_standard_output(self):
        for program, name in self.both():
            for option in ("--help", "-h"):
                result = self.run_program(program, option)
                self.assertEqual((result.status, result.errors), (0, b""))
                self.assertTrue(result.text.startswith(f"Usage: {name} "), result)
                self.assertLessEqual(max(len(line) for line in result.text.splitlines()), 80)

    def test_version_is_one_line(self):
        for program, name in self.both():
            for option in ("--version", "-V"):
                result = self.run_program(program, option)
                self.assertEqual((result.status, result.errors), (0, b""))
                self.assertRegex(result.text, rf"\A{name} \d+\.\d+\.\d+\n\Z")

    def test_help_wins_over_what_is_wrong_behind_it(self):
        for program, _ in self.both():
            self.assertEqual(self.run_program(program, "--help", "--nonsense").status, 0)

    # ---- what is wrong with the command line ----

    def test_a_wrong_command_line_is_status_2_and_names_what_is_wrong(self):
        indexer_cases = [
            ((), "no path"), (("--nonsense", "docs"), "--nonsense"), (("-x", "docs"), "-x"), (("--jobs",), "--jobs"),
            (("--jobs", "0", "docs"), "--jobs"), (("--jobs", "many", "docs"), "many"), (("--jobs=", "docs"), "--jobs"),
            (("-j", "99999999999999999999", "docs"), "--jobs"), (("-j", "-1", "docs"), "--jobs"),
            (("--rebuild=yes", "docs"), "--rebuild"), (("--lang", "fr", "docs"), "fr"),
            (("--mine", "links,wishes", "docs"), "wishes"), (("--mine", "none,links", "docs"), "none"),
            (("--index", "", "docs"), "--index"),
            (("--watch", "--dry-run", "docs"), "--watch"), (("--progress", "often", "docs"), "often"),
            (("show",), "show"), (("show", "units"), "show"), (("show", "nonsense", "docs/ko.md"), "show"),
            (("show", "units", "docs/gone.md"), "docs/gone.md"),
        ]
        searcher_cases = [
            ((), "no query"), (("--nonsense", "x"), "--nonsense"), (("-x",), "-x"), (("-n", "0", "x"), "--limit"),
            (("-n", "1001", "x"), "--limit"), (("--offset", "1000", "x"), "--offset"), (("--limit",), "--limit"),
            (("--lang", "ja", "x"), "ja"), (("--kind", "page", "x"), "page"), (("--since", "yesterday", "x"), "yesterday"),
            (("--until", "2024-13", "x"), "2024-13"), (("--format", "xml", "x"), "xml"), (("--group", "day", "x"), "day"),
            (("--color", "blue", "x"), "blue"), (("--width", "19", "x"), "--width"), (("-0", "x"), "--null"),
            (("--batch", "gone.txt"), "gone.txt"), (("--batch", "-", "x"), "--batch"), (("stats", "x"), "stats"),
            (("check", "x"), "check"), (("show",), "show"), (("show", "nonsense", "x"), "show"), (("show", "tree"), "query"),
        ]
        self.make_index()
        for (program, name), cases in zip(self.both(), (indexer_cases, searcher_cases)):
            for arguments, named in cases:
                with self.subTest(program=name, arguments=arguments):
                    result = self.run_program(program, *arguments)
                    self.assertEqual((result.status, result.output), (2, b""), result)
                    self.assertRegex(result.error_text, rf"\A{name}: [^\n]+\n\Z")
                    self.assertIn(named, result.error_text)

    def test_a_mistyped_option_is_answered_with_the_right_one(self):
        self.assertIn("--rebuild", self.indexer("--rebiuld", "docs", status=2).error_text)
        self.assertIn("--limit", self.searcher("--limt", "3", "x", status=2).error_text)

    def test_words_behind_two_dashes_are_words(self):
        self.make_index()
        self.searcher("--", "--nonsense", status=1)

    def test_hostile_arguments_do_not_reach_the_terminal_as_they_are(self):
        for program, _ in self.both():
            for hostile in ("\x1b]0;pwned\x07", "\u009b31m", "\u202edesrever", "two\nlines"):
                result = self.run_program(program, "--" + hostile)
                self.assertEqual(result.status, 2)
                self.assertRegex(result.error_text, r"\A[^\x00-\x1f\x7f-\x9f\u202e]+\n\Z")

    # ---- status of the indexer ----

    def test_indexer_says_0_when_all_is_indexed(self):
        result = self.indexer("docs")
        self.assertEqual(result.errors, b"")
        self.assertRegex(result.text, r"\A\./chaja\.index: 2 added; .* units in the index\n\Z")

    def test_indexer_says_1_and_names_what_it_skipped(self):
        self.write("docs/binary.md", b"\x89PNG\r\n\0\0\0\x0d")
        result = self.indexer("docs", status=1)
        self.assertRegex(result.error_text, r"\Adocs/binary\.md:1:1: not text[^\n]*\n\Z")
        self.assertIn("2 added, 1 skipped", result.text)

    def test_indexer_warns_with_line_and_column_and_says_0(self):
        self.write("docs/warned.md", '---\ntitle: "열린\n---\n\n본문은 남는다.\n')
        result = self.indexer("docs")
        self.assertRegex(result.error_text, r"\Adocs/warned\.md:\d+:\d+: warning: [^\n]+\n\Z")
        self.assertEqual(self.paths("본문은"), ["docs/warned.md"])

    def test_indexer_says_2_when_no_path_can_be_read(self):
        result = self.indexer("gone", status=2)
        self.assertEqual(result.output, b"")
        self.assertIn("gone", result.error_text)

    def test_indexer_says_2_when_the_index_cannot_be_written(self):
        self.write("file", "")
        (self.folder / "locked").mkdir(mode=0o500)
        for index in ("locked/index", "file", "file/index", "gone/index", "docs"):
            with self.subTest(index=index):
                result = self.indexer("-i", index, "docs", status=2, preexec_fn=programs.obey_permissions)
                self.assertEqual(result.output, b"")
                self.assertRegex(result.error_text, rf"\Aindexer: {index}[^\n]*\n\Z")
        self.assertEqual(sorted(os.listdir(self.folder / "docs")), ["en.md", "ko.md"])

    def test_quiet_prints_only_what_is_wrong(self):
        self.write("docs/binary.md", b"\0")
        result = self.indexer("--quiet", "docs", status=1)
        self.assertEqual(result.output, b"")
        self.assertEqual(result.error_text.count("\n"), 1)

    def test_summary_as_json_is_one_object_on_standard_output(self):
        self.write("docs/binary.md", b"\0")
        result = self.indexer("--json", "docs", status=1)
        self.assertEqual(result.output.count(b"\n"), 1)
        summary = result.json
        self.assertEqual(summary["files"], {"added": 2, "updated": 0, "removed": 0, "unchanged": 0, "skipped": 1})
        self.assertEqual(summary["bytes"], sum(os.stat(self.folder / "docs" / name).st_size for name in ("ko.md", "en.md")))
        self.assertEqual(set(summary["stageSeconds"]), {"read", "parse", "analyse", "write", "commit"})
        self.assertEqual((summary["sections"], summary["unitsInIndex"], summary["stopped"]), (2, 2, False))

    def test_progress_is_told_on_standard_error_only_when_asked_for(self):
        self.assertEqual(self.indexer("docs").errors, b"")
        result = self.indexer("--rebuild", "--progress=always", "--json", "docs")
        self.assertRegex(result.error_text, r"\Acommitted 2 of 2 files, generation \d+\n\Z")
        self.assertEqual(result.json["files"]["added"], 2)

    def test_show_prints_every_stage(self):
        for stage in ("source", "matter", "blocks", "units", "runs", "tokens", "terms"):
            result = self.indexer("show", stage, "docs/ko.md")
            self.assertEqual(result.errors, b"")
            self.assertTrue(stage == "matter" or result.output)
        self.assertFalse((self.folder / "chaja.index").exists())

    # ---- status of the searcher ----

    def test_searcher_says_0_found_and_1_nothing_found(self):
        self.make_index()
        self.assertEqual(self.searcher("역전파").errors, b"")
        self.assertEqual(self.searcher("낙타", status=1).errors, b"")
        for form in ("jsonl", "trec", "paths"):
            self.assertEqual(self.searcher("--format", form, "낙타", status=1).output, b"")
        self.assertEqual(self.searcher("--json", "낙타", status=1).json["hits"], [])

    def test_no_query_is_an_error_of_the_person_who_typed_it(self):
        self.make_index()
        for query in ("", " ", '"', "(", "((((((((((", "OR", "-", "+", "*", "a*", "title:", "lang:fr", "before:soon", ":", "\\",
                      "AND OR NOT", '"" ""', "-x", "-역전파 -gradient", "\x1b[31m", "a" * 100_000, "가" * 40_000,
                      "(" * 100_000, "x OR " * 20_000, "\u202e미분", "\udcff\udcfe", "미\udceb", "'; --", "%s%n%d"):
            with self.subTest(query=query[:40]):
                result = self.searcher("--", os.fsencode(query), status=None)
                self.assertIn(result.status, (0, 1), result)
                self.assertEqual(result.errors, b"")

    def test_missing_index_says_how_to_make_one(self):
        for command in (("미분",), ("stats",), ("check",), ("show", "matches", "미분")):
            result = self.searcher(*command, status=2)
            self.assertEqual(result.output, b"")
            self.assertRegex(result.error_text, r"\Asearcher: \./chaja\.index: there is no index; make one with: indexer[^\n]*\n\Z")
        for index in ("docs", "docs/ko.md", "gone/gone"):
            self.assertIn(index, self.searcher("-i", index, "미분", status=2).error_text)

    def test_index_is_named_by_option_before_environment_before_default(self):
        self.indexer("-i", "one", "docs/ko.md")
        self.indexer("docs/en.md", env={"CHAJA_INDEX": "two"})
        self.indexer("docs")
        self.assertEqual(self.stats("-i", "one", env={"CHAJA_INDEX": "two"})["files"], 1)
        self.assertEqual(self.paths("PyTorch", env={"CHAJA_INDEX": "two"}), ["docs/en.md"])
        self.assertEqual(self.paths("PyTorch", env={"CHAJA_INDEX": "one"}), [])
        self.assertEqual(self.stats(env={"CHAJA_INDEX": ""})["files"], 2)

    # ---- streams that do not work ----

    def test_output_that_cannot_be_written_is_an_error(self):
        self.make_index()
        commands = [(programs.SEARCHER, arguments) for arguments in
                    (("미분",), ("--json", "미분"), ("stats",), ("check",), ("--help",), ("--version",), ("show", "tree", "미분"))]
        commands += [(programs.INDEXER, arguments) for arguments in
                     (("docs",), ("--json", "docs"), ("--dry-run", "docs"), ("--dry-run", "--json", "docs"), ("--help",),
                      ("--version",), ("show", "units", "docs/ko.md"))]
        for program, arguments in commands:
            with self.subTest(program=program, arguments=arguments, stream="full"), open("/dev/full", "w") as full:
                result = self.run_program(program, *arguments, stdout=full)
                self.assertEqual(result.status, 2, result)
                self.assertIn("standard output", result.error_text)
            with self.subTest(program=program, arguments=arguments, stream="closed"):
                result = self.run_program(program, *arguments, stdout=None, preexec_fn=lambda: os.close(1))
                self.assertEqual(result.status, 2, result)
                self.assertIn("standard output", result.error_text)

    def test_closed_streams_never_become_files_of_the_index(self):
        self.write("docs/warned.md", '---\ntitle: "열린\n---\n\n본문은 남는다.\n')

        def close_all():
            for descriptor in (0, 1, 2):
                os.close(descriptor)

        for arguments in (("docs",), ("--rebuild", "--progress=always", "docs")):
            self.indexer(*arguments, status=2, stdout=None, stderr=None, preexec_fn=close_all)
            self.check()
            self.assertEqual((self.folder / "chaja.index/lock").read_bytes(), b"")
        self.assertEqual(self.paths("본문은"), ["docs/warned.md"])

    def test_a_reader_that_leaves_early_is_no_error_to_talk_about(self):
        for number in range(200):
            self.write(f"many/{number}.md", f"# 미분 {number}\n\n" + "역전파로 기울기를 구한다. " * 20)
        self.indexer("many")
        for arguments in (("-n", "1000", "미분"), ("--json", "-n", "1000", "미분")):
            process = self.start(programs.SEARCHER, *arguments)
            process.stdout.read(1)
            process.stdout.close()
            errors = process.stderr.read()
            process.stderr.close()
            self.assertIn(process.wait(timeout=30), (-signal.SIGPIPE, 0))
            self.assertEqual(errors, b"")

    # ---- versions ----

    def test_an_index_of_another_version_says_how_to_rebuild(self):
        self.make_index()
        database = next((self.folder / "chaja.index").glob("glass.*"))
        self.replace_metadata(database, b"schema", b"2", b"9")
        (self.folder / "chaja.index/SEAL").unlink()
        for result in (self.searcher("미분", status=2), self.searcher("check", status=2), self.indexer("docs", status=2)):
            self.assertEqual(result.output, b"")
            self.assertRegex(result.error_text, r"does not fit this program: .*--rebuild")
        self.indexer("--rebuild", "docs")
        self.assertEqual(self.paths("역전파"), ["docs/ko.md"])

    def replace_metadata(self, database, key, value, other):
        """In the table as it lies on disk: a metadata entry is 00 C0 KEY … VALUE."""
        table = database / "postlist.glass"
        content = table.read_bytes()
        start = content.find(b"\0\xc0" + key)
        at = content.find(value, start + 2 + len(key))
        self.assertTrue(0 <= start and at - start < 16, "the schema's version is not where it was expected")
        table.write_bytes(content[:at] + other + content[at + 1:])


if __name__ == "__main__":
    programs.main()
