#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Does a search find every text that holds what was typed, were it a piece of a word, and does it show whole words first?

usage: check-substrings.py BUILD FOLDER [--count N] [--seed S] [--misses N]
                           [--least-found SHARE] [--least-held SHARE] [--least-order SHARE]

Pieces of 2 to 6 characters are cut at random out of runs of Hangul or Han in FOLDER's Markdown, in what the indexer says is text of a
section (`indexer show units`): no code, no addresses, no front matter. Each is searched for. Three figures come out:

found    of the files that have the piece in such text, how many are in the answer. Less than all of them fails, or less than --least-found.
held     the same for +(piece): a unit must hold it, not just some two characters of it. Less than --least-held fails.
order    of the pairs of found files where one has the piece as a whole word and the other only inside longer words, how many have the
         whole word first. Judged without chaja's ranking, and only where that can be told: Korean by what stands around it, spaces,
         punctuation or the edge of a script, and behind it at most a particle that could be nothing else; Chinese by the words of
         `indexer show tokens`. Less than --least-order fails.

The same for a quarter as many pieces with one space or mark inside (자동 미, 를 한), for which nothing fails. What is more frequent than an
answer can be long is left out. The same seed gives the same pieces.
"""
import argparse
import concurrent.futures
import os
import random
import re
import subprocess
import sys
import tempfile

ANSWER_LIMIT = 1000
MARKDOWN = (".md", ".markdown", ".mdx", ".txt")
HANGUL, HAN = "\uac00-\ud7a3", "\u3400-\u4dbf\u4e00-\u9fff"
RUN = re.compile(f"[{HANGUL}]{{2,}}|[{HAN}]{{2,}}")
BROKEN_RUN = re.compile(f"[{HANGUL}]+(?:[ ,.·][{HANGUL}]+)+|[{HAN}]+(?:[ ，。、·][{HAN}]+)+")
# Particles that begin no other word's end: 이 of 고양이 may be one or not. By what they stand behind: any, a final consonant, none.
PARTICLES = re.compile("(?:(?:의|에|에서|에게|까지|부터|처럼|보다)|(?P<closed>을|은|으로)|(?P<open>를|는|와))(?![%s])" % HANGUL)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least-found", type=float, default=1)
    parser.add_argument("--least-held", type=float, default=0)
    parser.add_argument("--least-order", type=float, default=0)
    parser.add_argument("--misses", type=int, default=20, metavar="N", help="list at most N of each kind")
    return parser.parse_args()


class Programs:
    def __init__(self, build, folder, scratch):
        build = os.path.abspath(build)
        self.indexer, self.searcher = f"{build}/indexer/indexer", f"{build}/searcher/searcher"
        self.folder, self.index = folder, f"{scratch}/index"

    def run(self, *command, given=None, statuses=(0,)):
        done = subprocess.run(command, cwd=self.folder, input=given, capture_output=True, text=True, check=False)
        if done.returncode not in statuses:
            sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def make_index(self):
        self.run(self.indexer, "--index", self.index, "--quiet", "--mine", "none", ".", statuses=(0, 1))

    def show(self, stage, path):
        return self.run(self.indexer, "show", stage, path, statuses=(0, 1, 2))  # 2: not text

    def answer(self, queries):
        """For each query its files, best first."""
        given = "".join(f"{number}\t{query}\n" for number, query in enumerate(queries))
        run = self.run(self.searcher, "--index", self.index, "--batch", "-", "--format", "trec", "--limit", str(ANSWER_LIMIT),
                       given=given, statuses=(0, 1))
        files = [[] for _ in queries]
        for line in run.splitlines():
            number, _, rest = line.split(" ", 2)
            files[int(number)].append(rest.rsplit(" ", 3)[0])
        return files


# ---- what the files hold ----

class Section:
    """Its names, its text, and the text with all that is no running text blanked out; the same characters at the same places."""

    def __init__(self, names):
        self.names, self.lines, self.spans = names, [], []

    def finish(self):
        """False if the text cannot be told from what is shown: a tab is shown as \\t, and so is \\t."""
        self.bytes = "\n".join(self.lines).replace("\\t", "\t").encode()
        running = bytearray(self.bytes)
        for start, end, line in self.spans:
            if not running[start:end].startswith(line.replace("\\t", "\t").encode()):
                return False
            running[start:end] = re.sub(rb"[^\n]", b" ", bytes(running[start:end]))
        self.text, self.running = self.bytes.decode(), running.decode()
        return True


def parse_units(shown):
    """The sections of `indexer show units`, with None for those that cannot be read back; none if the file is left out."""
    names, sections, current = [], [], None
    for line in shown.split("\n"):
        unit = re.match(r'(section|entry) \[[^]]*\] \w* "(.*)"', line)
        if unit:
            current = Section([unit[2].split('" key "')[0]]) if unit[1] == "section" else None
            sections += [current] if current else []
        elif line == "excluded":
            return []
        elif current is None:
            name = re.match(r"(title|other titles|description|tags): (.*)", line)
            names += [name[2]] if name and not sections else []
        elif line.startswith("  |"):
            current.lines.append(line[4:])
        elif re.match(r"  (code|address) \d+-\d+ ", line):
            span = re.match(r"  \w+ (\d+)-(\d+) (.*)", line)
            current.spans.append((int(span[1]), int(span[2]), span[3]))
        elif re.match(r"(breadcrumbs|tags): ", line):
            current.names.append(line.split(": ", 1)[1])
    for section in sections:
        section.names += names
    return [section if section.finish() else None for section in sections]


def read_files(programs):
    paths = [os.path.relpath(os.path.join(folder, name), programs.folder)
             for folder, _, names in os.walk(programs.folder) for name in names if name.endswith(MARKDOWN)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        shown = pool.map(lambda path: parse_units(programs.show("units", path)), sorted(paths))
        return {path: sections for path, sections in zip(sorted(paths), shown) if sections and None not in sections}


def holders(files, piece):
    return {path for path, sections in files.items() if any(piece in section.running for section in sections)}


# ---- what is asked ----

def cut_whole(run, random_source):
    length = random_source.randint(2, min(6, len(run)))
    start = random_source.randint(0, len(run) - length)
    return run[start:start + length]


def cut_across(run, random_source):
    """A space or mark, and 1 to 3 characters on either side."""
    at = random_source.choice([i for i, c in enumerate(run) if not re.match(f"[{HANGUL}{HAN}]", c)])
    before, after = (re.match(f"[{HANGUL}{HAN}]{{1,3}}", side)[0] for side in (run[at - 1::-1], run[at + 1:]))
    return before[random_source.randint(0, len(before) - 1)::-1] + run[at] + after[:random_source.randint(1, len(after))]


def sample(files, pattern, cut, count, random_source):
    """Different pieces, each from a run that was drawn by its length."""
    runs = [run[0] for path in sorted(files) for section in files[path] for run in pattern.finditer(section.running)]
    pieces = {}
    if runs:
        for run in random_source.choices(runs, [len(run) for run in runs], k=4 * count):
            pieces[cut(run, random_source)] = True
    return list(pieces)[:count]


# ---- whole words ----

def is_hangul(character):
    return re.match(f"[{HANGUL}]", character) is not None


def judge_korean(text, piece):
    """What the piece is wherever it stands: True whole, False inside, None not to be told."""
    for match in re.finditer(f"(?={re.escape(piece)})", text):
        start, end = match.start(), match.start() + len(piece)
        if start > 0 and is_hangul(text[start - 1]):
            yield False
            continue
        if end == len(text) or not is_hangul(text[end]):
            yield True
            continue
        particle, is_closed = PARTICLES.match(text, end), (ord(piece[-1]) - 0xAC00) % 28 > 0
        fits = particle and not (particle["closed"] and not is_closed) and not (particle["open"] and is_closed)
        yield True if fits else None


def word_edges(shown):
    """For each unit of `indexer show tokens`: where words begin and where they end, in bytes of the title and of the text."""
    edges = []
    for line in shown.split("\n"):
        if re.match(r"(section|entry) \[", line):
            edges.append([(set(), set())])
        elif line == "  --":
            edges[-1].append((set(), set()))
        else:
            word = re.match(r"  (\d+)-(\d+) @\d+ word ", line)
            if word:
                edges[-1][-1][0].add(int(word[1]))
                edges[-1][-1][1].add(int(word[2]))
    return [texts[-1] for texts in edges]


def judge_chinese(section, edges, piece):
    starts, ends = edges
    wanted = piece.encode()
    at = section.bytes.find(wanted)
    while at >= 0:
        yield at in starts and at + len(wanted) in ends
        at = section.bytes.find(wanted, at + 1)


class Judge:
    def __init__(self, programs, files):
        self.programs, self.files, self.edges = programs, files, {}

    def edges_of(self, path):
        if path not in self.edges:
            shown = self.programs.show("tokens", path)
            kinds = re.findall(r"^(section|entry) \[", shown, re.MULTILINE)
            self.edges[path] = [edges for kind, edges in zip(kinds, word_edges(shown)) if kind == "section"]
        return self.edges[path]

    def is_whole(self, path, piece):
        """True if it stands as a word somewhere in the file, False if it never does, None if that cannot be told."""
        sections, found = self.files[path], []
        if is_hangul(piece[0]):
            for section in sections:
                for text in [section.text, *section.names]:
                    found += judge_korean(text, piece)
        else:
            if any(piece in name for section in sections for name in section.names):
                return None  # names are cut into words on their own
            for section, edges in zip(sections, self.edges_of(path)):
                found += judge_chinese(section, edges, piece)
        return True if True in found else None if None in found or not found else False


# ---- the figures ----

def share(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


class Figures:
    def __init__(self):
        self.asked = self.wanted = self.found = self.held = self.pairs = self.ordered = 0
        self.clean_queries = self.judged_queries = 0
        self.missed, self.unheld, self.misordered = [], [], []

    def add_recall(self, piece, wanted, found, held):
        self.asked += 1
        self.wanted += len(wanted)
        self.found += len(wanted & set(found))
        self.held += len(wanted & set(held))
        self.missed += [(piece, path) for path in sorted(wanted - set(found))]
        self.unheld += [(piece, path) for path in sorted(wanted - set(held))]

    def add_order(self, piece, verdicts):
        """`verdicts` of the files that have the piece, in the order of the answer."""
        n_inside = n_pairs = n_wrong = 0
        first_inside = None
        for path, is_whole in verdicts:
            if is_whole is False:
                n_inside += 1
                first_inside = first_inside or path
            elif is_whole:
                n_pairs += sum(1 for _, other in verdicts if other is False)
                n_wrong += n_inside
                self.misordered += [(piece, f"{first_inside} before {path}")] if n_inside else []
        self.pairs += n_pairs
        self.ordered += n_pairs - n_wrong
        self.judged_queries += n_pairs > 0
        self.clean_queries += n_pairs > 0 and n_wrong == 0

    def describe(self, name, n_misses):
        print(f"{name}: {self.asked} queries, {self.wanted} files wanted")
        print(f"  found  {share(self.found, self.wanted)}")
        print(f"  held   {share(self.held, self.wanted)}")
        print(f"  order  {share(self.ordered, self.pairs)} of {self.pairs} pairs; "
              f"{share(self.clean_queries, self.judged_queries)} of {self.judged_queries} queries have all of them right")
        for title, misses in (("not found", self.missed), ("not held", self.unheld), ("order", self.misordered)):
            for piece, where in misses[:n_misses]:
                print(f"    {title}: {piece}  {where}")
            if len(misses) > n_misses > 0:
                print(f"    {title}: … {len(misses) - n_misses} more")


def measure(programs, files, judge, pieces):
    figures = Figures()
    wanted = {piece: holders(files, piece) for piece in pieces}
    answers, held = programs.answer(pieces), programs.answer([f"+({piece})" for piece in pieces])
    for piece, answer, strict in zip(pieces, answers, held):
        if len(answer) >= ANSWER_LIMIT or len(wanted[piece]) >= ANSWER_LIMIT:
            continue
        figures.add_recall(piece, wanted[piece], answer, strict)
        if re.fullmatch(f"[{HANGUL}]+|[{HAN}]+", piece):
            has_piece = [path for path in answer if path in wanted[piece]]
            figures.add_order(piece, [(path, judge.is_whole(path, piece)) for path in has_piece])
    return figures


def main():
    arguments = parse_arguments()
    random_source = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as scratch:
        programs = Programs(arguments.build, os.path.abspath(arguments.folder), scratch)
        programs.make_index()
        files = read_files(programs)
        judge = Judge(programs, files)
        inside = measure(programs, files, judge, sample(files, RUN, cut_whole, arguments.count, random_source))
        across = measure(programs, files, judge, sample(files, BROKEN_RUN, cut_across, arguments.count // 4, random_source))
    print(f"{arguments.folder}: {len(files)} files, seed {arguments.seed}")
    inside.describe("pieces of runs", arguments.misses)
    across.describe("pieces across a space or mark", arguments.misses)
    if not inside.asked:
        sys.exit("nothing to ask: no runs of Hangul or Han in this folder")
    is_enough = (inside.found >= arguments.least_found * inside.wanted and inside.held >= arguments.least_held * inside.wanted and
                 inside.ordered >= arguments.least_order * inside.pairs)
    sys.exit(0 if is_enough else 1)


main()
