"""Answers that count points: where a number is needed, a name that has points stands for these."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from advisor.language.tree import (
    Arithmetic,
    Cases,
    Comparison,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Numeral,
    Points,
    PointSum,
    is_cases,
)
from advisor.language.types import SET, Types

Counts = Mapping[str, Node]
"""What names count where a number is needed."""


def counted(tree: Node, counts: Counts, types: Types) -> Node:
    """A tree in which each name that stands as a number is what it counts.

    types: those of all names but the columns of a table, which are numbers
    """
    return _Counting(counts, types).read(tree)


class _Counting(NamedTuple):
    counts: Counts
    types: Types

    def read(self, node: Node) -> Node:
        """What stands where any type can."""
        match node:
            case Points() | PointSum():
                return node
            case Name(name) if self.types.get(name) == SET:
                return self.number(node)
            case Arithmetic(left, sign, right):
                return Arithmetic(self.number(left), sign, self.number(right))
            case Negative(operand):
                return Negative(self.number(operand))
            case Comparison(left, sign, right):
                side = self.number if sign[0] in "<>" or self.are_numbers(left, right) else self.read
                return Comparison(side(left), sign, side(right))
            case Junction(sign, parts):
                return Junction(sign, tuple(map(self.read, parts)))
            case Not(operand):
                return Not(self.read(operand))
            case Cases():
                return self.cases(node, self.number if any(map(self.is_number, node.values)) else self.read)
        return node

    def number(self, node: Node) -> Node:
        """What stands where a number is needed."""
        if isinstance(node, Name):
            return self.counts.get(node.id, node)
        return self.cases(node, self.number) if is_cases(node) else self.read(node)

    def cases(self, node: Cases, value: Callable[[Node], Node]) -> Cases:
        return Cases(tuple((self.read(when), value(one)) for when, one in node.first), value(node.last))

    def are_numbers(self, left: Node, right: Node) -> bool:
        """Whether the sides of a comparison are: one of them is, or they could not be compared as anything else."""
        if self.is_number(left) or self.is_number(right):
            return True
        names = [one.id for one in (left, right) if isinstance(one, Name) and one.id in self.counts]
        return len(names) == 2 and self.types.get(names[0]) != self.types.get(names[1])

    def is_number(self, node: Node) -> bool:
        """Whether a number is written or computed there, whatever else could stand for one."""
        if isinstance(node, Name):
            return self.types.get(node.id, "number") in ("number", SET)
        if isinstance(node, Cases):
            return any(map(self.is_number, node.values))
        return isinstance(node, Numeral | Arithmetic | Negative)
