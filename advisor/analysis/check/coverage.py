"""Which branches can be taken: found by walking where that is quick, by proof where it is not."""

import itertools
from contextlib import suppress
from typing import NamedTuple

from advisor.analysis.likely import (
    Given,
    Thresholds,
    candidates,
    thresholds,
    thresholds_at,
)
from advisor.analysis.solver import Prover, Undecided
from advisor.analysis.whatif.nearest import breaks, round_neighbors
from advisor.engine.answers import Answers, Value
from advisor.engine.scope import Scope
from advisor.engine.session import advance, walk
from advisor.errors import AdvisorError, Unanswered
from advisor.rules import Ruleset

MAX_TRIES = 256
"""Combinations of answers tried at one decision before the solver is asked."""

Branch = tuple[str, int]


class Coverage(NamedTuple):
    """What is known of every branch that a graph search reaches.

    witnesses: answers under which a branch is taken
    never: branches that are proved never to be taken
    undecided: branches the solver could not decide
    """

    witnesses: dict[Branch, Given]
    never: set[Branch]
    undecided: set[Branch]


def cover(rules: Ruleset, prover: Prover) -> Coverage:
    """Decide for every reachable branch whether it can be taken."""
    known = thresholds(rules)
    found = Coverage({}, set(), set())
    arrivals: dict[str, Given] = {rules.start: {}}
    for state in rules.chart.order:
        if state not in rules.decisions or state not in arrivals:
            continue  # what nothing leads to is a consequence
        branches = rules.decisions[state].branches
        found.witnesses.update(_tried(rules, state, arrivals[state], known))
        _vary(rules, state, arrivals[state], known, found)
        for index, branch in enumerate(branches):
            key = (state, index)
            if key not in found.witnesses:
                _prove(prover, key, arrivals[state], found)
            if key in found.witnesses:
                arrivals.setdefault(branch.to, found.witnesses[key])
    return found


def _prove(prover: Prover, key: Branch, arrival: Given, found: Coverage) -> None:
    """Ask the solver, first about the way that is known to lead there: a far smaller question."""
    state = key[0]
    way = [prover.taken(*step) for step in _steps(prover.rules, arrival, state)]
    if not prover.has_one_way(state):
        with suppress(Undecided):
            witness = prover.witness(*way, prover.taken(*key))
            if witness is not None:
                found.witnesses[key] = witness
                return
        way = [prover.reach(state)]
    try:
        witness = prover.witness(*way, prover.taken(*key))
    except Undecided:
        found.undecided.add(key)
        return
    if witness is None:
        found.never.add(key)
    else:
        found.witnesses[key] = witness


def _steps(rules: Ruleset, given: Given, state: str) -> list[Branch]:
    """The branches that a walk takes up to a state; what it does there is not known."""
    found: list[Branch] = []
    for step in advance(Scope(rules, Answers(given))) if state != rules.start else ():
        found.append((step.decision, step.branch))
        if step.to == state:
            break
    return found


def takes(rules: Ruleset, given: Given, key: Branch) -> bool:
    """Whether a walk comes to a decision and takes a branch there."""
    with suppress(Unanswered, AdvisorError):
        for step in advance(Scope(rules, Answers(given))):
            if step.decision == key[0]:
                return step.branch == key[1]
    return False


def _vary(rules: Ruleset, decision: str, arrival: Given, known: Thresholds, found: Coverage) -> None:
    """Look for branches that are taken if one answer is another: where a condition turns, or a likely one."""
    branches = [(decision, index) for index in range(len(rules.decisions[decision].branches))]
    base = next((found.witnesses[key] for key in branches if key in found.witnesses), arrival)
    for name in rules.chart.questions_at(decision):
        likely = _likely(rules, decision, name, known) if name in arrival else []
        for value in (*turning(rules, decision, base, name), *likely):
            if all(key in found.witnesses for key in branches):
                return
            given = {**base, name: value}
            with suppress(AdvisorError):
                trace = walk(rules, Answers(given))
                taken = next((step.branch for step in trace.steps if step.decision == decision), None)
                if taken is not None:
                    found.witnesses.setdefault((decision, taken), given)
                elif trace.at == decision:
                    for key, more in _tried(rules, decision, given, known).items():
                        found.witnesses.setdefault(key, more)


def turning(rules: Ruleset, decision: str, given: Given, name: str) -> list[Value]:
    """Answers around which a condition of a decision turns, all other answers being as given."""
    if not rules.is_number(name):
        return []
    scope = Scope(rules, Answers({other: value for other, value in given.items() if other != name}))
    kind, unit = rules.questions[name].kind, rules.unit(name)
    near = (
        value
        for one in breaks(scope, name, rules.chart.guards(decision))
        for value in round_neighbors(one, kind.is_whole, unit)
    )
    return [value for value in near if kind.takes(value)]


def _likely(rules: Ruleset, decision: str, name: str, known: Thresholds) -> list[Value]:
    """Answers to a question about what this decision compares it with first, then about what others do."""
    own = thresholds_at(rules, decision).get(name, [])
    return candidates(rules, name, [*known.get(name, []), *own])


def _tried(rules: Ruleset, decision: str, arrival: Given, known: Thresholds) -> dict[Branch, Given]:
    """Branches that are taken under some combination of likely answers to what is still open."""
    open_ = [name for name in rules.chart.questions_at(decision) if name not in arrival]
    likely = [_likely(rules, decision, name, known) for name in open_]
    read_before = any(rules.questions[name].default for name in open_)  # by its default, on the way here
    found: dict[Branch, Given] = {}
    wanted = len(rules.decisions[decision].branches)
    for values in itertools.islice(itertools.product(*likely), MAX_TRIES):
        given = {**arrival, **dict(zip(open_, values, strict=True))}
        key = (decision, _taken(rules, decision, given))
        if key not in found and (not read_before or takes(rules, given, key)):
            found[key] = given
        if len(found) == wanted:
            break
    found.pop((decision, -1), None)
    return found


def _taken(rules: Ruleset, decision: str, given: Given) -> int:
    """The branch a decision takes; -1 where that divides by zero."""
    scope = Scope(rules, Answers(given))
    try:
        for index, branch in enumerate(rules.decisions[decision].branches):
            if branch.when is None or branch.when.value(scope):
                return index
    except (ZeroDivisionError, Unanswered):
        return -1
    return -1
