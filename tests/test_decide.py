"""Headless: what a script gets."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLE, SMALL, Ran, sets

Run = Callable[..., Ran]


def decided(run: Run, *argv: str) -> dict[str, object]:
    ran = run("decide", *argv, "--json")
    assert (ran.code, ran.err) == (0, "")
    return dict(json.loads(ran.out))


def test_the_documents_example(run: Run) -> None:
    found = decided(run, *sets(EXAMPLE))
    assert (found["outcome"], found["approach"]) == ("fine_tune_to_save", "fine_tune")
    costs = found["costs"]
    assert isinstance(costs, dict)
    assert (costs["api_monthly"], costs["tuned_monthly"], costs["monthly_saving"]) == (11250, 700, 10550)
    assert costs["break_even_months"] == pytest.approx(0.474, abs=0.0005)
    path = found["path"]
    assert isinstance(path, list)
    assert path[-1]["because"].endswith("= $126,600 > $5,000")
    assert [step["decision"] for step in path] == [
        "base_model",
        "training_data",
        "latency",
        "volume",
        "economics",
    ]


def test_named_keys_are_there(run: Run) -> None:
    found = decided(run, "--set", "base_model_suffices=yes")
    assert {"outcome", "approach", "title", "path", "use_case", "cautions", "costs", "next", "ruleset",
            "answers"} <= set(found)  # fmt: skip
    assert found["use_case"] is None
    assert isinstance(found["costs"], dict)
    assert found["costs"]["api_monthly"] is None
    assert isinstance(found["ruleset"], dict)
    assert set(found["ruleset"]) == {"id", "version", "digest"}


def test_defaults_that_were_used_are_listed(run: Run) -> None:
    found = decided(run, *sets(EXAMPLE))
    assert isinstance(found["defaults"], dict)
    assert {
        "api_offer": "gpt-4o",
        "tuning_plan": "llama-3.1-8b",
        "training_data_quality": 1,
    }.items() <= found["defaults"].items()
    assert "Assumed, because it was not answered" in run("decide", *sets(EXAMPLE), "--full").out


@pytest.mark.parametrize(("changed", "outcome"), [
    ({"base_model_suffices": True}, "prompt_engineering"),
    ({"training_examples": 999}, "improve_prompts"), ({"training_examples": 1000}, "fine_tune_to_save"),
    ({"training_examples": 1250, "training_data_quality": 0.8}, "fine_tune_to_save"),
    ({"training_examples": 1249, "training_data_quality": 0.8}, "improve_prompts"),
    ({"latency_critical": True}, "fine_tune_smaller_model"),
    ({"monthly_requests": 999_999}, "prompt_engineering_low_volume"), ({"monthly_requests": 1_000_000}, "fine_tune_to_save"),
    ({"fine_tune_cost": 126_599}, "fine_tune_to_save"), ({"fine_tune_cost": 126_600}, "prompt_engineering_cheaper"),
    ({"fine_tune_cost": 126_601}, "prompt_engineering_cheaper"),
    ({"horizon_months": 0}, "prompt_engineering_cheaper"), ({"volume_gate": "1M"}, "fine_tune_to_save"),
    ({"volume_gate": "1,000,001"}, "prompt_engineering_low_volume"),
    ({"api_offer": "llama-3.1-70b-self-hosted"}, "prompt_engineering_cheaper"),
])  # fmt: skip
def test_both_sides_of_every_threshold(run: Run, changed: dict[str, object], outcome: str) -> None:
    assert decided(run, *sets(EXAMPLE | changed))["outcome"] == outcome


@pytest.mark.parametrize("changed", [
    {"monthly_requests": 10_000, "volume_gate": 0}, {"monthly_requests": 0, "volume_gate": 0},
    {"input_price.gpt-4o": 0, "output_price.gpt-4o": "0.7"},  # prompting costs exactly what the tuned model costs
])  # fmt: skip
def test_never_breaks_even(run: Run, changed: dict[str, object]) -> None:
    found = decided(run, *sets(EXAMPLE | changed))
    assert isinstance(found["costs"], dict)
    assert found["costs"]["break_even_months"] is None
    assert found["outcome"] == "prompt_engineering_cheaper"
    assert "never" in run("decide", *sets(EXAMPLE | changed)).out


def test_missing_answers_are_all_named_at_once(run: Run) -> None:
    ran = run("decide")
    assert (ran.code, ran.out) == (1, "")
    lines = ran.err.splitlines()
    assert lines[0].startswith("advisor: base_model_suffices: missing: ")
    assert "(yes or no)" in lines[0]
    named = [line.split(": ")[1] for line in lines]
    assert named == ["base_model_suffices", "training_examples", "latency_critical", "monthly_requests",
                     "avg_input_tokens", "avg_output_tokens"]  # fmt: skip


def test_wrong_answers_are_all_named_and_nothing_is_decided(run: Run) -> None:
    ran = run(
        "decide",
        "--set",
        "base_model_suffices=perhaps",
        "--set",
        "training_example=5",
        "--set",
        "latency_critical",
    )
    assert (ran.code, ran.out) == (1, "")
    assert "--set latency_critical has no value" in ran.err
    ran = run("decide", "--set", "base_model_suffices=perhaps", "--set", "training_example=5")
    assert "--set base_model_suffices=perhaps: base_model_suffices: found `perhaps`" in ran.err
    assert "did you mean training_examples?" in ran.err


def test_files_and_settings_join_later_ones_winning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("base_model_suffices: no\ntraining_examples: 10\n")
    (tmp_path / "b.json").write_text('{"training_examples": 20}')
    found = decided(run, str(tmp_path / "a.yaml"), str(tmp_path / "b.json"))
    assert found["answers"] == {"base_model_suffices": False, "training_examples": 20}
    found = decided(run, str(tmp_path / "a.yaml"), "--set", "training_examples=30")
    assert found["answers"] == {"base_model_suffices": False, "training_examples": 30}


def test_standard_input(run: Run) -> None:
    ran = run("decide", "-", "--json", stdin="base_model_suffices: yes\n")
    assert json.loads(ran.out)["outcome"] == "prompt_engineering"


def test_its_own_json_can_be_decided_again(run: Run, tmp_path: Path) -> None:
    first = run("decide", *sets(EXAMPLE | {"training_data_quality": 1, "horizon_months": 11}), "--json").out
    (tmp_path / "decision.json").write_text(first)
    again = decided(run, str(tmp_path / "decision.json"))
    assert again == json.loads(first)


@pytest.mark.parametrize(("text", "said"), [
    ("training_examples: [1]", "answers.yaml:1:20: training_examples: `[1]` is not a number"), ("- 1", "holds no answers"),
    ("a: 1\na: 2", "`a` is defined twice"), ("training_examples: -5", "answers.yaml:1:20: training_examples: `-5` is below"),
    ("{", "is not YAML"), ("advisor: 99\nruleset: {id: published}\nanswers: {}", "is in format 99"),
    ("ruleset: {id: other}\nanswers: {}", "was decided under the rules `other`"),
])  # fmt: skip
def test_files_that_hold_no_answers(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "answers.yaml").write_text(text)
    ran = run("decide", str(tmp_path / "answers.yaml"))
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_a_file_that_is_not_there(run: Run) -> None:
    ran = run("decide", "nowhere.yaml")
    assert (ran.code, ran.err) == (1, "advisor: nowhere.yaml: there is no such file\n")


def test_rules_before_and_after_the_command(run: Run) -> None:
    for argv in (["--rules", SMALL, "decide"], ["decide", "--rules", SMALL]):
        ran = run(*argv, "--set", "is_raining=yes", "--json")
        assert json.loads(ran.out)["outcome"] == "take_it"


def test_usage_errors_exit_2(run: Run) -> None:
    assert run("decide", "--jsn").code == 2
    ran = run("decyde")
    assert ran.code == 2
    assert "did you mean decide?" in ran.err


def test_help_and_version(run: Run) -> None:
    assert "decide" in run("--help").out
    assert "--set NAME=VALUE" in run("decide", "--help").out


def test_broken_rules_are_named(run: Run, tmp_path: Path) -> None:
    ran = run("decide", "--rules", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "there is no .yaml file in it" in ran.err
