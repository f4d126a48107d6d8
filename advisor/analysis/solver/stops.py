"""What can leave an expression without a value: a division by zero, and a question without an answer."""

from collections.abc import Iterable
from typing import NamedTuple

import z3

from advisor.analysis.solver.solving import Term, implies
from advisor.language.tree import Node


class Division(NamedTuple):
    """A division: the condition under which it is computed, and what it divides by.

    text: the expression it stands in
    by: what it divides by, as it stands there
    """

    computed: Term
    divisor: Term
    text: str
    by: Node

    @property
    def passes(self) -> Term:
        """That a walk does not end here."""
        return implies(self.computed, self.divisor != 0)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same division."""
        return self.computed.get_id(), self.divisor.get_id()

    @property
    def source(self) -> tuple[str, int]:
        """The same for a division of one formula, wherever that is read."""
        return self.text, self.divisor.get_id()


class Missing(NamedTuple):
    """A question that is left out and has no default: the condition under which it is read."""

    computed: Term
    name: str

    @property
    def passes(self) -> Term:
        """That a walk does not end here."""
        return z3.Not(self.computed)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same reading."""
        return self.computed.get_id(), self.name


Stop = Division | Missing
"""What can end a walk before it comes to an outcome."""


def distinct(stops: Iterable[Stop]) -> list[Stop]:
    found: dict[tuple[object, ...], Stop] = {}
    for one in stops:
        found.setdefault(one.key, one)
    return list(found.values())
