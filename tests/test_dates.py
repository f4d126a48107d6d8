"""Days: as people write them, and as the rest of the product reads them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import days, walk
from advisor.analysis.check import check
from advisor.engine.answers import plain_values, shown
from advisor.engine.checking import parse
from advisor.language.expression import parse as expression
from advisor.language.tree import ExpressionError
from advisor.output.plot.axis import axes
from advisor.rules import Ruleset, load
from tests.conftest import Ran
from tests.test_rules_readme import example

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of rules/README.md."""
    made = tmp_path_factory.mktemp("redundancy")
    (made / "rules.yaml").write_text(example("type: date"))
    return made


@pytest.fixture(scope="module")
def rules(folder: Path) -> Ruleset:
    return load(folder)


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "today", TODAY.toordinal)


@pytest.mark.parametrize("typed", [
    "2026-04-06", "2026/4/6", "2026. 04. 06.", "2026年4月6日", "6.4.2026", "06. 04. 2026", "6 April 2026",
    "6. apr 2026", "April 6, 2026", "Apr. 6 2026", "6th of April 2026", "2026 April 6", "6-Apr-2026",
])  # fmt: skip
def test_a_day_is_typed_as_people_of_several_countries_write_it(typed: str) -> None:
    assert days.show_day(days.parse_day(typed)) == "2026-04-06"


@pytest.mark.parametrize(("typed", "day"), [
    ("13/4/2026", "2026-04-13"), ("4/13/2026", "2026-04-13"), ("4/4/2026", "2026-04-04"),
    ("today", "2026-11-30"), ("Tomorrow", "2026-12-01"), ("yesterday", "2026-11-29"),
    ("in 3 months", "2027-02-28"), ("in a year", "2027-11-30"), ("2 weeks ago", "2026-11-16"),
])  # fmt: skip
def test_a_day_is_typed_where_only_one_is_meant(typed: str, day: str) -> None:
    assert days.show_day(days.parse_day(typed)) == day


@pytest.mark.parametrize(("typed", "says"), [
    ("3/4/2026", "is not clear: write 2026-04-03 or 2026-03-04"), ("3-4-2026", "is not clear"),
    ("3/4/26", "is not clear: write the year with four digits"), ("30.2.2026", "February 2026 has 28 days"),
    ("13/13/2026", "has no month 13"), ("0000-01-01", "beyond the years"), ("in 9999 years", "beyond the years"),
    ("5", "is not a date"), ("20260406", "is not a date"), ("in 3 months ago", "is not a date"), ("ma 3 2026", "is not"),
])  # fmt: skip
def test_what_is_no_day_or_two_is_refused(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        days.parse_day(typed)


@given(st.dates())
def test_what_is_shown_is_typed_back(day: date) -> None:
    assert days.parse_day(days.show_day(day.toordinal())) == day.toordinal()


def test_days_are_compared_and_subtracted_and_nothing_else() -> None:
    types = {"left": "date", "started": "date", "n": "number"}
    assert expression("left >= 2026-04-06 and left - started > n").type(types) == "boolean"
    assert expression("2026-04-06 - 2026-04-01").value({}) == 5
    assert expression("'2026-04-06' == '2026-04-06'").type({}) == "boolean"  # quoted, it is a text
    for wrong in (
        "left + 1",
        "left + started",
        "n - left",
        "-left",
        "left > n",
        "2 * 2026-04-06",
        "left - 2026-02-30",
    ):
        with pytest.raises(ExpressionError):
            expression(wrong).type(types)


def test_a_day_is_an_answer_like_any_other(rules: Ruleset) -> None:
    left = parse(rules, "left", "6 April 2026")
    assert parse(rules, "left", date(2026, 4, 6)) == left
    assert plain_values(rules, {"left": left}) == {"left": "2026-04-06"}
    assert shown(rules, "left", left) == "2026-04-06"
    for wrong in (2026, True, "2018-01-01", "2101-01-01"):
        with pytest.raises(ValueError, match=r"expected a date|allowed, 2[01]"):
            parse(rules, "left", wrong)


def test_the_outcome_turns_on_a_day(folder: Path, run: Callable[..., Ran]) -> None:
    ran = run("whatif", "--rules", folder, "--set", "started=2020-04-06", "--json")
    flips = {(one["question"], one["to"]): one["outcome"] for one in json.loads(ran.out)["flips"]}
    assert flips == {("left", "2026-04-06"): "new_rate", ("rise", "2026-04-05"): "new_rate",
                     ("left", "2022-04-05"): "nothing", ("started", "2024-04-06"): "nothing"}  # fmt: skip


def test_a_figure_that_is_a_day_turns_on_a_whole_one(
    folder: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    text = (folder / "rules.yaml").read_text()
    text = text.replace("is: left - started", "is: rise - started").replace(
        "worked >= 730", "worked / 365.25 >= 2"
    )
    (tmp_path / "rules.yaml").write_text(text)
    ran = run("whatif", "--rules", tmp_path, "--set", "started=2020-04-06", "--set", "left=2030-01-01")
    assert "2026-04-06 → 2022-04-06 (rise)" in ran.out  # 730 days, where 730.5 are needed


def test_a_range_of_days_is_cut_where_the_outcome_turns(folder: Path, run: Callable[..., Ran]) -> None:
    setting = ("--set", "started=2020-04-06", "--set", "left=1.1.2022..2026-12-31", "--json")
    found = json.loads(run("whatif", "--rules", folder, *setting).out)["ranges"]["left"]
    assert found == ["2022-01-01", "2026-12-31"]


def test_a_decision_with_days_is_saved_drawn_and_decided_again(
    folder: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    for name in ("record.md", "path.svg", "path.mmd"):
        command = "record" if name.endswith("md") else "diagram"
        out = tmp_path / name
        assert run(command, "--rules", folder, "--set", "started=6 Apr 2020", "-o", out).code == 0
        again = json.loads(run("decide", "--rules", folder, out, "--json").out)
        assert again["answers"] == {"started": "2020-04-06"}
        assert again["path"][1]["because"] == "2026-04-05 < 2026-04-06"


def test_a_picture_shows_the_years_around_what_matters(rules: Ruleset) -> None:
    trace = walk(rules, {"started": "2020-04-06"})
    (drawn,) = axes(trace, ["started"], {})
    assert (days.show_day(int(drawn.low)), days.show_day(int(drawn.high))) == ("2016-04-06", "2028-04-06")


def test_days_are_listed_as_days(folder: Path, run: Callable[..., Ran]) -> None:
    found = {one["name"]: one for one in json.loads(run("names", "--rules", folder, "--json").out)["names"]}
    assert (found["left"]["min"], found["left"]["max"]) == ("2019-04-06", "2100-12-31")
    assert found["rise"]["value"] == "2026-04-06"
    assert "(date, from 2019-04-06 up to 2100-12-31)" in run("names", "--rules", folder).out


def test_rules_with_days_are_proved(rules: Ruleset) -> None:
    report = check(rules, TODAY)
    assert report.clean
    assert report.paths is not None
    assert {path.outcome for path in report.paths.listed} == {"nothing", "new_rate", "old_rate"}


def test_versions_differ_on_a_day(folder: Path, run: Callable[..., Ran], tmp_path: Path) -> None:
    text = (folder / "rules.yaml").read_text()
    (tmp_path / "rules.yaml").write_text(text.replace("value: 2026-04-06", "value: 2026-04-07"))
    found = json.loads(run("diff", folder, tmp_path, "--json").out)
    assert [(one["old"], one["new"], one["example"]["left"]) for one in found["differences"]] == [
        ("new_rate", "old_rate", "2026-04-06")]  # fmt: skip
    assert [one["new"] for one in found["changes"]] == ["2026-04-07"]


@pytest.mark.parametrize(("old", "new", "says"), [
    ("type: date, min: 2019-04-06", "type: date, min: 3/4/2019", "is not clear: write 2019-04-03 or 2019-03-04"),
    ("type: date, min: 2019-04-06", "type: date, unit: days", "a date has no unit"),
    ("type: date, min: 2019-04-06", "type: date, min: 2019-04-06, max: 2018-01-01", "`min` is greater than `max`"),
    ("unit: days", "unit: date", "only a date counts in dates"),
    ("default: 2026-04-05", "default: 5", "`5` is a number, expected a date"),
    ("left >= rise", "left >= 5", "they cannot be compared"),
    ("left >= rise", "left >= 2026-02-30", "February 2026 has 28 days"),
    ("type: date, min: 2019-04-06", "type: date, min: today", "`today` is another day tomorrow: write the day, such as"),
    ("value: 2026-04-06", "value: In 3  months", "is another day tomorrow"),
    ("default: 2026-04-05", "default: today", "rules say the same on every day: ask for the day with a question"),
    ("left >= rise", "left >= today", "or write it as a parameter with `unit: date`"),
    ("value: 2026-04-06", "value: 2018-01-01", "left is from 2019-04-06 to 2100-12-31, so `left ≥ 2018-01-01` is the same"),
])  # fmt: skip
def test_wrong_days_in_rules_are_refused(
    folder: Path, run: Callable[..., Ran], tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = (folder / "rules.yaml").read_text()
    assert old in text
    (tmp_path / "rules.yaml").write_text(text.replace(old, new))
    ran = run("check", tmp_path)
    assert ran.code == 1
    assert says in ran.out + ran.err
