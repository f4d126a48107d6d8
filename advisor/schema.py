"""JSON Schema of the rule files, from the types that loading reads, so that an editor helps.

An editor's YAML reader has ideas of its own about `yes`, dates and numbers; the schema takes what it
may make of a value that loading accepts.
"""

import re
import types
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from advisor.expression import Expression
from advisor.rules.binding import IDS, keys_of
from advisor.rules.model import Formula, Sections

DIALECT = "http://json-schema.org/draft-07/schema#"
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_EXPRESSION: dict[str, Any] = {"type": ["string", "number", "boolean"], "description": "an expression"}
_NUMBER: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "[0-9]"}]}
_YES_NO: dict[str, Any] = {
    "anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "true", "false", "Yes", "No", "True", "False"]}]
}
_DATE: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"}


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
        return _annotated(arguments[0], arguments[1])
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


def _annotated(kind: Any, note: Any) -> dict[str, Any]:
    if kind is Expression:
        return dict(_EXPRESSION)
    return (
        {"type": "string", "pattern": f"^(?:{IDS[note][0].pattern})$"}
        if note in ("id", "name")
        else dict(_TEXT)
    )


def _mapping(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    key, value = arguments
    found: dict[str, Any] = {"type": "object", "additionalProperties": _of(value, definitions)}
    notes = get_args(key)
    if notes and notes[1] in IDS:
        found["propertyNames"] = {"pattern": f"^(?:{IDS[notes[1]][0].pattern})$"}
    return found


def _record(record: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    meanings: dict[str, str] = dict(re.findall(r"^    (\w+): (.+)$", record.__doc__ or "", re.MULTILINE))
    properties = {}
    for key, (_, annotation) in keys_of(record).items():
        described = _of(annotation, definitions)
        said = {"description": meanings[key]} if key in meanings else {}
        # beside $ref, editors of this dialect read nothing else
        properties[key] = {"allOf": [described], **said} if "$ref" in described else described | said
    needed = [key for key, (field, _) in keys_of(record).items() if field not in record._field_defaults]
    found: dict[str, Any] = {"type": "object", "description": (record.__doc__ or "").strip().splitlines()[0],
             "properties": properties, "additionalProperties": False}  # fmt: skip
    if needed:
        found["required"] = needed
    return {"anyOf": [dict(_EXPRESSION), found]} if record is Formula else found
