"""What every table answers, whatever it is a file of."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.batch.duck import Duck, name, text
from advisor.errors import AdvisorError, Place, Problem, brief

TEXT = "VARCHAR"
BROKEN = "broken$"
"""The column of a relation that says why a row is none; NULL where it is one."""


class TableColumn(NamedTuple):
    """A column of a table: what it is called, and its type in DuckDB."""

    name: str
    type: str = TEXT


def at(index: int) -> str:
    """What the column at a place is called in a relation; no name in rules has a dollar sign."""
    return f"c${index}"


class Added(NamedTuple):
    """A column that is added: its name, and SQL for it over the decided rows."""

    name: str
    sql: str


class FileTable:
    """A table of files that can be read more than once.

    files: the paths
    columns: in their order; in the relation they are called as `at` says, for their names can be anything
    """

    def __init__(self, files: Sequence[str], columns: Sequence[TableColumn]) -> None:
        self.files = tuple(files)
        self.columns = tuple(columns)
        _refuse_twice(self.files[0], [column.name for column in columns])

    is_mended = False
    """Whether rows can be none: then the files are copies that say so."""
    kept: tuple[str, ...] = ()
    """What a relation has beside the columns and `BROKEN`."""

    @property
    def relation(self) -> str:
        """A query for its rows, in their order: the columns, and `BROKEN`."""
        raise NotImplementedError

    def cell(self, index: int) -> TableColumn:
        """What stands in a column as an answer is typed: SQL over the relation, and its type."""
        return TableColumn(at(index), self.columns[index].type)

    def carried(self, index: int, format_: str) -> str:
        """What stands in a column as it is written into a file of a format: SQL over the relation."""
        return at(index)

    def written(self, added: Sequence[Added], format_: str) -> str:
        """What a row is written as into a file of a format: the columns of a SELECT over the decided rows."""
        kept = [
            f"{self.carried(index, format_)} AS {name(column.name)}"
            for index, column in enumerate(self.columns)
        ]
        return f"SELECT {', '.join([*kept, *(f'{one.sql} AS {name(one.name)}' for one in added)])}"

    def options(self, format_: str) -> str:
        """How DuckDB writes a file of a format."""
        return {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json", "parquet": "FORMAT parquet"}[format_]

    @classmethod
    def opened(cls, files: Sequence[str], duck: Duck, folder: str) -> "FileTable":
        """The table of some files. Raises AdvisorError, Unreadable."""
        raise NotImplementedError

    @classmethod
    def again(cls, file: str, names: Sequence[str], duck: Duck) -> "FileTable":
        """A file that was written a moment ago, with at least these of its columns."""
        return cls.opened([file], duck, "")

    def named(self, column: str) -> str:
        """SQL over the relation for what stands in a column of this name, as a text."""
        index = [one.name for one in self.columns].index(column)
        return self.carried(index, "csv")

    def mended(self, duck: Duck, folder: str) -> "FileTable":
        """The same where rows that cannot be read are rows that say so; made in a folder. Raises Unreadable."""
        return self


def _refuse_twice(file: str, names: Sequence[str]) -> None:
    """Columns are told apart by their names; databases do not heed the case."""
    seen: dict[str, int] = {}
    for number, one in enumerate(names, 1):
        before = seen.setdefault(one.casefold(), number)
        if before != number:
            says = f"columns {before} and {number} are both called `{brief(one)}`"
            raise AdvisorError(Problem("wrong-table", says, "rename one of them", Place(file)))


def listed(paths: Sequence[str]) -> str:
    """Paths as a list in SQL; none of them is a pattern."""
    return f"[{', '.join(text(_escaped(path)) for path in paths)}]"


def _escaped(path: str) -> str:
    """A path in which no sign stands for others."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def aliased(columns: Sequence[str]) -> Iterator[str]:
    """SQL for columns by the names that they have in a relation."""
    return (f"{name(column)} AS {at(index)}" for index, column in enumerate(columns))
