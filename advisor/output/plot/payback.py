"""What every option costs as months go by, and when the chosen ones cross."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from advisor.advice.costs import figure
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.language.expression import parse
from advisor.money import currency_unit
from advisor.output.plot.labels import held
from advisor.quantities import Number
from advisor.rules.beside import CostTable

Chosen = Literal["", "chosen", "as assumed"]
Kind = Literal["at once", "after", "until", "never", "open"]

A_YEAR = 12
"""The months that are drawn where no lines cross."""


class Line(NamedTuple):
    """What one option of a choice costs: once, and every month.

    chosen: whether the user chose it, or the rules do where the user says nothing; else empty
    """

    choice: str
    title: str
    once: Number
    monthly: Number
    chosen: Chosen = ""

    @property
    def label(self) -> str:
        """Its title, with the word that tells why its line is thick."""
        return f"{self.title} ({self.chosen})" if self.chosen else self.title

    def after(self, months: Number) -> Number:
        """The cost up to then."""
        return self.once + self.monthly * months


class Payback(NamedTuple):
    """When the chosen option of the last choice is cheaper than that of the first.

    kind: from the first month on; only after some months; only until then; never; or not known,
        because a choice is open
    line, against: the two options; None where they are not chosen
    months: when the lines cross, if they do
    open: the choices without an answer
    """

    kind: Kind
    line: Line | None = None
    against: Line | None = None
    months: Fraction | None = None
    open: tuple[str, ...] = ()


class CostChart(NamedTuple):
    """The cumulative costs of all options over some months; `payback` is None with one choice only.

    unit: the currency of the costs; empty if they are no money
    """

    lines: tuple[Line, ...]
    payback: Payback | None
    months: Number
    held: tuple[str, ...]
    unit: str = ""

    @property
    def choices(self) -> list[str]:
        """The choices that the lines belong to, in order."""
        return list(dict.fromkeys(line.choice for line in self.lines))


def chart(scope: Scope) -> CostChart:
    """The costs under the answers of a scope.

    Raises AdvisorError where the figures are not answered, or the rules do not say what is monthly.
    """
    rules = scope.rules
    lines, needed = [], []
    for table in rules.costs.compare.values():
        for option in rules.options(table.by) if table.monthly else ():
            line, missing = _line(scope, table, option)
            lines += [line] if line else []
            needed += missing
    if needed:
        labels = ", ".join(dict.fromkeys(f"{rules.label(name)} (--set {name}=…)" for name in needed))
        raise AdvisorError(Problem("missing-answer", f"the costs need {labels}"))
    if not lines:
        says = "the rules do not say which costs are monthly"
        raise AdvisorError(Problem("no-costs", says, "see `costs › compare`"))
    found = payback(lines)
    unit = next(rules.unit(table.monthly) for table in rules.costs.compare.values() if table.monthly)
    return CostChart(tuple(lines), found, _window(found), tuple(_held(scope, lines)), currency_unit(unit))


def _line(scope: Scope, table: CostTable, option: str) -> tuple[Line | None, list[str]]:
    """What an option costs, or the questions that it needs."""
    rules = scope.rules
    instead = Scope(rules, scope.answers.with_answer(table.by, option), defaults=scope.defaults)
    chosen = _chosen(scope, table.by, option)
    own = table.once_chosen if chosen and table.once_chosen else table.once
    figures = [figure(instead, name) for name in (own, table.monthly) if name]
    missing = [one.needs for one in figures if one.needs]
    if any(one.value is None for one in figures):
        return None, missing
    values = [one.value or 0 for one in figures]
    title = rules.options(table.by)[option]
    return Line(table.by, title, values[0] if own else 0, values[-1], chosen), missing


def _chosen(scope: Scope, choice: str, option: str) -> Chosen:
    try:
        if scope[choice] != option:
            return ""
    except Unanswered:
        return ""
    return "as assumed" if choice in scope.used_defaults else "chosen"


def payback(lines: Sequence[Line]) -> Payback | None:
    """When the chosen line of the last choice comes under that of the first; None with one choice only."""
    choices = list(dict.fromkeys(line.choice for line in lines))
    if len(choices) < 2:
        return None
    chosen = {line.choice: line for line in lines if line.chosen}
    missing = tuple(choice for choice in (choices[0], choices[-1]) if choice not in chosen)
    if missing:
        return Payback("open", open=missing)
    return _compared(chosen[choices[-1]], chosen[choices[0]])


def _compared(line: Line, against: Line) -> Payback:
    more_once, saving = line.once - against.once, against.monthly - line.monthly
    crossing = Fraction(more_once) / saving if saving else None
    if saving > 0 and more_once > 0:
        return Payback("after", line, against, crossing)
    if saving < 0 and more_once < 0:
        return Payback("until", line, against, crossing)
    return Payback("at once" if saving > 0 or more_once < 0 else "never", line, against)


def _window(found: Payback | None) -> Number:
    """So many months that the crossing is well inside."""
    return found.months * 2 if found and found.months else A_YEAR


def _held(scope: Scope, lines: Sequence[Line]) -> list[str]:
    """The answers that the figures read, but for the choices whose options are compared."""
    rules = scope.rules
    tables = [table for table in rules.costs.compare.values() if table.monthly]
    chosen = {line.choice for line in lines if line.chosen}
    figures = [name for table in tables for name in (table.monthly, table.once)]
    figures += [table.once_chosen for table in tables if table.by in chosen]
    names = dict.fromkeys(name for one in figures if one for name in rules.questions_of(parse(one)))
    return held(scope, [name for name in names if name not in {table.by for table in tables}])
