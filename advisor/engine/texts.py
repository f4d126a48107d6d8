"""Texts of the rules with the figures filled in."""

import re

from advisor.engine.scope import Scope, division_by_zero
from advisor.errors import Unanswered

_NAME = re.compile(r"\{([A-Za-z][\w.]*)\}")


def names_in(template: str) -> list[str]:
    """The names that stand in a text."""
    return _NAME.findall(template)


def unfilled(template: str) -> str:
    """The text with each `{name}` as the name itself, where it is told of many answers at once."""
    return _NAME.sub(r"`\1`", template)


def filled(template: str, scope: Scope) -> str:
    """The text with each `{name}` replaced by its value and unit; `…` where that is not answered.

    Raises AdvisorError where a formula divides by zero.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        try:
            found = scope[name]
        except Unanswered:
            return "…"
        except ZeroDivisionError:
            raise division_by_zero(scope.rules, ("formulas", name)) from None
        if isinstance(found, tuple):
            return scope.rules.questions[name].kind.shown(found)
        if isinstance(found, str):
            return scope.rules.titles(name).get(found, found)
        return scope.rules.reading(name, found)

    return _NAME.sub(value, template)
