"""The columns that are computed, each with a name of its own and after those that it reads."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlglot import exp

from advisor.errors import one_line
from advisor.sql.expressions import Sql, column


def free(name: str, taken: Iterable[str]) -> str:
    """A name for a column that none has, in whatever case."""
    others = {one.casefold() for one in taken}
    plain = re.sub(r"\W", "_", name, flags=re.ASCII)
    ways = (plain, *(f"{plain}_{number}" for number in range(2, len(others) + 3)))
    return next(one for one in ways if one.casefold() not in others)


class ComputedColumn(NamedTuple):
    """A column that is computed.

    level: after how many others, at least
    says: what it is, for a comment
    """

    name: str
    sql: Sql
    level: int
    says: str = ""

    @property
    def named(self) -> Sql:
        """It under its name, with the comment."""
        made = exp.alias_(self.sql, self.name, quoted=True)
        made.add_comments([f" {one_line(self.says)} "] if self.says else None)
        return made


class Workings:
    """Columns that are computed beside those that are there.

    made: those so far, each after those that it reads
    """

    def __init__(self, there: Iterable[str]) -> None:
        self.made: list[ComputedColumn] = []
        self._levels: dict[str, int] = {}
        self._taken = [*there]

    def compute(self, name: str, sql: Sql, says: str = "", least: int = 1) -> Sql:
        """The column of what is computed for a name; a level is one above those of the columns that it reads."""
        level = max([least, *(self._levels.get(one.name, 0) + 1 for one in sql.find_all(exp.Column))])
        own = free(name, self._taken)
        self._taken.append(own)
        self._levels[own] = level
        self.made.append(ComputedColumn(own, sql, level, says))
        return column(own)

    def checked(self, sql: Sql) -> Sql:
        """The column of a number that can be too long."""
        return self.compute("checked", sql, "NULL where it is too long")

    @property
    def height(self) -> int:
        """The level above all columns that were made so far."""
        return 1 + max((one.level for one in self.made), default=0)
