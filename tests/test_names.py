"""What can be set and what codes mean, at hand: `names`, `explain`, examples in every help, `ask --set`."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor import decision
from advisor.commands import COMMANDS
from advisor.engine import checking
from advisor.rules import Ruleset, load, shipped_names
from tests.conftest import EXAMPLE, Ran, sets
from tests.pseudo_terminal import Terminal
from tests.test_rules_readme import example
from tests.test_wizard import CTRL_C, ENTER


@pytest.mark.parametrize("rules", shipped_names())
def test_every_question_and_figure_is_named_and_can_be_set(run: Callable[..., Ran], rules: str) -> None:
    found = json.loads(run("names", "--rules", rules, "--json").out)["names"]
    for one in found:
        taken = one["value"] if one["kind"] == "figure" else next(iter(one["options"] or {}), "unknown")
        if taken is not None:
            checking.check(load(rules), {one["name"]: str(taken)})
    told = run("names", "--rules", rules).out
    assert all(one["name"] in told for one in found)


def test_a_name_says_its_kind_bounds_default_and_source(published: Ruleset, run: Callable[..., Ran]) -> None:
    found = {one["name"]: one for one in json.loads(run("names", "--json").out)["names"]}
    figures = {f"{name}.{option}" if one.by else name
               for name, one in published.parameters.items() for option in one.values or [""]}  # fmt: skip
    assert set(found) == set(published.questions) | figures
    assert found["training_data_quality"] | {"says": ""} == {
        "name": "training_data_quality", "kind": "number", "says": "", "unit": "share", "min": 0, "max": 1,
        "options": None, "default": "1", "value": None, "source": "taken as all good unless you say otherwise",
        "date": None,
    }  # fmt: skip
    price = found["input_price.gpt-4o"]
    assert (price["kind"], price["value"], price["min"], price["date"]) == ("figure", 2.5, 0, "2026-05-08")
    text = " ".join(run("names").out.split())
    assert (
        "input_price.gpt-4o = $2.50 per million tokens article, cost of prompt engineering, 2026-05-08"
        in text
    )


def test_every_code_is_explained_where_it_stands(published: Ruleset, run: Callable[..., Ran]) -> None:
    for given in (EXAMPLE, {"base_model_suffices": "no", "training_examples": 640}):
        full = run("decide", *sets(given), "--full").out
        cited = set(re.findall(r"[\[ ]((?:[FLT]\d+))[\])]", full))
        assert cited
        for code in cited:
            assert re.search(rf"^ +\[{code}\] \w", full, re.MULTILINE), code


def test_every_code_has_an_explanation(published: Ruleset, run: Callable[..., Ran]) -> None:
    for code, one in published.errata.items():
        told = " ".join(run("explain", code.lower()).out.split())
        assert one.handling in told
        assert one.printed in told
    assert "about 14 days" in run("explain", "[F8]").out
    assert "$554.40" in run("explain", "F4").out
    ran = run("explain", "F99")
    assert (ran.code, ran.out) == (1, "")
    assert "there is no code `F99`" in ran.err
    assert set(published.errata) == {
        one["code"] for one in json.loads(run("explain", "--json").out)["errata"]
    }


def test_rules_without_codes_have_none_to_explain(run: Callable[..., Ran]) -> None:
    assert "these rules have no codes" in run("explain", "F1", "--rules", "tests/rulesets/small").err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(run: Callable[..., Ran], command: str) -> None:
    assert f"Example: advisor {command}" in run(command, "--help").out


def test_the_questionnaire_takes_settings(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    given = ("--set", "use_case=other", "--set", "base_model_suffices=no", "--set", "volume_gate=5M")
    terminal = Terminal("--rules", "published", *given, "--save", file)
    terminal.wait_for("How many training examples do you have?")
    terminal.wait_for("Esc: back")
    terminal.type(f"1500{ENTER}")
    terminal.wait_for("What share of these examples")
    terminal.wait_for("Esc: back")
    terminal.type(CTRL_C)
    assert terminal.exit_code() == 130
    terminal.hang_up()
    kept = decision.read(str(file))
    assert kept.answers == {"use_case": "other", "base_model_suffices": "false", "training_examples": "1500"}
    assert kept.overrides == {"volume_gate": "5000000"}


def test_rules_without_figures_have_no_heading_for_them(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(example("table:"))
    told = run("names", "--rules", tmp_path).out
    assert "Questions" in told
    assert "Figures" not in told
