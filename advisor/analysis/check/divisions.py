"""The check of divisions: which can be by zero, and for which answers."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from advisor.analysis.check.computed import dividing
from advisor.analysis.check.findings import Finding, finding, undecided
from advisor.analysis.explorer.boundary_values import Given
from advisor.analysis.explorer.completed import Completed
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.solver import Division, Prover, Term, Undecided, all_of, any_of
from advisor.engine.answers import Answers, Value
from advisor.engine.scope import Scope
from advisor.engine.session import walk, walk_in
from advisor.errors import AdvisorError, Unanswered
from advisor.language.expression import Expression
from advisor.language.tree import Comparison, Node, Numeral, spell
from advisor.rules import Ruleset
from advisor.rules.origin import Path_


class _Divided(NamedTuple):
    """A division where it is computed, and what holds there."""

    path: Path_
    expression: Expression
    division: Division
    conditions: list[Term]


def division_by_zero(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Divisions that some answers make divide by zero, with such answers; those of one formula are told once."""
    by_divisor: dict[int, list[_Divided]] = {}
    for place in _places(rules, prover):
        by_divisor.setdefault(place.division.divisor.get_id(), []).append(place)
    told: set[tuple[str, int]] = set()
    for places in by_divisor.values():
        for place in places if _can_be_zero(prover, places) else ():
            found = _judged(rules, prover, place) if place.division.source not in told else None
            if found is not None:
                told.update([place.division.source] if found.code == "division-by-zero" else ())
                yield found


def _places(rules: Ruleset, prover: Prover) -> Iterator[_Divided]:
    for path, expression, conditions in dividing(rules, prover):
        here = list(conditions)
        for division in prover.divisions(expression):
            yield _Divided(path, expression, division, [*here, division.computed])
            here.append(division.passes)  # what fails before it is a finding of its own


def _can_be_zero(prover: Prover, places: list[_Divided]) -> bool:
    """Whether what is divided by can be zero at any of some places: one question to the solver for all of them."""
    try:
        anywhere = any_of([all_of(place.conditions) for place in places])
        return prover.is_possible(anywhere, places[0].division.divisor == 0)
    except Undecided:
        return True


def _judged(rules: Ruleset, prover: Prover, place: _Divided) -> Finding | None:
    path, expression, division, conditions = place
    by = spell(division.by)
    try:
        witness = prover.witness(*conditions, division.divisor == 0)
    except Undecided:
        witness = _searched(rules, prover, conditions, expression, division.by)
        if witness is None:
            what = f"`{by}` in `{division.text}` can be zero"
            return undecided(rules, path, what, "guard it with a condition")
    if witness is None:
        return None
    says = f"`{division.text}` divides by `{by}`, which is zero for some answers"
    example = _example(rules, witness, expression)
    return finding(rules, "division-by-zero", path, says, example=example)


def _searched(
    rules: Ruleset, prover: Prover, conditions: list[Term], expression: Expression, divisor: Node
) -> Given | None:
    """Answers that make a divisor zero, where following one answer from some that come here leads to them."""
    try:
        base = prover.witness(*conditions)
    except Undecided:
        return None
    is_zero = Expression(Comparison(divisor, "==", Numeral(0)))
    given = _example(rules, base or {}, expression)
    for name in rules.questions_of(is_zero):
        sweep = Sweep(rules, Answers(given), name, [is_zero])
        for root in sweep.breaks:
            there = {**given, name: root}
            if sweep.takes(root) and _fails(rules, there, expression):
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
