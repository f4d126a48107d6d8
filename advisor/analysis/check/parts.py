"""The check of parts of conditions that come out the same whenever they are read."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from advisor.analysis.check.coverage import Branch, Coverage
from advisor.analysis.check.findings import Finding, finding
from advisor.analysis.likely import Given, candidates, completed, thresholds_at
from advisor.analysis.solver import Prover, Undecided
from advisor.errors import AdvisorError, Unanswered
from advisor.language.conditions import Part, cases_of, parts
from advisor.language.tree import Cases
from advisor.rules import Ruleset
from advisor.rules.origin import Path_


def constant_parts(
    rules: Ruleset, prover: Prover, coverage: Coverage, blamed: set[Branch]
) -> Iterator[tuple[Branch, Finding]]:
    """Parts that `and` or `or` join, and that always hold or never do where they are read.

    blamed: branches that another finding is about already
    """
    for state, index, when in rules.chart.each_guard():
        witnesses = _later(coverage, state, range(index, len(rules.decisions[state].branches)))
        if (state, index) in blamed or not witnesses:
            continue
        for part in parts(when):
            for one in _judged(rules, prover, (state, index), part, witnesses):
                yield (state, index), one


def constant_cases(rules: Ruleset, prover: Prover) -> Iterator[Finding]:
    """Conditions of cases that always hold or never do, where those before them do not hold."""
    for name, expression in rules.computed.items():
        if isinstance(expression.tree, Cases):
            section = "formulas" if name in rules.formulas else "parameters"
            given = rules.formulas[name].given if name in rules.formulas else {}
            for index, part in enumerate(cases_of(expression)):
                path = (section, name, "cases", index, "when")
                yield from _constant_case(rules, prover, path, part, given)


def _constant_case(
    rules: Ruleset, prover: Prover, path: Path_, part: Part, given: Mapping[str, str]
) -> Iterator[Finding]:
    before = [prover.condition(one, given) for one in part.before]
    here = [*before, prover.defined(part.expression, given)]
    text = part.expression.text
    sides = prover.condition(part.expression, given), prover.negated(part.expression, given)
    try:
        if not prover.is_possible(*here):  # dead for what stands before it, which is told
            return
        can_hold, can_fail = (prover.is_possible(*here, one) for one in sides)
    except Undecided:
        yield finding(rules, "undecided", path, f"whether `{text}` is always the same could not be decided")
        return
    if can_hold != can_fail:
        how = "never holds when it is read"
        if can_hold:
            how = "holds whenever it is read, so the cases after it never count"
        yield finding(rules, "constant-part", path, f"`{text}` {how}", "leave it out, or mend it")


def _later(coverage: Coverage, state: str, branches: range) -> list[Given]:
    """Answers that come to try a branch: those that take it or a later one."""
    return [coverage.witnesses[state, one] for one in branches if (state, one) in coverage.witnesses]


def _judged(
    rules: Ruleset, prover: Prover, at: Branch, part: Part, witnesses: list[Given]
) -> Iterator[Finding]:
    seen = _seen(rules, at, part, witnesses)
    here = [prover.reach(at[0]), prover.tried(*at), *(prover.condition(one) for one in part.before),
            prover.defined(part.expression)]  # fmt: skip
    path = ("decisions", at[0], "branches", at[1], "when")
    text = part.expression.text
    try:
        can_hold, can_fail = (
            holds in seen or prover.is_possible(*here, _is(prover, part, holds)) for holds in (True, False)
        )
    except Undecided:
        yield finding(rules, "undecided", path, f"whether `{text}` is always the same could not be decided")
        return
    if can_hold != can_fail:
        how = "holds whenever it is read" if can_hold else "never holds when it is read"
        says = f"`{text}` in this condition {how}"
        yield finding(rules, "constant-part", path, says, "leave it out, or mend it")


def _is(prover: Prover, part: Part, holds: bool) -> Any:
    return prover.condition(part.expression) if holds else prover.negated(part.expression)


def _seen(rules: Ruleset, at: Branch, part: Part, witnesses: list[Given]) -> set[bool]:
    """What the part comes out as in walks that read it."""
    figures = thresholds_at(rules, at[0])
    varied = [{name: value} for name in rules.questions_of(part.expression)
              for value in candidates(rules, name, figures.get(name))]  # fmt: skip
    found: set[bool] = set()
    for prefer, given, other in itertools.product(range(2), witnesses, [{}, *varied]):
        found |= _read(rules, at, part, {**given, **other}, prefer)
        if len(found) == 2:
            break
    return found


def _read(rules: Ruleset, at: Branch, part: Part, given: Mapping[str, Any], prefer: int) -> set[bool]:
    """What the part comes out as in one walk; nothing if the walk does not read it."""
    with suppress(AdvisorError, Unanswered, ZeroDivisionError):
        _, trace = completed(rules, given, prefer)
        if any(step.decision == at[0] and step.branch >= at[1] for step in trace.steps) and all(
            one.value(trace.scope) for one in part.before
        ):
            return {bool(part.expression.value(trace.scope))}
    return set()
