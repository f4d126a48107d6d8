"""What a query decides on: columns that hold answers exactly, and what is wrong with others."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlglot import exp

from advisor.sql.dialects import NARROW


class CleanColumn(NamedTuple):
    """The answers to one question, or figures for one parameter, that replace the one of the rules.

    Yes or no is BOOLEAN, an option the text of its id, a day DATE, a number a whole number: so many times
    what was answered as the denominator says. Of several answers each option is BOOLEAN. NULL is no answer.

    name: the column
    denominator: of a number
    low, high: between what the whole numbers lie; they are BIGINT, or of the engine's wide type beyond that
    unsure: a BOOLEAN column that says where the answer is "not sure"; empty if it never is
    missing: whether there are NULLs
    options: of several answers, the column of each option; all are NULL where there is no answer
    """

    name: str
    denominator: int = 1
    low: int = -NARROW
    high: int = NARROW
    unsure: str = ""
    missing: bool = True
    options: Mapping[str, str] = {}


class Relation(NamedTuple):
    """A table, or a CTE, with a row for each decision.

    source: its name, as SQL has it
    columns: by question or parameter (``name.option`` where a parameter depends on a choice)
    wrong: a column that says in words what is wrong with a row's answers, NULL where nothing is;
        what is wrong is NULL in its own column; empty if there is no such column
    keep: columns that come out again, before those of the decision
    before: the CTEs that make the source, by name
    """

    source: str
    columns: Mapping[str, CleanColumn]
    wrong: str = ""
    keep: tuple[str, ...] = ()
    before: tuple[tuple[str, exp.Select], ...] = ()

    @property
    def names(self) -> list[str]:
        """All columns that it has."""
        own = [
            name for one in self.columns.values() for name in (one.name, one.unsure, *one.options.values())
        ]
        return [name for name in (*own, self.wrong, *self.keep) if name]
