"""Figures by cases: decided, explained, proved, followed over their seams, checked and compared."""

import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from advisor import walk
from advisor.advice.costs import figure
from advisor.analysis.check import Report, check
from advisor.analysis.compare import DIFFERENT, EQUIVALENT, compare, same
from advisor.analysis.compare.structure import changes
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.solver import FAILS, Prover
from advisor.analysis.whatif import what_if
from advisor.engine.checking import check as given_answers
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError
from advisor.language.tree import Cases, ExpressionError, Name, Numeral, Text
from advisor.language.types import type_of
from advisor.rules import Ruleset, load_texts
from tests.test_check import TODAY

AGE = [{"when": "age >= 75", "is": "2"}, {"when": "age >= 65", "is": "1"}, {"is": "0"}]


def ruled(when: str, parameters: dict[str, Any] | None = None, **formulas: Any) -> Ruleset:
    """One decision: where the condition holds, outcome a, else b."""
    figures = {
        "limit": {"value": 7},
        "rate": {"by": "kind", "values": {"x": 1, "y": 3}},
        **(parameters or {}),
    }
    return load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {"age": {"ask": "Age?", "type": "integer", "min": 0, "max": 120, "label": "Age"},
                      "sum": {"ask": "Sum?", "type": "number", "min": -50, "max": 50},
                      "is_member": {"ask": "Member?", "type": "yes_no", "label": "Member"},
                      "kind": {"ask": "Kind?", "type": "choice", "options": {"x": {"title": "X"}, "y": {"title": "Y"}}}},
        "parameters": {name: {"source": "s", "date": "2026-11-01", **one} for name, one in figures.items()},
        "formulas": formulas,
        "decisions": {"d": {"label": "D?", "branches": [{"label": "a", "when": when, "to": "a"}, {"label": "b", "to": "b"}]}},
        "outcomes": {o: {"approach": "one", "title": "O", "says": "So.", "next": ["Go."]} for o in "ab"},
    })}, "test")  # fmt: skip


def told(report: Report, code: str) -> list[tuple[str, str]]:
    return [(one.where, one.says) for one in report.findings if one.code == code]


@pytest.mark.parametrize(("age", "points", "because"), [
    (80, 2, "2, as 80 ≥ 75"), (75, 2, "2, as 75 ≥ 75"), (70, 1, "1, as 65 ≤ 70 < 75"), (64, 0, "0, as 64 < 65"),
])  # fmt: skip
def test_the_case_that_held_is_told_with_why(age: int, points: int, because: str) -> None:
    rules = ruled("points > 0", points={"cases": AGE})
    found = figure(Scope(rules, given_answers(rules, {"age": age})), "points")
    assert (found.value, found.numbers) == (points, because)


def test_the_arithmetic_of_the_case_is_told_where_it_decides() -> None:
    fee = {"label": "Fee", "cases": [{"when": "is_member", "is": "sum * 2"}, {"is": "sum + limit"}]}
    rules = ruled("fee > 20", fee=fee)
    assert walk(rules, {"is_member": True, "sum": 11}).steps[0].because == "11 × 2 = 22 > 20"
    step = walk(rules, {"is_member": False, "sum": 11}).steps[0]
    assert (step.because, step.statement) == ("11 + 7 = 18 ≤ 20", "Fee ≤ 20")
    found = figure(Scope(rules, given_answers(rules, {"is_member": True, "sum": 11})), "fee")
    assert found.numbers == "11 × 2 = 22, as Member: yes"


def test_what_is_not_read_is_not_asked_nor_divided_by() -> None:
    share = {
        "cases": [{"when": "is_member", "is": "0"}, {"when": "age == 0", "is": "1"}, {"is": "sum / age"}]
    }
    rules = ruled("share > 2", share=share)
    assert walk(rules, {"is_member": True}).outcome == "b"
    assert walk(rules, {"is_member": False}).pending == "age"
    assert walk(rules, {"is_member": False, "age": 0}).outcome == "b"
    assert told(check(rules, TODAY), "division-by-zero") == []
    bare = ruled("share > 2", share={"cases": [{"when": "is_member", "is": "0"}, {"is": "sum / age"}]})
    prover = Prover(bare)
    found = prover.witness(prover.outcome() == FAILS, prover.given({"sum": 3}))
    assert found == {"is_member": False, "age": 0, "sum": 3}
    ((_, says),) = told(check(bare, TODAY), "division-by-zero")
    assert "`sum / age` divides by `age`" in says


def test_cases_can_be_conditions_and_texts() -> None:
    is_old = {"cases": [{"when": "is_member", "is": "age > 60"}, {"is": "age > 50"}]}
    size = {"cases": [{"when": "age > 50", "is": "'large'"}, {"is": "kind"}]}
    rules = ruled("is_old and size != 'x'", is_old=is_old, size=size)
    assert (rules.types["is_old"], rules.types["size"]) == ("boolean", "text")
    answers: dict[str, object] = {"age": 55, "kind": "x", "is_member": False}
    assert walk(rules, answers).outcome == "a"
    assert [(one.name, one.to) for one in what_if(rules, given_answers(rules, answers)).flips] == [
        ("age", 50), ("is_member", True)]  # fmt: skip
    prover = Prover(rules)
    found = prover.witness(prover.reach("a"), prover.given({"is_member": True, "kind": "y"}))
    assert found == {"is_member": True, "kind": "y", "age": 61}


@pytest.mark.parametrize(("answer", "name", "to"), [(60, "age", 65), (80, "age", 74)])
def test_the_outcome_turns_on_a_seam(answer: int, name: str, to: int) -> None:
    rules = ruled("points * 10 == 10 or points < 0", points={"cases": AGE})
    flips = what_if(rules, given_answers(rules, {"age": answer})).flips
    assert (name, to) in [(one.name, one.to) for one in flips]


def test_every_piece_is_followed_also_through_cases_that_rest_on_cases() -> None:
    base = {
        "cases": [
            {"when": "sum < 0", "is": "-sum"},
            {"when": "sum < 10", "is": "sum * sum"},
            {"is": "30 - sum"},
        ]
    }
    price = {"cases": [{"when": "base > 16", "is": "base - 16"}, {"is": "base / 2"}]}
    rules = ruled("price > 4", base=base, price=price)
    trace = walk(rules, {"sum": 1})
    found = [
        (one.from_, one.to, one.end.outcome)
        for one in Sweep(rules, trace.scope.answers, "sum").segments(-50, 50)
    ]
    for low, high, outcome in found:
        middle = (Fraction(low) + high) / 2
        assert walk(rules, {"sum": middle}).outcome == outcome
    ends = {end for low, high, _ in found for end in (low, high)}
    # -20 and -16 below zero, the roots of 8 and 20 (close to it) and 4, 10 and 14, 22 above
    assert {-20, -16, -8, 4, 10, 14, 22} <= ends


def test_a_seam_is_exact_for_all_readings() -> None:
    cost = {"cases": [{"when": "sum * 3 > 1", "is": "5"}, {"is": "1"}]}
    rules = ruled("cost > 2", cost=cost)
    third = Fraction(1, 3)
    assert walk(rules, {"sum": third}).outcome == "b"
    assert walk(rules, {"sum": third + Fraction(1, 10**30)}).outcome == "a"
    (flip,) = (one for one in what_if(rules, given_answers(rules, {"sum": third})).flips if one.name == "sum")
    assert (flip.bound, flip.included) == (third, False)
    prover = Prover(rules)
    assert prover.witness(prover.reach("a"), prover.given({"sum": third})) is None


def test_a_figure_that_replaces_a_parameter_replaces_all_its_cases() -> None:
    cap = {"cap": {"cases": [{"when": "is_member", "is": "limit * 2"}, {"is": "limit"}]}}
    rules = ruled("sum > cap", cap)
    assert walk(rules, {"is_member": True, "sum": 10}).outcome == "b"
    assert walk(rules, {"is_member": True, "sum": 10, "limit": 4}).outcome == "a"
    assert walk(rules, {"sum": 10, "cap": 9}).outcome == "a"  # nothing is asked for it any more
    assert walk(rules, {"sum": 10}).pending == "is_member"
    replaced = Prover(rules, overrides={"cap": 9})
    assert replaced.witness(replaced.reach("a")) == {"sum": 10}
    assert [one.name for one in what_if(rules, given_answers(rules, {"sum": 10, "cap": 9})).flips] == [
        "sum",
        "cap",
    ]


def test_fixed_choices_reach_into_the_cases_of_what_is_read() -> None:
    fee = {"fee": {"cases": [{"when": "kind == 'y'", "is": "rate * 10"}, {"is": "rate"}]}}
    rules = ruled("dear > 29 and sum > 0", fee, dear={"is": "fee", "given": {"kind": "y"}})
    assert walk(rules, {"kind": "x", "sum": 1}).outcome == "a"
    prover = Prover(rules)
    assert prover.witness(prover.reach("a"), prover.given({"kind": "x"})) is not None
    assert prover.witness(prover.reach("b"), prover.question("sum") > 0) is None


def test_only_when_and_reached_are_about_whatever_the_cases_give() -> None:
    cases = [{"when": "age > 50", "is": "sum / age"}, {"is": "sum"}]
    rules = ruled(
        "is_member",
        shown={"cases": cases, "only_when": "sum != 1"},
        soon={"cases": cases, "reached": "at once"},
    )
    scope = Scope(rules, given_answers(rules, {"age": 60, "sum": -30}))
    assert (scope["shown"], scope["soon"]) == (Fraction(-1, 2), 0)
    assert Scope(rules, given_answers(rules, {"age": 60, "sum": 1}))["shown"] is None


@pytest.mark.parametrize(("cases", "where", "how"), [
    ([{"when": "age >= 65", "is": "1"}, {"when": "age >= 75", "is": "2"}, {"is": "0"}], 1, "never holds"),
    ([{"when": "age >= 65", "is": "1"}, {"when": "age < 65", "is": "2"}, {"is": "0"}], 1, "the cases after it never count"),
    ([{"when": "age >= 0", "is": "1"}, {"when": "age >= 65", "is": "2"}, {"is": "0"}], 0, "the cases after it never count"),
    ([{"when": "rate > 2", "is": "1"}, {"is": "0"}], 0, "the cases after it never count"),
])  # fmt: skip
def test_a_case_that_never_counts_is_told(cases: list[dict[str, str]], where: int, how: str) -> None:
    fixed = {"given": {"kind": "y"}} if "rate" in cases[0]["when"] else {}
    rules = ruled("points > sum", points={"cases": cases, **fixed})
    ((found, says),) = told(check(rules, TODAY), "constant-part")
    assert found == f"formulas › points › cases[{where}] › when"
    assert how in says


def test_sound_cases_are_sound() -> None:
    report = check(ruled("points * limit > sum", points={"cases": AGE}), TODAY)
    assert [one.code for one in report.findings if one.code != "unused"] == []


def test_versions_with_cases_are_compared() -> None:
    old = ruled("points > sum", points={"cases": AGE})
    turned = [{"when": "age < 65", "is": "0"}, {"when": "not (age >= 75)", "is": "1"}, {"is": "2"}]
    other = [AGE[0], {"when": "age > 65", "is": "1"}, AGE[2]]
    assert compare(old, ruled("points > sum", points={"cases": turned})).verdict == EQUIVALENT
    new = ruled("points > sum", points={"cases": other})
    found = compare(old, new)
    assert found.verdict == DIFFERENT
    assert {one.example["age"] for one in found.differences} == {65}
    told_ = [(one.path, one.old, one.new) for one in changes(old, new, same(old, new))]
    assert told_ == [(("formulas", "points", "cases", 1, "when"), "age >= 65", "age > 65")]


def test_a_renamed_name_inside_a_case_is_no_change() -> None:
    old = ruled("points > sum", points={"cases": [{"when": "age > limit", "is": "limit"}, {"is": "0"}]})
    text = old.origin.texts["rules.yaml"].replace("limit", "bound")
    new = load_texts({"rules.yaml": text}, "test")
    mapping = same(old, new, ["limit=bound"])
    assert compare(old, new, mapping).verdict == EQUIVALENT
    assert [one.kind for one in changes(old, new, mapping)] == ["renamed"]


def test_many_cases_on_many_levels_are_still_read() -> None:
    def level(name: str) -> dict[str, Any]:
        return {"cases": [*({"when": f"{name} == {i}", "is": str(i + 1)} for i in range(99)), {"is": "0"}]}

    names = ["age", *(f"f{i}" for i in range(30))]
    rules = ruled("f29 > 40", **{name: level(before) for before, name in pairwise(names)})
    assert walk(rules, {"age": 12}).outcome == "a"
    with pytest.raises(AdvisorError, match="expected 1 to 100"):
        ruled("f > 0", f={"cases": [*({"when": f"age == {i}", "is": "1"} for i in range(100)), {"is": "0"}]})


def test_what_a_parameter_reads_in_its_cases_is_known_everywhere() -> None:
    cap = {"cap": {"cases": [{"when": "is_member", "is": "limit / age"}, {"is": "limit"}]}}
    rules = ruled("sum > cap", cap)
    assert rules.chart.questions_at("d") == ("sum", "is_member", "age")
    flips = what_if(rules, given_answers(rules, {"is_member": True, "sum": 3, "age": 3})).flips
    assert {"is_member", "age", "limit"} <= {one.name for one in flips}
    report = check(rules, TODAY)
    assert "questions › age" not in [where for where, _ in told(report, "unused")]
    ((where, says),) = told(report, "division-by-zero")
    assert (where, "`limit / age` divides by `age`" in says) == ("decisions › d › branches[0] › when", True)
    with pytest.raises(AdvisorError, match="needs itself: double → cap → double"):
        ruled(
            "sum > cap",
            {"cap": {"cases": [{"when": "is_member", "is": "double"}, {"is": "1"}]}},
            double="cap * 2",
        )


def test_cases_of_two_types_have_none() -> None:
    mixed = Cases(((Name("is_member"), Numeral(1)),), Text("one"))
    with pytest.raises(ExpressionError, match="`1` is a number, but here stands a text"):
        type_of(mixed, {"is_member": "boolean"})
    with pytest.raises(ExpressionError, match="`age` is a number, but here stands a boolean"):
        type_of(Cases(((Name("age"), Numeral(1)),), Numeral(2)), {"age": "number"})
