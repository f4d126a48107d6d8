"""The ways of the chart as terms: when a decision is come to, what it takes, where a walk ends."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import z3

from advisor.analysis.solver.solving import Term, all_of, any_of
from advisor.analysis.solver.stops import Missing
from advisor.analysis.solver.terms import Terms

FAILS = -1
"""The number of a walk that divides by zero."""
OPEN = -2
"""The number of a walk that ends at a question nobody could answer; smaller ones are free for others."""


class ChartTerms(Terms):
    """Terms, and the ways of the chart over them."""

    @cached_property
    def _reach(self) -> dict[str, Term]:
        """What is known so far of coming to a state."""
        return {}

    @cached_property
    def _outcomes(self) -> dict[tuple[tuple[str, int], ...], dict[str, Term]]:
        """What is known so far of the outcomes from a state, by their numbers."""
        return {}

    def taken(self, decision: str, branch: int) -> Term:
        """That a decision takes a branch, if the walk comes to it and no division is by zero there."""
        when = self.rules.decisions[decision].branches[branch].when
        holds = [self.defined(when), self.condition(when)] if when else []
        return all_of([self.tried(decision, branch), *holds])

    def tried(self, decision: str, branch: int) -> Term:
        """That a decision comes to try a branch, because those before it do not hold."""
        before = [one.when for one in self.rules.decisions[decision].branches[:branch] if one.when]
        return all_of(part for when in before for part in (self.defined(when), z3.Not(self.condition(when))))

    def reach(self, state: str) -> Term:
        """That the walk comes to a decision or outcome: a condition as large as the chart, however many its ways."""
        for one in self._before(state):
            if one not in self._reach:
                ways = [
                    z3.And(self._reach[source], self.taken(source, branch))
                    for source, branch in self._sources.get(one, ())
                ]
                self._reach[one] = self._note(z3.BoolVal(True) if one == self.rules.start else any_of(ways))
        return self._reach[state]

    def outcome(self, state: str | None = None, codes: Mapping[str, int] | None = None) -> Term:
        """The number, by `codes`, of the outcome that the walk from a state comes to.

        `FAILS` where the walk ends in a division by zero, the number in `asks` where it ends at a question.
        """
        codes = codes or {name: index for index, name in enumerate(self.rules.outcomes)}
        found = self._outcomes.setdefault(tuple(codes.items()), {})
        start = state or self.rules.start
        for here in reversed(self.rules.chart.order_from(start)):
            if here not in found:
                is_end = here in self.rules.outcomes
                found[here] = z3.IntVal(codes[here]) if is_end else self._note(self._chosen(here, found))
        return found[start]

    def _chosen(self, decision: str, values: Mapping[str, Term]) -> Term:
        """The value that belongs to the target of the branch a decision takes."""
        *branches, last = self.rules.decisions[decision].branches
        term = values[last.to]
        for branch in reversed(branches):
            assert branch.when is not None
            if not any(isinstance(one, Missing) for one in self.stops(branch.when)):
                term = self.either(branch.when, values[branch.to], term, z3.IntVal(FAILS))
                continue
            term = z3.If(self.condition(branch.when), values[branch.to], term)
            for stop in reversed(self.stops(branch.when)):
                end = self.asks[stop.name] if isinstance(stop, Missing) else FAILS
                term = z3.If(stop.passes, term, z3.IntVal(end))
        return term

    def has_one_way(self, state: str) -> bool:
        """Whether no branches meet on the way to a state."""
        while state != self.rules.start:
            sources = self._sources.get(state, ())
            if len(sources) != 1:
                return False
            state = sources[0][0]
        return True

    def _before(self, state: str) -> list[str]:
        """The states on the ways to a state, each after those before it, itself last."""
        order: list[str] = []
        stack: list[tuple[str, bool]] = [(state, False)]
        seen: set[str] = set()
        while stack:
            here, done = stack.pop()
            if done:
                order.append(here)
            elif here not in seen:
                seen.add(here)
                stack.append((here, True))
                stack += [
                    (source, False) for source, _ in self._sources.get(here, ()) if source not in self._reach
                ]
        return order

    @cached_property
    def _sources(self) -> dict[str, list[tuple[str, int]]]:
        """The branches that lead to each state."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, index, branch in self.rules.chart.each_branch():
            found.setdefault(branch.to, []).append((name, index))
        return found

    @staticmethod
    def number(value: int) -> Term:
        """A whole number that stands for outcomes."""
        return z3.IntVal(value)

    @staticmethod
    def pair(one: Term, other: Term, base: int) -> Term:
        """A number for two ends, from 1; 0 where they are equal, and where both only want an answer."""
        same = z3.Or(one == other, z3.And(one < FAILS, other < FAILS), one == OPEN, other == OPEN)
        return z3.If(same, z3.IntVal(0), ChartTerms.pair_number(one, other, base))

    @staticmethod
    def pair_number(one: Any, other: Any, base: int) -> Any:
        """The number of a pair of different ends, which are numbered from -`base` to `base`."""
        return 1 + (one + base) * (2 * base + 1) + other + base

    @staticmethod
    def any_of(conditions: list[Term]) -> Term:
        """That one of the conditions holds."""
        return z3.Or(*conditions)
