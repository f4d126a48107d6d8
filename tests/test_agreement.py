"""What `check` and `diff` claim holds in walks, on random rulesets of which nothing is known."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import documents, walk
from advisor.check import check
from advisor.compare import DIFFERENT, DIVIDES, EQUIVALENT, compare
from advisor.errors import AdvisorError, RulesError
from advisor.rules import Ruleset, load_texts
from tests import random_rules

TODAY = date(2026, 2, 1)
some_answers = random_rules.answers().flatmap(
    lambda all_: st.sets(st.sampled_from(["n2", "y1"])).map(
        lambda left_out: {name: value for name, value in all_.items() if name not in left_out}
    )
)
"""Answers to all questions, of which those with a default may be left out."""


def reloaded(data: Any) -> Ruleset:
    return load_texts({"rules.yaml": json.dumps(data)}, "random")


def outcome(rules: Ruleset, answers: dict[str, Any]) -> str | None:
    return walk(rules, answers).outcome


@settings(max_examples=60)
@given(random_rules.rulesets(), st.lists(some_answers, min_size=20, max_size=20))
def test_what_is_clean_never_fails_and_what_is_never_taken_never_is(
    rules: Ruleset, tries: list[dict[str, Any]]
) -> None:
    report = check(rules, TODAY)
    codes = {one.code for one in report.findings}
    dead = [one.where for one in report.findings if one.code == "never-taken"]
    always = [one.where for one in report.findings if one.code == "always-true"]
    ways = {way.path for way in report.ways.listed}
    for answers in tries:
        trace = walk(rules, answers)
        assert trace.outcome
        if "default-out-of-bounds" in codes:
            continue
        for step in trace.steps:
            where = f"decisions › {step.decision} › branches[{step.branch}]"
            assert not any(one.startswith(where) for one in dead), answers
            tried = [f"decisions › {step.decision} › branches[{i}] › when" for i in range(step.branch)]
            assert not set(tried) & set(always), answers
        if report.ways.complete:
            assert tuple((step.decision, step.label) for step in trace.steps) in ways
    for way in report.ways.listed:
        trace = walk(rules, way.example)
        assert trace.outcome == way.outcome
        assert tuple((step.decision, step.label) for step in trace.steps) == way.path


@st.composite
def edited(draw: st.DrawFn, rules: Ruleset) -> Ruleset:
    """The ruleset with one small edit: a figure, a default, a condition, a target or a bound."""
    data: Any = documents.plain(rules.origin.root)
    kind = draw(st.sampled_from(["figure", "default", "condition", "target", "bound", "formula", "none"]))
    decision = draw(st.sampled_from(sorted(data["decisions"])))
    branches = data["decisions"][decision]["branches"]
    if kind == "figure":
        data["parameters"]["p0"]["value"] = str(draw(st.integers(-3, 12)))
    elif kind == "default":
        data["questions"]["n2"]["default"] = draw(st.sampled_from(["p0", "n0 + p0", "7", "n0 - n1", "p1"]))
    elif kind == "condition":
        branches[0]["when"] = draw(random_rules.conditions())
    elif kind == "target":
        branches[0]["to"], branches[-1]["to"] = branches[-1]["to"], branches[0]["to"]
    elif kind == "bound":
        data["questions"]["n0"]["max"] = str(draw(st.integers(5, 20)))
    elif kind == "formula":
        data["formulas"]["f0"] = draw(st.sampled_from(["n1 * n0", "n0 + p1", "(n2 + n0) / 2"]))
    return reloaded(data)


@settings(max_examples=150)
@given(st.data(), st.lists(some_answers, min_size=25, max_size=25))
def test_a_comparison_is_right(data: st.DataObject, tries: list[dict[str, Any]]) -> None:
    old = data.draw(random_rules.rulesets(4))
    new = data.draw(edited(old))
    found = compare(old, new)
    for one in found.differences:
        assert outcome(old, dict(one.example)) == one.old
        assert outcome(new, dict(one.example)) == one.new
        assert one.old != one.new
    pairs = {(one.old, one.new) for one in found.differences}
    for answers in tries:
        try:
            pair = (outcome(old, answers), outcome(new, answers))
        except AdvisorError:
            continue
        if pair[0] != pair[1]:
            assert found.verdict != EQUIVALENT, answers
            assert pair in pairs or not found.complete, answers


@settings(max_examples=60)
@given(random_rules.rulesets())
def test_a_rewritten_chart_is_equivalent(rules: Ruleset) -> None:
    data: Any = documents.plain(rules.origin.root)
    for decision in data["decisions"].values():
        if len(decision["branches"]) == 2:
            one, other = decision["branches"]
            decision["branches"] = [{"label": "o", "to": other["to"], "when": f"not ({one['when']})"},
                                    {"label": "e", "to": one["to"]}]  # fmt: skip
        for branch in decision["branches"]:
            if "when" in branch:
                branch["when"] = branch["when"].replace("f0", f"({data['formulas']['f0']})")
    try:
        new = reloaded(data)
    except RulesError:
        pytest.skip("too long when written out")
    assert compare(rules, rules).verdict == EQUIVALENT
    assert compare(rules, new).verdict != DIFFERENT


@pytest.mark.parametrize(("name", "other"), [
    ("api_offer", "claude-3.5-sonnet"), ("tuning_plan", "llama-3.1-70b"),
    ("training_data_quality", "0.5"), ("fine_tune_cost", "0.5"),
])  # fmt: skip
def test_another_default_is_a_difference_for_those_who_leave_the_question_open(
    published: Ruleset, name: str, other: str
) -> None:
    data: Any = documents.plain(published.origin.root)
    data["questions"][name]["default"] = other
    new = reloaded(data)
    found = compare(published, new)
    assert found.verdict == DIFFERENT
    for one in found.differences:
        assert name not in one.example
        assert (walk(published, one.example).outcome, walk(new, one.example).outcome) == (one.old, one.new)


def test_a_division_by_zero_is_an_end_like_others() -> None:
    def rules(when: str) -> Ruleset:
        return reloaded({
            "ruleset": {"id": "r", "version": "1", "title": "R"}, "start": "d", "approaches": {"one": {"title": "One"}},
            "questions": {"n": {"ask": "N?", "type": "integer", "min": 0, "max": 9}},
            "decisions": {"d": {"label": "D?", "branches": [{"label": "a", "when": when, "to": "a"}, {"label": "b", "to": "b"}]}},
            "outcomes": {o: {"approach": "one", "title": "O", "says": "So.", "next": ["Go."]} for o in ("a", "b")},
        })  # fmt: skip

    found = compare(rules("n > 0 and 8 / n > 2"), rules("8 / n > 2"))
    assert [tuple(one) for one in found.differences] == [("b", DIVIDES, {"n": 0})]
    assert compare(rules("8 / n > 2"), rules("not (8 / n <= 2)")).verdict == EQUIVALENT
