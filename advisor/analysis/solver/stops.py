"""What can leave an expression without a value: a division by zero, and a question without an answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import z3

from advisor.analysis.solver.solving import Term, all_of, if_then_else, negation, truth, value_of
from advisor.analysis.solver.terms import Terms
from advisor.engine.scope import Choices, choices_with
from advisor.language.expression import Expression
from advisor.language.tree import Arithmetic, Cases, Junction, Name, Node, children, option_of, spell


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
        term: Term = z3.Implies(self.computed, self.divisor != 0)
        return term

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
        return negation(self.computed)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same reading."""
        return self.computed.get_id(), self.name


Stop = Division | Missing
"""What can end a walk before it comes to an outcome."""


def _distinct(stops: Iterable[Stop]) -> list[Stop]:
    found: dict[tuple[object, ...], Stop] = {}
    for one in stops:
        found.setdefault(one.key, one)
    return list(found.values())


@dataclass(eq=False, repr=False)
class StoppingTerms(Terms):
    """Terms, and what can leave them without a value."""

    _stops: dict[tuple[str, Choices], list[Stop]] = field(default_factory=dict, init=False)
    _defined: dict[tuple[str, Choices], Term] = field(default_factory=dict, init=False)

    def stops(self, expression: Expression, choices: Choices = ()) -> list[Stop]:
        """All that can leave an expression without a value, in the order in which it is read."""
        return _distinct(self._stops_in(expression.tree, choices, truth(True), expression.text))

    def divisions(self, expression: Expression) -> Iterator[Division]:
        """Every division that the value of an expression can come to."""
        return (one for one in self.stops(expression) if isinstance(one, Division))

    def defined(self, expression: Expression, given: Mapping[str, str] | None = None) -> Term:
        """That an expression has a value: no division is by zero, no question without an answer is read."""
        key = expression.text, choices_with((), given or {})
        if key not in self._defined:
            self._defined[key] = all_of(one.passes for one in self.stops(expression, key[1]))
        return self._defined[key]

    def holds(self, condition: Expression) -> list[Term]:
        """That a condition has a value, and is true."""
        return [self.defined(condition), self.condition(condition)]

    def either(self, condition: Expression, one: Term, other: Term, stopped: Term) -> Term:
        """One term where a condition holds, another where it does not, and a third where it has no value."""
        term = if_then_else(self.condition(condition), one, other)
        defined = self.defined(condition)
        return term if z3.is_true(defined) else if_then_else(defined, term, stopped)

    def _stops_in(self, node: Node, choices: Choices, computed: Term, text: str) -> Iterator[Stop]:
        match node:
            case Name(name):
                for one in self._stops_of(name, choices):
                    yield one._replace(computed=all_of([computed, one.computed]))
            case Junction(sign, parts):
                for part in parts:  # later parts are read only where the earlier did not settle it
                    yield from self._stops_in(part, choices, computed, text)
                    term = self._term(part, choices)
                    computed = z3.And(computed, term if sign == "and" else z3.Not(term))
            case Cases():
                yield from self._stops_in_cases(node, choices, computed)
            case _:
                for part in children(node):
                    yield from self._stops_in(part, choices, computed, text)
                if isinstance(node, Arithmetic) and node.sign == "/":
                    divisor = self._term(node.right, choices)
                    if not (z3.is_rational_value(divisor) and value_of(divisor)):
                        yield Division(computed, divisor, text, node.right)

    def _stops_in_cases(self, node: Cases, choices: Choices, computed: Term) -> Iterator[Stop]:
        """A value is read only where its condition holds, and a condition only where those before it do not."""
        for when, value in node.first:
            yield from self._stops_in(when, choices, computed, spell(when))
            holds = self._term(when, choices)
            yield from self._stops_in(value, choices, all_of([computed, holds]), spell(value))
            computed = all_of([computed, negation(holds)])
        yield from self._stops_in(node.last, choices, computed, spell(node.last))

    def _stops_of(self, name: str, choices: Choices) -> list[Stop]:
        """What can stop the reading of a name; found once, however often it is read."""
        key = (name, choices)
        if key not in self._stops:
            self._stops[key] = _distinct(self._stops_behind(name, choices))
        return self._stops[key]

    def _stops_behind(self, name: str, choices: Choices) -> Iterator[Stop]:
        rules = self.rules
        if name in rules.computed and name not in self.overrides:
            given = rules.formulas[name].given if name in rules.formulas else {}
            yield from self.stops(rules.computed[name], choices_with(choices, given))
        elif name in rules.parameters:
            if rules.parameters[name].by:
                yield from self._stops_of(rules.parameters[name].by, choices)
        elif name in (*self.asks, *self.optional) and name not in dict(choices):
            out = truth(True) if name in self.left else self.is_left_out(name)
            if name in self.asks:
                yield Missing(out, name)
            elif name in rules.defaults:
                yield from self._stops_in(rules.defaults[name].tree, (), out, rules.questions[name].default)
        elif option_of(name)[1]:
            yield from self._stops_of(option_of(name)[0], choices)
