"""Diagrams against ``dot -Tsvg`` on the same DOT: medians of interleaved runs, as ratios."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from advisor import load, walk
from advisor.advice.advice import advise
from advisor.output import diagram
from tests.benchmarks.timing import ratios
from tests.conftest import EXAMPLE, sets

ADVISOR = Path(sys.executable).parent / "advisor"


def main(runs: int = 15) -> None:
    import_module("pygraphviz")
    rules = load()
    advice = advise(walk(rules, EXAMPLE))
    source = str(diagram.draw(rules, advice, "dot", today=date.today()).content)
    out = Path(tempfile.mkdtemp()) / "path.svg"
    cases: dict[str, Callable[[], object]] = {
        "dot -Tsvg": lambda: subprocess.run(
            ["dot", "-Tsvg"], input=source.encode(), capture_output=True, check=True
        ),
        "advisor diagram … -o path.svg": lambda: subprocess.run(
            [ADVISOR, "diagram", *sets(EXAMPLE), "-o", out, "--force"], stdout=subprocess.DEVNULL, check=True
        ),
        "drawing in process, with Graphviz loaded": lambda: diagram.draw(rules, advice, "svg"),
        "DOT source in process": lambda: diagram.draw(rules, advice, "dot"),
        "Mermaid source in process": lambda: diagram.draw(rules, advice, "mmd"),
        "D2 source in process": lambda: diagram.draw(rules, advice, "d2"),
    }
    ratios(cases, runs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
