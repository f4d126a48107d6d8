"""Answers that are likely to show something: on both sides of what the rules compare a question with."""

from collections.abc import Iterator, Mapping

from advisor.engine.answers import Value
from advisor.language.conditions import comparisons, plain
from advisor.language.expression import Expression
from advisor.quantities import Number
from advisor.rules import Ruleset

Given = dict[str, Value]
Thresholds = dict[str, list[Number]]
"""For each question, figures that guards compare it with."""

MAX_THRESHOLDS = 8
"""Figures of one question that are looked at."""


def boundary_values(rules: Ruleset, name: str, thresholds: list[Number] | None = None) -> list[Value]:
    """Answers to a question on both sides of some thresholds, and at its bounds."""
    return list(rules.questions[name].kind.boundary_values(thresholds or ()))


def thresholds(rules: Ruleset) -> Thresholds:
    """For each question, the constants that guards compare it with."""
    found: Thresholds = {}
    for state in rules.chart.reached:
        for name, figures in thresholds_at(rules, state).items():
            kept = found.setdefault(name, [])
            kept += [one for one in figures if one not in kept][: MAX_THRESHOLDS - len(kept)]
    return found


def thresholds_at(rules: Ruleset, decision: str) -> Thresholds:
    """For each question, the constants that one decision's guards compare it with."""
    found: Thresholds = {}
    for when in rules.chart.guards(decision):
        for name, threshold in compared(rules, when):
            found.setdefault(name, []).append(threshold)
    return found


def compared(
    rules: Ruleset, expression: Expression, overrides: Mapping[str, Number] | None = None
) -> Iterator[tuple[str, Number]]:
    """The questions that an expression compares with a constant or a plain parameter, and with which.

    Through the figures that it reads: their cases are told apart by comparisons too.
    """
    queue, seen = [expression], set[str]()
    for one in queue:
        yield from _compared(rules, one, overrides or {})
        new = [name for name in one.names if name in rules.computed and name not in seen]
        seen.update(new)
        queue += [rules.computed[name] for name in new]


def _compared(
    rules: Ruleset, expression: Expression, overrides: Mapping[str, Number]
) -> Iterator[tuple[str, Number]]:
    for one in comparisons(expression):
        name, other = str(plain(one.left)), plain(one.right)
        parameter = rules.parameters.get(other) if isinstance(other, str) else None
        value = overrides.get(str(other), parameter.value) if parameter else other
        if isinstance(value, str) or value is None:
            continue
        if name in rules.questions:
            yield name, value
        elif name in rules.computed:
            for question in rules.questions_behind(name):
                yield question, value
