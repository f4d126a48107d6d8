"""DuckDB in this process. The only module that knows it; it is an optional extra.

A query runs beside the main thread, which waits, tells how far it is, and stops it where the user does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from inspect import Parameter, Signature
from typing import Any

import duckdb

from advisor.errors import AdvisorError, Problem

Progress = Callable[[int, int], None]
"""What is called with how much of a query is done, and of how much."""

_TICK = 0.1
_SYSTEM = re.compile(r'"exception_message":"((?:[^"\\]|\\.)*)"')


class Unreadable(Exception):
    """A file is not what it should be; `says` is what DuckDB tells of it, in a line."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class Duck:
    """One connection, with a folder for what does not fit into memory."""

    def __init__(self, folder: str, memory: str) -> None:
        self._failed: list[BaseException] = []
        self._taught: set[str] = set()
        self._thread = ThreadPoolExecutor(1)
        self._connection = self._run(lambda: duckdb.connect(config={
            "temp_directory": folder, "memory_limit": memory, "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }))  # fmt: skip
        self.rows("SET enable_progress_bar = true; SET enable_progress_bar_print = false")

    def rows(self, sql: str, progress: Progress | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises Unreadable, AdvisorError, OSError, and what a function of `teach` raised."""
        with self._explained():
            found: list[tuple[Any, ...]] = self._run(
                lambda: self._connection.execute(sql).fetchall(), progress
            )
        return found

    def _run(self, work: Callable[[], Any], progress: Progress | None = None) -> Any:
        """Do some work where no signal disturbs it, and stop it where this process is told to end."""
        running = self._thread.submit(work)
        try:
            while not wait([running], timeout=_TICK).done:
                done = self._connection.query_progress() if progress else -1
                if progress and done >= 0:
                    progress(int(done), 100)
        except BaseException:
            if hasattr(self, "_connection"):
                self._connection.interrupt()
            wait([running])
            raise
        return running.result()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Tell what DuckDB says in our words."""
        self._failed.clear()
        try:
            yield
        except duckdb.OutOfMemoryException:
            says = "the table needs more memory than a batch takes"
            raise AdvisorError(Problem("too-large", says, "split it, or leave columns out")) from None
        except duckdb.Error as error:
            if self._failed:
                raise self._failed[0] from None
            if isinstance(error, duckdb.IOException):
                raise OSError(_first_line(error)) from None
            if isinstance(error, duckdb.InvalidInputException | duckdb.ConversionException):
                raise Unreadable(_first_line(error)) from None
            raise

    def teach(self, name: str, function: Callable[..., Any], types: Sequence[str], returns: str) -> None:
        """Let queries call a function; a NULL is a None."""

        def called(*values: Any) -> Any:
            try:
                return function(*values)
            except BaseException as error:
                self._failed.append(error)
                raise

        called.__signature__ = Signature(  # type: ignore[attr-defined]  # DuckDB counts the parameters
            [Parameter(f"_{number}", Parameter.POSITIONAL_ONLY) for number, _ in enumerate(types)]
        )
        if name in self._taught:
            self._run(lambda: self._connection.remove_function(name))
        self._taught.add(name)
        takes, gives = [duckdb.sqltype(one) for one in types], duckdb.sqltype(returns)
        create = self._connection.create_function
        self._run(lambda: create(name, called, takes, gives, null_handling="special"))

    def close(self) -> None:
        """Let go of all files."""
        self._run(self._connection.close)
        self._thread.shutdown()


def _first_line(error: Exception) -> str:
    """What DuckDB says, without what it proposes to do; what the system says stands in JSON."""
    system = _SYSTEM.search(str(error))
    text = system[1].replace('\\"', '"') if system else str(error)
    return re.sub(r"^[A-Z]\w*( [A-Z]\w*)* Error: ", "", text.strip().partition("\n")[0])


def name(text: str) -> str:
    """A name in SQL, whatever it holds."""
    return '"' + text.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text in SQL, whatever it holds."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Sequence[str]) -> str:
    """A list of texts in SQL."""
    return f"[{', '.join(map(text, values))}]"
