"""The type of an expression: ``number``, ``boolean`` or ``text``, and what does not go together."""

from collections.abc import Iterable, Mapping

from advisor.errors import brief, did_you_mean
from advisor.language.tree import (
    Arithmetic,
    Cases,
    Comparison,
    ExpressionError,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Text,
    children,
    spell,
)

Types = Mapping[str, str]
"""The types of names."""


def type_of(node: Node, types: Types) -> str:
    """The type of a tree, given those of its names. Raises ExpressionError."""
    match node:
        case Name(id=name):
            if name not in types:
                raise ExpressionError(f"unknown name `{brief(name)}` ({did_you_mean(name, types)})")
            return types[name]
        case Junction() | Not():
            return _all(children(node), "boolean", types)
        case Arithmetic() | Negative():
            return _all(children(node), "number", types)
        case Comparison():
            return _compared(node, types)
        case Cases(first, last):
            _all((when for when, _ in first), "boolean", types)
            return _all(node.values, type_of(last, types), types)
    return "number" if isinstance(node, Number) else "text" if isinstance(node, Text) else "boolean"


def _all(nodes: Iterable[Node], wanted: str, types: Types) -> str:
    for node in nodes:
        found = type_of(node, types)
        if found != wanted:
            raise ExpressionError(f"`{brief(spell(node))}` is a {found}, but here stands a {wanted}")
    return wanted


def _compared(node: Comparison, types: Types) -> str:
    one, other = type_of(node.left, types), type_of(node.right, types)
    left, right = (f"`{brief(spell(side))}`" for side in (node.left, node.right))
    if one != other:
        raise ExpressionError(f"{left} is a {one} and {right} is a {other}: they cannot be compared")
    if one != "number" and node.sign not in ("==", "!="):
        raise ExpressionError(f"{left} is a {one}: compare it with == or != only")
    return "boolean"
