"""Every offer and plan at your volume: formula, numbers and result.

Needs only the answers that the figures rest on; a figure whose answers are missing says so.
"""

import argparse

from advisor import costs
from advisor.answers import to_plain
from advisor.commands import inputs
from advisor.commands.output import print_json
from advisor.decision import ruleset_id
from advisor.session import Scope


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0, or AdvisorError."""
    given = inputs.read(args)
    scope = Scope(given.rules, given.answers)
    found = costs.costs(scope)
    if args.json:
        print_json(costs.to_json(found) | {
            "ruleset": ruleset_id(given.rules)._asdict(),
            "answers": {name: to_plain(value) for name, value in given.answers.given.items()},
            "defaults": {name: to_plain(value) for name, value in scope.used_defaults.items()},
            "overrides": {name: to_plain(value) for name, value in given.answers.overrides.items()},
        })  # fmt: skip
    else:
        from advisor import terminal

        terminal.print_costs(found, scope)
    return 0
