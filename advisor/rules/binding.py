"""Nodes bound to the types of the model: every key, type and id checked, all problems collected."""

import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from advisor import documents
from advisor.documents import MappingNode, Node, ScalarNode, SequenceNode
from advisor.errors import Place, Problem, brief, did_you_mean
from advisor.language.expression import Expression, parse
from advisor.language.parse import RESERVED
from advisor.language.tree import Cases, ExpressionError
from advisor.quantities import written_number
from advisor.rules.kinds import KINDS
from advisor.rules.marks import Is, ListOf, OneOf, Ref, StateId, Typed
from advisor.rules.origin import Path_
from advisor.rules.records import Case, Decision, Formula, TableRow
from advisor.units import Unit

IDS = {
    "id": (re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}"), "letters, digits, _ - and ."),
    "name": (re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}"), "letters, digits and _"),
}
DATE = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What turns the direction of text or ends its line, and what no XML, and so no picture, may hold."""
MAX_CASES = 100
"""Cases of one figure."""
MISSING: Any = object()
"""What binding gives for a value that is wrong; the problem is in the list then."""


class Unresolved(NamedTuple):
    """A bound value that has still to be held against the rest of the ruleset."""

    node: Node
    where: Path_
    value: Any
    kind: Any


Reader = Callable[["Binder", Node, Path_], Any]


class Binder:
    """Collects what binding finds.

    source: the file or folder that all of it is from, for what has no place of its own
    is_lenient: whether keys that are not known, and those without a value, are passed over: for what
        other versions or programs wrote
    problems: everything that is wrong
    references: texts that must name an entry of some section
    expressions: expressions whose names and type are to be checked
    templates: texts whose `{names}` are to be checked
    unit: that of the record that is bound, in which its figures are written
    ones: what one of each unit is called
    units: the units that were found
    """

    def __init__(self, source: str, *, is_lenient: bool = False) -> None:
        self.source = source
        self.is_lenient = is_lenient
        self.problems: list[Problem] = []
        self.references: list[Unresolved] = []
        self.expressions: list[Unresolved] = []
        self.templates: list[Unresolved] = []
        self.unit = ""
        self.ones: Mapping[str, str] = {}
        self.units: set[str] = set()

    def bind(self, kind: Any, node: Node, where: Path_ = ()) -> Any:
        """The value of `node` as `kind`, or `MISSING` with a problem noted."""
        return _reader(kind)(self, node, where)

    def problem(self, code: str, node: Node, where: Path_, says: str, remedy: str = "") -> Any:
        """Note a problem at a node."""
        found = documents.place(node) if node.start_mark else Place(self.source)
        self.problems.append(Problem(code, says, remedy, found, spell(where)))
        return MISSING


def spell(where: Path_) -> str:
    """A way down as messages show it: ``decisions › volume › branches[0] › to``."""
    text = ""
    for step in where:
        text += f"[{step}]" if isinstance(step, int) else f"{' › ' if text else ''}{brief(step, 80)}"
    return text


@cache
def _reader(kind: Any) -> Reader:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1])
    if origin is Literal:
        return _literal([value for value in arguments if value])
    if origin is dict:
        return _mapping(arguments[0], arguments[1])
    if origin is tuple:
        return _sequence(arguments[0])
    if origin in (Union, types.UnionType):
        return _number if int in arguments else _reader(arguments[0])
    if hasattr(kind, "_fields"):
        return _record(kind)
    return {str: _text, bool: _yes_no, date: _date, Expression: _expression}[kind]


def found_as(node: Node) -> str:
    """What stands at a node, for a message."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return "nothing" if documents.is_null(node) else f"`{brief(node.value)}`"


def _scalar(binder: Binder, node: Node, where: Path_, wanted: str) -> Any:
    if not isinstance(node, ScalarNode) or documents.is_null(node):
        says = f"found {found_as(node)}, expected {wanted}"
        return binder.problem("wrong-type", node, where, says)
    control = CONTROL.search(node.value)
    if control:
        says = f"holds the control character U+{ord(control[0]):04X}"
        return binder.problem("control-character", node, where, says, "remove it")
    return node.value


def _text(binder: Binder, node: Node, where: Path_) -> Any:
    text = _scalar(binder, node, where, "a text")
    if text is not MISSING and not text.strip():
        return binder.problem("wrong-type", node, where, "found an empty text, expected a text")
    return text if text is MISSING else text.strip()


def _unit(binder: Binder, node: Node, where: Path_) -> Any:
    text = _text(binder, node, where)
    if text is MISSING:
        return MISSING
    binder.units.add(text)
    return Unit(text, binder.ones.get(text, ""))


def _yes_no(binder: Binder, node: Node, where: Path_) -> Any:
    text = _scalar(binder, node, where, "yes or no")
    if text is MISSING:
        return MISSING
    if text.lower() not in ("yes", "true", "no", "false"):
        return binder.problem("wrong-type", node, where, f"found `{brief(text)}`, expected yes or no")
    return text.lower() in ("yes", "true")


def _number(binder: Binder, node: Node, where: Path_) -> Any:
    text = _scalar(binder, node, where, "a number")
    if text is MISSING:
        return MISSING
    try:
        return written_number(text, binder.unit)
    except ValueError as error:
        return binder.problem("wrong-type", node, where, f"`{brief(text)}` {error}")


def _date(binder: Binder, node: Node, where: Path_) -> Any:
    text = _scalar(binder, node, where, "a date such as 2026-05-08")
    if text is MISSING:
        return MISSING
    try:
        if DATE.fullmatch(text):  # Python reads other forms too, which no reader of YAML takes for a date
            return date.fromisoformat(text)
    except ValueError:
        pass
    says = f"found `{brief(text)}`, expected a date such as 2026-05-08"
    return binder.problem("wrong-type", node, where, says)


def _expression(binder: Binder, node: Node, where: Path_) -> Any:
    text = _scalar(binder, node, where, "an expression such as `training_examples >= 1000`")
    if text is MISSING:
        return MISSING
    try:
        return parse(text)
    except ExpressionError as error:
        return binder.problem("expression", node, where, str(error))


def _literal(values: list[str]) -> Reader:
    def read(binder: Binder, node: Node, where: Path_) -> Any:
        text = _scalar(binder, node, where, f"one of {', '.join(values)}")
        if text is MISSING or text in values:
            return text
        says = f"found `{brief(text)}`, expected one of {', '.join(values)}"
        return binder.problem("wrong-value", node, where, says, did_you_mean(text, values))

    return read


def _annotated(kind: Any, mark: Any) -> Reader:
    if mark in IDS:
        return _id(mark)
    if isinstance(mark, ListOf):
        return _cases
    if isinstance(mark, OneOf):
        return _literal(list(mark.values))
    if mark == "unit":
        return _unit
    if mark == "typed":
        return _typed
    read = _reader(kind)

    def read_and_note(binder: Binder, node: Node, where: Path_) -> Any:
        value = read(binder, node, where)
        if value is not MISSING:
            found = Unresolved(node, where, value, mark)
            if isinstance(mark, Ref):
                binder.references.append(found)
            elif isinstance(mark, Is):
                binder.expressions.append(found)
            else:
                binder.templates.append(found)
        return value

    return read_and_note


def _typed(binder: Binder, node: Node, where: Path_) -> Any:
    """An answer as one would type it; a list of several as it would be written in one line."""
    if not isinstance(node, SequenceNode):
        return _scalar(binder, node, where, "an answer")
    found = [_scalar(binder, item, (*where, i), "an option") for i, item in enumerate(node.value)]
    return MISSING if MISSING in found else f"[{', '.join(found)}]"


def _id(mark: str) -> Reader:
    pattern, allowed = IDS[mark]

    def read(binder: Binder, node: Node, where: Path_) -> Any:
        text = _scalar(binder, node, where, "an id")
        if text is MISSING:
            return MISSING
        if not pattern.fullmatch(text):
            says = f"`{brief(text)}` is not an id: use {allowed}, beginning with a letter"
            return binder.problem("wrong-id", node, where, says)
        if mark == "name" and text.lower() in RESERVED:
            says = f"`{text}` is a word of the expression language"
            return binder.problem("wrong-id", node, where, says, "choose another name")
        return text

    return read


def _mapping(key_kind: Any, value_kind: Any) -> Reader:
    def read(binder: Binder, node: Node, where: Path_) -> Any:
        if not isinstance(node, MappingNode):
            says = f"found {found_as(node)}, expected a mapping"
            return binder.problem("wrong-type", node, where, says)
        bound = {}
        for name, key, value in _unique(binder, node, where):
            path = (*where, name)
            entry = binder.bind(value_kind, value, path)
            # what has a wrong id is known all the same, so that what names it is not wrong too
            bound[name] = entry if binder.bind(key_kind, key, path) is not MISSING else MISSING
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


def _sequence(kind: Any) -> Reader:
    def read(binder: Binder, node: Node, where: Path_) -> Any:
        if not isinstance(node, SequenceNode):
            says = f"found {found_as(node)}, expected a list"
            return binder.problem("wrong-type", node, where, says)
        return tuple(binder.bind(kind, item, (*where, i)) for i, item in enumerate(node.value))

    return read


def _record(kind: Any) -> Reader:
    def read(binder: Binder, node: Node, where: Path_) -> Any:
        if kind is Formula and isinstance(node, ScalarNode):  # short form: the expression alone
            return _formula(binder, node, where)
        if kind is TableRow and isinstance(node, SequenceNode):  # short form: the cells, and then the target
            return _row(binder, node, where)
        outer, binder.unit = binder.unit, _unit_of(node)
        values, complete = bind_keys(binder, kind, node, where)
        binder.unit = outer
        if kind in _ONE_OF_BOTH and isinstance(node, MappingNode):
            complete &= _is_one_of_both(binder, kind, values, node, where)
        if kind is Formula and complete:
            values.setdefault("is_", values.get("cases"))
        return kind(**values) if complete else MISSING

    return read


def _unit_of(node: Node) -> str:
    """The unit in which the figures of a record are written: the one it names, or that of its kind; else empty."""
    unit = ""
    for name, _, value in documents.entries(node) if isinstance(node, MappingNode) else ():
        if name == "unit" and isinstance(value, ScalarNode):
            unit = str(value.value).strip()
        if name == "type" and isinstance(value, ScalarNode) and value.value in KINDS:
            return KINDS[value.value].unit or unit
    return unit


@cache
def keys_of(kind: Any) -> dict[str, tuple[str, Any]]:
    """The field and the annotation behind each key of a record."""
    return {field.rstrip("_"): (field, note) for field, note in kind.__annotations__.items()}


@cache
def needed_keys(kind: Any) -> list[str]:
    """The keys that a record cannot do without."""
    if is_dataclass(kind):
        optional = {one.name for one in fields(kind) if one.default is not one.default_factory}
    else:
        optional = set(kind._field_defaults)
    return [key for key, (field, _) in keys_of(kind).items() if field not in optional]


def bind_keys(binder: Binder, kind: Any, node: Node, where: Path_ = ()) -> tuple[dict[str, Any], bool]:
    """The values of a record's fields, and whether all are there and right."""
    keys = keys_of(kind)
    if not isinstance(node, MappingNode):
        says = f"found {found_as(node)}, expected a mapping with {', '.join(keys)}"
        binder.problem("wrong-type", node, where, says)
        return {}, False
    values: dict[str, Any] = {}
    for key, key_node, value in _unique(binder, node, where):
        if key not in keys and binder.is_lenient:
            continue
        if key not in keys:
            says = f"unknown key `{brief(key)}`"
            binder.problem("unknown-key", key_node, where, says, did_you_mean(key, keys))
            continue
        field, annotation = keys[key]
        values[field] = binder.bind(annotation, value, (*where, key))
    missing = [key for key in needed_keys(kind) if keys[key][0] not in values]
    for key in missing:
        binder.problem("missing-key", node, where, f"the key `{key}` is missing")
    return values, not missing and MISSING not in values.values()


_ONE_OF_BOTH = {Formula: ("is", "cases", "wrong-cases"), Decision: ("branches", "table", "wrong-table")}
"""Records that are written in one of two ways: the keys, and the code where both are there."""


def _is_one_of_both(binder: Binder, kind: Any, values: dict[str, Any], node: Node, where: Path_) -> bool:
    """Whether a record is written in one of two ways."""
    one, other, code = _ONE_OF_BOTH[kind]
    written = [key for key in (one, other) if keys_of(kind)[key][0] in values]
    if len(written) == 2:
        return binder.problem(code, node, where, f"has both `{one}` and `{other}`", "keep one") is True
    if not written:
        says, remedy = f"the key `{one}` is missing", f"write `{one}`, or `{other}`"
        return binder.problem("missing-key", node, where, says, remedy) is True
    return True


def _row(binder: Binder, node: Node, where: Path_) -> Any:
    """The row of a table in its short form."""
    if not node.value:
        says = "found an empty list, expected cells and the decision or outcome they lead to"
        return binder.problem("wrong-row", node, where, says)
    *cells, to = (binder.bind(kind, item, (*where, i)) for i, (kind, item) in enumerate(_in_row(node.value)))
    return MISSING if to is MISSING else TableRow(tuple(cells), to)


def _in_row(items: list[Node]) -> Iterator[tuple[Any, Node]]:
    """The items of a row with what each is: cells, and the target."""
    yield from ((Typed, item) for item in items[:-1])
    yield StateId, items[-1]


def _cases(binder: Binder, node: Node, where: Path_) -> Any:
    """The expression of a list of cases."""
    cases = binder.bind(tuple[Case, ...], node, where)
    if cases is MISSING or MISSING in cases or not _are_in_order(binder, cases, node, where):
        return MISSING
    return Expression(Cases(tuple((one.when.tree, one.is_.tree) for one in cases[:-1]), cases[-1].is_.tree))


def _are_in_order(binder: Binder, cases: tuple[Case, ...], node: Node, where: Path_) -> bool:
    """Whether all cases but the last have a condition."""
    before = len(binder.problems)
    if not 0 < len(cases) <= MAX_CASES:
        says = f"found {len(cases)} cases, expected 1 to {MAX_CASES}"
        binder.problem("wrong-cases", node, where, says, "write the last one without `when`")
    for i, one in enumerate(cases):
        is_last = i == len(cases) - 1
        if one.when is None and not is_last:
            says = "a case without `when` always holds, so none after it ever counts"
            binder.problem(
                "wrong-cases", node.value[i], (*where, i), says, "give it a `when`, or move it last"
            )
        if one.when is not None and is_last:
            says = "the last case has a `when`, so there could be no figure"
            remedy = "remove the `when`, or add a case without one"
            binder.problem("wrong-cases", node.value[i], (*where, i, "when"), says, remedy)
    return len(binder.problems) == before


def _formula(binder: Binder, node: Node, where: Path_) -> Any:
    expression = _expression(binder, node, where)
    return MISSING if expression is MISSING else Formula(expression)
