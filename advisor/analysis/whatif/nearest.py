"""The nearest values of one answer or figure at which something about a walk changes.

With all else as it is, every comparison in the chart is a function of one unknown, and a walk can
only change where one of them crosses zero: the breaks. So the values to look at are those, and their
neighbors.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any, NamedTuple

from advisor.analysis.whatif.ratio import Ratio, Sample
from advisor.analysis.whatif.reading import Reading, compared_terms
from advisor.engine.answers import Answers, Value
from advisor.engine.refusals import is_refused
from advisor.engine.scope import Scope
from advisor.errors import Unanswered
from advisor.language.evaluate import value_of
from advisor.language.expression import Expression
from advisor.money import currency
from advisor.quantities import Number, is_number, reads_well, simplest
from advisor.rules import Ruleset

MAX_FINER = 16
"""Times that steps are made finer to find a value between two breaks."""


class Turn(NamedTuple):
    """The nearest value at which something changes, and where exactly the change begins.

    to: a value that can be typed and does it
    bound: where it begins; the value itself where nothing lies between
    included: whether it has changed at the bound itself
    """

    to: Value
    bound: Value
    included: bool = True


def changed(answers: Answers, rules: Ruleset, name: str, value: Any) -> Answers:
    """The answers with a question or a figure changed; the value can be a `Ratio`."""
    if name in rules.questions:
        return answers.with_answer(name, value)
    return answers._replace(overrides={**answers.overrides, name: value})


def nearest(
    scope: Scope, name: str, here: Value, conditions: Iterable[Expression], result: Callable[[Value], object]
) -> Iterator[Turn]:
    """The nearest values at which the result is another one: one on each side, or every other choice.

    result: gives what is compared; None where it cannot be told, which is no change
    """
    rules, now = scope.rules, result(here)

    def changes(value: Value) -> bool:
        return _allowed(scope, name, value) and result(value) not in (now, None)

    if not is_number(here):
        others = rules.questions[name].kind.others(here)
        yield from (Turn(other, other) for other in others if changes(other))
        return
    figure = name.partition(".")[0]
    whole, unit, ends = rules.is_whole(name), rules.unit(figure), rules.bounds(figure)
    found = breaks(scope, name, conditions) | {end for end in ends if end is not None}
    for side, end in zip((-1, 1), ends, strict=True):
        ahead = _ahead(found, here, side, end)
        turns = (Turn(one, one) for one in _whole(ahead, side)) if whole else _turns(ahead, side, unit, end)
        turn = next((one for one in turns if changes(one.bound if one.included else one.to)), None)
        if turn:
            yield _typable(turn, result, unit)


def _whole(ahead: list[Number], side: int) -> Iterator[int]:
    """The first whole number at each break and beyond it, nearest first; the first of the breaks is where we are."""
    for one in ahead:
        near = (ceil(one), floor(one) + 1) if side > 0 else (floor(one), ceil(one) - 1)
        yield from (value for value in near if value != ahead[0])


def _turns(ahead: list[Number], side: int, unit: str, end: Number | None) -> Iterator[Turn]:
    """Where something can change, nearest first: at each break, and between it and the next."""
    for index, one in enumerate(ahead):
        beyond = _beyond(one, side, ahead[index + 1] if index + 1 < len(ahead) else end, unit)
        if index:
            yield Turn(one if beyond is None else beyond, one)
        if beyond is not None:
            yield Turn(beyond, one, False)


def _typable(turn: Turn, result: Callable[[Value], object], unit: str) -> Turn:
    """The bound itself as the value, where it is easily typed or nothing else does the same."""
    bound = turn.bound
    if not turn.included or not is_number(bound):
        return turn
    if reads_well(bound, unit) or result(turn.to) != result(bound):
        return turn._replace(to=bound)
    return turn


def _ahead(found: Iterable[Number], here: Number, side: int, end: Number | None) -> list[Number]:
    """Where we are, and the breaks on one side of it that can be come to, nearest first."""
    ahead = {one for one in found if (one - here) * side > 0 and (end is None or (end - one) * side >= 0)}
    return [here, *sorted(ahead, reverse=side < 0)]


class Piece(NamedTuple):
    """A part of a range in which no comparison changes: one value, or those between two (whole ones: from, to).

    sample: a value in it
    """

    low: Number
    high: Number
    sample: Number


def pieces(scope: Scope, name: str, low: Number, high: Number) -> list[Piece]:
    """The parts of a range of one answer, in order; those too narrow for a value to be told are left out."""
    rules = scope.rules
    whole = rules.is_whole(name)
    found = _ahead(breaks(scope, name, Reading(rules).conditions(name)), low, 1, high)
    if whole:
        firsts = sorted({low, *(one for one in _whole(found, 1) if one <= high)})
        return [Piece(first, after - 1, first) for first, after in pairwise([*firsts, high + 1])]
    parts = [Piece(one, one, one) for one in {*found, high}]
    for one, after in pairwise(dict.fromkeys([*found, high])):
        sample = _beyond(one, 1, after, rules.unit(name))
        parts += [] if sample is None else [Piece(one, after, sample)]
    return sorted(parts, key=lambda part: (part.low, part.high))


def round_neighbors(value: Number, whole: bool, unit: str) -> set[Number]:
    """A break, if it can be an answer and be written down, and the next round values on both sides."""
    if whole:
        return {floor(value), ceil(value), floor(value) + 1, ceil(value) - 1}
    near = {one for one in (_beyond(value, side, None, unit) for side in (-1, 1)) if one is not None}
    return near | ({value} if reads_well(value) else set())


def breaks(scope: Scope, name: str, conditions: Iterable[Expression]) -> set[Number]:
    """Where a comparison in the conditions can change as one number changes, all that is known being equal.

    What is computed by cases is followed in each piece between its seams, which are
    breaks too. They come to light as they are compared: until no more do, the pieces grow finer. Where
    answers begin to be refused together is one as well.
    """
    refused = (one.when for one in scope.rules.refuse)
    conditions, seams = [*conditions, *refused], set[Number]()
    while True:
        samples = [Sample(at) for at in _between(sorted(seams))]
        found = {one for sample in samples for one in _breaks(scope, name, conditions, sample)}
        more = {one for sample in samples for one in sample.seams()}
        if more <= seams:
            return found | seams
        seams |= more


def _between(seams: list[Number]) -> list[Number]:
    """A value in each piece."""
    if not seams:
        return [0]
    return [seams[0] - 1, *((Fraction(one) + other) / 2 for one, other in pairwise(seams)), seams[-1] + 1]


def _breaks(scope: Scope, name: str, conditions: Iterable[Expression], sample: Sample) -> Iterator[Number]:
    """Where a comparison changes as the unknown does, as far as the piece around a sample goes."""
    rules = scope.rules
    there = Scope(rules, changed(scope.answers, rules, name, sample.unknown))
    for condition in conditions:
        for left, right, choices in compared_terms(rules, condition):
            try:
                within = there.with_choices(choices)
                difference = value_of(left, within) - value_of(right, within)
            except (Unanswered, ZeroDivisionError):
                continue  # not on a way that these answers take, or decided otherwise there
            if isinstance(difference, Ratio):
                yield from difference.breaks()


def distance(one: Number, other: Number) -> Fraction:
    """How far two numbers are apart."""
    return abs(Fraction(one) - Fraction(other))


def _beyond(one: Number, side: int, following: Number | None, unit: str) -> Number | None:
    """The next round value beyond a break that does not reach the next one; None if they meet."""
    step = _step(one, unit)
    for _ in range(MAX_FINER):
        steps = Fraction(one) / step
        value = (floor(steps) + 1 if side > 0 else ceil(steps) - 1) * step
        if following is None or (following - value) * side > 0:
            return simplest(value)
        step /= 10
    return None


def _step(value: Number, unit: str) -> Fraction:
    """Steps in which a figure is told: coins, ones or thousandths; finer for what is smaller than one."""
    size = abs(Fraction(value))
    own = currency(unit)
    if own and (size >= 1 or not size):
        return Fraction(1, 10**own.places)
    step = Fraction(1) if size >= 1000 else Fraction(1, 1000)
    while 0 < size < 1 and size < 1000 * step:
        step /= 10
    return step


def _allowed(scope: Scope, name: str, value: Value) -> bool:
    """Whether a question or a figure takes the value, and it goes with all other answers."""
    return _takes(scope.rules, name, value) and not is_refused(
        scope.rules, changed(scope.answers, scope.rules, name, value)
    )


def _takes(rules: Ruleset, name: str, value: Value) -> bool:
    if name in rules.questions:
        return rules.questions[name].kind.takes(value)
    return is_number(value) and not rules.beyond(name.partition(".")[0], value)
