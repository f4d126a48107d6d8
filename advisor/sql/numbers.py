"""Exact numbers in SQL: a whole number over a denominator, with how large both can be.

Bounds tell which type holds a result. One that can be longer than the widest type is computed only in rows
where it is not, which floating point tells well enough to be safe, and is NULL in the others.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from sqlglot import exp

from advisor.quantities import Number
from advisor.sql.dialects import NARROW, Dialect
from advisor.sql.expressions import Nulls, Plain, Sql, as_type, binary, case, either, is_null, whole

_MARGIN = 10
"""How far below the widest number floating point has to see a result."""


class Whole(NamedTuple):
    """A whole number.

    sql: what computes it, in the wide type where it can be beyond the narrow one; None for a constant
    low, high: between what it lies
    """

    sql: Sql | None
    low: int
    high: int
    nulls: Nulls = Nulls.NEVER

    @property
    def size(self) -> int:
        """How far from zero it can be."""
        return max(abs(self.low), abs(self.high))

    @property
    def is_wide(self) -> bool:
        """Whether it has the wide type; a constant has none."""
        return self.sql is not None and self.size > NARROW

    @property
    def shown(self) -> Sql:
        """It as SQL."""
        return whole(self.low) if self.sql is None else self.sql


def constant(value: int) -> Whole:
    """A whole number that is written out."""
    return Whole(None, value, value)


ONE = constant(1)


class Exact(NamedTuple):
    """A number: `times` as much as `top`, over `under`, which is above zero wherever `top` is known.

    Factors that no row changes are in `times`, so that what is computed has as few digits as it can.
    """

    top: Whole
    times: Fraction = Fraction(1)
    under: Whole | None = None

    @property
    def is_constant(self) -> bool:
        return self.top.sql is None and self.under is None

    @property
    def value(self) -> Fraction:
        """A constant as a number."""
        return self.times * self.top.low

    @property
    def nulls(self) -> Nulls:
        return max(self.top.nulls, self.under.nulls) if self.under else self.top.nulls


def exact(value: Number) -> Exact:
    """A number that is written out."""
    return Exact(ONE, Fraction(value))


class ExactArithmetic:
    """Computes with exact numbers in the types of one engine.

    keep: makes a column of what is long to write and is read more than once
    """

    def __init__(self, dialect: Dialect, keep: Callable[[Sql], Sql]) -> None:
        self.dialect = dialect
        self._keep = keep

    # --- numbers ---

    def add(self, left: Exact, right: Exact, sign: str = "+") -> Exact:
        """The sum, or the difference."""
        if right.is_constant and not right.value:
            return left
        if left.is_constant and not left.value:
            return right if sign == "+" else self.negative(right)
        one, other, under = self._over_one(left, right)
        (one, other), times = self._in_one_unit([(one, left.times), (other, right.times)])
        return Exact(self._whole(sign, one, other), times, under)

    def multiply(self, left: Exact, right: Exact) -> Exact:
        """The product."""
        top, under = self._product(left.top, right.top), self._both(left.under, right.under)
        return Exact(top, left.times * right.times, under)

    def divide(self, left: Exact, right: Exact) -> Exact:
        """The quotient, NULL where it is one by zero; the sign goes to the top."""
        if not right.times:
            return Exact(Whole(as_type(exp.Null(), "BIGINT"), 0, 0, Nulls.OPEN))
        times = left.times / right.times
        if right.is_constant:
            return left._replace(times=times / right.top.low)
        top = self._product(left.top, right.under or ONE)
        return Exact(self._by_sign(top, right.top), times, self._both(left.under, self._size(right.top)))

    def compare(self, sign: str, left: Exact, right: Exact) -> Plain:
        """A comparison."""
        one, other, _ = self._over_one(left, right)
        (one, other), _ = self._in_one_unit([(one, left.times), (other, right.times)])
        return Plain(binary(sign, one.shown, other.shown), max(one.nulls, other.nulls))

    def negative(self, one: Exact) -> Exact:
        return one._replace(times=-one.times)

    def at_least_zero(self, one: Exact) -> Exact:
        """Zero where it is below."""
        top = self._times(one.top, 1 if one.times > 0 else -1)
        below = binary("<", top.shown, whole(0))
        capped = top._replace(sql=case([(below, whole(0))], top.shown), low=0, high=max(top.high, 0))
        return Exact(capped, abs(one.times), one.under)

    def chosen(self, first: Sequence[tuple[Plain, Exact]], last: Exact) -> Exact:
        """The number of the first condition that holds."""
        numbers = [*(one for _, one in first), last]
        tops, times = self._in_one_unit([(one.top, one.times) for one in numbers])
        whens = [when for when, _ in first]
        under = None
        if any(one.under for one in numbers):
            under = self._choice(whens, [one.under or ONE for one in numbers])
        return Exact(self._choice(whens, tops), times, under)

    def digits(self, one: Exact) -> Whole | None:
        """A number as a whole one; None for one that can be a part of one."""
        is_whole = one.under is None and one.times.denominator == 1
        return self._times(one.top, one.times.numerator) if is_whole else None

    def _in_one_unit(self, numbers: Sequence[tuple[Whole, Fraction]]) -> tuple[list[Whole], Fraction]:
        """Whole numbers and their factors as whole numbers with one factor, the largest there is."""
        sizes = [times * top.low if top.sql is None else times for top, times in numbers]
        below = lcm(*(one.denominator for one in sizes))
        unit = Fraction(gcd(*(one.numerator * (below // one.denominator) for one in sizes)) or 1, below)
        return [
            constant(int(size / unit)) if top.sql is None else self._times(top, int(size / unit))
            for (top, _), size in zip(numbers, sizes, strict=True)
        ], unit

    def _over_one(self, left: Exact, right: Exact) -> tuple[Whole, Whole, Whole | None]:
        """The tops of two numbers over one and the same denominator."""
        if left.under == right.under:
            return left.top, right.top, left.under
        one = left.top if right.under is None else self._product(left.top, right.under)
        other = right.top if left.under is None else self._product(right.top, left.under)
        return one, other, self._both(left.under, right.under)

    def _both(self, one: Whole | None, other: Whole | None) -> Whole | None:
        return other if one is None else one if other is None else self._product(one, other)

    # --- whole numbers ---

    def _times(self, one: Whole, factor: int) -> Whole:
        return self._product(one, constant(factor))

    def _product(self, one: Whole, other: Whole) -> Whole:
        return other if one == ONE else one if other == ONE else self._whole("*", one, other)

    def _whole(self, sign: str, left: Whole, right: Whole) -> Whole:
        """A sum, difference or product, in a type that holds it."""
        low, high = _bounds(sign, left, right)
        if left.sql is None and right.sql is None:
            return constant(low)
        made = Whole(None, low, high, max(left.nulls, right.nulls))
        one, other = left.shown, right.shown
        if made.size > NARROW and not (left.is_wide or right.is_wide):
            one, other = (self._wide(one), other) if left.sql else (one, self._wide(other))
        sql = binary(sign, one, other)
        if made.size <= self.dialect.widest:
            return made._replace(sql=sql)
        return self._if_short(sign, made, sql, (one, other))

    def _if_short(self, sign: str, made: Whole, sql: Sql, sides: tuple[Sql, Sql]) -> Whole:
        """The same, NULL in rows where the engine has no type for it."""
        limit = self.dialect.widest // _MARGIN
        sizes = [exp.Abs(this=as_type(side, "DOUBLE")) for side in sides]
        size = binary("*" if sign == "*" else "+", *sizes)
        fits = binary("<", size, as_type(exp.Literal.string(f"1e{len(str(limit)) - 1}"), "DOUBLE"))
        low, high = max(made.low, -limit), min(made.high, limit)
        return Whole(self._keep(case([(fits, sql)])), low, high, Nulls.LONG)

    def _wide(self, sql: Sql) -> Sql:
        return as_type(sql, self.dialect.wide)

    def _by_sign(self, top: Whole, by: Whole) -> Whole:
        """A number with the sign of another one, NULL where that is zero."""
        if by.low > 0:
            return top._replace(nulls=max(top.nulls, by.nulls), sql=self._with(top, by))
        above, below = binary(">", by.shown, whole(0)), binary("<", by.shown, whole(0))
        minus = self._times(top, -1)
        pairs = [(above, self.typed(top))] if by.high > 0 else []
        pairs += [(below, self.typed(minus))] if by.low < 0 else []
        low, high = (-top.size, top.size) if by.low < 0 else (top.low, top.high)
        return Whole(case(pairs), low, high, max(Nulls.OPEN, top.nulls, by.nulls))

    def _with(self, top: Whole, by: Whole) -> Sql | None:
        """What is NULL where either is: a constant by itself would not be."""
        if top.sql is not None or not by.nulls:
            return top.sql
        return case([(is_null(by.shown), exp.Null())], self.typed(top))

    def _size(self, one: Whole) -> Whole:
        """How far from zero it is."""
        if one.low >= 0:
            return one
        return one._replace(sql=exp.Abs(this=one.shown) if one.sql else None, low=0, high=one.size)

    def _choice(self, whens: Sequence[Plain], values: Sequence[Whole]) -> Whole:
        """The value of the first condition that holds, NULL where that is open."""
        is_wide = any(one.size > NARROW for one in values)
        sql = values[-1].shown
        for when, value in reversed(list(zip(whens, values, strict=False))):
            sql = either(when, value.shown, sql)
        needs_type = is_wide or all(one.sql is None for one in values)
        made = as_type(sql, self._type(is_wide)) if needs_type else sql
        nulls = max([*(one.nulls for one in whens), *(one.nulls for one in values)])
        return Whole(made, min(one.low for one in values), max(one.high for one in values), nulls)

    def _type(self, is_wide: bool) -> str:
        return self.dialect.wide if is_wide else "BIGINT"

    def typed(self, one: Whole) -> Sql:
        """It as SQL, a constant with its type."""
        return one.shown if one.sql is not None else as_type(one.shown, self._type(one.size > NARROW))


def _bounds(sign: str, left: Whole, right: Whole) -> tuple[int, int]:
    if sign == "+":
        return left.low + right.low, left.high + right.high
    if sign == "-":
        return left.low - right.high, left.high - right.low
    ends = [one * other for one in (left.low, left.high) for other in (right.low, right.high)]
    return min(ends), max(ends)
