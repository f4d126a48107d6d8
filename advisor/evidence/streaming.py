"""JSON documents of any size, piece by piece. The only module that knows ijson.

A document is read in chunks; every value that is asked for is built and handed out while the rest
is still unread. Several documents after one another count as one stream.
"""

import codecs
from collections.abc import Iterable, Iterator
from typing import Any

import ijson
from ijson.common import JSONError
from ijson.utils import sendable_list

MAX_PATHS = 20_000
"""So many different places are told apart when a document is looked at."""
MAX_DEPTH = 100
"""Levels of nesting; ijson's memory grows with their square."""


class BrokenOff(Exception):
    """The stream is no JSON from somewhere on; everything before it was handed out."""


def values(chunks: Iterable[bytes], places: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Every value at one of the places, such as ``data.item`` or ``has_more``, with its place.

    Raises BrokenOff where the JSON ends too early, breaks, or nests deeper than `MAX_DEPTH`.
    """
    found: dict[str, Any] = {place: sendable_list() for place in places}
    readers = [
        ijson.items_coro(found[place], place, use_float=True, multiple_values=True) for place in places
    ]
    for chunk in _safe(chunks):
        whole = chunk is not None and [_fed(reader, chunk) for reader in readers].count(False) == 0
        for place, new in found.items():
            for value in new:
                yield place, value
            del new[:]
        if not whole:
            raise BrokenOff


def paths(chunks: Iterable[bytes]) -> Iterator[set[str]]:
    """All places with a value seen so far, after each chunk; ends where the JSON ends or breaks."""
    events = sendable_list()
    reader = ijson.parse_coro(events, use_float=True, multiple_values=True)
    seen: set[str] = set()
    for chunk in _safe(chunks):
        whole = chunk is not None and _fed(reader, chunk)
        seen.update(place for place, event, _ in events if event != "map_key")
        del events[:]
        yield seen
        if not whole or len(seen) > MAX_PATHS:
            return


def _fed(reader: Any, chunk: bytes) -> bool:
    """Hand a chunk on; False if it breaks."""
    try:
        reader.send(chunk)
    except StopIteration:
        return True
    except (JSONError, ValueError, RecursionError, OverflowError):
        return False
    return True


def _safe(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The chunks as valid UTF-8, then the empty one that ends them; None where they nest too deep."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    nesting = _Nesting()
    for chunk in chunks:
        valid = decoder.decode(chunk).encode()
        if nesting.too_deep(valid):
            yield None
            return
        if valid:
            yield valid
    yield b""


class _Nesting:
    """Follows how deep JSON nests, at the speed of replacing bytes."""

    _REST = bytes(set(range(256)) - set(b'"[]{}'))

    def __init__(self) -> None:
        self._open, self._in_text, self._backslash = 0, False, b""

    def too_deep(self, chunk: bytes) -> bool:
        """Whether anything up to the end of the chunk is deeper than `MAX_DEPTH`."""
        brackets = self._outside_texts(chunk)
        for _ in range(MAX_DEPTH + 1):  # each turn takes the innermost pairs away
            fewer = brackets.replace(b"[]", b"").replace(b"{}", b"")
            if len(fewer) == len(brackets):
                break
            brackets = fewer
        else:
            return True
        opening = brackets.count(b"[") + brackets.count(b"{")
        self._open = max(0, self._open - (len(brackets) - opening)) + opening
        return self._open > MAX_DEPTH

    def _outside_texts(self, chunk: bytes) -> bytes:
        plain = (self._backslash + chunk).replace(b"\\\\", b"")
        self._backslash = b"\\" if plain.endswith(b"\\") else b""
        parts = plain.replace(b'\\"', b"").translate(None, self._REST).split(b'"')
        outside = b"".join(parts[self._in_text :: 2])
        self._in_text ^= len(parts) % 2 == 0
        return outside
