"""Where a walk ends, and which way it takes."""

from typing import NamedTuple

from advisor.engine.answers import Answers
from advisor.engine.refusals import is_refused
from advisor.engine.scope import Scope
from advisor.engine.session import walk
from advisor.errors import AdvisorError, Unanswered
from advisor.rules import Ruleset

REFUSED = "answer refused"
"""The answers are such as the rules refuse, alone or together."""
DIVIDES = "division by zero"
"""A formula divides by zero."""
TOO_LARGE = "number too large"
"""A number comes to more digits than are computed with."""
GOES_ROUND = "the chart goes round"
"""The chart has no end on this way."""

_FAILURES = {"division-by-zero": DIVIDES, "too-large": TOO_LARGE, "cycle": GOES_ROUND}
"""What stops a walk, by the code of its problem."""


class End(NamedTuple):
    """Where a walk ends: at an outcome, at a question that it waits for, or nowhere.

    fails: why it ends nowhere, one of the texts here; else empty
    """

    outcome: str | None = None
    asks: str | None = None
    fails: str = ""

    def __str__(self) -> str:
        return self.fails or self.outcome or f"asks {self.asks}"


def end(rules: Ruleset, answers: Answers) -> End:
    """Where the walk for some answers ends."""
    if is_refused(rules, answers):
        return End(fails=REFUSED)
    try:
        trace = walk(rules, answers)
    except AdvisorError as error:
        return End(fails=_FAILURES[error.problems[0].code])
    return End(trace.outcome, trace.pending)


def branch_taken(scope: Scope, state: str) -> int | None:
    """The branch that a decision takes; None at an outcome, and where that cannot be told."""
    try:
        for index, branch in enumerate(scope.rules.chart.branches(state)):
            if branch.when is None or branch.when.value(scope):
                return index
    except (Unanswered, AdvisorError, ZeroDivisionError):
        pass
    return None
