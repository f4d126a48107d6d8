"""Lines of a text file, one after another, whatever it holds."""

from collections.abc import Iterator
from typing import NamedTuple

from advisor.documents import UTF_8, encoding_of

LONGEST = 2_000_000
"""Bytes of a line that DuckDB reads."""


class TextLine(NamedTuple):
    """A line with its end, its number from 1, and why it is none."""

    number: int
    text: str
    why: str = ""


def of(path: str) -> Iterator[TextLine]:
    """The lines of a file, in UTF-8 or in what its byte order mark says."""
    with open(path, "rb") as file:
        encoding = encoding_of(file.read(4))
    if encoding != UTF_8:
        with open(path, encoding=encoding, errors="replace", newline="") as decoded:
            yield from (TextLine(number, text) for number, text in enumerate(decoded, 1))
        return
    with open(path, "rb") as file:
        for number, data in enumerate(file, 1):
            yield _decoded(number, data)


def _decoded(number: int, data: bytes) -> TextLine:
    if len(data) > LONGEST:
        return TextLine(number, "", f"is longer than {LONGEST:,} bytes")
    try:
        return TextLine(number, data.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return TextLine(number, "", f"byte 0x{data[error.start]:02x} is not UTF-8")
