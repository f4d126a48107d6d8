"""Answers at the token prices that are listed today."""

from advisor.engine.answers import Answers, MarketPrices, PriceSteps
from advisor.engine.scope import Scope
from advisor.errors import Unanswered
from advisor.prices import listed as prices
from advisor.prices import market
from advisor.prices.listed import Quote
from advisor.prices.market import Priced
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.records import Market


def with_api_model(rules: Ruleset, name: str) -> tuple[Ruleset, str, str]:
    """The ruleset, the choice and the option that stand for a listed model. Raises AdvisorError."""
    choice = market.needed(rules)[0].choice
    provider, model = prices.find(name)
    prices.quote(provider, model, None, None)  # refuses what tokens do not pay for
    for option, listed in market.listed(rules, choice).items():
        if prices.identity(listed.provider, listed.model) == (provider, model):
            return rules, choice, option
    option = market.option_of(rules, choice, provider, model)
    return market.with_model(rules, choice, provider, model), choice, option


def priced(rules: Ruleset, answers: Answers) -> Answers:
    """The answers with every listed price as an override; figures the user gave stay. Raises AdvisorError."""
    figures = market.needed(rules)
    found: dict[str, Number] = {}
    steps: dict[str, PriceSteps] = {}
    remarks: dict[str, None] = {}
    for one in figures:
        for option, listed in market.listed(rules, one.choice).items():
            name = f"{one.name}.{option}"
            if name not in answers.overrides:
                by_size = _steps(listed, one, _size_question(figures, one.choice))
                if by_size is None:
                    continue
                found[name] = by_size.prices[0][1]
                steps |= {name: by_size} if by_size.tokens and len(by_size.prices) > 1 else {}
                remarks |= dict.fromkeys(_remarks(listed, by_size))
    new = next(iter(market.added(rules).values()), ("", ""))
    today = MarketPrices(prices.package(), *new, tuple(found), steps, tuple(remarks))
    return market.kept(rules, answers._replace(overrides={**answers.overrides, **found}), today)


def quotes(rules: Ruleset, scope: Scope, choice: str) -> dict[str, Quote]:
    """The prices of each listed option of a choice, for requests of the size the user gave."""
    sizes = {one.kind: _tokens(scope, one.tokens) for one in market.priced(rules) if one.choice == choice}
    return {option: prices.month(listed.provider, listed.model, sizes.get("input"), sizes.get("output"))
            for option, listed in market.listed(rules, choice).items()}  # fmt: skip


def _size_question(figures: list[Priced], choice: str) -> str:
    """The question that says how large a request is: what it sends decides on its tier."""
    return next((one.tokens for one in figures if one.choice == choice and one.kind == "input"), "")


def _steps(listed: Market, one: Priced, tokens: str) -> PriceSteps | None:
    """One figure for requests of every size, a single one where it does not matter; None if not listed."""
    found: list[tuple[int, Number]] = []
    for start in (0, *prices.tier_starts(listed.provider, listed.model)):
        price = prices.month(listed.provider, listed.model, start + 1, 1).figure(one.kind)
        if price is None:
            return None
        if not found or found[-1][1] != price:
            found.append((start, price))
    return PriceSteps(tokens, tuple(found))


def _remarks(listed: Market, by_size: PriceSteps) -> list[str]:
    """What to know about the prices of a model."""
    found = prices.remarks(listed.provider, listed.model)
    if not by_size.tokens and len(by_size.prices) > 1:
        found.append(f"{listed.provider}/{listed.model} has other prices for large requests, and these rules "
                     "do not ask for their size: the lowest tier counts.")  # fmt: skip
    return found


def _tokens(scope: Scope, question: str) -> Number | None:
    try:
        value: Number | None = scope[question] if question else None
    except Unanswered:
        return None
    return value
