"""Answers that the rules refuse together: told when the last of them is given.

A refusal speaks where all that it reads is known. What nobody is sure of is not known; a default that
stands in for an answer is. Where a refusal cannot be computed, it refuses nothing: the check of the
rules tells of that.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.engine.answers import Answers, shown
from advisor.engine.scope import Scope
from advisor.engine.texts import filled
from advisor.errors import Place, Problem, Unanswered
from advisor.language.reasons import explain, facts
from advisor.language.tree import TooLarge, names_in
from advisor.rules import Ruleset
from advisor.rules.records import Refusal


class Refused(NamedTuple):
    """Why some answers cannot be together.

    says: in words, with the numbers
    given: the questions whose answers make it so
    taken: those that nobody answered and whose defaults do, each with its default in words
    """

    says: str
    given: tuple[str, ...]
    taken: Mapping[str, str]


def is_refused(rules: Ruleset, answers: Answers, *, defaults: bool = True) -> bool:
    """Whether some answers cannot be together; `defaults` says whether what was not answered takes its default."""
    return bool(rules.refuse) and any(holding(Scope(rules, answers, defaults=defaults)))


def refused(rules: Ruleset, answers: Answers, *, defaults: bool = True) -> list[Refused]:
    """Which answers cannot be together, and why."""
    if not rules.refuse:
        return []
    scope = Scope(rules, answers, defaults=defaults)
    return [_refused(scope, one) for one in holding(scope)]


def problems(rules: Ruleset, answers: Answers, places: Mapping[str, Place]) -> list[Problem]:
    """The same as problems of a command line or a file, at the last of the answers."""
    return [
        Problem("refused", one.says, to_change(one), _last_place(one, answers, places), _named(one))
        for one in refused(rules, answers)
    ]


def holding(scope: Scope) -> Iterator[Refusal]:
    """The refusals that speak."""
    for one in scope.rules.refuse:
        try:
            if one.when.value(scope):
                yield one
        except (Unanswered, ZeroDivisionError, TooLarge):
            continue


def _refused(scope: Scope, one: Refusal) -> Refused:
    rules = scope.rules
    read = (name for fact in facts([one.when], scope) for name in names_in(fact))
    names = dict.fromkeys(found for name in read for found in rules.questions_behind(name))
    says = f"{filled(one.says, scope).rstrip('.')} ({explain([one.when], scope.vocabulary())})"
    given = tuple(name for name in names if name in scope.answers.given)
    read_by_default = (name for name in names if name not in given and name in scope)
    taken = {name: shown(rules, name, scope[name]) for name in read_by_default}
    return Refused(says, given, taken)


def to_change(one: Refused) -> str:
    """What to answer otherwise; or at all, where a default is taken."""
    taken = [f"{name} (taken as {default})" for name, default in one.taken.items()]
    ways = ["change " + " or ".join(one.given)] if one.given else []
    return ", or ".join([*ways, *(["answer " + " or ".join(taken)] if taken else [])])


def _named(one: Refused) -> str:
    return ", ".join((*one.given, *one.taken))


def _last_place(one: Refused, answers: Answers, places: Mapping[str, Place]) -> Place | None:
    return next(
        (places[name] for name in [*answers.given][::-1] if name in one.given and name in places), None
    )
