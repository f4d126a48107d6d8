"""The kinds of question: what an answer to each is, and all that is asked of one.

A kind takes what was typed, shows an answer, says what is wrong with a question's bounds, options and
default, which answers are worth a try, and how an expression, the solver, an editor and the wizard see
it. No other module knows which kinds there are: adding one is adding a class here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from advisor.days import DAY
from advisor.documents import one_form
from advisor.errors import brief, did_you_mean
from advisor.language.evaluate import is_too_large
from advisor.language.expression import parse
from advisor.language.tree import MAX_COMPUTED, ExpressionError
from advisor.money import currency
from advisor.quantities import Number, exact, parse_number, shortest, show, worked


class Unknown:
    """The answer "not sure"; there is one, `UNKNOWN`."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()
Value = bool | Number | str
"""What expressions read: yes or no, an exact number, or the id of an option."""
Answer = Value | Unknown

MAX_SHOWN = 15
"""Characters of an answer up to which all of it is shown, unless it is money, which has coins."""

_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")
_NOT_SURE = ("unknown", "not sure", "?")
_EARLY, _LATE = date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()
_SIMPLE = (0, 1, 2, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


class Sort(Enum):
    """What a variable of the solver stands for."""

    TRUTH = "true or false"
    OPTION = "one of some texts"
    NUMBER = "a number"


class Widget(Enum):
    """What the wizard asks with."""

    LIST = "one line for each answer"
    FIELD = "a field to type into"


class Listed(NamedTuple):
    """A line of a list of answers; `key` is the letter that takes it."""

    title: str
    value: Answer
    key: str = ""


class Wrong(NamedTuple):
    """What is wrong with a question: the code, the key that it stands at, and what to do."""

    code: str
    key: str
    says: str
    remedy: str = ""


if TYPE_CHECKING:  # protocols take longer to be made than all else here
    from typing import Protocol

    class Bounded(Protocol):
        """A question or a parameter, as far as it is a number."""

        @property
        def unit(self) -> str: ...
        @property
        def min(self) -> Number | None: ...
        @property
        def max(self) -> Number | None: ...

    class Titled(Protocol):
        """An option."""

        @property
        def title(self) -> str: ...
        @property
        def says(self) -> str: ...

    class Asked(Bounded, Protocol):
        """A question, as far as its kind reads it."""

        @property
        def options(self) -> Mapping[str, Titled]: ...
        @property
        def options_from(self) -> str: ...
        @property
        def default(self) -> str: ...


class Kind:
    """One kind of question, for one question.

    name: what a rule file calls it
    answer: what an answer to it is, in words
    unit: the unit of all its answers; empty where each question has its own
    type: its type in expressions
    sort: what its variable of the solver stands for
    widget: what the wizard asks with
    is_whole: whether only whole numbers answer it
    is_computed: whether its default is an expression
    reach: how far around what matters a picture goes at least; None where it goes by powers of ten
    """

    name: ClassVar[str]
    answer: ClassVar[str]
    unit: ClassVar[str] = ""
    type: ClassVar[str]
    sort: ClassVar[Sort]
    widget: ClassVar[Widget] = Widget.LIST
    is_whole: ClassVar[bool] = False
    is_computed: ClassVar[bool] = False
    reach: ClassVar[int | None] = None

    def __init__(self, asked: "Asked") -> None:
        self.asked = asked

    def implied(self) -> dict[str, Any]:
        """What holds of a question where it is not written, by key."""
        return {}

    # --- answers ---

    def read(self, raw: object) -> Answer:
        """The answer that was typed, or is a plain value. Raises ValueError(what was found, what to do)."""
        text = one_form(raw.strip()) if isinstance(raw, str) else raw
        return UNKNOWN if self._is_not_sure(text) else self._value(text)

    def _is_not_sure(self, raw: object) -> bool:
        return isinstance(raw, Unknown) or (isinstance(raw, str) and raw.lower() in _NOT_SURE)

    def _value(self, raw: object) -> Value:
        raise NotImplementedError

    def takes(self, value: Value) -> bool:
        """Whether a value is an answer as it stands."""
        return value in self.every

    def shown(self, value: Value) -> str:
        """An answer as the user reads it: ``640 examples``, ``yes``, the title of an option."""
        return show(value)

    @property
    def wanted(self) -> str:
        """What an answer is, for one who has to give it: ``integer, examples``."""
        name = self.name.replace("_", " or ")
        return f"{name}, {self.asked.unit}" if self.asked.unit else name

    # --- which answers there are ---

    @property
    def every(self) -> Sequence[Value]:
        """All answers; none where they are too many to be listed."""
        return ()

    def likely(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        """Answers that are worth a try: all, or those around some thresholds and at the bounds."""
        return self.every

    def simpler(self, value: Value) -> Sequence[Value]:
        """Answers that are simpler than one, the simplest first."""
        return ()

    def suiting(self, others: Iterable["Kind"]) -> Value | None:
        """An answer that suits other questions of this type too; None if there is none."""
        return next((one for one in self.every if all(one in other.every for other in others)), None)

    # --- loading ---

    def wrong(self, options: Collection[str] | None) -> Iterator[Wrong]:
        """What is wrong with the question; `options` are all its ids, None if they could not be read."""
        yield from self._wrong_options(options)
        low, high = self.asked.min, self.asked.max
        if low is not None and high is not None:
            says = self._wrong_bounds(low, high)
            yield from (Wrong("wrong-bounds", "min", says),) if says else ()
        if self.asked.default:
            yield from self._wrong_default(options)
        yield from self._wrong_unit()

    def _wrong_unit(self) -> Iterator[Wrong]:
        if self.asked.unit == DAY:
            yield Wrong("wrong-value", "unit", "only a date counts in dates", f"write `type: {Date.name}`")

    def _wrong_options(self, options: Collection[str] | None) -> Iterator[Wrong]:
        if self.asked.options or self.asked.options_from:
            yield Wrong("wrong-options", "", "only a choice has options")

    def _wrong_bounds(self, low: Number, high: Number) -> str:
        return wrong_bounds(low, high)

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Wrong]:
        return iter(())

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """What JSON Schema can hold a question of this kind to, beyond what all are held to."""
        return {"not": {"required": ["options_from"]}, "properties": {"options": {"maxProperties": 0}}}

    # --- the wizard ---

    def listed(self) -> list[Listed]:
        """The lines of a list of all answers."""
        raise NotImplementedError

    @property
    def needed(self) -> str:
        """What a field is missing while it is empty."""
        return f"{self.answer} is needed{f' ({self.asked.unit})' if self.asked.unit else ''}"

    @property
    def examples(self) -> str:
        """Answers as one can type them into a field."""
        raise NotImplementedError


class YesNo(Kind):
    """Yes or no."""

    name, answer, type, sort = "yes_no", "yes or no", "boolean", Sort.TRUTH

    def _value(self, raw: object) -> Value:
        word = raw.lower() if isinstance(raw, str) else raw
        if isinstance(word, bool):
            return word
        if word in _YES or word in _NO:
            return word in _YES
        raise ValueError(f"found {quoted(raw)}, expected {self.answer}")

    @property
    def every(self) -> Sequence[Value]:
        return True, False

    def takes(self, value: Value) -> bool:
        return isinstance(value, bool)

    def likely(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        return False, True

    def simpler(self, value: Value) -> Sequence[Value]:
        return (False,)

    def suiting(self, others: Iterable[Kind]) -> Value | None:
        return False

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Wrong]:
        if self.asked.default.lower() not in ("yes", "no", "true", "false"):
            yield Wrong("wrong-default", "default", f"found `{self.asked.default}`, expected yes or no")

    def listed(self) -> list[Listed]:
        return [Listed("Yes", True, "y"), Listed("No", False, "n"), Listed("Not sure", UNKNOWN, "u")]


class AnyNumber(Kind):
    """A number."""

    name, answer, type, sort = "number", "a number", "number", Sort.NUMBER
    widget = Widget.FIELD
    is_computed = True

    def _value(self, raw: object) -> Value:
        return figure(self.asked, raw)

    def takes(self, value: Value) -> bool:
        return not isinstance(value, bool | str) and not is_too_large(value) and not beyond(self.asked, value)

    def shown(self, value: Value) -> str:
        unit = self.asked.unit
        return worked(
            value, unit, full=not currency(unit) and len(shortest(cast(Number, value))) <= MAX_SHOWN
        )

    def likely(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        values: list[Number] = [1, 0, 1_000]
        for threshold in thresholds:
            values = [threshold, threshold - 1, threshold + 1, *values]
        low, high = self.asked.min, self.asked.max
        values += [bound for bound in (low, high) if bound is not None]
        if low is not None and high is not None:
            values.append((low + high) // 2)
        return [value for value in dict.fromkeys(values) if self.takes(value)]

    def simpler(self, value: Value) -> Sequence[Value]:
        size = abs(Fraction(cast(Number, value)))
        simple = [one for one in _SIMPLE if one < size]
        return simple if isinstance(value, int) else [*simple, round(cast(Fraction, value))]

    def suiting(self, others: Iterable[Kind]) -> Value | None:
        """A number within all bounds, near zero or the least."""
        kinds = [self, *others]
        low = max((one.asked.min for one in kinds if one.asked.min is not None), default=None)
        high = min((one.asked.max for one in kinds if one.asked.max is not None), default=None)
        value: Number = low if low is not None else min(high, 0) if high is not None else 0
        if any(one.is_whole for one in kinds):
            value = floor(value) if low is None else ceil(value)
        return None if high is not None and value > high else value

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Wrong]:
        try:
            parse(self.asked.default)
        except ExpressionError as error:
            yield Wrong("expression", "default", str(error))

    @property
    def examples(self) -> str:
        unit, high = self.asked.unit, self.asked.max
        if unit == "percent":
            return "80 or 80%"
        if high is not None and high <= 1:
            return "0.8 or 80%"
        own = currency(unit)
        return f"5000, {own.mark}5,000 or 5k" if own else self._plain_examples

    _plain_examples = "24, 2.5 or 1,500"


class Integer(AnyNumber):
    """A whole number."""

    name, is_whole = "integer", True
    _plain_examples = "640, 50k or 1.5M"

    def _value(self, raw: object) -> Value:
        value = super()._value(raw)
        if not isinstance(value, int):
            raise ValueError(f"{quoted(raw)} is not a whole number", _as_thousands(raw))
        return value

    def takes(self, value: Value) -> bool:
        return super().takes(value) and cast(Number, value).denominator == 1

    def _wrong_bounds(self, low: Number, high: Number) -> str:
        is_empty = low <= high and ceil(low) > floor(high)
        return "there is no whole number between `min` and `max`" if is_empty else wrong_bounds(low, high)


class Date(Integer):
    """A day, as the number of days since the year 1 began."""

    name, answer, type, unit = "date", "a date", "date", DAY
    reach = 365
    _plain_examples = "2026-04-06, 6 April 2026 or in 3 months"

    def implied(self) -> dict[str, Any]:
        """Without bounds, those of most people's lives; one that is written may lie beyond."""
        low, high = self.asked.min, self.asked.max
        if low is None:
            low = _EARLY if high is None or high >= _EARLY else date.min.toordinal()
        if high is None:
            high = _LATE if low <= _LATE else date.max.toordinal()
        return {"unit": self.asked.unit or DAY, "min": low, "max": high}

    def _value(self, raw: object) -> Value:
        text = raw.isoformat() if type(raw) is date else raw
        if not isinstance(text, str):
            raise ValueError(f"found {quoted(raw)}, expected a date such as 2026-04-06")
        return super()._value(text)

    @property
    def wanted(self) -> str:
        return self.name

    @property
    def needed(self) -> str:
        return f"{self.answer} is needed"

    def likely(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        """The days around some others, and those at the bounds."""
        near = [day for one in thresholds for day in (one, one - 1, one + 1)]
        values = [*near[::-1], *(bound for bound in (self.asked.min, self.asked.max) if bound is not None)]
        return [value for value in dict.fromkeys(values) if self.takes(value)]

    def simpler(self, value: Value) -> Sequence[Value]:
        """The first day of the year, and of the month."""
        day = date.fromordinal(cast(int, value))
        return [day.replace(month=1, day=1).toordinal(), day.replace(day=1).toordinal()]

    def _wrong_unit(self) -> Iterator[Wrong]:
        if self.asked.unit not in ("", DAY):
            yield Wrong("wrong-value", "unit", "a date has no unit", "remove it")

    @classmethod
    def schema(cls) -> dict[str, Any]:
        day = {"type": "string"}
        return {**super().schema(), "properties": {**super().schema()["properties"], "min": day, "max": day}}


class Choice(Kind):
    """One of several options."""

    name, answer, type, sort = "choice", "one of its options", "text", Sort.OPTION

    def _is_not_sure(self, raw: object) -> bool:
        return super()._is_not_sure(raw) and not (isinstance(raw, str) and self._meant(raw))

    def _value(self, raw: object) -> Value:
        meant = self._meant(raw) if isinstance(raw, str) else []
        if len(meant) > 1:
            raise ValueError(f"{quoted(raw)} can mean {' or '.join(meant)}", "write the id")
        if meant:
            return meant[0]
        remedy = (did_you_mean(raw, self.asked.options),) if isinstance(raw, str) else ()
        raise ValueError(f"found {quoted(raw)}, expected {self.wanted}", *remedy)

    def _meant(self, raw: str) -> list[str]:
        """The options that a text can mean: by id before by title, as it is written before in another case."""
        options, word = self.asked.options, raw.casefold()
        if raw in options:
            return [raw]
        ways = (
            [option for option, one in options.items() if one.title == raw],
            [option for option in options if option.casefold() == word],
            [option for option, one in options.items() if one.title.casefold() == word],
        )
        return next((found for found in ways if found), [])

    def shown(self, value: Value) -> str:
        option = self.asked.options.get(str(value))
        return option.title if option else str(value)

    @property
    def wanted(self) -> str:
        return f"one of {', '.join(self.asked.options)}"

    @property
    def every(self) -> Sequence[Value]:
        return list(self.asked.options)

    def takes(self, value: Value) -> bool:
        return value in self.asked.options

    def simpler(self, value: Value) -> Sequence[Value]:
        return [self.asked.default] if self.asked.default else []

    def _wrong_options(self, options: Collection[str] | None) -> Iterator[Wrong]:
        if options is None:
            return
        clash = self._clash(options)
        if not options:
            there = f"`{self.asked.options_from}` has no entries" if self.asked.options_from else ""
            yield Wrong("wrong-options", "", "a choice needs `options`", there)
        elif clash:
            says = f"`{clash}` can mean two of the options"
            yield Wrong("wrong-options", "", says, "write another id or title")

    def _clash(self, options: Collection[str]) -> str | None:
        """An id or title that two options share, in whatever case an answer writes it."""
        meant: dict[str, str] = {}
        for option in options:
            title = getattr(self.asked.options.get(option), "title", option)  # one that is wrong has none
            for word in (option, title):
                if meant.setdefault(word.casefold(), option) != option:
                    return str(word)
        return None

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Wrong]:
        found = self.asked.default
        if options is not None and found not in options:
            yield Wrong("wrong-default", "default", f"`{found}` is no option", did_you_mean(found, options))

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {
            "anyOf": [
                {"required": ["options_from"]},
                {"required": ["options"], "properties": {"options": {"minProperties": 1}}},
            ]
        }

    def listed(self) -> list[Listed]:
        lines = [
            Listed(f"{one.title}: {one.says}" if one.says else one.title, option)
            for option, one in self.asked.options.items()
        ]
        return [*lines, Listed("Not sure", UNKNOWN)]


KINDS: dict[str, type[Kind]] = {one.name: one for one in (YesNo, Integer, AnyNumber, Date, Choice)}
"""Every kind by its name."""


def figure(entry: "Bounded", raw: object) -> Number:
    """A number for a question or a parameter, within its bounds. Raises ValueError as `Kind.read` does."""
    value = _exact(raw, entry.unit)
    if entry.unit == "percent" and isinstance(raw, str) and 0 < value < 1 and "%" not in raw:
        raise ValueError(f"{quoted(raw)} is not clear", f"write {show(value * 100)}% or {show(value)}%")
    wrong = beyond(entry, value)
    if wrong:
        raise ValueError(f"{quoted(raw)} {wrong}", _as_share(entry, value))
    return value


def beyond(entry: "Bounded", value: Number) -> str:
    """Which bound of a question or a parameter a value is beyond, in words; empty if it is within."""
    if entry.min is not None and value < entry.min:
        return f"is below the least allowed, {show(entry.min, entry.unit)}"
    if entry.max is not None and value > entry.max:
        return f"is above the greatest allowed, {show(entry.max, entry.unit)}"
    return ""


def wrong_bounds(low: Number | None, high: Number | None) -> str:
    """What is wrong with the bounds of a number; empty if nothing is."""
    is_empty = low is not None and high is not None and low > high
    return "`min` is greater than `max`" if is_empty else ""


def quoted(raw: object) -> str:
    """What was found, for a message."""
    if is_too_large(raw):  # so large that Python does not write it down
        return f"a number of more than {MAX_COMPUTED:,} digits"
    return f"`{brief(raw)}`" if isinstance(raw, str) else brief(repr(raw))


def _exact(raw: object, unit: str) -> Number:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Fraction):
        raise ValueError(f"found {quoted(raw)}, expected a number")
    if is_too_large(raw):
        raise ValueError(f"found {quoted(raw)}, expected a figure")
    try:
        return parse_number(raw, unit) if isinstance(raw, str) else exact(raw)
    except ValueError as error:
        raise ValueError(f"{quoted(raw)} {error}") from None


def _as_share(entry: "Bounded", value: Number) -> str:
    """What to write where a share was typed as a percentage; empty where it was not."""
    is_share = entry.min is not None and entry.max is not None and 0 <= entry.min < entry.max <= 1
    if not is_share or beyond(entry, Fraction(value) / 100):
        return ""
    return f"did you mean {show(value)}%?"


def _as_thousands(raw: object) -> str:
    """What to write where a point was typed between thousands; empty where it was not."""
    grouped = isinstance(raw, str) and re.fullmatch(r"[-−]?[1-9]\d{0,2}\.\d{3}", raw)
    return f"did you mean {raw.replace('.', ',')}?" if isinstance(raw, str) and grouped else ""
