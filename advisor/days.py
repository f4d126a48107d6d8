"""Days as people of several countries write them, and as they are shown.

A day is a whole number, the days since the year 1 began, so that two of them are compared and subtracted
exactly. Read by hand: libraries that read dates guess where day and month can be taken for each other.
"""

import re
from collections.abc import Iterator
from datetime import date

DAY = "date"
"""The unit of a number that is a day."""

_YEAR_FIRST = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})[.日]?"
_DAY_FIRST = r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})\.?"
_UNCLEAR = r"(?P<one>\d{1,2})(?P<mark>[-/])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})"
_SHORT_YEAR = r"\d{1,2}([-/.])\s*\d{1,2}\1\s*'?\d{2}"
_NAMED = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?(?P<name>[a-z]+)\.?[\s,-]*(?P<year>\d{4})",
    r"(?P<name>[a-z]+)\.?[\s-]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,-]+(?P<year>\d{4})",
    r"(?P<year>\d{4})[\s,-]*(?P<name>[a-z]+)\.?[\s-]*(?P<day>\d{1,2})",
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_WORDS = {"today": 0, "tomorrow": 1, "yesterday": -1}
_AWAY = r"(?P<ahead>in\s+)?(?P<count>\d{1,4}|an?|one)\s+(?P<unit>day|week|month|year)s?(?P<ago>\s+ago)?"


def today() -> int:
    """The day it is."""
    return date.today().toordinal()


def show_day(value: int) -> str:
    """A day for reading, which can be typed back: ``2026-04-06``."""
    return date.fromordinal(value).isoformat()


def parse_day(text: str) -> int:
    """The day that a person typed: ``2026-04-06``, ``6 April 2026``, ``6.4.2026``, ``today``, ``in 3 months``.

    Raises ValueError, with what is wrong, for anything else, and for what can be read in two ways.
    """
    typed = re.sub(r"\s+", " ", text.strip().lower())
    if typed in _WORDS:
        return today() + _WORDS[typed]
    away = re.fullmatch(_AWAY, typed)
    if away and bool(away["ahead"]) != bool(away["ago"]):
        return _away(away)
    if unclear := re.fullmatch(_UNCLEAR, typed):
        return _day_or_month(unclear)
    for year, month, day in _readings(typed):
        return _ordinal(year, month, day)
    raise ValueError(_why_not(typed))


def written_day(text: str) -> int:
    """The day that rules say, whenever they are read. Raises ValueError, also for one that is counted from today."""
    typed = re.sub(r"\s+", " ", text.strip().lower())
    if is_from_today(typed):
        raise ValueError("is another day tomorrow: write the day, such as 2026-04-06")
    return parse_day(typed)


def is_from_today(typed: str) -> bool:
    """Whether a text is a day that is counted from today, in small letters."""
    return typed in _WORDS or re.fullmatch(_AWAY, typed) is not None


def _readings(typed: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day, where a pattern tells them apart."""
    for pattern in (_YEAR_FIRST, _DAY_FIRST):
        if found := re.fullmatch(pattern, typed):
            yield int(found["year"]), int(found["month"]), int(found["day"])
    for pattern in _NAMED:
        found = re.fullmatch(pattern, typed)
        if found and (month := _month(found["name"])):
            yield int(found["year"]), month, int(found["day"])


def _month(name: str) -> int:
    """The number of a month by its name or the beginning of it; 0 for anything else."""
    meant = [number for number, month in enumerate(_MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
    return 9 if name == "sept" else meant[0] if meant else 0


def _day_or_month(found: re.Match[str]) -> int:
    """The day of a text in which day and month stand in an order that countries write differently."""
    one, other, year = int(found["one"]), int(found["other"]), int(found["year"])
    if one <= 12 and other <= 12 and one != other:
        both = [show_day(_ordinal(year, month, day)) for day, month in ((one, other), (other, one))]
        raise ValueError(f"is not clear: write {both[0]} or {both[1]}")
    return _ordinal(year, other, one) if other <= 12 else _ordinal(year, one, other)


def _away(found: re.Match[str]) -> int:
    """The day that is so far from today; in a shorter month the last day."""
    count = 1 if found["count"].isalpha() else int(found["count"])
    count *= -1 if found["ago"] else 1
    if found["unit"] in ("day", "week"):
        return today() + count * (7 if found["unit"] == "week" else 1)
    here = date.fromordinal(today())
    months = here.year * 12 + here.month - 1 + count * (12 if found["unit"] == "year" else 1)
    year, month = divmod(months, 12)
    return _ordinal(year, month + 1, min(here.day, _length(year, month + 1)))


def _ordinal(year: int, month: int, day: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError("is beyond the years 1 to 9999")
    if not 1 <= month <= 12:
        raise ValueError(f"has no month {month}")
    if not 1 <= day <= _length(year, month):
        raise ValueError(f"is no day: {_MONTHS[month - 1].title()} {year} has {_length(year, month)} days")
    return date(year, month, day).toordinal()


def _length(year: int, month: int) -> int:
    """The days of a month."""
    from calendar import monthrange  # loading it takes longer than reading most days

    return monthrange(year, month)[1]


def _why_not(typed: str) -> str:
    if re.fullmatch(_SHORT_YEAR, typed):
        return "is not clear: write the year with four digits, such as 2026-04-06"
    return "is not a date such as 2026-04-06, 6 April 2026, today or in 3 months"
