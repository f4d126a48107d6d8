"""The command: what goes in and comes out, what it says, and what it does with what is wrong."""

import csv
import gzip
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT, Ran

ROWS = [
    "name,base_model_suffices,training_examples,latency_critical,monthly_requests",
    "a,yes,,,", "b,no,50,,", "c,no,,,", "d,maybe,many,,", "e,no,2k,no,500",
]  # fmt: skip
OUTCOMES = ["prompt_engineering", "improve_prompts", None, None, "prompt_engineering_low_volume"]
Batch = Callable[..., Ran]


@pytest.fixture
def batch(run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """The command, in a folder with a table."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("\n".join(ROWS) + "\n")
    return lambda *words, **more: run("batch", *words, **more)


def read(name: str) -> list[dict[str, str | None]]:
    """The rows of a file, with None for nothing."""
    if name.endswith(".parquet"):
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT * FROM read_parquet('{name}')")
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    text = Path(name).read_text()
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return [{key: value or None for key, value in row.items()} for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("then", ["csv", "jsonl", "parquet"])
def test_every_format_becomes_every_other(suffix: str, then: str, batch: Batch) -> None:
    assert batch("in.csv", "-o", f"one.{suffix}").code == 0
    assert batch(f"one.{suffix}", "-o", f"two.{then}", "--prefix", "again_").code == 0
    found = read(f"two.{then}")
    assert [*found[0]] == [
        *ROWS[0].split(","),
        "outcome",
        "path",
        "problem",
        "again_outcome",
        "again_path",
        "again_problem",
    ]
    assert [row["outcome"] for row in found] == [row["again_outcome"] for row in found] == OUTCOMES
    assert [row["problem"] for row in found] == [row["again_problem"] for row in found]
    assert [row["name"] for row in found] == [*"abcde"]


def test_a_row_says_what_decide_says(batch: Batch, run: Callable[..., Ran]) -> None:
    batch("in.csv", "-o", "out.csv")
    problems = {row["name"]: row["problem"] for row in read("out.csv")}
    assert problems["a"] is None
    said = run("decide", "--set", "base_model_suffices=no").err.splitlines()[0]
    assert said.startswith(f"advisor: {problems['c']} (")
    said = run("decide", "--set", "base_model_suffices=maybe", "--set", "training_examples=many").err
    assert problems["d"] == "; ".join(line.partition(": ")[2].partition(" (")[0] for line in said.splitlines()
                                      ).replace("--set base_model_suffices=maybe: ", "").replace("--set training_examples=many: ", "")  # fmt: skip


def test_what_the_rows_came_to_is_told_and_strict_counts_it(batch: Batch) -> None:
    ran = batch("in.csv", "-o", "out.csv")
    assert (ran.code, ran.err) == (0, "")
    assert "out.csv: 5 rows" in ran.out
    assert "1  Stay with prompts (prompt_engineering)" in ran.out
    assert "1  training_examples: missing" in ran.out
    assert "1  base_model_suffices: wrong" in ran.out
    assert batch("in.csv", "-o", "out.csv", "--force", "--strict").code == 1
    told = json.loads(batch("in.csv", "-o", "out.csv", "--force", "--json").out)
    assert (told["rows"], told["outcomes"]["prompt_engineering"], told["ruleset"]["id"]) == (
        5,
        1,
        "published",
    )
    assert told["problems"] == {"base_model_suffices: wrong": 1, "training_examples: missing": 1}


def test_columns_of_other_names_and_what_is_the_same_for_all(batch: Batch) -> None:
    Path("in.csv").write_text("good=enough,examples,outcome\nno,50,x\nyes,,y\n")
    words = ["--map", "good=enough=base_model_suffices", "--set", "training_examples=9k", "--prefix", "my_"]
    assert batch("in.csv", "-o", "out.csv", *words, "--figures", "training_examples,horizon_months").code == 0
    found = read("out.csv")
    assert [row["my_outcome"] for row in found] == [None, "prompt_engineering"]
    assert [row["my_training_examples"] for row in found] == ["9000.0", "9000.0"]
    assert [row["outcome"] for row in found] == ["x", "y"]  # carried through


def test_a_row_is_explained(batch: Batch, run: Callable[..., Ran]) -> None:
    ran = batch("in.csv", "--explain", "2", "--json")
    assert json.loads(ran.out)["outcome"] == "improve_prompts"
    assert "50" in batch("in.csv", "--explain", "2").out
    assert "training_examples: missing" in batch("in.csv", "--explain", "3").err
    ran = batch("in.csv", "--explain", "6")
    assert (ran.code, "fewer rows" in ran.err) == (1, True)


def test_other_rules_tell_what_moved(batch: Batch) -> None:
    shutil.copytree(ROOT / "rules" / "published", "older")
    costs = Path("older/costs.yaml")
    costs.write_text(
        costs.read_text().replace("Examples needed, value: 1000,", "Examples needed, value: 50,")
    )
    words = ["--set", "latency_critical=yes", "--set", "training_data_quality=1"]
    assert batch("in.csv", "-o", "same.csv", "--against", "published").out.endswith("Moved\n  0  nothing\n")
    ran = batch("in.csv", "-o", "out.csv", "--against", "older", *words)
    assert "Moved\n  1  Fine-tune a smaller model" in ran.out
    before = [row["outcome_before"] for row in read("out.csv")]
    assert before[:2] == ["prompt_engineering", "fine_tune_smaller_model"]
    assert read("out.csv")[2]["problem_before"].startswith("training_examples: missing")


def test_files_patterns_and_standard_input(batch: Batch) -> None:
    Path("b.csv").write_text(f"{ROWS[0]}\nz,yes,,,\n")
    Path("[x].csv").write_text(f"{ROWS[0]}\ny,yes,,,\n")
    assert batch("in.csv", "b.csv", "-o", "out.csv").code == 0
    assert [row["name"] for row in read("out.csv")] == [*"abcdez"]
    assert batch("[bi]*.csv", "-o", "glob.jsonl").code == 0
    assert [row["name"] for row in read("glob.jsonl")] == [*"zabcde"]
    assert batch("[x].csv", "-o", "one.csv").code == 0
    assert [row["name"] for row in read("one.csv")] == ["y"]
    ran = batch("-", "-o", "in.parquet", stdin="\n".join(ROWS))
    assert (ran.code, [row["outcome"] for row in read("in.parquet")]) == (0, OUTCOMES)


def test_a_compressed_stream_is_told(batch: Batch) -> None:
    words = [sys.executable, "-m", "advisor", "batch", "-", "-o", "out.csv"]
    done = subprocess.run(words, input=gzip.compress(b"a,b\n"), capture_output=True, check=False)
    assert (done.returncode, b"<stdin>: is compressed (unpack it first" in done.stderr) == (1, True)


def test_rows_on_standard_output_have_it_for_themselves(batch: Batch) -> None:
    words = [sys.executable, "-m", "advisor", "batch", "in.csv", "-o", "-"]
    done = subprocess.run(words, capture_output=True, check=True)
    assert [row["outcome"] or None for row in csv.DictReader(io.StringIO(done.stdout.decode()))] == OUTCOMES
    assert b"standard output: 5 rows" in done.stderr


WITHOUT_NUMPY = (
    "import sys; sys.modules['numpy'] = None; from advisor.cli import main; sys.exit(main(sys.argv[1:]))"
)


def test_a_table_without_odd_cells_calls_no_function(batch: Batch) -> None:
    """DuckDB needs numpy for a function, which takes longer to load than all else."""
    columns = (
        "training_examples",
        "monthly_requests",
        "avg_input_tokens",
        "avg_output_tokens",
        "fine_tune_cost",
    )
    with duckdb.connect() as connection:
        cells = ", ".join(f"7 AS {column}" for column in columns)
        connection.execute(
            f"COPY (SELECT false AS base_model_suffices, false AS latency_critical, {cells}) TO 'plain.parquet'"
        )
    words = [sys.executable, "-c", WITHOUT_NUMPY, "batch", "plain.parquet", "-o", "out.csv"]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    assert read("out.csv")[0]["outcome"] == "improve_prompts"
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert any(one.startswith("numpy") for one in extras["batch"])  # for the others


def test_what_is_carried_through_is_untouched(batch: Batch) -> None:
    line = (
        '{"b": 0.1000000000000000001, "base_model_suffices": true, "a": [1, {"x": "}"}], "é\\u0041\\"": 1e3}'
    )
    Path("in.jsonl").write_text(line + "\n\n{}\n")
    assert batch("in.jsonl", "-o", "out.jsonl").code == 0
    first, second = Path("out.jsonl").read_text().splitlines()
    assert first == line[:-1] + ',"outcome":"prompt_engineering","path":"base_model: yes","problem":null}'
    assert json.loads(second)["problem"].startswith("base_model_suffices: missing")
    with duckdb.connect() as connection:
        connection.execute("COPY (SELECT true AS base_model_suffices, 1.5::DECIMAL(9,4) AS d, [1, 2] AS l, {a: 1} AS s, "
                           "'x'::BLOB AS b) TO 'in.parquet'")  # fmt: skip
        assert batch("in.parquet", "-o", "out.parquet").code == 0
        types = [
            connection.execute(f"DESCRIBE SELECT * FROM '{name}'").fetchall()
            for name in ("in.parquet", "out.parquet")
        ]
        assert types[1][:5] == types[0]
    Path("semi.csv").write_text('base_model_suffices;"a;b"\nyes;"x\ny"\n')
    assert batch("semi.csv", "-o", "out.csv").code == 0
    assert (
        Path("out.csv").read_text().startswith('base_model_suffices;"a;b";outcome;path;problem\nyes;"x\ny";')
    )


@pytest.mark.parametrize(("cell", "says"), [
    ("1500.50::DECIMAL(12, 2)", "1500.5 is not a whole number"),
    ("DATE '2026-04-06'", "found 2026-04-06, expected a number"),
    ("TIMESTAMP '2026-04-06 12:00:00'", "found 2026-04-06 12:00:00, expected a number"),
])  # fmt: skip
def test_a_value_of_a_type_is_told_as_it_is_written(cell: str, says: str, batch: Batch) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {cell} AS training_examples) TO 'typed.parquet'")
    assert batch("typed.parquet", "-o", "out.jsonl").code == 0
    assert read("out.jsonl")[0]["problem"] == f"training_examples: {says}"


def test_a_threshold_is_met_to_the_last_digit(batch: Batch) -> None:
    Path("in.jsonl").write_text('{"monthly_requests": 999999.9999999999999999}\n')
    words = [
        "--set",
        "base_model_suffices=no",
        "--set",
        "training_examples=1k",
        "--set",
        "latency_critical=no",
    ]
    batch("in.jsonl", "-o", "out.jsonl", *words)
    assert "is not a whole number" in read("out.jsonl")[0]["problem"]


# --- what is wrong --------------------------------------------------------------------------------

BROKEN = {
    "csv": ('base_model_suffices,x\nyes,1\nyes\nno,2,3\n"yes,4\nyes,"5"6\nyes,7\n', [None, 3, 4, 5, 6, None]),
    "jsonl": ('{"base_model_suffices": true}\n{"base_model_suffices": \n[1]\n\n{"base_model_suffices": true}\n',
              [None, 2, 3, None]),
}  # fmt: skip


@pytest.mark.parametrize("suffix", BROKEN)
@pytest.mark.parametrize("then", ["csv", "jsonl", "parquet"])
def test_a_broken_line_keeps_its_place_and_is_named(suffix: str, then: str, batch: Batch) -> None:
    text, numbers = BROKEN[suffix]
    Path(f"bad.{suffix}").write_text(text)
    ran = batch(f"bad.{suffix}", "-o", f"out.{then}")
    assert (ran.code, "a line that is no row" in ran.out) == (0, True)
    for row, number in zip(read(f"out.{then}"), numbers, strict=True):
        assert (row["outcome"], (row["problem"] or "").partition(":")[0]) == (
            ("prompt_engineering", "") if number is None else (None, f"line {number}"))  # fmt: skip


@pytest.mark.parametrize(("name", "data", "says"), [
    ("in.csv", b"", "is empty"), ("in.csv", b"a,b,A\n1,2,3\n", "columns 1 and 3 are both called `A`"),
    ("in.csv", b"a,b\n1,2\n", "no column is called like a question"), ("in.csv", b'"a,b\n1,2\n', "has no header of CSV"),
    ("in.csv", b"a,base_model_suffices,outcome\n", "there is a column `outcome` already"),
    ("in.parquet", b"PAR1 or not", "is no .parquet"), ("in.txt", b"a", "is no table by its name"),
    ("in.jsonl", b'{"outcome": 1, "base_model_suffices": 2}', "there is a column `outcome` already"),
    ("in.jsonl", b"", "no column is called like a question"), ("in.csv.gz", b"\x1f\x8b", "is compressed (unpack it first"),
])  # fmt: skip
def test_a_table_that_is_none_is_told(
    name: str, data: bytes, says: str, batch: Batch, tmp_path: Path
) -> None:
    Path("in.csv").unlink()
    Path(name).write_bytes(data)
    ran = batch(name, "-o", "out.csv")
    assert (ran.code, ran.out, says in ran.err) == (1, "", True), ran.err
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize(("words", "code", "says"), [
    (["nowhere.csv", "-o", "out.csv"], 1, "there is no such file"), (["*.nope", "-o", "out.csv"], 1, "no file has a name"),
    ([".", "-o", "out.csv"], 1, "not a regular file"), (["in.csv"], 2, "required"),
    (["in.csv", "-o", "out.txt"], 1, "is no table by its name"), (["in.csv", "-o", "in.csv"], 1, "exists already"),
    (["in.csv", "-o", "out.csv", "--map", "nam=training_examples"], 1, "did you mean name?"),
    (["in.csv", "-o", "out.csv", "--map", "name=nothing"], 1, "there is no question or parameter `nothing`"),
    (["in.csv", "-o", "out.csv", "--map", "name=training_examples"], 1, "are both training_examples"),
    (["in.csv", "-o", "out.csv", "--map", "name"], 1, "names no question"),
    (["in.csv", "-o", "out.csv", "--map", "name="], 1, "names no question"),
    (["in.csv", "-o", "out.csv", "--map", "=use_case"], 1, "names no column"),
    (["in.csv", "-o", "out.csv", "--set", "training_examples=x"], 1, "`x` is not a number"),
    (["in.csv", "-o", "out.csv", "--figures", "roi"], 1, "there is no `roi`"),
    (["in.csv", "-o", "out.csv.gz"], 1, "ends in .csv"),
    (["in.csv", "--explain", "0"], 2, "is no row"), (["in.csv", "in.jsonl", "-o", "out.csv"], 1, "no such file"),
])  # fmt: skip
def test_a_command_line_that_is_wrong_is_told(
    words: list[str], code: int, says: str, batch: Batch, tmp_path: Path
) -> None:
    ran = batch(*words)
    assert (ran.code, ran.out, says in ran.err) == (code, "", True), ran.err
    assert os.listdir(tmp_path) == ["in.csv"]


def test_an_encoding_that_is_marked_is_read(batch: Batch) -> None:
    Path("in.csv").write_text("base_model_suffices,é\nyes,ü\n", encoding="utf-16")
    assert batch("in.csv", "-o", "out.csv").code == 0
    assert read("out.csv") == [{"base_model_suffices": "yes", "é": "ü", "outcome": "prompt_engineering",
                                "path": "base_model: yes", "problem": None}]  # fmt: skip
    Path("in.csv").write_bytes(b"base_model_suffices\nyes\nn\xff\n")
    batch("in.csv", "-o", "out.csv", "--force")
    assert read("out.csv")[1]["problem"] == "line 3: byte 0xff is not UTF-8"


def test_a_broken_line_of_several_files_names_its_file(batch: Batch) -> None:
    Path("b.csv").write_text(f"{ROWS[0]}\nz,yes\n")
    assert batch("in.csv", "b.csv", "-o", "out.csv").code == 0
    assert read("out.csv")[5]["problem"] == "line 2 of b.csv: has 2 cells, the header 5: z,yes"


def test_a_reader_that_leaves_is_no_fault(batch: Batch) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT true AS base_model_suffices, uuid() AS id FROM range(100_000)) TO 'many.parquet'"
        )
    words = [sys.executable, "-m", "advisor", "batch", "many.parquet", "-o", "-"]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    assert running.stdout.read(4) == b"PAR1"
    running.stdout.close()
    assert (running.communicate()[1], running.returncode) == (b"", 0)


def test_a_full_disk_leaves_nothing_half_written(batch: Batch) -> None:
    ran = batch("in.csv", "-o", "/dev/full")
    assert (ran.code, ran.err) == (1, "advisor: /dev/full: cannot be written: No space left on device\n")


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_nothing(ending: signal.Signals, tmp_path: Path) -> None:
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT i % 2 = 0 AS base_model_suffices, i AS training_examples "
                           f"FROM range(20_000_000) t(i)) TO '{tmp_path}/in.parquet'")  # fmt: skip
    words = [sys.executable, "-m", "advisor", "batch", f"{tmp_path}/in.parquet", "-o", f"{out}/out.csv"]
    running = subprocess.Popen(words, env={**os.environ, "TMPDIR": str(scratch)}, stderr=subprocess.PIPE)
    made = None
    while not made and running.poll() is None:  # until DuckDB writes
        made = next((one for one in out.glob(".advisor-*") if one.stat().st_size), None)
        time.sleep(0.02)
    running.send_signal(ending)
    _, told = running.communicate(timeout=60)
    assert (made is not None, running.returncode, told) == (True, 128 + ending, b"")
    assert [*out.iterdir()] == [*scratch.iterdir()] == []
