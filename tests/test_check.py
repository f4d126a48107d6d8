"""`advisor check`: every code on its broken ruleset, every example true, every clean ruleset sound."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from advisor.advice.advice import advise
from advisor.analysis.check import CODES, Report, check, check_folder
from advisor.analysis.check.report import as_settings
from advisor.analysis.solver import Prover, Undecided
from advisor.engine.checking import check as given_answers
from advisor.engine.scope import Scope
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.language.expression import parse
from advisor.rules import Ruleset, load, load_texts
from tests import random_rules
from tests.conftest import ROOT, SMALL, Ran

TODAY = date(2026, 11, 24)
BROKEN = Path(__file__).parent / "broken"
SOUND = Path(__file__).parent / "rulesets" / "sound"
README = (ROOT / "rules" / "README.md").read_text()


def report(folder: Path) -> Report:
    return check_folder(str(folder), TODAY, 180)


@pytest.mark.parametrize("code", sorted(path.name for path in BROKEN.iterdir()))
def test_each_code_fires_at_its_line_and_no_other_does(code: str) -> None:
    lines = (BROKEN / code / "rules.yaml").read_text().splitlines()
    here = [number for number, line in enumerate(lines, 1) if line.endswith("# here")]
    assert [(one.code, one.place.line) for one in report(BROKEN / code).findings] == [(code, here[0])]


def test_every_code_has_a_broken_ruleset() -> None:
    refused = README.partition("## What is refused")[2].partition("## Every key")[0]
    loading = set(re.findall(r"`([a-z0-9-]+)`", "".join(re.findall(r"^\| (.*?) \|", refused, re.MULTILINE))))
    elsewhere = {
        "not-utf-8",
        "too-large",
        "unknown-file",
        "unknown-rules",
        "unreadable",
    }  # files, not rules: test_loading
    assert {path.name for path in BROKEN.iterdir()} == set(CODES) | loading - elsewhere


def test_the_sound_ruleset_is_sound() -> None:
    assert report(SOUND).findings == ()


@pytest.mark.parametrize("code", ["division-by-zero", "scenario-fails", "uncovered-branch", "never-taken"])
def test_examples_make_the_claim_true(code: str) -> None:
    rules = load(BROKEN / code)
    (found,) = report(BROKEN / code).findings
    assert found.example is not None
    if code == "division-by-zero":
        with pytest.raises(AdvisorError, match="divides by zero"):
            advise(walk(rules, {"is_urgent": False, "pieces": 1, "zone": "near", **found.example}))
    trace = walk(rules, {"pieces": 1, "zone": "near", **found.example})
    if code == "scenario-fails":
        assert (trace.outcome, "expected freight, found post" in found.says) == ("post", True)
    if code == "uncovered-branch":
        assert trace.steps[0].label == "yes"
    if code == "never-taken":  # the condition alone holds, and still another branch is taken
        assert trace.steps[-1].label == "yes"
        assert parse("weight > 30").value(trace.scope)


def test_the_published_rules(published: Ruleset) -> None:
    found = check(published, TODAY)
    assert {one.code for one in found.findings} <= {"stale"}
    assert len(found.paths.listed) == 6
    assert found.paths.complete
    for way in found.paths.listed:
        trace = walk(published, way.example)
        assert trace.outcome == way.outcome
        assert tuple((step.decision, step.label) for step in trace.steps) == way.path


def test_many_ways_are_not_listed_blindly(tmp_path: Path) -> None:
    lines = [
        "ruleset: {id: many, version: 1, title: Many}",
        "start: d0",
        "approaches: {a: {title: A}}",
        "questions:",
    ]
    lines += [f"  q{i}: {{ask: Q?, type: yes_no}}" for i in range(60)]
    lines += ["outcomes: {o: {approach: a, title: O, says: O, next: [Go]}, p: {approach: a, title: P, says: P, next: [Go]}}",
              "decisions:"]  # fmt: skip
    for i in range(30):  # diamonds: 2**30 ways
        lines += [
            f"  d{i}: {{label: D?, branches: [{{label: a, when: q{i}, to: l{i}}}, {{label: b, to: r{i}}}]}}"
        ]
        to = f"d{i + 1}" if i < 29 else "o"
        for side in "lr":
            end = "p" if i == 29 and side == "l" else to
            lines += [
                f"  {side}{i}: {{label: S?, branches: [{{label: on, when: q{i + 30}, to: p}}, {{label: off, to: {end}}}]}}"
            ]
    (tmp_path / "r.yaml").write_text("\n".join(lines))
    found = report(tmp_path)
    assert [one.code for one in found.findings if one.severity == "error"] == []
    assert (len(found.paths.listed), found.paths.complete) == (100, False)


def diamonds(count: int, when: Callable[[int], str]) -> Ruleset:
    """A chart of decisions each of which leads on over one of two others, whatever is answered there."""
    end = {"approach": "a", "title": "End", "says": "So.", "next": ["Go."]}
    decisions: dict[str, Any] = {"last": {"label": "L?", "branches": [
        {"label": "more", "when": "n > 500", "to": "o"}, {"label": "less", "to": "p"}]}}  # fmt: skip
    for i in range(count):
        to = f"d{i + 1}" if i < count - 1 else "last"
        decisions[f"d{i}"] = {
            "label": "D?",
            "branches": [{"label": "l", "when": when(i), "to": f"l{i}"}, {"label": "r", "to": f"r{i}"}],
        }
        for side, other in (("l", "p"), ("r", to)):
            decisions[f"{side}{i}"] = {
                "label": "S?",
                "branches": [{"label": "on", "when": "y", "to": to}, {"label": "off", "to": other}],
            }
    return load_texts({"r.yaml": json.dumps({
        "ruleset": {"id": "many", "version": "1", "title": "Many"}, "start": "d0", "approaches": {"a": {"title": "A"}},
        "questions": {"n": {"ask": "N?", "type": "integer", "min": 0, "max": 1000}, "y": {"ask": "Y?", "type": "yes_no"}},
        "decisions": decisions, "outcomes": {"o": end, "p": end}})}, "test")  # fmt: skip


@pytest.mark.parametrize(("when", "count"), [(lambda _: "y", 4), (lambda i: f"n > {20 * i}", 20)])
def test_ways_are_listed_in_full_where_few_of_many_can_be_taken(
    when: Callable[[int], str], count: int
) -> None:
    """Two to the sixteenth combinations of branches, nearly all of which contradict themselves."""
    rules = diamonds(16, when)
    found = check(rules, TODAY).paths
    assert (len({way.path for way in found.listed}), found.complete) == (count, True)
    for way in found.listed:
        trace = walk(rules, way.example)
        assert tuple((step.decision, step.label) for step in trace.steps) == way.path


def test_a_way_that_cannot_be_decided_is_not_passed_over_in_silence() -> None:
    rules = load_texts({"r": (SOUND / "rules.yaml").read_text().replace("when: is_urgent", "when: weight * weight == 2")}, "t")  # fmt: skip
    found = check(rules, TODAY)
    assert "undecided" in {one.code for one in found.findings}
    assert not found.paths.complete


def test_a_question_is_judged_where_it_is_asked() -> None:
    text = (BROKEN / "asked-in-vain" / "rules.yaml").read_text()
    later = text.replace(
        "pieces > 10, to", "pieces > 10 or is_red, to"
    )  # so its answer matters from `color` on
    assert check(load_texts({"r": later}, "t"), TODAY).findings == ()
    elsewhere = text.replace(
        '{label: "yes", when: is_urgent, to: courier}', '{label: "yes", when: is_urgent, to: hurry}'
    )
    elsewhere = elsewhere.replace("  color:", """  hurry:
    label: Red and urgent?
    branches:
      - {label: "yes", when: is_red, to: courier}
      - {label: "no", to: post}
  color:""")  # fmt: skip
    found = check(load_texts({"r": elsewhere}, "t"), TODAY).findings
    assert [(one.code, one.where) for one in found] == [("asked-in-vain", "decisions › color")]


def test_answers_that_lead_to_a_decision_on_different_ways_are_walked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a walk shows is not asked of the solver, to which costs on the way there can be a minute's work."""

    def asked(*_: object) -> None:
        raise AssertionError("the solver is asked whether an answer matters")

    monkeypatch.setattr(Prover, "twin", asked)
    rules = load(ROOT / "rules" / "current")
    assert check(replace(rules, criteria={}), TODAY).clean  # the twins of criteria are others


def test_the_solver_looks_among_known_answers_before_it_looks_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it has to find its way through the costs on all ways to a decision, and may not in minutes."""
    texts = {path.name: path.read_text() for path in (ROOT / "rules" / "current").glob("*.yaml")}
    needed = "changes_often, to: data_for_both}"
    assert needed in texts["chart.yaml"]
    texts["chart.yaml"] = texts["chart.yaml"].replace(needed, "changes_often, to: trim_prompts}")
    possible = Prover.is_possible

    def among_known(self: Prover, *conditions: Any) -> bool:
        if len(conditions) == 3:  # that two answers matter, whatever the others are
            raise Undecided
        return possible(self, *conditions)

    monkeypatch.setattr(Prover, "is_possible", among_known)
    says = [one.says for one in check(load_texts(texts, "t"), TODAY).findings if one.code == "undecided"]
    assert [one for one in says if "answer to evaluated" in one] == []


def test_formats_and_exit_codes(run: Callable[..., Ran]) -> None:
    broken = BROKEN / "never-taken"
    assert run("check", SOUND).code == 0
    ran = run("check", broken)
    assert (ran.code, "rules.yaml:26:" in ran.out, "(never-taken)" in ran.out) == (1, True, True)
    data = json.loads(run("check", broken, "--json").out)
    assert {"code", "severity", "file", "line", "says"} <= set(data["findings"][0])
    assert {"outcome", "path", "example"} <= set(data["paths"][0])
    github = run("check", broken, "--format", "github").out
    assert re.match(r"::warning file=.*rules\.yaml,line=26,col=\d+,title=never-taken::", github)
    sarif = json.loads(run("check", broken, "--format", "sarif").out)
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 26
    assert run("check", "--rules", broken).code == 1
    assert run("check", BROKEN / "nowhere").code == 1
    assert run("check", BROKEN / "stale").code == 0


def test_proposed_scenarios_cover_everything(tmp_path: Path, run: Callable[..., Ran]) -> None:
    text = (SOUND / "rules.yaml").read_text()
    (tmp_path / "rules.yaml").write_text(text.partition("scenarios:")[0])
    ran = run("check", tmp_path, "--write-scenarios")
    assert "proposed scenarios in" in ran.err
    found = report(tmp_path)
    assert found.findings == ()
    rules = load(tmp_path)
    assert {20, Fraction("19.999")} <= {
        Fraction(str(one.answers.get("weight", 0))) for one in rules.scenarios.values()
    }
    assert "nothing was written" in run("check", tmp_path, "--write-scenarios").err


def typed(example: Mapping[str, object]) -> dict[str, str]:
    """An example as a command line would take it, typed from what is printed."""
    return dict(word.split("=", 1) for word in as_settings(example).split())  # type: ignore[misc]


def test_an_example_is_typed_back_as_it_is_printed(tmp_path: Path, run: Callable[..., Ran]) -> None:
    text = (SOUND / "rules.yaml").read_text().replace("weight >= heavy or pieces > 10", "3 * weight == heavy")
    (tmp_path / "rules.yaml").write_text(text.replace("max: 100, unit: kg", "max: 100, unit: percent"))
    way = next(
        one
        for one in json.loads(run("check", tmp_path, "--json").out)["paths"]
        if one["outcome"] == "freight"
    )
    given = [word for pair in typed(way["example"]).items() for word in ("--set", "=".join(pair))]
    assert way["example"]["weight"] == "20/3"
    assert json.loads(run("decide", "--rules", tmp_path, *given, "--json").out)["outcome"] == "freight"


@settings(max_examples=50)
@given(rules=random_rules.rulesets(), answers=random_rules.answers())
def test_what_is_clean_never_fails_and_witnesses_hold(rules: Ruleset, answers: dict[str, Any]) -> None:
    found = check(rules, TODAY)
    codes = {one.code for one in found.findings}
    assert not codes & {"division-by-zero", "cycle", "no-outcome"}
    trace = walk(rules, answers)
    assert trace.outcome
    taken = {(step.decision, step.label) for step in trace.steps}
    for one in found.findings:  # a proof and a walk never contradict each other
        where = re.match(r"decisions › (d\d) › branches\[(\d)\]", one.where)
        if one.code == "never-taken" and where:
            assert (where[1], f"way {where[2]}") not in taken
    for one in found.findings:
        given_answers(rules, typed(one.example or {}))  # none is refused
    for way in found.paths.listed:
        again = walk(rules, typed(way.example))
        assert again.outcome == way.outcome
        assert tuple((step.decision, step.label) for step in again.steps) == way.path
    if found.paths.complete:
        assert tuple((step.decision, step.label) for step in trace.steps) in {
            way.path for way in found.paths.listed
        }


@pytest.mark.parametrize(
    ("default", "is_wrong"), [("n / 2", True), ("n / 2 * 2", False), ("n * share", True), ("n + 2", False)]
)
def test_a_default_that_is_no_whole_number_is_told(default: str, is_wrong: bool) -> None:
    rules = load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": {"n": {"ask": "N?", "type": "integer", "min": 0, "max": 9},
                      "m": {"ask": "M?", "type": "integer", "min": 0, "max": 99, "default": default}},
        "parameters": {"share": {"value": 0.5, "source": "s", "date": "2026-01-01"}},
        "decisions": {"d": {"label": "D?", "branches": [{"label": "a", "when": "m > n", "to": "a"}, {"label": "b", "to": "b"}]}},
        "outcomes": {o: {"approach": "one", "title": "O", "says": "So.", "next": ["Go."]} for o in "ab"},
    })}, "test")  # fmt: skip
    told = [one for one in check(rules, TODAY).findings if one.code == "default-out-of-bounds"]
    assert bool(told) == is_wrong
    for one in told:
        assert isinstance(Scope(rules, given_answers(rules, one.example or {}))["m"], Fraction)


def test_a_bar_of_evidence_is_used(run: Callable[..., Ran], tmp_path: Path) -> None:
    rules = (SMALL / "rules.yaml").read_text()
    rules = rules.replace("parameters:\n", "parameters:\n  bar: {value: 0.5}\n")
    (tmp_path / "rules.yaml").write_text(rules)
    assert "nothing reads bar" in run("check", tmp_path).out
    (tmp_path / "evidence.yaml").write_text("evidence: {is_raining: {measure: pass_share, bar: bar}}\n")
    assert "nothing reads bar" not in run("check", tmp_path).out
