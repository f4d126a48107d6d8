"""The columns that are computed, each with a name of its own and after those that it reads."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlglot import exp

from advisor.sql.expressions import Sql, column


class Made(NamedTuple):
    """A column that is computed.

    level: after how many others, at least
    says: what it is, for a comment
    """

    name: str
    sql: Sql
    level: int
    says: str = ""


class Workings:
    """Columns that are computed beside those that are there.

    made: those so far, each after those that it reads
    """

    def __init__(self, there: Iterable[str]) -> None:
        self.made: list[Made] = []
        self._levels: dict[str, int] = {}
        self._taken = {name.casefold() for name in there}

    def _free(self, name: str) -> str:
        """A name for a column that nothing else has."""
        plain = found = re.sub(r"\W", "_", name, flags=re.ASCII)
        number = 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{plain}_{number}"
        self._taken.add(found.casefold())
        return found

    def compute(self, name: str, sql: Sql, says: str = "", least: int = 1) -> Sql:
        """The column of what is computed for a name; a level is one above those of the columns that it reads."""
        level = max([least, *(self._levels.get(one.name, 0) + 1 for one in sql.find_all(exp.Column))])
        free = self._free(name)
        self._levels[free] = level
        self.made.append(Made(free, sql, level, says))
        return column(free)

    def checked(self, sql: Sql) -> Sql:
        """The column of a number that can be too long."""
        return self.compute("checked", sql, "NULL where it is too long")

    @property
    def height(self) -> int:
        """The level above all columns that were made so far."""
        return 1 + max((one.level for one in self.made), default=0)
