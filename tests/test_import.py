"""`advisor import dmn`: decision tables of other programs as rulesets that decide alike, or what cannot be one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor import load
from advisor.analysis.check import check
from advisor.dmn import building, reading
from tests.conftest import Ran
from tests.test_check import TODAY

DMN = Path(__file__).parent / "dmn"
POLICY = (DMN / "policy.dmn").read_text()
Run = Callable[..., Ran]


def policy(tmp_path: Path, run: Run, hit: str, *changes: tuple[str, str]) -> tuple[Ran, Path]:
    text = POLICY.replace('hitPolicy="POLICY"', hit)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "policy.dmn").write_text(text)
    return run(
        "import", "dmn", tmp_path / "policy.dmn", "-o", tmp_path / "rules", "--force"
    ), tmp_path / "rules"


def decided(run: Run, folder: Path, **answers: Any) -> dict[str, Any]:
    settings = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    found: dict[str, Any] = json.loads(run("decide", "--rules", folder, *settings, "--json").out)
    return found


PERMITS = [
    ({"car_length": 3, "zone": "inner", "lives_here": "yes", "since": "2019-12-31"}, "resident, 30.5"),
    ({"car_length": 3, "zone": "old town", "lives_here": "yes", "since": "2020-01-01"}, "resident, 60"),
    ({"car_length": 3.5, "zone": "something_else"}, "No rule holds"),
    ({"car_length": 4, "car_fuel": "petrol", "zone": "inner", "lives_here": "yes", "since": "2021-01-01"}, "resident, 60"),
    ({"car_length": 4, "car_fuel": "diesel"}, "refused, 0"),
    ({"car_length": "7.77", "car_fuel": "none", "zone": "inner", "lives_here": "no"}, "No rule holds"),
    ({"car_length": 9, "car_fuel": "none"}, "refused, 0"),
]  # fmt: skip


@pytest.fixture
def permit(tmp_path: Path, run: Run) -> tuple[Ran, Path]:
    return run("import", "dmn", DMN / "parking.dmn", "-o", tmp_path / "permit"), tmp_path / "permit"


@pytest.mark.parametrize(("answers", "title"), PERMITS)
def test_tables_that_read_each_other_decide_as_they_are_written(
    permit: tuple[Ran, Path], run: Run, answers: dict[str, Any], title: str
) -> None:
    assert decided(run, permit[1], **answers)["title"] == title


def test_what_cannot_be_carried_over_is_named_with_its_place(permit: tuple[Ran, Path]) -> None:
    ran, folder = permit
    assert (ran.code, ran.out) == (1, f"{folder / 'rules.yaml'}\n")
    assert "parking.dmn:" in ran.err
    assert "decision Time: `for i in Places return i` cannot be carried over" in ran.err
    rules = load(folder)
    assert {one.code for one in check(rules, TODAY).findings} <= {
        "no-next-steps",
        "no-source",
        "uncovered-branch",
    }
    assert [option.title for option in rules.questions["car_fuel"].options.values()] == [
        "petrol",
        "diesel",
        "none",
    ]


@pytest.mark.parametrize(("hit", "values"), [
    ('hitPolicy="FIRST"', {1: "No rule holds", 2: "10", 7: "10", 10: "10"}),
    ('hitPolicy="PRIORITY"', {1: "No rule holds", 2: "10", 7: "20", 9.5: "20", 10: "5"}),
])  # fmt: skip
def test_the_first_or_the_most_wanted_output_counts(
    tmp_path: Path, run: Run, hit: str, values: dict[float, str]
) -> None:
    ran, folder = policy(tmp_path, run, hit)
    assert ran.code == 0, ran.err
    assert {years: decided(run, folder, years=years)["title"] for years in values} == values


@pytest.mark.parametrize(("aggregation", "values"), [
    ("MIN", {1: None, 2: 10, 7: 10, 10: 5}), ("MAX", {1: None, 2: 10, 7: 20, 10: 20}),
    ("SUM", {1: None, 2: 10, 7: 30, 10: 35}), ("COUNT", {1: 0, 2: 1, 7: 2, 10: 3}),
])  # fmt: skip
def test_what_is_collected_is_a_figure(
    tmp_path: Path, run: Run, aggregation: str, values: dict[int, int | None]
) -> None:
    ran, folder = policy(tmp_path, run, f'hitPolicy="COLLECT" aggregation="{aggregation}"')
    assert ran.code == 0, ran.err
    for years, value in values.items():
        found = decided(run, folder, years=years)
        assert found["outcome"] == ("no_rule_holds" if value is None else "result")
        assert found["figures"].get("bonus") == value


def test_a_default_is_given_where_no_rule_holds(tmp_path: Path, run: Run) -> None:
    default = ("</outputValues>", "</outputValues><defaultOutputEntry><text>0</text></defaultOutputEntry>")
    _, folder = policy(tmp_path, run, 'hitPolicy="FIRST"', default)
    assert decided(run, folder, years=1)["title"] == "0"
    _, folder = policy(tmp_path, run, 'hitPolicy="COLLECT" aggregation="MAX"', default)
    assert decided(run, folder, years=1)["figures"]["bonus"] == 0


def test_the_greatest_of_two_decisions_and_a_called_table_are_carried(tmp_path: Path, run: Run) -> None:
    more = """<decision name="Total" id="t"><variable name="Total" typeRef="number"/>
      <literalExpression><text>max( Bonus, Years * 2 ) + 1</text></literalExpression></decision>
      <businessKnowledgeModel name="Band" id="b"><encapsulatedLogic><formalParameter name="x" typeRef="number"/>
        <decisionTable hitPolicy="UNIQUE"><input id="b1"><inputExpression typeRef="number"><text>x</text></inputExpression></input>
        <output id="b2"/><rule id="b3"><inputEntry id="b4"><text>&lt; 3</text></inputEntry><outputEntry id="b5"><text>"new"</text></outputEntry></rule>
        <rule id="b6"><inputEntry id="b7"><text>&gt;= 3</text></inputEntry><outputEntry id="b8"><text>"old"</text></outputEntry></rule>
        </decisionTable></encapsulatedLogic></businessKnowledgeModel>
      <decision name="Kind" id="k"><variable name="Kind" typeRef="string"/><invocation><literalExpression><text>Band</text></literalExpression>
        <binding><parameter name="x"/><literalExpression><text>Years</text></literalExpression></binding></invocation></decision></definitions>"""
    ran, folder = policy(tmp_path, run, 'hitPolicy="COLLECT" aggregation="SUM"', ("</definitions>", more),
                         ("</outputValues>", "</outputValues><defaultOutputEntry><text>0</text></defaultOutputEntry>"))  # fmt: skip
    assert (ran.code, [Path(line).parent.name for line in ran.out.splitlines()]) == (0, ["total", "kind"])
    assert [decided(run, folder / "total", years=years)["figures"]["total"] for years in (1, 7, 30)] == [
        3,
        31,
        61,
    ]
    assert [decided(run, folder / "kind", years=years)["title"] for years in (2, 3)] == ["new", "old"]


def test_a_table_reads_that_no_rule_of_another_holds(tmp_path: Path, run: Run) -> None:
    more = """<decision name="Kind" id="k"><variable name="Kind" typeRef="string"/><decisionTable hitPolicy="UNIQUE">
      <input id="k1"><inputExpression typeRef="string"><text>Bonus</text></inputExpression></input><output id="k2"/>
      <rule id="k3"><inputEntry id="k4"><text>"ten"</text></inputEntry><outputEntry id="k5"><text>"is ten"</text></outputEntry></rule>
      <rule id="k6"><inputEntry id="k7"><text>not("ten")</text></inputEntry><outputEntry id="k8"><text>"is not"</text></outputEntry></rule>
      </decisionTable></decision></definitions>"""
    changes = [
        ("5, 20, 10", ""),
        *(
            (f"<text>{one}</text>", f'<text>"{word}"</text>')
            for one, word in ((10, "ten"), (20, "twenty"), (5, "five"))
        ),
    ]
    ran, folder = policy(tmp_path, run, 'hitPolicy="FIRST"', *changes, ("</definitions>", more))
    assert ran.code == 0, ran.err
    assert {years: decided(run, folder, years=years)["title"] for years in (1, 3)} == {
        1: "is not",
        3: "is ten",
    }


@pytest.mark.parametrize(("hit", "changes", "says"), [
    ('hitPolicy="RULE ORDER"', [], "decision Bonus: the hit policy RULE ORDER gives a list of outputs, and ours gives one"),
    ('hitPolicy="COLLECT"', [], "the hit policy COLLECT gives a list"),
    ('hitPolicy="UNIQUE"', [], "rules 1 and 2 hold together, for years="),
    ('hitPolicy="ANY"', [], "rules 1 and 2 hold together, for years="),
    ('hitPolicy="FIRST"', [("&gt; 9.5", "&gt; x")], ":11:1: decision Bonus › rule 3 › input 1: `x` is no text in quotes"),
    ('hitPolicy="FIRST"', [("<text>20</text>", "<text>Years * 2</text>")], "decision Bonus › rule 2: output `Years * 2` is no text in quotes"),
    ('hitPolicy="PRIORITY"', [("5, 20, 10", "20, 10")], "rule 3: 5 is not among the output values, which say the priority"),
    ('hitPolicy="FIRST"', [('typeRef="number"/>', 'typeRef="time"/>'), ('typeRef="number"><text>Years', 'typeRef="time"><text>Years')], "the input `Years` is a time"),
    ('hitPolicy="FIRST"', [('<inputEntry id="r21"><text>&gt;= 5</text></inputEntry>', "")], "rule 2: has 0 inputs, and its table has 1"),
    ('hitPolicy="FIRST"', [('<outputEntry id="r22"><text>20</text></outputEntry>', "")], "rule 2: has 0 outputs, and its table has 1"),
    ('hitPolicy="FIRST"', [("<text>Years</text>", "<text>Salary</text>")], "`Salary` is no input or decision of this file"),
    ('hitPolicy="FIRST"', [("<text>Years</text>", '<text>"a"</text>')], '`"a"` is a text, and nothing says which it can be'),
])  # fmt: skip
def test_what_ours_cannot_say_is_refused(
    tmp_path: Path, run: Run, hit: str, changes: list[tuple[str, str]], says: str
) -> None:
    ran, folder = policy(tmp_path, run, hit, *changes)
    assert (ran.code, folder.exists()) == (1, False)
    assert says in ran.err


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(("text", "says"), [
    (POLICY.replace("<definitions", f"{BOMB}<definitions", 1).replace("<text>Years", "<text>&c;&b;"), "has a document type, which can name entities"),
    ("<definitions>", "is no XML"),
    ("", "is no XML"),
    ("<definitions/>", "is no DMN: its root is <definitions>"),
    ('<bpmn xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "is no DMN: its root is <bpmn>"),
    ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "there is no decision in it"),
])  # fmt: skip
def test_what_is_no_dmn_is_refused(tmp_path: Path, run: Run, text: str, says: str) -> None:
    (tmp_path / "x.dmn").write_text(text)
    ran = run("import", "dmn", tmp_path / "x.dmn", "-o", tmp_path / "rules")
    assert (ran.code, says in ran.err, (tmp_path / "rules").exists()) == (1, True, False)


def test_texts_of_a_file_stay_texts(tmp_path: Path, run: Run) -> None:
    changes = [("5, 20, 10", '"{years}: *x*", "b", ""'), ("<text>10</text>", '<text>"{years}: *x*"</text>'),
               ("<text>20</text>", '<text>"b"</text>'), ("<text>5</text>", '<text>""</text>')]  # fmt: skip
    ran, folder = policy(tmp_path, run, 'hitPolicy="FIRST"', *changes)
    assert ran.code == 0, ran.err
    assert decided(run, folder, years=3)["title"] == "(years): *x*"


def test_a_file_that_is_there_is_kept(tmp_path: Path, run: Run) -> None:
    (tmp_path / "rules.yaml").write_text("mine")
    ran = run("import", "dmn", DMN / "parking.dmn", "-o", tmp_path)
    assert (ran.code, (tmp_path / "rules.yaml").read_text()) == (1, "mine")


def test_only_a_folder_can_be_written(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("mine")
    for out, says in (
        (tmp_path / "file", "cannot be written: "),
        (tmp_path / "file" / "x", "cannot be written: "),
        ("-", "name a folder"),
    ):
        ran = run("import", "dmn", DMN / "parking.dmn", "-o", out)
        assert (ran.code, says in ran.err, ran.out) == (1, True, "")
    assert (tmp_path / "file").read_text() == "mine"


def test_the_outcomes_say_what_the_table_gives() -> None:
    made, _ = building.build(reading.read(str(DMN / "parking.dmn")))
    assert [one.name for one in made] == ["Permit"]
    assert made[0].rests_on == ("Permit", "Size of car")
    outcome = made[0].sections["outcomes"]["resident_60"]
    assert (outcome["title"], outcome["says"]) == ("resident, 60", "Kind: resident; Fee: 60.")
