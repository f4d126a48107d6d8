"""The ways of the chart as terms: when a decision is come to, what it takes, where a walk ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import z3

from advisor.analysis.solver.solving import (
    Term,
    all_of,
    any_of,
    if_then_else,
    negation,
    truth,
    whole_number,
)
from advisor.analysis.solver.stops import Missing, StoppingTerms

FAILS = -1
"""The number of a walk that divides by zero."""
OPEN = -2
"""The number of a walk that ends at a question nobody could answer; smaller ones are free for others."""

AnyEnd = TypeVar("AnyEnd", int, z3.ArithRef)


Codes = tuple[tuple[str, int], ...]
"""The numbers of outcomes."""


@dataclass(eq=False, repr=False)
class ChartTerms(StoppingTerms):
    """Terms, and the ways of the chart over them."""

    _reach: dict[str, Term] = field(default_factory=dict, init=False)
    _outcomes: dict[Codes, dict[str, z3.ArithRef]] = field(default_factory=dict, init=False)

    @cached_property
    def admitted(self) -> list[Term]:
        """That answers are none that are refused together, a condition for each refusal."""
        return [self._note(negation(all_of(self.holds(one.when)))) for one in self.rules.refuse]

    def taken(self, decision: str, branch: int) -> Term:
        """That a decision takes a branch, if the walk comes to it and no division is by zero there."""
        when = self.rules.decisions[decision].branches[branch].when
        return all_of([self.tried(decision, branch), *(self.holds(when) if when else ())])

    def tried(self, decision: str, branch: int) -> Term:
        """That a decision comes to try a branch, because those before it do not hold."""
        before = [one.when for one in self.rules.decisions[decision].branches[:branch] if one.when]
        return all_of(part for when in before for part in (self.defined(when), self.negated(when)))

    def reach(self, state: str) -> Term:
        """That the walk comes to a decision or outcome: a condition as large as the chart, however many its ways."""
        for one in self._before(state):
            ways = [z3.And(self._reach[source], self.taken(source, branch))
                    for source, branch in self._sources.get(one, ())]  # fmt: skip
            self._reach[one] = self._note(truth(True) if one == self.rules.start else any_of(ways))
        return self._reach[state]

    def _before(self, state: str) -> list[str]:
        """A state and those on the ways to it, as far as they are not known, each after those before it."""
        queue = [state] if state not in self._reach else []
        for here in queue:
            sources = dict.fromkeys(source for source, _ in self._sources.get(here, ()))
            queue += [one for one in sources if one not in self._reach and one not in queue]
        return sorted(queue, key=lambda one: self._position.get(one, 0))

    @cached_property
    def _position(self) -> dict[str, int]:
        return {state: index for index, state in enumerate(self.rules.chart.order)}

    @cached_property
    def _sources(self) -> dict[str, list[tuple[str, int]]]:
        """The branches that lead to each state."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, index, branch in self.rules.chart.each_branch():
            found.setdefault(branch.to, []).append((name, index))
        return found

    def has_one_way(self, state: str) -> bool:
        """Whether no branches meet on the way to a state."""
        while state != self.rules.start:
            sources = self._sources.get(state, ())
            if len(sources) != 1:
                return False
            state = sources[0][0]
        return True

    def outcome(self, state: str | None = None, codes: Mapping[str, int] | None = None) -> z3.ArithRef:
        """The number, by `codes`, of the outcome that the walk from a state comes to.

        `FAILS` where the walk ends in a division by zero, the number in `asks` where it ends at a question.
        """
        codes = codes or {name: index for index, name in enumerate(self.rules.outcomes)}
        found = self._outcomes.setdefault(tuple(codes.items()), {})
        start = state or self.rules.start
        for here in reversed(self.rules.chart.order_from(start)):
            if here not in found:
                found[here] = whole_number(codes[here]) if here in codes else self._chosen(here, found)
        return found[start]

    def _chosen(self, decision: str, values: Mapping[str, z3.ArithRef]) -> z3.ArithRef:
        """The value that belongs to the target of the branch a decision takes, or to what stops it there."""
        *branches, last = self.rules.decisions[decision].branches
        term = values[last.to]
        for branch in reversed(branches):
            assert branch.when is not None
            term = if_then_else(self.condition(branch.when), values[branch.to], term)
            for stop in reversed(self.stops(branch.when)):
                end = self.asks[stop.name] if isinstance(stop, Missing) else FAILS
                term = if_then_else(stop.passes, term, whole_number(end))
        self._note(term)
        return term

    @staticmethod
    def pair(one: z3.ArithRef, other: z3.ArithRef, base: int) -> z3.ArithRef:
        """A number for two ends, from 1; 0 where they are equal, and where both only want an answer."""
        same = z3.Or(one == other, z3.And(one < FAILS, other < FAILS), one == OPEN, other == OPEN)
        return if_then_else(same, whole_number(0), ChartTerms.pair_number(one, other, base))

    @staticmethod
    def pair_number(one: AnyEnd, other: AnyEnd, base: int) -> AnyEnd:
        """The number of a pair of different ends, which are numbered from -`base` to `base`."""
        number: AnyEnd = 1 + (one + base) * (2 * base + 1) + other + base
        return number
