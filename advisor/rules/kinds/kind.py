"""What every kind of question answers, whatever it is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from advisor.days import DAY
from advisor.documents import one_form
from advisor.errors import Problem, brief
from advisor.language.evaluate import is_too_large
from advisor.language.tree import MAX_COMPUTED, Node
from advisor.quantities import Number, shortest, show

if TYPE_CHECKING:  # a question knows its kind, and its kind knows the question
    from advisor.rules.records import Question


class Unknown:
    """The answer "not sure"; there is one, `UNKNOWN`."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN = Unknown()
Value = bool | Number | str | tuple[str, ...]
"""What expressions read: yes or no, an exact number, the id of an option, or those of several in their order."""
Answer = Value | Unknown

_NOT_SURE = ("unknown", "not sure", "?")


class Widget(Enum):
    """What the wizard asks with."""

    LIST = "one line for each answer"
    CHECKS = "one line for each option, any of which can be taken"
    FIELD = "a field to type into"


class ListLine(NamedTuple):
    """A line of a list of answers; `key` is the letter that takes it."""

    title: str
    value: Answer
    key: str = ""


class Kind:
    """One kind of question, for one question.

    name: what a rule file calls it
    answer: what an answer to it is, in words
    unit: the unit of all its answers; empty where each question has its own
    type: its type in expressions
    widget: what the wizard asks with
    is_whole: whether only whole numbers answer it
    is_computed: whether its default is an expression
    reach: how far around what matters a picture goes at least; None where it goes by powers of ten
    """

    name: ClassVar[str]
    answer: ClassVar[str]
    unit: ClassVar[str] = ""
    type: ClassVar[str]
    widget: ClassVar[Widget] = Widget.LIST
    is_whole: ClassVar[bool] = False
    is_computed: ClassVar[bool] = False
    reach: ClassVar[int | None] = None

    def __init__(self, question: "Question") -> None:
        self.question = question

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
        return f"{name}, {self.question.unit}" if self.question.unit else name

    @property
    def keywords(self) -> Sequence[str]:
        """The words that begin an answer as one types it; none where they are too many."""
        return tuple(self.question.options)

    # --- what an answer is made of ---

    @property
    def parts(self) -> Mapping[str, "Kind"]:
        """The parts that expressions read as ``question.part``, with their kinds; none where it is one thing."""
        return {}

    def renamed(self, value: Value, options: Mapping[str, str]) -> Value:
        """The same answer where options are called something else."""
        return options.get(value, value) if isinstance(value, str) else value

    def counts(self, name: str) -> dict[str, Node]:
        """What the question of that name, and each part, counts where a number is needed; none without points."""
        return {}

    # --- which answers there are ---

    @property
    def every(self) -> Sequence[Value]:
        """All answers; none where they are too many to be listed."""
        return ()

    def boundary_values(self, thresholds: Iterable[Number] = ()) -> Sequence[Value]:
        """Answers that are worth a try: all, or those around some thresholds and at the bounds."""
        return self.every

    def others(self, value: Value) -> Sequence[Value]:
        """The answers that are one step from one, where answers do not lie on a line."""
        return [one for one in self.every if one != value]

    def simpler(self, value: Value) -> Sequence[Value]:
        """Answers that are simpler than one, the simplest first."""
        return ()

    def suiting(self, others: Iterable["Kind"]) -> Value | None:
        """An answer that suits other questions of this type too; None if there is none."""
        return next(
            (one for one in self.boundary_values() if all(other.takes(one) for other in others)), None
        )

    # --- loading ---

    def wrong(self, options: Collection[str] | None) -> Iterator[Problem]:
        """What is wrong, each `where` it stands; `options` are all ids there are, None if they could not be read."""
        yield from self._wrong_options(options)
        low, high = self.question.min, self.question.max
        if low is not None and high is not None:
            says = self._wrong_bounds(low, high)
            yield from (Problem("wrong-bounds", says, where="min"),) if says else ()
        if self.question.default:
            yield from self._wrong_default(options)
        yield from self._wrong_unit()
        yield from self._wrong_points()

    def _wrong_points(self) -> Iterator[Problem]:
        if self.question.points:
            says, remedy = "only yes or no has points for itself", "give points to its options, or remove it"
            yield Problem("wrong-value", says, remedy, where="points")

    def _wrong_unit(self) -> Iterator[Problem]:
        if self.question.unit == DAY:
            yield Problem("wrong-value", "only a date counts in dates", "write `type: date`", where="unit")

    def _wrong_options(self, options: Collection[str] | None) -> Iterator[Problem]:
        if self.question.options or self.question.options_from:
            yield Problem("wrong-options", "only a choice has options, or a question of several answers")

    def _wrong_bounds(self, low: Number, high: Number) -> str:
        return wrong_bounds(low, high)

    def _wrong_default(self, options: Collection[str] | None) -> Iterator[Problem]:
        return iter(())

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """What JSON Schema can hold a question of this kind to, beyond what all are held to."""
        return {"not": {"required": ["options_from"]}, "properties": {"options": {"maxProperties": 0}}}

    # --- the wizard ---

    def listed(self) -> list[ListLine]:
        """The lines of a list of all answers."""
        raise NotImplementedError

    @property
    def needed(self) -> str:
        """What a field is missing while it is empty."""
        return f"{self.answer} is needed{f' ({self.question.unit})' if self.question.unit else ''}"

    @property
    def examples(self) -> str:
        """Answers as one can type them into a field."""
        raise NotImplementedError


def wrong_bounds(low: Number | None, high: Number | None) -> str:
    """What is wrong with the bounds of a number; empty if nothing is."""
    is_empty = low is not None and high is not None and low > high
    return "`min` is greater than `max`" if is_empty else ""


def quoted(raw: object) -> str:
    """What was found, for a message."""
    if is_too_large(raw):  # so large that Python does not write it down
        return f"a number of more than {MAX_COMPUTED:,} digits"
    if isinstance(raw, Fraction):
        return brief(shortest(raw))
    written = str(raw) if isinstance(raw, date | Decimal) else repr(raw)
    return f"`{brief(raw)}`" if isinstance(raw, str) else brief(written)
