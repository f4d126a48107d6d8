"""Answers that the rules refuse together: told when the last of them is given.

A refusal speaks where all that it reads is known. What nobody is sure of is not known; a default that
stands in for an answer is. Where a refusal cannot be computed, it refuses nothing: the check of the
rules tells of that.
"""

from collections.abc import Iterator, Mapping

from advisor.engine.answers import Answers, shown
from advisor.engine.scope import Scope
from advisor.engine.texts import filled
from advisor.errors import Place, Problem, Unanswered
from advisor.language.reasons import explain, facts
from advisor.language.tree import TooLarge, names_in
from advisor.rules import Ruleset
from advisor.rules.records import Refusal


def is_refused(rules: Ruleset, answers: Answers, *, defaults: bool = True) -> bool:
    """Whether some answers cannot be together; `defaults` says whether what was not answered takes its default."""
    return bool(rules.refuse) and any(_holding(Scope(rules, answers, defaults=defaults)))


def problems(
    rules: Ruleset, answers: Answers, places: Mapping[str, Place] | None = None, *, defaults: bool = True
) -> list[Problem]:
    """A problem for each refusal of some answers: which they are, why they cannot be together, what to change."""
    if not rules.refuse:
        return []
    scope = Scope(rules, answers, defaults=defaults)
    return [_problem(scope, one, places or {}) for one in _holding(scope)]


def _holding(scope: Scope) -> Iterator[Refusal]:
    """The refusals that speak."""
    for one in scope.rules.refuse:
        try:
            if one.when.value(scope):
                yield one
        except (Unanswered, ZeroDivisionError, TooLarge):
            continue


def _problem(scope: Scope, one: Refusal, places: Mapping[str, Place]) -> Problem:
    names = concerned(scope, one)
    given = [name for name in names if name in scope.answers.given]
    says = f"{filled(one.says, scope).rstrip('.')} ({explain([one.when], scope.words())})"
    last = next((name for name in [*scope.answers.given][::-1] if name in given and name in places), "")
    return Problem("refused", says, _to_change(scope, names, given), places.get(last), ", ".join(names))


def concerned(scope: Scope, one: Refusal) -> list[str]:
    """The questions whose answers make a refusal hold."""
    read = (name for fact in facts([one.when], scope) for name in names_in(fact))
    return list(dict.fromkeys(found for name in read for found in scope.rules.questions_behind(name)))


def _to_change(scope: Scope, names: list[str], given: list[str]) -> str:
    """What to answer otherwise; or at all, where a default is taken."""
    taken = [
        f"{name} (taken as {shown(scope.rules, name, scope[name])})" for name in names if name not in given
    ]
    ways = [f"change {' or '.join(given)}"] if given else []
    return ", or ".join([*ways, *([f"answer {' or '.join(taken)}"] if taken else [])])
