"""Checks of the chart as a graph: what cannot be reached, goes round, or leads nowhere."""

from collections.abc import Iterator

from advisor.analysis.check.findings import Finding, finding
from advisor.rules import Ruleset


def cycle(rules: Ruleset) -> Iterator[Finding]:
    """Ways on which a walk could go round, where it can also get out."""
    ending = _ending(rules)
    for state, index, way in rules.chart.circles:
        if state in ending:
            says = f"the chart goes round: {' → '.join(way)}"
            yield finding(rules, "cycle", rules.branch_at(state, index, "to"), says)


def no_outcome(rules: Ruleset) -> Iterator[Finding]:
    """Where a walk comes to decisions that lead to no outcome; those behind them are not repeated."""
    ending = _ending(rules)
    entered = set()
    for state in rules.chart.reached:
        if state not in ending and state not in entered:
            entered.update(rules.chart.reachable(state))
            says = f"no outcome can be reached from {state}"
            yield finding(rules, "no-outcome", ("decisions", state), says)


def _ending(rules: Ruleset) -> set[str]:
    """The states from which an outcome can be reached."""
    ending = set(rules.outcomes)
    queue = list(rules.outcomes)
    for state in queue:
        new = [one for one in rules.chart.sources.get(state, ()) if one not in ending]
        ending.update(new)
        queue += new
    return ending


def unreachable(rules: Ruleset) -> Iterator[Finding]:
    """Decisions and outcomes that no branch leads to, from the start on; those that follow them are not repeated."""
    entered: set[str] = set()
    for name in _first_before_others(rules):
        if name not in entered:
            entered.update(rules.chart.reachable(name))
            section = "decisions" if name in rules.decisions else "outcomes"
            says = f"no way from the start leads to {name}"
            yield finding(rules, "unreachable", (section, name), says)


def _first_before_others(rules: Ruleset) -> list[str]:
    """What is not reached: first what nothing leads to, then decisions that only lead to each other."""
    left = [name for name in (*rules.decisions, *rules.outcomes) if name not in rules.chart.reached]
    led_to = {target for name in left for target in rules.chart.targets(name) if target != name}
    return sorted(left, key=lambda name: (name in led_to, name in rules.outcomes))
