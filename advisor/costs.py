"""The arithmetic that goes with advice: every figure with its formula and its numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.errors import Unanswered
from advisor.explanation import arithmetic
from advisor.quantities import Number, plain, show
from advisor.scope import Scope, division_by_zero


class Figure(NamedTuple):
    """One computed figure, or why there is none.

    value: the number; None for never, or while `needs` is not answered
    formula: the expression as the rules write it; empty for a parameter
    numbers: the expression with its numbers and result
    needs: the question that has to be answered first; empty if none
    """

    name: str
    label: str
    unit: str
    value: Number | None
    formula: str = ""
    numbers: str = ""
    needs: str = ""


class CostRow(NamedTuple):
    """The figures for one option of a choice; `chosen` if the user's answers choose it."""

    option: str
    title: str
    chosen: bool
    figures: tuple[Figure, ...]


class CostTable(NamedTuple):
    """The same figures for every option of a choice."""

    id: str
    title: str
    by: str
    rows: tuple[CostRow, ...]


class Costs(NamedTuple):
    """The figures of the user's own choices, and of every other choice beside them."""

    figures: tuple[Figure, ...]
    tables: tuple[CostTable, ...]

    def figure(self, name: str) -> Figure | None:
        """The figure of that name among the user's own, if the rules show it."""
        return next((figure for figure in self.figures if figure.name == name), None)


class FigureUsed(NamedTuple):
    """A parameter that the decision rests on."""

    name: str
    label: str
    value: str
    source: str
    date: date | None


class Quoted(NamedTuple):
    """The token prices of one offer: the ruleset's, and those listed today; None where not listed."""

    title: str
    input: Number | None
    output: Number | None
    input_today: Number
    output_today: Number
    cached_input: Number | None
    batch_input: Number | None
    batch_output: Number | None


def costs(scope: Scope) -> Costs:
    """All figures that the rules show, under the answers of a scope. Raises AdvisorError."""
    shown = scope.rules.costs
    return Costs(
        tuple(figure(scope, name) for name in shown.figures),
        tuple(_table(scope, table) for table in shown.compare),
    )


def _table(scope: Scope, name: str) -> CostTable:
    rules, table = scope.rules, scope.rules.costs.compare[name]
    chosen = _chosen(scope, table.by)
    rows = []
    for option, title in rules.options(table.by).items():
        # the same answers with this option chosen
        instead = Scope(rules, scope.answers.with_answer(table.by, option), defaults=scope.defaults)
        figures = tuple(figure(instead, shown) for shown in table.show)
        rows.append(CostRow(option, title, option == chosen, figures))
    return CostTable(name, table.title, table.by, tuple(rows))


def _chosen(scope: Scope, question: str) -> str | None:
    try:
        return str(scope[question])
    except Unanswered:
        return None


def figure(scope: Scope, name: str) -> Figure:
    """One formula or parameter under the answers of a scope. Raises AdvisorError."""
    rules = scope.rules
    formula = rules.formulas.get(name)
    text = formula.is_.text if formula else ""
    head = (name, rules.label(name), rules.unit(name))
    try:
        value = scope[name]
        if formula is None or value is None:
            return Figure(*head, value, text)
        return Figure(*head, value, text, arithmetic(formula.is_, scope.words(), rules.unit(name)))
    except Unanswered as missing:
        return Figure(*head, None, text, needs=missing.question)
    except ZeroDivisionError:
        raise division_by_zero(rules, ("formulas", name)) from None


def figures_used(scope: Scope) -> list[FigureUsed]:
    """The parameters that a scope has read; not those replaced."""
    rules = scope.rules
    return [_figure_used(scope, name) for name, parameter in rules.parameters.items() if name in scope
            and not (parameter.by and not scope[name])  # a zero for this choice: it does not apply
            and not any(key.partition(".")[0] == name for key in scope.answers.overrides)]  # fmt: skip


def _figure_used(scope: Scope, name: str) -> FigureUsed:
    rules = scope.rules
    parameter = rules.parameters[name]
    value = show(scope[name], parameter.unit)
    return FigureUsed(name, rules.label(name), value, parameter.source, parameter.date)


def to_json(found: Costs) -> dict[str, Any]:
    """The figures by name, the tables by id, and each figure's formula and numbers."""
    data: dict[str, Any] = {one.name: number(one.value) for one in found.figures}
    for table in found.tables:
        data[table.id] = [_row(row) for row in table.rows]
    data["formulas"] = {one.name: {"label": one.label, "unit": one.unit, "formula": one.formula,
                                   "numbers": one.numbers, "needs": one.needs or None}
                        for one in found.figures}  # fmt: skip
    return data


def _row(row: CostRow) -> Mapping[str, Any]:
    head = {"id": row.option, "title": row.title, "chosen": row.chosen}
    return head | {one.name: number(one.value) for one in row.figures}


def number(value: Number | None) -> int | float | None:
    """A number for JSON; None stays None."""
    return None if value is None else plain(value)
