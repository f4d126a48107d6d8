"""Figures by day: which days are whole, what a month of them comes to, and how much weeks differ.

A day is one of UTC, numbered from 1970-01-01. Logs of single requests may begin and end in the
middle of a day, so their first and last day are left out; of sums over stated spans, every day
counts that the spans cover.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from advisor.evidence.measures import Interval, Measure, Remark
from advisor.quantities import Number, amount, exact, simplest

DAYS_A_MONTH = Fraction(36525, 1200)
"""Days of an average month: a twelfth of 365.25."""
LEAST_DAYS = 7
"""Fewer whole days say nothing about a month: weekends differ."""
DAY = 86_400
UNDATED = -1
"""Stands for the day of what has no time."""


class Sums:
    """What was added up on one day."""

    __slots__ = ("cached", "cost", "failed", "input", "input_of", "output", "output_of", "requests")

    def __init__(self) -> None:
        self.requests = self.failed = self.input = self.input_of = 0
        self.output = self.output_of = self.cached = 0
        self.cost = 0.0

    @property
    def money(self) -> Number:
        """The cost to a millionth."""
        return exact(round(self.cost, 6))


class Calendar(NamedTuple):
    """The whole days of a file and their sums; days without any are zero.

    weeks: blocks of seven whole days in a row, counted back from the last one
    """

    sums: dict[int, Sums]
    whole: list[int]
    weeks: list[list[int]]
    remarks: tuple[Remark, ...]

    def total(self, part: str, days: Iterable[int]) -> Fraction:
        """The sum of one part of `Sums` over some days."""
        return sum(
            (Fraction(getattr(self.sums[day], part)) for day in days if day in self.sums), start=Fraction(0)
        )

    def monthly(self, name: str, unit: str, part: str, remarks: tuple[Remark, ...] = ()) -> Measure:
        """The figure of an average month; without a value where fewer than seven whole days are there."""
        days = len(self.whole)
        basis, remarks = amount(days, "whole day"), remarks + self.remarks
        if days < LEAST_DAYS:
            says = f"{basis} cannot stand for a month, {LEAST_DAYS} can: weekends differ"
            short = (Remark("too-short", says), *remarks)
            missing = LEAST_DAYS - days
            return Measure(name, None, unit, basis=basis, remarks=short, more=missing, more_of="whole days")
        value = self.total(part, self.whole) * DAYS_A_MONTH / days
        weeks = [self.total(part, week) * DAYS_A_MONTH / LEAST_DAYS for week in self.weeks]
        spread, alone = _spread(value, weeks)
        return Measure(name, simplest(value), unit, spread, basis=basis, remarks=remarks + alone)

    def ratio(self, name: str, unit: str, part: str, of: str, basis: str) -> Measure | None:
        """One figure for each of another, over all days, with the spread of whole weeks; None without any."""
        among = self.total(of, self.sums)
        if not among:
            return None
        totals = [(self.total(part, week), self.total(of, week)) for week in self.weeks]
        weeks = [Fraction(total, divisor) for total, divisor in totals if divisor]
        value = Fraction(self.total(part, self.sums), among)
        return Measure(name, simplest(value), unit, _spread(value, weeks)[0], basis=basis)


def _spread(value: Fraction, weeks: list[Fraction]) -> tuple[Interval | None, tuple[Remark, ...]]:
    if len(weeks) > 1:
        return Interval(simplest(min(value, *weeks)), simplest(max(value, *weeks))), ()
    return None, (Remark("no-spread", "fewer than two whole weeks show no spread"),)


class Days:
    """Adds up by day, and keeps which days the file covers."""

    def __init__(self, written: float, *, open_ended: bool, gaps_are_zero: bool) -> None:
        self.sums: dict[int, Sums] = {}
        self.open_ended = open_ended
        """Whether single moments were added, so that the first and the last day may be partial."""
        self._spans: dict[float, float] = {}
        self._written, self._gaps_are_zero = written, gaps_are_zero

    def on(self, when: float | None) -> Sums:
        """The sums of the day of a moment, or of everything without one."""
        day = UNDATED if when is None else int(when // DAY)
        found = self.sums.get(day)
        if found is None:
            found = self.sums[day] = Sums()
        return found

    def cover(self, start: float, end: float) -> None:
        """The file says everything from one moment to another."""
        self._spans[start] = max(end, self._spans.get(start, 0))

    def calendar(self, complete: bool) -> Calendar:
        """The whole days; of a file that says it has more, the outermost are left out."""
        if not (self._spans or self.sums.keys() - {UNDATED}):
            return Calendar(self.sums, [], [], ())
        days, remarks = self._closed() if self._spans and not self.open_ended else self._between()
        if not complete and not self.open_ended:
            days = days[1:-1]
            remarks += (Remark("edges", "there is more, so the outermost days were left out"),)
        return Calendar(self.sums, days, _weeks(days), remarks)

    def _between(self) -> tuple[list[int], tuple[Remark, ...]]:
        dated = self.sums.keys() - {UNDATED}
        first, last = min(dated), max(dated)
        days = list(range(first + 1, last))
        edges = Remark("edges", "the first and the last day may be partial and were left out")
        return days, (edges, *self._empty(days))

    def _closed(self) -> tuple[list[int], tuple[Remark, ...]]:
        covered: dict[int, float] = {}
        for start, end in self._spans.items():
            if end <= self._written:
                day = int(start // DAY)
                covered[day] = covered.get(day, 0) + end - start
        days = sorted(day for day, seconds in covered.items() if seconds >= DAY)
        if self._gaps_are_zero and days:
            days = list(range(days[0], days[-1] + 1))
            return days, self._empty(days)
        return days, self._missing(days)

    def _empty(self, days: list[int]) -> tuple[Remark, ...]:
        count = sum(day not in self.sums for day in days)
        says = f"{amount(count, 'day')} without a request in between {'counts' if count == 1 else 'count'} as zero"
        return (Remark("empty-days", says),) if count else ()

    @staticmethod
    def _missing(days: list[int]) -> tuple[Remark, ...]:
        count = days[-1] - days[0] + 1 - len(days) if days else 0
        says = f"{amount(count, 'day')} in between {'is' if count == 1 else 'are'} not in the file, or only partly"
        return (Remark("missing-days", says),) if count else ()


def _weeks(days: list[int]) -> list[list[int]]:
    whole, weeks = set(days), []
    day = days[-1] if days else 0
    while days and day - LEAST_DAYS + 1 >= days[0]:
        week = list(range(day - LEAST_DAYS + 1, day + 1))
        fits = whole.issuperset(week)
        if fits:
            weeks.append(week)
        day -= LEAST_DAYS if fits else 1
    return weeks
