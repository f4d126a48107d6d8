"""The arithmetic of a figure, told: its numbers, its result and, of cases, why that one."""

from advisor.language.evaluate import value_of
from advisor.language.explain import Vocabulary, text_of
from advisor.language.expression import Expression
from advisor.language.reasons import explain
from advisor.language.tree import Cases, Points, is_cases, walk


def arithmetic(expression: Expression, words: Vocabulary, result: str) -> str:
    """A formula with its numbers and its result, as that reads: ``$11,250 − $700 = $10,550``.

    Of cases the one that holds, and why: ``2, as 80 ≥ 75``. Where answers count points, which:
    ``2 (Stroke: yes) + 1 (Age) = 3 points``.
    """
    tree = expression.tree
    has_points = any(isinstance(node, Points) for node in walk(tree))
    shown = text_of(tree, words._replace(labelled=has_points))
    told = result if shown == result else f"{shown} = {result}"
    return f"{told}, as {_why(tree, words)}" if is_cases(tree) else told


def _why(cases: Cases, words: Vocabulary) -> str:
    """The conditions that were read, and how they came out."""
    read = []
    for when, _ in cases.first:
        read.append(Expression(when))
        if value_of(when, words.scope):
            break
    return explain(read, words)
