"""Fields of a stranger's record, each taken as what it has to be or refused with a reason.

A reason names the field and the kind of thing found there, never the thing itself.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

Record = Mapping[str, Any]

LARGEST = 10**15
"""Larger counts are refused: no log holds so many tokens, and the sum has to stay exact."""
EARLIEST, LATEST = 946_684_800.0, 4_102_444_800.0
"""Seconds of the years 2000 and 2100; other times are refused."""

_DIGITS = re.compile(r"\s*[-+]?\d{1,18}(?:\.0*)?\s*")
_DECIMAL = re.compile(r"\s*[-+]?(?:\d{1,18}(?:\.\d{1,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,2})?\s*")
_NUMERIC = re.compile(r"\s*-?\d{1,20}(?:\.\d{1,20})?\s*")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/@+-]{0,63}")
_SECRET = re.compile(
    r"[A-Za-z0-9_]{25,}|://|--|^(?:exec|file|python|javascript|golang|ruby|package):"
    r"|(?:^|[^A-Za-z])(?:sk|pk|key|token|bearer)[-_:]",
    re.IGNORECASE,
)
"""Looks like a key, an address or a command."""


class WrongField(Exception):
    """A record that cannot be taken; `str` says which field, and what kind of thing stands there."""


def given(record: Record, *names: str) -> Any:
    """The first of the fields that has something in it, else None."""
    for name in names:
        value = record.get(name)
        if value is not None and value != "":
            return value
    return None


def count(record: Record, *names: str) -> int | None:
    """A whole number from 0, also written as text; None where nothing stands."""
    value = record.get(names[0])
    if type(value) is int and 0 <= value <= LARGEST:  # nearly always
        return value
    value = given(record, *names)
    if value is None:
        return None
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value.partition(".")[0])
    elif isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongField(f"{names[0]} is {a_kind(value)}, not a count")
    if not 0 <= value <= LARGEST:
        raise WrongField(f"{names[0]} is {'below zero' if value < 0 else 'too large'}")
    return value


def number(record: Record, *names: str) -> float | None:
    """A finite number from 0, also written as text; None where nothing stands."""
    value = record.get(names[0])
    if type(value) is float and 0 <= value <= LARGEST:
        return value
    value = given(record, *names)
    if value is None:
        return None
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongField(f"{names[0]} is {a_kind(value)}, not a number")
    if not 0 <= value <= LARGEST:  # also what is no number at all
        raise WrongField(f"{names[0]} is {'below zero' if value < 0 else 'not finite or too large'}")
    return float(value)


def flag(record: Record, *names: str) -> bool | None:
    """True or false, also written as text; None where nothing stands."""
    value = given(record, *names)
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    if value is None or isinstance(value, bool):
        return value
    raise WrongField(f"{names[0]} is {a_kind(value)}, not true or false")


def text(record: Record, *names: str) -> str:
    """Text, empty where nothing stands."""
    value = record.get(names[0])
    if type(value) is str and value:
        return value
    value = given(record, *names)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongField(f"{names[0]} is {a_kind(value)}, not a text")
    return value


def mapping(record: Record, *names: str) -> Record:
    """An object, also written as JSON in a cell of a table; empty where nothing stands."""
    value = record.get(names[0])
    if type(value) is dict:
        return value
    value = _unpacked(record, names, "{")
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise WrongField(f"{names[0]} is {a_kind(value)}, not an object")
    return value


def items(record: Record, *names: str) -> Sequence[Any]:
    """A list, also written as JSON in a cell of a table; empty where nothing stands."""
    value = _unpacked(record, names, "[")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise WrongField(f"{names[0]} is {a_kind(value)}, not a list")
    return value


def _unpacked(record: Record, names: Sequence[str], begin: str) -> Any:
    """What stands there, parsed where it is a text that begins like JSON."""
    value = given(record, *names)
    if not isinstance(value, str) or not value.lstrip().startswith(begin):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise WrongField(f"{names[0]} is not JSON") from None


def objects(record: Record, *names: str) -> Iterator[Record]:
    """The objects of a list."""
    for value in items(record, *names):
        if not isinstance(value, dict):
            raise WrongField(f"{names[0]} holds {a_kind(value)}, not objects")
        yield value


def an_object(value: object) -> Record:
    """What has to be an object."""
    if not isinstance(value, dict):
        raise WrongField(f"is {a_kind(value)}, not an object")
    return value


def moment(record: Record, *names: str) -> float | None:
    """A time as seconds since 1970 in UTC: ISO 8601, or a number of seconds, milli-, micro- or nanoseconds.

    A time without a zone counts as UTC; `zoned` tells whether it has one.
    """
    value = given(record, *names)
    if value is None:
        return None
    numeric = value[4:5] != "-" and _NUMERIC.fullmatch(value) if isinstance(value, str) else True
    seconds = _since_1970(value, names[0]) if numeric else _iso(value, names[0])
    if not EARLIEST <= seconds <= LATEST:
        raise WrongField(f"{names[0]} is not a time from 2000 to 2100")
    return seconds


def _since_1970(value: Any, name: str) -> float:
    """Seconds, from whatever unit makes a time of this century of the number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise WrongField(f"{name} is {a_kind(value)}, not a time")
    if isinstance(value, int) and value > LATEST * 1e9:
        return math.inf
    seconds = float(value)
    for _ in range(3):
        seconds = seconds / 1000 if seconds > LATEST else seconds
    return seconds


def _iso(value: str, name: str) -> float:
    try:
        when = datetime.fromisoformat(value.strip().removesuffix(" UTC"))
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise WrongField(f"{name} is not a time such as 2026-10-01T12:30:00Z") from None


def between(start: float | None, end: float | None) -> float | None:
    """The seconds from one time to a later one; None where they are not known."""
    return None if start is None or end is None or end < start else end - start


def zoned(record: Record, *names: str) -> bool:
    """Whether a time says its zone; numbers and plain dates need none."""
    value = given(record, *names)
    if not isinstance(value, str) or value[-1] == "Z" or len(value) <= 10 or _NUMERIC.fullmatch(value):
        return True
    return value.endswith("UTC") or "+" in value[10:] or "-" in value[10:]


def label(value: object, otherwise: str) -> str:
    """The name of a model or provider, if it looks like one; else a number for it. Never a key or an address."""
    if isinstance(value, str) and _LABEL.fullmatch(value) and not _SECRET.search(value):
        return value
    return otherwise


def a_kind(value: object) -> str:
    """What kind of JSON value this is, without showing it."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, float) and not math.isfinite(value):
        return "not a finite number"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "an object" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else "nothing"
