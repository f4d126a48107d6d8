"""Write the questionnaire as one file for a browser: questions, chart, advice, costs and exports.

The file needs no server and no network, and sends nothing anywhere. Answers stand in its address, so that
they can be passed around as a link. With --decision or --set it begins with these answers.

Example: advisor page -o advice.html

Example: advisor page --decision record.md -o record.html
"""

import argparse
from typing import Any

from advisor import decision
from advisor.commands import inputs, options, output
from advisor.engine.session import walk


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    says = "begin with this decision, mapping of answers or export"
    parser.add_argument("--decision", dest="files", action="append", default=[], metavar="FILE", help=says)
    options.add_set(parser)
    parser.set_defaults(prices=None, api_model=None)
    options.add_output(parser, "the file to write, such as advice.html; - is standard output")


def run(args: argparse.Namespace) -> int:
    """Write the page; 0, or AdvisorError."""
    from advisor.output.page import document

    given = inputs.read(args)
    page = document.write(given.rules, _start(given))
    output.put([(args.output, page)], force=args.force)
    return 0


def _start(given: inputs.Inputs) -> dict[str, Any]:
    """The answers that the page begins with, as a decision has them; empty where there are none."""
    trace = walk(given.rules, given.answers)
    found = decision.to_data(decision.of(trace, given.made(trace)))
    return found if found["answers"] or found["overrides"] else {}
