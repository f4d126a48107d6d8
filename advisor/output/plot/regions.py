"""A map of the outcomes over one or two answers: exact borders, regions, and room for their numbers.

A row holds the exact stretches along the first answer at one value of the second. Rows between
which nothing but the borders moves are a band, in which the borders are drawn from row to row.
"""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from advisor.engine.session import Trace
from advisor.output.plot.axis import Axis, Ranges, axes, own
from advisor.output.plot.boundaries import Stretch, around_turns, at, stretches
from advisor.quantities import Number, simplest

ROWS = 90
"""Rows of a map at least."""
FINE = 1 / 2000
"""Rows closer than this share of the height are not told apart."""
COLUMNS, LINES = 48, 30
"""The squares in which room for a number is looked for."""

Point = tuple[float, float]
"""A place on the map: from 0 to 1 along each axis."""


class Stripe(NamedTuple):
    """What comes out along the first answer, at one value of the second."""

    at: Number
    stretches: tuple[Stretch, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The states from left to right."""
        return tuple(stretch.state for stretch in self.stretches)


class Band(NamedTuple):
    """Rows with the same states in the same order, between two values of the second answer."""

    low: Number
    high: Number
    rows: tuple[Stripe, ...]

    @property
    def closed(self) -> list[Stripe]:
        """The rows, with one on each edge."""
        return [self.rows[0]._replace(at=self.low), *self.rows, self.rows[-1]._replace(at=self.high)]


class Map(NamedTuple):
    """What comes out over one or two answers.

    axes: one for each answer
    up: the vertical axis, the second of them if there are two
    own: the user's own values, where all are known and drawn
    """

    axes: tuple[Axis, ...]
    up: Axis
    bands: tuple[Band, ...]
    own: tuple[Number, ...] | None

    @property
    def states(self) -> list[str]:
        """The states that come out somewhere, in the order of their numbers."""
        return list(dict.fromkeys(one for band in self.bands for one in band.rows[0].states))

    @property
    def own_place(self) -> Point | None:
        """Where the user's own values stand."""
        if self.own is None:
            return None
        x = self.axes[0].place(self.own[0])
        return x, (self.up.place(self.own[1]) if len(self.own) > 1 else 0.5)


def outcome_map(trace: Trace, names: Sequence[str], ranges: Ranges) -> Map:
    """The map over one or two questions. Raises AdvisorError where there is nothing to draw."""
    sides = tuple(axes(trace, names, ranges))
    values = [own(trace, name) for name in names]
    known = [value for side, value in zip(sides, values, strict=True)
             if value is not None and side.low <= value <= side.high]  # fmt: skip
    here = tuple(known) if len(known) == len(sides) else None
    if len(sides) == 1:
        row = _row(trace, sides[0], 0)
        return Map(sides, Axis("", 0, 1), (Band(0, 1, (row,)),), here)
    return Map(sides, sides[1], tuple(_bands(trace, *sides)), here)


def _row(trace: Trace, along: Axis, value: Number) -> Stripe:
    return Stripe(value, tuple(stretches(trace, along.name, along.low, along.high)))


def _bands(trace: Trace, along: Axis, up: Axis) -> Iterator[Band]:
    """The bands from the low end to the high end; they meet where the states change."""

    def row(value: Number) -> Stripe:
        return _row(at(trace, up.name, value), along, value)

    rows = _refined([row(value) for value in _heights(trace, along, up)], up, row)
    low, run = up.low, [rows[0]]
    for before, here in pairwise(rows):
        if here.states != before.states:
            border = _border(before, here, up, row)
            yield Band(low, border, tuple(run))
            low, run = border, []
        run.append(here)
    yield Band(low, up.high, tuple(run))


def _heights(trace: Trace, along: Axis, up: Axis) -> list[Number]:
    """Values along the second axis: evenly, and on both sides of what turns the outcome somewhere."""
    found = {up.low, up.high, *(up.value(step / ROWS) for step in range(ROWS + 1))}
    for step in range(9):
        there = at(trace, along.name, along.value(step / 8))
        found |= set(around_turns(there, up.name, up.low, up.high))
    return sorted(found)


def _refined(rows: Sequence[Stripe], up: Axis, row: Callable[[Number], Stripe]) -> list[Stripe]:
    """The rows and more of them, so that the states only change between two that are close."""
    found = [rows[0]]
    for here in rows[1:]:
        found += [*_told_apart(found[-1], here, up, row), here]
    return found


def _told_apart(before: Stripe, here: Stripe, up: Axis, row: Callable[[Number], Stripe]) -> Iterator[Stripe]:
    if before.states == here.states or up.place(here.at) - up.place(before.at) < FINE:
        return
    middle = _middle(before, here, up)
    if before.at < middle < here.at:
        between = row(middle)
        yield from _told_apart(before, between, up, row)
        yield between
        yield from _told_apart(between, here, up, row)


def _middle(before: Stripe, here: Stripe, up: Axis) -> Number:
    total = before.at + here.at
    return total // 2 if up.whole else simplest(Fraction(total) / 2)


def _border(before: Stripe, here: Stripe, up: Axis, row: Callable[[Number], Stripe]) -> Number:
    """Which of two close rows the states change at."""
    if up.whole:
        return here.at
    return here.at if row(_middle(before, here, up)).states == before.states else before.at


def outlines(found: Map) -> dict[str, list[list[Point]]]:
    """The shapes that make up the region of each state."""
    shapes: dict[str, list[list[Point]]] = {one: [] for one in found.states}
    for band in found.bands:
        for index, one in enumerate(band.rows[0].states):
            left, right = _sides(found, band, index)
            shapes[one].append([*left, *reversed(right)])
    return shapes


def border_lines(found: Map) -> list[list[Point]]:
    """The lines between the regions."""
    lines = [
        _sides(found, band, index)[0] for band in found.bands for index in range(1, len(band.rows[0].states))
    ]
    for below, above in pairwise(found.bands):
        lines += _level(found, below.closed[-1], above.closed[0])
    return lines


def _sides(found: Map, band: Band, index: int) -> tuple[list[Point], list[Point]]:
    """The left and the right side of one stretch through the rows of a band, upward."""
    along, up = found.axes[0], found.up
    left = [(along.place(row.stretches[index].low), up.place(row.at)) for row in band.closed]
    right = [(along.place(row.stretches[index].high), up.place(row.at)) for row in band.closed]
    return left, right


def _level(found: Map, below: Stripe, above: Stripe) -> Iterator[list[Point]]:
    """The parts of the edge between two bands that different states meet at."""
    along, height = found.axes[0], found.up.place(above.at)
    cuts = sorted({stretch.low for row in (below, above) for stretch in row.stretches} | {along.high})
    for low, high in pairwise(cuts):
        if _state_in(below, low) != _state_in(above, low):
            yield [(along.place(low), height), (along.place(high), height)]


def _state_in(row: Stripe, value: Number) -> str:
    """The state from a value on."""
    return [stretch.state for stretch in row.stretches if stretch.low <= value][-1]


def number_places(found: Map) -> dict[str, Point]:
    """Where each region has most room for its number, apart from the user's own values."""
    squares = _squares(found)
    taken = set()
    if found.own_place:
        x, y = found.own_place
        taken = {square for square in squares
                 if abs(_center(square)[0] - x) < 0.05 and abs(_center(square)[1] - y) < _room(found)}  # fmt: skip
    places = {}
    for one in found.states:
        inside = {square for square, state_there in squares.items() if state_there == one}
        places[one] = _deepest(inside - taken or inside) or _widest(found, one)
    return places


def _room(found: Map) -> float:
    """The height that the mark of the user's own values takes; with one answer, all of it."""
    return 0.08 if len(found.axes) > 1 else 1.0


def _squares(found: Map) -> dict[tuple[int, int], str]:
    """The state in the center of each square of the map."""
    along = found.axes[0]
    rows = [row for band in found.bands for row in band.closed]
    heights = [found.up.place(row.at) for row in rows]
    squares = {}
    for line in range(LINES):
        row = rows[min(bisect(heights, _center((0, line))[1]), len(rows) - 1)]
        lows = [along.place(stretch.low) for stretch in row.stretches]
        for column in range(COLUMNS):
            squares[column, line] = row.states[bisect(lows, _center((column, 0))[0]) - 1]
    return squares


def _center(square: tuple[int, int]) -> Point:
    return (square[0] + 0.5) / COLUMNS, (square[1] + 0.5) / LINES


def _deepest(inside: set[tuple[int, int]]) -> Point | None:
    """The center of a square that is farthest from the edge: of the last when layers are taken away."""
    rest = inside
    while rest:
        inside = rest
        rest = {(x, y) for x, y in inside if {(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)} <= inside}
    if not inside:
        return None
    x, y = (sum(side) / len(inside) for side in zip(*inside, strict=True))
    return _center(min(sorted(inside), key=lambda square: abs(square[0] - x) + abs(square[1] - y)))


def _widest(found: Map, one: str) -> Point:
    """The middle of the widest stretch of a region that is too small for any square."""
    along = found.axes[0]
    spans = [(along.place(stretch.high) - along.place(stretch.low), along.place(stretch.low), row.at)
             for band in found.bands for row in band.closed for stretch in row.stretches
             if stretch.state == one]  # fmt: skip
    width, left, height = max(spans)
    return left + width / 2, found.up.place(height) if len(found.axes) > 1 else 0.5
