"""The nearest values of one answer or figure at which something about a walk changes.

With all else as it is, every comparison in the chart is a function of one unknown, and a walk can
only change where one of them crosses zero: the breaks. So the values to look at are those, and their
neighbors.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Any

from advisor.answers import Answers, Value
from advisor.errors import Unanswered
from advisor.expression import Expression, parse
from advisor.likely import is_allowed
from advisor.money import currency
from advisor.quantities import Number, shortest, simplest
from advisor.rules import Ruleset
from advisor.scope import Scope
from advisor.whatif.ratio import Ratio
from advisor.whatif.reading import Reading, compared_terms

MAX_DIGITS = 15
"""Figures with more digits, or without an end, are not written down: the next one that can be is told."""


def changed(answers: Answers, rules: Ruleset, name: str, value: Any) -> Answers:
    """The answers with a question or a figure changed; the value can be a `Ratio`."""
    if name in rules.questions:
        return answers.with_answer(name, value)
    listed = answers.market.without(name) if answers.market else None
    return answers._replace(overrides={**answers.overrides, name: value}, market=listed)


def conditions_on(reading: Reading, answers: Answers, name: str) -> list[Expression]:
    """The conditions that can come out otherwise with another value, also through prices that rest on it."""
    steps = answers.market.steps.items() if answers.market else ()
    figures = [figure.partition(".")[0] for figure, one in steps if one.tokens == name]
    found = [when for one in (name, *figures) for when in reading.conditions(one)]
    return list({when.text: when for when in found}.values())


def nearest(
    scope: Scope, name: str, here: Value, conditions: Iterable[Expression], result: Callable[[Value], object]
) -> Iterator[Value]:
    """The nearest values at which the result is another one: one on each side, or every other choice.

    result: gives what is compared; None where it cannot be told, which is no change
    """
    rules, now = scope.rules, result(here)
    question = rules.questions.get(name)
    if isinstance(here, bool | str):
        others: list[Value] = [not here] if isinstance(here, bool) else [*rules.options(name)]
        yield from (other for other in others if other != here and result(other) not in (now, None))
        return
    found = breaks(scope, name, conditions)
    whole = question is not None and question.type == "integer"
    unit = rules.unit(name.partition(".")[0])
    for side, end in zip((-1, 1), rules.bounds(name.partition(".")[0]), strict=True):
        ahead = [one for one in found if end is None or (end - one) * side >= 0]
        for value in _points(ahead, here, side, whole, unit, end):
            if _allowed(rules, name, value) and result(value) not in (now, None):
                yield value
                break


def points_between(scope: Scope, name: str, low: Number, high: Number) -> list[Number]:
    """Values of a question such that every part of a range with an outcome of its own holds some, in order."""
    rules = scope.rules
    whole, unit = rules.questions[name].type == "integer", rules.unit(name)
    found = [
        one
        for one in breaks(scope, name, conditions_on(Reading(rules), scope.answers, name))
        if low <= one <= high
    ]
    points = {
        low,
        high,
        *_points(found, low, 1, whole, unit, high),
        *_points(found, high, -1, whole, unit, low),
    }
    return sorted(value for value in points if low <= value <= high)


def round_neighbors(value: Number, whole: bool, unit: str) -> set[Number]:
    """A break, if it can be an answer and be written down, and the next round values on both sides."""
    if whole:
        return {floor(value), ceil(value), floor(value) + 1, ceil(value) - 1}
    near = {_beyond(value, side, None, unit) for side in (-1, 1)}
    return near | ({value} if _can_be_written(value) else set())


def breaks(scope: Scope, name: str, conditions: Iterable[Expression]) -> set[Number]:
    """Where a comparison in the conditions can change as one number changes, all that is known being equal."""
    there = Scope(scope.rules, changed(scope.answers, scope.rules, name, Ratio.unknown()))
    conditions = list(conditions)
    return {one for part, starts in _priced_apart(there) for one in _breaks(part, [*conditions, *starts])}


def _priced_apart(scope: Scope) -> Iterator[tuple[Scope, list[Expression]]]:
    """The scope for each part of the sizes of a request that prices tell apart, and where the parts begin.

    Only where the size rests on the unknown; in each part every price is fixed.
    """
    steps = {name: one for name, one in (scope.answers.market.steps.items() if scope.answers.market else ())
             if _is_unknown(scope, one.tokens)}  # fmt: skip
    begins = [parse(f"{tokens} > {start}") for tokens, start in
              dict.fromkeys((one.tokens, start) for one in steps.values() for start, _ in one.prices)]  # fmt: skip
    for start in sorted({start for one in steps.values() for start, _ in one.prices}) or [0]:
        answers = scope.answers
        for name, one in steps.items():
            answers = changed(answers, scope.rules, name, one.at(start + 1))
        yield Scope(scope.rules, answers, defaults=scope.defaults), begins


def _is_unknown(scope: Scope, name: str) -> bool:
    try:
        return isinstance(scope[name], Ratio)
    except (Unanswered, ZeroDivisionError):
        return False


def _breaks(there: Scope, conditions: Iterable[Expression]) -> set[Number]:
    """Where a comparison changes as the unknown in a scope does."""
    found: set[Number] = set()
    for condition in conditions:
        for left, right, choices in compared_terms(there.rules, condition):
            try:
                within = there.under(choices)
                difference = left.value(within) - right.value(within)
            except (Unanswered, ZeroDivisionError):
                continue  # not on a way that these answers take, or decided otherwise there
            if isinstance(difference, Ratio):
                found |= set(difference.breaks())
    return found


def _points(
    found: Iterable[Number], here: Number, side: int, whole: bool, unit: str, end: Number | None
) -> Iterator[Number]:
    """Values on one side, nearest first: the breaks that can be written down, one value beyond each, the end."""
    ahead = sorted(
        (one for one in {*found, here} if (one - here) * side >= 0), key=lambda one: distance(one, here)
    )
    for index, one in enumerate(ahead):
        if whole:
            near = [ceil(one), floor(one) + 1] if side > 0 else [floor(one), ceil(one) - 1]
            yield from (value for value in dict.fromkeys(near) if value != here)
            continue
        if one != here and _can_be_written(one):
            yield one
        if one != end:
            yield _beyond(one, side, ahead[index + 1] if index + 1 < len(ahead) else end, unit)
    if end is not None and end != here:
        yield end


def distance(one: Number, other: Number) -> Fraction:
    """How far two numbers are apart."""
    return abs(Fraction(one) - Fraction(other))


def _can_be_written(value: Number) -> bool:
    digits = shortest(value)
    return "/" not in digits and len(digits) <= MAX_DIGITS


def _beyond(one: Number, side: int, following: Number | None, unit: str) -> Number:
    """The next round value beyond a break that does not reach the next break."""
    step = _step(one, unit)
    while True:
        steps = Fraction(one) / step
        value = (floor(steps) + 1 if side > 0 else ceil(steps) - 1) * step
        if following is None or (following - value) * side > 0:
            return simplest(value)
        step /= 10


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


def _allowed(rules: Ruleset, name: str, value: Number) -> bool:
    """Whether a question or a figure takes the value."""
    figure = name.partition(".")[0]
    return is_allowed(rules, name, value) if name in rules.questions else not rules.beyond(figure, value)
