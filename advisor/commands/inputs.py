"""What most commands take: files with answers, and settings over them."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from advisor import answers, decision
from advisor.answers import Answers
from advisor.decision import Decision
from advisor.errors import AdvisorError, AnswerError, Place, Problem
from advisor.rules import Ruleset, load

if TYPE_CHECKING:
    from advisor.whatif.ranges import Ranges


class Inputs(NamedTuple):
    """The rules and the answers of one command line, and the decisions the answers came from.

    ranges: answers that are known within bounds only; among the answers they are "not sure"
    """

    rules: Ruleset
    answers: Answers
    decisions: list[Decision]
    ranges: "Ranges" = {}


def arguments(parser: argparse.ArgumentParser, *, files: str = "*") -> None:
    """Add FILE and --set to a command's parser; `files` is argparse's number of files."""
    parser.add_argument("files", nargs=files, metavar="FILE", help="a decision, a YAML or JSON mapping "
                        "of answers, or any export; - is standard input")  # fmt: skip
    parser.add_argument("--set", dest="settings", action="append", default=[], metavar="NAME=VALUE",
                        help="an answer or another figure for a parameter; wins over FILE")  # fmt: skip
    parser.add_argument("--prices", choices=("ruleset", "current"), default="ruleset",
                        help="token prices: the ruleset's dated ones, or as listed today")  # fmt: skip
    parser.add_argument("--api-model", metavar="MODEL", help="prompt this model, at the price listed today")


def settings(pairs: Sequence[str]) -> dict[str, str]:
    """The names and texts of ``NAME=VALUE`` pairs. Raises AdvisorError for a pair without ``=``."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        says = f"--set {wrong[0][:60]} has no value"
        raise AdvisorError(Problem("wrong-setting", says, "write --set NAME=VALUE"))
    return dict(pair.split("=", 1) for pair in pairs)


def read(args: argparse.Namespace, *, ranges: bool = False) -> Inputs:
    """Rules and checked answers of a command line, with today's prices if asked for. Raises AdvisorError.

    ranges: whether an answer can be a range
    """
    rules = load(args.rules)
    files = args.files if isinstance(args.files, list) else [args.files] if args.files else []
    decisions = [decision.read(file) for file in files]
    for file, one in zip(files, decisions, strict=True):
        _same_rules(rules, file, one)
        rules = decision.rules_for(rules, one)
    values, places = decision.joined(decisions, settings(args.settings))
    within = _ranges(rules, values, places)
    if within and not ranges:
        name = next(iter(within))
        says = f"`{values[name]}` is a range"
        remedy = "for ranges use advisor whatif, or advisor decide --partial"
        raise AnswerError(Problem("wrong-answer", says, remedy, places.get(name), name))
    values |= dict.fromkeys(within, "unknown")
    if args.prices == "current" or args.api_model:
        return _at_market(rules, values, places, decisions, args.api_model)._replace(ranges=within)
    listed = next((one.market for one in reversed(decisions) if one.market), None)
    return Inputs(rules, answers.check(rules, values, places)._replace(market=listed), decisions, within)


def _ranges(rules: Ruleset, values: dict[str, object], places: dict[str, Place]) -> "Ranges":
    if not any(isinstance(value, str) and ".." in value for value in values.values()):
        return {}
    from advisor.whatif import ranges  # loads what most commands do not need

    return ranges.read(rules, values, places)


def _at_market(
    rules: Ruleset,
    values: dict[str, object],
    places: dict[str, Place],
    decisions: list[Decision],
    model: str | None,
) -> Inputs:
    """The inputs with token prices as they are listed today."""
    from advisor.commands import today  # loads the list of prices

    if model:
        rules, choice, option = today.with_api_model(rules, model)
        values = {**values, choice: option}
    return Inputs(rules, today.priced(rules, answers.check(rules, values, places)), decisions)


def _same_rules(rules: Ruleset, file: str, one: Decision) -> None:
    if one.ruleset and one.ruleset.id != rules.id:
        says = f"{file} was decided under the rules `{one.ruleset.id}`, these are `{rules.id}`"
        raise AdvisorError(Problem("other-rules", says, "name its rules with --rules"))
