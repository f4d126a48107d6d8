"""Conditions of a ruleset as formulas of a solver: which answers lead where, and which never can.

The only module that knows z3. The readings here and in `session` are of the same expression, on
exact numbers: an answer found here is an answer there. Where the solver cannot tell within its
bound, `Undecided` is raised; nothing is ever guessed.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import z3

from advisor import answers as answers_
from advisor.answers import Value
from advisor.expression import Expression, parse
from advisor.graph import in_order, reachable
from advisor.quantities import Number, exact, simplest
from advisor.rules import Ruleset
from advisor.rules.model import Parameter, Question

STEPS = 3_000_000
"""What the solver may spend on one question to it, in its own units; about a second or two."""
PATIENCE = 20_000
"""Milliseconds after which it is stopped in any case; the steps run out long before."""
FAILS = -1
"""The number of a walk that divides by zero."""
OPEN = -2
"""The number of a walk that ends at a question nobody could answer; smaller ones are free for others."""
_SIMPLE = (0, 1, 2, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
_COMPARE: dict[type[ast.cmpop], Any] = {
    ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b, ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b, ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b,
}  # fmt: skip
_COMPUTE: dict[type[ast.operator], Any] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}  # fmt: skip

Term = Any
"""A z3 expression; z3 is untyped."""
Choices = tuple[tuple[str, str], ...]
"""Choices under which a formula is computed, whatever the user chose."""


class Undecided(Exception):
    """The solver could not tell within its bound."""


class Division(NamedTuple):
    """A division: the condition under which it is computed, and what it divides by."""

    computed: Term
    divisor: Term
    text: str

    @property
    def passes(self) -> Term:
        """That a walk does not end here."""
        return _implies(self.computed, self.divisor != 0)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same division."""
        return self.computed.get_id(), self.divisor.get_id()


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


class Prover:
    """The formulas of one ruleset, or of several that share their questions.

    rules: the ruleset
    free: parameters that are unknown numbers rather than the rules' figures, each with its name
        as an override has it: ``name`` or ``name.option``
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
        free: frozenset[str] = frozenset(),
        renamed: Mapping[str, str] | None = None,
        optional: frozenset[str] = frozenset(),
        asks: Mapping[str, int] | None = None,
        left: frozenset[str] = frozenset(),
        options: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.rules = rules
        self.overrides = overrides or {}
        self.free = free
        self.renamed = renamed or {}
        self.optional = optional
        self.asks = asks or {}
        self.left = left
        self.options = options or {}
        self._conditions: dict[str, Term] = {}
        self._variables: dict[int, frozenset[str]] = {}
        self._defined: dict[str, Term] = {}
        self.asked = {self.renamed.get(name, name): [self._asked(name)] for name in rules.questions}
        self._may_be_left = {self.renamed.get(name, name) for name in (*optional, *self.asks)}
        self._stops: dict[tuple[str, Choices], list[Stop]] = {}
        self._terms: dict[tuple[str, Choices], Term] = {}
        self._reach: dict[str, Term] = {}
        self._incoming: dict[str, list[tuple[str, int]]] | None = None

    # --- terms ---

    def question(self, name: str) -> Term:
        """The variable of a question: true or false, a number, or the text of an option."""
        term = given = self.variable(self.renamed.get(name, name))
        for own, shared in self.options.get(name, {}).items():
            term = z3.If(given == text_code(shared), text_code(own), term)
        return term

    def _asked(self, name: str) -> "Asked":
        shared = self.options.get(name, {})
        return Asked(
            self.rules.questions[name], tuple(shared.get(one, one) for one in self.rules.options(name))
        )

    def variable(self, own: str) -> Term:
        """The variable of that name."""
        kind = self._kind(own)
        if kind == "yes_no":
            return z3.Bool(own)
        return z3.Int(own) if kind == "choice" else z3.Real(own)

    def condition(self, expression: Expression) -> Term:
        """A condition, or a number, as a term."""
        if expression.text not in self._conditions:
            term = self._conditions[expression.text] = self._term(expression.tree, ())
            self._variables[term.get_id()] = frozenset(variables([term]))
        return self._conditions[expression.text]

    def defined(self, expression: Expression) -> Term:
        """That an expression has a value: no division is by zero, no question without an answer is read."""
        if expression.text not in self._defined:
            self._defined[expression.text] = _all(one.passes for one in self.stops(expression))
        return self._defined[expression.text]

    def negated(self, expression: Expression) -> Term:
        """That a condition does not hold."""
        return z3.Not(self.condition(expression))

    def either(self, condition: Expression, one: Term, other: Term, stopped: Term | None = None) -> Term:
        """One term where a condition holds, another where it does not, and perhaps a third where it has no value."""
        term = z3.If(self.condition(condition), one, other)
        defined = z3.BoolVal(True) if stopped is None else self.defined(condition)
        return term if z3.is_true(defined) else z3.If(defined, term, stopped)

    @staticmethod
    def number(value: int) -> Term:
        """A whole number that stands for outcomes."""
        return z3.IntVal(value)

    @staticmethod
    def pair(one: Term, other: Term, base: int) -> Term:
        """A number for two ends, from 1; 0 where they are equal, and where both only want an answer."""
        same = z3.Or(one == other, z3.And(one < FAILS, other < FAILS), one == OPEN, other == OPEN)
        return z3.If(same, z3.IntVal(0), Prover.pair_number(one, other, base))

    @staticmethod
    def pair_number(one: Any, other: Any, base: int) -> Any:
        """The number of a pair of different ends, which are numbered from -`base` to `base`."""
        return 1 + (one + base) * (2 * base + 1) + other + base

    @staticmethod
    def any_of(conditions: list[Term]) -> Term:
        """That one of the conditions holds."""
        return z3.Or(*conditions)

    def divisions(self, expression: Expression) -> Iterator[Division]:
        """Every division that the value of an expression can come to."""
        return (one for one in self.stops(expression) if isinstance(one, Division))

    def stops(self, expression: Expression) -> list[Stop]:
        """All that can leave an expression without a value, in the order in which it is read."""
        return _distinct(self._stops_in(expression.tree, (), z3.BoolVal(True), expression.text))

    def taken(self, decision: str, branch: int) -> Term:
        """That a decision takes a branch, if the walk comes to it and no division is by zero there."""
        when = self.rules.decisions[decision].branches[branch].when
        holds = [self.defined(when), self.condition(when)] if when else []
        return _all([self.tried(decision, branch), *holds])

    def tried(self, decision: str, branch: int) -> Term:
        """That a decision comes to try a branch, because those before it do not hold."""
        before = [one.when for one in self.rules.decisions[decision].branches[:branch] if one.when]
        return _all(part for when in before for part in (self.defined(when), z3.Not(self.condition(when))))

    def reach(self, state: str) -> Term:
        """That the walk comes to a decision or outcome: a condition as large as the chart, however many its ways."""
        for one in self._before(state):
            if one not in self._reach:
                ways = [z3.And(self._reach[source], self.taken(source, branch))
                        for source, branch in self._sources().get(one, ())]  # fmt: skip
                self._reach[one] = z3.BoolVal(True) if one == self.rules.start else _any(ways)
        return self._reach[state]

    def outcome(self, state: str | None = None, codes: Mapping[str, int] | None = None) -> Term:
        """The number, by `codes`, of the outcome that the walk from a state comes to.

        `FAILS` where the walk ends in a division by zero, the number in `asks` where it ends at a question.
        """
        codes = codes or {name: index for index, name in enumerate(self.rules.outcomes)}
        found: dict[str, Term] = {}
        start = state or self.rules.start
        for here in reversed(in_order(self.rules, start)):
            if here in self.rules.outcomes:
                found[here] = z3.IntVal(codes[here])
                continue
            found[here] = self._chosen(here, found)
        return found[start]

    def _chosen(self, decision: str, values: Mapping[str, Term]) -> Term:
        """The value that belongs to the target of the branch a decision takes."""
        *branches, last = self.rules.decisions[decision].branches
        term = values[last.to]
        for branch in reversed(branches):
            assert branch.when is not None
            if all(isinstance(one, Division) for one in self.stops(branch.when)):
                term = self.either(branch.when, values[branch.to], term, z3.IntVal(FAILS))
                continue
            term = z3.If(self.condition(branch.when), values[branch.to], term)
            for stop in reversed(self.stops(branch.when)):
                end = FAILS if isinstance(stop, Division) else self.asks[stop.name]
                term = z3.If(stop.passes, term, z3.IntVal(end))
        return term

    def has_one_way(self, state: str) -> bool:
        """Whether no branches meet on the way to a state."""
        while state != self.rules.start:
            sources = self._sources().get(state, ())
            if len(sources) != 1:
                return False
            state = sources[0][0]
        return True

    def _before(self, state: str) -> list[str]:
        """The states on the ways to a state, each after those before it, itself last."""
        order: list[str] = []
        stack: list[tuple[str, bool]] = [(state, False)]
        seen: set[str] = set()
        while stack:
            here, done = stack.pop()
            if done:
                order.append(here)
            elif here not in seen:
                seen.add(here)
                stack.append((here, True))
                stack += [
                    (source, False)
                    for source, _ in self._sources().get(here, ())
                    if source not in self._reach
                ]
        return order

    def _sources(self) -> dict[str, list[tuple[str, int]]]:
        if self._incoming is None:
            self._incoming = {}
            for name in reachable(self.rules, self.rules.start):
                decision = self.rules.decisions.get(name)
                for index, branch in enumerate(decision.branches if decision else ()):
                    self._incoming.setdefault(branch.to, []).append((name, index))
        return self._incoming

    def _name(self, name: str, choices: Choices) -> Term:
        key = (name, choices)
        if key not in self._terms:
            self._terms[key] = self._made(name, choices)
        return self._terms[key]

    def _made(self, name: str, choices: Choices) -> Term:
        rules = self.rules
        if name in rules.formulas:
            formula = rules.formulas[name]
            return self._term(formula.is_.tree, _under(choices, formula.given))
        if name in rules.parameters:
            return self._parameter(name, rules.parameters[name], choices)
        if name in dict(choices):
            return text_code(dict(choices)[name])
        return self._answer(name)

    def _answer(self, name: str) -> Term:
        """What a question counts as: its answer or, where that may be left out, its default."""
        given = self.question(name)
        if name in self.asks:
            return self._nothing(name) if name in self.left else given
        if name not in self.optional:
            return given
        default = self.default(name)  # that of the choices that were made, whatever is fixed here
        if name in self.left and default is not None:
            return default
        return given if default is None else z3.If(self.is_given(name), given, default)

    def _nothing(self, name: str) -> Term:
        """Some value of a question's kind, where the walk ends before it is used."""
        kind = self.rules.questions[name].type
        return {"yes_no": z3.BoolVal(False), "choice": z3.IntVal(-1)}.get(kind, z3.RealVal(0))

    def default(self, name: str) -> Term | None:
        """The default of a question as a term; None if it has none."""
        question = self.rules.questions[name]
        if not question.default:
            return None
        if question.type in ("integer", "number"):
            return self._term(parse(question.default).tree, ())
        answer = answers_.parse(self.rules, name, question.default)
        assert isinstance(answer, bool | str)
        return constant(answer)

    def wrong_default(self, name: str) -> Term:
        """That the default of a question about a number is out of its bounds, or not whole where it should be."""
        question, default = self.rules.questions[name], self.default(name)
        wrong = [z3.Not(bound) for bound in _bounds(default, Asked(question, ()))]
        return _any([*wrong, z3.Not(z3.IsInt(default))] if question.type == "integer" else wrong)

    def refuses(self, name: str) -> Term:
        """That this ruleset does not take the answer to a question; another one, with which it shares it, may."""
        asked = self._asked(name)
        variable = self.variable(self.renamed.get(name, name))
        wrong = [z3.Not(bound) for bound in _bounds(variable, asked)]
        return _any([*wrong, z3.Not(z3.IsInt(variable))] if asked.question.type == "integer" else wrong)

    def is_given(self, name: str) -> Term:
        """That a question is answered rather than left out."""
        return _is_given(self.renamed.get(name, name))

    def is_left_out(self, name: str) -> Term:
        """That a question is left to its default."""
        return z3.Not(self.is_given(name))

    def _parameter(self, name: str, parameter: Parameter, choices: Choices) -> Term:
        if not parameter.by:
            assert parameter.value is not None
            return self._figure(name, parameter.value)
        chosen = self._name(parameter.by, choices)
        figures = [
            (option, self._figure(f"{name}.{option}", value)) for option, value in parameter.values.items()
        ]
        term = figures[-1][1]
        for option, figure in reversed(figures[:-1]):
            term = z3.If(chosen == text_code(option), figure, term)
        return z3.simplify(term) if choices else term

    def _figure(self, name: str, value: Number) -> Term:
        return z3.Real(name) if name in self.free else exact_term(self.overrides.get(name, value))

    def _term(self, node: ast.expr, choices: Choices) -> Term:
        match node:
            case ast.Name(id=name):
                return self._name(name, choices)
            case ast.Constant(value=bool(value)):
                return z3.BoolVal(value)
            case ast.Constant(value=str(text)):
                return text_code(text)
            case ast.Constant(value=value):
                return exact_term(exact(value))  # type: ignore[arg-type]
            case ast.BinOp(left=left, op=op, right=right):
                return _COMPUTE[type(op)](self._term(left, choices), self._term(right, choices))
            case ast.Compare(left=left, ops=[compare], comparators=[right]):
                return _COMPARE[type(compare)](self._term(left, choices), self._term(right, choices))
            case ast.BoolOp(op=joint, values=values):
                join: Any = z3.And if isinstance(joint, ast.And) else z3.Or
                return join(*(self._term(value, choices) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return z3.Not(self._term(operand, choices))
        assert isinstance(node, ast.UnaryOp)
        return -self._term(node.operand, choices)

    def _stops_in(self, node: ast.expr, choices: Choices, computed: Term, text: str) -> Iterator[Stop]:
        match node:
            case ast.Name(id=name):
                for one in self._stops_of(name, choices):
                    yield one._replace(computed=_both(computed, one.computed))
            case ast.BoolOp(op=joint, values=values):
                for value in values:  # later parts are read only where the earlier did not settle it
                    yield from self._stops_in(value, choices, computed, text)
                    term = self._term(value, choices)
                    computed = z3.And(computed, term if isinstance(joint, ast.And) else z3.Not(term))
            case ast.BinOp(left=left, op=op, right=right):
                yield from self._stops_in(left, choices, computed, text)
                yield from self._stops_in(right, choices, computed, text)
                divisor = self._term(right, choices)
                if isinstance(op, ast.Div) and not (z3.is_rational_value(divisor) and _value(divisor)):
                    yield Division(computed, divisor, text)
            case ast.Compare(left=left, comparators=[right]):
                yield from self._stops_in(left, choices, computed, text)
                yield from self._stops_in(right, choices, computed, text)
            case ast.UnaryOp(operand=operand):
                yield from self._stops_in(operand, choices, computed, text)

    def _stops_of(self, name: str, choices: Choices) -> list[Stop]:
        """What can stop the reading of a name; found once, however often it is read."""
        key = (name, choices)
        if key not in self._stops:
            self._stops[key] = _distinct(self._stops_behind(name, choices))
        return self._stops[key]

    def _stops_behind(self, name: str, choices: Choices) -> Iterator[Stop]:
        rules = self.rules
        if name in rules.formulas:
            formula = rules.formulas[name]
            inside = _under(choices, formula.given)
            yield from self._stops_in(formula.is_.tree, inside, z3.BoolVal(True), formula.is_.text)
        elif name in rules.parameters:
            if rules.parameters[name].by:
                yield from self._stops_of(rules.parameters[name].by, choices)
        elif name in (*self.asks, *self.optional) and name not in dict(choices):
            out = z3.BoolVal(True) if name in self.left else z3.Not(self.is_given(name))
            question = rules.questions[name]
            if name in self.asks:
                yield Missing(out, name)
            elif question.default and question.type in ("integer", "number"):
                yield from self._stops_in(parse(question.default).tree, (), out, question.default)

    # --- answers ---

    def given(self, answers: Mapping[str, Value]) -> Term:
        """That the questions have these answers."""
        return z3.And(*(self.question(name) == constant(value) for name, value in answers.items()))

    def between(self, name: str, low: Number, high: Number) -> list[Term]:
        """That the answer to a question lies within bounds."""
        return [self.question(name) >= exact_term(low), self.question(name) <= exact_term(high)]

    def twin(self, name: str, term: Term) -> Term:
        """The same term for another answer to one question, which is a variable of its own."""
        own = self.renamed.get(name, name)
        other = f"{own}'"
        self.asked.setdefault(other, self.asked[own])
        return z3.substitute(term, (self.variable(own), self.variable(other)))

    def share(self, other: "Prover") -> None:
        """Know the questions of another prover too, so that witnesses answer both."""
        self._may_be_left |= other._may_be_left
        for own, questions in other.asked.items():
            self.asked[own] = [*self.asked.get(own, []), *questions]

    def witness(self, *conditions: Term) -> dict[str, Value] | None:
        """Answers, as simple as can be, under which all conditions hold; None if there are none.

        Holds only the questions that the conditions read, by the names of their variables. Raises
        Undecided.
        """
        names = self._names_in(conditions)
        solver = self._solved(conditions, names)
        return None if solver is None else self._simplest(solver, names)

    def is_possible(self, *conditions: Term) -> bool:
        """Whether some answers make all conditions hold. Raises Undecided."""
        return self._solved(conditions, self._names_in(conditions)) is not None

    def _names_in(self, conditions: Sequence[Term]) -> list[str]:
        read = variables(conditions, self._variables)
        return [name for name in self.asked if name in read]

    def _solved(self, conditions: Sequence[Term], names: list[str]) -> Any:
        """A solver in which all conditions hold together; None if they cannot. Raises Undecided."""
        bounds = [bound for name in names for bound in self.bounds(name)]
        whole = [z3.IsInt(self.variable(name)) for name in names if self._kind(name) == "integer"]
        solver = _solver([*conditions, *bounds, *whole])
        verdict = solver.check()
        if verdict == z3.unknown:
            return self._relaxed([*conditions, *bounds], solver, names)
        return solver if verdict == z3.sat else None

    def _relaxed(self, conditions: list[Term], solver: Any, names: list[str]) -> Any:
        """Decide on real numbers first, then look for whole ones near those."""
        real = _solver(conditions)
        verdict = real.check()
        if verdict == z3.unsat:
            return None
        if verdict == z3.sat:
            model = real.model()
            for shift in (0, 1, -1):
                solver.push()
                for name in names:
                    if self._kind(name) == "integer":
                        near = _value(model.eval(self.variable(name), model_completion=True))
                        solver.add(self.variable(name) == round(near) + shift)
                if solver.check() == z3.sat:
                    return solver
                solver.pop()
        raise Undecided

    def _simplest(self, solver: Any, names: list[str]) -> dict[str, Value]:
        """Leave out what can be, then fix one question after the other to a simple answer that still fits."""
        found: dict[str, Value] = {}
        may_be_left = [name for name in names if name in self._may_be_left]
        _answer_few(solver, may_be_left)
        left = {name for name in may_be_left if _left_out(solver, name)}
        for name in names:
            if name in left:
                continue
            term, model = self.variable(name), solver.model()
            value = self._read(name, model.eval(term, model_completion=True))
            for simple in self._preferred(name, value):
                solver.push()
                solver.add(term == constant(simple))
                if solver.check() == z3.sat:
                    value = simple
                    break
                solver.pop()
            else:
                solver.push()
                solver.add(term == constant(value))
                if solver.check() != z3.sat:  # an irrational number, or out of the solver's reach
                    raise Undecided
            found[name] = value
        return found

    def _preferred(self, name: str, value: Value) -> list[Value]:
        """Simple answers that are worth a try before the solver's own."""
        kind, default = self._kind(name), self.asked[name][0].question.default
        if kind == "yes_no":
            return [False]
        if kind == "choice":
            return [default] if default else []
        assert isinstance(value, int | Fraction)
        size: Number = -value if value < 0 else value
        simpler: list[Value] = [one for one in _SIMPLE if one < size]
        return simpler if isinstance(value, int) else [*simpler, round(value)]

    def _read(self, name: str, term: Term) -> Value:
        kind = self._kind(name)
        if kind == "yes_no":
            return z3.is_true(term)
        return _TEXTS[term.as_long()] if kind == "choice" else _value(term)

    def _kind(self, name: str) -> str:
        kinds = [asked.question.type for asked in self.asked[name]]
        return "integer" if "integer" in kinds else kinds[0]

    def bounds(self, name: str) -> list[Term]:
        """What every answer to a question satisfies, but for being whole."""
        return [bound for asked in self.asked[name] for bound in _bounds(self.variable(name), asked)]


class Asked(NamedTuple):
    """A question and the ids of its options."""

    question: Question
    options: tuple[str, ...]


def _bounds(term: Term, asked: Asked) -> list[Term]:
    if asked.question.type == "choice":
        return [z3.Or(*(term == text_code(option) for option in asked.options))]
    low, high = asked.question.min, asked.question.max
    return ([] if low is None else [term >= exact_term(low)]) + (
        [] if high is None else [term <= exact_term(high)]
    )


def variables(conditions: Iterable[Term], known: Mapping[int, frozenset[str]] | None = None) -> set[str]:
    """The names of the variables in conditions; `known` holds those of some terms, by their ids."""
    found: set[str] = set()
    seen: set[int] = set()
    stack = list(conditions)
    while stack:
        term = stack.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        if known and term.get_id() in known:
            found |= known[term.get_id()]
            continue
        if z3.is_const(term) and term.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            found.add(term.decl().name())
        stack += term.children()
    return found


def exact_term(value: Number) -> Term:
    """An exact number as a term."""
    return z3.RealVal(str(value))


def constant(value: Value) -> Term:
    """An answer as a term."""
    if isinstance(value, bool):
        return z3.BoolVal(value)
    return text_code(value) if isinstance(value, str) else exact_term(value)


_CODES: dict[str, int] = {}
_TEXTS: dict[int, str] = {}


def text_code(text: str) -> Term:
    """The number that stands for a text."""
    code = _CODES.setdefault(text, len(_CODES))
    _TEXTS[code] = text
    return z3.IntVal(code)


def _value(term: Term) -> Number:
    if z3.is_algebraic_value(term):
        term = term.approx(10)
    return simplest(Fraction(term.numerator_as_long(), term.denominator_as_long()))


def real_roots(coefficients: Sequence[Fraction]) -> Iterator[Number]:
    """The real roots of a polynomial, the constant coefficient first.

    A root that is no fraction comes as two fractions, close below and above it.
    """
    from z3.z3num import isolate_roots

    unknown: Any = z3.Var(0, z3.RealSort())
    polynomial: Any = exact_term(Fraction(0))
    for coefficient in reversed(coefficients):
        polynomial = polynomial * unknown + exact_term(coefficient)
    polynomial = z3.simplify(polynomial)
    for root in isolate_roots(polynomial):
        if root.is_rational():
            yield simplest(root.as_fraction())
        else:
            yield simplest(root.lower(20).as_fraction())
            yield simplest(root.upper(20).as_fraction())


def _under(choices: Choices, given: Mapping[str, str]) -> Choices:
    return tuple({**dict(choices), **given}.items())


def _is_given(name: str) -> Term:
    return z3.Bool(f"{name}?")


def _both(one: Term, other: Term) -> Term:
    return other if z3.is_true(one) else one if z3.is_true(other) else z3.And(one, other)


def _implies(one: Term, other: Term) -> Term:
    return other if z3.is_true(one) else z3.Implies(one, other)


def _distinct(stops: Iterable[Stop]) -> list[Stop]:
    found: dict[tuple[object, ...], Stop] = {}
    for one in stops:
        found.setdefault(one.key, one)
    return list(found.values())


def _answer_few(solver: Any, names: list[str]) -> None:
    """Let the solver answer as few of some questions as it can."""
    for count in range(len(names)):
        solver.push()
        solver.add(z3.AtMost(*(_is_given(name) for name in names), count))
        if solver.check() == z3.sat:
            return
        solver.pop()
    solver.check()  # for its model


def _left_out(solver: Any, name: str) -> bool:
    """Whether a question can be left to its default; from then on it is, or it is not."""
    solver.push()
    solver.add(z3.Not(_is_given(name)))
    if solver.check() == z3.sat:
        return True
    solver.pop()
    solver.add(_is_given(name))
    if solver.check() != z3.sat:
        raise Undecided
    return False


def _all(terms: Iterable[Term]) -> Term:
    parts = [term for term in terms if not z3.is_true(term)]
    return parts[0] if len(parts) == 1 else z3.And(*parts) if parts else z3.BoolVal(True)


def _any(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else z3.Or(*terms) if terms else z3.BoolVal(False)


def _solver(conditions: list[Term]) -> Any:
    solver = z3.Solver()
    solver.set("rlimit", STEPS)
    solver.set("timeout", PATIENCE)
    solver.add(*conditions)
    return solver
