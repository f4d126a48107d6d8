"""What every option costs as months go by, and when the chosen ones cross."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from advisor.advice.costs import figure
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, Problem
from advisor.language.expression import parse
from advisor.money import currency_unit
from advisor.output.plot.labels import held
from advisor.quantities import Number, show
from advisor.rules.beside import CostTable

Chosen = Literal["", "chosen", "as assumed"]
Course = Literal["at once", "after", "until", "never", "open"]

A_YEAR = 12
"""The months that are drawn where no lines cross."""


class CostLine(NamedTuple):
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
    says: the same in words
    compared: the titles of the two; empty where a choice is open
    crossing: the months and the cost at which their lines cross, if they do
    """

    kind: Course
    says: str
    compared: str = ""
    crossing: tuple[Fraction, Number] | None = None


class CostChart(NamedTuple):
    """The cumulative costs of all options.

    choices: the label of each choice that the lines belong to, in order
    payback: None with one choice only
    about: what is compared, and the answers that the figures rest on
    unit: the currency of the costs; empty if they are no money
    """

    lines: tuple[CostLine, ...]
    choices: Mapping[str, str]
    payback: Payback | None
    about: tuple[str, ...]
    unit: str = ""

    @property
    def title(self) -> str:
        """What the chart shows, in words."""
        return f"Cumulative cost: {self.payback.says}" if self.payback else "Cumulative cost"

    @property
    def months(self) -> Number:
        """So many that a crossing is well inside."""
        return self.payback.crossing[0] * 2 if self.payback and self.payback.crossing else A_YEAR


def chart(scope: Scope) -> CostChart:
    """The costs under the answers of a scope.

    Raises AdvisorError where the figures are not answered, or the rules do not say what is monthly.
    """
    rules = scope.rules
    tables = [table for table in rules.costs.compare.values() if table.monthly]
    lines, needed = [], []
    for table in tables:
        for option in rules.options(table.by):
            line, missing = _line(scope, table, option)
            lines += [line] if line else []
            needed += missing
    if needed:
        labels = ", ".join(dict.fromkeys(f"{rules.label(name)} (--set {name}=…)" for name in needed))
        raise AdvisorError(Problem("missing-answer", f"the costs need {labels}"))
    if not lines:
        says = "the rules do not say which costs are monthly"
        raise AdvisorError(Problem("no-costs", says, "see `costs › compare`"))
    choices = {line.choice: rules.label(line.choice) for line in lines}
    found, answers = payback(lines, choices), _held(scope, tables, lines)
    about = (found.compared, *answers) if found and found.compared else tuple(answers)
    return CostChart(tuple(lines), choices, found, about, currency_unit(rules.unit(tables[0].monthly)))


def _line(scope: Scope, table: CostTable, option: str) -> tuple[CostLine | None, list[str]]:
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
    return CostLine(table.by, title, values[0] if own else 0, values[-1], chosen), missing


def _chosen(scope: Scope, choice: str, option: str) -> Chosen:
    if not scope.knows(choice) or scope[choice] != option:
        return ""
    return "as assumed" if choice in scope.used_defaults else "chosen"


def payback(lines: Sequence[CostLine], choices: Mapping[str, str]) -> Payback | None:
    """When the chosen line of the last choice comes under that of the first; None with one choice only."""
    if len(choices) < 2:
        return None
    ends = [*choices][:: len(choices) - 1]
    chosen = {line.choice: line for line in lines if line.chosen}
    missing = [choices[choice] for choice in ends if choice not in chosen]
    if missing:
        return Payback("open", f"break-even open ({' and '.join(missing)} not chosen)")
    against, line = (chosen[choice] for choice in ends)
    return _compared(line, against)._replace(compared=f"{line.title} against {against.title}")


def _compared(line: CostLine, against: CostLine) -> Payback:
    more_once, saving = line.once - against.once, against.monthly - line.monthly
    if more_once * saving <= 0:
        pays = saving > 0 or more_once < 0
        return Payback("at once", "pays back at once") if pays else Payback("never", "never pays back")
    months = Fraction(more_once) / saving
    told, crossing = show(months, "months"), (months, line.after(months))
    if saving > 0:
        return Payback("after", f"pays back after {told}", crossing=crossing)
    return Payback("until", f"is cheaper for {told} only", crossing=crossing)


def _held(scope: Scope, tables: Sequence[CostTable], lines: Sequence[CostLine]) -> list[str]:
    """The answers that the figures read, but for the choices whose options are compared."""
    rules = scope.rules
    chosen = {line.choice for line in lines if line.chosen}
    figures = [name for table in tables for name in (table.monthly, table.once)]
    figures += [table.once_chosen for table in tables if table.by in chosen]
    names = dict.fromkeys(name for one in figures if one for name in rules.questions_of(parse(one)))
    return held(scope, [name for name in names if name not in {table.by for table in tables}])
