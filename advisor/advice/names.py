"""What can be set: every question and figure, with what it takes and where its value is from."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.days import DAY
from advisor.quantities import Number, plainest, show
from advisor.rules import Ruleset
from advisor.rules.records import Parameter, Question

FIGURE = "figure"
"""The kind of a figure of the rules; that of a question is its type."""


class Named(NamedTuple):
    """A name that `--set` takes.

    says: the question, or what the figure is
    takes: what it takes, in words: ``integer, examples, from 0 up to 1,000``
    options: the options of a question, by id
    default: as it was written; empty where there is none
    value: the figure; None for questions, and where it rests on answers
    source: who says so
    """

    name: str
    kind: str
    says: str
    takes: str
    unit: str
    min: Number | None
    max: Number | None
    options: Mapping[str, str]
    default: str
    value: Number | None
    source: str
    date: date | None


def named(rules: Ruleset) -> list[Named]:
    """Every question in its order, then every figure; one that depends on a choice for each option of it."""
    questions = [
        Named(name, one.type, one.ask, one.kind.wanted + within(one), one.unit, one.min, one.max,
              rules.options(name), one.default, None, one.default_source, None)
        for name, one in rules.questions.items()
    ]  # fmt: skip
    return questions + [one for name in rules.parameters for one in _figures(rules, name)]


def _figures(rules: Ruleset, name: str) -> Iterator[Named]:
    one = rules.parameters[name]
    if not one.by:
        yield _figure(name, rules.label(name), one, one.value)
        return
    titles = rules.options(one.by)
    for option, value in one.values.items():
        yield _figure(f"{name}.{option}", f"{rules.label(name)}, {titles[option]}", one, value)


def _figure(name: str, says: str, one: Parameter, value: Number | None) -> Named:
    what = DAY if one.unit == DAY else f"number, {one.unit}" if one.unit else "number"
    takes = what + within(one)
    return Named(name, FIGURE, says, takes, one.unit, one.min, one.max, {}, "", value, one.source, one.date)


def within(one: Question | Parameter) -> str:
    """The bounds of a number, in words."""
    unit = DAY if one.unit == DAY else ""
    low = f", from {show(one.min, unit)}" if one.min is not None else ""
    return low + (f" up to {show(one.max, unit)}" if one.max is not None else "")


def refused_data(rules: Ruleset) -> list[dict[str, str]]:
    """Which answers cannot be together, as plain data."""
    return [{"when": one.when.text, "says": one.says} for one in rules.refuse]


def _plain(value: Number | None, unit: str) -> int | float | str | None:
    return None if value is None else plainest(value, unit)


def as_data(one: Named) -> dict[str, Any]:
    """The same as plain data; what there is not is null."""
    return {
        "name": one.name, "kind": one.kind, "says": one.says, "unit": one.unit or None,
        "min": _plain(one.min, one.unit), "max": _plain(one.max, one.unit), "options": dict(one.options) or None,
        "default": one.default or None, "value": _plain(one.value, one.unit), "source": one.source or None,
        "date": one.date.isoformat() if one.date else None,
    }  # fmt: skip
