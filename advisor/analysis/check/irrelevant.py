"""The check of questions that a decision asks though no answer can matter there."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from advisor.analysis.check.coverage import Coverage
from advisor.analysis.check.findings import Finding, finding, undecided
from advisor.analysis.explorer.walks import BranchId, Explorer, Walk
from advisor.analysis.solver import Prover, Undecided
from advisor.rules import Ruleset

Differing = Callable[[str], Iterator[Walk]]
"""Walks that differ in the answer to a question."""
MAX_JOINED = 4
"""Answers of known walks among which the solver looks first for two that matter."""


def irrelevant_questions(
    rules: Ruleset, prover: Prover, coverage: Coverage, blamed: set[BranchId]
) -> Iterator[Finding]:
    """Decisions where whatever is answered to a question, the outcome is the same.

    blamed: branches that another finding is about already. What comes before a decision that is reported,
    there or here, may ask in vain only for that reason, and is not reported.
    """
    reported = {state for state, _ in blamed}
    prover = _with_defaults(rules, prover)
    for state in reversed(rules.chart.order):
        if state in reported or reported.intersection(rules.chart.targets(state)):
            reported.add(state)
            continue
        found = _of_table(rules, state) if state in rules.grids else _of_decision(prover, coverage, state)
        reported.update([state] if found else [])
        yield from found


def _of_decision(prover: Prover, coverage: Coverage, state: str) -> list[Finding]:
    unseen = _unseen(coverage.explorer, state) if coverage.explorer.through(state) else []
    return [one for name in unseen for one in _judged(prover, coverage.explorer, state, name)]


def _of_table(rules: Ruleset, state: str) -> list[Finding]:
    """Columns that change nothing in a table; what comes before it may leave more of them so, and is no fault of it."""
    says = "the column {} changes nothing: where other cells are the same, so is where the table leads"
    path = ("decisions", state, "table", "by")
    return [
        finding(rules, "asked-in-vain", path, says.format(name)) for name in rules.grids[state].irrelevant
    ]


def _judged(prover: Prover, explorer: Explorer, state: str, name: str) -> Iterator[Finding]:
    rules = explorer.rules
    try:
        if _can_matter(prover, explorer, state, name):
            return
    except Undecided:
        yield undecided(rules, ("decisions", state), f"the answer to {name} can matter here")
        return
    says = f"asks {name}, but no answer to it changes the outcome from here"
    yield finding(rules, "asked-in-vain", ("decisions", state), says)


def _unseen(explorer: Explorer, state: str) -> Sequence[str]:
    """The questions of a decision to which no two answers are seen to lead from there to different outcomes."""
    left: Sequence[str] = explorer.rules.chart.questions_at(state)
    for search in _searches(explorer, state):
        left = [name for name in left if not _is_seen(explorer, (state, name), search)]
        if not left:
            break
    return left


def _is_seen(explorer: Explorer, pair: tuple[str, str], search: Differing) -> bool:
    return pair in explorer.relevant or any(pair in explorer.relevant for _ in search(pair[1]))


def _searches(explorer: Explorer, state: str) -> Iterator[Differing]:
    """Walks through a decision that differ in the answer to a question only, those that cost least first.

    From walks that are known, then from such as another answer brings to where a condition turns, and from
    such as come there on different ways.
    """
    known, near = explorer.through(state), []
    for base in known:
        yield partial(explorer.beyond, state, base)
    for base, name in itertools.product(known, explorer.rules.chart.questions_at(state)):
        for walk in explorer.near(state, base, name):
            near.append(walk)
            yield partial(explorer.beyond, state, walk)
    for walk in near:
        yield partial(explorer.near, state, walk)
    yield partial(explorer.crossed, state)


def _with_defaults(rules: Ruleset, prover: Prover) -> Prover:
    """A prover to which an answer also matters through the defaults that rest on it."""
    resting = frozenset(name for name, one in rules.defaults.items() if one.names)
    return Prover(rules, optional=resting) if resting else prover


def _can_matter(prover: Prover, explorer: Explorer, state: str, name: str) -> bool:
    """Whether two answers to a question, the others being equal, lead from a decision to two outcomes.

    Asked first where only what the decision asks is open, and all else is as in walks that are known: a
    far smaller question, as there are no costs on the way to be solved.
    """
    reach, outcome = prover.reach(state), prover.outcome(state)
    other_reach, other_outcome = prover.twin(name, reach), prover.twin(name, outcome)
    matters, asked = [reach, other_reach, outcome != other_outcome], explorer.rules.chart.questions_at(state)
    for _, given in itertools.islice(explorer.joined(state), MAX_JOINED):
        fixed = {one: value for one, value in given.items() if one not in asked}
        with suppress(Undecided):
            if prover.is_possible(*matters, prover.given(fixed)):
                return True
    return prover.is_possible(*matters)
