"""Shares with their Wilson interval at 95 %, and what they say about a bar.

Everything is exact: the ends of the interval are the two shares that a score test just does not
reject, so a share lies beyond a bar by a comparison of fractions, without a square root.
"""

import math
from enum import StrEnum
from fractions import Fraction

from advisor.evidence.measures import Interval, Measure
from advisor.quantities import Number, simplest

Z = Fraction("1.95996398454005423552459443052")
"""The normal distribution's 97.5th percentile."""
_Z2 = Z * Z
_DIGITS = 10**18


class Verdict(StrEnum):
    """What a share says about a bar."""

    YES = "yes"
    NO = "no"
    UNSURE = "not sure"


def wilson(passed: int, graded: int) -> Interval:
    """The interval of `passed` of `graded`, to 18 digits. Raises ValueError unless 0 ≤ passed ≤ graded ≥ 1."""
    _check(passed, graded)
    middle = passed + _Z2 / 2
    spread = Z * _root(Fraction(passed * (graded - passed), graded) + _Z2 / 4)
    whole = graded + _Z2
    low = Fraction(0) if passed == 0 else (middle - spread) / whole
    high = Fraction(1) if passed == graded else (middle + spread) / whole
    return Interval(low, high)


def measured(name: str, passed: int, graded: int) -> Measure:
    """The measure of a share with its interval. Raises ValueError like `wilson`."""
    basis, share = f"{passed:,} of {graded:,}", simplest(Fraction(passed, graded))
    return Measure(name, share, "", wilson(passed, graded), passed, graded, basis)


def verdict(passed: int, graded: int, bar: Number) -> Verdict:
    """Yes if the interval's low end is at or over the bar, no if its high end is under it, else not sure."""
    if graded == 0:
        return Verdict.UNSURE
    _check(passed, graded)
    distance = Fraction(passed, graded) - bar
    reach = distance * distance * graded
    needed = _Z2 * bar * (1 - bar)
    if (distance > 0 and reach >= needed) or bar <= 0:
        return Verdict.YES
    return Verdict.NO if (distance < 0 and reach > needed) or bar > 1 else Verdict.UNSURE


def more_to_grade(passed: int, graded: int, bar: Number) -> int | None:
    """How many more have to be graded until the interval is clear of the bar, if the share stays as it is.

    With none graded, the fewest that could do, all of them passing. None if no number would: the share
    lies on the bar, or everything passes and everything has to.
    """
    if verdict(passed, graded, bar) is not Verdict.UNSURE:
        return 0
    distance = (Fraction(passed, graded) if graded else Fraction(1)) - bar
    if distance == 0:
        return None
    needed = _Z2 * bar * (1 - bar) / (distance * distance)
    total = math.ceil(needed) if distance > 0 else math.floor(needed) + 1
    return max(total - graded, 1)


def _check(passed: int, graded: int) -> None:
    if not 0 <= passed <= graded or graded < 1:
        raise ValueError(f"{passed} of {graded} is no share")


def _root(value: Fraction) -> Fraction:
    scaled = value * _DIGITS * _DIGITS
    return Fraction(math.isqrt(scaled.numerator // scaled.denominator), _DIGITS)
