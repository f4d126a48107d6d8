"""Numbers, of any size or whole ones only."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import cast

from advisor.errors import Problem
from advisor.language.evaluate import is_too_large
from advisor.language.expression import parse
from advisor.language.tree import ExpressionError
from advisor.money import currency
from advisor.quantities import Number, is_number, shortest, worked
from advisor.rules.kinds.figures import beyond, figure
from advisor.rules.kinds.kind import Kind, Value, Widget, quoted, wrong_bounds

MAX_SHOWN = 15
"""Characters of an answer up to which all of it is shown, unless it is money, which has coins."""

_SIMPLE = (0, 1, 2, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


class AnyNumber(Kind):
    """A number."""

    name, answer, type = "number", "a number", "number"
    widget = Widget.FIELD
    is_computed = True

    def _value(self, raw: object) -> Value:
        return figure(self.question, raw)

    def takes(self, value: Value) -> bool:
        return is_number(value) and not is_too_large(value) and not beyond(self.question, value)

    def shown(self, value: Value) -> str:
        unit = self.question.unit
        return worked(
            value, unit, full=not currency(unit) and len(shortest(cast(Number, value))) <= MAX_SHOWN
        )

    def boundary_values(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        values: list[Number] = [1, 0, 1_000]
        for threshold in thresholds:
            values = [threshold, threshold - 1, threshold + 1, *values]
        low, high = self.question.min, self.question.max
        values += [bound for bound in (low, high) if bound is not None]
        if low is not None and high is not None:
            values.append((low + high) // 2)
        return [value for value in dict.fromkeys(values) if self.takes(value)]

    def simpler(self, value: Value) -> Sequence[Value]:
        size = abs(Fraction(cast(Number, value)))
        simple = [one for one in _SIMPLE if one < size]
        return simple if isinstance(value, int) else [*simple, round(cast(Fraction, value))]

    def suiting(self, others: Iterable[Kind]) -> Value | None:
        """A number within all bounds, near zero or the least."""
        kinds = [self, *others]
        low = max((one.question.min for one in kinds if one.question.min is not None), default=None)
        high = min((one.question.max for one in kinds if one.question.max is not None), default=None)
        value: Number = low if low is not None else min(high, 0) if high is not None else 0
        if any(one.is_whole for one in kinds):
            value = floor(value) if low is None else ceil(value)
        return None if high is not None and value > high else value

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Problem]:
        try:
            parse(self.question.default)
        except ExpressionError as error:
            yield Problem("expression", str(error), where="default")

    @property
    def examples(self) -> str:
        unit, high = self.question.unit, self.question.max
        if unit == "percent":
            return "80 or 80%"
        if high is not None and high <= 1:
            return "0.8 or 80%"
        own = currency(unit)
        return f"5000, {own.mark}5,000 or 5k" if own else self._plain_examples

    _plain_examples = "24, 2.5 or 1,500"


class Integer(AnyNumber):
    """A whole number."""

    name, is_whole = "integer", True
    _plain_examples = "640, 50k or 1.5M"

    def _value(self, raw: object) -> Value:
        value = super()._value(raw)
        if not isinstance(value, int):
            raise ValueError(f"{quoted(raw)} is not a whole number", _as_thousands(raw))
        return value

    def takes(self, value: Value) -> bool:
        return super().takes(value) and cast(Number, value).denominator == 1

    def _wrong_bounds(self, low: Number, high: Number) -> str:
        is_empty = low <= high and ceil(low) > floor(high)
        return "there is no whole number between `min` and `max`" if is_empty else wrong_bounds(low, high)


def _as_thousands(raw: object) -> str:
    """What to write where a point was typed between thousands; empty where it was not."""
    grouped = isinstance(raw, str) and re.fullmatch(r"[-−]?[1-9]\d{0,2}\.\d{3}", raw)
    return f"did you mean {raw.replace('.', ',')}?" if isinstance(raw, str) and grouped else ""
