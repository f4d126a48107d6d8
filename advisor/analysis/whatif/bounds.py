"""How far an answer can go before each decision of the path turns, whatever the others do."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.explorer.ends import branch_taken
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif.nearest import nearest
from advisor.engine.answers import Value
from advisor.engine.refusals import holding
from advisor.engine.scope import Scope
from advisor.engine.session import Trace
from advisor.errors import Unanswered
from advisor.quantities import Number, is_number


class Bound(NamedTuple):
    """Where one decision of the path turns as one answer changes.

    to: a value at which the decision takes another branch
    bound: where exactly it begins to; `to` itself where nothing lies between
    included: whether it does so at the bound itself
    whole: whether the answer is a whole number
    first: the decision that turns earlier on this side, and where; None if this one is the first
    """

    decision: str
    name: str
    from_: Number
    to: Number
    bound: Number
    included: bool
    whole: bool
    first: tuple[str, Number] | None = None

    @property
    def last(self) -> Number | None:
        """The last whole number at which the decision still stands; None where numbers are not whole."""
        return (self.to + (1 if self.to < self.from_ else -1)) if self.whole else None


def bounds(trace: Trace) -> list[Bound]:
    """For each decision of the path and each number it reads, where that decision alone turns."""
    found = list(_each(trace))
    return [one._replace(first=_first(one, found)) for one in found]


def _each(trace: Trace) -> Iterator[Bound]:
    chart = trace.rules.chart
    for step in trace.steps:
        for name in chart.questions_at(step.decision):
            if trace.rules.is_ordered(name):
                sweep = Sweep(trace.rules, trace.scope.answers, name, chart.guards(step.decision))
                yield from _of(trace, step.decision, sweep)


def _of(trace: Trace, decision: str, sweep: Sweep) -> Iterator[Bound]:
    try:
        here = trace.scope[sweep.name]
    except (Unanswered, ZeroDivisionError):  # read on the path only as far as it mattered
        return

    def branch(value: Value) -> int | None:
        scope = Scope(trace.rules, sweep.at(value))
        return None if any(holding(scope)) else branch_taken(scope, decision)

    for to, bound, included in nearest(sweep, here, branch):
        assert is_number(to)
        assert is_number(bound)
        yield Bound(decision, sweep.name, here, to, bound, included, sweep.is_whole)


def _first(bound: Bound, found: list[Bound]) -> tuple[str, Number] | None:
    """The decision that turns before another one does, as the same answer goes the same way."""
    before = [one for one in found if one.name == bound.name and _is_between(one.to, bound)]
    first = min(before, key=lambda one: abs(Fraction(one.to) - one.from_), default=None)
    return (first.decision, first.to) if first else None


def _is_between(value: Number, bound: Bound) -> bool:
    return bound.from_ < value < bound.to or bound.to < value < bound.from_
