# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: make-version.py SOURCE... ICU_VERSION OUTPUT.h    a hash of everything that decides which terms a text gives"""
import hashlib
import sys

*sources, icu_version, output = sys.argv[1:]
digest = hashlib.sha256(icu_version.encode())
for source in sources:
    with open(source, "rb") as f:
        digest.update(hashlib.sha256(f.read()).digest())
with open(output, "w", encoding="utf-8") as f:
    f.write(f"/* Made by make-version.py. */\n#define ANALYSIS_VERSION UINT64_C(0x{digest.hexdigest()[:16]})\n")
