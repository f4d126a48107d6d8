"""The chart as a graph: what can be reached, in which order, and what each decision asks."""

from collections.abc import Iterator

from advisor.rules import Ruleset


def questions_at(rules: Ruleset, decision: str) -> tuple[str, ...]:
    """The questions that a decision's guards can ask, in the order they are read."""
    found: dict[str, None] = {}
    for branch in rules.decisions[decision].branches:
        if branch.when is not None:
            found |= dict.fromkeys(rules.questions_of(branch.when))
    return tuple(found)


def reachable(rules: Ruleset, start: str) -> list[str]:
    """The decisions and outcomes on any way from `start`, itself first, each once, near ones first."""
    found = {start: None}
    queue = [start]
    for here in queue:
        decision = rules.decisions.get(here)
        for branch in decision.branches if decision else ():
            if branch.to not in found:
                found[branch.to] = None
                queue.append(branch.to)
    return list(found)


def in_order(rules: Ruleset, start: str) -> list[str]:
    """The states from `start`, each after all that lead to it (where the chart has no cycle)."""
    order: list[str] = []
    done: set[str] = set()
    stack: list[tuple[str, Iterator[str]]] = [(start, iter(_targets(rules, start)))]
    seen = {start}
    while stack:
        state, targets = stack[-1]
        following = next((target for target in targets if target not in seen), None)
        if following is None:
            stack.pop()
            done.add(state)
            order.append(state)
        else:
            seen.add(following)
            stack.append((following, iter(_targets(rules, following))))
    return order[::-1]


def _targets(rules: Ruleset, state: str) -> list[str]:
    decision = rules.decisions.get(state)
    return [branch.to for branch in decision.branches] if decision else []
