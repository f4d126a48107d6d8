"""Which choices of a ruleset have listed prices, a ruleset with one more such choice, and prices by size."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from advisor.engine.answers import UNKNOWN, Answers, MarketPrices
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, AnswerError, Place, Problem, Unanswered, brief
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.records import Market, Option, Parameter


class Priced(NamedTuple):
    """A parameter that is a listed figure.

    choice: the question whose options it depends on
    kind: which figure of a quote it is, such as `input`
    tokens: the question that says how many such tokens a request has; empty if the rules do not say
    """

    name: str
    choice: str
    kind: str
    tokens: str


def priced(rules: Ruleset) -> list[Priced]:
    """The parameters that are listed token prices."""
    return [Priced(name, one.by, one.market, one.tokens) for name, one in rules.parameters.items()
            if one.market and one.by]  # fmt: skip


def needed(rules: Ruleset) -> list[Priced]:
    """The parameters that are listed token prices. Raises AdvisorError if there are none."""
    found = priced(rules)
    if not found:
        says = f"the rules `{rules.id}` have no figure that is a listed token price"
        raise AdvisorError(Problem("no-market", says, "give a parameter the key `market`"))
    return found


def listed(rules: Ruleset, choice: str) -> dict[str, Market]:
    """The options of a choice that are listed, and what they are called there."""
    return {name: option.market for name, option in rules.questions[choice].options.items() if option.market}


def own(rules: Ruleset) -> Ruleset:
    """The ruleset as its files have it, without models that were added."""
    return rules.as_written or rules


def added(rules: Ruleset) -> dict[str, Market]:
    """The options that the files of the rules do not have, and what they are called in the list."""
    before = own(rules).questions
    return {option: market for choice in {one.choice for one in priced(rules)}
            for option, market in listed(rules, choice).items() if option not in before[choice].options}  # fmt: skip


def option_of(rules: Ruleset, choice: str, provider: str, model: str) -> str:
    """The id that a listed model has, or would have, among the options of a choice.

    Its provider is a part of it, unless the rules name models of that provider themselves.
    """
    found = listed(rules, choice)
    for option, market in found.items():
        if market == (provider, model):
            return option
    options = own(rules).questions[choice].options
    is_known = provider in {market.provider for market in listed(own(rules), choice).values()}
    return model if is_known and model not in options else f"{provider}/{model}"


def with_model(rules: Ruleset, choice: str, provider: str, model: str) -> Ruleset:
    """The ruleset with one more option of a choice: a listed model that it does not know.

    Its prices have to be overridden: the rules have none, and what stands for them is never shown.
    Other figures that depend on the choice are taken from the options that are listed too, the
    greatest of them: what none of them pays for, it does not pay for either.
    """
    name = option_of(rules, choice, provider, model)
    question = rules.questions[choice]
    if name in question.options:
        return rules
    option = Option(f"{model} ({provider})", market=Market(provider, model))
    question = question._replace(options={**question.options, name: option})
    peers = list(listed(own(rules), choice))
    parameters = {key: _with_option(one, name, peers) if one.by == choice else one
                  for key, one in rules.parameters.items()}  # fmt: skip
    questions = {**rules.questions, choice: question}
    return replace(rules, questions=questions, parameters=parameters, as_written=own(rules))


def _with_option(parameter: Parameter, option: str, peers: list[str]) -> Parameter:
    figure: Number = max((parameter.values[peer] for peer in peers), default=0)
    return parameter._replace(values={**parameter.values, option: figure})


def kept(
    rules: Ruleset, answers: Answers, prices: MarketPrices, places: Mapping[str, Place] | None = None
) -> Answers:
    """The answers with listed prices, those of the size that is answered. Raises AdvisorError.

    `places` tells where each price was found.
    """
    for name, one in prices.steps.items():
        if not rules.is_ordered(one.tokens) or one.tokens not in rules.questions:
            says = f"rests on the size of a request, and there is no question `{brief(one.tokens)}` about it"
            raise AnswerError(Problem("damaged", says, place=(places or {}).get(name), where=brief(name)))
    return at_size(rules, answers._replace(market=prices))


def at_size(rules: Ruleset, answers: Answers) -> Answers:
    """The answers with each price that rests on the size of a request as it is for theirs.

    A price whose size is not known is left out: reading it asks for the size.
    """
    prices = answers.market
    if prices is None or not prices.steps:
        return answers
    scope = Scope(rules, answers)
    overrides = {name: value for name, value in answers.overrides.items() if name not in prices.steps}
    for name, one in prices.steps.items():
        try:
            overrides[name] = one.at(scope[one.tokens])
        except (Unanswered, ZeroDivisionError):
            continue
    return answers._replace(overrides=overrides)


def without(rules: Ruleset, answers: Answers) -> tuple[Ruleset, Answers]:
    """The rules as their files have them, and the answers at their prices.

    An option that the files do not have counts as not answered.
    """
    before, names = own(rules), answers.market.names if answers.market else ()
    extra = added(rules)
    given = {name: value for name, value in answers.given.items() if value not in extra}
    open_ = {name: UNKNOWN for name in answers.given if name not in given}
    overrides = {name: value for name, value in answers.overrides.items()
                 if name not in names and name.partition(".")[2] not in extra}  # fmt: skip
    return before, Answers({**given, **open_}, overrides)
