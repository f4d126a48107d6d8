"""The walks of a chart under many answers: what is seen there need not be proved.

A walk is followed from answers that are completed as it goes; one that differs in a few answers is
followed again only from the first decision that reads them. Every walk is kept, up to a cap, at the
decisions that it passes, so that one search serves every question: which branches are taken, what a
condition comes to, what an answer changes.
"""

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from advisor.analysis.boundary_values import MAX_THRESHOLDS, Given, boundary_values, compared, thresholds_at
from advisor.analysis.completed import Completed
from advisor.analysis.whatif.nearest import breaks, round_neighbors
from advisor.analysis.whatif.reading import Reading
from advisor.engine.answers import Answers, Value
from advisor.engine.refusals import is_refused
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, Unanswered
from advisor.language.expression import Expression
from advisor.quantities import Number
from advisor.rules import Ruleset

SCATTERED = 100
"""Walks for answers that are thrown together."""
MAX_ALIKE = 4
"""Walks that are kept at a decision of those that take the same branch there and have the same end."""
MAX_BASES = 12
"""Walks that are varied for a condition beside the chart."""
MAX_WALKS = 200
"""Walks that are kept for conditions beside the chart."""
MAX_TOGETHER = 256
"""Combinations of answers that are tried for one decision or condition."""

Branch = tuple[str, int]


class Walk(NamedTuple):
    """The answers that its decisions read, given or filled in, and the branches that they take.

    end: where it stands: an outcome, or a decision that has no way on because it divides by zero
    """

    given: Given
    steps: tuple[Branch, ...]
    end: str
    scope: Scope

    @property
    def states(self) -> list[str]:
        """The decisions that it comes to, and where it ends."""
        return [*(state for state, _ in self.steps), self.end]

    def comes_to_try(self, branch: Branch) -> bool:
        """Whether it takes a branch or a later one of that decision."""
        return any(state == branch[0] and index >= branch[1] for state, index in self.steps)


class Explorer:
    """Walks of one ruleset.

    witnesses: for each branch, a walk that takes it
    walks: some that come to an outcome
    relevant: decisions, each with a question to which two answers led from there to different outcomes
    """

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.witnesses: dict[Branch, Walk] = {}
        self.walks: list[Walk] = []
        self.relevant: set[tuple[str, str]] = set()
        self._through: dict[str, dict[tuple[int | None, str], list[Walk]]] = {}
        self._compared: dict[str, dict[str, list[Number]]] = {}
        self._likely: dict[tuple[str, str], list[Value]] = {}

    def through(self, state: str) -> list[Walk]:
        """Walks that come to a decision: one for each branch that they take there and each end, then more of these."""
        alike = self._through.get(state, {}).values()
        return [walks[rank] for rank in range(MAX_ALIKE) for walks in alike if rank < len(walks)]

    def walk(self, given: Mapping[str, Value], prefer: int = 0) -> Walk | None:
        """The walk for some answers, with likely ones to whatever else it asks; None if these are refused."""
        return self._followed(
            Completed(self.rules, Answers(dict(given)), prefer=prefer), (), self.rules.start
        )

    def scatter(self) -> None:
        """Walk for answers thrown together from the likely ones to each question; the same ones every time."""
        chance = random.Random(0)  # noqa: S311 - no secret
        figures: dict[str, list[Number]] = {name: [] for name in self.rules.chart.questions}
        for state in self.rules.chart.reached:
            for name, some in self._figures(state).items():
                figures.setdefault(name, []).extend(some)
        likely = {
            name: boundary_values(self.rules, name, some[:MAX_THRESHOLDS]) for name, some in figures.items()
        }
        for _ in range(SCATTERED):
            self.walk({name: chance.choice(values) for name, values in likely.items() if values})

    def varied(self, walk: Walk, changes: Mapping[str, Value], at: str) -> Walk | None:
        """The walk for the same answers but some; None if it leaves the known one before a decision, or is refused."""
        scope = Completed(self.rules, Answers({**walk.given, **changes}), prefer=-1)
        is_there = False
        for position, (state, index) in enumerate(walk.steps):
            is_there = is_there or state == at
            if not self._reads[state].isdisjoint(changes) and self._taken(scope, state) != index:
                return self._followed(scope, walk.steps[:position], state) if is_there else None
        if walk.end in self.rules.outcomes:
            return None if scope.is_refused() else walk._replace(given={**walk.given, **changes}, scope=scope)
        return self._followed(scope, walk.steps, walk.end)

    def _followed(self, scope: Completed, before: tuple[Branch, ...], state: str) -> Walk | None:
        steps = list(before)
        while (index := self._taken(scope, state)) is not None:
            steps.append((state, index))
            state = self.rules.chart.branches(state)[index].to
        read = self._reads[state].union(*(self._reads[one] for one, _ in steps))
        known = {**scope.answers.known(), **scope.filled}
        if scope.is_refused():
            return None
        given = {name: value for name, value in known.items() if name in read}
        if is_refused(self.rules, Answers(given)):  # with a default that an answer stands against
            given = known
        found = Walk(given, tuple(steps), state, scope)
        self._keep(found, len(before))
        return found

    def _taken(self, scope: Scope, state: str) -> int | None:
        """The branch that a decision takes; None at an outcome, and where that cannot be told."""
        try:
            for index, branch in enumerate(self.rules.chart.branches(state)):
                if branch.when is None or branch.when.value(scope):
                    return index
        except (Unanswered, AdvisorError, ZeroDivisionError):
            pass
        return None

    def _keep(self, walk: Walk, begin: int) -> None:
        if walk.end in self.rules.outcomes and len(self.walks) < MAX_WALKS:
            self.walks.append(walk)
        for state, index in walk.steps[begin:]:
            self.witnesses.setdefault((state, index), walk)
            self._remember(state, index, walk)
        self._remember(walk.end, None, walk)

    def _remember(self, state: str, index: int | None, walk: Walk) -> None:
        alike = self._through.setdefault(state, {}).setdefault((index, walk.end), [])
        if len(alike) < MAX_ALIKE:
            alike.append(walk)

    @cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        """The names on which each decision rests, through formulas and defaults."""
        reading, chart = Reading(self.rules), self.rules.chart
        return {state: reading.closure(chart.guards(state)) for state in chart.reached}

    # --- answers that are worth a try ---

    def _figures(self, state: str) -> dict[str, list[Number]]:
        """What a decision compares each question with."""
        if state not in self._compared:
            self._compared[state] = thresholds_at(self.rules, state)
        return self._compared[state]

    def boundary_values(self, state: str, name: str) -> list[Value]:
        """Answers to a question on both sides of what a decision compares it with, and at its bounds."""
        key = (state, name)
        if key not in self._likely:
            self._likely[key] = boundary_values(self.rules, name, self._figures(state).get(name))
        return self._likely[key]

    def turning(self, states: Iterable[str], walk: Walk, name: str) -> list[Value]:
        """Answers around which a condition of some decisions turns, all other answers being as in a walk."""
        question = self.rules.questions[name]
        if not self.rules.is_ordered(name):
            return []
        given = {other: value for other, value in walk.given.items() if other != name}
        conditions = [when for state in states for when in self.rules.chart.guards(state)]
        near = (value for one in breaks(Scope(self.rules, Answers(given)), name, conditions)
                for value in round_neighbors(one, question.kind.is_whole, question.unit))  # fmt: skip
        return [value for value in near if question.kind.takes(value)]

    # --- searches ---

    def variations(self, state: str, base: Walk, name: str) -> Iterator[Walk]:
        """Walks through a decision that differ from a known one in one answer."""
        yield from self.beyond(state, base, name)
        yield from self.near(state, base, name)

    def beyond(self, state: str, base: Walk, name: str) -> Iterator[Walk]:
        """Walks on both sides of what a decision compares one answer with, and at its bounds."""
        yield from self._with(base, state, name, self.boundary_values(state, name))

    def near(self, state: str, base: Walk, name: str) -> Iterator[Walk]:
        """Walks on both sides of where a condition turns, there or right behind it, with one answer."""
        for states in ([state], self.rules.chart.targets(state)):
            yield from self._with(base, state, name, self.turning(states, base, name))

    def crossed(self, state: str, name: str) -> Iterator[Walk]:
        """Walks to a decision that differ in one answer and may come there on different ways.

        They have the answers of two known walks, so that wherever the one answer leads, the others are known.
        """
        known = self.through(state)
        ways = {walk.steps[: walk.states.index(state)]: walk for walk in known}
        for base, other in itertools.product(known, ways.values()):
            both = self.varied(base, {**other.given, **base.given}, self.rules.start)
            if both is not None and state in both.states:
                for values in (self.boundary_values(state, name), self.turning([state], both, name)):
                    yield from self._with(both, state, name, values, self.rules.start)

    def _with(
        self, base: Walk, state: str, name: str, values: Iterable[Value], alike: str = ""
    ) -> Iterator[Walk]:
        """Walks through a decision that differ in one answer, and take the same way at least up to one."""
        for value in values:
            other = self.varied(base, {name: value}, alike or state)
            if other is None or state not in other.states:
                continue
            if other.end != base.end and {base.end, other.end} <= self.rules.outcomes.keys():
                self.relevant.add((state, name))
            yield other

    def together(self, state: str, base: Walk) -> Iterator[Walk]:
        """Walks through a decision that differ from a known one in all that is asked there."""
        asked = self.rules.chart.questions_at(state)
        return self._together([base], state, {name: self.boundary_values(state, name) for name in asked})

    def _together(self, bases: list[Walk], at: str, values: Mapping[str, list[Value]]) -> Iterator[Walk]:
        """Walks that differ from known ones in several answers, up to `MAX_TOGETHER` of them."""
        tries = itertools.product(itertools.product(*values.values()), bases)
        for combination, base in itertools.islice(tries, MAX_TOGETHER):
            other = self.varied(base, dict(zip(values, combination, strict=True)), at)
            if other is not None:
                yield other

    def rows(self, state: str, base: Walk) -> Iterator[Walk]:
        """Walks through a table that differ from a known one in what it asks, one for each row."""
        grid = self.rules.grids.get(state)
        for values in grid.examples() if grid else ():
            changes = {name: value for name, value in values.items() if name in self.rules.questions}
            other = self.varied(base, changes, state)
            if other is not None:
                yield other

    def around(self, condition: Expression) -> Iterator[Walk]:
        """Walks to outcomes, then those that differ from some in what a condition reads, first in one answer."""
        walks, start = list(self.walks), self.rules.start
        yield from walks
        figures: dict[str, list[Number]] = {}
        for name, figure in compared(self.rules, condition):
            figures.setdefault(name, []).append(figure)
        read = self.rules.questions_of(condition)
        values = {name: boundary_values(self.rules, name, figures.get(name)) for name in read}
        for base, name in itertools.product(walks[:MAX_BASES], read):
            yield from self._together([base], start, {name: values[name]})
        yield from self._together([*{walk.end: walk for walk in walks}.values()], start, values)


def seen(condition: Expression, walks: Iterable[Walk]) -> Iterator[bool]:
    """What a condition comes to after some walks, where it has a value."""
    for walk in walks:
        try:
            yield bool(condition.value(walk.scope))
        except (Unanswered, AdvisorError, ZeroDivisionError):
            continue
