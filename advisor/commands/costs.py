"""Every offer and plan at your volume: formula, numbers and result.

Needs only the answers that the figures rest on; a figure whose answers are missing says so.
"""

import argparse
from datetime import date
from typing import Any

from advisor import costs, market
from advisor.answers import to_plain
from advisor.commands import inputs
from advisor.commands.output import print_json
from advisor.decision import ruleset_id
from advisor.quantities import show
from advisor.scope import Scope
from advisor.session import walk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--sources", action="store_true",
                        help="list every figure in use with its source, date and age")  # fmt: skip
    parser.add_argument("--max-age", type=int, default=180, metavar="DAYS",
                        help="with --sources: mark figures older than this (default: 180)")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0, or AdvisorError."""
    given = inputs.read(args)
    scope = Scope(given.rules, given.answers)
    found = costs.costs(scope)
    if args.sources:
        return _sources(scope, args)
    if args.json:
        print_json(_data(given, scope, found))
        return 0
    from advisor import terminal

    terminal.print_costs(found, scope)
    if given.answers.market:
        before = costs.costs(_at_ruleset_prices(scope))
        terminal.print_prices(before, found, _quoted(scope), given.answers.market.package)
    return 0


def _data(given: inputs.Inputs, scope: Scope, found: costs.Costs) -> dict[str, Any]:
    data = costs.to_json(found) | {
        "ruleset": ruleset_id(given.rules)._asdict(),
        "answers": {name: to_plain(value) for name, value in given.answers.given.items()},
        "defaults": {name: to_plain(value) for name, value in scope.used_defaults.items()},
        "overrides": {name: to_plain(value) for name, value in given.answers.overrides.items()},
    }
    if given.answers.market:
        data["at_ruleset_prices"] = costs.to_json(costs.costs(_at_ruleset_prices(scope)))
        data["prices"] = {"package": given.answers.market.package, "offers": [
            {"id": option, **{key: to_plain(value) if value is not None else None
                              for key, value in quote._asdict().items()}}
            for option, quote in _quoted(scope).items()]}  # fmt: skip
    return data


def _at_ruleset_prices(scope: Scope) -> Scope:
    listed = scope.answers.market
    names = listed.names if listed else ()
    own = {name: value for name, value in scope.answers.overrides.items() if name not in names}
    return Scope(scope.rules, scope.answers._replace(overrides=own, market=None))


def _quoted(scope: Scope) -> dict[str, costs.Quoted]:
    """The prices of each listed offer, the ruleset's and today's."""
    from advisor.commands import today

    figures = {one.kind: one for one in market.priced(scope.rules)}
    titles = scope.rules.options(figures["input"].choice)
    found = {}
    for option, quote in today.quotes(scope.rules, scope, figures["input"].choice).items():
        before = [
            scope.rules.parameters[figures[kind].name].values.get(option) for kind in ("input", "output")
        ]
        found[option] = costs.Quoted(titles[option], before[0], before[1], quote.input, quote.output,
                                     quote.cached_input, quote.batch_input, quote.batch_output)  # fmt: skip
    return found


def _sources(scope: Scope, args: argparse.Namespace) -> int:
    """List every figure in use; the user's own and listed prices come without a date of the rules."""
    walked = walk(scope.rules, scope.answers).scope  # so that the thresholds on the way are in use too
    costs.costs(walked)
    figures = [*costs.figures_used(walked), *_replaced(walked)]
    if args.json:
        print_json({"figures": [_figure(one, args.max_age) for one in figures]})
    else:
        from advisor import terminal

        terminal.print_sources(figures, date.today(), args.max_age)
    return 0


def _replaced(scope: Scope) -> list[costs.FigureUsed]:
    rules, listed = scope.rules, scope.answers.market
    found = []
    for name, value in scope.answers.overrides.items():
        parameter = name.partition(".")[0]
        source = listed.package if listed and name in listed.names else "your own figure"
        label = rules.label(parameter) + (f", {name.partition('.')[2]}" if "." in name else "")
        found.append(costs.FigureUsed(name, label, show(value, rules.unit(parameter)), source, None))
    return found


def _figure(one: costs.FigureUsed, max_age: int) -> dict[str, Any]:
    age = (date.today() - one.date).days if one.date else None
    return one._asdict() | {"date": one.date.isoformat() if one.date else None, "age_days": age,
                            "stale": age is not None and age > max_age}  # fmt: skip
