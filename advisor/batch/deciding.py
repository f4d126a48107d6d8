"""The rows of a table decided under one ruleset, as SQL: by a query where it is exact, else by a walk."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from advisor.batch import walking
from advisor.batch.cells import (
    AnswerColumn,
    ChoiceColumn,
    DateColumn,
    SeveralColumn,
    YesNoColumn,
    settle,
    with_help,
)
from advisor.batch.columns import ADDED, PROBLEM
from advisor.batch.duck import Duck, name, text
from advisor.batch.formats.table import BROKEN, FileTable
from advisor.batch.numbers import numbers
from advisor.batch.walking import Wish
from advisor.engine.checking import check
from advisor.language.types import SET
from advisor.rules import Ruleset
from advisor.sql import TOO_LONG, Relation, decided, sql_of

_STORED: dict[str, Callable[[Ruleset, str, str, str], AnswerColumn]] = {
    "boolean": YesNoColumn, "text": ChoiceColumn, SET: SeveralColumn, "date": DateColumn, "number": numbers,
}  # fmt: skip
"""How answers are stored, by their type in expressions; those of other types are left to walks."""

_SHOWN = {"boolean": "BOOLEAN", "number": "DOUBLE", "date": "DATE"}
"""How figures come out, by their type in expressions; others are texts."""

_ASIDE = ("wrong$", "long$")
"""What a query has beside the answers: what is wrong with them, and whether one has too many digits."""


def type_of(rules: Ruleset, one: str) -> str:
    """The type of a question, or of a figure by option; empty where expressions know none of it."""
    return rules.types.get(one.partition(".")[0], "")


class Deciding:
    """One wish over a table: `relation` is a query for what `source` has, and what is decided.

    prefix: with which the columns begin that are decided; the number tells several wishes apart
    """

    def __init__(self, wish: Wish, table: FileTable, number: int, duck: Duck) -> None:
        self.wish, self.number, self.duck = wish, number, duck
        self.may_break = table.is_mended
        self.prefix = f"decided${number}$"
        self._at = {one: table.cell(index) for one, index in wish.columns.items()}
        self._raw = {one: f"cell${number}_{index}" for index, one in enumerate(self._at)}

    def relation(self, source: str, kept: Sequence[str]) -> str:
        """The query; `kept` are the columns of the source that come out again."""
        cells = ", ".join(f"{cell.name} AS {self._raw[one]}" for one, cell in self._at.items())
        source = f"SELECT *, {cells} FROM ({source})"
        return self._query(source, kept) if self._is_query else self._walk(source, kept)

    @property
    def _is_query(self) -> bool:
        """Whether a query can decide: every column is stored in one way, whatever stands in the others."""
        rules, read = self.wish.rules, (*self.wish.columns, *self.wish.fixed)
        by_choice = any(one in rules.parameters and rules.parameters[one].by for one in read)
        return not by_choice and all(type_of(rules, one) in _STORED for one in self.wish.columns)

    # --- by walks ---

    def _teach_walk(self) -> None:
        types = [cell.type for cell in self._at.values()]
        fields = ", ".join(f"{name(one)} {self._type(one)}" for one in self.wish.added)
        self.duck.teach(self._walker, walking.deciding(self.wish), types, f"STRUCT({fields})")

    @property
    def _walker(self) -> str:
        return f"walk_{self.number}"

    def _type(self, one: str) -> str:
        """The type in which something comes out, whatever stands in the table."""
        return "VARCHAR" if one in ADDED else _SHOWN.get(type_of(self.wish.rules, one), "VARCHAR")

    def _called(self, where: str) -> str:
        self._teach_walk()
        return f"CASE WHEN {where} THEN {self._walker}({', '.join(self._raw.values())}) END AS walk$"

    def _walk(self, source: str, kept: Sequence[str]) -> str:
        found = {one: f"walk$.{name(one)}" for one in self.wish.added}
        found[PROBLEM] = f"coalesce({BROKEN}, {found[PROBLEM]})"
        return self._selected(kept, found, f"SELECT *, {self._called(f'{BROKEN} IS NULL')} FROM ({source})")

    def _selected(self, kept: Sequence[str], found: Mapping[str, str], source: str) -> str:
        added = [f"{sql} AS {name(self.prefix + one)}" for one, sql in found.items()]
        return f"SELECT {', '.join([*kept, *added])} FROM ({source})"

    # --- by a query ---

    def _query(self, source: str, kept: Sequence[str]) -> str:
        cells = [self._cells(one, cell.type) for one, cell in self._at.items()]
        settle(cells, self.duck, source)
        odd = [cell for cell in cells if cell.has_odd]
        for cell in odd:
            cell.teach_reading(self.duck)
        beside = [*kept, *_ASIDE, *self._raw.values()]
        query = self._decided(cells, beside, has_wrong=bool(odd) or self.may_break)
        clean = self._clean(cells, odd, source)
        made = f"WITH {self._source} AS ({clean}), decided$ AS ({query}) SELECT * FROM decided$"
        found = {one: self._column(one) for one in ADDED}
        for one in self.wish.all_figures:
            found[one] = f"CASE WHEN wrong$ IS NULL THEN {self._column(one)}::{self._type(one)} END"
        if not odd and TOO_LONG not in query:
            return self._selected(kept, found, made)
        is_long = f"long$ OR {self._column(PROBLEM)} = {text(TOO_LONG)}"
        for one, sql in found.items():
            found[one] = f"CASE WHEN walk$ IS NULL THEN {sql} ELSE walk$.{name(one)} END"
        return self._selected(kept, found, f"SELECT *, {self._called(is_long)} FROM ({made})")

    def _cells(self, one: str, type_: str) -> AnswerColumn:
        rules = self.wish.rules
        return _STORED[type_of(rules, one)](rules, one, self._raw[one], type_)

    @property
    def _source(self) -> str:
        return f"clean${self.number}"

    def _column(self, one: str) -> str:
        return name(self.prefix + one)

    def _decided(self, cells: Sequence[AnswerColumn], kept: Sequence[str], *, has_wrong: bool) -> str:
        wish = self.wish
        columns = {cell.name: cell.column for cell in cells}
        relation = Relation(self._source, columns, "wrong$" * has_wrong, tuple(kept))
        fixed = check(wish.rules, wish.fixed, unfinished=True)
        query = decided(
            wish.rules, relation, dialect="duckdb", answers=fixed, figures=wish.figures,
            of_outcomes=wish.of_outcomes, prefix=self.prefix,
        )  # fmt: skip
        return sql_of(query, "duckdb")

    @staticmethod
    def _clean(cells: Sequence[AnswerColumn], odd: Sequence[AnswerColumn], source: str) -> str:
        """A query for the rows with their answers as they are stored, and what stands beside these."""
        source = _with(
            with_help(cells, source),
            (f"{cell.plain} AS {cell.plainly if cell in odd else cell.value}" for cell in cells),
        )
        source = _with(source, (f"{cell.rest} AS {cell.reader}" for cell in odd))
        wrong = ", ".join([*(f"{cell.reader}.wrong" for cell in odd), "NULL"])
        is_long = " OR ".join([*(f"coalesce({cell.reader}.long, false)" for cell in odd), "false"])
        aside = (
            f"coalesce({BROKEN}, nullif(concat_ws('; ', {wrong}), '')) AS wrong$",
            f"({is_long}) AS long$",
        )
        source = _with(source, (*(column for cell in odd for column in cell.answers), *aside))
        return _with(source, (column for cell in cells for column in cell.parts))


def _with(source: str, columns: Iterable[str]) -> str:
    """The rows of a query with more columns."""
    return f"SELECT {', '.join(['*', *columns])} FROM ({source})"
