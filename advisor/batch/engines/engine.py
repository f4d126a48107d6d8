"""What is asked of an engine, and which there are."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, ClassVar, Protocol

from advisor.errors import AdvisorError, Problem, brief

ALLOWED = "write spark, spark:MASTER such as spark:local[2], or postgresql://user@host/database"
_MODULES = {"spark": "spark", "sc": "spark", "postgresql": "postgres", "postgres": "postgres"}
"""The module of an engine by what its address begins with."""


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
    library, extra = ("pyspark", "spark") if _MODULES[name] == "spark" else ("psycopg", "postgres")
    try:
        module = import_module(f"advisor.batch.engines.{_MODULES[name]}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != library:
            raise
        says, remedy = (
            f"{name} needs {library}, which is not installed",
            f".venv/bin/pip install '.[{extra}]'",
        )
        raise AdvisorError(
            Problem("no-engine", says, f"install the extra, in advisor's folder: {remedy}")
        ) from None
    found: AbstractContextManager[Engine] = module.connected(address)
    return found
