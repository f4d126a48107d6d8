"""How firm an advice is: what would turn it, and what is still possible while answers are open.

Of a walk with an outcome, `flips` turn the outcome and `bounds` a decision, both at the `nearest` values. While
answers are open or known within `ranges`, `possible` proves in their `space` what can come out, `information`
says what to find out first, and `provisional` what comes out if nothing more is known.
"""

from typing import TYPE_CHECKING, NamedTuple

from advisor.analysis.explorer.ends import REFUSED
from advisor.analysis.explorer.sweep import Segment, Sweep
from advisor.analysis.whatif.bounds import Bound, bounds
from advisor.analysis.whatif.flips import Flip, flips
from advisor.analysis.whatif.ranges import Ranges
from advisor.decision import evidence_data
from advisor.engine.answers import Answers, to_typed, typed_values
from advisor.engine.session import Trace, walk
from advisor.rules import Ruleset

if TYPE_CHECKING:
    from advisor.analysis.whatif.possible import Open

__all__ = ["Bound", "Flip", "Ranges", "WhatIf", "to_json", "what_if"]


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
    segments: tuple[tuple[str, Segment], ...] = ()


def what_if(rules: Ruleset, answers: Answers, ranges: Ranges | None = None) -> WhatIf:
    """What would change the outcome for these answers. Raises AdvisorError.

    ranges: answers that are known within bounds only; they are "not sure" in `answers`
    """
    trace = walk(rules, answers)
    if trace.outcome and not ranges:
        return WhatIf(trace, tuple(flips(trace)), tuple(bounds(trace)))
    from advisor.analysis.whatif.possible import still_open  # loads the solver, which flips do not need

    found = still_open(rules, answers, ranges)
    parts: list[tuple[str, Segment]] = []
    if ranges and len(ranges) == 1:
        ((name, (low, high)),) = ranges.items()
        parts = [(name, one) for one in Sweep(rules, answers, name).segments(low, high)]
    if all(one.end.outcome is None for _, one in parts):  # something else is open on every part of the range
        parts = []
    return WhatIf(trace, open=found, segments=tuple(parts))


def to_json(found: WhatIf) -> dict[str, object]:
    """The findings as plain data; values are such as can be typed."""
    open_, rules = found.open, found.trace.rules
    files = found.trace.scope.answers.evidence
    return {
        "outcome": open_.settled if open_ else found.trace.outcome,
        "flips": [_flip(rules, one) for one in found.flips],
        "bounds": [_bound(rules, one) for one in found.bounds],
        **(_open(rules, open_) if open_ else _NOTHING_OPEN),
        "segments": [_segment(rules, name, one) for name, one in found.segments],
        **({"evidence": evidence_data(files)} if files else {}),
    }


_NOTHING_OPEN = dict.fromkeys(("possible", "provisional", "ruled_out", "undecided", "find_out"))


def _open(rules: Ruleset, found: "Open") -> dict[str, object]:
    provisional = found.provisional
    return {
        "possible": [
            {"outcome": one.outcome, "example": typed_values(rules, one.example)} for one in found.possible
        ],
        "provisional": provisional
        and {"outcome": provisional.outcome, "taken": typed_values(rules, provisional.taken)},
        "ruled_out": found.ruled_out,
        "undecided": found.undecided,
        "find_out": [
            {"question": one.question, "answers": [settles._asdict() for settles in one.answers]}
            for one in found.find_out
        ],
    }


def _flip(rules: Ruleset, one: Flip) -> dict[str, object]:
    from_, to, bound = (to_typed(rules, one.name, value) for value in (one.from_, one.to, one.bound))
    return {"question": one.name, "from": from_, "to": to, "outcome": one.outcome, "asks": one.asks,
            "bound": bound, "included": one.included}  # fmt: skip


def _segment(rules: Ruleset, name: str, one: Segment) -> dict[str, object]:
    from_, to = (to_typed(rules, name, value) for value in (one.from_, one.to))
    return {"question": name, "from": from_, "to": to, "outcome": one.end.outcome, "asks": one.end.asks,
            "from_included": one.from_included, "to_included": one.to_included,
            "refused": one.end.fails == REFUSED}  # fmt: skip


def _bound(rules: Ruleset, one: Bound) -> dict[str, object]:
    from_, to, bound = (to_typed(rules, one.name, value) for value in (one.from_, one.to, one.bound))
    last = None if one.last is None else to_typed(rules, one.name, one.last)
    first = {"decision": one.first[0], "to": to_typed(rules, one.name, one.first[1])} if one.first else None
    return {"decision": one.decision, "question": one.name, "from": from_, "holds_to": last, "to": to,
            "bound": bound, "included": one.included, "turns_first": first}  # fmt: skip
