"""The solver itself: its values, its terms joined, and a question put to it within a bound."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3

from advisor.engine.answers import Value
from advisor.quantities import Number, simplest

STEPS = 3_000_000
"""What the solver may spend on one question to it, in its own units; about a second or two."""
PATIENCE = 120_000
"""Milliseconds after which it is stopped in any case; the steps run out long before."""

Term = Any
"""A z3 expression; z3 is untyped."""


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


def exact_term(value: Number) -> Term:
    """An exact number as a term."""
    return z3.RealVal(str(value))


def constant(value: Value) -> Term:
    """An answer as a term."""
    if isinstance(value, bool):
        return z3.BoolVal(value)
    assert not isinstance(value, tuple), "each option is a variable of its own"
    return text_code(value) if isinstance(value, str) else exact_term(value)


_CODES: dict[str, int] = {}
_TEXTS: dict[int, str] = {}


def text_code(text: str) -> Term:
    """The number that stands for a text."""
    code = _CODES.setdefault(text, len(_CODES))
    _TEXTS[code] = text
    return z3.IntVal(code)


def text_of(term: Term) -> str:
    """The text that a number of the solver stands for."""
    return _TEXTS[term.as_long()]


def value_of(term: Term) -> Number:
    """The number of a term; one that is no fraction comes as one close to it."""
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


def given_variable(name: str) -> Term:
    return z3.Bool(f"{name}?")


def both(one: Term, other: Term) -> Term:
    return other if z3.is_true(one) else one if z3.is_true(other) else z3.And(one, other)


def implies(one: Term, other: Term) -> Term:
    return other if z3.is_true(one) else z3.Implies(one, other)


def all_of(terms: Iterable[Term]) -> Term:
    parts = [term for term in terms if not z3.is_true(term)]
    return parts[0] if len(parts) == 1 else z3.And(*parts) if parts else z3.BoolVal(True)


def any_of(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else z3.Or(*terms) if terms else z3.BoolVal(False)


def solver_for(conditions: list[Term]) -> Any:
    solver = z3.Solver()
    solver.set("rlimit", STEPS)
    solver.set("timeout", PATIENCE)
    solver.add(*conditions)
    return solver
