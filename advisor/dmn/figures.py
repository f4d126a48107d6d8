"""What a decision of a DMN file rests on: its inputs as questions, expressions and other decisions as formulas.

A table that another decision reads becomes a formula by `cases`, in which the first case counts; a sum is one of
a formula a rule.
"""

import re
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from advisor.days import DAY
from advisor.dmn import feel
from advisor.dmn.model import CannotCarry, DmnTable, InputClause, Model, Type, Written
from advisor.dmn.naming import NOTHING, OTHER, Slugs, article, bounds, plain
from advisor.dmn.tables import ReadTable
from advisor.errors import brief
from advisor.language.expression import Expression, parse
from advisor.language.tree import ExpressionError, names_in
from advisor.rules.cells import TRUTHS, GridColumn, Range
from advisor.rules.kinds import OF_TYPE

TYPES = {"string": "text", "number": "number", "boolean": "boolean", "date": "date"}
_CHOSEN = re.compile(r"\b(max|min)\(([^()]+)\)")
MAX_ROWS = 99
"""Rules of a table that becomes a formula; one more case is for what none of them holds for."""


class Figures:
    """The questions and formulas of one decision, made when they are first read. Raises CannotCarry.

    top: the decision
    names: the ids of questions and formulas
    types, texts: of each, its type, and all that it can be where that is text
    rests_on: the decisions that are read, the top one first
    """

    def __init__(self, model: Model, top: str) -> None:
        self.model, self.top = model, top
        self.names, self._words = Slugs(), Slugs({"\0": OTHER, "\1": NOTHING})
        self.questions: dict[str, Any] = {}
        self.formulas: dict[str, Any] = {}
        self.types: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.rests_on: list[str] = [top]

    def read(self, table: DmnTable) -> ReadTable:
        """A table with its cells read."""
        return ReadTable(table, [self._column(one) for one in table.inputs], self._words)

    def _column(self, input_: InputClause) -> GridColumn:
        name = self._named(input_)
        kind, asked = self.types[name], self.questions.get(name, {})
        if kind in ("boolean", "text"):
            words = TRUTHS if kind == "boolean" else {text: text for text in self.texts.get(name, ())}
            if not words:
                says = f"`{brief(input_.expression.text)}` is a text, and nothing says which it can be"
                raise CannotCarry(says, input_.expression.line)
            return GridColumn(name, words)
        low, high = (Fraction(asked[key]) if key in asked else None for key in ("min", "max"))
        if kind == "date" and asked:
            low, high = (Fraction(day.toordinal()) for day in (date(1900, 1, 1), date(2100, 12, 31)))
        unit = DAY if kind == "date" else ""
        return GridColumn(name, {}, unit, Range(low, high), kind == "date")

    # --- inputs ---

    def _named(self, input_: InputClause) -> str:
        """The question or formula that an input expression reads."""
        text, line = " ".join(input_.expression.text.split()), input_.expression.line
        if not text:
            raise CannotCarry("an input without an expression", line)
        if text in self.model.decisions and text != self.top:
            return self.formula(text)
        found = self._input(text)
        return self._computed(text, line) if found is None else self._question(text, found, input_)

    def _input(self, text: str) -> Type | None:
        """The type of an input, or of a part of one: ``Applicant.Age``."""
        first, *others = [part.strip() for part in text.split(".")]
        found = self.model.inputs.get(first)
        for part in others:
            found = found.parts.get(part) if found else None
        return found

    def _question(self, text: str, type_: Type, input_: InputClause) -> str:
        base = type_.base if type_.base in TYPES else input_.type
        if type_.is_list or type_.parts or base not in TYPES:
            says = f"the input `{text}` is a {'list' if type_.is_list else type_.base}"
            raise CannotCarry(says, input_.expression.line)
        name, kind = self.names[text], TYPES[base]
        if name in self.questions:  # as the first table that reads it has it
            return name
        allowed = type_.allowed or input_.allowed
        asked: dict[str, Any] = {"ask": f"{plain(text)}?", "label": plain(text), "type": OF_TYPE[kind]}
        if kind == "text":
            texts = self._texts.get(text) or feel.texts_in(type_.allowed)
            options = {self._words[one]: {"title": plain(one)} for one in texts}
            options |= {} if feel.texts_in(allowed) else {OTHER: {"title": "Something else"}}
            self.texts[name] = list(options)
            asked |= {"options": options}
        asked |= bounds(allowed) if kind == "number" else {}
        self.types[name], self.questions[name] = kind, asked
        return name

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        """For each input that is a text, all texts that are allowed, or that a test names, in any table."""
        found: dict[str, dict[str, None]] = {}
        for table in (one.logic for one in self.model.decisions.values() if isinstance(one.logic, DmnTable)):
            for index, input_ in enumerate(table.inputs):
                text = " ".join(input_.expression.text.split())
                type_ = self._input(text)
                listed = [(type_.allowed if type_ else "") or input_.allowed]
                tests = [rule.tests[index].text for rule in table.rules if index < len(rule.tests)]
                for one in [*listed, *tests]:
                    found.setdefault(text, {}).update(dict.fromkeys(feel.texts_in(one)))
        return {text: list(values) for text, values in found.items()}

    # --- expressions ---

    def _computed(self, text: str, line: int) -> str:
        """A formula for an expression of names and numbers."""
        name = self.names[text]
        if name not in self.formulas:
            self._define(name, text, text, line)
        return name

    def _define(self, name: str, label: str, text: str, line: int) -> None:
        expression = self._expression(text, line)
        try:
            self.types[name] = expression.type(self.types)
        except ExpressionError as error:
            raise CannotCarry(f"`{brief(expression.text)}`: {error}", line) from None
        self.formulas[name] = {"is": expression.text, "label": plain(label)}

    def _expression(self, text: str, line: int) -> Expression:
        ids = [(one, self._named(InputClause(Written(one, line), "", ""))) for one in self._mentioned(text)]
        ours = re.sub(r"(?<![<>!=])=(?!=)", "==", feel.renamed(text, ids))
        ours = _CHOSEN.sub(lambda found: self._chosen(found[1], feel.parts(found[2])), " ".join(ours.split()))
        try:
            found = parse(ours)
            unknown = [one for one in names_in(found.tree) if one not in self.types]
            if unknown:
                raise ExpressionError(f"`{unknown[0]}` is no input or decision of this file")
        except ExpressionError as error:
            raise CannotCarry(f"`{brief(text)}` cannot be carried over: {error}", line) from None
        return found

    def _chosen(self, which: str, parts: list[str]) -> str:
        """The formula of the greatest or the least of some expressions."""
        sign = ">=" if which == "max" else "<="
        first, *others = parts
        for other in others:
            name = self.names[f"{which} {first} {other}"]
            cases = [{"when": f"({first}) {sign} ({other})", "is": first}, {"is": other}]
            self.formulas[name], self.types[name] = {"cases": cases}, "number"
            first = name
        return first

    def _mentioned(self, text: str) -> list[str]:
        """The inputs, parts of them and decisions that an expression names, the longest first."""
        inputs, words = self.model.inputs, " ".join(text.split())
        parts = [f"{name}.{part}" for name, one in inputs.items() for part in one.parts]
        known = sorted([*parts, *inputs, *self.model.decisions], key=len, reverse=True)
        found = (one for one in known if re.search(rf"(?<![\w.]){re.escape(one)}(?![\w.])", words))
        return [one for one in found if one != self.top]

    # --- decisions ---

    def formula(self, name: str) -> str:
        """The formula of a decision."""
        id_, decision = self.names[name], self.model.decisions[name]
        if id_ in self.types:
            return id_
        if name in self.rests_on[1:]:
            raise CannotCarry(f"`{name}` needs itself", decision.line)
        self.rests_on += [] if name == self.top else [name]
        match decision.logic:
            case DmnTable() as table:
                self._of_rules(id_, name, table)
            case Written(text, line):
                self._define(id_, name, text, line)
            case other:
                says = f"its logic is {article(other)}, expected a table or an expression"
                raise CannotCarry(says, decision.line)
        return id_

    def _of_rules(self, id_: str, name: str, table: DmnTable) -> None:
        """The formula of a table: the output of the first rule that holds, or what is collected."""
        if len(table.outputs) != 1:
            raise CannotCarry(f"`{name}` gives several outputs, and a formula gives one", table.line)
        read = self.read(table)
        if len(read.rules) > MAX_ROWS:
            raise CannotCarry(f"`{name}` has more than {MAX_ROWS} rules", table.line)
        if table.hit in ("COLLECT SUM", "COLLECT COUNT"):
            self._of_sum(id_, name, read)
            return
        self.types[id_] = feel.type_of(read.rules[0].gives[0])
        values = [self._value(one.gives[0]) for one in read.rules]
        last = self._otherwise(name, self.types[id_], read)
        if self.types[id_] == "text":
            self.texts[id_] = list(dict.fromkeys(one.strip("'") for one in (*values, *last)))
        cases = [{"when": when, "is": value} for when, value in zip(read.conditions, values, strict=True)]
        cases = [*cases, {"is": last[0]}] if last else [*cases[:-1], {"is": values[-1]}]
        self.formulas[id_] = {"cases": cases, "label": plain(name)}

    def _otherwise(self, name: str, type_: str, read: ReadTable) -> list[str]:
        """The value where no rule holds: the default or, of a text, that none does; none where one always holds."""
        if read.default:
            return [self._value(read.default[0])]
        if not read.missing:
            return []
        if type_ == "text":
            return [repr(NOTHING)]  # what is null there: no test of a text holds for it, but `-` and `not` do
        if name == self.top:
            return ["0"]  # is not shown then
        says = f"no rule of `{name}` holds for {read.missing}, and there is no null to read here"
        raise CannotCarry(says, read.table.line)

    def _of_sum(self, id_: str, name: str, read: ReadTable) -> None:
        """A sum of a formula for each rule, which counts nothing where the rule does not hold."""
        is_count = read.table.hit.endswith("COUNT")
        parts = [self.names[f"{name} rule {one.number}"] for one in read.rules]
        for part, rule, when in zip(parts, read.rules, read.conditions, strict=True):
            value = "1" if is_count else self._value(rule.gives[0])
            cases = [{"when": when, "is": value}, {"is": "0"}]
            self.formulas[part] = {"is": value} if when == "true" else {"cases": cases}
        self.types[id_] = "number"
        self.formulas[id_] = {"is": " + ".join(parts), "label": plain(name)}

    def _value(self, value: feel.FeelValue) -> str:
        """A literal as an expression of ours."""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, Fraction | feel.IsoDay):
            return feel.cell_of(value, {})
        return repr(self._words[value])
