"""The axes of a map: which range of an answer is drawn, and on which scale."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor, log10
from typing import NamedTuple

from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.session import Trace
from advisor.errors import AdvisorError, Problem
from advisor.quantities import Number, simplest

WIDE = 50
"""So many times its beginning, or the smallest value that matters, makes a range logarithmic."""
UNBOUNDED = 10**15
"""How far thresholds are looked for where the rules set no bound to an answer."""


class Axis(NamedTuple):
    """A range of one answer along a side of a map.

    logarithmic_from: where the scale begins to be logarithmic, `low` if all of it is; what is below
        takes as much room as one power of ten. None for a linear scale.
    whole: only whole numbers are answers
    """

    name: str
    low: Number
    high: Number
    logarithmic_from: Number | None = None
    whole: bool = False

    def spread(self, count: int) -> list[Number]:
        """Values along the scale, so many steps apart, to six digits or whole."""
        inside = (self.at(step / count) for step in range(1, count))
        exact = (round(one) if self.whole else simplest(Fraction(f"{one:.6g}")) for one in inside)
        return [self.low, *(one for one in exact if self.low < one < self.high), self.high]

    def at(self, share: float) -> float:
        """The value at a share of the way along the scale."""
        low, high = float(self.low), float(self.high)
        if self.logarithmic_from is None:
            return low + (high - low) * share
        start = float(self.logarithmic_from)
        begin = low / start  # 0 or 1
        power = begin + share * (1 + log10(high / start) - begin)
        return start * (power if power <= 1 else 10 ** (power - 1))

    def place(self, value: float) -> float:
        """The share of the way along the scale at which a value is drawn, to a thousandth."""
        return bisect(range(1000), value, key=lambda step: self.at(step / 1000)) / 1000


def axes(trace: Trace, names: Sequence[str], ranges: Ranges) -> tuple[Axis, ...]:
    """An axis for each question: the range that was given, or well around what turns the outcome.

    Raises AdvisorError where there is nothing to draw.
    """
    return tuple(_axis(trace, name, [one for one in names if one != name], ranges) for name in names)


def _axis(trace: Trace, name: str, others: Sequence[str], ranges: Ranges) -> Axis:
    low, high = ranges.get(name) or _bounds(trace, name)
    matters = _turning(trace, name, others, low, high)
    here = [trace.scope[name]] if trace.scope.knows(name) else []
    if name in ranges:
        matters += [one for one in here if low <= one <= high]
    else:
        matters = [*here, *_nearest(here[0], matters)] if here else matters
        low, high = _around(trace, name, matters)
    if low >= high:
        says = f"there is nothing to draw over {name}"
        raise AdvisorError(Problem("wrong-answer", says, f"give it a range: --over {name}:LOW..HIGH"))
    whole = trace.rules.is_whole(name)
    return Axis(name, low, high, _logarithmic_from(low, high, matters, whole), whole)


def _turning(trace: Trace, name: str, others: Sequence[str], low: Number, high: Number) -> list[Number]:
    """Where the outcome turns; with another axis that is open, at each value that turns it there."""
    if low >= high:
        return []
    rules, answers = trace.rules, trace.scope.answers
    found = [answers]
    for other in others:
        if not trace.scope.knows(other):
            turns = _turns(Sweep(rules, answers, other), *_bounds(trace, other))
            found += [answers.with_answer(other, value) for value in turns]
    return sorted({value for one in found for value in _turns(Sweep(rules, one, name), low, high)})


def _turns(sweep: Sweep, low: Number, high: Number) -> list[Number]:
    """The values within a range at which the end of the walk turns."""
    return [one.from_ for one in sweep.segments(low, high)[1:]]


def _nearest(here: Number, values: Iterable[Number]) -> list[Number]:
    """The nearest of the values on each side."""
    below = [value for value in values if value <= here]
    above = [value for value in values if value > here]
    return [*below[-1:], *above[:1]]


def _bounds(trace: Trace, name: str) -> tuple[Number, Number]:
    low, high = trace.rules.bounds(name)
    return -UNBOUNDED if low is None else low, UNBOUNDED if high is None else high


def _around(trace: Trace, name: str, matters: Sequence[Number]) -> tuple[Number, Number]:
    """Well beyond the values that matter, by a power of ten or as far again, within the question's bounds."""
    least, most = _bounds(trace, name)
    if not matters:
        if None in trace.rules.bounds(name):
            says = f"{name} is not answered, and has no bounds"
            raise AdvisorError(Problem("missing-answer", says, f"--over {name}:LOW..HIGH"))
        return least, most
    reach = trace.rules.questions[name].kind.reach
    if reach is not None:
        far = max(max(matters) - min(matters), reach)
        return max(min(matters) - far, least), min(max(matters) + far, most)
    low, high = max(_beyond(min(matters), -1), least), min(_beyond(max(matters), 1), most)
    if low > 0 and trace.rules.is_whole(name):
        low = max(floor(low), 1)
    if (low - least) * 5 <= most - least and high == most:
        low = least  # the rest of the bounds is little, so that all of it is drawn
    return low, high


def _beyond(value: Number, side: int) -> Number:
    """A value ten times as far from zero, or a tenth; ten where it is zero."""
    if value == 0:
        return 10 if side > 0 else 0
    return value * 10 if (value > 0) == (side > 0) else simplest(Fraction(value) / 10)


def _logarithmic_from(low: Number, high: Number, matters: Iterable[Number], whole: bool) -> Number | None:
    if low < 0 or high <= 0:
        return None
    if low > 0:
        return low if high / Fraction(low) >= WIDE else None
    smallest = min((value for value in matters if value > 0), default=high)
    if high / Fraction(smallest) < WIDE:
        return None
    start = simplest(Fraction(10) ** floor(log10(smallest / Fraction(10))))
    return max(start, 1) if whole else start
