"""Which branches can be taken: seen by walking, proved where no walk shows it."""

import itertools
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from advisor.analysis.explorer.boundary_values import Given
from advisor.analysis.explorer.walks import BranchId, Explorer, Walk
from advisor.analysis.solver import Prover, Term, Undecided, all_of

MAX_BASES = 4
"""Walks through a decision whose answers are varied."""


class Coverage(NamedTuple):
    """What is known of every branch that a graph search reaches.

    explorer: the walks, with one for each branch that can be taken
    never: branches that are proved never to be taken
    refused: branches of which it is proved that all answers that take them are refused together, with such
    undecided: branches the solver could not decide
    """

    explorer: Explorer
    never: set[BranchId]
    refused: dict[BranchId, Given]
    undecided: set[BranchId]

    @property
    def witnesses(self) -> dict[BranchId, Walk]:
        """For each branch that is known to be taken, a walk that takes it."""
        return self.explorer.witnesses


def cover(explorer: Explorer, prover: Prover) -> Coverage:
    """Decide for every reachable branch whether it can be taken."""
    found = Coverage(explorer, set(), {}, set())
    chart = explorer.rules.chart
    for prefer in (-1, 0, 1):
        explorer.walk({}, prefer)
    explorer.scatter()
    for state in chart.order:
        if not explorer.through(state):
            continue  # what nothing leads to is a consequence
        _explore(found, state)
        for key in _open(found, state):
            _prove(found, prover, key)
    return found


def _open(found: Coverage, state: str) -> list[BranchId]:
    """The branches of a decision that no walk takes so far."""
    count = len(found.explorer.rules.chart.branches(state))
    return [(state, index) for index in range(count) if (state, index) not in found.witnesses]


def _explore(found: Coverage, state: str) -> None:
    """Vary what a decision asks, one answer after the other and then together, until all branches are taken."""
    explorer = found.explorer
    names = explorer.rules.chart.questions_at(state)
    bases = explorer.through(state)
    single = (walk for base in bases for name in names for walk in explorer.variations(state, base, name))
    for _ in itertools.chain(explorer.rows(state, bases[0]), single, explorer.together(state, bases[0])):
        if not _open(found, state):
            return


def ways(explorer: Explorer, prover: Prover, state: str) -> list[Term]:
    """That a walk comes to a state: on the shortest way that is known, a far smaller question, and then on any."""
    arrivals = (walk.steps[: walk.states.index(state)] for walk in explorer.through(state))
    shortest = min(arrivals, key=len, default=None)
    if shortest is None:
        return [prover.reach(state)]
    path = all_of(prover.taken(*step) for step in shortest)
    return [path] if prover.has_one_way(state) else [path, prover.reach(state)]


def _prove(found: Coverage, prover: Prover, key: BranchId) -> None:
    """Ask the solver whether a branch can be taken."""
    *known, all_ways = ways(found.explorer, prover, key[0])
    with suppress(Undecided):
        if any(_walked(found, prover, key, [way, prover.taken(*key)]) for way in known):
            return
    try:
        if not _walked(found, prover, key, [all_ways, prover.taken(*key)]):
            _judge(found, key)
    except Undecided:
        found.undecided.add(key)


def _judge(found: Coverage, key: BranchId) -> None:
    """Whether answers would take a branch that none takes, were they not refused. Raises Undecided."""
    rules = found.explorer.rules
    free = Prover(replace(rules, refuse=()))
    given = free.witness(free.reach(key[0]), free.taken(*key)) if rules.refuse else None
    if given is None:
        found.never.add(key)
    else:
        found.refused[key] = given


def _walked(found: Coverage, prover: Prover, key: BranchId, conditions: list[Term]) -> bool:
    """Whether some answers fulfil conditions for a branch; the walk for these takes it. Raises Undecided."""
    for ask in (prover.example, prover.witness):
        given = ask(*conditions)
        if given is None:
            return False
        found.explorer.walk(given)
        if key in found.witnesses:
            return True
    raise Undecided
