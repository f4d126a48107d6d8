"""Differences found by walking, where the charts are too much for the solver."""

import random
from collections.abc import Iterator

from advisor.analysis.boundary_values import thresholds, thresholds_at
from advisor.analysis.compare.fingerprint import Fingerprint
from advisor.analysis.compare.meaning import MAX_DIFFERENCES, Charts, Differences
from advisor.analysis.compare.versions import Versions
from advisor.engine.answers import Value
from advisor.quantities import Number
from advisor.rules import Ruleset

MAX_WALKS = 1_500
"""Sets of answers that are tried; a few seconds on a chart of a thousand decisions."""


def search(versions: Versions, charts: Charts, found: Differences) -> None:
    """Try answers on both sides of what the versions compare with, above all where they differ."""
    likely = _likely(versions, charts)
    chance = random.Random(0)  # noqa: S311 - the same walks every time
    for _ in range(MAX_WALKS):
        if len(found) == MAX_DIFFERENCES:
            return
        values = {own: chance.choice(some) for own, some in likely.items()
                  if some and (own not in versions.optional or chance.random() < 0.5)}  # fmt: skip
        if (told := versions.difference(values)) is not None:
            found.setdefault((told.old, told.new), told)


def _likely(versions: Versions, charts: Charts) -> dict[str, list[Value]]:
    changed = [
        *_changed(versions.old, charts.before, charts.after),
        *_changed(versions.new, charts.after, charts.before),
    ]
    known = {id(rules): thresholds(rules) for rules in (versions.old, versions.new)}
    found: dict[str, list[Value]] = {}
    for own, asked in versions.asked.items():
        values: dict[Value, None] = {}
        for rules, name in asked:
            near = [figure for its, figures in changed if its is rules for figure in figures.get(name, ())]
            figures = near or known[id(rules)].get(name, [])
            values |= dict.fromkeys(versions.kind(rules, name).boundary_values(figures))
        found[own] = list(values)
    return found


def _changed(
    rules: Ruleset, states: dict[str, Fingerprint], others: dict[str, Fingerprint]
) -> Iterator[tuple[Ruleset, dict[str, list[Number]]]]:
    """What the decisions compare with whose conditions the other version does not have."""
    guards = {one.guards for one in others.values()}
    for state, one in states.items():
        if one.guards and one.guards not in guards:
            yield rules, thresholds_at(rules, state)
