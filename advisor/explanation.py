"""Conditions and formulas explained: the same text with the numbers in it."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from advisor.expression import COMPARISONS, Expression, divide
from advisor.money import currency_unit
from advisor.quantities import exact, show

MAX_WORKED = 24
"""Characters of a formula's numbers up to which a reason shows them; longer ones only their result."""

_ARITHMETIC = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}
_BINDING: dict[type[ast.AST], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2}
_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: divide,
}


class Vocabulary(NamedTuple):
    """How the names of a ruleset read: their values, units, short labels and formulas."""

    scope: Mapping[str, Any]
    unit: Callable[[str], str]
    label: Callable[[str], str]
    formula: Callable[[str], Expression | None]
    named: bool = False  # labels stand for values


def explain(expression: Expression, words: Vocabulary) -> str:
    """Why a condition came out as it did, with the numbers in it.

    ``($11,250 − $700) × 12 = $126,600 > $5,000``; a condition that failed is told as what holds
    instead (``640 < 1,000``), and of an `and` or `or` only the parts that decided it.
    """
    return _because(expression.tree, bool(_value(expression.tree, words.scope)), words)


def statement(expression: Expression, words: Vocabulary) -> str:
    """What has to stay true for a condition to come out as it did, in labels: ``Requests ≥ Volume gate``.

    The same parts as `explain` gives, without their numbers.
    """
    named = words._replace(named=True)
    return _because(expression.tree, bool(_value(expression.tree, words.scope)), named)


def arithmetic(expression: Expression, words: Vocabulary, unit: str = "") -> str:
    """A formula with its numbers and its result: ``$11,250 − $700 = $10,550``."""
    result = show(_value(expression.tree, words.scope), unit)
    shown = _numbers(expression.tree, words)
    return result if shown == result else f"{shown} = {result}"


def _value(node: ast.expr, scope: Mapping[str, Any]) -> Any:
    """The value of a part of an expression; for explanations, where compiling would take longer."""
    match node:
        case ast.Name(id=name):
            return scope[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](_value(left, scope), _value(right, scope))
        case ast.Compare(left=left, ops=[compare], comparators=[right]):
            return COMPARISONS[type(compare)][1](_value(left, scope), _value(right, scope))
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, scope) for value in values)
        case ast.BoolOp(values=values):
            return any(_value(value, scope) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, scope)
        case ast.UnaryOp(operand=operand):
            return -_value(operand, scope)
        case ast.Constant(value=float(value)):
            return exact(value)
    assert isinstance(node, ast.Constant)
    return node.value


def _because(node: ast.expr, holds: bool, words: Vocabulary) -> str:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _because(operand, not holds, words)
        case ast.BoolOp(op=op, values=values):
            return _because_of_parts(op, values, holds, words)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _relation(left, type(op), right, holds, words)
        case ast.Name(id=name):
            return f"{words.label(name)}: {show(holds)}"
    return show(holds)


def _because_of_parts(op: ast.boolop, values: list[ast.expr], holds: bool, words: Vocabulary) -> str:
    """The first part that settled it, or all parts where each was needed."""
    settling = isinstance(op, ast.Or)
    if holds != settling:
        return " and ".join(_because(value, holds, words) for value in values)
    for value in values:
        if bool(_value(value, words.scope)) == settling:
            return _because(value, settling, words)
    raise AssertionError("one part settled it")


def _relation(left: ast.expr, op: type[ast.cmpop], right: ast.expr, holds: bool, words: Vocabulary) -> str:
    sign, _ = COMPARISONS[op if holds else _OPPOSITE[op]]
    if words.named:
        return f"{_numbers(left, words)} {sign} {_numbers(right, words)}"
    one, other = _value(left, words.scope), _value(right, words.scope)
    if isinstance(one, bool | str):
        return f"{_side(left, words)} {sign} {_side(right, words)}"
    unit = _unit(left, words)
    full = one != other and show(one, unit) == show(other, unit)
    return f"{_side(left, words, full)} {sign} {_side(right, words, full)}"


def _side(node: ast.expr, words: Vocabulary, full: bool = False) -> str:
    """One side of a comparison: the arithmetic, then its result."""
    value, unit = _value(node, words.scope), currency_unit(_unit(node, words))
    result = show(value, unit, full=full)
    if isinstance(node, ast.Name) and (formula := words.formula(node.id)):
        shown = _numbers(formula.tree, words)
        return f"{shown} = {result}" if shown != result and len(shown) <= MAX_WORKED else result
    return result if isinstance(node, ast.Name | ast.Constant) else f"{_numbers(node, words)} = {result}"


def _numbers(node: ast.expr, words: Vocabulary, binding: int = 0) -> str:
    """The expression with values for names; units only where they are a currency."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            own = _BINDING[type(op)]
            tighter = own + isinstance(op, ast.Sub | ast.Div)
            text = f"{_numbers(left, words, own)} {_ARITHMETIC[type(op)]} {_numbers(right, words, tighter)}"
            return f"({text})" if own < binding else text
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"−{_numbers(operand, words, 3)}"
        case ast.Name(id=name) if words.named:
            return words.label(name)
        case ast.Name(id=name):
            return show(words.scope[name], currency_unit(words.unit(name)))
        case ast.Constant(value=value) if isinstance(value, int | float) and value is not True:
            return show(exact(value))
    return show(_value(node, words.scope))


def _unit(node: ast.expr, words: Vocabulary) -> str:
    """The unit of a side, told from its names: money if a sum of money, else none."""
    match node:
        case ast.Name(id=name):
            return words.unit(name)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub()):
            return _unit(left, words)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return currency_unit(_unit(left, words)) or currency_unit(_unit(right, words))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return "" if currency_unit(_unit(right, words)) else currency_unit(_unit(left, words))
    return ""
