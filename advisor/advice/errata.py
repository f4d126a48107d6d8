"""Defects of the source behind a ruleset, with the figures that are right."""

from typing import NamedTuple

from advisor.engine import checking
from advisor.engine.scope import Scope
from advisor.engine.texts import filled
from advisor.language.explain import unit_of
from advisor.language.expression import Expression
from advisor.language.tree import Name
from advisor.quantities import show
from advisor.rules import Ruleset
from advisor.units import worked_unit


class ReadErratum(NamedTuple):
    """A defect of the source.

    where, printed: the place in the source, and what stands there
    says: what is wrong; empty where the figures tell it
    correct: the figures that are right, by what they are called
    handling: what the advice does about it
    """

    code: str
    where: str
    printed: str
    says: str
    correct: dict[str, str]
    handling: str


def erratum(rules: Ruleset, code: str) -> ReadErratum:
    """A defect as the user reads it. Raises AdvisorError if its figures cannot be computed."""
    one = rules.errata[code]
    scope = Scope(rules, checking.check(rules, one.given))
    correct = {what: _reading(scope, figure) for what, figure in one.correct.items()}
    return ReadErratum(code, one.where, one.printed, filled(one.says, scope), correct, one.handling)


def _reading(scope: Scope, figure: Expression) -> str:
    value, node = figure.value(scope), figure.tree
    if isinstance(node, Name):
        return scope.rules.reading(node.id, value)
    return show(value, worked_unit(unit_of(node, scope.vocabulary())))


def footnote(rules: Ruleset, code: str) -> str:
    """A defect in a line, for where its code stands."""
    one = erratum(rules, code)
    return f"[{code}] {one.where}: {one.says or one.handling}"
