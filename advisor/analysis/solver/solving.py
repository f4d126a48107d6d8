"""The solver itself: its values, its terms joined, and a question put to it within a bound."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import z3

from advisor.engine.answers import Value
from advisor.quantities import Number, simplest

STEPS = 3_000_000
"""What the solver may spend on one question to it, in its own units; about a second or two."""
PATIENCE = 120_000
"""Milliseconds after which it is stopped in any case; the steps run out long before."""

Term = z3.ExprRef
"""What the solver computes with: a condition, a number, or the number that stands for a text."""

AnyTerm = TypeVar("AnyTerm", bound=Term)


class Undecided(Exception):
    """The solver could not tell within its bound."""


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


def exact_term(value: Number) -> z3.ArithRef:
    """An exact number as a term."""
    term: z3.ArithRef = z3.RealVal(str(value))
    return term


def constant(value: Value) -> Term:
    """An answer as a term."""
    if isinstance(value, bool):
        return truth(value)
    assert not isinstance(value, tuple), "each option is a variable of its own"
    return text_code(value) if isinstance(value, str) else exact_term(value)


_CODES: dict[str, int] = {}
_TEXTS: dict[int, str] = {}


def text_code(text: str) -> z3.ArithRef:
    """The number that stands for a text."""
    code = _CODES.setdefault(text, len(_CODES))
    _TEXTS[code] = text
    return whole_number(code)


def text_of(term: Term) -> str:
    """The text that a number of the solver stands for."""
    assert isinstance(term, z3.IntNumRef)
    return _TEXTS[term.as_long()]


def value_of(term: Term) -> Number:
    """The number of a term; one that is no fraction comes as one close to it."""
    if isinstance(term, z3.AlgebraicNumRef):
        term = term.approx(10)
    assert isinstance(term, z3.RatNumRef)
    return simplest(term.as_fraction())


def real_roots(coefficients: Sequence[Fraction]) -> Iterator[Number]:
    """The real roots of a polynomial, the constant coefficient first.

    A root that is no fraction comes as two fractions, close below and above it.
    """
    from z3.z3num import isolate_roots

    unknown, polynomial = z3.Var(0, z3.RealSort()), exact_term(0)
    for coefficient in reversed(coefficients):
        polynomial = polynomial * unknown + exact_term(coefficient)
    for root in isolate_roots(z3.simplify(polynomial)):
        if root.is_rational():
            yield simplest(root.as_fraction())
        else:
            yield simplest(root.lower(20).as_fraction())
            yield simplest(root.upper(20).as_fraction())


def truth(value: bool) -> Term:
    term: Term = z3.BoolVal(value)
    return term


def whole_number(value: int) -> z3.ArithRef:
    term: z3.ArithRef = z3.IntVal(value)
    return term


def given_variable(name: str) -> Term:
    """That a question which may be left out is answered."""
    term: Term = z3.Bool(f"{name}?")
    return term


def negation(term: Term) -> Term:
    found: Term = z3.Not(term)
    return found


def if_then_else(when: Term, one: AnyTerm, other: AnyTerm) -> AnyTerm:
    """One term where a condition holds, another where it does not."""
    found: AnyTerm = z3.If(when, one, other)
    return found


def all_of(terms: Iterable[Term]) -> Term:
    parts = [term for term in terms if not z3.is_true(term)]
    return parts[0] if len(parts) == 1 else z3.And(*parts) if parts else truth(True)


def any_of(terms: Sequence[Term]) -> Term:
    return terms[0] if len(terms) == 1 else z3.Or(*terms) if terms else truth(False)


def solver_for(conditions: Iterable[Term]) -> z3.Solver:
    solver = z3.Solver()
    solver.set("rlimit", STEPS)
    solver.set("timeout", PATIENCE)
    solver.add(*conditions)
    return solver
