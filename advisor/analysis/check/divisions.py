"""The check of divisions: which can be by zero, and for which answers."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from advisor.analysis.boundary_values import Given
from advisor.analysis.check.computed import dividing
from advisor.analysis.check.conditions import shown_answers
from advisor.analysis.check.findings import Finding, finding
from advisor.analysis.completed import Completed
from advisor.analysis.solver import Prover, Term, Undecided
from advisor.analysis.whatif.nearest import breaks
from advisor.engine.answers import Answers, Value
from advisor.engine.scope import Scope
from advisor.engine.session import walk, walk_in
from advisor.errors import AdvisorError, Unanswered
from advisor.language.expression import Expression
from advisor.language.tree import Comparison, Node, Number, spell
from advisor.rules import Ruleset


def division_by_zero(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Divisions that some answers make divide by zero, with such answers."""
    told: set[tuple[str, int]] = set()
    can_be_zero: dict[int, bool] = {}
    for path, expression, conditions in dividing(rules, prover):
        earlier: list[Any] = []
        for division in prover.divisions(expression):
            divisor = division.divisor.get_id()
            if divisor not in can_be_zero:
                can_be_zero[divisor] = _can_be_zero(prover, division.divisor)
            if not can_be_zero[divisor]:
                continue
            here = [*conditions, *earlier, division.computed, division.divisor == 0]
            earlier.append(division.passes)  # what fails before it is a finding of its own
            if division.source in told:
                continue
            try:
                witness = prover.witness(*here)
            except Undecided:
                witness = _searched(rules, prover, [*conditions, division.computed], expression, division.by)
                undecided = witness is None
            else:
                undecided = False
            if undecided:
                says = f"whether `{spell(division.by)}` in `{division.text}` can be zero could not be decided"
                yield finding(rules, "undecided", path, says, "guard it with a condition")
                continue
            if witness is not None:
                told.add(division.source)
                says = f"`{division.text}` divides by `{spell(division.by)}`, which is zero for some answers"
                example = shown_answers(rules, _example(rules, witness, expression))
                yield finding(rules, "division-by-zero", path, says, example=example)


def _can_be_zero(prover: Prover, divisor: Term) -> bool:
    """Whether a divisor is zero for some answers, whatever else has to hold where it is computed."""
    try:
        return prover.is_possible(divisor == 0)
    except Undecided:
        return True


def _searched(
    rules: Ruleset, prover: Prover, conditions: list[Any], expression: Expression, divisor: Node
) -> Given | None:
    """Answers that make a divisor zero, where following one answer from some that come here leads to them."""
    try:
        base = prover.witness(*conditions)
    except Undecided:
        return None
    is_zero = Expression(Comparison(divisor, "==", Number(0)))
    given = _example(rules, base or {}, expression)
    for name in rules.questions_of(is_zero):
        others = {other: value for other, value in given.items() if other != name}
        for root in breaks(Scope(rules, Answers(others)), name, [is_zero]) if rules.is_ordered(name) else ():
            there = {**others, name: root}
            if rules.questions[name].kind.takes(root) and _fails(rules, there, expression):
                return there
    return None


def _fails(rules: Ruleset, given: Given, expression: Expression) -> bool:
    """Whether a walk, or the expression alone, divides by zero."""
    try:
        walk(rules, Answers(given))
        expression.value(Scope(rules, Answers(given)))
    except ZeroDivisionError:
        return True
    except AdvisorError as error:
        return error.problems[0].code == "division-by-zero"
    except Unanswered:
        return False
    return False


def _example(rules: Ruleset, witness: Mapping[str, Value], expression: Expression) -> Given:
    """The answers, with likely ones to whatever else a walk or the expression asks until it fails."""
    scope = Completed(rules, Answers(dict(witness)))
    with suppress(AdvisorError, ZeroDivisionError):
        walk_in(scope)
        expression.value(scope)
    return {**witness, **scope.filled}
