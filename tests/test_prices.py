"""Token prices as listed today: against hand-computed figures, without a network, decidable again."""

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import ModelPrice, TieredPrices

from advisor import prices
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
    quote = prices.quote(provider, model, size, 1000)
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
    assert "cached in" in text
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
    assert (ran.code, "did you mean gpt-4o" in ran.err) == (1, True)


def test_rules_without_listed_prices(run: Callable[..., Ran]) -> None:
    folder = Path(__file__).parent / "rulesets" / "sound"
    ran = run("decide", "--rules", folder, "--set", "is_urgent=yes", "--api-model", "gpt-4o")
    assert (ran.code, "no figure that is a listed token price" in ran.err) == (1, True)
    assert run("decide", "--rules", folder, "--set", "is_urgent=yes", "--prices", "current").code == 0


def test_sources_tell_every_figure_in_use(run: Callable[..., Ran]) -> None:
    data = json.loads(
        run("costs", *sets(EXAMPLE), "--set", "engineering_rate=150", "--sources", "--json").out
    )
    figures = {one["name"]: one for one in data["figures"]}
    assert figures["input_price"]["source"] == "article, cost of prompt engineering"
    assert figures["input_price"]["age_days"] > 0
    assert figures["volume_gate"]["value"] == "1,000,000 requests a month"
    assert figures["engineering_rate"]["source"] == "your own figure"
    assert "older than 10 days" in run("costs", *sets(EXAMPLE), "--sources", "--max-age", "10").out
