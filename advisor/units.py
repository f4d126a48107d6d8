"""Units: what one of it is called, and those that are understood beside money.

A share is a number from 0 to 1 that is read in percent; months and years pass on the calendar.
"""

from fractions import Fraction

from advisor.days import DAY
from advisor.money import currency, currency_unit

DAYS = {"months": Fraction("30.4375"), "years": Fraction("365.25")}
"""Days of the units that pass on the calendar, on average."""
_ONES = {"hours": "hour", "days": "day", "months": "month", "years": "year"}


class Unit(str):
    """A unit that knows what one of it is called; empty where nobody said so."""

    one: str

    def __new__(cls, text: str, one: str = "") -> "Unit":
        made = super().__new__(cls, text)
        made.one = one
        return made


def one_of(unit: str) -> str:
    """What one of a unit is called; the unit itself where nobody said so."""
    return (unit.one if isinstance(unit, Unit) else "") or _ONES.get(unit, unit)


def counted(digits: str, unit: str) -> str:
    """So many of a unit: ``1 example``, ``640 examples``, ``640``."""
    return f"{digits} {one_of(unit) if digits == '1' else unit}" if unit else digits


def is_share(unit: str) -> bool:
    """Whether a unit is a share: ``share``, or ``share of the results``."""
    return unit == "share" or unit.startswith("share of ")


def cell_unit(unit: str) -> str:
    """What of a unit stands with every number of a column: the currency, the sign of percent, the time, the day."""
    if is_share(unit):
        return "share"
    return unit if unit in ("percent", DAY, *DAYS) else currency_unit(unit)


def worked_unit(unit: str) -> str:
    """What of a unit stands within arithmetic: the currency, or the day."""
    return DAY if unit == DAY else currency_unit(unit)


def heading_unit(unit: str) -> str:
    """What of a unit is left to the column's heading: ``a month`` of ``USD a month``; ``tokens``."""
    if is_share(unit):
        return unit.removeprefix("share").strip()
    return unit[3:].strip() if currency(unit) else "" if cell_unit(unit) else unit
