"""What-if against deciding: as whole processes, and flips on a chart of 1,000 decisions against one walk."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from advisor.analysis.whatif.flips import flips
from advisor.engine.session import walk
from advisor.rules import load_texts
from tests.benchmarks.growth import chart
from tests.benchmarks.timing import ratios
from tests.conftest import EXAMPLE, sets

ADVISOR = Path(sys.executable).parent / "advisor"


def ended(*argv: str) -> Callable[[], object]:
    return lambda: subprocess.run([ADVISOR, *argv], stdout=subprocess.DEVNULL, check=True)


def main(runs: int = 11) -> None:
    open_ = sets({**EXAMPLE, "training_examples": "unknown"})
    ratios({"advisor decide … --json": ended("decide", *sets(EXAMPLE), "--json"),
            "advisor whatif … --json": ended("whatif", *sets(EXAMPLE), "--json"),
            "the same with an answer open": ended("whatif", *open_, "--json")}, runs)  # fmt: skip
    rules = load_texts({"rules.yaml": json.dumps(chart("tree", 1000))}, "grown")
    answers = {name: 500 if question.type != "yes_no" else True for name, question in rules.questions.items()}
    trace = walk(rules, answers)
    ratios({"one walk, 1,000 decisions": lambda: walk(rules, trace.scope.answers),
            "all its flips (200 answers)": lambda: flips(trace)}, runs)  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
