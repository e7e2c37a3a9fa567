# SPDX-License-Identifier: GPL-2.0-or-later
"""The two programs as their users meet them: started with arguments, seen by their exit status, streams and files.

Every test-*.py here is run as: test-NAME.py INDEXER SEARCHER [unittest options]
Each test has a temporary folder of its own, which is also where the programs are started.
"""
import ctypes
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

INDEXER = SEARCHER = None
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 120
# What a test sets itself must not depend on who runs it.
FOREIGN_VARIABLES = ("CHAJA_INDEX", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "XAPIAN_FLUSH_THRESHOLD")
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


class Result:
    """How a program ended."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    @property
    def text(self):
        return self.output.decode()

    @property
    def error_text(self):
        return self.errors.decode()

    @property
    def json(self):
        return json.loads(self.output)

    def __repr__(self):
        return f"status {self.status}\n-- output:\n{self.output[-2000:]!r}\n-- errors:\n{self.errors[-2000:]!r}"


def environment_with(changes):
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}
    environment.update(changes or {})
    return environment


def obey_permissions():
    """Between fork and exec: root is refused what its files' modes refuse, as anybody is."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def is_sanitized():
    """AddressSanitizer multiplies time and memory: what is measured then says nothing of the programs."""
    with open(INDEXER, "rb") as program:
        return b"__asan_init" in program.read()


class ProgramTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="chaja-test-")).resolve()
        self.addCleanup(remove_tree, self.folder)

    # ---- files ----

    def write(self, path, content, **when):
        """Write a file below the test's folder. `old=True`: long enough ago that its times can be trusted."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        if when.get("old"):
            self.age(path)
        return target

    def age(self, *paths, seconds=100):
        for path in paths:
            status = os.stat(self.folder / path)
            os.utime(self.folder / path, (status.st_atime, status.st_mtime - seconds))

    # ---- programs ----

    def start(self, program, *arguments, **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        options.setdefault("stdin", subprocess.DEVNULL)
        options["env"] = environment_with(options.pop("env", None))
        options.setdefault("cwd", self.folder)
        return subprocess.Popen([program, *arguments], **options)

    def run_program(self, program, *arguments, given=None, timeout=TIMEOUT_SECONDS, **options):
        if given is not None:
            options["stdin"] = subprocess.PIPE
        process = self.start(program, *arguments, **options)
        try:
            output, errors = process.communicate(given, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail(f"{program} {arguments}: still running after {timeout} s")
        result = Result(process.returncode, output or b"", errors or b"")
        self.assertNotIn(b"runtime error:", result.errors)
        self.assertNotIn(b"AddressSanitizer", result.errors)
        return result

    def indexer(self, *arguments, status=0, **options):
        result = self.run_program(INDEXER, *arguments, **options)
        if status is not None:
            self.assertEqual(result.status, status, f"indexer {arguments}: {result}")
        return result

    def searcher(self, *arguments, status=0, **options):
        result = self.run_program(SEARCHER, *arguments, **options)
        if status is not None:
            self.assertEqual(result.status, status, f"searcher {arguments}: {result}")
        return result

    # ---- what is asked again and again ----

    def counts(self, *arguments, **options):
        """The "files" of the summary, without those that are 0."""
        summary = self.indexer("--json", *arguments, **options).json
        return {name: count for name, count in summary["files"].items() if count > 0}

    def hits(self, *query, **options):
        return self.searcher("--json", "--limit", "1000", *query, status=None, **options).json["hits"]

    def paths(self, *query, **options):
        """Where something is found, sorted."""
        result = self.searcher("--format", "paths", "-0", "--limit", "1000", *query, status=None, **options)
        self.assertIn(result.status, (0, 1), repr(result))
        return sorted(os.fsdecode(path) for path in result.output.split(b"\0")[:-1])

    def stats(self, *arguments, **options):
        return self.searcher("stats", "--json", *arguments, **options).json

    def check(self, *arguments, status=0, **options):
        return self.searcher("check", *arguments, status=status, **options)


def remove_tree(folder):
    for root, folders, _ in os.walk(folder):
        for name in folders:
            path = os.path.join(root, name)
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    shutil.rmtree(folder, ignore_errors=True)


def peak_memory_of(process):
    """Wait for a process. Returns its exit status and its peak of resident memory, in MB."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss / 1024


def without_core_files():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main():
    global INDEXER, SEARCHER
    INDEXER, SEARCHER = (os.path.abspath(path) for path in sys.argv[1:3])
    without_core_files()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, module="__main__")
