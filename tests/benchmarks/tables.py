"""Load and check tables of 72 to 605 rows, against loading the YAML alone.

``python -m tests.benchmarks.tables``; ratios of medians in this process.
"""

import json
from datetime import date
from itertools import product
from typing import Any

import yaml

from advisor.analysis.check import check
from advisor.rules import load, load_texts
from tests.benchmarks.timing import ratios
from tests.conftest import ROOT

SSVC = ROOT / "tests" / "flows" / "ssvc"
BANDS = ("< 10", "[10..50)", "[50..200)", "[200..500)", ">= 500")
RUNS = 5


def table(options: int) -> str:
    """A ruleset with one table of five rows for each pair of options of two choices."""
    names = [f"k{number}" for number in range(options)]
    cells = product(names, names, BANDS)
    choice = {"ask": "?", "type": "choice", "options": {name: {"title": name} for name in names}}
    rows = [[*row, "abc"[index % 3]] for index, row in enumerate(cells)]
    data: dict[str, Any] = {
        "ruleset": {"id": "table", "version": "1", "title": "Table"}, "start": "d",
        "approaches": {"one": {"title": "One"}},
        "questions": {"one": choice, "other": choice, "size": {"ask": "?", "type": "integer", "min": 0, "max": 1000}},
        "decisions": {"d": {"label": "D?", "table": {"by": ["one", "other", "size"], "rows": rows}}},
        "outcomes": {o: {"approach": "one", "title": o, "says": "So.", "next": ["Go."]} for o in "abc"},
    }  # fmt: skip
    return json.dumps(data)


def main() -> None:
    """Print the ratios of the table of 72 rows, and of larger ones."""
    today = date.today()
    text = "".join(file.read_text() for file in sorted(SSVC.glob("*.yaml")))
    print("72 rows, of tests/flows/ssvc")
    ratios({"yaml": lambda: yaml.safe_load(text), "load": lambda: load(SSVC),
            "load and check": lambda: check(load(SSVC), today)}, RUNS)  # fmt: skip
    for options in (4, 8, 11):
        text = table(options)
        texts = {"rules.yaml": text}
        print(f"{options * options * 5} rows")
        ratios({"yaml": lambda text=text: yaml.safe_load(text),
                "load": lambda texts=texts: load_texts(texts, "table"),
                "load and check": lambda texts=texts: check(load_texts(texts, "table"), today)}, RUNS)  # fmt: skip


if __name__ == "__main__":
    main()
