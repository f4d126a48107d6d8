"""Answers that cannot be together: told with what to change, and never the example of anything."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor import documents
from advisor.analysis.check import check
from advisor.analysis.compare import EQUIVALENT, REFUSED, compare
from advisor.analysis.measured import suggestions
from advisor.analysis.whatif import what_if
from advisor.analysis.whatif.flips import flips
from advisor.analysis.whatif.possible import still_open
from advisor.engine.answers import UNKNOWN, Answers
from advisor.engine.checking import check as given_answers
from advisor.engine.checking import parse
from advisor.engine.refusals import is_refused
from advisor.engine.session import walk
from advisor.errors import AnswerError, RulesError
from advisor.evidence.measures import Evidence, Interval, Measure
from advisor.output.plot import captions
from advisor.output.plot.regions import outcome_map
from advisor.rules import Ruleset, load_texts
from advisor.wizard import asking, flow
from advisor.wizard.flow import Form
from tests.conftest import Ran, sets
from tests.test_check import TODAY
from tests.test_rules_readme import example
from tests.test_wizard import CLEAR, CTRL_C, DOWN, ENTER, QUIT, SHOW, UP, Talk

TEXT = """
ruleset: {id: work, version: 1.0.0, title: Work}
start: long
approaches: {pay: {title: Pay}, none: {title: Nothing}}
questions:
  age: {ask: How old are you?, label: Age, type: integer, min: 16, max: 100, unit: years}
  worked: {ask: How long have you worked?, label: Years worked, type: integer, min: 0, max: 80, unit: years}
  kind: {ask: Which work?, type: choice, options: {day: {title: By day}, night: {title: By night}}}
  started: {ask: When did the job start?, label: First day, type: date, min: 2000-01-01}
  left: {ask: When did it end?, label: Last day, type: date, default: 2026-04-05}
parameters:
  school: {value: 15, unit: years, source: the act, date: 2026-11-01}
decisions:
  long:
    label: Long enough?
    branches:
      - {label: "yes", when: age < 60 and worked >= 20, to: paid}
      - {label: "no", to: when}
  when:
    label: Ten years in one place?
    branches:
      - {label: "yes", when: left - started >= 3650 or kind == 'night', to: paid}
      - {label: "no", to: nothing}
outcomes:
  paid: {approach: pay, title: Paid, says: "Yes.", next: [Go.]}
  nothing: {approach: none, title: Nothing, says: "No.", next: [Go.]}
refuse:
  - {when: worked > age - school, says: "Nobody of {age} has worked for {worked}."}
  - {when: left < started, says: A job does not end before it starts.}
  - {when: kind == 'night' and age < 18, says: "Under 18, nobody works by night."}
"""


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return reloaded()


def reloaded(change: Callable[[Any], None] = lambda data: None) -> Ruleset:
    data: Any = documents.plain(documents.parse(TEXT, "work.yaml"))
    change(data)
    return load_texts({"work.yaml": json.dumps(data)}, "work")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "work.yaml").write_text(TEXT)
    return tmp_path / "work"


COMMANDS = ("decide", "whatif", "record", "diagram")


@pytest.mark.parametrize("command", COMMANDS)
def test_answers_that_cannot_be_together_are_refused(
    folder: Path, run: Callable[..., Ran], tmp_path: Path, command: str
) -> None:
    out = (
        ("-o", tmp_path / "out.md")
        if command == "record"
        else ("-o", tmp_path / "out.dot")
        if command == "diagram"
        else ()
    )
    ran = run(command, "--rules", folder, *sets({"age": 30, "worked": 20}), *out)
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.strip() == ("advisor: --set worked=20: worked, age: Nobody of 30 years has worked for 20 years "
                               "(20 > 30 − 15 = 15) (change worked or age)")  # fmt: skip
    assert not list(tmp_path.glob("out*"))


def test_they_are_refused_where_they_stand_in_a_file(
    folder: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "answers.yaml").write_text("age: 30\nworked: 20\nkind: night\n")
    ran = run("decide", "--rules", folder, tmp_path / "answers.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert f"{tmp_path / 'answers.yaml'}:2:9: worked, age: Nobody" in ran.err
    assert (
        run("decide", "--rules", folder, tmp_path / "answers.yaml", "--set", "worked=15", "--partial").code
        == 0
    )


def test_all_that_is_refused_is_told_at_once(rules: Ruleset) -> None:
    with pytest.raises(AnswerError) as refused:
        given_answers(rules, {"age": 17, "worked": 10, "kind": "night"})
    assert [(one.code, one.where) for one in refused.value.problems] == [
        ("refused", "worked, age"), ("refused", "kind, age")]  # fmt: skip


def test_what_nobody_is_sure_of_is_refused_nowhere(rules: Ruleset) -> None:
    for answers in ({"worked": 60}, {"worked": 60, "age": "not sure"}, {"kind": "night", "age": "?"}):
        assert given_answers(rules, answers)


def test_a_default_counts_as_the_answer_that_it_stands_in_for(rules: Ruleset) -> None:
    with pytest.raises(AnswerError, match=r"change started, or answer left \(taken as 2026-04-05\)"):
        given_answers(rules, {"started": "2026-05-01"})
    assert given_answers(rules, {"started": "2026-05-01", "left": "2026-05-02"})
    assert given_answers(rules, {"started": "2026-05-01", "left": "not sure"})


def test_what_a_case_did_not_come_to_needs_no_answer() -> None:
    cases = [{"when": "age < 30", "is": "1"}, {"when": 'kind == "night"', "is": "2"}, {"is": "3"}]

    def add(data: Any) -> None:
        data["formulas"] = {"band": {"cases": cases}}
        data["refuse"].append({"when": "band < 2", "says": "No."})

    with pytest.raises(AnswerError, match=r"\(change age\)"):
        given_answers(reloaded(add), {"age": 29})


def test_a_figure_of_ones_own_counts(rules: Ruleset) -> None:
    assert given_answers(rules, {"age": 30, "worked": 15})
    with pytest.raises(AnswerError, match="30 − 16"):
        given_answers(rules, {"age": 30, "worked": 15, "school": 16})


def test_a_refusal_that_cannot_be_computed_refuses_nothing_and_is_a_finding() -> None:
    rules = reloaded(lambda data: data["refuse"].append({"when": "age / worked > 50", "says": "No."}))
    assert given_answers(rules, {"age": 30, "worked": 0})
    (found,) = (one for one in check(rules, TODAY).findings if one.code == "division-by-zero")
    assert found.where == "refuse[3] › when"


def test_what_if_names_no_answer_that_is_refused(rules: Ruleset) -> None:
    trace = walk(rules, {"age": 40, "worked": 22, "started": "2024-01-01", "kind": "day"})
    found = {(one.name, one.to): one.outcome for one in flips(trace)}
    assert found == {
        ("worked", 19): "nothing",
        ("age", 60): "nothing",
    }  # no age below 37, which would do it too
    for one in flips(walk(rules, {"age": 25, "worked": 5, "started": "2024-01-01", "kind": "day"})):
        assert one.name != "worked"  # 20 years would be paid, and are refused at this age


def test_what_is_still_possible_is_not_refused(rules: Ruleset) -> None:
    answers = given_answers(rules, {"age": 17, "started": "2026-01-01"})
    assert [one.outcome for one in still_open(rules, answers).possible] == [
        "nothing"
    ]  # no nights, no 20 years
    assert (
        what_if(rules, given_answers(rules, {"age": 17, "started": "2026-01-01", "kind": "day"})).open
        is not None
    )
    provisional = still_open(rules, given_answers(rules, {"worked": 60})).provisional
    assert provisional is not None
    assert provisional.taken["age"] == 75


def test_a_check_walks_no_answers_that_are_refused(rules: Ruleset) -> None:
    report = check(rules, TODAY, propose=True)
    assert not [one for one in report.findings if one.severity != "note"]
    assert report.paths is not None
    examples = [*(way.example for way in report.paths.listed), *(one.answers for one in report.proposals)]
    assert len(examples) > 6
    for given in examples:
        assert walk(rules, given).outcome  # the check of answers takes them


def test_is_refused_reads_what_is_given(rules: Ruleset) -> None:
    assert is_refused(rules, Answers({"age": 30, "worked": 20}))
    assert not is_refused(rules, Answers({"age": 30}))
    assert not is_refused(rules, given_answers(rules, {}))


def test_the_example_of_the_readme_refuses(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "rules.yaml").write_text(example("type: date") + example("refuse:"))
    ran = run("decide", "--rules", tmp_path, *sets({"started": "2026-05-01", "left": "6 April 2026"}))
    assert ran.code == 1
    assert "A job does not end on 2026-04-06 that starts on 2026-05-01 (2026-04-06 < 2026-05-01)" in ran.err
    assert "(change left or started)" in ran.err
    assert run("check", tmp_path).code == 0


@pytest.fixture
def talk(rules: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.chdir(tmp_path)
    return Talk(rules, tmp_path)


def test_the_questionnaire_asks_again_in_a_field(talk: Talk) -> None:
    talk.type(f"30{ENTER}", f"25{ENTER}", CTRL_C)  # age, then years worked: refused, and not taken
    assert talk.kept() == {"age": "30"}
    talk.type(f"25{ENTER}", f"{CLEAR}10{ENTER}", CTRL_C)
    assert talk.kept() == {"age": "30", "worked": "10"}


def test_the_questionnaire_asks_again_in_a_list(
    rules: Ruleset, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a day of two years, at 17: the work by night is refused, the work by day is not
    form = Form(
        rules, given_answers(rules, {"age": 17, "worked": 1, "left": "2026-04-05", "started": "2024-01-01"})
    )
    assert flow.pending(form) == "kind"
    talk.file.write_text("worked: 1\nage: 17\nleft: 2026-04-05\nstarted: 2024-01-01\n")
    said: list[str] = []
    monkeypatch.setattr(asking, "say", lambda text, **_: said.append(text))
    talk.type(f"{DOWN}{ENTER}", f"{UP}{ENTER}", SHOW, QUIT)
    assert talk.kept()["kind"] == "day"
    assert said[-1] == ("  Under 18, nobody works by night (kind: By night and 17 < 18); answer otherwise, "
                        "or go back (Esc) and change Age: 17 years")  # fmt: skip


def test_an_answer_that_a_change_refuses_is_asked_again(rules: Ruleset) -> None:
    form = Form(rules, given_answers(rules, {"worked": 20, "age": 40}))
    form = flow.answer(form, "age", 34)
    assert flow.pending(form) == "worked"
    why = flow.why_not(form, "worked")
    assert why(20) is not None
    assert why(19) is None
    assert why(UNKNOWN) is None
    assert flow.asked(flow.answer(form, "worked", 19)) == ("age", "worked")


def test_a_default_that_is_refused_is_asked_for(rules: Ruleset) -> None:
    data = reloaded(lambda data: data["decisions"]["when"]["branches"][0].update(when="started < 2010-01-01"))
    form = Form(data, given_answers(data, {"worked": 1, "age": 40}))
    form = flow.answer(form, "started", parse(data, "started", "2026-05-01"))
    assert flow.pending(form) == "left"  # which the chart does not read
    assert flow.offered(form, "left") == (None, "")
    form = flow.answer(form, "left", parse(data, "left", "2026-05-02"))
    assert flow.pending(form) is None
    assert flow.asked(form) == ("age", "worked", "started", "left")


def test_a_questionnaire_goes_on_where_a_default_is_refused_so_far(talk: Talk) -> None:
    talk.file.write_text("worked: 1\nstarted: 2026-05-01\n")
    talk.type(CTRL_C)
    assert talk.kept() == {"worked": "1", "started": "2026-05-01"}


def test_an_optional_answer_is_refused_with_the_others() -> None:
    def change(data: Any) -> None:
        data["details"] = [{"title": "More", "ask": ["kind"]}]
        data["decisions"]["when"]["branches"][0]["when"] = "left - started >= 3650"

    rules = reloaded(change)
    given = {"worked": 1, "age": 17, "started": "2024-01-01", "left": "2026-01-01"}
    form = Form(rules, given_answers(rules, given))
    assert flow.pending(form) is None
    assert flow.why_not(form, "kind")("night") is not None
    older = flow.answer(flow.answer(form, "age", 30), "kind", "night")
    assert older.answers.given["kind"] == "night"
    younger = flow.answer(older, "age", 17)  # what is asked counts; the optional answer is set aside
    assert "kind" not in younger.answers.given
    assert younger.earlier["kind"] == "night"


def test_a_decision_that_is_refused_today_is_told_by_review(
    folder: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    text = (folder / "work.yaml").read_text()
    (folder / "work.yaml").write_text(text.partition("refuse:")[0])
    given = sets({"age": 30, "worked": 18, "started": "2024-01-01", "kind": "day"})
    assert run("record", "--rules", folder, *given, "-o", tmp_path / "adr.md").code == 0
    assert run("review", "--rules", folder, tmp_path / "adr.md").code == 0
    (folder / "work.yaml").write_text(text)
    ran = run("review", "--rules", folder, tmp_path / "adr.md")
    assert ran.code == 1
    assert "cannot be decided again:" in ran.out
    assert "Nobody of 30 years has worked for 18 years" in ran.out


def found(change: Callable[[Any], None], code: str) -> list[Any]:
    return [one for one in check(reloaded(change), TODAY).findings if one.code == code]


def test_a_branch_of_which_all_answers_are_refused_is_a_finding() -> None:
    def change(data: Any) -> None:
        data["decisions"]["long"]["branches"][0]["when"] = "worked >= 60 and age < 60"

    report = check(reloaded(change), TODAY)
    (one,) = (one for one in report.findings if one.severity != "note")
    assert (one.code, one.where) == ("all-refused", "decisions › long › branches[0]")
    assert one.says == "all answers that take the branch `yes` are refused together"
    assert one.example is not None
    with pytest.raises(AnswerError):
        given_answers(reloaded(change), one.example)


def test_what_refuses_every_way_to_an_outcome_is_a_finding() -> None:
    def change(data: Any) -> None:
        data["outcomes"]["other"] = data["outcomes"]["nothing"]
        branch = {"label": "late", "when": "left < started", "to": "other"}
        data["decisions"]["when"]["branches"].insert(1, branch)

    (one,) = found(change, "all-refused")
    assert (
        one.says == "all answers that take the branch `late` are refused together, so nothing comes to other"
    )


def test_what_refuses_nothing_or_everything_is_a_finding() -> None:
    (one,) = found(lambda data: data["refuse"].append({"when": "age > 100", "says": "No."}), "never-holds")
    assert (one.where, one.says) == ("refuse[3] › when", "`age > 100` holds for no answers")
    everything = check(
        reloaded(lambda data: data["refuse"].append({"when": "age <= 100", "says": "No."})), TODAY
    )
    assert [one.code for one in everything.findings if one.severity != "note"] == [
        "all-refused",
        "always-true",
    ]
    both = [{"when": "worked > 5", "says": "No."}, {"when": "worked < 6", "says": "No."}]
    (one,) = found(lambda data: data["refuse"].extend(both), "all-refused")
    assert (one.where, one.says) == ("refuse", "no answers at all are left that are not refused")


def test_a_refusal_of_what_nobody_asks_is_a_finding() -> None:
    data = {"ask": "Which team?", "type": "integer", "min": 0, "max": 9}

    def change(rules: Any) -> None:
        rules["questions"]["team"] = data
        rules["refuse"].append({"when": "team > age", "says": "No."})

    assert [one.says for one in found(change, "never-asked")] == [
        "refuse[3] reads team, but the questionnaire never asks it"]  # fmt: skip


@pytest.mark.parametrize(("scenario", "says"), [
    ({"answers": {"age": "17", "kind": "night"}, "refused": "yes"}, ""),
    ({"answers": {"age": "40", "worked": "20"}, "refused": "yes"}, "expected that the answers are refused, found paid"),
    ({"answers": {"age": "17", "kind": "night"}, "outcome": "paid"}, "Under 18, nobody works by night"),
    ({"answers": {"age": "17", "kind": "nights"}, "refused": "yes"}, "expected one of day, night"),
])  # fmt: skip
def test_a_scenario_can_say_that_its_answers_are_refused(scenario: Any, says: str) -> None:
    told = found(lambda data: data.update(scenarios={"one": scenario}), "scenario-fails")
    assert len(told) == bool(says)
    assert all(says in one.says for one in told)


@pytest.mark.parametrize(("scenario", "says"), [
    ({"answers": {}}, "scenarios › one: the key `outcome` is missing (write `outcome`, or `refused: yes`)"),
    ({"answers": {}, "refused": "yes", "outcome": "paid"}, "scenarios › one: has both `outcome` and `refused`"),
])  # fmt: skip
def test_a_scenario_means_one_thing(scenario: Any, says: str) -> None:
    with pytest.raises(RulesError) as refused:
        reloaded(lambda data: data.update(scenarios={"one": scenario}))
    assert says in str(refused.value)


@pytest.mark.parametrize(("refusal", "says"), [
    ({"when": "age > 100"}, "refuse[3]: the key `says` is missing"),
    ({"when": "age", "says": "No."}, "refuse[3] › when: `age` is a number, expected a boolean"),
    ({"when": "old > 3", "says": "No."}, "refuse[3] › when: unknown name `old` in `old > 3`"),
    ({"when": "age > 3", "says": "{agee}"}, "refuse[3] › says: unknown name `{agee}` in the text (did you mean age?)"),
    ("age > 3", "refuse[3]: found `age > 3`, expected a mapping with when, says"),
])  # fmt: skip
def test_a_refusal_that_is_none_is_told_where_it_stands(refusal: Any, says: str) -> None:
    with pytest.raises(RulesError) as refused:
        reloaded(lambda data: data["refuse"].append(refusal))
    assert says in str(refused.value)


def pairs(old: Ruleset, new: Ruleset) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one.old, one.new): dict(one.example) for one in compare(old, new).differences}


def test_versions_differ_on_what_they_refuse(rules: Ruleset) -> None:
    free = reloaded(lambda data: data.pop("refuse"))
    assert pairs(rules, free).keys() == {(REFUSED, "paid"), (REFUSED, "nothing")}
    told = pairs(free, rules)
    assert told.keys() == {("paid", REFUSED), ("nothing", REFUSED)}
    for (outcome, _), given in told.items():
        assert walk(free, Answers(given)).outcome == outcome
        assert is_refused(rules, Answers(given))
    assert compare(rules, free).complete


def test_versions_are_equivalent_where_they_differ_on_refused_answers_only(rules: Ruleset) -> None:
    def unlike(data: Any) -> None:  # more than 45 years are refused under 60
        data["decisions"]["long"]["branches"].insert(
            0, {"label": "odd", "when": "age < 60 and worked > 45", "to": "nothing"}
        )

    assert compare(rules, reloaded(unlike)).verdict == EQUIVALENT
    same = reloaded(lambda data: data["refuse"][0].update(when="age - worked < school"))
    assert compare(rules, same).verdict == EQUIVALENT
    stricter = reloaded(lambda data: data["parameters"]["school"].update(value="16"))
    assert pairs(rules, stricter).keys() == {("paid", REFUSED), ("nothing", REFUSED)}


def test_a_scenario_that_only_one_version_refuses_changes(
    folder: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    text = TEXT + "scenarios:\n  night: {answers: {age: 17, kind: night}, refused: yes}\n"
    other = tmp_path / "other"
    other.mkdir()
    (folder / "work.yaml").write_text(text)
    (other / "work.yaml").write_text(text)
    assert run("diff", folder, other).code == 0
    (other / "work.yaml").write_text(text.replace("age < 18", "age < 17"))
    ran = run("diff", folder, other, "--json")
    assert ran.code == 1
    (one,) = json.loads(ran.out)["decisions"]
    assert (one["name"], one["new"]) == ("scenario night of OLD", "asks worked")
    assert one["old"].startswith("refused: kind, age: Under 18, nobody works by night")
    assert [(one["kind"], one["path"]) for one in json.loads(ran.out)["changes"]] == [
        ("changed", ["refuse", 2, "when"])
    ]


def test_a_range_says_where_it_is_refused(folder: Path, run: Callable[..., Ran]) -> None:
    given = ("--rules", folder, *sets({"age": 40, "worked": "0..40", "started": "2026-01-01", "kind": "day"}))
    found = [(one["from"], one["to"], one["outcome"], one["refused"])
             for one in json.loads(run("whatif", *given, "--json").out)["segments"]]  # fmt: skip
    assert found == [(0, 19, "nothing", False), (20, 25, "paid", False), (26, 40, None, True)]
    assert "26 years to 40 years refused" in " ".join(run("whatif", *given).out.split())
    assert "from 20 years: Paid" in " ".join(run("decide", "--partial", *given).out.split())


def test_a_map_shows_what_is_refused(rules: Ruleset) -> None:
    trace = walk(rules, {"age": 40, "worked": 10, "started": "2026-01-01", "kind": "day"})
    found = outcome_map(trace, ["worked"], {"worked": (0, 40)})
    assert found.stripes[0].starts == (0, 20, 26)
    assert list(captions.keys(rules, found).values()) == ["1: Nothing", "2: Paid", "3: refused"]


def test_names_list_what_is_refused(folder: Path, run: Callable[..., Ran]) -> None:
    told = json.loads(run("names", "--rules", folder, "--json").out)["refused"]
    assert told[1] == {"when": "left < started", "says": "A job does not end before it starts."}
    text = " ".join(run("names", "--rules", folder).out.split())
    assert "Refused together worked > age - school Nobody of {age} has worked for {worked}." in text


@pytest.mark.parametrize("open_", ["getting", "alone"])
def test_what_is_left_is_told_where_a_refusal_compares_what_answers_count(open_: str) -> None:
    text = example("type: several") + "refuse: [{when: score > 4, says: No more than four.}]\n"
    known = {"getting": ["maternity"], "alone": True, "need": "low"}
    rules = load_texts({"rules.yaml": text}, "leave")
    found = still_open(rules, given_answers(rules, {**known, open_: "unknown"}))
    assert {one.outcome for one in found.possible} > {"first"}
    assert open_ in {one.question for one in found.find_out}


def test_a_map_names_what_it_is_refused_with() -> None:
    text = TEXT.replace(
        "left - started >= 3650 or ", "left >= 2026-01-01 or "
    )  # so that only a refusal reads it
    rules = load_texts({"rules.yaml": text}, "work")
    trace = walk(
        rules, {"age": 40, "worked": 2, "started": "2026-01-01", "left": "2026-03-01", "kind": "day"}
    )
    until = {"left": (trace.scope["left"] - 90, trace.scope["left"])}
    about = captions.about(trace, outcome_map(trace, ["left"], until))
    assert "First day: 2026-01-01" in about


@pytest.mark.parametrize(("most", "is_sure"), [(450, True), (550, False)])
def test_what_is_refused_leaves_no_measured_answer_open(most: int, is_sure: bool) -> None:
    """An interval is on both sides of where the outcome turns only where no refusal keeps it on one."""
    text = f"""
ruleset: {{id: r, version: 1.0.0, title: R, says: S.}}
start: volume
questions: {{n: {{ask: How many?, type: integer, min: 0, unit: requests a month}}}}
evidence: {{n: {{measure: requests_a_month}}}}
decisions:
  volume:
    label: Much?
    branches: [{{label: "yes", when: n >= 500, to: high}}, {{label: "no", to: low}}]
refuse: [{{when: n > {most}, says: No more than that.}}]
approaches: {{a: {{title: A, says: A.}}}}
outcomes:
  high: {{approach: a, title: High, says: So., next: [Go.]}}
  low: {{approach: a, title: Low, says: So., next: [Go.]}}
"""
    measure = Measure("requests_a_month", 400, "requests", Interval(300, 600), basis="28 whole days")
    found = suggestions(load_texts({"r": text}, "r"), Answers(), [Evidence("f", "k", "K", (measure,))])
    assert found["n"].sure == is_sure
