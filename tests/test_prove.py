"""The solver reads the rules as a walk does: same branches, same outcomes, exact on every boundary."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import load, walk
from advisor.analysis.solver import FAILS, Prover, Undecided
from advisor.engine.answers import Answers
from advisor.engine.checking import check
from advisor.errors import AdvisorError
from advisor.rules import Ruleset, load_texts
from tests import random_rules

QUESTIONS: dict[str, Any] = {
    "n": {"ask": "N?", "type": "integer", "min": 0, "max": 100},
    "x": {"ask": "X?", "type": "number", "min": -10, "max": 10, "default": "rate * 2"},
    "yes": {"ask": "Yes?", "type": "yes_no", "default": "yes"},
    "kind": {
        "ask": "Kind?",
        "type": "choice",
        "default": "b",
        "options": {"a": {"title": "A"}, "b": {"title": "B"}},
    },
}


def chart(*conditions: str, **formulas: Any) -> Ruleset:
    """A chart whose decision ``d`` has these conditions in turn; branch i leads to outcome ``o{i}``."""
    branches = [{"label": f"{i}", "when": when, "to": f"o{i}"} for i, when in enumerate(conditions)]
    count = len(conditions)
    return load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": QUESTIONS, "formulas": formulas,
        "parameters": {"rate": {"by": "kind", "values": {"a": 1, "b": 3}}, "limit": {"value": 7}},
        "decisions": {"d": {"label": "D?", "branches": [*branches, {"label": "else", "to": f"o{count}"}]}},
        "outcomes": {f"o{i}": {"approach": "one", "title": "O", "says": "So."} for i in range(count + 1)},
    })}, "test")  # fmt: skip


def outcomes(rules: Ruleset) -> dict[str, Any]:
    """A witness for each outcome; None where it is proved that there is none."""
    prover = Prover(rules)
    return {outcome: prover.witness(prover.reach(outcome)) for outcome in rules.outcomes}


@pytest.mark.parametrize(("when", "example"), [
    ("n >= 7", {"n": 7}), ("n > limit and n < 9", {"n": 8}), ("n * 3 == 12", {"n": 4}), ("x * 4 == 1", {"x": Fraction(1, 4)}),
    ("n * x == 6 and n == 4", {"n": 4, "x": Fraction(3, 2)}), ("yes != (n > 3) and yes and n >= 3", {"n": 3, "yes": True}),
    ('kind == "a" and rate * n == 5', {"kind": "a", "n": 5}), ('"b" == kind and rate * n == 9', {"kind": "b", "n": 3}),
    ("n / 4 == 2.5", {"n": 10}), ("1 / n == 0.25", {"n": 4}), ("-n < -99", {"n": 100}),
])  # fmt: skip
def test_a_witness_is_exact(when: str, example: dict[str, Any]) -> None:
    found = outcomes(chart(when))["o0"]
    assert found == example
    assert walk(chart(when), found).outcome == "o0"


@pytest.mark.parametrize("when", [
    "n > 100", "n < 0", "n * 2 == 7", "n > 3 and n < 4", "x > 10", "x * x < 0", "n * n == 2", "yes and not yes",
    'kind == "a" and rate == 3', "n * (n - 1) < 0", "1 / n == 0", "(x - 1) * (x + 1) > 99",
])  # fmt: skip
def test_what_no_answer_makes_true_is_proved_to_be_so(when: str) -> None:
    assert outcomes(chart(when))["o0"] is None


def test_a_formula_under_fixed_choices_is_computed_so_whatever_is_chosen() -> None:
    rules = chart("dear > n and n > 50", dear={"is": "rate * 20", "given": {"kind": "b"}})
    found = outcomes(rules)["o0"]
    assert found == {"n": 51} or (found.pop("kind"), found) == ("a", {"n": 51})
    assert (
        outcomes(chart("cheap > n and n > 50", cheap={"is": "rate * 20", "given": {"kind": "a"}}))["o0"]
        is None
    )


def test_divisions_are_read_as_far_as_a_walk_reads_them() -> None:
    guarded = chart("n > 0 and 10 / n > 4", "n == 0")
    assert outcomes(guarded)["o1"] == {"n": 0}
    fails = chart("10 / n > 4", "n == 0")
    assert outcomes(fails)["o1"] is None  # the walk ends before it
    prover = Prover(fails)
    assert prover.witness(prover.outcome() == FAILS) == {"n": 0}
    with pytest.raises(AdvisorError):
        walk(fails, {"n": 0})


def test_an_answer_that_may_be_left_out_counts_as_its_default() -> None:
    rules = chart("x == 2")
    prover = Prover(rules, optional=frozenset({"x", "kind"}))
    assert prover.witness(prover.reach("o0"), ~prover.is_given("x")) == {"kind": "a"}
    assert walk(rules, {"kind": "a"}).outcome == "o0"
    prover = Prover(chart("x == 6 and not yes"), optional=frozenset({"x", "kind", "yes"}))
    assert prover.witness(prover.reach("o0")) == {"yes": False}


def test_overrides_stand_in_for_figures() -> None:
    rules = chart("n > limit and n == 10")
    assert (
        Prover(rules, overrides={"limit": 10}).witness(Prover(rules, overrides={"limit": 10}).reach("o0"))
        is None
    )
    by_choice = chart('kind == "b" and rate * n == 10 and n == 4')
    prover = Prover(by_choice, overrides={"rate.b": Fraction(5, 2)})
    assert prover.witness(prover.reach("o0")) == {"n": 4, "kind": "b"}


def test_what_the_solver_cannot_decide_is_said_to_be_so() -> None:
    rules = chart("x * x == 2")  # true for no number a person can type
    prover = Prover(rules)
    with pytest.raises(Undecided):
        prover.witness(prover.reach("o0"))


def test_meeting_branches_do_not_multiply() -> None:
    """Two to the sixtieth ways through sixty diamonds, and still one question to the solver each."""
    decisions, outcomes_ = (
        {},
        {
            "end": {"approach": "one", "title": "E", "says": "So."},
            "none": {"approach": "one", "title": "E", "says": "So."},
        },
    )
    for i in range(60):
        after = f"d{i + 1}" if i < 59 else "last"
        for name, to in ((f"d{i}", f"s{i}"), (f"s{i}", after)):
            decisions[name] = {
                "label": "D?",
                "branches": [{"label": "a", "when": f"n > {i}", "to": to}, {"label": "b", "to": after}],
            }
    decisions["last"] = {
        "label": "L?",
        "branches": [{"label": "a", "when": "n < 0", "to": "none"}, {"label": "b", "to": "end"}],
    }
    rules = load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d0", "approaches": {"one": {"title": "One"}},
        "questions": QUESTIONS, "parameters": {"rate": {"by": "kind", "values": {"a": 1, "b": 3}}},
        "decisions": decisions, "outcomes": outcomes_})}, "test")  # fmt: skip
    found = outcomes(rules)
    assert found["none"] is None
    assert walk(rules, found["end"]).outcome == "end"


def test_every_outcome_of_the_published_rules_has_a_witness(published: Ruleset) -> None:
    for outcome, example in outcomes(published).items():
        assert walk(published, example).outcome == outcome


@settings(max_examples=60)
@given(random_rules.rulesets(), st.data())
def test_walk_and_solver_agree(rules: Ruleset, data: st.DataObject) -> None:
    answers = data.draw(random_rules.answers())
    trace = walk(rules, answers)
    prover = Prover(rules)
    known = prover.given(check(rules, answers).known())
    assert prover.witness(known, prover.reach(trace.at)) is not None
    for other in set(rules.outcomes) - {trace.at}:
        assert prover.witness(known, prover.reach(other)) is None


@settings(max_examples=60)
@given(random_rules.rulesets())
def test_witnesses_walk_where_they_say(rules: Ruleset) -> None:
    prover = Prover(rules)
    for state in (*rules.decisions, *rules.outcomes):
        try:
            found = prover.witness(prover.reach(state))
        except Undecided:
            continue
        if found is not None:
            trace = walk(rules, Answers(found))
            assert state in {rules.start, trace.at, *(step.to for step in trace.steps)}


def test_deciding_needs_no_solver() -> None:
    import subprocess
    import sys

    code = "import sys; from advisor.cli import main; main(['decide', '--set', 'base_model_suffices=yes']); sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
    assert load().id
