#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the searcher prints: formats, colour, widths; and that nothing hostile reaches any of them.

usage: test-output.py INDEXER SEARCHER
"""
import fcntl
import html.parser
import importlib.util
import json
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata

import programs
from programs import ProgramTest, REPOSITORY

QUERIES = ("자동 미분", "역전파", "分布式训练", "机器学习", "automatic differentiation", "PyTorch", "C++", "在线", "链接", "설치")
WIDTHS = (20, 21, 23, 30, 40, 49, 50, 51, 79, 80, 81, 120, 200)
# What must reach no terminal: C0 but newline (and tab), DEL, C1, and whatever turns the direction of text.
HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STYLE = re.compile("\x1b\\[[0-9;]*m")
LINK = re.compile("\x1b\\]8;;[^\x1b\x07]*(?:\x1b\\\\|\x07)")


def columns(line):
    """As a terminal counts: wide characters are 2, marks and what has no shape 0."""
    total = 0
    for character in line:
        if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
            continue
        total += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return total


def load_schema_checker():
    spec = importlib.util.spec_from_file_location("check_answers", REPOSITORY / "tests/schema/check-answers.py")
    module = importlib.util.module_from_spec(spec)
    with open(spec.origin, encoding="utf-8") as source:
        code = source.read().replace("sys.exit(main())", "")
    exec(compile(code, spec.origin, "exec"), module.__dict__)
    return module


class MarkOnly(html.parser.HTMLParser):
    """Collects what an excerpt has besides text and <mark>."""

    def __init__(self):
        super().__init__()
        self.others = []

    def handle_starttag(self, tag, attributes):
        if tag != "mark" or attributes:
            self.others.append((tag, attributes))


class Output(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        maker = cls()
        maker.setUp()
        cls.shared = maker
        cls.index = str(maker.folder / "index")
        result = maker.run_program(programs.INDEXER, "-i", cls.index, "corpus", cwd=REPOSITORY)
        assert result.status == 1, result

    @classmethod
    def tearDownClass(cls):
        cls.shared.doCleanups()

    def runTest(self):
        """unittest makes setUpClass's helper by this name."""

    def ask(self, *arguments, **options):
        options.setdefault("status", None)
        return self.searcher("-i", self.index, *arguments, **options)

    def on_terminal(self, *arguments, n_columns=80, **variables):
        """Output of the searcher when standard output is a terminal."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, n_columns, 0, 0))
        variables.setdefault("TERM", "xterm-256color")
        process = self.start(programs.SEARCHER, "-i", self.index, *arguments, stdout=slave, env=variables)
        os.close(slave)
        output = b""
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # EIO: the other end is closed
                break
            if not chunk:
                break
            output += chunk
        os.close(master)
        process.communicate(timeout=60)
        return output.decode().replace("\r\n", "\n")

    # ---- formats ----

    def test_json_is_what_the_schema_says(self):
        checker = load_schema_checker()
        schema = json.loads((REPOSITORY / "docs/answer.schema.json").read_text(encoding="utf-8"))
        n_hits = 0
        for arguments in [(query,) for query in QUERIES] + [("--explain", "미분"), ("--group", "file", "미분"), ("낙타없음",),
                                                            ("--offset", "5", "-n", "1000", "模型"), ("",), ("lang:zh",)]:
            answer = self.ask("--json", *arguments).json
            self.assertEqual(checker.problems(answer, schema, schema), [])
            for hit in answer["hits"]:
                self.assertEqual(checker.range_problems(hit), [])
                n_hits += 1
            for line in self.ask("--format", "jsonl", *arguments).text.splitlines():
                self.assertEqual(checker.problems(json.loads(line), schema, schema), [])
        self.assertGreater(n_hits, 50)
        batch = self.ask("--json", "--batch", "-", given="\n".join(QUERIES).encode()).json
        self.assertEqual(checker.problems(batch, schema, schema), [])
        self.assertEqual(len(batch), len(QUERIES))
        self.assertEqual([answer["queryId"] for answer in batch], [str(number + 1) for number in range(len(QUERIES))])

    def test_formats_name_the_same_results_in_the_same_order(self):
        for query in QUERIES:
            hits = self.ask("--json", "-n", "50", query).json["hits"]
            paths = list(dict.fromkeys(hit["path"] for hit in hits))
            lines = self.ask("--format", "jsonl", "-n", "50", query).text.splitlines()
            self.assertEqual([json.loads(line)["id"] for line in lines], [hit["id"] for hit in hits])
            self.assertEqual(self.ask("--format", "paths", "-n", "50", query).text.splitlines(), paths)
            self.assertEqual(self.ask("--format", "paths", "-0", "-n", "50", query).text.split("\0")[:-1], paths)
            trec = [line.split(" ") for line in self.ask("--format", "trec", "-n", "50", query).text.splitlines()]
            self.assertEqual([row[2] for row in trec], paths)
            self.assertEqual({(row[0], row[1], row[5], len(row)) for row in trec}, {("1", "Q0", "chaja", 6)})
            self.assertEqual([int(row[3]) for row in trec], list(range(1, len(paths) + 1)))
            scores = [float(row[4]) for row in trec]
            self.assertEqual(scores, sorted(scores, reverse=True))

    def test_offset_and_limit_cut_the_same_list(self):
        everything = [hit["id"] for hit in self.ask("--json", "-n", "40", "모델").json["hits"]]
        self.assertGreater(len(everything), 10)
        pieces = []
        for offset in range(0, len(everything), 7):
            pieces += [hit["id"] for hit in self.ask("--json", "-n", "7", "--offset", str(offset), "모델").json["hits"]]
        self.assertEqual(pieces[:len(everything)], everything)
        self.assertEqual(self.ask("--offset", "999", "모델").status, 1)

    def test_filters_hold_for_every_result(self):
        for language in ("ko", "zh", "en"):
            hits = self.ask("--json", "--lang", language, "-n", "100", "PyTorch").json["hits"]
            self.assertTrue(hits)
            self.assertEqual({hit["language"] for hit in hits}, {language})
        for kind in ("article", "entry"):
            self.assertEqual({hit["kind"] for hit in self.ask("--json", "--kind", kind, "PyTorch").json["hits"]}, {kind})
        dates = [hit["date"] for hit in self.ask("--json", "--since", "2024-03", "--until", "2024-06", "모델 OR model").json["hits"]]
        self.assertTrue(dates and all("2024-03-01" <= date <= "2024-06-30" for date in dates), dates)

    def test_batch_answers_by_id_and_forgives_what_people_write(self):
        given = "q1\t자동 미분\n\n  \nq2\t分布式训练\r\n역전파\nq4\t\n\tPyTorch\nq6\tno such thing at all zzz\n".encode()
        result = self.ask("--format", "trec", "--batch", "-", "--limit", "1", given=given)
        self.assertEqual((result.status, result.errors), (0, b""))
        rows = [line.split(" ") for line in result.text.splitlines()]
        self.assertEqual([row[0] for row in rows][:3], ["q1", "q2", "5"])
        self.assertTrue(all(len(row) == 6 and all(row) for row in rows), rows)
        path = self.write("queries.txt", given)
        self.assertEqual(self.ask("--format", "trec", "--batch", str(path), "--limit", "1").output, result.output)
        self.assertEqual(self.ask("--batch", "-", given="zzzz\n".encode()).status, 1)
        self.assertEqual(self.ask("--batch", "-", given=b"").status, 1)
        self.assertEqual(self.ask("--json", "--batch", "-", given=b"").json, [])
        hostile = b"\xff\xfe\t\xff\0\x1b[31m\n" + b"q" * 1_000_000 + b"\nlast\tPyTorch"
        result = self.ask("--format", "trec", "--batch", "-", "--limit", "1", given=hostile)
        self.assertEqual((result.status, result.errors), (0, b""))
        self.assertEqual(result.text.split(" ")[0], "last")

    def test_a_batch_answers_while_it_is_asked(self):
        process = self.start(programs.SEARCHER, "-i", self.index, "--format", "jsonl", "--limit", "1", "--batch", "-",
                             stdin=subprocess.PIPE)
        try:
            for query in ("PyTorch", "자동 미분"):
                process.stdin.write(query.encode() + b"\n")
                process.stdin.flush()
                self.assertEqual(json.loads(read_line(process.stdout))["query"], query)
        finally:
            process.stdin.close()
            process.stdin = None
            process.communicate(timeout=30)

    # ---- colour and links ----

    def test_colour_is_for_terminals_unless_somebody_says_otherwise(self):
        cases = [  # on a terminal, arguments, variables, colour
            (True, (), {}, True), (False, (), {}, False),
            (True, (), {"NO_COLOR": "1"}, False), (True, (), {"NO_COLOR": ""}, True),
            (True, ("--color=always",), {"NO_COLOR": "1"}, True), (False, ("--color=always",), {}, True),
            (True, ("--color=never",), {}, False), (True, ("--color=never",), {"CLICOLOR_FORCE": "1"}, False),
            (False, (), {"CLICOLOR_FORCE": "1"}, True), (False, (), {"CLICOLOR_FORCE": "0"}, False),
            (False, (), {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False), (True, (), {"TERM": "dumb"}, False),
            (True, ("--color=auto",), {}, True),
        ]
        for is_terminal, arguments, variables, expected in cases:
            with self.subTest(is_terminal=is_terminal, arguments=arguments, variables=variables):
                output = (self.on_terminal(*arguments, "자동 미분", **variables) if is_terminal
                          else self.ask(*arguments, "자동 미분", env=variables).text)
                self.assertEqual("\x1b[" in output, expected)
                self.assertEqual("\x1b]8;;" in output, expected and is_terminal)
                rest = LINK.sub("", STYLE.sub("", output))
                self.assertIsNone(HOSTILE.search(rest), rest)

    def test_links_of_a_terminal_lead_to_files_and_pages_and_are_closed(self):
        output = self.on_terminal("-n", "20", "PyTorch")
        targets = re.findall("\x1b\\]8;;([^\x1b\x07]*)(?:\x1b\\\\|\x07)", output)
        self.assertTrue(any(target.startswith("https://") for target in targets))
        self.assertTrue(any(target.startswith("file:///") for target in targets))
        self.assertEqual(sum(target == "" for target in targets), len(targets) // 2)
        for line in output.split("\n"):
            last = re.findall("\x1b\\]8;;([^\x1b\x07]*)", line)
            self.assertTrue(not last or last[-1] == "", f"a link is left open: {line!r}")

    def test_formats_for_programs_have_no_colour(self):
        for form in ("json", "jsonl", "trec", "paths"):
            self.assertNotIn(b"\x1b", self.ask("--color=always", "--format", form, "자동 미분").output)

    # ---- widths ----

    def assert_fits(self, output, width, how):
        for line in LINK.sub("", STYLE.sub("", output)).split("\n"):
            self.assertLessEqual(columns(line), width, f"{how}: {line!r}")

    def test_no_line_is_wider_than_the_terminal(self):
        for width in WIDTHS:
            for query in QUERIES:
                arguments = ("--explain", "-n", "5", query) if width % 2 else ("-n", "5", query)
                self.assert_fits(self.ask(*arguments, env={"COLUMNS": str(width)}).text, width, ("COLUMNS", width, query))
        for width in (20, 37, 100):
            self.assert_fits(self.on_terminal("-n", "5", "自动", n_columns=width), width, ("terminal", width))
            self.assert_fits(self.ask("--width", str(width), "자동", env={"COLUMNS": "200"}).text, width, ("--width", width))
            self.assert_fits(self.on_terminal("--width", str(width), "자동", n_columns=150), width, ("--width, terminal", width))

    def test_a_terminal_beats_the_variable_and_nonsense_is_80(self):
        wide = self.ask("자동 미분", "--width", "80").text
        for value in ("", "0", "-5", "many", "99999999999999999999"):
            output = self.ask("자동 미분", env={"COLUMNS": value}).text
            self.assertEqual(re.sub(r"\([\d.]+ ms\)", "", output).splitlines()[:-1],
                             re.sub(r"\([\d.]+ ms\)", "", wide).splitlines()[:-1], value)
        self.assert_fits(self.on_terminal("자동 미분", n_columns=40, COLUMNS="200"), 40, "terminal of 40")

    def test_text_is_the_same_in_every_locale(self):
        outputs = {re.sub(r"\([\d.]+ ms\)", "", self.ask("자동 미분", env={"LC_ALL": locale, "LANG": locale}).text)
                   for locale in ("C", "C.UTF-8", "ko_KR.UTF-8", "tr_TR.UTF-8")}
        self.assertEqual(len(outputs), 1)

    # ---- hostile text ----

    def hostile_queries(self):
        return ("path:corpus/broken", "escape OR sequence OR 제어", "script OR alert", "bidi OR override", "lang:ko", "lang:zh", "lang:en",
                "kind:entry", "kind:article")

    def test_nothing_hostile_reaches_any_format(self):
        for query in self.hostile_queries():
            for form in ("text", "json", "jsonl", "trec"):
                for extra in ((), ("--explain",)):
                    output = self.ask("--format", form, "-n", "1000", *extra, query).text
                    self.assertTrue(output, (query, form))
                    found = HOSTILE.search(output)
                    self.assertIsNone(found, f"{form}: {output[found.start() - 50:found.start() + 50]!r}" if found else "")
                    if form in ("json", "jsonl"):
                        self.assertNotIn("<", output)
                        self.assertNotRegex(output, "[\u2028\u2029]")
                        decoded = json.dumps(json.loads(output) if form == "json" else
                                             [json.loads(line) for line in output.splitlines()], ensure_ascii=False)
                        self.assertIsNone(HOSTILE.search(decoded))
            paths = self.ask("--format", "paths", "-n", "1000", query).text
            self.assertIsNone(HOSTILE.search(paths))

    def test_excerpts_are_text_and_marks_alone(self):
        n_marks = 0
        for query in (*self.hostile_queries(), "alert", "script", "onerror", "img", "PyTorch"):
            for hit in self.ask("--json", "-n", "1000", query).json["hits"]:
                parser = MarkOnly()
                parser.feed(hit["excerpt"])
                parser.close()
                self.assertEqual(parser.others, [], hit["excerpt"])
                self.assertEqual(hit["excerpt"].count("<mark>"), hit["excerpt"].count("</mark>"))
                n_marks += hit["excerpt"].count("<mark>")
                rest = hit["excerpt"].replace("<mark>", "").replace("</mark>", "")
                self.assertNotRegex(rest, "[<>\"']")
        self.assertGreater(n_marks, 20)

    def test_links_are_of_harmless_schemes(self):
        urls = [hit["url"] for query in ("kind:entry", "kind:article") for hit in
                self.ask("--json", "-n", "1000", query).json["hits"] if hit["url"] is not None]
        self.assertGreater(len(urls), 50)
        for url in urls:
            scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", url)
            self.assertTrue(scheme is None or scheme.group(1).lower() in ("http", "https", "mailto"), url)
        for target in re.findall("\x1b\\]8;;([^\x1b\x07]*)", self.on_terminal("-n", "1000", "path:corpus/broken")):
            self.assertRegex(target, r"\A(|https?://.*|mailto:.*|file:///.*)\Z")


def read_line(stream, seconds=30):
    import select
    ready, _, _ = select.select([stream], [], [], seconds)
    if not ready:
        raise AssertionError("no answer came while the next query was awaited")
    return stream.readline()


if __name__ == "__main__":
    programs.main()
