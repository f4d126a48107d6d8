"""The SELECT of a ruleset decides every row as a walk does: outcome, path and problem."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import duckdb
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from advisor.days import show_day
from advisor.engine.answers import UNKNOWN
from advisor.engine.checking import parse
from advisor.language.types import SET
from advisor.rules import Ruleset, load_texts
from advisor.rules.kinds.figures import figure
from advisor.sql import CleanColumn, Relation, decided, decided_row, sql_of
from tests import random_rules

TYPES = {"boolean": "BOOLEAN", "number": "BIGINT", "date": "DATE", "text": "VARCHAR", SET: "BOOLEAN"}
Row = Mapping[str, Any]
FOUND = (Phase.reuse, Phase.generate)
"""An example as it was found: to look for a smaller one takes minutes."""


def type_of(rules: Ruleset, name: str) -> str:
    return TYPES[rules.types[name.partition(".")[0]]]


def exact(rules: Ruleset, name: str, raw: object) -> Any:
    """What a cell says: a value, UNKNOWN, or None."""
    if raw is None:
        return None
    if name in rules.questions:
        return parse(rules, name, raw)
    return figure(rules.parameters[name.partition(".")[0]], raw)


def relation(
    rules: Ruleset, names: Sequence[str], rows: Sequence[Row]
) -> tuple[Relation, list[str], list[str]]:
    """Clean columns of rows: how they are described, their types, and their values, as SQL."""
    columns, types, cells = {}, ["n BIGINT"], [[str(number)] for number, _ in enumerate(rows)]
    for name in names:
        values = [exact(rules, name, row.get(name)) for row in rows]
        numbers = [
            value for value in values if isinstance(value, int | Fraction) and not isinstance(value, bool)
        ]
        denominator = (
            lcm(1, *(value.denominator for value in numbers)) if type_of(rules, name) == "BIGINT" else 1
        )
        ends = [0, *(int(value * denominator) for value in numbers)]
        own, unsure = name.replace(".", "_"), f"{name}_unsure" if UNKNOWN in values else ""
        parts = rules.questions[name].kind.parts if name in rules.questions else ()
        options = {option: f"{name}_{option}" for option in parts}
        missing = any(value is None or value is UNKNOWN for value in values)
        columns[name] = CleanColumn(
            own, denominator, min(ends), max(ends), unsure=unsure, missing=missing, options=options
        )
        types += [f'"{one}" BOOLEAN' for one in options.values()] or [f'"{own}" {type_of(rules, name)}']
        types += [f'"{unsure}" BOOLEAN'] if unsure else []
        for cell, value in zip(cells, values, strict=True):
            said = [value if value is None or value is UNKNOWN else option in value for option in options]
            cell += [shown(one, "BOOLEAN", 1) for one in said] or [
                shown(value, type_of(rules, name), denominator)
            ]
            cell += [str(value is UNKNOWN)] if unsure else []
    return Relation("clean", columns, keep=("n",)), types, [f"({', '.join(cell)})" for cell in cells]


def shown(value: Any, type_: str, denominator: int) -> str:
    if value is None or value is UNKNOWN:
        return "NULL"
    if type_ == "DATE":
        return f"DATE '{show_day(value)}'"
    return str(int(value * denominator)) if type_ == "BIGINT" else repr(value)


def in_duckdb(
    rules: Ruleset, names: Sequence[str], rows: Sequence[Row], figures: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    described, types, cells = relation(rules, names, rows)
    query = sql_of(decided(rules, described, dialect="duckdb", figures=figures), "duckdb")
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"CREATE TABLE clean ({', '.join(types)})")
        connection.execute(f"INSERT INTO clean VALUES {', '.join(cells)}")
        return [row[1:] for row in sorted(connection.execute(query).fetchall())]


def as_walked(rules: Ruleset, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    return [tuple(decided_row(rules, row)) for row in rows]


@st.composite
def harder(draw: st.DrawFn) -> Ruleset:
    """A random ruleset that divides by what can be zero, in whose formulas choices are fixed, and with figures that end."""
    data: Any = json.loads(draw(random_rules.rule_texts(4, sets=True)))
    if draw(st.booleans()):
        data["formulas"]["f0"] = draw(st.sampled_from([
            "n0 / n1", "(n0 - 3) / (n1 - n2) + p1", "n2 / (n1 * p1)", "-n1 / (p0 - n0) / 3", "n0 / n1 - n2 / n1",
        ]))  # fmt: skip
    if draw(st.booleans()):
        data["formulas"]["f1"] = draw(st.sampled_from([
            {"is": "p1 * n0", "given": {"c0": "b"}}, {"is": "n2 + r0 * p2", "given": {"c0": "a"}},
        ]))  # fmt: skip
    if draw(st.booleans()):
        data["refuse"] = [{"when": draw(random_rules.conditions()), "says": "That is never so."}]
    return load_texts({"rules.yaml": json.dumps(data)}, "random")


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """Answers of which some are missing or not sure, and figures that replace the rules' own."""
    answers = draw(random_rules.answers(sets=True))
    beside = Fraction(draw(st.sampled_from([0, 0, 1, -1])), 10**6)  # just over a threshold, and just under
    answers["n1"] = min(max(Fraction(answers["n1"]) + beside, -10), 10)
    for name in draw(st.sets(st.sampled_from([*answers]), max_size=3)):
        answers[name] = draw(st.sampled_from([None, "unknown"]))
    figures = {"p0": st.integers(-3, 12), "p1.b": st.integers(-3, 9), "p2": st.integers(-3, 9)}
    for name in draw(st.sets(st.sampled_from([*figures]), max_size=2)):
        answers[name] = draw(figures[name])
    return answers


@settings(max_examples=10, phases=FOUND)
@given(harder(), st.lists(rows(), min_size=30, max_size=30))
def test_duckdb_decides_as_a_walk_does(rules: Ruleset, cells: list[Row]) -> None:
    names = sorted({name for row in cells for name in row})
    assert in_duckdb(rules, names, cells) == as_walked(rules, cells)
