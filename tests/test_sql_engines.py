"""The SELECT of a ruleset over a table of any types, run by the engines that it is written for."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.quantities import shortest
from advisor.rules import Ruleset
from advisor.sql import decided_row, statement
from tests import random_rules
from tests.engines import DuckDB, Postgres, Spark
from tests.test_sql import FOUND, harder

Engine = DuckDB | Postgres | Spark
QUESTIONS = random_rules.QUESTIONS | random_rules.SETS
NATIVE = {
    "integer": "BIGINT",
    "number": "DECIMAL(20, 4)",
    "date": "DATE",
    "yes_no": "BOOLEAN",
    "choice": "text",
    "several": "text",
}
WRONG = {
    "integer": ["-999", "2.5", "abc", "999"], "number": ["-999", "abc", "NaN"], "choice": ["d", ""],
    "several": ["x", "uv"],
    "date": ["2026-02-30", "2025-12-31"], "yes_no": ["perhaps", "1"],
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn, rows: int) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The types of columns, and rows of which some lack answers, are not sure, or are wrong where the type lets them."""
    types = {name: draw(st.sampled_from(["text", NATIVE[one["type"]]])) for name, one in QUESTIONS.items()}
    types |= {name: draw(st.sampled_from([types[name], "double"])) for name in ("n0", "n1", "n2", "r0")}
    answers = random_rules.answers(sets=True).map(lambda one: one | {"r0": Fraction(one["n0"] % 8)})
    found = draw(st.lists(answers, min_size=rows, max_size=rows))
    for row in found:
        for name in draw(st.sets(st.sampled_from([*QUESTIONS]), max_size=3)):
            odd = [None, None, "unknown", draw(st.sampled_from(WRONG[QUESTIONS[name]["type"]]))]
            row[name] = draw(st.sampled_from(odd)) if types[name] == "text" else None
    return types, found


def cell(value: Any, type_: str) -> str:
    if value is None or value == "":
        return "NULL"
    if isinstance(value, list):
        return f"'{', '.join(value) or 'none'}'"
    if type_ == "BOOLEAN":
        return f"'{str(value).lower()}'"
    text = (
        shortest(Fraction(value))
        if isinstance(value, int | float | Fraction) and not isinstance(value, bool)
        else str(value)
    )
    return f"'{text}'"


def table(engine: Engine, types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Statements that make a view `w` of rows."""
    texts = [
        ", ".join([str(number), *(cell(row[name], types[name]) for name in types)])
        for number, row in enumerate(rows)
    ]
    own = {name: engine.types.get(type_, type_) for name, type_ in types.items()}
    cast = ", ".join(f"CAST({name} AS {own[name]}) AS {name}" for name in types)
    values = f"(VALUES {', '.join(f'({one})' for one in texts)}) AS t (n, {', '.join(types)})"
    return [f"CREATE {engine.view} w AS SELECT n, {cast} FROM {values}"]


def decided(
    engine: Engine, rules: Ruleset, types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]
) -> list[tuple[Any, ...]]:
    query = statement(rules, dialect=engine.name, table="w", columns={name: name for name in types})
    found = engine.rows(table(engine, types, rows), query)
    return [alike(row[-3:]) for row in sorted(found, key=lambda row: int(row[0]))]


def alike(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row without what is wrong with a text that is no number and no date: an engine cannot tell that well."""
    outcome, path, problem = row
    return (
        outcome,
        path,
        problem and re.sub(r"(`[^`]*`) (is no|has no|is not a) [^;]*", r"\1 is none", problem),
    )


def as_walked(rules: Ruleset, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return alike(decided_row(rules, {name: None if value == "" else value for name, value in row.items()}))


def holds(engine: Engine, rules: Ruleset, made: tuple[dict[str, str], list[dict[str, Any]]]) -> None:
    types, rows = made
    in_order = [{name: row[name] for name in types} for row in rows]
    assert decided(engine, rules, types, rows) == [as_walked(rules, row) for row in in_order]


@settings(max_examples=8, phases=FOUND)
@given(harder(), tables(25))
def test_duckdb_decides_a_table_as_a_walk_does(rules: Ruleset, made: Any) -> None:
    holds(DuckDB(), rules, made)


@pytest.mark.postgres
@settings(max_examples=8, phases=FOUND)
@given(harder(), tables(25))
def test_postgres_decides_a_table_as_a_walk_does(postgres: Postgres, rules: Ruleset, made: Any) -> None:
    holds(postgres, rules, made)


@pytest.mark.spark
@pytest.mark.slow
@settings(max_examples=3, phases=FOUND)
@given(harder(), tables(60))
def test_spark_decides_a_table_as_a_walk_does(spark: Spark, rules: Ruleset, made: Any) -> None:
    holds(spark, rules, made)
