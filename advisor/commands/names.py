"""Every name that --set takes: the questions, and the figures of the rules.

Each with its kind, unit and bounds, its default or value, and who says so. A figure that depends on a choice
is set for one option of it. What the rules refuse of answers together comes last.

Example: advisor names | less
"""

import argparse

from advisor.advice.names import as_data, named, refused_data
from advisor.commands import options
from advisor.commands.output import print_json
from advisor.rules import load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    options.add_json(parser, "the names")


def run(args: argparse.Namespace) -> int:
    """Print the names; 0."""
    rules = load(args.rules)
    found = named(rules)
    if args.json:
        refused = {"refused": refused_data(rules)} if rules.refuse else {}
        print_json({"names": [as_data(one) for one in found]} | refused, rules)
    else:
        from advisor.output import terminal

        terminal.show(terminal.names_listed(found, rules.refuse))
    return 0
