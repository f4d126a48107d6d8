"""A walk for a row, for what no query can decide."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from advisor.engine.answers import check
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


def row_of(names: Sequence[str], cells: Sequence[object], fixed: Mapping[str, object]) -> dict[str, object]:
    """The answers and figures of a row, by name; what is fixed wins."""
    found = zip(names, map(plain_cell, cells), strict=True)
    return {name: value for name, value in found if value is not None} | dict(fixed)


def deciding(
    rules: Ruleset,
    names: Sequence[str],
    fixed: Mapping[str, object],
    figures: Sequence[str],
    of_outcomes: Sequence[str] = (),
) -> Callable[..., dict[str, Any]]:
    """A function from the cells of a row to its outcome, path, problem and figures."""

    @lru_cache(MANY, typed=True)
    def decided(*cells: object) -> dict[str, Any]:
        return _decided(rules, row_of(names, cells, fixed), figures, of_outcomes)

    return decided


def _decided(
    rules: Ruleset, values: Mapping[str, object], figures: Sequence[str], of_outcomes: Sequence[str]
) -> dict[str, Any]:
    row = decided_row(rules, values)
    named = rules.outcomes[row.outcome].figures if row.outcome else ()
    wanted = [*figures, *(name for name in of_outcomes if name in named)]
    none = dict.fromkeys((*figures, *of_outcomes))
    return row._asdict() | none | (_figures(rules, values, wanted) if wanted else {})


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
