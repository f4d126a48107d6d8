"""A figure as a function of one unknown: a ratio of two polynomials with exact coefficients.

Put in a scope in place of an answer, it goes through formulas as a number would, and comes out as
the function that says where a comparison changes.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from advisor.errors import AdvisorError, Problem
from advisor.quantities import Number, simplest

MAX_DEGREE = 50
"""The highest power of the unknown that is followed."""

Polynomial = tuple[Fraction, ...]
"""Coefficients, the constant first; none is zero at the end."""


class Ratio:
    """`over` / `under`, in one unknown."""

    def __init__(self, over: Polynomial, under: Polynomial = (Fraction(1),)) -> None:
        self.over, self.under = _trimmed(over), _trimmed(under)
        if max(len(self.over), len(self.under)) > MAX_DEGREE:
            says = f"a condition rests on more than the power {MAX_DEGREE} of one answer or figure"
            raise AdvisorError(Problem("too-large", says, "compute it in fewer steps"))

    @classmethod
    def unknown(cls) -> "Ratio":
        """The unknown itself."""
        return cls((Fraction(0), Fraction(1)))

    def __add__(self, other: "Ratio | Number") -> "Ratio":
        its = _ratio(other)
        return Ratio(
            _plus(_times(self.over, its.under), _times(its.over, self.under)), _times(self.under, its.under)
        )

    def __mul__(self, other: "Ratio | Number") -> "Ratio":
        its = _ratio(other)
        return Ratio(_times(self.over, its.over), _times(self.under, its.under))

    def __truediv__(self, other: "Ratio | Number") -> "Ratio":
        its = _ratio(other)
        if not its.over:
            raise ZeroDivisionError
        return Ratio(_times(self.over, its.under), _times(self.under, its.over))

    def __neg__(self) -> "Ratio":
        return self * -1

    def __sub__(self, other: "Ratio | Number") -> "Ratio":
        return self + -_ratio(other)

    def __rsub__(self, other: Number) -> "Ratio":
        return _ratio(other) - self

    def __rtruediv__(self, other: Number) -> "Ratio":
        return _ratio(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def breaks(self) -> Iterator[Number]:
        """Where the sign can change: the roots above and below the line.

        A root that is no fraction comes as two fractions close around it.
        """
        for polynomial in (self.over, self.under):
            yield from _roots(polynomial)


def _ratio(value: "Ratio | Number") -> Ratio:
    return value if isinstance(value, Ratio) else Ratio((Fraction(value),))


def _trimmed(coefficients: Polynomial) -> Polynomial:
    size = len(coefficients)
    while size and coefficients[size - 1] == 0:
        size -= 1
    return coefficients[:size]


def _plus(one: Polynomial, other: Polynomial) -> Polynomial:
    return tuple(a + b for a, b in zip_longest(one, other, fillvalue=Fraction(0)))


def _times(one: Polynomial, other: Polynomial) -> Polynomial:
    if not one or not other:
        return ()
    product = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            product[i + j] += a * b
    return tuple(product)


def _roots(polynomial: Polynomial) -> Iterator[Number]:
    if len(polynomial) == 2:
        yield simplest(-polynomial[0] / polynomial[1])
    elif len(polynomial) > 2:
        from advisor.analysis.solver import real_roots  # rarely needed, and slow to import

        yield from real_roots(polynomial)
