"""Random rulesets for property tests: charts whose ways part and meet again."""

import json
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from advisor.rules import Ruleset, load_texts

NUMBERS = ("n0", "n1", "n2", "r0")
LEVELS = ("low", "medium", "high", "very_high")
MANY = ("u", "v", "w")
OPTIONS = tuple(f"{name}.{option}" for name in ("s0", "s1") for option in MANY)
SWITCHES = ("y0", "y1")
POINTED = ("y0", "c1", "s0", "s0.w")
QUESTIONS: dict[str, dict[str, Any]] = {
    "n0": {"ask": "How many?", "type": "integer", "min": 0, "max": 20},
    "n1": {"ask": "How much?", "type": "number", "min": -10, "max": 10},
    "n2": {"ask": "How many more?", "type": "integer", "min": -5, "max": 30, "default": "n0 + p0"},
    "r0": {"ask": "Which share?", "type": "number", "min": 0, "max": 7, "default": "n0 / 3"},
    "t0": {"ask": "When?", "type": "date", "min": "2026-03-20", "max": "2026-04-20"},
    "t1": {"ask": "Since when?", "type": "date", "min": "2026-03-01", "max": "2026-05-01", "default": "day"},
    "y0": {"ask": "Is it so?", "type": "yes_no"},
    "y1": {"ask": "Is it really so?", "type": "yes_no", "default": "no"},
    "c0": {"ask": "Which?", "type": "choice", "options": {o: {"title": o.upper()} for o in ("a", "b", "c")}},
    "c1": {"ask": "How bad?", "type": "choice", "options": {o: {"title": o.upper()} for o in LEVELS}},
}
_COUNTED: dict[str, dict[str, Any]] = {o: {"title": o.upper(), "points": n} for n, o in enumerate(LEVELS)}
SETS: dict[str, dict[str, Any]] = {
    "y0": {**QUESTIONS["y0"], "points": {"yes": 2, "no": -1}},
    "c1": {**QUESTIONS["c1"], "options": _COUNTED},
    "s0": {"ask": "Which of these?", "type": "several",
           "options": {o: {"title": o.upper(), "points": n} for n, o in enumerate(MANY)}},
    "s1": {"ask": "Which else?", "type": "several", "options": {o: {"title": o.upper()} for o in MANY}, "default": ["v"]},
}  # fmt: skip
"""Questions of several answers and with points, which not everything reads that reads the others."""


def terms(sets: bool = True) -> st.SearchStrategy[str]:
    """Numbers: names, constants and sums and products of them; division by what is never zero."""
    atoms = (
        st.sampled_from([*NUMBERS, *(POINTED if sets else ()), "p0", "p1", "p2", "f0", "f1", "(t0 - t1)"])
        | st.integers(-5, 25).map(str)
        | st.just("2.5")
    )
    pairs = st.tuples(atoms, st.sampled_from(["+", "-", "*"]), atoms).map(" ".join)
    return atoms | pairs | atoms.map(lambda atom: f"({atom}) / 4")


def conditions(sets: bool = True) -> st.SearchStrategy[str]:
    """Comparisons, switches and choices, and what `and`, `or` and `not` make of them."""
    compared = st.tuples(terms(sets), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), terms(sets)).map(
        " ".join
    )
    day = st.sampled_from(["t0", "t1", "day", "2026-04-05", "2026-04-06"])
    dated = st.tuples(day, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), day).map(" ".join)
    chosen = st.sampled_from([f'{name} {sign} "{option}"' for name, options in (("c0", "abc"), ("c1", LEVELS))
                              for option in options for sign in ("==", "!=")])  # fmt: skip
    listed = st.tuples(
        st.sampled_from(["in", "not in"]), st.lists(st.sampled_from(LEVELS), min_size=1, max_size=3)
    ).map(lambda one: f"c1 {one[0]} [{', '.join(one[1])}]")
    atoms = compared | dated | st.sampled_from([*SWITCHES, *(OPTIONS if sets else ())]) | chosen | listed
    joined = st.tuples(atoms, st.sampled_from(["and", "or"]), atoms).map(" ".join)
    return atoms | joined | joined.map(lambda text: f"not ({text})")


@st.composite
def cases(draw: st.DrawFn, number: str, *others: str) -> list[dict[str, str]]:
    """Cases of a figure whose seams lie on a number, or on something else.

    The last is no constant: cells of tables are held to what a figure can come to.
    """
    seams = st.tuples(st.sampled_from(["<", "<=", ">", "==", "!="]), st.integers(-5, 15)).map(
        lambda seam: f"{number} {seam[0]} {seam[1]}"
    )
    moving = [number, f"2 * {number} - 7", f"{number} * {number}", f"9 / ({number} - 4)"]
    figures = st.sampled_from([*moving, "3", "-2.5"])
    whens = draw(st.lists(seams | st.sampled_from(others), min_size=1, max_size=3))
    guarded = [{"when": f"{number} == 4", "is": "1"}]  # what divides is read only elsewhere
    return [
        *guarded,
        *({"when": when, "is": draw(figures)} for when in whens),
        {"is": draw(st.sampled_from(moving))},
    ]


@st.composite
def tiers(draw: st.DrawFn, count: int) -> list[str]:
    """Conditions of branches that divide one figure, or one choice, into ever more."""
    if draw(st.booleans()):
        return [f'c1 == "{option}"' for option in draw(st.permutations(LEVELS))][:count]
    bounds = sorted(draw(st.lists(st.integers(-5, 40), min_size=count, max_size=count, unique=True)))
    figure, sign = draw(st.sampled_from([*NUMBERS, "f0"])), draw(st.sampled_from(["<", "<="]))
    per = draw(st.sampled_from([1, 3]))
    return [f"{per} * {figure} {sign} {bound}" if per > 1 else f"{figure} {sign} {bound}" for bound in bounds]


CELLS = {
    "c0": ("a", "b", "c"), "c1": ("low, high", "medium", "very_high"), "y0": ("yes", "no"), "y1": ("no", "yes"),
    "n0": ("< 5", "[5..12)", ">= 12"), "n2": ("<= p", "> p"), "f0": ("< 0", "[0..7.5]", "> 7.5"),
    "t0": ("< 2026-04-05", ">= 2026-04-05"), "f1": ("< 3, > 9", "3", "(3..9]"),
}  # fmt: skip
"""Cells of a column that are complete and unique together."""


@st.composite
def tables(draw: st.DrawFn, targets: list[str]) -> dict[str, Any]:
    """A complete table that leads to all targets: unique, by parting what is left; or of which the first row counts."""
    by = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3, unique=True))
    at = str(draw(st.integers(-5, 29)))
    cells = {name: [cell.replace("p", at) for cell in CELLS[name]] for name in by}
    rows: list[list[str]] = [[]]
    for name in by:  # a row is parted by a column, or does not mind it
        rows = [[*row, cell] for row in rows for cell in (cells[name] if draw(st.booleans()) else ["-"])]
    if draw(st.booleans()):
        picked = draw(st.lists(st.tuples(*(st.sampled_from([*cells[name], "-"]) for name in by)), max_size=5))
        rows = [*map(list, picked), ["-"] * len(by)]
    hit = "first" if rows[-1] == ["-"] * len(by) else "unique"
    ends = [*targets, *draw(st.lists(st.sampled_from(targets), min_size=len(rows), max_size=len(rows)))]
    return {"by": by, "hit": hit, "rows": [[*row, to] for row, to in zip(rows, ends, strict=False)]}


REFUSED = (
    "t0 < t1", "t0 - t1 > n0 + 20", 't0 >= day and c0 == "b"', "n0 > n2 + 5", "n1 > 5 and y0", "n0 * n1 > 40",
    "f1 > 8 and not y1", "p2 < n0 - 12", "r0 > n1 + 7", "n2 == 7 or n2 == n0", 'c1 == "high" and c0 != "a"', "y0 and y1",
    "n0 / (n0 - 4) > 2", "p0 > n1 and n0 < 3",
)  # fmt: skip
"""What answers can be refused for: thresholds, days, cases, choices, and a division that can be by zero."""


@st.composite
def rule_texts(draw: st.DrawFn, max_decisions: int = 6, sets: bool = True, *, refusing: bool = False) -> str:
    """The text of a ruleset without a cycle; `refusing` adds answers that cannot be together."""
    count = draw(st.integers(1, max_decisions))
    outcomes = [f"o{i}" for i in range(draw(st.integers(2, 4)))]
    decisions: dict[str, Any] = {}
    for i in range(count):
        ahead = [*(f"d{k}" for k in range(i + 1, count)), *outcomes]
        targets = draw(st.lists(st.sampled_from(ahead), min_size=2, max_size=5))
        if i + 1 < count:
            targets[draw(st.integers(0, len(targets) - 1))] = f"d{i + 1}"  # each is on some way
        if draw(st.integers(0, 3)) == 0:
            decisions[f"d{i}"] = {"label": f"Decision {i}?", "table": draw(tables(targets))}
            continue
        branches: list[dict[str, str]] = [{"label": f"way {n}", "to": to} for n, to in enumerate(targets)]
        several = len(branches) > 2 and draw(st.booleans())
        own = draw(tiers(len(branches) - 1)) if several else [draw(conditions(sets)) for _ in branches[1:]]
        for branch, when in zip(branches, own, strict=False):
            branch["when"] = when
        decisions[f"d{i}"] = {"label": f"Decision {i}?", "branches": branches}
    return json.dumps({
        "ruleset": {"id": "random", "version": "1", "title": "Random"}, "start": "d0",
        "approaches": {"one": {"title": "One"}}, "questions": QUESTIONS | (SETS if sets else {}), "decisions": decisions,
        "parameters": {"p0": {"value": draw(st.integers(-3, 12)), "unit": "things", "source": "s", "date": "2026-01-01"},
                       "day": {"value": "2026-04-06", "unit": "date", "source": "s", "date": "2026-01-01"},
                       "p1": {"by": "c0", "values": {"a": 1.5, "b": draw(st.integers(-3, 9)), "c": 4}},
                       "p2": {"cases": draw(cases("n0", "y0")), "source": "s", "date": "2026-01-01"}},
        "formulas": {"f0": draw(st.sampled_from(["n0 * n1", "n0 + p1", "n1 - n2 * p0", "(n0 + n2) / 2", *(["c1 + 3 * s0 - y0"] if sets else [])])),
                     "f1": {"cases": draw(cases("n1", "p2 > n1", 'c1 == "high"', *(["s0 > 1", "s1.u"] if sets else [])))}},
        "outcomes": {o: {"approach": "one", "title": f"Outcome {o}", "says": "So.", "next": ["Go."]} for o in outcomes},
        "refuse": draw(refusals(sets)) if refusing else [],
    })  # fmt: skip


def refusals(sets: bool = True) -> st.SearchStrategy[list[dict[str, str]]]:
    """Some refusals."""
    some = (*REFUSED, *(("s0.u and s1.v", "s0 > 2 and not y0", "not s0.w and n0 > 9") if sets else ()))
    return st.lists(st.sampled_from(some).map(lambda when: {"when": when, "says": "Not so."}), max_size=3)


def rulesets(
    max_decisions: int = 6, sets: bool = True, *, refusing: bool = False
) -> st.SearchStrategy[Ruleset]:
    """Loaded random rulesets; `sets` says whether with questions of several answers, and points."""
    return rule_texts(max_decisions, sets, refusing=refusing).map(
        lambda text: load_texts({"rules.yaml": text}, "random")
    )


def _april(day: int) -> str:
    """A day as it is typed, counted from the first of March 2026."""
    return (date(2026, 2, 28) + timedelta(day)).isoformat()


def subsets() -> st.SearchStrategy[list[str]]:
    """Any of the options of a question of several answers."""
    return st.sets(st.sampled_from(MANY)).map(sorted)


def answers(sets: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to all questions of a random ruleset, often on a boundary."""
    return st.fixed_dictionaries({
        "n0": st.integers(0, 20), "n1": st.integers(-10, 10) | st.sampled_from([2.5, -0.5]), "n2": st.integers(-5, 30),
        "y0": st.booleans(), "y1": st.booleans(), "c0": st.sampled_from(["a", "b", "c"]), "c1": st.sampled_from(LEVELS),
        **({"s0": subsets(), "s1": subsets()} if sets else {}),
        "t0": st.integers(20, 50).map(_april), "t1": st.integers(1, 61).map(_april),
        "r0": st.integers(0, 12).map(lambda n: Fraction(n, 3)) | st.integers(0, 16).map(lambda n: n / 4),
    })  # fmt: skip
