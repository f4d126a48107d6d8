"""Measures in words, as short as it is right: no rounding moves an end of an interval over a bar."""

from collections.abc import Iterable
from fractions import Fraction

from advisor.evidence.measures import Measure
from advisor.money import currency, currency_unit
from advisor.quantities import Number, show


def in_words(measure: Measure, bars: Iterable[Number] = ()) -> str:
    """``160 of 200, 74 % to 85 %``, or ``304,375 requests a month, 290,000 to 310,000``."""
    value = amount_of(measure.value or 0, measure)
    basis = measure.basis if measure.among else value
    if measure.interval is None:
        return f"{basis}, {value}" if measure.among else basis
    return f"{basis}, {spread(measure, bars)}"


def spread(measure: Measure, bars: Iterable[Number] = ()) -> str:
    """The interval of a measure that has one: ``74 % to 85 %``."""
    assert measure.interval is not None
    if measure.unit:
        return " to ".join(_in_unit(end, measure.unit) for end in measure.interval)
    places = _places(measure.interval, tuple(bars))
    return " to ".join(_percent(end, places) for end in measure.interval)


def amount_of(value: Number, measure: Measure) -> str:
    """A value in the unit of a measure; a share in percent."""
    if not measure.unit:
        return _percent(value, _places((value,), ()))
    rounded = _in_unit(value, measure.unit)
    return f"{rounded}{measure.unit[3:]}" if currency(measure.unit) else f"{rounded} {measure.unit}"


def _in_unit(value: Number, unit: str) -> str:
    """A value with the sign of its currency, and without another unit."""
    return show(round(value) if value >= 100 else value, currency_unit(unit))


def _percent(share: Number, places: int) -> str:
    return f"{float(_points(share, places)):.{places if 0 < share < 1 else 0}f} %"


def _points(share: Number, places: int) -> Fraction:
    return Fraction(round(Fraction(share) * 100 * 10**places), 10**places)


def _places(shares: tuple[Number, ...], bars: tuple[Number, ...]) -> int:
    """So many decimals that no share looks as if it lay on the other side of a bar, or were none or all."""
    for places in range(4):
        apart = (_same_side(share, bar, places) for share in shares for bar in (0, 1, *bars))
        if all(apart):
            return places
    return 4


def _same_side(share: Number, bar: Number, places: int) -> bool:
    shown = _points(share, places)
    return (shown >= bar * 100) == (share >= bar) and (shown <= bar * 100) == (share <= bar)
