"""What most commands take: files with answers, and settings over them."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

from advisor import answers, decision
from advisor.answers import Answers
from advisor.decision import Decision
from advisor.errors import AdvisorError, Problem
from advisor.rules import Ruleset, load


class Inputs(NamedTuple):
    """The rules and the answers of one command line, and the decisions the answers came from."""

    rules: Ruleset
    answers: Answers
    decisions: list[Decision]


def arguments(parser: argparse.ArgumentParser, *, files: str = "*") -> None:
    """Add FILE and --set to a command's parser; `files` is argparse's number of files."""
    parser.add_argument("files", nargs=files, metavar="FILE", help="a decision, a YAML or JSON mapping "
                        "of answers, or any export; - is standard input")  # fmt: skip
    parser.add_argument("--set", dest="settings", action="append", default=[], metavar="NAME=VALUE",
                        help="an answer or another figure for a parameter; wins over FILE")  # fmt: skip


def settings(pairs: Sequence[str]) -> dict[str, str]:
    """The names and texts of ``NAME=VALUE`` pairs. Raises AdvisorError for a pair without ``=``."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        says = f"--set {wrong[0][:60]} has no value"
        raise AdvisorError(Problem("wrong-setting", says, "write --set NAME=VALUE"))
    return dict(pair.split("=", 1) for pair in pairs)


def read(args: argparse.Namespace) -> Inputs:
    """Rules and checked answers of a command line. Raises AdvisorError."""
    rules = load(args.rules)
    files = args.files if isinstance(args.files, list) else [args.files] if args.files else []
    decisions = [decision.read(file) for file in files]
    for file, one in zip(files, decisions, strict=True):
        _same_rules(rules, file, one)
    values, places = decision.joined(decisions, settings(args.settings))
    return Inputs(rules, answers.check(rules, values, places), decisions)


def _same_rules(rules: Ruleset, file: str, one: Decision) -> None:
    if one.ruleset and one.ruleset.id != rules.id:
        says = f"{file} was decided under the rules `{one.ruleset.id}`, these are `{rules.id}`"
        raise AdvisorError(Problem("other-rules", says, "name its rules with --rules"))
