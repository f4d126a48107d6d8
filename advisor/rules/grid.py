"""Decision tables: rows become branches, proved complete and unique by taking the cells apart.

The values of each column fall into groups that the same cells hold for, so one value of each group stands
for all. What remains is to go through the groups column by column with the rows that are left; where the
same rows are left again, all that follows is known.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from advisor.language.expression import Expression
from advisor.language.tree import Node, Truth, joined
from advisor.rules.cells import GridCell, GridColumn
from advisor.rules.kinds import Value
from advisor.rules.records import Branch, DecisionTable

MAX_STEPS = 200_000
"""Groups of values that are looked at in one table; a table of 72 rows has some hundred."""

FIRST = "first"


class TooManyCombinations(Exception):
    """A table cannot be gone through within the bound."""


class Combination(NamedTuple):
    """Values of the columns, one for each, and the rows that hold for them, as bits."""

    values: tuple[Value, ...]
    rows: int

    @property
    def first(self) -> int:
        """The first row that holds."""
        return next(_bits(self.rows))


class Grid:
    """A table whose cells are read.

    columns: what it is decided by
    rows: the cells of each row, one for each column
    is_first: whether the first row that holds is taken, rather than the only one
    """

    def __init__(
        self, table: DecisionTable, columns: Sequence[GridColumn], rows: Sequence[Sequence[GridCell]]
    ) -> None:
        self.table = table
        self.columns = tuple(columns)
        self.rows = tuple(map(tuple, rows))
        self.is_first = table.hit == FIRST

    # --- as branches ---

    def branches(self) -> tuple[Branch, ...]:
        """The rows as branches; the last needs no condition, because no values are left for another."""
        *rows, last = self.table.rows
        made = [Branch(self.label(index), row.to, self.conditions[index]) for index, row in enumerate(rows)]
        return (*made, Branch(self.label(len(rows)), last.to))

    @cached_property
    def conditions(self) -> tuple[Expression, ...]:
        """What each row wants, as a condition."""
        return tuple(Expression(joined("and", self._wanted(cells))) for cells in self.rows)

    def _wanted(self, cells: Sequence[GridCell]) -> list[Node]:
        made = (column.condition(cell) for column, cell in zip(self.columns, cells, strict=True))
        return [condition for condition in made if condition is not None]

    def label(self, row: int) -> str:
        """What a row is called: ``row 17``, unless it has a label."""
        return self.table.rows[row].label or f"row {row + 1}"

    def settling(self, row: int) -> list[Expression]:
        """The conditions that settle that a row is taken: its own, and those of rows before it that can hold too."""
        before = [other for other in range(row) if self.is_first and self._meet(other, row)]
        found = (self.conditions[one] for one in (*before, row))
        return [condition for condition in found if condition.tree != Truth(True)]

    def _meet(self, one: int, other: int) -> bool:
        """Whether two rows hold for some values together."""
        both = 1 << one | 1 << other
        return all(any(mask & both == both for _, mask in groups) for groups in self._groups)

    # --- what holds for which values ---

    @cached_property
    def _groups(self) -> list[list[tuple[Value, int]]]:
        """For each column, a value of each group and the rows that hold for it, as bits."""
        return [list(self._grouped(index)) for index in range(len(self.columns))]

    def _grouped(self, index: int) -> Iterator[tuple[Value, int]]:
        cells = [row[index] for row in self.rows]
        seen: set[int] = set()
        for value in self.columns[index].samples(cells):
            mask = sum(1 << number for number, cell in enumerate(cells) if cell.holds(value))
            if mask not in seen:
                seen.add(mask)
                yield value, mask

    def combinations(self, last: int | None = None) -> Iterator[Combination]:
        """Values that stand for all there are, with the rows that hold for them; of `first`, as far as they count.

        last: the column of which all values are looked at, whatever the others are. Raises TooManyCombinations.
        """
        order = [one for one in range(len(self.columns)) if one != last] + ([] if last is None else [last])
        seen: set[tuple[int, int]] = set()
        stack: list[tuple[int, tuple[Value, ...]]] = [((1 << len(self.rows)) - 1, ())]
        while stack:
            left, values = stack.pop()
            left = self._counting(left, order[len(values) :])
            is_whole = len(values) == len(order)
            if (key := (len(values), left)) in seen and not (is_whole and last is not None):
                continue
            seen.add(key)
            if is_whole:
                yield Combination(self._in_order(values, order), left)
            else:
                groups = self._groups[order[len(values)]]
                stack += [(left & mask, (*values, value)) for value, mask in reversed(groups)]
            if len(stack) + len(seen) > MAX_STEPS:
                raise TooManyCombinations

    def _counting(self, left: int, ahead: Sequence[int]) -> int:
        """The rows up to the first that holds whatever the columns ahead are, where only the first counts."""
        if not self.is_first:
            return left
        certain = left
        for column in ahead:
            certain &= self._any[column]
        lowest = certain & -certain
        return left & (2 * lowest - 1) if certain else left

    @cached_property
    def _any(self) -> list[int]:
        """For each column, the rows that take whatever it is, as bits."""
        return [
            sum(1 << row for row, cells in enumerate(self.rows) if cells[index].is_any)
            for index in range(len(self.columns))
        ]

    def _in_order(self, values: Sequence[Value], order: Sequence[int]) -> tuple[Value, ...]:
        placed = dict(zip(order, values, strict=True))
        return tuple(placed[index] for index in range(len(order)))

    # --- what is wrong ---

    @cached_property
    def _all(self) -> list[Combination]:
        return list(self.combinations())

    def missing(self) -> list[str]:
        """Values that no row holds for, each as one would answer. Raises TooManyCombinations."""
        return [self.typed(one.values) for one in self._all if not one.rows]

    def overlapping(self) -> Iterator[tuple[int, int, str]]:
        """Pairs of rows that hold together where only one may, and values that they do for; of each pair once.

        Raises TooManyCombinations.
        """
        seen: set[tuple[int, int]] = set()
        for one in self._all if not self.is_first else ():
            for pair in combinations(_bits(one.rows), 2):
                if pair not in seen:
                    seen.add(pair)
                    yield *pair, self.typed(one.values)

    @cached_property
    def never_hit(self) -> list[int]:
        """Rows that are never taken, because those before them are."""
        hit = {one.first for one in self._all if one.rows}
        return [row for row in range(len(self.rows)) if row not in hit]

    def examples(self) -> Iterator[dict[str, Value]]:
        """Values of the columns for each row that can be hit; no points, which are no answer."""
        told: set[int] = set()
        for one in self._all:
            if one.first not in told:
                told.add(one.first)
                pairs = zip(self.columns, one.values, strict=True)
                yield {column.name: value for column, value in pairs if not column.read}

    @cached_property
    def irrelevant(self) -> list[str]:
        """The columns that never change where a table leads."""
        return [column.name for index, column in enumerate(self.columns) if not self._matters(index)]

    def _matters(self, index: int) -> bool:
        """Whether values that differ in one column only lead to different targets, as far as can be told."""
        before: dict[tuple[Value, ...], str] = {}
        try:
            for one in self.combinations(index):
                others = (*one.values[:index], *one.values[index + 1 :])
                target = self.table.rows[one.first].to
                if before.setdefault(others, target) != target:
                    return True
        except TooManyCombinations:
            return True
        return False

    def typed(self, values: Sequence[Value]) -> str:
        """Values as one answers: ``exposure=open, automatable=no``."""
        return ", ".join(column.typed(value) for column, value in zip(self.columns, values, strict=True))


def _bits(mask: int) -> Iterator[int]:
    """The rows of a mask, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
