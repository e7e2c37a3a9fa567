# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: count-results.py FOLDER...    one closing line for all runs of ./check, from the logs that Meson keeps

FOLDER is a build folder, or BUILD/NAME for the run with --logbase NAME.
"""
import glob
import json
import os
import sys

counts = {"passed": 0, "failed": 0, "skipped": 0}
kinds = {"OK": "passed", "EXPECTEDFAIL": "passed", "SKIP": "skipped"}
for folder in sys.argv[1:]:
    build, base = (folder, "testlog") if os.path.isdir(f"{folder}/meson-logs") else os.path.split(folder)
    for path in glob.glob(f"{build}/meson-logs/{base}*.json"):
        with open(path, encoding="utf-8") as log:
            for line in log:
                counts[kinds.get(json.loads(line)["result"], "failed")] += 1
print(f"check: {counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
sys.exit(1 if counts["failed"] > 0 or counts["passed"] == 0 else 0)
