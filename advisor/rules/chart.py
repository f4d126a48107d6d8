"""The chart as a graph: what can be reached, in which order, and what each decision asks."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from advisor.language.expression import Expression
from advisor.rules.records import Branch, Decision


class Chart:
    """The decisions and the ways on from each; an outcome is a state with none.

    start: where a walk begins
    """

    def __init__(
        self,
        start: str,
        decisions: Mapping[str, Decision],
        questions_of: Callable[[Expression], tuple[str, ...]],
    ) -> None:
        self.start = start
        self._decisions = decisions
        self._questions_of = questions_of

    def branches(self, state: str) -> tuple[Branch, ...]:
        """The ways on from a state, in the order in which they are tried; none from an outcome."""
        decision = self._decisions.get(state)
        return decision.branches if decision else ()

    def guards(self, state: str) -> list[Expression]:
        """The conditions of a state's branches."""
        return [branch.when for branch in self.branches(state) if branch.when is not None]

    def questions_at(self, state: str) -> tuple[str, ...]:
        """The questions that a state's guards can ask, in the order they are read."""
        return tuple(
            dict.fromkeys(name for guard in self.guards(state) for name in self._questions_of(guard))
        )

    def reachable(self, start: str) -> list[str]:
        """The decisions and outcomes on any path from `start`, itself first, each once, near ones first."""
        found = {start: None}
        queue = [start]
        for here in queue:
            new = [one for one in self.targets(here) if one not in found]
            found |= dict.fromkeys(new)
            queue += new
        return queue

    @cached_property
    def reached(self) -> dict[str, None]:
        """What can be reached from the start, near ones first."""
        return dict.fromkeys(self.reachable(self.start))

    def each_branch(self) -> Iterator[tuple[str, int, Branch]]:
        """Every branch that can be come to: its decision, its index there and itself."""
        for state in self.reached:
            for index, branch in enumerate(self.branches(state)):
                yield state, index, branch

    def each_guard(self) -> Iterator[tuple[str, int, Expression]]:
        """Every condition that can be come to: its decision, the index of its branch there and itself."""
        return ((state, index, one.when) for state, index, one in self.each_branch() if one.when is not None)

    @cached_property
    def questions(self) -> dict[str, None]:
        """The questions that what can be reached asks, near ones first."""
        return dict.fromkeys(name for state in self.reached for name in self.questions_at(state))

    @cached_property
    def order(self) -> list[str]:
        """What can be reached from the start, each after all that lead to it (where there is no cycle)."""
        return self.order_from(self.start)

    def order_from(self, start: str) -> list[str]:
        """The states from `start`, each after all that lead to it (where there is no cycle)."""
        order: list[str] = []
        stack = [(start, iter(self.targets(start)))]
        seen = {start}
        while stack:
            state, targets = stack[-1]
            following = next((target for target in targets if target not in seen), None)
            if following is None:
                stack.pop()
                order.append(state)
            else:
                seen.add(following)
                stack.append((following, iter(self.targets(following))))
        return order[::-1]

    @cached_property
    def circles(self) -> list[tuple[str, int, list[str]]]:
        """The branches that lead back to where a walk was: decision and index, and the shortest way round."""
        place = {state: number for number, state in enumerate(self.order)}
        return [
            (state, index, [*self._way(branch.to, state), branch.to])
            for state in self.order
            for index, branch in enumerate(self.branches(state))
            if place[branch.to] <= place[state]
        ]

    def _way(self, start: str, end: str) -> list[str]:
        """A shortest way from one state to another that can be reached from it."""
        came_from: dict[str, str] = {}
        queue = [start]
        for here in queue:
            if here == end:
                break
            new = [one for one in self.targets(here) if one not in came_from and one != start]
            came_from |= dict.fromkeys(new, here)
            queue += new
        way = [end]
        while way[-1] != start:
            way.append(came_from[way[-1]])
        return way[::-1]

    def targets(self, state: str) -> list[str]:
        """The states that a state leads to, each once."""
        return list(dict.fromkeys(branch.to for branch in self.branches(state)))

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """For each state that is led to, the decisions that lead there."""
        found: dict[str, list[str]] = {}
        for name in self._decisions:
            for target in self.targets(name):
                found.setdefault(target, []).append(name)
        return found
