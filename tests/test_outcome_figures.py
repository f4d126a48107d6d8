"""What an outcome comes to: in JSON, in full advice and in records, and asked for where it is not known."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor import documents
from advisor.advice.advice import advise
from advisor.advice.data import to_json
from advisor.analysis.check import check
from advisor.engine.checking import check as given_answers
from advisor.engine.session import walk
from advisor.errors import RulesError
from advisor.rules import Ruleset, load_texts
from advisor.wizard.flow import next_question
from tests.conftest import Ran, sets
from tests.test_check import TODAY
from tests.test_refusals import TEXT

FORMULAS = {
    "served": {"is": "left - started", "unit": "days", "label": "Days served"},
    "share": {"is": "worked / age", "label": "Share of a life"},
    "word": "'so'",
}
GIVEN = {"age": 50, "worked": 20, "kind": "night"}


def ruled(*figures: str, says: str = "Yes.") -> str:
    data: Any = documents.plain(documents.parse(TEXT, "work.yaml"))
    data["formulas"] = FORMULAS
    data["outcomes"]["paid"] |= {"figures": list(figures), "says": says}
    return json.dumps(data)


def loaded(*figures: str, says: str = "Yes.") -> Ruleset:
    return load_texts({"work.yaml": ruled(*figures, says=says)}, "work")


def figures(rules: Ruleset, **more: object) -> Any:
    return to_json(advise(walk(rules, {**GIVEN, **more})))["figures"]


def test_figures_are_numbers_in_json() -> None:
    rules = loaded("served", "age", "left", "school")
    assert figures(rules, started="2026-04-01") == {
        "served": 4,
        "age": 50,
        "left": "2026-04-05",
        "school": 15,
    }
    assert figures(rules) == {"served": None, "age": 50, "left": "2026-04-05", "school": 15}


def test_the_figures_that_texts_name_stand_in_json_too() -> None:
    rules = loaded("served", says="A share of {share}, {word}, {served}.")
    assert figures(rules, started="2026-04-01") == {"served": 4, "share": 0.4}


def test_full_advice_and_records_tell_them_with_units(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "work.yaml").write_text(ruled("served", "worked"))
    given = ("--rules", tmp_path, *sets(GIVEN), "--set", "started=2026-04-01")
    told = " ".join(run("decide", "--full", *given).out.split())
    assert "What it comes to Days served 4 days = 2026-04-05 − 2026-04-01 Years worked 20 years" in told
    assert (
        "needs First day (--set started=…)" in run("decide", "--full", "--rules", tmp_path, *sets(GIVEN)).out
    )
    for form in ("madr", "nygard"):
        assert run("record", *given, "--format", form, "-o", tmp_path / f"{form}.md").code == 0
        text = (tmp_path / f"{form}.md").read_text()
        assert "| Days served | 4 days | 2026-04-05 − 2026-04-01 = 4 days |" in text
        assert "| Years worked | 20 years |  |" in text


def test_the_wizard_asks_what_a_figure_needs() -> None:
    rules = loaded("served")
    answers = given_answers(rules, {**GIVEN, "left": "not sure"})
    assert next_question(rules, answers) is None  # nothing can tell it then
    answers = given_answers(rules, GIVEN)
    assert next_question(rules, answers) == "left"
    answers = given_answers(rules, {**GIVEN, "left": "2026-04-05"})
    assert next_question(rules, answers) == "started"
    assert next_question(loaded(), answers) is None


def test_a_figure_is_read_by_its_outcome() -> None:
    codes = {(one.code, one.where) for one in check(loaded("served", "share", says="{word}"), TODAY).findings}
    assert not {where for code, where in codes if code == "unused"}
    assert ("unused", "formulas › share") in {
        (one.code, one.where) for one in check(loaded("served", says="{word}"), TODAY).findings
    }


def test_a_figure_that_divides_by_zero_is_a_finding() -> None:
    data = json.loads(ruled("share", says="{word} {served}"))
    data["formulas"]["share"] = "age / worked"
    report = check(load_texts({"work.yaml": json.dumps(data)}, "work"), TODAY)
    assert ("division-by-zero", "formulas › share") in {(one.code, one.where) for one in report.findings}


@pytest.mark.parametrize(("named", "says"), [
    ("word", "`word` is a text, expected a number or a date"), ("kind", "`kind` is a text"),
    ("serve", "did you mean served?"), ("age, age", "`age` is named twice"),
])  # fmt: skip
def test_what_is_no_figure_is_refused(named: str, says: str) -> None:
    with pytest.raises(RulesError) as refused:
        loaded(*named.split(", "))
    assert says in str(refused.value)
    assert "outcomes › paid › figures[" in str(refused.value)
    assert "work.yaml:1:" in str(refused.value)
