"""What can be set: every question and figure, with what it takes and where its value is from."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.days import DAY
from advisor.quantities import Number, plainest, show
from advisor.rules import Ruleset
from advisor.rules.records import Parameter

FIGURE = "figure"
"""The kind of a figure of the rules; that of a question is its type."""


class Named(NamedTuple):
    """A name that `--set` takes.

    says: the question, or what the figure is
    options: the options of a question, by id
    takes: what answers it, in words; empty for a figure
    default: as it was written; empty where there is none
    value: the figure; None for questions, and where it rests on answers
    source: who says so
    """

    name: str
    kind: str
    says: str
    unit: str
    min: Number | None
    max: Number | None
    options: Mapping[str, str]
    default: str
    value: Number | None
    source: str
    date: date | None
    takes: str = ""


def named(rules: Ruleset) -> list[Named]:
    """Every question in its order, then every figure; one that depends on a choice for each option of it."""
    questions = [
        Named(name, one.type, one.ask, one.unit, one.min, one.max, rules.options(name), one.default, None,
              one.default_source, None, one.kind.wanted)
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
    return Named(name, FIGURE, says, one.unit, one.min, one.max, {}, "", value, one.source, one.date)


def refused_data(rules: Ruleset) -> list[dict[str, str]]:
    """Which answers cannot be together, as plain data."""
    return [{"when": one.when.text, "says": one.says} for one in rules.refuse]


def wanted(one: Named) -> str:
    """What a name takes, in words: ``integer, examples, from 0 up to 1,000``."""
    if one.options:
        return one.takes
    kind = "number" if one.kind == FIGURE else one.kind.replace("_", " or ")
    told = one.unit if one.unit == DAY else ""
    what = told or (f"{kind}, {one.unit}" if one.unit else kind)
    low = f", from {show(one.min, told)}" if one.min is not None else ""
    high = f" up to {show(one.max, told)}" if one.max is not None else ""
    return f"{what}{low}{high}"


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
