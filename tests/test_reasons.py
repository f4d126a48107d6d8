"""Why a branch was taken, and while it stands: every guard that mattered, readable."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advice.advice import advise
from advisor.days import parse_day
from advisor.engine.scope import Scope
from advisor.engine.session import Step, walk
from advisor.language.evaluate import value_of
from advisor.output import diagram
from advisor.rules import Ruleset
from tests import random_rules
from tests.conftest import TIERS, Ran, sets


@pytest.mark.parametrize(("answers", "decision", "because", "statement"), [
    ({"impact": "low", "users": 9}, "size", "9 < 10", "Users < Few"),
    ({"impact": "low", "users": 50}, "size", "10 ≤ 50 < 100", "Few ≤ Users < Many"),
    ({"impact": "low", "users": 500}, "size", "100 ≤ 500 < 10,000 and 3 × 0.333 = 1 ≥ 1",
     "Many ≤ Users < 10,000 and 3 × Share ≥ 1"),
    ({"impact": "low", "users": 20_000}, "size", "20,000 ≥ 10,000", "Users ≥ 10,000"),
    ({"impact": "medium", "users": 9}, "impact", "Impact: Medium", "Impact: Medium"),
    ({"impact": "very_high", "is_exposed": False, "users": 9}, "impact", "Impact: Very high and Exposed: no",
     "Impact: Very high and Exposed: no"),
    ({"impact": "high", "is_exposed": True}, "impact", "Impact: High and Exposed: yes",
     "Impact: High or Very high and Exposed: yes"),
])  # fmt: skip
def test_a_branch_rests_on_the_earlier_ones_too(
    tiers: Ruleset, answers: dict[str, object], decision: str, because: str, statement: str
) -> None:
    step = next(step for step in walk(tiers, answers).steps if step.decision == decision)
    assert (step.because, step.statement) == (because, statement)


def test_a_record_says_while_it_stands(run: Callable[..., Ran], tmp_path: Any) -> None:
    given = ["--rules", TIERS, *sets({"impact": "very_high", "is_exposed": False, "users": 400})]
    run("record", *given, "-o", tmp_path / "record.md")
    text = (tmp_path / "record.md").read_text()
    assert "* How bad? **in any case**: Impact: Very high and Exposed: no" in text
    assert "\n* 0.125 < Effort ≤ 1 and Users that it hurts > 50 (when decided: " in text
    assert "very_high ≠" not in text


def test_the_path_names_each_answer_that_decided_or_only_the_branch(tiers: Ruleset) -> None:
    given = {"impact": "high", "is_exposed": False, "users": 400, "days": 1, "share": 0.5}
    drawn = diagram.scene(tiers, advise(walk(tiers, given), date(2026, 11, 24)), date(2026, 11, 24))
    taken = [" ".join(edge.label) for edge in drawn.edges if edge.taken]
    assert taken == ["badly · Impact: High · Exposed: no", "a day"]


def part_holds(part: str, scope: Scope) -> bool:
    """One part of a statement, read back: a switch, options of a choice, or a comparison."""
    name, colon, said = part.partition(": ")
    if colon and isinstance(scope[name], tuple):
        return all(
            (one.removeprefix("not ").lower() in scope[name]) != one.startswith("not ")
            for one in said.split(", ")
        )
    if colon and isinstance(scope[name], bool):
        return bool(scope[name]) == (said == "yes")
    if colon:
        titles = {
            title.upper() for title in said.removeprefix("not ").replace(", not ", " or ").split(" or ")
        }
        return (scope[name].upper() in titles) != said.startswith("not ")
    signs = str.maketrans({"≤": "<=", "≥": ">=", "=": "==", "≠": "!=", "×": "*", "÷": "/", "−": "-"})
    dated = re.sub(r"\d{4}-\d\d-\d\d", lambda day: str(parse_day(day[0])), part)
    text = re.sub(r"(?<![\w.])\d+(?:\.\d+)?", r"F('\g<0>')", dated.translate(signs))
    options = re.sub(r"(\w+) \((\w)\)", lambda option: f"{option[1]}_{option[2].lower()}", text)
    return bool(eval(options, {"F": Fraction}, Counted(scope, _is_of_truths(part, scope))))


class Counted(dict[str, Any]):
    """The values of names as a comparison has them: what answers count, unless truths are compared."""

    def __init__(self, scope: Scope, as_truths: bool) -> None:
        super().__init__()
        self.scope, self.as_truths = scope, as_truths

    def __missing__(self, name: str) -> Any:
        own = name.replace("_", ".") if name[0] == "s" else name
        count = self.scope.rules.counts.get(own)
        return self.scope[own] if self.as_truths or count is None else value_of(count, self.scope)


def _is_of_truths(part: str, scope: Scope) -> bool:
    """Whether nothing is compared but two answers that are yes or no."""
    sides = [
        re.sub(r" \((\w)\)", lambda option: f".{option[1].lower()}", side)
        for side in re.split(" [=≠] ", part)
    ]
    return len(sides) == 2 and all(scope.rules.types.get(side) == "boolean" for side in sides)


def holds(step: Step, scope: Scope) -> bool:
    return step.statement == "" or all(part_holds(part, scope) for part in step.statement.split(" and "))


@settings(max_examples=150)
@given(rules=random_rules.rulesets(3), answers=random_rules.answers(), data=st.data())
def test_while_a_statement_holds_its_branch_is_taken(
    rules: Ruleset, answers: dict[str, Any], data: st.DataObject
) -> None:
    for name in data.draw(st.sets(st.sampled_from(["r0", "n2", "y1"]))):  # these have defaults
        del answers[name]
    steps = {step.decision: step for step in walk(rules, answers).steps}
    assert all(holds(step, step.scope) for step in steps.values())
    for other in data.draw(st.lists(random_rules.answers(), min_size=10, max_size=10)):
        names = data.draw(st.sets(st.sampled_from([*other]), max_size=2))
        for step in walk(rules, answers | {name: other[name] for name in names}).steps:
            if step.decision in steps and holds(steps[step.decision], step.scope):
                assert step.branch == steps[step.decision].branch, steps[step.decision].statement
