"""The ways through a chart, each with answers that take it.

Followed step by step: a beginning of a way is followed on only where answers are known that take it,
so that a chart whose branches meet again costs no more than the ways that are listed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.check.conditions import shown_answers
from advisor.analysis.check.coverage import Branch, Coverage
from advisor.analysis.likely import completed
from advisor.analysis.solver import Prover, Undecided
from advisor.engine.answers import Value
from advisor.errors import AdvisorError
from advisor.rules import Ruleset

MAX_WAYS = 100
"""Ways that are listed."""
MAX_PROOFS = 2_000
"""Questions to the solver that are spent on them."""

Steps = tuple[Branch, ...]


class Way(NamedTuple):
    """One way through the chart: its outcome, its steps as (decision, label), and answers that take it."""

    outcome: str
    path: tuple[tuple[str, str], ...]
    example: Mapping[str, object]


class Ways(NamedTuple):
    """The ways that were listed, and whether these are all that answers take."""

    listed: tuple[Way, ...]
    complete: bool


class _Example(NamedTuple):
    """Answers, and the steps that they take."""

    answers: Mapping[str, Value]
    steps: Steps
    outcome: str | None

    def takes(self, steps: Steps) -> bool:
        return self.steps[: len(steps)] == steps


_NONE = _Example({}, (), None)


class _Search:
    def __init__(self, rules: Ruleset, prover: Prover, coverage: Coverage) -> None:
        self.rules, self.prover, self.coverage = rules, prover, coverage
        self.known: dict[Branch, _Example] = {}
        self.proofs = 0
        self.complete = True

    def run(self) -> Ways:
        found: list[Way] = []
        stack: list[tuple[str, Steps, _Example]] = [(self.rules.start, (), _NONE)]
        while stack:
            state, steps, before = stack.pop()
            example = self.example(steps, before)
            if example is None:
                continue
            if len(found) == MAX_WAYS:
                return Ways(tuple(found), False)
            if state in self.rules.outcomes:
                found.append(self.way(state, steps, example))
                continue
            branches = self.rules.decisions[state].branches
            stack += [(branches[index].to, (*steps, (state, index)), example)
                      for index in reversed(range(len(branches))) if self.can_be_taken((state, index))]  # fmt: skip
        return Ways(tuple(found), self.complete)

    def can_be_taken(self, branch: Branch) -> bool:
        if branch in self.coverage.undecided:
            self.complete = False
        return branch in self.coverage.witnesses

    def example(self, steps: Steps, before: _Example) -> _Example | None:
        """Answers that take these steps; None if there are none, or none that can be told."""
        if before.takes(steps):
            return before
        last = steps[-1]
        if last not in self.known:
            self.known[last] = self.walked(self.coverage.witnesses[last])
        if self.known[last].takes(steps):
            return self.known[last]
        if self.proofs == MAX_PROOFS:
            self.complete = False
            return None
        self.proofs += 1
        try:
            witness = self.prover.witness(*(self.prover.taken(*step) for step in steps))
        except Undecided:
            self.complete = False
            return None
        return None if witness is None else self.walked(witness)

    def walked(self, answers: Mapping[str, Value]) -> _Example:
        try:
            given, trace = completed(self.rules, answers)
        except AdvisorError:
            return _NONE
        steps = tuple((step.decision, step.branch) for step in trace.steps)
        return _Example(given, steps, trace.outcome)

    def way(self, outcome: str, steps: Steps, example: _Example) -> Way:
        decisions = self.rules.decisions
        labels = tuple((name, decisions[name].branches[index].label) for name, index in steps)
        return Way(outcome, labels, shown_answers(self.rules, example.answers))


def ways(rules: Ruleset, prover: Prover, coverage: Coverage) -> Ways:
    """The ways through the chart that answers take, up to `MAX_WAYS`."""
    return _Search(rules, prover, coverage).run()
