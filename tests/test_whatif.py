"""What would change an outcome: flips that walk, none nearer, and the outcomes that stay possible."""

import io
import itertools
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.explorer.ratio import Sample
from advisor.analysis.explorer.sweep import Sweep
from advisor.analysis.whatif import ranges, to_json, what_if
from advisor.analysis.whatif.flips import Flip, flips
from advisor.analysis.whatif.possible import still_open
from advisor.engine.answers import Answers, Value
from advisor.engine.checking import check
from advisor.engine.session import Trace, walk
from advisor.errors import AdvisorError, AnswerError
from advisor.output import terminal
from advisor.output.plot import captions
from advisor.output.plot.regions import outcome_map
from advisor.quantities import Number
from advisor.rules import Ruleset, load_texts
from tests import random_rules
from tests.conftest import EXAMPLE, TIERS, Ran, sets
from tests.test_published import WAYS


def outcome_at(trace: Trace, name: str, value: Value) -> tuple[str | None, str | None]:
    there = walk(trace.rules, Sweep(trace.rules, trace.scope.answers, name).at(value))
    return there.outcome, there.pending


def check_flip(trace: Trace, flip: Flip) -> None:
    """The flip turns the outcome, and a small step before it does not."""
    assert outcome_at(trace, flip.name, flip.to) == (flip.outcome, flip.asks)
    assert (flip.outcome, flip.asks) != (trace.outcome, None)
    if isinstance(flip.to, bool | str) or isinstance(flip.from_, bool | str):
        return
    money = trace.rules.unit(flip.name.partition(".")[0]).startswith("USD")
    unit = Fraction(1, 100) if money else 1 if abs(flip.to) >= 1000 else Fraction(1, 1000)
    if flip.name in trace.rules.questions and trace.rules.questions[flip.name].type == "integer":
        unit = 1
    before = flip.to + (unit if flip.to < flip.from_ else -unit)
    question = trace.rules.questions.get(flip.name)
    if question is None or (question.min or 0) <= before:
        assert outcome_at(trace, flip.name, before) == (trace.outcome, None), flip


def test_the_documents_example(published: Ruleset) -> None:
    trace = walk(published, EXAMPLE)
    found = {(one.name, one.to): one.outcome for one in flips(trace)}
    assert found["fine_tune_cost", 126_600] == "prompt_engineering_cheaper"
    assert found["monthly_requests", 999_999] == "prompt_engineering_low_volume"
    assert found["training_examples", 999] == "improve_prompts"
    changes = [one.change for one in flips(trace)]
    assert changes == sorted(changes)


def test_single_conditions(run: Callable[..., Ran]) -> None:
    data = json.loads(run("whatif", *sets(EXAMPLE), "--json").out)
    assert {"decision": "economics", "question": "monthly_requests", "from": 1_000_000, "holds_to": 99_260,
            "to": 99_259, "bound": 99_259, "included": True, "turns_first": {"decision": "volume", "to": 999_999}} in data["bounds"]  # fmt: skip
    assert {"question", "from", "to", "outcome"} <= set(data["flips"][0])
    assert data["possible"] is None
    text = run("whatif", *sets(EXAMPLE)).out
    assert "$5,000 → $126,600" in text
    says = "Pays back in time? holds down to 99,260 requests a month (Requests), but High volume? turns before it"
    assert says in " ".join(text.split())


@pytest.mark.parametrize("outcome", WAYS)
def test_every_flip_walks(published: Ruleset, outcome: str) -> None:
    trace = walk(published, WAYS[outcome])
    found = flips(trace)
    assert found
    for flip in found:
        check_flip(trace, flip)


def test_every_scenario_has_flips_that_walk(published: Ruleset) -> None:
    for scenario in published.scenarios.values():
        trace = walk(published, scenario.answers)
        for flip in flips(trace):
            check_flip(trace, flip)


def left_out(data: st.DataObject, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers without some that have defaults."""
    names = data.draw(st.sets(st.sampled_from(["r0", "n2", "y1"])))
    return {name: value for name, value in answers.items() if name not in names}


GRIDS: dict[str, list[Number]] = {
    "n0": [*range(21)], "n2": [*range(-5, 31)], "n1": [Fraction(n, 4) for n in range(-40, 41)],
    "r0": [Fraction(n, 12) for n in range(85)], "p0": [Fraction(n, 3) for n in range(-60, 61)],
    "p1.b": [Fraction(n, 3) for n in range(-60, 61)],
}  # fmt: skip


@settings(max_examples=60)
@given(rules=random_rules.rulesets(), answers=random_rules.answers(), data=st.data())
def test_no_nearer_flip_exists(rules: Ruleset, answers: dict[str, Any], data: st.DataObject) -> None:
    """Against brute force over every whole answer, and over grids of numbers and figures of both signs."""
    trace = walk(rules, left_out(data, answers | {"c0": "b"}))
    found = {(one.name, one.to > one.from_): one for one in flips(trace) if one.name in GRIDS}  # type: ignore[operator]
    for name, grid in GRIDS.items():
        here = trace.scope[name.partition(".")[0]]
        for value in grid:
            turns = value != here and outcome_at(trace, name, value) != (trace.outcome, None)
            flip = found.get((name, value > here))
            if flip is None:
                assert not turns
                continue
            assert not isinstance(flip.bound, bool | str)
            if turns:
                assert abs(flip.bound - here) <= abs(value - here)
            elif value == flip.bound and value != here:
                assert not flip.included


@settings(max_examples=60)
@given(rules=random_rules.rulesets(), answers=random_rules.answers(), data=st.data())
def test_every_flip_in_any_rules_does_what_is_printed(
    rules: Ruleset, answers: dict[str, Any], data: st.DataObject
) -> None:
    given_ = left_out(data, answers)
    found = what_if(rules, check(rules, given_))
    with io.StringIO() as out:
        terminal.show(terminal.what_would_change(found), out)
        text = " ".join(out.getvalue().partition("Decisions that")[0].split())
    told = re.findall(r"→ (?:[^→]*? such as )?((?:\S+, )*\S+)[^→]*? \((\S+)\) (Outcome o\d)", text)
    assert len(told) == sum(flip.outcome is not None for flip in found.flips)
    for value, name, title in told:
        assert walk(rules, given_ | {name: value}).outcome == title.removeprefix("Outcome ")
    for one in to_json(found)["flips"]:
        there = walk(rules, given_ | {one["question"]: one["to"]})
        assert (there.outcome, there.pending) == (one["outcome"], one["asks"])


def test_where_it_turns_is_said_and_a_value_that_does_it(run: Callable[..., Ran], published: Ruleset) -> None:
    text = " ".join(run("whatif", *sets(EXAMPLE)).out.split())
    assert "Share of good examples: 100% → under 100%, such as 99.9% (training_data_quality)" in text
    flip = next(one for one in json.loads(run("whatif", *sets(EXAMPLE), "--json").out)["flips"]
                if one["question"] == "training_data_quality")  # fmt: skip
    assert (flip["from"], flip["to"], flip["bound"], flip["included"]) == (1, 0.999, 1, False)


def test_a_figure_of_the_other_sign_turns_it() -> None:
    rules = rules_with(fork(("rate * n >= -10", "yes"), ("", "no")), n=COUNT, c=KIND)
    found = flips(walk(rules, {"n": 5, "c": "x"}))
    assert [(one.name, one.bound, one.included, one.outcome) for one in found] == [
        ("rate.x", -2, False, "no")
    ]


@pytest.mark.parametrize("when", ["3 * q == 1", "3 * q >= 1", "q > 0.3333 and q < 0.33334"])
def test_an_example_can_be_typed_and_does_what_is_said(when: str) -> None:
    rules = rules_with(fork((when, "yes"), ("", "no")), q=SHARE | {"label": "Share"})
    with io.StringIO() as out:
        terminal.show(terminal.what_would_change(what_if(rules, check(rules, {"q": "unknown"}))), out)
        told = re.findall(r"^ +Out +Share: (\S+)$", out.getvalue(), re.MULTILINE)
    assert {walk(rules, {"q": value}).outcome for value in told} == {"yes", "no"}


@pytest.mark.parametrize("when", ["3 * q <= 2", "q <= 0.25", "q == 0.125"])
def test_a_small_percentage_is_told_as_one(when: str) -> None:
    rules = rules_with(fork((when, "yes"), ("", "no")), q=SHARE | {"unit": "percent", "max": 100})
    (flip,) = to_json(what_if(rules, check(rules, {"q": 50})))["flips"]
    assert walk(rules, {"q": str(flip["to"])}).outcome == "yes"
    for one in to_json(what_if(rules, check(rules, {"q": "?"})))["possible"]:
        assert walk(rules, {"q": str(one["example"]["q"])}).outcome == one["outcome"]


def test_the_parts_of_a_range_meet(run: Callable[..., Ran]) -> None:
    given_ = sets({"impact": "low", "users": 500, "share": "0..1"})
    ran = run("whatif", "--rules", TIERS, *given_)
    assert re.findall(r"^  (\S.*?)  +(\S.*)$", ran.out.partition("Within the range")[2], re.MULTILINE) == [
        ("0 to under 1/3", "Mend it today"), ("1/3 to 1", "Mend it with the next release")]  # fmt: skip
    data = json.loads(run("whatif", "--rules", TIERS, *given_, "--json").out)
    assert [(one["from"], one["to"], one["to_included"]) for one in data["segments"]] == [
        (0, "1/3", False), ("1/3", 1, True)]  # fmt: skip


REPRESENTATIVE: dict[str, list[object]] = {
    "base_model_suffices": [True, False], "training_examples": [0, 999, 1000], "training_data_quality": [0, 1],
    "latency_critical": [True, False], "monthly_requests": [0, 999_999, 1_000_000, 10**9],
    "api_offer": ["gpt-4o", "llama-3.1-70b-self-hosted"], "avg_input_tokens": [0, 500], "avg_output_tokens": [0, 1000],
    "tuning_plan": ["llama-3.1-8b"], "fine_tune_cost": [0, 5000, 10**9],
}  # fmt: skip


@settings(max_examples=40)
@given(data=st.data())
def test_possible_outcomes_are_those_of_brute_force(published: Ruleset, data: st.DataObject) -> None:
    names = list(REPRESENTATIVE)
    unknown = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=4))
    known = {name: data.draw(st.sampled_from(REPRESENTATIVE[name])) for name in names if name not in unknown}
    found = still_open(published, check(published, known | dict.fromkeys(unknown, "unknown")), find_out=False)
    assert found.undecided == ()
    brute = set()
    for values in itertools.product(*(REPRESENTATIVE[name] for name in unknown)):
        brute.add(walk(published, known | dict(zip(unknown, values, strict=True))).outcome)
    possible = {one.outcome for one in found.possible}
    assert brute <= possible
    for one in found.possible:
        assert (
            walk(published, known | {**dict.fromkeys(unknown, "unknown"), **one.example}).outcome
            == one.outcome
        )
    assert possible | set(found.ruled_out) == set(published.outcomes)


@settings(max_examples=40)
@given(rules=random_rules.rulesets(4), answers=random_rules.answers(), data=st.data())
def test_possible_outcomes_in_any_rules(rules: Ruleset, answers: dict[str, Any], data: st.DataObject) -> None:
    unknown = data.draw(st.sets(st.sampled_from(["n0", "y0", "y1", "c0"]), min_size=1))
    asked = check(rules, answers | dict.fromkeys(unknown, "unknown"))
    found = still_open(rules, asked, find_out=False)
    options = {"n0": range(21), "y0": [True, False], "y1": [True, False], "c0": ["a", "b", "c"]}
    brute = {walk(rules, answers | dict(zip(unknown, values, strict=True))).outcome
             for values in itertools.product(*(options[name] for name in unknown))}  # type: ignore[call-overload]  # fmt: skip
    assert brute == {one.outcome for one in found.possible}


def test_what_to_find_out_first(published: Ruleset) -> None:
    answers = {"base_model_suffices": False, "training_examples": "unknown", "latency_critical": False,
               "monthly_requests": 5}  # fmt: skip
    found = still_open(published, check(published, answers))
    assert [one.question for one in found.find_out] == ["training_examples"]
    assert [(one.answer, one.outcomes) for one in found.find_out[0].answers] == [
        ("up to 999 examples", ("improve_prompts",)), ("from 1,000 examples", ("prompt_engineering_low_volume",))]  # fmt: skip


def test_ranges(published: Ruleset, run: Callable[..., Ran]) -> None:
    trace = walk(published, EXAMPLE | {"fine_tune_cost": 200_000, "monthly_requests": "unknown"})
    assert [
        (one.from_, one.to, one.end.outcome)
        for one in Sweep(published, trace.scope.answers, "monthly_requests").segments(200_000, 3_000_000)] == [
        (200_000, 999_999, "prompt_engineering_low_volume"), (1_000_000, 1_543_703, "prompt_engineering_cheaper"),
        (1_543_704, 3_000_000, "fine_tune_to_save")]  # fmt: skip
    ran = run("whatif", *sets(EXAMPLE), "--set", "monthly_requests=200k..3M", "--json")
    data = json.loads(ran.out)
    assert [one["outcome"] for one in data["segments"]] == [
        "prompt_engineering_low_volume",
        "fine_tune_to_save",
    ]
    assert {one["outcome"] for one in data["possible"]} == {
        "prompt_engineering_low_volume",
        "fine_tune_to_save",
    }
    for wrong, said in (("5..1", "smaller number first"), ("a..5", "not a number"), ("1..", "not a number")):
        assert said in run("whatif", *sets(EXAMPLE), "--set", f"monthly_requests={wrong}").err
    assert "only numbers" in run("whatif", "--set", "latency_critical=yes..no").err


def test_decide_with_unknowns(run: Callable[..., Ran]) -> None:
    unknown = [*sets(EXAMPLE), "--set", "monthly_requests=unknown"]
    ran = run("decide", *unknown)
    assert (ran.code, "monthly_requests: not sure" in ran.err) == (1, True)
    ran = run("decide", *unknown, "--partial", "--json")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert (data["outcome"], len(data["possible"]), data["ruled_out"][0]) == (None, 2, "prompt_engineering")
    assert "What to find out" in run("decide", *unknown, "--partial").out
    assert (
        json.loads(run("decide", *sets(EXAMPLE), "--partial", "--json").out)["outcome"] == "fine_tune_to_save"
    )


def test_a_square_has_flips_too(small: Ruleset) -> None:
    unknown = Sample(0).unknown
    assert sorted((unknown * unknown + unknown - 6).breaks()) == [-3, 2]
    low, high = sorted((unknown * unknown - 2).breaks())[2:]
    assert low < high
    assert low * low < 2 < high * high
    assert sorted((1 / (unknown - 5) + 2).breaks()) == [Fraction(9, 2), 5]
    with pytest.raises(ZeroDivisionError):
        unknown / (unknown - unknown)


def test_an_open_way_is_told(published: Ruleset) -> None:
    found = {(one.name, one.asks) for one in flips(walk(published, {"base_model_suffices": True}))}
    assert ("base_model_suffices", "training_examples") in found
    with pytest.raises(AdvisorError):
        walk(published, Answers({"base_model_suffices": True}, {"nothing": 3})) and check(
            published, {"nothing": 3}
        )


def rules_with(
    decisions: dict[str, Any], formulas: dict[str, Any] | None = None, **questions: Any
) -> Ruleset:
    """A small ruleset; its outcomes are what branches lead to and no decision is."""
    targets = {branch["to"] for one in decisions.values() for branch in one["branches"]} - set(decisions)
    outcome = {"approach": "a", "title": "Out", "says": "So.", "next": ["Go."]}
    return load_texts({"r": json.dumps({
        "ruleset": {"id": "t", "version": "1", "title": "T"}, "start": next(iter(decisions)),
        "approaches": {"a": {"title": "A"}}, "questions": questions, "formulas": formulas or {},
        "parameters": {"rate": {"by": "c", "values": {"x": 1, "y": 5}}} if "c" in questions else {},
        "decisions": decisions, "outcomes": dict.fromkeys(targets, outcome)})}, "t")  # fmt: skip


def fork(*branches: tuple[str, str]) -> dict[str, Any]:
    """One decision: conditions with where they lead; the last has none."""
    ways = [{"label": to, "to": to} | ({"when": when} if when else {}) for when, to in branches]
    return {"d": {"label": "D?", "branches": ways}}


SHARE = {"ask": "Which share?", "type": "number", "min": 0, "max": 1}
COUNT = {"ask": "How many?", "type": "integer", "min": 0}
KIND = {
    "ask": "Which?",
    "type": "choice",
    "default": "x",
    "options": {"x": {"title": "X"}, "y": {"title": "Y"}},
}


@pytest.mark.parametrize(("when", "here", "to"), [
    ("q > 0.9995", 0, {Fraction("0.9996")}), ("q >= 1", 0, {1}), ("q > 0", 1, {0}), ("q < 0.0005", 1, {Fraction("0.0004999")}),
    ("q > 0.5 and q < 0.5005", 0, {Fraction("0.5001")}), ("q * 3 >= 1", 0, {Fraction(1, 3)}),
    ("q * 3 > 1", 1, {Fraction(1, 3)}), ("q * 3 == 1", 0, {Fraction(1, 3)}), ("q > 1/3", 0, {Fraction("0.3334")}),
])  # fmt: skip
def test_values_near_the_ends_and_between_neighbors_are_found(when: str, here: int, to: set[Value]) -> None:
    found = flips(walk(rules_with(fork((when, "yes"), ("", "no")), q=SHARE), {"q": here}))
    assert {one.to for one in found} == to


@pytest.mark.parametrize(
    "given_name", ["base_model_suffices=no", "training_examples=1100", "fine_tune_cost=4000"]
)
def test_every_value_that_is_told_does_what_is_said(
    given_name: str, run: Callable[..., Ran], published: Ruleset
) -> None:
    """Each flip, as the terminal prints it, typed back."""
    given = [*sets(EXAMPLE), "--set", given_name]
    said = " ".join(run("whatif", *given).out.split())
    found = re.findall(
        r"→ (?:[^()→]*? such as )?([−$\d.,/]+%?)[^()]*\(([\w.-]+)\) (.+?)(?= · |$| Decisions)", said
    )
    assert len(found) > 5
    titles = {one.title: name for name, one in published.outcomes.items()}
    for value, name, title in found:
        told = run("decide", *given, "--set", f"{name}={value}", "--json").out
        assert json.loads(told)["outcome"] == titles[title], (name, value)


def test_parts_of_a_range_that_come_to_no_outcome_say_why() -> None:
    rules = rules_with(
        fork(("10 / (n - 5) > 2", "yes"), ("n < 3 and m > 1", "maybe"), ("", "no")), n=COUNT, m=COUNT
    )
    found = what_if(rules, check(rules, {"n": "unknown"}), {"n": (0, 100)})
    told = [(one["from"], one["to"], one["outcome"], one["asks"]) for one in to_json(found)["segments"]]
    assert told == [
        (0, 2, None, "m"),
        (3, 4, "no", None),
        (5, 5, None, None),
        (6, 9, "yes", None),
        (10, 100, "no", None),
    ]
    with io.StringIO() as out:
        terminal.show(terminal.what_would_change(found), out)
        text = " ".join(out.getvalue().partition("Within the range")[2].split())
    assert "0 to 2 open, asks m" in text
    assert "5 division by zero" in text


def test_a_map_shows_where_a_formula_divides_by_zero() -> None:
    rules = rules_with(fork(("10 / (n - 5) > 2", "yes"), ("", "no")), n=COUNT)
    found = outcome_map(walk(rules, {"n": 7}), ["n"], {"n": (0, 20)})
    assert found.stripes[0].starts == (0, 5, 6, 10)
    assert list(captions.keys(rules, found).values()) == ["1: Out", "2: division by zero", "3: Out"]


def test_an_answer_that_leads_nowhere_is_none_to_find_out() -> None:
    rules = rules_with(fork(("10 / (n - 5) > 2", "yes"), ("", "no")), n=COUNT)
    (found,) = still_open(rules, check(rules, {"n": "unknown"})).find_out
    assert [one.answer for one in found.answers] == ["up to 4", "6 to 9", "from 10"]


def test_the_ends_of_a_range_are_told_as_what_they_are() -> None:
    day = {"ask": "When?", "type": "date", "min": "2020-01-01", "max": "2030-01-01"}
    rules = rules_with(fork(("d > 2025-01-01", "yes"), ("", "no")), d=day)
    with pytest.raises(AnswerError) as wrong:
        ranges.read(rules, {"d": "2024-03-01..2023-01-31"})
    assert "2024-03-01 is more than 2023-01-31" in str(wrong.value)


def test_formulas_under_fixed_choices_have_flips() -> None:
    rules = rules_with(fork(("dear > 200", "yes"), ("", "no")),
                       {"dear": {"is": "rate * n", "given": {"c": "y"}}}, n=COUNT, c=KIND)  # fmt: skip
    found = {(one.name, one.to) for one in flips(walk(rules, {"n": 10}))}
    assert found == {("n", 41), ("rate.y", Fraction("20.001"))}


def test_a_question_that_is_only_mentioned_is_no_bound(published: Ruleset, run: Callable[..., Ran]) -> None:
    given = EXAMPLE | {"avg_input_tokens": 100, "avg_output_tokens": 10, "fine_tune_cost": "unknown"}
    ran = run("whatif", *sets(given), "--json")
    assert (ran.code, json.loads(ran.out)["outcome"]) == (0, "prompt_engineering_cheaper")
    assert "fine_tune_cost" not in {one["question"] for one in json.loads(ran.out)["bounds"]}


@pytest.mark.parametrize(("given_name", "value", "settles"), [
    ("training_data_quality", "unknown", [("below 50%", "improve_prompts"), ("from 50%", "fine_tune_smaller_model")]),
    ("training_data_quality", "0.3..0.9", [("below 50%", "improve_prompts"), ("from 50%", "fine_tune_smaller_model")]),
    ("training_examples", "unknown", [("up to 999 examples", "improve_prompts"), ("from 1,000 examples", "fine_tune_smaller_model")]),
])  # fmt: skip
def test_what_an_answer_settles_is_exact(
    given_name: str, value: str, settles: list[tuple[str, str]], run: Callable[..., Ran]
) -> None:
    given = {
        "base_model_suffices": "no",
        "training_examples": 2000,
        "latency_critical": "yes",
        given_name: value,
    }
    data = json.loads(run("whatif", *sets(given), "--json").out)
    assert [(one["answer"], *one["outcomes"]) for one in data["find_out"][0]["answers"]] == settles


def test_every_part_of_what_an_answer_settles_is_told() -> None:
    tens = " or ".join(f"(n > {low} and n <= {low + 10})" for low in (10, 30, 50, 70))
    rules = rules_with(fork((tens, "one"), ("", "two")), n=COUNT)
    found = still_open(rules, check(rules, {"n": "unknown"})).find_out[0].answers
    assert [one.answer for one in found] == [
        "up to 10", "11 to 20", "21 to 30", "31 to 40", "41 to 50", "51 to 60", "61 to 70", "71 to 80", "from 81"]  # fmt: skip
    assert [one.outcomes for one in found] == [("two",), ("one",)] * 4 + [("two",)]


@settings(max_examples=40)
@given(rules=random_rules.rulesets(4), answers=random_rules.answers(), name=st.sampled_from(["n0", "n2"]))
def test_what_an_answer_settles_holds_for_every_answer(
    rules: Ruleset, answers: dict[str, Any], name: str
) -> None:
    """With one open whole number: every answer, against the part it belongs to."""
    asked = check(rules, answers | {name: "unknown"})
    found = {one.question: one.answers for one in still_open(rules, asked).find_out}
    low, high = (0, 20) if name == "n0" else (-5, 30)
    outcomes = {value: walk(rules, answers | {name: value}).outcome for value in range(low, high + 1)}
    if name not in found:
        assert len(set(outcomes.values())) == 1
        return
    told = {}
    for part in found[name]:
        ends = [int(text) for text in re.findall(r"-?\d+", part.answer.replace("−", "-"))]
        first, last = ((low, ends[0]) if part.answer.startswith("up to") else (ends[0], high)
                       if part.answer.startswith("from") else (ends[0], ends[-1]))  # fmt: skip
        told |= dict.fromkeys(range(first, last + 1), part.outcomes)
    assert told == {value: (outcome,) for value, outcome in outcomes.items()}


def test_a_default_that_nobody_may_answer_rules_nothing_out(published: Ruleset) -> None:
    given = {
        name: value for name, value in EXAMPLE.items() if name not in ("avg_output_tokens", "fine_tune_cost")
    }
    found = still_open(published, check(published, given | {"engineering_rate": 10**12}))
    assert (
        found.settled == "prompt_engineering_cheaper"
    )  # 20 trillion are not paid back at any length of output


def test_an_example_answers_what_a_default_rests_on() -> None:
    rules = rules_with(fork(('m > 5 and (n < 50 or c == "y")', "yes"), ("", "no")), n=COUNT, c=KIND,
                       m=COUNT | {"default": "n + 1"})  # fmt: skip
    for one in still_open(rules, check(rules, {"c": "unknown"})).possible:
        assert walk(rules, {"c": "unknown", **one.example}).outcome == one.outcome


def test_one_outcome_that_is_left_is_settled(run: Callable[..., Ran]) -> None:
    unknown = sets(EXAMPLE | {"avg_output_tokens": "unknown"})
    assert "Fine-tune to save money, whatever the open answers are." in run("whatif", *unknown).out
    assert json.loads(run("decide", *unknown, "--partial", "--json").out)["outcome"] == "fine_tune_to_save"


def test_ranges_are_read_where_they_can_be_used(tmp_path: Path, run: Callable[..., Ran]) -> None:
    given = sets({"base_model_suffices": "no", "latency_critical": "yes", "training_examples": "500..2k"})
    assert run("decide", "--partial", *given).out == run("whatif", *given).out
    refused = run("decide", *given)
    assert (refused.code, "`500..2k` is a range (for ranges use advisor whatif" in refused.err) == (1, True)
    file = tmp_path / "answers.yaml"
    file.write_text("base_model_suffices: no\nlatency_critical: yes\ntraining_examples: 500..2k\n")
    assert run("whatif", file).out == run("whatif", *given).out
    assert "only answers can be ranges" in run("whatif", *given, "--set", "volume_gate=1..2").err
    assert "there is no" in run("whatif", *given, "--set", "montly_requests=1..2").err


def test_a_range_is_told_although_what_does_not_matter_is_open(run: Callable[..., Ran]) -> None:
    given = sets(
        EXAMPLE | {"monthly_requests": "200k..3M", "use_case": "unknown", "gpu_memory_gb": "unknown"}
    )
    data = json.loads(run("whatif", *given, "--json").out)
    assert [one["to"] for one in data["segments"]] == [999_999, 3_000_000]


def test_only_what_can_still_be_asked_is_missing(run: Callable[..., Ran]) -> None:
    ran = run(
        "decide",
        *sets({"base_model_suffices": "no", "training_data_quality": "unknown", "latency_critical": "yes"}),
    )
    assert re.findall(r"^advisor: (\w+): ", ran.err, re.MULTILINE) == [
        "training_examples",
        "training_data_quality",
    ]


@pytest.mark.parametrize(("answers", "outcome", "taken"), [
    ({"training_examples": "?"}, "improve_prompts", {"training_examples": 0, "training_data_quality": 1}),
    ({"training_examples": "1500..9k", "latency_critical": "?", "monthly_requests": 5}, "prompt_engineering_low_volume",
     {"training_examples": 1500, "training_data_quality": 1, "latency_critical": False}),
])  # fmt: skip
def test_not_sure_ends_in_a_provisional_outcome_and_what_it_rests_on(
    run: Callable[..., Ran], answers: dict[str, object], outcome: str, taken: dict[str, object]
) -> None:
    settings = [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]
    words = ["decide", "--partial", "--set", "base_model_suffices=no", *settings]
    assert json.loads(run(*words, "--json").out)["provisional"] == {"outcome": outcome, "taken": taken}
    assert ", if nothing more is known\n  Provisional" in run(*words).out


@pytest.mark.parametrize(("answers", "told"), [
    ({"training_examples": "?", "training_data_quality": "?"}, ["training_examples", "latency_critical", "monthly_requests"]),
    ({"training_examples": 5000, "training_data_quality": "?", "latency_critical": False, "monthly_requests": 10**6,
      "fine_tune_cost": "?"}, ["training_data_quality"]),
])  # fmt: skip
def test_no_bound_rests_on_how_large_a_number_can_be_typed(
    published: Ruleset, answers: dict[str, object], told: list[str]
) -> None:
    found = still_open(published, check(published, {"base_model_suffices": False, **answers}))
    assert [one.question for one in found.find_out][:3] == told
