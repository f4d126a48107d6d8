"""Walks that never wait: whatever they ask and nobody answered gets a likely answer."""

from collections.abc import Iterator, Mapping, Sequence

from advisor.analysis.explorer.boundary_values import Given
from advisor.analysis.explorer.sweep import Sweep
from advisor.engine import refusals
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

    def _default(self, name: str) -> Value:
        try:
            return super()._default(name)
        except Unanswered:
            if self.outer is not None:
                raise
        answers = self.so_far()
        for value in self._offered(name):
            if not refusals.is_refused(self.rules, answers.with_answer(name, value)):
                self.filled[name] = self.used_defaults[name] = value
                return value
        raise Unanswered(name)

    def _offered(self, name: str) -> Iterator[Value]:
        """The likely answers, and where these are refused with the others, those that just are not."""
        yield from self._likely(name)
        if self.rules.refuse:
            yield from Sweep(self.rules, self.so_far(), name, ()).around()

    def _likely(self, name: str) -> Sequence[Value]:
        """The likely answers, the preferred one first."""
        kind = self.rules.questions[name].kind
        likely = kind.boundary_values()
        prefer = max(self.prefer, 0) if kind.every else self.prefer
        first = prefer % len(likely) if likely else 0
        return [*likely[first:], *likely[:first]]

    def so_far(self) -> Answers:
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


def completed(rules: Ruleset, given: Mapping[str, Value]) -> tuple[Given, Trace] | None:
    """The answers, with likely ones to whatever else the walk asks, and that walk. Raises AdvisorError.

    None where these are refused together.
    """
    scope = Completed(rules, Answers(dict(given)))
    trace = walk_in(scope)
    asked = {**given, **scope.filled}
    return None if scope.is_refused() else (asked, trace)
