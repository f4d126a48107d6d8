"""Answers: validated the same way wherever they come from."""

from dataclasses import replace
from fractions import Fraction

import pytest

from advisor.engine.answers import UNKNOWN, Answers, plain_values, shown
from advisor.engine.checking import check, parse
from advisor.errors import AnswerError
from advisor.rules import Ruleset, load
from advisor.rules.records import Option, Question


@pytest.mark.parametrize(("name", "typed", "value"), [
    ("is_raining", "yes", True), ("is_raining", "N", False), ("is_raining", True, True), ("is_raining", "TRUE", True),
    ("chance", "80%", Fraction(4, 5)), ("chance", 0.1, Fraction(1, 10)), ("chance", 1, 1), ("walk_minutes", "20 minutes", 20),
    ("coat", "rain-coat", "rain-coat"), ("coat", "Rain Coat", "rain-coat"), ("coat", "WOOL", "wool"),
    ("chance", "?", UNKNOWN), ("is_raining", "not sure", UNKNOWN), ("coat", "unknown", UNKNOWN), ("walk_minutes", UNKNOWN, UNKNOWN),
])  # fmt: skip
def test_accepted(small: Ruleset, name: str, typed: object, value: object) -> None:
    found = parse(small, name, typed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("name", "typed", "said"), [
    ("is_raining", "maybe", "found `maybe`, expected yes or no"), ("is_raining", 2, "found 2, expected yes or no"),
    ("chance", "1.2", "above the greatest allowed, 1"), ("chance", -0.1, "below the least allowed, 0"), ("chance", "high", "is not a number"),
    ("chance", True, "expected a number"), ("chance", float("nan"), "not a finite number"), ("chance", [1], "expected a number"),
    ("walk_minutes", "2.5", "is not a whole number"), ("walk_minutes", "1,5", "is not clear"),
    ("coat", "leather", "expected one of rain-coat, wool"), ("coat", 3, "expected one of"),
])  # fmt: skip
def test_refused(small: Ruleset, name: str, typed: object, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        check(small, {name: typed})


OPTIONS = {
    "x1": "b",
    "b": "c",
    "Near": "North",
    "near": "South",
    "a": "Same",
    "d": "Same",
    "e": "SAME",
    "f": "Same",
}


@pytest.mark.parametrize(("typed", "option"), [
    ("b", "b"), ("B", "b"), ("c", "b"), ("x1", "x1"), ("near", "near"), ("Near", "Near"), ("south", "near"), ("SAME", "e"),
])  # fmt: skip
def test_an_id_goes_before_a_title_and_what_is_written_before_another_case(typed: str, option: str) -> None:
    question = Question("Which?", "choice", options={name: Option(title) for name, title in OPTIONS.items()})
    rules = replace(load(), questions={"which": question})
    assert parse(rules, "which", typed) == option


@pytest.mark.parametrize(
    ("typed", "meant"), [("NEAR", "Near or near"), ("Same", "a or d or f"), ("same", "a or d or e or f")]
)
def test_what_can_mean_two_options_is_refused(typed: str, meant: str) -> None:
    question = Question("Which?", "choice", options={name: Option(title) for name, title in OPTIONS.items()})
    rules = replace(load(), questions={"which": question})
    with pytest.raises(AnswerError, match=f"`{typed}` can mean {meant}"):
        check(rules, {"which": typed})


def test_numbers_longer_than_any_figure_are_refused(small: Ruleset) -> None:
    for name in ("walk_minutes", "chance", "is_raining", "coat", "limit"):
        for number in (10**5000, -(10**5000), Fraction(1, 10**5000)):
            with pytest.raises(AnswerError, match="a number of more than 1,000 digits"):
                check(small, {name: number})


def test_all_problems_at_once_each_with_its_name(small: Ruleset) -> None:
    with pytest.raises(AnswerError) as caught:
        check(small, {"is_raning": "yes", "chance": 3, "coat": "leather"})
    assert [problem.where for problem in caught.value.problems] == ["is_raning", "chance", "coat"]
    assert "did you mean is_raining?" in str(caught.value.problems[0])


def test_overrides_of_parameters(small: Ruleset) -> None:
    assert check(small, {"limit": "5"}).overrides == {"limit": 5}
    assert check(small, {"soak_rate.wool": "50%"}).overrides == {"soak_rate.wool": Fraction(1, 2)}
    assert check(small, {"soak_rate": 2, "coat": "wool"}).overrides == {"soak_rate.wool": 2}


@pytest.mark.parametrize(("values", "said"), [
    ({"soak_rate": 2}, "depends on coat, which is not answered"), ({"soak_rate.wol": 2}, "no option of soak_rate"),
    ({"limit": "much"}, "is not a number"),
])  # fmt: skip
def test_overrides_refused(small: Ruleset, values: dict[str, object], said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        check(small, values)


def test_percent_below_one_is_asked_back(published: Ruleset) -> None:
    with pytest.raises(AnswerError, match=r"write 80% or 0\.8%"):
        check(published, {"least_quality": "0.8"})
    assert check(published, {"least_quality": "95%"}).given == {"least_quality": 95}
    assert check(published, {"least_quality": "1"}).given == {"least_quality": 1}, "and one is one"


def test_shown_and_plain(small: Ruleset) -> None:
    assert shown(small, "coat", "rain-coat") == "Rain coat"
    assert shown(small, "walk_minutes", 20) == "20 minutes"
    assert shown(small, "chance", Fraction("0.123456")) == "0.123456"
    assert shown(small, "chance", UNKNOWN) == "not sure"
    given = {"days": Fraction(4, 5), "share": Fraction(1, 3), "raining": UNKNOWN}
    assert list(plain_values(small, given).values()) == [0.8, "1/3", "unknown"]


def test_not_sure_is_not_known() -> None:
    assert Answers({"a": 1, "b": UNKNOWN}).known() == {"a": 1}
