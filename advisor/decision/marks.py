"""A decision as a mark: one line of JSON, sealed, inside comments of DOT, Mermaid, Markdown, XML, PNG, PDF."""

import re
from itertools import pairwise
from typing import NamedTuple

from advisor.errors import AdvisorError, Place, Problem
from advisor.sha import sha256

MARK = "advisor-decision"
MAX_MARKS = 100
"""Different decisions in one file; a page of design has a few."""
_BEGINS = re.compile(rb"advisor-decision\s+sha256:")
_MARK = re.compile(rb"advisor-decision (sha256:[0-9a-f]{16} )(\{[^\r\n<>]*\})")
_UNSAFE = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&%`*/"})
_BINARY = (b"\x89PNG", b"%PDF")


_BEFORE = len(f"{MARK} sha256:0123456789abcdef ")


class Mark(NamedTuple):
    """The JSON of a decision inside an export, and where it begins; no line inside a picture."""

    text: str
    place: Place


def sealed(data: str) -> str:
    """JSON as a mark, which is safe inside any of the comments."""
    return f"{MARK} {_seal(text := _escaped(data))}{text}"


def _seal(data: str) -> str:
    return f"sha256:{sha256(data.encode()).hexdigest()[:16]} "


def _escaped(data: str) -> str:
    """JSON with every character escaped that ends a comment or begins markup or a mark, inside its texts."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', data)
    parts[1::2] = [
        text.translate(_UNSAFE).replace("--", "-\\u002d").replace(MARK, MARK.replace("-", "\\u002d"))
        for text in parts[1::2]
    ]
    return "".join(parts)


def find(data: bytes, name: str) -> list[Mark]:
    """The different marks in an export, in their order. Raises AdvisorError if any is damaged.

    Each is looked for between where it begins and where the next begins: however often a file repeats
    a beginning, it is read once.
    """
    ends = [*(match.start() for match in _BEGINS.finditer(data)), len(data)]
    found: dict[bytes, Mark] = {}
    line, counted = 1, 0
    for start, end in pairwise(ends):
        line, counted = line + data.count(b"\n", counted, start), start
        place = _place(data, name, line, start)
        text = _checked(data[start:end], place)
        begin = place._replace(column=place.column + _BEFORE) if place.line else place
        found.setdefault(text, Mark(text.decode("ascii"), begin))
        if len(found) > MAX_MARKS:
            raise AdvisorError(Problem("too-large", f"holds more than {MAX_MARKS} decisions", place=place))
    return list(found.values())


def _place(data: bytes, name: str, line: int, start: int) -> Place:
    if data.startswith(_BINARY):
        return Place(name)
    return Place(name, line, start - data.rfind(b"\n", 0, start))


def _checked(piece: bytes, place: Place) -> bytes:
    """The JSON of the mark with which a piece of a file begins, held against its seal. Raises AdvisorError."""
    match = _MARK.match(piece)
    if not match or not match[2].isascii() or _seal(match[2].decode()).encode() != match[1]:
        says = "the decision inside this export is damaged"
        raise AdvisorError(Problem("damaged", says, "export it again from the decision file", place))
    return match[2]
