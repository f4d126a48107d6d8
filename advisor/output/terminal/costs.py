"""The figures of the costs, with their arithmetic and sources, and what they assume."""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from itertools import compress

from advisor.advice.costs import CostFigures, Figure, OptionCosts
from advisor.advice.figures import FigureInUse, is_stale, reached
from advisor.advice.figures import age as age_of
from advisor.advice.retirement import Retirement
from advisor.engine.answers import Answer, shown
from advisor.engine.scope import Scope
from advisor.output.terminal import page
from advisor.quantities import Number, show
from advisor.rules import Ruleset
from advisor.units import cell_unit, heading_unit


def sources(
    figures: Iterable[FigureInUse], ending: Iterable[Retirement], today: date, max_age: int
) -> page.Parts:
    """Every figure in use with its source and age, old ones marked, and what of it ends."""
    figures = list(figures)
    rows = [_source(one, today, max_age) for one in figures]
    yield page.table(("Figure", "Value", "Source", "As of", "Days"), rows, by=0)
    if any(is_stale(one, max_age, today) for one in figures):
        yield page.text(f"\n! older than {max_age} days: look it up again", "dim")
    yield page.bullets((one.seen(today) for one in ending), "!", "bold yellow")


def _source(one: FigureInUse, today: date, max_age: int) -> list[page.Cell]:
    days = "" if (age := age_of(one, today)) is None else str(age)
    aged = page.text(f"{days} !", "yellow") if is_stale(one, max_age, today) else days
    return [one.label, show(one.value, one.unit), one.source, str(one.date or ""), aged]


def every_figure(costs: CostFigures, scope: Scope) -> page.Parts:
    """Every figure with its formula and numbers, and the tables beside them."""
    yield page.heading("The arithmetic")
    yield _figures(costs.figures, scope.rules, formulas=True)
    yield from _tables(
        costs, scope.rules, {one.name for table in costs.tables for one in table.rows[0].figures}
    )
    yield from assumed(scope.rules, scope.used_defaults, scope.answers.overrides)


def arithmetic(costs: CostFigures, scope: Scope) -> page.Parts:
    """The figures that the answers have a part in, and the tables beside them."""
    rules, known = scope.rules, reached(scope)
    given = [figure for figure in costs.figures if figure.name in known and not figure.needs]
    if given:
        yield page.heading("The arithmetic")
        yield _figures(given, rules, formulas=False)
    yield from _tables(costs, rules, known)


def outcome_figures(figures: Iterable[Figure], rules: Ruleset) -> page.Parts:
    """What an outcome comes to."""
    if figures:
        yield page.heading("What it comes to")
        yield _figures(figures, rules, formulas=False)


def _figures(figures: Iterable[Figure], rules: Ruleset, *, formulas: bool) -> page.Part:
    rows = []
    for figure in figures:
        formula = f"\n= {figure.formula}" if formulas and figure.formula else ""
        rows.append((figure.label, page.assemble((_worked(figure, rules), ""), (formula, "dim"))))
    return page.columns(rows)


def _worked(figure: Figure, rules: Ruleset) -> str:
    if figure.needs:
        return f"needs {rules.label(figure.needs)} (--set {figure.needs}=…)"
    if figure.value is None:
        return "never"
    result = rules.reading(figure.name, figure.value)
    numbers, _, exact = figure.numbers.rpartition(" = ")
    told = numbers if exact == result else figure.numbers
    return f"{result}  =  {told}" if told else result


def _tables(costs: CostFigures, rules: Ruleset, shown: Container[str]) -> page.Parts:
    """The tables in which one of the figures to be shown is known."""
    for table in costs.tables:
        if any(one.name in shown and not one.needs for row in table.rows for one in row.figures):
            yield page.text()
            yield page.indented(table.title, style="bold")
            yield _table(table, rules)


def _table(table: OptionCosts, rules: Ruleset) -> page.Part:
    """Every choice with the figures that are known of any; the chosen one is bold."""
    figures = table.rows[0].figures
    known = [any(not row.figures[index].needs for row in table.rows) for index in range(len(figures))]
    rows = []
    for row in table.rows:
        mark, style = ("> ", "bold") if row.chosen else ("  ", "")
        cells = (_cell(figure, rules) for figure in compress(row.figures, known))
        rows.append([page.text(cell, style) for cell in (mark + row.title, *cells)])
    return page.table(["", *(heading(one) for one in compress(figures, known))], rows, numbers=True)


def heading(figure: Figure) -> str:
    """The label of a column of figures, with what of the unit its cells leave out."""
    unit = heading_unit(figure.unit)
    return f"{figure.label}\n{unit}" if unit else figure.label


def _cell(figure: Figure, rules: Ruleset) -> str:
    return "–" if figure.needs else rules.reading(figure.name, figure.value, cell_unit(figure.unit))


def assumed(rules: Ruleset, defaults: Mapping[str, Answer], replaced: Mapping[str, Number]) -> page.Parts:
    """What the advice rests on that nobody said: defaults, and figures other than the rules'."""
    if defaults:
        yield page.heading("Assumed, because it was not answered")
        yield page.bullets(_assumption(rules, name, value) for name, value in defaults.items())
    if replaced:
        yield page.heading("Figures replaced for this run")
        yield page.bullets(_replaced(rules, replaced))


def _assumption(rules: Ruleset, name: str, value: Answer) -> str:
    source = rules.questions[name].default_source
    return f"{rules.label(name)}: {shown(rules, name, value)}{f', {source}' if source else ''} ({name})"


def _replaced(rules: Ruleset, replaced: Mapping[str, Number]) -> Iterator[str]:
    for name, value in replaced.items():
        figure = name.partition(".")[0]
        yield f"{rules.label(figure)}: {show(value, rules.unit(figure))} ({name})"
