"""From text to a tree: Python reads the text, and what is not in the small language is refused.

The only module that reads Python's own trees.
"""

import ast
import re
import warnings
from collections.abc import Callable
from fractions import Fraction
from keyword import kwlist
from typing import Any, TypeGuard

from advisor.days import parse_day
from advisor.errors import brief
from advisor.language.tree import (
    Arithmetic,
    Comparison,
    Constant,
    Day,
    ExpressionError,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Numeral,
    Text,
    Truth,
    joined,
    spell,
)
from advisor.quantities import MAX_DIGITS, simplest

MAX_LENGTH = 1_000
"""Characters in one expression; longer ones belong into named formulas."""

MAX_DEPTH = 60
"""Levels of nesting in one expression."""

RESERVED = frozenset({*map(str.lower, kwlist), "null", "case", "end"})
"""Words that cannot be names, however they are written: those of Python, and those of SQL that would be read here."""

_ALLOWED = (
    "allowed are names, numbers, dates, text in quotes, true, false, "
    "+ - * /, == != < <= > >=, in [a list], and, or, not, parentheses"
)
_REFUSED: dict[type[ast.AST], str] = {
    ast.Call: "a call",
    ast.Attribute: "an attribute",
    ast.Subscript: "a subscript",
    ast.Pow: "a power",
    ast.FloorDiv: "a whole division",
    ast.Mod: "a remainder",
    ast.IfExp: "an if",
    ast.Lambda: "a lambda",
    ast.List: "a list that does not follow `in`",
    ast.Is: "`is`",
    ast.IsNot: "`is not`",
}
SIGNS: dict[str, type[ast.AST]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "and": ast.And, "or": ast.Or,
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
}  # fmt: skip
"""What Python calls each sign."""
_SIGN_OF: dict[type[ast.AST], Any] = {python: sign for sign, python in SIGNS.items()}


_SKIPPED_OR_DAY = re.compile(r"""'[^']*'|"[^"]*"|(?<![\w.])(\d{4})-(\d\d)-(\d\d)(?![\w.])""")
"""Quoted text, or a day such as ``2026-04-06``, which Python would take for a difference."""


def tree_of(text: str) -> Node:
    """The tree of a text. Raises ExpressionError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"has {len(text):,} characters, {MAX_LENGTH:,} are allowed; name parts of it as formulas"
        )
    source = text.strip()
    return _Reader(source).node(_python(source))


def renamed(text: str, name: Callable[[str], str]) -> str:
    """A text with other names in it, written as it was; one that is no expression stays as it is."""
    source = text.strip()
    try:
        nodes = list(ast.walk(_python(source)))
    except ExpressionError:
        return text
    questions = {id(node.value) for node in nodes if _is_option(node)}
    read = [node for node in nodes if _is_option(node) or (_is_name(node) and id(node) not in questions)]
    encoded = source.encode()  # columns count bytes
    for node in sorted(read, key=lambda one: one.col_offset, reverse=True):
        new = name(ast.unparse(node)).encode()
        encoded = encoded[: node.col_offset] + new + encoded[node.end_col_offset :]
    return encoded.decode()


def _python(source: str) -> ast.expr:
    """The tree that Python reads; what it would only warn of, such as ``1or 2``, is refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(_SKIPPED_OR_DAY.sub(_as_name, source), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = _reserved_word(source) or getattr(error, "msg", None) or "cannot be read"
        raise ExpressionError(f"`{brief(source)}` is not an expression: {reason}") from None


def _is_name(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and not node.id.startswith("_")


def _is_option(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and _is_name(node.value) and not node.attr.startswith("_")


def _as_name(found: re.Match[str]) -> str:
    """A name for Python to read in place of a day, of the same length; no id begins like it."""
    return f"_{found[1]}{found[2]}{found[3]}_" if found[1] else found[0]


def _reserved_word(text: str) -> str:
    """That a word of Python stands where a name is meant; empty if there is none."""
    words = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", text))
    found = [word for word in words if word in kwlist and word not in ("and", "or", "not", "True", "False")]
    return f"`{found[0]}` is a reserved word and cannot be a name" if found else ""


class _Reader:
    """Turns the nodes of Python into those of the language. Raises ExpressionError for any other."""

    def __init__(self, source: str) -> None:
        self.source = source

    def node(self, node: ast.expr, depth: int = 0) -> Node:  # noqa: C901 - one case a node
        if depth > MAX_DEPTH:
            raise ExpressionError(f"is nested deeper than {MAX_DEPTH}; name parts of it as formulas")
        below = depth + 1
        match node:
            case ast.Name(id=name) if name.startswith("_"):
                return self._day(node) or Name(name)
            case ast.Name(id=name):
                return Truth(name.lower() == "true") if name.lower() in ("true", "false") else Name(name)
            case ast.Constant(value=value):
                return self._constant(node, value)
            case ast.BoolOp(op=op, values=values):
                return Junction(_sign(op), tuple(self.node(value, below) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.node(operand, below))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negative(self.node(operand, below))
            case ast.BinOp(left=left, op=op, right=right):
                return Arithmetic(self.node(left, below), _sign(op), self.node(right, below))
            case ast.Attribute():
                return self._option(node)
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op], comparators=[right]):
                return self._listed(self.node(left, below), isinstance(op, ast.In), right, below)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return Comparison(self.node(left, below), _sign(op), self.node(right, below))
            case ast.Compare():
                raise ExpressionError("a chain of comparisons is not allowed; join them with `and`")
        raise _refused(node.op if isinstance(node, ast.UnaryOp) else node)

    def _option(self, node: ast.Attribute) -> Node:
        """The name of an option: that of its question, a point and its id."""
        if not _is_option(node):
            raise _refused(node)
        return Name(ast.unparse(node))

    def _listed(self, left: Node, is_in: bool, right: ast.expr, depth: int) -> Node:
        """That a name is one of a list, or none of it, as comparisons with each; a bare word is an option."""
        if not isinstance(left, Name):
            raise ExpressionError(f"`{brief(spell(left))}` stands before `in`, and only a name can")
        if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
            says = "after `in` stands a list, such as `in [low, high]`"
            raise ExpressionError(f"{says}; one of several answers is read as `question.option`")
        ones = [
            Text(one.id) if isinstance(one, Name) else one
            for one in (self.node(item, depth) for item in right.elts)
        ]
        if not all(isinstance(one, Constant | Negative) for one in ones):
            raise ExpressionError(
                "a list after `in` holds options, numbers or dates; put other options in quotes"
            )
        return joined(
            "or" if is_in else "and", (Comparison(left, "==" if is_in else "!=", one) for one in ones)
        )

    def _constant(self, node: ast.Constant, value: object) -> Node:
        match value:
            case bool():
                return Truth(value)
            case int():
                return Numeral(value)
            case str():
                return Text(value)
            case float():
                return Numeral(self._decimal(node))
        raise ExpressionError(f"{brief(repr(value))} is not a number, text, true or false")

    def _day(self, node: ast.Name) -> Node | None:
        """The day that stands where Python read a name."""
        source = ast.get_source_segment(self.source, node) or ""
        if not _SKIPPED_OR_DAY.fullmatch(source):
            return None
        try:
            return Day(parse_day(source))
        except ValueError as error:
            raise ExpressionError(f"`{source}` {error}") from None

    def _decimal(self, node: ast.Constant) -> Fraction | int:
        """The number of a literal with a point or an exponent, to the last digit that was written."""
        source = (ast.get_source_segment(self.source, node) or repr(node.value)).replace("_", "")
        digits, _, exponent = source.lower().partition("e")
        if len(digits.replace(".", "")) > MAX_DIGITS:
            raise ExpressionError(f"{brief(source)} has more than {MAX_DIGITS} digits")
        if abs(int(exponent or 0)) > MAX_DIGITS:
            raise ExpressionError(f"{brief(source)} has an exponent beyond {MAX_DIGITS}")
        return simplest(Fraction(source))


def _sign(op: ast.AST) -> Any:
    if type(op) not in _SIGN_OF:
        raise _refused(op)
    return _SIGN_OF[type(op)]


def _refused(node: ast.AST) -> ExpressionError:
    what = _REFUSED.get(type(node), f"{type(node).__name__}")
    otherwise = "; minimum, maximum and if are `cases`" if isinstance(node, ast.Call | ast.IfExp) else ""
    return ExpressionError(f"{what} is not allowed{otherwise}; {_ALLOWED}")
