"""A map of the outcomes over one or two answers: regions with exact borders.

A stripe holds what comes out along the first answer at one value of the second. Stripes between which
nothing but the borders moves are a band, in which the borders are drawn from stripe to stripe.
"""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from advisor.analysis.explorer.ends import End
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.scope import Scope
from advisor.engine.session import Trace
from advisor.errors import AdvisorError, Problem
from advisor.output.plot.axis import Axis, axes
from advisor.quantities import Number, simplest

STRIPES = 90
"""Stripes of a map at least."""
HALVINGS = 5
"""How often the gap between two stripes is halved to find where their states change: 3,000 fit a map."""
MAX_STATES = 40
"""States that a map can show: there are not many more that its patterns, and a reader, tell apart."""

Point = tuple[float, float]
"""A value of each answer; with one answer, the second is from 0 to 1."""


class Stripe(NamedTuple):
    """Where walks end as the first answer goes through its range, at one value of the second.

    at: that value
    starts: from where on each of the states comes out; of whole numbers, the first with it
    states: the ends, in order
    """

    at: Number
    starts: tuple[Number, ...]
    states: tuple[End, ...]

    def state(self, value: Number | float) -> End:
        """The state from a value on."""
        return self.states[bisect(self.starts, value) - 1]


Band = tuple[Stripe, ...]
"""Stripes with the same states, from its lower edge to its upper one."""
_AtValue = Callable[[Number], Stripe]


class Map(NamedTuple):
    """What comes out over one or two answers.

    axes: one for each answer, the horizontal one first
    own: the user's own values, where all are known and drawn
    """

    axes: tuple[Axis, ...]
    bands: tuple[Band, ...]
    own: Point | None

    @property
    def states(self) -> list[End]:
        """The states that come out somewhere, in the order of their numbers."""
        return list(dict.fromkeys(one for band in self.bands for one in band[0].states))

    @property
    def stripes(self) -> list[Stripe]:
        """Those of all bands, upward."""
        return [one for band in self.bands for one in band]


def outcome_map(trace: Trace, names: Sequence[str], ranges: Ranges) -> Map:
    """The map over one or two questions. Raises AdvisorError where there is nothing, or too much, to draw."""
    sides = axes(trace, names, ranges)
    found = Map(sides, tuple(_bands(trace, *sides)), _own(trace.scope, sides))
    if len(found.states) > MAX_STATES:
        says = f"{len(found.states):,} outcomes over {' and '.join(names)} are more than a picture can tell apart"
        raise AdvisorError(Problem("too-much", says, f"draw a part: --over {names[0]}:LOW..HIGH"))
    return found


def _own(scope: Scope, sides: Sequence[Axis]) -> Point | None:
    if not all(scope.knows(side.name) and side.low <= scope[side.name] <= side.high for side in sides):
        return None
    x, y, *_ = [*(float(scope[side.name]) for side in sides), 0.5]
    return x, y


def _bands(trace: Trace, along: Axis, up: Axis | None = None) -> Iterator[Band]:
    """The bands from the low end to the high end; they meet where the states change."""
    if up is None:
        only = _stripe(Sweep(trace.rules, trace.scope.answers, along.name), along, 0)
        yield tuple(only._replace(at=Fraction(step, 10)) for step in range(11))
        return

    def at(value: Number) -> Stripe:
        answers = trace.scope.answers.with_answer(up.name, value)
        return _stripe(Sweep(trace.rules, answers, along.name), along, value)

    found = [at(up.low)]
    for value in _heights(trace, along, up)[1:]:
        found += _refined(found[-1], at(value), at, up.whole, HALVINGS)
    runs = [tuple(run) for _, run in groupby(found, lambda one: one.states)]
    edges = [_edge(before[-1], here[0], at, up.whole) for before, here in pairwise(runs)]
    for run, low, high in zip(runs, [up.low, *edges], [*edges, up.high], strict=True):
        yield run[0]._replace(at=low), *run, run[-1]._replace(at=high)


def _stripe(sweep: Sweep, along: Axis, at: Number) -> Stripe:
    found = sweep.segments(along.low, along.high)
    return Stripe(at, tuple(one.from_ for one in found), tuple(one.end for one in found))


def _heights(trace: Trace, along: Axis, up: Axis) -> list[Number]:
    """Values along the second axis: evenly, and in and between all at which something can turn."""
    found = set(up.spread(STRIPES))
    for value in along.spread(8):
        there = Sweep(trace.rules, trace.scope.answers.with_answer(along.name, value), up.name)
        for piece in there.pieces(up.low, up.high):
            found |= {piece.start, piece.sample, up.high if piece.end is None else piece.end}
    return sorted(found)


def _refined(before: Stripe, here: Stripe, at: _AtValue, whole: bool, halvings: int) -> list[Stripe]:
    """A stripe, and those before it, so that the states only change between two that are close."""
    middle = _middle(before, here, whole)
    if before.states == here.states or middle == before.at or not halvings:
        return [here]
    between = _refined(before, at(middle), at, whole, halvings - 1)
    return [*between, *_refined(between[-1], here, at, whole, halvings - 1)]


def _middle(before: Stripe, here: Stripe, whole: bool) -> Number:
    total = before.at + here.at
    return total // 2 if whole else simplest(Fraction(total) / 2)


def _edge(before: Stripe, here: Stripe, at: _AtValue, whole: bool) -> Number:
    """Which of two close stripes the states change at."""
    is_before = whole or at(_middle(before, here, whole)).states == before.states
    return here.at if is_before else before.at


def outlines(found: Map) -> dict[End, list[list[Point]]]:
    """The shapes that make up the region of each state."""
    end = found.axes[0].high
    shapes: dict[End, list[list[Point]]] = {one: [] for one in found.states}
    for band in found.bands:
        for index, one in enumerate(band[0].states):
            shapes[one].append([*_line(band, index, end), *reversed(_line(band, index + 1, end))])
    return shapes


def border_lines(found: Map) -> list[list[Point]]:
    """The lines between the regions."""
    end = found.axes[0].high
    lines = [_line(band, index, end) for band in found.bands for index in range(1, len(band[0].states))]
    for below, above in pairwise(found.bands):
        lines += _level(below[-1], above[0], end)
    return lines


def _line(band: Band, index: int, end: Number) -> list[Point]:
    """Where a state starts, upward; after the last one, the end of the axis."""
    return [(float([*one.starts, end][index]), float(one.at)) for one in band]


def _level(below: Stripe, above: Stripe, end: Number) -> Iterator[list[Point]]:
    """The parts of the edge between two bands that different states meet at."""
    for low, high in pairwise(sorted({*below.starts, *above.starts, end})):
        if below.state(low) != above.state(low):
            yield [(float(low), float(above.at)), (float(high), float(above.at))]
