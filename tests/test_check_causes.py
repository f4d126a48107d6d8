"""`advisor check`: each cause is told once, at its place, with an example that is true; hostile texts stay texts."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.advice.advice import advise
from advisor.analysis.check import Report, check, check_folder
from advisor.engine.session import walk
from advisor.errors import AdvisorError
from advisor.rules import Ruleset, load_texts
from tests.conftest import ROOT, Ran

TODAY = date(2026, 11, 24)
Y = {"ask": "Y?", "type": "yes_no"}
W = {"ask": "W?", "type": "number", "min": 0, "max": 100}
Branch = tuple[str, str]


def ruleset(decisions: dict[str, list[Branch]], questions: dict[str, Any], **more: Any) -> Ruleset:
    """Decisions as conditions with where they lead; the last has none."""
    return load_texts({"r.yaml": as_text(decisions, questions, **more)}, "test")


def as_text(decisions: dict[str, list[Branch]], questions: dict[str, Any], **more: Any) -> str:
    made = {name: {"label": f"{name}?", "branches": [
        {"label": f"way {index}", "to": to} | ({"when": when} if when else {}) for index, (when, to) in enumerate(ways)]}
        for name, ways in decisions.items()}  # fmt: skip
    outcomes = {to for ways in decisions.values() for _, to in ways} - set(decisions)
    end = {"approach": "a", "title": "End", "says": "So.", "next": ["Go."]}
    data = {"ruleset": {"id": "t", "version": "1", "title": "T"}, "start": next(iter(decisions)),
            "approaches": {"a": {"title": "A"}}, "questions": questions, "decisions": made,
            "outcomes": dict.fromkeys(sorted(outcomes), end)}  # fmt: skip
    return json.dumps({**data, **more, "outcomes": {**data["outcomes"], **more.get("outcomes", {})}})  # type: ignore[dict-item]


def told(rules: Ruleset) -> set[tuple[str, str]]:
    return {(one.code, one.where) for one in check(rules, TODAY).findings}


def test_a_division_behind_the_answers_that_lead_there_is_a_finding() -> None:
    rules = ruleset({"d": [("i >= 1", "o"), ("", "e")], "e": [("10 / i > 2", "o"), ("", "p")]},
                    {"i": {"ask": "I?", "type": "integer", "min": 0, "max": 100}})  # fmt: skip
    (found,) = (one for one in check(rules, TODAY).findings if one.code == "division-by-zero")
    assert found.example == {"i": 0}


def test_a_division_is_told_once_and_those_that_read_it_are_not() -> None:
    two = ruleset(
        {"d": [("x and g > 1", "o"), ("", "p")]}, {"x": Y, "w": W, "v": W}, formulas={"g": "10 / w + 1 / v"}
    )
    says = sorted(one.says for one in check(two, TODAY).findings if one.code == "division-by-zero")
    assert [re.findall("divides by `(.)`", one) for one in says] == [["v"], ["w"]]
    nested = ruleset({"d": [("3 / f > 5", "o"), ("", "p")]}, {"w": W}, formulas={"f": "8 / w"})
    assert [one.says for one in check(nested, TODAY).findings] == [
        "`8 / w` divides by `w`, which is zero for some answers"
    ]


def test_a_caution_is_filled_in_only_where_it_is_given() -> None:
    cautions = {"c": {"when": "w > 0", "says": "{g}"}}
    assert (
        told(
            ruleset({"d": [("w > 5", "o"), ("", "p")]}, {"w": W}, formulas={"g": "10 / w"}, cautions=cautions)
        )
        == set()
    )


@pytest.mark.parametrize("beside", [
    {"techniques": {"t": {"title": "T", "approach": "a", "says": "S.", "tried": "10 / w > 1"}}},
    {"criteria": {"c": {"approach": "a", "says": "S.", "when": "10 / w > 1"}}},
    {"formulas": {"g": "10 / w"}, "costs": {"figures": ["g"]}},
])  # fmt: skip
def test_divisions_beside_the_chart_are_found(beside: dict[str, Any]) -> None:
    rules = ruleset({"d": [("w > 5", "o"), ("", "p")]}, {"w": W}, **beside)
    assert {code for code, _ in told(rules)} == {"division-by-zero"}


def test_a_default_on_the_way_is_no_answer_given_later() -> None:
    rules = ruleset({"s": [("a", "x"), ("", "m")], "x": [("q > 5", "o1"), ("", "m")],
                     "m": [("p and q > 5 and a", "o2"), ("p and q > 5", "o3"), ("", "o4")]},
                    {"a": Y, "p": Y, "q": {"ask": "Q?", "type": "integer", "min": 0, "default": "3"}})  # fmt: skip
    assert ("never-taken", "decisions › m › branches[0] › when") in told(rules)


def test_a_question_matters_through_the_default_that_rests_on_it() -> None:
    questions = {"q1": {"ask": "Q?", "type": "integer", "min": 0, "max": 100000},
                 "q2": {"ask": "Q?", "type": "integer", "min": 0, "max": 1000000, "default": "q1 * 2"}}  # fmt: skip
    rules = ruleset({"d": [("q1 > 5", "e"), ("", "e")], "e": [("q2 * 3 > 50000", "o"), ("", "p")]}, questions)
    assert told(rules) == set()


def test_rings_that_nothing_leads_to_are_told_once() -> None:
    rules = ruleset(
        {"d": [("x", "o"), ("", "p")], "r": [("x", "s"), ("", "o")], "s": [("x", "r"), ("", "o")]}, {"x": Y}
    )
    assert told(rules) == {("unreachable", "decisions › r")}


def test_what_follows_from_another_finding_is_not_told() -> None:
    chain = ruleset({"d": [("x", "o"), ("", "p")]}, {"x": Y, "w": W}, formulas={"f": "w * 2", "g": "f + 1"})
    assert told(chain) == {("unused", "formulas › g")}
    stuck = ruleset({"d": [("x", "d"), ("", "d")]}, {"x": Y}, outcomes={
        "o": {"approach": "a", "title": "O", "says": "S.", "next": ["Go."]}})  # fmt: skip
    assert told(stuck) == {("no-outcome", "decisions › d")}
    masked = ruleset({"d": [("w > 200", "o"), ("w > 10", "p"), ("w > 20", "q"), ("", "r")]}, {"w": W})
    assert told(masked) == {("threshold-out-of-bounds", "decisions › d › branches[0] › when"),
                            ("never-taken", "decisions › d › branches[2] › when")}  # fmt: skip


def test_conditions_beside_the_chart_that_are_the_same_for_all_answers() -> None:
    rules = ruleset({"d": [("x and (w > 10 or w <= 10)", "o"), ("", "p")]}, {"x": Y, "w": W},
                    cautions={"always": {"when": "w >= 0", "says": "S."}, "other": {"approach": "a", "says": "S."}},
                    criteria={"never": {"approach": "a", "says": "S.", "when": "w > 300"}})  # fmt: skip
    assert told(rules) == {("constant-part", "decisions › d › branches[0] › when"), ("always-true", "cautions › always › when"),
                           ("never-holds", "criteria › never › when")}  # fmt: skip


@pytest.mark.parametrize("scenarios", [True, False])
def test_a_division_beyond_the_solver_is_found(published: Ruleset, scenarios: bool) -> None:
    """By the scenario that comes to it, or by following one answer to where the divisor is zero."""
    text = {path.name: path.read_text() for path in (ROOT / "rules" / "published").glob("*.yaml")}
    chart = text["flowchart.yaml"]
    guard = chart[
        chart.index("        when: >-\n          api_monthly") : chart.index("        to: fine_tune_to_save")
    ]
    divides = "        when: fine_tune_cost / (api_monthly - tuned_monthly) < horizon_months\n"
    changed = {**text, "flowchart.yaml": chart.replace(guard, divides)}
    rules = load_texts(
        changed if scenarios else {name: one for name, one in changed.items() if name != "scenarios.yaml"},
        "t",
    )
    found = [one for one in check(rules, TODAY).findings if one.code == "division-by-zero"]
    assert [one.where.partition(" › branches")[0] for one in found] == ["decisions › economics"]
    with pytest.raises(AdvisorError, match="divides by zero"):
        walk(rules, found[0].example)


def test_a_failing_scenario_is_told_where_and_once() -> None:
    def rules(**scenario: Any) -> Report:
        return check(
            ruleset(
                {"d": [("x", "o"), ("w > 10", "p"), ("", "q")]}, {"x": Y, "w": W}, scenarios={"s": scenario}
            ),
            TODAY,
        )

    wrong = rules(answers={"x": "maybe", "w": 5000}, outcome="o").findings
    assert {one.where for one in wrong} == {"scenarios › s › answers › x", "scenarios › s › answers › w"}
    other = rules(answers={"x": "yes"}, outcome="p", asked=["w"])
    assert [(one.where, one.says) for one in other.findings] == [
        ("scenarios › s › outcome", "expected p, found o")
    ]


@pytest.mark.parametrize(("when", "question"), [
    ("w > 0 and 10 / w > 5", W), ("w > 0.5", {**W, "unit": "percent"}), ("w * 2 > 100 and w > 80", W),
    ("x or w > 0.25", {**W, "max": 1}),
])  # fmt: skip
def test_proposed_scenarios_show_what_they_are_for_and_end_the_proposals(
    when: str, question: dict[str, Any], tmp_path: Path, run: Callable[..., Ran]
) -> None:
    (tmp_path / "r.yaml").write_text(as_text({"d": [(when, "o"), ("", "p")]}, {"x": Y, "w": question} if "x" in when else {"w": question}))  # fmt: skip
    assert "proposed scenario" in run("check", tmp_path, "--write-scenarios").err
    assert check_folder(str(tmp_path), TODAY, 180).findings == ()
    assert "nothing was written" in run("check", tmp_path, "--write-scenarios").err


def test_no_scenarios_are_proposed_for_what_does_not_load(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "r.yaml").write_text(as_text({"d": [("nowhere > 1", "o"), ("", "p")]}, {"w": W}))
    assert "mend the errors first" in run("check", tmp_path, "--write-scenarios").err
    assert [path.name for path in tmp_path.iterdir()] == ["r.yaml"]


def test_texts_of_strangers_stay_on_their_line(tmp_path: Path, run: Callable[..., Ran]) -> None:
    folder = tmp_path / "a b#c"
    folder.mkdir()
    text = as_text({"d": [("w > 10", "o"), ("w > 20", "p"), ("", "q")]}, {"w": W})
    (folder / "r.yaml").write_text(text.replace("way 1", "m\\n::error::forged [x](https://evil.example)"))
    assert {one.code for one in check_folder(str(folder), TODAY, 180).findings} == {"never-taken"}
    for format_ in ("text", "github"):
        lines = run("check", folder, "--format", format_).out.splitlines()
        assert not any(line.startswith("::error::forged") for line in lines)
    sarif = json.loads(run("check", folder, "--format", "sarif").out)
    assert "[x] (https://evil" in sarif["runs"][0]["results"][0]["message"]["text"]  # no link
    location = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert location.endswith("/a%20b%23c/r.yaml")


def test_every_example_of_a_never_taken_branch_takes_another() -> None:
    rules = ruleset({"d": [("w > 10", "o"), ("w > 20", "p"), ("", "q")]}, {"w": W})
    (found,) = check(rules, TODAY).findings
    assert found.example
    assert walk(rules, found.example).outcome == "o"


def test_long_chains_and_doubling_formulas_take_no_time() -> None:
    doubling = {f"f{i}": f"f{i - 1} + f{i - 1}" if i else "w + 1" for i in range(26)}
    assert told(ruleset({"d": [("f25 > 5", "o"), ("", "p")]}, {"w": W}, formulas=doubling)) == {
        ("always-true", "decisions › d › branches[0] › when")}  # fmt: skip
    chain: dict[str, list[Branch]] = {f"d{i}": [(f"n * 3 < {7 * i + 5}", f"o{i % 2}"), ("", f"d{i + 1}" if i < 99 else "o0")]
                                      for i in range(100)}  # fmt: skip
    assert told(ruleset(chain, {"n": {"ask": "N?", "type": "integer", "min": 0, "max": 1000}})) == set()


N = {"ask": "N?", "type": "number", "min": 0, "max": 1000}
FIGHTING = [
    ("n < 100", "n >= 10", True),
    ("n >= 10", "n < 100", True),
    ("n < 100", "n >= 100", False),  # what is between belongs to neither
    ("n < low", "n * m >= 50", True),  # through a parameter and another answer
    ("n < low", "half >= 10", True),  # through a formula
    ("n < low", "half >= low / 2", False),
    ("n >= 10 and n < 100", "n >= 50", True),
    ("n < 100", "n < 50", False),  # few speaks for both, and both say so
    ("n < 100", "x", False),  # other things are weighed
    ("n < 100 and x", "n >= 10 and not x", False),
    ("n < 100", "x or n >= 10", True),
    ("n < 100", "m >= 10", False),
]


def told_of(*beside: str, **more: Any) -> list[tuple[str, str]]:
    """What is told of a chart in which everything else is as it should be."""
    rules = ruleset(
        {"d": [("n > 5 and x", "o"), ("m > 5", "p"), ("", "q")]},
        {"n": N, "m": N, "x": Y},
        approaches={"a": {"title": "A"}, "b": {"title": "B"}},
        parameters={"low": {"value": 100, "source": "us", "date": "2026-11-01"}},
        formulas={"half": {"is": "n / 2"}},
        outcomes={"q": {"approach": "b", "title": "Q", "says": "{half} of {low}", "next": ["Go."]}},
        **more,
    )
    return [(one.where, one.code) for one in check(rules, TODAY).findings if one.code in beside]


@pytest.mark.parametrize(("first", "second", "fight"), FIGHTING)
def test_criteria_that_judge_a_figure_differently_fight(first: str, second: str, fight: bool) -> None:
    def found(approach: str, **despite: Any) -> list[tuple[str, str]]:
        one = {"approach": "a", "says": "One.", "when": first}
        other = {"approach": approach, "says": "Other.", "when": second, **despite}
        return told_of("contradiction", "undecided", criteria={"one": one, "other": other})

    assert found("b") == [("criteria › other › when", "contradiction")] * fight
    assert found("a") == []
    assert found("b", despite=["one"]) == []


def test_the_example_of_a_contradiction_makes_both_hold() -> None:
    criteria = {"one": {"approach": "a", "says": "One.", "when": "n < 100"},
                "other": {"approach": "b", "says": "Other.", "when": "n >= 10 and m > 3"}}  # fmt: skip
    rules = ruleset({"d": [("n > 5", "o"), ("", "p")]}, {"n": N, "m": N}, criteria=criteria,
                    approaches={"a": {"title": "A"}, "b": {"title": "B"}}, details=[{"title": "M", "ask": ["m"]}])  # fmt: skip
    (found,) = (one for one in check(rules, TODAY).findings if one.code == "contradiction")
    assert all(one.holds for one in advise(walk(rules, found.example or {})).criteria)
    assert {"`n < 100`", "`n >= 10 and m > 3`"} <= set(re.findall("`[^`]*`", found.says))


ROUTES = {"r": {"task": "T", "model": "M", "prompting": "P"}}


@pytest.mark.parametrize(
    ("more", "fights"),
    [
        ({"when": "m > 1"}, True),
        ({"when": "m > 1 and not x"}, False),  # where the reason has not led
        ({"when": "m > 1", "approach": "b"}, False),
        ({"when": "m > 1", "outcomes": ["o"]}, False),  # meant so
    ],
)
def test_a_hybrid_does_not_join_an_outcome_decided_against_it(more: dict[str, Any], fights: bool) -> None:
    criteria = {"led": {"approach": "a", "says": "X.", "when": "x"}}
    hybrids = {"h": {"title": "H", "says": "Both.", "routes": ROUTES, **more}}
    found = told_of("contradiction", "undecided", criteria=criteria, hybrids=hybrids)
    assert found == [("hybrids › h › when", "contradiction")] * fights


def test_a_hybrid_for_outcomes_that_none_has_never_holds() -> None:
    hybrids = {"h": {"title": "H", "says": "Both.", "routes": ROUTES, "when": "x", "approach": "c"}}
    more = {"use_cases": {"u": {"title": "U", "approach": "c"}}}
    rules = ruleset({"d": [("x", "o"), ("", "p")]}, {"x": Y}, hybrids=hybrids,
                    approaches={"a": {"title": "A"}, "c": {"title": "C"}}, **more)  # fmt: skip
    assert told(rules) == {("never-holds", "hybrids › h › approach")}


@pytest.mark.parametrize(
    ("reader", "says"),
    [
        ({"cautions": {"c": {"says": "C.", "when": "y"}}}, "c reads y"),
        ({"criteria": {"r": {"approach": "a", "says": "R.", "when": "x and y"}}}, "r reads y"),
        ({"hybrids": {"h": {"title": "H", "says": "H.", "routes": ROUTES, "when": "y"}}}, "h reads y"),
        ({"techniques": {"t": {"title": "T", "approach": "a", "says": "T.", "tried": "y"}}}, "t reads y"),
    ],
    ids=str,
)
def test_a_question_that_only_the_advice_reads_has_to_be_asked_somewhere(
    reader: dict[str, Any], says: str
) -> None:
    def found(**more: Any) -> list[str]:
        rules = ruleset({"d": [("x", "o"), ("", "p")]}, {"x": Y, "y": Y}, **reader, **more)
        return [one.says for one in check(rules, TODAY).findings if one.code == "never-asked"]

    assert [one.partition(",")[0] for one in found()] == [says]
    end = {"approach": "a", "title": "End", "says": "So.", "next": ["Go."], "ask": ["y"]}
    assert found(outcomes={"o": end}) == []
    assert found(ask_first=["y"]) == []
    assert found(details=[{"title": "More", "ask": ["y"]}]) == []
