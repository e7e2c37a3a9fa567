#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What README.md says is so: its paths, options, limits, its table of words, and its examples.

usage: check-readme.py README.md INDEXER SEARCHER [--update]

--update writes what the programs print now into the examples of README.md.

paths      each `path` or [link](path) is in the checkout; a module may stand without its ending. Fenced blocks are not looked at.
options    each option of an `indexer …` or `searcher …` is in that program's --help.
limits     each row with `CONSTANT` begins with its value in the headers.
words      each row of the table marked "words" is indexed as a file, which its queries find, or do not find.
examples   each `$ command` of a console block is run in a copy of corpus/ with an index of it. Its first line of output must be the
           one shown, but for spaces and digits: later lines may move when ranking gets better. A line that is only … stands for
           what was left out.
"""
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile

CODE_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][a-z-]*")
ENDINGS = ("", ".h", ".c", ".cc", ".py")
UNITS = {"KiB": 1024, "MiB": 1024 ** 2}


class Readme:
    def __init__(self, path):
        self.path = path
        self.root = os.path.dirname(path)
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        self.prose = FENCE.sub("", self.text)
        self.problems = []

    def exists(self, path):
        return any(os.path.exists(os.path.join(self.root, path + ending)) for ending in ENDINGS)


# ---- paths ----

def looks_like_a_path(span):
    """A name with a folder, or one of ours by its ending; not an address, a pattern, an ending alone or what a build makes."""
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", span) or span.startswith(("build", ".")):
        return False
    return "/" in span or bool(re.search(r"\.(md|h|c|cc|py|sh|txt|build|json|scd|7|1)$", span))


def check_paths(readme):
    links = {link for link in LINK.findall(CODE_SPAN.sub("", readme.prose)) if ":" not in link}
    for path in sorted(links | {span for span in CODE_SPAN.findall(readme.prose) if looks_like_a_path(span)}):
        if not readme.exists(path):
            readme.problems.append(f"{path}: no such file")


# ---- options ----

def help_options(program):
    text = subprocess.run([program, "--help"], capture_output=True, check=True).stdout.decode()
    return set(OPTION.findall(text))


def calls_in(readme, name):
    """The calls of one program: in code spans, and line by line in fenced blocks. What is quoted is a query."""
    blocks = [line for _, block in FENCE.findall(readme.text) for line in block.splitlines()]
    for line in CODE_SPAN.findall(readme.prose) + blocks:
        for part in re.split(r"[|;&]+|\$ ", re.sub(r"'[^']*'|\"[^\"]*\"", "", line)):
            words = part.split()
            if words and words[0] == name and " -- " not in part:
                yield part


def check_options(readme, programs):
    known = {name: help_options(program) for name, program in programs.items()}
    for name in programs:
        for call in calls_in(readme, name):
            for option in set(OPTION.findall(call)) - known[name]:
                readme.problems.append(f"{call.strip()}: {name} has no option {option}")
    every_option = set.union(*known.values())
    for span in CODE_SPAN.findall(readme.prose):
        if re.fullmatch(r"--[a-z-]+( [A-Za-z|]+)?", span) and span.split()[0] not in every_option | {"--fast", "--update"}:
            readme.problems.append(f"{span}: no program has this option")


# ---- limits ----

def constants(root):
    """Numbers of the headers: enum { NAME = expression } and #define NAME number."""
    found = {}
    for folder in ("base", "analyzers", "indexer", "searcher", "xapian-c"):
        for name in os.listdir(os.path.join(root, folder)):
            if not name.endswith(".h"):
                continue
            with open(os.path.join(root, folder, name), encoding="utf-8") as file:
                text = file.read()
            for constant, value in re.findall(r"\b([A-Z][A-Z0-9_]+) = ([0-9][0-9 *]*)", text):
                found[constant] = eval_product(value)
            for constant, value in re.findall(r"#define ([A-Z0-9_]+) \(?([0-9][0-9u< ]*)\)?$", text, re.MULTILINE):
                found[constant] = eval_product(value.replace("u", ""))
    return found


def eval_product(expression):
    def value(node):
        if isinstance(node, ast.Constant):
            return node.value
        left, right = value(node.left), value(node.right)
        return left * right if isinstance(node.op, ast.Mult) else left << right
    return value(ast.parse(expression.strip(), mode="eval").body)


def check_limits(readme):
    known = constants(readme.root)
    for line in readme.prose.splitlines():
        for constant in CODE_SPAN.findall(line):
            if not re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", constant) or constant in ("CHAJA_INDEX", "NO_COLOR"):
                continue
            cells = [cell.strip() for cell in line.split("|")]
            said = re.match(r"([\d,]+)(?: (KiB|MiB))?", cells[2]) if len(cells) > 3 else None
            if constant not in known:
                readme.problems.append(f"{constant}: in no header")
            elif said is not None and int(said[1].replace(",", "")) * UNITS.get(said[2], 1) != known[constant]:
                readme.problems.append(f"{constant} is {known[constant]}, not {said[0]}")


# ---- the programs, in a folder of their own ----

class Sandbox:
    def __init__(self, readme, programs):
        self.folder = tempfile.mkdtemp(prefix="chaja-readme-")
        shutil.copytree(os.path.join(readme.root, "corpus"), os.path.join(self.folder, "corpus"))
        self.environment = {**os.environ, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "HOME": self.folder}
        for name in ("CHAJA_INDEX", "NO_COLOR", "CLICOLOR_FORCE"):
            self.environment.pop(name, None)
        paths = [os.path.dirname(os.path.abspath(program)) for program in programs.values()]
        self.environment["PATH"] = os.pathsep.join(paths + [os.environ["PATH"]])

    def run(self, command):
        done = subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        return done.returncode, done.stdout.decode()

    def remove(self):
        shutil.rmtree(self.folder)


def check_words(readme, sandbox):
    table = re.search(r"^<!-- words -->\n\|.*\n\|.*\n((?:\|.*\n)+)", readme.text, re.MULTILINE)
    rows = [[CODE_SPAN.findall(cell) for cell in line.split("|")[1:4]] for line in table[1].splitlines()] if table else []
    if not rows:
        readme.problems.append("there is no table of words")
    for i, (texts, finding, missing) in enumerate(rows):
        folder = f"words/{i}"
        os.makedirs(os.path.join(sandbox.folder, folder))
        with open(os.path.join(sandbox.folder, folder, "text.md"), "w", encoding="utf-8") as file:
            file.write("\n\n".join(texts) + "\n")
        sandbox.run(f"indexer --quiet --index {folder}/index {folder}")
        for query in finding + missing:
            status, _ = sandbox.run(f"searcher --index {folder}/index -- '{query}'")
            if status != (0 if query in finding else 1):
                readme.problems.append(f"{query} in {', '.join(texts)}: searcher ends with {status}")


# ---- examples ----

def without_figures(line):
    return re.sub(r"\d+", "#", " ".join(line.split()))


def first_line(text):
    return next((line for line in text.splitlines() if line.strip()), "")


def run_example(readme, sandbox, command, shown):
    """What should be shown instead."""
    status, output = sandbox.run(command)
    if status not in (0, 1):
        readme.problems.append(f"$ {command}: status {status}: {first_line(output)}")
    if without_figures(first_line(output)) != without_figures(first_line(shown)):
        readme.problems.append(f"$ {command}: shown {first_line(shown)!r}, printed {first_line(output)!r}")
    lines = shown.rstrip("\n").split("\n")
    if "…" in lines:
        output = "".join(output.splitlines(keepends=True)[:lines.index("…")]) + "…\n"
    return output.rstrip("\n")


def run_block(readme, sandbox, block):
    """The block with the output of now; an empty line parts what was printed from the next command."""
    shown = []
    for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        printed = run_example(readme, sandbox, command, output)
        shown.append(f"$ {command}\n" + (f"{printed}\n\n" if printed else ""))
    return "".join(shown).rstrip("\n") + "\n"


def check_examples(readme, sandbox):
    sandbox.run("indexer --quiet corpus/articles corpus/catalogs")
    return FENCE.sub(lambda match: f"```console\n{run_block(readme, sandbox, match[2])}```" if match[1] == "console"
                     else match[0], readme.text)


def main():
    path, indexer, searcher = sys.argv[1:4]
    readme = Readme(os.path.abspath(path))
    programs = {"indexer": indexer, "searcher": searcher}
    sandbox = Sandbox(readme, programs)
    try:
        check_paths(readme)
        check_options(readme, programs)
        check_limits(readme)
        check_words(readme, sandbox)
        n_others = len(readme.problems)
        updated = check_examples(readme, sandbox)
    finally:
        sandbox.remove()
    if "--update" in sys.argv[4:]:
        del readme.problems[n_others:]
        with open(readme.path, "w", encoding="utf-8") as file:
            file.write(updated)
    print("\n".join(readme.problems) or "README.md is right")
    if len(readme.problems) > n_others:
        print("If that is as it should be: tests/check-readme.py README.md INDEXER SEARCHER --update")
    return bool(readme.problems)


sys.exit(main())
