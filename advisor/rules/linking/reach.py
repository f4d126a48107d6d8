"""Between which numbers a name can lie, whatever is answered: a score of whole points is never -1 or 4.5."""

from fractions import Fraction
from math import floor, inf
from typing import NamedTuple

from advisor.language.tree import Arithmetic, Cases, Constant, Name, Negative, Node
from advisor.language.types import SET, Types
from advisor.quantities import Number
from advisor.rules.ruleset import Ruleset

Limit = Number | float
"""A number, or infinite where there is no end."""


class Reach(NamedTuple):
    """Numbers from one to another; more than are ever reached, where answers hang together.

    whole: whether they are all whole
    """

    low: Limit = -inf
    high: Limit = inf
    whole: bool = False

    @property
    def ends(self) -> tuple[Number | None, Number | None]:
        """The least and the greatest number; None where there is none."""
        return _end(self.low), _end(self.high)

    def plus(self, other: "Reach") -> "Reach":
        return Reach(_sum(self.low, other.low), _sum(self.high, other.high), self.whole and other.whole)

    def times(self, other: "Reach") -> "Reach":
        ends = [_product(one, end) for one in (self.low, self.high) for end in (other.low, other.high)]
        return Reach(min(ends), max(ends), self.whole and other.whole)

    def divided_by(self, other: "Reach") -> "Reach":
        """A quotient; of what is known only where the divisor is one figure."""
        is_figure = other.low == other.high and other.low != 0
        return self.times(_only(1 / Fraction(other.low))) if is_figure else Reach()

    def joined(self, other: "Reach") -> "Reach":
        return Reach(min(self.low, other.low), max(self.high, other.high), self.whole and other.whole)


_LESS = Reach(-1, -1, True)


class Reaches:
    """What the names of rules reach; found once, because many formulas can read one."""

    def __init__(self, rules: Ruleset, types: Types) -> None:
        self.rules, self.types = rules, types
        self._found: dict[str, Reach] = {}

    def of(self, name: str) -> Reach:
        if name not in self._found:
            self._found[name] = Reach()  # for what rests on itself, which is told elsewhere
            self._found[name] = self._of_name(name)
        return self._found[name]

    def _of_name(self, name: str) -> Reach:
        formula = self.rules.formulas.get(name)
        if formula:
            return self._of(self.rules.counted(formula.is_, self.types).tree)
        if self.types.get(name) == SET:
            return self._of(self.rules.counts[name])
        low, high = self.rules.bounds(name)
        is_whole = self.rules.is_whole(name) or self.types.get(name) == "date"
        return Reach(-inf if low is None else low, inf if high is None else high, is_whole)

    def _of(self, node: Node) -> Reach:
        match node:
            case Constant(value) if not isinstance(value, str):
                return _only(value)
            case Name(name):
                return self.of(name)
            case Negative(operand):
                return self._of(operand).times(_LESS)
            case Arithmetic(left, sign, right):
                return self._computed(self._of(left), sign, self._of(right))
            case Cases():
                first, *others = map(self._of, node.values)
                for other in others:
                    first = first.joined(other)
                return first
        return Reach()

    def _computed(self, one: Reach, sign: str, other: Reach) -> Reach:
        match sign:
            case "+":
                return one.plus(other)
            case "-":
                return one.plus(other.times(_LESS))
            case "*":
                return one.times(other)
        return one.divided_by(other)


def _only(value: Number) -> Reach:
    return Reach(value, value, value == floor(value))


def _sum(one: Limit, other: Limit) -> Limit:
    endless = [end for end in (one, other) if isinstance(end, float)]
    return endless[0] if endless else one + other


def _product(one: Limit, other: Limit) -> Limit:
    if one == 0 or other == 0:
        return 0
    if isinstance(one, float) or isinstance(other, float):
        return inf if (one > 0) == (other > 0) else -inf
    return one * other


def _end(end: Limit) -> Number | None:
    return None if isinstance(end, float) else end
