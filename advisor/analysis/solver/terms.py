"""Answers and expressions of a ruleset as terms of the solver."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import z3

from advisor.analysis.solver.solving import (
    Term,
    constant,
    exact_term,
    given_variable,
    if_then_else,
    negation,
    text_code,
    text_of,
    value_of,
    variables,
)
from advisor.engine.answers import Value
from advisor.engine.scope import Choices, choices_with
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
    option_of,
)
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.kinds import Kind, Unknown
from advisor.rules.records import Parameter


class Variable(NamedTuple):
    """What a variable stands for in one ruleset: its kind, and the ids of its options.

    of: the variable of the question of which it is a part, or itself
    part: which part; empty where the question is one thing
    """

    kind: Kind
    options: tuple[str, ...] = ()
    of: str = ""
    part: str = ""

    def bounds(self, term: Term) -> list[Term]:
        """What every value satisfies, but for being whole."""
        if self.options:
            return [z3.Or(*(term == text_code(option) for option in self.options))]
        low, high = self.kind.question.min, self.kind.question.max
        above = [] if low is None else [exact_term(low) <= term]
        return above if high is None else [*above, exact_term(high) >= term]

    def limits(self, term: Term) -> list[Term]:
        """What every value satisfies."""
        return [*self.bounds(term), *([z3.IsInt(term)] if self.kind.is_whole else [])]


class Representation(NamedTuple):
    """How the solver has an answer.

    variable: makes one of a name
    nothing: some value of it
    read: the answer that a term of it stands for
    """

    variable: Callable[[str], Term]
    nothing: Term
    read: Callable[[Term], Value]


SORTS = {
    "boolean": Representation(z3.Bool, z3.BoolVal(False), z3.is_true),
    "text": Representation(z3.Int, z3.IntVal(-1), text_of),
    "number": Representation(z3.Real, z3.RealVal(0), value_of),
    "date": Representation(z3.Real, z3.RealVal(0), value_of),
}
"""How the solver has a value, by its type; several options are each true or false."""


@dataclass(eq=False, repr=False)
class Terms:
    """The formulas of one ruleset, or of several that share their questions.

    rules: the ruleset
    overrides: figures that stand in for those of the ruleset
    renamed: questions that another ruleset calls something else; they share one variable
    optional: questions that may be left to their default; others have some answer within their bounds
    asks: questions that may be left out too and have no default then, each with the number of a walk
        that ends there for want of an answer
    left: questions of either kind that are left out in any case
    options: options of questions that the other ruleset calls something else
    asked: for each variable, what it stands for in each ruleset
    """

    rules: Ruleset
    overrides: Mapping[str, Number] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    asks: Mapping[str, int] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    # what is known so far
    _reads: dict[int, frozenset[str]] = field(default_factory=dict, init=False)
    _conditions: dict[tuple[str, Choices], Term] = field(default_factory=dict, init=False)
    _named: dict[tuple[str, Choices], Term] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        questions = self.rules.questions
        self.asked = {own: [one] for name in questions for own, one in self._asked(name).items()}
        self._may_be_left = {self.renamed.get(name, name) for name in (*self.optional, *self.asks)}

    # --- questions ---

    def question(self, name: str) -> Term:
        """The variable of a question: true or false, a number, or the text of an option."""
        term = given = self.variable(self._own(name))
        for own, shared in self.options.get(name, {}).items():
            term = if_then_else(given == text_code(shared), text_code(own), term)
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

    def _asked(self, name: str) -> dict[str, Variable]:
        """The variables of a question."""
        own, shared = self._own(name), self.options.get(name, {})
        options = tuple(shared.get(one, one) for one in self.rules.options(name))
        found = {self._own(part): kind for part, kind in self.parts(name).items()}
        if own in found:
            return {own: Variable(found[own], options, own)}
        return {part: Variable(kind, (), own, option_of(part)[1]) for part, kind in found.items()}

    def variable(self, own: str) -> Term:
        """The variable of that name."""
        return SORTS[self.kind(own).type].variable(own)

    def kind(self, own: str) -> Kind:
        """The kind of a variable; one that takes whole numbers only, if that of some version does."""
        kinds = [asked.kind for asked in self.asked[own]]
        return next((kind for kind in kinds if kind.is_whole), kinds[0])

    def bounds(self, own: str) -> list[Term]:
        """What every value of a variable satisfies, but for being whole."""
        return [bound for asked in self.asked[own] for bound in asked.bounds(self.variable(own))]

    def is_given(self, name: str) -> Term:
        """That a question is answered rather than left out."""
        return given_variable(self._own(option_of(name)[0]))

    def is_left_out(self, name: str) -> Term:
        """That a question is left to its default."""
        return negation(self.is_given(name))

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

    # --- expressions ---

    def condition(self, expression: Expression, given: Mapping[str, str] | None = None) -> Term:
        """A condition, or a number, as a term; perhaps under choices, whatever the user chose."""
        key = expression.text, choices_with((), given or {})
        if key not in self._conditions:
            self._conditions[key] = self._note(self._term(expression.tree, key[1]))
        return self._conditions[key]

    def negated(self, expression: Expression, given: Mapping[str, str] | None = None) -> Term:
        """That a condition does not hold."""
        return negation(self.condition(expression, given))

    def _note(self, term: Term) -> Term:
        """Know the variables of a term that is kept, so that larger ones need not be read through again."""
        self._reads[term.get_id()] = frozenset(variables([term], self._reads))
        return term

    def _term(self, node: Node, choices: Choices) -> Term:
        match node:
            case Name(name):
                return self._name(name, choices)
            case Constant(value):
                return constant(value)
            case Arithmetic(left, sign, right) | Comparison(left, sign, right):
                term: Term = COMPUTE[sign](self._term(left, choices), self._term(right, choices))
            case Junction(sign, parts):
                joined = [self._term(part, choices) for part in parts]
                term = z3.And(*joined) if sign == "and" else z3.Or(*joined)
            case Not(operand):
                term = z3.Not(self._term(operand, choices))
            case Negative(operand):
                term = exact_term(0) - self._term(operand, choices)
            case _:
                assert isinstance(node, Cases)
                term = self._term(node.last, choices)
                for when, chosen in reversed(node.first):
                    term = if_then_else(self._term(when, choices), self._term(chosen, choices), term)
        return term

    def _name(self, name: str, choices: Choices) -> Term:
        key = (name, choices)
        if key not in self._named:
            self._named[key] = self._note(self._made(name, choices))
        return self._named[key]

    def _made(self, name: str, choices: Choices) -> Term:
        rules = self.rules
        if name in rules.formulas:
            formula = rules.formulas[name]
            return self._term(formula.is_.tree, choices_with(choices, formula.given))
        if name in rules.parameters:
            return self._parameter(name, rules.parameters[name], choices)
        if name in dict(choices):
            return text_code(dict(choices)[name])
        return self._answer(name)

    def _answer(self, name: str) -> Term:
        """What a question, or a part of one, counts as: its answer or, where that may be left out, its default."""
        given, (question, _) = self.question(name), option_of(name)
        if question in self.asks:  # some value, where the walk ends before it is used
            return SORTS[self.kind(self._own(name)).type].nothing if question in self.left else given
        default = self.default(name) if question in self.optional else None
        if default is None:
            return given
        if question in self.left:
            return default
        return if_then_else(self.is_given(name), given, default)

    def _parameter(self, name: str, parameter: Parameter, choices: Choices) -> Term:
        if parameter.cases and name not in self.overrides:
            return self._term(parameter.cases.tree, choices)
        if not parameter.by:
            return self._figure(name, choices)
        chosen = self._name(parameter.by, choices)
        *first, last = ((option, self._figure(f"{name}.{option}", choices)) for option in parameter.values)
        term = last[1]
        for option, figure in reversed(first):
            term = if_then_else(chosen == text_code(option), figure, term)
        return z3.simplify(term) if choices else term

    def _figure(self, name: str, choices: Choices) -> Term:
        """The figure that an override names."""
        figure = self.overrides[name] if name in self.overrides else self.rules.figure(name)
        return self._term(figure.tree, choices) if isinstance(figure, Expression) else exact_term(figure)
