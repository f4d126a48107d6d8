"""The nearest value of each answer and each figure that turns the outcome, exactly.

With all else as it is, every comparison in the chart is a function of one unknown, and the outcome
can only change where one of them crosses zero. So the values to look at are those, and their
neighbours; each is confirmed by a walk.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from advisor import answers as answers_
from advisor.answers import Answers, Value
from advisor.errors import AdvisorError, Unanswered
from advisor.expression import Expression
from advisor.graph import reachable
from advisor.quantities import Number, simplest
from advisor.rules import Ruleset
from advisor.scope import Scope
from advisor.session import Trace, walk
from advisor.whatif.ratio import Ratio


class Flip(NamedTuple):
    """The nearest value on one side that turns the outcome.

    name: a question, or a parameter as an override names it
    outcome: what it turns to; None where a question without an answer lies on the new way
    asks: that question
    """

    name: str
    from_: Value
    to: Value
    outcome: str | None
    asks: str | None = None

    @property
    def change(self) -> Fraction:
        """How large the change is against the value itself; another choice counts as all of it."""
        if isinstance(self.from_, bool | str) or isinstance(self.to, bool | str):
            return Fraction(1)
        return _between(self.to, self.from_) / _between(self.from_, 0) if self.from_ else Fraction(10**12)


class Bound(NamedTuple):
    """How far one answer can go before one decision of the path turns, whatever comes before it."""

    decision: str
    name: str
    from_: Number
    to: Number


def _between(one: Number, other: Number) -> Fraction:
    return abs(Fraction(one) - Fraction(other))


def flips(trace: Trace) -> list[Flip]:
    """For each answer and each figure, the nearest values that turn the outcome; smallest change first."""
    rules = trace.rules
    reading = _Reading(rules)
    found = [flip for name in _names(trace) for flip in _flips_of(trace, name, reading)]
    order = {name: index for index, name in enumerate([*rules.questions, *rules.parameters])}
    return sorted(found, key=lambda flip: (flip.change, order[flip.name.partition(".")[0]]))


def bounds(trace: Trace) -> list[Bound]:
    """For each decision of the path and each number it reads, where that decision alone turns."""
    rules = trace.rules
    found = []
    for step in trace.steps:
        conditions = [branch.when for branch in rules.decisions[step.decision].branches if branch.when]
        names = dict.fromkeys(name for when in conditions for name in rules.questions_of(when))
        for name in names:
            if rules.types[name] != "number":
                continue
            here = _number(_value(trace, name))
            decide = _branch_taken(trace, name, step.decision)
            nearest = _nearest(trace, name, here, conditions, decide)
            found += [Bound(step.decision, name, here, _number(to)) for to in nearest]
    return found


def _number(value: Value) -> Number:
    assert isinstance(value, int | Fraction)
    return value


def _names(trace: Trace) -> Iterator[str]:
    """What can be changed: answers, defaults that are known, and figures that could be read."""
    rules, scope = trace.rules, trace.scope
    for name, question in rules.questions.items():
        if name in scope.answers.known() or (question.default and name not in scope.answers.given):
            yield name
    for name, parameter in rules.parameters.items():
        if not parameter.by:
            yield name
        else:
            try:
                yield f"{name}.{scope[parameter.by]}"
            except Unanswered:
                continue


def _flips_of(trace: Trace, name: str, reading: "_Reading") -> Iterator[Flip]:
    try:
        here = _value(trace, name)
    except (Unanswered, ZeroDivisionError):
        return
    conditions = reading.conditions(name.partition(".")[0])
    if not conditions:
        return
    result = _result(trace, name)
    for to in _nearest(trace, name, here, conditions, result):
        outcome, asks = result(to) or (None, None)
        yield Flip(name, here, to, outcome, asks)


def _value(trace: Trace, name: str) -> Value:
    value: Value = trace.scope[name.partition(".")[0]]
    return value


def changed(answers: Answers, rules: Ruleset, name: str, value: Value) -> Answers:
    """The answers with a question or a figure changed."""
    if name in rules.questions:
        return answers.with_answer(name, value)
    assert isinstance(value, int | Fraction)
    return answers._replace(overrides={**answers.overrides, name: value})


def _result(trace: Trace, name: str) -> Callable[[Value], tuple[str | None, str | None] | None]:
    """What a walk with another value comes to: an outcome or a question; None where it divides by zero."""

    def result(value: Value) -> tuple[str | None, str | None] | None:
        try:
            there = walk(trace.rules, changed(trace.scope.answers, trace.rules, name, value))
        except AdvisorError:
            return None
        return there.outcome, there.pending

    return result


def _branch_taken(trace: Trace, name: str, decision: str) -> Callable[[Value], int | None]:
    """Which branch one decision takes with another value; None where that cannot be told."""
    branches = trace.rules.decisions[decision].branches

    def result(value: Value) -> int | None:
        scope = Scope(trace.rules, changed(trace.scope.answers, trace.rules, name, value))
        try:
            return next(
                i for i, branch in enumerate(branches) if branch.when is None or branch.when.value(scope)
            )
        except (Unanswered, ZeroDivisionError):
            return None

    return result


def _nearest(
    trace: Trace, name: str, here: Value, conditions: Iterable[Expression], result: Callable[[Value], object]
) -> Iterator[Value]:
    """The nearest values at which the result is another one: one on each side, or every other choice."""
    rules, now = trace.rules, result(here)
    question = rules.questions.get(name)
    if isinstance(here, bool | str):
        others: list[Value] = [not here] if isinstance(here, bool) else [*rules.options(name)]
        yield from (other for other in others if other != here and result(other) not in (now, None))
        return
    breaks = sorted(_breaks(trace, name, conditions))
    whole = question is not None and question.type == "integer"
    unit = rules.unit(name.partition(".")[0])
    for side in (-1, 1):
        for value in _points(breaks, here, side, whole, unit):
            if _allowed(rules, name, here, value) and result(value) not in (now, None):
                yield value
                break


def points_between(trace: Trace, name: str, low: Number, high: Number) -> list[Number]:
    """Values of a question such that every part of a range with an outcome of its own holds some, in order."""
    reading = _Reading(trace.rules)
    whole = trace.rules.questions[name].type == "integer"
    unit = trace.rules.unit(name)
    breaks = sorted(one for one in _breaks(trace, name, reading.conditions(name)) if low <= one <= high)
    points = {low, high}
    for one in breaks:
        for side in (-1, 1):
            points |= set(_points([one], one, side, whole, unit)) | (
                {one} if not whole or one == int(one) else set()
            )
    return sorted(value for value in points if low <= value <= high)


def _points(breaks: list[Number], here: Number, side: int, whole: bool, unit: str) -> Iterator[Number]:
    """Values on one side, nearest first: one in every part between breaks, and the breaks."""
    ahead = sorted(
        (one for one in {*breaks, here} if (one - here) * side >= 0), key=lambda one: _between(one, here)
    )
    for index, one in enumerate(ahead):
        if whole:
            nearest = [ceil(one), floor(one) + 1] if side > 0 else [floor(one), ceil(one) - 1]
            yield from (value for value in dict.fromkeys(nearest) if value != here)
            continue
        if one != here:
            yield one
        following = ahead[index + 1] if index + 1 < len(ahead) else None
        yield simplest(one + side * _step(one, following, unit))


def _step(one: Number, following: Number | None, unit: str) -> Fraction:
    """A small step beyond a break that does not reach the next one: a cent, one, or a thousandth."""
    size = abs(Fraction(one))
    room = abs(Fraction(following) - one) / 2 if following is not None else size + 1
    step = Fraction(1, 100) if unit.startswith("USD") else Fraction(1) if size >= 1000 else Fraction(1, 1000)
    while step > room:
        step /= 10
    return step


def _allowed(rules: Ruleset, name: str, here: Number, value: Number) -> bool:
    """Whether a question takes the value; a figure keeps its sign."""
    if name not in rules.questions:
        return (value >= 0) == (here >= 0)
    try:
        answers_.parse(rules, name, value)
    except ValueError:
        return False
    return True


def _breaks(trace: Trace, name: str, conditions: Iterable[Expression]) -> set[Number]:
    """Where a comparison in the conditions can change as one number changes."""
    rules = trace.rules
    scope = Scope(rules, trace.scope.answers)
    scope[name.partition(".")[0]] = Ratio.unknown()
    found: set[Number] = set()
    for condition in conditions:
        for left, right in compared_terms(rules, condition):
            try:
                difference = left.value(scope) - right.value(scope)
            except (Unanswered, ZeroDivisionError):
                continue  # not on a way that these answers take, or decided otherwise there
            if isinstance(difference, Ratio):
                found |= set(difference.breaks())
    return found


def compared_terms(rules: Ruleset, condition: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Both sides of every comparison of numbers in a condition, through formulas that are conditions."""
    for node in ast.walk(condition.tree):
        if isinstance(node, ast.Compare):
            left, right = (Expression(ast.unparse(side)) for side in (node.left, node.comparators[0]))
            if left.type(rules.types) == "number":
                yield left, right
        elif isinstance(node, ast.Name) and node.id in rules.formulas and rules.types[node.id] == "boolean":
            yield from compared_terms(rules, rules.formulas[node.id].is_)


class _Reading:
    """Which conditions of the chart read which names, through formulas and defaults."""

    def __init__(self, rules: Ruleset) -> None:
        self.rules = rules
        self.found: dict[str, list[Expression]] = {}
        self.closures: dict[str, frozenset[str]] = {}
        for state in reachable(rules, rules.start):
            decision = rules.decisions.get(state)
            for branch in decision.branches if decision else ():
                if branch.when is not None:
                    names = frozenset[str]().union(*(self._closure(name, ()) for name in branch.when.names))
                    for name in names:
                        self.found.setdefault(name, []).append(branch.when)

    def conditions(self, name: str) -> list[Expression]:
        """The conditions that can come out otherwise with another value of a name."""
        return self.found.get(name, [])

    def _closure(self, name: str, way: tuple[str, ...]) -> frozenset[str]:
        """A name, and all that its value rests on."""
        if name in way:
            return frozenset()
        if name not in self.closures:
            rules = self.rules
            below: list[str] = []
            if name in rules.formulas:
                below = [*rules.formulas[name].is_.names]
            elif name in rules.parameters and rules.parameters[name].by:
                below = [rules.parameters[name].by]
            elif name in rules.questions and rules.questions[name].default and rules.types[name] == "number":
                below = [*Expression(rules.questions[name].default).names]
            inside = (self._closure(one, (*way, name)) for one in below)
            self.closures[name] = frozenset({name}).union(*inside)
        return self.closures[name]
