"""The arithmetic that goes with advice: every figure with its formula and its numbers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.engine.scope import Scope, division_by_zero
from advisor.errors import Unanswered
from advisor.language.reasons import arithmetic
from advisor.quantities import Number, plain


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


class OptionCosts(NamedTuple):
    """The same figures for every option of a choice."""

    id: str
    title: str
    rows: tuple[CostRow, ...]


class CostFigures(NamedTuple):
    """The figures of the user's own choices, and of every other choice beside them."""

    figures: tuple[Figure, ...]
    tables: tuple[OptionCosts, ...]

    def figure(self, name: str) -> Figure | None:
        """The figure of that name among the user's own, if the rules show it."""
        return next((figure for figure in self.figures if figure.name == name), None)


def costs(scope: Scope) -> CostFigures:
    """All figures that the rules show, under the answers of a scope. Raises AdvisorError."""
    shown = scope.rules.costs
    return CostFigures(
        tuple(figure(scope, name) for name in shown.figures),
        tuple(_table(scope, table) for table in shown.compare),
    )


def _table(scope: Scope, name: str) -> OptionCosts:
    rules, table = scope.rules, scope.rules.costs.compare[name]
    rows = []
    for option, title in rules.options(table.by).items():
        instead = with_option(scope, table.by, option)
        figures = tuple(figure(instead, shown) for shown in table.show)
        rows.append(CostRow(option, title, option == chosen(scope, table.by), figures))
    return OptionCosts(name, table.title, tuple(rows))


def chosen(scope: Scope, question: str) -> str | None:
    """The option that is chosen; None where that is open."""
    return str(scope[question]) if scope.knows(question) else None


def with_option(scope: Scope, question: str, option: str) -> Scope:
    """The scope of the same answers with this option chosen."""
    answers = scope.answers.with_answer(question, option)
    return Scope(scope.rules, answers, defaults=scope.defaults)


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
        return Figure(
            *head,
            value,
            text,
            arithmetic(formula.is_, scope.vocabulary(), rules.reading(name, value, exact=True)),
        )
    except Unanswered as missing:
        return Figure(*head, None, text, needs=missing.question)
    except ZeroDivisionError:
        raise division_by_zero(rules, ("formulas", name)) from None


def to_json(found: CostFigures) -> dict[str, Any]:
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
