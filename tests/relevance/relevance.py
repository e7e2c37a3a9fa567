# SPDX-License-Identifier: GPL-2.0-or-later
"""Judged queries on corpus/: a table to read, not a gate.    usage: relevance.py INDEXER SEARCHER CORPUS JUDGED.tsv

Prints nDCG@10 and MRR@10 over all queries, and each query whose first result is not one of those judged right. What collections of
thousands of questions say weighs more; this shows at a glance what a change did to texts that one knows.
"""
import math
import os
import subprocess
import sys
import tempfile

indexer, searcher, corpus, judged = map(os.path.abspath, sys.argv[1:5])
with open(judged, encoding="utf-8") as lines:
    wanted = [(query, set(paths.split("|"))) for query, paths in (line.rstrip("\n").split("\t") for line in lines)]
with tempfile.TemporaryDirectory() as folder:
    index = f"{folder}/index"
    subprocess.run([indexer, "-i", index, "--quiet", "articles", "catalogs"], cwd=corpus, check=True)
    batch = "".join(f"{number}\t{query}\n" for number, (query, _) in enumerate(wanted))
    run = subprocess.run([searcher, "-i", index, "--batch", "-", "--format", "trec", "--group", "file", "-n", "10"],
                         input=batch, capture_output=True, text=True, check=True).stdout
found = {}
for line in run.splitlines():
    number, _, path, *_ = line.split()
    found.setdefault(int(number), []).append(path)

mrr = ndcg = 0
for number, (query, right) in enumerate(wanted):
    paths = found.get(number, [])
    ranks = [rank for rank, path in enumerate(paths, 1) if path in right]
    mrr += 1 / ranks[0] if ranks else 0
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, len(right) + 1))
    ndcg += sum(1 / math.log2(rank + 1) for rank in ranks) / ideal
    if not ranks or ranks[0] > 1:
        print(f"{query}: {f'at {ranks[0]}' if ranks else 'not found'}, behind {', '.join(paths[:3]) or 'nothing'}")
print(f"{len(wanted)} queries  MRR@10 {mrr / len(wanted):.3f}  nDCG@10 {ndcg / len(wanted):.3f}")
