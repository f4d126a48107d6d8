"""Files written: whole or not at all, all of a command's or none, and never over another by accident.

What is written is made beside its place and then renamed. A symbolic link stays, and what it leads
to is replaced; a pipe or a device is written into, for a rename would put a file in its place.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import count

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


def free(path: str) -> str:
    """The path, numbered if something stands there."""
    return next(one for one in numbered(path) if not os.path.exists(one))


def write_all(outputs: Sequence[Output], *, force: bool) -> None:
    """Write several files, all or none; with `force`, over those that exist.

    Raises Exists or AdvisorError, and then every file is as it was; a pipe keeps what it was given.
    """
    with _all_placed([path for path, _ in outputs], force=force) as made:
        for where, (path, data) in zip(made, outputs, strict=True):
            with errors_at(path), open(where, "wb") as file:
                file.write(data.encode() if isinstance(data, str) else data)


@contextlib.contextmanager
def placed(path: str, *, force: bool = False) -> Iterator[str]:
    """Where another program can make a file of any size, which is put to its place when this is left.

    Raises Exists or AdvisorError, at once or in the end, and then what was there is as it was. A pipe or
    a device is given all of it in the end, so that nothing half made goes into it.
    """
    with _all_placed([path], force=force) as (made,):
        yield made


@contextlib.contextmanager
def _all_placed(paths: Sequence[str], *, force: bool) -> Iterator[list[str]]:
    """Where several files can be made, which are put to their places, all or none, when this is left."""
    with ExitStack() as clean_up, ExitStack() as undo:
        files: list[_File] = []
        streams: list[_Stream] = []
        for number, path in enumerate(paths):
            with errors_at(path):
                _refuse_same(path, paths[:number])
                if is_stream(path):
                    streams.append(_Stream(path, clean_up))
                else:
                    files.append(_File(path, clean_up, undo, force=force))
        made = {file.path: file.made for file in files} | {stream.path: stream.made for stream in streams}
        yield [made[path] for path in paths]
        for file in files:
            file.settle(clean_up, keep_old=len(files) > 1)
        for stream in streams:  # before the files are put, for it cannot be undone
            stream.pour()
        for file in files:
            file.put(undo)
        undo.pop_all()


@contextlib.contextmanager
def errors_at(path: str) -> Iterator[None]:
    """Tell what the system refuses about a file as AdvisorError."""
    try:
        yield
    except OSError as error:
        says = f"cannot be written: {error.strerror or error}"
        raise AdvisorError(Problem("unwritable", says, place=Place(path))) from None


def keep_stdin(path: str) -> None:
    """Write what standard input holds into a file, for who reads it more than once. Raises AdvisorError."""
    import shutil  # only some commands need it

    if sys.stdin is None:
        raise AdvisorError(Problem("unreadable", "is closed", place=Place("<stdin>")))
    try:
        with open(path, "wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
    except OSError as error:
        says = f"cannot be read and kept: {error.strerror}"
        raise AdvisorError(Problem("unreadable", says, place=Place("<stdin>"))) from None


class _File:
    """A file that is being written: its name is taken, it is made beside that, and renamed."""

    def __init__(self, path: str, clean_up: ExitStack, undo: ExitStack, *, force: bool) -> None:
        self.path = path
        self.place = os.path.realpath(path) if os.path.islink(path) else path
        self.old = ""
        self._claim(undo, force=force)
        self.made = self._beside(clean_up)

    def _claim(self, undo: ExitStack, *, force: bool) -> None:
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

    def _beside(self, clean_up: ExitStack) -> str:
        """A new file in the same folder, so that it can be renamed to its place."""
        return _temporary(clean_up, os.path.dirname(self.place) or ".")

    def settle(self, clean_up: ExitStack, *, keep_old: bool) -> None:
        """See that what was made is on the disk, with the rights and the owner of the file that it replaces.

        And that there is a copy of that one, where it may have to come back.
        """
        with errors_at(self.path):
            with open(self.made, "rb+") as file:
                os.fsync(file.fileno())
            before = os.stat(self.place)
            with contextlib.suppress(OSError, AttributeError):
                os.chown(self.made, before.st_uid, before.st_gid)
            os.chmod(self.made, stat.S_IMODE(before.st_mode))
            if keep_old:
                import shutil  # loads every compression there is, and little is ever replaced

                self.old = self._beside(clean_up)
                shutil.copy2(self.place, self.old)

    def put(self, undo: ExitStack) -> None:
        """Rename it to its place."""
        with errors_at(self.path):
            os.replace(self.made, self.place)
        if self.old:
            undo.callback(os.replace, self.old, self.place)


class _Stream:
    """A pipe or a device that is being written: it is opened at once, and given all of it in the end."""

    def __init__(self, path: str, clean_up: ExitStack) -> None:
        self.path = path
        self.handle = _opened(path)
        clean_up.callback(os.close, self.handle)
        self.made = _temporary(clean_up)

    def pour(self) -> None:
        """Write into it what was made."""
        with (
            errors_at(self.path),
            open(self.made, "rb") as made,
            open(self.handle, "wb", closefd=False) as file,
        ):
            while chunk := made.read(_CHUNK):
                file.write(chunk)


def _temporary(clean_up: ExitStack, folder: str | None = None) -> str:
    import tempfile  # slow to import, and most commands only read

    handle, path = tempfile.mkstemp(prefix=".advisor-", dir=folder)
    os.close(handle)
    clean_up.callback(_remove, path)
    return path


def _opened(path: str) -> int:
    """A pipe or a device, opened without waiting for somebody to read."""
    try:
        handle = os.open(path, _STREAM_FLAGS)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        says, remedy = "is a pipe that nobody reads", "start its reader first"
        raise AdvisorError(Problem("unwritable", says, remedy, Place(path))) from None
    if _NON_BLOCKING:
        os.set_blocking(handle, True)
    return handle


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


def _refuse_same(path: str, others: Sequence[str]) -> None:
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
