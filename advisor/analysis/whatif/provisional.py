"""The outcome while nothing more is known: what nobody knows is taken as its default, or as nothing.

Nothing means no, the least number, the first option. It is a way to go on, and is told as one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from advisor.analysis.explorer.completed import Completed
from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.answers import Answers, Value
from advisor.engine.refusals import is_refused
from advisor.engine.session import walk_in
from advisor.errors import AdvisorError
from advisor.rules import Ruleset


class Provisional(NamedTuple):
    """An outcome, and the answers nobody gave that it rests on."""

    outcome: str
    taken: Mapping[str, Value]


class _Taken(Completed):
    """A scope in which nothing is open: what nobody knows counts as nothing, or as the least of its range."""

    ranges: Ranges = {}

    def _default(self, name: str) -> Value:
        if name not in self.ranges:
            return super()._default(name)
        low, _ = self.ranges[name]
        self.filled[name] = self.used_defaults[name] = low
        return low

    def _likely(self, name: str) -> Sequence[Value]:
        """What counts as nothing, and what comes next to it."""
        kind = self.rules.questions[name].kind
        least = kind.suiting(())
        return () if least is None else (least, *kind.others(least))


def provisional(rules: Ruleset, answers: Answers, ranges: Ranges | None) -> Provisional | None:
    """The outcome if nothing more is known; None where even that leads nowhere.

    ranges: answers that are known within bounds only; the least of each is taken
    """
    scope = _Taken(rules, answers.only(answers.known()))
    scope.ranges = ranges or {}
    try:
        outcome = walk_in(scope).outcome
    except AdvisorError:  # what is taken may be what a formula cannot be computed for
        return None
    if outcome is None or is_refused(rules, scope.so_far()):
        return None
    return Provisional(outcome, dict(scope.used_defaults))
