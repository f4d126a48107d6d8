"""Conditions beside the path: what the answers say to them, and the cautions that apply at an outcome."""

from collections.abc import Iterator
from typing import Any

from advisor.engine.answers import Answer
from advisor.engine.scope import Scope, division_by_zero
from advisor.errors import Unanswered
from advisor.language.expression import Expression
from advisor.language.reasons import explain
from advisor.rules import Ruleset


class Conditions:
    """Conditions beside the path, and which defaults those that hold rest on."""

    def __init__(self, rules: Ruleset, scope: Scope) -> None:
        self.rules = rules
        self.scope = Scope(rules, scope.answers, defaults=scope.defaults)
        self.rested_on: set[str] = set()

    def holds(self, condition: Expression, path: tuple[str, ...]) -> bool | None:
        """Whether it holds; None while a question it reads is not answered.

        Raises AdvisorError, which names the path in the rules, where it divides by zero.
        """
        holds, open_ = value_if_known(condition, self.scope, path)
        if holds:
            self.rested_on.update(self.rules.questions_of(condition))
        return None if open_ else bool(holds)

    def cautions(self, outcome: str) -> Iterator[str]:
        """The cautions that apply at an outcome. Raises as `holds` does."""
        for name, caution in self.rules.cautions.items():
            if not self.rules.is_for(caution, outcome) or self._knows(caution.while_open):
                continue
            if caution.when is None or self.holds(caution.when, ("cautions", name, "when")):
                yield name

    def _knows(self, questions: tuple[str, ...]) -> bool:
        """Whether the user answered one of these questions."""
        return not self.scope.answers.known().keys().isdisjoint(questions)

    def because(self, condition: Expression) -> str:
        """Why a condition holds or fails, with the numbers in it."""
        return explain([condition], self.scope.vocabulary())

    def used(self) -> dict[str, Answer]:
        """The defaults that the conditions that hold rest on."""
        return {name: value for name, value in self.scope.used_defaults.items() if name in self.rested_on}


def value_if_known(expression: Expression, scope: Scope, path: tuple[str, ...]) -> tuple[Any, str]:
    """The value of an expression, or None and the question that is open. Raises AdvisorError."""
    try:
        return expression.value(scope), ""
    except Unanswered as unanswered:
        return None, unanswered.question
    except ZeroDivisionError:
        raise division_by_zero(scope.rules, path) from None
