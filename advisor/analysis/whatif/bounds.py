"""How far an answer can go before each decision of the path turns, whatever the others do."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.whatif.nearest import changed, distance, nearest
from advisor.engine.answers import Value
from advisor.engine.scope import Scope
from advisor.engine.session import Trace
from advisor.errors import Unanswered
from advisor.language.expression import Expression
from advisor.quantities import Number


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
    rules = trace.rules
    for step in trace.steps:
        conditions = [branch.when for branch in rules.decisions[step.decision].branches if branch.when]
        for name in dict.fromkeys(name for when in conditions for name in rules.questions_of(when)):
            if rules.is_ordered(name):
                yield from _of(trace, step.decision, name, conditions)


def _of(trace: Trace, decision: str, name: str, conditions: list[Expression]) -> Iterator[Bound]:
    try:
        here = trace.scope[name]
    except (Unanswered, ZeroDivisionError):  # read on the path only as far as it mattered
        return
    whole = trace.rules.is_whole(name)
    for to, bound, included in nearest(
        trace.scope, name, here, conditions, _branch_taken(trace, name, decision)
    ):
        assert isinstance(to, int | Fraction)
        assert isinstance(bound, int | Fraction)
        yield Bound(decision, name, here, to, bound, included, whole)


def _branch_taken(trace: Trace, name: str, decision: str) -> Callable[[Value], int | None]:
    """Which branch one decision takes with another value; None where that cannot be told."""
    branches = trace.rules.decisions[decision].branches

    def result(value: Value) -> int | None:
        scope = Scope(trace.rules, changed(trace.scope.answers, trace.rules, name, value))
        try:
            return next(
                i for i, branch in enumerate(branches) if branch.when is None or branch.when.value(scope)
            )
        except (Unanswered, ZeroDivisionError):
            return None

    return result


def _first(bound: Bound, found: list[Bound]) -> tuple[str, Number] | None:
    """The decision that turns before another one does, as the same answer goes the same way."""
    side = bound.to > bound.from_
    before = [one for one in found if one.name == bound.name and (one.to > one.from_) == side
              and _size(one) < _size(bound)]  # fmt: skip
    nearest_ = min(before, key=_size, default=None)
    return (nearest_.decision, nearest_.to) if nearest_ else None


def _size(bound: Bound) -> Fraction:
    return distance(bound.to, bound.from_)
