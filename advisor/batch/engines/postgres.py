"""PostgreSQL: from a table into a new one, in one transaction. The only module that knows psycopg."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg
from psycopg.sql import Identifier

from advisor.errors import AdvisorError, Problem, brief


@contextmanager
def connected(address: str) -> Iterator["Postgres"]:
    """The database at an address. Raises AdvisorError; what was begun and not done is undone."""
    with _telling():
        connection = psycopg.connect(address)
    with connection:
        yield Postgres(connection)


class Postgres:
    """A database; its tables are called by name, or ``schema.name``, in the case that they have there."""

    dialect: ClassVar[str] = "postgres"

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def source(self, table: str) -> str:
        return Identifier(*table.split(".")).as_string(self._connection)

    def quoted(self, column: str) -> str:
        return Identifier(column).as_string(self._connection)

    def columns(self, source: str) -> list[str]:
        with _telling():
            found = self._connection.execute(f"SELECT * FROM {source} LIMIT 0".encode())
        return [column.name for column in found.description or ()]

    def put(self, query: str, out: str, *, force: bool) -> None:
        place = self.source(out)
        with _telling():
            if force:
                self._connection.execute(f"DROP TABLE IF EXISTS {place}".encode())
            self._connection.execute(f"CREATE TABLE {place} AS {query}".encode())

    def rows(self, query: str, out: str) -> Sequence[tuple[Any, ...]]:
        with _telling():
            return self._connection.execute(
                f"WITH out AS (SELECT * FROM {self.source(out)}) {query}".encode()
            ).fetchall()


@contextmanager
def _telling() -> Iterator[None]:
    """Tell what the database refuses as AdvisorError."""
    try:
        yield
    except psycopg.errors.DuplicateTable as error:
        raise AdvisorError(
            Problem("exists", brief(_says(error), 200), "name another table, or use --force")
        ) from None
    except psycopg.Error as error:
        raise AdvisorError(Problem("engine", f"PostgreSQL says: {brief(_says(error), 300)}")) from None


def _says(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error).strip().partition("\n")[0]
