"""What measures mean for questions: values, yes, no or not sure, in words, and how much more to measure."""

from fractions import Fraction

import pytest

from advisor.evidence.measures import Evidence, Interval, Measure, Remark
from advisor.evidence.shares import wilson
from advisor.evidence.texts import in_words
from advisor.evidence.wants import Suggestion, Want, answers_from

BAR = Fraction(4, 5)


def graded(passed: int, of: int, file: str = "results.json") -> Evidence:
    share = Measure(
        "pass_share", Fraction(passed, of), "", wilson(passed, of), passed, of, f"{passed} of {of}"
    )
    return Evidence(file, "promptfoo", "promptfoo results", (share,))


def volume(value: int, low: int, high: int, file: str = "usage.json") -> Evidence:
    month = Measure(
        "requests_a_month",
        Fraction(2 * value + 1, 2),
        "requests a month",
        Interval(low, high),
        basis="28 whole days",
    )
    return Evidence(file, "openai-usage", "OpenAI usage", (month,))


def only(*evidence: Evidence, **want: object) -> Suggestion:
    wish = Want("q", **{"measure": "pass_share", **want})  # type: ignore[arg-type]
    return answers_from(evidence, [wish])["q"]


@pytest.mark.parametrize(("passed", "answer"), [(180, True), (160, None), (170, None), (140, False)])
def test_a_bar_makes_yes_no_or_not_sure(passed: int, answer: bool | None) -> None:
    found = only(graded(passed, 200), bar=BAR)
    assert found.value is answer
    assert found.sure is (answer is not None)
    assert found.file == "results.json"


def test_it_is_said_in_plain_words() -> None:
    found = only(graded(160, 200))
    assert found.says == "160 of 200, 74 % to 85 %"
    assert found.value == BAR
    assert found.measure.interval == wilson(160, 200)


def test_not_sure_says_how_many_more() -> None:
    found = only(graded(170, 200), bar=BAR)
    assert (found.more, found.more_of) == (46, "graded runs")
    assert found.says == "170 of 200, 79 % to 89 %, on both sides of 80 %"
    assert found.sentence == f"{found.says}; 46 more graded runs would tell, if they come out alike"


def test_rounding_never_moves_an_end_over_the_bar() -> None:
    assert only(graded(171, 200), bar=BAR).says == "171 of 200, 79.95 % to 89.71 %, on both sides of 80 %"
    assert only(graded(999, 1000)).says == "999 of 1000, 99.44 % to 99.98 %"


def test_a_value_is_suggested_with_its_spread() -> None:
    found = only(volume(304_375, 290_000, 310_000), measure="requests_a_month", whole=True)
    assert found.value == 304_376
    assert found.says == "304,376 requests a month, 290,000 to 310,000"


def test_a_spread_over_a_turn_is_not_sure() -> None:
    wide = volume(1_000_000, 900_000, 1_200_000)
    assert only(wide, measure="requests_a_month", turns=(500_000, 2_000_000)).sure
    found = only(wide, measure="requests_a_month", turns=(1_000_000,))
    assert not found.sure
    assert found.more is None
    assert "on both sides of 1,000,000" in found.says


def test_a_volume_can_be_held_to_a_bar() -> None:
    assert only(volume(100, 90, 120), measure="requests_a_month", bar=90).value is True
    assert only(volume(100, 90, 120), measure="requests_a_month", bar=121).value is False
    assert only(volume(100, 90, 120), measure="requests_a_month", bar=110).value is None


def test_what_cannot_be_told_yet_says_why() -> None:
    short = Measure("requests_a_month", None, "requests a month", basis="4 whole days", remarks=(Remark("too-short", "4 whole days are few"),),
                    more=3, more_of="whole days")  # fmt: skip
    found = only(Evidence("u.json", "openai-usage", "", (short,)), measure="requests_a_month")
    assert (found.value, found.more, found.more_of) == (None, 3, "whole days")
    assert found.sentence == "4 whole days are few; 3 more whole days needed"


def test_the_first_file_that_can_tell_answers_and_others_are_named() -> None:
    unsure, sure = graded(160, 200, "a.json"), graded(190, 200, "b.json")
    found = only(unsure, sure, bar=BAR)
    assert (found.value, found.file) == (True, "b.json")
    assert "a.json" in found.remarks[-1].says
    values = only(graded(10, 20, "a.json"), graded(15, 20, "b.json"))
    assert (values.value, values.file) == (Fraction(1, 2), "a.json")
    assert "b.json" in values.remarks[-1].says


def test_files_that_disagree_are_not_sure() -> None:
    found = only(graded(190, 200, "a.json"), graded(100, 200, "b.json"), bar=BAR)
    assert found.value is None
    assert found.more is None
    assert "a.json" in found.says
    assert "b.json" in found.says


def test_what_no_file_says_is_left_out() -> None:
    assert answers_from([graded(1, 2)], [Want("q", "requests_a_month")]) == {}


def test_money_and_none_read_as_elsewhere() -> None:
    cost = Measure(
        "cost_a_month", Fraction(20234, 10), "USD a month", Interval(2000, 2100), basis="28 whole days"
    )
    assert in_words(cost) == "$2,023 a month, $2,000 to $2,100"
    none = Measure("failure_share", 0, "", wilson(0, 10**6), 0, 10**6, "0 of 1,000,000")
    assert in_words(none) == "0 of 1,000,000, 0 % to 0.0004 %"
