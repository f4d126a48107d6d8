"""Days."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast

from advisor.days import DAY
from advisor.errors import Problem
from advisor.quantities import Number
from advisor.rules.kinds.kind import Value, quoted
from advisor.rules.kinds.numbers import Integer

_EARLY, _LATE = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()


class Date(Integer):
    """A day, as the number of days since the year 1 began."""

    name, answer, type, unit = "date", "a date", "date", DAY
    reach = 365
    _plain_examples = "2026-04-06, 6 April 2026 or in 3 months"

    def implied(self) -> dict[str, Any]:
        """Without bounds, those of most people's lives; one that is written may lie beyond."""
        low, high = self.question.min, self.question.max
        if low is None:
            low = _EARLY if high is None or high >= _EARLY else date.min.toordinal()
        if high is None:
            high = _LATE if low <= _LATE else date.max.toordinal()
        return {"unit": self.question.unit or DAY, "min": low, "max": high}

    def _value(self, raw: object) -> Value:
        text = raw.isoformat() if type(raw) is date else raw
        if not isinstance(text, str):
            raise ValueError(f"found {quoted(raw)}, expected a date such as 2026-04-06")
        return super()._value(text)

    @property
    def wanted(self) -> str:
        return self.name

    @property
    def needed(self) -> str:
        return f"{self.answer} is needed"

    def boundary_values(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        """The days around some others, and those at the bounds."""
        near = [day for one in thresholds for day in (one, one - 1, one + 1)]
        ends = [end for end in (self.question.min, self.question.max) if end is not None]
        values = [*near[::-1], *ends]
        return [value for value in dict.fromkeys(values) if self.takes(value)]

    def simpler(self, value: Value) -> Sequence[Value]:
        """The first day of the year, and of the month."""
        day = date.fromordinal(cast(int, value))
        return [day.replace(month=1, day=1).toordinal(), day.replace(day=1).toordinal()]

    def _wrong_unit(self) -> Iterator[Problem]:
        if self.question.unit not in ("", DAY):
            yield Problem("wrong-value", "a date has no unit", "remove it", where="unit")

    @classmethod
    def schema(cls) -> dict[str, Any]:
        day = {"type": "string"}
        return {**super().schema(), "properties": {**super().schema()["properties"], "min": day, "max": day}}
