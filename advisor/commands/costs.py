"""Every offer and plan at your volume: formula, numbers and result.

Needs only the answers that the figures rest on; a figure whose answers are missing says so.

Example: advisor costs answers.yaml --set engineering_rate=150
"""

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.advice import costs, figures, retirement
from advisor.commands import inputs, options
from advisor.commands.output import print_json
from advisor.engine.answers import plain_values
from advisor.engine.scope import Scope
from advisor.engine.session import walk
from advisor.errors import Unanswered
from advisor.prices import market
from advisor.quantities import plainest

if TYPE_CHECKING:  # loads the list of prices
    from advisor.prices.listed import Quote


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    options.add_answers(parser)
    options.add_json(parser, "the figures")
    says = "list every figure in use with its source, date and age"
    parser.add_argument("--sources", action="store_true", help=says)
    options.add_max_age(parser, "with --sources: mark figures older than this")


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0, or AdvisorError."""
    given = inputs.read(args)
    scope = Scope(given.rules, given.answers)
    found = costs.costs(scope)
    if args.sources:
        return _sources(scope, args)
    if args.json:
        print_json(_data(given, scope, found), given.rules)
        return 0
    from advisor.output import terminal

    terminal.show(terminal.every_figure(found, scope))
    listed = market.listing(scope)
    if listed:
        before = costs.costs(_at_ruleset_prices(scope))
        terminal.show(terminal.prices_compared(before, found, _quoted(scope), listed))
    return 0


def _data(given: inputs.Inputs, scope: Scope, found: costs.CostFigures) -> dict[str, Any]:
    data = costs.to_json(found) | {
        "answers": plain_values(given.rules, given.answers.given),
        "defaults": plain_values(given.rules, scope.used_defaults),
        "overrides": plain_values(given.rules, market.replaced(scope)),
    }
    listed = given.rules.overlay
    if listed:
        data["at_ruleset_prices"] = costs.to_json(costs.costs(_at_ruleset_prices(scope)))
        offers = [_offer(option, quoted) for option, (_, quoted) in _quoted(scope).items()]
        data["prices"] = {"package": listed.source, "remarks": list(listed.remarks), "offers": offers}
    return data


def _offer(option: str, quoted: list[market.Quoted]) -> dict[str, Any]:
    """The prices of one offer as plain data; null where there is none."""
    data: dict[str, Any] = {"id": option, "is_listed": any(one.listed is not None for one in quoted)}
    for one in quoted:
        data[one.kind] = costs.number(one.listed)
        data[f"ruleset_{one.kind}"] = costs.number(one.ruleset)
        data[f"batch_{one.kind}"] = costs.number(one.batch)
        if one.kind == "input":
            data["cached_input"] = costs.number(one.cached)
    return data


def _at_ruleset_prices(scope: Scope) -> Scope:
    return Scope(*market.without(scope.rules, scope.answers))


def _quoted(scope: Scope) -> dict[str, tuple[str, list[market.Quoted]]]:
    """For each offer its title and its prices by kind of tokens, the ruleset's and the listed ones."""
    rules, priced = scope.rules, market.priced(scope.rules)
    choice = priced[0].choice
    kinds = [one for one in priced if one.choice == choice and one.kind in ("input", "output")]
    quotes, found = _quotes(scope, choice), {}
    for option, title in rules.options(choice).items():
        there = scope.with_choices({choice: option})
        found[option] = (title, [_quoted_of(there, one, option, quotes.get(option)) for one in kinds])
    return found


def _quoted_of(there: Scope, one: market.Priced, option: str, quote: "Quote | None") -> market.Quoted:
    """The price of one kind of tokens under an offer."""
    name, listed = f"{one.name}.{option}", market.listing(there)
    is_own = name in there.answers.overrides
    try:
        price = there[one.name] if is_own or (listed and name in listed.names) else None
    except Unanswered:  # it rests on a size that is not known: the least it can be
        price = listed.steps[name].prices[0][1] if listed else None
    before = market.own(there.rules).parameters[one.name].values.get(option)
    cached, batch = (getattr(quote, f"{how}_{one.kind}", None) for how in ("cached", "batch"))
    return market.Quoted(name, one.kind, before, price, cached, batch, is_own)


def _quotes(scope: Scope, choice: str) -> "dict[str, Quote]":
    """Cached and batch prices, which no decision keeps: only those of the list that is installed."""
    from advisor.prices import current
    from advisor.prices import listed as prices

    listed = scope.rules.overlay
    is_current = listed is not None and listed.source == prices.package()
    return dict(current.quotes(scope.rules, scope, choice)) if is_current else {}


def _sources(scope: Scope, args: argparse.Namespace) -> int:
    """List every figure in use; the user's own and listed prices come without a date of the rules."""
    walked = walk(scope.rules, scope.answers).scope  # so that the thresholds on the way are in use too
    figures.read_for(walked, scope.rules.costs.figures)
    found, today = [*figures.figures_in_use(walked), *figures.figures_replaced(walked)], date.today()
    ending = retirement.behind(scope.rules, (one.name.partition(".")[0] for one in found))
    if args.json:
        listed = [_figure(one, args.max_age, today) for one in found]
        print_json({"figures": listed, "retirements": retirement.to_json(ending, today)})
    else:
        from advisor.output import terminal

        terminal.show(terminal.sources(found, ending, today, args.max_age))
    return 0


def _figure(one: figures.FigureInUse, max_age: int, today: date) -> dict[str, Any]:
    return one._asdict() | {
        "value": plainest(one.value, one.unit),
        "date": one.date.isoformat() if one.date else None,
        "age_days": figures.age(one, today),
        "stale": figures.is_stale(one, max_age, today),
    }
