"""The outcome while nothing more is known: what nobody knows is taken as its default, or as nothing.

Nothing means no, the least number, the first option. It is a way to go on, and is told as one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.answers import Answers, Value
from advisor.engine.scope import Scope
from advisor.engine.session import walk_in
from advisor.errors import AdvisorError, Unanswered
from advisor.rules import Ruleset


class Provisional(NamedTuple):
    """An outcome, and the answers nobody gave that it rests on."""

    outcome: str
    taken: Mapping[str, Value]


class _Taken(Scope):
    """A scope in which nothing is open."""

    ranges: Ranges = {}

    def _default(self, name: str) -> Value:
        try:
            if name not in self.ranges:
                return super()._default(name)
        except Unanswered:
            pass
        low, _ = self.ranges.get(name, (self.rules.questions[name].kind.suiting(()), None))
        if low is None:
            raise Unanswered(name)
        self.used_defaults[name] = low
        return low


def provisional(rules: Ruleset, answers: Answers, ranges: Ranges | None = None) -> Provisional | None:
    """The outcome if nothing more is known; None where even that leads nowhere.

    ranges: answers that are known within bounds only; the least of each is taken
    """
    scope = _Taken(rules, answers.only(answers.known()))
    scope.ranges = ranges or {}
    try:
        outcome = walk_in(scope).outcome
    except AdvisorError:  # what is taken may be what a formula cannot be computed for
        return None
    return Provisional(outcome, dict(scope.used_defaults)) if outcome else None
