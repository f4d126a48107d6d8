"""Decisions read from files: a decision file, a mapping of answers, or any export; every part is checked."""

import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from advisor import documents
from advisor.decision import exports, marks
from advisor.decision.made import FORMAT, Passed, RulesetId, SavedDecision
from advisor.documents import MappingNode, Node, ScalarNode
from advisor.engine.answers import FromFile
from advisor.errors import AdvisorError, Place, Problem, brief
from advisor.prices.market import Listing, Steps
from advisor.quantities import Number, amount
from advisor.rules.binding import Binder
from advisor.rules.marks import Typed

MAX_BYTES = 8_000_000
"""Larger files are refused: a picture of a large chart is a tenth of that; answers are smaller still."""
_NUMBERED = re.compile(r"(.+)#([1-9][0-9]{0,2})", re.DOTALL)


class Found(NamedTuple):
    """A decision, and the name by which it can be read again: `FILE`, or `FILE#2` in a file of several.

    line: where it begins in a file of several; 0 if that is no text
    """

    name: str
    made: SavedDecision
    line: int = 0


def read(file: str) -> SavedDecision:
    """The decision in a file, or the one that is named, such as `design.md#2`; `-` is standard input.

    Raises AdvisorError if there is none in it, it is damaged, or there are several different ones.
    """
    found = read_all(file)
    if len(found) > 1:
        at = ", ".join(str(one.line) for one in found[:10] if one.line)
        says = f"holds {len(found)} different decisions{f', in lines {at}' if at else ''}"
        remedy = f"name one of them: {found[0].name} to {found[-1].name}"
        raise AdvisorError(Problem("several", says, remedy, Place(_shown(file))))
    return found[0].made


def read_all(file: str) -> list[Found]:
    """Every different decision in a file, at least one; those that differ only in their day are one.

    Raises AdvisorError if there is none in it, or any is damaged.
    """
    numbered = None if os.path.exists(file) else _NUMBERED.fullmatch(file)
    path = numbered[1] if numbered else file
    found = _all(path)
    if len(found) > 1:
        found = [one._replace(name=f"{path}#{number}") for number, one in enumerate(found, 1)]
    if not numbered:
        return found
    number = int(numbered[2])
    if number > len(found):
        says = f"holds {amount(len(found), 'different decision')}, none is #{number}"
        remedy = f"name {path}#1" + (f" to {path}#{len(found)}" if len(found) > 1 else "")
        raise AdvisorError(Problem("no-decision", says, remedy, Place(_shown(path))))
    return [found[number - 1]._replace(name=file)]


def _shown(path: str) -> str:
    return "<stdin>" if path == "-" else path


def _all(path: str) -> list[Found]:
    name = _shown(path)
    data = documents.read_stdin(MAX_BYTES) if path == "-" else documents.read_bytes(path, MAX_BYTES)
    if documents.encoding_of(data) != documents.UTF_8:
        data = documents.decode(data, name).encode()
    marked = marks.find(data, name)
    if marked:
        return _different([Found(path, _marked(one), one.place.line) for one in marked])
    return [Found(path, _unmarked(data, path, name))]


def _different(found: list[Found]) -> list[Found]:
    """Those that are not told already by one before."""
    seen: list[SavedDecision] = []
    first = []
    for one in found:
        bare = one.made._replace(made=None, places={})
        if bare not in seen:
            seen.append(bare)
            first.append(one)
    return first


def _marked(one: marks.Mark) -> SavedDecision:
    """The decision of a mark; its places are those in the file around it."""
    file, line, column = one.place
    before = "\n" * (line - 1) + " " * (column - 1)
    return _from_text(before + one.text, file)


def _unmarked(data: bytes, path: str, name: str) -> SavedDecision:
    suffix = os.path.splitext(path)[1].lower().removeprefix(".")
    if suffix in (*exports.TEXTS, *exports.BINARIES):
        if suffix in exports.TEXTS:
            documents.decode(data, name)  # a text that cannot be read does not tell that it holds none
        says = "holds no decision"
        raise AdvisorError(Problem("no-decision", says, "name an export of this program", Place(name)))
    if len(data) > documents.ANSWERS.bytes:
        raise documents.too_large(name, documents.ANSWERS.bytes)
    return _from_text(documents.decode(data, name), name)


def _from_text(text: str, name: str) -> SavedDecision:
    root = documents.parse(text, name, documents.ANSWERS.nodes)
    if root is None:
        return SavedDecision({}, {})
    if not isinstance(root, MappingNode):
        says = "holds no answers: expected a mapping such as `training_examples: 640`"
        raise AdvisorError(Problem("no-decision", says, place=documents.place(root)))
    sections = _sections(root)
    if _is_decision(sections):
        return _from_sections(root, sections, name)
    return SavedDecision(_bound(dict[str, Typed], root, name), {}, places=_places(root))


def _is_decision(sections: Mapping[str, Node]) -> bool:
    """Whether it is what this program wrote, and not a mapping of answers."""
    return {"ruleset", "answers"} <= sections.keys() and (
        "advisor" in sections or isinstance(sections["answers"], MappingNode)
    )


class _BySize(NamedTuple):
    tokens: str
    prices: tuple[tuple[Number, ...], ...]


class _Listed(NamedTuple):
    package: str
    provider: Typed = ""
    model: Typed = ""
    names: tuple[str, ...] = ()
    steps: dict[str, _BySize] = {}
    remarks: tuple[str, ...] = ()


class _Saved(NamedTuple):
    """What is read of a decision file or of any JSON that this program prints; other keys are passed over."""

    answers: dict[str, Typed]
    ruleset: RulesetId | None = None
    date_: date | None = None
    overrides: dict[str, Typed] = {}
    outcome: str | None = None
    path: tuple[Passed, ...] = ()
    earlier: dict[str, Typed] = {}
    prices: _Listed | None = None
    evidence: dict[str, FromFile] = {}


def _from_sections(root: MappingNode, sections: Mapping[str, Node], name: str) -> SavedDecision:
    _refuse_newer(sections.get("advisor"))
    saved = _bound(_Saved, root, name)
    return SavedDecision(
        answers=saved.answers,
        overrides=saved.overrides,
        ruleset=saved.ruleset,
        made=saved.date_,
        outcome=saved.outcome,
        path=saved.path,
        places=_places(_sections(sections.get("prices")).get("steps"))  # figures that overrides have too
        | _places(sections["answers"])
        | _places(sections.get("overrides")),
        earlier=saved.earlier,
        market=_market(saved.prices, sections["prices"]) if saved.prices else None,
        evidence={
            name: FromFile(*(brief(part, 300) for part in one)) for name, one in saved.evidence.items()
        },
    )


def _refuse_newer(node: Node | None) -> None:
    if node is None or (isinstance(node, ScalarNode) and node.value == str(FORMAT)):
        return
    found = brief(node.value) if isinstance(node, ScalarNode) else "that is no number"
    says = f"is in format {found}; this program reads up to {FORMAT}"
    remedy = "use a newer version of this program"
    raise AdvisorError(Problem("newer-format", says, remedy, documents.place(node)))


def _bound(kind: Any, node: Node, name: str) -> Any:
    """The value of a node as a kind. Raises AdvisorError with every part that is of another kind."""
    binder = Binder(name, is_lenient=True)
    value = binder.bind(kind, node)
    if binder.problems:
        raise AdvisorError(binder.problems)
    return value


def _market(listed: _Listed, node: Node) -> Listing:
    steps = {name: _steps(name, one, node) for name, one in listed.steps.items()}
    return Listing(**listed._asdict() | {"steps": steps})


def _steps(name: str, one: _BySize, node: Node) -> Steps:
    """The prices by size of a request. Raises AdvisorError unless they rise from zero in whole tokens."""
    pairs = [pair for pair in one.prices if len(pair) == 2]
    starts = [start for start, _ in pairs]
    if len(pairs) < len(one.prices) or starts[:1] != [0] or starts != sorted(set(starts)):
        says = "expected pairs of a number of tokens and a price, the first from 0, each larger than the last"
        where = f"prices › steps › {brief(name)} › prices"
        raise AdvisorError(Problem("damaged", says, "write the file again", documents.place(node), where))
    return Steps(one.tokens, tuple((int(start), price) for start, price in pairs))


def _sections(node: Node | None) -> dict[str, Node]:
    entries = documents.entries(node) if isinstance(node, MappingNode) else ()
    return {key: value for key, _, value in entries}


def _places(node: Node | None) -> dict[str, Place]:
    return {name: documents.place(value) for name, value in _sections(node).items()}
