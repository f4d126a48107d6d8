"""The tree of an expression: a few kinds of nodes, and what every reading of them needs.

Trees are made by `parse` from text, or by hand from parts of others; a reading is a `match` over the nodes.
The nodes are no dataclasses: those take longer to be made than a decision does.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeGuard, cast, dataclass_transform

from advisor.days import show_day
from advisor.errors import AdvisorError, Place, Problem, brief
from advisor.quantities import Number, shortest

MAX_COMPUTED = 1_000
"""Digits of a number that is computed. Squares of squares would soon be longer than any memory."""

Sign = Literal["==", "!=", "<", "<=", ">", ">="]

SHOWN: dict[Sign, str] = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
"""How comparisons read."""
_OPPOSITE: dict[Sign, Sign] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: dict[Sign, Sign] = {"==": "==", "!=": "!=", "<": ">", ">=": "<=", ">": "<", "<=": ">="}


class ExpressionError(ValueError):
    """The text or the tree is not an expression; the message says what was found and what is allowed."""


class TooLarge(AdvisorError):
    """A number grew beyond every figure there is."""

    def __init__(self, text: str, place: Place | None = None, where: str = "") -> None:
        says = f"`{brief(text)}` comes to a number of more than {MAX_COMPUTED:,} digits"
        super().__init__(Problem("too-large", says, "mend the rules or the answers", place, where))


@dataclass_transform(frozen_default=True)
class Node:
    """A part of an expression: never changed, and equal to one that is made of the same."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[attr-defined,misc]

    def __init__(self, *parts: object) -> None:
        for name, part in zip(self._fields(), parts, strict=True):
            object.__setattr__(self, name, part)

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return cast(tuple[str, ...], cls.__match_args__)  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is never changed")

    def _parts(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self._fields())

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((type(self), self._parts()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._parts()))})"


class Constant(Node):
    """What is written out: a number, a day, a text, true or false."""

    __slots__ = ("value",)
    value: Number | str | bool


class Numeral(Constant):
    """A number, exactly as it was written."""

    __slots__ = ()
    value: Number


class Day(Constant):
    """A day, as the number of days since the year 1 began."""

    __slots__ = ()
    value: int


class Text(Constant):
    """A text in quotes."""

    __slots__ = ()
    value: str


class Truth(Constant):
    """True or false."""

    __slots__ = ()
    value: bool


class Name(Node):
    """The name of a question, parameter or formula; or of an option, such as ``getting.pension``."""

    __slots__ = ("id",)
    id: str


class Negative(Node):
    """A number with its sign turned."""

    __slots__ = ("operand",)
    operand: Node


class Not(Node):
    """That a condition does not hold."""

    __slots__ = ("operand",)
    operand: Node


class Arithmetic(Node):
    """A sum, difference, product or quotient."""

    __slots__ = ("left", "right", "sign")
    left: Node
    sign: Literal["+", "-", "*", "/"]
    right: Node


class Comparison(Node):
    """A comparison of two numbers, or of two texts or conditions with ``==`` or ``!=``."""

    __slots__ = ("left", "right", "sign")
    left: Node
    sign: Sign
    right: Node

    @property
    def turned(self) -> "Comparison":
        """The same, told from the other side."""
        return Comparison(self.right, _TURNED[self.sign], self.left)

    @property
    def opposite(self) -> "Comparison":
        """The comparison that holds where this one does not."""
        return Comparison(self.left, _OPPOSITE[self.sign], self.right)


class Junction(Node):
    """Conditions joined, read in order and only as far as they matter."""

    __slots__ = ("parts", "sign")
    sign: Literal["and", "or"]
    parts: tuple[Node, ...]


class Cases(Node):
    """The value of the first case whose condition holds; of the last, which has none, where no other does.

    first: pairs of a condition and a value
    last: the value where none of them holds
    """

    __slots__ = ("first", "last")
    first: tuple[tuple[Node, Node], ...]
    last: Node

    @property
    def values(self) -> tuple[Node, ...]:
        """What it can come to."""
        return (*(value for _, value in self.first), self.last)


class Points(Cases):
    """What an answer counts as a number, by what it is: the points of a name that stands for an answer.

    name: the question, or the option of one, as it was written
    """

    __slots__ = ("name",)
    first: tuple[tuple[Node, Node], ...]
    last: Node
    name: str


class PointSum(Arithmetic):
    """The points of all options that are answered to one question.

    name: the question, as it was written
    """

    __slots__ = ("name",)
    left: Node
    sign: Literal["+", "-", "*", "/"]
    right: Node
    name: str


def is_cases(node: Node) -> TypeGuard[Cases]:
    """Whether a tree is one of cases that were written as such."""
    return isinstance(node, Cases) and not isinstance(node, Points)


def option_of(name: str) -> tuple[str, str]:
    """The question and the option of a name such as ``getting.pension``; the option is empty for any other."""
    question, _, option = name.partition(".")
    return question, option


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below one, in the order in which they are read."""
    match node:
        case Arithmetic(left, _, right) | Comparison(left, _, right):
            return left, right
        case Junction(_, parts):
            return parts
        case Not(operand) | Negative(operand):
            return (operand,)
        case Cases(first, last):
            return (*(one for case in first for one in case), last)
    return ()


def walk(*nodes: Node) -> Iterator[Node]:
    """Nodes and all below them, in the order in which they are read."""
    stack = list(nodes[::-1])
    while stack:
        node = stack.pop()
        yield node
        stack += children(node)[::-1]


def outcomes_of(node: Node) -> Iterator[Node]:
    """What a tree can come to: of cases the value of each, of anything else itself."""
    if isinstance(node, Cases):
        for value in node.values:
            yield from outcomes_of(value)
    else:
        yield node


def names_in(*nodes: Node) -> tuple[str, ...]:
    """The names that nodes read, each once."""
    return tuple(dict.fromkeys(node.id for node in walk(*nodes) if isinstance(node, Name)))


def joined(sign: Literal["and", "or"], parts: Iterable[Node]) -> Node:
    """Conditions joined; one alone is itself, and none at all are true for `and`, false for `or`."""
    found = tuple(parts)
    return found[0] if len(found) == 1 else Junction(sign, found) if found else Truth(sign == "and")


_BINDING = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
_NOT, _COMPARED, _NEGATIVE, _ALONE = 3, 4, 7, 8


def spell(node: Node) -> str:
    """A node as text, with no more parentheses than it needs."""
    return _spelled(node)[0]


def _spelled(node: Node) -> tuple[str, int]:
    """The text of a node, and how tightly it holds together."""
    match node:
        case Name(text) | Points(name=text) | PointSum(name=text):
            return text, _ALONE
        case Day(value):
            return show_day(value), _ALONE
        case Constant(value):
            return _constant(value)
        case Not(operand):
            return f"not {_within(operand, _NOT)}", _NOT
        case Negative(operand):
            return f"-{_within(operand, _NEGATIVE)}", _NEGATIVE
        case Junction(sign, parts):
            binding = _BINDING[sign]
            return f" {sign} ".join(_within(part, binding + 1) for part in parts), binding
        case Arithmetic(left, sign, right):
            binding = _BINDING[sign]
            return f"{_within(left, binding)} {sign} {_within(right, binding + 1)}", binding
        case Comparison(left, sign, right):
            return f"{_within(left, _COMPARED + 1)} {sign} {_within(right, _COMPARED + 1)}", _COMPARED
    assert isinstance(node, Cases)
    first = "".join(f"when {spell(when)} then {spell(value)} " for when, value in node.first)
    return f"case {first}else {spell(node.last)} end", _ALONE


def _within(node: Node, binding: int) -> str:
    text, own = _spelled(node)
    return f"({text})" if own < binding else text


def _constant(value: Number | str | bool) -> tuple[str, int]:
    if isinstance(value, bool):
        return str(value).lower(), _ALONE
    if isinstance(value, str):
        return repr(value), _ALONE
    digits = shortest(value)
    return digits, _BINDING["/"] if "/" in digits else _NEGATIVE if value < 0 else _ALONE
