"""Answers at the token prices that are listed today."""

from advisor import market, prices
from advisor.answers import Answers, MarketPrices
from advisor.errors import AdvisorError, Problem, Unanswered
from advisor.market import Priced
from advisor.prices import Quote
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.scope import Scope


def with_api_model(rules: Ruleset, name: str) -> tuple[Ruleset, str, str]:
    """The ruleset, the choice and the option that stand for a listed model. Raises AdvisorError."""
    found = market.priced(rules)
    if not found:
        says = f"the rules `{rules.id}` have no figure that is a listed token price"
        raise AdvisorError(Problem("no-market", says, "give a parameter the key `market`"))
    choice = found[0].choice
    provider, _, model = name.rpartition("/")
    quote = prices.quote(provider or None, model, None, None)
    for option, listed in market.listed(rules, choice).items():
        own = prices.quote(listed.provider, listed.model, None, None)
        if (own.provider, own.model) == (quote.provider, quote.model):
            return rules, choice, option
    return market.with_model(rules, choice, quote.provider, quote.model), choice, quote.model


def priced(rules: Ruleset, answers: Answers) -> Answers:
    """The answers with every listed price as an override; figures the user gave stay. Raises AdvisorError."""
    overrides = dict(answers.overrides)
    scope = Scope(rules, answers)
    names = []
    for one in market.priced(rules):
        for option, quote in quotes(rules, scope, one).items():
            name = f"{one.name}.{option}"
            if name not in answers.overrides:
                overrides[name] = quote.input if one.kind == "input" else quote.output
                names.append(name)
    new = _named_model(rules, answers)
    listed = MarketPrices(prices.package(), *new, names=tuple(names))
    return answers._replace(overrides=overrides, market=listed)


def quotes(rules: Ruleset, scope: Scope, one: Priced) -> dict[str, Quote]:
    """The prices of each listed option, for requests of the size the user gave."""
    sizes = {other.kind: _tokens(scope, other.tokens) for other in market.priced(rules)}
    return {option: prices.quote(listed.provider, listed.model, sizes.get("input"), sizes.get("output"))
            for option, listed in market.listed(rules, one.choice).items()}  # fmt: skip


def _tokens(scope: Scope, question: str) -> Number | None:
    try:
        value: Number | None = scope[question] if question else None
    except Unanswered:
        return None
    return value


def _named_model(rules: Ruleset, answers: Answers) -> tuple[str, str]:
    """Provider and model of an offer that the files of the rules do not have; empty if there is none."""
    for one in market.priced(rules):
        chosen = answers.known().get(one.choice)
        listed = market.listed(rules, one.choice).get(str(chosen))
        if listed and listed.model == chosen and not _is_in_files(rules, one.choice, listed.model):
            return listed.provider, listed.model
    return "", ""


def _is_in_files(rules: Ruleset, choice: str, option: str) -> bool:
    place = rules.origin.place(("questions", choice, "options", option))
    return place != rules.origin.place(("questions", choice, "options"))
