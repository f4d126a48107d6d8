"""A division by zero is told where a walk or its advice can come to it, and nowhere else."""

import json
from datetime import date
from typing import Any

import pytest

from advisor import advise, walk
from advisor.analysis.check import check
from advisor.errors import AdvisorError
from advisor.rules import Ruleset, load_texts

QUESTIONS = {
    "n": {"ask": "N?", "type": "integer", "min": 0, "max": 20}, "x": {"ask": "X?", "type": "number", "min": -10, "max": 10},
    "m": {"ask": "M?", "type": "integer", "min": -99, "max": 99, "default": "n"}, "y": {"ask": "Y?", "type": "yes_no"},
}  # fmt: skip


def rules(when: str, **sections: Any) -> Ruleset:
    outcomes = {
        name: {"approach": "one", "title": "O", "says": "So.", "next": ["Go."]} for name in ("a", "b")
    }
    outcomes["b"]["says"] = sections.pop("says", "So.")
    return load_texts({"rules.yaml": json.dumps({
        "ruleset": {"id": "r", "version": "1", "title": "R"}, "start": "d", "approaches": {"one": {"title": "One"}},
        "questions": QUESTIONS, "outcomes": outcomes,
        "decisions": {"d": {"label": "D?", "branches": [{"label": "a", "when": when, "to": "a"}, {"label": "b", "to": "b"}]}},
    } | sections)}, "test")  # fmt: skip


FORMULA = {"formulas": {"f": "8 / n"}}


@pytest.mark.parametrize(("when", "sections"), [
    ("x / (n - 3) > 0", {}), ("n > 0 or f > 2", FORMULA), ("y and x > 0", {**FORMULA, "costs": {"figures": ["f"]}}),
    ("n > 5 and y", {**FORMULA, "says": "It is {f}."}), ("y", {"cautions": {"c": {"when": "8 / (n - 2) > 3", "says": "C."}}}),
    ("m > 3", {"questions": QUESTIONS | {"m": QUESTIONS["m"] | {"default": "20 / n"}}}),
])  # fmt: skip
def test_told_with_answers_that_show_it(when: str, sections: dict[str, Any]) -> None:
    found = rules(when, **sections)
    (told,) = [one for one in check(found, date(2026, 2, 1)).findings if one.code == "division-by-zero"]
    with pytest.raises(AdvisorError, match="zero"):
        advise(walk(found, told.example))


@pytest.mark.parametrize(("when", "sections"), [
    ("x / (n - 30) > 0 or y", {}), ("n > 0 and f > 2", FORMULA), ("n > 0 and y", {**FORMULA, "says": "{n}"}),
    ("n < 1 or y and x > 0", {"formulas": {"f": {"is": "8 / n", "only_when": "n > 0"}}, "costs": {"figures": ["f"]}}),
    ("n == 0", {**FORMULA, "says": "It is {f}."}), ("n / 4 > x", {}),
    ("n > 0 and y", {"cautions": {"c": {"when": "8 / n > 3", "says": "C.", "outcomes": ["a"]}}}),
])  # fmt: skip
def test_not_told_where_nothing_comes_to_it(when: str, sections: dict[str, Any]) -> None:
    found = check(rules(when, **sections), date(2026, 2, 1)).findings
    assert "division-by-zero" not in [one.code for one in found]
