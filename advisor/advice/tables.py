"""The tables on a path as grids, with the row that was hit."""

from collections.abc import Iterator
from typing import NamedTuple

from advisor.engine.session import Trace
from advisor.rules import Ruleset
from advisor.rules.cells import GridCell, GridColumn

HIT = "→"
"""Stands before the row that was hit, so that it is told without color."""


class GridRow(NamedTuple):
    """A row as the user reads it: its name, a text for each column, and where it leads."""

    label: str
    cells: tuple[str, ...]
    to: str
    is_hit: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it, with the sign before the row that was hit."""
        return (HIT if self.is_hit else "", self.label, *self.cells, self.to)


class ShownGrid(NamedTuple):
    """A table as the user reads it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]


def grids(trace: Trace) -> Iterator[ShownGrid]:
    """The tables that a walk passed."""
    for step in trace.steps:
        if step.decision in trace.rules.grids:
            yield shown_grid(trace.rules, step.decision, step.branch)


def shown_grid(rules: Ruleset, decision: str, hit: int | None = None) -> ShownGrid:
    """The table of a decision, with the row that was hit, if one was."""
    grid = rules.grids[decision]
    rows = []
    for index, cells in enumerate(grid.rows):
        texts = tuple(_text(rules, *one) for one in zip(grid.columns, cells, strict=True))
        to = rules.title(grid.table.rows[index].to)
        rows.append(GridRow(grid.label(index), texts, to, index == hit))
    headings = ("", "Row", *(rules.label(column.name) for column in grid.columns), "Leads to")
    return ShownGrid(rules.title(decision), headings, tuple(rows))


def _text(rules: Ruleset, column: GridColumn, cell: GridCell) -> str:
    """A cell in the words of its column; a dash where anything will do."""
    if cell.is_any:
        return "–"
    if not cell.values:
        return cell.text
    titles = rules.titles(column.name)
    return ", ".join(
        titles.get(value, value) if isinstance(value, str) else "yes" if value else "no"
        for value in cell.values
    )
