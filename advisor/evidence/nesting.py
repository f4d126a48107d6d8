"""Spans that contain spans: only the innermost calls count, because those around them repeat them.

A span is kept as a row of numbers, so that a million of them fit in memory; who contains whom is
known only at the end, since the inner ones are written first.
"""

from array import array
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from advisor.evidence.calls import REMEMBERED, Calls

_NOTHING = -1


class Span(NamedTuple):
    """One call of a model: seconds since 1970, tokens, duration in seconds, cost; what is unknown is None."""

    when: float | None
    tokens_in: int | None
    tokens_out: int | None
    cached: int | None
    seconds: float | None
    cost: float | None
    failed: bool


class Spans:
    """Calls of models that may contain one another, directly or through other spans."""

    def __init__(self) -> None:
        self._own, self._parent = array("q"), array("q")
        self._numbers = [array("d") for _ in Span._fields]
        self._above: dict[int, int] = {}
        self.around = self.repeated = 0
        """How many calls only contained others; how many were written twice. Known after `innermost`."""

    def call(self, own: Hashable, parent: Hashable, span: Span) -> None:
        """Add a call of a model."""
        self._own.append(hash(own) if own else -len(self._own) - 2)
        self._parent.append(hash(parent) if parent else 0)
        for column, number in zip(self._numbers, span, strict=True):
            column.append(_NOTHING if number is None else number)

    def other(self, own: Hashable, parent: Hashable) -> None:
        """Add a span that calls no model but may stand between two that do."""
        if own and parent and len(self._above) < REMEMBERED:
            self._above[hash(own)] = hash(parent)

    def add_to(self, calls: Calls) -> None:
        """Add the innermost calls to the sums."""
        for span in self.innermost():
            calls.fail(span.when, int(span.failed))
            if not span.failed:
                sums = calls.add(
                    span.when, tokens_in=span.tokens_in, tokens_out=span.tokens_out, cached=span.cached
                )
                calls.costs(sums, span.cost)
                if span.seconds is not None:
                    calls.took(span.seconds)
        calls.around, calls.seen.repeated = self.around, self.repeated

    def innermost(self) -> Iterator[Span]:
        """The calls that contain no other, each once."""
        around, taken = self._containing(), set[int]()
        for row, own in enumerate(self._own):
            if own in taken:
                self.repeated += 1
            elif own in around:
                self.around += 1
            else:
                yield self._span(row)
            taken.add(own)

    def _containing(self) -> set[int]:
        calls, around = set(self._own), set[int]()
        for parent in self._parent:
            for _ in range(64):  # a span that contains itself does not hold us up
                if not parent or parent in calls:
                    break
                parent = self._above.get(parent, 0)
            if parent in calls:
                around.add(parent)
        return around

    def _span(self, row: int) -> Span:
        known = [None if column[row] == _NOTHING else column[row] for column in self._numbers]
        when, tokens_in, tokens_out, cached, seconds, cost, failed = known
        return Span(when, _whole(tokens_in), _whole(tokens_out), _whole(cached), seconds, cost, bool(failed))


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
