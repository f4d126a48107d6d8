"""The arithmetic that goes with advice: every figure with its formula and its numbers."""

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from advisor.engine.scope import Scope, division_by_zero
from advisor.errors import Unanswered
from advisor.language.arithmetic import arithmetic
from advisor.language.tree import option_of
from advisor.prices import market
from advisor.quantities import Number, plain
from advisor.rules import Ruleset

OWN = "your own figure"
"""The source of a figure that the user replaced."""


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
    by: str
    rows: tuple[CostRow, ...]


class CostFigures(NamedTuple):
    """The figures of the user's own choices, and of every other choice beside them."""

    figures: tuple[Figure, ...]
    tables: tuple[OptionCosts, ...]

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


class FigureInUse(NamedTuple):
    """A figure that something shown rests on, as an override names it, and who says so.

    date: the day on which it was so; None for the user's own figures and for listed prices
    """

    name: str
    label: str
    value: Number
    unit: str
    source: str
    date: date | None


class Quoted(NamedTuple):
    """The price of one kind of tokens of one offer.

    name: as an override has it
    kind: `input` or `output`
    ruleset: as the rules have it; None if they do not know the offer
    listed: as it is listed; None if it is not
    cached, batch: as they are listed for cached input and for batches; None where they are not
    is_own: the user replaced it, and `listed` is the user's figure
    """

    name: str
    kind: str
    ruleset: Number | None
    listed: Number | None
    cached: Number | None = None
    batch: Number | None = None
    is_own: bool = False


def costs(scope: Scope) -> CostFigures:
    """All figures that the rules show, under the answers of a scope. Raises AdvisorError."""
    shown = scope.rules.costs
    return CostFigures(
        tuple(figure(scope, name) for name in shown.figures),
        tuple(_table(scope, table) for table in shown.compare),
    )


def reached(scope: Scope) -> set[str]:
    """The figures shown in which the user's answers or own figures have a part, and all that these rest on.

    One that cannot be told for want of other answers brings up nothing.
    """
    rules, answers = scope.rules, scope.answers
    known = {name.partition(".")[0] for name in (*answers.known(), *answers.overrides)}
    found: set[str] = set()
    for name in _shown(rules):
        behind = rests_on(rules, [name], known)
        if not known.isdisjoint((*behind, *rules.questions_behind(name))) and _is_told(scope, name):
            found.update(behind)
    return found


def _is_told(scope: Scope, name: str) -> bool:
    try:
        scope[name]
    except Unanswered:
        return False
    return True


def _shown(rules: Ruleset) -> dict[str, None]:
    """The figures that the rules show, alone or in tables."""
    return dict.fromkeys(
        [*rules.costs.figures, *(name for one in rules.costs.compare.values() for name in one.show)]
    )


def _table(scope: Scope, name: str) -> OptionCosts:
    rules, table = scope.rules, scope.rules.costs.compare[name]
    chosen = _chosen(scope, table.by)
    rows = []
    for option, title in rules.options(table.by).items():
        # the same answers with this option chosen
        instead = Scope(rules, scope.answers.with_answer(table.by, option), defaults=scope.defaults)
        figures = tuple(figure(instead, shown) for shown in table.show)
        rows.append(CostRow(option, title, option == chosen, figures))
    return OptionCosts(name, table.title, table.by, tuple(rows))


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


def figures_used(scope: Scope) -> list[FigureUsed]:
    """The parameters that a scope has read; not those replaced."""
    rules = scope.rules
    return [_figure_used(scope, name) for name in rules.parameters if name in scope and _in_use(scope, name)]


def _figure_used(scope: Scope, name: str) -> FigureUsed:
    rules = scope.rules
    parameter = rules.parameters[name]
    value = rules.reading(name, scope[name])
    return FigureUsed(name, rules.label(name), value, parameter.source, parameter.date)


def figures_in_use(scope: Scope) -> list[FigureInUse]:
    """Every figure that a scope has read or the tables show, of other offers and plans too; not those replaced."""
    rules = scope.rules
    found = {name: one for name in list(scope) if (one := _in_use(scope, name))}
    for table in rules.costs.compare.values():
        for option in rules.options(table.by):
            instead = Scope(rules, scope.answers.with_answer(table.by, option), defaults=scope.defaults)
            read = read_for(instead, table.show)
            for name in (name for name in read if rules.parameters[name].by == table.by):
                if option != _chosen(scope, table.by) and (one := _in_use(instead, name, option)):
                    found[one.name] = one
    order = list(rules.parameters)
    return sorted(found.values(), key=lambda one: order.index(one.name.partition(".")[0]))


def read_for(scope: Scope, figures: Iterable[str]) -> list[str]:
    """Read the parameters that figures rest on, whatever other answers are open; the names of those."""
    rules, found = scope.rules, []
    for name in rests_on(rules, figures):
        if name in rules.parameters:
            with suppress(Unanswered):
                scope[name]  # read, and so in use
                found.append(name)
    return found


def rests_on(rules: Ruleset, figures: Iterable[str], answered: Container[str] | None = None) -> list[str]:
    """Figures, and all names that they rest on through formulas.

    answered: where it is told, defaults stand in for the other questions, and what these rest on is named too
    """
    found = dict.fromkeys(figures)
    queue = list(found)
    for name in queue:
        new = [other for other in _reads(rules, name, answered) if other not in found]
        found |= dict.fromkeys(new)
        queue += new
    return list(found)


def _reads(rules: Ruleset, name: str, answered: Container[str] | None) -> Iterator[str]:
    """The names that a figure reads, or the default of a question that is not answered."""
    only_when = rules.formulas[name].only_when if name in rules.formulas else None
    if name in rules.computed:
        yield from rules.computed[name].names
        yield from only_when.names if only_when else ()
    elif answered is not None and name not in answered and name in rules.defaults:
        yield from rules.defaults[name].names
    elif option_of(name)[1]:
        yield option_of(name)[0]


def _in_use(scope: Scope, name: str, option: str = "") -> FigureInUse | None:
    """A figure of the rules that a scope has read; None if it is replaced, or does not apply."""
    rules = scope.rules
    if name not in rules.parameters:
        return None
    parameter = rules.parameters[name]
    key = f"{name}.{scope[parameter.by]}" if parameter.by else name
    is_replaced = key in scope.answers.overrides or (rules.overlay and key in rules.overlay.figures)
    if is_replaced or (parameter.by and not scope[name]):  # a zero for a choice: it does not apply
        return None
    label = rules.label(name) + (f", {rules.options(parameter.by)[option]}" if option else "")
    own = f"{name}.{option}" if option else name
    return FigureInUse(own, label, scope[name], parameter.unit, parameter.source, parameter.date)


def age(figure: FigureInUse, today: date) -> int | None:
    """The age of a figure in days; None where it has no date."""
    return (today - figure.date).days if figure.date else None


def figures_replaced(scope: Scope) -> list[FigureInUse]:
    """The figures that stand in for those of the rules: the user's own, and listed prices."""
    rules, found = scope.rules, []
    for name, value in market.replaced(scope).items():
        parameter, _, option = name.partition(".")
        source = rules.overlay.source if rules.overlay and name not in scope.answers.overrides else OWN
        title = rules.options(rules.parameters[parameter].by)[option] if option else ""
        label = rules.label(parameter) + (f", {title}" if title else "")
        found.append(FigureInUse(name, label, value, rules.unit(parameter), source, None))
    return found


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
