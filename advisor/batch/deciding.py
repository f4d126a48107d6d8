"""The rows of a table decided under one ruleset, as SQL: by a query where it is exact, else by a walk."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from advisor.batch import numbers, walking
from advisor.batch.cells import Cells, Days, Options, YesNo
from advisor.batch.columns import ADDED
from advisor.batch.duck import Duck, name, text
from advisor.batch.formats.table import BROKEN, Table
from advisor.engine.answers import Answers, check
from advisor.rules import Ruleset
from advisor.sql import TOO_LONG, Relation, decided, sql_of

_STORED: dict[str, type[Cells]] = {"boolean": YesNo, "text": Options, "date": Days, "number": numbers.Numbers}
"""How answers are stored, by their type in expressions; those of other types are left to walks."""


class Wish(NamedTuple):
    """What is wanted for every row of a table.

    rules: those that decide
    columns: the place of the column of each question and parameter
    fixed: answers and figures that are the same for all rows, as they were typed
    figures: names whose values come out too
    """

    rules: Ruleset
    columns: Mapping[str, int]
    fixed: Mapping[str, str] = {}
    figures: Sequence[str] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """What comes out for a row."""
        return (*ADDED, *self.figures)

    @property
    def is_query(self) -> bool:
        """Whether a query can decide: every column is stored in one way, whatever stands in the others."""
        rules = self.rules
        by_choice = (
            one
            for one in (*self.columns, *self.fixed)
            if one in rules.parameters and rules.parameters[one].by
        )
        return not any(by_choice) and all(type_of(rules, one) in _STORED for one in self.columns)


def type_of(rules: Ruleset, one: str) -> str:
    """The type of a question, or of a figure by option; empty where expressions know none of it."""
    return rules.types.get(one.partition(".")[0], "")


class Deciding:
    """One wish over a table: `relation` is a query for what `source` has, and what is decided.

    prefix: with which the columns begin that are decided; the number tells several wishes apart
    """

    def __init__(self, wish: Wish, table: Table, number: int, duck: Duck) -> None:
        self.wish, self.number, self.duck = wish, number, duck
        self.prefix = f"decided${number}$"
        self._at = {one: table.cell(index) for one, index in wish.columns.items()}
        self._raw = {one: f"cell${number}_{index}" for index, one in enumerate(self._at)}

    def relation(self, source: str, kept: Sequence[str]) -> str:
        """The query; `kept` are the columns of the source that come out again."""
        cells = ", ".join(f"{cell.name} AS {self._raw[one]}" for one, cell in self._at.items())
        source = f"SELECT *, {cells} FROM ({source})"
        self._teach_walk()
        return self._query(source, kept) if self.wish.is_query else self._walk(source, kept)

    # --- by walks ---

    def _teach_walk(self) -> None:
        wish, types = self.wish, [cell.type for cell in self._at.values()]
        function = walking.deciding(wish.rules, list(self._at), wish.fixed, wish.figures)
        self.duck.teach(self._walker, function, types, f"STRUCT({', '.join(self._fields())})")

    @property
    def _walker(self) -> str:
        return f"walk_{self.number}"

    def _fields(self) -> list[str]:
        stored = {"boolean": "BOOLEAN", "number": "DOUBLE", "date": "DATE"}
        types = {one: stored.get(type_of(self.wish.rules, one), "VARCHAR") for one in self.wish.figures}
        return [f"{name(one)} {types.get(one, 'VARCHAR')}" for one in self.wish.added]

    def _called(self, where: str) -> str:
        return f"CASE WHEN {where} THEN {self._walker}({', '.join(self._raw.values())}) END AS walk$"

    def _walk(self, source: str, kept: Sequence[str]) -> str:
        found = {one: f"walk$.{name(one)}" for one in self.wish.added}
        found["problem"] = f"coalesce({BROKEN}, {found['problem']})"
        return self._selected(kept, found, f"SELECT *, {self._called(f'{BROKEN} IS NULL')} FROM ({source})")

    def _selected(self, kept: Sequence[str], found: Mapping[str, str], source: str) -> str:
        added = [f"{sql} AS {name(self.prefix + one)}" for one, sql in found.items()]
        return f"SELECT {', '.join([*kept, *added])} FROM ({source})"

    # --- by a query ---

    def _query(self, source: str, kept: Sequence[str]) -> str:
        wish, fixed = self.wish, check(self.wish.rules, self.wish.fixed)
        cells = [_STORED[type_of(wish.rules, one)](wish.rules, one, self._raw[one], cell.type)
                 for one, cell in self._at.items()]  # fmt: skip
        numbers.settle([cell for cell in cells if isinstance(cell, numbers.Numbers)], self.duck, source)
        clean, decided_ = (
            f"clean${self.number}",
            self._decided(cells, fixed, [*kept, "long$", *self._raw.values()]),
        )
        made = (
            f"WITH {clean} AS ({self._clean(cells, source)}), decided$ AS ({decided_}) SELECT * FROM decided$"
        )
        found = {one: f"CASE WHEN walk$ IS NULL THEN {self._column(one)} ELSE walk$.{name(one)} END"
                 for one in wish.added}  # fmt: skip
        is_long = f"long$ OR {self._column('problem')} = {text(TOO_LONG)}"
        return self._selected(kept, found, f"SELECT *, {self._called(is_long)} FROM ({made})")

    def _column(self, one: str) -> str:
        return name(self.prefix + one)

    def _decided(self, cells: Sequence[Cells], fixed: Answers, kept: Sequence[str]) -> str:
        columns = {cell.name: cell.column for cell in cells}
        relation = Relation(f"clean${self.number}", columns, "wrong$", tuple(kept))
        query = decided(self.wish.rules, relation, dialect="duckdb", answers=fixed,
                        figures=self.wish.figures, prefix=self.prefix)  # fmt: skip
        return sql_of(query, "duckdb")

    def _clean(self, cells: Sequence[Cells], source: str) -> str:
        """A query for the rows with their answers as they are stored."""
        for cell in cells:
            self.duck.teach(cell.reader, cell.read, [cell.type], cell.found)
        source = f"SELECT *{''.join(f', {cell.help} AS {cell.helper}' for cell in cells if cell.help)} FROM ({source})"
        source = f"SELECT *, {', '.join(f'{cell.plain} AS {cell.plainly}' for cell in cells)} FROM ({source})"
        source = f"SELECT *, {', '.join(f'{cell.rest} AS {cell.reader}' for cell in cells)} FROM ({source})"
        answers = [f"coalesce({cell.plainly}, {cell.reader}.answer) AS {cell.value}, "
                   f"coalesce({cell.reader}.unsure, false) AS {cell.unsure}" for cell in cells]  # fmt: skip
        wrong = ", ".join(f"{cell.reader}.wrong" for cell in cells)
        is_long = " OR ".join(f"coalesce({cell.reader}.long, false)" for cell in cells)
        return (f"SELECT *, {', '.join(answers)}, coalesce({BROKEN}, nullif(concat_ws('; ', {wrong}), '')) AS wrong$, "
                f"({is_long}) AS long$ FROM ({source})")  # fmt: skip
