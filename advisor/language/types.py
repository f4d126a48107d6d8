"""The type of an expression: ``number``, ``date``, ``boolean`` or ``text``, and what does not go together."""

from collections.abc import Iterable, Mapping

from advisor.errors import brief, did_you_mean
from advisor.language.tree import (
    Arithmetic,
    Cases,
    Comparison,
    Day,
    ExpressionError,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Numeral,
    Text,
    children,
    spell,
)

Types = Mapping[str, str]
"""The types of names."""

SET = "set of options"
"""The type of a name that is not read by itself: each option that it can hold has a name of its own."""

ORDERED = ("number", "date")
"""The types of which one value can be below another."""


def type_of(node: Node, types: Types) -> str:
    """The type of a tree, given those of its names. Raises ExpressionError."""
    match node:
        case Name(id=name):
            if name not in types:
                raise ExpressionError(f"unknown name `{brief(name)}` ({did_you_mean(name, types)})")
            if types[name] == SET:
                option = next((one for one in types if one.startswith(f"{name}.")), f"{name}.option")
                raise ExpressionError(
                    f"`{name}` is a set of options; ask for one of them, such as `{option}`"
                )
            return types[name]
        case Junction() | Not():
            return _all(children(node), "boolean", types)
        case Arithmetic():
            return _computed(node, types)
        case Negative(operand):
            return _all((operand,), "number", types)
        case Comparison():
            return _compared(node, types)
        case Cases(first, last):
            _all((when for when, _ in first), "boolean", types)
            return _all(node.values, type_of(last, types), types)
        case Day():
            return "date"
    return "number" if isinstance(node, Numeral) else "text" if isinstance(node, Text) else "boolean"


def _all(nodes: Iterable[Node], wanted: str, types: Types) -> str:
    for node in nodes:
        _expect(node, type_of(node, types), wanted)
    return wanted


def _expect(node: Node, found: str, wanted: str) -> None:
    if found != wanted:
        raise ExpressionError(f"`{brief(spell(node))}` is a {found}, but here stands a {wanted}")


def _computed(node: Arithmetic, types: Types) -> str:
    """Of numbers a number; of two dates, the days from one to the other."""
    left, right = type_of(node.left, types), type_of(node.right, types)
    if node.sign == "-" and left == "date":
        _expect(node.right, right, "date")
    else:
        _expect(node.left, left, "number")
        _expect(node.right, right, "number")
    return "number"


def _compared(node: Comparison, types: Types) -> str:
    one, other = type_of(node.left, types), type_of(node.right, types)
    left, right = (f"`{brief(spell(side))}`" for side in (node.left, node.right))
    if one != other:
        raise ExpressionError(f"{left} is a {one} and {right} is a {other}: they cannot be compared")
    if one not in ORDERED and node.sign not in ("==", "!="):
        raise ExpressionError(f"{left} is a {one}: compare it with == or != only")
    return "boolean"
