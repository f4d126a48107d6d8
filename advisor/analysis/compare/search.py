"""Differences found by walking, where the charts are too much for the solver."""

from collections.abc import Sequence

from advisor.analysis.compare.fingerprint import Fingerprint
from advisor.analysis.compare.meaning import MAX_DIFFERENCES, Charts, Differences
from advisor.analysis.compare.versions import Versions
from advisor.analysis.explorer import caps
from advisor.analysis.explorer.boundary_values import Thresholds, thresholds, thresholds_in
from advisor.analysis.explorer.walks import thrown_together
from advisor.engine.answers import Value
from advisor.rules import Ruleset


def search(versions: Versions, charts: Charts, found: Differences) -> None:
    """Try answers on both sides of what the versions compare with, above all where they differ."""
    for values in thrown_together(_values(versions, charts), caps.BOTH_WALKED, versions.optional):
        if len(found) == MAX_DIFFERENCES:
            return
        if (told := versions.difference(values)) is not None:
            found.setdefault((told.old, told.new), told)


def _values(versions: Versions, charts: Charts) -> dict[str, Sequence[Value]]:
    """Answers to each question that are worth a try."""
    compared = {
        id(versions.old): _thresholds(versions.old, charts.before, charts.after),
        id(versions.new): _thresholds(versions.new, charts.after, charts.before),
    }
    found: dict[str, Sequence[Value]] = {}
    for own, asked in versions.asked.items():
        each = (
            versions.kind(rules, name).boundary_values(compared[id(rules)].get(name, ()))
            for rules, name in asked
        )
        found[own] = list(dict.fromkeys(value for values in each for value in values))
    return found


def _thresholds(rules: Ruleset, states: dict[str, Fingerprint], others: dict[str, Fingerprint]) -> Thresholds:
    """What a version compares with, only in the conditions that the other does not have where there are any."""
    guards = {one.guards for one in others.values()}
    changed = [state for state, one in states.items() if one.guards and one.guards not in guards]
    conditions = (when for state in changed for when in rules.chart.guards(state))
    return thresholds(rules) | thresholds_in(rules, conditions)
