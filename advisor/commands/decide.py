"""Advice for given answers, without questions.

Answers come from FILEs (later ones win) and --set. What is missing is named all at once.
"""

import argparse
from datetime import date

from advisor import advice
from advisor.commands import inputs
from advisor.commands.output import print_json
from advisor.session import walk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    inputs.arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the advice as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the advice; 0, or AdvisorError."""
    given = inputs.read(args)
    found = advice.advise(walk(given.rules, given.answers), date.today())
    if args.json:
        print_json(advice.to_json(found))
    else:
        from advisor import terminal

        terminal.print_advice(found)
    return 0
