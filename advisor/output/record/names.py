"""The name of a new record in a folder of records: numbered as they are, with the title in it."""

import contextlib
import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from advisor.files import errors_at

MAX_TITLE = 60
"""Letters of the title in a file name."""

_NUMBERED = re.compile(r"(?P<prefix>(?:[A-Za-z]+[-_ ]?)?)(?P<number>[0-9]+)(?=[-_. ])")
_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])\d*|\d{1,2}([-._])\d{1,2}\3(19|20)\d\d(?!\d)")
_YEARS = range(1900, 2100)


class Numbering(NamedTuple):
    """How the records of a folder are numbered: what stands before the number, its least width, those in use."""

    prefix: str = ""
    width: int = 4
    used: frozenset[int] = frozenset()


@contextlib.contextmanager
def next_name(folder: str, words: str, suffix: str) -> Iterator[str]:
    """A path for a new record, whose number nobody else gets while the block runs. Raises AdvisorError.

    words: what stands after the number
    """
    number = 0
    while True:
        found = _numbering(folder)
        number = max(number, *found.used, 0) + 1
        name = f"{found.prefix}{number:0{found.width}d}"
        with _held(os.path.join(folder, f".{name}.advisor")) as is_mine:
            if is_mine and number not in _numbering(folder).used:  # between looking and taking it
                yield os.path.join(folder, f"{name}-{words}.{suffix}")
                return


@contextlib.contextmanager
def _held(path: str) -> Iterator[bool]:
    """Whether a file could be made that another does not have; it is removed afterwards."""
    with errors_at(os.path.dirname(path)):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            yield False
            return
    try:
        yield True
    finally:
        os.unlink(path)


def _numbering(folder: str) -> Numbering:
    """How the records of a folder are numbered."""
    by_prefix: dict[str, list[str]] = {}
    with errors_at(folder):
        names = os.listdir(folder)
    for name in names:
        found = _NUMBERED.match(name)
        if found and not _DATE.match(name, found.start("number")):
            by_prefix.setdefault(found["prefix"], []).append(found["number"])
    records = {prefix: counted for prefix, texts in by_prefix.items() if (counted := _counted(prefix, texts))}
    if not records:
        return Numbering()
    prefix = max(records, key=lambda one: (not one, len(records[one])))  # one without a prefix is plainest
    numbers = records[prefix]
    return Numbering(prefix, len(numbers[max(numbers)]), frozenset(numbers))


def _counted(prefix: str, numbers: list[str]) -> dict[int, str]:
    """The numbers that count records, with their text: no years, and nothing like the 2 of ``phase-2-plan``."""
    if prefix and "adr" not in prefix.lower() and not any(number.startswith("0") for number in numbers):
        return {}
    kept: dict[int, str] = {}
    for text in sorted(numbers, key=int):
        if int(text) not in _YEARS or int(text) - 1 in kept:  # 2026 alone is a year
            kept[int(text)] = text
    return kept


def slug(title: str) -> str:
    """A title as it stands in a file name: ``Für Größe`` becomes ``fur-grosse``; empty if nothing is left."""
    from anyascii import anyascii  # only a record in a folder needs it

    words = re.sub(r"[^a-z0-9]+", "-", anyascii(title).lower()).strip("-")
    return words[:MAX_TITLE].rstrip("-")
