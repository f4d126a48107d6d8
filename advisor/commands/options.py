"""The options that several commands take, and what is typed after them."""

import argparse
import re
from collections.abc import Iterable

from advisor.errors import AdvisorError, Problem, brief

RULESET, CURRENT = "ruleset", "current"
SET = "an answer or another figure; wins over FILE (advisor names lists the names)"
SET_FOR_ALL = "an answer or a figure that is the same for all rows, whatever their columns say"


def add_rules(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """Add --rules."""
    says = "a shipped ruleset by its name, or the folder of another (default: published)"
    parser.add_argument("--rules", metavar="NAME|DIR", default=default, help=says)


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Add FILE, --set and the prices that count."""
    says = (
        "a decision, a YAML or JSON mapping of answers, or any export (FILE#2 in a file of several); "
        "- is standard input"
    )
    parser.add_argument("files", nargs="*", default=[], metavar="FILE", help=says)
    add_set(parser)
    add_prices(parser)


def add_set(parser: argparse.ArgumentParser, says: str = SET) -> None:
    """Add --set."""
    parser.add_argument(
        "--set", dest="settings", type=_setting, action="append", default=[], metavar="NAME=VALUE", help=says
    )


def add_prices(parser: argparse.ArgumentParser) -> None:
    """Add which token prices count."""
    says = (
        "token prices: the ruleset's dated ones, or as listed today (default: those of a saved decision, "
        "else the ruleset's)"
    )
    parser.add_argument("--prices", choices=(RULESET, CURRENT), help=says)
    parser.add_argument("--api-model", metavar="MODEL", help="prompt this model, at the price listed today")


def add_evidence(parser: argparse.ArgumentParser) -> None:
    """Add --evidence."""
    says = (
        "answer from what this file says, such as results of an evaluation or usage (advisor evidence tells "
        "more); FILE and --set win"
    )
    parser.add_argument("--evidence", action="append", default=[], metavar="FILE", help=says)


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add which columns of a table are answers, and which are added to it."""
    add_set(parser, SET_FOR_ALL)
    says = "a column of another name answers this question"
    parser.add_argument(
        "--map",
        dest="renamed",
        type=_renamed,
        action="append",
        default=[],
        metavar="COLUMN=QUESTION",
        help=says,
    )
    says = "add these questions, figures and formulas too, beside what outcomes come to"
    parser.add_argument("--figures", type=names, default=[], metavar="NAME,…", help=says)
    says = "put this before the names of the columns that are added"
    parser.add_argument("--prefix", default="", metavar="TEXT", help=says)


def add_output(parser: argparse.ArgumentParser, says: str, *, required: bool = True) -> None:
    """Add -o, with what it takes, and --force."""
    parser.add_argument("-o", "--output", metavar="OUT", required=required, help=says)
    add_force(parser)


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add --force."""
    parser.add_argument("--force", action="store_true", help="overwrite files that exist")


def add_json(parser: argparse.ArgumentParser, what: str) -> None:
    """Add --json."""
    parser.add_argument("--json", action="store_true", help=f"print {what} as JSON")


def add_format(parser: argparse.ArgumentParser, formats: Iterable[str], says: str) -> None:
    """Add --format, and --json as a short way to write one of them."""
    parser.add_argument("--format", choices=formats, default="text", help=says)
    parser.add_argument(
        "--json", action="store_const", const="json", dest="format", help="same as --format json"
    )


def add_max_age(parser: argparse.ArgumentParser, says: str) -> None:
    """Add --max-age."""
    parser.add_argument("--max-age", type=_days, default=180, metavar="DAYS", help=f"{says} (default: 180)")


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise wrong(f"--set {brief(text)} has no value", "write --set NAME=VALUE")
    return name, value


def _renamed(text: str) -> tuple[str, str]:
    """The question of a column that is called otherwise; a name of a column can hold ``=``."""
    column, _, question = text.rpartition("=")
    if not (column and question):
        missing = "column" if question and "=" in text else "question"
        raise wrong(f"--map {brief(text)} names no {missing}", "write --map COLUMN=QUESTION")
    return column, question


def _days(text: str) -> int:
    if not re.fullmatch(r"\s*[0-9]{1,6}\s*", text):
        says = f"`{brief(text)}` is no number of days: write a whole number such as 180, from 0 on"
        raise argparse.ArgumentTypeError(says)
    return int(text)


def names(text: str) -> list[str]:
    """The names of a list of them, for argparse."""
    return [name.strip() for name in text.split(",") if name.strip()]


def wrong(says: str, remedy: str) -> AdvisorError:
    """What a command line asks for, each part of it right, and cannot have."""
    return AdvisorError(Problem("wrong-setting", says, remedy))
