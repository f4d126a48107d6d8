"""The paths through a chart, each with answers that take it.

Followed step by step: a beginning of a path is followed on only where answers are known that take it,
so that a chart whose branches meet again costs no more than the paths that are listed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.check.coverage import Coverage
from advisor.analysis.explorer.walks import BranchId, Walk
from advisor.analysis.solver import Prover, Undecided
from advisor.engine.answers import typed_values
from advisor.rules import Ruleset

MAX_PATHS = 100
"""Paths that are listed."""
MAX_PROOFS = 2_000
"""Questions to the solver that are spent on them."""

Way = tuple[BranchId, ...]


class PathThrough(NamedTuple):
    """A path through the chart: its outcome, its steps as (decision, label), and answers that take it."""

    outcome: str
    path: tuple[tuple[str, str], ...]
    example: Mapping[str, object]


class Paths(NamedTuple):
    """The paths that were listed, and whether these are all that answers take."""

    listed: tuple[PathThrough, ...]
    complete: bool


class _Search:
    def __init__(self, rules: Ruleset, prover: Prover, coverage: Coverage) -> None:
        self.rules, self.prover, self.coverage = rules, prover, coverage
        self.proofs = 0
        self.complete = not coverage.undecided

    def run(self) -> Paths:
        found: list[PathThrough] = []
        stack: list[tuple[str, Way, Walk | None]] = [(self.rules.start, (), None)]
        while stack:
            state, steps, before = stack.pop()
            example = self.example(steps, before)
            if example is None:
                continue
            if len(found) == MAX_PATHS:
                return Paths(tuple(found), False)
            if state in self.rules.outcomes:
                found.append(self.path(example))
            branches = [(state, index) for index in range(len(self.rules.chart.branches(state)))]
            stack += [(self.rules.chart.branches(state)[branch[1]].to, (*steps, branch), example)
                      for branch in reversed(branches) if branch in self.coverage.witnesses]  # fmt: skip
        return Paths(tuple(found), self.complete)

    def example(self, steps: Way, before: Walk | None) -> Walk | None:
        """Answers that take these steps; None if there are none, or none that can be told."""
        explorer = self.coverage.explorer
        known = [before] if before else explorer.walks[:1]
        if steps:
            known += [explorer.witnesses[steps[-1]], *explorer.through(steps[-1][0])]
        return next((walk for walk in known if walk.steps[: len(steps)] == steps), None) or self.proved(steps)

    def proved(self, steps: Way) -> Walk | None:
        if self.proofs == MAX_PROOFS:
            self.complete = False
            return None
        self.proofs += 1
        try:
            witness = self.prover.witness(*(self.prover.taken(*step) for step in steps))
        except Undecided:
            self.complete = False
            return None
        return None if witness is None else self.coverage.explorer.walk(witness)

    def path(self, walk: Walk) -> PathThrough:
        labels = tuple((name, self.rules.chart.branches(name)[index].label) for name, index in walk.steps)
        return PathThrough(walk.end, labels, typed_values(self.rules, walk.given))


def paths(rules: Ruleset, prover: Prover, coverage: Coverage) -> Paths:
    """The paths through the chart that answers take, up to `MAX_PATHS`."""
    return _Search(rules, prover, coverage).run()
