"""A ruleset as plain data for the page: trees as arrays, numbers as exact text, texts with their placeholders.

Rules are data to the page, never code. What is empty is left out; the scripts know what that means.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from advisor import money
from advisor.advice.errata import footnote
from advisor.advice.tables import shown_grid
from advisor.analysis.explorer.boundary_values import boundary_values, thresholds
from advisor.analysis.whatif.possible import still_open
from advisor.days import DAY
from advisor.engine.answers import Answers, Value, plain_values, to_plain
from advisor.language.expression import Expression
from advisor.language.tree import (
    Arithmetic,
    Cases,
    Comparison,
    Constant,
    Day,
    Junction,
    Name,
    Negative,
    Node,
    Not,
    Points,
    PointSum,
    Text,
    Truth,
)
from advisor.rules import Ruleset
from advisor.rules.kinds import Widget
from advisor.rules.records import Decision, Formula, Parameter, Question

SCRIPTS = tuple(f"{name}.js" for name in (
    "numbers", "trees", "amounts", "days", "walk", "names", "typing", "reasons", "refusals", "costs", "advice", "turns",
    "outlook", "engine",
))  # fmt: skip
"""The scripts beside this module, in the order in which a page loads them."""

Data = dict[str, Any]

_KEPT = ("approaches", "cautions", "complements", "criteria", "hybrids", "techniques", "shortlists", "comparison",
         "costs", "details", "use_cases", "outcomes",
         "refuse")  # fmt: skip
"""The sections that the page reads as they are written."""
_NOT_SHOWN = ("ref", "market")
"""Keys of records that only the rules' authors and the command line read."""


def data(rules: Ruleset) -> Data:
    """Everything of a ruleset that the page reads, as JSON holds it; keys are those of the rule files."""
    near = boundary_values(rules, rules.questions, thresholds(rules))
    return {
        "ruleset": _plain(rules.ruleset) | {"digest": rules.digest},
        "start": rules.start,
        "ask_first": list(rules.ask_first),
        "questions": {name: _question(rules, name, one, near[name]) for name, one in rules.questions.items()},
        "parameters": {name: _parameter(rules, name, one) for name, one in rules.parameters.items()},
        "formulas": {name: _formula(rules, name, one) for name, one in rules.formulas.items()},
        "decisions": {name: _decision(rules, name, one) for name, one in rules.decisions.items()},
        **{section: _plain(getattr(rules, section)) for section in _KEPT},
        "examples": _examples(rules),
        "errata": {code: footnote(rules, code) for code in rules.errata},
        "units": rules.units,
        "currencies": {code: [one.sign, one.places] for code, one in money.CURRENCIES.items()},
    }


def _examples(rules: Ruleset) -> list[Data]:
    """For each outcome that is possible, answers that lead to it."""
    found = still_open(rules, Answers(), find_out=False).possible
    return [plain_values(rules, one.example) for one in found]


def tree(node: Node) -> Any:  # noqa: C901 - one case a node
    """A tree as arrays, the sign first; a name is a text, and true and false are themselves."""
    match node:
        case Points(first, last, name):
            return ["points", name, tree(Cases(first, last))]
        case PointSum(left, sign, right, name):
            return ["points", name, tree(Arithmetic(left, sign, right))]
        case Name(name):
            return name
        case Truth(value):
            return value
        case Text(value):
            return ["'", value]
        case Constant(value):
            return [DAY if isinstance(node, Day) else "#", str(value)]
        case Arithmetic(left, sign, right) | Comparison(left, sign, right):
            return [sign, tree(left), tree(right)]
        case Junction(sign, parts):
            return [sign, *map(tree, parts)]
        case Not(operand):
            return ["not", tree(operand)]
        case Negative(operand):
            return ["neg", tree(operand)]
    assert isinstance(node, Cases)
    return ["cases", [[tree(when), tree(value)] for when, value in node.first], tree(node.last)]


def _question(rules: Ruleset, name: str, one: Question, near: Sequence[Value]) -> Data:
    kind = one.kind
    likely = kind.boundary_values()
    return _record(one, "type", "options_from") | _filled(
        {
            "kind": one.type,
            "type": kind.type,
            "whole": kind.is_whole,
            "field": kind.widget is Widget.FIELD,
            "many": kind.widget is Widget.CHECKS,
            "label": rules.label(name),
            "unit": rules.unit(name),
            "use_case": one.options_from == "use_cases",
            "unasked": rules.counts_unasked(name),
            "computed": _plain(rules.defaults.get(name)),
            "every": bool(kind.every),
            "likely": [to_plain(rules, name, value) for value in likely],
            "near": [to_plain(rules, name, value) for value in near if value not in likely],
            "answer": kind.answer,
            "wanted": kind.wanted,
            "examples": kind.examples if kind.widget is Widget.FIELD else "",
        }
    )


def _parameter(rules: Ruleset, name: str, one: Parameter) -> Data:
    """A figure, with what is laid over that of the files."""
    found = _record(one, "tokens") | _named(rules, name)
    if one.by:
        found["values"] = {option: _plain(rules.figure(f"{name}.{option}")) for option in one.values}
    elif not one.cases:
        figure = rules.figure(name)
        found["cases" if isinstance(figure, Expression) else "value"] = _plain(figure)
    return found


def _formula(rules: Ruleset, name: str, one: Formula) -> Data:
    more = _filled({"titles": rules.titles(name), "text": one.is_.text})
    if not rules.is_ordered(name):
        more["type"] = rules.types[name]
    return _record(one, "cases") | _named(rules, name) | more


def _decision(rules: Ruleset, name: str, one: Decision) -> Data:
    """A decision; a table as a grid of texts, each row with the conditions that settle that it is taken."""
    found = _record(one, "table")
    if name in rules.grids:
        settled, shown = rules.grids[name].settling, shown_grid(rules, name)
        found["headings"] = list(shown.headings)
        found["branches"] = [
            branch | {"settled": _plain(settled(index)), "cells": list(row.cells), "leads_to": row.to}
            for index, (branch, row) in enumerate(zip(found["branches"], shown.rows, strict=True))
        ]
    return found


def _named(rules: Ruleset, name: str) -> Data:
    """How a figure is called and counted, and the questions that its value can ask."""
    behind = list(rules.questions_behind(name))
    return _filled({"label": rules.label(name), "unit": rules.unit(name), "behind": behind})


def _plain(value: Any) -> Any:
    """A part of the rules as JSON holds it."""
    match value:
        case Expression():
            return tree(value.tree)
        case bool() | str() | None:
            return value
        case int() | Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
    return _record(value) if hasattr(value, "_asdict") else [_plain(one) for one in value]


def _record(value: NamedTuple, *without: str) -> Data:
    """A record with the keys of the rule files."""
    kept = {name.removesuffix("_"): one for name, one in value._asdict().items() if name not in without}
    return {name: _plain(one) for name, one in _filled(kept).items() if name not in _NOT_SHOWN}


def _filled(found: Data) -> Data:
    """What is not empty; zero is no emptiness, and neither is a condition that never holds."""
    return {
        name: one
        for name, one in found.items()
        if one is not None and one is not False and one not in ("", (), [], {})
    }
