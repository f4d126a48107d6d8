"""The three ways records stand in a file: one a line, in a JSON document, or in a table.

Each gives the same things: a look at which fields there are and where, and then the records at
the places that a layout names. A place is written like ``data.item.results.item``; a record that is
a line, a row or a whole document has the empty place.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

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


class Container:
    """A way that records stand in a file; it is chosen by the first lines."""

    def __init__(self, source: SourceFile, first: list[bytes]) -> None:
        self._source, self._first = source, first

    def looks(self) -> Iterator[set[str]]:
        """The sets of places with a value, growing; most files are told by the first."""
        raise NotImplementedError

    def records(self, places: tuple[str, ...], damage: Damage, progress: Progress | None) -> Iterator[Item]:
        """What stands at the places asked for, damage counted."""
        raise NotImplementedError


def container(source: SourceFile) -> Container | None:
    """How the records of a file stand; None if there is nothing in it."""
    lines = [line for line in _first_lines(source) if line]
    if not lines:
        return None
    if lines[0][:1] not in (b"{", b"["):
        return _Table(source, lines)
    return (_Lines if _are_records(lines) else _Document)(source, lines)


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


class _Lines(Container):
    """A JSON value a line."""

    def looks(self) -> Iterator[set[str]]:
        places: set[str] = set()
        for line in self._first:
            _add_places(_parsed(line), "", places, _DEPTH)
        yield places

    def records(self, places: tuple[str, ...], damage: Damage, progress: Progress | None) -> Iterator[Item]:
        for number, line in self._whole(damage, progress):
            if len(line) > MAX_LINE:
                damage.add("too-long", f"is longer than {MAX_LINE:,} bytes", number)
            elif line != b"\n" and not line.isspace():
                try:
                    record = _decode(line.decode())
                except (ValueError, RecursionError):
                    damage.add("not-json", "is not JSON", number)
                    continue
                for place in places:
                    for part in _at(record, place):
                        yield Item(place, part, number)

    def _whole(self, damage: Damage, progress: Progress | None) -> Iterator[tuple[int, bytes]]:
        """All lines, also where the file breaks off."""
        number = 0
        with opened(self._source, progress) as data:
            try:
                for number, line in _lines(data):
                    yield number, line
            except BROKEN:
                damage.breaks_off(number + 1)


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


class _Document(Container):
    """JSON documents of any size, also several after one another."""

    def looks(self) -> Iterator[set[str]]:
        with opened(self._source) as data:
            try:
                yield from islice(streaming.paths(_chunks(data)), LOOKED_AT // CHUNK)
            except BROKEN:
                return

    def records(self, places: tuple[str, ...], damage: Damage, progress: Progress | None) -> Iterator[Item]:
        number = 0
        with opened(self._source, progress) as data:
            try:
                for number, (place, value) in enumerate(streaming.values(_chunks(data), places), 1):
                    yield Item(place, value, number)
            except (streaming.BrokenOff, *BROKEN):
                says = f"breaks off, or is no JSON, after {number:,} entries"
                damage.add("breaks-off", says, remedy="export it again")


def _chunks(data: BinaryIO) -> Iterator[bytes]:
    while chunk := data.read(CHUNK):
        yield chunk


class _Table(Container):
    """A head, and rows of as many cells."""

    def looks(self) -> Iterator[set[str]]:
        with opened(self._source) as data:
            try:
                yield set(_rows(data)[0])
            except BROKEN:
                return

    def records(self, _: tuple[str, ...], damage: Damage, progress: Progress | None) -> Iterator[Item]:
        widest = csv.field_size_limit(MAX_LINE)
        try:
            with opened(self._source, progress) as data:
                names, rows = _rows(data)
                for line, row in _whole_rows(rows, damage):
                    if len(row) == len(names):
                        yield Item("", dict(zip(names, row, strict=True)), line)
                    elif row:
                        damage.add("not-a-row", f"has {len(row)} cells, the head has {len(names)}", line)
        finally:
            csv.field_size_limit(widest)


def _rows(data: BinaryIO) -> "tuple[list[str], Any]":
    """The names in the head, and a reader of what follows."""
    lines = (line.decode("utf-8", "replace") for _, line in _lines(data))
    head = next(filter(str.strip, lines), "")
    reader = csv.reader(chain([head], lines), delimiter=max(",;\t", key=head.count))
    try:
        return [name.strip() for name in next(reader, [])], reader
    except csv.Error:
        return [], reader


def _whole_rows(rows: Any, damage: Damage) -> Iterator[tuple[int, list[str]]]:
    """All rows, also where the file breaks off."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            damage.add("not-a-row", "is not a row of a table", rows.line_num)
        except BROKEN:
            damage.breaks_off(rows.line_num + 1)
            return
        else:
            yield rows.line_num, row
