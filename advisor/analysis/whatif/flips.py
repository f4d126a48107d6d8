"""The nearest value of each answer and each figure that turns the outcome, confirmed by a walk."""

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.explorer.ends import End
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif.nearest import nearest
from advisor.engine.answers import Value
from advisor.engine.session import Trace
from advisor.errors import Unanswered
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
        return abs(Fraction(self.to - self.from_) / self.from_) if self.from_ else Fraction(10**12)


def flips(trace: Trace) -> list[Flip]:
    """For each answer and each figure, the nearest values that turn the outcome; smallest change first."""
    rules = trace.rules
    found = [flip for name in _names(trace) for flip in _flips_of(trace, name)]
    order = {name: index for index, name in enumerate([*rules.questions, *rules.parameters])}
    return sorted(found, key=lambda flip: (flip.change, order[flip.name.partition(".")[0]]))


def _names(trace: Trace) -> Iterator[str]:
    """What can be changed: answers, defaults that are known, and figures that could be read."""
    rules, scope = trace.rules, trace.scope
    known, given = scope.answers.known(), scope.answers.given
    for name, question in rules.questions.items():
        if name in known or (question.default and name not in given):
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


def _flips_of(trace: Trace, name: str) -> Iterator[Flip]:
    sweep = Sweep(trace.rules, trace.scope.answers, name)
    if not sweep.conditions:
        return
    try:
        here = _value(trace, name)
    except (Unanswered, ZeroDivisionError):
        return

    def end(value: Value) -> End | None:
        found = sweep.end(value)
        return None if found.fails else found

    for turn in nearest(sweep, here, end):
        there = sweep.end(turn.to)
        yield Flip(name, here, *turn, there.outcome, there.asks)


def _value(trace: Trace, name: str) -> Value:
    """What a question or figure is now."""
    figure, _, option = name.partition(".")
    choices = {trace.rules.parameters[figure].by: option} if option else {}
    value: Value = trace.scope.with_choices(choices)[figure]
    return value
