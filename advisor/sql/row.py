"""What a row says of its decision: the outcome, the path and the problem; also told by a walk, one row at a time."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from advisor.engine.answers import Answers
from advisor.engine.checking import check
from advisor.engine.refusals import holding
from advisor.engine.scope import Scope
from advisor.engine.session import Step, advance
from advisor.engine.texts import filled, unfilled
from advisor.errors import AdvisorError, Problem, Unanswered, one_line
from advisor.rules import Ruleset
from advisor.rules.records import Refusal

TOO_LONG = "a number has more digits than can be decided on here; advisor decide takes it"
"""The problem of a row that SQL would have to round."""
DIVIDES = "a formula of this decision divides by zero for these answers"

BETWEEN, AFTER, APART = " > ", ": ", "; "


class DecidedRow(NamedTuple):
    """What one row comes to; None for what there is nothing of."""

    outcome: str | None
    path: str | None
    problem: str | None


def decided_row(rules: Ruleset, values: Mapping[str, object]) -> DecidedRow:
    """The row of answers and figures by name, as typed or plain values; what is None is not answered."""
    try:
        given = {name: value for name, value in values.items() if value is not None}
        answers = check(rules, given, unfinished=True)
    except AdvisorError as error:
        return DecidedRow(None, None, problems_text(error.problems))
    scope = Scope(rules, answers)
    if refusals := [refused(rules, one) for one in holding(scope)]:
        return DecidedRow(None, None, APART.join(refusals))
    steps: list[Step] = []
    problem = None
    try:
        steps.extend(advance(scope))
    except Unanswered as open_:
        problem = missing(rules, open_.question, open_.question in answers.given)
    except AdvisorError as error:
        problem = problems_text(error.problems)
    at = steps[-1].to if steps else rules.start
    return DecidedRow(
        None if problem else at, path((one.decision, one.label) for one in steps) or None, problem
    )


def path(steps: Iterable[tuple[str, str]]) -> str:
    """The decisions that were passed and their branches: ``raining: no > far: yes``."""
    return BETWEEN.join(f"{decision}{AFTER}{one_line(label)}" for decision, label in steps)


def problems_text(problems: Iterable[Problem]) -> str:
    """Problems in one cell, without the answers that stand beside it."""
    return APART.join(
        one_line(AFTER.join(part for part in (one.where, _says(one)) if part)) for one in problems
    )


def _says(one: Problem) -> str:
    return DIVIDES if one.code == "division-by-zero" else one.says


def missing(rules: Ruleset, question: str, is_unsure: bool = False) -> str:
    """That an answer is missing, or "not sure"."""
    asked = rules.questions[question]
    ask = filled(asked.ask, Scope(rules, Answers()))
    return one_line(f"{question}: {'not sure' if is_unsure else 'missing'}: {ask} ({asked.kind.wanted})")


def refused(rules: Ruleset, one: Refusal) -> str:
    """That answers cannot be together."""
    return one_line(f"{', '.join(rules.questions_of(one.when))}: {unfilled(one.says)}")


def divides_by_zero(decision: str) -> str:
    """That the rules divide by zero."""
    return f"decisions › {decision}: {DIVIDES}"
