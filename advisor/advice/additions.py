"""What an answer that nobody has given yet could add to an advice, and which answer does."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.engine.answers import plain_values, shown
from advisor.engine.scope import Scope
from advisor.engine.session import Trace
from advisor.errors import AdvisorError, Unanswered
from advisor.language.expression import Expression
from advisor.rules import Ruleset
from advisor.rules.kinds import Value

MAX_ANSWERS = 4
"""More answers than so many together are not looked for."""


class Addition(NamedTuple):
    """A combination that joins the advice with some answers, by question."""

    id: str
    title: str
    answers: Mapping[str, Value]


def as_text(rules: Ruleset, one: Addition) -> str:
    """The combination and the answers that bring it, for example ``Combine both, if Varied tasks: yes (varied)``."""
    told = {name: shown(rules, name, value) for name, value in one.answers.items()}
    if len(told) == 1:
        ((name, value),) = told.items()
        return f"{one.title}, if {rules.label(name)}: {value} ({name})"
    return f"{one.title}, if {' and '.join(f'{name}={value}' for name, value in told.items())}"


def as_data(rules: Ruleset, one: Addition) -> dict[str, Any]:
    """The same as plain data, the answers such as can be given back."""
    return {"id": one.id, "title": one.title, "answers": plain_values(rules, one.answers)}


def additions(trace: Trace) -> tuple[Addition, ...]:
    """The combinations for this outcome that open answers could bring about."""
    rules, outcome, found = trace.rules, trace.outcome, []
    for name, one in rules.hybrids.items():
        if outcome and rules.is_for(one, outcome):
            answers = _bringing(trace.scope, one.when, MAX_ANSWERS)
            if answers:
                found.append(Addition(name, one.title, answers))
    return tuple(found)


def _bringing(scope: Scope, when: Expression, most: int) -> dict[str, Value] | None:
    """Answers to open questions under which a condition holds; none if it holds, None if nothing does it."""
    try:
        return {} if when.value(scope) else None
    except Unanswered as open_:
        name = open_.question
    except (AdvisorError, ZeroDivisionError):
        return None
    for value in scope.rules.questions[name].kind.boundary_values() if most else ():
        there = Scope(scope.rules, scope.answers.with_answer(name, value), defaults=scope.defaults)
        more = _bringing(there, when, most - 1)
        if more is not None:
            return {name: value, **more}
    return None
