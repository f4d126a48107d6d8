"""Conditions and formulas: a small common subset of Python and SQL, parsed once.

Numbers, text, true and false, names, ``+ - * /``, comparisons, ``and``, ``or``, ``not``, and cases.
No call, no attribute, no subscript, nothing else. Evaluated on exact numbers, read in other ways
through `Expression.tree`.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from advisor.language.evaluate import compiled
from advisor.language.parse import tree_of
from advisor.language.tree import Node, names_in, spell
from advisor.language.types import type_of


class Expression:
    """One expression. Equal if the tree is equal.

    tree: what it is
    text: how it was written or, if it was made from parts of others, how it would be
    """

    def __init__(self, tree: Node, text: str = "") -> None:
        self.tree = tree
        if text:
            self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and other.tree == self.tree

    def __hash__(self) -> int:
        return hash(self.tree)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    @cached_property
    def text(self) -> str:
        return spell(self.tree)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names it reads, in the order they are read, each once."""
        return names_in(self.tree)

    @cached_property
    def value(self) -> Callable[[Mapping[str, object]], Any]:
        """Gives the value on the names' values in a scope: bool, int, Fraction or str; see `compiled`."""
        return compiled(self.tree, self.text)

    def type(self, types: Mapping[str, str]) -> str:
        """``number``, ``boolean`` or ``text``, given the names' types. Raises ExpressionError."""
        return type_of(self.tree, types)


def parse(text: str) -> Expression:
    """The expression of a text. Raises ExpressionError."""
    return Expression(tree_of(text), text)
