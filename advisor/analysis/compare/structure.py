"""What was added, removed and changed between two versions, in the rules' own words."""

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from advisor import documents
from advisor.analysis.compare.mapping import IdMapping
from advisor.analysis.compare.translated import is_row, translated
from advisor.rules import Ruleset
from advisor.rules.origin import Path_

ADDED, REMOVED, CHANGED, RENAMED, MOVED, REORDERED = (
    "added", "removed", "changed", "renamed", "moved", "reordered")  # fmt: skip
FIRST = ("start", "decisions", "refuse", "questions", "parameters", "formulas", "outcomes")
"""The sections that decide, told before those that explain."""


class Change(NamedTuple):
    """One key that is not the same in both, or stands elsewhere.

    kind: `ADDED`, `REMOVED`, `CHANGED`, `RENAMED`, `MOVED` (within its list) or `REORDERED`
    path: where it stands in NEW, or in OLD if it was removed
    old, new: its value, name or place in the order; None where it is not there
    """

    path: Path_
    old: str | None
    new: str | None
    kind: str = CHANGED


def changes(old: Ruleset, new: Ruleset, same: IdMapping) -> Iterator[Change]:
    """Every key that is not the same in both, as it is written; the sections that decide first."""
    one = translated(documents.plain(old.origin.root), same)
    other = documents.plain(new.origin.root)
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    for section in dict.fromkeys([*FIRST, *other, *one]):
        yield from _entry((section,), one.get(section), other.get(section), same)


def _entry(path: Path_, one: object, other: object, same: IdMapping) -> Iterator[Change]:
    if isinstance(one, dict) and isinstance(other, dict):
        yield from _mapping(path, one, other, same)
    elif isinstance(one, list) and isinstance(other, list) and not is_row(path):
        yield from _list(path, one, other, same)
    elif one != other:
        yield _change(path, one, other)


def _change(path: Path_, one: object, other: object) -> Change:
    kind = ADDED if one is None else REMOVED if other is None else CHANGED
    return Change(path, _as_text(one), _as_text(other), kind)


def _mapping(
    path: Path_, one: Mapping[str, object], other: Mapping[str, object], same: IdMapping
) -> Iterator[Change]:
    renamed = _renamed(path, same)
    before = {renamed.get(key, key): value for key, value in one.items()}
    for key, name in renamed.items():
        if key != name and key in one and name in other:
            yield Change((*path, name), key, name, RENAMED)
    for key in dict.fromkeys([*before, *other]):
        yield from _entry((*path, key), before.get(key), other.get(key), same)
    orders = [[key for key in here if key in there] for here, there in ((before, other), (other, before))]
    if path[-1] == "options" and orders[0] != orders[1]:
        yield Change(path, ", ".join(orders[0]), ", ".join(orders[1]), REORDERED)


def _renamed(path: Path_, same: IdMapping) -> Mapping[str, str]:
    match path:
        case (section,):
            return same.ids.get(str(section), {})
        case ("questions", question, "options"):
            old = {new: old for old, new in same.ids["questions"].items()}.get(str(question), str(question))
            return same.options.get(old, {})
    return {}


def _list(path: Path_, one: list[object], other: list[object], same: IdMapping) -> Iterator[Change]:
    """Items that are equal are matched first, then branches that lead to the same or ask the same."""
    in_place = _in_place(one, other)
    partner = {**in_place, **_alike(one, other, in_place)}
    kept = _in_order([partner[j] for j in sorted(partner)])
    yield from (_change((*path, i), item, None) for i, item in enumerate(one) if i not in partner.values())
    for j, item in enumerate(other):
        if j not in partner:
            yield _change((*path, j), None, item)
            continue
        i = partner[j]
        if i not in kept:
            yield Change((*path, j), f"place {i + 1}", f"place {j + 1}", MOVED)
        yield from _entry((*path, j), one[i], item, same)


def _in_order(places: list[int]) -> set[int]:
    """As many of the places as are in order: what is not among them was moved."""
    best: list[list[int]] = []
    for place in places:
        at = bisect([one[-1] for one in best], place)
        best[at : at + 1] = [[*(best[at - 1] if at else []), place]]
    return set(best[-1]) if best else set()


def _in_place(one: list[object], other: list[object]) -> dict[int, int]:
    """The items that are equal and in the same order: where each stands in the one, by its place in the other."""
    texts = [[str(_as_text(item)) for item in items] for items in (one, other)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    return {block.b + step: block.a + step
            for block in matcher.get_matching_blocks() for step in range(block.size)}  # fmt: skip


def _alike(one: list[object], other: list[object], in_place: Mapping[int, int]) -> dict[int, int]:
    """What else is the same item, moved or changed."""
    left = [i for i in range(len(one)) if i not in in_place.values()]
    right = [j for j in range(len(other)) if j not in in_place]
    found: dict[int, int] = {}
    for alike in _ALIKE:
        for i in list(left):
            j = next((j for j in right if alike(one[i], other[j])), None)
            if j is not None:
                found[j] = i
                left.remove(i)
                right.remove(j)
    return found


def _shares(*keys: str) -> Callable[[object, object], bool]:
    """Whether two mappings have the same values for some keys."""

    def alike(one: object, other: object) -> bool:
        if not isinstance(one, dict) or not isinstance(other, dict):
            return False
        return all(key in one and one[key] == other.get(key) for key in keys)

    return alike


def _have_cells_alike(one: object, other: object) -> bool:
    """Whether both are rows of a table that want the same."""
    return isinstance(one, list) and isinstance(other, list) and bool(one[:-1]) and one[:-1] == other[:-1]


def _are_last(one: object, other: object) -> bool:
    """Whether both are the branch, or the case, that is taken where no other is."""
    return all(
        isinstance(item, dict) and item.keys() & {"to", "is"} and "when" not in item for item in (one, other)
    )


def _reads_alike(one: object, other: object) -> bool:
    """Whether most of two texts is the same."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return SequenceMatcher(None, one[:500], other[:500], autojunk=False).ratio() > 0.6


_ALIKE: tuple[Callable[[object, object], bool], ...] = (
    lambda one, other: one == other,
    _have_cells_alike,
    _shares("cells"),
    _shares("to", "label"),
    _shares("when"),
    _are_last,
    *map(_shares, ("to", "is", "task", "title", "says")),
    _reads_alike,
)
"""What makes two items of a list the same item, the surest first."""


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_text(entry)}" for key, entry in value.items()) + "}"
    assert isinstance(value, list)
    return "[" + ", ".join(map(_as_entry, value)) + "]"


def _as_entry(entry: object) -> str:
    """An entry of a list, in quotes where it would read as two."""
    text = str(_as_text(entry))
    return f'"{text}"' if isinstance(entry, str) and ", " in text else text
