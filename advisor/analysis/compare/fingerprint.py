"""States by what they say: equal numbers mean that all that follows is the same, whatever it is called."""

from typing import NamedTuple

from advisor.analysis.compare.mapping import IdMapping
from advisor.language.expression import Expression
from advisor.language.tree import Constant, Name, Node, Numeral, children, option_of
from advisor.rules import Ruleset


class Fingerprint(NamedTuple):
    """A state by what it says.

    number: equal where all that follows is the same
    guards: the numbers of its branches' conditions, with figures for names
    """

    number: int
    guards: tuple[int, ...] = ()


class Fingerprinter:
    """Takes the fingerprints of one ruleset, in numbers that it shares with another.

    numbers: one for each thing that is said, however large: what it is made of is told by numbers too
    """

    def __init__(self, rules: Ruleset, numbers: dict[object, int], same: IdMapping | None = None) -> None:
        self.rules, self.numbers, self.same = rules, numbers, same
        self._names: dict[str, int] = {}

    def _number(self, *key: object) -> int:
        """The number of a thing; `key` is all that makes it what it is."""
        return self.numbers.setdefault(key, len(self.numbers))

    def states(self) -> dict[str, Fingerprint]:
        """Every state that can be reached."""
        found: dict[str, Fingerprint] = {}
        for state in reversed(self.rules.chart.order):
            branches = self.rules.chart.branches(state)
            if not branches:
                own = self.same.of("outcomes", state) if self.same else state
                found[state] = Fingerprint(self._number("outcome", own))
                continue
            guards = tuple(self._condition(branch.when) for branch in branches)
            ways = tuple(found[branch.to].number for branch in branches)
            found[state] = Fingerprint(self._number("decision", guards, ways), guards)
        return found

    def _condition(self, when: Expression | None) -> int:
        return self._number("always") if when is None else self._expression(when.tree)

    def _expression(self, node: Node) -> int:
        if isinstance(node, Name):
            return self._name(node.id)
        sign = getattr(node, "sign", "")
        value = node.value if isinstance(node, Constant) else None
        parts = tuple(self._expression(part) for part in children(node))
        return self._number(type(node).__name__, sign, value, parts)

    def _name(self, name: str) -> int:
        if name not in self._names:
            self._names[name] = self._definition(name)
        return self._names[name]

    def _definition(self, name: str) -> int:
        rules = self.rules
        if name in rules.formulas:
            formula = rules.formulas[name]
            inside = self._expression(formula.is_.tree)
            given = sorted((self._variable(choice), option) for choice, option in formula.given.items())
            return self._number("formula", inside, tuple(given)) if given else inside
        if name not in rules.parameters:
            return self._question(name)
        parameter = rules.parameters[name]
        if parameter.cases:
            return self._expression(parameter.cases.tree)
        if not parameter.by:
            assert parameter.value is not None
            return self._expression(Numeral(parameter.value))
        return self._number("by", self._name(parameter.by), tuple(sorted(parameter.values.items())))

    def _variable(self, name: str) -> str:
        return self.same.variable(name) if self.same else name

    def _question(self, name: str) -> int:
        name, part = option_of(name)
        computed = self.rules.defaults.get(name)
        default = self.rules.questions[name].default if computed is None else self._expression(computed.tree)
        options = self.same.options.get(name, {}) if self.same else {}
        return self._number(
            "question", self._variable(name), options.get(part, part), default, tuple(options.items())
        )
