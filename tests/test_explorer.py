"""The walks of an explorer are those of the session, and what they show is not proved again."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.analysis.check import check
from advisor.analysis.explorer.walks import Explorer, Walk
from advisor.analysis.solver import Prover
from advisor.engine.answers import Answers
from advisor.engine.checking import check as checked
from advisor.engine.session import walk
from advisor.rules import Ruleset, load_texts
from tests import random_rules
from tests.benchmarks.growth import chart


def is_walked(rules: Ruleset, known: Walk) -> bool:
    """Whether the session takes the same steps for the answers of a walk."""
    trace = walk(rules, Answers(known.given))
    return (
        tuple((step.decision, step.branch) for step in trace.steps) == known.steps and trace.at == known.end
    )


@given(random_rules.rulesets(), random_rules.answers(), random_rules.answers())
def test_a_walk_with_other_answers_is_the_walk_for_those(
    rules: Ruleset, answers: dict[str, Any], others: dict[str, Any]
) -> None:
    explorer = Explorer(rules)
    base = explorer.walk(checked(rules, answers).given)
    assert is_walked(rules, base)
    for name, value in checked(rules, others).given.items():
        other = explorer.varied(base, {name: value}, rules.start)
        assert other is not None
        assert other.given.get(name, value) == value
        assert is_walked(rules, other)


@given(random_rules.rulesets(), random_rules.answers(), st.data())
def test_variations_come_to_the_decision_they_are_for(
    rules: Ruleset, answers: dict[str, Any], data: st.DataObject
) -> None:
    explorer = Explorer(rules)
    base = explorer.walk(checked(rules, answers).given)
    state = data.draw(st.sampled_from(base.states))
    for name in rules.chart.questions_at(state):
        for other in explorer.variations(state, base, name):
            assert state in other.states
            assert is_walked(rules, other)


@pytest.mark.parametrize("shape", ["tree", "lattice"])
def test_the_solver_is_asked_about_few_of_many_conditions(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = load_texts({"rules.yaml": json.dumps(chart(shape, 100, 100))}, "grown")
    asked: list[int] = []
    solved = Prover._solved
    monkeypatch.setattr(Prover, "_solved", lambda *args: asked.append(1) or solved(*args))
    check(rules, date(2026, 2, 1))
    assert len(asked) < 20  # of 200 branches and as many questions


def test_a_sound_chart_costs_few_questions_to_the_solver_and_no_costs_spelled_out(
    published: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    solved = Prover._solved
    monkeypatch.setattr(Prover, "_solved", lambda *args: asked.append(1) or solved(*args))
    monkeypatch.delattr("advisor.advice.advice.costs")
    assert check(published, date(2026, 6, 1)).clean
    assert len(asked) < 25
