"""Findings on a ruleset, as data."""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.errors import Place, Problem
from advisor.rules import Ruleset
from advisor.rules.binding import spell
from advisor.rules.origin import Path_

ERROR, WARNING, NOTE = "error", "warning", "note"

SEVERITIES = {
    "cycle": ERROR, "no-outcome": ERROR, "division-by-zero": ERROR, "scenario-fails": ERROR,
    "unreachable": WARNING, "never-taken": WARNING, "always-true": WARNING, "constant-part": WARNING,
    "asked-in-vain": WARNING, "threshold-out-of-bounds": WARNING, "default-out-of-bounds": WARNING,
    "never-holds": WARNING, "contradiction": WARNING, "never-asked": WARNING, "unused": WARNING,
    "no-next-steps": WARNING, "no-source": WARNING,
    "stale": NOTE, "undecided": NOTE, "uncovered-branch": NOTE, "uncovered-side": NOTE,
}  # fmt: skip
"""Every code of a check and how bad it is; what loading refuses is an error."""


class Finding(NamedTuple):
    """One thing to know about a ruleset.

    code: a key of `SEVERITIES`, or the code of a problem of loading
    place: where in which file
    where: the way down to the key
    says: what is the matter, in one sentence
    remedy: what to do
    example: answers that show it, as typed text or plain values; None where there are none
    """

    code: str
    severity: str
    place: Place
    where: str
    says: str
    remedy: str = ""
    example: Mapping[str, object] | None = None


def finding(
    rules: Ruleset,
    code: str,
    path: Path_,
    says: str,
    remedy: str = "",
    example: Mapping[str, object] | None = None,
) -> Finding:
    """A finding at a key of a ruleset."""
    return Finding(code, SEVERITIES[code], rules.origin.place(path), spell(path), says, remedy, example)


def of_problem(problem: Problem) -> Finding:
    """What loading refuses, as a finding."""
    return Finding(
        problem.code, ERROR, problem.place or Place("rules"), problem.where, problem.says, problem.remedy
    )
