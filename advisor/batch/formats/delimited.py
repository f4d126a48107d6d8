"""CSV: a header, then a row a line. Every column is text: to guess types loses digits.

DuckDB reads it; where it finds a row that is none, a copy is made in which that row says so.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.batch.duck import Duck, text
from advisor.batch.formats import lines
from advisor.batch.formats.table import BROKEN, FileTable, TableColumn, at, listed
from advisor.errors import AdvisorError, Place, Problem, brief

_DELIMITERS = ",;\t|"
_AT_MOST = 1_000
"""Lines that one row can go on over: a quote that is never closed would take all that follows with it."""


class Delimited(FileTable):
    """Files of CSV with the same header.

    delimiter: what stands between two cells
    is_mended: the copies say before each row why it is none, and have no header
    """

    delimiter = ","

    @classmethod
    def opened(cls, files: Sequence[str], duck: Duck, folder: str) -> "Delimited":
        first, delimiter = _header(files[0])
        other = next((path for path in files[1:] if _header(path) != (first, delimiter)), None)
        if other:
            says = f"has another header than {files[0]}"
            raise AdvisorError(Problem("wrong-table", says, "decide them apart", Place(other)))
        made = cls(files, [TableColumn(one or f"column_{number}") for number, one in enumerate(first, 1)])
        made.delimiter = delimiter
        return made

    @property
    def relation(self) -> str:
        names = [at(index) for index in range(len(self.columns))]
        if self.is_mended:
            return f"SELECT * FROM {scan(self.files, [BROKEN, *names], header=False)}"
        return f"SELECT *, NULL::VARCHAR AS {BROKEN} FROM {scan(self.files, names, self.delimiter)}"

    def mended(self, duck: Duck, folder: str) -> "Delimited":
        if self.is_mended:
            return self
        width, several = len(self.columns), len(self.files) > 1
        copies = [
            lines.mended(path, _mended(path, self.delimiter, width), folder, named=several)
            for path in self.files
        ]
        made = type(self)(copies, self.columns)
        made.delimiter, made.is_mended = self.delimiter, True
        return made

    def options(self, format_: str) -> str:
        return super().options(format_) + f", DELIMITER {text(self.delimiter)}" * (format_ == "csv")


def scan(files: Sequence[str], columns: Sequence[str], delimiter: str = ",", quote: str = '"', *,
         header: bool = True) -> str:  # fmt: skip
    """The reading of CSV files whose columns are known, in SQL."""
    types = ", ".join(f"{text(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({listed(files)}, auto_detect = false, header = {header}, delim = {text(delimiter)}, "
        f"quote = {text(quote)}, escape = {text(quote)}, allow_quoted_nulls = false, columns = {{{types}}})"
    )


def _header(path: str) -> tuple[list[str], str]:
    """The names of a file's columns, and what stands between them. Raises AdvisorError."""
    first = next(_rows(path), None)
    if first is None:
        raise AdvisorError(Problem("wrong-table", "is empty", "give a file with a header", Place(path)))
    delimiter = max(_DELIMITERS, key="".join(first.text.split('"')[::2]).count)
    cells, why = _cells(first, delimiter)
    if why:
        raise AdvisorError(
            Problem("wrong-table", f"has no header of CSV: {why}", place=Place(path, first.number))
        )
    return cells, delimiter


class _CsvRow(NamedTuple):
    """A row as it stands in a file: the line at which it begins, its text, and why it is none."""

    number: int
    text: str
    why: str = ""


def _rows(path: str) -> Iterator[_CsvRow]:
    """The rows of a file; empty lines are none."""
    ahead, source = deque[lines.TextLine](), lines.of(path)
    while line := _next(ahead, source):
        taken = [line]
        while _is_open(taken) and len(taken) < _AT_MOST and (more := _next(ahead, source)):
            taken.append(more)
        if line.why or _is_open(taken):
            yield _CsvRow(line.number, "", line.why or "a quote is opened in it and not closed")
            ahead.extendleft(reversed(taken[1:]))
        elif line.text.strip("\r\n"):
            yield _CsvRow(line.number, "".join(one.text for one in taken))


def _next(ahead: "deque[lines.TextLine]", source: Iterator[lines.TextLine]) -> lines.TextLine | None:
    return ahead.popleft() if ahead else next(source, None)


def _is_open(taken: Sequence[lines.TextLine]) -> bool:
    """Whether a quote is open at the end of the lines."""
    return not taken[0].why and sum(line.text.count('"') for line in taken) % 2 == 1


def _mended(path: str, delimiter: str, width: int) -> Iterator[lines.Mended]:
    """The rows under the header, each with so many cells."""
    rows = _rows(path)
    next(rows)
    for row in rows:
        cells, why = _cells(row, delimiter)
        if not why and len(cells) != width:
            why = f"has {len(cells)} cells, the header {width}: {brief(row.text.strip())}"
        yield row.number, [None] * width if why else [cell or None for cell in cells], why


def _cells(row: _CsvRow, delimiter: str) -> tuple[list[str], str]:
    """The cells of a row and why it is none."""
    if row.why:
        return [], row.why
    try:
        return next(csv.reader(row.text.splitlines(keepends=True), delimiter=delimiter, strict=True)), ""
    except csv.Error as error:
        return [], f"is no row of CSV: {error}"
