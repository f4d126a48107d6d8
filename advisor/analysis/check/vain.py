"""The check of questions that a decision asks though no answer can matter there."""

import itertools
from collections.abc import Iterator

from advisor.analysis.check.coverage import Branch, Coverage, turning
from advisor.analysis.check.findings import Finding, finding
from advisor.analysis.likely import Given, candidates, completed, thresholds_at
from advisor.analysis.solver import Prover, Undecided
from advisor.errors import AdvisorError
from advisor.rules import Ruleset

MAX_VALUES = 12
"""Other answers to a question that are walked before the solver is asked."""


def asked_in_vain(
    rules: Ruleset, prover: Prover, coverage: Coverage, blamed: set[Branch]
) -> Iterator[Finding]:
    """Decisions where whatever is answered to a question, the outcome is the same.

    blamed: branches that another finding is about already. What comes before a decision that is told,
    there or here, may be in vain only for that reason, and is not told.
    """
    told = {state for state, _ in blamed}
    prover = _with_defaults(rules, prover)
    for state in reversed(rules.chart.order):
        if state in told or told.intersection(rules.chart.targets(state)):
            told.add(state)
            continue
        witnesses = [coverage.witnesses[state, index] for index in range(len(rules.chart.branches(state)))
                     if (state, index) in coverage.witnesses]  # fmt: skip
        found = [one for name in rules.chart.questions_at(state) if witnesses
                 for one in _judged(rules, prover, state, name, witnesses)]  # fmt: skip
        if found:
            told.add(state)
        yield from found


def _judged(
    rules: Ruleset, prover: Prover, state: str, name: str, witnesses: list[Given]
) -> Iterator[Finding]:
    if _seen_to_matter(rules, state, name, witnesses):
        return
    try:
        if _can_matter(prover, state, name):
            return
    except Undecided:
        says = f"whether the answer to {name} can matter here could not be decided"
        yield finding(rules, "undecided", ("decisions", state), says)
        return
    says = f"asks {name}, but no answer to it changes the outcome from here"
    remedy = "let its branches lead to different outcomes, or remove the question from it"
    yield finding(rules, "asked-in-vain", ("decisions", state), says, remedy)


def _seen_to_matter(rules: Ruleset, state: str, name: str, witnesses: list[Given]) -> bool:
    """Whether walks through a decision that differ in one answer only end differently."""
    next_ = rules.chart.targets(state)
    figures = [figure for one in (*next_, state) for figure in thresholds_at(rules, one).get(name, [])]
    others = [one[name] for one in witnesses if name in one]
    likely = list(dict.fromkeys([*others, *candidates(rules, name, figures)]))[:MAX_VALUES]
    for prefer, given in itertools.product(range(2), witnesses):
        exact = [value for one in (state, *next_) for value in turning(rules, one, given, name)]
        outcomes: set[str] = set()
        for value in dict.fromkeys([*likely, *exact[:MAX_VALUES]]):
            outcomes.update(_outcome(rules, state, {**given, name: value}, prefer))
            if len(outcomes) > 1:
                return True
    return False


def _outcome(rules: Ruleset, state: str, given: Given, prefer: int) -> Iterator[str]:
    """The outcome of the walk, if it comes through the decision."""
    try:
        _, trace = completed(rules, given, prefer)
    except AdvisorError:
        return
    if trace.outcome and any(step.decision == state for step in trace.steps):
        yield trace.outcome


def _with_defaults(rules: Ruleset, prover: Prover) -> Prover:
    """A prover to which an answer also matters through the defaults that rest on it."""
    resting = frozenset(name for name, one in rules.questions.items()
                        if one.computed and one.computed.names)  # fmt: skip
    return Prover(rules, optional=resting) if resting else prover


def _can_matter(prover: Prover, state: str, name: str) -> bool:
    """Whether two answers to a question, the others being equal, lead from a decision to two outcomes."""
    reach, outcome = prover.reach(state), prover.outcome(state)
    other_reach, other_outcome = (prover.twin(name, term) for term in (reach, outcome))
    return prover.is_possible(reach, other_reach, outcome != other_outcome)
