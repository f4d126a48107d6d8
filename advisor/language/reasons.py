"""Why conditions came out as they did: the facts that decided them, and those about one thing together.

A fact is a comparison that holds. Bounds of the same thing read as one (``10 ≤ 50 < 100``), and what
a choice is not reads as what it is.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from advisor.language.evaluate import value_of
from advisor.language.explain import Vocabulary, answer_of, side, text_of, unit_of
from advisor.language.expression import Expression
from advisor.language.tree import (
    SHOWN,
    Cases,
    Comparison,
    Constant,
    Junction,
    Name,
    Node,
    Not,
    Points,
    Truth,
    is_cases,
    names_in,
    option_of,
    walk,
)
from advisor.quantities import worked
from advisor.units import is_share, worked_unit

MAX_OPTIONS = 3
"""Options of a choice up to which they are named; where more are left, those that are not."""

_LOWER, _UPPER = (">=", ">"), ("<=", "<")


def explain(conditions: Iterable[Expression], words: Vocabulary) -> str:
    """Why conditions came out as they did, with the numbers in it.

    ``($11,250 − $700) × 12 = $126,600 > $5,000``; a condition that failed is told as what holds
    instead (``640 < 1,000``), and of an `and` or `or` only the parts that decided it.
    """
    return " and ".join(_worded(facts(conditions, words.scope), words))


def arithmetic(expression: Expression, words: Vocabulary, result: str) -> str:
    """A formula with its numbers and its result, as that reads: ``$11,250 − $700 = $10,550``.

    Of cases the one that holds, and why: ``2, as 80 ≥ 75``. Where answers count points, which:
    ``2 (Stroke: yes) + 1 (Age) = 3 points``.
    """
    tree = expression.tree
    has_points = any(isinstance(node, Points) for node in walk(tree))
    shown = text_of(tree, words._replace(labelled=has_points))
    told = result if shown == result else f"{shown} = {result}"
    return f"{told}, as {explain(_read(tree, words.scope), words)}" if is_cases(tree) else told


def _read(cases: Cases, scope: Mapping[str, Any]) -> Iterator[Expression]:
    """The conditions of cases that are read: up to the first that holds."""
    for when, _ in cases.first:
        yield Expression(when)
        if value_of(when, scope):
            return


def statement(conditions: Iterable[Expression], words: Vocabulary) -> str:
    """What has to stay true for conditions to come out as they did, in labels: ``Requests ≥ Volume gate``.

    The same facts as `explain` gives, without their numbers.
    """
    return explain(conditions, words._replace(named=True))


def facts(conditions: Iterable[Expression], scope: Mapping[str, Any]) -> list[Comparison]:
    """The facts that decided some conditions."""
    return [fact for one in conditions for fact in _facts(one.tree, bool(value_of(one.tree, scope)), scope)]


def _facts(node: Node, holds: bool, scope: Mapping[str, Any]) -> Iterator[Comparison]:
    match node:
        case Not(operand):
            yield from _facts(operand, not holds, scope)
        case Junction():
            for part in _deciding(node, holds, scope):
                yield from _facts(part, holds, scope)
        case Comparison():
            yield from _compared(node if holds else node.opposite, scope)
        case _:
            yield Comparison(node, "==", Truth(holds))


def _compared(fact: Comparison, scope: Mapping[str, Any]) -> Iterator[Comparison]:
    """A comparison with a constant on its right; what is compared with true or false is a condition itself."""
    if isinstance(fact.left, Constant) and not isinstance(fact.right, Constant):
        fact = fact.turned
    if isinstance(fact.right, Truth):
        yield from _facts(fact.left, fact.right.value == (fact.sign == "=="), scope)
    else:
        yield fact


def _deciding(node: Junction, holds: bool, scope: Mapping[str, Any]) -> tuple[Node, ...]:
    """The first part that settled it, or all parts where each was needed."""
    settling = node.sign == "or"
    if holds != settling:
        return node.parts
    return (next(part for part in node.parts if bool(value_of(part, scope)) == settling),)


def _worded(found: Iterable[Comparison], words: Vocabulary) -> Iterator[str]:
    """Facts in words, those about one thing together, each once."""
    groups: dict[Node, dict[Comparison, None]] = {}
    for fact in found:
        told = fact.turned if _is_turned(fact, groups, words) else fact
        groups.setdefault(_subject(told), {})[told] = None
    for group in groups.values():
        yield from _of_one_subject([*group], words)


def _subject(fact: Comparison) -> Node:
    """What a fact is about: the question, where it tells of an option whether that is among the answers."""
    if isinstance(fact.left, Name) and isinstance(fact.right, Truth):
        return Name(option_of(fact.left.id)[0])
    return fact.left


def _is_turned(fact: Comparison, known: Container[Node], words: Vocabulary) -> bool:
    """Whether a fact is about what stands on its right: it is known already, or the left is a mere figure."""
    if _is_fixed(fact.left, words) and not _is_fixed(fact.right, words):
        return True
    return fact.left not in known and fact.right in known


def _is_fixed(node: Node, words: Vocabulary) -> bool:
    """Whether no answer changes a figure."""
    return all(words.fixed(name) for name in names_in(node))


def _of_one_subject(group: list[Comparison], words: Vocabulary) -> Iterator[str]:
    left = group[0].left
    value = value_of(left, words.scope)
    if not isinstance(value, bool | str):
        yield from _bounds(_needed(group, words), words)
    elif words.brief:
        return
    elif not isinstance(left, Name):
        yield worked(value)
    else:
        plain = [one for one in group if isinstance(one.right, Constant)]
        if plain:
            yield _choice(left.id, plain, words) if isinstance(value, str) else _switches(plain, words)
        yield from (_relation([one], words) for one in group if one not in plain)


def _switches(group: list[Comparison], words: Vocabulary) -> str:
    """That something is so, or not; of the options of a question, which are and are not among the answers."""
    first, *more = (answer_of(name, words) for fact in group for name in names_in(fact.left))
    return ", ".join([first, *(one.partition(": ")[2] for one in more)])


def _choice(name: str, group: list[Comparison], words: Vocabulary) -> str:
    """The option that is chosen; in labels, those with which the facts still hold."""
    titles, chosen = words.options(name), words.scope[name]
    if not words.named or any(one.sign == "==" for one in group):
        return f"{words.label(name)}: {titles.get(chosen, chosen)}"
    others = [one.right.value for one in group if isinstance(one.right, Constant)]
    left = [title for option, title in titles.items() if option not in others]
    if 0 < len(left) <= MAX_OPTIONS:
        return f"{words.label(name)}: {' or '.join(left)}"
    return f"{words.label(name)}: {', '.join(f'not {titles.get(str(one), one)}' for one in others)}"


def _needed(group: list[Comparison], words: Vocabulary) -> list[Comparison]:
    """The facts without those that follow from others because both compare with mere figures."""
    fixed = [one for one in group if _is_fixed(one.right, words)]
    pairs = ((one, other) for one in fixed for other in fixed if other is not one)
    following = [one for one, other in pairs if _follows(one, other, words)]
    return [one for one in group if one not in following]


def _follows(one: Comparison, other: Comparison, words: Vocabulary) -> bool:
    """Whether a fact follows from another about the same."""
    at, its = value_of(one.right, words.scope), value_of(other.right, words.scope)
    if other.sign == "==":
        return one.sign != "=="
    for bounds, beyond in ((_LOWER, its > at), (_UPPER, its < at)):
        if other.sign in bounds:
            if one.sign == "!=":
                return bool(beyond or (its == at and other.sign == bounds[1]))
            return one.sign in bounds and bool(
                beyond or (its == at and (other.sign, one.sign) == bounds[::-1])
            )
    return False


def _bounds(group: list[Comparison], words: Vocabulary) -> Iterator[str]:
    """Facts about one number, a lower and an upper bound as one."""
    lower = next((one for one in group if one.sign in _LOWER), None)
    upper = next((one for one in group if one.sign in _UPPER), None)
    for one in group:
        if one is lower and upper:
            yield _relation([lower.turned, upper], words)
        elif one is not upper or not lower:
            yield _relation([one], words)


def _relation(chain: list[Comparison], words: Vocabulary) -> str:
    """Facts of which each begins where the one before ends: ``10 ≤ 50 < 100``."""
    sides = [chain[0].left, *(one.right for one in chain)]
    signs = ["", *(f" {SHOWN[one.sign]} " for one in chain)]
    if words.named:
        told = [text_of(one, words) for one in sides]
    else:
        shares = all(is_share(unit_of(one, words)) for one in sides)
        told = [side(one, words, full=_misleads(chain, words), share=shares) for one in sides]
    return "".join(sign + text for sign, text in zip(signs, told, strict=True))


def _misleads(chain: list[Comparison], words: Vocabulary) -> bool:
    """Whether rounding hides a figure that is written out, or that two numbers are not the same."""
    unit = worked_unit(unit_of(chain[0].left, words))
    for fact in chain:
        one, other = value_of(fact.left, words.scope), value_of(fact.right, words.scope)
        if one != other and worked(one, unit) == worked(other, unit):
            return True
        if isinstance(fact.right, Constant) and worked(other) != worked(other, full=True):
            return True
    return False
