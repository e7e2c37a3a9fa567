#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the two programs take: megabytes a second by stage, memory, size of the index, queries a second, one call.

usage: bench-programs.py INDEXER SEARCHER
Indexes the folder named by $CHAJA_BENCH, else corpus/ in so many copies, each different, that they are about 10 MB.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

COPIED_BYTES = 10_000_000
CALLS = 50
QUERIES = {
    "ko": ("자동 미분", "분산 학습", "모델 배포", "오픈소스 기여", "설치", "컴포넌트", "상태 관리", "데이터", "성능 최적화", "이벤트 처리"),
    "zh": ("自动微分", "分布式训练", "模型部署", "开源社区", "安装", "组件", "状态管理", "数据", "性能优化", "事件处理"),
    "en": ("automatic differentiation", "distributed training", "model serving", "open source", "install", "component",
           "state management", "data", "performance optimization", "event handler"),
}
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def folder_bytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def make_copies(target):
    """Each copy says another number, in its words and in its links, so that they are no copies to the index."""
    sources = [path for part in ("articles", "catalogs") for path in (REPOSITORY / "corpus" / part).rglob("*") if path.is_file()]
    written = number = 0
    while written < COPIED_BYTES:
        for source in sources:
            text = source.read_text(encoding="utf-8").replace("://", f"://n{number}.") + f"\n\n{number}\n"
            path = target / str(number) / source.relative_to(REPOSITORY / "corpus")
            path.parent.mkdir(parents=True, exist_ok=True)
            written += path.write_text(text, encoding="utf-8")
        number += 1


def run_indexer(indexer, index, folder, n_jobs):
    """The summary, and the peak of resident memory in MB."""
    shutil.rmtree(index, ignore_errors=True)
    process = subprocess.Popen([indexer, "-i", index, "-j", str(n_jobs), "--json", folder], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    summary = json.loads(process.stdout.read())
    _, _, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    return summary, usage.ru_maxrss / 1024


def print_indexing(indexer, index, folder):
    for n_jobs in (1, 2):
        summary, megabytes = run_indexer(indexer, index, folder, n_jobs)
        stages = "  ".join(f"{name} {seconds:.2f}" for name, seconds in summary["stageSeconds"].items())
        print(f"-j{n_jobs}: {summary['bytes'] / 1e6:.1f} MB in {summary['seconds']:.2f} s, {summary['megabytesPerSecond']:.2f} MB/s; "
              f"seconds by stage: {stages}; {megabytes:.0f} MB of memory")
    size = folder_bytes(pathlib.Path(index))
    print(f"index: {size / 1e6:.1f} MB, {size / max(summary['bytes'], 1):.2f} times the text, {summary['unitsInIndex']} units")


def print_batches(searcher, index):
    for language, queries in QUERIES.items():
        lines = "".join(f"{query}\n" for query in queries * 50).encode()
        for form in ("json", "trec"):
            started = time.perf_counter()
            subprocess.run([searcher, "-i", index, "--format", form, "--batch", "-"], input=lines, stdout=subprocess.DEVNULL, check=False)
            seconds = time.perf_counter() - started
            print(f"{language}: {len(queries) * 50 / seconds:.0f} queries/s as {form}")


def print_calls(searcher, index):
    for language, queries in QUERIES.items():
        times = []
        for call in range(CALLS):
            started = time.perf_counter()
            subprocess.run([searcher, "-i", index, queries[call % len(queries)]], stdout=subprocess.DEVNULL, check=False)
            times.append((time.perf_counter() - started) * 1000)
        print(f"{language}: one call {statistics.median(times):.1f} ms, the slowest of {CALLS} {max(times):.1f} ms")


def main():
    indexer, searcher = (os.path.abspath(path) for path in sys.argv[1:3])
    with tempfile.TemporaryDirectory(prefix="chaja-bench-") as temporary:
        folder, index = os.environ.get("CHAJA_BENCH"), f"{temporary}/index"
        if folder is None:
            folder = f"{temporary}/text"
            make_copies(pathlib.Path(folder))
        print_indexing(indexer, index, folder)
        print_batches(searcher, index)
        print_calls(searcher, index)


main()
