"""A walk for a row, for what no query can decide."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from advisor.batch.columns import ADDED
from advisor.engine.checking import check
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, Unanswered
from advisor.rules import Ruleset
from advisor.sql import decided_row

MANY = 1 << 12
"""Rows, or cells, that are remembered, for most tables repeat themselves."""


def plain_cell(raw: object) -> object:
    """What stands in a cell as a plain value or a text; None where nothing does."""
    if isinstance(raw, str):
        return raw if raw.strip() else None
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date()
    return Fraction(raw) if isinstance(raw, Decimal) and raw.is_finite() else raw


class Wish(NamedTuple):
    """What is wanted for every row of a table.

    rules: those that decide
    columns: the place of the column of each question and parameter
    fixed: answers and figures that are the same for all rows, as they were typed
    figures: names whose values come out too
    of_outcomes: others, whose values come out where the outcome names them
    """

    rules: Ruleset
    columns: Mapping[str, int]
    fixed: Mapping[str, str] = {}
    figures: Sequence[str] = ()
    of_outcomes: Sequence[str] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """What comes out for a row."""
        return (*ADDED, *self.all_figures)

    @property
    def all_figures(self) -> tuple[str, ...]:
        """All figures that come out."""
        return (*self.figures, *self.of_outcomes)


def row_of(wish: Wish, cells: Sequence[object]) -> dict[str, object]:
    """The answers and figures of a row, by name; what is fixed wins."""
    found = zip(wish.columns, map(plain_cell, cells), strict=True)
    return {name: value for name, value in found if value is not None} | dict(wish.fixed)


def deciding(wish: Wish) -> Callable[..., dict[str, Any]]:
    """A function from the cells of a row to all that is wanted for it."""

    @lru_cache(MANY, typed=True)
    def decided(*cells: object) -> dict[str, Any]:
        return _decided(wish, row_of(wish, cells))

    return decided


def _decided(wish: Wish, values: Mapping[str, object]) -> dict[str, Any]:
    row = decided_row(wish.rules, values)
    named = wish.rules.outcomes[row.outcome].figures if row.outcome else ()
    wanted = [*wish.figures, *(name for name in wish.of_outcomes if name in named)]
    found = _figures(wish.rules, values, wanted) if wanted else {}
    return row._asdict() | dict.fromkeys(wish.all_figures) | found


def _figures(rules: Ruleset, values: Mapping[str, object], names: Sequence[str]) -> dict[str, Any]:
    """Figures by name; nothing where the answers are wrong."""
    try:
        scope = Scope(rules, check(rules, values))
    except AdvisorError:
        return {}
    return {name: _figure(scope, name) for name in names}


def _figure(scope: Scope, name: str) -> Any:
    """The value of a name as DuckDB has it; None where it has none, or that is not known."""
    try:
        value = scope[name]
    except (Unanswered, AdvisorError, ZeroDivisionError):
        return None
    if scope.rules.types[name] == "date" and value is not None:
        return date.fromordinal(value)
    return value if value is None or isinstance(value, bool | str) else float(value)
