"""Walks that never wait: whatever they ask and nobody answered gets a likely answer."""

from collections.abc import Mapping

from advisor.analysis.boundary_values import Given, boundary_values
from advisor.analysis.whatif.fitting import fitting
from advisor.engine.answers import Answers, Value
from advisor.engine.scope import Scope
from advisor.engine.session import Trace, walk_in
from advisor.errors import Unanswered
from advisor.language.expression import Expression
from advisor.language.tree import TooLarge
from advisor.rules import Ruleset


class Completed(Scope):
    """A scope in which a question without an answer gets a likely one, kept in `filled`.

    prefer: which of the likely answers; of yes or no, 0 is no; -1 is in the middle of a number's bounds
    """

    def __init__(self, rules: Ruleset, answers: Answers, *, defaults: bool = True, prefer: int = 0) -> None:
        super().__init__(rules, answers, defaults=defaults)
        self.filled: Given = {}
        self.prefer = prefer

    def with_choices(self, choices: Mapping[str, str]) -> Scope:
        """The scope as it would be with other choices; what it fills in is filled in here too."""
        other = super().with_choices(choices)
        if isinstance(other, Completed):
            other.filled, other.prefer = self.filled, self.prefer
        return other

    def _default(self, name: str) -> Value:
        if name in self.filled:
            return self.filled[name]
        try:
            return super()._default(name)
        except Unanswered:
            found = fitting(self.rules, self._so_far(), name, self._likely(name))
            if found is None:
                raise
            self.filled[name] = found
            return found

    def _likely(self, name: str) -> list[Value]:
        """The likely answers, the preferred one first."""
        likely = boundary_values(self.rules, name)
        prefer = max(self.prefer, 0) if self.rules.questions[name].kind.every else self.prefer
        first = prefer % len(likely) if likely else 0
        return [*likely[first:], *likely[:first]]

    def _so_far(self) -> Answers:
        """The answers, with what is filled in."""
        return self.answers._replace(given={**self.answers.given, **self.filled})

    def is_refused(self) -> bool:
        """Whether no likely answers to what else is read make these such as are not refused together."""
        return any(self._refuses(one.when) for one in self.rules.refuse)

    def _refuses(self, when: Expression) -> bool:
        try:
            return bool(when.value(self))
        except Unanswered:
            return True
        except (ZeroDivisionError, TooLarge):
            return False


def completed(rules: Ruleset, given: Mapping[str, Value], prefer: int = 0) -> tuple[Given, Trace] | None:
    """The answers, with likely ones to whatever else the walk asks, and that walk. Raises AdvisorError.

    None where these are refused together.
    """
    scope = Completed(rules, Answers(dict(given)), prefer=prefer)
    trace = walk_in(scope)
    asked = {**given, **scope.filled}
    return None if scope.is_refused() else (asked, trace)
