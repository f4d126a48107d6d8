"""The cells of a decision table: what each column can be, what a cell says of it, and that as a condition."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import NamedTuple, cast

from advisor.days import DAY
from advisor.errors import brief, did_you_mean
from advisor.language.tree import Comparison, Day, Name, Node, Not, Numeral, Sign, Text, Truth, joined
from advisor.quantities import Number, shortest, show, simplest, written_number
from advisor.rules.kinds import Value

ANY = "-"
"""The cell that holds for every value."""
TRUTHS: Mapping[str, bool | str] = {"yes": True, "no": False}
"""How yes and no are written in a cell."""
_ALSO = {"true": "yes", "false": "no"}
_COMPARED = re.compile(r"(>=|<=|>|<)\s*(.+)")
_BETWEEN = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])")
_FORMS = "a figure, a comparison such as `>= 5`, or a range such as `[1..5]` or `(1..5]`"


class Range(NamedTuple):
    """Figures from one to another, each included or not; None where there is no end."""

    low: Number | None
    high: Number | None
    with_low: bool = True
    with_high: bool = True

    def holds(self, value: Number) -> bool:
        above = self.low is None or value > self.low or (self.with_low and value == self.low)
        return above and (self.high is None or value < self.high or (self.with_high and value == self.high))


class GridCell(NamedTuple):
    """What a row wants of one column.

    text: as it is written
    values: the values that it holds for, where these can be listed
    ranges: the figures that it holds for; a cell without values and ranges holds for all
    """

    text: str
    values: tuple[bool | str, ...] = ()
    ranges: tuple[Range, ...] = ()

    @property
    def is_any(self) -> bool:
        return not self.values and not self.ranges

    def holds(self, value: Value) -> bool:
        if self.ranges:
            return any(range_.holds(cast(Number, value)) for range_ in self.ranges)
        return self.is_any or value in self.values


class GridColumn(NamedTuple):
    """A question or formula that a table is decided by.

    words: all values that it can be, by how each is written; none for figures, which are
    unit: counted in this
    bounds: and lie between these
    whole: whether it is a whole number or a day
    read: what is compared, where that is not the name itself: the points of what is answered
    """

    name: str
    words: Mapping[str, bool | str] = {}
    unit: str = ""
    bounds: Range = Range(None, None)
    whole: bool = False
    read: Node | None = None

    # --- cells ---

    def cell(self, text: str) -> GridCell:
        """The cell that is written so. Raises ValueError(what was found, what to do)."""
        if text == ANY:
            return GridCell(text)
        if self.words:
            return GridCell(text, tuple(self._value(part.strip()) for part in text.split(",")))
        parts = re.split(r",\s+", text)  # without a blank, a comma stands between thousands
        return GridCell(text, ranges=tuple(self._range(part) for part in parts))

    def _value(self, text: str) -> bool | str:
        word = _ALSO.get(text.lower(), text.lower()) if self.words is TRUTHS else text
        if word in self.words:
            return self.words[word]
        says = f"found `{brief(text)}`, expected one of {', '.join(self.words)}, several of them, or `{ANY}`"
        raise ValueError(says, did_you_mean(text, self.words))

    def _range(self, text: str) -> Range:
        range_ = self._read(text)
        own = GridCell(text, ranges=(range_,))
        if not any(map(own.holds, self.samples([own]))):
            ends = [show(end, self.unit) if end is not None else "…" for end in self.bounds[:2]]
            which = f", which is from {ends[0]} to {ends[1]}" if ends != ["…", "…"] else ""
            raise ValueError(f"`{brief(text)}` holds for no value of {self.name}{which}")
        return range_

    def _read(self, text: str) -> Range:
        if found := _BETWEEN.fullmatch(text):
            opening, low, high, closing = found.groups()
            return Range(self._figure(low), self._figure(high), opening == "[", closing == "]")
        if found := _COMPARED.fullmatch(text):
            figure = self._figure(found[2])
            with_it = found[1].endswith("=")
            return Range(figure, None, with_it) if found[1][0] == ">" else Range(None, figure, True, with_it)
        figure = self._figure(text)
        return Range(figure, figure)

    def _figure(self, text: str) -> Number:
        try:
            return written_number(text, self.unit)
        except ValueError as error:
            remedy = f"expected {_FORMS}, several of them with a comma and a blank between, or `{ANY}`"
            raise ValueError(f"`{brief(text)}` {error}", remedy) from None

    # --- values ---

    def samples(self, cells: Iterable[GridCell]) -> list[Value]:
        """Values of which each stands for all that the same cells hold for."""
        if self.words:
            return list(self.words.values())
        ranges = [self.bounds, *(range_ for cell in cells for range_ in cell.ranges)]
        points = sorted({end for range_ in ranges for end in (range_.low, range_.high) if end is not None})
        return [value for value in self._along(points) if self._can_be(value)]

    def _along(self, points: list[Number]) -> Iterator[Number]:
        """Points in order, with a value before, between and after them."""
        if not points:
            yield 0
            return
        yield floor(points[0]) - 1
        for point, following in zip(points, [*points[1:], None], strict=True):
            yield point
            whole = floor(point) + 1
            if following is None or whole < following:
                yield whole
            elif not self.whole:
                yield simplest(Fraction(point + following) / 2)

    def _can_be(self, value: Number) -> bool:
        return self.bounds.holds(value) and (not self.whole or value == floor(value))

    def typed(self, value: Value) -> str:
        """A value as one types it after ``--set``."""
        if isinstance(value, bool):
            return f"{self.name}={'yes' if value else 'no'}"
        if isinstance(value, str):
            return f"{self.name}={value}"
        figure = cast(Number, value)
        return f"{self.name}={show(figure, DAY) if self.unit == DAY else shortest(figure)}"

    # --- conditions ---

    def condition(self, cell: GridCell) -> Node | None:
        """The cell as a condition; None where it holds for all values."""
        if cell.is_any or (cell.values and {*cell.values} == {*self.words.values()}):
            return None
        values, ranges = dict.fromkeys(cell.values), dict.fromkeys(cell.ranges)
        ways = [self._is(value) for value in values] or [self._within(range_) for range_ in ranges]
        return None if Truth(True) in ways else joined("or", ways)

    def _is(self, value: bool | str) -> Node:
        name = Name(self.name)
        if isinstance(value, str):
            return Comparison(name, "==", Text(value))
        return name if value else Not(name)

    def _within(self, range_: Range) -> Node:
        if range_.low is not None and range_.low == range_.high:
            return self._compared("==", range_.low)
        lower: Sign = ">=" if range_.with_low else ">"
        upper: Sign = "<=" if range_.with_high else "<"
        ends = ((lower, range_.low, self.bounds.low), (upper, range_.high, self.bounds.high))
        told = [  # all values are on that side of a bound
            self._compared(sign, end)
            for sign, end, bound in ends
            if end is not None and (end != bound or sign in "<>")
        ]
        return joined("and", told)

    def _compared(self, sign: Sign, value: Number) -> Node:
        figure = Day(int(value)) if self.unit == DAY else Numeral(value)
        return Comparison(self.read or Name(self.name), sign, figure)
