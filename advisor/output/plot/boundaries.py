"""Where the outcome turns as one answer goes through a range: exactly, whatever else is open."""

from itertools import pairwise
from typing import NamedTuple

from advisor.analysis.explorer import ends
from advisor.analysis.explorer.ends import End
from advisor.analysis.explorer.sweep import Sweep
from advisor.engine.session import Trace, walk
from advisor.quantities import Number

OPEN = "?"
"""Begins the state of a walk that waits for a question, and is followed by its id."""

FAILS = "!"
"""Begins the state of answers that come to nothing, and is followed by the reason."""

REFUSED = f"{FAILS}refused"
"""The state of answers that are refused together."""


class Stretch(NamedTuple):
    """A part of a range in which one state comes out: an outcome, an open question, or that it is refused."""

    low: Number
    high: Number
    state: str


def state(trace: Trace) -> str:
    """The outcome that a walk came to, or the question it waits for; whether its answers are refused."""
    return _state(ends.end(trace.rules, trace.scope.answers))


def _state(end: End) -> str:
    if end.fails:
        return REFUSED if end.fails == ends.REFUSED else f"{FAILS}{end.fails}"
    return end.outcome or f"{OPEN}{end.asks}"


def at(trace: Trace, name: str, value: Number) -> Trace:
    """The walk with another answer to one question."""
    return walk(trace.rules, trace.scope.answers.with_answer(name, value))


def _sweep(trace: Trace, name: str) -> Sweep:
    return Sweep(trace.rules, trace.scope.answers, name)


def stretches(trace: Trace, name: str, low: Number, high: Number) -> list[Stretch]:
    """The stretches of a range of one answer, in order; they meet where the outcome turns.

    For a whole number that is the first one with the new outcome.
    """
    found = _sweep(trace, name).segments(low, high)
    borders = [low, *(one.from_ for one in found[1:]), high]
    return [Stretch(*ends_, _state(one.end)) for one, ends_ in zip(found, pairwise(borders), strict=True)]


def around_turns(trace: Trace, name: str, low: Number, high: Number) -> list[Number]:
    """The ends of a range and all values at which the outcome can turn, in order.

    Of whole numbers, those on both sides.
    """
    sweep = _sweep(trace, name)
    found = sweep.around() if sweep.is_whole else sweep.breaks
    return sorted({low, high, *(one for one in found if low <= one <= high)})


def is_whole(trace: Trace, name: str) -> bool:
    """Whether only whole numbers answer a question."""
    return trace.rules.is_whole(name)


def turning(trace: Trace, name: str, low: Number, high: Number) -> list[Number]:
    """The values within a range at which the outcome turns."""
    return [stretch.low for stretch in stretches(trace, name, low, high)[1:]]
