"""`advisor sql`: what it writes, for every engine, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from sqlglot import parse_one

from advisor.engine.answers import Answers
from advisor.rules import Ruleset, load_texts
from advisor.sql import DIALECTS, decided_row, statement
from tests.conftest import Ran

RULES = """
ruleset: {id: r, version: "1", title: R}
start: first
approaches: {one: {title: One}}
questions:
  a: {ask: How much?, type: number}
  b: {ask: By how much?, type: number, min: -10, max: 10}
  when: {ask: When?, type: date, default: "2026-04-06"}
  left: {ask: Which are left?, type: several, options: {x: {title: X}, y: {title: Y}}}
parameters: {bar: {value: 0.1, source: s, date: 2026-01-01}}
formulas:
  ratio: a / b
  power: a * a * a * a
  days: {is: when - 2026-04-01, only_when: b > 0}
decisions:
  first:
    label: First?
    branches:
      - {label: same, when: left.x and not left.y, to: second}
      - {label: same, when: when < 2026-04-06, to: second}
      - {label: "it's \\"so\\" > \\\\ */ --", to: second}
  second: {label: Second?, branches: [{label: "yes", when: ratio > bar, to: third}, {label: "no", to: low}]}
  third: {label: Third?, branches: [{label: "yes", when: power > 16, to: high}, {label: "no", to: low}]}
refuse: [{when: a == 7 and b < 0, says: Seven is never so}]
outcomes:
  low: {approach: one, title: Low, says: So.}
  high: {approach: one, title: High, says: So.}
"""
ROWS = [
    {"a": "1", "b": "10", "left": "x"}, {"a": "1.000001", "b": "10", "left": "x"}, {"a": "-1", "b": "-10", "left": "x"},
    {"a": "-1.000001", "b": "-10", "left": "[y]"}, {"a": "1", "b": "0", "left": "none"}, {"a": "0", "b": "0", "left": "x,y"},
    {"a": "2", "b": "1", "left": "y"}, {"a": "-2", "b": "-1", "left": "y"}, {"a": "2.000001", "b": "1", "left": "y"},
    {"a": "7", "b": "-1", "left": "y"}, {"a": "7", "b": None, "left": "y"}, {"a": None, "b": "-1", "left": "y"},
    {"a": "unknown", "b": "0", "left": "y"}, {"a": "1", "b": "1", "left": None}, {"a": "1", "b": "1", "left": "?"},
    {"a": "1", "b": "1", "left": "x", "when": "2026-04-05"}, {"a": "1", "b": "1", "left": "y", "when": "2026-04-05"},
    {"a": "1", "b": "1", "left": "y", "when": "unknown"}, {"a": "1", "b": "11", "left": "z", "when": "2026-04-06"},
]  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return load_texts({"rules.yaml": RULES}, "r")


def test_a_refusal_is_told_by_the_names_of_the_columns() -> None:
    text = RULES.replace("says: Seven is never so", 'says: "{a} is never with {b}"')
    ((*_, problem),) = in_duckdb(load_texts({"rules.yaml": text}, "r"), [{"a": "7", "b": "-1", "left": "y"}])
    assert problem == "a, b: `a` is never with `b`"


def in_duckdb(rules: Ruleset, rows: list[dict[str, str | None]], **more: object) -> list[tuple[object, ...]]:
    names = [*rules.questions]
    with duckdb.connect(config={"threads": 1}) as connection:
        columns = ", ".join(f'"{name}" VARCHAR' for name in names)
        connection.execute(f"CREATE TABLE w (n INT, {columns})")
        cells = [[number, *(row.get(name) for name in names)] for number, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO w VALUES (?{', ?' * len(names)})", cells)
        found = connection.execute(statement(rules, dialect="duckdb", table="w", **more)).fetchall()  # type: ignore[arg-type]
    return [row[1 + len(names) :] for row in sorted(found)]


def test_each_stop_is_told_where_a_walk_stops(rules: Ruleset) -> None:
    found = in_duckdb(rules, ROWS)
    assert found == [tuple(decided_row(rules, row)) for row in ROWS]
    problems = {str(row[2]).partition(":")[0] for row in found}
    assert problems == {"None", "decisions › second", "a, b", "b", "a", "left", "when"}
    assert len({row[1] for row in found}) == 6


def test_what_is_too_long_is_told_and_never_rounded(rules: Ruleset) -> None:
    near, far = "1" * 9 + ".000001", "9" * 22 + ".000001"
    found = in_duckdb(
        rules,
        [
            {"a": near, "b": "1", "left": "y"},
            {"a": far, "b": "1", "left": "y"},
            {"a": far, "b": "-1", "left": "y"},
        ],
    )
    assert [row[0] for row in found] == [None, None, "low"]
    assert [bool(row[2] and "digits" in str(row[2])) for row in found] == [True, True, False]


def test_a_float_counts_as_it_reads(rules: Ruleset) -> None:
    query = statement(rules, dialect="duckdb", table="w", columns={"a": "a", "b": "b", "left": "left"})
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE w AS SELECT x::DOUBLE AS a, 1::DOUBLE AS b, 'y' AS \"left\" FROM (VALUES (0.1), (0.100001), (1e-06), (1e-07), ('nan'), (1e22)) t(x)"
        )
        found = connection.execute(query).fetchall()
    assert [row[3] for row in found] == ["low", "low", "low", None, None, None]
    assert [row[4].rpartition(": ")[2] for row in found[:3]] == ["no", "no", "no"]


def test_figures_come_out_exactly_or_not_at_all(rules: Ruleset) -> None:
    rows: list[dict[str, str | None]] = [
        {"a": "3", "b": "4", "left": "y"},
        {"a": "3", "b": "-4", "left": "y"},
        {"a": "3", "b": "0", "left": "y"},
    ]
    found = in_duckdb(rules, rows, figures=("ratio", "days", "bar", "when"), prefix="my_")
    assert [row[3] for row in found] == [0.75, -0.75, None]
    assert [row[4] for row in found] == [5, None, None]
    assert {row[5] for row in found} == {0.1}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_engine_reads_what_is_written_for_it(dialect: str, rules: Ruleset, published: Ruleset) -> None:
    for one in (rules, published):
        written = statement(one, dialect=dialect, table="w")
        body = written[written.index("WITH") :].strip().rstrip(";")
        query = parse_one(body, read=DIALECTS[dialect].name)
        assert query.sql(dialect=DIALECTS[dialect].name, pretty=True) == body
        if dialect == "postgres":  # which has longer numbers, and so fewer steps
            continue
        neutral = parse_one(statement(one, dialect="duckdb", table="w"), read="duckdb")
        assert [cte.alias for cte in query.ctes] == [cte.alias for cte in neutral.ctes]
        for own, other in zip(query.ctes, neutral.ctes, strict=True):
            assert own.this.named_selects == other.this.named_selects


def test_a_view_is_written_whole_or_not_at_all(run: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "decided.sql"
    assert run("sql", "--table", "w", "--view", "v", "-o", file) == Ran(0, f"{file}\n", "")
    assert "CREATE OR REPLACE VIEW v AS\nWITH texts AS" in file.read_text()
    assert run("sql", "--table", "w", "-o", file).code == 1
    assert "--force" in run("sql", "--table", "w", "-o", file).err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--table", "w; drop table w"), "no name of a table"),
        (("--view", "a b"), "no name of a table"),
        (("--figures", "usable_exampels"), "did you mean usable_examples?"),
        (("--columns", "nope"), "no `nope`"),
        (("--map", "requests"), "--map COLUMN=QUESTION"),
        (("--map", "requests=monthly_request"), "did you mean monthly_requests?"),
        (("--set", "input_price=3"), "set input_price.gpt-4o"),
        (("--set", "latency_critical=maybe"), "expected yes or no"),
        (("--set", "latency_critical=no", "--map", "x=latency_critical"), "leave one of them out"),
    ],
)
def test_what_cannot_be_written_is_told(words: tuple[str, ...], says: str, run: Callable[..., Ran]) -> None:
    ran = run("sql", *words)
    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err


def test_columns_and_settings_are_taken_by_name(run: Callable[..., Ran]) -> None:
    out = run(
        "sql",
        "--columns",
        "base_model_suffices",
        "--map",
        "vol=monthly_requests",
        "--set",
        "training_examples=1k",
    ).out
    assert '"advisor_source"."vol"' in out
    assert '"advisor_source"."training_examples"' not in out


def test_rows_are_decided_where_no_column_is_read(rules: Ruleset) -> None:
    said = Answers({"a": 1, "b": 10, "left": ("x",), "when": 739_711})
    assert in_duckdb(rules, [{}], answers=said)[0][0] == "low"
    asked = RULES[RULES.index("    branches:\n") : RULES.index("  second:")]
    text = RULES.replace(asked, "    branches: [{label: only, to: low}]\n")
    rules = load_texts(
        {"rules.yaml": f"{text[: text.index('refuse:')]}{text[text.index('outcomes:') :]}"}, "r"
    )
    assert in_duckdb(rules, [{}]) == [tuple(decided_row(rules, {}))]


@pytest.mark.parametrize("table", ["texts", "answers", "step_1", "source", "row"])
def test_a_table_may_be_called_like_a_step(table: str, rules: Ruleset) -> None:
    query = statement(rules, dialect="duckdb", table=table)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f'CREATE TABLE {table} AS SELECT 1 AS a, 20 AS b, NULL AS "when", \'y\' AS "left"')
        assert [row[-3] for row in connection.execute(query).fetchall()] == [None]  # b is over its bound


def test_names_in_the_rules_may_be_like_those_of_steps() -> None:
    names = ["row", "wrong", "path", "x", "x_found", "X_unsure", "x_wrong", "outcome", "source", "select"]
    asked = "\n".join(f"  {name}: {{ask: So?, type: yes_no}}" for name in names)
    branches = "\n".join(f"    - {{label: {name}, when: {name}, to: {name}_}}" for name in names)
    ends = "\n".join(f"  {name}_: {{approach: one, title: T, says: So.}}" for name in [*names, "none"])
    text = (f"ruleset: {{id: r, version: '1', title: R}}\nstart: outcome_2\napproaches: {{one: {{title: One}}}}\n"
            f"questions:\n{asked}\ndecisions:\n  outcome_2:\n    label: So?\n    branches:\n{branches}\n"
            f"    - {{label: none, to: none_}}\noutcomes:\n{ends}\n")  # fmt: skip
    odd = load_texts({"rules.yaml": text}, "r")
    rows: list[dict[str, str | None]] = [dict.fromkeys(names, "no") | {name: "yes"} for name in names]
    assert [row[0] for row in in_duckdb(odd, rows)] == [f"{name}_" for name in names]


def test_a_figure_of_an_option_is_that_of_the_option_chosen(published: Ruleset) -> None:
    columns = ("api_offer", "input_price", "input_price.gpt-4o", "avg_input_tokens", "avg_output_tokens")
    rows = [
        ("gpt-4o", "4", None), ("gpt-4o", None, "3"), ("gpt-4o", "4", "3"), ("claude-3.5-sonnet", "4", "3"),
        (None, "4", None), ("unknown", "4", None), ("claude-3.5-sonnet", None, "3"), ("gpt-4o", None, None),
    ]  # fmt: skip
    own = {name: name.replace(".", "_").replace("-", "_") for name in columns}
    query = statement(published, dialect="duckdb", table="w", columns=own, figures=["usual_request"])
    with duckdb.connect(config={"threads": 1}) as connection:
        typed = ", ".join(f"{name} VARCHAR" for name in own.values())
        connection.execute(f"CREATE TABLE w (n INT, {typed})")
        cells = [[number, *row, "1000000", "0"] for number, row in enumerate(rows)]
        connection.executemany("INSERT INTO w VALUES (?, ?, ?, ?, ?, ?)", cells)
        found = sorted(connection.execute(query).fetchall())
    assert [row[-1] for row in found] == [4, 3, 4, 4, 4, None, 3, 2.5]
    assert found[5][-2] == "input_price: depends on api_offer, which is not answered"
