"""Pictures of figures: they are drawn, carry the decision, and say what they need."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLE, Ran, sets

pytest.importorskip("matplotlib")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["costs.svg", "costs.png"])
def test_cumulative_costs(name: str, theme: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / name
    ran = run("whatif", *sets(EXAMPLE), "-o", out, "--theme", theme)
    assert ran.code == 0, ran.err
    if name.endswith("svg"):
        text = out.read_text()
        for said in ("GPT-4o (OpenAI)", "Llama 3.1 8B", "pays back after 0.474 months", "$60,000"):
            assert said in text
        assert "<script" not in text
    assert json.loads(run("decide", out, "--json").out)["outcome"] == "fine_tune_to_save"


def test_never_pays_back_is_said(tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / "costs.svg"
    run("whatif", *sets(EXAMPLE | {"monthly_requests": 10_000}), "-o", out)
    assert "never pays back" in out.read_text()


@pytest.mark.parametrize("over", ["monthly_requests", "monthly_requests,avg_output_tokens", "fine_tune_cost"])
def test_outcomes_over_answers(over: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    out = tmp_path / "map.svg"
    ran = run("whatif", *sets(EXAMPLE), "-o", out, "--over", over)
    assert ran.code == 0, ran.err
    text = out.read_text()
    assert "Fine-tune to save money" in text
    assert "your answers" in text
    assert json.loads(run("decide", out, "--json").out)["outcome"] == "fine_tune_to_save"


def test_what_cannot_be_drawn_is_said(tmp_path: Path, run: Callable[..., Ran]) -> None:
    answers = sets(EXAMPLE)
    assert "is .svg or .png" in run("whatif", *answers, "-o", tmp_path / "x.pdf").err
    assert (
        "takes a number"
        in run("whatif", *answers, "-o", tmp_path / "x.svg", "--over", "latency_critical").err
    )
    assert (
        "one or two"
        in run(
            "whatif", *answers, "-o", tmp_path / "x.svg", "--over", "monthly_requests,monthly_requests"
        ).err
    )
    assert "-o" in run("whatif", *answers, "--over", "monthly_requests").err
    assert "the costs need" in run("whatif", "--set", "base_model_suffices=yes", "-o", tmp_path / "x.svg").err
