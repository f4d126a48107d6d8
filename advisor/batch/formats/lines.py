"""Lines of a text file, whatever it holds; and a copy of a file as CSV, in which every row is one."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from advisor.documents import UTF_8, encoding_of
from advisor.errors import brief, one_line
from advisor.files import errors_at

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


Mended = tuple[int, Sequence[str | None], str]
"""The line at which a row begins, its cells, and why it is none; empty if it is one."""


def mended(path: str, rows: Iterable[Mended], folder: str, *, named: bool) -> str:
    """Write the rows of a file into a new one in a folder, where one that is none says why first; its path.

    named: whether rows tell their file
    """
    of = f" of {one_line(os.path.basename(path))}" if named else ""
    copy = os.path.join(folder, f"mended-{len(os.listdir(folder))}.csv")
    with errors_at(copy), open(copy, "w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for number, cells, why in rows:
            write([f"line {number}{of}: {brief(why, 200)}" if why else None, *cells])
    return copy
