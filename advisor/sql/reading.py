"""The values of the names of a ruleset as SQL, and at what reading each stops.

What is computed for a name becomes a column, made once; names that no answer changes are written out.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import cast

from sqlglot import exp

from advisor.days import DAY
from advisor.engine.answers import Answers
from advisor.engine.scope import Choices, choices_with
from advisor.language.tree import option_of
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.kinds import Answer, Unknown
from advisor.sql.dialects import Dialect
from advisor.sql.expressions import (
    Nulls,
    Plain,
    Sql,
    as_type,
    binary,
    case,
    column,
    day,
    first_known,
    is_known,
    is_null,
    text,
)
from advisor.sql.numbers import Exact, Whole
from advisor.sql.relation import CleanColumn, Relation
from advisor.sql.trees import Operand, SqlValue, Trees, known, written
from advisor.sql.workings import Workings


class RuleTrees(Trees):
    """The names of a ruleset over the columns of a relation.

    workings: the columns that what was read so far needs
    """

    def __init__(self, rules: Ruleset, relation: Relation, dialect: Dialect, answers: Answers) -> None:
        self.rules = rules
        self.relation = relation
        self.answers = answers
        self.workings = Workings(relation.names)
        self._cells: dict[tuple[str, Choices], Operand] = {}
        super().__init__(dialect, self.workings.checked)

    def cell(self, name: str, choices: Choices = ()) -> Operand:
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

    def _made(self, name: str, choices: Choices) -> Operand:
        if name in self.rules.formulas:
            return self._formula(name, choices)
        if name in self.rules.parameters:
            return self._parameter(name, choices)
        if choices:
            return Operand(Plain(text(choices[0][1])))
        return self._question(name, "") if name in self.rules.questions else self._question(*option_of(name))

    def _formula(self, name: str, choices: Choices) -> Operand:
        formula = self.rules.formulas[name]
        within = choices_with(choices, formula.given)
        value, stop = self.value(formula.is_.tree, within), self.stop(formula.is_.tree, within)
        if formula.reached:
            value = self.numbers.at_least_zero(cast(Exact, value))
        cell = self._stopped(value, stop)
        if formula.only_when is not None:
            holds = self.condition(formula.only_when.tree, choices).sql
            cell = Operand(self._opened(value, lambda sql: case([(holds, sql)])))
        return self._kept(_label(name, choices), cell, self._says(name))

    def _stopped(self, value: SqlValue, stop: Sql | None) -> Operand:
        """A value with what stops it, which can be that it is too long."""
        return Operand(value, first_known([stop, *self.too_long(value)]))

    def _or_else(self, given: SqlValue, other: Operand) -> Operand:
        """A value, or another one where it is not known."""
        value = self.chosen([(Plain(is_known(known(given))), given)], other.value)
        stop = None if other.stop is None else case([(is_null(known(given)), other.stop)])
        return Operand(value, stop)

    def _opened(self, value: SqlValue, sql_of: Callable[[Sql], Sql]) -> SqlValue:
        """A value that is NULL in some rows, as `sql_of` says; no condition reads it there."""
        if isinstance(value, Plain):
            return Plain(sql_of(value.sql), max(value.nulls, Nulls.OPEN))
        sql = sql_of(self.numbers.typed(value.top))
        return value._replace(top=value.top._replace(sql=sql, nulls=max(value.top.nulls, Nulls.OPEN)))

    def _kept(self, name: str, cell: Operand, says: str) -> Operand:
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
            return Operand(value)
        stop = case([(is_null(known(value)), cell.stop)]) if cell.value.nulls else cell.stop
        return Operand(value, self._column(f"{name}_needs", stop, f"what {name} stops at"))

    def _column(self, name: str, sql: Sql, says: str) -> Sql:
        if isinstance(sql, exp.Column | exp.Boolean | exp.Literal):
            return sql
        return self.workings.compute(name, sql, says)

    def _says(self, name: str) -> str:
        """What a name is, with its unit."""
        unit = self.rules.unit(name)
        return self.rules.label(name) + (f", {unit}" if unit and unit != DAY else "")

    # --- questions ---

    def _question(self, name: str, option: str) -> Operand:
        """The answer to a question; of several answers, whether an option is among them."""
        unanswered = self._unanswered(name, "boolean" if option else self.rules.types[name])
        given = self.answers.given.get(name)
        if isinstance(given, Unknown):
            return unanswered
        if given is not None:
            return Operand(self._written(name, option, given))
        there, default = self.relation.columns.get(name), self._default(name, option)
        if there is None:
            return default or unanswered
        found = self._found(name, there)
        if option:
            found = Plain(column(there.options[option]), Nulls(there.missing))
        return self._asked(name, there, found, default)

    def _written(self, name: str, option: str, answer: Answer) -> SqlValue:
        if isinstance(answer, tuple):
            return Plain(exp.Boolean(this=option in answer))
        return self._of_type(name, cast(Number | str | bool, answer))

    def _of_type(self, name: str, value: Number | str | bool) -> SqlValue:
        """A value of a name, written out."""
        return Plain(day(cast(int, value))) if self.rules.types[name] == "date" else written(value)

    def _asked(self, name: str, there: CleanColumn, value: SqlValue, default: Operand | None) -> Operand:
        """The answers of a column, or the default where there is none."""
        if not there.missing and not there.unsure:
            return Operand(value)
        if default is None:
            return Operand(value, case([(is_null(known(value)), text(name))]))
        is_unsure = column(there.unsure)
        if there.unsure:
            default = default._replace(stop=case([(is_unsure, text(name))], default.stop))
        found = self._or_else(value, default)
        if there.unsure:
            taken = self._opened(found.value, lambda sql: case([(is_unsure, exp.Null())], sql))
            found = found._replace(value=taken)
        return self._kept(f"{name}_taken", found, f"{self.rules.label(name)}, or the default")

    def _unanswered(self, name: str, kind: str) -> Operand:
        """A question that no row answers."""
        if kind == "number":
            return Operand(Exact(Whole(as_type(exp.Null(), "BIGINT"), 0, 0, Nulls.OPEN)), text(name))
        type_ = {"boolean": "BOOLEAN", "date": "DATE"}.get(kind, "TEXT")
        return Operand(Plain(as_type(exp.Null(), type_), Nulls.OPEN), text(name))

    def _default(self, name: str, option: str) -> Operand | None:
        question = self.rules.questions[name]
        if not question.default:
            return None
        if name in self.rules.defaults:
            tree = self.rules.defaults[name].tree
            return Operand(self.value(tree), self.stop(tree))
        return Operand(self._written(name, option, question.kind.read(question.default)))

    def _found(self, name: str, there: CleanColumn) -> SqlValue:
        """What a column of the relation holds."""
        if self.rules.types[name.partition(".")[0]] != "number":
            return Plain(column(there.name), Nulls(there.missing))
        top = Whole(column(there.name), there.low, there.high, Nulls(there.missing))
        return Exact(top, Fraction(1, there.denominator))

    # --- parameters ---

    def _parameter(self, name: str, choices: Choices) -> Operand:
        own, there = self._figure(name, choices), self.relation.columns.get(name)
        if there is None or name in self.answers.overrides or self.rules.parameters[name].by:
            return own  # one by option is replaced option by option
        replaced = self._found(name, there)
        if not there.missing:
            return Operand(replaced)
        found, says = self._or_else(replaced, own), f"{self._says(name)}, or that of the rules"
        return self._kept(_label(f"{name}_taken", choices), found, says)

    def _figure(self, name: str, choices: Choices) -> Operand:
        """The figure of the rules, or the one that replaces it for all rows."""
        parameter = self.rules.parameters[name]
        if name in self.answers.overrides:
            return Operand(self._of_type(name, self.answers.overrides[name]))
        if parameter.cases:
            tree = parameter.cases.tree
            found = self._stopped(self.value(tree, choices), self.stop(tree, choices))
            return self._kept(_label(name, choices), found, self._says(name))
        if parameter.by:
            return self._by(name, choices)
        assert parameter.value is not None
        return Operand(self._of_type(name, parameter.value))

    def _by(self, name: str, choices: Choices) -> Operand:
        """The figure of the option that is chosen."""
        parameter = self.rules.parameters[name]
        cell = self.cell(parameter.by, choices)
        chosen = cast(Plain, cell.value).sql
        if isinstance(chosen, exp.Literal):
            return Operand(self._of_option(name, chosen.name))
        first = [(Plain(binary("==", chosen, text(option)), Nulls.NEVER if number else cell.value.nulls),
                  self._of_option(name, option)) for number, option in enumerate(parameter.values)]  # fmt: skip
        *others, (_, last) = first
        value = last if not others else self.chosen(others, last)
        return self._kept(name, Operand(value, cell.stop), self._says(name))

    def _of_option(self, name: str, option: str) -> SqlValue:
        """The figure for one option, perhaps replaced by a column of its own, or by that of the option chosen."""
        full = f"{name}.{option}"
        figure = self.answers.overrides.get(full, self.rules.parameters[name].values[option])
        value = self._of_type(name, figure)
        for key in (full, name):
            there = self.relation.columns.get(key)
            if there is None or full in self.answers.overrides:
                continue
            replaced = self._found(key, there)
            is_meant = is_known(known(replaced))
            if key == name:
                chosen = cast(Plain, self.cell(self.rules.parameters[name].by).value).sql
                is_meant = binary("and", is_meant, binary("==", chosen, text(option)))
            value = self.chosen([(Plain(is_meant), replaced)], value)
        return value


def _label(name: str, choices: Choices) -> str:
    """What the column of a value under choices is called."""
    return "_".join([name, *(option for _, option in choices)])


def behind(rules: Ruleset, names: Iterable[str]) -> list[str]:
    """The questions that the values of names rest on, also for defaults and for which figure there is."""
    found = dict.fromkeys(option_of(name)[0] for name in names)
    queue = list(found)
    for name in queue:
        formula = rules.formulas.get(name)
        when = formula.only_when.names if formula and formula.only_when else ()
        read = dict.fromkeys(option_of(one)[0] for one in (*when, *rules.reads(name)))
        new = [one for one in read if one not in found]
        found |= dict.fromkeys(new)
        queue += new
    return [name for name in found if name in rules.questions]
