"""Which conditions of a chart can come out otherwise with another value of a name."""

from collections.abc import Iterable, Iterator, Mapping

from advisor.language.expression import Expression
from advisor.language.tree import Comparison, Node, walk
from advisor.language.types import ORDERED, type_of
from advisor.rules import Ruleset


class Reading:
    """Which conditions of the chart read which names, through formulas and defaults."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.found: dict[str, list[Expression]] = {}
        self.closures: dict[str, frozenset[str]] = {}
        for _, _, when in rules.chart.each_guard():
            for name in self.closure([when]):
                self.found.setdefault(name, []).append(when)

    def conditions(self, name: str) -> list[Expression]:
        """The conditions that can come out otherwise with another value of a name."""
        return self.found.get(name, [])

    def closure(self, conditions: Iterable[Expression]) -> frozenset[str]:
        """All names that some conditions rest on."""
        return frozenset[str]().union(
            *(self._closure(name, ()) for when in conditions for name in when.names)
        )

    def _closure(self, name: str, way: tuple[str, ...]) -> frozenset[str]:
        """A name, and all that its value rests on."""
        if name in way:
            return frozenset()
        if name not in self.closures:
            inside = (self._closure(one, (*way, name)) for one in self.rules.reads(name))
            self.closures[name] = frozenset({name}).union(*inside)
        return self.closures[name]


Compared = tuple[Node, Node, Mapping[str, str]]
"""Both sides of a comparison of numbers, and the choices under which they are computed."""


def compared_terms(rules: Ruleset, condition: Expression) -> Iterator[Compared]:
    """Every comparison of numbers in a condition, through formulas that are conditions or texts."""
    queue: list[tuple[Expression, dict[str, str]]] = [(condition, {})]
    seen: set[tuple[str, frozenset[tuple[str, str]]]] = set()
    for expression, choices in queue:
        for node in walk(expression.tree):
            if isinstance(node, Comparison) and type_of(node.left, rules.types) in ORDERED:
                yield node.left, node.right, choices
        for name in expression.names:
            if name in rules.formulas and not rules.is_ordered(name):
                inside = {**choices, **rules.formulas[name].given}
                key = name, frozenset(inside.items())
                queue += [] if key in seen else [(rules.formulas[name].is_, inside)]
                seen.add(key)
