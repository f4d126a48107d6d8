"""Answers that are likely to show something: on both sides of what the rules compare a question with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.analysis.explorer import caps
from advisor.engine.answers import Value
from advisor.language.conditions import comparisons, plain
from advisor.language.expression import Expression
from advisor.quantities import Number
from advisor.rules import Ruleset

Given = dict[str, Value]
Thresholds = dict[str, list[Number]]
"""For each question, figures that guards compare it with."""


def boundary_values(rules: Ruleset, names: Iterable[str], compared: Thresholds) -> dict[str, Sequence[Value]]:
    """For some questions, answers on both sides of what each is compared with, and at its bounds."""
    return {name: rules.questions[name].kind.boundary_values(compared.get(name, ())) for name in names}


def thresholds(rules: Ruleset) -> Thresholds:
    """For each question, the first few constants that the chart compares it with."""
    guards = (when for _, _, when in rules.chart.each_guard())
    return {name: figures[: caps.THRESHOLDS] for name, figures in thresholds_in(rules, guards).items()}


def thresholds_in(
    rules: Ruleset, conditions: Iterable[Expression], overrides: Mapping[str, Number] | None = None
) -> Thresholds:
    """For each question, the constants and plain parameters that some conditions compare it with.

    Through the figures that they read: their cases are told apart by comparisons too.
    """
    found: dict[str, dict[Number, None]] = {}
    for when in conditions:
        for one in (when, *_computed(rules, when)):
            for name, figure in _compared(rules, one, overrides or {}):
                found.setdefault(name, {})[figure] = None
    return {name: list(figures) for name, figures in found.items()}


def _computed(rules: Ruleset, expression: Expression) -> Iterator[Expression]:
    """What is computed for an expression, and for that."""
    queue, seen = [expression], set[str]()
    for one in queue:
        new = [name for name in one.names if name in rules.computed and name not in seen]
        seen.update(new)
        queue += [rules.computed[name] for name in new]
    return iter(queue[1:])


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
