"""`advisor batch --engine`: the rows stay where they are, and come out as those of files do."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.engines import Postgres, Spark
from tests.test_batch_command import OUTCOMES
from tests.test_batch_command import ROWS as TYPED

ROWS = [row.replace("2k", "2000") for row in TYPED]  # an engine reads plain numbers only
TABLE = """CREATE TABLE {0} (name TEXT, base_model_suffices TEXT, training_examples TEXT, latency_critical TEXT,
  "requests a month" BIGINT)"""
MAP = ["--map", "requests a month=monthly_requests"]


@pytest.mark.postgres
def test_postgres_decides_a_table_into_a_new_one(postgres: Postgres, run: Callable[..., Ran]) -> None:
    import psycopg

    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS s")
        connection.execute(TABLE.format('s."My table"').encode())
        for row in ROWS[1:]:
            cells = [cell or None for cell in row.split(",")]
            connection.execute('INSERT INTO s."My table" VALUES (%s, %s, %s, %s, %s)', cells)
    words = ["batch", "s.My table", "-o", "s.decided", "--engine", postgres.url, *MAP, "--prefix", "x_"]
    ran = run(*words, "--json")
    assert (ran.code, ran.err, json.loads(ran.out)["rows"]) == (0, "", 5)
    assert json.loads(ran.out)["problems"] == {
        "base_model_suffices: wrong": 1,
        "training_examples: missing": 1,
    }
    with psycopg.connect(postgres.url) as connection:
        found = connection.execute("SELECT x_outcome FROM s.decided ORDER BY name").fetchall()
    assert [outcome for (outcome,) in found] == OUTCOMES
    again = run(*words)
    assert (again.code, "--force" in again.err) == (1, True)
    assert run(*words, "--force").code == 0
    refused = run("batch", "s.decided", "-o", "x", "--engine", postgres.url, "--prefix", "x_")
    assert "there is a column `x_outcome` already" in refused.err
    itself = run("batch", "s.decided", "-o", "s.decided", "--engine", postgres.url, "--force")
    assert (itself.code, "is read and would be written (name another" in itself.err) == (1, True)
    assert "does not exist" in run("batch", "nowhere", "-o", "x", "--engine", postgres.url).err


@pytest.mark.postgres
def test_what_postgres_refuses_leaves_no_table(postgres: Postgres, run: Callable[..., Ran]) -> None:
    ran = run("batch", "pg_class", "-o", "out", "--engine", postgres.url)
    assert (ran.code, "no column is called like a question" in ran.err) == (1, True)
    ran = run("batch", "pg_class", "-o", "out", "--engine", "postgresql://nobody@127.0.0.1:1/x")
    assert (ran.code, "PostgreSQL says" in ran.err) == (1, True)


@pytest.mark.spark
def test_spark_decides_files_and_tables_into_new_ones(
    spark: Spark, run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("\n".join(ROWS) + "\n")
    for source, out in (("in.csv", "a.parquet"), ("a.parquet", "b.jsonl"), ("b.jsonl", "c.csv")):
        words = [
            "batch",
            tmp_path / source,
            "-o",
            tmp_path / out,
            "--engine",
            "spark",
            "--prefix",
            f"{out[0]}_",
        ]
        ran = run(*words, "--json")
        assert (ran.code, json.loads(ran.out)["rows"]) == (0, 5), ran.err
    found = spark.session.read.csv(str(tmp_path / "c.csv"), header=True).orderBy("name").collect()
    assert [row["a_outcome"] for row in found] == [row["b_outcome"] for row in found] == OUTCOMES
    assert [row["c_outcome"] for row in found] == OUTCOMES
    again = run(*words)
    assert (again.code, "--force" in again.err) == (1, True)
    assert run(*words, "--force").code == 0
    assert (
        "Spark says"
        in run("batch", tmp_path / "no.parquet", "-o", tmp_path / "x.parquet", "--engine", "spark").err
    )


@pytest.mark.spark
@pytest.mark.parametrize(("name", "text"), [
    ("bad.csv", "base_model_suffices,x\nyes,1\nyes\nyes,2,3\n"), ("bad.jsonl", '{"base_model_suffices": true}\n{"base_model_suffices": \n'),
])  # fmt: skip
def test_what_spark_cannot_read_is_told_and_nothing_is_lost(
    name: str, text: str, spark: Spark, run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "good.csv").write_text("base_model_suffices\nyes\n")
    assert run("batch", tmp_path / "good.csv", "-o", tmp_path / "out.csv", "--engine", "spark").code == 0
    for out in ("out.csv", "new.csv"):
        ran = run("batch", tmp_path / name, "-o", tmp_path / out, "--engine", "spark", "--force")
        assert (ran.code, ran.err.startswith("advisor: Spark says: ["), ran.err.count("\n")) == (1, True, 1)
    assert [
        row["outcome"] for row in spark.session.read.csv(str(tmp_path / "out.csv"), header=True).collect()
    ] == ["prompt_engineering"]
    assert not (tmp_path / "new.csv").exists()


@pytest.mark.parametrize(("words", "says"), [
    (["--engine", "mysql://x"], "there is no engine `mysql`"),
    (["--engine", "spark", "--against", "current"], "does not go with"),
])  # fmt: skip
def test_what_no_engine_does_is_told(
    words: list[str], says: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = run("batch", "t", "-o", tmp_path / "x.csv", *words)
    assert (ran.code, says in ran.err) == (1, True)


def without(libraries: Sequence[str], *words: str) -> str:
    """What a command says where libraries are not installed."""
    code = f"import sys; sys.modules |= dict.fromkeys({libraries}); from advisor.cli import main; sys.exit(main(sys.argv[1:]))"
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (1, "")
    return ran.stderr


@pytest.mark.parametrize(("words", "says"), [
    (["batch", "t", "-o", "x", "--engine", "spark"], "spark needs pyspark and sqlglot, which are not installed (install the extra"),
    (["batch", "t", "-o", "x", "--engine", "postgres://h"], ".venv/bin/pip install '.[postgres]'"),
    (["batch", "t.csv", "-o", "x.csv"], "advisor batch needs duckdb and sqlglot, which are not installed"),
    (["sql"], "advisor sql needs sqlglot, which is not installed"),
    (["import", "dmn", "README.md", "-o", "out"], "a DMN file needs lxml, which is not installed"),
    (["whatif", "--over", "monthly_requests", "-o", "out.svg"], "a picture of figures needs matplotlib, which is not installed"),
])  # fmt: skip
def test_all_that_is_not_installed_is_named_at_once(words: list[str], says: str) -> None:
    err = without(["duckdb", "sqlglot", "psycopg", "pyspark", "lxml", "matplotlib"], *words)
    assert says in err
    assert err.count("\n") == 1


def test_a_database_is_decided_without_duckdb() -> None:
    pytest.importorskip("psycopg")
    words = ["batch", "t", "-o", "x", "--engine", "postgresql://127.0.0.1:1/x"]
    assert "PostgreSQL says" in without(["duckdb"], *words)


@pytest.mark.postgres
def test_what_only_people_type_is_told_in_its_row(postgres: Postgres, run: Callable[..., Ran]) -> None:
    import psycopg

    odd = ["50k", "1,000", "$5", "80%"]
    with psycopg.connect(postgres.url) as connection:
        connection.execute("CREATE TABLE typed (base_model_suffices TEXT, monthly_requests TEXT)")
        for cell in odd:
            connection.execute("INSERT INTO typed VALUES ('no', %s)", [cell])
    words = ["batch", "typed", "-o", "told", "--engine", postgres.url, "--set", "training_examples=2k"]
    assert run(*words, "--strict").code == 1
    assert json.loads(run(*words, "--force", "--json").out)["problems"] == {"monthly_requests: wrong": 4}
    with psycopg.connect(postgres.url) as connection:
        found = [problem for (problem,) in connection.execute("SELECT problem FROM told")]
    says = "monthly_requests: `{}` is not a plain number such as 640 or 0.8"
    assert sorted(found) == sorted(says.format(cell) for cell in odd)
