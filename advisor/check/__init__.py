"""A ruleset proved sound, or told exactly what is wrong and where.

One small function a check: `structure` looks at the graph, `conditions` proves, `data` looks beside
the chart, `scenarios` holds the rules to what was meant. Findings of one cause are told once.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from advisor.answers import Value
from advisor.check import conditions, data, scenarios, structure
from advisor.check.conditions import shown_answers
from advisor.check.coverage import Coverage, cover
from advisor.check.findings import ERROR, NOTE, SEVERITIES, WARNING, Finding, of_problem
from advisor.errors import AdvisorError, RulesError
from advisor.prove import Prover, Undecided
from advisor.rules import Ruleset, load
from advisor.session import walk

__all__ = ["ERROR", "NOTE", "SEVERITIES", "WARNING", "Finding", "Report", "Way", "check", "check_folder"]

MAX_PATHS = 100
"""Ways through the chart that are listed."""
MAX_TRIES = 20_000
"""Steps of ways that are looked at for that; where branches meet again, there can be 10⁸ ways."""


class Way(NamedTuple):
    """One way through the chart: its outcome, its steps as (decision, label), and answers that take it."""

    outcome: str
    path: tuple[tuple[str, str], ...]
    example: Mapping[str, object]


class Report(NamedTuple):
    """What a check found.

    ways: ways through the chart that answers take, up to `MAX_PATHS`
    complete: whether these are all
    proposals: scenarios for what none covers
    """

    findings: tuple[Finding, ...]
    ways: tuple[Way, ...] = ()
    complete: bool = True
    proposals: tuple[scenarios.Proposal, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether there is nothing worse than a note."""
        return all(one.severity == NOTE for one in self.findings)


def check_folder(folder: str | None, today: date, max_age: int, propose: bool = False) -> Report:
    """Check a folder of rule files; what loading refuses becomes findings."""
    try:
        rules = load(folder)
    except RulesError as error:
        return Report(tuple(map(of_problem, error.problems)))
    return check(rules, today, max_age, propose)


def check(rules: Ruleset, today: date, max_age: int = 180, propose: bool = False) -> Report:
    """Check a ruleset."""
    found = [*structure.no_outcome(rules), *structure.cycle(rules), *structure.unreachable(rules)]
    if any(one.severity == ERROR for one in found):  # a chart that goes round has no walks to look at
        return Report(_sorted([*found, *_of_data(rules, today, max_age)]))
    prover = Prover(rules)
    coverage = cover(rules, prover)
    found += _of_conditions(rules, prover, coverage)
    walked, failed = scenarios.runs(rules)
    found += failed
    if rules.scenarios:
        found += scenarios.uncovered(rules, walked, coverage)
    found += _of_data(rules, today, max_age)
    ways, complete = _ways(rules, prover, coverage)
    proposed = scenarios.proposals(rules, walked, coverage, prover) if propose else []
    return Report(_sorted(found), tuple(ways), complete, tuple(proposed))


def _of_conditions(rules: Ruleset, prover: Prover, coverage: Coverage) -> list[Finding]:
    bounds = dict(conditions.threshold_out_of_bounds(rules))
    dead = {guard: one for guard, one in conditions.never_taken(rules, prover, coverage)
            if not any(guard[0] == state for state, _ in bounds)}  # fmt: skip
    blamed = {*bounds, *dead, *coverage.undecided}
    return [*bounds.values(), *dead.values(), *conditions.undecided(rules, coverage),
            *conditions.asked_in_vain(rules, prover, coverage, blamed),
            *conditions.division_by_zero(rules, prover), *conditions.caution_never(rules, prover),
            *conditions.default_out_of_bounds(rules, prover)]  # fmt: skip


def _of_data(rules: Ruleset, today: date, max_age: int) -> list[Finding]:
    return [*data.unused(rules), *data.out_of_place(rules), *data.no_next_steps(rules), *data.no_source(rules),
            *data.stale(rules, today, max_age)]  # fmt: skip


def _sorted(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda one: (one.place, one.code, one.says)))


def _ways(rules: Ruleset, prover: Prover, coverage: Coverage) -> tuple[list[Way], bool]:
    """Ways through the chart that answers take, each with such answers, as far as `MAX_PATHS` goes."""
    found: list[Way] = []
    stack: list[tuple[str, tuple[tuple[str, int], ...]]] = [(rules.start, ())]
    tried = 0
    while stack:
        state, steps = stack.pop()
        tried += 1
        if state in rules.decisions:
            for index in reversed(range(len(rules.decisions[state].branches))):
                if (state, index) in coverage.witnesses:
                    to = rules.decisions[state].branches[index].to
                    stack.append((to, (*steps, (state, index))))
            continue
        if len(found) == MAX_PATHS or tried > MAX_TRIES:
            return found, False
        example = _example(rules, prover, coverage, steps)
        if example is not None:
            labels = tuple((name, rules.decisions[name].branches[index].label) for name, index in steps)
            found.append(Way(state, labels, shown_answers(example)))
    return found, True


def _example(
    rules: Ruleset, prover: Prover, coverage: Coverage, steps: tuple[tuple[str, int], ...]
) -> Mapping[str, Value] | None:
    """Answers that take exactly these steps; None if there are none, or none that can be told."""
    if not steps:
        return {}
    likely = coverage.witnesses[steps[-1]]
    if _takes(rules, likely, steps):
        return likely
    try:
        return prover.witness(*(prover.taken(*step) for step in steps))
    except Undecided:
        return None


def _takes(rules: Ruleset, answers: Mapping[str, Value], steps: tuple[tuple[str, int], ...]) -> bool:
    try:
        trace = walk(rules, dict(answers))
    except AdvisorError:
        return False
    return tuple((step.decision, step.branch) for step in trace.steps) == steps
