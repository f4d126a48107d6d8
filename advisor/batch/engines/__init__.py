"""The same on an engine that has the rows: one statement, made for it, which the engine runs where it is.

Nothing is distributed here. Each engine is a module that opens it, knows its tables, and alone its library;
`deciding` does a job on one. Neither needs DuckDB.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, ClassVar, Protocol

from advisor.errors import AdvisorError, Problem, brief, require

ALLOWED = "write spark, spark:MASTER such as spark:local[2], or postgresql://user@host/database"
_MODULES = {"spark": "spark", "sc": "spark", "postgresql": "postgres", "postgres": "postgres"}
"""The module of an engine, which is called as its extra is, by what its address begins with."""
_LIBRARIES = {"spark": "pyspark", "postgres": "psycopg"}


class Engine(Protocol):
    """An engine that is open. Its methods raise AdvisorError for what it refuses.

    dialect: what its SQL is called
    """

    dialect: ClassVar[str]

    def source(self, table: str) -> str:
        """A table as a query names it."""

    def quoted(self, column: str) -> str:
        """A column as a query names it, whatever it is called."""

    def columns(self, source: str) -> list[str]:
        """The names of its columns."""

    def put(self, query: str, out: str, *, force: bool) -> None:
        """Write what a query gives into a new table, all of it or nothing; with `force`, over one that exists."""

    def rows(self, query: str, out: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query over what was written, which it calls `out`."""


def connected(address: str) -> AbstractContextManager[Engine]:
    """The engine at an address. Raises AdvisorError."""
    name = address.partition(":")[0]
    if name not in _MODULES:
        raise AdvisorError(Problem("wrong-setting", f"there is no engine `{brief(name)}`", ALLOWED))
    module = _MODULES[name]
    require(module, name, _LIBRARIES[module], "sqlglot")
    found: AbstractContextManager[Engine] = import_module(f"{__name__}.{module}").connected(address)
    return found
