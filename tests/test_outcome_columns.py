"""What an outcome comes to stands beside it in a table, as in `advisor decide --json`."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Ran

RULES = """
ruleset: {id: r, version: "1", title: R}
start: first
approaches: {one: {title: One}}
questions:
  years: {ask: How many years?, type: number, min: 0, max: 50}
  weekly: {ask: How much a week?, type: number, min: 0, default: "90"}
  left: {ask: When did it end?, type: date}
formulas:
  amount: weekly * years / 3
  rest: {is: 10 - years, only_when: years < 5, unit: years}
decisions: {first: {label: First?, branches: [{label: long, when: years >= 2, to: paid}, {label: short, to: none}]}}
outcomes:
  paid: {approach: one, title: Paid, says: So., figures: [amount, rest, weekly, left], next: [Go.]}
  none: {approach: one, title: None, says: So., figures: [years], next: [Go.]}
"""
ROWS = ["2,,2026-04-06", "7,30,", "1,30,2026-04-06", ",30,", "x,,", "2k,,", "0030,0.1,2026-04-07", "2.5,6,x"]
FIGURES = ("amount", "rest", "weekly", "left", "years")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES)
    (tmp_path / "in.csv").write_text("\n".join(["years,weekly,left", *ROWS]) + "\n")
    return tmp_path


def as_decided(run: Callable[..., Ran], row: str) -> dict[str, Any]:
    """What `decide` says of a row: figures by name; nothing where there is no outcome."""
    answers = zip(("years", "weekly", "left"), row.split(","), strict=True)
    words = [word for name, cell in answers if cell for word in ("--set", f"{name}={cell}")]
    ran = run("--rules", "rules", "decide", "--json", *words)
    return json.loads(ran.out)["figures"] if ran.code == 0 else {}


def shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def test_every_row_has_the_figures_that_its_outcome_names(folder: Path, run: Callable[..., Ran]) -> None:
    assert run("--rules", "rules", "batch", "in.csv", "-o", "out.jsonl", "--prefix", "my_").code == 0
    found = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [*found[0]][3:] == [f"my_{name}" for name in ("outcome", "path", "problem", *FIGURES)]
    for row, one in zip(ROWS, found, strict=True):
        wanted = as_decided(run, row)
        assert [one[f"my_{name}"] for name in FIGURES] == [wanted.get(name) for name in FIGURES], row


def test_an_answer_stands_where_its_column_is(folder: Path, run: Callable[..., Ran]) -> None:
    words = ["--rules", "rules", "batch", "in.csv", "-o", "-", "--map", "left=left", "--figures", "rest"]
    rows = csv.DictReader(io.StringIO(run(*words).out))
    assert rows.fieldnames == ["years", "weekly", "left", "outcome", "path", "problem", "rest", "amount"]
    rests = [row["rest"] for row in rows]  # in every row that has it
    assert rests == ["8.0", "", "9.0", "", "", "", "", ""]


def test_a_statement_has_them_too(folder: Path, run: Callable[..., Ran]) -> None:
    plain = [row for row in ROWS if not row.startswith("2k")]
    Path("plain.csv").write_text("\n".join(["years,weekly,left", *plain]) + "\n")
    made = run("--rules", "rules", "sql", "--table", "w", "--prefix", "my_").out
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE w AS SELECT row_number() OVER () AS n, * FROM read_csv('plain.csv', all_varchar = true)"
        )
        found = connection.execute(made).fetchall()
    for row, one in zip(plain, sorted(found), strict=True):
        wanted = as_decided(run, row)
        assert [shown(value) for value in one[-5:]] == [wanted.get(name) for name in FIGURES], row


def test_a_figure_under_the_name_of_a_column_is_refused(folder: Path, run: Callable[..., Ran]) -> None:
    ran = run("--rules", "rules", "sql", "--figures", "years")
    assert (ran.code, "the table has a column `years` already" in ran.err) == (1, True)
    assert run("--rules", "rules", "sql", "--figures", "years", "--prefix", "my_").code == 0


@pytest.mark.parametrize("words", [["batch", "in.csv", "-o", "out.csv"], ["sql"]])
def test_a_question_of_several_answers_is_no_figure(
    words: list[str], folder: Path, run: Callable[..., Ran]
) -> None:
    several = "questions:\n  has: {ask: Which?, type: several, options: {x: {title: X}, y: {title: Y}}}\n"
    (folder / "rules" / "rules.yaml").write_text(RULES.replace("questions:\n", several))
    ran = run("--rules", "rules", *words, "--figures", "years,has,hat", "--prefix", "my_")
    assert (ran.code, ran.out) == (1, "")
    assert "--figures: `has` is a question of several answers, and a figure is one value" in ran.err
    assert "--figures: there is no `hat`" in ran.err


def test_a_figure_has_one_type_whatever_stands_in_a_table(folder: Path, run: Callable[..., Ran]) -> None:
    types = []
    for rows in (["9"], ["9", "8k"]):
        Path("in.csv").write_text("training_examples\n" + "\n".join(rows) + "\n")
        assert run("batch", "in.csv", "-o", "out.parquet", "--force", "--prefix", "my_",
                   "--figures", "training_examples,horizon_months,latency_critical").code == 0  # fmt: skip
        with duckdb.connect() as connection:
            types.append(connection.execute("DESCRIBE SELECT * FROM 'out.parquet'").fetchall())
    assert types[0] == types[1]
