"""Which outcomes are still possible while answers are open, and what to find out first."""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.solver import Undecided
from advisor.analysis.whatif import information
from advisor.analysis.whatif.information import Information
from advisor.analysis.whatif.provisional import Provisional, provisional
from advisor.analysis.whatif.ranges import Ranges
from advisor.analysis.whatif.space import Space
from advisor.engine.answers import Answers, Value
from advisor.engine.session import must_end
from advisor.rules import Ruleset


class Possible(NamedTuple):
    """One outcome that can still come out, and answers to the open questions under which it does."""

    outcome: str
    example: Mapping[str, Value]


class Open(NamedTuple):
    """What is open.

    possible: the outcomes that can still come out
    ruled_out: those that cannot
    undecided: those of which the solver cannot tell
    find_out: the open questions, the one that settles most first
    provisional: what comes out if nothing more is known, where several outcomes are possible
    """

    possible: tuple[Possible, ...]
    ruled_out: tuple[str, ...]
    undecided: tuple[str, ...]
    find_out: tuple[Information, ...] = ()
    provisional: Provisional | None = None

    @property
    def settled(self) -> str | None:
        """The one outcome that comes out whatever the open answers are; None if there are more."""
        return self.possible[0].outcome if len(self.possible) == 1 and not self.undecided else None


def still_open(
    rules: Ruleset, answers: Answers, ranges: Ranges | None = None, *, find_out: bool = True
) -> Open:
    """What the answers leave open; a question that is left out takes its default, if it has one.

    Raises AdvisorError where the chart goes round.
    """
    must_end(rules)
    space = Space(rules, answers, ranges)
    possible, ruled_out, undecided = [], [], []
    for outcome in rules.outcomes:
        try:
            witness = space.witness(outcome)
        except Undecided:
            undecided.append(outcome)
            continue
        if witness is None:
            ruled_out.append(outcome)
        else:
            possible.append(Possible(outcome, witness))
    remaining = [*(one.outcome for one in possible), *undecided]
    found = information.find_out(space, remaining) if find_out and len(remaining) > 1 else []
    alone = provisional(rules, answers, ranges) if len(remaining) > 1 else None
    return Open(tuple(possible), tuple(ruled_out), tuple(undecided), tuple(found), alone)
