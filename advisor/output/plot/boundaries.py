"""Where the outcome turns as one answer goes through a range: exactly, whatever else is open."""

from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from advisor.analysis.whatif.nearest import breaks, round_neighbors
from advisor.analysis.whatif.reading import Reading
from advisor.engine.refusals import is_refused
from advisor.engine.session import Trace, walk
from advisor.quantities import Number, simplest

OPEN = "?"
"""Begins the state of a walk that waits for a question, and is followed by its id."""


REFUSED = "!"
"""The state of answers that are refused together."""


class Stretch(NamedTuple):
    """A part of a range in which one state comes out: an outcome, an open question, or that it is refused."""

    low: Number
    high: Number
    state: str


def state(trace: Trace) -> str:
    """The outcome that a walk came to, or the question it waits for; whether its answers are refused."""
    if is_refused(trace.rules, trace.scope.answers):
        return REFUSED
    return trace.outcome or f"{OPEN}{trace.pending}"


def at(trace: Trace, name: str, value: Number) -> Trace:
    """The walk with another answer to one question."""
    return walk(trace.rules, trace.scope.answers.with_answer(name, value))


def stretches(trace: Trace, name: str, low: Number, high: Number) -> list[Stretch]:
    """The stretches of a range of one answer, in order; they meet where the outcome turns.

    For a whole number that is the first one with the new outcome.
    """
    points = around_turns(trace, name, low, high)
    tried = points if is_whole(trace, name) else _with_middles(points)
    exact = set(points)
    found = [Stretch(low, low, state(at(trace, name, low)))]
    for before, here in pairwise(tried):
        now = state(at(trace, name, here))
        if now != found[-1].state:
            border = here if here in exact else before
            found[-1] = found[-1]._replace(high=border)
            found.append(Stretch(border, border, now))
    found[-1] = found[-1]._replace(high=high)
    return found


def around_turns(trace: Trace, name: str, low: Number, high: Number) -> list[Number]:
    """The ends of a range and all values at which the outcome can turn, in order.

    Of whole numbers, those on both sides.
    """
    found = breaks(trace.scope, name, Reading(trace.rules).conditions(name))
    if is_whole(trace, name):
        found = {value for one in found for value in round_neighbors(one, True, "")}
    return sorted({low, high, *(one for one in found if low <= one <= high)})


def is_whole(trace: Trace, name: str) -> bool:
    """Whether only whole numbers answer a question."""
    return trace.rules.is_whole(name)


def turning(trace: Trace, name: str, low: Number, high: Number) -> list[Number]:
    """The values within a range at which the outcome turns."""
    return [stretch.low for stretch in stretches(trace, name, low, high)[1:]]


def _with_middles(points: list[Number]) -> list[Number]:
    """The points and one value between each two, since a point may be a border itself."""
    middles = [simplest(Fraction(before + here) / 2) for before, here in pairwise(points)]
    return sorted({*points, *middles})
