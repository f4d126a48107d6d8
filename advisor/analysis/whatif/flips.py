"""The nearest value of each answer and each figure that turns the outcome, confirmed by a walk."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.whatif.nearest import changed, distance, nearest
from advisor.analysis.whatif.reading import Reading
from advisor.engine.answers import Value
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, Unanswered
from advisor.quantities import is_number


class Flip(NamedTuple):
    """The nearest value on one side that turns the outcome.

    name: a question, or a parameter as an override names it
    to: a value that can be typed and does it
    bound: where exactly it begins to turn; `to` itself where nothing lies between
    included: whether it has turned at the bound itself
    outcome: what it turns to; None where a question without an answer lies on the new way
    asks: that question
    """

    name: str
    from_: Value
    to: Value
    bound: Value
    included: bool
    outcome: str | None
    asks: str | None = None

    @property
    def change(self) -> Fraction:
        """How large the change is against the value itself; another choice counts as all of it."""
        if not is_number(self.from_) or not is_number(self.to):
            return Fraction(1)
        return distance(self.to, self.from_) / distance(self.from_, 0) if self.from_ else Fraction(10**12)


def flips(trace: Trace) -> list[Flip]:
    """For each answer and each figure, the nearest values that turn the outcome; smallest change first."""
    rules = trace.rules
    reading = Reading(rules)
    found = [flip for name in _names(trace) for flip in _flips_of(trace, name, reading)]
    order = {name: index for index, name in enumerate([*rules.questions, *rules.parameters])}
    return sorted(found, key=lambda flip: (flip.change, order[flip.name.partition(".")[0]]))


def _names(trace: Trace) -> Iterator[str]:
    """What can be changed: answers, defaults that are known, and figures that could be read."""
    rules, scope = trace.rules, trace.scope
    for name, question in rules.questions.items():
        if name in scope.answers.known() or (question.default and name not in scope.answers.given):
            yield name
    for name, parameter in rules.parameters.items():
        if not parameter.by:
            yield name
            continue
        fixed = {
            formula.given[parameter.by]
            for formula in rules.formulas.values()
            if parameter.by in formula.given
        }
        with suppress(Unanswered):
            fixed.add(scope[parameter.by])
        yield from (f"{name}.{option}" for option in parameter.values if option in fixed)


def _flips_of(trace: Trace, name: str, reading: Reading) -> Iterator[Flip]:
    conditions = reading.conditions(name.partition(".")[0])
    if not conditions:
        return
    try:
        here = _value(trace, name)
    except (Unanswered, ZeroDivisionError):
        return
    result = _result(trace, name)
    for turn in nearest(trace.scope, name, here, conditions, result):
        outcome, asks = result(turn.to) or (None, None)
        yield Flip(name, here, *turn, outcome, asks)


def _value(trace: Trace, name: str) -> Value:
    """What a question or figure is now."""
    parameter, _, option = name.partition(".")
    by = trace.rules.parameters[parameter].by if option and parameter in trace.rules.parameters else ""
    value: Value = (trace.scope.with_choices({by: option}) if by else trace.scope)[parameter if by else name]
    return value


def _result(trace: Trace, name: str) -> Callable[[Value], tuple[str | None, str | None] | None]:
    """What a walk with another value comes to: an outcome or a question; None where it divides by zero."""

    def result(value: Value) -> tuple[str | None, str | None] | None:
        try:
            there = walk(trace.rules, changed(trace.scope.answers, trace.rules, name, value))
        except AdvisorError:
            return None
        return there.outcome, there.pending

    return result
