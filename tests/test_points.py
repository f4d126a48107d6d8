"""Answers that count points: where they do, what is told of it, and that all readings agree."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from advisor import load, walk
from advisor.advice.costs import figure
from advisor.analysis.check import check
from advisor.analysis.compare import DIFFERENT, EQUIVALENT, compare, same
from advisor.analysis.compare.structure import changes
from advisor.analysis.solver import Prover
from advisor.analysis.whatif import what_if
from advisor.engine.checking import check as given
from advisor.engine.scope import Scope
from advisor.errors import RulesError
from advisor.language.expression import parse
from advisor.rules import Ruleset, load_texts
from tests.test_check import TODAY

CHADS = Path(__file__).parent / "flows" / "chads"
NOTHING = {"failure": False, "pressure": False, "age": 64, "diabetes": False, "stroke": False, "vascular": False,
           "sex": "male"}  # fmt: skip
PAINS = {
    "head": {"title": "Head", "points": 2},
    "back": {"title": "Back", "points": -1},
    "foot": {"title": "Foot"},
}
LEVELS = {
    "low": {"title": "Low"},
    "mid": {"title": "Mid", "points": 1},
    "high": {"title": "High", "points": 3},
}


def ruled(when: str = "score > 2", score: Any = "smokes + 2 * level + pains", **more: Any) -> Ruleset:
    return load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {
            "smokes": {"ask": "?", "label": "Smokes", "type": "yes_no", "points": {"yes": 4, "no": -1}},
            "rich": {"ask": "?", "label": "Rich", "type": "yes_no"},
            "level": {"ask": "?", "label": "Level", "type": "choice", "options": LEVELS},
            "pains": {"ask": "?", "label": "Pains", "type": "several", "options": PAINS},
            "age": {"ask": "?", "label": "Age", "type": "integer", "min": 0, "max": 99}, **more.pop("questions", {})},
        "parameters": {"limit": {"value": 2, "source": "s", "date": "2026-11-01"}},
        "formulas": {"score": score, "flag": "age > 5", **more.pop("formulas", {})},
        "decisions": {"d": {"label": "D?", "branches": [{"label": "a", "when": when, "to": "a"}, {"label": "b", "to": "b"}]}},
        "outcomes": {o: {"approach": "one", "title": "O", "says": "So.", "next": ["Go."]} for o in "ab"}, **more,
    })}, "test")  # fmt: skip


def scope(rules: Ruleset, **answers: Any) -> Scope:
    return Scope(rules, given(rules, answers))


ALL = {"smokes": True, "rich": False, "level": "high", "pains": ["head", "back"], "age": 50}


@pytest.mark.parametrize(("text", "value"), [
    ("smokes + 1", 5), ("-smokes", -4), ("level * 2", 6), ("pains", 1), ("pains - age", -49), ("pains.head + 0", 2),
    ("pains.foot * 5", 0), ("2 * (smokes + pains.back)", 6), ("(smokes + level) / 2", 3.5),
])  # fmt: skip
def test_a_question_counts_its_points_in_arithmetic(text: str, value: float) -> None:
    assert scope(ruled(score=text), **ALL)["score"] == value


@pytest.mark.parametrize(("when", "holds"), [
    ("smokes >= 4", True), ("smokes == 4", True), ("4 == smokes", True), ("level > smokes", False), ("level > limit", True),
    ("level == 3", True), ('level == "high"', True), ("smokes", True), ("not smokes", False), ("smokes == rich", False),
    ("smokes == flag", True), ("pains == 1", True), ("pains.head", True), ("pains.foot", False), ("pains.head == 2", True),
    ("smokes == level", False), ("level != smokes", True), ("pains.head and pains > 0", True), ("level in [low, high]", True), ("level not in [low, high]", False),
    ("smokes in [4, 5]", True), ("age in [49, 50]", True), ("age not in [-1, 51]", True),
])  # fmt: skip
def test_it_is_what_it_was_where_no_number_is_needed(when: str, holds: bool) -> None:
    assert walk(ruled(when), ALL).outcome == ("a" if holds else "b")


def test_cases_of_numbers_count_points_and_cases_of_conditions_do_not() -> None:
    cases = {"cases": [{"when": "rich", "is": "smokes"}, {"when": "level > 2", "is": "level"}, {"is": "0"}]}
    rules = ruled(score=cases, formulas={"so": {"cases": [{"when": "rich", "is": "smokes"}, {"is": "flag"}]}})
    assert rules.types["so"] == "boolean"
    for rich, value in ((True, 4), (False, 3)):
        assert scope(rules, **{**ALL, "rich": rich})["score"] == value


def test_a_default_and_conditions_beside_the_chart_count_points() -> None:
    rules = ruled(questions={"visits": {"ask": "?", "type": "integer", "min": 0, "max": 20, "default": "smokes + level"}},
                  when="visits > 6", cautions={"c": {"says": "Mind {score}.", "when": "pains >= 1"}})  # fmt: skip
    assert walk(rules, ALL).outcome == "a"
    assert rules.cautions["c"].when is not None
    assert rules.cautions["c"].when.value(scope(rules, **ALL)) is True
    prover = Prover(rules, optional=frozenset({"visits"}))
    found = prover.witness(prover.reach("a"), prover.is_left_out("visits"))
    assert found is not None
    assert (found["smokes"], found["level"]) == (True, "high")


def numbers(rules: Ruleset, **answers: Any) -> str:
    return figure(scope(rules, **answers), "score").numbers


def test_the_arithmetic_tells_which_answers_counted() -> None:
    assert numbers(ruled(), **ALL) == "4 (Smokes: yes) + 2 × 3 (Level: High) + 1 (Pains: Head, Back) = 11"
    nothing = {"smokes": False, "level": "low", "pains": []}
    assert numbers(ruled(), **nothing) == "−1 (Smokes: no) + 2 × 0 (Level: Low) + 0 (Pains: none) = −1"
    assert numbers(ruled(score="pains.head + pains.foot + age"), **ALL) == (
        "2 (Pains: Head) + 0 (Pains: not Foot) + 50 (Age) = 52")  # fmt: skip


def test_a_reason_tells_it_where_it_is_short() -> None:
    (step,) = walk(ruled("smokes + limit > 3"), ALL).steps
    assert (step.because, step.statement) == ("4 (Smokes: yes) + 2 = 6 > 3", "Smokes + limit > 3")
    assert walk(ruled("pains.head + age > 3"), ALL).steps[0].statement == "Pains (Head) + Age > 3"
    (step,) = walk(ruled("pains > 0"), ALL).steps
    assert step.because == "1 (Pains: Head, Back) > 0"
    assert walk(ruled(), ALL).steps[0].because == "11 > 2"


def test_every_reading_agrees_on_every_answer() -> None:
    rules = ruled()
    prover = Prover(rules)
    for smokes, level, pains in product((True, False), LEVELS, ([], ["head"], ["back", "foot"], list(PAINS))):
        answers = {"smokes": smokes, "level": level, "pains": pains}
        meant = (
            (4 if smokes else -1)
            + 2 * LEVELS[level].get("points", 0)
            + sum(PAINS[one].get("points", 0) for one in pains)
        )  # type: ignore[operator, misc]
        assert scope(rules, **answers)["score"] == meant
        outcome = "a" if meant > 2 else "b"
        known = given(rules, answers)
        assert walk(rules, known).outcome == outcome
        assert prover.is_possible(prover.reach(outcome), prover.given(known.known()))
        assert not prover.is_possible(
            prover.reach("b" if outcome == "a" else "a"), prover.given(known.known())
        )
        for flip in what_if(rules, known).flips:
            assert walk(rules, known.with_answer(flip.name, flip.to)).outcome == flip.outcome != outcome


@pytest.mark.parametrize(("question", "says"), [
    ({"ask": "?", "type": "yes_no", "points": {"yes": 1.5}}, "found 1.5, and points are whole numbers"),
    ({"ask": "?", "type": "yes_no", "points": {"maybe": 1}}, "found `maybe`, expected one of yes, no"),
    ({"ask": "?", "type": "yes_no", "points": 3}, "expected a mapping"),
    ({"ask": "?", "type": "integer", "points": {"yes": 1}}, "only yes or no has points for itself"),
    ({"ask": "?", "type": "choice", "options": LEVELS, "points": {"yes": 1}}, "only yes or no has points for itself"),
    ({"ask": "?", "type": "choice", "options": {"x": {"title": "X", "points": "1/3"}}}, "`x` has 0.333 points"),
    ({"ask": "?", "type": "several", "options": {"x": {"title": "X", "points": "many"}}}, "is not a number"),
])  # fmt: skip
def test_wrong_points_are_refused(question: dict[str, Any], says: str) -> None:
    with pytest.raises(RulesError) as refused:
        ruled(questions={"q": question})
    assert says in str(refused.value)


@pytest.mark.parametrize("score", ["rich + 1", 'level + "x"', "smokes + flag"])
def test_what_has_no_points_is_no_number(score: str) -> None:
    with pytest.raises(RulesError, match=r"is a (boolean|text), but here stands a number"):
        ruled(score=score)


@pytest.mark.parametrize("when", ["pains", "pains == 'head'", "pains and age > 5"])
def test_several_answers_that_are_meant_by_what_they_are_are_read_by_option(when: str) -> None:
    with pytest.raises(RulesError, match=r"each option is read by itself, as `pains\.option`"):
        ruled(when)


def test_other_points_are_a_difference_and_the_same_ones_none() -> None:
    old = ruled()
    text = old.origin.texts["rules.yaml"]
    new = load_texts({"rules.yaml": text.replace('"yes": 4', '"yes": 3')}, "test")
    found = compare(old, new)
    assert found.verdict == DIFFERENT
    assert [(one.path, one.old, one.new) for one in changes(old, new, same(old, new))] == [
        (("questions", "smokes", "points", "yes"), "4", "3")]  # fmt: skip
    for one in found.differences:
        assert (walk(old, one.example).outcome, walk(new, one.example).outcome) == (one.old, one.new)
    written = "(smokes - 1) + 1 + 2 * level + pains.head + pains.back"
    assert compare(old, ruled(score=written)).verdict == EQUIVALENT


def test_lists_are_the_comparisons_that_they_are_short_for() -> None:
    assert parse("a in [x, 'y z']") == parse("a == 'x' or a == 'y z'")
    assert parse("a not in [1, -2]") == parse("a != 1 and a != -2")
    assert parse("a in [2026-04-06]") == parse("a == 2026-04-06")
    assert parse("a.b in [true]") == parse("a.b == true")


@pytest.mark.parametrize(("answers", "score", "outcome"), [
    ({}, 0, "none_needed"), ({"sex": "female"}, 1, "none_needed"), ({"age": 65}, 1, "consider"), ({"age": 74}, 1, "consider"),
    ({"age": 75}, 2, "offer"), ({"stroke": True}, 2, "offer"), ({"age": 65, "sex": "female"}, 2, "offer"),
    ({"diabetes": True, "pressure": True}, 2, "offer"), (dict.fromkeys(("failure", "pressure", "diabetes", "stroke", "vascular"), True)
                                                        | {"age": 80, "sex": "female"}, 9, "offer"),
])  # fmt: skip
def test_a_score_of_seven_factors_shows_its_sum(answers: dict[str, Any], score: int, outcome: str) -> None:
    rules = load(CHADS)
    trace = walk(rules, NOTHING | answers)
    assert (trace.outcome, trace.scope["score"]) == (outcome, score)


def test_the_score_is_told_with_its_factors_and_checked() -> None:
    rules = load(CHADS)
    found = figure(scope(rules, **NOTHING | {"stroke": True, "age": 70}), "score")
    assert found.numbers == ("0 (heart failure: no) + 0 (hypertension: no) + 1 (age) + 0 (diabetes: no) + 2 (stroke: yes) + "
                             "0 (vascular disease: no) + 0 (sex: male) = 3 points")  # fmt: skip
    assert check(rules, TODAY).findings == ()
