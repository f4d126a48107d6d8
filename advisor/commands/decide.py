"""Advice for given answers, without questions.

Answers come from FILEs (later ones win) and --set. What is missing is named all at once.

Example: advisor decide answers.yaml --set monthly_requests=2M --full
"""

import argparse

from advisor.advice import advice, data
from advisor.advice.model import Advice
from advisor.commands import inputs, options
from advisor.commands.output import print_json
from advisor.engine.session import walk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    options.add_answers(parser)
    options.add_evidence(parser)
    options.add_json(parser, "the advice")
    parser.add_argument("--full", action="store_true", help="print everything that the rules have to say")
    says = "where answers are open, say what is still possible and succeed"
    parser.add_argument("--partial", action="store_true", help=says)


def run(args: argparse.Namespace) -> int:
    """Print the advice; 0, or AdvisorError."""
    given = inputs.read(args, ranges=args.partial)
    trace = walk(given.rules, given.answers)
    if args.partial and (trace.outcome is None or given.ranges):
        return _partial(given, as_json=args.json)
    found = advice.advise(trace, made=given.made(trace))
    if args.json:
        print_json(data.to_json(found))
    else:
        _print(found, full=args.full)
    return 0


def _print(found: Advice, *, full: bool) -> None:
    from advisor.advice.short import short
    from advisor.output import terminal

    if full:
        terminal.show(terminal.full_advice(found))
    else:
        terminal.show(terminal.short_advice(short(found), "--full"))


def _partial(given: inputs.Inputs, *, as_json: bool) -> int:
    """Say what open answers leave possible."""
    from advisor.analysis import whatif

    found = whatif.what_if(given.rules, given.answers, given.ranges)
    if as_json:
        print_json(whatif.to_json(found), given.rules)
    else:
        from advisor.output import terminal

        terminal.show(terminal.what_would_change(found))
    return 0
