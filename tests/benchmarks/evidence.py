"""Reading evidence against a bare loop of ``json.loads`` over the same lines, in processor time and peak memory.

``python -m tests.benchmarks.evidence [LINES]``; each case is a process of its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.evidence.samples import DAY, START, Json, chat, observation, otlp, span, spend_log, table

SPREAD = 28 * DAY


def files(folder: Path, count: int) -> Iterator[Path]:
    """A file of so many records for each way to write them, written piece by piece: memory is inherited."""
    for name, records in (
        ("log, lines", lambda n, t: spend_log(n, t)),
        ("log, list", lambda n, t: spend_log(n, t)),
        ("log, table", lambda n, t: spend_log(n, t)),
        ("spans, lines", lambda n, t: otlp([span(f"s{n}", when=t)])),
        ("observations, lines", lambda n, t: observation(n, t)),
        ("examples, lines", lambda n, _: chat(f"question {n}", f"answer {n}")),
    ):
        with open(folder / name, "w") as file:
            for number in range(count):
                record = records(number, START + SPREAD * number / count)
                file.write(_written(name, record, number))
            file.write("]" if name.endswith("list") else "")
        yield folder / name


def _written(name: str, record: Json, number: int) -> str:
    if name.endswith("table"):
        return table([record]) if not number else table([record]).partition("\n")[2]
    if name.endswith("list"):
        return ("," if number else "[") + json.dumps(record)
    return json.dumps(record) + "\n"


def measure(task: str, path: str) -> None:
    """Run one case and print processor seconds and megabytes at most."""
    from advisor.evidence.reading import read

    start = time.process_time()
    if task == "read":
        read(path)
    else:
        with open(path, "rb") as file:
            for line in file:
                json.loads(line)
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main(count: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = 0.0
        for path in files(Path(folder), count):
            if not bare:
                bare, memory = _run("bare", path)
                print(
                    f"{1:6.2f}  {memory:5} MB  json.loads on each of {count:,} lines of the log: {bare:.1f} s"
                )
            taken, memory = _run("read", path)
            size = path.stat().st_size >> 20
            print(f"{taken / bare:6.2f}  {memory:5} MB  {path.name} ({size} MB)")


def _run(task: str, path: Path) -> tuple[float, int]:
    command = [sys.executable, "-m", "tests.benchmarks.evidence", task, str(path)]
    taken, memory = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return float(taken), int(memory)


if __name__ == "__main__":
    if sys.argv[1:2] in (["read"], ["bare"]):
        measure(*sys.argv[1:])
    else:
        main(*map(int, sys.argv[1:]))
