"""A number for a question or a parameter, in its unit and within its bounds."""

from fractions import Fraction
from typing import TYPE_CHECKING

from advisor.language.evaluate import is_too_large
from advisor.quantities import Number, exact, parse_number, show
from advisor.rules.kinds.kind import quoted

if TYPE_CHECKING:
    from advisor.rules.records import Parameter, Question


def figure(entry: "Question | Parameter", raw: object) -> Number:
    """A number for a question or a parameter, within its bounds. Raises ValueError as `Kind.read` does."""
    value = _exact(raw, entry.unit)
    if entry.unit == "percent" and isinstance(raw, str) and 0 < value < 1 and "%" not in raw:
        raise ValueError(f"{quoted(raw)} is not clear", f"write {show(value * 100)}% or {show(value)}%")
    wrong = beyond(entry, value)
    if wrong:
        raise ValueError(f"{quoted(raw)} {wrong}", _as_share(entry, value))
    return value


def beyond(entry: "Question | Parameter", value: Number) -> str:
    """Which bound of a question or a parameter a value is beyond, in words; empty if it is within."""
    if entry.min is not None and value < entry.min:
        return f"is below the least allowed, {show(entry.min, entry.unit)}"
    if entry.max is not None and value > entry.max:
        return f"is above the greatest allowed, {show(entry.max, entry.unit)}"
    return ""


def _exact(raw: object, unit: str) -> Number:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Fraction):
        raise ValueError(f"found {quoted(raw)}, expected a number")
    if is_too_large(raw):
        raise ValueError(f"found {quoted(raw)}, expected a figure")
    try:
        return parse_number(raw, unit) if isinstance(raw, str) else exact(raw)
    except ValueError as error:
        raise ValueError(f"{quoted(raw)} {error}") from None


def _as_share(entry: "Question | Parameter", value: Number) -> str:
    """What to write where a share was typed as a percentage; empty where it was not."""
    is_share = entry.min is not None and entry.max is not None and 0 <= entry.min < entry.max <= 1
    if not is_share or beyond(entry, Fraction(value) / 100):
        return ""
    return f"did you mean {show(value)}%?"
