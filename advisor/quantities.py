"""Numbers as people type them and as they like to read them.

Every number is exact, an `int` or a `Fraction`: a value on a threshold is decided by the rule,
never by a rounding error.
"""

import re
from fractions import Fraction
from typing import TypeGuard

from advisor.days import DAY, parse_day, show_day, written_day
from advisor.money import SIGN_OR_CODE, Currency, currency, is_mark, is_mark_of
from advisor.units import DAYS, counted, is_share, one_of

Number = int | Fraction

MAX_DIGITS = 30
"""Longer numbers are refused: no figure here needs them, and they could hang the arithmetic."""

MAX_PLACES = 3
"""A decimal of up to so many places is shown in full."""
DIGITS = 3
"""Significant digits of other decimals."""
MAX_PRICE = 5
"""A sum under ten of up to so many characters is shown in full, such as a price of $1.875."""
MONEY_DIGITS = 4
"""Significant digits of sums under one, such as prices per token: coins would not tell them apart."""
MAX_READ = 15
"""Characters of a decimal up to which it reads well as it is."""
MAX_READ_FRACTION = 5
"""Characters of a fraction up to which it does."""

_SPANS = (("years", 2 * DAYS["years"], DAYS["years"]), ("months", 2 * DAYS["months"], DAYS["months"]),
          ("days", 1, 1), ("hours", Fraction(1, 24), Fraction(1, 24)))  # fmt: skip
"""What people count a time in: the name, the days from which they do, and the days of one."""

_SUFFIXES = {"": 0, "k": 3, "m": 6, "b": 9, "bn": 9}
_NUMBER = re.compile(
    rf"(?P<sign>[-+−]?)(?P<before>{SIGN_OR_CODE})?\s*"
    r"(?:(?P<of>\d{1,30}/0*[1-9]\d{0,29})|"
    r"(?P<whole>[1-9]\d{0,2}(?P<gap>[, _'’])\d{3}(?:(?P=gap)\d{3})*|\d+)?"
    r"(?P<fraction>\.\d+)?(?:[eE](?P<exponent>[-+]?\d+))?)"
    rf"\s*(?P<suffix>[kKmMbB]|[bB][nN])?\s*(?P<after>{SIGN_OR_CODE})?\s*(?P<percent>%)?"
)
_DIGITS = re.compile(r"\d[\d.,]*")


def parse_number(text: str, unit: str = "") -> Number:
    """The number a person typed: ``1.5M``, ``50k``, ``1,000,000``, ``£5,000``, ``80%``, ``1e6``, ``1/3``.

    A trailing unit is accepted if it is the question's own, and so is the sign or the code of its
    currency. ``80%`` is 80 where the unit is percent and 0.8 elsewhere. Raises ValueError, with what is
    wrong, for anything else, and for what can be read in two ways, such as ``1,5`` and ``1.000``.
    Of the unit `DAY` it is the number of a day, typed as days are.
    """
    if unit == DAY:
        return parse_day(text)
    typed = _without_unit(_with_few_blanks(text), unit)
    match = _NUMBER.fullmatch(typed)
    if not match or not (match["of"] or match["whole"] or match["fraction"]):
        raise ValueError(_why_not(typed))
    _check_currency(typed, match, unit)
    value = Fraction(match["of"]) if match["of"] else _decimal_value(match, unit)
    value *= 10 ** _SUFFIXES[(match["suffix"] or "").lower()]
    if match["percent"] and unit != "percent":
        value /= 100
    return simplest(-value if match["sign"] in ("-", "−") else value)


def written_number(text: str, unit: str) -> Number:
    """The number that rules say, whenever they are read: as people type it, but no day that is counted from today."""
    return written_day(text) if unit == DAY else parse_number(text, unit)


def _with_few_blanks(text: str) -> str:
    """A text with no-break and narrow blanks as blanks, of which no more than two stand together.

    Where a number does not fit, its pattern tries every way to divide a run of blanks.
    """
    return re.sub(r"\s{2,}", "  ", re.sub(r"\s", " ", text.strip()))


def _without_unit(typed: str, unit: str) -> str:
    """What was typed before the unit, or before what follows its currency: ``£5 a month`` is ``£5``."""
    ending_of_share = unit.removeprefix("share").strip() if is_share(unit) else ""
    for ending in (unit, one_of(unit), unit[3:].strip() if currency(unit) else ending_of_share):
        if ending and typed.lower().endswith(ending.lower()):
            return typed[: -len(ending)].rstrip()
    return typed


def _check_currency(typed: str, match: re.Match[str], unit: str) -> None:
    """Raises ValueError for a sum of another currency, or of none that is known."""
    for mark in (match["before"], match["after"]):
        if mark and not is_mark(mark):
            raise ValueError(_why_not(typed))
        if mark and not is_mark_of(mark, unit):
            own = currency(unit)
            raise ValueError(f"is in {mark}, expected {' or '.join(own.typed) if own else unit}")


def _decimal_value(match: re.Match[str], unit: str) -> Fraction:
    digits, fraction = re.sub(r"\D", "", match["whole"] or ""), (match["fraction"] or "")[1:]
    if len(digits) + len(fraction) > MAX_DIGITS:
        raise ValueError(f"has more than {MAX_DIGITS} digits")
    exponent = match["exponent"] or "0"
    if len(exponent) > MAX_DIGITS or abs(int(exponent)) > MAX_DIGITS:
        small = exponent.startswith("-")
        raise ValueError(f"is too {'small' if small else 'large'}: it has an exponent beyond {MAX_DIGITS}")
    if not match["exponent"] and _can_be_thousands(match["whole"] or "", fraction, unit):
        raise ValueError(_unclear(digits, fraction, f"{int(digits):,},{fraction}"))
    return Fraction(f"{digits or 0}.{fraction}e{exponent}")


def _can_be_thousands(whole: str, fraction: str, unit: str) -> bool:
    """Whether a point can stand between thousands: nobody ends a decimal such as ``1.500`` on a zero.

    Nobody but who counts coins of a thousandth.
    """
    own = currency(unit)
    is_group = re.fullmatch(r"[1-9]\d{0,2}", whole) and re.fullmatch(r"\d\d0", fraction)
    return bool(is_group) and not (own and own.places == len(fraction))


def _unclear(whole: str, fraction: str, other: str) -> str:
    return (
        f"is not clear: write {whole}.{fraction.rstrip('0') or '0'} for a decimal, {other} for a whole number"
    )


def _why_not(typed: str) -> str:
    """What is wrong with a text that is no number: separators of another language, if it is these."""
    found = _DIGITS.search(typed.replace(" ", ""))
    digits = found[0] if found and len(found[0]) <= 2 * MAX_DIGITS else ""
    whole, _, fraction = digits.rpartition(",")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+", digits) or re.fullmatch(r"0+,\d+", digits):
        return f"has a decimal comma: write {int(whole.replace('.', '')):,}.{fraction}"
    if re.fullmatch(r"\d+,\d+", digits):
        return f"is not clear: write {int(whole)}.{fraction} for a decimal, {int(whole + fraction)} for a whole number"
    if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}|\d{1,3}(,\d{2})+,\d{3}", digits):
        return f"groups its digits in another way: write {int(re.sub('[.,]', '', digits)):,}"
    return "is not a number such as 640, 1.5M, 50k, 1,000,000, 0.8 or 80%"


def is_number(value: object) -> TypeGuard[Number]:
    """Whether an answer is a number, and not yes or no, an option or several."""
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


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


def plainest(value: Number, unit: str = "") -> int | float | str:
    """The number for JSON and YAML; a day, and one that no float holds exactly, become text."""
    if unit == DAY:
        return show(value, unit)
    found = plain(value)
    return found if exact(found) == value else shortest(value)


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


def show(value: object, unit: str = "") -> str:
    """A value for reading: ``$11,250``, ``about 14 days``, ``1 example``, ``80%``, ``yes``, ``never``.

    Rounded to what a person needs: a sum of money to its smallest coin, or four significant digits of
    one; of decimals without an end three; a part of a month or a year to what one would say of it.
    """
    if unit in DAYS and isinstance(value, Fraction) and value.denominator != 1:
        return _span(value, unit)
    return worked(value, unit)


def amount(number: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 row``, ``12,000 rows``."""
    return f"{show(number)} {one if number == 1 else many or one + 's'}"


def worked(value: object, unit: str = "", *, full: bool = False) -> str:
    """The same in its own unit, as it is computed: ``0.474 months``; `full` gives every digit."""
    if value is None:
        return "never"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | Fraction):
        return str(value)
    if unit == DAY:
        return show_day(int(value))
    size: Number = -value if value < 0 else value
    return ("−" if value < 0 else "") + _measured(size, unit, full)


def _measured(size: Number, unit: str, full: bool) -> str:
    """A number that is not negative, with its unit."""
    own = currency(unit)
    if is_share(unit):
        return counted(_percent(size, full), unit.removeprefix("share").strip())
    digits = _with_coins(shortest(size), own) if full else _rounded(size, own)
    if own:
        return f"{own.mark}{digits}{unit[3:]}"
    return f"{digits}%" if unit == "percent" else counted(digits, unit)


def _percent(share: Number, full: bool) -> str:
    """A share in percent; in full, one that has no end in percent stays a fraction."""
    in_full = shortest(share * 100)
    if full and "/" in in_full:
        return shortest(share)
    return f"{_grouped(in_full) if full else _rounded(share * 100, None)}%"


def _span(value: Fraction, unit: str) -> str:
    """About how long a part of a month or year is: ``about 5 days``, ``2.5 years``."""
    sign, days = "−" if value < 0 else "", abs(value) * DAYS[unit]
    name, _, size = next((one for one in _SPANS if days >= one[1]), _SPANS[-1])
    much = days / size
    places = 1 if much < 10 and name in DAYS else 0
    digits = _decimal(much, places).removesuffix(".0")
    if digits == "0":
        return f"under {sign}1 hour"
    return f"{'' if Fraction(digits) == much else 'about '}{sign}{counted(_grouped(digits), name)}"


def as_typed(value: Number, unit: str = "") -> str:
    """A number that can be typed back as an answer, exactly: ``$11,250.50``, ``1/3 months``, ``−0.9999``."""
    return worked(value, unit, full=True)


def reads_well(value: Number, unit: str = "") -> bool:
    """Whether a value reads well as it can be typed: it is not long, and no fraction of a coin."""
    digits = shortest(value)
    if "/" in digits:
        return len(digits) <= MAX_READ_FRACTION and not currency(unit)
    return len(digits) <= MAX_READ


def _rounded(value: Number, own: Currency | None) -> str:
    if isinstance(simplest(value), int):
        return f"{int(value):,}"
    in_full = shortest(value)
    if own is None:
        ends = "/" not in in_full and len(in_full.partition(".")[2]) <= MAX_PLACES
        return _grouped(in_full if ends else _significant(value, DIGITS))
    if value < 10 and "/" not in in_full and len(in_full) <= MAX_PRICE:
        return _with_coins(in_full, own)
    if value >= 1:
        return _with_coins(_decimal(value, own.places).removesuffix(f".{'0' * own.places}"), own)
    return _with_coins(_significant(value, MONEY_DIGITS), own)


def _significant(value: Number, digits: int) -> str:
    """A decimal of so many digits that count, without zeros at its end."""
    places = 0
    while places < MAX_DIGITS and value * 10**places < 10 ** (digits - 1):
        places += 1
    text = _decimal(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_coins(digits: str, own: Currency | None) -> str:
    """A sum with all digits of its coins, if it has any: ``0.4`` is ``0.40``."""
    whole, dot, rest = digits.partition(".")
    return _grouped(f"{whole}.{rest:0<{own.places}}" if own and dot and own.places else digits)


def _decimal(value: Number, places: int) -> str:
    """A decimal of so many places; a half is rounded up, away from zero."""
    size = Fraction(-value if value < 0 else value)
    whole, rest = divmod((2 * size * 10**places + 1) // 2, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def _grouped(digits: str) -> str:
    whole, dot, rest = digits.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.isdigit() else digits
