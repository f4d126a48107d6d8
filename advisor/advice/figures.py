"""The figures that something shown rests on: parameters by what reads them, with who says so."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from advisor.advice.costs import chosen, with_option
from advisor.engine.scope import Scope
from advisor.language.tree import option_of
from advisor.prices import market
from advisor.quantities import Number
from advisor.rules import Ruleset

OWN = "your own figure"
"""The source of a figure that the user replaced."""


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


def age(figure: FigureInUse, today: date) -> int | None:
    """The age of a figure in days; None where it has no date."""
    return (today - figure.date).days if figure.date else None


def is_stale(figure: FigureInUse, max_age: int, today: date) -> bool:
    """Whether a figure is known to be older than so many days."""
    return figure.date is not None and (today - figure.date).days > max_age


def reached(scope: Scope) -> set[str]:
    """The figures shown in which the user's answers or own figures have a part, and all that these rest on.

    One that cannot be told for want of other answers brings up nothing.
    """
    rules, answers = scope.rules, scope.answers
    known = {name.partition(".")[0] for name in (*answers.known(), *answers.overrides)}
    found: set[str] = set()
    for name in _shown(rules):
        behind = rests_on(rules, [name], known)
        if not known.isdisjoint((*behind, *rules.questions_behind(name))) and scope.knows(name):
            found.update(behind)
    return found


def _shown(rules: Ruleset) -> dict[str, None]:
    """The figures that the rules show, alone or in tables."""
    return dict.fromkeys(
        [*rules.costs.figures, *(name for one in rules.costs.compare.values() for name in one.show)]
    )


def figures_used(scope: Scope) -> list[FigureInUse]:
    """The parameters that a scope has read; not those replaced."""
    return [one for name in scope.rules.parameters if name in scope and (one := _in_use(scope, name))]


def figures_in_use(scope: Scope) -> list[FigureInUse]:
    """Every figure that a scope has read or the tables show, of other offers and plans too; not those replaced."""
    rules = scope.rules
    found = {one.name: one for one in figures_used(scope)}
    for table in rules.costs.compare.values():
        for option in rules.options(table.by):
            instead = with_option(scope, table.by, option)
            for name in read_for(instead, table.show) if option != chosen(scope, table.by) else ():
                if rules.parameters[name].by == table.by and (one := _in_use(instead, name, option)):
                    found[one.name] = one
    order = list(rules.parameters)
    return sorted(found.values(), key=lambda one: order.index(one.name.partition(".")[0]))


def read_for(scope: Scope, figures: Iterable[str]) -> list[str]:
    """Read the parameters that figures rest on, whatever other answers are open; the names of those."""
    parameters = scope.rules.parameters
    return [name for name in rests_on(scope.rules, figures) if name in parameters and scope.knows(name)]


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
    rules, parameter = scope.rules, scope.rules.parameters[name]
    key = f"{name}.{scope[parameter.by]}" if parameter.by else name
    is_replaced = key in scope.answers.overrides or (rules.overlay and key in rules.overlay.figures)
    if is_replaced or (parameter.by and not scope[name]):  # a zero for a choice: it does not apply
        return None
    own = f"{name}.{option}" if option else name
    return FigureInUse(own, _label(rules, own), scope[name], parameter.unit, parameter.source, parameter.date)


def _label(rules: Ruleset, name: str) -> str:
    """What a figure is called, with the option that it is for."""
    parameter, _, option = name.partition(".")
    for_what = f", {rules.options(rules.parameters[parameter].by)[option]}" if option else ""
    return rules.label(parameter) + for_what


def figures_replaced(scope: Scope) -> list[FigureInUse]:
    """The figures that stand in for those of the rules: the user's own, and listed prices."""
    rules, found = scope.rules, []
    for name, value in market.replaced(scope).items():
        source = rules.overlay.source if rules.overlay and name not in scope.answers.overrides else OWN
        unit = rules.unit(name.partition(".")[0])
        found.append(FigureInUse(name, _label(rules, name), value, unit, source, None))
    return found
