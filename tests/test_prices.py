"""Token prices as listed today: against hand-computed figures, without a network, decidable again."""

import json
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from genai_prices import Usage
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelPrice, TieredPrices

from advisor.errors import AdvisorError
from advisor.prices import listed as prices
from advisor.prices import market
from advisor.quantities import exact, show, worked
from advisor.rules import Ruleset
from tests.conftest import EXAMPLE, Ran, sets


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def by_hand(price: Any, tokens: int, request_input: int) -> Fraction:
    """USD for so many tokens, from the listed price and its tiers."""
    if isinstance(price, TieredPrices):
        rate = next((tier.price for tier in reversed(price.tiers) if request_input > tier.start), price.base)
    else:
        rate = price
    assert isinstance(rate, Decimal)
    return Fraction(rate) * tokens / 10**6


def listed(provider: str, model: str) -> ModelPrice:
    (found,) = [one for one in get_snapshot().providers if one.id == provider]
    info = next(one for one in found.models if one.id == model)
    return info.get_prices(datetime.now(UTC))


@pytest.mark.parametrize(("provider", "model"), [("openai", "gpt-4o"), ("anthropic", "claude-sonnet-4-5"), ("openai", "gpt-4.1-mini")])  # fmt: skip
@pytest.mark.parametrize("size", [500, 300_000])
def test_prices_are_those_of_one_request(provider: str, model: str, size: int) -> None:
    quote = prices.quote(provider, model, size, 1000, datetime.now(UTC))
    own = listed(provider, model)
    assert quote.input * Fraction(size, 10**6) == by_hand(own.input_mtok, size, size)
    assert quote.output * Fraction(1000, 10**6) == by_hand(own.output_mtok, 1000, size)
    assert quote.cached_input is not None
    assert quote.cached_input < quote.input
    assert quote.batch_input is None or quote.batch_input < quote.input


def test_current_prices_stand_beside_the_rulesets(run: Callable[..., Ran]) -> None:
    data = json.loads(run("costs", *sets(EXAMPLE), "--prices", "current", "--json").out)
    own = listed("openai", "gpt-4o")
    month = 10**6 * (by_hand(own.input_mtok, 500, 500) + by_hand(own.output_mtok, 1000, 500))
    assert data["api_monthly"] == pytest.approx(float(month))
    assert data["at_ruleset_prices"]["api_monthly"] == 11_250
    assert data["prices"]["package"] == prices.package()
    text = run("costs", *sets(EXAMPLE), "--prices", "current").out
    assert "cached" in text
    assert prices.package() in text


def test_any_listed_model_can_be_the_baseline(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("decide", *sets(EXAMPLE), "--api-model", "gpt-4.1-nano", "--json")
    data = json.loads(ran.out)
    own = listed("openai", "gpt-4.1-nano")
    month = 10**6 * (by_hand(own.input_mtok, 500, 500) + by_hand(own.output_mtok, 1000, 500))
    assert data["costs"]["api_monthly"] == pytest.approx(float(month))
    assert data["answers"]["api_offer"] == "gpt-4.1-nano"
    assert (data["prices"]["model"], data["prices"]["package"]) == ("gpt-4.1-nano", prices.package())
    assert (
        json.loads(run("decide", *sets(EXAMPLE), "--api-model", "openai/gpt-4o", "--json").out)["answers"][
            "api_offer"
        ]
        == "gpt-4o"
    )
    for name in ("d.md", "d.svg", "d.json"):
        out = tmp_path / name
        command = (
            ["diagram"]
            if name.endswith("svg")
            else ["record", "--format", "json" if "json" in name else "madr"]
        )
        assert run(*command, *sets(EXAMPLE), "--api-model", "gpt-4.1-nano", "-o", out).code == 0
        again = json.loads(run("decide", out, "--json").out)
        assert (again["outcome"], again["costs"]["api_monthly"]) == (
            data["outcome"],
            data["costs"]["api_monthly"],
        )
        assert run("review", out).code == 0


def test_the_advice_says_when_prices_turn_it(run: Callable[..., Ran]) -> None:
    answers = sets(EXAMPLE | {"fine_tune_cost": 120_000, "api_offer": "gpt-4o"})
    data = json.loads(run("decide", *answers, "--prices", "current", "--json").out)
    own = listed("openai", "gpt-4o")
    assert data["prices"]["ruleset_outcome"] == "fine_tune_to_save"
    if own.output_mtok == 10:  # then the outcome turns where prompting costs 120,000 / 12 + 700 a month
        turn = next(one for one in data["prices"]["flips"] if one["figure"] == "output_price.gpt-4o")
        assert turn["to"] == pytest.approx(9.45)
    assert "token prices of" in run("decide", *answers, "--prices", "current").out


def test_the_users_own_price_stays(run: Callable[..., Ran]) -> None:
    data = json.loads(
        run("decide", *sets(EXAMPLE), "--prices", "current", "--set", "output_price=20", "--json").out
    )
    assert data["overrides"]["output_price.gpt-4o"] == 20
    assert "output_price.gpt-4o" not in data["prices"]["names"]


def test_an_unknown_model_is_named_with_the_nearest(run: Callable[..., Ran]) -> None:
    ran = run("decide", *sets(EXAMPLE), "--api-model", "gpt-4oo")
    assert (ran.code, "did you mean openai/gpt-4o" in ran.err) == (1, True)


def test_rules_without_listed_prices(run: Callable[..., Ran]) -> None:
    folder = Path(__file__).parent / "rulesets" / "sound"
    ran = run("decide", "--rules", folder, "--set", "is_urgent=yes", "--api-model", "gpt-4o")
    assert (ran.code, "no figure that is a listed token price" in ran.err) == (1, True)
    for command in ("decide", "costs", "whatif"):
        ran = run(command, "--rules", folder, "--set", "is_urgent=yes", "--prices", "current")
        assert (ran.code, "no figure that is a listed token price" in ran.err) == (1, True)


def test_sources_tell_every_figure_in_use(run: Callable[..., Ran]) -> None:
    data = json.loads(
        run("costs", *sets(EXAMPLE), "--set", "engineering_rate=150", "--sources", "--json").out
    )
    figures = {one["name"]: one for one in data["figures"]}
    assert figures["input_price"]["source"] == "article, cost of prompt engineering"
    assert figures["input_price"]["age_days"] > 0
    gate = figures["volume_gate"]
    assert (gate["value"], gate["unit"], gate["date"]) == (1_000_000, "requests a month", "2026-05-08")
    other = figures["output_price.claude-3.5-sonnet"]  # shown in the table of offers, so in use
    assert (other["value"], other["date"], other["stale"]) == (15, "2026-05-08", other["age_days"] > 180)
    assert figures["engineering_rate"]["source"] == "your own figure"
    assert "older than 10 days" in run("costs", *sets(EXAMPLE), "--sources", "--max-age", "10").out
    assert "older than" not in run("costs", *sets(EXAMPLE), "--sources", "--max-age", "100000").out
    assert run("costs", *sets(EXAMPLE), "--sources", "--max-age", "-1").code == 2


# --- names ---


def test_every_listed_name_is_itself_or_refused_with_a_reason() -> None:
    for provider in get_snapshot().providers:
        for model in provider.models:
            found = prices.find(f"{provider.id}/{model.id}")
            assert found == (provider.id, model.id)
            paid = model.get_prices(datetime.now(UTC))
            if None in (paid.input_mtok, paid.output_mtok) or paid.requests_kcount:
                with pytest.raises(
                    AdvisorError, match=r"no price for input and output|a request beside its tokens"
                ):
                    prices.quote(*found, 500, 1000)
                continue
            quote = prices.quote(*found, 500, 1000, datetime.now(UTC))
            assert (quote.provider, quote.model) == found
            total = model.calc_price(Usage(input_tokens=500, output_tokens=1000), provider).total_price
            assert quote.input * 500 + quote.output * 1000 == Fraction(total) * 10**6


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nope/some-model", "there is no provider `nope`"),
        ("opnai/gpt-4o", "did you mean openai?"),
        ("groq/gpt-4o", "did you mean openai/gpt-4o"),
        ("sonarr", "no prices are listed for the model `sonarr`"),
        ("", "--api-model names no model"),
        ("perplexity/sonar", "a request beside its tokens"),
        ("whisper-1", "no price for input and output tokens"),
        ("openai/text-embedding-3-small", "no price for input and output tokens"),
    ],
)
def test_a_model_that_cannot_be_priced_is_refused(run: Callable[..., Ran], name: str, says: str) -> None:
    ran = run("decide", *sets(EXAMPLE), "--api-model", name)
    assert (ran.code, says in ran.err) == (1, True), ran.err


def test_names_that_are_suggested_work() -> None:
    for wrong in ("gpt-4oo", "groq/gpt-4o", "claude-sonet-4"):
        with pytest.raises(AdvisorError) as refused:
            prices.find(wrong)
        remedy = refused.value.problems[0].remedy
        for name in remedy.removeprefix("did you mean ").removesuffix("?").split(" or "):
            assert prices.quote(*prices.find(name), 1, 1)


def test_another_provider_is_another_offer(run: Callable[..., Ran], tmp_path: Path) -> None:
    answers, out = sets(EXAMPLE), tmp_path / "d.json"
    for name in ("azure/gpt-4o", "groq/openai/gpt-oss-120b"):
        data = json.loads(run("decide", *answers, "--api-model", name, "--json").out)
        assert (data["answers"]["api_offer"], f"{data['prices']['provider']}/{data['prices']['model']}") == (
            name,
            name,
        )
        assert (
            run("record", *answers, "--api-model", name, "--format", "json", "-o", out, "--force").code == 0
        )
        again = json.loads(run("decide", out, "--json").out)
        assert again["costs"]["api_monthly"] == data["costs"]["api_monthly"]
    own = listed("groq", "openai/gpt-oss-120b")
    month = 10**6 * (by_hand(own.input_mtok, 500, 500) + by_hand(own.output_mtok, 1000, 500))
    assert data["costs"]["api_monthly"] == pytest.approx(float(month))


def test_settings_that_contradict_the_model(run: Callable[..., Ran]) -> None:
    ran = run("decide", *sets(EXAMPLE), "--api-model", "o3-mini", "--set", "api_offer=gpt-4o")
    assert (ran.code, "--api-model o3-mini and --set api_offer=gpt-4o" in ran.err) == (1, True)
    assert run("decide", *sets(EXAMPLE), "--api-model", "gpt-4o", "--set", "api_offer=gpt-4o").code == 0
    ran = run("decide", *sets(EXAMPLE), "--api-model", "o3-mini", "--prices", "ruleset")
    assert (ran.code, "--prices ruleset" in ran.err) == (1, True)


def test_the_rules_have_no_price_for_a_model_that_they_do_not_know(run: Callable[..., Ran]) -> None:
    data = json.loads(run("costs", *sets(EXAMPLE), "--api-model", "gpt-4.1-nano", "--json").out)
    offers = {one["id"]: one for one in data["prices"]["offers"]}
    assert offers["gpt-4.1-nano"]["ruleset_input"] is None
    assert data["at_ruleset_prices"]["api_monthly"] is None
    assert "gpt-4.1-nano" not in {one["id"] for one in data["at_ruleset_prices"]["offers"]}
    assert offers["llama-3.1-70b-self-hosted"]["is_listed"] is False
    text = run("costs", *sets(EXAMPLE), "--api-model", "gpt-4.1-nano").out
    assert "16,500 a month" not in text
    assert "not listed" in text


class Clock(datetime):
    """A clock that stands still."""

    time_: datetime

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.time_


def test_a_model_that_the_rules_do_not_know_costs_what_the_dearest_listed_one_does(
    published: Ruleset,
) -> None:
    own = dict.fromkeys(published.questions["api_offer"].options, 700) | {"gpt-4o": 3, "claude-3.5-sonnet": 5}
    fee = published.parameters["input_price"]._replace(values=own, market="")
    rules = replace(published, parameters={**published.parameters, "input_price": fee})
    there = market.with_model(rules, "api_offer", "openai", "o3-mini")
    (new,) = set(there.questions["api_offer"].options) - set(own)
    assert there.parameters["input_price"].values[new] == 5, "and not what hosting one's own costs"


def hourly() -> list[tuple[str, str]]:
    """Models whose price rests on the time of day, of the installed list."""
    return [(one.id, model.id) for one in get_snapshot().providers for model in one.models
            if any(says.startswith("The prices of") for says in prices.remarks(one.id, model.id))]  # fmt: skip


def test_a_month_is_the_mean_over_its_hours() -> None:
    for provider, model in hourly():
        minutes = [
            datetime.combine(datetime.now(UTC).date(), time(minute // 60, minute % 60), UTC)
            for minute in range(1440)
        ]
        parts = [prices.quote(provider, model, 1, 1, minute) for minute in minutes]
        mean = prices.quote(provider, model, 1, 1)
        assert mean.input == Fraction(sum(one.input for one in parts)) / 1440
        assert mean.output == Fraction(sum(one.output for one in parts)) / 1440
        said = " ".join(prices.remarks(provider, model))
        for price in (one(part.output for part in parts) for one in (min, max)):
            assert show(price, "USD") in said


def test_no_outcome_depends_on_the_hour(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    for provider, model in hourly()[:2]:
        found = set()
        for hour in (2, 5, 12, 22):
            Clock.time_ = datetime.combine(datetime.now(UTC).date(), time(hour, 30), UTC)
            monkeypatch.setattr("advisor.prices.listed.quotes.datetime", Clock)
            found.add(run("decide", *sets(EXAMPLE), "--api-model", f"{provider}/{model}", "--json").out)
        assert len(found) == 1
        for command in (["costs"], ["decide", "--full"]):
            assert "time of day" in run(*command, *sets(EXAMPLE), "--api-model", f"{provider}/{model}").out


def test_the_list_has_prices_by_the_hour_and_without() -> None:
    assert prices.remarks("openai", "gpt-4o") == []
    assert hourly(), "no model to try this on: write one into these tests"


# --- prices that rest on the size of a request ---

LARGE = EXAMPLE | {"avg_input_tokens": "150k", "avg_output_tokens": 100, "fine_tune_cost": "3.8M"}
TIERED = ("--api-model", "gemini-2.5-pro")


def tiered() -> tuple[int, Fraction, Fraction]:
    """Where the price of input changes, and the cost of a request with 100 answered tokens on either side."""
    own = listed("google", "gemini-2.5-pro")
    assert isinstance(own.input_mtok, TieredPrices)
    start = own.input_mtok.tiers[0].start
    below, above = (
        by_hand(own.input_mtok, size, size) + by_hand(own.output_mtok, 100, size)
        for size in (start, start + 1)
    )
    return start, below, above


def test_a_flip_where_the_price_changes(run: Callable[..., Ran]) -> None:
    start, below, above = tiered()
    cost = int(12 * (10**6 * (below + above) / 2 - 700))  # paid back on the dear side of the step only
    answers = sets(LARGE | {"fine_tune_cost": cost})
    flips = json.loads(run("whatif", *answers, *TIERED, "--json").out)["flips"]
    (turn,) = [one for one in flips if one["question"] == "avg_input_tokens"]
    assert (turn["to"], turn["outcome"]) == (start + 1, "fine_tune_to_save")
    for size, outcome in ((start, "prompt_engineering_cheaper"), (start + 1, "fine_tune_to_save")):
        data = json.loads(run("decide", *answers, *TIERED, "--set", f"avg_input_tokens={size}", "--json").out)
        assert data["outcome"] == outcome
    back = sets(LARGE | {"fine_tune_cost": cost, "avg_input_tokens": start + 1000})
    flips = json.loads(run("whatif", *back, *TIERED, "--json").out)["flips"]
    assert start in {one["to"] for one in flips if one["question"] == "avg_input_tokens"}


def test_ranges_and_open_sizes_know_both_prices(run: Callable[..., Ran]) -> None:
    start, below, above = tiered()
    cost = int(12 * (10**6 * (below + above) / 2 - 700))
    answers = [*sets(LARGE | {"fine_tune_cost": cost}), *TIERED]

    def found(size: str) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(
            run("whatif", *answers, "--set", f"avg_input_tokens={size}", "--json").out
        )
        return data

    parts = [
        (one["from"], one["to"], one["outcome"]) for one in found(f"{start - 50}..{start + 50}")["segments"]
    ]
    assert parts == [
        (start - 50, start, "prompt_engineering_cheaper"),
        (start + 1, start + 50, "fine_tune_to_save"),
    ]
    assert found(f"{start + 1}..{start + 50}")["outcome"] == "fine_tune_to_save"
    possible = {one["outcome"] for one in found("unknown")["possible"]}
    assert possible == {"prompt_engineering_cheaper", "fine_tune_to_save"}
    ran = run("decide", *answers[2:], "--set", "avg_input_tokens=unknown")
    assert (ran.code, "avg_input_tokens" in ran.err) == (1, True)


@pytest.mark.parametrize("prices_", [(), ("--prices", "current"), TIERED])
def test_a_saved_decision_with_another_size(
    run: Callable[..., Ran], tmp_path: Path, prices_: tuple[str, ...]
) -> None:
    start, _, _ = tiered()
    out = tmp_path / "g.json"
    assert run("record", *sets(LARGE), *TIERED, "--format", "json", "-o", out).code == 0
    size = start + 10_000
    data = json.loads(run("decide", out, *prices_, "--set", f"avg_input_tokens={size}", "--json").out)
    own = listed("google", "gemini-2.5-pro")
    month = 10**6 * (by_hand(own.input_mtok, size, size) + by_hand(own.output_mtok, 100, size))
    assert data["costs"]["api_monthly"] == pytest.approx(float(month))
    plain = json.loads(out.read_text())
    plain["prices"]["steps"]["input_price.google/gemini-2.5-pro"]["prices"] = "none"
    out.write_text(json.dumps(plain))
    ran = run("decide", out)
    assert (ran.code, "› prices: found `none`, expected a list" in ran.err) == (1, True)


def test_a_decision_that_needed_no_size_keeps_the_prices_of_all_sizes(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    start, _, above = tiered()
    out = tmp_path / "g.json"
    saved = run("record", "--set", "base_model_suffices=yes", *TIERED, "--format", "json", "-o", out)
    assert saved.code == 0, saved.err
    later = sets(LARGE | {"avg_input_tokens": start + 1})
    data = json.loads(run("decide", out, *later, "--json").out)
    assert data["costs"]["api_monthly"] == pytest.approx(float(10**6 * above))
    damaged = json.loads(out.read_text())
    damaged["prices"]["steps"]["no_price.gpt-4o"] = {"tokens": "avg_input_tokens", "prices": [[0, 1]]}
    out.write_text(json.dumps(damaged))
    ran = run("decide", out)
    assert (ran.code, "no_price" in ran.err) == (1, True)


# --- saved prices ---


@pytest.fixture
def old(run: Callable[..., Ran], tmp_path: Path) -> Path:
    """A decision at prices that an older list has."""
    out = tmp_path / "old.json"
    assert run("record", *sets(EXAMPLE), "--prices", "current", "--format", "json", "-o", out).code == 0
    saved = json.loads(out.read_text())
    saved["overrides"]["output_price.gpt-4o"] = 40
    saved["prices"]["package"] = "genai-prices 0.0.1"
    out.write_text(json.dumps(saved))
    return out


def test_saved_prices_stay_with_the_list_that_they_are_of(run: Callable[..., Ran], old: Path) -> None:
    data = json.loads(run("costs", old, "--json").out)
    offers = {one["id"]: one for one in data["prices"]["offers"]}
    assert (data["api_monthly"], data["prices"]["package"]) == (41_250, "genai-prices 0.0.1")
    assert (offers["gpt-4o"]["output"], offers["gpt-4o"]["batch_output"]) == (40, None)
    figures = json.loads(run("costs", old, "--sources", "--json").out)["figures"]
    assert {one["source"] for one in figures if "_price." in one["name"]} == {"genai-prices 0.0.1"}


def test_saved_prices_are_asked_anew(run: Callable[..., Ran], old: Path) -> None:
    data = json.loads(run("decide", old, "--prices", "current", "--json").out)
    fresh = json.loads(run("decide", *sets(EXAMPLE), "--prices", "current", "--json").out)
    assert (data["costs"], data["prices"]) == (fresh["costs"], fresh["prices"])


def test_back_to_the_rules_prices(run: Callable[..., Ran], old: Path, tmp_path: Path) -> None:
    data = json.loads(run("decide", old, "--prices", "ruleset", "--json").out)
    assert (data["costs"]["api_monthly"], data["prices"], data["overrides"]) == (11_250, None, {})
    other = tmp_path / "other.md"
    run("record", *sets(EXAMPLE), "--api-model", "o3-mini", "-o", other)
    ran = run("decide", other, "--prices", "ruleset")
    assert (ran.code, "the rules have no price for o3-mini" in ran.err) == (1, True)
    assert run("decide", other, "--prices", "ruleset", "--set", "api_offer=gpt-4o").code == 0


def test_a_listed_price_that_is_replaced_is_the_users_own(run: Callable[..., Ran], old: Path) -> None:
    command = ("costs", old, "--set", "output_price=9")
    figures = {one["name"]: one for one in json.loads(run(*command, "--sources", "--json").out)["figures"]}
    assert figures["output_price.gpt-4o"]["source"] == "your own figure"
    assert figures["input_price.gpt-4o"]["source"] == "genai-prices 0.0.1"
    text = run(*command).out
    assert "Price of output tokens: $9 per million tokens" in text[text.index("Figures replaced") :]


def test_a_saved_model_can_be_exchanged(run: Callable[..., Ran], tmp_path: Path) -> None:
    one, other, third = (tmp_path / name for name in ("n.md", "n2.md", "n3.md"))
    assert run("record", *sets(EXAMPLE), "--api-model", "gpt-4.1-nano", "-o", one).code == 0
    assert run("record", one, "--api-model", "o3-mini", "-o", other).code == 0
    data = json.loads(run("decide", other, "--json").out)
    assert (data["answers"]["api_offer"], data["prices"]["model"]) == ("o3-mini", "o3-mini")
    assert not any("nano" in name for name in data["overrides"])
    assert run("record", other, "--prices", "current", "--set", "api_offer=gpt-4o", "-o", third).code == 0
    assert json.loads(run("decide", third, "--json").out)["answers"]["api_offer"] == "gpt-4o"


def test_small_prices_are_told_apart(run: Callable[..., Ran]) -> None:
    assert show(Fraction("0.025"), "USD") == "$0.025"
    assert worked(Fraction("0.4"), "USD", full=True) == "$0.40"
    own = listed("openai", "gpt-oss-120b")
    text = " ".join(run("costs", *sets(EXAMPLE), "--api-model", "openai/gpt-oss-120b").out.split())
    assert isinstance(own.input_mtok, Decimal)
    assert f"500 × {show(exact(Fraction(own.input_mtok)), 'USD')} + 1,000 ×" in text
