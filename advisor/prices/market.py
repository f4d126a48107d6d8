"""Which choices of a ruleset have listed prices, and a ruleset with these prices and one more such choice."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from advisor.engine.answers import UNKNOWN, Answers
from advisor.engine.scope import Scope
from advisor.errors import AdvisorError, AnswerError, Place, Problem, Unanswered, brief
from advisor.language.expression import Expression
from advisor.language.tree import Cases, Comparison, Name, Numeral, names_in, walk
from advisor.quantities import Number
from advisor.rules import Ruleset
from advisor.rules.records import Market, Option, Parameter
from advisor.rules.ruleset import FigureValue, Overlay


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
    found = ((name, one) for name, one in rules.parameters.items() if one.market and one.by)
    return [Priced(name, one.by, one.market, one.tokens) for name, one in found]


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
    found: dict[str, Market] = {}
    for choice in {one.choice for one in priced(rules)}:
        known = own(rules).questions[choice].options
        found |= {option: market for option, market in listed(rules, choice).items() if option not in known}
    return found


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
    parameters = {
        key: _with_option(one, name, peers) if one.by == choice else one
        for key, one in rules.parameters.items()
    }
    questions = {**rules.questions, choice: question}
    return replace(rules, questions=questions, parameters=parameters, as_written=own(rules))


def _with_option(parameter: Parameter, option: str, peers: list[str]) -> Parameter:
    figure: Number = max((parameter.values[peer] for peer in peers), default=0)
    return parameter._replace(values={**parameter.values, option: figure})


class Steps(NamedTuple):
    """A listed price that rests on the size of a request.

    tokens: the question that says how large a request is
    prices: pairs of a size and the price of larger requests, smallest first; the first counts from zero
    """

    tokens: str
    prices: tuple[tuple[int, Number], ...]

    @property
    def figure(self) -> FigureValue:
        """The price as the rules compute it."""
        (_, first), *larger = self.prices
        cases = (
            (Comparison(Name(self.tokens), ">", Numeral(size)), Numeral(price)) for size, price in larger
        )
        return Expression(Cases(tuple(cases)[::-1], Numeral(first))) if larger else first


class Listing(NamedTuple):
    """Listed token prices as a decision keeps them.

    package: where they are listed, with its version
    provider, model: a model that is none of the ruleset's offers; empty if none was named
    names: the overrides of the decision that are such prices
    steps: those that rest on the size of a request; they count before the override
    remarks: what to know about these prices
    """

    package: str
    provider: str = ""
    model: str = ""
    names: tuple[str, ...] = ()
    steps: Mapping[str, Steps] = {}
    remarks: tuple[str, ...] = ()


class Quoted(NamedTuple):
    """The price of one kind of tokens of one offer.

    name: as an override has it
    kind: `input` or `output`
    ruleset: as the rules have it; None if they do not know the offer
    listed: as it is listed; None if it is not
    cached, batch: as they are listed for cached input and for batches; None where they are not
    is_own: the user replaced it, and `listed` is the user's figure
    """

    name: str
    kind: str
    ruleset: Number | None
    listed: Number | None
    cached: Number | None = None
    batch: Number | None = None
    is_own: bool = False


def laid_over(
    rules: Ruleset, source: str, figures: Mapping[str, FigureValue], remarks: Iterable[str]
) -> Ruleset:
    """The ruleset with listed figures in place of its own; without any that were laid over it before."""
    return replace(rules, overlay=Overlay(source, figures, tuple(remarks)), as_written=own(rules))


def with_listing(
    rules: Ruleset, listing: Listing, figures: Mapping[str, Number], places: Mapping[str, Place]
) -> Ruleset:
    """The ruleset with the listed prices that a decision keeps. Raises AnswerError.

    `places` tells where each price was found.
    """
    for name, one in listing.steps.items():
        if not rules.is_ordered(one.tokens) or one.tokens not in rules.questions:
            says = f"rests on the size of a request, and there is no question `{brief(one.tokens)}` about it"
            raise AnswerError(Problem("damaged", says, place=places.get(name), where=brief(name)))
    by_size = {name: one.figure for name, one in listing.steps.items()}
    return laid_over(rules, listing.package, {**figures, **by_size}, listing.remarks)


def listing(scope: Scope) -> Listing | None:
    """The listed prices under the answers of a scope, but for those that the user replaced; None without any."""
    rules, overlay = scope.rules, scope.rules.overlay
    if overlay is None:
        return None
    new = next(iter(added(rules).values()), ("", ""))
    laid = {name: one for name, one in overlay.figures.items() if name not in scope.answers.overrides}
    steps = {name: _steps(one) for name, one in laid.items() if isinstance(one, Expression)}
    return Listing(overlay.source, *new, tuple(laid), steps, overlay.remarks)


def _steps(figure: Expression) -> Steps:
    """The prices by size that a figure was made of."""
    cases = figure.tree
    assert isinstance(cases, Cases)
    assert isinstance(cases.last, Numeral)
    (tokens,) = names_in(cases)
    pairs = [tuple(node.value for node in walk(*case) if isinstance(node, Numeral)) for case in cases.first]
    return Steps(tokens, ((0, cases.last.value), *((int(size), price) for size, price in pairs[::-1])))


def replaced(scope: Scope) -> dict[str, Number]:
    """The figures that stand in for those of the files: the user's own, and listed prices for requests of this size.

    A price whose size is not known is left out: reading it asks for the size.
    """
    rules, found = scope.rules, dict(scope.answers.overrides)
    laid = rules.overlay.figures.items() if rules.overlay else ()
    for name, figure in sorted(laid, key=lambda one: isinstance(one[1], Expression)):
        with suppress(Unanswered, ZeroDivisionError):
            found.setdefault(name, figure.value(scope) if isinstance(figure, Expression) else figure)
    return found


def without(rules: Ruleset, answers: Answers) -> tuple[Ruleset, Answers]:
    """The rules as their files have them, and the answers at their prices.

    An option that the files do not have counts as not answered.
    """
    extra = added(rules)
    given = {name: value for name, value in answers.given.items() if value not in extra}
    open_ = {name: UNKNOWN for name in answers.given if name not in given}
    overrides = {
        name: value for name, value in answers.overrides.items() if name.partition(".")[2] not in extra
    }
    return own(rules), Answers({**given, **open_}, overrides)
