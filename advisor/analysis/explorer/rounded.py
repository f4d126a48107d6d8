"""Values beside an exact one that people would type: whole, of coins, or of few digits."""

from fractions import Fraction
from math import ceil, floor

from advisor.analysis.explorer import caps
from advisor.money import currency
from advisor.quantities import Number, reads_well, simplest


def neighbors(value: Number, whole: bool, unit: str) -> set[Number]:
    """A value, if it can be an answer and be written down, and the next round ones on both sides."""
    if whole:
        return {floor(value), ceil(value), floor(value) + 1, ceil(value) - 1}
    near = {one for one in (beyond(value, side, None, unit) for side in (-1, 1)) if one is not None}
    return near | ({value} if reads_well(value) else set())


def beyond(value: Number, side: int, following: Number | None, unit: str) -> Number | None:
    """The next round value beyond one, on one side, that does not reach the following; None if they meet."""
    step = _step(value, unit)
    for _ in range(caps.FINER):
        steps = Fraction(value) / step
        found = (floor(steps) + 1 if side > 0 else ceil(steps) - 1) * step
        if following is None or (following - found) * side > 0:
            return simplest(found)
        step /= 10
    return None


def _step(value: Number, unit: str) -> Fraction:
    """Steps in which a figure is told: coins, ones or thousandths; finer for what is smaller than one."""
    size = abs(Fraction(value))
    own = currency(unit)
    if own and (size >= 1 or not size):
        return Fraction(1, 10**own.places)
    step = Fraction(1) if size >= 1000 else Fraction(1, 1000)
    while 0 < size < 1 and size < 1000 * step:
        step /= 10
    return step
