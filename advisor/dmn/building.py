"""The decisions of a DMN file as rulesets: one for each that no other carried over is made of.

A table becomes a decision by `table`; one that another decision reads becomes a formula by `cases`, in which
the first case counts. Priority puts the rows into the order of their outputs, and a sum is one of a formula a rule.
"""

import re
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from advisor.days import DAY
from advisor.dmn import feel
from advisor.dmn.model import DmnDecision, DmnTable, Input, Model, Rule, Type, Written
from advisor.dmn.naming import Ids, article, bounds, outcome, plain, said, slug
from advisor.errors import Place, Problem, brief
from advisor.language.expression import Expression, parse
from advisor.language.tree import ExpressionError, names_in
from advisor.rules.cells import TableCell, TableColumn
from advisor.rules.kinds import OF_TYPE
from advisor.rules.records import DecisionTable, TableRow
from advisor.rules.tables import Grid, TooManyCombinations

TYPES = {"string": "text", "number": "number", "boolean": "boolean", "date": "date"}
NOTHING = "no_rule_holds"
OTHER = "something_else"
RESULT = "result"
_CHOSEN = re.compile(r"\b(max|min)\(([^()]+)\)")
MAX_ROWS = 99
"""Rules of a table that becomes a formula; one more case is for what none of them holds for."""


class CannotCarry(Exception):
    """A part of a decision that cannot be carried over, and the line it stands in."""

    def __init__(self, says: str, line: int, where: str = "") -> None:
        super().__init__(says)
        self.says, self.line, self.where = says, line, where


class ImportedRuleset(NamedTuple):
    """A ruleset: its name, its sections, and what each outcome gives, as literals by the names of the outputs.

    rests_on: the decisions that it is made of, itself first
    """

    name: str
    sections: dict[str, Any]
    gives: dict[str, dict[str, feel.Value]]
    rests_on: tuple[str, ...]


def build(model: Model) -> tuple[list[ImportedRuleset], list[Problem]]:
    """The rulesets of a file, and what of it cannot be carried over; of one cause all decisions together."""
    made: dict[str, ImportedRuleset] = {}
    lost: dict[tuple[str, int, str], list[str]] = {}
    for name, decision in model.decisions.items():
        try:
            made[name] = _Builder(model, name).made()
        except CannotCarry as error:
            lost.setdefault((error.says, error.line or decision.line, error.where), []).append(name)
    problems = [Problem("not-carried", says, place=Place(model.file, line, 1),
                        where=" › ".join(filter(None, [f"decision {', '.join(names)}", where])))
                for (says, line, where), names in lost.items()]  # fmt: skip
    inside = {one for each in made.values() for one in each.rests_on[1:]}
    return [one for name, one in made.items() if name not in inside], problems


class _ReadRule(NamedTuple):
    """A rule of which all cells are read: its own number, what it wants, what it gives."""

    number: int
    cells: list[TableCell]
    gives: tuple[feel.Value, ...]


class _Builder:
    """Makes the sections of one decision and of what it rests on. Raises CannotCarry."""

    def __init__(self, model: Model, top: str) -> None:
        self.model, self.top = model, top
        self.words, self.names = Ids({"\0": OTHER, "\1": NOTHING}), Ids()
        self.questions: dict[str, Any] = {}
        self.formulas: dict[str, Any] = {}
        self.types: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.rests_on: list[str] = [top]

    def made(self) -> ImportedRuleset:
        decision = self.model.decisions[self.top]
        if isinstance(decision.logic, DmnTable):
            sections, gives = self._of_table(decision, decision.logic)
        else:
            self._formula(self.top)
            sections, gives = self._of_figure(self.names[self.top], decision.line), {}
        head = {
            "ruleset": {"id": slug(self.top), "version": "1", "title": plain(self.top),
                        "source": {"title": f"DMN: {plain(self.model.name)}"}},
            "approaches": {"result": {"title": "Result"}},
        }  # fmt: skip
        own = {"questions": self.questions, "formulas": self.formulas}
        return ImportedRuleset(self.top, {**head, **sections, **own}, gives, tuple(self.rests_on))

    # --- the decision itself ---

    def _of_table(self, decision: DmnDecision, table: DmnTable) -> tuple[dict[str, Any], dict[str, Any]]:
        if table.hit.startswith("COLLECT "):
            return self._of_collected(decision, table), {}
        columns, rows, grid = self._read(table)
        ids = Ids({"\0": NOTHING})
        outputs = {row.gives: ids[", ".join(map(said, row.gives))] for row in rows}
        targets = [[*(cell.text for cell in row.cells), outputs[row.gives]] for row in rows]
        default = self._default(table)
        if self._missing(grid):
            target = ids[", ".join(map(said, default))] if default else NOTHING
            outputs |= {default: target} if default else {}
            targets.append([*("-" for _ in columns), target])
        is_first = len(targets) > len(rows) or table.hit != "UNIQUE"
        table_ = {
            "by": [one.name for one in columns],
            "hit": "first" if is_first else "unique",
            "rows": targets,
        }
        names = [one.name or self.top for one in table.outputs]
        outcomes = {id_: outcome(names, gives) for gives, id_ in outputs.items()}
        if any(row[-1] == NOTHING for row in targets):
            outcomes[NOTHING] = {"approach": "result", "title": "No rule holds",
                                 "says": "No rule of the table holds for these answers."}  # fmt: skip
        label = f"{plain(self.top).removesuffix('?')}?"
        decisions = {f"{slug(self.top)}_table": {"label": label, "table": table_}}
        gives = {id_: dict(zip(names, given, strict=True)) for given, id_ in outputs.items()}
        return {"start": next(iter(decisions)), "decisions": decisions, "outcomes": outcomes}, gives

    def _of_collected(self, decision: DmnDecision, table: DmnTable) -> dict[str, Any]:
        self._formula(self.top)
        name = self.names[self.top]
        found = self._of_figure(name, decision.line)
        _, rows, grid = self._read(table)
        if self._default(table) or table.hit.endswith("COUNT") or not self._missing(grid):
            return found
        some = self.names[f"{self.top} holds"]
        cases = [{"when": self._when(grid, index), "is": "true"} for index in range(len(rows))]
        self.formulas[some] = {"cases": [*cases, {"is": "false"}]}
        branches = [
            {"label": "a rule holds", "when": some, "to": RESULT},
            {"label": "none holds", "to": NOTHING},
        ]
        nothing = {"approach": "result", "title": "No rule holds", "says": "No rule of the table holds."}
        decisions = {"rules": {"label": "Does a rule hold?", "computed": "yes", "branches": branches}}
        outcomes = {**found["outcomes"], NOTHING: nothing}
        return found | {"start": "rules", "decisions": decisions, "outcomes": outcomes}

    def _of_figure(self, name: str, line: int) -> dict[str, Any]:
        """A ruleset that computes a number and nothing else."""
        if self.types[name] != "number":
            raise CannotCarry("its result is no number, and only tables give anything else", line)
        outcome = {
            "approach": "result",
            "title": plain(self.top),
            "says": f"It is {{{name}}}.",
            "figures": [name],
        }
        return {
            "start": RESULT,
            "decisions": {},
            "outcomes": {RESULT: outcome},
            "ask_first": list(self.questions),
        }

    # --- tables ---

    def _read(self, table: DmnTable) -> tuple[list[TableColumn], list[_ReadRule], Grid]:
        """The columns and rows of a table, in the order in which the first that holds counts."""
        columns = [self._column(one) for one in table.inputs]
        if not columns or not table.rules:
            raise CannotCarry("a table without inputs or rules", table.line)
        self._check_counts(table)
        rows = [self._row(rule, number, columns) for number, rule in enumerate(table.rules, 1)]
        rows = self._ordered(table, rows)
        grid = _grid(columns, rows, "unique")
        self._check(table, rows, grid)
        return columns, rows, _grid(columns, rows, "first")

    def _check_counts(self, table: DmnTable) -> None:
        for number, rule in enumerate(table.rules, 1):
            for what, here, there in (
                ("inputs", rule.tests, table.inputs),
                ("outputs", rule.gives, table.outputs),
            ):
                if len(here) != len(there):
                    says = f"has {len(here)} {what}, and its table has {len(there)}"
                    raise CannotCarry(says, rule.line, f"rule {number}")

    def _column(self, input_: Input) -> TableColumn:
        name = self._named(input_)
        kind, asked = self.types[name], self.questions.get(name, {})
        low, high = (Fraction(asked[key]) if key in asked else None for key in ("min", "max"))
        if kind == "date" and asked:
            low, high = (Fraction(day.toordinal()) for day in (date(1900, 1, 1), date(2100, 12, 31)))
        unit = DAY if kind == "date" else ""
        return TableColumn(name, kind, unit, tuple(self.texts.get(name, ())), low, high, kind == "date")

    def _row(self, rule: Rule, number: int, columns: list[TableColumn]) -> _ReadRule:
        cells = []
        for index, (test, column) in enumerate(zip(rule.tests, columns, strict=True), 1):
            try:
                cells.append(column.cell(feel.cell(test.text, column.texts, self.words)))
            except ValueError as error:
                raise CannotCarry(str(error.args[0]), test.line, f"rule {number} › input {index}") from None
        return _ReadRule(number, cells, tuple(self._given(one, number) for one in rule.gives))

    def _given(self, written: Written, number: int) -> feel.Value:
        try:
            return feel.literal(written.text)
        except ValueError as error:
            raise CannotCarry(f"output {error}", written.line, f"rule {number}") from None

    def _ordered(self, table: DmnTable, rows: list[_ReadRule]) -> list[_ReadRule]:
        policy, _, aggregation = table.hit.partition(" ")
        if table.hit in ("UNIQUE", "FIRST", "ANY"):
            return rows
        if table.hit == "PRIORITY":
            return sorted(rows, key=lambda row: self._rank(table, row))
        if policy == "COLLECT" and aggregation in ("MIN", "MAX", "SUM", "COUNT"):
            self._check_numbers(table, rows, aggregation)
            turn = {"MIN": 1, "MAX": -1}.get(aggregation)
            return sorted(rows, key=lambda row: turn * Fraction(row.gives[0])) if turn else rows
        raise CannotCarry(
            f"the hit policy {table.hit} gives a list of outputs, and ours gives one", table.line
        )

    def _check_numbers(self, table: DmnTable, rows: list[_ReadRule], aggregation: str) -> None:
        if len(table.outputs) != 1:
            raise CannotCarry("collects several outputs at once", table.line)
        for row in rows if aggregation != "COUNT" else ():
            if isinstance(row.gives[0], bool | str):
                raise CannotCarry("collects what is no number", table.line, f"rule {row.number}")

    def _rank(self, table: DmnTable, row: _ReadRule) -> list[int]:
        """The places of its outputs among the values that are listed, the most wanted first."""
        found = []
        for output, given in zip(table.outputs, row.gives, strict=True):
            try:
                values = feel.literals(output.values)
                found.append(values.index(given) if values else 0)
            except ValueError:
                says = f"{said(given)} is not among the output values, which say the priority"
                raise CannotCarry(says, table.line, f"rule {row.number}") from None
        return found

    def _check(self, table: DmnTable, rows: list[_ReadRule], grid: Grid) -> None:
        """Rules that hold together where none may, or only such as give the same."""
        if table.hit not in ("UNIQUE", "ANY"):
            return
        try:
            doubled = grid.overlapping() if table.hit == "ANY" else grid.doubled(1)
        except TooManyCombinations:
            raise CannotCarry("too many combinations of cells to look at", table.line) from None
        for (one, other), example in doubled.items():
            if table.hit == "UNIQUE" or rows[one].gives != rows[other].gives:
                says = f"rules {rows[one].number} and {rows[other].number} hold together, for {example}"
                raise CannotCarry(says, table.line)

    def _missing(self, grid: Grid) -> list[str]:
        try:
            return grid.missing()
        except TooManyCombinations:
            return ["some values"]

    def _default(self, table: DmnTable) -> tuple[feel.Value, ...]:
        written = [one.default for one in table.outputs]
        return tuple(self._given(one, 0) for one in written if one) if all(written) else ()

    def _when(self, grid: Grid, index: int) -> str:
        text = grid.conditions[index].text
        if len(text) > 1_000:
            raise CannotCarry("a rule whose condition has more than 1,000 characters", 0, f"rule {index + 1}")
        return text

    # --- what columns read ---

    def _named(self, input_: Input) -> str:
        """The question or formula that an input expression reads."""
        text, line = " ".join(input_.expression.text.split()), input_.expression.line
        if not text:
            raise CannotCarry("an input without an expression", line)
        if text in self.model.decisions and text != self.top:
            return self._formula(text)
        found = self._input(text)
        if found is not None:
            return self._question(text, found, input_, line)
        return self._computed(text, line)

    def _input(self, text: str) -> Type | None:
        """The type of an input, or of a part of one: ``Applicant.Age``."""
        first, *others = [part.strip() for part in text.split(".")]
        found = self.model.inputs.get(first)
        for part in others:
            found = found.parts.get(part) if found else None
        return found

    def _question(self, text: str, type_: Type, input_: Input, line: int) -> str:
        base = type_.base if type_.base in TYPES else input_.type
        if type_.is_list or type_.parts or base not in TYPES:
            raise CannotCarry(f"the input `{text}` is a {'list' if type_.is_list else type_.base}", line)
        name, kind = self.names[text], TYPES[base]
        if name in self.questions:  # as the first table that reads it has it
            return name
        self.types[name] = kind
        asked: dict[str, Any] = {"ask": f"{plain(text)}?", "label": plain(text), "type": OF_TYPE[kind]}
        if kind == "text":
            texts = self._texts.get(text) or feel.texts_in(type_.allowed)
            options = {self.words[one]: {"title": plain(one)} for one in texts}
            if not feel.texts_in(type_.allowed or input_.allowed):
                options[OTHER] = {"title": "Something else"}
            self.texts[name] = list(options)
            asked |= {"options": options}
        asked |= bounds(type_.allowed or input_.allowed) if kind == "number" else {}
        self.questions[name] = asked
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

    def _computed(self, text: str, line: int) -> str:
        """A formula for an expression of names and numbers."""
        name = self.names[text or "nothing"]
        if name not in self.formulas:
            expression = self._expression(text, line)
            self.formulas[name] = {"is": expression.text, "label": plain(text)}
            self.types[name] = self._type(expression, line)
        return name

    def _expression(self, text: str, line: int) -> Expression:
        ids = [(one, self._read_name(one, line)) for one in self._mentioned(text)]
        ours = re.sub(r"(?<![<>!=])=(?!=)", "==", feel.renamed(text, ids))
        ours = _CHOSEN.sub(lambda found: self._chosen(found[1], feel.parts(found[2])), " ".join(ours.split()))
        try:
            found = parse(ours)
        except ExpressionError as error:
            raise CannotCarry(f"`{brief(text)}` cannot be carried over: {error}", line) from None
        unknown = [one for one in names_in(found.tree) if one not in self.types]
        if unknown:
            says = f"`{unknown[0]}` is no input or decision of this file"
            raise CannotCarry(f"`{brief(text)}` cannot be carried over: {says}", line)
        return found

    def _chosen(self, which: str, parts: list[str]) -> str:
        """The formula of the greatest or the least of some expressions."""
        first, *others = parts
        for other in others:
            name = self.names[f"{which} {first} {other}"]
            sign = ">=" if which == "max" else "<="
            self.formulas[name] = {
                "cases": [{"when": f"({first}) {sign} ({other})", "is": first}, {"is": other}]
            }
            self.types[name] = "number"
            first = name
        return first

    def _mentioned(self, text: str) -> list[str]:
        """The inputs, parts of them and decisions that an expression names."""
        plain = " ".join(text.split())
        parts = [f"{name}.{part}" for name, one in self.model.inputs.items() for part in one.parts]
        known = sorted([*parts, *self.model.inputs, *self.model.decisions], key=len, reverse=True)
        return [
            one
            for one in known
            if one != self.top and re.search(rf"(?<![\w.]){re.escape(one)}(?![\w.])", plain)
        ]

    def _read_name(self, name: str, line: int) -> str:
        return self._named(Input(Written(name, line), "", ""))

    def _type(self, expression: Expression, line: int) -> str:
        try:
            return expression.type(self.types)
        except ExpressionError as error:
            raise CannotCarry(f"`{brief(expression.text)}`: {error}", line) from None

    # --- decisions that others read ---

    def _formula(self, name: str) -> str:
        """The formula of a decision, made when it is first read."""
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
                expression = self._expression(text, line)
                self.types[id_] = self._type(expression, line)
                self.formulas[id_] = {"is": expression.text, "label": plain(name)}
            case other:
                raise CannotCarry(
                    f"its logic is {article(other)}, expected a table or an expression", decision.line
                )
        return id_

    def _of_rules(self, id_: str, name: str, table: DmnTable) -> None:
        """The formula of a table: the output of the first rule that holds, or what is collected."""
        if len(table.outputs) != 1:
            raise CannotCarry(f"`{name}` gives several outputs, and a formula gives one", table.line)
        _, rows, grid = self._read(table)
        if len(rows) > MAX_ROWS:
            raise CannotCarry(f"`{name}` has more than {MAX_ROWS} rules", table.line)
        self.types[id_] = _type_of(rows[0].gives[0])
        if table.hit in ("COLLECT SUM", "COLLECT COUNT"):
            self._of_sum(id_, name, table, rows, grid)
            return
        last = self._otherwise(id_, name, table, grid)
        if self.types[id_] == "text":
            given = dict.fromkeys(self.words[str(row.gives[0])] for row in rows)
            self.texts[id_] = [*given, *(one.strip("'") for one in last if one.strip("'") not in given)]
        values = [self._value(row.gives[0]) for row in rows]
        cases: list[dict[str, str]] = [
            {"when": self._when(grid, index), "is": value} for index, value in enumerate(values)
        ]
        cases = [*cases, *({"is": one} for one in last)] if last else [*cases[:-1], {"is": values[-1]}]
        self.formulas[id_] = {"cases": cases, "label": plain(name)}

    def _otherwise(self, id_: str, name: str, table: DmnTable, grid: Grid) -> list[str]:
        """The value where no rule holds: the default or, of a text, that none does; none where one always holds."""
        default, missing = self._default(table), self._missing(grid)
        if default:
            return [self._value(default[0])]
        if not missing:
            return []
        if self.types[id_] == "text":
            return [repr(NOTHING)]  # what is null there: no test of a text holds for it, but `-` and `not` do
        if table is self.model.decisions[self.top].logic:
            return ["0"]  # is not shown then
        says = f"no rule of `{name}` holds for {missing[0]}, and there is no null to read here"
        raise CannotCarry(says, table.line)

    def _of_sum(self, id_: str, name: str, table: DmnTable, rows: list[_ReadRule], grid: Grid) -> None:
        """A sum of a formula for each rule, which counts nothing where the rule does not hold."""
        is_count = table.hit.endswith("COUNT")
        self.types[id_] = "number"
        parts = []
        for index, row in enumerate(rows):
            part = self.names[f"{name} rule {row.number}"]
            value = "1" if is_count else self._value(row.gives[0])
            when = self._when(grid, index)
            self.formulas[part] = (
                {"cases": [{"when": when, "is": value}, {"is": "0"}]} if when != "true" else {"is": value}
            )
            parts.append(part)
        self.formulas[id_] = {"is": " + ".join(parts), "label": plain(name)}

    def _value(self, value: feel.Value) -> str:
        """A literal as an expression of ours."""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, Fraction | feel.IsoDay):
            return feel.shown(value, {})
        return repr(self.words[value])


def _grid(columns: list[TableColumn], rows: list[_ReadRule], hit: Any) -> Grid:
    table = DecisionTable(
        tuple(column.name for column in columns),
        tuple(TableRow(tuple(cell.text for cell in row.cells), repr(row.gives)) for row in rows),
        hit,
    )
    return Grid(table, columns, [row.cells for row in rows])


def _type_of(value: feel.Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, Fraction) else "date" if isinstance(value, feel.IsoDay) else "text"
