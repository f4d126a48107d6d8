"""Two versions walked with the same answers: what confirms a difference, whoever found it."""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.compare.mapping import IdMapping
from advisor.analysis.explorer.ends import REFUSED, End, end
from advisor.engine.answers import UNKNOWN, Answers, Value
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.rules import Ruleset
from advisor.rules.kinds import Kind

Values = Mapping[str, Value]
"""Answers by the variables of both versions."""


class Difference(NamedTuple):
    """Answers on which the versions disagree, and what each says.

    old, new: an outcome, `DIVIDES`, `REFUSED` or ``asks question``
    example: the answers by NEW's ids, and by OLD's where NEW has no such question
    example_old: the answers for OLD by its ids, where it needs others; else None
    """

    old: str
    new: str
    example: Values
    example_old: Values | None = None

    @property
    def size(self) -> int:
        """How many answers it takes."""
        return len(self.example) + len(self.example_old or ())


class Versions:
    """Two versions whose questions are matched.

    shared: the questions that both have: NEW's ids by OLD's
    optional: variables of questions that may be left out; a walk may end there
    apart: variables of questions that no answer suits in both versions; they are left out
    """

    def __init__(self, old: Ruleset, new: Ruleset, same: IdMapping) -> None:
        self.old, self.new, self.same = old, new, same
        self.shared = {name: own for name, own in same.variables(old).items() if own in new.questions}
        self.asked: dict[str, list[tuple[Ruleset, str]]] = {name: [(new, name)] for name in new.questions}
        for name, own in same.variables(old).items():
            self.asked.setdefault(own, []).append((old, name))
        self.apart = frozenset(own for own in self.shared.values() if self._some(own) is None)
        self.optional = frozenset(filter(self.has_default, self.asked)) | self.apart

    def kind(self, rules: Ruleset, name: str) -> Kind:
        """The kind of a question, with its options as its variable has them."""
        question = rules.questions[name]
        renamed = self.same.options.get(name, {}) if rules is self.old else {}
        options = {renamed.get(option, option): one for option, one in question.options.items()}
        return question._replace(options=options).kind

    def has_default(self, own: str) -> bool:
        """Whether a question has a default in either version."""
        return any(rules.questions[name].default for rules, name in self.asked[own])

    # --- walks ---

    def ends(self, values: Values) -> tuple[End, End]:
        """Where both walks end."""
        before, after = self.same.before(self.old, values), self.same.after(self.new, values)
        wrong_before, wrong_after = _wrong(self.old, before), _wrong(self.new, after)
        here, there = _end(self.old, before, wrong_before), _end(self.new, after, wrong_after)
        for one, own in self.shared.items():
            if own in wrong_after and _counts(self.old, before, wrong_before, one):
                return here, End(fails=REFUSED)
            if one in wrong_before and _counts(self.new, after, wrong_after, own):
                return End(fails=REFUSED), there
        return here, there

    def difference(self, values: Values) -> Difference | None:
        """The difference that walking both shows, on as few answers as do; None if it shows none."""
        answers = dict(values)
        ends = self._completed(answers)
        if not self._differ(*ends):
            return None
        for name in reversed(answers):
            fewer = {other: value for other, value in answers.items() if other != name}
            if self.ends(fewer) == ends:
                answers = fewer
        return self._difference(ends, answers)

    def _completed(self, answers: dict[str, Value]) -> tuple[End, End]:
        """Where both walks end, with some answer for whatever else they ask; it joins the answers."""
        while True:
            before, after = self.ends(answers)
            asked = self._asked(before, after)
            missing = [own for own in asked if own not in self.optional and own not in answers]
            if not missing:
                return before, after
            answer = self._some(missing[0])
            assert answer is not None  # what suits no version is left out
            answers[missing[0]] = answer

    def _some(self, own: str) -> Value | None:
        """An answer that suits all versions that ask a question; None if there is none."""
        first, *others = (self.kind(rules, name) for rules, name in self.asked[own])
        return first.suiting(others)

    def _asked(self, before: End, after: End) -> list[str]:
        """The variables of the questions that the walks wait for."""
        asked = [self.same.variable(before.asks)] if before.asks else []
        return [*asked, after.asks] if after.asks else asked

    def _differ(self, before: End, after: End) -> bool:
        asked = self._asked(before, after)
        if len(asked) == 2 or not all(map(self.has_default, asked)):
            return False  # both versions want an answer there
        return self.same.end(before) != after

    def _difference(self, ends: tuple[End, End], values: Values) -> Difference:
        old, new = map(str, ends)
        apart = {self.same.variable(one.question) for one in self.same.apart} & set(values)
        if not apart:
            return Difference(old, new, dict(values))
        return Difference(old, new, self.same.after(self.new, values), self.same.before(self.old, values))


def _wrong(rules: Ruleset, given: Values) -> set[str]:
    return {name for name, value in given.items() if not rules.questions[name].kind.takes(value)}


def _end(rules: Ruleset, given: Values, without: set[str]) -> End:
    return end(rules, Answers({name: value for name, value in given.items() if name not in without}))


def _counts(rules: Ruleset, given: Values, wrong: set[str], name: str) -> bool:
    """Whether an answer is taken and read: a walk would wait there for one who is not sure."""
    if name not in given or name in wrong:
        return False
    try:
        return walk(rules, Answers({**given, name: UNKNOWN})).pending == name
    except AdvisorError:
        return False
