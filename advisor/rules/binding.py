"""Nodes bound to the types of the model: every key, type and id checked, all problems collected."""

import re
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from advisor import documents
from advisor.documents import MappingNode, Node, ScalarNode, SequenceNode
from advisor.errors import Place, Problem, brief, did_you_mean
from advisor.language.expression import Expression
from advisor.language.tree import Cases
from advisor.rules import scalars
from advisor.rules.kinds import KINDS
from advisor.rules.marks import ListOf, OneOf, StateId, Typed
from advisor.rules.model import ONE_WAY, keys_of, needed_keys, out_of_order
from advisor.rules.origin import Path_, shown_path
from advisor.rules.records import Case, Formula, TableRow
from advisor.rules.scalars import IDS, Mismatch
from advisor.units import Unit

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What turns the direction of text or ends its line, and what no XML, and so no picture, may hold."""
MAX_CASES = 100
"""Cases of one figure."""
MISSING: Any = object()
"""What binding gives for a value that is wrong, or a record in which one is; the problem is in the list then."""


class Unresolved(NamedTuple):
    """A bound value that has still to be held against the rest of the ruleset."""

    node: Node
    where: Path_
    value: Any
    mark: Any


NodeReader = Callable[["Binder", Node, Path_], Any]
"""Gives the value of a node. Raises Mismatch where the node is wrong as a whole."""


class Binder:
    """Collects what binding finds.

    source: the file or folder that all of it is from, for what has no place of its own
    is_lenient: whether keys that are not known, and those without a value, are passed over: for what
        other versions or programs wrote
    problems: everything that is wrong
    unresolved: references to entries, expressions and templates, whose names are to be looked up
    unit: that of the record that is bound, in which its figures are written
    ones: what one of each unit is called
    units: the units that were found
    """

    def __init__(self, source: str, *, is_lenient: bool = False) -> None:
        self.source = source
        self.is_lenient = is_lenient
        self.problems: list[Problem] = []
        self.unresolved: list[Unresolved] = []
        self.unit = ""
        self.ones: Mapping[str, str] = {}
        self.units: set[str] = set()

    def bind(self, kind: Any, node: Node, where: Path_ = ()) -> Any:
        """The value of `node` as `kind`, or `MISSING` with a problem noted."""
        return self.read(_reader(kind), node, where)

    def read(self, reader: NodeReader, node: Node, where: Path_) -> Any:
        """What a reader makes of `node`, or `MISSING` with a problem noted."""
        try:
            return reader(self, node, where)
        except Mismatch as error:
            code, *says = error.args
            self.problem(code, node, where, *says)
            return MISSING

    def problem(self, code: str, node: Node, where: Path_, says: str, remedy: str = "") -> None:
        """Note a problem at a node."""
        found = documents.place(node) if node.start_mark else Place(self.source)
        self.problems.append(Problem(code, says, remedy, found, shown_path(where)))


def found_as(node: Node) -> str:
    """What stands at a node, for a message."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return "nothing" if documents.is_null(node) else f"`{brief(node.value)}`"


# --- one text ---


def _scalar(wanted: str, read: Callable[[str], Any] = str) -> NodeReader:
    return lambda _, node, __: read(_written(node, wanted))


def _written(node: Node, wanted: str) -> str:
    """The text of a node."""
    if not isinstance(node, ScalarNode) or documents.is_null(node):
        raise Mismatch("wrong-type", f"found {found_as(node)}, expected {wanted}")
    text: str = node.value
    control = CONTROL.search(text)
    if control:
        says = f"holds the control character U+{ord(control[0]):04X}"
        raise Mismatch("control-character", says, "remove it")
    return text


def _number(binder: Binder, node: Node, _: Path_) -> Any:
    return scalars.number(_written(node, "a number"), binder.unit)


def _unit(binder: Binder, node: Node, _: Path_) -> Any:
    text = scalars.filled(_written(node, "a text"))
    binder.units.add(text)
    return Unit(text, binder.ones.get(text, ""))


def _one_of(values: Sequence[str]) -> NodeReader:
    return _scalar(f"one of {', '.join(values)}", partial(scalars.one_of, values))


_OPTION = _scalar("an option")


def _typed(binder: Binder, node: Node, where: Path_) -> Any:
    """An answer as one would type it; a list of several as it would be written in one line."""
    if not isinstance(node, SequenceNode):
        return _written(node, "an answer")
    found = [binder.read(_OPTION, item, (*where, i)) for i, item in enumerate(node.value)]
    return MISSING if MISSING in found else f"[{', '.join(found)}]"


_PLAIN: dict[Any, NodeReader] = {
    str: _scalar("a text", scalars.filled),
    bool: _scalar("yes or no", scalars.yes_no),
    date: _scalar("a date such as 2026-05-08", scalars.day),
    Expression: _scalar("an expression such as `training_examples >= 1000`", scalars.expression),
}

# --- types ---


@cache
def _reader(kind: Any) -> NodeReader:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1])
    if origin is Literal:
        return _one_of([value for value in arguments if value])
    if origin is dict:
        return _mapping(arguments[0], arguments[1])
    if origin is tuple:
        return _sequence(arguments[0])
    if origin in (Union, types.UnionType):
        return _number if int in arguments else _reader(arguments[0])
    return _record(kind) if hasattr(kind, "_fields") else _PLAIN[kind]


def _annotated(kind: Any, mark: Any) -> NodeReader:
    if mark in IDS:
        return _scalar("an id", partial(scalars.id_of, mark))
    if isinstance(mark, OneOf):
        return _one_of(mark.values)
    if isinstance(mark, ListOf):
        return _cases
    return {"unit": _unit, "typed": _typed}.get(mark) or _noted(_reader(kind), mark)


def _noted(reader: NodeReader, mark: Any) -> NodeReader:
    """Reads a value that has still to be held against the rest of the ruleset."""

    def read(binder: Binder, node: Node, where: Path_) -> Any:
        value = reader(binder, node, where)
        binder.unresolved.append(Unresolved(node, where, value, mark))
        return value

    return read


# --- mappings and lists ---


def _mapping(key_kind: Any, value_kind: Any) -> NodeReader:
    read_key, read_value = _reader(key_kind), _reader(value_kind)

    def read(binder: Binder, node: Node, where: Path_) -> Any:
        if not isinstance(node, MappingNode):
            raise Mismatch("wrong-type", f"found {found_as(node)}, expected a mapping")
        bound = {}
        for name, key, value in _unique(binder, node, where):
            path = (*where, name)
            entry = binder.read(read_value, value, path)
            # what has a wrong id is known all the same, so that what names it is not wrong too
            bound[name] = entry if binder.read(read_key, key, path) is not MISSING else MISSING
        return bound

    return read


def _unique(binder: Binder, node: MappingNode, where: Path_) -> list[tuple[str, Node, Node]]:
    """The entries of a mapping; a key that stands twice is a problem and counts once."""
    first: dict[str, Node] = {}
    unique = []
    for name, key, value in documents.entries(node):
        if name in first:
            says = f"`{brief(name)}` is defined twice, first at {documents.place(first[name])}"
            binder.problem("duplicate", key, (*where, name), says, "keep one")
            continue
        first[name] = key
        if not (binder.is_lenient and documents.is_null(value)):
            unique.append((name, key, value))
    return unique


def _sequence(kind: Any) -> NodeReader:
    read_item = _reader(kind)

    def read(binder: Binder, node: Node, where: Path_) -> Any:
        if not isinstance(node, SequenceNode):
            raise Mismatch("wrong-type", f"found {found_as(node)}, expected a list")
        return tuple(binder.read(read_item, item, (*where, i)) for i, item in enumerate(node.value))

    return read


def _cases(binder: Binder, node: Node, where: Path_) -> Any:
    """The expression of a list of cases."""
    cases = _reader(tuple[Case, ...])(binder, node, where)
    if not 0 < len(cases) <= MAX_CASES:
        says = f"found {len(cases)} cases, expected 1 to {MAX_CASES}"
        raise Mismatch("wrong-cases", says, "write the last one without `when`")
    if MISSING in cases:
        return MISSING
    wrong = list(out_of_order("case", [one.when for one in cases]))
    for path, says, remedy in wrong:
        item: Node = node.value[path[0]]
        binder.problem("wrong-cases", item, (*where, *path), says, remedy)
    first = tuple((one.when.tree, one.is_.tree) for one in cases[:-1] if not wrong)
    return MISSING if wrong else Expression(Cases(first, cases[-1].is_.tree))


# --- records ---


def _record(kind: Any) -> NodeReader:
    short_node, short = _SHORT.get(kind, (None, None))

    def read(binder: Binder, node: Node, where: Path_) -> Any:
        if short_node and short and isinstance(node, short_node):
            return short(binder, node, where)
        if not isinstance(node, MappingNode):
            says = f"found {found_as(node)}, expected a mapping with {', '.join(keys_of(kind))}"
            raise Mismatch("wrong-type", says)
        outer, binder.unit = binder.unit, _unit_of(node)
        values, complete = bind_keys(binder, kind, node, where)
        binder.unit = outer
        if kind is Formula:
            values.setdefault("is_", values.get("cases"))
        return kind(**values) if complete else MISSING

    return read


def _unit_of(node: MappingNode) -> str:
    """The unit in which the figures of a record are written: the one it names, or that of its kind; else empty."""
    unit = ""
    for name, _, value in documents.entries(node):
        if name == "unit" and isinstance(value, ScalarNode):
            unit = str(value.value).strip()
        if name == "type" and isinstance(value, ScalarNode) and value.value in KINDS:
            return KINDS[value.value].unit or unit
    return unit


@cache
def _fields(kind: Any) -> dict[str, tuple[str, NodeReader]]:
    """The field behind each key of a record, and the reader of its value."""
    return {key: (field, _reader(note)) for key, (field, note) in keys_of(kind).items()}


def bind_keys(binder: Binder, kind: Any, node: MappingNode, where: Path_ = ()) -> tuple[dict[str, Any], bool]:
    """The values of a record's fields, and whether all are there and right."""
    keys = _fields(kind)
    values: dict[str, Any] = {}
    for key, key_node, value in _unique(binder, node, where):
        if key in keys:
            field, reader = keys[key]
            values[field] = binder.read(reader, value, (*where, key))
        elif not binder.is_lenient:
            says = f"unknown key `{brief(key)}`"
            binder.problem("unknown-key", key_node, where, says, did_you_mean(key, keys))
    missing = [key for key in needed_keys(kind) if keys[key][0] not in values]
    for key in missing:
        binder.problem("missing-key", node, where, f"the key `{key}` is missing")
    complete = _is_one_way(binder, kind, values, node, where) and not missing
    return values, complete and all(map(_is_whole, values.values()))


def _is_whole(value: Any) -> bool:
    """Whether nothing is wrong in a value; records are whole or missing."""
    inside = value.values() if isinstance(value, dict) else value if type(value) is tuple else (value,)
    return MISSING not in inside


def _is_one_way(binder: Binder, kind: Any, values: Mapping[str, Any], node: Node, where: Path_) -> bool:
    """Whether a record that can be written in several ways is written in one."""
    code, *ways = ONE_WAY.get(kind, ("",))
    keys = keys_of(kind)
    written = [way[0] for way in ways if values.get(keys[way[0]][0], False) is not False]
    if len(written) > 1:
        says = f"has both {' and '.join(f'`{key}`' for key in written)}"
        binder.problem(code, node, where, says, "keep one")
    elif ways and not written:
        shown = {key: f"`{key}: yes`" if note is bool else f"`{key}`" for key, (_, note) in keys.items()}
        remedy = ", or ".join(" and ".join(shown[key] for key in way) for way in ways)
        says = f"the key `{ways[0][0]}` is missing"
        binder.problem("missing-key", node, where, says, f"write {remedy}")
    return len(written) == 1 or not ways


def _formula(binder: Binder, node: Node, where: Path_) -> Any:
    """The expression alone."""
    return Formula(_PLAIN[Expression](binder, node, where))


def _row(binder: Binder, node: Node, where: Path_) -> Any:
    """The cells, and then the target."""
    if not node.value:
        says = "found an empty list, expected cells and the decision or outcome they lead to"
        raise Mismatch("wrong-row", says)
    last = len(node.value) - 1
    cells = [binder.bind(Typed, item, (*where, i)) for i, item in enumerate(node.value[:last])]
    to = binder.bind(StateId, node.value[last], (*where, last))
    return TableRow(tuple(cells), to) if MISSING not in (*cells, to) else MISSING


_SHORT: dict[Any, tuple[type[Node], NodeReader]] = {
    Formula: (ScalarNode, _formula),
    TableRow: (SequenceNode, _row),
}
"""Records that can be written without their keys: as which node, and its reader."""
