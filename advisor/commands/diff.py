"""Say what was changed between two versions of a ruleset, and on which answers they disagree.

OLD and NEW are folders, names of shipped rulesets, or REV:path of the git repository one stands in.
DECISIONS are decision files or exports; they and the scenarios of both are decided under both. Exit
code 0 if the outcomes are proved to be the same and no decision changes, else 1.

Example: advisor diff HEAD~1:rules rules
"""

import argparse
import sys

from advisor.analysis import compare
from advisor.analysis.compare import EQUIVALENT
from advisor.commands import differences, options
from advisor.commands.output import print_json
from advisor.commands.revisions import rules_of
from advisor.process import streams

WRONG_COMMAND_LINE = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments."""
    parser.add_argument("old", metavar="OLD", help="folder, shipped ruleset, or REV:path")
    parser.add_argument("new", metavar="NEW", help="the same")
    says = "decisions to decide under both"
    parser.add_argument("decisions", nargs="*", default=[], metavar="DECISIONS", help=says)
    says = "an id that was renamed; question.old=new for an option"
    parser.add_argument("--same", action="append", default=[], metavar="OLD=NEW", help=says)
    options.add_format(parser, ("text", "json", "markdown"), "for people, programs, or a pull request")


def run(args: argparse.Namespace) -> int:
    """Print the comparison; 0 if equivalent, else 1."""
    if args.rules is not None:
        print("advisor diff: --rules means nothing here; name the rules as OLD and NEW", file=sys.stderr)
        return WRONG_COMMAND_LINE
    old, new = rules_of(args.old), rules_of(args.new)
    same = compare.same(old, new, args.same)
    report = differences.DiffReport(
        names=(args.old, args.new),
        rules=(old, new),
        same=same,
        found=compare.compare(old, new, same),
        decided=compare.decided(old, new, same, args.decisions),
    )
    if args.format == "json":
        print_json(differences.data(report))
    elif args.format == "markdown":
        streams.print_file(differences.markdown(report))
    else:
        sys.stdout.write(differences.text(report))
    return int(report.found.verdict != EQUIVALENT or bool(report.decided))
