"""Tables: rows become ways on, complete and unique or refused; drawn, explained, compared and checked."""

import itertools
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import load, walk
from advisor.advice.advice import advise
from advisor.analysis.check import check
from advisor.analysis.whatif.flips import flips
from advisor.errors import RulesError
from advisor.output.diagram import scene
from advisor.rules import Ruleset, load_texts
from tests import page_process
from tests.conftest import Ran
from tests.test_check import TODAY
from tests.test_rules_readme import example

SSVC = Path(__file__).parent / "flows" / "ssvc"
PUMP = {"exploitation": "active", "exposure": "open", "automatable": True, "impact": "high"}


def ruled(*rows: Any, by: tuple[str, ...] = ("age",), **more: Any) -> Ruleset:
    """One decision by a table; an outcome for each letter."""
    options = {o: {"title": o.upper()} for o in "xyz"}
    return load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {"age": {"ask": "?", "type": "integer", "min": 0, "max": 120, "label": "Age"},
                      "sum": {"ask": "?", "type": "number", "label": "Sum", "unit": "USD"},
                      "member": {"ask": "?", "type": "yes_no", "label": "Member"},
                      "kind": {"ask": "?", "type": "choice", "label": "Kind", "options": options},
                      "day": {"ask": "?", "type": "date"}},
        "parameters": {"limit": {"value": 3, "source": "s", "date": "2026-11-01"}},
        "formulas": {"score": "age + sum", "due": {"cases": [{"when": "member", "is": "day"}, {"is": "2026-04-06"}]},
                     "odd": {"is": "1 / age", "only_when": "age > 0"},
                     "size": {"cases": [{"when": "age > 3", "is": "'big'"}, {"is": "kind"}]}},
        "decisions": {"d": {"label": "D?", "table": {"by": by, "rows": rows, **more}}},
        "outcomes": {o: {"approach": "one", "title": f"Outcome {o}", "says": "So.", "next": ["Go."]} for o in "abc"},
    })}, "test")  # fmt: skip


def told(*rows: Any, **more: Any) -> list[str]:
    """What loading says of a table."""
    with pytest.raises(RulesError) as refused:
        ruled(*rows, **more)
    return [f"{one.code}: {one.where}: {one.says}" for one in refused.value.problems]


def outcome(rules: Ruleset, **answers: Any) -> str | None:
    return walk(rules, answers).outcome


@pytest.mark.parametrize(("cells", "name", "values"), [
    (("< 5", "[5..12)", ">= 12"), "age", {0: "a", 4: "a", 5: "b", 11: "b", 12: "c", 120: "c"}),
    (("<= 5", "(5..12.5]", "> 12.5"), "sum", {-9: "a", 5: "a", "5.01": "b", "12.5": "b", "1k": "c"}),
    (("]-2..2[", "-2, 2, 1,000", "< -2, (2..1000), > 1000"), "sum", {0: "a", 2: "b", -2: "b", 1000: "b", 999: "c", -3: "c"}),
    (("< 2026-04-06", "2026-04-06", "> 2026-04-06"), "day", {"2026-04-05": "a", "2026-04-06": "b", "2027-01-01": "c"}),
    (("x", "y", "z"), "kind", {"x": "a", "y": "b", "z": "c"}),
    (("x, z", "y"), "kind", {"x": "a", "y": "b", "z": "a"}),
    (("yes", "no"), "member", {True: "a", False: "b"}),
])  # fmt: skip
def test_every_form_of_a_cell_holds_for_what_it_says(
    cells: tuple[str, ...], name: str, values: dict[Any, str]
) -> None:
    rules = ruled(*([cell, to] for cell, to in zip(cells, "abc", strict=False)), by=(name,))
    assert {value: outcome(rules, **{name: value}) for value in values} == values


def test_formulas_of_every_type_are_columns() -> None:
    rows = [["< 5", "-", "a"], [">= 5", "big", "b"], [">= 5", "x, y, z", "c"]]
    rules = ruled(*rows, by=("score", "size"))
    assert outcome(rules, age=2, sum=2) == "a"
    assert outcome(rules, age=9, sum=2) == "b"
    assert outcome(rules, age=2, sum=8, kind="z") == "c"
    by_day = ruled(["< 2026-04-06", "a"], ["2026-04-06", "b"], ["> 2026-04-06", "c"], by=("due",))
    assert outcome(by_day, member=False) == "b"
    assert outcome(by_day, member=True, day="2026-04-05") == "a"
    (step,) = walk(by_day, {"member": True, "day": "2026-04-07"}).steps
    assert (step.to, step.because) == ("c", "2026-04-07 > 2026-04-06")


def scored(formula: Any, *cells: str) -> list[str]:
    """What loading says of a table by a formula of answers with bounds and points."""
    rules = {
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {"old": {"ask": "?", "type": "yes_no", "points": {"yes": 2}},
                      "bleeds": {"ask": "?", "type": "several", "options": {"a": {"title": "A", "points": 1}, "b": {"title": "B", "points": 3}}},
                      "age": {"ask": "?", "type": "integer", "min": 0, "max": 120}, "visits": {"ask": "?", "type": "integer", "min": 0},
                      "begun": {"ask": "?", "type": "date", "min": "2026-01-01", "max": "2026-01-31"},
                      "part": {"ask": "?", "type": "number", "min": 0, "max": 1}},
        "parameters": {"rate": {"value": 2, "min": 0, "max": 3, "source": "s", "date": "2026-11-01"},
                       "free": {"value": 2, "source": "s", "date": "2026-11-01"}},
        "formulas": {"f": formula, "band": {"cases": [{"when": "age >= 75", "is": 2}, {"is": 0}]}},
        "decisions": {"d": {"label": "D?", "table": {"by": ["f"], "rows": [[cell, "a"] for cell in cells]}}},
        "outcomes": {"a": {"approach": "one", "title": "A", "says": "So.", "next": ["Go."]}},
    }  # fmt: skip
    try:
        load_texts({"rules.yaml": json.dumps(rules)}, "test")
    except RulesError as refused:
        return [one.says for one in refused.problems]
    return []


@pytest.mark.parametrize(("formula", "cells", "says"), [
    ("2 * old + bleeds + band", ("0", "[1..4]", "[5..9]", "10"), []),
    ("2 * old + bleeds + band", ("0", "[1..4]", "[6..10]"), ["no row holds for f=5"]),
    ("2 * old + bleeds + band", ("[0..10]", "> 10"), ["column f: `> 10` holds for no value of f, which is from 0 to 10"]),
    ("-old - band", ("[-4..-1]", "0"), []),
    ("age * rate", ("0", "[1..360]"), ["no row holds for f=0.5"]),
    ("age * rate", ("[0..360]",), []),
    ("age * free", ("< 0", "0", "> 0"), []),
    ("age * free", ("0", "> 0"), ["no row holds for f=-1"]),
    ("2 * visits + 1", ("[1..4]", ">= 5"), []),
    ("3 - visits", ("<= 2", "3"), []),
    ("age / 120 - part", ("[-1..1]",), []),
    ("1 / (age + 1)", ("[0..1]",), ["no row holds for f=-1"]),
    ("begun - 2026-01-01", ("0", "[1..30]"), []),
])  # fmt: skip
def test_a_computed_column_is_complete_for_what_it_can_come_to(
    formula: str, cells: tuple[str, ...], says: list[str]
) -> None:
    assert scored(formula, *cells) == says


def test_several_answers_are_a_column_by_their_points(run: Callable[..., Ran], tmp_path: Path) -> None:
    text = example("type: several")
    branches = text[text.index("    branches:") : text.index("outcomes:")]
    table = "    table: {by: [getting], rows: [['[2..3]', first], ['1', later], ['0', waits]]}\n"
    (tmp_path / "rules.yaml").write_text(text.replace(branches, table))
    rules = load_texts({"rules.yaml": text.replace(branches, table)}, "test")
    assert [one.code for one in check(rules, TODAY).findings if one.severity == "error"] == []
    (step,) = walk(rules, {"getting": ["maternity", "pension"]}).steps
    assert (step.to, step.because) == ("first", "2 (Getting: Maternity pay, Pension) ≥ 2")
    assert outcome(rules, getting=["sick"]) == "later"
    assert outcome(rules, getting=[]) == "waits"
    told = run("decide", "--rules", tmp_path, "--set", "getting=pension", "--full").out
    assert "0 (Getting: Pension) = 0" in " ".join(told.split())


@pytest.mark.parametrize(("rows", "by", "says"), [
    ([["<= 17", "a"], ["> 18", "b"]], ("age",), "incomplete-table: decisions › d › table › rows: no row holds for age=18"),
    ([["< 5", "a"], ["> 5", "b"]], ("sum",), "incomplete-table: decisions › d › table › rows: no row holds for sum=5"),
    ([["< 5", "a"], ["5, 6", "b"], ["> 6", "c"]], ("sum",), "incomplete-table: decisions › d › table › rows: no row holds for sum=5.5"),
    ([["x", "-", "a"], ["y", "yes", "b"], ["z", "-", "b"]], ("kind", "member"), "incomplete-table: decisions › d › table › rows: no row holds for kind=y, member=no"),
    ([["x", "a"]], ("kind",), "incomplete-table: decisions › d › table › rows: no row holds for kind=y"),
    ([["<= 17", "a"], [">= 17", "b"]], ("age",), "doubled-row: decisions › d › table › rows[1]: row 2 holds together with row 1, for age=17"),
    ([["big", "a"], ["x", "b"], ["y", "c"]], ("size",), "incomplete-table: decisions › d › table › rows: no row holds for size=z"),
    ([["> 200", "a"]], ("age",), "wrong-cell: decisions › d › table › rows[0][0]: column age: `> 200` holds for no value of age, which is from 0 to 120"),
    ([["< today", "a"], [">= 2026-11-30", "b"]], ("day",), "wrong-cell: decisions › d › table › rows[0][0]: column day: `today` is another day tomorrow: write the day, such as 2026-04-06"),
    ([["five", "a"]], ("age",), "wrong-cell: decisions › d › table › rows[0][0]: column age: `five` is not a number such as 640, 1.5M, 50k, 1,000,000, 0.8 or 80%"),
    ([["x, q", "a"]], ("kind",), "wrong-cell: decisions › d › table › rows[0][0]: column kind: found `q`, expected one of x, y, z, several of them, or `-`"),
    ([["maybe", "a"]], ("member",), "wrong-cell: decisions › d › table › rows[0][0]: column member: found `maybe`, expected one of yes, no, several of them, or `-`"),
    ([["x", "-", "a"]], ("kind",), "wrong-row: decisions › d › table › rows[0]: cells for 2 of 1 columns, and then where it leads"),
    ([[]], ("kind",), "wrong-row: decisions › d › table › rows[0]: found an empty list, expected cells and the decision or outcome they lead to"),
    ([], ("kind",), "wrong-table: decisions › d › table › rows: a table needs rows"),
    ([["a"]], (), "wrong-table: decisions › d › table › by: a table needs a question or a formula to decide by"),
    ([["-", "a"]], ("limit",), "wrong-table: decisions › d › table › by[0]: `limit` is a parameter, expected a question or a formula"),
    ([["-", "-", "a"]], ("kind", "kind"), "duplicate: decisions › d › table › by[1]: `kind` is a column already"),
    ([["-", "a"]], ("nope",), "unknown-name: decisions › d › table › by[0]: unknown name `nope` in `nope`"),
    ([["-", "a"]], ("odd",), "expression: decisions › d › table › by[0]: `odd` has no figure unless age > 0"),
    ([["-", "q"]], ("kind",), "unknown-name: decisions › d › table › rows[0][1]: there is no decision or outcome `q`"),
])  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(rows: list[Any], by: tuple[str, ...], says: str) -> None:
    assert says in told(*rows, by=by)


def test_only_one_of_branches_and_table_is_written() -> None:
    text = json.dumps(
        {
            "decisions": {
                "d": {"label": "D?", "branches": [], "table": {"by": [], "rows": []}},
                "e": {"label": "E?"},
            }
        }
    )
    with pytest.raises(RulesError) as refused:
        load_texts({"rules.yaml": text}, "test")
    says = [one.says for one in refused.value.problems]
    assert "has both `branches` and `table`" in says
    assert "the key `branches` is missing" in says


def test_a_table_that_cannot_be_proved_is_refused() -> None:
    names = [f"q{i}" for i in range(24)]
    rows = [["yes" if i == k else "no" if i == k + 1 else "-" for i in range(24)] + ["a"] for k in range(23)]
    data = {"ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
            "questions": {name: {"ask": "?", "type": "yes_no"} for name in names},
            "decisions": {"d": {"label": "D?", "table": {"by": names, "rows": rows * 40}}},
            "outcomes": {"a": {"approach": "one", "title": "A", "says": "So."}}}  # fmt: skip
    with pytest.raises(
        RulesError, match="too many combinations of cells to prove that its rows are complete"
    ):
        load_texts({"rules.yaml": json.dumps(data)}, "test")


VALUES: dict[str, tuple[Any, ...]] = {
    "age": (0, 4, 5, 6, 11, 12, 120), "sum": (-1, 0, Fraction(1, 2), 1, 2, 9), "member": (True, False), "kind": ("x", "y", "z"),
}  # fmt: skip
CELLS = {
    "age": ("< 5", "[5..12)", ">= 12", "5, 6", "(4..12]"), "sum": ("<= 0", "> 0", "(0..1)", "1", ">= 1"),
    "member": ("yes", "no"), "kind": ("x", "y", "z", "x, y", "y, z"),
}  # fmt: skip


def holds(name: str, cell: str, value: Any) -> bool:
    """Whether a cell holds, read in another way than the program does."""
    if cell == "-":
        return True
    if name in ("member", "kind"):
        return {True: "yes", False: "no"}.get(value, value) in cell.split(", ")
    checks = {"[5..12)": 5 <= value < 12, "(4..12]": 4 < value <= 12, "(0..1)": 0 < value < 1, "5, 6": value in (5, 6),
              "< 5": value < 5, ">= 12": value >= 12, "<= 0": value <= 0, "> 0": value > 0, "1": value == 1, ">= 1": value >= 1}  # fmt: skip
    return checks[cell]


@st.composite
def some_rows(draw: st.DrawFn) -> tuple[tuple[str, ...], list[list[str]], str]:
    by = tuple(draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True)))
    one = st.tuples(*(st.sampled_from(["-", *CELLS[name]]) for name in by), st.sampled_from("abc"))
    return (
        by,
        [list(row) for row in draw(st.lists(one, min_size=1, max_size=6))],
        draw(st.sampled_from(["unique", "first"])),
    )


@settings(max_examples=150, deadline=None)
@given(some_rows())
def test_loading_agrees_with_trying_everything(table: tuple[tuple[str, ...], list[list[str]], str]) -> None:
    by, rows, hit = table
    found = {}
    for values in itertools.product(*(VALUES[name] for name in by)):
        found[values] = [row[-1] for row in rows if all(map(holds, by, row, values))]
    is_right = all(found.values()) and (hit == "first" or all(len(ends) == 1 for ends in found.values()))
    if not is_right:
        told(*rows, by=by, hit=hit)
        return
    rules = ruled(*rows, by=by, hit=hit)
    for values, ends in found.items():
        assert outcome(rules, **dict(zip(by, values, strict=True))) == ends[0]
    hit_rows = {next(i for i, row in enumerate(rows) if all(map(holds, by, row, values))) for values in found}
    assert {*range(len(rows))} - hit_rows == {*rules.grids["d"].never_hit}


def test_a_reason_is_what_the_row_wants_that_was_hit() -> None:
    rules = ruled(
        ["x", "-", "a"],
        ["y", "< 5", "b"],
        {"cells": ["y, z", ">= 5"], "to": "c", "label": "old"},
        ["z", "< 5", "a"],
        by=("kind", "age"),
    )
    (step,) = walk(rules, {"kind": "y", "age": 9}).steps
    assert (step.label, step.because, step.statement) == ("old", "Kind: Y and 9 ≥ 5", "Kind: Y and Age ≥ 5")
    (step,) = walk(rules, {"kind": "x"}).steps
    assert (step.label, step.because, step.decided_by) == ("row 1", "Kind: X", ("kind",))
    (step,) = walk(rules, {"kind": "z", "age": 4}).steps
    assert (step.label, step.because) == ("row 4", "Kind: Z and 4 < 5")


def test_where_the_first_row_counts_those_before_it_are_part_of_the_reason() -> None:
    rules = ruled(["x", "-", "a"], ["-", "< 5", "b"], ["-", "-", "c"], by=("kind", "age"), hit="first")
    assert walk(rules, {"kind": "y", "age": 9}).steps[0].because == "Kind: Y and 9 ≥ 5"
    assert walk(rules, {"kind": "x", "age": 9}).steps[0].because == "Kind: X"
    never = ruled(["x", "a"], ["-", "b"], ["y", "c"], by=("kind",), hit="first")
    assert [(one.code, one.says) for one in check(never, TODAY).findings if one.where.startswith("decisions")] == [
        ("never-taken", "row 3 is never hit: a row before it holds wherever it does")]  # fmt: skip


def test_a_column_that_changes_nothing_is_told() -> None:
    rules = ruled(["x", "yes", "a"], ["x", "no", "a"], ["y, z", "-", "b"], by=("kind", "member"))
    assert [one.says for one in check(rules, TODAY).findings if one.code == "asked-in-vain"] == [
        "the column member changes nothing: where other cells are the same, so is where the table leads"]  # fmt: skip


# --- 72 rows ---


@pytest.fixture(scope="module")
def ssvc() -> Ruleset:
    return load(SSVC)


def test_every_row_of_72_decides_as_it_is_written(ssvc: Ruleset) -> None:
    rows = ssvc.decisions["priority"].table.rows  # type: ignore[union-attr]
    assert len(rows) == 72
    for number, row in enumerate(rows, 1):
        trace = walk(ssvc, dict(zip(PUMP, row.cells, strict=True)))
        assert (trace.outcome, trace.steps[0].label) == (row.to, f"row {number}")


def test_a_table_of_72_rows_is_sound(run: Callable[..., Ran]) -> None:
    report = check(load(SSVC), TODAY)
    assert (report.findings, report.scenarios) == ((), 5)
    ran = run("check", SSVC)
    assert (ran.code, "0 errors, 0 warnings, 0 notes; 72 ways" in ran.out) == (0, True)


def test_a_table_of_hundreds_of_rows_is_covered_by_its_own_examples() -> None:
    kinds = [f"k{i}" for i in range(40)]
    sizes = ["< 10", "[10..50)", "[50..200)", "[200..500)", ">= 500"]
    rows = [
        [kind, size, "abc"[(7 * i + j) % 3]] for i, kind in enumerate(kinds) for j, size in enumerate(sizes)
    ]
    text = json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {"kind": {"ask": "?", "type": "choice", "options": {kind: {"title": kind} for kind in kinds}},
                      "size": {"ask": "?", "type": "integer", "min": 0, "max": 1000}},
        "decisions": {"d": {"label": "D?", "table": {"by": ["kind", "size"], "rows": rows}}},
        "outcomes": {o: {"approach": "one", "title": o, "says": "So.", "next": ["Go."]} for o in "abc"},
    })  # fmt: skip
    assert check(load_texts({"rules.yaml": text}, "test"), TODAY).findings == ()


def test_one_row_that_is_gone_or_doubled_is_found_by_its_answers(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    text = (SSVC / "rules.yaml").read_text()
    row = '        - [active, small, "yes", medium, out_of_cycle]\n'
    (tmp_path / "rules.yaml").write_text(text.replace(row, ""))
    assert (
        "no row holds for exploitation=active, exposure=small, automatable=yes, impact=medium (incomplete-table)"
        in run("check", tmp_path).out
    )
    (tmp_path / "rules.yaml").write_text(text.replace(row, 2 * row))
    assert (
        "row 55 holds together with row 54, for exploitation=active, exposure=small, automatable=yes, impact=medium"
        in run("check", tmp_path).out
    )


def test_what_would_change_it_is_told_over_the_rows(ssvc: Ruleset) -> None:
    found = {(flip.name, flip.to): flip.outcome for flip in flips(walk(ssvc, PUMP))}
    assert found["exploitation", "none"] == "scheduled"
    assert found["automatable", False] == "out_of_cycle"


def test_a_row_that_leads_elsewhere_is_one_difference(tmp_path: Path, run: Callable[..., Ran]) -> None:
    text = (SSVC / "rules.yaml").read_text()
    (tmp_path / "rules.yaml").write_text(
        text.replace('"yes", medium, out_of_cycle]', '"yes", medium, immediate]', 1)
    )
    ran = run("diff", SSVC, tmp_path)
    assert "exploitation=active exposure=small automatable=yes impact=medium" in ran.out
    assert (
        "rows[53]: [active, small, yes, medium, out_of_cycle] → [active, small, yes, medium, immediate]"
        in ran.out
    )


def test_the_chart_has_one_box_and_an_edge_for_each_target(ssvc: Ruleset) -> None:
    plain = scene(ssvc, None, TODAY)
    assert [node.kind for node in plain.nodes] == ["table", *["outcome"] * 4]
    assert [edge.label for edge in plain.edges] == [
        ("7 rows",),
        ("42 rows",),
        ("20 rows",),
        ("row 68 · row 71 ·", "row 72"),
    ]
    path = scene(ssvc, advise(walk(ssvc, PUMP), TODAY), TODAY)
    assert [(edge.label, edge.target) for edge in path.edges if edge.taken] == [
        (("row 71",), path.nodes[-1].id)
    ]
    assert path.nodes[0].notes == (
        "Exploitation: Active",
        "and Exposure: Open",
        "and Automatable: yes",
        "and Human impact: High",
    )


def test_record_and_full_advice_hold_the_grid_with_the_row_marked(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    answers = [
        part
        for name, value in PUMP.items()
        for part in ("--set", f"{name}={str(value).replace('True', 'yes')}")
    ]
    for form in ("madr", "nygard"):
        run("record", "--rules", SSVC, *answers, "-o", tmp_path / f"{form}.md", "--format", form)
        lines = (tmp_path / f"{form}.md").read_text().splitlines()
        grid = [line for line in lines if " | row " in line]
        assert len(grid) == 72
        assert [line for line in grid if "→" in line] == [
            "| → | row 71 | Active | Open | yes | High | Immediate |"
        ]
    full = run("decide", "--rules", SSVC, *answers, "--full").out
    assert [line.split() for line in full.splitlines() if "→" in line] == [
        ["→", "row", "71", "Active", "Open", "yes", "High", "Immediate"]
    ]
    assert full.count("\n     row ") == 71
    assert "row 71  Exploitation: Active and Exposure: Open" in run("decide", "--rules", SSVC, *answers).out
    assert "it needs “Which priority? row 1 (or 6 other rows)”, and" in (tmp_path / "madr.md").read_text()


def test_the_example_of_the_readme_is_sound(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "rules.yaml").write_text(example("id: parking"))
    assert "0 errors, 0 warnings" in run("check", tmp_path).out
    rules = load(tmp_path)
    assert outcome(rules, zone="edge") == "none"
    (step,) = walk(rules, {"zone": "inner", "electric": False, "length": 4}).steps
    assert (step.to, step.because) == ("middle", "Zone: Inner and Electric: no and 2.5 < 4 ≤ 5")
    (tmp_path / "rules.yaml").write_text(example("id: parking").replace('"outer, edge"', "outer"))
    assert "no row holds for zone=edge, electric=yes, length=0" in run("check", tmp_path).out


def test_a_row_for_answers_that_are_refused_is_no_finding() -> None:
    text = (SSVC / "rules.yaml").read_text()
    refused = (
        text
        + 'refuse: [{when: exploitation == "active" and exposure == "small", says: Nobody can reach it.}]\n'
    )
    assert check(load_texts({"rules.yaml": refused}, "test"), TODAY).findings == ()


@pytest.mark.skipif(not page_process.NODE, reason="there is no node")
def test_the_page_gives_the_same_reasons(ssvc: Ruleset) -> None:
    with page_process.opened() as page:
        page.open(ssvc)
        (step,) = page("walk", PUMP | {"automatable": "yes"})["steps"]
    (own,) = walk(ssvc, PUMP).steps
    assert {key: step[key] for key in ("label", "because", "brief", "statement")} == {
        "label": "row 71", "because": own.because, "brief": own.because, "statement": own.statement}  # fmt: skip


def test_a_row_reads_as_it_is_written_and_a_renamed_option_is_said_without_its_question(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, edge in ((old, "edge"), (new, "rim")):
        folder.mkdir()
        text = example("table:").replace("edge: {title: Edge}", f"{edge}: {{title: Edge}}")
        (folder / "rules.yaml").write_text(text.replace('"outer, edge"', f'"outer, {edge}"'))
    ran = run("diff", old, new, "--same", "zone.edge=zone.rim")
    assert "NEW has no option `zone.rim` of `zone` (write zone.edge=rim)" in ran.err
    ran = run("diff", old, new, "--same", "zone.edge=rim")
    assert ran.out.startswith("equivalent")
    assert '+ decisions › fee › table › rows[4]: ["outer, rim", -, -, none]' in ran.out
