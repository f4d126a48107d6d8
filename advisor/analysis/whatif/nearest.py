"""The nearest values of one answer or figure at which something about a walk changes."""

from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from advisor.analysis.explorer.sweep import Piece, Sweep
from advisor.engine.answers import Value
from advisor.quantities import is_number, reads_well

ResultOf = Callable[[Value], object]
"""What is compared at each value; None where it cannot be told, or is refused, which is no change."""


class TurningPoint(NamedTuple):
    """The nearest value at which something changes, and where exactly the change begins.

    to: a value that can be typed and does it
    bound: where it begins; the value itself where nothing lies between
    included: whether it has changed at the bound itself
    """

    to: Value
    bound: Value
    included: bool = True


def nearest(sweep: Sweep, here: Value, result: ResultOf) -> Iterator[TurningPoint]:
    """The nearest values at which the result is another one: one on each side, or every other choice."""
    now = result(here)

    def changes(value: Value) -> bool:
        return sweep.takes(value) and result(value) not in (now, None)

    if not is_number(here):
        others = sweep.rules.questions[sweep.name].kind.others(here)
        yield from (TurningPoint(other, other) for other in others if changes(other))
        return
    for side, end in zip((-1, 1), sweep.bounds, strict=True):
        pieces = sweep.pieces(here, end, side)
        next(pieces)  # where we are
        for piece, after in pairwise(chain(pieces, [None])):
            assert piece is not None
            if changes(piece.sample):
                yield _turning_point(sweep, piece, after, result)
                break


def _turning_point(sweep: Sweep, piece: Piece, after: Piece | None, result: ResultOf) -> TurningPoint:
    """The bound itself as the value, where it is easily typed or nothing right behind it does the same."""
    if sweep.is_whole:
        return TurningPoint(piece.sample, piece.sample)
    if piece.start != piece.end:
        return TurningPoint(piece.sample, piece.start, included=False)
    bound = piece.start
    behind = bound if after is None or after.start != bound else after.sample
    is_told = reads_well(bound, sweep.unit) or result(behind) != result(bound)
    return TurningPoint(bound if is_told else behind, bound)
