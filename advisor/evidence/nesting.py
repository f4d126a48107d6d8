"""Calls that contain calls: only the innermost count, because those around them repeat them.

A call is kept as a row of numbers, so that a million of them fit in memory; who contains whom is
known only at the end, since the inner ones are written first.
"""

from array import array
from collections.abc import Hashable

from advisor.evidence.calls import REMEMBERED, Call, Calls
from advisor.evidence.files import SourceFile
from advisor.evidence.kinds import Result

_NOTHING = -1


class NestedCalls(Calls):
    """Adds up calls that may contain one another, directly or through other spans."""

    is_log = True

    def __init__(self, file: SourceFile) -> None:
        super().__init__(file)
        self._own, self._parent = array("q"), array("q")
        self._numbers = [array("d") for _ in Call._fields]
        self._above: dict[int, int] = {}

    def span(self, own: Hashable, parent: Hashable, call: Call | None) -> None:
        """Add a span; one without a call may stand between two that have one."""
        if call is None:
            if own and parent and len(self._above) < REMEMBERED:
                self._above[hash(own)] = hash(parent)
            return
        self._own.append(hash(own) if own else -len(self._own) - 2)
        self._parent.append(hash(parent) if parent else 0)
        for column, number in zip(self._numbers, call, strict=True):
            column.append(_NOTHING if number is None else number)

    def result(self) -> Result:
        around, taken = self._containing(), set[int]()
        for row, own in enumerate(self._own):
            if own in taken:
                self.repeated += 1
            elif own in around:
                self.around += 1
            else:
                self.call(self._kept(row))
            taken.add(own)
        return super().result()

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

    def _kept(self, row: int) -> Call:
        numbers = (column[row] for column in self._numbers)
        when, *tokens, seconds, cost, failed = (None if one == _NOTHING else one for one in numbers)
        tokens_in, tokens_out, cached = (None if one is None else int(one) for one in tokens)
        return Call(when, tokens_in, tokens_out, cached, seconds, cost, bool(failed))
