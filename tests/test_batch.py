"""`advisor batch` decides every row as a walk does, whatever a table is a file of."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from advisor.batch import Job, walking
from advisor.batch.cells import AnswerColumn
from advisor.batch.job import opened, written
from advisor.rules import Ruleset, load_texts
from advisor.sql import decided_row
from tests import random_rules
from tests.conftest import Ran
from tests.test_sql import harder

Row = Mapping[str, Any]
COLUMNS = ("n0", "n1", "n2", "r0", "t0", "t1", "y0", "y1", "c0", "c1", "s0", "s1", "p0", "p1.b")

NUMBERS = st.one_of(
    st.integers(-12, 32).map(str), st.fractions(-11, 31, max_denominator=12).map(str),
    st.decimals(-11, 21, places=2, allow_nan=False).map(str), st.decimals(-11, 21, places=7).map(str),
    st.sampled_from(["", " ", "unknown", "?", " 7 ", "+3", "−3", "007", "1e1", "0.05k", "250%", "2.50", "1.500", "nan",
                     "inf", "abc", "2,5", "0.1000000000000000001", "6.99999999999999999999", "1e400", "1e-29"]),
)  # fmt: skip
DAYS = st.one_of(
    st.dates(date(2026, 2, 25), date(2026, 5, 5)).map(str),
    st.sampled_from(["", "unknown", "6 April 2026", "2026-4-6", "2026-04-31", "2026-04-06T00:00:00", "06.04.2026", "x"]),
)  # fmt: skip
TRUTHS = st.sampled_from(["yes", "no", "Yes", "true", "FALSE", "n", "", "?", "maybe", "1"])
CHOICES = st.sampled_from(["a", "b", "c", "A", "low", "very_high", "Very_high", "", "not sure", "x"])
SETS = st.sampled_from(["u", "v,u", "none", "None", "u,x", "U, v", "", "?", "[]", "u,,v"])
TEXTS = {
    **dict.fromkeys(("n0", "n1", "n2", "r0", "p0", "p1.b"), NUMBERS), **dict.fromkeys(("t0", "t1"), DAYS),
    **dict.fromkeys(("s0", "s1"), SETS), **dict.fromkeys(("y0", "y1"), TRUTHS), **dict.fromkeys(("c0", "c1"), CHOICES),
}  # fmt: skip


@st.composite
def plain(draw: st.DrawFn) -> dict[str, Any]:
    """Answers of which few are wrong, so that most rows come somewhere."""
    answers = {
        name: "" if value is None else str(value) for name, value in draw(random_rules.answers()).items()
    }
    odd = {name: draw(TEXTS[name]) for name in draw(st.sets(st.sampled_from(COLUMNS), max_size=2))}
    return {name: (answers | odd).get(name, "") for name in COLUMNS}


def as_typed(value: Any) -> str:
    return (
        (",".join(value) or "none")
        if isinstance(value, list | tuple)
        else ""
        if value is None
        else str(value)
    )


def texts() -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(plain(), min_size=1, max_size=40)


def as_walked(rules: Ruleset, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    said = ({name: value for name, value in row.items() if not _is_nothing(value)} for row in rows)
    return [tuple(decided_row(rules, row)) for row in said]


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def as_csv(rows: Sequence[Row], path: Path) -> None:
    def cell(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if value else ""

    lines = [rows[0].keys(), *(row.values() for row in rows)]
    path.write_text("".join(",".join(map(cell, line)) + "\n" for line in lines))


def as_json_lines(rows: Sequence[Row], path: Path) -> None:
    path.write_text(
        "".join(json.dumps({name: value or None for name, value in row.items()}) + "\n" for row in rows)
    )


def decided(rules: Ruleset, path: Path, **more: Any) -> list[tuple[Any, ...]]:
    """The outcome, path and problem of every row of a table."""
    with TemporaryDirectory() as folder:
        out = f"{folder}/out.parquet"
        with opened(Job(rules, [str(path)], prefix="decided$", **more)) as table:
            written(table, out, "parquet")
        with duckdb.connect() as connection:
            columns = ("outcome", "path", "problem", *more.get("figures", ()))
            wanted = ", ".join(f'"decided${name}"' for name in columns)
            return connection.execute(f"SELECT {wanted} FROM read_parquet('{out}')").fetchall()


FILES: dict[str, Callable[[Sequence[Row], Path], None]] = {"csv": as_csv, "jsonl": as_json_lines}


FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow],
               phases=[Phase.explicit, Phase.reuse, Phase.generate])  # fmt: skip
"""An example is a table, which takes a while."""


@pytest.mark.parametrize("suffix", FILES)
@FEW
@given(harder(), texts())
def test_texts_are_decided_as_a_walk_does(suffix: str, rules: Ruleset, rows: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"in.{suffix}")
        FILES[suffix](rows, path)
        assert decided(rules, path) == as_walked(rules, rows)


FIGURES = ("f0", "n2", "p1", "p2", "t1", "y1", "c0")


@FEW
@given(harder(), texts())
def test_figures_come_out_as_a_walk_has_them(rules: Ruleset, rows: list[Row]) -> None:
    by_walk = walking.deciding(walking.Wish(rules, dict.fromkeys(COLUMNS, 0), {}, FIGURES))
    with TemporaryDirectory() as folder:
        path = Path(folder, "in.csv")
        as_csv(rows, path)
        found = decided(rules, path, figures=FIGURES)
    for row, cells in zip(found, rows, strict=True):
        walked = by_walk(*cells.values())
        if row[0]:  # what is wrong with a row may leave a figure known
            assert row[3:] == pytest.approx(tuple(walked[name] for name in FIGURES))


# --- columns that have types ----------------------------------------------------------------------

NUMERIC = (
    "BIGINT",
    "HUGEINT",
    "DOUBLE",
    "FLOAT",
    "DECIMAL(10, 3)",
    "DECIMAL(38, 20)",
    "UTINYINT",
    "VARCHAR",
    "BOOLEAN",
)
TYPES = {
    **dict.fromkeys(("n0", "n1", "n2", "r0", "p0", "p1.b"), NUMERIC),
    **dict.fromkeys(("t0", "t1"), ("DATE", "TIMESTAMP", "VARCHAR", "INTEGER")),
    **dict.fromkeys(("y0", "y1"), ("BOOLEAN", "VARCHAR", "INTEGER")),
    **dict.fromkeys(("c0", "c1"), ("VARCHAR", "BOOLEAN")), **dict.fromkeys(("s0", "s1"), ("VARCHAR", "VARCHAR[]", "BIGINT")),
}  # fmt: skip


@st.composite
def typed(draw: st.DrawFn) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The types of columns, and what is cast to them."""
    types = {name: draw(st.sampled_from(found)) for name, found in TYPES.items()}
    rows = draw(st.lists(plain(), min_size=1, max_size=40))
    noon = {"t0": "2026-04-06 12:00:00", "n1": "nan", "r0": "0.30000000000000004", "n0": "1e300"}
    return types, [
        row | {name: noon[name] for name in draw(st.sets(st.sampled_from([*noon]), max_size=1))}
        for row in rows
    ]


@FEW
@given(harder(), typed())
def test_values_of_a_type_are_decided_as_a_walk_does(
    rules: Ruleset, table: tuple[dict[str, str], list[Row]]
) -> None:
    types, rows = table
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "in.parquet")
        texts = ", ".join(f'"{name}" VARCHAR' for name in types)
        connection.execute(f"CREATE TABLE texts ({texts})")
        connection.executemany(f"INSERT INTO texts VALUES ({', '.join('?' * len(types))})",
                               [[row[name] for name in types] for row in rows])  # fmt: skip
        casts = ", ".join(
            f'try_cast(nullif("{name}", \'\') AS {type_}) AS "{name}"' for name, type_ in types.items()
        )
        connection.execute(f"COPY (SELECT {casts} FROM texts) TO '{path}'")
        shown = ", ".join(f'"{name}"' + "::VARCHAR" * (type_ == "FLOAT") for name, type_ in types.items())
        values = connection.execute(f"SELECT {shown} FROM read_parquet('{path}')").fetchall()
        said = [
            {name: as_said(value, types[name]) for name, value in zip(types, row, strict=True)}
            for row in values
        ]
        assert decided(rules, path) == as_walked(rules, said)


def cast_to(name: str, type_: str) -> str:
    if type_ == "VARCHAR[]":
        return f"""CASE "{name}" WHEN '' THEN NULL WHEN 'none' THEN [] ELSE string_split("{name}", ',') END"""
    return f"""try_cast(nullif("{name}", '') AS {type_})"""


def as_said(value: Any, type_: str) -> Any:
    """A value of DuckDB as a walk takes it: a number in short floating point is the one that it is written as."""
    if value is not None and type_ == "FLOAT":
        return float(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, list):
        return ",".join(value) or "none"
    return Fraction(value) if isinstance(value, Decimal) else value


def test_a_table_without_rows_is_a_table(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("base_model_suffices\n")
    assert run("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv").out.startswith(
        f"{tmp_path}/out.csv: 0 rows"
    )
    assert (tmp_path / "out.csv").read_text() == "base_model_suffices,outcome,path,problem\n"


REFUSING = """
ruleset: {id: refusing, version: "1", title: Refusing}
start: d
approaches: {one: {title: One}}
questions:
  a: {ask: A?, type: yes_no, default: "yes"}
  b: {ask: B?, type: yes_no}
  n: {ask: N?, type: integer, min: 0, max: 9, default: "3"}
decisions: {d: {label: D?, branches: [{label: low, when: n < 3, to: o}, {label: high, to: p}]}}
outcomes:
  o: {approach: one, title: O, says: So., next: [Go.]}
  p: {approach: one, title: P, says: So., next: [Go.]}
refuse: [{when: a and b, says: "Not both."}]
"""


def test_what_is_set_for_all_rows_is_refused_only_where_it_cannot_be_with_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("a,n\nno,2\nyes,2\n,2\nNO,50\n")
    rules = load_texts({"rules.yaml": REFUSING}, "refusing")
    found = decided(rules, path, fixed={"b": "yes"})
    assert found == as_walked(
        rules, [{"b": "yes", "a": a, "n": n} for a, n in (("no", "2"), ("yes", "2"), ("", "2"), ("NO", "50"))]
    )
    assert [outcome for outcome, *_ in found] == ["o", None, None, None]
    assert "Not both." in str(found[1])


def test_a_cell_that_is_typed_often_is_read_once(
    published: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    monkeypatch.setattr(AnswerColumn, "kept", lambda _, answer: kept.append(answer) or answer)
    table = tmp_path / "t.csv"
    table.write_text("base_model_suffices\n" + "N\n" * 50)
    with opened(Job(published, [str(table)])) as job:
        written(job, str(tmp_path / "out.csv"), "csv")
    assert kept == [False]
