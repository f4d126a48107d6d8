"""What to find out first: the open questions whose answers rule most outcomes out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from advisor.analysis.explorer import caps
from advisor.analysis.explorer.boundary_values import thresholds_in
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif.ranges import Ranges
from advisor.analysis.whatif.space import Space
from advisor.engine.answers import Value, shown
from advisor.quantities import Number, as_typed
from advisor.rules import Ruleset
from advisor.units import cell_unit

Outcomes = tuple[str, ...]


class Settles(NamedTuple):
    """What one answer to an open question would leave possible; `answer` is in words."""

    answer: str
    outcomes: Outcomes


class Information(NamedTuple):
    """An open question worth finding out, and what each answer would settle."""

    question: str
    answers: tuple[Settles, ...]


def find_out(space: Space, remaining: list[str]) -> list[Information]:
    """The open questions that some remaining way asks, the one that leaves fewest outcomes on average first."""
    rules = space.rules
    scored = []
    for position, name in enumerate(name for name in rules.chart.questions if name in space.open):
        found = _in_order if rules.is_ordered(name) else _one_by_one
        average, settles = found(space, name, remaining)
        if len({one.outcomes for one in settles}) > 1:
            scored.append((average, position, Information(name, tuple(settles))))
    return [finding for _, _, finding in sorted(scored, key=lambda entry: entry[:2])]


def _average(left: list[Outcomes]) -> Fraction:
    return Fraction(sum(map(len, left)), max(len(left), 1))


def _one_by_one(space: Space, name: str, remaining: list[str]) -> tuple[Fraction, list[Settles]]:
    """What each answer leaves possible, those that leave the same told together, and how many that is on average."""
    told: dict[Outcomes, list[str]] = {}
    for says, answer in _each(space.rules, name):
        left = tuple(one for one in remaining if space.can_be(one, answer))
        told.setdefault(left, []).append(says)
    told.pop((), None)  # refused together with what is known
    between = "; " if space.rules.questions[name].kind.parts else ", "
    settles = [Settles(between.join(says), left) for left, says in told.items()]
    return _average([left for left, says in told.items() for _ in says]), settles


def _each(rules: Ruleset, name: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Every answer in words; whether it has each option, where there are too many sets of these."""
    for value in rules.questions[name].kind.every:
        yield shown(rules, name, value), {name: value}
    if not rules.questions[name].kind.every:
        for option, title in rules.options(name).items():
            yield f"with {title}", {f"{name}.{option}": True}
            yield f"without {title}", {f"{name}.{option}": False}


def _in_order(space: Space, name: str, remaining: list[str]) -> tuple[Fraction, list[Settles]]:
    """The same for a question whose answers lie on a line."""
    line = _Ordered(space, name, remaining)
    parts = line.parts()
    return _average([part.outcomes for part in parts]), list(line.in_words(parts))


class _Partition(NamedTuple):
    """Neighboring answers that leave the same outcomes possible."""

    first: Number
    last: Number
    outcomes: Outcomes


class _Ordered:
    """What the answers to an open question leave possible, from the least to the greatest."""

    def __init__(self, space: Space, name: str, remaining: list[str]) -> None:
        self.space, self.name, self.remaining = space, name, remaining
        self.sweep = Sweep(space.rules, space.answers, name)
        self.near = {other: ends for other, ends in space.near().items() if other != name}

    def parts(self) -> list[_Partition]:
        """The answers as parts that leave the same outcomes possible, without those that leave none."""
        found: list[_Partition] = []
        for value in self.values():
            outcomes = self.outcomes(value)
            if not outcomes:
                continue
            if not found:
                found.append(_Partition(value, value, outcomes))
            while found[-1].outcomes != outcomes:
                found[-1], first = self.parted(found[-1], value)
                found.append(_Partition(first, first, self.outcomes(first)))
            found[-1] = found[-1]._replace(last=value)
        return self.joined([part for part in found if part.outcomes])

    def joined(self, parts: list[_Partition]) -> list[_Partition]:
        """The parts, as one where they differ only while other answers are as great as can be typed."""
        found = parts[:1]
        for part in parts[1:]:
            if self.outcomes(found[-1].last, self.near) != self.outcomes(part.first, self.near):
                found.append(part)
            else:
                either = {*found[-1].outcomes, *part.outcomes}
                both = tuple(one for one in self.remaining if one in either)
                found[-1] = found[-1]._replace(last=part.last, outcomes=both)
        return found

    def outcomes(self, value: Number, within: Ranges | None = None) -> Outcomes:
        """The outcomes that are possible with one answer, and others within bounds."""
        return tuple(one for one in self.remaining if self.space.can_be(one, {self.name: value}, within))

    def values(self) -> list[Number]:
        """Answers to try: on both sides of where a condition turns or what it compares with, and the ends."""
        guards = (when for _, _, when in self.space.rules.chart.each_guard())
        compared = thresholds_in(self.space.rules, guards, self.space.answers.overrides)
        around = self.sweep.beside({*self.sweep.breaks, *compared.get(self.name, ())})
        low, high = self.space.ranges.get(self.name, self.sweep.bounds)
        values = {0, 1, 1_000_000, *around, *(end for end in (low, high) if end is not None)}
        return [value for value in sorted(values) if self.sweep.takes(value)
                and (low is None or low <= value) and (high is None or value <= high)]  # fmt: skip

    def parted(self, part: _Partition, after: Number) -> tuple[_Partition, Number]:
        """The part as far as it goes, and the first value behind it."""
        last, first = part.last, after
        for _ in range(caps.HALVINGS):
            middle = self._between(last, first)
            if middle is None:
                break
            if self.outcomes(middle) == part.outcomes:
                last = middle
            else:
                first = middle
        return part._replace(last=last), first

    def _between(self, one: Number, other: Number) -> Number | None:
        """A number in the middle; None where the two are as near as they are told apart."""
        if self.sweep.is_whole:
            return (one + other) // 2 if other - one > 1 else None
        if self.sweep.breaks & {one, other} or other - one <= abs(Fraction(other)) / 100:
            return None
        return _rounded((Fraction(one) + other) / 2, (Fraction(other) - one) / 10)

    def in_words(self, parts: list[_Partition]) -> Iterator[Settles]:
        """Each part as a person says it, with what it leaves possible."""
        for index, part in enumerate(parts):
            low = self._from(parts[index - 1].last, part.first) if index else ""
            high = self._up_to(part.last, parts[index + 1].first) if index + 1 < len(parts) else ""
            if not low or not high:
                yield Settles(low or high or "any", part.outcomes)
            elif part.first == part.last:
                yield Settles(self._shown(part.first), part.outcomes)
            elif low.startswith("from ") and high.startswith("up to "):
                first = as_typed(part.first, cell_unit(self.sweep.unit))  # the unit follows with the next
                yield Settles(f"{first} to {high.removeprefix('up to ')}", part.outcomes)
            else:
                yield Settles(f"{low}, {high}", part.outcomes)

    def _from(self, before: Number, first: Number) -> str:
        if self._is_exact(first):
            return f"from {self._shown(first)}"
        is_bound = before in self.sweep.breaks
        return f"above {self._shown(before)}" if is_bound else f"from about {self._shown(first)}"

    def _up_to(self, last: Number, after: Number) -> str:
        if self._is_exact(last):
            return f"up to {self._shown(last)}"
        is_bound = after in self.sweep.breaks
        return f"below {self._shown(after)}" if is_bound else f"up to about {self._shown(last)}"

    def _is_exact(self, value: Number) -> bool:
        return self.sweep.is_whole or value in self.sweep.breaks

    def _shown(self, value: Number) -> str:
        return as_typed(value, self.sweep.unit)


def _rounded(value: Fraction, room: Fraction) -> Number:
    """A number with few digits close to a value."""
    step = Fraction(1)
    while step > room:
        step /= 10
    while step * 10 <= room:
        step *= 10
    return round(value / step) * step
