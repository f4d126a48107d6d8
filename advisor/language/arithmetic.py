"""The arithmetic of a figure, told: its numbers, its result and, of cases, why that one."""

from advisor.language.evaluate import value_of
from advisor.language.explain import Vocabulary, text_of
from advisor.language.expression import Expression
from advisor.language.reasons import explain
from advisor.language.tree import Cases


def arithmetic(expression: Expression, words: Vocabulary, result: str) -> str:
    """A formula with its numbers and its result, as that reads: ``$11,250 − $700 = $10,550``.

    Of cases the one that holds, and why: ``2, as 80 ≥ 75``.
    """
    shown = text_of(expression.tree, words)
    told = result if shown == result else f"{shown} = {result}"
    return f"{told}, as {_why(expression.tree, words)}" if isinstance(expression.tree, Cases) else told


def _why(cases: Cases, words: Vocabulary) -> str:
    """The conditions that were read, and how they came out."""
    read = []
    for when, _ in cases.first:
        read.append(Expression(when))
        if value_of(when, words.scope):
            break
    return explain(read, words)
