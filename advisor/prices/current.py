"""Rules at the token prices that are listed today."""

from collections.abc import Container

from advisor.engine.scope import Scope
from advisor.prices import listed as prices
from advisor.prices import market
from advisor.prices.listed import Quote
from advisor.prices.market import Priced, Steps
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.records import Market
from advisor.rules.ruleset import FigureValue


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


def priced(rules: Ruleset, replaced: Container[str] = ()) -> Ruleset:
    """The ruleset with every listed price in place of its own. Raises AdvisorError.

    replaced: the figures that the user replaced, which these are not told of
    """
    listed_figures = market.needed(rules)
    figures: dict[str, FigureValue] = {}
    remarks: dict[str, None] = {}
    for one in listed_figures:
        tokens = _size_question(listed_figures, one.choice)
        for option, listed in market.listed(rules, one.choice).items():
            steps = _steps(listed, one, tokens)
            if steps and (name := f"{one.name}.{option}") not in replaced:
                figures[name] = steps.figure if tokens else steps.prices[0][1]
                remarks |= dict.fromkeys(_remarks(listed, steps))
    return market.laid_over(rules, prices.package(), figures, remarks)


def quotes(rules: Ruleset, scope: Scope, choice: str) -> dict[str, Quote]:
    """The prices of each listed option of a choice, for requests of the size the user gave."""
    figures = (one for one in market.priced(rules) if one.choice == choice and one.tokens)
    sizes = {one.kind: scope[one.tokens] for one in figures if scope.knows(one.tokens)}
    return {
        option: prices.quote(listed.provider, listed.model, sizes.get("input"), sizes.get("output"))
        for option, listed in market.listed(rules, choice).items()
    }


def _size_question(figures: list[Priced], choice: str) -> str:
    """The question that says how large a request is: what it sends decides on its tier."""
    return next((one.tokens for one in figures if one.choice == choice and one.kind == "input"), "")


def _steps(listed: Market, one: Priced, tokens: str) -> Steps | None:
    """One figure for requests of every size, a single one where it does not matter; None if not listed."""
    found: list[tuple[int, Number]] = []
    for start in (0, *prices.tier_starts(listed.provider, listed.model)):
        price = prices.quote(listed.provider, listed.model, start + 1, 1).figure(one.kind)
        if price is None:
            return None
        if not found or found[-1][1] != price:
            found.append((start, price))
    return Steps(tokens, tuple(found))


def _remarks(listed: Market, by_size: Steps) -> list[str]:
    """What to know about the prices of a model."""
    found = prices.remarks(listed.provider, listed.model)
    if not by_size.tokens and len(by_size.prices) > 1:
        found.append(
            f"{listed.provider}/{listed.model} has other prices for large requests, and these rules "
            "do not ask for their size: the lowest tier counts."
        )
    return found
