"""What a file says, as data: measures with their interval and remarks, and what could not be read."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from advisor.errors import Place, Problem
from advisor.quantities import Number, amount, simplest

SHOWN = 5
"""So many damaged places are named; the rest are counted."""


class Remark(NamedTuple):
    """Something to mind about a measure or a file; `code` is stable, `says` a sentence without contents."""

    code: str
    says: str


class Interval(NamedTuple):
    """Where a value may lie: both ends, in the unit of the value."""

    low: Number
    high: Number


class Measure(NamedTuple):
    """One figure found in a file.

    name: what it measures, such as ``requests_a_month``; the same name means the same in every kind of file
    value: in `unit`; None if the file has the figure and it cannot be told yet, for the reason in `remarks`
    interval: of shares (Wilson, 95 %) and of what is taken over time (the spread of whole weeks), else None
    counted, among: the share ``counted`` of ``among``; both 0 where it is none
    basis: what it was counted from, such as ``160 of 200`` or ``28 whole days``
    group: which prompt and provider, if the file compares several; empty for the whole file
    more: how much more to measure before there is a value, in `more_of`; 0 if there is one
    """

    name: str
    value: Number | None
    unit: str = ""
    interval: Interval | None = None
    counted: int = 0
    among: int = 0
    basis: str = ""
    group: str = ""
    remarks: tuple[Remark, ...] = ()
    more: int = 0
    more_of: str = ""


class Evidence(NamedTuple):
    """What one file says.

    file: its name without folders
    kind: name of its kind, such as ``promptfoo``; `title` says it in words
    measures: one for each name; of several prompts and providers that of the best
    groups: the measures of every prompt and provider, if the file compares several
    records: how many lines, rows or entries were taken
    damaged: how many were not; the first few are `problems`
    complete: False if the file says itself, or shows by breaking off, that there is more
    """

    file: str
    kind: str
    title: str
    measures: tuple[Measure, ...]
    groups: tuple[Measure, ...] = ()
    remarks: tuple[Remark, ...] = ()
    records: int = 0
    damaged: int = 0
    problems: tuple[Problem, ...] = ()
    complete: bool = True

    def measure(self, name: str) -> Measure | None:
        """The measure of that name, if the file has it."""
        return next((measure for measure in self.measures if measure.name == name), None)


class Damage:
    """Counts what could not be read of a file, and keeps the first few places; never what stood there."""

    def __init__(self, file: str) -> None:
        self.count = 0
        self.problems: list[Problem] = []
        self.is_broken_off = False
        self._file = file

    def add(self, code: str, says: str, line: int = 0, remedy: str = "") -> None:
        """Something at a line, or the whole file where there is none, cannot be read."""
        self.count += 1
        self.is_broken_off |= code == "breaks-off"
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(code, says, remedy, Place(self._file, line, min(line, 1))))

    def breaks_off(self, line: int) -> None:
        """The file breaks off before a line."""
        self.add("breaks-off", "cannot be read from here on", line)


def percentiles(
    name: str, histogram: Mapping[int, int], unit: str, of: str, scale: int = 1
) -> Iterator[Measure]:
    """The smallest values that half and 95 % of what was counted do not exceed; `scale` of a value are one `unit`."""
    ordered = sorted(histogram.items())
    reached = list(accumulate(count for _, count in ordered))
    for percent in (50, 95) if ordered else ():
        value, _ = ordered[bisect_left(reached, Fraction(percent * reached[-1], 100))]
        basis = amount(reached[-1], of)
        yield Measure(f"{name}_p{percent}", simplest(Fraction(value, scale)), unit, basis=basis)
