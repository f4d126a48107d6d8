"""The values of names and trees as SQL: NULL exactly where a walk would stop, and `stop` says at what.

What is computed for a name becomes a column, made once; names that no answer changes are written out.
"""

import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple, cast

from sqlglot import exp

from advisor.days import DAY
from advisor.engine.answers import Answers
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
    option_of,
)
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.kinds import Unknown
from advisor.sql.dialects import NARROW, Dialect
from advisor.sql.expressions import (
    Sql,
    binary,
    case,
    column,
    day,
    first_known,
    is_known,
    is_null,
    negated,
    settled,
    text,
    whole,
)
from advisor.sql.expressions import cast as cast_to
from advisor.sql.numbers import Arithmetic as Numbers
from advisor.sql.numbers import Exact, Whole, exact
from advisor.sql.relation import Column, Relation

Choices = tuple[tuple[str, str], ...]
"""Choices under which a formula is computed, whatever the user chose."""

ZERO, LONG = "/0", "too long"
"""What stops a row beside a question without an answer, whose name says so; no name is like these."""


class Plain(NamedTuple):
    """Yes or no, an option, or a day.

    sql: what computes it
    open: whether it can be NULL
    short: whether it can be NULL because a number is too long
    """

    sql: Sql
    open: bool = False
    short: bool = False


Found = Exact | Plain


class Cell(NamedTuple):
    """What stands for a name: its value, and at what reading it stops, NULL where it does not; None: never."""

    value: Found
    stop: Sql | None = None


class Made(NamedTuple):
    """A column that is computed.

    level: after how many others, at least
    says: what it is, for a comment
    """

    name: str
    sql: Sql
    level: int
    says: str = ""


class Reading:
    """The names of a ruleset over the columns of a relation.

    made: the columns that what was read so far needs, each after those that it reads
    """

    def __init__(self, rules: Ruleset, relation: Relation, dialect: Dialect, answers: Answers) -> None:
        self.rules = rules
        self.relation = relation
        self.answers = answers
        self.numbers = Numbers(dialect, self._checked)
        self.made: list[Made] = []
        self._levels: dict[str, int] = {}
        self._taken = {name.casefold() for name in relation.names}
        self._cells: dict[tuple[str, Choices], Cell] = {}

    # --- columns ---

    def free(self, name: str) -> str:
        """A name for a column that nothing else has."""
        plain = found = re.sub(r"\W", "_", name, flags=re.ASCII)
        number = 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{plain}_{number}"
        self._taken.add(found.casefold())
        return found

    def compute(self, name: str, sql: Sql, says: str = "", least: int = 1) -> Sql:
        """The column of what is computed for a name; a level is one above those of the columns that it reads."""
        level = max([least, *(self._levels.get(one.name, 0) + 1 for one in sql.find_all(exp.Column))])
        free = self.free(name)
        self._levels[free] = level
        self.made.append(Made(free, sql, level, says))
        return column(free)

    def _checked(self, sql: Sql) -> Sql:
        return self.compute("checked", sql, "NULL where it is too long")

    @property
    def height(self) -> int:
        """The level above all columns that were made so far."""
        return 1 + max((one.level for one in self.made), default=0)

    # --- trees ---

    def value(self, node: Node, choices: Choices = ()) -> Found:
        """The value of a tree."""
        match node:
            case Name(name):
                return self.cell(name, choices).value
            case Constant():
                return self._constant(node)
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

    def chosen(self, first: list[tuple[Plain, Found]], last: Found) -> Found:
        """The value of the first condition that holds."""
        if isinstance(last, Exact):
            numbers = [(when.sql, when.open, cast(Exact, value)) for when, value in first]
            found = self.numbers.chosen(numbers, last)
            short = any(when.short for when, _ in first)
            return found._replace(top=found.top._replace(short=found.short or short))
        sql = last.sql.copy()
        for when, value in reversed(first):
            chosen = cast(Plain, value).sql.copy()
            sql = (
                settled(when.sql.copy(), chosen, sql) if when.open else case([(when.sql.copy(), chosen)], sql)
            )
        every = [*(one for one, _ in first), *(cast(Plain, one) for _, one in first), last]
        return Plain(sql, any(one.open for one in every), any(one.short for one in every))

    def _constant(self, node: Constant) -> Found:
        if isinstance(node, Day):
            return Plain(day(node.value))
        return self._written(node.value)

    def _written(self, value: Number | str | bool) -> Found:
        if isinstance(value, bool):
            return Plain(exp.Boolean(this=value))
        return Plain(text(value)) if isinstance(value, str) else exact(value)

    def _computed(self, sign: str, left: Found, right: Found) -> Found:
        if isinstance(left, Plain) or isinstance(right, Plain):
            return self._days(cast(Plain, left), cast(Plain, right))
        if sign == "/":
            return self.numbers.divide(left, right)
        return self.numbers.multiply(left, right) if sign == "*" else self.numbers.add(left, right, sign)

    @staticmethod
    def _days(left: Plain, right: Plain) -> Exact:
        """The days from one to another."""
        sql = cast_to(
            exp.DateDiff(this=left.sql.copy(), expression=right.sql.copy(), unit=exp.var("DAY")), "BIGINT"
        )
        most = date.max.toordinal()
        return Exact(Whole(sql, -most, most, open=left.open or right.open, short=left.short or right.short))

    def _compared(self, sign: str, left: Found, right: Found) -> Plain:
        if isinstance(left, Exact) and isinstance(right, Exact):
            return Plain(*self.numbers.compare(sign, left, right))
        one, other = cast(Plain, left), cast(Plain, right)
        sql = binary(sign, one.sql.copy(), other.sql.copy())
        return Plain(sql, one.open or other.open, one.short or other.short)

    @staticmethod
    def _joined(sign: str, parts: list[Plain]) -> Plain:
        """Conditions joined; where one is NULL those after it are not read."""
        made = parts[-1]
        for part in reversed(parts[:-1]):
            is_open, short = part.open or made.open, part.short or made.short
            if part.open:
                ends, goes_on = exp.Boolean(this=sign == "or"), made.sql
                yes, no = (ends, goes_on) if sign == "or" else (goes_on, ends)
                made = Plain(settled(part.sql, yes, no), is_open, short)
            else:
                made = Plain(binary(sign, part.sql, made.sql), is_open, short)
        return made

    # --- stops ---

    def _stops(self, node: Node, choices: Choices) -> list[Sql]:
        """What stops a tree, in the order in which it is read."""
        match node:
            case Name(name):
                stop = self.cell(name, choices).stop
                return [] if stop is None else [stop.copy()]
            case Junction(sign, parts):
                return self._stops_joined(sign, parts, choices)
            case Cases():
                return self._stops_in_cases(node, choices)
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

    def too_long(self, found: Found) -> list[Sql]:
        """That a value is NULL, and nothing before says why."""
        return [case([(is_null(known(found)), text(LONG))])] if found.short else []

    def _stops_joined(self, sign: str, parts: tuple[Node, ...], choices: Choices) -> list[Sql]:
        first, *others = parts
        stops = self._stops(first, choices)
        later = first_known(self._stops_joined(sign, tuple(others), choices)) if others else None
        if later is None:
            return stops
        holds = self.condition(first, choices).sql.copy()
        return [*stops, case([(holds if sign == "and" else negated(holds), later)])]

    def _stops_in_cases(self, node: Cases, choices: Choices) -> list[Sql]:
        stop = self.stop(node.last, choices)
        for when, value in reversed(node.first):
            holds, own, its = (
                self.condition(when, choices),
                self.stop(when, choices),
                self.stop(value, choices),
            )
            if stop is not None or its is not None:
                stop = case([(holds.sql.copy(), its or exp.Null())], stop)
            stop = first_known([one for one in (own, stop) if one is not None])
        return [] if stop is None else [stop]

    # --- names ---

    def cell(self, name: str, choices: Choices = ()) -> Cell:
        """What stands for a name; what is computed for it is made once."""
        key = (name, self._mattering(name, choices))
        if key not in self._cells:
            self._cells[key] = self._made(*key)
        return self._cells[key]

    def _mattering(self, name: str, choices: Choices) -> Choices:
        """Those of the choices that the value of a name rests on."""
        if not choices or option_of(name)[0] in self.rules.questions:
            return tuple(one for one in choices if one[0] == name)
        given = self.rules.formulas[name].given if name in self.rules.formulas else {}
        return tuple(
            one for one in choices if one[0] in self.rules.questions_behind(name) and one[0] not in given
        )

    def _made(self, name: str, choices: Choices) -> Cell:
        if name in self.rules.formulas:
            return self._formula(name, choices)
        if name in self.rules.parameters:
            return self._parameter(name, choices)
        if choices:
            return Cell(Plain(text(choices[0][1])))
        return self._question(name) if name in self.rules.questions else self._option(*option_of(name))

    def _formula(self, name: str, choices: Choices) -> Cell:
        formula = self.rules.formulas[name]
        under = tuple({**dict(choices), **formula.given}.items())
        value, stop = self.value(formula.is_.tree, under), self.stop(formula.is_.tree, under)
        if formula.reached:
            value = self.numbers.at_least_zero(cast(Exact, value))
        cell = Cell(value, first_known([*([stop] if stop else []), *self.too_long(value)]))
        if formula.only_when is not None:
            cell = Cell(self._only_when(value, self.condition(formula.only_when.tree, choices)))
        return self._kept("_".join([name, *(option for _, option in choices)]), cell, self.says(name))

    def _only_when(self, value: Found, holds: Plain) -> Found:
        """NULL where a condition does not hold; no condition reads such a figure."""
        if isinstance(value, Plain):
            return value._replace(sql=case([(holds.sql, value.sql)]), open=True)
        top = case([(holds.sql, self.numbers.typed(value.top))])
        return value._replace(top=value.top._replace(sql=top, open=True))

    def _kept(self, name: str, cell: Cell, says: str) -> Cell:
        """The same, its value and its stop in columns of their own."""
        value = cell.value
        if isinstance(value, Plain):
            value = value._replace(sql=self._column(name, value.sql, says))
        elif not value.is_constant:
            over = f", in units of {value.times}" if value.times != 1 else ""
            over += f", over {name}_over" if value.under is not None else ""
            under = value.under
            if under is not None and under.sql is not None:
                under = under._replace(sql=self._column(f"{name}_over", under.sql, ""))
            top = value.top
            if top.sql is not None:
                top = top._replace(sql=self._column(name, top.sql, says + over))
            value = Exact(top, value.times, under)
        if cell.stop is None:
            return Cell(value)
        stop = case([(is_null(known(value)), cell.stop)]) if cell.value.open else cell.stop
        return Cell(value, self._column(f"{name}_needs", stop, f"what {name} stops at"))

    def _column(self, name: str, sql: Sql, says: str) -> Sql:
        return (
            sql if isinstance(sql, exp.Column | exp.Boolean | exp.Literal) else self.compute(name, sql, says)
        )

    def says(self, name: str) -> str:
        """What a name is, with its unit."""
        unit = self.rules.unit(name)
        return self.rules.label(name) + (f", {unit}" if unit and unit != DAY else "")

    # --- questions and parameters ---

    def _question(self, name: str) -> Cell:
        given = self.answers.given.get(name)
        if isinstance(given, Unknown):
            return self._unanswered(name, self.rules.types[name])
        if given is not None:
            return Cell(self.of_type(name, cast(Number | str | bool, given)))
        there = self.relation.columns.get(name)
        default = self._default(name)
        if there is None:
            return default or self._unanswered(name, self.rules.types[name])
        return self._asked(name, there, self._found(name, there), default)

    def of_type(self, name: str, value: Number | str | bool) -> Found:
        """A value of a name, written out."""
        assert not isinstance(value, tuple)
        return Plain(day(cast(int, value))) if self.rules.types[name] == "date" else self._written(value)

    def _option(self, name: str, option: str) -> Cell:
        """Whether an option is among the several answers to a question."""
        given = self.answers.given.get(name)
        if isinstance(given, Unknown):
            return self._unanswered(name, "boolean")
        if isinstance(given, tuple):
            return Cell(Plain(exp.Boolean(this=option in given)))
        question = self.rules.questions[name]
        default = question.kind.read(question.default) if question.default else None
        taken = Cell(Plain(exp.Boolean(this=option in default))) if isinstance(default, tuple) else None
        there = self.relation.columns.get(name)
        if there is None:
            return taken or self._unanswered(name, "boolean")
        return self._asked(name, there, Plain(column(there.options[option]), there.missing), taken)

    def _asked(self, name: str, there: Column, value: Found, default: Cell | None) -> Cell:
        """The answers of a column, or the default where there is none."""
        if not there.missing and not there.unsure:
            return Cell(value)
        missing = case([(is_null(known(value)), text(name))])
        return Cell(value, missing) if default is None else self._or_default(name, there, value, default)

    def _unanswered(self, name: str, kind: str) -> Cell:
        """A question that no row answers."""
        if kind == "number":
            return Cell(Exact(Whole(cast_to(exp.Null(), "BIGINT"), 0, 0, open=True)), text(name))
        type_ = {"boolean": "BOOLEAN", "date": "DATE"}.get(kind, "TEXT")
        return Cell(Plain(cast_to(exp.Null(), type_), open=True), text(name))

    def _default(self, name: str) -> Cell | None:
        question = self.rules.questions[name]
        if not question.default:
            return None
        if name in self.rules.defaults:
            tree = self.rules.defaults[name].tree
            return Cell(self.value(tree), self.stop(tree))
        return Cell(self.of_type(name, cast(Number | str | bool, question.kind.read(question.default))))

    def _or_default(self, name: str, there: Column, given: Found, default: Cell) -> Cell:
        """The answer or, where there is none, what the rules take for it."""
        is_given = Plain(is_known(known(given)))
        value = self.chosen([(is_given, given)], default.value)
        stop = default.stop
        if there.unsure:
            is_unsure = column(there.unsure)
            value = self._null_where(is_unsure, value)
            stop = case([(is_unsure.copy(), text(name))], stop)
        needs = None if stop is None else case([(is_null(known(given)), stop)])
        return self._kept(f"{name}_taken", Cell(value, needs), f"{self.rules.label(name)}, or the default")

    @staticmethod
    def _null_where(is_unsure: Sql, value: Found) -> Found:
        pairs = [(is_unsure, cast(Sql, exp.Null()))]
        if isinstance(value, Plain):
            return value._replace(sql=case(pairs, value.sql), open=True)
        return value._replace(top=value.top._replace(sql=case(pairs, value.top.shown), open=True))

    def _found(self, name: str, there: Column) -> Found:
        """What a column of the relation holds."""
        if self.rules.types[name.partition(".")[0]] != "number":
            return Plain(column(there.name), there.missing)
        low, high = self._bounds(name.partition(".")[0], there)
        return Exact(
            Whole(column(there.name), low, high, there.wide, there.missing), Fraction(1, there.denominator)
        )

    def _bounds(self, name: str, there: Column) -> tuple[int, int]:
        """Between what the whole numbers of a column lie."""
        most = self.numbers.dialect.widest if there.wide else NARROW
        low, high = self.rules.bounds(name)
        found_low = (
            there.low if there.low is not None else -most if low is None else int(low * there.denominator)
        )
        found_high = (
            there.high if there.high is not None else most if high is None else int(high * there.denominator)
        )
        return max(found_low, -most), min(found_high, most)

    def _parameter(self, name: str, choices: Choices) -> Cell:
        own = self._figure(name, choices)
        there = self.relation.columns.get(name)
        if name in self.answers.overrides or there is None:
            return own
        if self.rules.parameters[name].by:
            return own  # by option, below
        replaced = self._found(name, there)
        if not there.missing:
            return Cell(replaced)
        value = self.chosen([(Plain(is_known(known(replaced))), replaced)], own.value)
        needs = None if own.stop is None else case([(is_null(known(replaced)), own.stop)])
        return self._kept("_".join([f"{name}_taken", *(option for _, option in choices)]), Cell(value, needs),
                          f"{self.says(name)}, or that of the rules")  # fmt: skip

    def _figure(self, name: str, choices: Choices) -> Cell:
        """The figure of the rules, or the one that replaces it for all rows."""
        parameter = self.rules.parameters[name]
        if name in self.answers.overrides:
            return Cell(self.of_type(name, self.answers.overrides[name]))
        if parameter.cases:
            tree = parameter.cases.tree
            value, stop = self.value(tree, choices), self.stop(tree, choices)
            stops = [*([stop] if stop else []), *self.too_long(value)]
            label = "_".join([name, *(option for _, option in choices)])
            return self._kept(label, Cell(value, first_known(stops)), self.says(name))
        if parameter.by:
            return self._by(name, choices)
        assert parameter.value is not None
        return Cell(self.of_type(name, parameter.value))

    def _by(self, name: str, choices: Choices) -> Cell:
        """The figure of the option that is chosen."""
        parameter = self.rules.parameters[name]
        cell = self.cell(parameter.by, choices)
        chosen = cast(Plain, cell.value).sql
        if isinstance(chosen, exp.Literal):
            return Cell(self._of_option(name, chosen.name))
        first = [(Plain(binary("==", chosen.copy(), text(option)), cell.value.open and not number),
                  self._of_option(name, option)) for number, option in enumerate(parameter.values)]  # fmt: skip
        *others, (_, last) = first
        value = last if not others else self.chosen(others, last)
        return self._kept(name, Cell(value, cell.stop), self.says(name))

    def _of_option(self, name: str, option: str) -> Found:
        """The figure for one option, perhaps replaced by a column of its own, or by that of the option chosen."""
        full = f"{name}.{option}"
        figure = self.answers.overrides.get(full, self.rules.parameters[name].values[option])
        value = self.of_type(name, figure)
        for key in (full, name):
            there = self.relation.columns.get(key)
            if there is None or full in self.answers.overrides:
                continue
            replaced = self._found(key, there)
            is_meant = is_known(known(replaced))
            if key == name:
                chosen = cast(Plain, self.cell(self.rules.parameters[name].by).value).sql
                is_meant = binary("and", is_meant, binary("==", chosen.copy(), text(option)))
            value = self.chosen([(Plain(is_meant), replaced)], value)
        return value


def known(found: Found) -> Sql:
    """What is NULL where a value is not known."""
    return found.top.shown if isinstance(found, Exact) else found.sql.copy()
