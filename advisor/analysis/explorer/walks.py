"""The walks of a chart under many answers: what is seen there need not be proved.

A walk is followed from answers that are completed as it goes; one that differs in a few answers is
followed again only from the first decision that reads them. Every walk is kept, up to a cap, at the
decisions that it passes, so that one search serves every question: which branches are taken, what a
condition comes to, what an answer changes.
"""

import itertools
import random
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from advisor.analysis.explorer import caps
from advisor.analysis.explorer.boundary_values import Given, boundary_values, thresholds, thresholds_in
from advisor.analysis.explorer.completed import Completed
from advisor.analysis.explorer.ends import branch_taken
from advisor.analysis.explorer.sweep import Sweep
from advisor.engine.answers import Answers, Value
from advisor.engine.refusals import is_refused
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, Unanswered
from advisor.language.expression import Expression
from advisor.rules import Ruleset

BranchId = tuple[str, int]


class Walk(NamedTuple):
    """The answers that its decisions read, given or filled in, and the branches that they take.

    end: where it stands: an outcome, or a decision that has no way on because it divides by zero
    """

    given: Given
    steps: tuple[BranchId, ...]
    end: str
    scope: Scope

    @property
    def states(self) -> list[str]:
        """The decisions that it comes to, and where it ends."""
        return [*(state for state, _ in self.steps), self.end]

    def comes_to_try(self, branch: BranchId) -> bool:
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
        self.witnesses: dict[BranchId, Walk] = {}
        self.walks: list[Walk] = []
        self.relevant: set[tuple[str, str]] = set()
        self._through: dict[str, dict[tuple[int | None, str], list[Walk]]] = {}
        self._values: dict[str, dict[str, Sequence[Value]]] = {}

    def through(self, state: str) -> list[Walk]:
        """Walks that come to a decision: one for each branch that they take there and each end, then more of these."""
        alike = self._through.get(state, {}).values()
        return [walks[rank] for rank in range(caps.ALIKE) for walks in alike if rank < len(walks)]

    def walk(self, given: Mapping[str, Value], prefer: int = 0) -> Walk | None:
        """The walk for some answers, with likely ones to whatever else it asks; None if these are refused."""
        return self._followed(
            Completed(self.rules, Answers(dict(given)), prefer=prefer), (), self.rules.start
        )

    def scatter(self) -> None:
        """Walk for answers thrown together from the likely ones to each question; the same ones every time."""
        compared = thresholds(self.rules)
        asked = self.rules.chart.questions | dict.fromkeys(compared)
        for given in thrown_together(boundary_values(self.rules, asked, compared), caps.SCATTERED):
            self.walk(given)

    def varied(self, walk: Walk, changes: Mapping[str, Value], at: str) -> Walk | None:
        """The walk for the same answers but some; None if it leaves the known one before a decision, or is refused."""
        scope = Completed(self.rules, Answers({**walk.given, **changes}), prefer=-1)
        is_there = False
        for position, (state, index) in enumerate(walk.steps):
            is_there = is_there or state == at
            if not self._reads[state].isdisjoint(changes) and branch_taken(scope, state) != index:
                return self._followed(scope, walk.steps[:position], state) if is_there else None
        if walk.end in self.rules.outcomes:
            return None if scope.is_refused() else walk._replace(given={**walk.given, **changes}, scope=scope)
        return self._followed(scope, walk.steps, walk.end)

    def _followed(self, scope: Completed, before: tuple[BranchId, ...], state: str) -> Walk | None:
        steps = list(before)
        while (index := branch_taken(scope, state)) is not None:
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

    def _keep(self, walk: Walk, begin: int) -> None:
        if walk.end in self.rules.outcomes and len(self.walks) < caps.WALKS:
            self.walks.append(walk)
        for state, index in walk.steps[begin:]:
            self.witnesses.setdefault((state, index), walk)
            self._remember(state, index, walk)
        self._remember(walk.end, None, walk)

    def _remember(self, state: str, index: int | None, walk: Walk) -> None:
        alike = self._through.setdefault(state, {}).setdefault((index, walk.end), [])
        if len(alike) < caps.ALIKE:
            alike.append(walk)

    @cached_property
    def _reads(self) -> dict[str, frozenset[str]]:
        """The names on which each decision rests, through formulas and defaults."""
        chart = self.rules.chart
        return {state: self.rules.resting_on(chart.guards(state)) for state in chart.reached}

    # --- answers that are worth a try ---

    def boundary_values(self, state: str, name: str) -> Sequence[Value]:
        """Answers to a question on both sides of what a decision compares it with, and at its bounds."""
        if state not in self._values:
            chart = self.rules.chart
            compared = thresholds_in(self.rules, chart.guards(state))
            self._values[state] = boundary_values(self.rules, chart.questions_at(state), compared)
        return self._values[state][name]

    def turning(self, states: Iterable[str], walk: Walk, name: str) -> Sequence[Value]:
        """Answers around which a condition of some decisions turns, all other answers being as in a walk."""
        conditions = (when for state in states for when in self.rules.chart.guards(state))
        return Sweep(self.rules, Answers(walk.given), name, conditions).around()

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

    def joined(self, state: str) -> Iterator[tuple[Walk, Given]]:
        """Known walks to a decision, each with its answers and those of others that come there on ways of their own."""
        known = self.through(state)
        ways = {walk.steps[: walk.states.index(state)]: walk for walk in known}
        for base, other in itertools.product(known, ways.values()):
            yield base, {**other.given, **base.given}

    def crossed(self, state: str, name: str) -> Iterator[Walk]:
        """Walks to a decision that differ in one answer and may come there on different ways.

        They have the answers of two known walks, so that wherever the one answer leads, the others are known.
        """
        for base, given in self.joined(state):
            both = self.varied(base, given, self.rules.start)
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

    def _together(
        self, bases: Sequence[Walk], at: str, values: Mapping[str, Sequence[Value]]
    ) -> Iterator[Walk]:
        """Walks that differ from known ones in several answers, up to a cap on them."""
        tries = itertools.product(itertools.product(*values.values()), bases)
        for combination, base in itertools.islice(tries, caps.TOGETHER):
            other = self.varied(base, dict(zip(values, combination, strict=True)), at)
            if other is not None:
                yield other

    def rows(self, state: str, base: Walk) -> Iterator[Walk]:
        """Walks through a table that differ from a known one in what it asks, one for each row."""
        grid, questions = self.rules.grids.get(state), self.rules.questions
        for values in grid.examples() if grid else ():
            other = self.varied(base, {name: values[name] for name in values if name in questions}, state)
            if other is not None:
                yield other

    def around(self, condition: Expression) -> Iterator[Walk]:
        """Walks to outcomes, then those that differ from some in what a condition reads, first in one answer."""
        walks, start = list(self.walks), self.rules.start
        yield from walks
        compared = thresholds_in(self.rules, [condition])
        values = boundary_values(self.rules, self.rules.questions_of(condition), compared)
        for base, name in itertools.product(walks[: caps.BASES], values):
            yield from self._together([base], start, {name: values[name]})
        yield from self._together([*{walk.end: walk for walk in walks}.values()], start, values)


def seen(condition: Expression, walks: Iterable[Walk]) -> Iterator[bool]:
    """What a condition comes to after some walks, where it has a value."""
    for walk in walks:
        try:
            yield bool(condition.value(walk.scope))
        except (Unanswered, AdvisorError, ZeroDivisionError):
            continue


def thrown_together(
    values: Mapping[str, Sequence[Value]], often: int, optional: Container[str] = ()
) -> Iterator[Given]:
    """Answers thrown together from some to each question, the same ones every time; optional ones half of the time."""
    chance = random.Random(0)  # noqa: S311 - no secret
    for _ in range(often):
        yield {name: chance.choice(some) for name, some in values.items()
               if some and (name not in optional or chance.random() < 0.5)}  # fmt: skip
