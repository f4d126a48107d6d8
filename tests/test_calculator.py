"""A calculator as rules: bands by age, a cap by date, and the amount as a figure of the outcome."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest

from advisor.analysis.check import check
from advisor.rules import Ruleset, load
from advisor.rules.model import Sections
from tests.conftest import Ran, sets

FOLDER = Path(__file__).parent / "rulesets" / "redundancy"
GIVEN = {"left": "2026-05-01", "years": 30, "age": 50, "weekly": "£800", "turned_down": "no"}


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return load(FOLDER)


def test_it_takes_no_more_than_it_has_to_say(rules: Ruleset) -> None:
    assert len((FOLDER / "rules.yaml").read_text().splitlines()) <= 60
    assert len(rules.outcomes) == 3


def test_the_sources_own_examples_hold(rules: Ruleset) -> None:
    report = check(rules, date(2026, 11, 24))
    assert {one.code for one in report.findings} == {"stale"}
    assert report.scenarios == len(rules.scenarios) == 10


@pytest.mark.parametrize(("age", "years", "weeks"), [
    (17, 2, 1), (22, 4, 2), (23, 4, 2.5), (30, 5, 5), (41, 10, 10), (42, 10, 10.5), (49, 20, 24), (61, 20, 30), (64, 45, 30),
])  # fmt: skip
def test_it_follows_the_table_of_weeks(run: Callable[..., Ran], age: int, years: int, weeks: float) -> None:
    given = sets({**GIVEN, "age": age, "years": years})
    found = json.loads(run("decide", "--rules", FOLDER, *given, "--json").out)["figures"]
    assert found["weeks"] == weeks


@pytest.mark.parametrize(("left", "cap"), [
    ("2024-04-05", 643), ("2024-04-06", 700), ("2025-04-05", 700), ("2025-04-06", 719), ("2026-04-05", 719), ("2026-04-06", 751),
])  # fmt: skip
def test_the_cap_is_that_of_the_day(run: Callable[..., Ran], left: str, cap: int) -> None:
    ran = run("decide", "--rules", FOLDER, *sets({**GIVEN, "left": left}), "--json")
    assert json.loads(ran.out)["figures"] == {"amount": 24.5 * cap, "weeks": 24.5, "week": cap}


def test_the_advice_shows_how_it_comes_to_that(run: Callable[..., Ran]) -> None:
    told = " ".join(run("decide", "--rules", FOLDER, *sets(GIVEN), "--full").out.split())
    assert "Redundancy pay £18,399.50 = 24.5 × £751" in told
    assert "Weeks of pay 24.5 weeks = (20 + 20 + 9) ÷ 2" in told
    assert "A week's pay that counts £751 = £751, as £800 > £751" in told


@pytest.mark.parametrize(("figures", "says"), [
    ("{amount: 22531}", "figures › amount: expected 22531, found £22,530"),
    ("{weeks: 30, week: £751}", ""),
    ("{left: 2026-04-07}", "figures › left: expected 2026-04-07, found 2026-04-06"),
    ("{weeks: many}", "expected many, found a text that is not a number"),
])  # fmt: skip
def test_a_scenario_can_say_what_figures_are_meant(
    tmp_path: Path, run: Callable[..., Ran], figures: str, says: str
) -> None:
    text = (FOLDER / "rules.yaml").read_text().replace("{amount: 22530}", figures)
    (tmp_path / "rules.yaml").write_text(text)
    ran = run("check", tmp_path)
    assert ran.code == bool(says)
    assert says in ran.out


def test_a_figure_of_a_scenario_is_one(tmp_path: Path, run: Callable[..., Ran]) -> None:
    text = (FOLDER / "rules.yaml").read_text().replace("{amount: 22530}", "{amounts: 22530}")
    (tmp_path / "rules.yaml").write_text(text)
    ran = run("check", tmp_path)
    assert "scenarios › most_2026 › figures › amounts: there is no" in ran.out
    assert "did you mean amount?" in ran.out


TITLED = ("approaches", "outcomes", "complements", "use_cases", "techniques", "shortlists", "hybrids")


def test_a_choice_takes_its_options_from_any_section_with_titles(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    text = (FOLDER / "rules.yaml").read_text()
    question = "  wanted: {ask: What did you hope for?, type: choice, options_from: outcomes}\n"
    text = text.replace("parameters:\n", question + "parameters:\n", 1).replace(
        "when: turned_down", "when: wanted == 'lost'"
    )
    (tmp_path / "rules.yaml").write_text(text.partition("scenarios:")[0])
    found = json.loads(
        run("decide", "--rules", tmp_path, *sets({**GIVEN, "wanted": "Redundancy pay"}), "--json").out
    )
    assert found["answers"]["wanted"] == "paid"
    (tmp_path / "rules.yaml").write_text(text.replace("from: outcomes", "from: decisions"))
    ran = run("check", tmp_path)
    assert ran.code == 1
    assert f"options_from: found `decisions`, expected one of {', '.join(TITLED)}" in ran.out


def test_the_sections_with_titles_are_these() -> None:
    kinds = {
        name: get_args(note)[1] for name, note in get_type_hints(Sections).items() if get_origin(note) is dict
    }
    assert {name for name, kind in kinds.items() if "title" in getattr(kind, "_fields", ())} == set(TITLED)
