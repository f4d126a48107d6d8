"""Where the numbers of regions stand."""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise, product
from math import ceil, dist
from statistics import fmean

from advisor.analysis.explorer.ends import End
from advisor.output.plot.axis import Axis
from advisor.output.plot.regions import Map, Point, border_lines

COLUMNS, LINES = 54, 30
"""Points across and up a map, among which the places are chosen."""
DISC = 0.14
"""Inches that a number, or the mark of the user's own values, reaches around its middle."""
FINE = 0.05
"""Inches by which one place has no more room than another, and between the points of a border."""


def number_places(found: Map, across: float, up: float) -> dict[End, tuple[Point, Point]]:
    """The point in each region with most room around, and where its number stands, in inches on a map of that size.

    Room ends at borders, at the user's own values and at other numbers. A number stands at its point, but for
    one that would cover another there.
    """
    sides = [*zip([*found.axes, Axis("", 0, 1)], (across, up), strict=False)]
    grid, borders = dict(_grid(found, sides)), _borders(found, sides)
    marks = [_drawn(found.own, sides)] if found.own else []
    places = {}
    for state, middles in _middles(found).items():
        inside = [point for point, one in grid.items() if one == state]
        point = _roomiest(inside or [_drawn(one, sides) for one in middles], borders, marks)
        places[state] = point, _beside(point, grid, marks)
        marks.append(places[state][1])
    return places


def _drawn(point: Point, sides: Sequence[tuple[Axis, float]]) -> Point:
    """Where values are drawn, in inches."""
    x, y = (axis.place(value) * inches for value, (axis, inches) in zip(point, sides, strict=True))
    return x, y


def _grid(found: Map, sides: Sequence[tuple[Axis, float]]) -> Iterator[tuple[Point, End]]:
    """Points in rows and columns with the states there."""
    (along, across), (upward, up) = sides
    stripes = found.stripes
    for column, line in product(range(COLUMNS), range(LINES)):
        x, y = (column + 0.5) / COLUMNS, (line + 0.5) / LINES
        stripe = stripes[bisect(stripes, upward.at(y), key=lambda one: float(one.at)) - 1]
        yield (x * across, y * up), stripe.state(along.at(x))


def _borders(found: Map, sides: Sequence[tuple[Axis, float]]) -> set[Point]:
    """Points along the borders and the frame, to a hundredth of an inch."""
    across, up = (inches for _, inches in sides)
    frame: list[Point] = [(0, 0), (across, 0), (across, up), (0, up), (0, 0)]
    lines = [frame, *([_drawn(point, sides) for point in line] for line in border_lines(found))]
    along = (point for line in lines for ends in pairwise(line) for point in _between(*ends))
    return {(round(x, 2), round(y, 2)) for x, y in along}


def _between(one: Point, other: Point) -> Iterator[Point]:
    """Points close to each other from one to another."""
    steps = ceil(dist(one, other) / FINE) or 1
    for share in (step / steps for step in range(steps + 1)):
        yield one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _middles(found: Map) -> dict[End, list[Point]]:
    """The middle of each state in every stripe, for one that lies between all points of the grid."""
    middles: dict[End, list[Point]] = {state: [] for state in found.states}
    for stripe in found.stripes:
        ends = [*stripe.starts[1:], found.axes[0].high]
        for state, low, high in zip(stripe.states, stripe.starts, ends, strict=True):
            middles[state].append((float(low + high) / 2, float(stripe.at)))
    return middles


def _roomiest(inside: Collection[Point], borders: Collection[Point], marks: Sequence[Point]) -> Point:
    """The point with most room; of those with as much, the one nearest to the middle."""
    middle = fmean(x for x, _ in inside), fmean(y for _, y in inside)

    def room(point: Point) -> tuple[int, float]:
        apart = [dist(point, one) for one in borders] + [dist(point, one) - DISC for one in marks]
        return round(min(apart) / FINE), -dist(point, middle)

    return max(inside, key=room)


def _beside(point: Point, others: Iterable[Point], marks: Sequence[Point]) -> Point:
    """The point, or the nearest of the others at which a number covers no mark."""

    def covers(place: Point) -> bool:
        return any(dist(place, one) < 2 * DISC for one in marks)

    free = [place for place in others if not covers(place)] if covers(point) else []
    return min(free, key=lambda place: dist(place, point), default=point)
