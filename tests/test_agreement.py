"""What `check` and `diff` claim holds in walks, on random rulesets of which nothing is known."""

import json
import os
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from advisor import documents, walk
from advisor.analysis.check import check
from advisor.analysis.compare import DIFFERENT, DIVIDES, EQUIVALENT, REFUSED, IdMapping, compare
from advisor.analysis.compare import same as names_of
from advisor.engine.answers import plain_values
from advisor.engine.checking import check as check_answers
from advisor.engine.checking import parse as parse_answer
from advisor.errors import AdvisorError, AnswerError, RulesError
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


@pytest.mark.slow
@settings(max_examples=60)
@given(random_rules.rulesets(), st.lists(some_answers, min_size=20, max_size=20))
def test_what_is_clean_never_fails_and_what_is_never_taken_never_is(
    rules: Ruleset, tries: list[dict[str, Any]]
) -> None:
    report = check(rules, TODAY)
    codes = {one.code for one in report.findings}
    dead = [one.where for one in report.findings if one.code == "never-taken"]
    always = [one.where for one in report.findings if one.code == "always-true"]
    ways = {way.path for way in report.paths.listed}
    for answers in tries:
        trace = walk(rules, answers)
        assert trace.outcome
        if "default-out-of-bounds" in codes:
            continue
        for step in trace.steps:
            where = f"decisions › {step.decision} › {{}}[{step.branch}]"
            own = [where.format("branches"), where.format("table › rows")]
            assert not any(one.removesuffix(" › when") in own for one in dead), answers
            tried = [f"decisions › {step.decision} › branches[{i}] › when" for i in range(step.branch)]
            assert not set(tried) & set(always), answers
        if report.paths.complete:
            assert tuple((step.decision, step.label) for step in trace.steps) in ways
    for way in report.paths.listed:
        trace = walk(rules, way.example)
        assert trace.outcome == way.outcome
        assert tuple((step.decision, step.label) for step in trace.steps) == way.path


@st.composite
def edited(draw: st.DrawFn, rules: Ruleset) -> tuple[Ruleset, list[str]]:
    """The ruleset with some small edits, or with other names; and what was renamed."""
    data: Any = documents.plain(rules.origin.root)
    if draw(st.integers(0, 5)) == 0:
        return _renamed(draw, json.dumps(data))
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=0, max_size=3)):
        edit(draw, data)
    return reloaded(data), []


def _renamed(draw: st.DrawFn, text: str) -> tuple[Ruleset, list[str]]:
    pairs = []
    for name in draw(st.sets(st.sampled_from(["n0", "n2", "y1", "c0", "s0", "o0", "p0", "f0"]))):
        text = re.sub(rf"\b{name}\b", f"{name}_new", text)
        pairs.append(f"{name}={name}_new")
    if draw(st.booleans()):
        pairs.append("c0.a=first")
        text = re.sub(r'(?<=")a(?=\\?")', "first", text)
    if draw(st.booleans()):
        pairs += ["s0.u=one", "s1.u=one"]
        text = re.sub(r'(?<=")u(?=")|(?<=\bs[01]\.)u\b|(?<=\bs0_new\.)u\b', "one", text)
    data = json.loads(text)
    for edit in draw(
        st.lists(st.sampled_from([_figure, _condition, _target]), max_size=1 if not pairs else 0)
    ):
        edit(draw, data)
    return reloaded(data), pairs


def _figure(draw: st.DrawFn, data: Any) -> None:
    data["parameters"]["p0"]["value"] = str(draw(st.integers(-3, 12)))


def _default(draw: st.DrawFn, data: Any) -> None:
    others = ["p0", "n0 + p0", "7", "n0 - n1", "p1", "9 / n0"]
    data["questions"]["n2"]["default"] = draw(st.sampled_from(others))


def _one_sided_default(draw: st.DrawFn, data: Any) -> None:
    questions, name = data["questions"], draw(st.sampled_from(["n0", "n2", "y1", "y0", "c0"]))
    fresh = {"n": ["p0 - 1", "3", "-20"], "y": ["yes", "no"], "c": ["a", "b"]}[name[0]]
    if questions[name].pop("default", None) is None:
        questions[name]["default"] = draw(st.sampled_from(fresh))


def _condition(draw: st.DrawFn, data: Any) -> None:
    _branches(draw, data)[0]["when"] = draw(random_rules.conditions())


def _target(draw: st.DrawFn, data: Any) -> None:
    decision = data["decisions"][draw(st.sampled_from(sorted(data["decisions"])))]
    ways, key = (decision["table"]["rows"], -1) if "table" in decision else (decision["branches"], "to")
    ways[0][key], ways[-1][key] = ways[-1][key], ways[0][key]


def _branches(draw: st.DrawFn, data: Any) -> Any:
    names = sorted(name for name, one in data["decisions"].items() if "branches" in one)
    return data["decisions"][draw(st.sampled_from(names))]["branches"] if names else reject()


def _bound(draw: st.DrawFn, data: Any) -> None:
    question = data["questions"][draw(st.sampled_from(["n0", "n1", "n2"]))]
    question |= draw(st.sampled_from([{"min": "-30"}, {"min": "2"}, {"max": "5"}, {"max": "40"},
                                      {"min": "50", "max": "60"}, {"min": "3", "max": "3"}]))  # fmt: skip


def _type(draw: st.DrawFn, data: Any) -> None:
    question = data["questions"][draw(st.sampled_from(["n0", "n1"]))]
    question["type"] = "number" if question["type"] == "integer" else "integer"


def _option(draw: st.DrawFn, data: Any) -> None:
    question, figures = data["questions"]["c0"], data["parameters"]["p1"]["values"]
    gone = draw(st.sampled_from(["c", "b", "d"]))
    is_read = f'"{gone}"' in json.dumps(data["decisions"]).replace("\\", "")
    if gone == "d" or is_read or question.get("default") == gone:
        question["options"]["d"], figures["d"] = {"title": "D"}, "7"
    else:
        question["options"].pop(gone, None)
        figures.pop(gone, None)


def _set(draw: st.DrawFn, data: Any) -> None:
    """One option less to a question of several answers, where nothing reads it, or one more."""
    question = data["questions"]["s1"]
    if draw(st.booleans()) and "s1.w" not in json.dumps([data["decisions"], data["formulas"]]):
        question["options"].pop("w", None)
    else:
        question["options"]["x"] = {"title": "X"}


def _points(draw: st.DrawFn, data: Any) -> None:
    data["questions"]["s0"]["options"]["w"]["points"] = str(draw(st.integers(-2, 4)))


def _question(draw: st.DrawFn, data: Any) -> None:
    """One more question, that only conditions of the new version read."""
    default = draw(st.sampled_from(["n0 - 9", "6 / n1", "2"]))
    data["questions"]["q"] = {"ask": "?", "type": "integer", "min": "0", "default": default}
    _branches(draw, data)[0]["when"] = draw(st.sampled_from(["q < 0", "y0 and q > 3", "q == 2 or y0"]))


def _formula(draw: st.DrawFn, data: Any) -> None:
    data["formulas"]["f0"] = draw(st.sampled_from(["n1 * n0", "n0 + p1", "(n2 + n0) / 2", "n0 / n1"]))


def _refusal(draw: st.DrawFn, data: Any) -> None:
    """Other refusals: some of those that there are, and perhaps others."""
    data["refuse"] = draw(random_rules.refusals()) + data["refuse"][draw(st.integers(0, 1)) :]


EDITS = (
    _refusal, _figure, _default, _one_sided_default, _condition, _target, _bound, _type, _option, _set, _points, _question,
    _formula,
)  # fmt: skip


OTHERS = st.fixed_dictionaries({}, optional={
    "n0": st.integers(-30, 60), "n1": st.integers(-31, 61) | st.sampled_from([2.5, -0.5]), "n2": st.integers(-31, 61),
    "c0": st.sampled_from(["a", "b", "c", "d"]), "q": st.integers(0, 9),
    "s1": st.sets(st.sampled_from(["u", "v", "w", "x"])).map(sorted),
})  # fmt: skip
wide_answers = st.tuples(
    random_rules.answers(), OTHERS, st.sets(st.sampled_from(["n0", "n2", "y0", "y1", "c0"]), max_size=2)
).map(lambda parts: {name: value for name, value in {**parts[0], **parts[1]}.items() if name not in parts[2]})
"""Answers of which some version may refuse some, and some are left out."""


def end(rules: Ruleset, answers: dict[str, Any]) -> str:
    """The outcome, or in words why there is none."""
    try:
        checked = check_answers(rules, answers)
    except AnswerError:
        return REFUSED
    try:
        trace = walk(rules, checked)
    except AdvisorError:
        return DIVIDES
    return trace.outcome or f"asks {trace.pending}"


def reads(rules: Ruleset, answers: dict[str, Any], name: str) -> bool:
    return end(rules, {**answers, name: "not sure"}) == f"asks {name}"


def holds(old: Ruleset, new: Ruleset, same: IdMapping, answers: dict[str, Any]) -> tuple[str, str] | None:
    """Where the answers lead in both; None if they are no case to compare."""
    before = {name: value for name, value in answers.items() if name in old.questions}
    after = {name: value for name, value in same.turned(answers).items() if name in new.questions}
    pair = (end(old, before), end(new, after))
    both_ask = all(one.startswith("asks") for one in pair)
    if both_ask or not _is_answered(old, new, same, pair):
        return None
    wrong_before = {same.of("questions", name) for name in before if is_wrong(old, name, before[name])}
    wrong_after = {back(same, name) for name in after if is_wrong(new, name, after[name])}
    if pair[1] == REFUSED and not is_taken(old, pair[0], before, wrong_after):
        return None
    if pair[0] == REFUSED and not is_taken(new, pair[1], after, wrong_before):
        return None
    return pair


def is_wrong(rules: Ruleset, name: str, value: Any) -> bool:
    try:
        parse_answer(rules, name, value)
    except ValueError:
        return True
    return False


def is_taken(rules: Ruleset, ended: str, answers: dict[str, Any], wrong: set[str]) -> bool:
    """Whether answers come to an outcome that the other version refuses together, or of which it refuses one that is read."""
    return ended in rules.outcomes and (not wrong or any(reads(rules, answers, name) for name in wrong))


def _is_answered(old: Ruleset, new: Ruleset, same: IdMapping, pair: tuple[str, str]) -> bool:
    """Whether no question is left open that has a default in neither version."""
    for one, is_new in zip(pair, (False, True), strict=True):
        if one.startswith("asks "):
            own = one.removeprefix("asks ")
            name = back(same, own) if is_new else own
            places = ((old, name), (new, same.of("questions", name)))
            if not any(rules.questions[its].default for rules, its in places if its in rules.questions):
                return False
    return True


def back(same: IdMapping, name: str) -> str:
    return {new: old for old, new in same.ids["questions"].items()}.get(name, name)


@pytest.mark.slow
@settings(max_examples=int(os.environ.get("COMPARISONS", "150")))
@given(st.data(), st.lists(some_answers | wide_answers, min_size=40, max_size=40))
def test_a_comparison_is_right(data: st.DataObject, tries: list[dict[str, Any]]) -> None:
    old = data.draw(random_rules.rulesets(4, refusing=data.draw(st.booleans())))
    try:
        new, pairs = data.draw(edited(old))
    except RulesError:
        reject()
    same = names_of(old, new, pairs)
    found = compare(old, new, same)
    told = {(one.old, one.new) for one in found.differences}
    assert len(told) == len(found.differences)
    for one in found.differences:
        before = plain_values(old, same.turned(dict(one.example), back=True))
        assert holds(old, new, same, before) == (one.old, one.new)
    for answers in tries:
        pair = holds(old, new, same, answers)
        if pair and same.of("outcomes", pair[0]) != pair[1]:
            assert found.verdict != EQUIVALENT, answers
            assert pair in told or not found.complete, answers


@settings(max_examples=60)
@given(random_rules.rulesets())
def test_a_rewritten_chart_is_equivalent(rules: Ruleset) -> None:
    data: Any = documents.plain(rules.origin.root)
    for decision in data["decisions"].values():
        if "table" in decision:
            if decision["table"]["hit"] == "unique":
                decision["table"]["rows"].reverse()
            continue
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
    assert [tuple(one)[:3] for one in found.differences] == [("b", DIVIDES, {"n": 0})]
    assert compare(rules("8 / n > 2"), rules("not (8 / n <= 2)")).verdict == EQUIVALENT
