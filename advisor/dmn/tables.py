"""A table of a DMN file with its cells read, its rules in the order in which the first that holds counts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from advisor.dmn import feel
from advisor.dmn.model import CannotCarry, DmnTable, Rule, Written
from advisor.dmn.naming import shown
from advisor.rules.cells import GridCell, GridColumn
from advisor.rules.grid import Grid, TooManyCombinations
from advisor.rules.records import DecisionTable, TableRow

MAX_CONDITION = 1_000
"""Characters of what a rule wants."""


class ReadRule(NamedTuple):
    """A rule whose cells are read: its own number, what it wants, what it gives."""

    number: int
    cells: list[GridCell]
    gives: tuple[feel.FeelValue, ...]


class ReadTable:
    """A table whose cells are read. Raises CannotCarry, as all it is asked does.

    columns: what it is decided by
    words: the id of each text
    rules: its rules, where priority or an aggregation orders them, in that order
    """

    def __init__(self, table: DmnTable, columns: Sequence[GridColumn], words: Mapping[str, str]) -> None:
        if not columns or not table.rules:
            raise CannotCarry("a table without inputs or rules", table.line)
        self.table = table
        self.columns = columns
        self.words = words
        self.rules = self._ordered([self._rule(one, number) for number, one in enumerate(table.rules, 1)])
        self._check_overlaps()

    # --- rules ---

    def _rule(self, rule: Rule, number: int) -> ReadRule:
        where = f"rule {number}"
        for what, here, there in (
            ("inputs", rule.tests, self.table.inputs),
            ("outputs", rule.gives, self.table.outputs),
        ):
            if len(here) != len(there):
                raise CannotCarry(f"has {len(here)} {what}, and its table has {len(there)}", rule.line, where)
        cells = []
        for index, (test, column) in enumerate(zip(rule.tests, self.columns, strict=True), 1):
            try:
                cells.append(column.cell(feel.cell(test.text, column.words, self.words)))
            except ValueError as error:
                raise CannotCarry(str(error.args[0]), test.line, f"{where} › input {index}") from None
        return ReadRule(number, cells, tuple(_given(one, where) for one in rule.gives))

    def _ordered(self, rules: list[ReadRule]) -> list[ReadRule]:
        """The rules as the hit policy puts them. Raises CannotCarry where that gives a list."""
        match self.table.hit.split():
            case ["UNIQUE" | "FIRST" | "ANY"]:
                return rules
            case ["PRIORITY"]:
                return sorted(rules, key=self._rank)
            case ["COLLECT", "MIN" | "MAX" | "SUM" | "COUNT" as aggregation]:
                self._check_collected(rules, aggregation)
                turn = {"MIN": 1, "MAX": -1}.get(aggregation)
                return sorted(rules, key=lambda rule: turn * Fraction(rule.gives[0])) if turn else rules
        says = f"the hit policy {self.table.hit} gives a list of outputs, and ours gives one"
        raise CannotCarry(says, self.table.line)

    def _rank(self, rule: ReadRule) -> list[int]:
        """The places of its outputs among the values that are listed, the most wanted first."""
        found = []
        for output, given in zip(self.table.outputs, rule.gives, strict=True):
            try:
                values = feel.literals(output.values)
                found.append(values.index(given) if values else 0)
            except ValueError:
                says = f"{shown(given)} is not among the output values, which say the priority"
                raise CannotCarry(says, self.table.line, f"rule {rule.number}") from None
        return found

    def _check_collected(self, rules: list[ReadRule], aggregation: str) -> None:
        if len(self.table.outputs) != 1:
            raise CannotCarry("collects several outputs at once", self.table.line)
        for rule in rules if aggregation != "COUNT" else ():
            if isinstance(rule.gives[0], bool | str):
                raise CannotCarry("collects what is no number", self.table.line, f"rule {rule.number}")

    # --- the whole ---

    def _grid(self, hit: Literal["unique", "first"]) -> Grid:
        rows = (TableRow(tuple(cell.text for cell in one.cells), repr(one.gives)) for one in self.rules)
        table = DecisionTable(tuple(column.name for column in self.columns), tuple(rows), hit)
        return Grid(table, self.columns, [one.cells for one in self.rules])

    def _check_overlaps(self) -> None:
        """Refuse rules that hold together where none may, or only such as give the same."""
        if self.table.hit not in ("UNIQUE", "ANY"):
            return
        try:
            for one, other, example in self._grid("unique").overlapping():
                first, second = self.rules[one], self.rules[other]
                if self.table.hit == "UNIQUE" or first.gives != second.gives:
                    says = f"rules {first.number} and {second.number} hold together, for {example}"
                    raise CannotCarry(says, self.table.line)
        except TooManyCombinations:
            raise CannotCarry("too many combinations of cells to look at", self.table.line) from None

    @cached_property
    def _ways(self) -> Grid:
        return self._grid("first")

    @cached_property
    def missing(self) -> str:
        """Values that no rule holds for; empty where one always does."""
        try:
            return next(iter(self._ways.missing()), "")
        except TooManyCombinations:
            return "some values"

    @cached_property
    def default(self) -> tuple[feel.FeelValue, ...]:
        """What it gives where no rule holds; nothing where it does not say so."""
        written = [one.default for one in self.table.outputs]
        return tuple(_given(one, "rule 0") for one in written if one) if all(written) else ()

    @cached_property
    def conditions(self) -> list[str]:
        """What each rule wants, as an expression."""
        texts = [one.text for one in self._ways.conditions]
        for index, text in enumerate(texts, 1):
            if len(text) > MAX_CONDITION:
                says = f"a rule whose condition has more than {MAX_CONDITION:,} characters"
                raise CannotCarry(says, self.table.line, f"rule {index}")
        return texts


def _given(written: Written, where: str) -> feel.FeelValue:
    try:
        return feel.literal(written.text)
    except ValueError as error:
        raise CannotCarry(f"output {error}", written.line, where) from None
