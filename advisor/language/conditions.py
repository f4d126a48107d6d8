"""What conditions are made of: the comparisons in them, their sides, and the parts that are joined."""

from collections.abc import Iterator
from typing import NamedTuple

from advisor.language.expression import Expression
from advisor.language.tree import (
    Arithmetic,
    Comparison,
    Day,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Numeral,
    Text,
    is_cases,
    walk,
)
from advisor.quantities import Number


def comparisons(expression: Expression) -> Iterator[Comparison]:
    """Every comparison of a name with a number or another name, the name on its left."""
    for node in walk(expression.tree):
        if isinstance(node, Comparison):
            one, other = plain(node.left), plain(node.right)
            if isinstance(one, str) and other is not None:
                yield node
            if isinstance(other, str) and one is not None:
                yield node.turned


def plain(node: Node) -> str | Number | None:
    """The name, or the number that is written out; None for anything else."""
    match node:
        case Name(name):
            return name
        case Numeral(number) | Day(number):
            return number
        case Negative(Numeral(number)):
            return -number
    return None


def texts_compared(expression: Expression) -> Iterator[tuple[str, str]]:
    """The names that are compared with a text, and the texts."""
    for node in walk(expression.tree):
        match node:
            case Comparison(Name(name), _, Text(text)) | Comparison(Text(text), _, Name(name)):
                yield name, text


def sides(expression: Expression) -> list[Comparison]:
    """Both sides of every comparison by size in a condition: that it holds, and its opposite."""
    sized = [one for one in walk(expression.tree) if isinstance(one, Comparison) and one.sign[0] in "<>"]
    return [side for one in sized for side in (one, one.opposite)]


def within(side: Comparison, distance: Number) -> list[Expression]:
    """Conditions that hold no further than a distance from the threshold of a comparison."""
    pairs = ((side.left, side.right), (side.right, side.left))
    return [
        Expression(Comparison(Arithmetic(one, "-", other), "<=", Numeral(distance))) for one, other in pairs
    ]


class ConditionPart(NamedTuple):
    """A part of a condition, and what has to be so before it is read."""

    expression: Expression
    before: tuple[Expression, ...]


def parts(expression: Expression) -> Iterator[ConditionPart]:
    """The parts that `and` and `or` join in a condition, the smallest; none where nothing is joined."""
    if isinstance(expression.tree, Junction):
        yield from _parts(expression.tree, ())


def cases_of(expression: Expression) -> Iterator[ConditionPart]:
    """The conditions of its cases, each where those before it do not hold."""
    before: tuple[Expression, ...] = ()
    for when, _ in expression.tree.first if is_cases(expression.tree) else ():
        yield ConditionPart(Expression(when), before)
        before = (*before, Expression(Not(when)))


def _parts(node: Node, before: tuple[Expression, ...]) -> Iterator[ConditionPart]:
    if not isinstance(node, Junction):
        yield ConditionPart(Expression(node), before)
        return
    for part in node.parts:
        yield from _parts(part, before)
        before = (*before, Expression(part if node.sign == "and" else Not(part)))
