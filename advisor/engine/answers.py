"""Answers of a user and figures in place of those of the rules, as values, as plain data and in words."""

from collections.abc import Container, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, cast

from advisor.quantities import Number, plainest, shortest
from advisor.rules import Ruleset
from advisor.rules.kinds import UNKNOWN, Answer, Unknown, Value

__all__ = [
    "UNKNOWN",
    "Answer",
    "Answers",
    "Unknown",
    "Value",
    "shown",
    "plain_values",
    "setting",
    "to_plain",
    "to_typed",
    "typed_values",
]


class FromFile(NamedTuple):
    """Where an answer comes from that was read from a file of evidence; never what stands in the file.

    file: its name, without folders
    measure: the figure that was taken
    says: in words: ``160 of 200, 74 % to 85 %``; where it leaves the answer open, why
    """

    file: str
    measure: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}, {self.says}"


class Answers(NamedTuple):
    """Checked answers and overrides of one run.

    given: the answers, by question
    overrides: other figures for parameters, by ``name``, or ``name.option`` where the figure
        depends on a choice
    evidence: where answers come from that files give; also why a file gives none
    """

    given: Mapping[str, Answer] = {}
    overrides: Mapping[str, Number] = {}
    evidence: Mapping[str, FromFile] = {}

    def known(self) -> dict[str, Value]:
        """The answers that are not "not sure"."""
        known = {name: value for name, value in self.given.items() if value is not UNKNOWN}
        return cast(dict[str, Value], known)

    def only(self, names: Iterable[str]) -> "Answers":
        """The same with no other questions answered than these."""
        return self._replace(given={name: self.given[name] for name in names})

    def without(self, names: Container[str]) -> "Answers":
        """The same with these questions not answered."""
        return self.only(name for name in self.given if name not in names)

    def from_files(self) -> dict[str, FromFile]:
        """Where those of the answers come from that files give, in their order."""
        return {name: self.evidence[name] for name in self.given if name in self.evidence}

    def unknown(self) -> list[str]:
        """The questions that are answered "not sure"."""
        return [name for name, value in self.given.items() if isinstance(value, Unknown)]

    def with_answer(self, question: str, value: Answer) -> "Answers":
        """The same with one answer given or replaced, which is no file's then."""
        evidence = {name: one for name, one in self.evidence.items() if name != question}
        return self._replace(given={**self.given, question: value}, evidence=evidence)


PlainValue = bool | int | float | str | list[str]
"""What JSON and YAML have for an answer."""


def to_plain(rules: Ruleset, name: str, answer: Answer) -> PlainValue:
    """An answer or figure for JSON and YAML: a day as text, and a number that no float holds exactly."""
    if isinstance(answer, Unknown):
        return "unknown"
    if isinstance(answer, tuple):
        return list(answer)
    if isinstance(answer, bool | str):
        return answer
    return plainest(answer, rules.unit(name.partition(".")[0]))


def plain_values(rules: Ruleset, values: Mapping[str, Answer]) -> dict[str, PlainValue]:
    """Answers and figures by name, for JSON and YAML."""
    return {name: to_plain(rules, name, value) for name, value in values.items()}


def to_typed(rules: Ruleset, name: str, answer: Answer) -> PlainValue:
    """An answer or figure for JSON that can also be typed: a small percentage says that it is one."""
    is_percent = rules.unit(name.partition(".")[0]) == "percent"
    if is_percent and isinstance(answer, Fraction) and 0 < answer < 1:
        return f"{shortest(answer)}%"
    return to_plain(rules, name, answer)


def typed_values(rules: Ruleset, values: Mapping[str, Answer]) -> dict[str, PlainValue]:
    """Answers and figures by name, for JSON and YAML, such as can also be typed."""
    return {name: to_typed(rules, name, value) for name, value in values.items()}


def setting(name: str, plain: object) -> str:
    """An answer or figure, as plain data, as a command line takes it: ``name=yes``, ``name=one,other``."""
    if isinstance(plain, bool):
        return f"{name}={'yes' if plain else 'no'}"
    return f"{name}={(','.join(plain) or 'none') if isinstance(plain, list) else plain}"


def shown(rules: Ruleset, name: str, answer: Answer) -> str:
    """An answer as the user reads it: ``640 examples``, ``yes``, the title of an option."""
    return "not sure" if isinstance(answer, Unknown) else rules.questions[name].kind.shown(answer)
