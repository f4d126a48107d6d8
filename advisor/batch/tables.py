"""Which files a table is, and what they are: found by name, by pattern, or on standard input."""

import glob
import os
from collections.abc import Sequence

from advisor import documents
from advisor.batch.duck import Duck, Unreadable
from advisor.batch.formats import ALLOWED, UNPACK, is_packed, of_content, of_name
from advisor.batch.formats.delimited import Delimited
from advisor.batch.formats.json_lines import JsonLines
from advisor.batch.formats.parquet import Parquet
from advisor.batch.formats.table import FileTable
from advisor.errors import AdvisorError, Place, Problem
from advisor.files import keep_stdin

FORMATS: dict[str, type[FileTable]] = {"csv": Delimited, "jsonl": JsonLines, "parquet": Parquet}
"""Every format by the suffix of its files."""
STDIN = "-"
_KEPT = "stdin"
"""What the file is called that holds standard input."""
_PATTERN = "*?["


def opened(words: Sequence[str], duck: Duck, folder: str) -> tuple[str, FileTable]:
    """The format and the table that files and patterns name; what standard input holds is put into a folder.

    Raises AdvisorError where there is no such file, it is no table, or they do not go together.
    """
    paths = [path for word in words for path in _found(word, folder)]
    formats = [_format(path) for path in paths]
    for path, format_ in zip(paths, formats, strict=True):
        if format_ != formats[0]:
            says = f"{paths[0]} is .{formats[0]}, {path} is .{format_}"
            raise AdvisorError(Problem("wrong-table", says, "give files of one kind"))
    try:
        return formats[0], FORMATS[formats[0]].opened(paths, duck, folder)
    except Unreadable as error:
        problem = Problem("wrong-table", f"is no .{formats[0]}: {error.says}", place=Place(paths[0]))
        raise AdvisorError(problem) from None


def named_stdin(error: AdvisorError, folder: str) -> AdvisorError:
    """The same error, where standard input is called so."""
    kept = os.path.join(folder, _KEPT)
    return AdvisorError(
        one._replace(place=one.place._replace(file="<stdin>"))
        if one.place and one.place.file.startswith(kept)
        else one
        for one in error.problems
    )


def _found(word: str, folder: str) -> list[str]:
    """The files that a word names: itself, or those of a pattern in the order of their names."""
    if word == STDIN:
        return [_kept(folder)]
    if not os.path.exists(word) and any(sign in word for sign in _PATTERN):
        found = sorted(glob.glob(word, recursive=True))
        if not found:
            raise AdvisorError(Problem("unknown-file", "no file has a name like this", place=Place(word)))
        return [path for one in found for path in _found(one, folder)]
    with documents.opening(word):
        return [word]


def _kept(folder: str) -> str:
    """What standard input holds, as a file: it is read more than once."""
    path = os.path.join(folder, _KEPT)
    keep_stdin(path)
    with open(path, "rb") as file:
        begin = file.read(1 << 16)
    if is_packed("", begin):
        raise AdvisorError(_packed("<stdin>"))
    of_format = f"{path}.{of_content(begin)}"
    os.rename(path, of_format)
    return of_format


def _format(path: str) -> str:
    if is_packed(path):
        raise AdvisorError(_packed(path))
    found = of_name(path)
    if not found:
        raise AdvisorError(Problem("wrong-table", "is no table by its name", ALLOWED, Place(path)))
    return found


def _packed(path: str) -> Problem:
    return Problem("wrong-table", "is compressed", UNPACK, Place(path))
