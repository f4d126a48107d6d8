"""The values of trees as SQL, NULL exactly where a walk would stop, and at what it stops there."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple, cast

from sqlglot import exp

from advisor.engine.scope import Choices
from advisor.language.tree import (
    Arithmetic,
    Cases,
    Comparison,
    Constant,
    Day,
    Junction,
    Name,
    Negative,
    Node,
    Not,
)
from advisor.quantities import Number
from advisor.sql.dialects import Dialect
from advisor.sql.expressions import (
    Nulls,
    Plain,
    Sql,
    as_type,
    binary,
    case,
    day,
    either,
    first_known,
    is_null,
    negated,
    settled,
    text,
    whole,
)
from advisor.sql.numbers import Exact, ExactArithmetic, Whole, exact

ZERO, LONG = "/0", "too long"
"""What stops a row beside a question without an answer, whose name says so; no name is like these."""


SqlValue = Exact | Plain


class Operand(NamedTuple):
    """What stands for a name: its value, and at what reading it stops, NULL where it does not; None: never."""

    value: SqlValue
    stop: Sql | None = None


def known(found: SqlValue) -> Sql:
    """What is NULL where a value is not known."""
    return found.top.shown if isinstance(found, Exact) else found.sql


def written(value: Number | str | bool) -> SqlValue:
    """A value that is written out."""
    if isinstance(value, bool):
        return Plain(exp.Boolean(this=value))
    return Plain(text(value)) if isinstance(value, str) else exact(value)


class Trees:
    """Reads trees of which somebody else knows the names.

    keep: makes a column of what is long to write and is read more than once
    """

    def __init__(self, dialect: Dialect, keep: Callable[[Sql], Sql]) -> None:
        self.numbers = ExactArithmetic(dialect, keep)
        self._values: dict[tuple[Node, Choices], SqlValue] = {}

    def cell(self, name: str, choices: Choices = ()) -> Operand:
        """What stands for a name."""
        raise NotImplementedError

    def value(self, node: Node, choices: Choices = ()) -> SqlValue:
        """The value of a tree, read once."""
        key = (node, choices)
        if key not in self._values:
            self._values[key] = self._read(node, choices)
        return self._values[key]

    def _read(self, node: Node, choices: Choices) -> SqlValue:
        match node:
            case Name(name):
                return self.cell(name, choices).value
            case Constant():
                return Plain(day(node.value)) if isinstance(node, Day) else written(node.value)
            case Arithmetic(left, sign, right):
                return self._computed(sign, self.value(left, choices), self.value(right, choices))
            case Negative(operand):
                return self.numbers.negative(cast(Exact, self.value(operand, choices)))
            case Comparison(left, sign, right):
                return self._compared(sign, self.value(left, choices), self.value(right, choices))
            case Junction(sign, parts):
                return self._joined(sign, [self.condition(part, choices) for part in parts])
            case Not(operand):
                one = self.condition(operand, choices)
                return one._replace(sql=negated(one.sql))
        assert isinstance(node, Cases)
        first = [(self.condition(when, choices), self.value(value, choices)) for when, value in node.first]
        return self.chosen(first, self.value(node.last, choices))

    def condition(self, node: Node, choices: Choices = ()) -> Plain:
        """The value of a tree that is true or false."""
        return cast(Plain, self.value(node, choices))

    def stop(self, node: Node, choices: Choices = ()) -> Sql | None:
        """At what reading a tree stops, NULL where it does not; None if it never does."""
        return first_known(self._stops(node, choices))

    def chosen(self, first: list[tuple[Plain, SqlValue]], last: SqlValue) -> SqlValue:
        """The value of the first condition that holds."""
        if isinstance(last, Exact):
            return self.numbers.chosen([(when, cast(Exact, value)) for when, value in first], last)
        sql = last.sql
        for when, value in reversed(first):
            sql = either(when, cast(Plain, value).sql, sql)
        return Plain(sql, max(last.nulls, *(one.nulls for pair in first for one in pair)))

    def _computed(self, sign: str, left: SqlValue, right: SqlValue) -> SqlValue:
        if isinstance(left, Plain) or isinstance(right, Plain):
            return self._days(cast(Plain, left), cast(Plain, right))
        if sign == "/":
            return self.numbers.divide(left, right)
        return self.numbers.multiply(left, right) if sign == "*" else self.numbers.add(left, right, sign)

    @staticmethod
    def _days(left: Plain, right: Plain) -> Exact:
        """The days from one to another."""
        sql = as_type(exp.DateDiff(this=left.sql, expression=right.sql, unit=exp.var("DAY")), "BIGINT")
        most = date.max.toordinal()
        return Exact(Whole(sql, -most, most, max(left.nulls, right.nulls)))

    def _compared(self, sign: str, left: SqlValue, right: SqlValue) -> Plain:
        if isinstance(left, Exact) and isinstance(right, Exact):
            return self.numbers.compare(sign, left, right)
        one, other = cast(Plain, left), cast(Plain, right)
        return Plain(binary(sign, one.sql, other.sql), max(one.nulls, other.nulls))

    @staticmethod
    def _joined(sign: str, parts: list[Plain]) -> Plain:
        """Conditions joined; where one is NULL those after it are not read."""
        made = parts[-1]
        for part in reversed(parts[:-1]):
            if part.nulls:
                ends, goes_on = exp.Boolean(this=sign == "or"), made.sql
                sql = settled(part.sql, *((ends, goes_on) if sign == "or" else (goes_on, ends)))
            else:
                sql = binary(sign, part.sql, made.sql)
            made = Plain(sql, max(part.nulls, made.nulls))
        return made

    # --- stops ---

    def _stops(self, node: Node, choices: Choices) -> list[Sql | None]:
        """What stops a tree, in the order in which it is read."""
        match node:
            case Name(name):
                return [self.cell(name, choices).stop]
            case Junction(sign, parts):
                return self._stops_joined(sign, parts, choices)
            case Cases():
                return [self._stop_in_cases(node, choices)]
            case Not(operand) | Negative(operand):
                return self._stops(operand, choices)
            case Arithmetic(left, sign, right) | Comparison(left, sign, right):
                sides = [*self._stops(left, choices), *self._stops(right, choices)]
                return [*sides, *self._own_stops(node, choices)]
        return []

    def _own_stops(self, node: Arithmetic | Comparison, choices: Choices) -> list[Sql]:
        """A division by zero, or a comparison of numbers that are too long."""
        if isinstance(node, Comparison):
            return self.too_long(self.value(node, choices))
        if node.sign != "/":
            return []
        divisor = cast(Exact, self.value(node.right, choices)).top
        if divisor.low > 0 or divisor.high < 0:
            return []
        return [case([(binary("==", divisor.shown, whole(0)), text(ZERO))])]

    def too_long(self, found: SqlValue) -> list[Sql]:
        """That a value is NULL, and nothing before says why."""
        return [case([(is_null(known(found)), text(LONG))])] if found.nulls == Nulls.LONG else []

    def _stops_joined(self, sign: str, parts: tuple[Node, ...], choices: Choices) -> list[Sql | None]:
        first, *others = parts
        stops = self._stops(first, choices)
        later = first_known(self._stops_joined(sign, tuple(others), choices)) if others else None
        if later is None:
            return stops
        holds = self.condition(first, choices).sql
        return [*stops, case([(holds if sign == "and" else negated(holds), later)])]

    def _stop_in_cases(self, node: Cases, choices: Choices) -> Sql | None:
        stop = self.stop(node.last, choices)
        for when, value in reversed(node.first):
            own, its = self.stop(when, choices), self.stop(value, choices)
            if stop is not None or its is not None:
                holds = self.condition(when, choices).sql
                stop = case([(holds, its or exp.Null())], stop)
            stop = first_known((own, stop))
        return stop
