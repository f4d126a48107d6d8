"""A ruleset proved sound, or told exactly what is wrong and where.

One small function a check, in the tables here: `structure` looks at the graph, `conditions` proves, `data`
looks beside the chart, `scenarios` holds the rules to what was meant. Findings of one cause are told once.
A new check is a function, a line in a table, its code in `codes`, and a broken ruleset in the tests.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from advisor.analysis.check import conditions, data, proposals, scenarios, structure
from advisor.analysis.check.codes import CODES, ERROR, NOTE, WARNING
from advisor.analysis.check.contradictions import contradictions
from advisor.analysis.check.coverage import Coverage, cover
from advisor.analysis.check.divisions import division_by_zero
from advisor.analysis.check.findings import Finding, of_problem
from advisor.analysis.check.irrelevant import irrelevant_questions
from advisor.analysis.check.parts import constant_cases, constant_parts
from advisor.analysis.check.paths import Paths, PathThrough, paths
from advisor.analysis.check.proposals import Proposal
from advisor.analysis.explorer.walks import BranchId, Explorer
from advisor.analysis.solver import Prover
from advisor.errors import RulesError
from advisor.rules import Ruleset, load

__all__ = [
    "CODES",
    "ERROR",
    "NOTE",
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
    subject = Subject(rules, today, max_age)
    beside = _found(BESIDE, subject)
    if broken := _found(GRAPH, subject):  # there are no walks to look at
        return Report(_sorted([*broken, *beside]), scenarios=len(rules.scenarios))
    found = _found(WALKS, subject)
    walked, failed = scenarios.runs(rules)
    found += _not_reported(failed, found)
    hold = bool(rules.scenarios) and not failed
    gaps = proposals.gaps(rules, walked, subject.coverage, subject.prover) if hold or propose else None
    found += proposals.uncovered(rules, gaps) if hold and gaps else []
    proposed = proposals.proposals(rules, gaps) if propose and gaps else []
    search = partial(paths, rules, subject.prover, subject.coverage)
    return Report(_sorted([*found, *beside]), tuple(proposed), len(rules.scenarios), search)


class Subject:
    """A ruleset that is checked, and what its checks share.

    blamed: branches of which what is wrong is known, so that nothing that follows from it is reported
    """

    def __init__(self, rules: Ruleset, today: date, max_age: int) -> None:
        self.rules, self.today, self.max_age = rules, today, max_age
        self.blamed: set[BranchId] = set()

    @cached_property
    def prover(self) -> Prover:
        return Prover(self.rules)

    @cached_property
    def coverage(self) -> Coverage:
        return cover(Explorer(self.rules), self.prover)


Check = Callable[[Subject], Iterable[Finding]]

GRAPH: tuple[Check, ...] = (
    lambda one: structure.no_outcome(one.rules),
    lambda one: structure.cycle(one.rules),
)
"""Checks of the graph: without a fault of theirs every walk ends at an outcome."""
WALKS: tuple[Check, ...] = (
    lambda one: structure.unreachable(one.rules),
    lambda one: conditions.threshold_out_of_bounds(one.rules, one.blamed),
    lambda one: conditions.all_refused(one.rules, one.coverage, one.blamed),
    lambda one: conditions.never_taken(one.rules, one.prover, one.coverage, one.blamed),
    lambda one: conditions.undecided_branches(one.rules, one.coverage),
    lambda one: constant_parts(one.rules, one.prover, one.coverage, one.blamed),
    lambda one: irrelevant_questions(one.rules, one.prover, one.coverage, one.blamed),
    lambda one: constant_cases(one.rules, one.prover),
    lambda one: division_by_zero(one.rules, one.prover),
    lambda one: conditions.never_holds(one.rules, one.prover, one.coverage.explorer),
    lambda one: conditions.default_out_of_bounds(one.rules, one.prover),
    lambda one: contradictions(one.rules, one.prover),
)
"""Checks of what walks do, in this order: each blames branches for those after it."""
BESIDE: tuple[Check, ...] = (
    lambda one: data.unused(one.rules),
    lambda one: data.never_asked(one.rules),
    lambda one: data.out_of_place(one.rules),
    lambda one: data.no_next_steps(one.rules),
    lambda one: data.no_source(one.rules),
    lambda one: data.stale(one.rules, one.today, one.max_age),
)
"""Checks of what stands beside the chart."""


def _found(checks: tuple[Check, ...], subject: Subject) -> list[Finding]:
    return [one for check_ in checks for one in check_(subject)]


def _not_reported(failed: list[Finding], found: list[Finding]) -> list[Finding]:
    """What scenarios came to, but for divisions that are reported at their place already."""
    kept: list[Finding] = []
    for one in failed:
        others = (*found, *kept)
        same = any(other.code == one.code and other.where.startswith(one.where) for other in others)
        if one.code == "scenario-fails" or not same:
            kept.append(one)
    return kept


def _sorted(found: list[Finding]) -> tuple[Finding, ...]:
    order = list(CODES)
    return tuple(sorted(found, key=lambda one: (one.place, order.index(one.code), one.says)))
