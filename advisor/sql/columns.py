"""The columns of a user's table, made clean: whatever their types, they are read by their texts.

A number's text has all its digits in every engine, so that a DOUBLE counts as what it reads as (0.1 is one
tenth), as everywhere in advisor. NULL and an empty text are no answer; "unknown", "not sure" and "?" say so.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlglot import exp

from advisor.language.types import SET
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.sql.dialects import NARROW, Dialect
from advisor.sql.expressions import (
    Sql,
    as_type,
    binary,
    case,
    column,
    day,
    is_null,
    joined,
    negated,
    select,
    text,
    whole,
    without_first,
)
from advisor.sql.relation import CleanColumn, Relation
from advisor.sql.row import APART
from advisor.sql.workings import free

PLACES, DIGITS = 6, 30
"""Digits after the point of a number that are read, and digits of one in all."""

_SIGNED, _EXPONENT = "^[+-]?", "[eE][+-]?(0?[0-9]|1[0-9]|2[0-3])$"
_NUMBER = f"{_SIGNED}([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
_PART = "[.][0-9]*[1-9]"
_BY_EXPONENT = f"{_SIGNED}[0-9]([.][0-9]{{1,16}})?{_EXPONENT}"
_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_MONTHS = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
)
_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
_DAY = f"^({_YEAR}-({_MONTHS})|{_LEAP})$"
_YES, _NO, _UNSURE = ("yes", "y", "true"), ("no", "n", "false"), ("unknown", "not sure", "?")
_LIST_MARKS = "[]{}\"' "
_SHOWN = 60
_SOURCE = "advisor_source"
"""What the user's table is called: engines take a column of that name for it, where there is one."""


class ParsedCells(NamedTuple):
    """How the cells of one column are read.

    value: what is read; NULL where the text says nothing of the kind
    wrong: what is wrong with what was found, without the name; NULL where nothing is
    clean: the answer, as a query decides on it
    options: of several answers, whether each option is among them
    """

    value: Sql
    wrong: Sql
    clean: Sql
    denominator: int = 1
    low: int = 0
    high: int = 0
    options: Mapping[str, Sql] = {}


class Columns:
    """The columns of a table that answer questions, or replace figures."""

    def __init__(self, rules: Ruleset, dialect: Dialect, columns: Mapping[str, str]) -> None:
        self.rules = rules
        self.dialect = dialect
        self.columns = columns
        self._names: dict[tuple[str, str], str] = {}
        for name in columns:
            self._own(name)

    def relation(self, table: exp.Table) -> Relation:
        """Clean columns over a table, whose rows are kept whole."""
        row = self._own("", "row")
        cells = {name: self._cells(name) for name in self.columns}
        found = {self._own(name, "found"): one.value for name, one in cells.items()}
        wrong = {self._own(name, "wrong"): self._wrong(name, one) for name, one in cells.items()}
        steps = (
            ("texts", self._texts(table, row)),
            ("found", select(found, exp.Star()).from_("texts")),
            ("checked", select(wrong, exp.Star()).from_("found")),
            ("answers", self._answers(row, cells)),
        )
        columns = {name: self._clean(name, one) for name, one in cells.items()}
        return Relation("answers", columns, self._own("", "wrong"), (row,), steps)

    def _clean(self, name: str, one: ParsedCells) -> CleanColumn:
        unsure = self._own(name, "unsure") if name in self.rules.questions else ""
        options = {option: self._own(name, option) for option in one.options}
        return CleanColumn(
            self._own(name), one.denominator, one.low, one.high, unsure=unsure, options=options
        )

    def _own(self, name: str, part: str = "") -> str:
        """The column of a name, or of something about it, that nothing else has."""
        key = (name, part)
        if key not in self._names:
            self._names[key] = free("_".join(one for one in key if one), self._names.values())
        return self._names[key]

    # --- the steps ---

    def _texts(self, table: exp.Table, row: str) -> exp.Select:
        """The texts of all columns, and the row as it is."""
        columns = {row: self.dialect.row(_SOURCE)}
        for name in self.columns:
            trimmed = exp.Trim(this=as_type(self._of_table(name), "TEXT"))
            columns[self._own(name)] = exp.Nullif(this=trimmed, expression=text(""))
        return select(columns).from_(exp.alias_(table, _SOURCE, table=True))

    def _of_table(self, name: str) -> Sql:
        """A column of the user's; Snowflake has names in capitals where nobody wrote quotes."""
        own = self.columns[name]
        if self.dialect.in_capitals and re.fullmatch(r"[a-z_][a-z0-9_]*", own):
            own = own.upper()
        return exp.column(own, table=_SOURCE, quoted=True)

    def _answers(self, row: str, cells: Mapping[str, ParsedCells]) -> exp.Select:
        columns = {row: column(row)}
        for name, one in cells.items():
            is_right = is_null(column(self._own(name, "wrong")))
            columns[self._own(name)] = case([(is_right, one.clean)])
            for option, sql in one.options.items():
                columns[self._own(name, option)] = case([(is_right, sql)])
            if name in self.rules.questions:
                columns[self._own(name, "unsure")] = self._is_unsure(name)
        says = [exp.DPipe(this=text(APART), expression=column(self._own(name, "wrong"))) for name in cells]
        every = [exp.Coalesce(this=one, expressions=[text("")]) for one in says]
        columns[self._own("", "wrong")] = without_first(APART, joined(every))
        return select(columns).from_("checked")

    def _is_unsure(self, name: str) -> Sql:
        """That a cell says "not sure"; a word that is an option's id says that."""
        said = [one for one in _UNSURE if one not in self.rules.options(name)]
        return exp.Coalesce(this=self._is_one(name, said), expressions=[exp.false()])

    def _is_one(self, name: str, said: list[str] | tuple[str, ...]) -> Sql:
        return exp.In(this=exp.Lower(this=column(self._own(name))), expressions=[text(one) for one in said])

    def _wrong(self, name: str, one: ParsedCells) -> Sql:
        """What is wrong with a cell, after the name."""
        nothing = as_type(exp.Null(), "TEXT")
        pairs = [(is_null(column(self._own(name))), nothing)]
        if name in self.rules.questions:
            pairs.append((self._is_unsure(name), nothing))
        pairs += self._no_choice(name)
        says = exp.DPipe(this=text(f"{name}: "), expression=one.wrong)
        return case(pairs, says)

    def _no_choice(self, name: str) -> Iterator[tuple[Sql, Sql]]:
        """That a figure is meant for the option that is chosen, and none is."""
        choice = self.rules.parameters[name].by if name in self.rules.parameters else ""
        if choice in self.columns:
            open_ = self._is_unsure(choice)
            if not self.rules.questions[choice].default:
                open_ = binary("or", is_null(column(self._own(choice))), open_)
            yield open_, text(f"{name}: depends on {choice}, which is not answered")

    # --- the kinds of cells ---

    def _cells(self, name: str) -> ParsedCells:
        kind = self.rules.types[name.partition(".")[0]]
        readers = {"boolean": self._yes_no, "text": self._option, "date": self._day, "number": self._number,
                   SET: self._several}  # fmt: skip
        return readers[kind](name)

    def _quoted(self, name: str) -> Sql:
        """What was found, for a message."""
        found = column(self._own(name))
        short = exp.Substring(this=found, start=whole(1), length=whole(_SHOWN - 1))
        is_long = binary(">", exp.Length(this=found), whole(_SHOWN))
        cut = case([(is_long, joined([short, text("…")]))], found)
        return joined([text("`"), cut, text("`")])

    def _found(self, name: str) -> Sql:
        return column(self._own(name, "found"))

    def _yes_no(self, name: str) -> ParsedCells:
        value = case([(self._is_one(name, _YES), exp.true()), (self._is_one(name, _NO), exp.false())])
        return self._one_of(name, value)

    def _option(self, name: str) -> ParsedCells:
        options = [text(one) for one in self.rules.options(name)]
        there = exp.In(this=column(self._own(name)), expressions=options)
        return self._one_of(name, case([(there, column(self._own(name)))]))

    def _several(self, name: str) -> ParsedCells:
        """Options with commas between them, also as a list is written; a list of none, or `none`, says so."""
        bare: Sql = exp.Lower(this=column(self._own(name)))
        for mark in _LIST_MARKS:
            bare = exp.Replace(this=bare, expression=text(mark), replacement=text(""))
        options = list(self.rules.options(name))
        one_of = "|".join(options)
        is_right = exp.RegexpLike(this=bare, expression=text(f"^(none|({one_of})(,({one_of}))*)?$".lower()))
        found = {
            option: exp.RegexpLike(this=self._found(name), expression=text(f"(^|,){option.lower()}(,|$)"))
            for option in options
        }
        return self._one_of(name, case([(is_right, bare)]))._replace(options=found)

    def _one_of(self, name: str, value: Sql) -> ParsedCells:
        """Cells that hold something that is allowed, or are wrong."""
        expected = self.rules.questions[name].kind.wanted
        says = joined([text("found "), self._quoted(name), text(f", expected {expected}")])
        return ParsedCells(value, case([(is_null(self._found(name)), says)]), self._found(name))

    def _day(self, name: str) -> ParsedCells:
        value = case([(self._matches(name, _DAY), as_type(column(self._own(name)), "DATE"))])
        says = joined([self._quoted(name), text(" is not a date such as 2026-04-06")])
        wrong = case([(is_null(self._found(name)), says), *self._beyond(name)])
        return ParsedCells(value, wrong, self._found(name))

    def _number(self, name: str) -> ParsedCells:
        places = 0 if self.rules.is_whole(name) else PLACES
        low, high = self._reach(name, 10**places)
        scaled = binary("*", self._found(name), whole(10**places)) if places else self._found(name)
        clean = as_type(scaled, self.dialect.wide if max(-low, high) > NARROW else "BIGINT")
        wrong = case(self._wrong_number(name, places))
        return ParsedCells(self._parsed(name, places), wrong, clean, 10**places, low, high)

    def _reach(self, name: str, scale: int) -> tuple[int, int]:
        """Between what the whole numbers of a column lie."""
        low, high = self.rules.bounds(name.partition(".")[0])
        most = 10**DIGITS
        return -most if low is None else int(low * scale), most if high is None else int(high * scale)

    def _parsed(self, name: str, places: int) -> Sql:
        """A number with all its digits, NULL where it has more than are read."""
        before = f"[0-9]{{1,{DIGITS - places}}}"
        exactly = f"{_SIGNED}{before}([.]0*)?$"
        if places:
            exactly = f"{_SIGNED}({before}([.][0-9]{{0,{places}}}0*)?|[.][0-9]{{1,{places}}}0*)$"
        number = as_type(column(self._own(name)), self.dialect.decimal(DIGITS, places))
        double = as_type(column(self._own(name)), "DOUBLE")
        is_same = binary("==", as_type(number, "DOUBLE"), double)
        by_exponent = case([(is_same, number)])
        ways = {exactly: number, _BY_EXPONENT: by_exponent}
        return case((self._matches(name, pattern), found) for pattern, found in ways.items())

    def _wrong_number(self, name: str, places: int) -> Iterator[tuple[Sql, Sql]]:
        found = self._found(name)
        is_none = binary("and", is_null(found), negated(self._matches(name, _NUMBER)))
        yield is_none, joined([self._quoted(name), text(" is not a plain number such as 640 or 0.8")])
        if not places:
            is_part = binary("and", is_null(found), self._matches(name, _PART))
            yield is_part, joined([self._quoted(name), text(" is not a whole number")])
        says = f" has more than {DIGITS} digits"
        if places:
            says = f" has more than {places} digits after the point, or {DIGITS - places} before it"
        yield is_null(found), joined([self._quoted(name), text(says)])
        yield from self._beyond(name)

    def _beyond(self, name: str) -> Iterator[tuple[Sql, Sql]]:
        """That a value is beyond a bound, in the words of an answer that is."""
        base = name.partition(".")[0]
        unit = self.rules.unit(base)
        low, high = self.rules.bounds(base)
        for bound, sign, says in ((low, "<", "below the least"), (high, ">", "above the greatest")):
            if bound is not None:
                told = f" is {says} allowed, {show(bound, unit)}"
                yield self._compared(base, sign, name, bound), joined([self._quoted(name), text(told)])

    def _compared(self, base: str, sign: str, name: str, bound: Number) -> Sql:
        if self.rules.types[base] == "date":
            return binary(sign, self._found(name), day(int(bound)))
        found = self._found(name)
        scaled = found if bound.denominator == 1 else binary("*", found, whole(bound.denominator))
        return binary(sign, scaled, whole(bound.numerator))

    def _matches(self, name: str, pattern: str) -> Sql:
        return exp.RegexpLike(this=column(self._own(name)), expression=text(pattern))
