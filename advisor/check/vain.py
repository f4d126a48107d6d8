"""The check of questions that a decision asks though no answer can matter there."""

from collections.abc import Iterator

from advisor.answers import Value
from advisor.check.coverage import Branch, Coverage
from advisor.check.findings import Finding, finding
from advisor.errors import AdvisorError
from advisor.graph import in_order, questions_at
from advisor.likely import Given, candidates, completed, thresholds_at
from advisor.prove import Prover, Undecided
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
    pairs = _Pairs(rules, prover)
    for state in reversed(in_order(rules, rules.start)):
        decision = rules.decisions.get(state)
        if decision is None:
            continue
        if state in told or told.intersection(branch.to for branch in decision.branches):
            told.add(state)
            continue
        witnesses = [coverage.witnesses[state, index] for index in range(len(decision.branches))
                     if (state, index) in coverage.witnesses]  # fmt: skip
        found = [one for name in questions_at(rules, state) if witnesses
                 for one in _judged(rules, pairs, state, name, witnesses)]  # fmt: skip
        if found:
            told.add(state)
        yield from found


def _judged(
    rules: Ruleset, pairs: "_Pairs", state: str, name: str, witnesses: list[Given]
) -> Iterator[Finding]:
    if _seen_to_matter(rules, state, name, witnesses):
        return
    try:
        if pairs.differ(state, name):
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
    figures = thresholds_at(rules, state).get(name)
    others = [one[name] for one in witnesses if name in one]
    values = list(dict.fromkeys([*others, *candidates(rules, name, figures)]))[:MAX_VALUES]
    for given in witnesses:
        outcomes: set[str] = set()
        for value in values:
            outcomes.update(_outcome(rules, state, given, name, value))
            if len(outcomes) > 1:
                return True
    return False


def _outcome(rules: Ruleset, state: str, given: Given, name: str, value: Value) -> Iterator[str]:
    """The outcome of the walk with another answer, if it still comes through the decision."""
    try:
        _, trace = completed(rules, {**given, name: value})
    except AdvisorError:
        return
    if trace.outcome and any(step.decision == state for step in trace.steps):
        yield trace.outcome


class _Pairs:
    """Pairs of answers that differ in one question only, and what they lead to."""

    def __init__(self, rules: Ruleset, prover: Prover) -> None:
        self.rules, self.prover = rules, prover
        self.others: dict[str, Prover] = {}

    def differ(self, state: str, name: str) -> bool:
        """Whether both can come to a decision and lead on to two outcomes. Raises Undecided."""
        if name not in self.others:
            self.others[name] = Prover(self.rules, renamed={name: f"{name}'"})
            self.others[name].share(self.prover)
        one, other = self.prover, self.others[name]
        return other.is_possible(
            one.reach(state), other.reach(state), one.outcome(state) != other.outcome(state)
        )
