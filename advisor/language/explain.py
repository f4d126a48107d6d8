"""Formulas explained: the same text with the numbers in it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from advisor.days import DAY
from advisor.language.evaluate import case_of, value_of
from advisor.language.expression import Expression
from advisor.language.tree import (
    Arithmetic,
    Cases,
    Constant,
    Day,
    Name,
    Negative,
    Node,
    Numeral,
    Points,
    PointSum,
    option_of,
)
from advisor.quantities import worked
from advisor.units import worked_unit

MAX_WORKED = 24
"""Characters of a formula's numbers up to which a reason shows them; longer ones only their result."""

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


class Vocabulary(NamedTuple):
    """How the names of a ruleset read: their values, units, short labels and formulas.

    options: the titles of the options that a name stands for, by id
    fixed: whether no answer changes a name
    named: labels stand for values
    labelled: the label of each name follows its value
    brief: only comparisons of numbers, and of each side only its result, without the arithmetic
    """

    scope: Mapping[str, Any]
    unit: Callable[[str], str]
    label: Callable[[str], str]
    formula: Callable[[str], Expression | None]
    options: Callable[[str], Mapping[str, str]] = lambda _: {}
    fixed: Callable[[str], bool] = lambda _: False
    named: bool = False
    labelled: bool = False
    brief: bool = False


def side(node: Node, words: Vocabulary, full: bool = False, share: bool = False) -> str:
    """One side of a comparison, which can be one of shares: the arithmetic, then its result."""
    value = value_of(node, words.scope)
    unit = "share" if share else worked_unit(unit_of(node, words))
    if isinstance(node, Name) and isinstance(value, bool | str):
        return answer_of(node.id, words)
    result = worked(value, unit, full=full or isinstance(node, Constant))
    if words.brief:
        return result
    if isinstance(node, Name) and (formula := words.formula(node.id)):
        shown = text_of(formula.tree, words)
        return f"{shown} = {result}" if shown != result and len(shown) <= MAX_WORKED else result
    if isinstance(node, Points | PointSum):
        return text_of(node, words)
    return result if isinstance(node, Name | Constant) else f"{text_of(node, words)} = {result}"


def answer_of(name: str, words: Vocabulary) -> str:
    """A name that is no number with its value: ``Stroke: yes``, ``Getting: not Pension``."""
    question, option = option_of(name)
    titles, value = words.options(question), words.scope[name]
    if option:
        told = f"{'' if value else 'not '}{titles.get(option, option)}"
    elif isinstance(value, tuple):
        told = ", ".join(titles.get(one, one) for one in value) or "none"
    else:
        told = titles.get(str(value), worked(value))
    return f"{words.label(question)}: {told}"


def text_of(node: Node, words: Vocabulary, binding: int = 0) -> str:
    """The expression with values for names, of cases the one that holds; units only where they are a currency."""
    match node:
        case Points(name=name) | PointSum(name=name) if not words.named:
            return f"{worked(value_of(node, words.scope))} ({answer_of(name, words)})"
        case Name(name) | Points(name=name) | PointSum(name=name) if words.named:
            return words.label(name)
        case Arithmetic(left, sign, right):
            own = _BINDING[sign]
            tighter = own + (sign in "-/")
            text = f"{text_of(left, words, own)} {_SIGNS[sign]} {text_of(right, words, tighter)}"
            return f"({text})" if own < binding else text
        case Negative(operand):
            return f"−{text_of(operand, words, 3)}"
        case Name(name):
            told = worked(words.scope[name], worked_unit(words.unit(name)))
            return f"{told} ({words.label(name)})" if words.labelled else told
        case Numeral(value):
            return worked(value, full=True)
        case Day(value):
            return worked(value, DAY)
        case Cases():
            return text_of(case_of(node, words.scope), words, binding)
    return worked(value_of(node, words.scope))


def unit_of(node: Node, words: Vocabulary) -> str:
    """The unit of a side, told from its names: money if a sum of money, else none."""
    match node:
        case Name(name):
            return words.unit(name)
        case Day():
            return DAY
        case Arithmetic(left, "+" | "-"):
            return unit_of(left, words).removeprefix(DAY)  # two days are subtracted to a number of them
        case Arithmetic(left, "*", right):
            return worked_unit(unit_of(left, words)) or worked_unit(unit_of(right, words))
        case Arithmetic(left, "/", right):
            return "" if worked_unit(unit_of(right, words)) else worked_unit(unit_of(left, words))
        case Cases():
            return unit_of(case_of(node, words.scope), words)
    return ""
