"""Checks of the chart as a graph: what cannot be reached, goes round, or leads nowhere."""

from collections.abc import Iterator

from advisor.analysis.check.findings import Finding, finding
from advisor.rules import Ruleset
from advisor.rules.chart import in_order, reachable


def cycle(rules: Ruleset) -> Iterator[Finding]:
    """Ways on which a walk could go round, where it can also get out."""
    ending = _ending(rules)
    position = {state: index for index, state in enumerate(in_order(rules, rules.start))}
    for state in position:
        decision = rules.decisions.get(state)
        for index, branch in enumerate(decision.branches if decision else ()):
            if position[branch.to] <= position[state] and state in ending:
                way = _way(rules, branch.to, state)
                says = f"the chart goes round: {' → '.join([*way, branch.to])}"
                yield finding(
                    rules, "cycle", ("decisions", state, "branches", index, "to"), says, "let it lead on"
                )


def _way(rules: Ruleset, start: str, end: str) -> list[str]:
    """A shortest way between two states."""
    came_from: dict[str, str] = {}
    queue = [start]
    for here in queue:
        if here == end:
            break
        decision = rules.decisions.get(here)
        for branch in decision.branches if decision else ():
            if branch.to not in came_from and branch.to != start:
                came_from[branch.to] = here
                queue.append(branch.to)
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def no_outcome(rules: Ruleset) -> Iterator[Finding]:
    """Where a walk comes to decisions that lead to no outcome; those behind them are not repeated."""
    ending = _ending(rules)
    entered = set()
    for state in reachable(rules, rules.start):
        if state not in ending and state not in entered:
            entered |= set(reachable(rules, state))
            says = f"no outcome can be reached from {state}"
            yield finding(
                rules, "no-outcome", ("decisions", state), says, "let one of its ways end at an outcome"
            )


def _ending(rules: Ruleset) -> set[str]:
    """The states from which an outcome can be reached."""
    sources: dict[str, list[str]] = {}
    for name, decision in rules.decisions.items():
        for branch in decision.branches:
            sources.setdefault(branch.to, []).append(name)
    ending = set(rules.outcomes)
    queue = list(rules.outcomes)
    for state in queue:
        for source in sources.get(state, ()):
            if source not in ending:
                ending.add(source)
                queue.append(source)
    return ending


def unreachable(rules: Ruleset) -> Iterator[Finding]:
    """Decisions and outcomes that no branch leads to, from the start on; those that follow them are not repeated."""
    reached = set(reachable(rules, rules.start))
    entered: set[str] = set()
    for name in _first_before_others(rules, reached):
        if name not in entered:
            entered |= set(reachable(rules, name))
            section = "decisions" if name in rules.decisions else "outcomes"
            says = f"no way from the start leads to {name}"
            remedy = "let a branch lead there, or remove it"
            yield finding(rules, "unreachable", (section, name), says, remedy)


def _first_before_others(rules: Ruleset, reached: set[str]) -> list[str]:
    """What is not reached: first what nothing leads to, then decisions that only lead to each other."""
    left = [name for name in (*rules.decisions, *rules.outcomes) if name not in reached]
    led_to = {branch.to for name in left if name in rules.decisions
              for branch in rules.decisions[name].branches if branch.to != name}  # fmt: skip
    return sorted(left, key=lambda name: (name in led_to, name in rules.outcomes))
