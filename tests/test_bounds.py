"""Figures have bounds, as answers do: in the rules, typed, saved, and where the outcome turns."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from advisor import decision
from advisor.analysis.whatif import what_if
from advisor.engine.checking import check
from advisor.engine.session import walk
from advisor.errors import AnswerError, RulesError
from advisor.output.plot import payback
from advisor.output.plot.labels import compact
from advisor.quantities import parse_number
from advisor.rules import Ruleset, load, load_texts
from tests.conftest import EXAMPLE, Ran, sets

MONEY = Path(__file__).parent / "rulesets" / "money"
TEXT = (MONEY / "rules.yaml").read_text()


@pytest.fixture(scope="module")
def money() -> Ruleset:
    return load(MONEY)


@pytest.mark.parametrize(("setting", "said"), [
    ("inference_monthly=-5000", r"below the least allowed, \$0 a month"),
    ("horizon_months=-3", "below the least allowed, 0 months"), ("prompting_hours=-100", "below the least allowed, 0"),
    ("satisfaction_bar=5", "above the greatest allowed, 100% of the results"), ("satisfaction_bar=80", "did you mean 80%?"),
    ("common_share=120", "above the greatest allowed, 100%"), ("input_price.gpt-4o=-1", "below the least allowed"),
])  # fmt: skip
def test_a_figure_beyond_its_bounds_is_refused(run: Callable[..., Ran], setting: str, said: str) -> None:
    ran = run("decide", *sets(EXAMPLE), "--set", setting)
    assert (ran.code, ran.out) == (1, "")
    assert re.search(said, ran.err), ran.err


def test_every_figure_of_the_shipped_rules_has_a_least_value(published: Ruleset) -> None:
    assert [name for name, one in published.parameters.items() if one.min is None] == []


@pytest.mark.parametrize(("old", "new", "where", "said"), [
    ("value: 24.5", "value: 501", "rent › value", "above the greatest allowed, £500 a day"),
    ("tokyo: 320}, min: 0", "tokyo: -1}, min: 0", "toll › values › tokyo", "below the least allowed, ¥0 a day"),
    ("min: -20, max: 20", "min: 20, max: -20", "drift › min", "`min` is greater than `max`"),
    ("value: 24.5", "value: $24.50", "rent › value", "is in $, expected £ or GBP"),
    ("toll: {label: Toll,", "toll: {label: Toll, market: input,", "toll", "listed token prices are in USD"),
])  # fmt: skip
def test_figures_of_the_rules_are_held_to_their_bounds(old: str, new: str, where: str, said: str) -> None:
    with pytest.raises(RulesError) as caught:
        load_texts({"rules.yaml": TEXT.replace(old, new, 1)}, "test")
    (problem,) = caught.value.problems
    assert (problem.where.endswith(where), said in problem.says) == (True, True), problem


def test_a_figure_is_written_in_its_unit() -> None:
    rules = load_texts({"rules.yaml": TEXT.replace("value: 0, min: -20", "value: 5%, min: -20%", 1)}, "test")
    assert (rules.parameters["drift"].value, rules.parameters["drift"].min) == (5, -20)


def test_a_share_of_one_percent_is_read_back_as_saved(money: Ruleset) -> None:
    given = {"price": "£100", "days": 10, "drift": "0.5%"}
    saved = decision.of(walk(money, check(money, given)), date(2026, 11, 1))
    assert decision.answers_of(money, saved).overrides == check(money, given).overrides


def test_a_figure_turns_the_outcome_within_its_bounds_only(money: Ruleset) -> None:
    found = what_if(money, check(money, {"price": 105, "days": 4, "drift": 0}))
    assert {one.name: one.to for one in found.flips}["drift"] < 0  # of another sign than zero, and allowed
    far = what_if(money, check(money, {"price": 200, "days": 4, "drift": 0}))
    assert "drift" not in {one.name for one in far.flips}


def test_money_of_the_rules_is_told_in_it(run: Callable[..., Ran]) -> None:
    given = ("--set", "price=£6667.5", "--set", "days=30", "--set", "zone=tokyo", "--set", "rate=¥180")
    text = " ".join(run("decide", "--rules", MONEY, *given, "--full").out.split())
    assert "It costs £788.33 rented, and £6,667.50 bought." in text
    assert "¥180" in text
    assert "$" not in text
    data = json.loads(run("decide", "--rules", MONEY, *given, "--json").out)
    assert data["answers"]["price"] == 6667.5


def test_money_of_the_rules_is_drawn_in_it(money: Ruleset) -> None:
    drawn = payback.chart(walk(money, check(money, {"price": 105, "days": 4})).scope)
    assert (drawn.unit, compact(5_000, drawn.unit)) == ("GBP", "£5k")
    assert parse_number(compact(5_000, drawn.unit), "GBP") == 5_000


@pytest.mark.parametrize(("typed", "said"), [
    ("$500", "is in $, expected £ or GBP"), ("5.000", "write 5.0 for a decimal, 5,000 for a whole number"),
    ("1,5", "write 1.5 for a decimal"), ("500 GBP a week", "is not a number"), ("£200k", "above the greatest allowed, £100,000"),
])  # fmt: skip
def test_answers_in_pounds_that_are_refused(money: Ruleset, typed: str, said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        check(money, {"price": typed})
    assert said in str(caught.value)


def test_a_point_between_thousands_of_a_whole_number(money: Ruleset) -> None:
    with pytest.raises(AnswerError, match=r"not a whole number \(did you mean 1,234\?\)"):
        check(money, {"days": "1.234"})
