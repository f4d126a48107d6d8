"""How firm an advice is: what would turn it, and what is still possible while answers are open."""

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.answers import Answers, to_plain
from advisor.quantities import exact, plain, shortest
from advisor.rules import Ruleset
from advisor.session import Trace, walk
from advisor.whatif import flips
from advisor.whatif.flips import Bound, Flip

if TYPE_CHECKING:
    from advisor.whatif.possible import Open, Ranges, Segment

__all__ = ["Bound", "Flip", "WhatIf", "to_json", "what_if"]


class WhatIf(NamedTuple):
    """What would change an outcome.

    flips: the nearest values that turn it, where it is settled
    bounds: where each decision of the path turns on its own
    open: what is still possible, where it is not settled
    segments: the outcomes within the range of an answer, where nothing else is open
    """

    trace: Trace
    flips: tuple[Flip, ...] = ()
    bounds: tuple[Bound, ...] = ()
    open: "Open | None" = None
    segments: "tuple[tuple[str, Segment], ...]" = ()


def what_if(rules: Ruleset, answers: Answers, ranges: "Ranges | None" = None) -> WhatIf:
    """What would change the outcome for these answers. Raises AdvisorError."""
    trace = walk(rules, answers)
    if trace.outcome and not ranges:
        return WhatIf(trace, tuple(flips.flips(trace)), tuple(flips.bounds(trace)))
    from advisor.whatif.possible import segments, still_open  # loads the solver, which flips do not need

    found = still_open(rules, answers, ranges)
    parts: list[tuple[str, Segment]] = []
    others = [name for name in answers.unknown() if name not in (ranges or {})]
    if ranges and len(ranges) == 1 and not others:
        ((name, (low, high)),) = ranges.items()
        parts = [(name, segment) for segment in segments(trace, name, low, high)]
    return WhatIf(trace, open=found, segments=tuple(parts))


def to_json(found: WhatIf) -> dict[str, Any]:
    """The findings as plain data."""
    open_ = found.open
    return {
        "outcome": found.trace.outcome if open_ is None else None,
        "flips": [{"question": one.name, "from": _plain(one.from_), "to": _plain(one.to), "outcome": one.outcome,
                   "asks": one.asks} for one in found.flips],
        "bounds": [{"decision": one.decision, "question": one.name, "from": _plain(one.from_), "to": _plain(one.to)}
                   for one in found.bounds],
        "possible": None if open_ is None else [
            {"outcome": one.outcome, "example": {name: _plain(value) for name, value in one.example.items()}}
            for one in open_.possible],
        "ruled_out": None if open_ is None else list(open_.ruled_out),
        "undecided": None if open_ is None else list(open_.undecided),
        "find_out": None if open_ is None else [
            {"question": one.question, "answers": [{"answer": settles.answer, "outcomes": list(settles.outcomes)}
                                                   for settles in one.answers]} for one in open_.find_out],
        "segments": [{"question": name, "from": _plain(one.from_), "to": _plain(one.to), "outcome": one.outcome}
                     for name, one in found.segments],
    }  # fmt: skip


def _plain(value: Any) -> bool | int | float | str:
    """An answer for JSON, in full: a number that no float holds becomes text."""
    if isinstance(value, bool | str):
        return to_plain(value)
    number = plain(value)
    return number if exact(number) == value else shortest(value)
