"""A ruleset proved sound, or told exactly what is wrong and where.

One small function a check: `structure` looks at the graph, `conditions` proves, `data` looks beside
the chart, `scenarios` holds the rules to what was meant. Findings of one cause are told once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from advisor.analysis.check import conditions, data, proposals, scenarios, structure
from advisor.analysis.check.contradictions import contradictions
from advisor.analysis.check.coverage import Coverage, cover
from advisor.analysis.check.divisions import division_by_zero
from advisor.analysis.check.findings import ERROR, NOTE, SEVERITIES, WARNING, Finding, of_problem
from advisor.analysis.check.irrelevant import irrelevant_questions
from advisor.analysis.check.parts import constant_cases, constant_parts
from advisor.analysis.check.paths import Paths, PathThrough, paths
from advisor.analysis.check.proposals import Proposal
from advisor.analysis.explorer import Explorer
from advisor.analysis.solver import Prover
from advisor.errors import RulesError
from advisor.rules import Ruleset, load

__all__ = [
    "ERROR",
    "NOTE",
    "SEVERITIES",
    "WARNING",
    "Finding",
    "PathThrough",
    "Report",
    "check",
    "check_folder",
]


@dataclass(frozen=True)
class Report:
    """What a check found.

    proposals: scenarios for what none covers
    scenarios: how many there are
    search: lists the paths through the chart; None where it has no walks
    """

    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...] = ()
    scenarios: int = 0
    search: Callable[[], Paths] | None = None

    @cached_property
    def paths(self) -> Paths | None:
        """The paths through the chart that answers take; looked for when a report first shows them."""
        return self.search() if self.search else None

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
    broken = [*structure.no_outcome(rules), *structure.cycle(rules)]
    if broken:  # a chart that goes round has no walks to look at, and what it leads past is its consequence
        return Report(_sorted([*broken, *_of_data(rules, today, max_age)]), scenarios=len(rules.scenarios))
    found = list(structure.unreachable(rules))
    prover = Prover(rules)
    coverage = cover(Explorer(rules), prover)
    found += _of_conditions(rules, prover, coverage)
    walked, failed = scenarios.runs(rules)
    found += _not_told(failed, found)
    left_out = proposals.gaps(rules, walked, coverage, prover) if rules.scenarios or propose else None
    if rules.scenarios and left_out and not failed:
        found += proposals.uncovered(rules, left_out)
    found += _of_data(rules, today, max_age)
    proposed = proposals.proposals(rules, left_out) if propose and left_out else []
    search = partial(paths, rules, prover, coverage)
    return Report(_sorted(found), tuple(proposed), len(rules.scenarios), search)


def _of_conditions(rules: Ruleset, prover: Prover, coverage: Coverage) -> list[Finding]:
    bounds = dict(conditions.threshold_out_of_bounds(rules))
    dead = {
        guard: one for guard, one in conditions.never_taken(rules, prover, coverage) if guard not in bounds
    }
    blamed = {*bounds, *dead, *coverage.undecided}
    same = list(constant_parts(rules, prover, coverage, blamed))
    blamed |= {guard for guard, _ in same}
    return [*bounds.values(), *dead.values(), *conditions.undecided(rules, coverage),
            *(one for _, one in same), *constant_cases(rules, prover),
            *irrelevant_questions(rules, prover, coverage, blamed),
            *division_by_zero(rules, prover), *conditions.never_holds(rules, prover, coverage.explorer),
            *conditions.default_out_of_bounds(rules, prover), *contradictions(rules, prover)]  # fmt: skip


def _not_told(failed: list[Finding], found: list[Finding]) -> list[Finding]:
    """What scenarios came to, but for divisions that are told at their place already."""
    kept: list[Finding] = []
    for one in failed:
        same = [
            other for other in (*found, *kept) if other.code == one.code and other.where.startswith(one.where)
        ]
        if one.code == "scenario-fails" or not same:
            kept.append(one)
    return kept


def _of_data(rules: Ruleset, today: date, max_age: int) -> list[Finding]:
    return [*data.unused(rules), *data.never_asked(rules), *data.out_of_place(rules),
            *data.no_next_steps(rules), *data.no_source(rules), *data.stale(rules, today, max_age)]  # fmt: skip


def _sorted(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda one: (one.place, one.code, one.says)))
