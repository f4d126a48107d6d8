"""Which conditions of a chart can come out otherwise with another value of a name."""

from collections.abc import Iterator, Mapping

from advisor.language.expression import Expression
from advisor.language.tree import Comparison, Name, Node, walk
from advisor.language.types import type_of
from advisor.rules import Ruleset


class Reading:
    """Which conditions of the chart read which names, through formulas and defaults."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.found: dict[str, list[Expression]] = {}
        self.closures: dict[str, frozenset[str]] = {}
        for _, _, when in rules.chart.each_guard():
            for name in frozenset[str]().union(*(self._closure(name, ()) for name in when.names)):
                self.found.setdefault(name, []).append(when)

    def conditions(self, name: str) -> list[Expression]:
        """The conditions that can come out otherwise with another value of a name."""
        return self.found.get(name, [])

    def _closure(self, name: str, way: tuple[str, ...]) -> frozenset[str]:
        """A name, and all that its value rests on."""
        if name in way:
            return frozenset()
        if name not in self.closures:
            rules = self.rules
            below: list[str] = []
            if name in rules.formulas:
                below = [*rules.formulas[name].is_.names]
            elif name in rules.parameters and rules.parameters[name].by:
                below = [rules.parameters[name].by]
            elif name in rules.questions and (default := rules.questions[name].computed):
                below = [*default.names]
            inside = (self._closure(one, (*way, name)) for one in below)
            self.closures[name] = frozenset({name}).union(*inside)
        return self.closures[name]


Compared = tuple[Node, Node, Mapping[str, str]]
"""Both sides of a comparison of numbers, and the choices under which they are computed."""


def compared_terms(
    rules: Ruleset, condition: Expression, choices: Mapping[str, str] | None = None
) -> Iterator[Compared]:
    """Every comparison of numbers in a condition, through formulas that are conditions."""
    for node in walk(condition.tree):
        if isinstance(node, Comparison):
            if type_of(node.left, rules.types) == "number":
                yield node.left, node.right, choices or {}
        elif isinstance(node, Name) and node.id in rules.formulas and rules.types[node.id] == "boolean":
            formula = rules.formulas[node.id]
            yield from compared_terms(rules, formula.is_, {**(choices or {}), **formula.given})
