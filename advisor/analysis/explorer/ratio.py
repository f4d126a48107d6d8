"""A figure as a function of one unknown: a ratio of two polynomials with exact coefficients.

Put in a scope in place of an answer, it goes through formulas as a number would, and comes out as
the function that says where a comparison changes. What is computed by cases is a function in each piece
between the values at which another case holds: compared, a figure is what it is at a sample, and the
comparison is kept, so that the pieces can be found.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from advisor.analysis.explorer import caps
from advisor.errors import AdvisorError, Problem
from advisor.quantities import Number, simplest

Polynomial = tuple[Fraction, ...]
"""Coefficients, the constant first; none is zero at the end."""


class Sample:
    """Where the unknown stands while figures are compared, and the differences that were looked at."""

    def __init__(self, at: Number) -> None:
        self.at = at
        self.compared: list[Ratio] = []

    @property
    def unknown(self) -> "Ratio":
        """The unknown itself."""
        return Ratio(self, (Fraction(0), Fraction(1)))

    def seams(self) -> Iterator[Number]:
        """Where what was compared comes out otherwise."""
        return (one for difference in self.compared for one in difference.breaks())


class Ratio:
    """`numerator` / `denominator`, in one unknown."""

    def __init__(
        self, sample: Sample, numerator: Polynomial, denominator: Polynomial = (Fraction(1),)
    ) -> None:
        self.sample = sample
        self.numerator, self.denominator = _trimmed(numerator), _trimmed(denominator)
        if max(len(self.numerator), len(self.denominator)) > caps.DEGREE:
            says = f"a condition rests on more than the power {caps.DEGREE} of one answer or figure"
            raise AdvisorError(Problem("too-large", says, "compute it in fewer steps"))

    def _of(self, value: "Ratio | Number") -> "Ratio":
        return value if isinstance(value, Ratio) else Ratio(self.sample, (Fraction(value),))

    def __add__(self, other: "Ratio | Number") -> "Ratio":
        its = self._of(other)
        above = _plus(_times(self.numerator, its.denominator), _times(its.numerator, self.denominator))
        return Ratio(self.sample, above, _times(self.denominator, its.denominator))

    def __mul__(self, other: "Ratio | Number") -> "Ratio":
        its = self._of(other)
        above, below = _times(self.numerator, its.numerator), _times(self.denominator, its.denominator)
        return Ratio(self.sample, above, below)

    def __truediv__(self, other: "Ratio | Number") -> "Ratio":
        its = self._of(other)
        if not its.numerator:
            raise ZeroDivisionError
        above, below = _times(self.numerator, its.denominator), _times(self.denominator, its.numerator)
        return Ratio(self.sample, above, below)

    def __neg__(self) -> "Ratio":
        return self * -1

    def __sub__(self, other: "Ratio | Number") -> "Ratio":
        return self + -self._of(other)

    def __rsub__(self, other: Number) -> "Ratio":
        return self._of(other) - self

    def __rtruediv__(self, other: Number) -> "Ratio":
        return self._of(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def _above(self, other: "Ratio | Number") -> Fraction:
        """By how much it is above another figure at the sample; raises ZeroDivisionError where either is none."""
        difference = self - other
        self.sample.compared.append(difference)
        return _at(difference.numerator, self.sample.at) / _at(difference.denominator, self.sample.at)

    def __lt__(self, other: "Ratio | Number") -> bool:
        return self._above(other) < 0

    def __le__(self, other: "Ratio | Number") -> bool:
        return self._above(other) <= 0

    def __gt__(self, other: "Ratio | Number") -> bool:
        return self._above(other) > 0

    def __ge__(self, other: "Ratio | Number") -> bool:
        return self._above(other) >= 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ratio | int | Fraction) and self._above(other) == 0

    __hash__ = None  # type: ignore[assignment]

    def breaks(self) -> Iterator[Number]:
        """Where the sign can change: the roots above and below the line.

        A root that is no fraction comes as two fractions close around it.
        """
        for polynomial in (self.numerator, self.denominator):
            yield from _roots(polynomial)


def _at(polynomial: Polynomial, value: Number) -> Fraction:
    result = Fraction(0)
    for coefficient in reversed(polynomial):
        result = result * value + coefficient
    return result


def _trimmed(coefficients: Polynomial) -> Polynomial:
    while coefficients and not coefficients[-1]:
        coefficients = coefficients[:-1]
    return coefficients


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
