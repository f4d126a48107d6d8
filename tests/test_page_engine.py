"""The page's scripts under node, held to the program: the same walks, missing answers and words."""

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from advisor import walk
from advisor.decision import of as decision_of
from advisor.engine.answers import Answers, shown
from advisor.engine.checking import check
from advisor.engine.questions import missing
from advisor.engine.session import Trace
from advisor.errors import AdvisorError, AnswerError
from advisor.rules import Ruleset, load, load_texts
from advisor.wizard import flow
from tests import page_process, random_rules
from tests.conftest import ROOT, TRIES
from tests.page_process import Page, Tries

pytestmark = pytest.mark.skipif(not page_process.NODE, reason="node is not installed")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with page_process.opened() as found:
        yield found


def walked(rules: Ruleset, values: dict[str, Any]) -> dict[str, Any]:
    """What the program says to some answers, in the form in which the page says it."""
    try:
        answers = check(rules, values)
    except AnswerError as error:
        is_refused = error.problems[0].code == "refused"
        problems = {"problems": [(one.where, one.says if is_refused else "") for one in error.problems]}
        return problems | (_asked(rules, check(rules, values, unfinished=True)) if is_refused else {})
    try:
        trace = walk(rules, answers)
        return _of(trace) | _asked(rules, answers)
    except AdvisorError:
        return {"problem": True}


def _of(trace: Trace) -> dict[str, Any]:
    rules, given = trace.rules, trace.scope.answers.given
    steps = [
        {"decision": step.decision, "branch": step.branch, "label": step.label, "to": step.to, "because": step.because,
         "reason": step.reason, "brief": step.brief, "statement": step.statement, "decidedBy": [*step.decided_by]}
        for step in trace.steps
    ]  # fmt: skip
    return {
        "steps": steps, "outcome": trace.outcome, "pending": trace.pending, "missing": missing(trace), "problem": None,
        "shown": {name: shown(rules, name, value) for name, value in given.items()},
        "kept": decision_of(trace, date.today()).answers,
    }  # fmt: skip


def _asked(rules: Ruleset, answers: Answers) -> dict[str, Any]:
    form = flow.Form(rules, answers)
    number, at_most = flow.position(form)
    pending, asked = flow.pending(form), [*flow.asked(form)]
    counting = [name for name in answers.given if name in {*asked, *flow.details(rules)}]
    return {
        "next": pending,
        "asked": asked,
        "position": {"number": number, "atMost": at_most},
        "counting": counting,
        "suggested": _suggested(flow.without(form, pending), pending) if pending else None,
    }


def _suggested(form: flow.Form, name: str) -> list[str] | None:
    value, source = flow.offered(form, name)
    return None if value is None else [shown(form.rules, name, value), source]


def said(page: Page, values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = page("walk", values)
    if "problems" in found:
        is_refused = "asked" in found
        problems = [(one["name"], one["says"] if is_refused else "") for one in found["problems"]]
        return found | {"problems": problems}
    return {"problem": True} if found["problem"] else found


def hold_alike(page: Page, rules: Ruleset, chance: random.Random, count: int) -> None:
    page.open(rules)
    tries = Tries(rules, chance)
    for _ in range(count):
        values = tries.values()
        assert said(page, values) == walked(rules, values), values


@pytest.mark.parametrize("seed", [pytest.param(0), pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("shipped", ["published", "current"])
def test_the_page_walks_as_the_program_does(page: Page, shipped: str, seed: int) -> None:
    hold_alike(page, load(ROOT / "rules" / shipped), random.Random(seed), 1_000 * TRIES if seed else 150)


@pytest.mark.parametrize(
    "folder", sorted((ROOT / "tests" / "flows").iterdir()), ids=lambda folder: folder.name
)
def test_it_walks_rules_of_every_kind(page: Page, folder: Path) -> None:
    hold_alike(page, load(folder), random.Random(0), 60)


@st.composite
def demanding(draw: st.DrawFn) -> Ruleset:
    """Random rules that refuse some answers, ask for more than the way needs, and come to figures."""
    data = json.loads(draw(random_rules.rule_texts()))
    whens = draw(st.lists(random_rules.conditions(), max_size=2))
    data["refuse"] = [{"when": when, "says": "Not with {n0}."} for when in whens]
    data["details"] = [{"title": "More", "ask": draw(st.sampled_from([["n2"], ["y1", "c1"], ["t1"]]))}]
    data["ask_first"] = draw(st.sampled_from([[], ["c0"]]))
    for one in data["outcomes"].values():
        one["figures"] = draw(
            st.lists(st.sampled_from(["f0", "f1", "p1", "n1", "t0"]), unique=True, max_size=2)
        )
        one["ask"] = draw(st.sampled_from([[], ["c1"], ["r0", "y0"]]))
    return load_texts({"rules.yaml": json.dumps(data)}, "random")


@settings(max_examples=20)
@given(demanding(), st.integers(0, 2**32))
def test_it_walks_random_rules_as_the_program_does(page: Page, rules: Ruleset, seed: int) -> None:
    hold_alike(page, rules, random.Random(seed), 10)


@pytest.mark.slow
@settings(max_examples=40 * TRIES, phases=[phase for phase in Phase if phase is not Phase.shrink])
@given(demanding(), st.integers(0, 2**32))
def test_it_walks_many_random_rules_as_the_program_does(page: Page, rules: Ruleset, seed: int) -> None:
    hold_alike(page, rules, random.Random(seed), 50)


def test_ids_can_be_what_objects_of_the_language_inherit(page: Page) -> None:
    ids = ("constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf")
    question, parameter, formula, outcome, option = ids
    rules = load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "odd", "version": "1", "title": "Odd"}, "start": "watch",
        "approaches": {"one": {"title": "One"}},
        "questions": {question: {"ask": "Which?", "type": "choice", "options": {option: {"title": "It"}, "b": {"title": "B"}}}},
        "parameters": {parameter: {"by": question, "values": {option: 3, "b": 5}, "source": "s", "date": "2026-01-01"}},
        "formulas": {formula: f"{parameter} * 2"},
        "decisions": {"watch": {"label": "Much?", "branches": [
            {"label": "yes", "when": f"{formula} > 6", "to": outcome}, {"label": "no", "to": "done"}]}},
        "outcomes": {name: {"approach": "one", "title": name, "says": "{toString}."} for name in (outcome, "done")},
    })}, "odd")  # fmt: skip
    hold_alike(page, rules, random.Random(0), 20)


def test_a_default_that_is_refused_is_not_suggested(page: Page) -> None:
    rules = load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "days", "version": "1", "title": "Days"}, "start": "late", "ask_first": ["begun", "done"],
        "approaches": {"one": {"title": "One"}},
        "questions": {"begun": {"ask": "When did it begin?", "type": "date"},
                      "done": {"ask": "When was it done?", "type": "date", "default": "2026-04-06"}},
        "refuse": [{"when": "done < begun", "says": "It cannot be done before it begins."}],
        "decisions": {"late": {"label": "Late?", "branches": [
            {"label": "yes", "when": "done > 2026-05-01", "to": "yes"}, {"label": "no", "to": "no"}]}},
        "outcomes": {name: {"approach": "one", "title": name, "says": "So."} for name in ("yes", "no")},
    })}, "days")  # fmt: skip
    page.open(rules)
    for begun, suggested in (("2026-04-01", ["2026-04-06", ""]), ("2026-04-07", None)):
        found = page("walk", {"begun": begun})
        assert (found["next"], found["suggested"]) == ("done", suggested)
