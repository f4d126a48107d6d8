"""Formulas explained: the same text with the numbers in it."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from advisor.language.expression import COMPARISONS, Expression, divide
from advisor.money import currency_unit
from advisor.quantities import exact, worked

MAX_WORKED = 24
"""Characters of a formula's numbers up to which a reason shows them; longer ones only their result."""

_ARITHMETIC = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_BINDING: dict[type[ast.AST], int] = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2}
_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: divide,
}


class Vocabulary(NamedTuple):
    """How the names of a ruleset read: their values, units, short labels and formulas.

    options: the titles of the options that a name stands for, by id
    fixed: whether no answer changes a name
    named: labels stand for values
    brief: of each side only its result, without the arithmetic
    """

    scope: Mapping[str, Any]
    unit: Callable[[str], str]
    label: Callable[[str], str]
    formula: Callable[[str], Expression | None]
    options: Callable[[str], Mapping[str, str]] = lambda _: {}
    fixed: Callable[[str], bool] = lambda _: False
    named: bool = False
    brief: bool = False


def arithmetic(expression: Expression, words: Vocabulary, result: str) -> str:
    """A formula with its numbers and its result, as that reads: ``$11,250 − $700 = $10,550``."""
    shown = text_of(expression.tree, words)
    return result if shown == result else f"{shown} = {result}"


def value_of(node: ast.expr, scope: Mapping[str, Any]) -> Any:
    """The value of a part of an expression; for explanations, where compiling would take longer."""
    match node:
        case ast.Name(id=name):
            return scope[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](value_of(left, scope), value_of(right, scope))
        case ast.Compare(left=left, ops=[compare], comparators=[right]):
            return COMPARISONS[type(compare)][1](value_of(left, scope), value_of(right, scope))
        case ast.BoolOp(op=ast.And(), values=values):
            return all(value_of(value, scope) for value in values)
        case ast.BoolOp(values=values):
            return any(value_of(value, scope) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not value_of(operand, scope)
        case ast.UnaryOp(operand=operand):
            return -value_of(operand, scope)
        case ast.Constant(value=float(value)):
            return exact(value)
    assert isinstance(node, ast.Constant)
    return node.value


def side(node: ast.expr, words: Vocabulary, full: bool = False, share: bool = False) -> str:
    """One side of a comparison, which can be one of shares: the arithmetic, then its result."""
    value = value_of(node, words.scope)
    unit = "share" if share else currency_unit(unit_of(node, words))
    if isinstance(node, ast.Name) and isinstance(value, bool | str):
        return f"{words.label(node.id)}: {words.options(node.id).get(str(value), worked(value))}"
    result = worked(value, unit, full=full or isinstance(node, ast.Constant))
    if words.brief:
        return result
    if isinstance(node, ast.Name) and (formula := words.formula(node.id)):
        shown = text_of(formula.tree, words)
        return f"{shown} = {result}" if shown != result and len(shown) <= MAX_WORKED else result
    return result if isinstance(node, ast.Name | ast.Constant) else f"{text_of(node, words)} = {result}"


def text_of(node: ast.expr, words: Vocabulary, binding: int = 0) -> str:
    """The expression with values for names; units only where they are a currency."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            own = _BINDING[type(op)]
            tighter = own + isinstance(op, ast.Sub | ast.Div)
            text = f"{text_of(left, words, own)} {_ARITHMETIC[type(op)]} {text_of(right, words, tighter)}"
            return f"({text})" if own < binding else text
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"−{text_of(operand, words, 3)}"
        case ast.Name(id=name) if words.named:
            return words.label(name)
        case ast.Name(id=name):
            return worked(words.scope[name], currency_unit(words.unit(name)))
        case ast.Constant(value=value) if isinstance(value, int | float) and value is not True:
            return worked(exact(value), full=True)
    return worked(value_of(node, words.scope))


def unit_of(node: ast.expr, words: Vocabulary) -> str:
    """The unit of a side, told from its names: money if a sum of money, else none."""
    match node:
        case ast.Name(id=name):
            return words.unit(name)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub()):
            return unit_of(left, words)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return currency_unit(unit_of(left, words)) or currency_unit(unit_of(right, words))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return "" if currency_unit(unit_of(right, words)) else currency_unit(unit_of(left, words))
    return ""
