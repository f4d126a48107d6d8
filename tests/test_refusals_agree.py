"""Session, solver, what-if, check and questionnaire agree on what is refused, in random rulesets."""

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor import walk
from advisor.analysis.check import check
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.solver import Prover, Undecided
from advisor.analysis.whatif.flips import flips
from advisor.analysis.whatif.possible import still_open
from advisor.analysis.whatif.space import Space
from advisor.days import show_day
from advisor.engine.answers import Answers
from advisor.engine.checking import check as given_answers
from advisor.engine.refusals import is_refused
from advisor.errors import AnswerError
from advisor.rules import Ruleset
from advisor.wizard import flow
from advisor.wizard.flow import Form
from tests import random_rules

TODAY = date(2026, 2, 1)
RULES = random_rules.rulesets(4, refusing=True)
LEFT_OUT = st.sets(st.sampled_from(["n2", "y1", "r0", "t1"]))
DAYS = range(date(2026, 3, 20).toordinal(), date(2026, 4, 21).toordinal())


def taken(rules: Ruleset, answers: Mapping[str, object]) -> Answers | None:
    """The answers, if they are not refused."""
    try:
        return given_answers(rules, answers)
    except AnswerError:  # the answers are right, one by one
        return None


@settings(max_examples=100)
@given(RULES, random_rules.answers(), LEFT_OUT)
def test_session_and_solver_agree_on_what_is_refused(
    rules: Ruleset, answers: dict[str, Any], left_out: set[str]
) -> None:
    some = {name: value for name, value in answers.items() if name not in left_out}
    checked = given_answers(rules, some, unfinished=True)
    space = Space(rules, checked)
    outcome = walk(rules, checked).outcome
    possible = {one for one in rules.outcomes if space.witness(one) is not None}
    assert possible == (set() if taken(rules, some) is None else {outcome})


@settings(max_examples=60)
@given(RULES)
def test_no_witness_is_refused(rules: Ruleset) -> None:
    prover = Prover(rules)
    for state in (*rules.decisions, *rules.outcomes):
        for ask in (prover.witness, prover.example):
            try:
                found = ask(prover.reach(state))
            except Undecided:
                continue
            assert found is None or not is_refused(rules, Answers(found)), state


@settings(max_examples=60)
@given(RULES, random_rules.answers(), LEFT_OUT)
def test_no_flip_is_refused_and_none_is_nearer(
    rules: Ruleset, answers: dict[str, Any], left_out: set[str]
) -> None:
    checked = taken(rules, {name: value for name, value in answers.items() if name not in left_out})
    assume(checked is not None)
    assert checked is not None
    trace = walk(rules, checked)
    found = flips(trace)
    for one in found:
        assert not is_refused(rules, Sweep(rules, checked, one.name).at(one.to)), one
    nearest = {(one.name, one.to > one.from_): one for one in found if one.name in ("n0", "t0")}  # type: ignore[operator]
    for name, grid in (("n0", range(21)), ("t0", DAYS)):
        here = trace.scope[name]
        for value in grid:
            there = Sweep(rules, checked, name).at(value)
            turns = (
                value != here and not is_refused(rules, there) and walk(rules, there).outcome != trace.outcome
            )
            flip = nearest.get((name, value > here))
            assert not turns or (flip is not None and abs(flip.to - here) <= abs(value - here)), (name, value)  # type: ignore[operator]


@settings(max_examples=40)
@given(
    RULES, random_rules.answers(), st.sets(st.sampled_from(["n0", "y0", "c0", "t0"]), min_size=1, max_size=3)
)
def test_what_is_possible_is_what_some_answers_that_are_not_refused_come_to(
    rules: Ruleset, answers: dict[str, Any], unknown: set[str]
) -> None:
    every = {"n0": range(21), "y0": [True, False], "c0": ["a", "b", "c"], "t0": list(map(show_day, DAYS))}
    some = [answers | dict(zip(unknown, values, strict=True))
            for values in itertools.product(*(every[name] for name in unknown))]  # type: ignore[call-overload]  # fmt: skip
    brute = {walk(rules, checked).outcome for one in some if (checked := taken(rules, one))}
    known = taken(rules, answers | dict.fromkeys(unknown, "unknown"))
    assume(known is not None)
    assert known is not None
    found = still_open(rules, known)
    assert {one.outcome for one in found.possible} == brute
    for one in found.possible:
        assert not is_refused(rules, known._replace(given={**known.known(), **one.example}))
    if found.provisional:
        rest = {**known.known(), **found.provisional.taken}
        assert not is_refused(rules, known._replace(given=rest))
        assert walk(rules, known._replace(given=rest)).outcome == found.provisional.outcome


@settings(max_examples=40)
@given(RULES, st.lists(random_rules.answers(), min_size=20, max_size=20))
def test_what_a_check_claims_holds_for_answers_that_are_not_refused(
    rules: Ruleset, tries: list[dict[str, Any]]
) -> None:
    report = check(rules, TODAY, propose=True)
    dead = [one.where for one in report.findings if one.code in ("never-taken", "all-refused")]
    paths = report.paths.listed if report.paths else ()
    for example in (*(one.example for one in paths), *(one.answers for one in report.proposals)):
        assert walk(rules, example).outcome
    ways = {way.path for way in paths}
    for answers in tries:
        if checked := taken(rules, answers):
            steps = walk(rules, checked).steps
            for step in steps:
                where = f"decisions › {step.decision} › branches[{step.branch}]"
                assert not any(one.startswith(where) for one in dead), answers
            if report.paths and report.paths.complete:
                assert tuple((step.decision, step.label) for step in steps) in ways


@settings(max_examples=60)
@given(RULES, st.lists(random_rules.answers(), min_size=6, max_size=6))
def test_a_questionnaire_ends_in_answers_that_are_not_refused(
    rules: Ruleset, tries: list[dict[str, Any]]
) -> None:
    form = Form(rules)
    for _ in range(40):
        name = flow.pending(form)
        if name is None:
            break
        why_not = flow.why_not(form, name)
        values = [given_answers(rules, {name: one[name]}, unfinished=True).given[name] for one in tries]
        value = next((one for one in values if why_not(one) is None), None)
        if value is None:
            return  # nothing else is to be done than to go back, or not to be sure
        form = flow.answer(form, name, value)
    assert flow.pending(form) is None
    assert not is_refused(rules, form.answers)
