"""JSON Schema of the rule files, from the types that loading reads, so that an editor helps.

An editor's YAML reader has ideas of its own about `yes`, dates and numbers; the schema takes what it
may make of a value that loading accepts.
"""

import re
import types
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from advisor.language.expression import Expression
from advisor.language.parse import MAX_LENGTH, RESERVED
from advisor.money import SIGN_OR_CODE
from advisor.rules.binding import CONTROL, MAX_CASES
from advisor.rules.kinds import KINDS
from advisor.rules.marks import ListOf, OneOf
from advisor.rules.model import ONE_WAY, Sections, keys_of, needed_keys
from advisor.rules.records import Decision, DecisionTable, Formula, Question, TableRow
from advisor.rules.scalars import DATE, IDS

DIALECT = "http://json-schema.org/draft-07/schema#"
_KINDS = ["string", "number", "boolean"]
_NO_CONTROL = f"[^{CONTROL.pattern[1:]}*$"
_ONE_TYPED: dict[str, Any] = {"type": _KINDS, "pattern": f"^{_NO_CONTROL}"}
_TYPED: dict[str, Any] = {"anyOf": [_ONE_TYPED, {"type": "array", "items": _ONE_TYPED}]}
_TEXT: dict[str, Any] = {"type": _KINDS, "pattern": rf"^(?=[\s\S]*\S){_NO_CONTROL}"}
_EXPRESSION: dict[str, Any] = {**_TEXT, "maxLength": MAX_LENGTH, "description": "an expression"}
_WRITTEN_NUMBER = (
    rf"^\s*[-+\u2212]?(?:{SIGN_OR_CODE})?\s*(?:[0-9]{{1,30}}/0*[1-9][0-9]{{0,29}}|"
    r"(?=\.?[0-9])(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:[\s_'\u2019][0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?"
    rf"(?:[eE][-+]?[0-9]{{1,2}})?)\s*(?:[kKmMbB]|[bB][nN])?\s*(?:{SIGN_OR_CODE})?\s*%?\s*$"
)
_IN_OLD_YAML = ("true", "false")
"""What editors that read YAML 1.1 make of the keys `yes` and `no`."""
_YES_NO: dict[str, Any] = {
    "anyOf": [
        {"type": "boolean"},
        {
            "type": "string",
            "pattern": "^(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
        },
    ]
}
_DATE: dict[str, Any] = {"type": "string", "pattern": f"^(?:{DATE.pattern})$"}
_NUMBER: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": _WRITTEN_NUMBER}, _DATE]
}
"""A figure, which is a day where its record counts in days."""


_SHORT: dict[Any, list[dict[str, Any]]] = {
    Formula: [_EXPRESSION],
    TableRow: [{"type": "array", "items": _TYPED, "minItems": 2}],
}
"""Forms of a record that are no mapping."""
_MORE: dict[Any, dict[str, Any]] = {
    Decision: {"properties": {"branches": {"minItems": 1}}},
    DecisionTable: {"properties": {"by": {"minItems": 1}, "rows": {"minItems": 1}}},
    Question: {
        "allOf": [
            {"if": {"properties": {"type": {"const": name}}}, "then": kind.schema()}
            for name, kind in KINDS.items()
        ]
    },
}
"""What the types do not say about a record: the rules of linking that one record can be held to alone."""


def schema() -> dict[str, Any]:
    """The schema of one rule file. Any file may hold any of the sections, so none is required."""
    definitions: dict[str, Any] = {}
    top = _record(Sections, definitions)
    top.pop("required", None)
    return {
        "$schema": DIALECT,
        "title": "Rules of advisor",
        **top,
        "definitions": dict(sorted(definitions.items())),
    }


def _of(annotation: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1], definitions)
    if origin is Literal:
        return {"enum": [value for value in arguments if value]}
    if origin is dict:
        return _mapping(arguments, definitions)
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin in (Union, types.UnionType):
        return dict(_NUMBER) if int in arguments else _of(arguments[0], definitions)
    if hasattr(annotation, "_fields"):
        name = annotation.__name__
        if name not in definitions:
            definitions[name] = {}  # a record that holds itself would not end otherwise
            definitions[name] = _record(annotation, definitions)
        return {"$ref": f"#/definitions/{name}"}
    known: dict[Any, dict[str, Any]] = {str: _TEXT, bool: _YES_NO, date: _DATE, Expression: _EXPRESSION}
    return dict(known[annotation])


def _annotated(kind: Any, note: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(note, ListOf):
        return {"type": "array", "items": _of(note.record, definitions), "minItems": 1, "maxItems": MAX_CASES}
    if kind is Expression:
        return dict(_EXPRESSION)
    if note in IDS:
        return {"type": "string", **_id(note)}
    if isinstance(note, OneOf):
        return {"enum": list(note.values)}
    return dict(_TYPED if note == "typed" else _TEXT)


def _id(note: str) -> dict[str, Any]:
    """The pattern of an id; of a name also that it is no word of the expression language, in any case."""
    found: dict[str, Any] = {"pattern": f"^(?:{IDS[note][0].pattern})$"}
    if note == "name":
        words = ("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in sorted(RESERVED))
        found["not"] = {"pattern": f"^(?:{'|'.join(words)})$"}
    return found


def _mapping(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    key, value = arguments
    found: dict[str, Any] = {"type": "object", "additionalProperties": _of(value, definitions)}
    notes = get_args(key)
    if notes and isinstance(notes[1], OneOf):
        found["propertyNames"] = {"enum": [*notes[1].values, *_IN_OLD_YAML]}
    elif notes and notes[1] in IDS:
        kind = notes[1].title()
        definitions[kind] = {"type": "string", **_id(notes[1])}
        found["propertyNames"] = {"$ref": f"#/definitions/{kind}"}
    return found


def _record(record: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    # from Python 3.13 on, docstrings come without their indentation
    meanings: dict[str, str] = dict(re.findall(r"^ *(\w+): (.+)$", record.__doc__ or "", re.MULTILINE))
    properties = {}
    for key, (_, annotation) in keys_of(record).items():
        described = _of(annotation, definitions)
        said = {"description": meanings[key]} if key in meanings else {}
        # beside $ref, editors of this dialect read nothing else
        properties[key] = {"allOf": [described], **said} if "$ref" in described else described | said
    meaning = (record.__doc__ or "").strip().splitlines()[0]
    found: dict[str, Any] = {"type": "object", "description": meaning, "properties": properties}
    found["additionalProperties"] = False
    if needed_keys(record):
        found["required"] = list(needed_keys(record))
    more = _MORE.get(record, {}) | _one_way(record)
    if more:
        found["allOf"] = [more]
    return {"anyOf": [*_SHORT[record], found]} if record in _SHORT else found


def _one_way(record: Any) -> dict[str, Any]:
    """That a record is written in just one of several ways."""
    _, *ways = ONE_WAY.get(record, ("",))
    found: list[dict[str, Any]] = []
    for way in ways:
        others = [{"required": [other[0]]} for other in ways if other is not way]
        found.append({"required": [*way], "not": {"anyOf": others}})
    return {"oneOf": found} if found else {}
