"""Findings on a ruleset, as data."""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.check.codes import CODES, ERROR
from advisor.engine.answers import Value, typed_values
from advisor.errors import Place, Problem
from advisor.rules import Ruleset
from advisor.rules.origin import Path_, shown_path


class Finding(NamedTuple):
    """One thing to know about a ruleset.

    code: a key of `CODES`, or the code of a problem of loading
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
    example: Mapping[str, Value] | None = None,
) -> Finding:
    """A finding at a key of a ruleset; the remedy is that of its code, unless another is told."""
    kind, shown = CODES[code], typed_values(rules, example) if example is not None else None
    place = rules.origin.place(path)
    return Finding(code, kind.severity, place, shown_path(path), says, remedy or kind.remedy, shown)


def undecided(rules: Ruleset, path: Path_, what: str, remedy: str = "") -> Finding:
    """That the solver could not tell what is asked."""
    return finding(rules, "undecided", path, f"whether {what} could not be decided", remedy)


def of_problem(problem: Problem) -> Finding:
    """What loading refuses, as a finding."""
    return Finding(
        problem.code, ERROR, problem.place or Place("rules"), problem.where, problem.says, problem.remedy
    )
