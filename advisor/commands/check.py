"""Prove a ruleset sound, or say exactly what is wrong and where.

RULES is a folder of rule files (default: the ruleset named by --rules). Exit code 1 if there is an
error or a warning; notes do not fail.

Example: advisor check rules/
"""

import argparse
import os
import sys
from datetime import date

from advisor import files
from advisor.analysis.check import ERROR, check_folder, report
from advisor.analysis.check.proposals import Proposal, to_yaml
from advisor.commands import options
from advisor.process import streams
from advisor.quantities import amount
from advisor.rules import folder_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("folder", nargs="?", metavar="RULES", help="folder of rule files")
    options.add_format(parser, report.FORMATS, "for people, programs, GitHub's annotations, or SARIF")
    options.add_max_age(parser, "note figures older than this")
    says = "write scenarios for what none covers into a new file in RULES"
    parser.add_argument("--write-scenarios", action="store_true", help=says)


def run(args: argparse.Namespace) -> int:
    """Print the report; 1 if it holds an error or a warning."""
    folder = args.rules if args.folder is None else args.folder
    if args.rules not in (None, folder):
        raise options.wrong(f"two rulesets: {folder} and --rules {args.rules}", "name one")
    found = check_folder(folder, date.today(), args.max_age, propose=args.write_scenarios)
    print_ = sys.stdout.write if args.format == "text" else streams.print_file
    print_(report.render(found, args.format))
    if args.write_scenarios and any(one.severity == ERROR for one in found.findings):
        streams.tell("no scenarios were proposed: mend the errors first")
    elif args.write_scenarios:
        _write(folder_of(folder), found.proposals)
    return int(not found.clean)


def _write(folder: str, proposals: tuple[Proposal, ...]) -> None:
    if not proposals:
        streams.tell("scenarios and rows of tables cover everything; nothing was written")
        return
    names = files.numbered(os.path.join(folder, "scenarios-proposed.yaml"))
    path = files.write_new(names, to_yaml(list(proposals)))
    streams.tell(f"{amount(len(proposals), 'proposed scenario')} in {path}; read before you keep them")
