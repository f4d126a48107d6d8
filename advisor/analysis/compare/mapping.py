"""Which entry of one version is which of the other: the same id, or one that was said to be renamed.

For the proof every question has a variable: NEW's id, and OLD's where NEW has none for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from advisor.analysis.explorer.ends import End
from advisor.engine.answers import Value
from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.rules import Ruleset
from advisor.rules.records import Question

SECTIONS = ("questions", "outcomes", "parameters", "formulas", "decisions")
"""What can be renamed; and the options of a question, as ``question.option``."""

_LISTED = re.compile(r"[^\[\],\s](?:[^\[\],]*[^\[\],\s])?")
"""Each option in an answer as it is typed: one alone, or several with a comma between."""

Ids = Mapping[str, str]
"""NEW's ids by OLD's; an id that is not in it is the same in both."""


class Apart(NamedTuple):
    """A question that has the same id in both and is not the same: what differs, before and after."""

    question: str
    what: str
    old: str
    new: str


class IdMapping(NamedTuple):
    """What OLD's ids are called in NEW.

    ids: the renamed ids, by section
    options: the renamed options, by OLD's id of their question
    apart: questions that share an id and nothing else
    """

    ids: Mapping[str, Ids]
    options: Mapping[str, Ids]
    apart: tuple[Apart, ...]

    @property
    def is_said(self) -> bool:
        """Whether anything was said to be renamed."""
        return any(self.ids.values()) or bool(self.options)

    def of(self, section: str, old: str) -> str:
        """NEW's id for OLD's."""
        return self.ids[section].get(old, old)

    def end(self, old: End) -> End:
        """Where a walk of OLD ends, in NEW's ids."""
        outcome = self.of("outcomes", old.outcome) if old.outcome else None
        return old._replace(outcome=outcome, asks=self.of("questions", old.asks) if old.asks else None)

    def variable(self, question: str) -> str:
        """The variable of a question of OLD."""
        if any(one.question == question for one in self.apart):
            return f"{question} (old)"
        return self.of("questions", question)

    def variables(self, old: Ruleset) -> dict[str, str]:
        """The variables of OLD's questions."""
        return {name: self.variable(name) for name in old.questions}

    def before(self, old: Ruleset, values: Mapping[str, Value]) -> dict[str, Value]:
        """Values of variables as answers for OLD."""
        return {
            name: old.questions[name].kind.renamed(values[own], _turned(self.options.get(name, {}), True))
            for name, own in self.variables(old).items()
            if own in values
        }

    def after(self, new: Ruleset, values: Mapping[str, Value]) -> dict[str, Value]:
        """Values of variables as answers for NEW."""
        return {
            name: one.kind.renamed(values[name], {}) for name, one in new.questions.items() if name in values
        }

    def turned(self, values: Mapping[str, object], *, back: bool = False) -> dict[str, object]:
        """Answers and overrides with the ids of NEW in place of OLD's, or the other way."""
        return {self._name(name, back): self._value(name, value, back) for name, value in values.items()}

    def _name(self, name: str, back: bool) -> str:
        figure, dot, option = name.partition(".")
        for section in ("questions", "parameters"):
            if name in (ids := _turned(self.ids[section], back)):
                return ids[name]
        return f"{_turned(self.ids['parameters'], back).get(figure, figure)}{dot}{option}"

    def _value(self, name: str, value: object, back: bool) -> object:
        old = _turned(self.ids["questions"], True).get(name, name) if back else name
        ids = _turned(self.options.get(old, {}), back)
        if isinstance(value, list | tuple):
            return type(value)(ids.get(one, one) for one in value)
        return _LISTED.sub(lambda one: ids.get(one[0], one[0]), value) if isinstance(value, str) else value


def _turned(ids: Ids, back: bool) -> Ids:
    return {new: old for old, new in ids.items()} if back else ids


def same(old: Ruleset, new: Ruleset, pairs: Sequence[str] = ()) -> IdMapping:
    """What ``old=new`` pairs say of two rulesets. Raises AdvisorError for a pair that cannot be so."""
    ids: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    options: dict[str, dict[str, str]] = {}
    for pair in pairs:
        one, _, other = pair.partition("=")
        sections = [name for name in SECTIONS if one in getattr(old, name) and other in getattr(new, name)]
        for section in sections:
            _add(ids[section], one, other, pair)
        if not sections:
            question, option = _option(old, one, pair)
            options.setdefault(question, {})
            _add(options[question], option, other, pair)
    for section in SECTIONS:
        _one_to_one(section, ids[section], getattr(old, section))
    for one, other in ids["questions"].items():
        _same_type(one, old.questions[one], other, new.questions[other])
    for name, renamed in options.items():
        _options_exist(old, new, name, ids["questions"].get(name, name), renamed)
    return IdMapping(ids, options, tuple(_apart(old, new, ids["questions"])))


def _add(ids: dict[str, str], one: str, other: str, pair: str) -> None:
    if ids.setdefault(one, other) != other:
        raise _wrong(f"--same {brief(pair)}: `{brief(one)}` was said to be `{brief(ids[one])}` already")


def _option(old: Ruleset, one: str, pair: str) -> tuple[str, str]:
    question, dot, option = one.partition(".")
    if not dot or question not in old.questions or option not in old.options(question):
        says = f"--same {brief(pair)}: OLD has no entry `{brief(one)}`, or NEW none of that kind with the other name"
        raise _wrong(says, "write --same old=new for a question, outcome, parameter, formula or decision, "
                     "--same question.old=new for an option")  # fmt: skip
    return question, option


def _one_to_one(section: str, ids: Ids, entries: Mapping[str, object]) -> None:
    seen: dict[str, str] = {}
    for one, other in ids.items():
        if other in seen:
            raise _wrong(f"--same: `{seen[other]}` and `{one}` cannot both be `{brief(other)}`")
        seen[other] = one
        if other in entries and other not in ids:
            says = (
                f"--same {one}={other}: OLD has `{other}` among its {section} too, and two cannot become one"
            )
            raise _wrong(says, f"say what `{other}` is called in NEW, or leave this out")


def _same_type(one: str, before: Question, other: str, after: Question) -> None:
    if before.kind.type != after.kind.type:
        raise _wrong(
            f"--same {one}={other}: the type of `{one}` is {before.type}, that of `{other}` is {after.type}"
        )


def _options_exist(old: Ruleset, new: Ruleset, name: str, other: str, renamed: Ids) -> None:
    known = new.options(other) if other in new.questions else {}
    for one, option in renamed.items():
        if option not in known:
            says = f"--same {name}.{one}={option}: NEW has no option `{brief(option)}` of `{other}`"
            bare = option.removeprefix(f"{other}.")
            raise _wrong(says, f"write {name}.{one}={bare}" if bare in known else did_you_mean(option, known))
    _one_to_one("options", renamed, old.options(name))


def _wrong(says: str, remedy: str = "each id of OLD is one of NEW at most") -> AdvisorError:
    return AdvisorError(Problem("wrong-setting", says, remedy))


def _apart(old: Ruleset, new: Ruleset, said: Ids) -> Iterator[Apart]:
    """Questions whose answers mean something else now, unless they were said to be the same."""
    for name, question in old.questions.items():
        other = new.questions.get(name)
        if other is None or name in said or name in said.values():
            continue
        if question.kind.type != other.kind.type:
            yield Apart(name, "type", question.type, other.type)
        elif question.unit != other.unit:
            yield Apart(name, "unit", question.unit or "none", other.unit or "none")
