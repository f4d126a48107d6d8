"""What a code such as [L11] means: the defect of the source, what is right, and what the advice does.

Without a CODE, every one of the ruleset in a line.

Example: advisor explain L11
"""

import argparse

from advisor.advice import errata
from advisor.commands import options
from advisor.commands.output import print_json
from advisor.errors import AdvisorError, Problem, brief, did_you_mean
from advisor.rules import Ruleset, load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("codes", nargs="*", metavar="CODE", help="a code that the advice gives, such as L11")
    options.add_json(parser, "it")


def run(args: argparse.Namespace) -> int:
    """Print what the codes mean; 0, or AdvisorError."""
    rules = load(args.rules)
    codes = [_known(rules, code) for code in args.codes]
    found = [errata.erratum(rules, code) for code in codes or rules.errata]
    if args.json:
        print_json({"errata": [one._asdict() for one in found]})
        return 0
    from advisor.output import terminal

    terminal.show(terminal.explained(rules, found, whole=bool(codes)))
    return 0


def _known(rules: Ruleset, code: str) -> str:
    """A code as the rules write it. Raises AdvisorError if they have none like it."""
    meant = code.strip("[] ").casefold()
    found = next((one for one in rules.errata if one.casefold() == meant), None)
    if found is None:
        remedy = did_you_mean(code, rules.errata) if rules.errata else "these rules have no codes"
        raise AdvisorError(Problem("unknown-name", f"there is no code `{brief(code)}`", remedy))
    return found
