"""Tables held against the rest of the rules: columns that can be read, cells that fit them, complete and unique."""

from collections.abc import Sequence

from advisor.days import DAY
from advisor.language.expression import Expression
from advisor.language.tree import Name
from advisor.language.types import ORDERED, SET
from advisor.rules.cells import TRUTHS, GridCell, GridColumn, Range
from advisor.rules.grid import Grid, TooManyCombinations
from advisor.rules.linking.linker import Linker
from advisor.rules.linking.reach import Reaches
from advisor.rules.linking.types import type_at
from advisor.rules.origin import Path_
from advisor.rules.records import DecisionTable

MAX_DOUBLED = 5
"""Rows of one table that are told to hold together with another."""
_UNCLEAR = "too many combinations of cells to prove that its rows are complete"


def grids(linker: Linker) -> dict[str, Grid]:
    """The tables that are right, by their decisions."""
    reaches = Reaches(linker.rules, linker.types)
    found = {}
    for name, decision in linker.rules.decisions.items():
        where = ("decisions", name, "table")
        grid = _TableLinker(linker, reaches, decision.table, where).grid() if decision.table else None
        if grid:
            found[name] = grid
    return found


class _TableLinker:
    """Reads one table, and notes what is wrong with it."""

    def __init__(self, linker: Linker, reaches: Reaches, table: DecisionTable, where: Path_) -> None:
        self.linker, self.rules = linker, linker.rules
        self.reaches = reaches
        self.table = table
        self.where = where

    def _problem(self, code: str, way: Path_, says: str, remedy: str = "") -> None:
        self.linker.problem(code, (*self.where, *way), says, remedy)

    def grid(self) -> Grid | None:
        """The table with its cells read; None where something is wrong with it."""
        if not self.table.by:
            says = "a table needs a question or a formula to decide by"
            self._problem("wrong-table", ("by",), says)
        if not self.table.rows:
            self._problem("wrong-table", ("rows",), "a table needs rows")
        if not self.table.by or not self.table.rows:
            return None
        columns = [self._column(index, name) for index, name in enumerate(self.table.by)]
        rows = [self._row(columns, index) for index in range(len(self.table.rows))]
        if None in columns or None in rows:
            return None
        grid = Grid(self.table, [one for one in columns if one], [one for one in rows if one])
        return grid if self._is_whole(grid) else None

    def _column(self, index: int, name: str) -> GridColumn | None:
        way = ("by", index)
        if name in self.table.by[:index]:
            self._problem("duplicate", way, f"`{name}` is a column already", "remove one")
            return None
        if name in self.rules.parameters:
            says = f"`{name}` is a parameter, expected a question or a formula"
            self._problem("wrong-table", way, says, "compare the parameter in a formula")
            return None
        kind = type_at(self.linker, Expression(Name(name)), self.linker.types, (*self.where, *way))
        question = self.rules.questions.get(name)
        if question and any(option.market for option in question.options.values()):
            says = f"to `{name}`, options are added that no row knows: those of `--api-model`"
            self._problem("wrong-table", way, says, "decide by a formula that sorts them")
            return None
        return self._column_of(name, kind) if kind else None

    def _column_of(self, name: str, kind: str) -> GridColumn | None:
        if kind in ORDERED:
            reach = self.reaches.of(name)
            read = self.rules.counts[name] if self.linker.types[name] == SET else None
            unit = DAY if kind == "date" else self.rules.unit(name)
            return GridColumn(name, {}, unit, Range(*reach.ends), reach.whole, read)
        words = TRUTHS if kind == "boolean" else {text: text for text in self.rules.texts(name)}
        return GridColumn(name, words) if words else None  # without options, it is wrong where it is asked

    def _row(self, columns: Sequence[GridColumn | None], index: int) -> list[GridCell] | None:
        cells = self.table.rows[index].cells
        if len(cells) != len(columns):
            says = f"cells for {len(cells)} of {len(columns)} columns, and then where it leads"
            remedy = "write a cell for each column; `-` where anything will do"
            self._problem("wrong-row", ("rows", index), says, remedy)
            return None
        pairs = enumerate(zip(columns, cells, strict=True))
        read = [self._cell(column, text, ("rows", index, at)) for at, (column, text) in pairs]
        return None if None in read else [one for one in read if one]

    def _cell(self, column: GridColumn | None, text: str, way: Path_) -> GridCell | None:
        if column is None:
            return None
        try:
            return column.cell(text.strip())
        except ValueError as error:
            says, *remedy = error.args
            self._problem("wrong-cell", way, f"column {column.name}: {says}", *remedy)
            return None

    def _is_whole(self, grid: Grid) -> bool:
        """Whether there is one row for all that can be answered; a problem for what there is not."""
        try:
            missing = grid.missing()
        except TooManyCombinations:
            self._problem("wrong-table", (), _UNCLEAR, "split the table, or decide by fewer columns")
            return False
        if missing:
            says = f"no row holds for {missing[0]}{', nor for others' if len(missing) > 1 else ''}"
            self._problem("incomplete-table", ("rows",), says, "add a row; `-` holds for anything")
        doubled: dict[int, tuple[int, str]] = {}
        for one, other, example in grid.overlapping():
            doubled.setdefault(other, (one, example))
            if len(doubled) == MAX_DOUBLED:
                break
        for other, (one, example) in doubled.items():
            says = f"{grid.label(other)} holds together with {grid.label(one)}, for {example}"
            remedy = "let one of them hold, or write `hit: first` if the first is meant to be taken"
            self._problem("doubled-row", ("rows", other), says, remedy)
        return not missing and not doubled
