"""All answers that are compatible with what is known, as a question to the solver."""

from collections.abc import Mapping
from fractions import Fraction

from advisor.analysis.solver import Prover, Term, Undecided
from advisor.analysis.whatif.ranges import Ranges
from advisor.engine.answers import Answers, Value
from advisor.engine.questions import needed
from advisor.quantities import Number
from advisor.rules import Ruleset

FAR = 10**6
"""From here on, the greatest answer to a question says what can be typed, and nothing of what it is about."""


class Space:
    """The answers that are still possible; a question that is left out takes its default, if it has one.

    open: the questions whose answer is not known
    """

    def __init__(self, rules: Ruleset, answers: Answers, ranges: Ranges | None = None) -> None:
        self.rules, self.answers, self.ranges = rules, answers, ranges or {}
        self.known = answers.known()
        self.open = [name for name in rules.questions if name not in self.known and
                     (name in answers.given or not rules.questions[name].default)]  # fmt: skip
        left_out = frozenset(rules.questions) - {*self.known, *self.open}
        self.prover = Prover(rules, answers.overrides, optional=left_out)
        self._fixed = [term for name in rules.questions for term in self._known_of(name)]

    def _known_of(self, name: str) -> list[Term]:
        """What is known of an answer."""
        if name in self.known:
            return [self.prover.given({name: self.known[name]})]
        if name in self.ranges:
            return self.prover.between(name, *self.ranges[name])
        return [] if name in self.open else [self.prover.is_left_out(name)]

    def near(self) -> dict[str, tuple[Number, Number]]:
        """Bounds of open answers that stay clear of the greatest, where that is only a limit of what can be typed."""
        found: dict[str, tuple[Number, Number]] = {}
        for name in self.open:
            low, high = self.rules.questions[name].min, self.rules.questions[name].max
            if name not in self.ranges and high is not None and high >= FAR:
                found[name] = (-high if low is None else low, high / Fraction(10))
        return found

    def witness(self, outcome: str) -> dict[str, Value] | None:
        """Answers to the open questions that lead to an outcome; None if there are none. Raises Undecided."""
        found = self.prover.witness(self.prover.reach(outcome), *self._fixed)
        if found is None:
            return None
        more = {name: value for name, value in found.items() if name in self.open}
        read = needed(self.rules, self.answers._replace(given={**self.known, **more}))
        return {name: value for name, value in more.items() if name in read}

    def can_be(self, outcome: str, extra: Mapping[str, Value], within: Ranges | None = None) -> bool:
        """Whether an outcome is possible with more answers; what cannot be told counts as possible.

        within: bounds of other answers, closer than their own
        """
        bounds = [term for name, ends in (within or {}).items() for term in self.prover.between(name, *ends)]
        asked = [self.prover.reach(outcome), self.prover.given(extra), *bounds, *self._fixed]
        try:
            return self.prover.is_possible(*asked)
        except Undecided:
            return True
