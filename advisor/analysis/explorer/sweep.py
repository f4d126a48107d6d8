"""One answer or figure that goes through its values, with all else as it is.

Every comparison in the chart is then a function of one unknown, and a walk can only change where one of
them crosses zero: the breaks. So the values to look at are those, and one between each two.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple, cast

from advisor.analysis.explorer import ends
from advisor.analysis.explorer.ends import End
from advisor.analysis.explorer.ratio import Ratio, Sample
from advisor.analysis.explorer.rounded import beyond, neighbors
from advisor.engine.answers import Answers, Value
from advisor.engine.scope import Scope
from advisor.errors import Unanswered
from advisor.language import tree
from advisor.language.evaluate import value_of
from advisor.language.expression import Expression
from advisor.language.tree import Comparison, Node
from advisor.language.types import ORDERED, type_of
from advisor.quantities import Number, is_number
from advisor.rules import Ruleset


class Piece(NamedTuple):
    """A part of a way through values in which no comparison changes.

    start, end: the same where it is one value; else what lies between (of whole numbers, with them), without
        an end where the way has none
    sample: the first value in it that can be told
    """

    start: Number
    end: Number | None
    sample: Number


class Segment(NamedTuple):
    """A part of a range in which a walk ends the same.

    from_included, to_included: whether its ends belong to it
    """

    from_: Number
    to: Number
    end: End
    from_included: bool = True
    to_included: bool = True


class Sweep:
    """One answer or figure, as an override names it, that goes through its values.

    conditions: what is looked at; all conditions of the chart that rest on it, where none are told
    """

    def __init__(
        self, rules: Ruleset, answers: Answers, name: str, conditions: Iterable[Expression] | None = None
    ) -> None:
        figure = name.partition(".")[0]
        self.rules, self.answers, self.name = rules, answers, name
        self.is_whole, self.unit, self.bounds = rules.is_whole(name), rules.unit(figure), rules.bounds(figure)
        self.conditions = rules.conditions_on(figure) if conditions is None else list(conditions)

    def at(self, value: Value) -> Answers:
        """The answers with another value."""
        if self.name in self.rules.questions:
            return self.answers.with_answer(self.name, value)
        return self.answers._replace(overrides={**self.answers.overrides, self.name: cast(Number, value)})

    def takes(self, value: Value) -> bool:
        """Whether the question or the figure takes a value."""
        if self.name in self.rules.questions:
            return self.rules.questions[self.name].kind.takes(value)
        return is_number(value) and not self.rules.beyond(self.name.partition(".")[0], value)

    def end(self, value: Value) -> End:
        """Where the walk with another value ends."""
        return ends.end(self.rules, self.at(value))

    # --- breaks ---

    @cached_property
    def breaks(self) -> set[Number]:
        """Where a comparison can change as the value does; none where values do not lie on a line.

        What is computed by cases is followed in each piece between its seams, which are breaks too. They
        come to light as they are compared: until no more do, the pieces grow finer. Where answers begin to
        be refused together is one as well.
        """
        seams = set[Number]()
        while self._compared:
            samples = [Sample(at) for at in _between(sorted(seams))]
            found = {one for sample in samples for one in self._crossings(sample)}
            more = {one for sample in samples for one in sample.seams()}
            if more <= seams:
                return found | seams
            seams |= more
        return seams

    @cached_property
    def _compared(self) -> list["_Compared"]:
        if not self.rules.is_ordered(self.name.partition(".")[0]):
            return []
        conditions = [*self.conditions, *(one.when for one in self.rules.refuse)]
        return [one for when in conditions for one in _compared_terms(self.rules, when)]

    def _crossings(self, sample: Sample) -> Iterator[Number]:
        """Where a comparison changes as the unknown does, as far as the piece around a sample goes."""
        there = Scope(self.rules, self.at(cast(Number, sample.unknown)))
        for left, right, choices in self._compared:
            try:
                within = there.with_choices(choices)
                difference = value_of(left, within) - value_of(right, within)
            except (Unanswered, ZeroDivisionError):
                continue  # not on a way that these answers take, or decided otherwise there
            if isinstance(difference, Ratio):
                yield from difference.breaks()

    def around(self) -> list[Number]:
        """The values to answer with at the breaks and right beside them, in order."""
        return self.beside(self.breaks)

    def beside(self, values: Iterable[Number]) -> list[Number]:
        """The values to answer with at some and right beside them, in order."""
        near = {one for value in values for one in neighbors(value, self.is_whole, self.unit)}
        return [one for one in sorted(near) if self.takes(one)]

    # --- pieces ---

    def pieces(self, start: Number, end: Number | None, side: int = 1) -> Iterator[Piece]:
        """The parts of the way from one value up (or down, on the side of -1) to another, in their order.

        end: None where the way has no end
        Those too narrow for a value to be told are left out.
        """
        found = self.breaks if end is None else {end, *self.breaks}
        ahead = (
            one for one in found if (one - start) * side > 0 and (end is None or (end - one) * side >= 0)
        )
        points = [start, *sorted(ahead, reverse=side < 0)]
        return _whole_pieces(points, end, side) if self.is_whole else self._pieces(points, end, side)

    def _pieces(self, points: list[Number], end: Number | None, side: int) -> Iterator[Piece]:
        for one, after in pairwise([*points, None]):
            assert one is not None
            yield Piece(one, one, one)
            sample = None if one == end else beyond(one, side, after, self.unit)
            if sample is not None:
                yield Piece(one, after, sample)

    def segments(self, low: Number, high: Number) -> list[Segment]:
        """The parts of a range in which the walk ends the same, in their order."""
        found: list[Segment] = []
        for piece in self.pieces(low, high):
            assert piece.end is not None
            here, is_closed = self.end(piece.sample), self.is_whole or piece.start == piece.end
            if found and found[-1].end == here:
                found[-1] = found[-1]._replace(to=piece.end, to_included=is_closed)
            else:
                found.append(Segment(piece.start, piece.end, here, is_closed, is_closed))
        return found


def _whole_pieces(points: list[Number], end: Number | None, side: int) -> Iterator[Piece]:
    """The pieces of whole numbers: one begins at the first of them at each point, and one beyond it."""
    firsts = dict.fromkeys(first for one in points for first in (_first(one, side), _next(one, side)))
    within = [one for one in firsts if end is None or (end - one) * side >= 0]
    for first, after in pairwise([*within, None]):
        assert first is not None
        yield Piece(first, end if after is None else after - side, first)


def _first(point: Number, side: int) -> int:
    return ceil(point) if side > 0 else floor(point)


def _next(point: Number, side: int) -> int:
    return floor(point) + 1 if side > 0 else ceil(point) - 1


def _between(seams: list[Number]) -> list[Number]:
    """A value in each piece."""
    if not seams:
        return [0]
    return [seams[0] - 1, *((Fraction(one) + other) / 2 for one, other in pairwise(seams)), seams[-1] + 1]


_Compared = tuple[Node, Node, Mapping[str, str]]
"""Both sides of a comparison of numbers, and the choices under which they are computed."""


def _compared_terms(rules: Ruleset, condition: Expression) -> Iterator[_Compared]:
    """Every comparison of numbers in a condition, through formulas that are conditions or texts."""
    queue: list[tuple[Expression, dict[str, str]]] = [(condition, {})]
    seen: set[tuple[str, frozenset[tuple[str, str]]]] = set()
    for expression, choices in queue:
        for node in tree.walk(expression.tree):
            if isinstance(node, Comparison) and type_of(node.left, rules.types) in ORDERED:
                yield node.left, node.right, choices
        for name in expression.names:
            if name in rules.formulas and not rules.is_ordered(name):
                inside = {**choices, **rules.formulas[name].given}
                key = name, frozenset(inside.items())
                queue += [] if key in seen else [(rules.formulas[name].is_, inside)]
                seen.add(key)
