"""Which outcomes are still possible while answers are open, and what to find out first."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from advisor import answers as answers_
from advisor import likely
from advisor.answers import Answers, Value, shown
from advisor.errors import AdvisorError, Problem
from advisor.graph import questions_at, reachable
from advisor.prove import Prover, Term, Undecided
from advisor.quantities import Number, show
from advisor.questions import needed
from advisor.rules import Ruleset
from advisor.session import Trace, walk

MAX_VALUES = 12
"""Answers that are tried for one open question, on both sides of what the rules compare it with."""

Ranges = Mapping[str, tuple[Number, Number]]
"""Answers that are known within bounds only: the least and the greatest, by question."""


class Possible(NamedTuple):
    """One outcome that can still come out, and answers to the open questions under which it does."""

    outcome: str
    example: Mapping[str, Value]


class Settles(NamedTuple):
    """What one answer to an open question would leave possible; `answer` is in words."""

    answer: str
    outcomes: tuple[str, ...]


class Finding(NamedTuple):
    """An open question worth finding out, and what each answer would settle."""

    question: str
    answers: tuple[Settles, ...]


class Open(NamedTuple):
    """What is open.

    possible: the outcomes that can still come out
    ruled_out: those that cannot
    undecided: those of which the solver cannot tell
    find_out: the open questions, the one that settles most first
    """

    possible: tuple[Possible, ...]
    ruled_out: tuple[str, ...]
    undecided: tuple[str, ...]
    find_out: tuple[Finding, ...]


def still_open(
    rules: Ruleset, answers: Answers, ranges: Ranges | None = None, *, find_out: bool = True
) -> Open:
    """What the answers leave open; a question that is left out takes its default, if it has one."""
    space = _Space(rules, answers, ranges or {})
    possible, ruled_out, undecided = [], [], []
    for outcome in rules.outcomes:
        try:
            witness = space.witness(outcome)
        except Undecided:
            undecided.append(outcome)
            continue
        if witness is None:
            ruled_out.append(outcome)
        else:
            possible.append(Possible(outcome, witness))
    remaining = [one.outcome for one in possible] + undecided
    found = _find_out(space, remaining) if find_out and len(remaining) > 1 else []
    return Open(tuple(possible), tuple(ruled_out), tuple(undecided), tuple(found))


class _Space:
    """All answers that are compatible with what is known."""

    def __init__(self, rules: Ruleset, answers: Answers, ranges: Ranges) -> None:
        self.rules, self.answers, self.ranges = rules, answers, ranges
        self.prover = Prover(rules, answers.overrides)
        self.known = answers.known()
        self.open = [name for name in rules.questions if name not in self.known and
                     (name in answers.given or not rules.questions[name].default)]  # fmt: skip
        self.fixed = self._fixed()

    def _fixed(self) -> dict[str, list[Term]]:
        """For each question, what is known of its answer."""
        fixed: dict[str, list[Term]] = {}
        for name in self.rules.questions:
            if name in self.known:
                fixed[name] = [self.prover.given({name: self.known[name]})]
            elif name in self.ranges:
                fixed[name] = self.prover.between(name, *self.ranges[name])
            elif name not in self.open:
                fixed[name] = [self.prover.question(name) == self.prover.default(name)]
        return fixed

    def witness(self, outcome: str, extra: Mapping[str, Value] | None = None) -> dict[str, Value] | None:
        """Answers to the open questions that lead to an outcome; None if there are none. Raises Undecided."""
        tried = extra or {}
        known = [term for name, terms in self.fixed.items() for term in terms]
        found = self.prover.witness(self.prover.reach(outcome), self.prover.given(tried), *known)
        if found is None:
            return None
        more = {name: value for name, value in found.items() if name in self.open}
        answers = Answers({**self.known, **more}, self.answers.overrides)
        read = needed(self.rules, answers)
        return {name: value for name, value in more.items() if name in read}

    def can_be(self, outcomes: list[str], extra: Mapping[str, Value]) -> tuple[str, ...]:
        """Those of the outcomes that are possible with one more answer; what cannot be told counts as possible."""
        found = []
        for outcome in outcomes:
            try:
                if self.witness(outcome, extra) is None:
                    continue
            except Undecided:
                pass
            found.append(outcome)
        return tuple(found)


def _find_out(space: _Space, remaining: list[str]) -> list[Finding]:
    """The open questions that some remaining way asks, the one that leaves fewest outcomes on average first."""
    rules = space.rules
    asked = dict.fromkeys(name for state in reachable(rules, rules.start) if state in rules.decisions
                          for name in questions_at(rules, state) if name in space.open)  # fmt: skip
    scored = []
    for position, name in enumerate(asked):
        settled = [(value, space.can_be(remaining, {name: value})) for value in _values(space, name)]
        settled = [(value, outcomes) for value, outcomes in settled if outcomes]
        if len({outcomes for _, outcomes in settled}) > 1:
            average = Fraction(sum(len(outcomes) for _, outcomes in settled), len(settled))
            scored.append((average, position, Finding(name, tuple(_grouped(rules, name, settled)))))
    return [finding for _, _, finding in sorted(scored, key=lambda entry: entry[:2])]


def _values(space: _Space, name: str) -> list[Value]:
    """Answers to try: all of a choice; of a number both sides of what it is compared with, and the ends."""
    rules, question = space.rules, space.rules.questions[name]
    if question.type == "yes_no":
        return [True, False]
    if question.type == "choice":
        return list(rules.options(name))
    low, high = space.ranges.get(name, (question.min, question.max))
    values: set[Number] = {0, 1, 1_000_000}
    values |= {end for end in (low, high) if end is not None}
    for threshold in _thresholds(space, name):
        values |= {threshold, threshold - 1, threshold + 1}
    fitting: list[Value] = [value for value in sorted(values) if (low is None or value >= low)
                            and (high is None or value <= high) and likely.is_allowed(rules, name, value)]  # fmt: skip
    return fitting[:MAX_VALUES]


def _thresholds(space: _Space, name: str) -> Iterator[Number]:
    """What conditions compare a question with, itself or as a part of a formula."""
    for state in reachable(space.rules, space.rules.start):
        for when in likely.guards(space.rules, state):
            for question, threshold in likely.compared(space.rules, when, space.answers.overrides):
                if question == name:
                    yield threshold


def _grouped(rules: Ruleset, name: str, settled: list[tuple[Value, tuple[str, ...]]]) -> Iterator[Settles]:
    """Neighboring answers that settle the same, told together."""
    runs: list[tuple[list[Value], tuple[str, ...]]] = []
    for value, outcomes in settled:
        if runs and runs[-1][1] == outcomes:
            runs[-1][0].append(value)
        else:
            runs.append(([value], outcomes))
    for index, (values, outcomes) in enumerate(runs):
        before = runs[index - 1][0][-1] if index else None
        after = runs[index + 1][0][0] if index + 1 < len(runs) else None
        yield Settles(_in_words(rules, name, before, values, after), outcomes)


def _in_words(
    rules: Ruleset, name: str, before: Value | None, values: list[Value], after: Value | None
) -> str:
    """A run of answers; where its end was not tried to the last step, it is told as an example."""
    if rules.types[name] != "number":
        return ", ".join(shown(rules, name, value) for value in values)
    first, last = (shown(rules, name, value) for value in (values[0], values[-1]))
    if not _adjacent(before, values[0]) or not _adjacent(values[-1], after):
        return f"for instance {first}" if first == last else f"for instance {first} or {last}"
    if before is None:
        return "any" if after is None else f"up to {last}"
    return f"from {first}" if after is None else first if first == last else f"{first} to {last}"


def _adjacent(one: Value | None, other: Value | None) -> bool:
    if isinstance(one, bool | str) or isinstance(other, bool | str) or one is None or other is None:
        return True
    return -1 <= other - one <= 1


class Segment(NamedTuple):
    """A part of a range in which one outcome comes out; the ends belong to it as far as they are tried."""

    from_: Number
    to: Number
    outcome: str | None


def segments(trace: Trace, name: str, low: Number, high: Number) -> list[Segment]:
    """The parts of a range of one answer, with all others known, and the outcome in each."""
    from advisor.whatif.flips import points_between

    found: list[Segment] = []
    for value in points_between(trace, name, low, high):
        there = walk(trace.rules, trace.scope.answers.with_answer(name, value))
        if found and found[-1].outcome == there.outcome:
            found[-1] = found[-1]._replace(to=value)
        else:
            found.append(Segment(value, value, there.outcome))
    return found


def read_range(rules: Ruleset, name: str, text: str) -> tuple[Number, Number]:
    """The bounds of an answer such as ``200k..3M``. Raises AdvisorError."""
    low_text, _, high_text = text.partition("..")
    ends = []
    for part in (low_text, high_text):
        try:
            value = answers_.parse(rules, name, part)
        except ValueError as error:
            says = f"{text}: {error.args[0]}"
            raise AdvisorError(Problem("wrong-answer", says, "write LOW..HIGH", where=name)) from None
        ends.append(value)
    low, high = ends
    if not isinstance(low, int | Fraction) or not isinstance(high, int | Fraction) or isinstance(low, bool):
        raise AdvisorError(Problem("wrong-answer", f"{text}: only numbers have ranges", where=name))
    if low > high:
        says = f"{text}: {show(low)} is more than {show(high)}"
        raise AdvisorError(Problem("wrong-answer", says, "write the smaller number first", where=name))
    return low, high
