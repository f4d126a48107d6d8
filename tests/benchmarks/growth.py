"""Time and memory of load, check and diff on charts of 10 to 10,000 decisions, against loading the YAML alone.

``python -m tests.benchmarks.growth [SIZE…]``; each measurement is a process of its own. Trees, where
nothing should grow faster than the chart, and charts whose branches meet again.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (10, 100, 1_000, 10_000)
TASKS = ("yaml", "load", "check", "diff same", "diff one", "diff all")
SHAPES = ("tree", "lattice")
LIMIT = 200


def chart(shape: str, size: int, shift: int = 0) -> dict[str, Any]:
    """A ruleset of so many decisions; `shift` moves the threshold of one decision, all of them below zero."""
    count = max(5, size // 10)
    random_ = random.Random(size)
    conditions = [_condition(random_, i, count, 1 if shift < 0 or i == shift else 0) for i in range(size)]
    ways = _tree(size) if shape == "tree" else _lattice(size)
    return {
        "ruleset": {"id": "grown", "version": "1", "title": "Grown"}, "start": "d0", "approaches": {"a": {"title": "A"}},
        "questions": {f"q{i}": {"ask": f"Q{i}?", "type": "integer" if i % 3 else "number", "min": 0, "max": 1000}
                      for i in range(count)} | {f"y{i}": {"ask": f"Y{i}?", "type": "yes_no"} for i in range(count)},
        "parameters": {"rate": {"value": 3, "unit": "x", "source": "s", "date": "2026-01-01"}},
        "formulas": {f"f{i}": f"q{i} * rate + q{(i + 1) % count} / 2" for i in range(count)},
        "decisions": {f"d{i}": {"label": f"D{i}?", "branches": [
            {"label": "yes", "when": conditions[i], "to": ways[i][0]}, {"label": "no", "to": ways[i][1]}]} for i in range(size)},
        "outcomes": {name: {"approach": "a", "title": name, "says": "So.", "next": ["Go."]}
                     for pair in ways for name in pair if name.startswith("o")},
    }  # fmt: skip


def _condition(random_: random.Random, index: int, count: int, more: int) -> str:
    one, figure = random_.randrange(count), random_.randrange(100, 900) + more
    forms = [f"q{one} >= {figure}", f"f{one} > {figure * 2}", f"q{one} < {figure} and not y{one}"]
    return forms[index % 3] if index % 7 else f"q{one} * q{(one + 1) % count} >= {figure * figure}"


def _tree(size: int) -> list[tuple[str, str]]:
    """Every decision has a way of its own; the leaves share few outcomes."""
    return [tuple(f"d{n}" if n < size else f"o{n % 8}" for n in (2 * i + 1, 2 * i + 2)) for i in range(size)]  # type: ignore[misc]


def _lattice(size: int) -> list[tuple[str, str]]:
    """Rows of a width of ten: each decision leads to two of the next row, so ways double with every row."""

    def target(index: int, step: int) -> str:
        row, column = divmod(index, 10)
        following = (row + 1) * 10 + (column + step) % 10
        return f"d{following}" if following < size else f"o{following % 8}"

    return [(target(i, 0), target(i, 3)) for i in range(size)]


def task(name: str, file: Path) -> None:
    """Do one thing with the rules of a file, and print the processor time it took."""
    from advisor import documents
    from advisor.rules import load_texts

    text = file.read_text()
    other = file.with_suffix(".one" if name == "diff one" else ".all" if name == "diff all" else file.suffix)
    begun = time.process_time()
    if name == "yaml":
        documents.parse(text, "rules.yaml")
    else:
        rules = load_texts({"rules.yaml": text}, "grown")
        if name == "check":
            from datetime import date

            from advisor.analysis.check import check

            check(rules, date(2026, 2, 1))
        elif name.startswith("diff"):
            from advisor.analysis.compare import compare

            compare(rules, load_texts({"rules.yaml": other.read_text()}, "grown"))
    taken = time.process_time() - begun
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def measured(name: str, file: Path) -> tuple[float, float] | None:
    """Seconds and megabytes of a task in a process of its own; None after `LIMIT` seconds."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--task", name, str(file)]
    try:
        ran = subprocess.run(command, capture_output=True, check=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    taken, megabytes = json.loads(ran.stdout)
    return taken, megabytes


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES:
            print(f"{shape:>9} " + "".join(f"{name:>20}" for name in TASKS))
            for size in sizes:
                file = Path(folder, f"{shape}{size}.yaml")
                file.write_text(json.dumps(chart(shape, size, size)))
                file.with_suffix(".one").write_text(json.dumps(chart(shape, size, size // 2)))
                file.with_suffix(".all").write_text(json.dumps(chart(shape, size, -1)))
                print(f"{size:>9,} " + _row([measured(name, file) for name in TASKS]), flush=True)


def _row(figures: list[tuple[float, float] | None]) -> str:
    alone = figures[0]
    assert alone is not None
    return "".join(
        f"{one[0] / alone[0]:>9.1f}× {one[1]:>6,.0f} MB" if one else f"{'over 200 s':>20}" for one in figures
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--task"]:
        import gc

        gc.disable()  # as the command does
        task(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
