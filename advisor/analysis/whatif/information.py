"""What to find out first: the open questions whose answers rule most outcomes out."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis import boundary_values
from advisor.analysis.whatif.nearest import breaks, round_neighbors
from advisor.analysis.whatif.ranges import Ranges
from advisor.analysis.whatif.reading import Reading
from advisor.analysis.whatif.space import Space
from advisor.engine.answers import Value, shown
from advisor.quantities import Number, as_typed, is_number
from advisor.rules import Ruleset
from advisor.units import cell_unit

MAX_HALVINGS = 60
"""Halvings of the distance between two answers that leave different outcomes possible."""

Outcomes = tuple[str, ...]


class Settles(NamedTuple):
    """What one answer to an open question would leave possible; `answer` is in words."""

    answer: str
    outcomes: Outcomes


class Information(NamedTuple):
    """An open question worth finding out, and what each answer would settle."""

    question: str
    answers: tuple[Settles, ...]


class _Run(NamedTuple):
    """Neighboring answers that leave the same outcomes possible."""

    first: Value
    last: Value
    outcomes: Outcomes


def find_out(space: Space, remaining: list[str]) -> list[Information]:
    """The open questions that some remaining way asks, the one that leaves fewest outcomes on average first."""
    rules = space.rules
    scored = []
    for position, name in enumerate(name for name in rules.chart.questions if name in space.open):
        kind = rules.questions[name].kind
        found = _by_option if kind.parts and not kind.every else _by_answer
        average, settles = found(space, name, remaining)
        if len({one.outcomes for one in settles}) > 1:
            scored.append((average, position, Information(name, tuple(settles))))
    return [finding for _, _, finding in sorted(scored, key=lambda entry: entry[:2])]


def _by_answer(space: Space, name: str, remaining: list[str]) -> tuple[Fraction, list[Settles]]:
    """What the answers to a question leave possible, and how many outcomes that is on average."""
    search = _Search(space, name, remaining)
    runs = search.runs()
    return _average([run.outcomes for run in runs]), list(search.in_words(runs))


def _by_option(space: Space, name: str, remaining: list[str]) -> tuple[Fraction, list[Settles]]:
    """The same by each option of a question, of which there are too many sets to look at each."""
    told: dict[Outcomes, list[str]] = {}
    for option, title in space.rules.options(name).items():
        for word, is_in in (("with", True), ("without", False)):
            left = tuple(one for one in remaining if space.can_be(one, {f"{name}.{option}": is_in}))
            told.setdefault(left, []).append(f"{word} {title}")
    told.pop((), None)  # refused together with what is known
    return _average([left for left, words in told.items() for _ in words]), [
        Settles("; ".join(words), left) for left, words in told.items()
    ]


def _average(left: list[Outcomes]) -> Fraction:
    return Fraction(sum(map(len, left)), max(len(left), 1))


class _Search:
    """What the answers to one open question leave possible."""

    def __init__(self, space: Space, name: str, remaining: list[str]) -> None:
        self.space, self.name, self.remaining = space, name, remaining
        self.question = space.rules.questions[name]
        self.near = {other: ends for other, ends in space.near().items() if other != name}
        self.is_ordered = space.rules.is_ordered(name)
        self.breaks = set[Number]()
        if self.is_ordered:
            self.breaks = breaks(space.scope, name, Reading(space.rules).conditions(name))

    def runs(self) -> list[_Run]:
        """The answers in order, as runs that leave the same outcomes possible."""
        found: list[_Run] = []
        for value in self.values():
            outcomes = self.outcomes(value)
            if not outcomes:
                continue
            if not found or not self.is_ordered:
                found.append(_Run(value, value, outcomes))
                continue
            while found[-1].outcomes != outcomes:
                found[-1], first = self.parted(found[-1], value)
                found.append(_Run(first, first, self.outcomes(first)))
            found[-1] = found[-1]._replace(last=value)
        return self.apart(found)

    def apart(self, runs: list[_Run]) -> list[_Run]:
        """The runs, as one where they differ only while other answers are as great as can be typed."""
        found = runs[:1]
        for run in runs[1:]:
            if not self.is_ordered or self.outcomes(found[-1].last, self.near) != self.outcomes(
                run.first, self.near
            ):
                found.append(run)
            else:
                either = {*found[-1].outcomes, *run.outcomes}
                both = tuple(one for one in self.remaining if one in either)
                found[-1] = found[-1]._replace(last=run.last, outcomes=both)
        return found

    def outcomes(self, value: Value, within: Ranges | None = None) -> Outcomes:
        """The outcomes that are possible with one answer, and others within bounds."""
        return tuple(one for one in self.remaining if self.space.can_be(one, {self.name: value}, within))

    def values(self) -> list[Value]:
        """Answers to try: all of a choice; of a number both sides of what it is compared with, and the ends."""
        kind, unit = self.question.kind, self.space.rules.unit(self.name)
        if kind.every:
            return list(kind.every)
        low, high = self.space.ranges.get(self.name, (self.question.min, self.question.max))
        values: set[Number] = {0, 1, 1_000_000}
        values |= {end for end in (low, high) if end is not None}
        for threshold in {*self.breaks, *self._thresholds()}:
            values |= round_neighbors(threshold, kind.is_whole, unit)
        found: list[Value] = []
        for value in sorted(values):
            inside = (low is None or value >= low) and (high is None or value <= high)
            if inside and kind.takes(value):
                found.append(value)
        return found

    def _thresholds(self) -> Iterator[Number]:
        """What conditions compare the question with, itself or as a part of a formula."""
        space = self.space
        for _, _, when in space.rules.chart.each_guard():
            for question, threshold in boundary_values.compared(space.rules, when, space.answers.overrides):
                if question == self.name:
                    yield threshold

    def parted(self, run: _Run, after: Value) -> tuple[_Run, Value]:
        """The run as far as it goes, and the first value behind it."""
        last, first = run.last, after
        assert is_number(last)
        assert is_number(first)
        for _ in range(MAX_HALVINGS):
            middle = self._between(last, first)
            if middle is None:
                break
            if self.outcomes(middle) == run.outcomes:
                last = middle
            else:
                first = middle
        return run._replace(last=last), first

    def _between(self, one: Number, other: Number) -> Number | None:
        """A number in the middle; None where the two are as near as they are told apart."""
        if self.question.kind.is_whole:
            return (one + other) // 2 if other - one > 1 else None
        if self.breaks & {one, other} or other - one <= abs(Fraction(other)) / 100:
            return None
        return _rounded((Fraction(one) + other) / 2, (Fraction(other) - one) / 10)

    def in_words(self, runs: list[_Run]) -> Iterator[Settles]:
        """Each run as a person says it, with what it leaves possible."""
        if not self.is_ordered:
            yield from _by_outcomes(self.space.rules, self.name, runs)
            return
        for index, run in enumerate(runs):
            low = self._from(runs[index - 1].last, run.first) if index else ""
            high = self._up_to(run.last, runs[index + 1].first) if index + 1 < len(runs) else ""
            if not low or not high:
                yield Settles(low or high or "any", run.outcomes)
            elif run.first == run.last:
                yield Settles(self._shown(run.first), run.outcomes)
            elif low.startswith("from ") and high.startswith("up to "):
                yield Settles(f"{self._plain(run.first)} to {high.removeprefix('up to ')}", run.outcomes)
            else:
                yield Settles(f"{low}, {high}", run.outcomes)

    def _from(self, before: Value, first: Value) -> str:
        if self.question.kind.is_whole or first in self.breaks:
            return f"from {self._shown(first)}"
        return f"above {self._shown(before)}" if before in self.breaks else f"from about {self._shown(first)}"

    def _up_to(self, last: Value, after: Value) -> str:
        if self.question.kind.is_whole or last in self.breaks:
            return f"up to {self._shown(last)}"
        return f"below {self._shown(after)}" if after in self.breaks else f"up to about {self._shown(last)}"

    def _plain(self, value: Value) -> str:
        """A number without its unit, which follows with the next."""
        assert is_number(value)
        return as_typed(value, cell_unit(self.space.rules.unit(self.name)))

    def _shown(self, value: Value) -> str:
        assert is_number(value)
        return as_typed(value, self.space.rules.unit(self.name))


def _by_outcomes(rules: Ruleset, name: str, runs: list[_Run]) -> Iterator[Settles]:
    """Choices that leave the same possible, told together."""
    between = "; " if rules.questions[name].kind.parts else ", "
    for outcomes in dict.fromkeys(run.outcomes for run in runs):
        same = [shown(rules, name, run.first) for run in runs if run.outcomes == outcomes]
        yield Settles(between.join(same), outcomes)


def _rounded(value: Fraction, room: Fraction) -> Number:
    """A number with few digits close to a value."""
    step = Fraction(1)
    while step > room:
        step /= 10
    while step * 10 <= room:
        step *= 10
    return round(value / step) * step
