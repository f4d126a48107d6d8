"""Saved decisions decided again under today's rules: which hold, which flipped, what they rest on."""

from datetime import date
from typing import NamedTuple

from advisor import decision
from advisor.advice import retirement
from advisor.advice.costs import FigureUsed, figures_used
from advisor.advice.retirement import Retirement
from advisor.decision import Decision
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError
from advisor.rules import Ruleset

HOLDS, FLIPPED, OPEN, FAILS = "holds", "flipped", "open", "fails"


class Divergence(NamedTuple):
    """The first step at which the path leaves the one it took before."""

    decision: str
    was: str
    now: str
    because: str


class Review(NamedTuple):
    """One decision, reviewed.

    status: `HOLDS`, `FLIPPED`, `OPEN` (a question without an answer lies on the way now) or `FAILS`
        (its answers are refused by today's rules; `problem` says why)
    was, now: the outcomes
    rules_changed: the digest of the rules is another one
    stale: the figures it rests on that are too old
    retirements: the options it rests on that end, or have ended
    """

    status: str
    was: str
    now: str | None = None
    turn: Divergence | None = None
    rules_changed: bool = False
    stale: tuple[FigureUsed, ...] = ()
    problem: str = ""
    retirements: tuple[Retirement, ...] = ()


def review(rules: Ruleset, one: Decision, today: date, max_age: int) -> Review:
    """Decide a saved decision again."""
    was = one.outcome or ""
    changed = bool(one.ruleset and one.ruleset.digest != rules.digest)
    try:
        known = decision.rules_for(rules, one)
        trace = walk(known, decision.answers_of(known, one))
    except AdvisorError as error:
        return Review(FAILS, was, rules_changed=changed, problem=str(error).replace("\n", "; "))
    stale = tuple(one for one in figures_used(trace.scope) if one.date and (today - one.date).days > max_age)
    ending = retirement.chosen(trace.scope)
    if trace.outcome is None:
        problem = f"needs an answer to {trace.pending}"
        return Review(OPEN, was, None, _turn(one, trace), changed, stale, problem, ending)
    same = not was or trace.outcome == was
    return Review(HOLDS if same else FLIPPED, was or trace.outcome, trace.outcome,
                  None if same else _turn(one, trace), changed, stale, retirements=ending)  # fmt: skip


def _turn(one: Decision, trace: Trace) -> Divergence | None:
    before = dict(one.path)
    for step in trace.steps:
        was = before.get(step.decision, "")
        if was != step.label:
            return Divergence(step.decision, was, step.label, step.because)
    return None
