"""Tables held against the rest of the rules: columns that can be read, cells that fit them, complete and unique."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from advisor.language.expression import Expression
from advisor.language.tree import Name, Text, outcomes_of
from advisor.language.types import ORDERED, SET
from advisor.rules.binding import MISSING
from advisor.rules.cells import TableCell, TableColumn
from advisor.rules.origin import Path_
from advisor.rules.reach import Reach, Reaches
from advisor.rules.records import DecisionTable
from advisor.rules.ruleset import Ruleset
from advisor.rules.tables import Grid, TooManyCombinations

MAX_DOUBLED = 5
"""Rows of one table that are told to hold together with another."""
_UNCLEAR = "too many combinations of cells to prove that its rows are complete"


class TableLinker:
    """Reads the cells of all tables; problems go where those of linking go.

    types: the types of all names
    type_of: the type of an expression, None with a problem where it has none
    problem: notes what is wrong
    """

    def __init__(
        self,
        rules: Ruleset,
        types: Mapping[str, str],
        type_of: Callable[[Expression, Mapping[str, str], Path_], str | None],
        problem: Callable[..., None],
    ) -> None:
        self.rules, self.types = rules, types
        self._type_of, self._problem = type_of, problem
        self._reaches = Reaches(rules, types)

    def grids(self) -> dict[str, Grid]:
        """The tables that are right, by their decisions."""
        found = {}
        for name, decision in self.rules.decisions.items():
            grid = self._grid(decision.table, ("decisions", name, "table")) if decision.table else None
            if grid:
                found[name] = grid
        return found

    def _grid(self, table: DecisionTable, where: Path_) -> Grid | None:
        columns = self._columns(table, where)
        rows = [self._row(columns, cells, where, index) for index, cells in enumerate(_cells(table))]
        if not table.rows:
            self._problem("wrong-table", (*where, "rows"), "a table needs rows")
        if not rows or any(one is None for one in (*columns, *rows)):
            return None
        grid = Grid(table, [one for one in columns if one], [one for one in rows if one is not None])
        return grid if self._is_whole(grid, where) else None

    # --- columns ---

    def _columns(self, table: DecisionTable, where: Path_) -> list[TableColumn | None]:
        if not table.by:
            self._problem("wrong-table", (*where, "by"), "a table needs a question or a formula to decide by")
            return [None]
        return [
            self._column(name, table.by[:index], (*where, "by", index)) for index, name in enumerate(table.by)
        ]

    def _column(self, name: Any, before: tuple[str, ...], where: Path_) -> TableColumn | None:
        if name is MISSING or name in before or name in self.rules.parameters:
            if name in before:
                self._problem("duplicate", where, f"`{name}` is a column already", "remove one")
            elif name is not MISSING:
                says = f"`{name}` is a parameter, expected a question or a formula"
                self._problem("wrong-table", where, says, "compare the parameter in a formula")
            return None
        kind = self._type_of(Expression(Name(name)), self.types, where)
        if kind is None or not self._is_settled(name, where):
            return None
        texts = tuple(self._texts(name)) if kind == "text" else ()
        reach = self._reaches.of(name) if kind in ORDERED else Reach()
        read = self.rules.counts[name] if self.types[name] == SET else None
        return TableColumn(name, kind, self.rules.unit(name), texts, *reach.ends, reach.whole, read)

    def _is_settled(self, name: str, where: Path_) -> bool:
        """Whether all values of a column are known: to a choice whose options are listed elsewhere, more are added."""
        question = self.rules.questions.get(name)
        if not question or not any(option.market for option in question.options.values()):
            return True
        says = f"to `{name}`, options are added that no row knows: those of `--api-model`"
        self._problem("wrong-table", where, says, "decide by a formula that sorts them")
        return False

    def _texts(self, name: str) -> Iterator[str]:
        """All texts that a name can stand for, each once."""
        found: dict[str, None] = {}
        queue = [name]
        for one in queue:
            if one in self.rules.questions:
                found |= dict.fromkeys(self.rules.questions[one].options)
            elif one in self.rules.formulas:
                for value in outcomes_of(self.rules.formulas[one].is_.tree):
                    found |= {value.value: None} if isinstance(value, Text) else {}
                    queue += [value.id] if isinstance(value, Name) and value.id not in queue else []
        return iter(found)

    # --- rows ---

    def _row(
        self, columns: list[TableColumn | None], cells: Any, where: Path_, index: int
    ) -> list[TableCell] | None:
        place = (*where, "rows", index)
        if cells is MISSING:
            return None
        if len(cells) != len(columns) and columns != [None]:
            says = f"cells for {len(cells)} of {len(columns)} columns, and then where it leads"
            self._problem(
                "wrong-row", place, says, "write a cell for each column; `-` where anything will do"
            )
            return None
        read = [
            self._cell(column, cell, place, number)
            for number, (column, cell) in enumerate(zip(columns, cells, strict=False))
        ]
        return None if any(one is None for one in read) else [one for one in read if one]

    def _cell(self, column: TableColumn | None, text: Any, place: Path_, number: int) -> TableCell | None:
        if column is None or text is MISSING:
            return None
        try:
            return column.cell(text.strip())
        except ValueError as error:
            says, *remedy = error.args
            self._problem("wrong-cell", (*place, number), f"column {column.name}: {says}", *remedy)
        return None

    # --- the whole ---

    def _is_whole(self, grid: Grid, where: Path_) -> bool:
        """Whether there is one row for all that can be answered; a problem for what there is not."""
        try:
            missing, doubled = grid.missing(), grid.doubled(MAX_DOUBLED)
        except TooManyCombinations:
            self._problem("wrong-table", where, _UNCLEAR, "split the table, or decide by fewer columns")
            return False
        if missing:
            says = f"no row holds for {missing[0]}{', nor for others' if len(missing) > 1 else ''}"
            self._problem("incomplete-table", (*where, "rows"), says, "add a row; `-` holds for anything")
        for (one, other), example in doubled.items():
            says = f"{grid.label(other)} holds together with {grid.label(one)}, for {example}"
            remedy = "let one of them hold, or write `hit: first` if the first is meant to be taken"
            self._problem("doubled-row", (*where, "rows", other), says, remedy)
        return not missing and not doubled


def _cells(table: DecisionTable) -> list[Any]:
    return [MISSING if row is MISSING or MISSING in row.cells else row.cells for row in table.rows]
