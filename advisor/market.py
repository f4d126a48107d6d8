"""Which choices of a ruleset have listed prices, and a ruleset with one more such choice."""

from typing import NamedTuple

from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.model import Market, Option, Parameter


class Priced(NamedTuple):
    """A parameter that is a listed token price.

    choice: the question whose options it depends on
    kind: `input` or `output`
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


def listed(rules: Ruleset, choice: str) -> dict[str, Market]:
    """The options of a choice that are listed, and what they are called there."""
    return {name: option.market for name, option in rules.questions[choice].options.items() if option.market}


def with_model(rules: Ruleset, choice: str, provider: str, model: str) -> Ruleset:
    """The ruleset with one more option of a choice: a listed model that it does not know.

    Its prices have to be overridden. Other figures that depend on the choice are taken from the options
    that are listed too, the greatest of them: what none of them pays for, it does not pay for either.
    """
    if model in rules.questions[choice].options:
        return rules
    option = Option(f"{model} ({provider})", market=Market(provider, model))
    question = rules.questions[choice]
    question = question._replace(options={**question.options, model: option})
    peers = list(listed(rules, choice))
    parameters = {name: _with_option(one, model, peers) if one.by == choice else one
                  for name, one in rules.parameters.items()}  # fmt: skip
    changed = rules._replace(questions={**rules.questions, choice: question}, parameters=parameters)
    changed.origin, changed.types, changed.derived = rules.origin, rules.types, {}
    return changed


def _with_option(parameter: Parameter, option: str, peers: list[str]) -> Parameter:
    figure: Number = max((parameter.values[peer] for peer in peers), default=0)
    return parameter._replace(values={**parameter.values, option: figure})
