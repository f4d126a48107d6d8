"""Numbers as people type them and as they like to read them.

Every number is exact, an `int` or a `Fraction`: a value on a threshold is decided by the rule,
never by a rounding error.
"""

import re
from fractions import Fraction

Number = int | Fraction

MAX_DIGITS = 30
"""Longer numbers are refused: no figure here needs them, and they could hang the arithmetic."""

MAX_SHOWN = 5
"""A decimal of up to this many characters is shown in full."""
DIGITS = 3
"""Significant digits of other decimals."""
MONEY_DIGITS = 4
"""Significant digits of sums under a dollar, such as prices per token: cents would not tell them apart."""

_SUFFIXES = {"": 0, "k": 3, "m": 6, "b": 9, "bn": 9}
_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)\$?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ _]\d{3})+|\d+)?"
    r"(?P<fraction>\.\d+)?(?:[eE](?P<exponent>[-+]?\d{1,2}))?"
    r"\s*(?P<suffix>[kKmMbB]|[bB][nN])?\s*(?P<percent>%)?"
)


_FRACTION = re.compile(r"(?P<sign>[-−]?)\$?(?P<of>\d{1,30}/0*[1-9]\d{0,29})\s*(?P<percent>%)?")


def parse_number(text: str, unit: str = "") -> Number:
    """The number a person typed: ``1.5M``, ``50k``, ``1,000,000``, ``$5,000``, ``80%``, ``1e6``.

    A trailing unit is accepted if it is the question's own. ``80%`` is 80 where the unit is
    percent and 0.8 elsewhere. Raises ValueError, with what is wrong, for anything else.
    """
    typed = _without_unit(text.strip(), unit)
    fraction = _FRACTION.fullmatch(typed)
    if fraction:
        return _signed(Fraction(fraction["of"]), fraction, unit)
    match = _NUMBER.fullmatch(typed)
    if not match or not (match["whole"] or match["fraction"]):
        raise ValueError(_why_not(typed))
    digits = re.sub(r"\D", "", match["whole"] or "")
    if len(digits) + len((match["fraction"] or "")[1:]) > MAX_DIGITS:
        raise ValueError(f"has more than {MAX_DIGITS} digits")
    if abs(int(match["exponent"] or 0)) > MAX_DIGITS:
        raise ValueError(f"has an exponent beyond {MAX_DIGITS}")
    value = Fraction(f"{digits or 0}{match['fraction'] or ''}e{match['exponent'] or 0}")
    value *= 10 ** _SUFFIXES[(match["suffix"] or "").lower()]
    return _signed(value, match, unit)


def _without_unit(typed: str, unit: str) -> str:
    """What was typed before the unit, or before what follows its currency: ``$5 a month`` is ``$5``."""
    for ending in (unit, unit.removeprefix("USD ")):
        if ending and typed.lower().endswith(ending.lower()):
            return typed[: -len(ending)].rstrip()
    return typed


def _signed(value: Fraction, match: re.Match[str], unit: str) -> Number:
    if match["percent"] and unit != "percent":
        value /= 100
    return simplest(-value if match["sign"] in ("-", "−") else value)


def _why_not(typed: str) -> str:
    if re.fullmatch(r"\d+,\d+", typed):
        left, right = typed.split(",")
        return f"is not clear: write {left}.{right} for a decimal, {left}{right} for a whole number"
    return "is not a number such as 640, 1.5M, 50k, 1,000,000, 0.8 or 80%"


def simplest(value: Number) -> Number:
    """The same number as an int where it is whole."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def exact(value: int | float | Fraction) -> Number:
    """The number that was written: 0.1 becomes one tenth, not the nearest binary fraction.

    Raises ValueError for a float that is not finite.
    """
    if isinstance(value, float):
        try:
            return simplest(Fraction(repr(value)))
        except ValueError:
            raise ValueError("is not a finite number") from None
    return simplest(value)


def plain(value: Number) -> int | float:
    """The number for JSON: an int where it is whole, else the nearest float."""
    value = simplest(value)
    return value if isinstance(value, int) else float(value)


def shortest(value: Number) -> str:
    """The number in full, as decimal digits where those end and can be typed, else as a fraction: ``2.5``, ``1/3``."""
    value = simplest(value)
    if isinstance(value, int):
        return str(value)
    denominator, places = value.denominator, 0
    while denominator % 10 == 0 or denominator % 2 == 0 or denominator % 5 == 0:
        denominator //= 10 if denominator % 10 == 0 else 2 if denominator % 2 == 0 else 5
        places += 1
    digits = "" if denominator != 1 else _decimal(value, places)
    return digits if 0 < len(digits) <= MAX_DIGITS else f"{value.numerator}/{value.denominator}"


def show(value: object, unit: str = "", *, full: bool = False) -> str:
    """A value for reading: ``$11,250``, ``0.474 months``, ``1,000,000``, ``yes``, ``never``.

    Rounded to what a person needs (cents, or three significant digits where there are many, four
    for sums under a dollar); `full` gives every digit.
    """
    if value is None:
        return "never"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | Fraction):
        return str(value)
    money = unit == "USD" or unit.startswith("USD ")
    size: Number = -value if value < 0 else value
    digits = (_cents if money else _grouped)(shortest(size)) if full else _rounded(size, money)
    sign = "−" if value < 0 else ""
    if money:
        return f"{sign}${digits}{unit[3:]}"
    if unit == "percent":
        return f"{sign}{digits} %"
    return f"{sign}{digits} {unit}" if unit else f"{sign}{digits}"


def as_typed(value: Number, unit: str = "") -> str:
    """A number that can be typed back as an answer, exactly: ``$11,250.50``, ``1/3 months``, ``−0.9999``."""
    return show(value, unit, full=True)


def _rounded(value: Number, money: bool) -> str:
    if isinstance(simplest(value), int):
        return f"{int(value):,}"
    in_full = shortest(value)
    if "/" not in in_full and len(in_full) <= MAX_SHOWN:
        return _cents(in_full) if money else _grouped(in_full)
    if money and value >= 1:
        return _grouped(_decimal(value, 2)).removesuffix(".00")
    digits = MONEY_DIGITS if money else DIGITS
    places = 0
    while places < MAX_DIGITS and value * 10**places < 10 ** (digits - 1):
        places += 1
    text = _decimal(value, places)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return _cents(text) if money else _grouped(text)


def _cents(digits: str) -> str:
    """A sum with both digits of its cents, if it has any: ``0.4`` is ``0.40``."""
    _, _, rest = digits.partition(".")
    return _grouped(f"{digits}0" if len(rest) == 1 else digits)


def _decimal(value: Number, places: int) -> str:
    whole, rest = divmod(round(abs(value) * 10**places), 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def _grouped(digits: str) -> str:
    whole, dot, rest = digits.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.isdigit() else digits
