"""Where the page says that a number turns the outcome, and what it says is still possible, held to walks."""

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import walk
from advisor.engine.answers import Answers, to_typed
from advisor.engine.checking import check
from advisor.engine.refusals import is_refused
from advisor.errors import AdvisorError
from advisor.quantities import Number, simplest
from advisor.rules import Ruleset, load, load_texts
from tests import page_process
from tests.conftest import ROOT
from tests.page_process import Page, Tries
from tests.test_page_engine import demanding

pytestmark = pytest.mark.skipif(not page_process.NODE, reason="node is not installed")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with page_process.opened() as found:
        yield found


def ended(rules: Ruleset, answers: Answers) -> tuple[str | None, str | None]:
    """The outcome or the open question; neither where the answers are refused, or the rules cannot be computed."""
    try:
        trace = walk(rules, answers)
    except AdvisorError:
        return None, None
    return (None, None) if is_refused(rules, answers) else (trace.outcome, trace.pending)


def around(rules: Ruleset, name: str, turns: list[Fraction], chance: random.Random) -> list[Number]:
    """Values at the turns, close to them and anywhere."""
    question = rules.questions[name]
    low = question.min or 0
    high = low + 10_000 if question.max is None else question.max
    near = Fraction(1) if question.kind.is_whole else Fraction(1, 10**9)
    values = [value for one in turns for value in (one - near, one, one + near)]
    values += [low + (high - low) * Fraction(chance.randrange(101), 100) for _ in range(4)]
    return [value for value in values if question.kind.takes(value)]


def hold_turns(page: Page, rules: Ruleset, tries: Tries, chance: random.Random) -> None:
    values = tries.values()
    ordered = [name for name in values if name in rules.questions and rules.is_ordered(name)]
    if not ordered:
        return
    name = chance.choice(ordered)
    try:
        answers = check(rules, values)
    except AdvisorError:
        return
    turns = [
        (Fraction(one["at"]), one["included"], (one["outcome"], one["pending"]))
        for one in page("turns", [name, values])
    ]
    for value in around(rules, name, [at for at, _, _ in turns], chance):
        told = [state for at, included, state in turns if at < value or (at == value and included)][-1]
        assert told == ended(rules, answers.with_answer(name, simplest(value))), (name, value, values)


def hold_outlook(page: Page, rules: Ruleset, tries: Tries, chance: random.Random) -> None:
    values = tries.values()
    with suppress(AdvisorError):
        check(rules, values)
        known = {name: value for name, value in values.items() if chance.random() < 0.5}
        check(rules, known)
        found = page("outlook", known)
        for _ in range(5):
            full = {
                name: to_typed(rules, name, chance.choice(tries.likely[name])) for name in rules.questions
            }
            open_ = {name: value for name, value in full.items() if _is_open(rules, known, name)}
            outcome, _ = ended(rules, check(rules, known | open_))
            assert outcome is None or outcome in found["possible"], (known, open_)
            assert found["settled"] in (None, outcome) or outcome is None, (known, open_)


def _is_open(rules: Ruleset, known: dict[str, Any], name: str) -> bool:
    """Whether a question is still to be answered: it is not, or "not sure", and will be asked."""
    return known.get(name) == "unknown" if name in known else not rules.counts_unasked(name)


@pytest.mark.parametrize("count", [pytest.param(60), pytest.param(1_500, marks=pytest.mark.slow)])
@pytest.mark.parametrize("shipped", ["published", "current"])
def test_turns_and_outlook_of_the_shipped_rules(page: Page, shipped: str, count: int) -> None:
    rules, chance = load(ROOT / "rules" / shipped), random.Random(count)
    page.open(rules)
    tries = Tries(rules, chance)
    for _ in range(count):
        hold_turns(page, rules, tries, chance)
        hold_outlook(page, rules, tries, chance)


@settings(max_examples=20)
@given(demanding(), st.integers(0, 2**32))
def test_turns_and_outlook_of_random_rules(page: Page, rules: Ruleset, seed: int) -> None:
    chance = random.Random(seed)
    page.open(rules)
    tries = Tries(rules, chance)
    for _ in range(8):
        hold_turns(page, rules, tries, chance)
        hold_outlook(page, rules, tries, chance)


@pytest.mark.parametrize("shipped", ["published", "current"])
def test_all_outcomes_are_possible_while_nothing_is_answered(page: Page, shipped: str) -> None:
    rules = load(ROOT / "rules" / shipped)
    page.open(rules)
    assert page("outlook", {}) == {"possible": [*rules.outcomes], "settled": None, "sure": True}


def test_what_no_likely_answer_shows_is_not_ruled_out(page: Page) -> None:
    options = {option: {"title": option.upper()} for option in "abcdef"}
    rare = {"label": "those", "when": "s.a and s.c and not s.b and s.e", "to": "rare"}
    page.open(load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "many", "version": "1", "title": "Many"}, "start": "which",
        "approaches": {"one": {"title": "One"}},
        "questions": {"s": {"ask": "Which?", "type": "several", "options": options}},
        "decisions": {"which": {"label": "Which?", "branches": [rare, {"label": "others", "to": "usual"}]}},
        "outcomes": {name: {"approach": "one", "title": name, "says": "So."} for name in ("rare", "usual")},
    })}, "many"))  # fmt: skip
    assert page("outlook", {}) == {"possible": ["rare", "usual"], "settled": None, "sure": True}
    assert page("outlook", {"s": "a, e, c"})["settled"] == "rare"


@pytest.mark.parametrize(
    ("condition", "turns"),
    [
        ("x * x - 5 * x + 6 > 0", [("0/1", True), ("2/1", True), ("3/1", False)]),
        ("1 / (x + 1) < f", [("0/1", True), ("1/3", False), ("2/1", True), ("5/1", True)]),
        ("3 * x >= 1", [("0/1", True), ("1/3", True)]),
        ("x > 11", [("0/1", True)]),
    ],
)
def test_a_number_turns_the_outcome_exactly(
    page: Page, condition: str, turns: list[tuple[str, bool]]
) -> None:
    branches = [{"label": "yes", "when": condition, "to": "one"}, {"label": "no", "to": "other"}]
    page.open(load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "turns", "version": "1", "title": "Turns"}, "start": "which",
        "approaches": {"one": {"title": "One"}},
        "questions": {"x": {"ask": "How much?", "type": "number", "min": 0, "max": 10}},
        "formulas": {"f": {"cases": [{"when": "x < 2", "is": "3 / 4"}, {"when": "x < 5", "is": "0"}, {"is": "1"}]}},
        "decisions": {"which": {"label": "Which?", "branches": branches}},
        "outcomes": {name: {"approach": "one", "title": name, "says": "So."} for name in ("one", "other")},
    })}, "turns"))  # fmt: skip
    assert [(one["at"], one["included"]) for one in page("turns", ["x", {}])] == turns


def test_a_root_that_is_no_fraction_is_told_closely(page: Page) -> None:
    branches = [{"label": "yes", "when": "x * x > 2", "to": "one"}, {"label": "no", "to": "other"}]
    page.open(load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "root", "version": "1", "title": "Root"}, "start": "which",
        "approaches": {"one": {"title": "One"}},
        "questions": {"x": {"ask": "How much?", "type": "number", "min": 0, "max": 10}},
        "decisions": {"which": {"label": "Which?", "branches": branches}},
        "outcomes": {name: {"approach": "one", "title": name, "says": "So."} for name in ("one", "other")},
    })}, "root"))  # fmt: skip
    _, turn = page("turns", ["x", {}])
    assert abs(Fraction(turn["at"]) ** 2 - 2) < Fraction(1, 10**30)
