"""Files written: whole or not at all, all of a command's or none, and never over another by accident.

What is written is made beside its place and then renamed. A symbolic link stays, and what it leads
to is replaced; a pipe or a device is written into, for a rename would put a file in its place.
"""

import contextlib
import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from typing import BinaryIO

from advisor.errors import AdvisorError, Place, Problem

Output = tuple[str, str | bytes]
"""A path and what is to stand there; text becomes UTF-8."""

_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0)  # these three are not known to every system
_STREAM_FLAGS = os.O_WRONLY | _NON_BLOCKING | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

_CHUNK = 1 << 20


class Exists(AdvisorError):
    """A file stands where a new one should be."""


def write(path: str, data: str | bytes, *, force: bool = False) -> None:
    """Write one file; with `force`, over one that exists.

    Raises Exists or AdvisorError, and then what was there is as it was.
    """
    write_all([(path, data)], force=force)


def write_new(paths: Iterable[str], data: str | bytes) -> str:
    """Write the first of these files that does not exist yet; which one it is. Raises AdvisorError."""
    for path in paths:
        with contextlib.suppress(Exists):
            write(path, data)
            return path
    raise Exists(Problem("exists", "every name that was tried exists already"))


def numbered(path: str) -> Iterator[str]:
    """A path, and as often as it is needed the next: ``a.yaml``, ``a-2.yaml``, ``a-3.yaml``."""
    yield path
    stem, suffix = os.path.splitext(path)
    yield from (f"{stem}-{number}{suffix}" for number in count(2))


def write_all(outputs: Sequence[Output], *, force: bool = False) -> None:
    """Write several files, all or none; with `force`, over those that exist.

    Raises Exists or AdvisorError, and then every file is as it was; a pipe keeps what it was given.
    """
    with ExitStack() as clean_up, ExitStack() as undo:
        files: list[_File] = []
        streams: list[tuple[str, int, bytes]] = []
        for number, (path, data) in enumerate(outputs):
            content = data.encode() if isinstance(data, str) else data
            with errors_at(path):
                _refuse_same(path, [other for other, _ in outputs[:number]])
                if is_stream(path):
                    streams.append((path, _opened(path, clean_up), content))
                else:
                    files.append(_File(path, content))
                    files[-1].claim(undo, force=force)
        for one in files:
            one.prepare(clean_up, keep_old=len(files) > 1)
        for path, handle, content in streams:  # before the files, for it cannot be undone
            _pour(path, handle, io.BytesIO(content))
        for one in files:
            one.put(undo)
        undo.pop_all()


def placed(path: str, *, force: bool = False) -> contextlib.AbstractContextManager[str]:
    """Where another program can make a file of any size, which is put to its place when this is left.

    Raises Exists or AdvisorError, at once or in the end, and then what was there is as it was. A pipe or
    a device is given all of it in the end, so that nothing half made goes into it.
    """
    with errors_at(path):
        return _poured(path) if is_stream(path) else _replaced(path, force=force)


@contextlib.contextmanager
def _replaced(path: str, *, force: bool) -> Iterator[str]:
    with ExitStack() as clean_up, ExitStack() as undo:
        one = _File(path)
        with errors_at(path):
            one.claim(undo, force=force)
            one.made = one.beside(clean_up)
        yield one.made
        with errors_at(path):
            one.settle()
        one.put(undo)
        undo.pop_all()


@contextlib.contextmanager
def _poured(path: str) -> Iterator[str]:
    with ExitStack() as clean_up:
        with errors_at(path):
            handle, made = _opened(path, clean_up), _temporary(clean_up)
        yield made
        with open(made, "rb") as file:
            _pour(path, handle, file)


@contextlib.contextmanager
def errors_at(path: str) -> Iterator[None]:
    """Tell what the system refuses about a file as AdvisorError."""
    try:
        yield
    except OSError as error:
        says = f"cannot be written: {error.strerror or error}"
        raise AdvisorError(Problem("unwritable", says, place=Place(path))) from None


class _File:
    """A file that is being written: its name is taken, it is made beside that, and renamed."""

    def __init__(self, path: str, data: bytes = b"") -> None:
        self.path = path
        self.place = os.path.realpath(path) if os.path.islink(path) else path
        self.data = data
        self.made = self.old = ""

    def claim(self, undo: ExitStack, *, force: bool) -> None:
        """Take the name by an empty file, so that nobody else gets it; what stands there needs `force`."""
        try:
            os.close(os.open(self.place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            if not force:
                says = f"{self.path} exists already"
                raise Exists(Problem("exists", says, "name another file, or use --force")) from None
            _refuse_read_only(self.path)
        else:
            undo.callback(_remove, self.place)

    def prepare(self, clean_up: ExitStack, *, keep_old: bool) -> None:
        """Make it beside its place, and a copy of what stands there, where that may have to come back."""
        with errors_at(self.path):
            self.made = self.beside(clean_up)
            with open(self.made, "wb") as file:
                file.write(self.data)
            self.settle()
            if keep_old:
                self.old = self.beside(clean_up)
                import shutil  # loads every compression there is, and little is ever replaced

                shutil.copy2(self.place, self.old)

    def settle(self) -> None:
        """See that what was made is on the disk, with the rights and the owner of the file that it replaces."""
        with open(self.made, "rb+") as file:
            os.fsync(file.fileno())
        before = os.stat(self.place)
        with contextlib.suppress(OSError, AttributeError):
            os.chown(self.made, before.st_uid, before.st_gid)
        os.chmod(self.made, stat.S_IMODE(before.st_mode))

    def put(self, undo: ExitStack) -> None:
        """Rename it to its place."""
        with errors_at(self.path):
            os.replace(self.made, self.place)
        if self.old:
            undo.callback(os.replace, self.old, self.place)

    def beside(self, clean_up: ExitStack) -> str:
        """A new file in the same folder, so that it can be renamed to its place."""
        return _temporary(clean_up, os.path.dirname(self.place) or ".")


def _temporary(clean_up: ExitStack, folder: str | None = None) -> str:
    import tempfile  # slow to import, and most commands only read

    handle, path = tempfile.mkstemp(prefix=".advisor-", dir=folder)
    os.close(handle)
    clean_up.callback(_remove, path)
    return path


def _opened(path: str, clean_up: ExitStack) -> int:
    """A pipe or a device, opened without waiting for somebody to read."""
    try:
        handle = os.open(path, _STREAM_FLAGS)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        remedy = "start its reader first"
        raise AdvisorError(
            Problem("unwritable", "is a pipe that nobody reads", remedy, Place(path))
        ) from None
    clean_up.callback(os.close, handle)
    if _NON_BLOCKING:
        os.set_blocking(handle, True)
    return handle


def _pour(path: str, handle: int, data: BinaryIO) -> None:
    with errors_at(path), open(handle, "wb", closefd=False) as file:
        while chunk := data.read(_CHUNK):
            file.write(chunk)


def is_stream(path: str) -> bool:
    """Whether a path is a pipe or a device of characters. Raises AdvisorError for a folder, a disk, a socket."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        return True
    if not stat.S_ISREG(mode):
        says = "is a folder" if stat.S_ISDIR(mode) else "is neither a file nor a pipe"
        raise AdvisorError(Problem("unwritable", says, "name a file", Place(path)))
    return False


def _refuse_same(path: str, others: list[str]) -> None:
    """Names are compared by what stands there: the others are taken already, so each leads to a file."""
    for other in others:
        if os.path.exists(path) and os.path.samefile(path, other):
            says = f"{other} and {path} are the same file"
            raise AdvisorError(Problem("wrong-setting", says, "name two files"))


def _refuse_read_only(path: str) -> None:
    """Whoever may do everything is refused too: the file says that it is not to be changed."""
    if not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK):
        raise AdvisorError(Problem("unwritable", "is read-only", "name another file", Place(path)))


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
