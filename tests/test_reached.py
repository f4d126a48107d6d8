"""What is reached already reads so, and counts as zero: wherever a figure is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.errors import RulesError
from advisor.rules import load_texts
from tests.conftest import EXAMPLE, ROOT, Ran, sets

BEHIND = sets(EXAMPLE | {"prompting_hours": 100})  # hours on prompts outweigh the training
RULES = {file.name: file.read_text() for file in (ROOT / "rules" / "published").glob("*.yaml")}


@pytest.mark.parametrize("given", [BEHIND, sets(EXAMPLE | {"fine_tune_cost": 0})])
def test_a_payback_that_is_behind_one_is_at_once(
    run: Callable[..., Ran], tmp_path: Path, given: list[str]
) -> None:
    found = json.loads(run("decide", *given, "--json").out)
    assert (found["outcome"], found["costs"]["break_even_months"]) == ("fine_tune_to_save", 0)
    assert found["costs"]["formulas"]["break_even_months"]["numbers"].endswith("÷ $10,550 = at once")
    out = tmp_path / "record.md"
    assert run("record", *given, "-o", out).code == 0
    for text in (run("decide", *given).out, run("costs", *given).out, out.read_text()):
        assert "at once" in text
        assert "−0." not in text


def test_every_offer_and_plan_that_is_paid_back_already(run: Callable[..., Ran]) -> None:
    found = json.loads(run("costs", *BEHIND, "--json").out)
    assert {one["break_even_months"] for one in found["offers"]} == {0}
    assert {one["plan_break_even_months"] for one in found["plans"]} == {0}


def test_what_never_pays_back_is_never_reached(run: Callable[..., Ran]) -> None:
    given = sets(EXAMPLE | {"prompting_hours": 100, "avg_input_tokens": 0, "avg_output_tokens": 70})
    assert json.loads(run("decide", *given, "--json").out)["costs"]["break_even_months"] is None
    assert "never" in run("decide", *given).out


def test_the_gate_tells_what_would_be_at_once(run: Callable[..., Ran]) -> None:
    text = run("decide", *sets(EXAMPLE | {"monthly_requests": 999_999, "prompting_hours": 100})).out
    assert "it takes: at once." in " ".join(text.split())


def test_no_condition_reads_what_counts_as_zero(tmp_path: Path) -> None:
    text = RULES["costs.yaml"].replace(
        "prompting_cost:\n    {is:", "prompting_cost:\n    {reached: free, is:"
    )
    with pytest.raises(RulesError, match="`prompting_cost` counts as zero where it is less"):
        load_texts(RULES | {"costs.yaml": text}, "test")
