"""Opening what people have: any size, also compressed, with progress; never a pipe or a device.

Compressed files are read as they stand. The bytes handed out are UTF-8 without a mark at the start.
"""

import contextlib
import gzip
import io
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple, cast

from advisor.documents import FilePath, opening
from advisor.errors import AdvisorError, Place, Problem, brief
from advisor.files import keep_stdin

Progress = Callable[[int, int], object]
"""Called with the bytes read of the file and its size, as the reading goes on."""

STDIN = "-"
MAX_NAME = 120
"""Characters of a file's name that go into what comes of it."""
CHUNK = 1 << 20
_UNPACKED = 1 << 16
"""So much at most is lost before the place where a compressed stream breaks off."""
BROKEN = (OSError, EOFError, zlib.error)
"""What reading a file can raise once it is open: the disk, or a compressed stream that breaks off."""

_BYTE_ORDER = b"\xef\xbb\xbf"
_FOREIGN = {
    b"PK\x03\x04": ("a zip archive", "unpack it and name the file in it"),
    b"\xff\xfe": ("UTF-16", "save it as UTF-8"),
    b"\xfe\xff": ("UTF-16", "save it as UTF-8"),
    b"PAR1": ("Parquet", "export it as JSON lines or CSV"),
    b"SQLi": ("a database", "export it as JSON lines or CSV"),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", "unpack it first"),
}


class SourceFile(NamedTuple):
    """A regular file: where it is, its name without folders, its size in bytes, when it was written.

    shown: what messages call it
    """

    path: str
    name: str
    size: int
    written: float
    shown: str


def _file(path: FilePath) -> SourceFile:
    """The file at a path. Raises AdvisorError if there is none, or if it is a folder, a pipe or a device."""
    with opening(path) as where:
        found = os.stat(where)
    return SourceFile(where, brief(os.path.basename(where), MAX_NAME), found.st_size, found.st_mtime, where)


@contextlib.contextmanager
def named(path: FilePath) -> Iterator[SourceFile]:
    """The file at a path, or standard input as one: it is read several times, so it is kept meanwhile."""
    if path != STDIN:
        yield _file(path)
        return
    with tempfile.TemporaryDirectory(prefix="advisor-") as folder:
        kept = os.path.join(folder, "stdin")
        keep_stdin(kept)
        yield _file(kept)._replace(name="<stdin>", shown="<stdin>")


@contextlib.contextmanager
def opened(source: SourceFile, progress: Progress | None = None) -> Iterator[BinaryIO]:
    """The file's bytes from the start. Raises AdvisorError if it cannot be opened or is no text."""
    with opening(source.path):
        raw = _Counted(source, progress)
    with raw:
        plain = io.BufferedReader(raw, CHUNK)
        packed = plain.peek(2)[:2] == b"\x1f\x8b"
        text = (
            io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=plain)), _UNPACKED)
            if packed
            else plain
        )
        _skip_mark(text, source.shown)
        yield cast(BinaryIO, text)


def _skip_mark(text: "io.BufferedReader[Any]", path: str) -> None:
    try:
        start = text.peek(4)[:4]
    except BROKEN as error:
        raise _error(path, "unreadable", f"cannot be unpacked: {_reason(error)}", "save it again") from None
    for mark, (what, remedy) in _FOREIGN.items():
        if start.startswith(mark):
            raise _error(path, "not-text", f"is {what}", remedy)
    if b"\x00" in start:
        raise _error(path, "not-text", "is not UTF-8 text", "save it as UTF-8, or export it as JSON or CSV")
    if start.startswith(_BYTE_ORDER):
        text.read(len(_BYTE_ORDER))


class _Counted(io.FileIO):
    """A file that tells how far it was read."""

    def __init__(self, source: SourceFile, progress: Progress | None) -> None:
        super().__init__(source.path)
        self._size, self._done, self._progress = source.size, 0, progress

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        size = super().readinto(buffer) or 0
        self._done += size
        if self._progress:
            self._progress(self._done, max(self._size, self._done))
        return size


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or type(error).__name__


def _error(path: str, code: str, says: str, remedy: str = "") -> AdvisorError:
    return AdvisorError(Problem(code, says, remedy, Place(path)))
