"""What is read of a DMN file, and what of it cannot be carried over."""

from typing import NamedTuple


class Written(NamedTuple):
    """A text of the file, and the line it stands in."""

    text: str
    line: int


class Type(NamedTuple):
    """The type of an input or of a part of it.

    base: string, number, boolean or date; anything else cannot be carried over
    allowed: the values it may have, as they are written; none where they are not listed
    parts: the types of its parts, by name
    is_list: whether it is a list
    """

    base: str
    allowed: str = ""
    parts: "dict[str, Type]" = {}
    is_list: bool = False


class InputClause(NamedTuple):
    """A column of a table."""

    expression: Written
    type: str
    allowed: str


class OutputClause(NamedTuple):
    """What a rule of a table gives: its name, the values it may have by priority, and the default."""

    name: str
    values: str
    default: Written | None


class Rule(NamedTuple):
    """A row of a table."""

    tests: tuple[Written, ...]
    gives: tuple[Written, ...]
    line: int


class DmnTable(NamedTuple):
    """A decision table; `hit` is its policy, with the aggregation after it: ``COLLECT SUM``."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit: str
    line: int


class DmnDecision(NamedTuple):
    """A decision: its logic is a table, a literal expression, or else the name of what it is."""

    name: str
    logic: DmnTable | Written | str
    line: int


class Model(NamedTuple):
    """A whole file; inputs and decisions by the names that expressions call them."""

    file: str
    name: str
    inputs: dict[str, Type]
    decisions: dict[str, DmnDecision]


class CannotCarry(Exception):
    """A part of a decision that cannot be carried over, and the line it stands in; 0 for that of the decision."""

    def __init__(self, says: str, line: int, where: str = "") -> None:
        super().__init__(says)
        self.says, self.line, self.where = says, line, where
