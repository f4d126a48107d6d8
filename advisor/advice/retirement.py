"""Options that end: which of those that a decision or a figure rests on are gone, or will be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor.engine.scope import Scope
from advisor.rules import Ruleset


class Retirement(NamedTuple):
    """An option of a choice that is taken away, such as a model.

    on: the first day without it
    source: who says so
    """

    question: str
    option: str
    title: str
    on: date
    source: str

    def stands(self, today: date) -> str:
        """How it stands on a day: ``GPT-4o retires in 50 days, on 2027-01-14``."""
        return f"{self.title} {_when((self.on - today).days)} {self.on.isoformat()}"

    def seen(self, today: date) -> str:
        """The same with who says so."""
        return self.stands(today) + (f" ({self.source})" if self.source else "")


def _when(days: int) -> str:
    if days <= 0:
        return "is retired since"
    return f"retires in {days} day{'' if days == 1 else 's'}, on"


def chosen(scope: Scope, defaults: Mapping[str, Any] | None = None) -> tuple[Retirement, ...]:
    """Those of the options that were answered, and of those taken by default."""
    answers = {**(scope.used_defaults if defaults is None else defaults), **scope.answers.known()}
    ending = (_of(scope.rules, question).get(str(value)) for question, value in answers.items())
    return tuple(filter(None, ending))


def behind(rules: Ruleset, parameters: Iterable[str]) -> tuple[Retirement, ...]:
    """Those of all options on which figures depend."""
    choices = dict.fromkeys(rules.parameters[name].by for name in parameters)
    return tuple(found for question in choices if question for found in _of(rules, question).values())


def _of(rules: Ruleset, question: str) -> dict[str, Retirement]:
    """The options of a question that end."""
    options = rules.questions[question].options
    return {
        name: Retirement(question, name, one.title, one.retires, one.retires_source)
        for name, one in options.items()
        if one.retires
    }


def to_json(found: Iterable[Retirement], today: date) -> list[dict[str, Any]]:
    """Retirements as plain data, with the days that are left; none or fewer where it is gone."""
    return [one._asdict() | {"on": one.on.isoformat(), "days": (one.on - today).days} for one in found]
