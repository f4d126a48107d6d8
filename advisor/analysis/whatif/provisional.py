"""The outcome while nothing more is known: what nobody knows is taken as its default, or as nothing.

Nothing means no, the least number, the first option. It is a way to go on, and is told as one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.whatif.fitting import fitting
from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.answers import Answers, Value
from advisor.engine.refusals import is_refused
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
        low, _ = self.ranges.get(name, (self._nothing(name), None))
        if low is None:
            raise Unanswered(name)
        self.used_defaults[name] = low
        return low

    def _nothing(self, name: str) -> Value | None:
        """What counts as nothing, or comes next to it where that is refused with what is known."""
        kind = self.rules.questions[name].kind
        least = kind.suiting(())
        others = [] if least is None else [least, *kind.others(least)]
        return fitting(self.rules, self.taken(), name, others)

    def taken(self) -> Answers:
        """The answers, with those that nobody gave."""
        return self.answers._replace(given={**self.answers.given, **self.used_defaults})


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
    if outcome is None or is_refused(rules, scope.taken()):
        return None
    return Provisional(outcome, dict(scope.used_defaults))
