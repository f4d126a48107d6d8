"""Diagrams against ``dot -Tsvg`` on the same DOT: medians of interleaved runs, as ratios."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from advisor import diagram, load, walk
from advisor.advice import advise
from tests.conftest import EXAMPLE, sets

ADVISOR = Path(sys.executable).parent / "advisor"


def main(runs: int = 15) -> None:
    rules = load()
    advice = advise(walk(rules, EXAMPLE))
    source = str(diagram.draw(rules, advice, "dot", today=date.today()).content)
    out = Path(tempfile.mkdtemp()) / "path.svg"
    cases: dict[str, Callable[[], object]] = {
        "dot -Tsvg": lambda: subprocess.run(
            ["dot", "-Tsvg"], input=source.encode(), capture_output=True, check=True
        ),
        "advisor diagram … -o path.svg": lambda: subprocess.run(
            [ADVISOR, "diagram", *sets(EXAMPLE), "-o", out], check=True
        ),
        "drawing in process, by dot": lambda: diagram.draw(rules, advice, "svg"),
        "DOT source in process": lambda: diagram.draw(rules, advice, "dot"),
        "Mermaid source in process": lambda: diagram.draw(rules, advice, "mmd"),
    }
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(runs + 1):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            times[name].append(time.perf_counter() - start)
    reference = statistics.median(times["dot -Tsvg"][1:])
    for name, taken in times.items():
        print(f"{statistics.median(taken[1:]) / reference:7.3f}  {name}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
