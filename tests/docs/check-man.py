#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A man page and --help name the same options and the same commands.

usage: check-man.py PRINT-OPTIONS PAGE.scd
"""
import re
import subprocess
import sys

FLAG = re.compile(r"(?<![\w-])--?[A-Za-z0-9][a-z0-9-]*")


def output_of(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def own_flags(page):
    """Flags of the page, but not those of other programs in its examples."""
    examples = re.compile(r"^# EXAMPLES\n.*?(?=^# )", re.MULTILINE | re.DOTALL)
    return set(FLAG.findall(examples.sub("", page).replace("\\", "")))


def help_flags(help_text):
    """Flags of the left column; queries are explained below it."""
    return {flag for line in help_text.splitlines() if re.match(" {2,6}-", line) for flag in FLAG.findall(line[:26])}


def commands_of(help_text):
    lines = re.search(r"^Commands:\n(.*?)\n\n", help_text, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^  (\w+)", lines.group(1), re.MULTILINE)) if lines else set()


def main():
    program, page_path = sys.argv[1:]
    help_text, page = output_of(program, "help"), output_of(program, "man", page_path)
    found = [f"{flag}: only in --help" for flag in help_flags(help_text) - own_flags(page)]
    found += [f"{flag}: only in the man page" for flag in own_flags(page) - help_flags(help_text)]
    found += [f"{name}: no such command in the man page" for name in commands_of(help_text)
              if not re.search(rf"^\*{name}\*", page, re.MULTILINE)]
    found += [f"{len(line)} columns: {line}" for line in help_text.splitlines() if len(line) > 80]
    if "@" in page:
        found.append("the page has a mark that was not filled in")
    print("\n".join(found) or "they agree")
    return bool(found)


sys.exit(main())
