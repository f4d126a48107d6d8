"""Models that end: told where a decision or a figure rests on them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from genai_prices.data_snapshot import get_snapshot

from advisor import advise, walk
from advisor.advice import retirement
from advisor.engine.scope import Scope
from advisor.output import record
from advisor.prices import listed
from advisor.rules import load_texts
from tests.conftest import Ran

RULES = """
ruleset: {id: r, version: "1", title: R}
start: model
approaches: {a: {title: A}}
questions:
  model:
    ask: Which?
    type: choice
    default: old
    options:
      old: {title: Old, retires: 2027-01-14, retires_source: its maker}
      older: {title: Older, retires: 2025-10-28, retires_source: its maker}
      new: {title: New}
  requests: {ask: How many?, type: integer, min: 0}
parameters:
  price: {by: model, values: {old: 2, older: 3, new: 1}, unit: USD, source: s, date: 2026-11-25}
formulas: {cost: {is: requests * price, unit: USD}}
decisions:
  model: {label: Dear?, branches: [{label: "yes", when: cost > 10, to: x}, {label: "no", to: x}]}
outcomes: {x: {approach: a, title: X, says: X., next: [Go.]}}
costs: {figures: [cost]}
"""


@pytest.mark.parametrize(("today", "says"), [
    (date(2026, 11, 25), "Old retires in 50 days, on 2027-01-14 (its maker)"),
    (date(2027, 1, 13), "Old retires in 1 day, on 2027-01-14 (its maker)"),
    (date(2027, 1, 14), "Old is retired since 2027-01-14 (its maker)"),
])  # fmt: skip
def test_it_is_told_as_seen_on_a_day(today: date, says: str) -> None:
    trace = walk(load_texts({"r.yaml": RULES}, "r"), {"requests": 1})
    (found,) = advise(trace, today).retirements
    assert found.seen(today) == says


def test_only_what_was_chosen_is_told() -> None:
    rules = load_texts({"r.yaml": RULES}, "r")
    for option, count in (("new", 0), ("old", 1), ("older", 1)):
        found = advise(walk(rules, {"model": option, "requests": 1}), date(2026, 11, 25))
        assert len(found.retirements) == count
        assert (" retires" in record.write(found)) is (option == "old")
        assert ("now: Older is retired since 2025-10-28" in record.write(found)) is (option == "older")
    assert retirement.chosen(Scope(rules, walk(rules, {}).scope.answers)) == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "r.yaml").write_text(RULES)
    return tmp_path / "rules"


def test_every_command_says_so(run: Callable[..., Ran], folder: Path, tmp_path: Path) -> None:
    given = ["--rules", folder, "--set", "requests=1", "--set", "model=older"]
    told = "Older is retired since 2025-10-28 (its maker)"
    assert told in " ".join(run("decide", *given, "--full").out.split())
    (one,) = json.loads(run("decide", *given, "--json").out)["retirements"]
    assert (one["question"], one["option"], one["on"], one["days"] < 0) == (
        "model",
        "older",
        "2025-10-28",
        True,
    )
    sources = run("costs", *given, "--sources").out
    assert told in sources
    assert "Old retire" in sources or "Old is retired" in sources
    assert len(json.loads(run("costs", *given, "--sources", "--json").out)["retirements"]) == 2
    assert run("record", *given, "-o", tmp_path / "d.md").code == 0
    reviewed = run("review", "--rules", folder, tmp_path / "d.md")
    assert (reviewed.code, told in reviewed.out) == (0, True)
    data = json.loads(run("review", "--rules", folder, tmp_path / "d.md", "--json").out)
    assert data["reviews"][0]["retirements"][0]["option"] == "older"


def test_somebody_has_to_say_so(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "r.yaml").write_text(RULES.replace(", retires_source: its maker", "", 1))
    found = json.loads(run("check", folder, "--json").out)["findings"]
    assert "nobody says that old of model retires on 2027-01-14" in [
        one["says"] for one in found if one["code"] == "no-source"
    ]


def test_the_list_s_own_mark_is_told(run: Callable[..., Ran]) -> None:
    marked = [
        (one.id, model.id) for one in get_snapshot().providers for model in one.models if model.deprecated
    ]
    assert marked, "no model to try this on"
    assert all("as deprecated" in listed.remarks(*name)[0] for name in marked)
    assert not any("deprecated" in one for one in listed.remarks("openai", "gpt-6-luna"))
    answers = [
        "--set",
        "base_model_suffices=yes",
        "--set",
        "api_offer=x-ai/grok-2-1212",
        "--api-model",
        "x-ai/grok-2-1212",
    ]
    assert "marks x-ai/grok-2-1212 as deprecated" in " ".join(run("decide", *answers, "--full").out.split())


@pytest.mark.parametrize(
    ("part", "maker"), [("haiku", "anthropic"), ("luna", "openai"), ("sonnet", "anthropic")]
)
def test_a_part_of_a_name_suggests_what_is_there(run: Callable[..., Ran], part: str, maker: str) -> None:
    ran = run("costs", "--api-model", part)
    assert (ran.code, f"did you mean {maker}/" in ran.err) == (1, True), ran.err
    names = ran.err.partition("did you mean ")[2].rpartition("?")[0].split(" or ")
    assert all(part in name and listed.quote(*listed.find(name), 1, 1) for name in names)
