"""Pieces of SQL, with no more parentheses than a reader needs.

One piece can stand in several places: sqlglot writes a copy of the whole, in which each has its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from functools import reduce
from typing import NamedTuple

from sqlglot import exp

from advisor.days import show_day

Sql = exp.Expr
"""A piece of SQL."""


class Nulls(IntEnum):
    """For what a value can be NULL: for nothing, want of an answer, or also for a number that is too long."""

    NEVER = 0
    OPEN = 1
    LONG = 2


class Plain(NamedTuple):
    """Yes or no, an option, or a day.

    sql: what computes it
    nulls: for what it can be NULL
    """

    sql: Sql
    nulls: Nulls = Nulls.NEVER


_SIGNS: dict[str, type[exp.Binary]] = {
    "+": exp.Add, "-": exp.Sub, "*": exp.Mul, "and": exp.And, "or": exp.Or,
    "==": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip
_NOT, _COMPARED = 3, 4
_BINDING: dict[type[exp.Expr], int] = {
    exp.Or: 1, exp.And: 2, exp.Not: _NOT, exp.EQ: 4, exp.NEQ: 4, exp.LT: 4, exp.LTE: 4, exp.GT: 4, exp.GTE: 4,
    exp.Is: 4, exp.DPipe: 5, exp.Add: 5, exp.Sub: 5, exp.Mul: 6, exp.Neg: 7,
}  # fmt: skip


def column(name: str) -> Sql:
    """A column of the CTE before."""
    return exp.column(name, quoted=True)


def text(value: str) -> Sql:
    """A text that is written out."""
    return exp.Literal.string(value)


def day(value: int) -> Sql:
    """A day that is written out."""
    return as_type(text(show_day(value)), "DATE")


def whole(value: int) -> Sql:
    """A whole number that is written out."""
    literal = exp.Literal.number(abs(value))
    return exp.Neg(this=literal) if value < 0 else literal


def binary(sign: str, left: Sql, right: Sql) -> Sql:
    """Two sides of a sign of the language."""
    made = _SIGNS[sign]
    own = _BINDING[made]
    return made(this=_within(left, own + (own == _COMPARED)), expression=_within(right, own + 1))


def negated(condition: Sql) -> Sql:
    """That a condition does not hold."""
    return exp.Not(this=_within(condition, _NOT))


def is_null(one: Sql) -> Sql:
    """That a value is not known."""
    return exp.Is(this=_within(one, _COMPARED + 1), expression=exp.Null())


def is_known(one: Sql) -> Sql:
    """That a value is known."""
    return negated(is_null(one))


def settled(condition: Sql, yes: Sql, no: Sql) -> Sql:
    """One value where a condition holds, another where it does not, and NULL where that is not known."""
    ifs = [exp.If(this=exp.Boolean(this=one), true=value) for one, value in ((True, yes), (False, no))]
    return exp.Case(this=condition, ifs=ifs)


def either(condition: Plain, yes: Sql, no: Sql) -> Sql:
    """One value where a condition holds, another where it does not, and NULL where that is not known."""
    sql = condition.sql
    return settled(sql, yes, no) if condition.nulls else case([(sql, yes)], no)


def select(columns: Mapping[str, Sql], *first: Sql) -> exp.Select:
    """A SELECT of some columns, and of others by their names."""
    return exp.Select(
        expressions=[*first, *(exp.alias_(one, name, quoted=True) for name, one in columns.items())]
    )


def case(first: Iterable[tuple[Sql, Sql]], last: Sql | None = None) -> Sql:
    """The value of the first condition that holds; NULL without one."""
    ifs = [exp.If(this=when, true=value) for when, value in first]
    return exp.Case(ifs=ifs, default=last) if ifs else last or exp.Null()


def first_known(parts: Iterable[Sql | None]) -> Sql | None:
    """The first of some values that is not NULL; a part that is None never has one, and nor has what comes of such."""
    found = [one for one in parts if one is not None]
    if len(found) < 2:
        return found[0] if found else None
    return exp.Coalesce(this=found[0], expressions=found[1:])


def as_type(one: Sql, to: str) -> Sql:
    """A value as another type."""
    return exp.Cast(this=one, to=exp.DataType.build(to))


def _within(one: Sql, binding: int) -> Sql:
    """In parentheses, where it holds together less tightly than an operand has to."""
    return exp.Paren(this=one) if _BINDING.get(type(one), binding) < binding else one


def joined(parts: Sequence[Sql]) -> Sql:
    """Texts one after the other; NULL where one is."""
    return reduce(lambda one, other: exp.DPipe(this=one, expression=other), parts or [text("")])


def without_first(between: str, sql: Sql) -> Sql:
    """A text without what stands between its parts and before the first; NULL where it is empty."""
    return exp.Nullif(this=exp.Substring(this=sql, start=whole(len(between) + 1)), expression=text(""))
