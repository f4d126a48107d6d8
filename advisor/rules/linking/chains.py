"""How formulas and defaults rest on each other: in which order, in no circle, and not too deep.

Everything that reads formulas goes down through what they read, so the depth is bounded here, once.
Nothing in this module is recursive: it sees the rules before they are known to be bounded.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.language.expression import Expression
from advisor.language.tree import Name, Node, children
from advisor.rules.records import Formula

MAX_LEVELS = 100
"""Formulas and defaults that rest on each other."""
MAX_NESTING = 300
"""Levels of nesting of an expression in which all formulas are written out."""
MAX_COMBINATIONS = 10_000
"""Formulas under fixed choices, each counted once for every combination that it is computed under."""

Definitions = Mapping[str, Expression]
"""What has to be computed for a name: its formula, or the default of its question."""


def ordered(definitions: Definitions) -> tuple[list[str], dict[str, list[str]]]:
    """The names, each after those it reads, and the circles: for the name that needs itself, the way round.

    A name that needs itself is not in the order.
    """
    order: dict[str, None] = {}
    circles: dict[str, list[str]] = {}
    for start in definitions:
        way = {} if start in order or start in circles else {start: iter(definitions[start].names)}
        while way:
            name = next(reversed(way))
            ahead = (one for one in way[name] if one in definitions)
            following = next((one for one in ahead if one not in order and one not in circles), None)
            if following is None:
                del way[name]
                if name not in circles:
                    order[name] = None
            elif following in way:
                circles[following] = [*_from(way, following), following]
            else:
                way[following] = iter(definitions[following].names)
    return list(order), circles


def _from(way: Mapping[str, object], name: str) -> list[str]:
    names = list(way)
    return names[names.index(name) :]


class _Depth(NamedTuple):
    """Formulas that rest on each other below a name, and the nesting with these written out."""

    levels: int = 0
    nesting: int = 0


def too_deep(definitions: Definitions, order: list[str]) -> Iterator[tuple[str, str]]:
    """The names that rest on too much, and what is too much; not those that read them."""
    depths: dict[str, _Depth | None] = {}
    for name in order:
        below = [
            (depths.get(other, _Depth()), nested)
            for other, nested in _nesting(definitions[name].tree).items()
        ]
        depths[name] = None
        if not all(depth for depth, _ in below):
            continue
        levels = 1 + max((depth.levels for depth, _ in below if depth), default=0)
        nesting = max((depth.nesting + nested for depth, nested in below if depth), default=0)
        if levels > MAX_LEVELS:
            yield name, f"rests on more than {MAX_LEVELS} formulas that rest on each other"
        elif nesting > MAX_NESTING:
            yield name, f"is nested deeper than {MAX_NESTING} levels with its formulas written out"
        else:
            depths[name] = _Depth(levels, nesting)


def _nesting(tree: Node) -> dict[str, int]:
    """How deep each name of a tree is nested in it: 0 for a name that stands alone."""
    deepest: dict[str, int] = {}
    level, depth = [tree], 0
    while level:
        deepest |= {node.id: depth for node in level if isinstance(node, Name)}
        level, depth = [child for node in level for child in children(node)], depth + 1
    return deepest


def too_many_combinations(computed: Definitions, formulas: Mapping[str, Formula]) -> str | None:
    """A figure at which formulas that fix choices for each other come to too many combinations of these."""
    queue = [(name, frozenset(one.given.items())) for name, one in formulas.items() if one.given]
    seen = set(queue)
    for name, fixed in queue:
        for other in computed[name].names:
            given = formulas[other].given if other in formulas else {}
            key = (other, frozenset({**dict(fixed), **given}.items()))
            if other in computed and key not in seen:
                seen.add(key)
                queue.append(key)
        if len(queue) > MAX_COMBINATIONS:
            return name
    return None
