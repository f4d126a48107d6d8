"""What the scenarios leave out: branches and sides of comparisons, with answers that would show them."""

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from advisor import documents
from advisor.analysis.check.coverage import Coverage, ways
from advisor.analysis.check.findings import Finding, finding
from advisor.analysis.explorer.boundary_values import Given
from advisor.analysis.explorer.completed import completed
from advisor.analysis.explorer.walks import BranchId
from advisor.analysis.solver import Prover, Undecided
from advisor.engine.answers import Answers, Value, typed_values
from advisor.engine.scope import Scope
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, Unanswered
from advisor.language.conditions import sides, within
from advisor.language.evaluate import value_of
from advisor.language.expression import Expression
from advisor.language.tree import Comparison, spell
from advisor.rules import Ruleset

NEAR = (0, Fraction(1, 1000), 1)
"""How near to a threshold proposed answers are, tried in this order."""
MAX_NAME = 60
"""Characters of a proposed name; ids may have a few more."""


class Proposal(NamedTuple):
    """A scenario that would cover what none covers yet."""

    name: str
    says: str
    answers: Mapping[str, object]
    outcome: str


class Gaps(NamedTuple):
    """What no scenario shows, with answers that would: branches, and sides of comparisons."""

    branches: dict[BranchId, Given]
    sides: dict[tuple[str, int, Comparison], Given]


def gaps(rules: Ruleset, walked: list[Trace], coverage: Coverage, prover: Prover) -> Gaps:
    """Branches that no scenario takes, and comparisons of which none shows both sides."""
    taken = {(step.decision, step.branch) for trace in walked for step in trace.steps}
    branches = {key: walk.given for key, walk in coverage.witnesses.items()
                if key not in taken and key[0] not in rules.grids}  # fmt: skip
    seen = {shown for trace in walked for shown in _shown_by(rules, trace)}
    found: dict[tuple[str, int, Comparison], Given] = {}
    for state, index, side in _sides(rules):
        if (state, side) not in seen:
            boundary = _boundary(coverage, prover, state, side)
            if boundary is not None:
                found[state, index, side] = boundary
    return Gaps(branches, found)


def _sides(rules: Ruleset) -> Iterator[tuple[str, int, Comparison]]:
    """Every side of every comparison in the chart, with its decision and branch; a row is an example itself."""
    for state, index, guard in rules.own_guards:
        for when in _conditions(rules, guard):
            yield from ((state, index, side) for side in sides(when))


def _conditions(rules: Ruleset, when: Expression) -> Iterator[Expression]:
    """A condition, and the formulas in it that are conditions."""
    yield when
    for name in when.names:
        formula = rules.formulas.get(name)
        if formula and rules.types[name] == "boolean" and not formula.given:
            yield from _conditions(rules, formula.is_)


def uncovered(rules: Ruleset, found: Gaps) -> Iterator[Finding]:
    """A note for each gap; a side is told only where the other one is shown."""
    for (state, index), given in found.branches.items():
        says = f"no scenario takes the branch `{rules.decisions[state].branches[index].label}` of {state}"
        path = rules.branch_at(state, index)
        yield finding(rules, "uncovered-branch", path, says, example=given)
    for (state, index, side), given in found.sides.items():
        if (state, index, side.opposite) in found.sides or (state, index) in found.branches:
            continue
        says = f"no scenario shows `{spell(side)}` of {state}"
        where = rules.branch_at(state, index, "when")
        yield finding(rules, "uncovered-side", where, says, example=given)


def _shown_by(rules: Ruleset, trace: Trace) -> Iterator[tuple[str, Comparison]]:
    """The sides of comparisons that a walk came to be on, each with its decision."""
    for step in trace.steps:
        for guard in rules.chart.guards(step.decision):
            for when in _conditions(rules, guard):
                yield from ((step.decision, side) for side in sides(when) if _holds(side, trace.scope))


def _holds(side: Comparison, scope: Scope) -> bool:
    try:
        return bool(value_of(side, scope))
    except (Unanswered, ZeroDivisionError):
        return False


def _boundary(coverage: Coverage, prover: Prover, state: str, side: Comparison) -> Given | None:
    """Answers on this side of a comparison, as near to its threshold as can be told."""
    rules = coverage.explorer.rules
    for distance, way in itertools.product((*NEAR, None), ways(coverage.explorer, prover, state)):
        near = [prover.condition(one) for one in within(side, distance)] if distance is not None else []
        try:
            witness = prover.witness(way, *prover.holds(Expression(side)), *near)
        except Undecided:
            continue
        given = _completed(rules, witness, side) if witness is not None else None
        if given is not None:
            return given
    return None


def _completed(rules: Ruleset, witness: Given, side: Comparison) -> Given | None:
    """The answers of a walk that shows the side; None if this one does not."""
    try:
        found = completed(rules, witness)
        if found is None:
            return None
        given, trace = found
        again = walk(rules, Answers(given))
    except AdvisorError:
        return None
    return given if trace.outcome and any(shown == side for _, shown in _shown_by(rules, again)) else None


def proposals(rules: Ruleset, found: Gaps) -> list[Proposal]:
    """Scenarios for the gaps, those on a boundary first; no two with the same answers."""
    proposed: dict[tuple[tuple[str, Value], ...], Proposal] = {}
    for name, says, given in _wanted(rules, found):
        key = tuple(sorted(given.items()))
        outcome = _outcome(rules, given) if key not in proposed else None
        if outcome:
            proposed[key] = Proposal(_free(rules, name), says, typed_values(rules, given), outcome)
    return list(proposed.values())


def _wanted(rules: Ruleset, found: Gaps) -> Iterator[tuple[str, str, Given]]:
    """A name for each gap, what would fill it, and the answers that do."""
    for number, ((state, index, side), given) in enumerate(found.sides.items(), 1):
        yield f"{state[:MAX_NAME]}_{index + 1}_side_{number}", f"Shows {spell(side)}.", given
    for (state, index), given in found.branches.items():
        label = rules.decisions[state].branches[index].label
        yield f"{state[:MAX_NAME]}_{index + 1}", f"Takes the branch `{label}` of {state}.", given


def _outcome(rules: Ruleset, given: Given) -> str | None:
    """The outcome that answers come to; None where they come to none."""
    try:
        return walk(rules, Answers(given)).outcome
    except AdvisorError:
        return None


def _free(rules: Ruleset, name: str) -> str:
    """A name that no scenario has."""
    names = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(2)))
    return next(one for one in names if one not in rules.scenarios)


def to_yaml(proposed: list[Proposal]) -> str:
    """The proposals as the text of a rule file."""
    entries = {
        one.name: {"says": one.says, "answers": dict(one.answers), "outcome": one.outcome} for one in proposed
    }
    return documents.dump({"scenarios": entries})
