"""Deciding tables against DuckDB's own copying of them, in processor time and peak memory.

``python -m tests.benchmarks.batch [ROWS]``: Parquet to Parquet, also in CSV and JSON lines, in pieces, against
a loop of walks, and against zen-engine where it is installed. Each case is a process of its own.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

ROWS_BY_ONE = 20_000
"""So many rows are decided one by one; the time of all is told from these."""
TABLE = """
  SELECT i AS id, 'workload ' || i AS name, random() < 0.3 AS base_model_suffices,
    (random() * 3000)::BIGINT AS training_examples, random() < 0.2 AS latency_critical,
    (random() * 5e6)::BIGINT AS monthly_requests, (random() * 2000)::INTEGER + 1 AS avg_input_tokens,
    (random() * 2000)::INTEGER + 1 AS avg_output_tokens, round(random() * 20000, 2) AS fine_tune_cost
  FROM range({rows}) t(i)"""


def copy(source: str, out: str) -> None:
    """Copy a table with DuckDB alone."""
    _duckdb(f"COPY (SELECT * FROM '{source}') TO '{out}'")


def decide(source: str, out: str) -> None:
    """Decide it with the command."""
    from advisor.cli import main

    main(["batch", source, "-o", out, "--force"])


def one_by_one(source: str, out: str) -> None:
    """Walk the first rows in a loop."""
    from advisor.rules import load
    from advisor.sql import decided_row

    rules = load("published")
    Path(out).write_text(json.dumps([decided_row(rules, row).outcome for row in _first(source)]))


def by_zen(source: str, out: str) -> None:
    """Let zen-engine decide the first rows, one by one, on the same chart; the outcomes are the same."""
    from tests.benchmarks.walks import zen_decision

    model = zen_decision()
    rows = [row | {"training_data_quality": 1.0} for row in _first(source)]
    Path(out).write_text(json.dumps([model.evaluate(row)["result"]["outcome"] for row in rows]))


def _first(source: str) -> list[dict[str, Any]]:
    """The answers of the first rows."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * EXCLUDE (id, name) FROM '{source}' LIMIT {ROWS_BY_ONE}")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


CASES: dict[str, Callable[[str, str], None]] = {
    "copy": copy, "decide": decide, "one-by-one": one_by_one, "by-zen": by_zen,
}  # fmt: skip


def _duckdb(query: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(query)


def main(rows: int = 4_000_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = f"{folder}/table.parquet"
        _duckdb(f"COPY ({TABLE.format(rows=rows)}) TO '{table}'")
        copied = _told("copy", table, f"{folder}/out.parquet", 0, f"DuckDB copies {rows:,} rows of Parquet")
        _told("decide", table, f"{folder}/out.parquet", copied, "advisor batch")
        for suffix in ("csv", "jsonl"):
            other = f"{folder}/table.{suffix}"
            copy(table, other)
            copied = _told("copy", other, f"{folder}/out.{suffix}", 0, f"DuckDB copies them as .{suffix}")
            _told("decide", other, f"{folder}/out.{suffix}", copied, "advisor batch")
        _growth(folder, rows)
        _by_one(folder, table, rows)


def _growth(folder: str, rows: int) -> None:
    """The same for a quarter of the rows, and what a row takes in one and the other."""
    times = []
    for count in (rows // 4, rows * 5 // 2):
        table = f"{folder}/many.parquet"
        _duckdb(f"COPY ({TABLE.format(rows=count)}) TO '{table}'")
        times.append(_run("decide", table, f"{folder}/out.parquet")[0] / count)
    print(f"{times[1] / times[0]:6.2f}            a row of {rows * 5 // 2:,} against one of {rows // 4:,}")


def _by_one(folder: str, table: str, rows: int) -> None:
    from tests.benchmarks.walks import zen_decision

    decided, _ = _run("decide", table, f"{folder}/out.parquet")
    walked, _ = _run("one-by-one", table, f"{folder}/out.json")
    one = decided / rows
    print(f"{walked / ROWS_BY_ONE / one:6.1f}            a walk for each row, against a row of the batch")
    if zen_decision() is not None:
        zen, _ = _run("by-zen", table, f"{folder}/out.json")
        print(f"{zen / ROWS_BY_ONE / one:6.1f}            zen-engine for each row, against the same")


def _told(case: str, source: str, out: str, reference: float, says: str) -> float:
    taken, memory = _run(case, source, out)
    print(
        f"{taken / (reference or taken):6.2f}  {memory:5} MB  {says}{'' if reference else f': {taken:.1f} s'}"
    )
    return taken


def _run(case: str, source: str, out: str) -> tuple[float, int]:
    """The median of three runs, and the most memory; processor time counts, for machines are shared."""
    found = []
    for _ in range(3):
        words = [sys.executable, "-m", "tests.benchmarks.batch", case, source, out]
        told = subprocess.run(words, capture_output=True, check=True, text=True).stdout.splitlines()[-1]
        taken, memory = told.split()
        found.append((float(taken), int(memory)))
        os.unlink(out)
    return sorted(found)[1][0], max(memory for _, memory in found)


def measure(case: str, source: str, out: str) -> None:
    """Run one case and print processor seconds and megabytes at most."""
    start = time.process_time()
    CASES[case](source, out)
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in CASES:
        measure(*sys.argv[1:])
    else:
        main(*map(int, sys.argv[1:]))
