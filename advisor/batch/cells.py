"""Cells as answers: SQL where a cell is plain, the kind of its question for all others.

What an answer is stored as is a class here for each type that expressions know; a question of another type
is left to a walk. `numbers` has numbers, which have to keep all their digits.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, ClassVar

from advisor.batch.duck import Duck, text
from advisor.batch.formats.table import TEXT
from advisor.batch.walking import MANY, plain_cell
from advisor.engine.checking import check
from advisor.errors import AnswerError
from advisor.rules import Ruleset
from advisor.rules.kinds import Answer, Unknown
from advisor.sql import relation, row


class AnswerColumn:
    """The cells of one column as answers to a question, or as figures for a parameter.

    name: the question or the parameter
    raw: the column with what stands there, and its type
    value: the column with the answer, NULL where there is none
    unsure: the column that says where it is "not sure"
    reader: the function for what is not plain, and the column with what it found
    has_gaps: whether there is nothing in some cells
    has_odd: whether there is something that is not plain in some
    """

    stored: ClassVar[str]
    has_gaps = has_odd = True

    def __init__(self, rules: Ruleset, name: str, raw: str, type_: str) -> None:
        self.rules, self.name, self.raw, self.type = rules, name, raw, type_
        self.value, self.unsure, self.plainly = f"answer${raw}", f"unsure${raw}", f"plain${raw}"
        self.reader = f"read_{raw.replace('$', '_')}"
        self.answer = lru_cache(MANY, typed=True)(self._answer)
        self.read = lru_cache(MANY, typed=True)(self._read)

    def teach_looking(self, duck: Duck) -> None:
        """Let the query that looks at all cells call what it has to; functions are slow, and load numpy."""

    def teach_reading(self, duck: Duck) -> None:
        """Let queries read what is not plain."""
        duck.teach(self.reader, self.read, [self.type], self.found)

    def help(self, *, closely: bool) -> Sequence[str]:  # noqa: ARG002 - most need none
        """Columns that the others read, one on the other; when all cells are looked at, more `closely`."""
        return ()

    @property
    def plain(self) -> str:
        """SQL for the answer, NULL where the cell is not plain."""
        raise NotImplementedError

    @property
    def looks(self) -> Sequence[str]:
        """What to find out of all cells, as SQL."""
        return self._gaps, f"count(*) FILTER ({self.raw} IS NOT NULL AND {self.plain} IS NULL)"

    @property
    def _gaps(self) -> str:
        return f"count(*) - count({self.raw})"

    def settle(self, gaps: int, *seen: Any) -> None:
        """Take note of what was found out."""
        self.has_gaps, self.has_odd = gaps > 0, seen[0] > 0

    def kept(self, answer: Answer) -> object:
        """An answer as it is stored; None where that cannot hold it."""
        return answer

    @property
    def parts(self) -> Sequence[str]:
        """The columns that are made of the answer."""
        return ()

    @property
    def column(self) -> relation.CleanColumn:
        """What a query has to know of the answers."""
        unsure = self.unsure if self.has_odd and self.name in self.rules.questions else ""
        return relation.CleanColumn(self.value, unsure=unsure, missing=self.has_gaps or self.has_odd)

    @property
    def found(self) -> str:
        """The type of what is found in a cell that is not plain."""
        return f"STRUCT(answer {self.stored}, unsure BOOLEAN, wrong VARCHAR, long BOOLEAN)"

    @property
    def rest(self) -> str:
        """SQL for what is found in a cell that is not plain."""
        return (
            f"CASE WHEN {self.raw} IS NOT NULL AND {self.plainly} IS NULL THEN {self.reader}({self.raw}) END"
        )

    @property
    def answers(self) -> Sequence[str]:
        """The columns with the answer and whether it is "not sure"."""
        return (
            f"coalesce({self.plainly}, {self.reader}.answer) AS {self.value}",
            f"coalesce({self.reader}.unsure, false) AS {self.unsure}",
        )

    def _read(self, raw: object) -> dict[str, Any]:
        """What is found in a cell that is not plain: an answer or what is wrong, or that it has too many digits."""
        answer, wrong = self.answer(raw)
        if answer is None or isinstance(answer, Unknown):
            return {"answer": None, "unsure": answer is not None, "wrong": wrong, "long": False}
        kept = self.kept(answer)
        return {"answer": kept, "unsure": False, "wrong": None, "long": kept is None}

    def _answer(self, raw: object) -> tuple[Answer | None, str | None]:
        """The answer in a cell, None if there is none, and what is wrong with it."""
        value = plain_cell(raw)
        if value is None:
            return None, None
        try:
            found = check(self.rules, {self.name: value}, unfinished=True)
        except AnswerError as error:
            return None, row.problems_text(error.problems)
        return (found.given or found.overrides)[self.name], None


class YesNoColumn(AnswerColumn):
    """Yes or no."""

    stored = "BOOLEAN"

    @property
    def plain(self) -> str:
        if self.type == TEXT:
            words = {"yes": "true", "true": "true", "no": "false", "false": "false"}
            ways = (f"WHEN {text(word)} THEN {value}" for word, value in words.items())
            return f"CASE {self.raw} {' '.join(ways)} END"
        return self.raw if self.type == "BOOLEAN" else "NULL::BOOLEAN"


class ChoiceColumn(AnswerColumn):
    """One of some texts."""

    stored = TEXT

    @property
    def plain(self) -> str:
        if self.type != TEXT:
            return f"NULL::{TEXT}"
        options = ", ".join(map(text, self.rules.options(self.name)))
        return f"CASE WHEN {self.raw} IN ({options}) THEN {self.raw} END"


class SeveralColumn(AnswerColumn):
    """Any of some texts, each a column of yes or no."""

    stored = f"{TEXT}[]"

    @property
    def plain(self) -> str:
        if self.type != TEXT:
            return f"NULL::{self.stored}"
        options = ", ".join(map(text, self.rules.options(self.name)))
        return f"CASE WHEN {self.raw} IN ({options}) THEN [{self.raw}] WHEN {self.raw} = 'none' THEN [] END"

    def kept(self, answer: Answer) -> object:
        assert isinstance(answer, tuple)
        return list(answer)

    @property
    def _columns(self) -> dict[str, str]:
        return {
            option: f"{self.value}${number}" for number, option in enumerate(self.rules.options(self.name))
        }

    @property
    def parts(self) -> Sequence[str]:
        return [
            f"list_contains({self.value}, {text(option)}) AS {column}"
            for option, column in self._columns.items()
        ]

    @property
    def column(self) -> relation.CleanColumn:
        return super().column._replace(options=self._columns)


class DateColumn(AnswerColumn):
    """Days."""

    stored = "DATE"

    @property
    def plain(self) -> str:
        low, high = (
            text(date.fromordinal(int(bound or 1)).isoformat()) for bound in self.rules.bounds(self.name)
        )
        day = f"try_cast({self.raw} AS DATE)"
        as_it_is = f"{day}::VARCHAR = {self.raw}" if self.type == TEXT else f"{day} = {self.raw}"
        if self.type not in (TEXT, "DATE", "TIMESTAMP"):
            return "NULL::DATE"
        return f"CASE WHEN {as_it_is} AND {day} BETWEEN {low} AND {high} THEN {day} END"

    def kept(self, answer: Answer) -> object:
        assert isinstance(answer, int)
        return date.fromordinal(answer)


def settle(cells: Sequence[AnswerColumn], duck: Duck, source: str) -> None:
    """Look at all cells of a table once, so that its query reads no more of them than it has to.

    source: SQL for the rows with what stands in the cells
    """
    for cell in cells:
        cell.teach_looking(duck)
    looks = [cell.looks for cell in cells]
    helped = with_help(cells, source, closely=True)
    seen = iter(duck.rows(f"SELECT {', '.join(one for some in looks for one in some)} FROM ({helped})")[0])
    for cell, some in zip(cells, looks, strict=True):
        cell.settle(*(next(seen) for _ in some))


def with_help(cells: Sequence[AnswerColumn], source: str, *, closely: bool = False) -> str:
    """A query for the rows with the columns that cells are read by."""
    for columns in zip_longest(*(cell.help(closely=closely) for cell in cells)):
        source = f"SELECT *, {', '.join(column for column in columns if column)} FROM ({source})"
    return source
