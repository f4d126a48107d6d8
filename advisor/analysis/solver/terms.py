"""Conditions, formulas and answers of a ruleset as terms of the solver."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import z3

from advisor.analysis.solver.solving import (
    Term,
    all_of,
    any_of,
    both,
    constant,
    exact_term,
    given_variable,
    text_code,
    text_of,
    value_of,
    variables,
)
from advisor.analysis.solver.stops import Division, Missing, Stop, distinct
from advisor.analysis.solver.whole import is_whole
from advisor.engine.answers import Value
from advisor.language.evaluate import COMPUTE
from advisor.language.expression import Expression
from advisor.language.tree import (
    Arithmetic,
    Cases,
    Comparison,
    Constant,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    children,
    option_of,
    spell,
)
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.kinds import Kind, Sort, Unknown
from advisor.rules.records import Parameter

Choices = tuple[tuple[str, str], ...]
"""Choices under which a formula is computed, whatever the user chose."""


class Asked(NamedTuple):
    """What a variable stands for: its kind, and the ids of its options.

    of: the variable of the question of which it is a part, or itself
    part: which part; empty where the question is one thing
    """

    kind: Kind
    options: tuple[str, ...] = ()
    of: str = ""
    part: str = ""


class Representation(NamedTuple):
    """How the solver has a sort of answer.

    variable: makes one of a name
    nothing: some value of it
    read: the answer that a term of it stands for
    """

    variable: Callable[[str], Term]
    nothing: Term
    read: Callable[[Term], Value]


SORTS = {
    Sort.TRUTH: Representation(z3.Bool, z3.BoolVal(False), z3.is_true),
    Sort.OPTION: Representation(z3.Int, z3.IntVal(-1), text_of),
    Sort.NUMBER: Representation(z3.Real, z3.RealVal(0), value_of),
}


def bounds_of(term: Term, asked: Asked) -> list[Term]:
    if asked.options:
        return [z3.Or(*(term == text_code(option) for option in asked.options))]
    low, high = asked.kind.question.min, asked.kind.question.max
    return ([] if low is None else [term >= exact_term(low)]) + (
        [] if high is None else [term <= exact_term(high)]
    )


def with_choices(choices: Choices, given: Mapping[str, str]) -> Choices:
    return tuple({**dict(choices), **given}.items())


class Terms:
    """The formulas of one ruleset, or of several that share their questions.

    rules: the ruleset
    renamed: questions that another ruleset calls something else; they share one variable
    options: options of questions that the other ruleset calls something else
    optional: questions that may be left to their default; others have some answer within their bounds
    asks: questions that may be left out too and have no default then, each with the number of a walk
        that ends there for want of an answer
    left: questions of either kind that are left out in any case
    """

    def __init__(
        self,
        rules: Ruleset,
        overrides: Mapping[str, Number] | None = None,
        renamed: Mapping[str, str] | None = None,
        optional: frozenset[str] = frozenset(),
        asks: Mapping[str, int] | None = None,
        left: frozenset[str] = frozenset(),
        options: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.rules = rules
        self.overrides = overrides or {}
        self.renamed = renamed or {}
        self.optional = optional
        self.asks = asks or {}
        self.left = left
        self.options = options or {}
        self._conditions: dict[tuple[str, Choices], Term] = {}
        self._variables: dict[int, frozenset[str]] = {}
        self._defined: dict[tuple[str, Choices], Term] = {}
        self.asked = {own: [one] for name in rules.questions for own, one in self._asked(name).items()}
        self._may_be_left = {self.renamed.get(name, name) for name in (*optional, *self.asks)}
        self._stops: dict[tuple[str, Choices], list[Stop]] = {}
        self._terms: dict[tuple[str, Choices], Term] = {}

    def question(self, name: str) -> Term:
        """The variable of a question: true or false, a number, or the text of an option."""
        term = given = self.variable(self._own(name))
        for own, shared in self.options.get(name, {}).items():
            term = z3.If(given == text_code(shared), text_code(own), term)
        return term

    def _own(self, name: str) -> str:
        """The variable of a question, or of a part of one, as it is shared."""
        question, part = option_of(name)
        own, shared = self.renamed.get(question, question), self.options.get(question, {})
        return f"{own}.{shared.get(part, part)}" if part else own

    def parts(self, name: str) -> dict[str, Kind]:
        """The names of the parts of which a question is made, with their kinds; of most and of a part, itself alone."""
        question, own = option_of(name)
        kind = self.rules.questions[question].kind
        if own:
            return {name: kind.parts[own]}
        return {f"{name}.{part}": one for part, one in kind.parts.items()} or {name: kind}

    def _asked(self, name: str) -> dict[str, Asked]:
        """What the variables of a question stand for."""
        own, shared = self._own(name), self.options.get(name, {})
        options = tuple(shared.get(one, one) for one in self.rules.options(name))
        found = {self._own(part): kind for part, kind in self.parts(name).items()}
        if own in found:
            return {own: Asked(found[own], options, own)}
        return {part: Asked(kind, (), own, option_of(part)[1]) for part, kind in found.items()}

    def variable(self, own: str) -> Term:
        """The variable of that name."""
        return SORTS[self.kind(own).sort].variable(own)

    def condition(self, expression: Expression, given: Mapping[str, str] | None = None) -> Term:
        """A condition, or a number, as a term; perhaps under choices, whatever the user chose."""
        key = expression.text, with_choices((), given or {})
        if key not in self._conditions:
            term = self._conditions[key] = self._term(expression.tree, key[1])
            self._note(term)
        return self._conditions[key]

    def _note(self, term: Term) -> Term:
        """Know the variables of a term that is kept, so that larger ones need not be read through again."""
        self._variables[term.get_id()] = frozenset(variables([term], self._variables))
        return term

    def defined(self, expression: Expression, given: Mapping[str, str] | None = None) -> Term:
        """That an expression has a value: no division is by zero, no question without an answer is read."""
        key = expression.text, with_choices((), given or {})
        if key not in self._defined:
            found = distinct(self._stops_in(expression.tree, key[1], z3.BoolVal(True), expression.text))
            self._defined[key] = all_of(one.passes for one in found)
        return self._defined[key]

    def negated(self, expression: Expression, given: Mapping[str, str] | None = None) -> Term:
        """That a condition does not hold."""
        return z3.Not(self.condition(expression, given))

    def either(self, condition: Expression, one: Term, other: Term, stopped: Term | None = None) -> Term:
        """One term where a condition holds, another where it does not, and perhaps a third where it has no value."""
        term = z3.If(self.condition(condition), one, other)
        defined = z3.BoolVal(True) if stopped is None else self.defined(condition)
        return term if z3.is_true(defined) else z3.If(defined, term, stopped)

    def divisions(self, expression: Expression) -> Iterator[Division]:
        """Every division that the value of an expression can come to."""
        return (one for one in self.stops(expression) if isinstance(one, Division))

    def stops(self, expression: Expression) -> list[Stop]:
        """All that can leave an expression without a value, in the order in which it is read."""
        return distinct(self._stops_in(expression.tree, (), z3.BoolVal(True), expression.text))

    def _name(self, name: str, choices: Choices) -> Term:
        key = (name, choices)
        if key not in self._terms:
            self._terms[key] = self._note(self._made(name, choices))
        return self._terms[key]

    def _made(self, name: str, choices: Choices) -> Term:
        rules = self.rules
        if name in rules.formulas:
            formula = rules.formulas[name]
            return self._term(formula.is_.tree, with_choices(choices, formula.given))
        if name in rules.parameters:
            return self._parameter(name, rules.parameters[name], choices)
        if name in dict(choices):
            return text_code(dict(choices)[name])
        return self._answer(name)

    def _answer(self, name: str) -> Term:
        """What a question, or a part of one, counts as: its answer or, where that may be left out, its default."""
        given, (question, _) = self.question(name), option_of(name)
        if question in self.asks:
            return self._nothing(name) if question in self.left else given
        if question not in self.optional:
            return given
        default = self.default(name)  # that of the choices that were made, whatever is fixed here
        if question in self.left and default is not None:
            return default
        return given if default is None else z3.If(self.is_given(name), given, default)

    def _nothing(self, name: str) -> Term:
        """Some value of a question's kind, where the walk ends before it is used."""
        return SORTS[self.kind(self._own(name)).sort].nothing

    def default(self, name: str) -> Term | None:
        """The default of a question, or of a part of one, as a term; None if it has none."""
        name, part = option_of(name)
        question = self.rules.questions[name]
        if not question.default:
            return None
        if name in self.rules.defaults:
            return self._term(self.rules.defaults[name].tree, ())
        answer = question.kind.read(question.default)
        assert not isinstance(answer, Unknown)
        return constant(part in answer if isinstance(answer, tuple) else answer)

    def wrong_default(self, name: str) -> Term:
        """That the default of a question about a number is out of its bounds, or not whole where it should be."""
        kind, default = self.rules.questions[name].kind, self.default(name)
        wrong = [z3.Not(bound) for bound in bounds_of(default, Asked(kind))]
        if kind.is_whole and not (
            name in self.rules.defaults and is_whole(self.rules, self.rules.defaults[name])
        ):
            wrong.append(z3.Not(z3.IsInt(default)))
        return any_of(wrong)

    def refuses(self, name: str, other: "Terms", its: str) -> Term:
        """That this ruleset does not take the answer to a question, which another one calls `its`, and may take."""
        wrong = [other.variable(own) for own in other._asked(its) if own not in self.asked]
        for own, asked in self._asked(name).items():
            variable = self.variable(own)
            wrong += [z3.Not(bound) for bound in bounds_of(variable, asked)]
            wrong += [z3.Not(z3.IsInt(variable))] if asked.kind.is_whole else []
        return any_of(wrong)

    @cached_property
    def admitted(self) -> list[Term]:
        """That answers are none that are refused together, a condition for each refusal."""
        return [
            self._note(z3.Not(z3.And(self.defined(one.when), self.condition(one.when))))
            for one in self.rules.refuse
        ]

    def refused_together(self) -> Term:
        """That this ruleset refuses answers that another one, with which it shares them, may take."""
        return any_of([z3.Not(one) for one in self.admitted])

    def is_given(self, name: str) -> Term:
        """That a question is answered rather than left out."""
        return given_variable(self._own(option_of(name)[0]))

    def is_left_out(self, name: str) -> Term:
        """That a question is left to its default."""
        return z3.Not(self.is_given(name))

    def _parameter(self, name: str, parameter: Parameter, choices: Choices) -> Term:
        if parameter.cases and name not in self.overrides:
            return self._term(parameter.cases.tree, choices)
        if not parameter.by:
            return self._figure(name, choices)
        chosen = self._name(parameter.by, choices)
        figures = [(option, self._figure(f"{name}.{option}", choices)) for option in parameter.values]
        term = figures[-1][1]
        for option, figure in reversed(figures[:-1]):
            term = z3.If(chosen == text_code(option), figure, term)
        return z3.simplify(term) if choices else term

    def _figure(self, name: str, choices: Choices) -> Term:
        """The figure that an override names."""
        figure = self.overrides[name] if name in self.overrides else self.rules.figure(name)
        return self._term(figure.tree, choices) if isinstance(figure, Expression) else exact_term(figure)

    def _term(self, node: Node, choices: Choices) -> Term:
        match node:
            case Name(name):
                return self._name(name, choices)
            case Constant(value):
                return constant(value)
            case Arithmetic(left, sign, right) | Comparison(left, sign, right):
                return COMPUTE[sign](self._term(left, choices), self._term(right, choices))
            case Junction(sign, parts):
                join: Any = z3.And if sign == "and" else z3.Or
                return join(*(self._term(part, choices) for part in parts))
            case Not(operand):
                return z3.Not(self._term(operand, choices))
            case Negative(operand):
                return -self._term(operand, choices)
        assert isinstance(node, Cases)
        term = self._term(node.last, choices)
        for when, chosen in reversed(node.first):
            term = z3.If(self._term(when, choices), self._term(chosen, choices), term)
        return term

    def _stops_in(self, node: Node, choices: Choices, computed: Term, text: str) -> Iterator[Stop]:
        match node:
            case Name(name):
                for one in self._stops_of(name, choices):
                    yield one._replace(computed=both(computed, one.computed))
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
            yield from self._stops_in(value, choices, both(computed, holds), spell(value))
            computed = both(computed, z3.Not(holds))
        yield from self._stops_in(node.last, choices, computed, spell(node.last))

    def _stops_of(self, name: str, choices: Choices) -> list[Stop]:
        """What can stop the reading of a name; found once, however often it is read."""
        key = (name, choices)
        if key not in self._stops:
            self._stops[key] = distinct(self._stops_behind(name, choices))
        return self._stops[key]

    def _stops_behind(self, name: str, choices: Choices) -> Iterator[Stop]:
        rules = self.rules
        if name in rules.computed and name not in self.overrides:
            given = rules.formulas[name].given if name in rules.formulas else {}
            one = rules.computed[name]
            yield from self._stops_in(one.tree, with_choices(choices, given), z3.BoolVal(True), one.text)
        elif name in rules.parameters:
            if rules.parameters[name].by:
                yield from self._stops_of(rules.parameters[name].by, choices)
        elif name in (*self.asks, *self.optional) and name not in dict(choices):
            out = z3.BoolVal(True) if name in self.left else z3.Not(self.is_given(name))
            if name in self.asks:
                yield Missing(out, name)
            elif name in rules.defaults:
                yield from self._stops_in(rules.defaults[name].tree, (), out, rules.questions[name].default)
        elif option_of(name)[1]:
            yield from self._stops_of(option_of(name)[0], choices)

    def kind(self, name: str) -> Kind:
        """The kind of a variable; one that takes whole numbers only, if that of some version does."""
        kinds = [asked.kind for asked in self.asked[name]]
        return next((kind for kind in kinds if kind.is_whole), kinds[0])

    def bounds(self, name: str) -> list[Term]:
        """What every answer to a question satisfies, but for being whole."""
        return [bound for asked in self.asked[name] for bound in bounds_of(self.variable(name), asked)]
