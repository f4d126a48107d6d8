"""The cells of a decision table: what each column can be, what a cell says of it, and that as a condition."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple, cast

from advisor.days import DAY
from advisor.errors import brief, did_you_mean
from advisor.language.tree import Comparison, Day, Name, Node, Not, Sign, Text, Truth, joined
from advisor.language.tree import Number as Written
from advisor.language.types import ORDERED
from advisor.quantities import Number, shortest, show, simplest, written_number

ANY = "-"
"""The cell that holds for every value."""
_YES, _NO = ("yes", "true"), ("no", "false")
_COMPARED = re.compile(r"(>=|<=|>|<)\s*(.+)")
_BETWEEN = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])")
_FORMS = "a figure, a comparison such as `>= 5`, or a range such as `[1..5]` or `(1..5]`"

Value = bool | str | Number


class Range(NamedTuple):
    """Figures from one to another, each included or not; None where there is no end."""

    low: Number | None
    high: Number | None
    with_low: bool = True
    with_high: bool = True

    def holds(self, value: Number) -> bool:
        above = self.low is None or value > self.low or (self.with_low and value == self.low)
        return above and (self.high is None or value < self.high or (self.with_high and value == self.high))


class TableCell(NamedTuple):
    """What a row wants of one column.

    text: as it is written
    values: the values that it holds for, where these can be listed
    spans: the figures that it holds for; a cell without values and spans holds for all
    """

    text: str
    values: tuple[bool | str, ...] = ()
    spans: tuple[Range, ...] = ()

    @property
    def is_any(self) -> bool:
        return not self.values and not self.spans

    def holds(self, value: Value) -> bool:
        if self.spans:
            return any(span.holds(cast(Number, value)) for span in self.spans)
        return self.is_any or value in self.values


class TableColumn(NamedTuple):
    """A question or formula that a table is decided by.

    type: number, date, boolean or text
    texts: all texts that it can be
    low, high: its bounds, where there are any
    whole: whether it is a whole number or a day
    read: what is compared, where that is not the name itself: the points of what is answered
    """

    name: str
    type: str
    unit: str = ""
    texts: tuple[str, ...] = ()
    low: Number | None = None
    high: Number | None = None
    whole: bool = False
    read: Node | None = None

    def cell(self, text: str) -> TableCell:
        """The cell that is written so. Raises ValueError(what was found, what to do)."""
        if text == ANY:
            return TableCell(text)
        if self.type in ORDERED:
            parts = re.split(r",\s+", text)  # without a blank, a comma stands between thousands
            return TableCell(text, spans=tuple(self._span(part) for part in parts))
        return TableCell(text, tuple(self._value(part.strip()) for part in text.split(",")))

    def _value(self, text: str) -> bool | str:
        if self.type == "text" and text in self.texts:
            return text
        if self.type == "boolean" and text.lower() in (*_YES, *_NO):
            return text.lower() in _YES
        allowed = self.texts if self.type == "text" else ("yes", "no")
        says = f"found `{brief(text)}`, expected one of {', '.join(allowed)}, several of them, or `{ANY}`"
        raise ValueError(says, did_you_mean(text, allowed))

    def _span(self, text: str) -> Range:
        span = self._read(text)
        own = TableCell(text, spans=(span,))
        if not any(map(own.holds, self.samples([own]))):
            raise ValueError(f"`{brief(text)}` holds for no value of {self.name}{self._bounds()}")
        return span

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

    def _bounds(self) -> str:
        ends = [show(end, self.unit) if end is not None else "…" for end in (self.low, self.high)]
        return f", which is from {ends[0]} to {ends[1]}" if ends != ["…", "…"] else ""

    def samples(self, cells: Iterable[TableCell]) -> list[Value]:
        """Values of which each stands for all that the same cells hold for."""
        if self.type == "boolean":
            return [True, False]
        if self.type == "text":
            return list(self.texts)
        ends = {end for cell in cells for span in cell.spans for end in (span.low, span.high)}
        points = sorted(end for end in ends | {self.low, self.high} if end is not None)
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
        within = Range(self.low, self.high).holds(value)
        return within and (not self.whole or value == floor(value))

    def condition(self, cell: TableCell) -> Node | None:
        """The cell as a condition; None where it holds for all values."""
        name = self.read or Name(self.name)
        if self.type == "boolean":
            return None if len(set(cell.values)) != 1 else name if cell.values[0] else Not(name)
        if cell.is_any or (self.type == "text" and set(cell.values) == {*self.texts}):
            return None
        ways = [self._compared(name, "==", value) for value in cell.values]
        ways += [self._spanned(name, span) for span in cell.spans]
        return None if Truth(True) in ways else joined("or", ways)

    def _spanned(self, name: Node, span: Range) -> Node:
        if span.low == span.high:
            return self._compared(name, "==", cast(Number, span.low))
        lower: Sign = ">=" if span.with_low else ">"
        upper: Sign = "<=" if span.with_high else "<"
        ends = [(lower, span.low, self.low), (upper, span.high, self.high)]
        told = [
            (sign, end)
            for sign, end, bound in ends
            if end is not None and not (end == bound and len(sign) == 2)
        ]  # all values are on that side
        return joined("and", [self._compared(name, sign, end) for sign, end in told])

    def _compared(self, name: Node, sign: Sign, value: Value) -> Node:
        made = (
            Text(value)
            if isinstance(value, str)
            else Day(int(value))
            if self.type == "date"
            else Written(value)
        )
        return Comparison(name, sign, made)

    def typed(self, value: Value) -> str:
        """A value as one types it after ``--set``."""
        if isinstance(value, bool):
            shown = "yes" if value else "no"
        else:
            shown = (
                value
                if isinstance(value, str)
                else show(value, DAY)
                if self.type == "date"
                else shortest(value)
            )
        return f"{self.name}={shown}"
