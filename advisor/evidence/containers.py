"""The three ways records stand in a file: one a line, in a JSON document, or in a table.

Each gives the same things: a look at which fields there are and where, and then the records at
the places that a layout names. A place is written like ``data.item.results.item``; a record that is
a line, a row or a whole document has the empty place.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

from advisor.errors import Place, Problem
from advisor.evidence import streaming
from advisor.evidence.files import BROKEN, CHUNK, Progress, SourceFile, opened
from advisor.evidence.measures import Damage

MAX_LINE = 32 << 20
"""Longer lines are left out: a million characters are a book, and whole documents are read piece by piece."""
LOOKED_AT = 64 << 20
"""A document is searched for known fields so far."""
_FIRST = 50
"""So many lines are looked at to tell what they are, or fewer long ones:"""
_ENOUGH = 16 << 20
_DEPTH = 8
_decode = json.JSONDecoder().decode


class Item(NamedTuple):
    """One record: where it stands, and a number for people (a line, else which record it is)."""

    at: str
    record: Any
    line: int


class Container(NamedTuple):
    """A way that records stand in a file.

    looks: the sets of places with a value, growing; most files are told by the first
    records: what stands at the places asked for, damage counted
    """

    name: str
    looks: Callable[[SourceFile], Iterator[set[str]]]
    records: Callable[[SourceFile, tuple[str, ...], Damage, Progress | None], Iterator[Item]]


def container(source: SourceFile) -> Container | None:
    """How the records of a file stand; None if there is nothing in it."""
    lines = [line for line in _first_lines(source) if line]
    if not lines:
        return None
    if lines[0][:1] not in (b"{", b"["):
        return TABLE
    return LINES if _are_records(lines) else DOCUMENT


def _are_records(lines: list[bytes]) -> bool:
    """Whether each line is a record by itself; damaged ones are fewer than whole ones.

    A document of one record a line has commas behind them, and ends in lines that begin otherwise.
    """
    begun = [line for line in lines if line[:1] == b"{"]
    whole = sum(_parsed(line) is not None for line in begun)
    closed = any(line[:1] in (b"}", b"]") for line in lines)
    return len(lines) > 1 and not closed and 0 < len(begun) <= 2 * whole


def _first_lines(source: SourceFile) -> list[bytes]:
    """The lines that tell what a file is, without the spaces around them."""
    lines, size = [], 0
    with opened(source) as data:
        try:
            for _, line in islice(_lines(data), _FIRST):
                lines.append(line.strip())
                size += len(line)
                if size > _ENOUGH:
                    break
        except BROKEN:
            pass  # told when the records are read
    return lines


# Lines


def _lines(data: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers; of one that is too long only the beginning, up to the limit."""
    line = 0
    while part := data.readline(MAX_LINE + 1):
        line += 1
        yield line, part
        while len(part) > MAX_LINE and not part.endswith(b"\n"):
            part = data.readline(MAX_LINE + 1)


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _look_at_lines(source: SourceFile) -> Iterator[set[str]]:
    places: set[str] = set()
    for line in _first_lines(source):
        _add_places(_parsed(line), "", places, _DEPTH)
    yield places


def _add_places(value: Any, at: str, places: set[str], depth: int) -> None:
    if at:
        places.add(at)
    if depth and len(places) < streaming.MAX_PATHS:
        for key, part in _parts(value):
            _add_places(part, f"{at}.{key}" if at else key, places, depth - 1)


def _parts(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        return value.items()
    return (("item", part) for part in value[:_FIRST]) if isinstance(value, list) else ()


def _line_records(
    source: SourceFile, places: tuple[str, ...], damage: Damage, progress: Progress | None
) -> Iterator[Item]:
    for number, line in _whole_lines(source, damage, progress):
        if len(line) > MAX_LINE:
            damage.add(_problem(source, number, "too-long", f"is longer than {MAX_LINE:,} bytes"))
        elif line != b"\n" and not line.isspace():
            try:
                record = _decode(line.decode())
            except (ValueError, RecursionError):
                damage.add(_problem(source, number, "not-json", "is not JSON"))
                continue
            for place in places:
                for part in _at(record, place):
                    yield Item(place, part, number)


def _whole_lines(
    source: SourceFile, damage: Damage, progress: Progress | None
) -> Iterator[tuple[int, bytes]]:
    """All lines, also where the file breaks off."""
    number = 0
    with opened(source, progress) as data:
        try:
            for number, line in _lines(data):
                yield number, line
        except BROKEN:
            damage.add(_problem(source, number + 1, "breaks-off", "cannot be read from here on"))


def _at(value: Any, place: str) -> Iterator[Any]:
    """Everything at a place in a value."""
    if not place:
        yield value
        return
    key, _, rest = place.partition(".")
    if key == "item":
        for part in value if isinstance(value, list) else ():
            yield from _at(part, rest)
    elif isinstance(value, dict) and key in value:
        yield from _at(value[key], rest)


# Documents


def _chunks(data: BinaryIO) -> Iterator[bytes]:
    while chunk := data.read(CHUNK):
        yield chunk


def _look_at_document(source: SourceFile) -> Iterator[set[str]]:
    with opened(source) as data:
        try:
            yield from islice(streaming.paths(_chunks(data)), LOOKED_AT // CHUNK)
        except BROKEN:
            return


def _document_records(
    source: SourceFile, places: tuple[str, ...], damage: Damage, progress: Progress | None
) -> Iterator[Item]:
    number = 0
    with opened(source, progress) as data:
        try:
            for number, (place, value) in enumerate(streaming.values(_chunks(data), places), 1):
                yield Item(place, value, number)
        except (streaming.BrokenOff, *BROKEN):
            says = f"breaks off, or is no JSON, after {number:,} entries"
            damage.add(Problem("breaks-off", says, "export it again", Place(source.shown)))


# Tables


def _text(data: BinaryIO) -> Iterator[str]:
    for _, line in _lines(data):
        yield line.decode("utf-8", "replace")


def _rows(data: BinaryIO) -> "tuple[list[str], Any]":
    lines = _text(data)
    head = ""
    for head in lines:
        if head.strip():
            break
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(chain([head], lines), delimiter=delimiter)
    try:
        return [name.strip() for name in next(reader, [])], reader
    except csv.Error:
        return [], reader


def _look_at_table(source: SourceFile) -> Iterator[set[str]]:
    with opened(source) as data:
        try:
            yield set(_rows(data)[0])
        except BROKEN:
            return


def _table_records(
    source: SourceFile, _: tuple[str, ...], damage: Damage, progress: Progress | None
) -> Iterator[Item]:
    widest = csv.field_size_limit(MAX_LINE)
    try:
        with opened(source, progress) as data:
            names, rows = _rows(data)
            for line, row in _whole_rows(source, rows, damage):
                if len(row) == len(names):
                    yield Item("", dict(zip(names, row, strict=True)), line)
                elif row:
                    says = f"has {len(row)} cells, the head has {len(names)}"
                    damage.add(_problem(source, line, "not-a-row", says))
    finally:
        csv.field_size_limit(widest)


def _whole_rows(source: SourceFile, rows: Any, damage: Damage) -> Iterator[tuple[int, list[str]]]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            damage.add(_problem(source, rows.line_num, "not-a-row", "is not a row of a table"))
        except BROKEN:
            damage.add(_problem(source, rows.line_num + 1, "breaks-off", "cannot be read from here on"))
            return
        else:
            yield rows.line_num, row


def _problem(source: SourceFile, line: int, code: str, says: str) -> Problem:
    return Problem(code, says, place=Place(source.shown, line, 1))


LINES = Container("lines", _look_at_lines, _line_records)
DOCUMENT = Container("document", _look_at_document, _document_records)
TABLE = Container("table", _look_at_table, _table_records)
