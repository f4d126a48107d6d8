"""Two versions walked with the same answers: what confirms a difference, whoever found it."""

from collections.abc import Mapping
from typing import NamedTuple

from advisor.analysis.compare.mapping import IdMapping
from advisor.engine.answers import UNKNOWN, Answers, Value
from advisor.engine.refusals import is_refused
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.language.tree import TooLarge
from advisor.rules import Ruleset
from advisor.rules.kinds import Kind

DIVIDES = "division by zero"
"""What stands for the outcome of a walk that the rules end with an error."""
TOO_LARGE = "number too large"
"""The same for a walk that comes to a number of more digits than are computed with."""
REFUSED = "answer refused"
"""What stands for the outcome of an answer, or of answers together, that only the other version takes."""

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


class End(NamedTuple):
    """Where a walk ends: an outcome, `DIVIDES` or `REFUSED`, or the question it waits for."""

    outcome: str
    asks: str | None = None

    def __str__(self) -> str:
        return f"asks {self.asks}" if self.asks else self.outcome


class Versions:
    """Two versions whose questions are matched.

    shared: the questions that both have: NEW's ids by OLD's
    optional: variables of questions that may be left out; a walk may end there
    apart: variables of questions that no answer suits in both versions; they are left out
    """

    def __init__(self, old: Ruleset, new: Ruleset, same: IdMapping) -> None:
        self.old, self.new, self.same = old, new, same
        self.shared = same.shared(old, new)
        self.asked: dict[str, list[tuple[Ruleset, str]]] = {name: [(new, name)] for name in new.questions}
        for name in old.questions:
            self.asked.setdefault(same.variable(name), []).append((old, name))
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
        for one, own in self.shared.items():
            if (
                own in wrong_after
                and one in before
                and one not in wrong_before
                and _reads(self.old, before, one)
            ):
                return _end(self.old, _without(before, wrong_before)), End(REFUSED)
            if (
                one in wrong_before
                and own in after
                and own not in wrong_after
                and _reads(self.new, after, own)
            ):
                return End(REFUSED), _end(self.new, _without(after, wrong_after))
        return _end(self.old, _without(before, wrong_before)), _end(self.new, _without(after, wrong_after))

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
        return self._told(ends, answers)

    def _completed(self, answers: dict[str, Value]) -> tuple[End, End]:
        """Where both walks end, with some answer for whatever else they ask; it joins the answers."""
        while True:
            before, after = self.ends(answers)
            asked = [self.same.variable(before.asks)] if before.asks else []
            asked += [after.asks] if after.asks else []
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

    def _differ(self, before: End, after: End) -> bool:
        if before.asks and after.asks:
            return False
        for asks in (self.same.variable(before.asks) if before.asks else None, after.asks):
            if asks and not self.has_default(asks):
                return False  # both versions want an answer there
        return self.same.of("outcomes", before.outcome) != after.outcome

    def _told(self, ends: tuple[End, End], values: Values) -> Difference:
        apart = {self.same.variable(one.question) for one in self.same.apart} & set(values)
        if not apart:
            return Difference(str(ends[0]), str(ends[1]), dict(values))
        return Difference(
            str(ends[0]), str(ends[1]), self.same.after(self.new, values), self.same.before(self.old, values)
        )


def _wrong(rules: Ruleset, given: Values) -> set[str]:
    return {name for name, value in given.items() if not rules.questions[name].kind.takes(value)}


def _without(given: Values, names: set[str]) -> dict[str, Value]:
    return {name: value for name, value in given.items() if name not in names}


def _reads(rules: Ruleset, given: Values, name: str) -> bool:
    """Whether a walk reads the answer to a question: it would wait there for one who is not sure."""
    try:
        return walk(rules, Answers({**given, name: UNKNOWN})).pending == name
    except AdvisorError:
        return False


def _end(rules: Ruleset, given: Values) -> End:
    if is_refused(rules, Answers(given)):
        return End(REFUSED)
    try:
        trace = walk(rules, Answers(given))
    except AdvisorError as error:
        return failed(error)
    return End(trace.outcome or "", trace.pending)


def failed(error: AdvisorError) -> End:
    """The end of a walk that fails on answers that are right, in a chart that has an end."""
    return End(TOO_LARGE if isinstance(error, TooLarge) else DIVIDES)
