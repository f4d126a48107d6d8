"""Checks by the scenarios beside the rules, what they leave out, and proposals for that."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor import documents
from advisor.advice import advise
from advisor.answers import Answers, Value, check
from advisor.check.conditions import shown_answers
from advisor.check.coverage import Coverage
from advisor.check.findings import Finding, finding
from advisor.errors import AdvisorError
from advisor.expression import Expression, Side, sides
from advisor.graph import reachable
from advisor.likely import completed, guards
from advisor.prove import Prover, Undecided
from advisor.questions import needed
from advisor.rules import Ruleset
from advisor.rules.model import Scenario
from advisor.scope import Scope
from advisor.session import Trace, walk


class Proposal(NamedTuple):
    """A scenario that would cover what none covers yet."""

    name: str
    says: str
    answers: Mapping[str, object]
    outcome: str


class Run(NamedTuple):
    """A scenario that was walked."""

    name: str
    trace: Trace


def runs(rules: Ruleset) -> tuple[list[Run], list[Finding]]:
    """Every scenario walked, and a finding for each that does not do what it says."""
    walked, found = [], []
    for name, scenario in rules.scenarios.items():
        try:
            answers = check(rules, scenario.answers)
            trace = walk(rules, answers)
        except AdvisorError as error:
            says = f"cannot be walked: {error.problems[0].says}"
            found.append(
                finding(
                    rules, "scenario-fails", ("scenarios", name), says, "mend its answers", scenario.answers
                )
            )
            continue
        walked.append(Run(name, trace))
        found += _held(rules, name, scenario, trace, answers)
    return walked, found


def _held(rules: Ruleset, name: str, scenario: Scenario, trace: Trace, answers: Answers) -> Iterator[Finding]:
    expected: dict[str, tuple[object, object]] = {
        "outcome": (scenario.outcome, trace.outcome or f"asks {trace.pending}")
    }
    if scenario.asked is not None:
        expected["asked"] = (list(scenario.asked), list(needed(rules, answers)))
    if scenario.cautions is not None and trace.outcome:
        expected["cautions"] = (list(scenario.cautions), [one.id for one in advise(trace).cautions])
    for key, (meant, is_) in expected.items():
        if meant != is_:
            says = f"{key}: expected {_listed(meant)}, found {_listed(is_)}"
            remedy = "mend the rules, or the scenario if it is meant so"
            yield finding(rules, "scenario-fails", ("scenarios", name, key), says, remedy, scenario.answers)


def _listed(value: object) -> str:
    return (", ".join(map(str, value)) or "none") if isinstance(value, list) else str(value)


def uncovered(rules: Ruleset, walked: list[Run], coverage: Coverage) -> Iterator[Finding]:
    """Branches that no scenario takes, and comparisons of which none shows both sides."""
    taken = {(step.decision, step.branch) for run in walked for step in run.trace.steps}
    for state in reachable(rules, rules.start):
        decision = rules.decisions.get(state)
        for index, branch in enumerate(decision.branches if decision else ()):
            key = (state, index)
            if key not in taken and key in coverage.witnesses:
                says = f"no scenario takes the branch `{branch.label}` of {state}"
                remedy = "add one, or let --write-scenarios propose it"
                example = shown_answers(coverage.witnesses[key])
                yield finding(
                    rules, "uncovered-branch", ("decisions", state, "branches", index), says, remedy, example
                )
    seen = _sides_seen(rules, walked)
    for state in {step for step, _ in taken}:
        for index, branch in enumerate(rules.decisions[state].branches):
            for side in sides(branch.when) if branch.when else ():
                if (state, side) not in seen and (state, side.opposite) in seen:
                    says = f"no scenario shows `{side.text}` of {state}"
                    path = ("decisions", state, "branches", index, "when")
                    yield finding(rules, "uncovered-side", path, says, "add one just there")


def _sides_seen(rules: Ruleset, walked: list[Run]) -> set[tuple[str, Side]]:
    """The sides of comparisons that the scenarios came to be on."""
    seen = set()
    for run in walked:
        for step in run.trace.steps:
            for when in guards(rules, step.decision):
                seen |= {(step.decision, side) for side in sides(when) if _holds(side, run.trace.scope)}
    return seen


def _holds(side: Side, scope: Scope) -> bool:
    from advisor.errors import Unanswered

    try:
        return bool(Expression(side.text).value(scope))
    except (Unanswered, ZeroDivisionError):
        return False


def proposals(rules: Ruleset, walked: list[Run], coverage: Coverage, prover: Prover) -> list[Proposal]:
    """Scenarios for what none covers, those on a boundary first; no two with the same answers."""
    found: list[Proposal] = []
    taken = {(step.decision, step.branch) for run in walked for step in run.trace.steps}
    seen = _sides_seen(rules, walked)
    for state in reachable(rules, rules.start):
        for index, when in enumerate(guards(rules, state)):
            for place, side in enumerate(sides(when)):
                if (state, side) not in seen:
                    boundary = _boundary(prover, state, side)
                    name = f"{state}_{index + 1}_side_{place + 1}"
                    found += _proposed(rules, name, f"Shows {side.text}.", boundary) if boundary else []
    for key, witness in coverage.witnesses.items():
        if key not in taken:
            label = rules.decisions[key[0]].branches[key[1]].label
            found += _proposed(
                rules, f"{key[0]}_{key[1] + 1}", f"Takes the branch `{label}` of {key[0]}.", witness
            )
    return list({tuple(one.answers.items()): one for one in reversed(found)}.values())[::-1]


def _boundary(prover: Prover, state: str, side: Side) -> dict[str, Value] | None:
    """Answers on this side of a comparison, as near to its threshold as can be told."""
    here = [prover.reach(state), prover.condition(Expression(side.text))]
    for distance in (0, 1, None):
        near = (
            [] if distance is None else [prover.condition(Expression(text)) for text in side.within(distance)]
        )
        try:
            witness = prover.witness(*here, *near)
        except Undecided:
            continue
        if witness is not None:
            return witness
    return None


def _proposed(rules: Ruleset, name: str, says: str, witness: Mapping[str, Value]) -> list[Proposal]:
    """The scenario for a witness, completed by likely answers; none if it comes to no outcome."""
    answers, trace = completed(rules, witness)
    number, free = 2, name
    while free in rules.scenarios:
        free, number = f"{name}_{number}", number + 1
    return [Proposal(free, says, shown_answers(answers), trace.outcome)] if trace.outcome else []


def to_yaml(proposed: list[Proposal]) -> str:
    """The proposals as the text of a rule file."""
    entries = {
        one.name: {"says": one.says, "answers": dict(one.answers), "outcome": one.outcome} for one in proposed
    }
    return documents.dump({"scenarios": entries})
