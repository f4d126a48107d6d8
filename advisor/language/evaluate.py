"""The value of a tree, exact and bounded: compiled where it is read often, or computed node by node.

Compiled through Python trees that are made here, of nothing but what stands below; never from text.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from advisor.language.parse import SIGNS
from advisor.language.tree import (
    MAX_COMPUTED,
    Arithmetic,
    Cases,
    Comparison,
    Constant,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    TooLarge,
)
from advisor.quantities import simplest

Environment = Mapping[str, Any]
"""The values of names."""

_BOUND = 10**MAX_COMPUTED
_SCOPE = "scope"


def is_too_large(value: object) -> bool:
    """Whether a number has more than `MAX_COMPUTED` digits above or below the line."""
    if isinstance(value, int):
        return not -_BOUND < value < _BOUND
    return isinstance(value, Fraction) and not (
        -_BOUND < value.numerator < _BOUND and value.denominator < _BOUND
    )


def divide(left: Any, right: Any) -> Any:
    """Exact division; of other things than numbers, as they define it."""
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return simplest(Fraction(left) / right)
    return left / right


COMPUTE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": divide,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
"""What arithmetic and comparisons compute, by their signs."""


def value_of(node: Node, scope: Environment) -> Any:
    """The value of a tree that is read once; where it is read often, `compiled` is faster."""
    match node:
        case Name(name):
            return scope[name]
        case Constant(value):
            return value
        case Arithmetic(left, sign, right) | Comparison(left, sign, right):
            return COMPUTE[sign](value_of(left, scope), value_of(right, scope))
        case Junction("and", parts):
            return all(value_of(part, scope) for part in parts)
        case Junction(_, parts):
            return any(value_of(part, scope) for part in parts)
        case Not(operand):
            return not value_of(operand, scope)
        case Negative(operand):
            return -value_of(operand, scope)
    assert isinstance(node, Cases)
    return value_of(case_of(node, scope), scope)


def case_of(node: Cases, scope: Environment) -> Node:
    """The value of the case that holds, as a tree."""
    return next((value for when, value in node.first if value_of(when, scope)), node.last)


def compiled(tree: Node, text: str) -> Callable[[Environment], Any]:
    """Gives the value of a tree on the values of a scope: bool, int, Fraction or str.

    Names are read left to right and only as far as they matter; what the scope raises passes
    through. Raises ZeroDivisionError, and TooLarge, with the text, for numbers that it compares.
    """

    def bounded(value: Any) -> Any:
        if is_too_large(value):
            raise TooLarge(text)
        return value

    maker = _Maker({"__builtins__": {}, "÷": divide, "…": bounded})
    arguments = ast.arguments([], [ast.arg(_SCOPE)], kwonlyargs=[], kw_defaults=[], defaults=[])
    made = ast.Expression(ast.Lambda(arguments, maker.made(tree)))
    code = compile(ast.fix_missing_locations(made), "<rule>", "eval")
    function: Callable[[Environment], Any] = eval(code, maker.constants)  # noqa: S307 - made above, no builtins
    return function


class _Maker:
    """Makes the Python tree of a tree; fractions and what is called stand in `constants`."""

    def __init__(self, constants: dict[str, Any]) -> None:
        self.constants = constants

    def made(self, node: Node) -> ast.expr:
        match node:
            case Name(name):
                return ast.Subscript(_name(_SCOPE), ast.Constant(name), ast.Load())
            case Constant(value):
                return self._constant(value)
            case Arithmetic(left, "/", right):
                return _call("÷", self.made(left), self.made(right))
            case Arithmetic(left, sign, right):
                return ast.BinOp(self.made(left), SIGNS[sign](), self.made(right))  # type: ignore[arg-type]
            case Comparison(left, sign, right):
                return ast.Compare(self._bounded(left), [SIGNS[sign]()], [self._bounded(right)])  # type: ignore[list-item]
            case Junction(sign, parts):
                return ast.BoolOp(SIGNS[sign](), [self.made(part) for part in parts])  # type: ignore[arg-type]
            case Not(operand):
                return ast.UnaryOp(ast.Not(), self.made(operand))
            case Negative(operand):
                return ast.UnaryOp(ast.USub(), self.made(operand))
        assert isinstance(node, Cases)
        made = self.made(node.last)
        for when, chosen in reversed(node.first):
            made = ast.IfExp(self.made(when), self.made(chosen), made)
        return made

    def _bounded(self, side: Node) -> ast.expr:
        made = self.made(side)
        return _call("…", made) if isinstance(side, Arithmetic | Negative | Cases) else made

    def _constant(self, value: object) -> ast.expr:
        if not isinstance(value, Fraction):
            return ast.Constant(value)  # type: ignore[arg-type]
        name = str(value)
        self.constants[name] = value
        return _name(name)


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(name), list(arguments), [])
